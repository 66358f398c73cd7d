//! The command line as a user runs it: the real program, the stand-in provider, a home of its own per test.

mod advice;
mod doctor;
mod json;
mod reconnect;
mod setup;
mod setup_app;
mod shell;
mod terminal;
mod tools;

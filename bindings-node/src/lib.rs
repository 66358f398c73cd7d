//! The engine for Node: conversion at the border and nothing else.
//!
//! Payloads cross as JSON text, handles as objects, errors as the engine's error JSON in the message of a JavaScript
//! `Error`. The typed package in `ts/` is the only caller.

// napi exports nothing in a test build, where only the compiler looks at this crate.
#![cfg_attr(test, allow(dead_code))]

mod cancel;
mod command_line;
mod engine;
mod error;
mod tools;

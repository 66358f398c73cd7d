//! The command line, for all its fronts: the Rust binary, the wheel and the npm package.
//!
//! A command reads its arguments, calls operations, and shows the answer: for people on a terminal, or with `--json` the
//! operation's own JSON. Results go to standard output; questions, hints and errors to standard error. Exit codes: 0
//! done, 1 failed, 2 called wrongly.

mod accounts;
mod arguments;
mod browser;
mod connect;
mod console;
mod context;
mod doctor;
mod echo;
mod failure;
mod setup;
mod table;
mod tools;

use std::ffi::OsString;

use arguments::{Arguments, Command};
use clap::Parser as _;
use console::Console;
use context::Context;
use failure::Failure;

/// Runs one command line, without the program's name in front, and answers the exit code.
pub async fn run(arguments: Vec<OsString>) -> u8 {
    let json = arguments.iter().any(|argument| argument == "--json");
    let mut console = Console::standard(json);
    let arguments = std::iter::once(OsString::from("composio")).chain(arguments);
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(arguments, &mut console).await,
        Err(error) => Err(Failure::from(error)),
    };
    match outcome {
        Ok(()) => failure::DONE,
        Err(failure) => console.fail(&failure),
    }
}

async fn dispatch(arguments: Arguments, console: &mut Console) -> Result<(), Failure> {
    let mut context = Context::new(arguments.global, console);
    let outcome = match arguments.command {
        Command::Setup(setup) => setup::run(&mut context, setup).await,
        Command::Connect(connect) => connect::run(&mut context, &connect).await,
        Command::Accounts(accounts) => accounts::run(&mut context, accounts.command.unwrap_or_default()).await,
        Command::Tools { command } => tools::run(&mut context, command).await,
        Command::Doctor(doctor) => doctor::run(&mut context, &doctor).await,
    };
    context.close().await;
    outcome
}

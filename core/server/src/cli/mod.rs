//! The command line, for all its fronts: the Rust binary, the wheel and the npm package.
//!
//! A command reads its arguments, calls operations, and shows the answer: for people on a terminal, or with `--json` the
//! operation's own JSON. Results go to standard output; questions, hints and errors to standard error. Exit codes: 0
//! done, 1 failed, 2 called wrongly, 130 ended by Ctrl-C.

mod accounts;
mod advice;
mod arguments;
mod browser;
mod connect;
mod console;
mod context;
mod doctor;
mod echo;
mod failure;
mod line;
mod reconnect;
mod setup;
mod table;
mod toolkits;
mod tools;
mod who;

use std::ffi::OsString;

use arguments::{Arguments, Command};
use console::Console;
use context::Context;
use failure::Failure;

/// Runs one command line, without the program's name in front, and answers the exit code.
pub async fn run(arguments: Vec<OsString>) -> u8 {
    let json = arguments.iter().any(|argument| argument == "--json");
    let mut console = Console::standard(json);
    let arguments = std::iter::once(OsString::from("composio")).chain(arguments);
    match Arguments::read(arguments) {
        Ok(arguments) => dispatch(arguments, &mut console).await,
        Err(error) => console.fail(&Failure::from(error), None),
    }
}

async fn dispatch(arguments: Arguments, console: &mut Console) -> u8 {
    *console = Console::standard(arguments.global.json);
    let mut context = Context::new(arguments.global, console);
    let code = match obey(&mut context, arguments.command).await {
        Ok(()) => failure::DONE,
        Err(failure) => {
            let next = context.next_line(&failure).await;
            context.console.fail(&failure, next.as_deref())
        }
    };
    context.close().await;
    code
}

async fn obey(context: &mut Context<'_>, command: Command) -> Result<(), Failure> {
    match command {
        Command::Toolkits(toolkits) => toolkits::run(context, &toolkits.search.join(" ")).await,
        Command::Setup(setup) => setup::run(context, setup).await,
        Command::Connect(connect) => connect::run(context, &connect).await,
        Command::Accounts(accounts) => accounts::run(context, accounts).await,
        Command::Tools { command } => tools::run(context, command).await,
        Command::Doctor(doctor) => doctor::run(context, &doctor).await,
    }
}

//! The program `composio`: the command line on a runtime of its own.

use std::process::ExitCode;

use composio_server::cli;

/// What a shell says of a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() else {
        return ExitCode::FAILURE;
    };
    let code = runtime.block_on(async {
        tokio::select! {
            code = cli::run(std::env::args_os().skip(1).collect()) => code,
            _ = tokio::signal::ctrl_c() => INTERRUPTED,
        }
    });
    // A thread that still reads the keyboard would keep the process.
    runtime.shutdown_background();
    ExitCode::from(code)
}

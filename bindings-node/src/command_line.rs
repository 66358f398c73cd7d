//! The command line, run inside a Node process: what the package's `composio` starts.

use composio_server::cli;
use napi::Env;
use napi::bindgen_prelude::PromiseRaw;
use napi_derive::napi;
use tokio_util::task::AbortOnDropHandle;

use crate::cancel::{CancelHandle, cancelled};
use crate::error::internal;

/// Runs a command line, without the program's name, as far as `cancel` lets it, and answers its exit code.
#[napi]
pub fn command_line<'env>(
    env: &'env Env,
    arguments: Vec<String>,
    cancel: &CancelHandle,
) -> napi::Result<PromiseRaw<'env, u32>> {
    let token = cancel.token();
    env.spawn_future(async move {
        let arguments = arguments.into_iter().map(Into::into).collect();
        // A task of its own, so that a panic rejects the promise instead of leaving it pending.
        let run = AbortOnDropHandle::new(tokio::spawn(cli::run(arguments)));
        let code = token.run_until_cancelled(run).await.ok_or_else(|| cancelled("the command"))?;
        code.map(u32::from).map_err(|cause| internal("the command did not finish", cause))
    })
}

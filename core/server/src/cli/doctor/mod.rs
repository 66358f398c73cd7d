//! `composio doctor`: is everything in place, and what to do where it is not.

mod check;
mod clock;
mod files;
mod network;
mod origin;

use composio_core::Settings;
use serde_json::json;

use super::arguments::Doctor;
use super::context::Context;
use super::failure::Failure;
use check::Check;

pub(super) async fn run(context: &mut Context<'_>, arguments: &Doctor) -> Result<(), Failure> {
    let mut checks = Vec::new();
    match context.settings() {
        Ok(settings) => examine(context, &settings, arguments.online, &mut checks).await,
        Err(error) => checks.push(Check::fail("settings", error.to_string())),
    }
    let fine = !checks.iter().any(Check::has_failed);
    let answer = json!({"ok": fine, "checks": checks});
    context.console.result(&answer, || check::report(&checks))?;
    if fine { Ok(()) } else { Err(Failure::Told) }
}

async fn examine(context: &mut Context<'_>, settings: &Settings, online: bool, checks: &mut Vec<Check>) {
    checks.extend(files::check(&settings.home));
    if settings.home.join("composio.db").exists() {
        match context.engine().await {
            Ok(engine) => {
                checks.push(Check::ok("store", "opens, and its key fits"));
                checks.push(origin::check(&engine).await);
            }
            Err(error) => checks.push(Check::fail("store", error.to_string())),
        }
    } else {
        checks.push(Check::ok("store", "not made yet; the first command that needs it makes it"));
    }
    checks.push(Check::ok("redirect URI", settings.redirect_uri()));
    match Settings::sources(context.overrides()) {
        Ok(sources) => checks.extend(sources.iter().map(check::setting)),
        Err(error) => checks.push(Check::fail("settings", error.to_string())),
    }
    checks.push(check::managed(settings.managed.keys()));
    checks.push(clock::check(&settings.home));
    if online {
        checks.extend(network::check(context, settings).await);
    }
}

//! Who holds the port on which users' browsers arrive.

use std::io;

use composio_core::Settings;

use super::check::Check;
use crate::Embedded;
use crate::door::{self, Holder};

/// `engine` where the home has a store.
pub(super) async fn check(settings: &Settings, engine: Option<&Embedded>) -> Check {
    let holder = match engine {
        Some(engine) => engine.origin_holder().await,
        None => door::holder_without_home(door::port(settings)),
    };
    line(settings.connect_origin.as_str().trim_end_matches('/'), &holder)
}

fn line(origin: &str, holder: &io::Result<Holder>) -> Check {
    let cure = "stop that program, or set COMPOSIO_CONNECT_ORIGIN to an address with a free port, such as \
                http://localhost:9911, and register its redirect URI";
    match holder {
        Ok(Holder::Nobody) => Check::ok("Connect origin", format!("{origin} is free")),
        Ok(Holder::Ours) => Check::ok("Connect origin", format!("{origin} is served by a process of this home")),
        Ok(Holder::Foreign) => Check::fail(
            "Connect origin",
            format!("{origin} is held by another program, or by Composio for another home; {cure}"),
        ),
        Err(error) => Check::fail("Connect origin", format!("{origin} cannot be used: {error}; {cure}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Status;
    use super::*;

    #[test]
    fn only_a_foreign_holder_is_in_the_way() {
        for (holder, status) in [
            (Ok(Holder::Nobody), Status::Ok),
            (Ok(Holder::Ours), Status::Ok),
            (Ok(Holder::Foreign), Status::Fail),
            (Err(io::Error::from(io::ErrorKind::PermissionDenied)), Status::Fail),
        ] {
            let check = line("http://localhost:9900", &holder);
            assert_eq!(check.status, status);
            assert_eq!(check.message.contains("COMPOSIO_CONNECT_ORIGIN"), status == Status::Fail);
        }
    }
}

//! What is set up in the home, and connected: managed auth and accounts.

use composio_catalog::Catalog;
use composio_core::nearest;
use serde_json::Value;

use super::super::advice::revival;
use super::super::console::text;
use super::super::context::Context;
use super::check::Check;

/// The toolkits with an OAuth client in the settings. One that there is not gets no use out of it.
pub(super) fn managed<'a>(toolkits: impl Iterator<Item = &'a String>) -> Vec<Check> {
    let catalog = Catalog::builtin();
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        toolkits.map(String::as_str).partition(|slug| catalog.toolkit(slug).is_some());
    let message = if known.is_empty() { "no toolkit has an OAuth client".to_owned() } else { known.join(", ") };
    let mut checks = vec![Check::ok("managed auth", message)];
    checks.extend(unknown.into_iter().map(|slug| {
        let slugs = catalog.toolkits().map(|toolkit| toolkit.slug.as_str());
        let hint = match nearest(slug, slugs, 1).first() {
            Some(nearest) => format!("did you mean [managed.{nearest}]?"),
            None => "`composio toolkits` lists those there are".to_owned(),
        };
        Check::fail("managed auth", format!("[managed.{slug}] is for no toolkit; {hint}"))
    }));
    checks
}

/// How many accounts there are, and what makes those usable that are not.
pub(super) fn accounts(context: &Context<'_>, accounts: &[Value]) -> Vec<Check> {
    if accounts.is_empty() {
        return vec![Check::ok("accounts", "none")];
    }
    let lost: Vec<&Value> =
        accounts.iter().filter(|account| matches!(text(account, "/status"), "EXPIRED" | "REVOKED")).collect();
    let off = accounts.iter().filter(|account| text(account, "/status") == "INACTIVE").count();
    let mut message = accounts.len().to_string();
    for (count, what) in [(off, "disabled"), (lost.len(), "to be reconnected")] {
        if count > 0 {
            message.push_str(&format!(", {count} {what}"));
        }
    }
    let mut checks = vec![Check::ok("accounts", message)];
    checks.extend(lost.into_iter().map(|account| {
        let (id, toolkit) = (text(account, "/id"), text(account, "/toolkit/slug"));
        let line = context.line(&revival(account).unwrap_or_default());
        Check::warn("account", format!("{id} ({toolkit}) is no longer signed in; {line}"))
    }));
    checks
}

#[cfg(test)]
mod tests {
    use super::super::check::Status;
    use super::*;

    #[test]
    fn a_client_for_no_toolkit_fails_with_the_nearest_name() {
        for (slug, message) in [
            ("githb", "[managed.githb] is for no toolkit; did you mean [managed.github]?"),
            ("zzzzzz", "composio toolkits"),
        ] {
            let checks = managed([slug.to_owned(), "gmail".to_owned()].iter());
            assert_eq!((checks[0].status, checks[0].message.as_str()), (Status::Ok, "gmail"));
            assert_eq!(checks[1].status, Status::Fail);
            assert!(checks[1].message.contains(message), "{}", checks[1].message);
        }
        assert_eq!(managed([].iter())[0].message, "no toolkit has an OAuth client");
    }
}

//! Which account was meant: one is called by its id, by its name, or by who it is at the provider.

use composio_core::error::{ACCOUNT_NOT_FOUND, INVALID_ACCOUNT_IDS};
use composio_core::{Error, Result};
use serde_json::{Value, json};

use super::console::text;
use super::context::{Context, nearest};

impl Context<'_> {
    /// The id of an account of the user; `toolkit` where only its accounts can be meant.
    pub async fn account(&mut self, named: &str, toolkit: Option<&str>) -> Result<String> {
        if named.starts_with("ca_") {
            return Ok(named.to_owned());
        }
        let mut request = json!({"user_ids": [self.user]});
        if let Some(toolkit) = toolkit {
            request["toolkit_slugs"] = json!([toolkit]);
        }
        let known = self.all("connected_accounts.list", request).await?;
        meant(&known, named).map_err(|why| {
            let of = if why.several { INVALID_ACCOUNT_IDS } else { ACCOUNT_NOT_FOUND };
            let at = toolkit.map_or_else(String::new, |toolkit| format!(" for {toolkit}"));
            Error::new(of, format!("the user `{}`{at} {}", self.user, why.message)).with("connected_account", named)
        })
    }
}

#[derive(Debug)]
struct Unclear {
    several: bool,
    message: String,
}

/// A name counts more than an identity, because the user gave it.
fn meant(known: &[Value], named: &str) -> Result<String, Unclear> {
    for by in ["/alias", "/identity"] {
        let is_meant = |account: &&Value| !named.is_empty() && text(account, by) == named;
        let found: Vec<&str> = known.iter().filter(is_meant).map(|account| text(account, "/id")).collect();
        match found.as_slice() {
            [] => {}
            [only] => return Ok((*only).to_owned()),
            several => {
                let message = format!("has several accounts `{named}`; write which one: {}", several.join(", "));
                return Err(Unclear { several: true, message });
            }
        }
    }
    let names = known
        .iter()
        .flat_map(|account| [text(account, "/alias"), text(account, "/identity")])
        .filter(|name| !name.is_empty());
    let hint = nearest(named, names).map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?"));
    Err(Unclear { several: false, message: format!("has no account `{named}`{hint}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_called_by_name_or_by_who_it_is_where_that_is_clear() {
        let account = |id: &str, alias: Option<&str>, who: &str| json!({"id": id, "alias": alias, "identity": who});
        let known = [
            account("ca_1", Some("work"), "octocat"),
            account("ca_2", None, "hubot"),
            account("ca_3", Some("hubot"), "octocat"),
            account("ca_4", None, "ana"),
        ];
        for (named, said) in [
            ("work", "ca_1"),
            ("ana", "ca_4"),
            ("hubot", "ca_3"),
            ("octocat", "has several accounts `octocat`; write which one: ca_1, ca_3"),
            ("wrok", "has no account `wrok`; did you mean `work`?"),
            ("zzzzzzzz", "has no account `zzzzzzzz`"),
            ("", "has no account ``"),
        ] {
            assert_eq!(meant(&known, named).unwrap_or_else(|why| why.message), said);
        }
    }
}

//! An account from a credential at hand: its auth config, found or made, and the check that the provider takes it.

use serde_json::{Map, Value, json};

use super::super::connect;
use super::super::console::{items, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::Task;

/// Connects the user with a credential that is tried before it is kept, and says who they are. `credentials` are those
/// of the auth config it goes with.
pub(super) async fn connect(
    context: &mut Context<'_>,
    task: &Task<'_>,
    scheme: &str,
    credentials: Map<String, Value>,
    val: Map<String, Value>,
) -> Result<(), Failure> {
    let config = auth_config(context, task.slug(), scheme, credentials).await?;
    let request = json!({
        "user_id": context.user,
        "auth_config_id": config,
        "state": {"auth_scheme": scheme, "val": val},
        "allow_multiple": true,
        "verify": true,
    });
    let initiated = context.call("connected_accounts.initiate", request).await?;
    let id = text(&initiated, "/connected_account_id");
    let account = context.call("connected_accounts.get", json!({"id": id})).await?;
    connect::done(context, &account).await
}

/// The enabled auth config of the toolkit that has this scheme, client and hosts; a new one where there is none.
async fn auth_config(
    context: &mut Context<'_>,
    toolkit: &str,
    scheme: &str,
    credentials: Map<String, Value>,
) -> Result<String, Failure> {
    let known = context.call("auth_configs.list", json!({"toolkit": toolkit, "limit": 200})).await?;
    // What the user types needs nothing from the developer. An auth config of the project's own would be preferred to an
    // OAuth client that is set up later.
    let managed = scheme != "OAUTH2" && credentials.is_empty();
    let fits = |config: &&Value| config["is_composio_managed"] == managed && fits(config, scheme, &credentials);
    if let Some(config) = items(&known, "/items").iter().find(fits) {
        return Ok(text(config, "/id").to_owned());
    }
    let request = json!({
        "toolkit": toolkit,
        "type": if managed { "use_composio_managed_auth" } else { "use_custom_auth" },
        "auth_scheme": scheme,
        "credentials": credentials,
    });
    Ok(text(&context.call("auth_configs.create", request).await?, "/id").to_owned())
}

/// Whether an auth config signs in as `credentials` would; its secret cannot be compared and goes with the client id.
fn fits(config: &Value, scheme: &str, credentials: &Map<String, Value>) -> bool {
    let public = ["client_id", "base_url", "authorization_url", "token_url"];
    text(config, "/auth_scheme") == scheme
        && text(config, "/status") == "ENABLED"
        && public.into_iter().all(|key| config["credentials"].get(key) == credentials.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auth_config_is_taken_again_only_if_it_leads_to_the_same_place() {
        let config = json!({
            "auth_scheme": "OAUTH2", "status": "ENABLED",
            "credentials": {"client_id": "i", "client_secret": "REDACTED"},
        });
        let wanted = json!({"client_id": "i", "client_secret": "s"});
        for (change, fit) in [
            (json!({}), true),
            (json!({"status": "DISABLED"}), false),
            (json!({"auth_scheme": "API_KEY"}), false),
            (json!({"credentials": {"client_id": "other"}}), false),
            (json!({"credentials": {"client_id": "i", "base_url": "https://ghe.example"}}), false),
        ] {
            let mut config = config.clone();
            for (key, value) in change.as_object().into_iter().flatten() {
                config[key] = value.clone();
            }
            let wanted = wanted.as_object().cloned().unwrap_or_default();
            assert_eq!(fits(&config, "OAUTH2", &wanted), fit, "{change}");
        }
    }
}

//! An account from a credential at hand: its auth config, found or made, and the check that the provider takes it.

use composio_core::Error;
use composio_core::error::CONNECTION_FAILED;
use serde_json::{Map, Value, json};

use super::super::connect::connected;
use super::super::console::{items, text};
use super::super::context::Context;
use super::super::failure::Failure;
use super::{Task, first_call};

const OAUTH2: &str = "OAUTH2";

/// Connects the user with a credential that is tried before it is kept, and says who they are.
pub(super) async fn connect(
    context: &mut Context<'_>,
    task: &Task<'_>,
    scheme: &str,
    val: Map<String, Value>,
) -> Result<(), Failure> {
    let hosts = task.hosts.base_url().map(|url| ("base_url".to_owned(), Value::from(url)));
    let config = auth_config(context, task.slug(), scheme, hosts.into_iter().collect()).await?;
    let mut request = request(context, &config, scheme, &val.into());
    request["verify"] = true.into();
    let id = context.call("connected_accounts.initiate", request).await?;
    tell(context, task, text(&id, "/connected_account_id")).await
}

/// Connects the user with a refresh token and the client it was given to. What it is worth shows at the first refresh,
/// which is right away.
pub(super) async fn connect_by_refresh_token(
    context: &mut Context<'_>,
    task: &Task<'_>,
    client: Map<String, Value>,
    refresh_token: String,
) -> Result<(), Failure> {
    let mut credentials = task.hosts.credentials();
    credentials.extend(client);
    let config = auth_config(context, task.slug(), OAUTH2, credentials).await?;
    // The protocol asks for an access token; this one has ended before it is sent anywhere.
    let val = json!({"access_token": "ended", "expires_in": 1, "refresh_token": refresh_token});
    let request = request(context, &config, OAUTH2, &val);
    let initiated = context.call("connected_accounts.initiate", request).await?;
    let id = text(&initiated, "/connected_account_id");
    let refused = match context.call("connected_accounts.whoami", json!({"id": id})).await {
        Ok(told) if told["accepted"] == false => {
            Error::new(CONNECTION_FAILED, format!("the login was not accepted: {}", text(&told, "/message")))
        }
        Ok(_) => return tell(context, task, id).await,
        Err(error) => error,
    };
    context.call("connected_accounts.delete", json!({"id": id})).await?;
    Err(refused.into())
}

fn request(context: &Context<'_>, config: &str, scheme: &str, val: &Value) -> Value {
    json!({
        "user_id": context.user,
        "auth_config_id": config,
        "state": {"auth_scheme": scheme, "val": val},
        "allow_multiple": true,
    })
}

async fn tell(context: &mut Context<'_>, task: &Task<'_>, id: &str) -> Result<(), Failure> {
    let account = context.call("connected_accounts.get", json!({"id": id})).await?;
    let call = first_call(context, task.slug()).await;
    context.console.result(&account, || connected(&account, call.as_deref()))
}

/// The enabled auth config of the toolkit that has this scheme, client and hosts; a new one where there is none.
async fn auth_config(
    context: &mut Context<'_>,
    toolkit: &str,
    scheme: &str,
    credentials: Map<String, Value>,
) -> Result<String, Failure> {
    let known = context.call("auth_configs.list", json!({"toolkit": toolkit, "limit": 200})).await?;
    let fits = |config: &&Value| fits(config, scheme, &credentials);
    if let Some(config) = items(&known, "/items").iter().find(fits) {
        return Ok(text(config, "/id").to_owned());
    }
    let request = json!({
        "toolkit": toolkit,
        "type": "use_custom_auth",
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
        && config["is_composio_managed"] == false
        && public.into_iter().all(|key| config["credentials"].get(key) == credentials.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auth_config_is_taken_again_only_if_it_leads_to_the_same_place() {
        let config = json!({
            "auth_scheme": "OAUTH2", "status": "ENABLED", "is_composio_managed": false,
            "credentials": {"client_id": "i", "client_secret": "REDACTED"},
        });
        let wanted = json!({"client_id": "i", "client_secret": "s"});
        for (change, fit) in [
            (json!({}), true),
            (json!({"status": "DISABLED"}), false),
            (json!({"auth_scheme": "API_KEY"}), false),
            (json!({"is_composio_managed": true}), false),
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

//! A session's configuration as the protocol answers it: `enabled` where the request said `enable`, and the effective
//! value of every switch.

use composio_catalog::Hint;
use serde_json::{Map, Value, json};

use super::config::{Choice, Preload, SessionConfig, TagChoice, ToolChoice};

pub fn config(user_id: &str, config: &SessionConfig) -> Value {
    let manage = &config.manage_connections;
    let multi = &config.multi_account;
    let mut view = json!({
        "user_id": user_id,
        "manage_connections": {
            "enabled": manage.enable,
            "enable_wait_for_connections": manage.wait_for_connections,
            "enable_connection_removal": manage.connection_removal,
        },
        "workbench": {"enable": false},
        "multi_account": {
            "enable": multi.enable,
            "require_explicit_selection": multi.require_explicit_selection,
        },
        "preload": {"tools": match &config.preload {
            Preload::All => json!("all"),
            Preload::Tools(slugs) => json!(slugs),
        }},
        "search": {"enable": config.search.0},
        "execute": {"enable_multi_execute": config.multi_execute.0},
        "instant": false,
    });
    if let Some(url) = &manage.callback_url {
        view["manage_connections"]["callback_url"] = json!(url);
    }
    if multi.enable {
        view["multi_account"]["max_accounts_per_toolkit"] = json!(multi.max_accounts_per_toolkit);
    }
    if let Some(toolkits) = &config.toolkits {
        view["toolkits"] = choice(toolkits);
    }
    if let Some(tools) = &config.tools {
        let tools: Map<String, Value> = tools
            .iter()
            .map(|(toolkit, chosen)| {
                let chosen = match chosen {
                    ToolChoice::Slugs(slugs) => choice(slugs),
                    ToolChoice::Tags(by) => json!({"tags": tags(by)}),
                };
                (toolkit.clone(), chosen)
            })
            .collect();
        view["tools"] = Value::Object(tools);
    }
    if let Some(by) = &config.tags {
        view["tags"] = tags(by);
    }
    if let Some(configs) = &config.auth_configs {
        view["auth_configs"] = json!(configs);
    }
    if let Some(accounts) = &config.connected_accounts {
        view["connected_accounts"] = json!(accounts);
    }
    if let Some(enable) = config.proxy_execute {
        view["proxy_execute"] = json!({"enable": enable});
    }
    view
}

fn choice(choice: &Choice) -> Value {
    match choice {
        Choice::Enable(list) => json!({"enabled": list}),
        Choice::Disable(list) => json!({"disabled": list}),
    }
}

fn tags(choice: &TagChoice) -> Value {
    let names = |hints: &[Hint]| hints.iter().map(|hint| hint.name()).collect::<Vec<_>>();
    let mut tags = Map::new();
    if let Some(hints) = &choice.enable {
        tags.insert("enabled".to_owned(), json!(names(hints)));
    }
    if let Some(hints) = &choice.disable {
        tags.insert("disabled".to_owned(), json!(names(hints)));
    }
    Value::Object(tags)
}

//! Where each setting came from, for whoever has to find out why it is as it is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{Settings, from_environment, home, invalid, process_environment, read_file};
use crate::error::Result;

/// A setting that somebody set. One that is absent has its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingSource {
    /// `connect_origin`, `managed.github.client_id`.
    pub key: String,
    /// The file, the variable or the call.
    pub from: String,
    /// None for a secret.
    pub value: Option<String>,
}

impl Settings {
    /// Every setting that is set, with the source that counts. `overrides` as in [`Settings::load`].
    pub fn sources(overrides: &Value) -> Result<Vec<SettingSource>> {
        sources(overrides, &process_environment(), std::env::home_dir())
    }
}

fn sources(
    overrides: &Value,
    environment: &BTreeMap<String, String>,
    user_home: Option<PathBuf>,
) -> Result<Vec<SettingSource>> {
    let overrides = overrides.as_object().ok_or_else(|| invalid("settings are an object of names and values"))?;
    let file = home(overrides, environment, user_home)?.join("composio.toml");
    let mut found: BTreeMap<String, SettingSource> = BTreeMap::new();
    let mut put = |values: &Map<String, Value>, from: &dyn Fn(&str) -> String| {
        for (key, value) in flat("", values) {
            let value = (!key.ends_with("_secret") && key != "api_key").then_some(value);
            found.insert(key.clone(), SettingSource { from: from(&key), key, value });
        }
    };
    put(&read_file(&file)?, &|_| file.display().to_string());
    put(&from_environment(environment)?, &variable);
    if let Some(home) = environment.get("COMPOSIO_HOME").filter(|home| !home.is_empty()) {
        put(&Map::from_iter([("home".to_owned(), Value::from(home.as_str()))]), &variable);
    }
    put(overrides, &|_| "the caller".to_owned());
    Ok(found.into_values().collect())
}

/// `managed.github.client_id` is COMPOSIO_GITHUB_CLIENT_ID, `result_budget` is COMPOSIO_RESULT_BUDGET.
fn variable(key: &str) -> String {
    format!("COMPOSIO_{}", key.trim_start_matches("managed.").replace('.', "_").to_uppercase())
}

fn flat(prefix: &str, values: &Map<String, Value>) -> Vec<(String, String)> {
    values
        .iter()
        .filter(|(_, value)| !value.is_null())
        .flat_map(|(key, value)| {
            let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                Value::Object(members) => flat(&key, members),
                Value::String(text) => vec![(key, text.clone())],
                other => vec![(key, other.to_string())],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn each_setting_names_the_source_that_counts_and_no_secret() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("composio.toml");
        std::fs::write(
            &file,
            "result_budget = 5\napplication_name = 'A'\n[managed.github]\nclient_id = 'f'\nclient_secret = 'hunter2'",
        )
        .unwrap();
        let environment: BTreeMap<String, String> = [
            ("COMPOSIO_HOME", home.path().to_str().unwrap()),
            ("COMPOSIO_RESULT_BUDGET", "6"),
            ("COMPOSIO_GITHUB_CLIENT_ID", "env"),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
        let found = sources(&json!({"connect_origin": "http://localhost:1"}), &environment, None).unwrap();
        let file = file.display().to_string();
        let home = home.path().display().to_string();
        let expected = [
            ("application_name", file.as_str(), Some("A")),
            ("connect_origin", "the caller", Some("http://localhost:1")),
            ("home", "COMPOSIO_HOME", Some(home.as_str())),
            ("managed.github.client_id", "COMPOSIO_GITHUB_CLIENT_ID", Some("env")),
            ("managed.github.client_secret", file.as_str(), None),
            ("result_budget", "COMPOSIO_RESULT_BUDGET", Some("6")),
        ];
        let expected = expected.map(|(key, from, value)| SettingSource {
            key: key.to_owned(),
            from: from.to_owned(),
            value: value.map(str::to_owned),
        });
        assert_eq!(found, expected);
        assert!(!format!("{found:?}").contains("hunter2"));
    }
}

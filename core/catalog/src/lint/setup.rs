//! The rules about the ladder of a toolkit.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::report::Report;
use super::urls;
use crate::format::ToolkitFile;
use crate::setup::{AppManifest, Exchange, LocalLogin, SetupStep};

const PLACES: [&str; 3] = ["redirect_uri", "application", "scopes"];

pub(super) fn check(file: &ToolkitFile, report: &mut Report<'_>) {
    let mut names = BTreeSet::new();
    for (at, step) in file.setup.iter().enumerate() {
        let mut broken = |message: String| report.file("setup", format!("step {}: {message}", at + 1));
        let (scheme, typed) = (step.scheme(), ["API_KEY", "BEARER_TOKEN", "BASIC"].contains(&step.scheme()));
        if !file.auth.iter().any(|known| known.name() == scheme) {
            broken(format!("`{scheme}` is no scheme of this toolkit's auth; name one of them"));
        }
        if step.minutes() == 0 {
            broken("minutes is missing; say how many it takes a person, at least 1".to_owned());
        }
        if step.title().trim().is_empty() {
            broken("the step needs a title".to_owned());
        }
        match step {
            SetupStep::TokenPage(page) => {
                if !typed {
                    broken("a token page leads to a scheme whose credential is typed".to_owned());
                }
                let known: Vec<&str> = PLACES.into_iter().chain(["manifest"]).collect();
                address("url", &page.url, &known, &mut broken);
                if page.url.contains("{manifest}") == page.manifest.is_empty() {
                    broken("a manifest goes into the url as `{manifest}`; give both or neither".to_owned());
                }
                texts(file, &[&page.url, &page.note], &mut broken);
                texts(file, &inside(&page.manifest), &mut broken);
            }
            SetupStep::LocalLogin(login) => {
                if !names.insert(&login.name) || login.name.trim().is_empty() {
                    broken(format!("`{}` is asked for by its name; give it one of its own", login.name));
                }
                local_login(login, &mut broken);
                texts(file, &[&login.prepare, &login.note], &mut broken);
            }
            SetupStep::AppManifest(app) => {
                if typed {
                    broken("an app manifest leads to OAUTH2".to_owned());
                }
                app_manifest(app, &mut broken);
                texts(file, &[&app.note], &mut broken);
                texts(file, &inside(&app.manifest), &mut broken);
            }
            SetupStep::OwnClient(client) => {
                if typed {
                    broken("an own client leads to OAUTH2".to_owned());
                }
                if client.steps.is_empty() || client.steps.iter().any(|text| text.trim().is_empty()) {
                    broken("say in steps what to enter where".to_owned());
                }
                address("url", &client.url, &PLACES, &mut broken);
                let said: Vec<&str> = client.steps.iter().map(String::as_str).collect();
                texts(file, &said, &mut broken);
                texts(file, &[&client.note], &mut broken);
            }
        }
    }
    if !file.setup.is_sorted_by_key(SetupStep::minutes) {
        report.file("setup", "the shortest step comes first; sort them by minutes");
    }
}

fn local_login(login: &LocalLogin, broken: &mut dyn FnMut(String)) {
    match (&login.command, &login.file) {
        (Some(command), None) if command.iter().all(|word| !word.is_empty()) && !command.is_empty() => {}
        (None, Some(path)) if path.starts_with("~/") => {}
        (Some(_), None) => broken("the command is empty".to_owned()),
        (None, Some(path)) => broken(format!("`{path}` must be under the home folder: begin with `~/`")),
        _ => broken("a login on the machine is a command or a file: give one of them".to_owned()),
    }
}

fn app_manifest(app: &AppManifest, broken: &mut dyn FnMut(String)) {
    let known: Vec<&str> = PLACES.into_iter().chain(["manifest"]).collect();
    address("url", &app.url, &known, broken);
    if app.url.contains("{manifest}") == app.form_field.is_some() {
        broken(
            "the manifest goes into the url as `{manifest}`, or into a form's form_field: one of the two".to_owned(),
        );
    }
    let Some(Exchange { return_to, post, client_id, client_secret }) = &app.exchange else { return };
    address("exchange.post", post, &["code"], broken);
    if !post.contains("{code}") {
        broken("exchange.post must hold `{code}`".to_owned());
    }
    for pointer in [return_to, client_id, client_secret] {
        if pointer.is_empty() || !urls::is_pointer(pointer) {
            broken(format!("exchange: `{pointer}` must be a JSON pointer such as `/client_id`"));
        }
    }
}

/// A person's browser or a credential goes there.
fn address(what: &str, url: &str, known: &[&str], broken: &mut dyn FnMut(String)) {
    if let Some(fault) = urls::fault(url) {
        broken(format!("{what}: {fault}"));
    }
    placeholders(url, known, broken);
}

fn texts(file: &ToolkitFile, texts: &[&str], broken: &mut dyn FnMut(String)) {
    for text in texts {
        // The url of a page is looked at twice; a fault of it is told once, by `address`.
        if !text.starts_with("https://") {
            placeholders(text, &PLACES, broken);
        }
        if text.contains("{scopes}") && file.default_scopes().is_empty() {
            broken("`{scopes}` stands for the default scopes of OAUTH2, and there are none".to_owned());
        }
    }
}

fn placeholders(text: &str, known: &[&str], broken: &mut dyn FnMut(String)) {
    for (at, _) in text.match_indices('{') {
        let inner = &text[at + 1..];
        let name = inner.split('}').next().unwrap_or_default();
        if name.len() == inner.len() || !known.contains(&name) {
            broken(format!("`{{{name}}}` is no placeholder here; there are {{{}}}", known.join("}, {")));
        }
    }
}

/// Every text of a manifest.
fn inside(manifest: &Map<String, Value>) -> Vec<&str> {
    let mut found = Vec::new();
    manifest.values().for_each(|value| strings(value, &mut found));
    found
}

fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(map) => map.values().for_each(|item| strings(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

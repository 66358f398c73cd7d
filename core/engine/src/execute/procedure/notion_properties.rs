//! Notion, properties given as plain values: each is written in the form of its type, which the database knows.

use composio_catalog::nearest;
use serde_json::{Map, Value, json};

use super::super::request::{Body, Outgoing};
use super::notion_value::{TYPES, property};
use super::work::{Stop, Work};
use crate::error::{Error, REQUEST_INVALID, Result};

pub(super) async fn run(work: Work<'_>) -> Result<Value, Stop> {
    let mut outgoing = work.main()?;
    let given = match &mut outgoing.body {
        Some(Body::Json(body)) => body.get_mut("properties").map(Value::take),
        _ => None,
    };
    if let Some(given) = given {
        let given = Given::of(given)?;
        let known = if given.needs_types() { types(&work, &outgoing).await? } else { Map::new() };
        let properties = given.written(&known)?;
        if let Some(Body::Json(body)) = &mut outgoing.body {
            body["properties"] = properties;
        }
    }
    work.write(outgoing).await
}

/// The properties of the page that is changed, or of the database that gets a row.
async fn types(work: &Work<'_>, outgoing: &Outgoing) -> Result<Map<String, Value>, Stop> {
    let database = match &outgoing.body {
        Some(Body::Json(body)) => body.pointer("/parent/database_id").and_then(Value::as_str),
        _ => None,
    };
    let request = match database {
        Some(id) => work.get("/databases/{database_id}", &[("database_id", id)])?,
        None => work.get("/pages/{page_id}", &[])?,
    };
    match work.read(request).await?.get_mut("properties").map(Value::take) {
        Some(Value::Object(properties)) => Ok(properties),
        _ => Err(Stop::failed("the database does not tell its properties; give each with its type".to_owned())),
    }
}

struct Given(Vec<(String, Form)>);

enum Form {
    /// As Notion writes it.
    Written(Value),
    Typed(String, Value),
    Plain(Value),
}

impl Given {
    fn of(properties: Value) -> Result<Self> {
        let unfit = |what: &str| Error::new(REQUEST_INVALID, format!("argument `properties`: {what}"));
        let named = match properties {
            Value::Object(members) => members.into_iter().map(|(name, value)| (name, form(value))).collect(),
            Value::Array(items) => items
                .into_iter()
                .map(|mut item| {
                    let text = |member| item.get(member).and_then(Value::as_str).map(str::to_owned);
                    let name = text("name").ok_or_else(|| unfit("each property of the list needs a `name`"))?;
                    let kind = text("type");
                    let value = item.get_mut("value").map(Value::take).unwrap_or_default();
                    Ok((name, kind.map_or_else(|| form(value.clone()), |kind| Form::Typed(kind, value.clone()))))
                })
                .collect::<Result<_>>()?,
            _ => return Err(unfit("give an object of names and values")),
        };
        Ok(Self(named))
    }

    fn needs_types(&self) -> bool {
        self.0.iter().any(|(_, form)| matches!(form, Form::Plain(_)))
    }

    fn written(self, known: &Map<String, Value>) -> Result<Value> {
        let mut properties = Map::new();
        for (name, form) in self.0 {
            let (name, kind, value) = match form {
                Form::Written(value) => {
                    properties.insert(name, value);
                    continue;
                }
                Form::Typed(kind, value) => (name, kind, value),
                Form::Plain(value) => {
                    let name = look_up(&name, known)?.to_owned();
                    let kind = known[&name]["type"].as_str().unwrap_or_default().to_owned();
                    (name, kind, value)
                }
            };
            let value = property(&kind, &value).map_err(|what| {
                Error::new(REQUEST_INVALID, format!("property `{name}` ({kind}) {what}")).with("property", &*name)
            })?;
            properties.insert(name, json!({kind: value}));
        }
        Ok(Value::Object(properties))
    }
}

fn form(value: Value) -> Form {
    let written = value.as_object().is_some_and(|members| members.keys().any(|name| TYPES.contains(&name.as_str())));
    if written { Form::Written(value) } else { Form::Plain(value) }
}

/// The name as the database writes it.
fn look_up<'a>(name: &str, known: &'a Map<String, Value>) -> Result<&'a str> {
    if let Some((own, _)) = known.get_key_value(name) {
        return Ok(own);
    }
    let alike: Vec<&String> = known.keys().filter(|own| own.to_lowercase() == name.to_lowercase()).collect();
    if let [own] = alike[..] {
        return Ok(own);
    }
    let meant = nearest(name, known.keys().map(String::as_str), 1);
    let meant = meant.first().map(|meant| format!(" Did you mean `{meant}`?")).unwrap_or_default();
    let all: Vec<String> = known.keys().map(|own| format!("`{own}`")).collect();
    let message = format!("there is no property `{name}`.{meant} There are {}", all.join(", "));
    Err(Error::new(REQUEST_INVALID, message).with("property", name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn known() -> Map<String, Value> {
        json!({"Name": {"type": "title"}, "Done": {"type": "checkbox"}, "Sum": {"type": "formula"}})
            .as_object()
            .unwrap()
            .clone()
    }

    #[test]
    fn only_plain_values_need_the_database() {
        let cases = [
            (json!({"Name": {"title": []}}), false),
            (json!([{"name": "Name", "type": "title", "value": "a"}]), false),
            (json!({"Name": "a"}), true),
            (json!([{"name": "Name", "value": "a"}]), true),
            (json!({"Due": {"start": "2026-01-01"}}), true),
        ];
        for (properties, expected) in cases {
            assert_eq!(Given::of(properties.clone()).unwrap().needs_types(), expected, "{properties}");
        }
    }

    #[test]
    fn names_are_the_databases_own() {
        let written = Given::of(json!({"name": "a", "DONE": "yes", "X": {"url": null}})).unwrap().written(&known());
        let title = property("title", &json!("a")).unwrap();
        assert_eq!(written.unwrap(), json!({"Name": {"title": title}, "Done": {"checkbox": true}, "X": {"url": null}}));
    }

    #[test]
    fn what_cannot_be_set_is_refused_by_name() {
        for (properties, words) in [
            (json!({"Nmae": "a"}), "Did you mean `Name`? There are `Name`, `Done`, `Sum`"),
            (json!({"Sum": 1}), "property `Sum` (formula) is computed by Notion"),
        ] {
            let error = Given::of(properties).unwrap().written(&known()).unwrap_err();
            assert!(error.is(REQUEST_INVALID) && error.message.contains(words), "{error}");
        }
        assert!(Given::of(json!("Name")).is_err() && Given::of(json!([{"value": 1}])).is_err());
    }
}

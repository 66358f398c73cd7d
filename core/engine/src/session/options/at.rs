//! A value of a caller's request while it is read: it knows its path, and every error says it.

use std::collections::BTreeMap;

use composio_catalog::nearest;
use serde_json::Value;

use crate::error::{Error, REQUEST_INVALID, REQUEST_UNKNOWN_OPTION, Result};

/// An option as it stands in the caller's request.
pub struct At<'a> {
    pub path: String,
    pub value: &'a Value,
}

impl<'a> At<'a> {
    pub fn member(&self, name: &str, value: &'a Value) -> At<'a> {
        At { path: format!("{}.{name}", self.path), value }
    }

    /// An entry of a list.
    pub fn item(&self, number: usize, value: &'a Value) -> At<'a> {
        At { path: format!("{}[{number}]", self.path), value }
    }

    pub fn error(&self, expected: &str) -> Error {
        wrong(&self.path, expected, self.value)
    }

    /// The members of an object with these keys.
    pub fn object(&self, keys: &[&str]) -> Result<Vec<(&'a str, At<'a>)>> {
        let Value::Object(members) = self.value else {
            let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
            return Err(self.error(&format!("an object with {}", keys.join(", "))));
        };
        members
            .iter()
            .map(|(name, value)| {
                let at = self.member(name, value);
                if keys.contains(&name.as_str()) { Ok((name.as_str(), at)) } else { Err(unknown(&at.path, name, keys)) }
            })
            .collect()
    }

    /// A map keyed by toolkit.
    pub fn entries<T>(&self, read: impl Fn(&At<'a>) -> Result<T>) -> Result<BTreeMap<String, T>> {
        let Value::Object(members) = self.value else {
            return Err(self.error("an object whose keys are toolkits, such as {\"github\": …}"));
        };
        members.iter().map(|(name, value)| Ok((name.to_lowercase(), read(&self.member(name, value))?))).collect()
    }

    pub fn flag(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.error("true or false"))
    }

    pub fn text(&self) -> Result<String> {
        match self.value {
            Value::String(text) if !text.is_empty() => Ok(text.clone()),
            _ => Err(self.error("a text that is not empty")),
        }
    }

    /// One text or a list of them.
    pub fn texts(&self) -> Result<Vec<String>> {
        match self.value {
            Value::String(_) => Ok(vec![self.text()?]),
            _ => self.list(str::to_owned),
        }
    }

    pub fn list(&self, read: impl Fn(&str) -> String) -> Result<Vec<String>> {
        let Value::Array(items) = self.value else { return Err(self.error("a list of texts")) };
        let mut list = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            let text = read(&self.item(number, item).text()?);
            if !list.contains(&text) {
                list.push(text);
            }
        }
        Ok(list)
    }

    /// `true`, or an object with the switch.
    pub fn switch(&self, key: &str) -> Result<bool> {
        if self.value.is_boolean() {
            return self.flag();
        }
        match self.object(&[key])?.first() {
            Some((_, at)) => at.flag(),
            None => Err(self.error(&format!("true, false or an object with `{key}`"))),
        }
    }
}

pub fn invalid(option: &str, message: impl Into<String>) -> Error {
    Error::new(REQUEST_INVALID, message).with("option", option)
}

pub fn wrong(path: &str, expected: &str, got: &Value) -> Error {
    let got = match got {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("the text `{}`", text.chars().take(60).collect::<String>()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    invalid(path, format!("`{path}` is {expected}, not {got}"))
}

pub fn unknown(path: &str, name: &str, keys: &[&str]) -> Error {
    let close = nearest(name, keys.iter().copied(), 1);
    let hint = close
        .first()
        .map_or_else(|| format!("known here: {}", keys.join(", ")), |close| format!("did you mean `{close}`?"));
    Error::new(REQUEST_UNKNOWN_OPTION, format!("unknown option `{path}`; {hint}"))
        .with("option", path)
        .with("nearest", close.first().copied().unwrap_or_default())
}

//! Mail addresses with and without a name.

use mail_builder::headers::address::Address;

use super::plain;
use crate::error::{Error, REQUEST_INVALID, Result};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mailbox {
    name: Option<String>,
    email: String,
}

impl Mailbox {
    pub(super) fn address(&self) -> Address<'_> {
        Address::new_address(self.name.as_deref(), &*self.email)
    }
}

/// Reads `a@x.org`, `Ann <a@x.org>` and several of them with commas between.
pub(super) fn read(argument: &str, texts: &[&str]) -> Result<Vec<Mailbox>> {
    texts.iter().flat_map(|text| split(text)).map(|text| one(argument, text)).collect()
}

fn one(argument: &str, text: &str) -> Result<Mailbox> {
    plain(argument, text)?;
    let (name, email) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, email)) => (name.trim(), email.trim()),
        None => ("", text),
    };
    let sides = email.rsplit_once('@').filter(|(user, host)| !user.is_empty() && !host.is_empty());
    if sides.is_none() || email.contains([' ', '<', '>', ',']) {
        let message = format!("argument `{argument}`: `{text}` is no mail address; write it as name@example.com");
        return Err(Error::new(REQUEST_INVALID, message).with("argument", argument));
    }
    let name = match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => name.to_owned(),
    };
    Ok(Mailbox { name: Some(name).filter(|name| !name.is_empty()), email: email.to_owned() })
}

/// At commas outside of quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().map(|part| part.trim_matches([' ', '\t'])).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let mailbox = |name: Option<&str>, email: &str| Mailbox { name: name.map(Into::into), email: email.into() };
        let cases = [
            ("a@x.org", vec![mailbox(None, "a@x.org")]),
            ("Ann Lee <a@x.org>", vec![mailbox(Some("Ann Lee"), "a@x.org")]),
            ("\"Lee, Ann\" <a@x.org>, b@x.org", vec![mailbox(Some("Lee, Ann"), "a@x.org"), mailbox(None, "b@x.org")]),
            ("\"a \\\"b\\\", c\" <a@x.org>", vec![mailbox(Some("a \"b\", c"), "a@x.org")]),
            (" , ", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(read("to", &[text]).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_by_name() {
        for text in ["ann", "@x.org", "a@", "Ann <ann>", "a b@x.org", "a@x.org\r\nBcc: b@x.org"] {
            let error = read("cc", &[text]).unwrap_err();
            assert!(error.is(REQUEST_INVALID) && error.message.contains("`cc`"), "{text}: {error}");
        }
    }
}

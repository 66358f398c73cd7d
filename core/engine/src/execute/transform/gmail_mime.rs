//! Gmail, a new mail: the API takes the whole message as text.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::super::mail::Mail;
use super::super::request::Outgoing;
use crate::error::Result;

pub(super) fn apply(outgoing: &mut Outgoing, arguments: &Map<String, Value>, _: DateTime<Utc>) -> Result<()> {
    let mail = Mail::of(arguments)?;
    mail.check()?;
    outgoing.set_json(json!({"raw": mail.encoded()}));
    Ok(())
}

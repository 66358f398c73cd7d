//! Google Calendar, one attendee less: the API changes the list of attendees as a whole.

use ::http::Method;
use serde_json::{Value, json};

use super::super::given;
use super::super::request::Outgoing;
use super::work::{Stop, Work};

pub(super) async fn run(work: Work<'_>) -> Result<Value, Stop> {
    let mut outgoing = work.main()?;
    let mut look = Outgoing { method: Method::GET, body: None, ..outgoing.clone() };
    look.url.set_query(None);
    look.headers.remove("content-type");
    let mut event = work.read(look).await?;
    let attendees = event.get_mut("attendees").map(Value::take).unwrap_or_default();
    let rest = without(attendees, given::text(work.arguments, "attendee_email").unwrap_or_default())?;
    outgoing.set_json(json!({"attendees": rest}));
    work.write(outgoing).await
}

fn without(attendees: Value, email: &str) -> Result<Vec<Value>, Stop> {
    let Value::Array(attendees) = attendees else {
        return Err(Stop::failed(format!("`{email}` is not among the attendees of this event: it has none")));
    };
    let own = |attendee: &Value| attendee.get("email").and_then(Value::as_str).unwrap_or_default().to_owned();
    let (gone, rest): (Vec<_>, Vec<_>) =
        attendees.into_iter().partition(|attendee| own(attendee).eq_ignore_ascii_case(email));
    if gone.is_empty() {
        let all = rest.iter().map(own).collect::<Vec<_>>().join(", ");
        return Err(Stop::failed(format!("`{email}` is not among the attendees of this event: {all}")));
    }
    Ok(rest)
}

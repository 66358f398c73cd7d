//! Google Calendar, an event whose times come as people say them: a start, and an end or a length.

use ::http::Method;
use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::super::given;
use super::super::request::{Body, add_query};
use super::super::when::When;
use super::work::{Stop, Work};
use crate::error::{Error, REQUEST_INVALID, Result};

/// How long a timed event is unless told.
const USUAL: TimeDelta = TimeDelta::minutes(30);

pub(super) async fn run(work: Work<'_>) -> Result<Value, Stop> {
    let mut outgoing = work.main()?;
    let patch = outgoing.method == Method::PATCH;
    let times = Times::of(work.arguments, patch)?;
    let zone = match given::text(work.arguments, "timezone") {
        Some(zone) => Some(zone.to_owned()),
        None if times.need_zone() => {
            let calendar = work.read(work.get("/calendars/{calendar_id}", &[])?).await?;
            calendar.get("timeZone").and_then(Value::as_str).map(str::to_owned)
        }
        None => None,
    };
    let mut body = match outgoing.body.take() {
        Some(Body::Json(Value::Object(body))) => body,
        _ => Map::new(),
    };
    for (name, when) in [("start", &times.start), ("end", &times.end)] {
        if let Some(when) = when {
            body.insert(name.to_owned(), edge(when, zone.as_deref(), patch));
        }
    }
    if work.arguments.get("attendees").is_some_and(Value::is_array) {
        body.insert("attendees".to_owned(), attendees(&given::texts(work.arguments, "attendees"))?);
    }
    if given::flag(work.arguments, "create_meeting_room") == Some(true) {
        let id = format!("meet-{}", work.now.timestamp_millis());
        let request = json!({"requestId": id, "conferenceSolutionKey": {"type": "hangoutsMeet"}});
        body.insert("conferenceData".to_owned(), json!({"createRequest": request}));
        add_query(&mut outgoing.url, "conferenceDataVersion", "1");
    }
    match work.arguments.get("send_updates") {
        Some(Value::Bool(true)) => add_query(&mut outgoing.url, "sendUpdates", "all"),
        Some(Value::Bool(false)) => add_query(&mut outgoing.url, "sendUpdates", "none"),
        Some(Value::String(whom)) if !whom.is_empty() => add_query(&mut outgoing.url, "sendUpdates", whom),
        _ => {}
    }
    outgoing.set_json(Value::Object(body));
    work.write(outgoing).await
}

#[derive(Debug, PartialEq)]
struct Times {
    start: Option<When>,
    end: Option<When>,
}

impl Times {
    /// What is to be sent. A change may leave out either; everything else has both.
    fn of(arguments: &Map<String, Value>, change: bool) -> Result<Self> {
        let time = |name| given::text(arguments, name).map(|text| When::read(name, text)).transpose();
        let (start, end) = (time("start_datetime")?, time("end_datetime")?);
        let length = length(arguments);
        let Some(start) = start else {
            return if change && length.is_none() {
                Ok(Self { start, end })
            } else {
                Err(unfit("start_datetime", "is missing"))
            };
        };
        let day = matches!(start, When::Day(_));
        let later = |by: TimeDelta| {
            start.later(by).ok_or_else(|| unfit("start_datetime", "and the length lead beyond any calendar"))
        };
        let end = match end {
            Some(end) if day != matches!(end, When::Day(_)) => {
                return Err(unfit("end_datetime", "must be a day if the start is a day, and a time if it is a time"));
            }
            // Callers mean the last day, Google the one after it.
            Some(end) if day && end.is_after(&start) == Some(false) => Some(later(TimeDelta::days(1))?),
            Some(end) if end.is_after(&start) == Some(false) => {
                return Err(unfit("end_datetime", "must be later than the start"));
            }
            Some(end) => Some(end),
            None if change && length.is_none() => None,
            None if day => Some(later(TimeDelta::days(1))?),
            None => Some(later(length.unwrap_or(USUAL))?),
        };
        Ok(Self { start: Some(start), end })
    }

    fn need_zone(&self) -> bool {
        [&self.start, &self.end].into_iter().flatten().any(When::is_floating)
    }
}

/// A length too great for a number of time is as good as one without an end.
fn length(arguments: &Map<String, Value>) -> Option<TimeDelta> {
    let number = |name| given::number(arguments, name).map_or(0, |number| i64::try_from(number).unwrap_or(i64::MAX));
    let hours = TimeDelta::try_hours(number("event_duration_hour")).unwrap_or(TimeDelta::MAX);
    let minutes = TimeDelta::try_minutes(number("event_duration_minutes")).unwrap_or(TimeDelta::MAX);
    let length = hours.checked_add(&minutes).unwrap_or(TimeDelta::MAX);
    (length > TimeDelta::zero()).then_some(length)
}

/// A change from a timed event to one of whole days, or back, has to empty the members of the other kind.
fn edge(when: &When, zone: Option<&str>, change: bool) -> Value {
    let mut edge = match when {
        When::Day(_) => json!({"date": when.text()}),
        When::Time(..) => json!({"dateTime": when.text()}),
    };
    match (when, zone) {
        (When::Time(..), Some(zone)) => edge["timeZone"] = Value::from(zone),
        (When::Day(_), _) if change => {
            edge["dateTime"] = Value::Null;
            edge["timeZone"] = Value::Null;
        }
        _ => {}
    }
    if change && matches!(when, When::Time(..)) {
        edge["date"] = Value::Null;
    }
    edge
}

fn attendees(emails: &[&str]) -> Result<Value> {
    if let Some(wrong) = emails.iter().find(|email| !email.contains('@')) {
        return Err(unfit("attendees", &format!("holds `{wrong}`, which is no mail address")));
    }
    Ok(emails.iter().map(|email| json!({"email": email})).collect())
}

fn unfit(argument: &str, what: &str) -> Error {
    Error::new(REQUEST_INVALID, format!("argument `{argument}` {what}")).with("argument", argument)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn times(arguments: &Value, change: bool) -> Result<Vec<Option<String>>> {
        let times = Times::of(arguments.as_object().unwrap(), change)?;
        Ok([times.start, times.end].iter().map(|when| when.as_ref().map(When::text)).collect())
    }

    #[test]
    fn an_end_follows_from_start_and_length() {
        let cases = [
            (json!({"start_datetime": "2026-01-31T09:00"}), false, "2026-01-31T09:00:00", Some("2026-01-31T09:30:00")),
            (
                json!({"start_datetime": "2026-01-31T09:00Z", "event_duration_hour": 1, "event_duration_minutes": 15}),
                false,
                "2026-01-31T09:00:00Z",
                Some("2026-01-31T10:15:00Z"),
            ),
            (json!({"start_datetime": "2026-01-31"}), false, "2026-01-31", Some("2026-02-01")),
            (
                json!({"start_datetime": "2026-01-31", "end_datetime": "2026-01-31"}),
                false,
                "2026-01-31",
                Some("2026-02-01"),
            ),
            (
                json!({"start_datetime": "2026-01-31", "end_datetime": "2026-02-03"}),
                false,
                "2026-01-31",
                Some("2026-02-03"),
            ),
            (json!({"start_datetime": "2026-01-31T09:00"}), true, "2026-01-31T09:00:00", None),
        ];
        for (arguments, change, start, end) in cases {
            let expected = vec![Some(start.to_owned()), end.map(str::to_owned)];
            assert_eq!(times(&arguments, change).unwrap(), expected, "{arguments}");
        }
        assert_eq!(times(&json!({}), true).unwrap(), [None, None]);
    }

    #[test]
    fn times_that_make_no_event_are_refused_by_name() {
        let cases = [
            (json!({}), false, "`start_datetime`"),
            (json!({"event_duration_hour": 1}), true, "`start_datetime`"),
            (json!({"start_datetime": "soon"}), false, "`start_datetime`"),
            (json!({"start_datetime": "2026-01-31T09:00", "event_duration_hour": u64::MAX}), false, "`start_datetime`"),
            (
                json!({"start_datetime": "2026-01-31T09:00", "event_duration_minutes": i64::MAX}),
                false,
                "`start_datetime`",
            ),
            (
                json!({"start_datetime": "2026-01-31T09:00", "event_duration_hour": 9_000_000_000_u64}),
                false,
                "`start_datetime`",
            ),
            (json!({"start_datetime": "2026-01-31", "end_datetime": "2026-01-31T10:00"}), false, "`end_datetime`"),
            (
                json!({"start_datetime": "2026-01-31T09:00", "end_datetime": "2026-01-31T09:00"}),
                false,
                "`end_datetime`",
            ),
        ];
        for (arguments, change, name) in cases {
            let error = times(&arguments, change).unwrap_err();
            assert!(error.is(REQUEST_INVALID) && error.message.contains(name), "{arguments}: {error}");
        }
    }

    #[test]
    fn a_change_of_kind_empties_the_other() {
        let (time, day) = (When::read("x", "2026-01-31T09:00").unwrap(), When::read("x", "2026-01-31").unwrap());
        assert_eq!(edge(&time, Some("UTC"), false), json!({"dateTime": "2026-01-31T09:00:00", "timeZone": "UTC"}));
        assert_eq!(edge(&day, Some("UTC"), false), json!({"date": "2026-01-31"}));
        assert_eq!(edge(&time, None, true), json!({"dateTime": "2026-01-31T09:00:00", "date": null}));
        assert_eq!(edge(&day, Some("UTC"), true), json!({"date": "2026-01-31", "dateTime": null, "timeZone": null}));
    }
}

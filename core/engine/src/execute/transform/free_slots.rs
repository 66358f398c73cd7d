//! Google Calendar, free time: the API tells when calendars are busy, and callers ask for the gaps.

use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::free_slots_query::edge;

/// A time with the text it is written as.
type Moment = (i64, String);

pub(super) fn apply(mut reply: Value, arguments: &Map<String, Value>) -> Value {
    let span = |member: &str, argument: &str| {
        let mut moment = moment(reply.get(member)?)?;
        // Google answers in UTC whatever zone was asked in.
        if let Ok(Some(asked)) = edge(argument, arguments) {
            moment.1 = asked.text();
        }
        Some(moment)
    };
    let (Some(start), Some(end)) = (span("timeMin", "time_min"), span("timeMax", "time_max")) else { return reply };
    let mut all_busy = Vec::new();
    for calendar in reply.get_mut("calendars").and_then(Value::as_object_mut).into_iter().flatten().map(|(_, it)| it) {
        if calendar.get("errors").is_some_and(|errors| errors.as_array().is_none_or(|all| !all.is_empty())) {
            continue;
        }
        let busy = calendar.get("busy").and_then(Value::as_array).into_iter().flatten();
        let busy: Vec<(Moment, Moment)> =
            busy.filter_map(|slot| Some((moment(slot.get("start")?)?, moment(slot.get("end")?)?))).collect();
        calendar["free"] = gaps(&start, &end, busy.clone());
        all_busy.extend(busy);
    }
    let free = gaps(&start, &end, all_busy);
    let Value::Object(members) = &mut reply else { return reply };
    members.shift_remove("kind");
    members.insert("timeMin".to_owned(), Value::from(start.1));
    members.insert("timeMax".to_owned(), Value::from(end.1));
    members.insert("free".to_owned(), free);
    reply
}

fn moment(value: &Value) -> Option<Moment> {
    let text = value.as_str()?;
    Some((DateTime::parse_from_rfc3339(text).ok()?.timestamp(), text.to_owned()))
}

/// What of a span no busy time covers.
fn gaps(start: &Moment, end: &Moment, mut busy: Vec<(Moment, Moment)>) -> Value {
    busy.sort_by_key(|(start, _)| start.0);
    let mut free = Vec::new();
    let mut at = start.clone();
    for (from, to) in busy {
        if from.0 > at.0 && at.0 < end.0 {
            let until = if from.0 < end.0 { &from } else { end };
            free.push(json!({"start": at.1, "end": until.1}));
        }
        if to.0 > at.0 {
            at = to;
        }
    }
    if at.0 < end.0 {
        free.push(json!({"start": at.1, "end": end.1}));
    }
    Value::from(free)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(hour: u32) -> String {
        format!("2026-02-02T{hour:02}:00:00Z")
    }

    fn slots(hours: &[(u32, u32)]) -> Value {
        hours.iter().map(|(start, end)| json!({"start": at(*start), "end": at(*end)})).collect()
    }

    type Hours<'a> = &'a [(u32, u32)];

    fn free(busy: &[(u32, u32)]) -> Value {
        let reply = json!({"timeMin": at(8), "timeMax": at(18), "calendars": {"a": {"busy": slots(busy)}}});
        apply(reply, &Map::new())["free"].clone()
    }

    #[test]
    fn gaps_are_what_is_not_busy() {
        let cases: [(Hours<'_>, Hours<'_>); 8] = [
            (&[], &[(8, 18)]),
            (&[(9, 10)], &[(8, 9), (10, 18)]),
            (&[(12, 13), (9, 10)], &[(8, 9), (10, 12), (13, 18)]),
            (&[(9, 12), (10, 11), (11, 13)], &[(8, 9), (13, 18)]),
            (&[(9, 12), (10, 11)], &[(8, 9), (12, 18)]),
            (&[(7, 9), (17, 19)], &[(9, 17)]),
            (&[(7, 19)], &[]),
            (&[(18, 20), (21, 22)], &[(8, 18)]),
        ];
        for (busy, expected) in cases {
            assert_eq!(free(busy), slots(expected), "{busy:?}");
        }
    }

    #[test]
    fn common_time_leaves_out_calendars_that_could_not_be_read() {
        let reply = json!({
            "kind": "calendar#freeBusy", "timeMin": "2026-02-02T08:00:00.000Z", "timeMax": "2026-02-02T18:00:00.000Z",
            "calendars": {
                "a": {"busy": slots(&[(9, 10)])}, "b": {"busy": slots(&[(16, 18)])},
                "c": {"errors": [{"reason": "notFound"}], "busy": []},
            },
        });
        let arguments = json!({"time_min": "2026-02-02T09:00+01:00"});
        let read = apply(reply, arguments.as_object().unwrap());
        let first = "2026-02-02T09:00:00+01:00";
        assert_eq!((&read["timeMin"], &read["timeMax"]), (&json!(first), &json!("2026-02-02T18:00:00.000Z")));
        assert_eq!(read["free"], json!([{"start": first, "end": at(9)}, {"start": at(10), "end": at(16)}]));
        assert_eq!(read["calendars"]["b"]["free"], json!([{"start": first, "end": at(16)}]));
        assert!(read["calendars"]["c"].get("free").is_none() && read.get("kind").is_none());
    }
}

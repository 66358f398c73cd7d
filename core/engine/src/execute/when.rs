//! Dates and times as people give them to a calendar: a day, or a time with or without its offset from UTC.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::error::{Error, REQUEST_INVALID, Result};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum When {
    Day(NaiveDate),
    /// The offset as it was given: `Z`, `+02:00`.
    Time(NaiveDateTime, Option<String>),
}

impl When {
    /// Reads `2026-01-31`, `2026-01-31T09:00` with or without seconds and a fraction, and with or without an offset.
    pub(super) fn read(argument: &str, text: &str) -> Result<Self> {
        parse(text.trim()).ok_or_else(|| {
            let message = format!(
                "argument `{argument}`: `{text}` is no time; write it as 2026-01-31T09:00:00, with an offset such as \
                 +01:00 or Z if it has one, or as 2026-01-31 for a whole day"
            );
            Error::new(REQUEST_INVALID, message).with("argument", argument)
        })
    }

    /// Whole seconds, in RFC 3339 where there is an offset.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Time(time, offset) => {
                format!("{}{}", time.format("%Y-%m-%dT%H:%M:%S"), offset.as_deref().unwrap_or_default())
            }
        }
    }

    /// Later by the clock on the wall, unless no calendar goes that far. A day stays a day.
    pub(super) fn later(&self, by: TimeDelta) -> Option<Self> {
        Some(match self {
            Self::Day(day) => Self::Day(day.checked_add_signed(by)?),
            Self::Time(time, offset) => Self::Time(time.checked_add_signed(by)?, offset.clone()),
        })
    }

    pub(super) fn is_floating(&self) -> bool {
        matches!(self, Self::Time(_, None))
    }

    /// Whether it is later than `other`; unknown when only one of them has an offset or a time.
    pub(super) fn is_after(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Day(day), Self::Day(other)) => Some(day > other),
            (Self::Time(time, None), Self::Time(other, None)) => Some(time > other),
            _ => Some(self.instant()? > other.instant()?),
        }
    }

    pub(super) fn instant(&self) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::Time(_, Some(_)) => DateTime::parse_from_rfc3339(&self.text()).ok(),
            Self::Time(_, None) | Self::Day(_) => None,
        }
    }

    /// The same at this offset, if it has none; a day becomes its midnight.
    pub(super) fn at_offset(self, offset: &str) -> Self {
        match self {
            Self::Day(day) => Self::Time(day.and_time(NaiveTime::MIN), Some(offset.to_owned())),
            Self::Time(time, own) => Self::Time(time, own.or_else(|| Some(offset.to_owned()))),
        }
    }
}

fn parse(text: &str) -> Option<When> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(When::Day(day));
    }
    let (day, rest) = text.split_once(['T', 't', ' '])?;
    let at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, offset) = rest.split_at(at);
    let clock = clock.split('.').next().unwrap_or(clock).trim_end();
    let time =
        NaiveTime::parse_from_str(clock, "%H:%M:%S").or_else(|_| NaiveTime::parse_from_str(clock, "%H:%M")).ok()?;
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let offset = Some(offset.to_ascii_uppercase()).filter(|offset| !offset.is_empty());
    let when = When::Time(day.and_time(time), offset);
    (when.is_floating() || when.instant().is_some()).then_some(when)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn times_are_read_and_written_out() {
        let cases = [
            ("2026-01-31", "2026-01-31"),
            ("2026-01-31T09:00", "2026-01-31T09:00:00"),
            ("2026-01-31 09:00:05.123", "2026-01-31T09:00:05"),
            ("2026-01-31T09:00:05.123z", "2026-01-31T09:00:05Z"),
            ("2026-01-31T09:00-05:30", "2026-01-31T09:00:00-05:30"),
        ];
        for (text, expected) in cases {
            assert_eq!(When::read("start", text).unwrap().text(), expected, "{text}");
        }
        for text in ["tomorrow", "2026-13-01", "2026-01-31T25:00", "2026-01-31T09:00+1", "09:00", ""] {
            let error = When::read("start", text).unwrap_err();
            assert!(error.is(REQUEST_INVALID) && error.message.contains("`start`"), "{text}: {error}");
        }
    }

    #[test]
    fn only_like_is_compared_with_like() {
        let cases = [
            ("2026-01-02", "2026-01-01", Some(true)),
            ("2026-01-01", "2026-01-01", Some(false)),
            ("2026-01-01T10:00", "2026-01-01T09:00", Some(true)),
            ("2026-01-01T10:00+02:00", "2026-01-01T09:00Z", Some(false)),
            ("2026-01-01T10:00", "2026-01-01T09:00Z", None),
            ("2026-01-01", "2026-01-01T09:00", None),
        ];
        for (one, other, expected) in cases {
            let read = |text| When::read("x", text).unwrap();
            assert_eq!(read(one).is_after(&read(other)), expected, "{one} {other}");
        }
    }

    #[test]
    fn later_keeps_what_it_is() {
        let later = |text, by| When::read("x", text).unwrap().later(by).unwrap().text();
        assert_eq!(later("2026-01-31", TimeDelta::days(1)), "2026-02-01");
        assert_eq!(later("2026-01-31T23:30+01:00", TimeDelta::minutes(45)), "2026-02-01T00:15:00+01:00");
        assert_eq!(When::read("x", "2026-01-31").unwrap().later(TimeDelta::MAX), None);
        assert_eq!(When::read("x", "2026-01-31").unwrap().at_offset("Z").text(), "2026-01-31T00:00:00Z");
    }
}

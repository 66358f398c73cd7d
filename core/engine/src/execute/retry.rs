//! When a read is worth another try, and after how long.

use std::time::Duration;

use ::http::{HeaderMap, StatusCode, header};
use chrono::{DateTime, Utc};

use super::failure::What;
use super::send::Outcome;

const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// A provider that wants more time than this is answered for by its refusal.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// The pause before the next try, or `None` when the outcome stands. `random` spreads callers over the pause.
pub(super) fn wait(outcome: &Outcome, tried: u32, now: DateTime<Utc>, random: u32) -> Option<Duration> {
    if tried >= TRIES {
        return None;
    }
    match outcome {
        Ok(answer) if is_passing(answer.status) => match asked(&answer.headers, now) {
            Some(pause) => (pause <= LONGEST_ASKED).then_some(pause),
            None => Some(pause(tried, random)),
        },
        Ok(_) => None,
        // The time the caller gave is used up, and an answer that is too large stays so.
        Err(failure) => match failure.what {
            What::NotConnected { .. } | What::Lost { .. } => Some(pause(tried, random)),
            What::TimedOut { .. } | What::TooLarge { .. } => None,
        },
    }
}

/// `Retry-After` in either of its forms (RFC 9110 section 10.2.3).
pub(super) fn asked(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::<Utc>::from(httpdate::parse_http_date(value).ok()?);
    Some((at - now).to_std().unwrap_or_default())
}

fn is_passing(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

/// Doubles with every try; the upper half of it is random.
fn pause(tried: u32, random: u32) -> Duration {
    let whole = FIRST_PAUSE.saturating_mul(1 << tried.saturating_sub(1).min(8)).min(LONGEST_PAUSE);
    whole / 2 + (whole / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use bytes::Bytes;

    use super::super::failure::Failure;
    use super::super::send::Answer;
    use super::*;

    const NOW: &str = "2026-01-02T03:04:05Z";

    fn answer(status: u16, retry_after: Option<&str>) -> Outcome {
        let mut headers = HeaderMap::new();
        if let Some(value) = retry_after {
            headers.insert(header::RETRY_AFTER, value.parse().unwrap());
        }
        Ok(Answer { status: StatusCode::from_u16(status).unwrap(), headers, body: Bytes::new() })
    }

    fn failure(what: What) -> Outcome {
        Err(Failure { host: "h".into(), what })
    }

    fn pause_of(outcome: &Outcome, tried: u32) -> Option<u64> {
        let pause = wait(outcome, tried, NOW.parse().unwrap(), u32::MAX)?;
        Some(u64::try_from(pause.as_millis()).unwrap())
    }

    #[test]
    fn what_may_pass_is_tried_again() {
        let cases = [
            (answer(200, None), None),
            (answer(404, None), None),
            (answer(500, None), None),
            (answer(429, None), Some(500)),
            (answer(502, None), Some(500)),
            (answer(503, None), Some(500)),
            (answer(504, None), Some(500)),
            (answer(429, Some("7")), Some(7_000)),
            (answer(503, Some("60")), Some(60_000)),
            (answer(503, Some("61")), None),
            (answer(503, Some("0")), Some(0)),
            (answer(503, Some("Fri, 02 Jan 2026 03:04:15 GMT")), Some(10_000)),
            (answer(503, Some("Fri, 02 Jan 2026 03:00:00 GMT")), Some(0)),
            (answer(503, Some("Sat, 03 Jan 2026 03:00:00 GMT")), None),
            (answer(503, Some("soon")), Some(500)),
            (failure(What::NotConnected { cause: String::new() }), Some(500)),
            (failure(What::Lost { cause: String::new() }), Some(500)),
            (failure(What::TimedOut { after: Duration::from_secs(1) }), None),
            (failure(What::TooLarge { status: StatusCode::OK, cap: 1 }), None),
        ];
        for (outcome, expected) in cases {
            assert_eq!(pause_of(&outcome, 1), expected, "{outcome:?}");
        }
    }

    #[test]
    fn pauses_double_and_end() {
        let unavailable = answer(503, None);
        assert_eq!([1, 2, 3].map(|tried| pause_of(&unavailable, tried)), [Some(500), Some(1_000), None]);
        assert_eq!(pause(20, u32::MAX), LONGEST_PAUSE);
        assert_eq!(pause(1, 0), FIRST_PAUSE / 2);
    }
}

//! Slack, channels by name, topic or purpose.

use serde_json::Value;

use super::super::given;
use super::slack_pages::{Match, find, of_name, some_of};
use super::work::{Stop, Work};

const SHOWN: [(&str, &str); 10] = [
    ("id", "/id"),
    ("name", "/name"),
    ("is_private", "/is_private"),
    ("is_archived", "/is_archived"),
    ("is_member", "/is_member"),
    ("is_im", "/is_im"),
    ("is_mpim", "/is_mpim"),
    ("num_members", "/num_members"),
    ("topic", "/topic/value"),
    ("purpose", "/purpose/value"),
];

pub(super) async fn run(work: Work<'_>) -> Result<Value, Stop> {
    let query = given::text(work.arguments, "query").unwrap_or_default().trim_start_matches('#').to_lowercase();
    let exact = given::flag(work.arguments, "exact_match").unwrap_or(false);
    find(&work, "channels", |channel| Some((matching(channel, &query, exact)?, some_of(channel, &SHOWN)))).await
}

fn matching(channel: &Value, query: &str, exact: bool) -> Option<Match> {
    let name = channel.get("name").and_then(Value::as_str).and_then(|name| of_name(name, query));
    let former = channel.get("previous_names").and_then(Value::as_array).into_iter().flatten();
    let mut former = former.filter_map(Value::as_str).filter_map(|name| of_name(name, query));
    if exact {
        let whole = name.filter(|how| *how == Match::Whole);
        return whole.or_else(|| former.any(|how| how == Match::Whole).then_some(Match::Elsewhere));
    }
    let said = |pointer| channel.pointer(pointer).and_then(Value::as_str).and_then(|text| of_name(text, query));
    let mut elsewhere = || former.next().or_else(|| said("/topic/value")).or_else(|| said("/purpose/value"));
    name.or_else(|| elsewhere().map(|_| Match::Elsewhere))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn channels_match_by_what_they_say() {
        let channel = json!({
            "name": "Releases", "previous_names": ["ship-it"],
            "topic": {"value": "What goes out"}, "purpose": {"value": "Dates of versions"}
        });
        let cases = [
            ("releases", false, Some(Match::Whole)),
            ("rel", false, Some(Match::Start)),
            ("lease", false, Some(Match::Part)),
            ("ship", false, Some(Match::Elsewhere)),
            ("goes out", false, Some(Match::Elsewhere)),
            ("versions", false, Some(Match::Elsewhere)),
            ("random", false, None),
            ("releases", true, Some(Match::Whole)),
            ("ship-it", true, Some(Match::Elsewhere)),
            ("rel", true, None),
            ("goes out", true, None),
        ];
        for (query, exact, expected) in cases {
            assert_eq!(matching(&channel, query, exact), expected, "{query} {exact}");
        }
    }
}

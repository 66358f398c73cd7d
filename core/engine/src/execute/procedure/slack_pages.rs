//! Looking for something by name through Slack's paged lists, which have no search of their own.

use serde_json::{Value, json};

use super::super::given;
use super::super::request::add_query;
use super::work::{Stop, Work};

/// Slack advises no more than this on a page.
const PAGE: &str = "200";
const MOST_PAGES: usize = 10;

/// How well something matches; the better ones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    Whole,
    Start,
    Part,
    /// In something other than its name.
    Elsewhere,
}

/// How a name holds a query in lower case.
pub(super) fn of_name(name: &str, query: &str) -> Option<Match> {
    let name = name.to_lowercase();
    match name.find(query)? {
        0 if name.len() == query.len() => Some(Match::Whole),
        0 => Some(Match::Start),
        _ => Some(Match::Part),
    }
}

/// Reads pages until enough was found. What a page holds is never cut: its cursor leads past all of it.
pub(super) async fn find(
    work: &Work<'_>,
    member: &str,
    matches: impl Fn(&Value) -> Option<(Match, Value)>,
) -> Result<Value, Stop> {
    let wanted = given::number(work.arguments, "limit").unwrap_or(20);
    let mut cursor = given::text(work.arguments, "cursor").map(str::to_owned);
    let mut found = Vec::new();
    let mut read = 0;
    loop {
        let mut outgoing = work.main()?;
        add_query(&mut outgoing.url, "limit", PAGE);
        if let Some(cursor) = &cursor {
            add_query(&mut outgoing.url, "cursor", cursor);
        }
        let page = work.read(outgoing).await?;
        read += 1;
        found.extend(page.get(member).and_then(Value::as_array).into_iter().flatten().filter_map(&matches));
        let next = page.pointer("/response_metadata/next_cursor").and_then(Value::as_str);
        cursor = next.filter(|next| !next.is_empty()).map(str::to_owned);
        if cursor.is_none() || found.len() >= wanted || read >= MOST_PAGES {
            break;
        }
    }
    found.sort_by_key(|(how, _)| *how);
    let items: Vec<Value> = found.into_iter().map(|(_, item)| item).collect();
    Ok(json!({member: items, "next_cursor": cursor, "pages_read": read}))
}

/// The members that are there, in this order.
pub(super) fn some_of(value: &Value, members: &[(&str, &str)]) -> Value {
    members
        .iter()
        .filter_map(|(name, pointer)| {
            Some(((*name).to_owned(), value.pointer(pointer).filter(|it| !it.is_null())?.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_match_comes_first() {
        let names = ["general", "general-eng", "the-general", "random"];
        let found: Vec<_> = names.iter().map(|name| of_name(name, "general")).collect();
        assert_eq!(found, [Some(Match::Whole), Some(Match::Start), Some(Match::Part), None]);
        assert_eq!(of_name("GENERAL", "general"), Some(Match::Whole));
    }
}

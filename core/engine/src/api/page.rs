//! Pages of lists.
//!
//! A cursor is opaque, says after which key the next page starts, and is bound to the list and filter it came from.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, REQUEST_INVALID, Result};

/// Totals are exact up to here.
pub const COUNTED: u64 = 10_000;

#[derive(Debug, Clone, Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Null on the last page.
    pub next_cursor: Option<String>,
    pub total_pages: u64,
    pub current_page: u64,
    /// Exact to 10,000.
    pub total_items: u64,
}

/// Which page a caller asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRequest {
    /// The key of the last item already seen.
    pub after: Option<String>,
    pub number: u64,
    pub limit: u32,
    binding: String,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    #[serde(rename = "a")]
    after: String,
    #[serde(rename = "p")]
    page: u64,
    #[serde(rename = "b")]
    binding: String,
}

impl PageRequest {
    /// Reads `cursor` and `limit` of a request on `list` with that `filter`; a limit is brought into `1..=max`.
    pub fn new(
        list: &str,
        filter: &impl Serialize,
        cursor: Option<&str>,
        limit: Option<u32>,
        max: u32,
    ) -> Result<Self> {
        let filter = serde_json::to_string(filter).unwrap_or_default();
        let digest = Sha256::digest(format!("{list}\n{filter}").as_bytes());
        let binding = URL_SAFE_NO_PAD.encode(&digest[..9]);
        let limit = limit.unwrap_or(20).clamp(1, max);
        let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
            return Ok(Self { after: None, number: 1, limit, binding });
        };
        let known: Option<Cursor> =
            URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        match known {
            Some(known) if known.binding == binding => {
                Ok(Self { after: Some(known.after), number: known.page, limit, binding })
            }
            _ => Err(Error::new(
                REQUEST_INVALID,
                "`cursor` is not a `next_cursor` of this list with these filters; leave it out to start again",
            )),
        }
    }

    /// The page of a list that is in memory, in order, each item with a unique key.
    pub fn of<T>(&self, all: Vec<T>, key: impl Fn(&T) -> &str) -> Page<T> {
        let total = all.len() as u64;
        let start = match &self.after {
            None => 0,
            Some(after) => all.iter().position(|item| key(item) == after).map_or(all.len(), |at| at + 1),
        };
        let mut items: Vec<T> = all.into_iter().skip(start).take(self.limit as usize + 1).collect();
        let more = items.len() > self.limit as usize;
        items.truncate(self.limit as usize);
        let last = items.last().map(|item| key(item).to_owned());
        self.page(items, last.filter(|_| more), total)
    }

    /// A page of `items`; `last` is the key of its last one when more follow.
    pub fn page<T>(&self, items: Vec<T>, last: Option<String>, total: u64) -> Page<T> {
        let next_cursor = last.map(|after| {
            let cursor = Cursor { after, page: self.number + 1, binding: self.binding.clone() };
            URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
        });
        Page {
            items,
            next_cursor,
            total_pages: total.div_ceil(u64::from(self.limit)).max(1),
            current_page: self.number,
            total_items: total,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn following_cursors_visits_every_item_once() {
        let all: Vec<String> = (0..45).map(|n| format!("k{n:02}")).collect();
        let (mut seen, mut cursor) = (Vec::new(), None);
        for number in 1.. {
            let request = PageRequest::new("list", &"filter", cursor.as_deref(), Some(20), 50).unwrap();
            let page = request.of(all.clone(), String::as_str);
            assert_eq!((page.current_page, page.total_pages, page.total_items), (number, 3, 45));
            seen.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn a_cursor_of_another_list_or_filter_is_refused() {
        let first = PageRequest::new("list", &"filter", None, Some(1), 50).unwrap();
        let cursor = first.of(vec!["a".to_owned(), "b".to_owned()], String::as_str).next_cursor.unwrap();
        assert!(PageRequest::new("list", &"filter", Some(&cursor), None, 50).is_ok());
        for (list, filter, cursor) in
            [("other", "filter", cursor.as_str()), ("list", "other", &cursor), ("list", "filter", "???")]
        {
            assert!(PageRequest::new(list, &filter, Some(cursor), None, 50).is_err());
        }
    }
}

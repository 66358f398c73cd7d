//! What was left out and where, said once for all the places alike.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Notes of one result; more of them would be a result of their own.
const MOST: usize = 12;

/// What a cut did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cut {
    Items,
    Members,
    Characters,
    Links,
    Depth,
}

#[derive(Default)]
struct Sum {
    places: usize,
    kept: usize,
    of: usize,
}

/// Cuts by the pattern of their place: `/items/*/body` for every body of the items.
#[derive(Default)]
pub(super) struct Notes {
    sums: BTreeMap<(Vec<String>, Cut), Sum>,
}

impl Notes {
    pub(super) fn add(&mut self, path: &[&str], cut: Cut, kept: usize, of: usize) {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        let sum = self.sums.entry((path, cut)).or_default();
        sum.places += 1;
        sum.kept += kept;
        sum.of += of;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sums.is_empty()
    }

    /// The notes after those that an earlier cut left in the result.
    pub(super) fn into_json(self, before: Option<Value>) -> Value {
        let mut notes = match before {
            Some(Value::Array(before)) => before,
            _ => Vec::new(),
        };
        let more = self.sums.len().saturating_sub(MOST);
        // The shortest paths are of the largest parts.
        let mut sums: Vec<_> = self.sums.into_iter().collect();
        sums.sort_by_key(|((path, _), _)| path.len());
        for ((path, cut), sum) in sums.into_iter().take(MOST) {
            notes.push(json!({"path": pointer(&path), "note": note(cut, &sum)}));
        }
        if more > 0 {
            notes.push(json!({"path": "", "note": format!("and {more} further kinds of places")}));
        }
        Value::Array(notes)
    }
}

fn note(cut: Cut, sum: &Sum) -> String {
    let Sum { places, kept, of } = sum;
    let what = match cut {
        Cut::Items => format!("kept {kept} of {of} items"),
        Cut::Members => format!("kept {kept} of {of} members"),
        Cut::Characters => format!("kept {kept} of {of} characters"),
        Cut::Links => format!("kept {kept} of {of} links"),
        Cut::Depth => format!("left out {of} members or items at this depth"),
    };
    if *places == 1 { what } else { format!("{what} in {places} places") }
}

/// A JSON pointer (RFC 6901), with `*` for the place in a list.
fn pointer(path: &[String]) -> String {
    path.iter().map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_alike_share_a_note() {
        let mut notes = Notes::default();
        notes.add(&["items"], Cut::Items, 2, 9);
        notes.add(&["items", "*", "a/b"], Cut::Characters, 10, 50);
        notes.add(&["items", "*", "a/b"], Cut::Characters, 10, 70);
        let expected = json!([
            {"path": "/items", "note": "kept 2 of 9 items"},
            {"path": "/items/*/a~1b", "note": "kept 20 of 120 characters in 2 places"},
        ]);
        assert_eq!(notes.into_json(None), expected);
    }

    #[test]
    fn notes_end_somewhere() {
        let mut notes = Notes::default();
        for name in 0..MOST + 3 {
            notes.add(&[&name.to_string()], Cut::Depth, 0, 4);
        }
        let said = notes.into_json(None);
        assert_eq!(said.as_array().map(Vec::len), Some(MOST + 1));
        assert_eq!(said[MOST]["note"], "and 3 further kinds of places");
    }

    #[test]
    fn earlier_notes_stay() {
        let mut notes = Notes::default();
        notes.add(&["a"], Cut::Items, 1, 2);
        let said = notes.into_json(Some(json!([{"path": "/b", "note": "kept 1 of 5 items"}])));
        assert_eq!(said[0]["path"], "/b");
        assert_eq!(said[1]["path"], "/a");
    }
}

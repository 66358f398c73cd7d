//! Results cut down to what a model should read, by their structure: what is left is still JSON of the same shape, and
//! `_pruned` says what was left out and where.
//!
//! Rounds get stricter until the result fits. Each round cuts strings and depth and keeps as many items of every list as
//! there is room for; a round that would leave only a handful of a long list gives way to a stricter one.

mod measure;
mod notes;
mod prune;

use serde_json::{Value, json};

use super::response::object;
use measure::length;
use notes::Notes;
use prune::{Limits, prune};

/// Where the notes stand in a pruned result.
pub const NOTES: &str = "_pruned";

/// Strings, depth and members that each round keeps.
const ROUNDS: [(usize, usize, usize); 7] =
    [(4_000, 12, 400), (1_500, 10, 200), (600, 8, 100), (300, 6, 60), (120, 5, 40), (60, 3, 20), (30, 2, 8)];
/// Items of a list that a round should leave of a long one.
const ENOUGH_ITEMS: usize = 10;

/// The value, or a cut one, whose JSON text has at most `budget` characters.
///
/// Below about 120 characters there is no room to say that something was left out; the result is then `{}`.
pub fn fit(data: Value, budget: usize) -> Value {
    if length(&data, budget).is_some() {
        return data;
    }
    let data = object(data);
    let last = ROUNDS.len() - 1;
    for (round, (string, depth, members)) in ROUNDS.into_iter().enumerate() {
        let enough = if round == last { 0 } else { ENOUGH_ITEMS };
        let limits = |items, string| Limits { string, depth, members, items, links: round == 0 };
        let most_items = largest(enough, budget, |items| attempt(&data, budget, &limits(items, string)));
        if let Some((items, pruned)) = most_items {
            // What room is left goes to the strings, so that one long text fills it.
            let longest = largest(string, budget, |string| attempt(&data, budget, &limits(items, string)));
            return longest.map_or(pruned, |(_, pruned)| pruned);
        }
    }
    let note = json!({NOTES: [{"path": "", "note": format!("left out: it has more than {budget} characters")}]});
    if length(&note, budget).is_some() { note } else { json!({}) }
}

/// The largest number from `least` up to below `limit` at which the attempt fits. Nothing that has as many parts as the
/// budget has characters fits, so the budget is such a limit.
fn largest(least: usize, limit: usize, attempt: impl Fn(usize) -> Option<Value>) -> Option<(usize, Value)> {
    let mut best = (least, attempt(least)?);
    let mut fails = limit;
    while best.0 + 1 < fails {
        let middle = usize::midpoint(best.0, fails);
        match attempt(middle) {
            Some(pruned) => best = (middle, pruned),
            None => fails = middle,
        }
    }
    Some(best)
}

fn attempt(data: &Value, budget: usize, limits: &Limits) -> Option<Value> {
    let mut notes = Notes::default();
    let mut pruned = prune(data, limits, budget, &mut notes)?;
    if let Value::Object(members) = &mut pruned
        && !notes.is_empty()
    {
        let before = members.shift_remove(NOTES);
        members.insert(NOTES.to_owned(), notes.into_json(before));
    }
    length(&pruned, budget).is_some().then_some(pruned)
}

#[cfg(test)]
#[path = "budget_tests.rs"]
mod tests;

//! One attempt: a value cut at fixed limits.

use serde_json::{Map, Value};

use super::measure::{character, string};
use super::notes::{Cut, Notes};

/// What an attempt keeps at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Characters of a string.
    pub string: usize,
    /// Levels of objects and lists.
    pub depth: usize,
    /// Members of an object.
    pub members: usize,
    /// Items of a list.
    pub items: usize,
    /// Whether an object keeps more than one of its links: providers repeat a resource's address in a dozen forms.
    pub links: bool,
}

/// The cut value, or `None` as soon as it is known to be longer than `room`: an attempt at a huge value costs no more
/// than its budget.
pub(super) fn prune(value: &Value, limits: &Limits, room: usize, notes: &mut Notes) -> Option<Value> {
    Attempt { limits, room, notes, path: Vec::new() }.value(value, 0)
}

struct Attempt<'a, 'n> {
    limits: &'n Limits,
    room: usize,
    notes: &'n mut Notes,
    path: Vec<&'a str>,
}

impl<'a> Attempt<'a, '_> {
    fn value(&mut self, value: &'a Value, depth: usize) -> Option<Value> {
        match value {
            Value::String(text) => self.string(text),
            Value::Array(items) => self.list(items, depth),
            Value::Object(members) => self.object(members, depth),
            scalar => {
                self.spend(scalar.to_string().len())?;
                Some(scalar.clone())
            }
        }
    }

    fn string(&mut self, text: &str) -> Option<Value> {
        let Some((end, _)) = text.char_indices().nth(self.limits.string) else {
            self.spend(string(text))?;
            return Some(Value::from(text));
        };
        let kept = &text[..end];
        self.spend(3 + kept.chars().map(character).sum::<usize>())?;
        self.note(Cut::Characters, self.limits.string, text.chars().count());
        Some(Value::from(format!("{kept}…")))
    }

    fn list(&mut self, items: &'a [Value], depth: usize) -> Option<Value> {
        self.spend(2)?;
        let kept = self.keep(items.len(), self.limits.items, Cut::Items, depth);
        self.path.push("*");
        let list = items.iter().take(kept).enumerate().map(|(at, item)| {
            self.spend(usize::from(at > 0))?;
            self.value(item, depth + 1)
        });
        let list = list.collect::<Option<Vec<_>>>()?;
        self.path.pop();
        Some(Value::Array(list))
    }

    fn object(&mut self, members: &'a Map<String, Value>, depth: usize) -> Option<Value> {
        self.spend(2)?;
        let kept = self.keep(members.len(), self.limits.members, Cut::Members, depth);
        let link = self.only_link(members);
        let mut object = Map::new();
        for (name, value) in members.iter().filter(|(name, value)| !link.drops(name, value)).take(kept) {
            self.spend(string(name) + 1 + usize::from(!object.is_empty()))?;
            self.path.push(name);
            object.insert(name.clone(), self.value(value, depth + 1)?);
            self.path.pop();
        }
        Some(Value::Object(object))
    }

    /// How many of the parts of a list or object stay.
    fn keep(&mut self, all: usize, limit: usize, cut: Cut, depth: usize) -> usize {
        if depth >= self.limits.depth && all > 0 {
            self.note(Cut::Depth, 0, all);
            return 0;
        }
        if all > limit {
            self.note(cut, limit, all);
        }
        all.min(limit)
    }

    fn only_link(&mut self, members: &'a Map<String, Value>) -> OnlyLink<'a> {
        let links = members.iter().filter(|(_, value)| is_link(value)).map(|(name, _)| name.as_str());
        let links: Vec<&str> = links.collect();
        if self.limits.links || links.len() < 2 {
            return OnlyLink(None);
        }
        let best = TELLING_LINKS.into_iter().find(|name| links.contains(name)).or_else(|| links.first().copied());
        self.note(Cut::Links, 1, links.len());
        OnlyLink(best)
    }

    fn note(&mut self, cut: Cut, kept: usize, of: usize) {
        self.notes.add(&self.path, cut, kept, of);
    }

    fn spend(&mut self, cost: usize) -> Option<()> {
        self.room = self.room.checked_sub(cost)?;
        Some(())
    }
}

/// The names of the link that people open, the best first.
const TELLING_LINKS: [&str; 4] = ["html_url", "url", "link", "permalink"];

/// The one link of an object that stays, when only one does.
struct OnlyLink<'a>(Option<&'a str>);

impl OnlyLink<'_> {
    fn drops(&self, name: &str, value: &Value) -> bool {
        self.0.is_some_and(|only| only != name && is_link(value))
    }
}

fn is_link(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"))
}

//! Arguments under the names the schema has for them.

use serde_json::{Map, Value};

use super::errors::{ArgumentError, join};
use crate::nearest::plain;

/// Renames what came under an alias or in another casing. A name nobody knows stays for the check to refuse.
pub(super) fn settle(
    given: Map<String, Value>,
    properties: &Map<String, Value>,
    aliases: &[(String, String)],
    path: &str,
    errors: &mut Vec<ArgumentError>,
) -> Map<String, Value> {
    let (mut settled, others): (Map<_, _>, Map<_, _>) =
        given.into_iter().partition(|(name, _)| properties.contains_key(name));
    for (name, value) in others {
        let Some(meant) = meant(&name, properties, aliases) else {
            settled.insert(name, value);
            continue;
        };
        match settled.get(meant) {
            None => {
                settled.insert(meant.to_owned(), value);
            }
            Some(known) if *known == value => {}
            Some(_) => errors.push(ArgumentError::given_twice(join(path, meant), &name)),
        }
    }
    settled
}

/// The one property a name can stand for.
fn meant<'a>(name: &str, properties: &'a Map<String, Value>, aliases: &'a [(String, String)]) -> Option<&'a str> {
    if let Some((_, property)) = aliases.iter().find(|(alias, _)| alias == name) {
        return Some(property);
    }
    let wanted = plain(name);
    let known = properties.keys().map(|property| (property, property));
    let also = aliases.iter().map(|(alias, property)| (alias, property));
    let mut found: Option<&str> = None;
    for (_, property) in known.chain(also).filter(|(known, _)| plain(known) == wanted) {
        match found {
            Some(other) if other != property => return None,
            _ => found = Some(property),
        }
    }
    found
}

//! The custom tools of sessions that were used lately, ready to be found and checked.
//!
//! A session is read at each call, and making its definitions ready costs more than the rest of a custom tool's call. A
//! version of a session's configuration never changes, so what was made of it stays right.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::definition::CustomTools;
use super::own::Own;

/// Sessions; each holds some hundred kilobytes at most.
const MOST: usize = 64;

/// By session and version of its configuration, the one used last in front.
#[derive(Default)]
pub struct Ready(Mutex<VecDeque<(String, i64, Arc<Own>)>>);

impl Ready {
    pub fn of(&self, session: &str, version: i64, custom: &CustomTools) -> Arc<Own> {
        if custom.is_empty() {
            return Arc::default();
        }
        if let Some(known) = self.known(session, version) {
            return known;
        }
        // Not under the lock. Two calls at once make it twice.
        let own = Arc::new(Own::of(custom));
        let mut ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Its former configuration is not asked for again.
        ready.retain(|(id, _, _)| id != session);
        ready.push_front((session.to_owned(), version, Arc::clone(&own)));
        ready.truncate(MOST);
        own
    }

    fn known(&self, session: &str, version: i64) -> Option<Arc<Own>> {
        let mut ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = ready.iter().position(|(id, known, _)| id == session && *known == version)?;
        let found = ready.remove(at)?;
        let own = Arc::clone(&found.2);
        ready.push_front(found);
        Some(own)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn custom(slug: &str) -> CustomTools {
        let tool = json!({"slug": slug, "name": "n", "description": "d", "input_schema": {"type": "object"}});
        serde_json::from_value(json!({"tools": [tool], "toolkits": []})).unwrap()
    }

    #[test]
    fn tools_are_made_ready_once_for_each_configuration() {
        let ready = Ready::default();
        let first = ready.of("a", 1, &custom("one"));
        assert!(Arc::ptr_eq(&first, &ready.of("a", 1, &custom("one"))));
        assert!(ready.of("a", 2, &custom("two")).get("LOCAL_TWO").is_some());
        assert!(ready.of("b", 1, &custom("one")).get("LOCAL_TWO").is_none());
        assert_eq!(ready.0.lock().unwrap().len(), 2, "former configurations go");
    }

    #[test]
    fn the_session_that_was_used_longest_ago_goes_first() {
        let ready = Ready::default();
        let (kept, gone) = (ready.of("kept", 1, &custom("x")), ready.of("gone", 1, &custom("x")));
        for session in 0..MOST - 1 {
            assert!(Arc::ptr_eq(&kept, &ready.of("kept", 1, &custom("x"))));
            ready.of(&session.to_string(), 1, &custom("x"));
        }
        assert!(Arc::ptr_eq(&kept, &ready.of("kept", 1, &custom("x"))));
        assert!(!Arc::ptr_eq(&gone, &ready.of("gone", 1, &custom("x"))));
        assert_eq!(ready.0.lock().unwrap().len(), MOST);
    }
}

//! The calls of custom tools under way, and the two bounds on them.
//!
//! A custom tool may call others, itself included. A call it makes says so by the log id of its own (`within`), and so
//! many calls inside one another are a tool that calls itself without end. Where nobody says so, the number of calls at
//! once is the bound; it also keeps a host that runs each on a thread from taking all there are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Calls inside one another.
const DEEPEST: u32 = 16;
/// Calls at once. The blocking threads of a runtime, on which Python's functions run, are 512.
const MOST: usize = 256;

type Depths = HashMap<String, u32>;

/// By log id, how deep each call under way is.
#[derive(Default)]
pub struct Running(Arc<Mutex<Depths>>);

/// A call under way.
pub struct Entered {
    calls: Arc<Mutex<Depths>>,
    log_id: String,
}

impl Running {
    /// Takes up a call, or says why not. A call made from one that has ended is nobody's inner call.
    pub fn enter(&self, log_id: &str, within: Option<&str>) -> Result<Entered, String> {
        let mut calls = lock(&self.0);
        let depth = within.and_then(|outer| calls.get(outer)).map_or(1, |outer| outer + 1);
        if depth > DEEPEST {
            return Err(format!(
                "custom tools called one another {DEEPEST} deep, which looks like one that calls itself without end"
            ));
        }
        if calls.len() >= MOST {
            return Err(format!(
                "{MOST} calls of custom tools are running in this process already; wait for some of them, and look for a \
                 tool that calls itself without end"
            ));
        }
        calls.insert(log_id.to_owned(), depth);
        Ok(Entered { calls: Arc::clone(&self.0), log_id: log_id.to_owned() })
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        lock(&self.calls).remove(&self.log_id);
    }
}

fn lock(calls: &Mutex<Depths>) -> MutexGuard<'_, Depths> {
    calls.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn calls_inside_one_another_end_somewhere() {
        let running = Running::default();
        let mut held = vec![running.enter("0", None).unwrap()];
        for depth in 1..DEEPEST {
            held.push(running.enter(&depth.to_string(), Some(&(depth - 1).to_string())).unwrap());
        }
        let last = (DEEPEST - 1).to_string();
        assert!(running.enter("one more", Some(&last)).err().unwrap().contains("without end"));
        held.clear();
        assert!(running.enter("one more", Some(&last)).is_ok());
    }

    #[test]
    fn calls_at_once_are_bounded() {
        let running = Running::default();
        let mut held: Vec<_> = (0..MOST).map(|call| running.enter(&call.to_string(), None).unwrap()).collect();
        assert!(running.enter("one more", None).is_err());
        held.pop();
        assert!(running.enter("one more", None).is_ok());
    }
}

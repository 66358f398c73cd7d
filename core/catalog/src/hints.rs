//! What a tool's method and verb tell about calling it.

use crate::format::Hint;
use crate::tool::Method;

/// Verbs whose POST only asks.
const READ: [&str; 12] =
    ["SEARCH", "QUERY", "LIST", "LOOKUP", "PREVIEW", "VALIDATE", "FIND", "GET", "FETCH", "RETRIEVE", "COUNT", "CHECK"];

/// Verbs that take something away, whatever the method.
const DESTRUCTIVE: [&str; 15] = [
    "DELETE", "REMOVE", "REVOKE", "CLEAR", "RESET", "CANCEL", "ARCHIVE", "TRASH", "TRANSFER", "PURGE", "MERGE",
    "DISMISS", "BLOCK", "DISABLE", "REPLACE",
];

/// Verbs that change what is there, also where the provider wants a POST for it.
const UPDATE: [&str; 4] = ["UPDATE", "EDIT", "MODIFY", "RENAME"];

/// The hints of a tool whose file states none, sorted. `key` is its slug without the toolkit.
pub(crate) fn implied(method: Method, key: &str) -> Vec<Hint> {
    let verb = key.split('_').next().unwrap_or_default();
    let destructive = DESTRUCTIVE.contains(&verb) || key.starts_with("SET_ALL");
    let reads = !destructive
        && match method {
            Method::Get => true,
            Method::Post => READ.contains(&verb) || key.starts_with("BATCH_GET"),
            Method::Put | Method::Patch | Method::Delete => false,
        };
    let mut hints = vec![Hint::OpenWorld];
    if reads {
        hints.extend([Hint::ReadOnly, Hint::Idempotent]);
    } else {
        match method {
            Method::Post if UPDATE.contains(&verb) => hints.push(Hint::Update),
            Method::Post if !destructive => hints.push(Hint::Create),
            Method::Get | Method::Post => {}
            Method::Put => hints.extend([Hint::Update, Hint::Idempotent]),
            Method::Patch => hints.push(Hint::Update),
            Method::Delete => hints.push(Hint::Idempotent),
        }
        if destructive || method == Method::Delete {
            hints.push(Hint::Destructive);
        }
    }
    hints.sort_unstable();
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn method_and_verb_decide() {
        use Hint::{Create, Destructive, Idempotent, OpenWorld, ReadOnly, Update};
        let cases: [(Method, &str, &[Hint]); 12] = [
            (Method::Get, "LIST_ISSUES", &[ReadOnly, Idempotent, OpenWorld]),
            (Method::Get, "REVOKE_TOKEN", &[Destructive, OpenWorld]),
            (Method::Post, "CREATE_AN_ISSUE", &[Create, OpenWorld]),
            (Method::Post, "SEARCH", &[ReadOnly, Idempotent, OpenWorld]),
            (Method::Post, "BATCH_GET_VALUES", &[ReadOnly, Idempotent, OpenWorld]),
            (Method::Post, "UPDATE_CUSTOMER", &[Update, OpenWorld]),
            (Method::Post, "CANCEL_A_RUN", &[Destructive, OpenWorld]),
            (Method::Put, "STAR_A_REPOSITORY", &[Update, Idempotent, OpenWorld]),
            (Method::Put, "MERGE_A_PULL_REQUEST", &[Update, Destructive, Idempotent, OpenWorld]),
            (Method::Put, "SET_ALL_LABELS", &[Update, Destructive, Idempotent, OpenWorld]),
            (Method::Patch, "UPDATE_AN_ISSUE", &[Update, OpenWorld]),
            (Method::Delete, "UNSTAR_A_REPOSITORY", &[Destructive, Idempotent, OpenWorld]),
        ];
        for (method, key, expected) in cases {
            assert_eq!(implied(method, key), expected, "{} {key}", method.as_str());
        }
    }
}

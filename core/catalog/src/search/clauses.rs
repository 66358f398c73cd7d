//! Taking a request for several things apart.

use super::analysis::telling_terms;

/// Words between two wishes.
const JOINTS: [&str; 5] = ["and", "then", "also", "plus", "afterwards"];

/// Each clause is a search of its own, so a page of text pasted as a query must not become hundreds.
const MOST: usize = 8;

/// The first clauses of a query, when it has at least two that say something; else none.
pub(crate) fn clauses(query: &str) -> Vec<String> {
    let mut clauses = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    for word in query.split_whitespace() {
        let bare = word.trim_end_matches([',', ';', '.', ':', '!', '?']);
        if JOINTS.iter().any(|joint| bare.eq_ignore_ascii_case(joint)) {
            clauses.push(std::mem::take(&mut current).join(" "));
            continue;
        }
        current.push(bare);
        if bare.len() < word.len() {
            clauses.push(std::mem::take(&mut current).join(" "));
        }
    }
    clauses.push(current.join(" "));
    // A single word such as the last of "red, green and blue" is no wish of its own.
    clauses.retain(|clause| telling_terms(clause).len() >= 2);
    clauses.truncate(MOST);
    if clauses.len() >= 2 { clauses } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_several_wishes_are_taken_apart() {
        let cases: [(&str, &[&str]); 7] = [
            ("open an issue", &[]),
            ("", &[]),
            ("issues labelled red, green and blue", &[]),
            ("could you please help me, I want to create an issue", &[]),
            ("find the repository and star it for me", &[]),
            ("create an issue, then comment on pull request", &["create an issue", "comment on pull request"]),
            ("Search the web. Also list my repositories!", &["Search the web", "list my repositories"]),
        ];
        for (query, expected) in cases {
            assert_eq!(clauses(query), expected, "{query}");
        }
        assert_eq!(clauses(&"create an issue. ".repeat(500)).len(), MOST);
    }
}

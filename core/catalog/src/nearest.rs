//! The name somebody most likely meant.

use std::cmp::Ordering;

/// Below this likeness a suggestion confuses more than it helps.
const PLAUSIBLE: f64 = 0.62;

/// The candidates closest to `word`, best first; only plausible ones, so often none.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, n: usize) -> Vec<&'a str> {
    let plain = plain(word);
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (likeness(&plain, &self::plain(candidate)), candidate))
        .filter(|(score, _)| *score >= PLAUSIBLE)
        .collect();
    scored.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(n).map(|(_, candidate)| candidate).collect()
}

/// A name without what people vary: case and separators. `perPage`, `per-page` and `per_page` are one.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn likeness(word: &str, candidate: &str) -> f64 {
    if word.is_empty() || candidate.is_empty() {
        return 0.0;
    }
    let (short, long) = if word.len() <= candidate.len() { (word, candidate) } else { (candidate, word) };
    // `repo` for `repository`: too many edits, and yet clearly meant.
    let abbreviates = short.len() >= 3 && short.len() * 3 >= long.len() && long.starts_with(short);
    let abbreviation = if abbreviates { 0.75 } else { 0.0 };
    let edits = strsim::osa_distance(word, candidate) as f64 / long.chars().count() as f64;
    // Two different three-letter words are always a few edits apart; short names must match nearly whole.
    let edits = if long.len() <= 4 { 1.0 - 1.3 * edits } else { 1.0 - edits };
    edits.max(abbreviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plausible_names_are_offered() {
        let names = ["title", "body", "labels", "assignees", "per_page", "repository", "state", "team_of_a_repository"];
        let cases: [(&str, &[&str]); 9] = [
            ("titel", &["title"]),
            ("label", &["labels"]),
            ("perPage", &["per_page"]),
            ("repo", &["repository"]),
            ("asignee", &["assignees"]),
            ("colour", &[]),
            ("team", &[]),
            ("", &[]),
            ("xyz", &[]),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, names, 3), expected, "{word}");
        }
    }

    #[test]
    fn best_first_and_no_more_than_asked() {
        assert_eq!(nearest("gitub", ["gitlab", "github", "exa"], 2), ["github", "gitlab"]);
        assert_eq!(nearest("gitub", ["gitlab", "github"], 1), ["github"]);
        assert_eq!(nearest("exa", ["exam", "exa", "exa"], 3), ["exa", "exam"]);
    }
}

//! From text to search terms: identifiers split, case folded, empty words dropped, endings cut.

use rust_stemmers::{Algorithm, Stemmer};

/// Words that tell nothing about a tool: English function words, and the words people wrap a request in.
/// Verbs such as `get`, `list` and `find` stay, because they tell tools apart.
const STOP: [&str; 123] = [
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "asap", "at", "be", "been", "being", "but",
    "by", "can", "could", "d", "did", "do", "does", "doing", "don", "done", "each", "for", "from", "had", "has",
    "have", "having", "he", "hello", "help", "her", "here", "hey", "hi", "him", "his", "how", "i", "if", "in", "into",
    "is", "it", "its", "just", "kindly", "let", "like", "ll", "m", "may", "me", "might", "must", "my", "need",
    "needed", "needs", "no", "not", "now", "of", "ok", "on", "onto", "or", "our", "out", "please", "re", "s", "she",
    "should", "so", "some", "such", "t", "than", "thank", "thanks", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "to", "too", "us", "use", "used", "using", "ve", "very", "via", "want", "wanted",
    "wants", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "will", "wish", "with", "would",
    "you", "your",
];

/// The terms of a text, in order, repeats kept. A text of nothing but empty words keeps them.
pub(crate) fn terms(text: &str) -> Vec<String> {
    let telling = telling_terms(text);
    if telling.is_empty() { stemmed(words(text).iter()) } else { telling }
}

/// The terms of a text without its empty words.
pub(crate) fn telling_terms(text: &str) -> Vec<String> {
    stemmed(words(text).iter().filter(|word| !is_stop(word)))
}

fn stemmed<'a>(words: impl Iterator<Item = &'a String>) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    words.map(|word| stemmer.stem(word).into_owned()).collect()
}

/// The lower-case words of a text. An identifier such as `GitHub` or `listPRs` stands as a whole and in its parts.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in alphanumeric_runs(text) {
        let parts = case_parts(run);
        if parts.len() > 1 {
            words.extend(folded(run));
        }
        words.extend(parts.into_iter().flat_map(folded));
    }
    words
}

/// The lower-case words of a text with identifiers left whole: what names of services are compared by.
pub(crate) fn whole_words(text: &str) -> Vec<String> {
    alphanumeric_runs(text).flat_map(folded).collect()
}

fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

fn alphanumeric_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty())
}

/// Some letters become two characters when folded, of which one is a mark that separates words.
fn folded(part: &str) -> Vec<String> {
    let lower = part.to_lowercase();
    alphanumeric_runs(&lower).map(str::to_owned).collect()
}

/// Splits where a hump begins: `createIssue`, `HTTPRequest`, `S3Bucket`; a plural acronym such as `PRs` is one part.
fn case_parts(run: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = run.char_indices().collect();
    let mut starts = vec![0];
    for at in 1..chars.len() {
        let (offset, here) = chars[at];
        if !here.is_uppercase() {
            continue;
        }
        let after = chars.get(at + 1).map(|(_, c)| *c);
        let plural = after == Some('s') && at + 2 == chars.len();
        let ends_acronym = after.is_some_and(char::is_lowercase) && !plural;
        if !chars[at - 1].1.is_uppercase() || ends_acronym {
            starts.push(offset);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([run.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &run[start..end]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_stop_list_is_sorted_for_its_search() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn identifiers_are_split_and_kept_whole() {
        let cases: [(&str, &[&str]); 10] = [
            ("GITHUB_CREATE_AN_ISSUE", &["github", "create", "an", "issue"]),
            ("createIssue", &["createissue", "create", "issue"]),
            ("HTTPRequest", &["httprequest", "http", "request"]),
            ("list my PRs", &["list", "my", "prs"]),
            ("S3Bucket", &["s3bucket", "s3", "bucket"]),
            ("GitHub's API", &["github", "git", "hub", "s", "api"]),
            ("per-page", &["per", "page"]),
            ("oauth2 sha256", &["oauth2", "sha256"]),
            ("Straße ÉCOLE", &["straße", "école"]),
            ("… !?", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn terms_drop_the_wrapping_and_cut_endings() {
        let cases: [(&str, &[&str]); 4] = [
            ("Could you please help me list the repositories?", &["list", "repositori"]),
            ("I want to create an issue", &["creat", "issu"]),
            ("opened issues", &["open", "issu"]),
            ("what is this", &["what", "is", "this"]),
        ];
        for (text, expected) in cases {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_clean_words(text in any::<String>()) {
            for word in words(&text).iter().chain(&whole_words(&text)) {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{word:?}");
            }
            terms(&text);
        }

        #[test]
        fn splitting_again_changes_nothing(text in "[A-Za-z0-9_ .'-]{0,40}") {
            let once = words(&text);
            prop_assert_eq!(words(&once.join(" ")), once);
        }

        #[test]
        fn case_and_separators_of_an_identifier_do_not_matter(parts in prop::collection::vec("[a-z]{3,8}", 1..5)) {
            let snake = terms(&parts.join("_"));
            prop_assert_eq!(&terms(&parts.join("-").to_uppercase()), &snake);
            prop_assert_eq!(&terms(&parts.join(" ")), &snake);
        }
    }
}

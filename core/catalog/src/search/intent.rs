//! Whether a query only asks, or wants something done.
//!
//! "What is on my calendar tomorrow" and "delete what is on my calendar tomorrow" share all words that name things; an
//! agent that is offered the deleting tool for the first one may take it.

use super::analysis::words;

/// Words that open a question or a look-up.
const ASKING: &str = "any are check count did display do does fetch find get has have how is list look read retrieve search \
                      see show summarise summarize view what when which who";

/// Words that want a change, wherever they stand. Those that are as often names of things ("open issues", "my posts",
/// "the last commit") are left out.
const DOING: &str = "add approve archive arrange assign book cancel change clear close create delete disable edit enable \
                     file insert invite leave make mark merge message modify move publish put remove rename reply resolve \
                     save schedule send set star submit tell update upload";

/// Whether the query reads as a question or a look-up, with no word that wants a change.
pub(crate) fn only_asks(query: &str) -> bool {
    let words = words(query);
    let among = |list: &str, word: &String| list.split(' ').any(|known| known == word);
    let opens = words.iter().find(|word| !among("please can could you me i", word));
    opens.is_some_and(|word| among(ASKING, word)) && !words.iter().any(|word| among(DOING, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_told_from_a_task() {
        for (query, asks) in [
            ("what is on my calendar tomorrow", true),
            ("Show me the open issues", true),
            ("can you list my repositories?", true),
            ("read my unread mail", true),
            ("delete the event tomorrow", false),
            ("find the event and cancel it", false),
            ("what is there to close, close it", false),
            ("tomorrow's meetings", false),
            ("open a pull request", false),
            ("", false),
        ] {
            assert_eq!(only_asks(query), asks, "{query}");
        }
    }
}

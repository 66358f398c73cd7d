//! Requests in plain words, and the tools that answer them.

use composio_catalog::{Catalog, Tool, ToolkitFile};
use proptest::prelude::*;
use serde_json::json;

fn search<'a>(catalog: &'a Catalog, query: &str, limit: usize) -> Vec<&'a str> {
    catalog.search(query, &|_| true, limit).into_iter().map(|hit| hit.tool.slug.as_str()).collect()
}

#[test]
fn plain_requests_find_their_tool_among_the_first_three() {
    let catalog = Catalog::builtin();
    let cases = [
        ("open a bug report in a repository", "GITHUB_CREATE_AN_ISSUE"),
        ("file a ticket on github", "GITHUB_CREATE_AN_ISSUE"),
        ("close an issue", "GITHUB_UPDATE_AN_ISSUE"),
        ("which issues are open in my repo", "GITHUB_LIST_REPOSITORY_ISSUES"),
        ("add a comment to issue 42", "GITHUB_CREATE_AN_ISSUE_COMMENT"),
        ("star a repository", "GITHUB_STAR_A_REPOSITORY_FOR_THE_AUTHENTICATED_USER"),
        ("open a PR from my branch", "GITHUB_CREATE_A_PULL_REQUEST"),
        ("merge the pull request", "GITHUB_MERGE_A_PULL_REQUEST"),
        ("what files changed in the pull request", "GITHUB_LIST_PULL_REQUESTS_FILES"),
        ("who am I on github", "GITHUB_GET_THE_AUTHENTICATED_USER"),
        ("read a file from the repository", "GITHUB_GET_REPOSITORY_CONTENT"),
        ("commit a new file", "GITHUB_CREATE_OR_UPDATE_FILE_CONTENTS"),
        ("create a new private repository", "GITHUB_CREATE_A_REPOSITORY_FOR_THE_AUTHENTICATED_USER"),
        ("publish a release", "GITHUB_CREATE_A_RELEASE"),
        ("find repositories about machine learning", "GITHUB_SEARCH_REPOSITORIES"),
        ("make a new branch", "GITHUB_CREATE_A_REFERENCE"),
        ("search the web for recent news", "EXA_SEARCH"),
        ("pages similar to this article", "EXA_FIND_SIMILAR"),
        ("get the text of a web page", "EXA_GET_CONTENTS_ACTION"),
        ("answer a question with sources", "EXA_ANSWER"),
        ("top stories on hacker news", "HACKERNEWS_GET_FRONTPAGE"),
        ("latest HN posts", "HACKERNEWS_GET_LATEST_POSTS"),
        ("karma of a hacker news user", "HACKERNEWS_GET_USER"),
        ("read the comments of a hackernews story", "HACKERNEWS_GET_ITEM_WITH_ID"),
    ];
    let missed: Vec<String> = cases
        .iter()
        .map(|(query, expected)| (query, expected, search(&catalog, query, 3)))
        .filter(|(_, expected, found)| !found.contains(*expected))
        .map(|(query, expected, found)| format!("{query}: wanted {expected}, found {found:?}"))
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_question_is_answered_by_a_tool_that_reads() {
    let catalog = Catalog::builtin();
    let cases = [
        ("what is on my plate tomorrow", "GOOGLECALENDAR_EVENTS_LIST"),
        ("what is on my calendar tomorrow", "GOOGLECALENDAR_EVENTS_LIST"),
        ("what meetings do I have today", "GOOGLECALENDAR_EVENTS_LIST"),
        ("read my unread mail", "GMAIL_FETCH_EMAILS"),
        ("find a page in notion", "NOTION_SEARCH_NOTION_PAGE"),
        ("message the team on slack", "SLACK_SEND_MESSAGE"),
        ("scrape a website", "FIRECRAWL_SCRAPE"),
        ("cancel the meeting tomorrow", "GOOGLECALENDAR_DELETE_EVENT"),
    ];
    let missed: Vec<String> = cases
        .iter()
        .map(|(query, expected)| (query, expected, search(&catalog, query, 3)))
        .filter(|(_, expected, found)| found.first() != Some(*expected))
        .map(|(query, expected, found)| format!("{query}: wanted {expected}, found {found:?}"))
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_slug_in_the_query_comes_first() {
    let catalog = Catalog::builtin();
    for query in ["GITHUB_LIST_BRANCHES", "github_list_branches", "create an issue with GITHUB_LIST_BRANCHES, please"] {
        assert_eq!(search(&catalog, query, 1), ["GITHUB_LIST_BRANCHES"], "{query}");
    }
    assert_eq!(search(&catalog, "GITHUB_CREATE_ISSUE", 1), ["GITHUB_CREATE_AN_ISSUE"]);
}

#[test]
fn a_toolkit_named_in_the_query_comes_before_others() {
    let catalog = Catalog::builtin();
    for (query, toolkit) in [
        ("search posts on hacker news", "hackernews"),
        ("search hn", "hackernews"),
        ("search with exa", "exa"),
        ("search GitHub", "github"),
    ] {
        let first = catalog.search(query, &|_| true, 1)[0].tool;
        assert_eq!(first.toolkit, toolkit, "{query} found {}", first.slug);
    }
}

#[test]
fn naming_a_toolkit_outweighs_a_name_that_fits_better() {
    let file = |slug: &str, tool: &str| -> ToolkitFile {
        serde_json::from_value(json!({
            "format": 1,
            "toolkit": {"slug": slug, "name": slug, "description": "Keeps what people write.", "version": "20261122_00"},
            "base_url": "https://api.example.com",
            "auth": [{"scheme": "NO_AUTH"}],
            "tools": {"FIND": {"name": tool, "description": "Looks through everything.", "get": "/find"}}
        }))
        .unwrap()
    };
    let files = [file("paper", "Find notes"), file("stone", "Find texts"), file("wood", "Find texts")];
    let catalog = Catalog::from_files(&files).unwrap();
    assert_eq!(search(&catalog, "find notes", 1), ["PAPER_FIND"]);
    assert_eq!(search(&catalog, "find notes in stone", 1), ["STONE_FIND"]);
}

#[test]
fn a_request_for_several_things_finds_each() {
    let catalog = Catalog::builtin();
    let found = search(&catalog, "find pages similar to an article, then create an issue in a repository", 4);
    for expected in ["EXA_FIND_SIMILAR", "GITHUB_CREATE_AN_ISSUE"] {
        assert!(found.contains(&expected), "{found:?}");
    }
}

#[test]
fn what_is_not_allowed_neither_shows_nor_takes_a_place() {
    let catalog = Catalog::builtin();
    let allowed = |tool: &Tool| tool.toolkit == "hackernews";
    for query in ["search", "create an issue on github and search stories", "GITHUB_LIST_BRANCHES of a story"] {
        let hits = catalog.search(query, &allowed, 2);
        assert!(!hits.is_empty() && hits.iter().all(|hit| hit.tool.toolkit == "hackernews"), "{query}");
    }
    assert!(catalog.search("search", &|_| false, 5).is_empty());
}

#[test]
fn queries_that_say_nothing_find_nothing() {
    let catalog = Catalog::builtin();
    for query in ["", "  ", "!?", "xyzzy qwertz"] {
        assert!(search(&catalog, query, 5).is_empty(), "{query}");
    }
    assert!(search(&catalog, "create an issue", 0).is_empty());
}

proptest! {
    #[test]
    fn any_query_is_ranked_the_same_way_each_time(query in any::<String>(), limit in 0usize..8) {
        let catalog = Catalog::builtin();
        let hits = catalog.search(&query, &|_| true, limit);
        prop_assert!(hits.len() <= limit);
        prop_assert!(hits.iter().all(|hit| hit.score.is_finite() && hit.score > 0.0));
        prop_assert!(hits.is_sorted_by(|a, b| (b.score, &a.tool.slug) <= (a.score, &b.tool.slug)));
        let again: Vec<_> = catalog.search(&query, &|_| true, limit).iter().map(|hit| hit.tool.slug.clone()).collect();
        prop_assert_eq!(hits.iter().map(|hit| hit.tool.slug.clone()).collect::<Vec<_>>(), again);
    }
}

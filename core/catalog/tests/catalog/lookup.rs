//! Finding toolkits and tools by name, and what is offered for a name that is none.

use std::sync::Arc;

use composio_catalog::{Catalog, builtin_files};
use serde_json::json;

#[test]
fn the_shipped_catalog_is_made_once_and_sorted() {
    let catalog = Catalog::builtin();
    assert!(Arc::ptr_eq(&catalog, &Catalog::builtin()));
    let toolkits: Vec<&str> = catalog.toolkits().map(|toolkit| toolkit.slug.as_str()).collect();
    assert_eq!(toolkits.len(), builtin_files().len());
    assert!(toolkits.is_sorted());
    assert!(catalog.tools().map(|tool| tool.slug.as_str()).is_sorted());
    let of_toolkits: usize = toolkits.iter().map(|slug| catalog.tools_of(slug).count()).sum();
    assert_eq!(of_toolkits, catalog.tools().len());
}

#[test]
fn names_are_found_in_any_case_and_by_their_former_slug() {
    let catalog = Catalog::builtin();
    assert_eq!(catalog.toolkit("GitHub").unwrap().slug, "github");
    assert!(catalog.toolkit("nosuch").is_none());
    for slug in ["GITHUB_CREATE_AN_ISSUE", "github_create_an_issue", "GITHUB_CREATE_ISSUE", "github_issues_create"] {
        assert_eq!(catalog.tool(slug).unwrap().slug, "GITHUB_CREATE_AN_ISSUE", "{slug}");
    }
    assert!(catalog.tool("GITHUB_NO_SUCH_TOOL").is_none());
    assert!(catalog.tools_of("HackerNews").all(|tool| tool.toolkit == "hackernews"));
    assert_eq!(catalog.tools_of("nosuch").count(), 0);
}

#[test]
fn the_likeliest_tools_are_offered() {
    let catalog = Catalog::builtin();
    let cases = [
        ("GITHUB_CREAT_AN_ISUE", "GITHUB_CREATE_AN_ISSUE"),
        ("GITHUB_CREATE_ISSUES", "GITHUB_CREATE_AN_ISSUE"),
        ("HACKERNEWS_SEARCHPOSTS", "HACKERNEWS_SEARCH_POSTS"),
        ("EXA_WEB_SEARCH", "EXA_SEARCH"),
        ("GITHUB_PUT_A_STAR_ON_SOMETHING_NICE", "GITHUB_STAR_A_REPOSITORY_FOR_THE_AUTHENTICATED_USER"),
    ];
    for (word, expected) in cases {
        let found = catalog.nearest_tools(word, 3);
        assert!(found.contains(&expected) && found.len() <= 3, "{word}: {found:?}");
    }
    for word in ["", "QWERTZ", "SALESFORCE_CLOSE_OPPORTUNITY"] {
        assert_eq!(catalog.nearest_tools(word, 3), [""; 0], "{word}");
    }
}

#[test]
fn the_likeliest_toolkits_are_offered() {
    let catalog = Catalog::builtin();
    for (word, expected) in [
        ("gitub", "github"),
        ("git-hub", "github"),
        ("hacker news", "hackernews"),
        ("gh", "github"),
        ("HN", "hackernews"),
    ] {
        assert_eq!(catalog.nearest_toolkits(word, 1), [expected], "{word}");
    }
    assert_eq!(catalog.nearest_toolkits("salesforce", 3), [""; 0]);
}

#[test]
fn arguments_are_checked_against_their_tool() {
    let catalog = Catalog::builtin();
    let tool = catalog.tool("GITHUB_CREATE_AN_ISSUE").unwrap();
    let given = json!({"owner": "octo", "repository": "hello", "title": "A bug", "labels": "bug"});
    let settled = catalog.check_arguments(tool, given.as_object().unwrap().clone()).unwrap();
    assert_eq!(json!(settled), json!({"owner": "octo", "repo": "hello", "title": "A bug", "labels": ["bug"]}));
    let errors = catalog.check_arguments(tool, serde_json::Map::new()).unwrap_err();
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["owner", "repo", "title"]);
}

#[test]
fn a_tool_of_another_catalog_is_checked_against_its_own_schema() {
    let catalog = Catalog::builtin();
    let mut older = catalog.tool("GITHUB_CREATE_AN_ISSUE").unwrap().clone();
    older.input_schema = Arc::new(json!({"type": "object", "properties": {}, "additionalProperties": false}));
    assert_eq!(catalog.check_arguments(&older, serde_json::Map::new()), Ok(serde_json::Map::new()));
}

//! Finding and running tools.

use std::process::Stdio;

use serde_json::json;

use super::shell::Shell;

fn connected() -> Shell {
    let shell = Shell::new();
    let token = format!("{}\n", shell.token());
    shell.run_with("setup github --with token_page", &shell.hosts(), &token).done();
    shell
}

#[test]
fn a_search_says_what_is_connected_and_what_to_type_next() {
    let shell = connected();
    let found = shell.run("tools search create an issue in github").done();
    assert!(found.out.starts_with("GITHUB_CREATE_AN_ISSUE"), "{found:?}");
    assert!(found.out.contains("connected") && found.out.contains("next: composio tools execute"), "{found:?}");
    let found = shell.run("tools search send an email --toolkit gmail").done();
    assert!(found.out.contains("next: composio connect gmail"), "{found:?}");
}

#[test]
fn arguments_come_as_pairs_as_text_from_a_file_and_from_a_pipe() {
    let shell = connected();
    let file = shell.folder.path().join("arguments.json");
    std::fs::write(&file, r#"{"owner": "octocat", "repo": "hello-world", "issue_number": 1}"#).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    for (more, input) in [
        (vec!["owner=octocat".to_owned(), "repo=hello-world".to_owned(), "issue_number=1".to_owned()], ""),
        (vec!["-d".to_owned(), text.clone()], ""),
        (vec!["-d".to_owned(), format!("@{}", file.display())], ""),
        (vec!["-d".to_owned(), "-".to_owned()], text.as_str()),
        (vec!["issue_number=1".to_owned(), "-d".to_owned(), text.replace('1', "99")], ""),
    ] {
        let called = shell.run_with("tools execute GITHUB_GET_AN_ISSUE", &more, input).done();
        assert_eq!(called.json()["number"], 1, "{more:?}");
    }
}

#[test]
fn what_would_be_done_is_shown_without_doing_it() {
    let shell = connected();
    let words = "tools execute GITHUB_CREATE_AN_ISSUE owner=octocat repo=hello-world title=Bug";
    let shown = shell.run(&format!("{words} --dry-run")).done();
    assert_eq!(shown.json()["request"]["method"], "POST");
    assert!(!shown.shows(shell.token()), "{shown:?}");
    assert!(shell.run(&format!("{words} --explain")).done().out.contains("explanation"));
    let listed = shell.run("tools execute GITHUB_LIST_REPOSITORY_ISSUES owner=octocat repo=hello-world").done();
    assert!(!listed.out.contains("\"Bug\""), "{listed:?}");
}

#[test]
fn a_failed_call_fails_the_command() {
    let shell = connected();
    for (words, code, message) in [
        ("GITHUB_GET_AN_ISSUE owner=octocat repo=hello-world issue_number=999", 1, "Not Found"),
        ("GITHUB_GET_AN_ISSUE owner=octocat repo=hello-world issue_number=one", 2, "`issue_number` is integer"),
        ("GITHUB_GET_AN_ISSUE onwer=octocat", 2, "did you mean `owner`?"),
        ("GITHUB_GET_AN_ISUE", 1, "GITHUB_GET_AN_ISSUE"),
        ("GMAIL_GET_PROFILE", 1, "next: composio connect gmail"),
        ("GITHUB_GET_AN_ISSUE -d [1]", 2, "JSON object"),
        ("GITHUB_GET_AN_ISSUE -d @/no/such/file", 2, "cannot be read"),
    ] {
        shell.run(&format!("tools execute {words}")).failed(code, message);
    }
}

#[test]
fn accounts_are_named_changed_and_deleted() {
    let shell = connected();
    let id = shell.run("accounts --json").done().json()["items"][0]["id"].as_str().unwrap().to_owned();
    shell.run(&format!("accounts rename {id} work")).done();
    assert!(shell.run("accounts show work").done().out.contains(&id));
    shell.run("accounts show wrok").failed(1, "did you mean `work`?");
    shell.run("tools execute GITHUB_GET_THE_AUTHENTICATED_USER --account work").done();
    shell.run("accounts disable work").done();
    shell.run("tools execute GITHUB_GET_THE_AUTHENTICATED_USER --account work").failed(1, "");
    shell.run("accounts enable work").done();
    shell.run("accounts delete work").failed(2, "--yes");
    shell.run("accounts disconnect work --yes").done();
    assert!(shell.run("accounts").done().out.contains("No accounts"));
    assert_eq!(shell.run("accounts --json --user somebody").done().json()["items"], json!([]));
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let shell = Shell::new();
    let mut process =
        shell.command("tools schema GITHUB_CREATE_AN_ISSUE --json", &[]).stdin(Stdio::null()).spawn().unwrap();
    drop(process.stdout.take());
    let ended = process.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}

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
    let mut lines = found.out.lines();
    assert!(lines.next().is_some_and(|line| line.starts_with("TOOL ") && line.contains("CONNECTED")), "{found:?}");
    let best = lines.next().unwrap();
    assert!(best.starts_with("GITHUB_CREATE_AN_ISSUE") && best.contains(" yes "), "{found:?}");
    assert!(found.out.contains("next: composio tools execute"), "{found:?}");
    // Gmail knows nothing but OAuth, and there is no client; for Exa a key can be typed.
    for (words, next) in [
        ("tools search send an email --toolkit gmail", "next: composio setup gmail\n"),
        ("tools search the web --toolkit exa", "next: composio connect exa\n"),
    ] {
        let found = shell.run(words).done();
        assert!(found.out.ends_with(next) && found.out.contains(" no "), "{found:?}");
    }
    let found = shell.run("tools search send an email --limit 2 --json").done().json();
    let result = &found["results"][0];
    let count = |key: &str| result[key].as_array().unwrap().len();
    assert_eq!(count("primary_tool_slugs") + count("related_tool_slugs"), 2);
    shell.run("tools search x --limit 0").failed(2, "--limit");
}

#[test]
fn to_find_nothing_is_an_answer() {
    let shell = Shell::new();
    assert!(shell.run("tools search qwxz zzqx").done().out.starts_with("Nothing fits"));
    let found = shell.run("tools search qwxz zzqx --json").done().json();
    assert_eq!((&found["success"], &found["error"]), (&json!(true), &json!(null)));
    assert_eq!(found["results"][0]["primary_tool_slugs"], json!([]));
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
        (
            "GITHUB_GET_AN_ISSUE owner=octocat repo=hello-world issue_number=999",
            1,
            "GITHUB_GET_AN_ISSUE failed (status 404): Not Found",
        ),
        ("GITHUB_GET_AN_ISUE", 1, "next: composio tools schema GITHUB_GET_AN_ISSUE"),
        ("GMAIL_GET_PROFILE", 1, "next: composio setup gmail"),
        ("GITHUB_GET_AN_ISSUE -d [1]", 2, "JSON object"),
        ("GITHUB_GET_AN_ISSUE -d @/no/such/file", 2, "cannot be read"),
    ] {
        shell.run(&format!("tools execute {words}")).failed(code, message);
    }
}

#[test]
fn arguments_that_the_tool_does_not_take_are_a_wrong_call_however_they_came() {
    let shell = connected();
    let next = "next: composio tools schema GITHUB_GET_AN_ISSUE";
    for (arguments, message) in [
        ("owner=octocat repo=hello-world issue_number=one", "`issue_number` is integer"),
        ("onwer=octocat", "did you mean `owner`?"),
        ("zzzzzz=1", "no argument `zzzzzz`"),
        ("owner=octocat", "missing `repo`"),
        ("-d {\"owner\":\"octocat\"}", "missing `repo`"),
        ("-d {\"owner\":\"o\",\"repo\":\"r\",\"issue_number\":\"one\"}", "`issue_number`"),
        ("-d [1]", "JSON object"),
    ] {
        let called = shell.run(&format!("tools execute GITHUB_GET_AN_ISSUE {arguments}")).failed(2, message);
        assert!(called.err.contains(next) && called.out.is_empty(), "{called:?}");
    }
    shell.run("tools execute COMPOSIO_SEARCH_TOOLS").failed(2, "missing `queries`");
    let called = shell.run("tools execute GITHUB_GET_AN_ISSUE owner=octocat --json");
    assert_eq!((called.code, called.err.as_str()), (2, ""));
    assert_eq!(called.json()["data"]["argument_errors"][0]["field"], "repo");
}

#[test]
fn an_account_is_called_by_who_it_is_where_only_one_is() {
    let shell = connected();
    let hubot = format!("{}\n", shell.standin("personal_access_tokens")["hubot"].as_str().unwrap());
    shell.run_with("setup github --with token_page", &shell.hosts(), &hubot).done();
    let me = "tools execute GITHUB_GET_THE_AUTHENTICATED_USER --account";
    for who in ["hubot", "octocat"] {
        assert_eq!(shell.run(&format!("{me} {who}")).done().json()["login"], who);
    }
    shell.run_with("setup github --with token_page", &shell.hosts(), &hubot).done();
    shell.run(&format!("{me} hubot")).failed(1, "has several accounts `hubot`; write which one: ca_");
    shell.run(&format!("{me} hubto")).failed(1, "did you mean `hubot`?");
}

#[test]
fn attempts_that_nobody_finished_are_shown_only_when_asked_for() {
    let shell = connected();
    let (mut running, _) = shell.start("connect exa --no-browser", &[]);
    running.process.kill().unwrap();
    running.process.wait().unwrap();
    let accounts = shell.run("accounts").done();
    assert!(!accounts.out.contains("INITIALIZING") && accounts.out.contains("accounts --all"), "{accounts:?}");
    assert_eq!(shell.run("accounts --json").done().json()["total_items"], 1);
    assert!(shell.run("accounts --all").done().out.contains("INITIALIZING"));
    assert!(shell.run("accounts list --all --toolkit exa").done().out.contains("INITIALIZING"));
    shell.run("accounts --all show ca_1").failed(2, "--all");
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
    for account in ["", " --account work"] {
        let called = shell.run(&format!("tools execute GITHUB_GET_THE_AUTHENTICATED_USER{account}"));
        let called = called.failed(1, &format!("next: composio accounts enable {id}\n"));
        assert!(!called.err.contains("connected_accounts.") && !called.err.contains("session."), "{called:?}");
    }
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

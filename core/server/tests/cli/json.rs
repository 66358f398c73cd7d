//! `--json`: every command answers JSON, and every error is the error JSON.

use std::io::{BufRead as _, BufReader};

use serde_json::Value;

use super::shell::Shell;

#[test]
fn every_command_answers_json() {
    let shell = Shell::new();
    let token = format!("{}\n", shell.token());
    let account = shell.run_with("setup github --json", &shell.hosts(), &token).done().json();
    assert_eq!(account["status"], "ACTIVE");
    let id = account["id"].as_str().unwrap();
    for words in [
        "accounts".to_owned(),
        "toolkits git".to_owned(),
        "tools search qwxz zzqx".to_owned(),
        format!("accounts show {id}"),
        format!("accounts rename {id} work"),
        "tools search list my issues".to_owned(),
        "tools schema GITHUB_CREATE_AN_ISSUE".to_owned(),
        "tools execute GITHUB_GET_THE_AUTHENTICATED_USER".to_owned(),
        "tools execute GITHUB_GET_THE_AUTHENTICATED_USER --explain".to_owned(),
        "doctor".to_owned(),
        "setup hackernews".to_owned(),
        format!("accounts delete {id} --yes"),
    ] {
        let ended = shell.run(&format!("{words} --json")).done();
        assert!(ended.json().is_object(), "{words}");
        assert_eq!(ended.err, "", "{words}");
    }
}

#[test]
fn every_error_is_json_on_standard_error() {
    let shell = Shell::new();
    for (words, code, slug) in [
        ("connect gihub", 1, "ToolRouterV2_InvalidToolkitSlugs"),
        ("setup gihub", 1, "Toolkit_NotFound"),
        ("tools schema GITHUB_NOTHING", 1, "Tool_ToolNotFound"),
        ("accounts show ca_none", 1, "ConnectedAccount_ResourceNotFound"),
        ("setup slack --with app_manifest", 2, "Request_Invalid"),
        ("setup github --with own_client", 2, "Request_Invalid"),
        ("setup github", 2, "Request_Invalid"),
        ("setup github --with gh", 1, "ConnectedAccount_Failed"),
        ("tools execute GITHUB_CREATE_AN_ISSUE onwer=x", 2, "Request_Invalid"),
        ("tools execute GITHUB_GET_THE_AUTHENTICATED_USER", 1, "ToolRouterV2_NoActiveConnection"),
        ("connect", 2, "Request_Invalid"),
        ("conect github", 2, "Request_Invalid"),
        ("accounts --connect-origin nonsense", 1, "Settings_Invalid"),
    ] {
        let ended = shell.run(&format!("{words} --json"));
        assert_eq!((ended.code, ended.out.as_str()), (code, ""), "{words}: {ended:?}");
        let error: Value = serde_json::from_str(&ended.err).unwrap_or_else(|_| panic!("{words}: {ended:?}"));
        assert_eq!(error["slug"], slug, "{words}");
    }
    assert!(shell.run("--version").done().out.starts_with("composio "));
    assert!(shell.run("--help").done().out.contains("Exit codes"));
}

#[test]
fn the_address_that_somebody_must_open_comes_first() {
    let shell = Shell::new();
    let mut process = shell.command("connect exa --json", &[]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let news: Value = serde_json::from_str(&line).unwrap();
    assert!(news["redirect_url"].as_str().unwrap().starts_with(&shell.origin()), "{news}");
    process.kill().unwrap();
    assert_eq!(process.wait_with_output().unwrap().stderr, b"");
}

//! What to type next: a command, for the same user and home.

use super::shell::Shell;

#[test]
fn the_next_line_keeps_the_user_and_the_home() {
    let shell = Shell::new();
    let home = shell.folder.path().join("other home");
    let more = [format!("--home={}", home.display())];
    let flags = format!("--user ana --home '{}'", home.display());
    for (words, next) in [
        ("tools execute GITHUB_GET_THE_AUTHENTICATED_USER", "connect github"),
        ("tools execute GMAIL_GET_PROFILE", "setup gmail"),
        ("tools search create an issue in github", "connect github"),
        ("tools schema GITHUB_GET_THE_AUTHENTICATED_USER", "tools execute GITHUB_GET_THE_AUTHENTICATED_USER"),
        ("accounts", "connect github"),
        ("accounts show nobody", "accounts"),
        ("connect gmail", "setup gmail"),
        ("toolkits exa", "setup exa"),
        ("doctor", "toolkits"),
    ] {
        let ended = shell.run_with(&format!("{words} --user ana"), &more, "");
        assert!(ended.shows(&format!("next: composio {next} {flags}\n")), "{words}: {ended:?}");
    }
    let token = format!("{}\n", shell.token());
    let more = [&shell.hosts()[..], &more].concat();
    let setup = shell.run_with("setup github --with token_page --user ana", &more, &token).done();
    let next = setup.out.lines().find_map(|line| line.strip_prefix("next: composio ")).unwrap().to_owned();
    assert!(next.contains(&flags), "{setup:?}");
    let words = next.replace(&flags, "--user ana");
    shell.run_with(&words, &more[3..], "").done();
}

#[test]
fn no_error_sends_a_person_to_a_call_for_programs() {
    let shell = Shell::new();
    for (words, next) in [
        ("tools schema ZZZZ", "tools search"),
        ("tools execute GITHUB_GET_THE_AUTHENTICATED_USER", "connect github"),
        ("setup zzzzz", "toolkits"),
        ("connect qqqqq", "toolkits"),
        ("tools search x --toolkit qqqqq", "toolkits"),
        ("accounts show ca_zz", "accounts"),
        ("connect hackernews", "setup hackernews"),
        ("accounts --connect-origin nonsense", "doctor --connect-origin nonsense"),
    ] {
        let ended = shell.run(words).failed(1, &format!("next: composio {next}"));
        for call in ["session.", "connected_accounts.", "COMPOSIO_SEARCH_TOOLS", "`toolkits`"] {
            assert!(!ended.err.contains(call), "{words}: {ended:?}");
        }
    }
}

#[test]
fn toolkits_are_listed_with_how_to_sign_in() {
    let shell = Shell::new();
    shell.run_with("setup exa", &[], "key\n").done();
    let listed = shell.run("toolkits").done();
    for words in [
        &["TOOLKIT", "SIGN IN WITH"][..],
        &["exa", "API key", "yes"],
        &["gmail", "OAuth", "no"],
        &["hackernews", "not needed"],
    ] {
        let line = listed.out.lines().find(|line| line.starts_with(words[0]));
        assert!(words.iter().all(|word| line.is_some_and(|line| line.contains(word))), "{words:?}: {listed:?}");
    }
    let found = shell.run("toolkits git --json").done().json();
    assert_eq!((&found["items"][0]["slug"], &found["items"][0]["is_connected"]), (&"github".into(), &false.into()));
    assert!(shell.run("toolkits zzzz").done().out.contains("next: composio toolkits"));
}

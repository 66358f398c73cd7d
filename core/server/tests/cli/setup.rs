//! From nothing to the first real call, by each way.

use super::shell::Shell;

fn client(shell: &Shell, secret: &str) -> String {
    format!("{}\n{secret}\n", shell.text("client_id"))
}

#[tokio::test]
async fn a_client_made_by_hand_leads_to_a_call() {
    let shell = Shell::new();
    std::fs::create_dir_all(shell.home()).unwrap();
    std::fs::write(shell.home().join("composio.toml"), "# the operator's own words\nresult_budget = 9000\n").unwrap();

    let secret = shell.text("client_secret");
    let words = "setup github --with own_client";
    let setup = shell.run_with(words, &shell.hosts(), &client(&shell, secret)).done();
    let callback = format!("{}/api/v3.1/toolkits/auth/callback", shell.origin());
    assert!(setup.err.lines().any(|line| line == callback), "{setup:?}");
    assert!(setup.out.contains("next: composio connect github") && !setup.shows(secret), "{setup:?}");
    let config = shell.config();
    assert!(config.starts_with("# the operator's own words\nresult_budget = 9000\n"), "{config}");
    assert!(config.contains("[managed.github]") && config.contains(secret), "{config}");

    let (running, link) = shell.start("connect github --no-browser", &[]);
    assert_eq!(shell.agree(&link).await.status, 200);
    let connected = running.end().done();
    assert!(connected.out.contains("Connected as octocat") && connected.out.contains("next: "), "{connected:?}");

    let called = shell.run("tools execute GITHUB_GET_THE_AUTHENTICATED_USER").done();
    assert_eq!(called.json()["login"], "octocat");
    let again = shell.run_with(words, &[], "another\nsecret-of-another\n");
    assert_ne!(again.code, 0, "{again:?}");
    assert_eq!(shell.config(), config);
}

#[test]
fn a_client_that_the_provider_does_not_know_is_not_written_down() {
    let shell = Shell::new();
    let setup = shell.run_with("setup github --with own_client", &shell.hosts(), &client(&shell, "wrong-secret-51"));
    let setup = setup.failed(1, "nothing was written");
    assert!(!setup.shows("wrong-secret-51"), "{setup:?}");
    assert_eq!(shell.config(), "");
    shell.run_with("setup github --with own_client", &shell.hosts(), "").failed(2, "no client id");
}

#[test]
fn what_could_not_be_tried_is_not_said_to_work() {
    let shell = Shell::new();
    let setup = shell.run_with("setup exa", &[], "bad\n").done();
    assert!(setup.out.starts_with("Kept the credential for exa as typed (ca_"), "{setup:?}");
    assert!(setup.out.contains("Exa has no request") && !setup.out.contains("Connected"), "{setup:?}");

    let nowhere = ["--token-url=http://127.0.0.1:9/token".to_owned()];
    let setup = shell.run_with("setup github --with own_client", &nowhere, "id\nsecret\n").done();
    assert!(setup.out.starts_with("GitHub is set up, unchecked: "), "{setup:?}");
    let again = shell.run_with("setup github --with own_client --replace --json", &nowhere, "id\nsecret\n").done();
    assert_eq!((&again.json()["accepted"], again.err.as_str()), (&serde_json::Value::Null, ""));
}

#[test]
fn advice_names_a_way_that_the_toolkit_has() {
    let shell = Shell::new();
    for (words, way) in [
        ("setup slack --with app_manifest", "`composio setup slack --with app_manifest --user ana`"),
        ("setup github --with own_client", "`composio setup github --with own_client --user ana`"),
        ("setup slack", "composio setup slack --with token_page --user ana < FILE"),
    ] {
        shell.run(&format!("{words} --user ana")).failed(2, way);
    }
    let setup = shell.run_with("setup slack --with app_manifest", &shell.hosts()[2..], "1.2\nsecret\n");
    assert!(!setup.err.contains("was given"), "{setup:?}");
}

#[test]
fn another_client_is_written_over_only_when_asked_for() {
    let shell = Shell::new();
    std::fs::create_dir_all(shell.home()).unwrap();
    let before = "[managed.github]\nclient_id = 'old' # ana's\n";
    std::fs::write(shell.home().join("composio.toml"), before).unwrap();
    let input = client(&shell, shell.text("client_secret"));
    shell.run_with("setup github --with own_client", &shell.hosts(), &input).failed(2, "--replace");
    let refused = shell.run_with("setup github --with own_client", &shell.hosts(), &input).failed(2, "--replace");
    assert!(!refused.err.contains("redirect"), "after the steps: {refused:?}");
    assert_eq!(shell.config(), before);
    shell.run_with("setup github --with own_client --replace", &shell.hosts(), &input).done();
    assert!(shell.config().contains("# ana's") && shell.config().contains(shell.text("client_id")));
}

#[test]
fn a_token_that_is_piped_in_connects_and_is_not_shown() {
    let shell = Shell::new();
    let input = format!("{}\n", shell.token());
    for words in ["setup github", "setup github --with token_page", "setup github --with 1"] {
        let setup = shell.run_with(words, &shell.hosts(), &input).done();
        assert!(setup.out.starts_with("Connected as octocat"), "{setup:?}");
        assert!(!setup.shows(shell.token()), "{setup:?}");
    }
    assert_eq!(shell.run("tools execute GITHUB_GET_THE_AUTHENTICATED_USER").done().json()["login"], "octocat");
    let accounts = shell.run("accounts").done();
    assert!(accounts.out.contains("octocat") && accounts.out.contains("ACTIVE"), "{accounts:?}");
}

#[test]
fn a_token_that_the_provider_refuses_connects_nothing() {
    let shell = Shell::new();
    let setup = shell.run_with("setup github --with token_page", &shell.hosts(), "ghp_wrong4711\n");
    assert_eq!(setup.code, 1, "{setup:?}");
    assert!(!setup.shows("ghp_wrong4711"), "{setup:?}");
    assert!(shell.run("accounts").done().out.contains("No accounts"));
    shell.run_with("setup github --with token_page", &shell.hosts(), "").failed(2, "pipe it");
}

#[test]
fn the_login_of_gh_is_taken_over_only_by_its_name() {
    let shell = Shell::new();
    let ran = shell.folder.path().join("gh-ran");
    shell.script("gh", &format!("echo \"$@\" >> {}\necho {}", ran.display(), shell.token()));
    for words in ["setup github", "setup github --with 1", "setup github --with 4", "setup github --with local_login"] {
        assert_eq!(shell.run_with(words, &shell.hosts(), "").code, 2, "{words}");
        assert!(!ran.exists(), "{words} ran gh");
    }
    let setup = shell.run_with("setup github --with gh", &shell.hosts(), "").done();
    assert!(setup.out.contains("Connected as octocat") && setup.err.contains("gh auth token"), "{setup:?}");
    assert!(!setup.shows(shell.token()));
    assert_eq!(std::fs::read_to_string(ran).unwrap().trim(), "auth token");

    shell.script("gh", "echo no login >&2; exit 1");
    shell.run_with("setup github --with gh", &shell.hosts(), "").failed(1, "gh auth login");
}

#[test]
fn the_login_of_gcloud_is_taken_over_with_its_client() {
    let shell = Shell::new();
    let url = shell.text("url");
    let hosts = [format!("--base-url={url}"), format!("--token-url={url}/token")];
    shell.run_with("setup gmail --with gcloud", &hosts, "").failed(1, "gcloud auth application-default login");

    let folder = shell.folder.path().join(".config/gcloud");
    std::fs::create_dir_all(&folder).unwrap();
    let credentials = shell.standin("google_credentials");
    std::fs::write(folder.join("application_default_credentials.json"), credentials.to_string()).unwrap();
    let setup = shell.run_with("setup gmail --with gcloud", &hosts, "").done();
    assert!(setup.out.contains("Connected as octocat@gmail.com"), "{setup:?}");
    for key in ["client_secret", "refresh_token"] {
        assert!(!setup.shows(credentials[key].as_str().unwrap()), "{key}: {setup:?}");
    }
    let called = shell.run("tools execute GMAIL_GET_PROFILE").done();
    assert_eq!(called.json()["emailAddress"], "octocat@gmail.com");
}

#[test]
fn a_toolkit_without_accounts_needs_no_setup_and_an_unknown_one_names_the_nearest() {
    let shell = Shell::new();
    assert!(shell.run("setup hackernews").done().out.contains("needs no account"));
    shell.run("setup gihub").failed(1, "did you mean `github`?");
    shell.run("setup github --with own_cleint").failed(2, "did you mean `own_client`?");
}

//! An account that the provider takes no longer, signed in again.

use reqwest::Method;

use super::shell::Shell;
use crate::support::browser::Browser;

#[tokio::test]
async fn a_lost_sign_in_says_how_to_get_it_back_and_keeps_its_account() {
    let shell = Shell::new();
    let client = format!("{}\n{}\n", shell.text("client_id"), shell.text("client_secret"));
    shell.run_with("setup github --with own_client", &shell.hosts(), &client).done();
    let (running, link) = shell.start("connect github --no-browser", &[]);
    assert_eq!(shell.agree(&link).await.status, 200);
    running.end().done();
    let id = shell.run("accounts --json").done().json()["items"][0]["id"].as_str().unwrap().to_owned();

    for control in ["grants/revoke", "tokens/expire"] {
        let url = format!("{}/_control/{control}", shell.text("url"));
        let answer = Browser::new().send(Method::POST, &url, Some("{}".to_owned())).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let me = "tools execute GITHUB_GET_THE_AUTHENTICATED_USER";
    let next = format!("next: composio accounts reconnect {id}\n");
    // The first finds it out, the second knows.
    for _ in 0..2 {
        let called = shell.run(me).failed(1, &next);
        assert!(!called.err.contains("connected_accounts."), "{called:?}");
    }
    let report = shell.run("doctor").done();
    assert!(report.out.contains("1, 1 to be reconnected") && report.out.contains("accounts reconnect"), "{report:?}");

    let (running, link) = shell.start("accounts reconnect octocat --no-browser", &[]);
    assert_eq!(shell.agree(&link).await.status, 200);
    assert!(running.end().done().out.starts_with(&format!("Connected as octocat ({id})")));
    assert_eq!(shell.run(me).done().json()["login"], "octocat");
}

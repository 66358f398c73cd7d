//! A GitHub App made from a manifest: our page, GitHub's, and the way back.

use super::shell::Shell;
use crate::support::browser::Browser;

#[tokio::test]
async fn a_manifest_becomes_managed_auth_that_connects() {
    let shell = Shell::new();
    let (running, url) = shell.start("setup github --with app_manifest --no-browser", &shell.hosts());
    let browser = Browser::new();
    let page = browser.get(&url).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let action = page.text.split("action=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
    assert!(action.starts_with(&format!("{}/settings/apps/new?state=", shell.text("url"))), "{action}");

    let manifest = page.field("manifest");
    let asked = browser.submit(action, &[("manifest", &manifest)]).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let created = browser.submit(format!("{}/settings/apps", shell.text("url")), &[("app", &asked.field("app"))]).await;
    let back = created.location();
    assert!(back.as_str().starts_with(&format!("{}/setup/done?code=", shell.origin())), "{back}");

    // Neither another browser nor another state gets anything done.
    let elsewhere = browser.get(&back).await;
    assert_eq!(elsewhere.status, 403);
    assert!(elsewhere.text.contains("Go back to the terminal"), "{}", elsewhere.text);
    let mut forged = back.clone();
    forged.query_pairs_mut().clear().append_pair("code", "x").append_pair("state", "forged");
    assert_eq!(browser.with("cookie", page.cookie()).get(&forged).await.status, 403);
    assert_eq!(shell.config(), "");

    let done = browser.with("cookie", page.cookie()).get(&back).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert!(done.text.contains("go back to the terminal") && done.text.contains("/installations/new"), "{}", done.text);
    let setup = running.end().done();
    assert!(setup.out.contains("next: composio connect github"), "{setup:?}");
    let secret = shell.config().lines().find_map(|line| line.strip_prefix("client_secret = ")).unwrap().to_owned();
    assert!(!setup.shows(secret.trim_matches('"')) && !done.text.contains(secret.trim_matches('"')));

    let (running, link) = shell.start("connect github --no-browser", &[]);
    assert_eq!(shell.agree(&link).await.status, 200);
    assert!(running.end().done().out.contains("Connected as octocat"));
    shell.run_with("setup github --with app_manifest", &shell.hosts(), "").failed(2, "--replace");
}

#[test]
fn ctrl_c_gives_up_at_once() {
    let shell = Shell::new();
    let (running, _) = shell.start("setup github --with app_manifest --no-browser", &shell.hosts());
    let pid = running.process.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(running.end().code, 130);
    assert_eq!(shell.config(), "");
}

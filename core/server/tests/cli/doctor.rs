//! What the doctor finds.

use std::net::TcpListener;

use serde_json::Value;

use super::shell::{Ended, Shell};

fn line(report: &Ended, name: &str) -> Value {
    let report = report.json();
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("{report:#}")).clone()
}

#[test]
fn a_good_home_is_fine_and_shows_no_secret() {
    let shell = Shell::new();
    let empty = shell.run("doctor").done();
    assert!(empty.out.contains("not made yet"), "{empty:?}");
    assert!(empty.out.ends_with("nothing is connected yet.\nnext: composio toolkits\n"), "{empty:?}");
    shell.run("doctor --online").done();
    assert!(!shell.home().exists(), "looking made something");
    let held = TcpListener::bind(shell.origin().trim_start_matches("http://")).unwrap();
    shell.run("doctor").failed(1, "");
    drop(held);

    shell.run("accounts").done();
    let config = format!(
        "[managed.github]\nclient_id = 'public-id'\nclient_secret = 'hunter2'\nbase_url = '{}'\n",
        shell.text("url")
    );
    std::fs::write(shell.home().join("composio.toml"), config).unwrap();
    let file = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(shell.home().join("composio.toml"), file).unwrap();
    let report = shell.run("doctor --online --json").done();
    assert_eq!(report.json()["ok"], true);
    assert!(!report.shows("hunter2"), "{report:?}");
    let homes = report.json()["checks"].as_array().unwrap().iter().filter(|check| check["name"] == "home").count();
    assert_eq!(homes, 1);
    assert_eq!(report.json()["next"], "composio connect github");
    for (name, message) in [
        ("home", "(private)  from COMPOSIO_HOME"),
        ("accounts", "none"),
        ("store", "opens"),
        ("Connect origin", "is free"),
        ("redirect URI", "/api/v3.1/toolkits/auth/callback"),
        ("connect_origin", "from COMPOSIO_CONNECT_ORIGIN"),
        ("managed.github.client_id", "public-id"),
        ("managed.github.client_secret", "(a secret)"),
        ("managed auth", "github"),
        ("network github", "answers"),
    ] {
        let line = line(&report, name);
        assert!(line["message"].as_str().unwrap().contains(message), "{line}");
    }
}

#[test]
fn a_damaged_home_is_told_and_fails() {
    let shell = Shell::new();
    shell.run("accounts").done();
    std::fs::write(shell.home().join("master.key"), "short").unwrap();
    let report = shell.run("doctor --json");
    assert_eq!(report.code, 1);
    assert_eq!(line(&report, "store")["status"], "fail");
    assert!(shell.run("doctor").out.contains("FAIL"));

    std::fs::write(shell.home().join("composio.toml"), "conect_origin = 'x'").unwrap();
    let report = shell.run("doctor --json");
    assert!(line(&report, "settings")["message"].as_str().unwrap().contains("did you mean `connect_origin`?"));
    std::fs::write(shell.home().join("composio.toml"), "a = 1\nb = = 2\n").unwrap();
    let report = shell.run("doctor --json");
    assert!(line(&report, "settings")["message"].as_str().unwrap().contains("line 2, column 5"), "{report:?}");
}

#[test]
fn a_client_for_no_toolkit_is_a_slip() {
    let shell = Shell::new();
    std::fs::create_dir_all(shell.home()).unwrap();
    std::fs::write(shell.home().join("composio.toml"), "[managed.githb]\nclient_id = 'x'\n").unwrap();
    let report = shell.run("doctor").failed(1, "");
    assert!(report.out.contains("FAIL") && report.out.contains("did you mean [managed.github]?"), "{report:?}");
}

#[test]
fn accounts_are_counted_and_their_own_servers_asked() {
    let shell = Shell::new();
    let token = format!("{}\n", shell.token());
    shell.run_with("setup github --with token_page", &shell.hosts(), &token).done();
    let report = shell.run("doctor --online --json").done();
    assert_eq!(line(&report, "accounts")["message"], "1");
    assert_eq!(line(&report, "network github")["message"], format!("{} answers", shell.text("url")));
    assert!(!report.out.contains("api.github.com"), "{report:?}");
    assert_eq!(report.json()["next"], Value::Null);
}

#[test]
fn what_others_may_read_is_a_warning_and_a_foreign_port_is_a_failure() {
    let shell = Shell::new();
    shell.run("accounts").done();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(shell.home().join("master.key"), open).unwrap();
    let report = shell.run("doctor --json").done();
    assert_eq!(line(&report, "master.key")["status"], "warn");

    let held = TcpListener::bind(shell.origin().trim_start_matches("http://")).unwrap();
    let report = shell.run("doctor --json");
    assert_eq!((report.code, &line(&report, "Connect origin")["status"]), (1, &Value::from("fail")));
    drop(held);
}

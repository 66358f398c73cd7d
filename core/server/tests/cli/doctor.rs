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
    assert!(shell.run("doctor").done().out.contains("not made yet"));
    assert!(!shell.home().exists(), "looking made something");

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
    for (name, message) in [
        ("home", "private"),
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

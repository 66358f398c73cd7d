#![allow(clippy::unwrap_used)]

use chrono::DateTime;
use serde_json::{Value, json};

use super::*;
use crate::api::account::Standing;
use crate::session::options;

fn config(id: &str, enabled: bool) -> AuthConfig {
    let at = DateTime::from_timestamp(0, 0).unwrap();
    AuthConfig {
        id: id.to_owned(),
        toolkit: "gmail".to_owned(),
        name: String::new(),
        scheme: Scheme::OAuth2,
        managed: false,
        enabled,
        generation: 1,
        sealed: Vec::new(),
        created_at: at,
        updated_at: at,
    }
}

/// `name:config`, the later ones in a list connected earlier; `!` expired, `-` disabled, `=alias`.
fn account(spec: &str) -> Account {
    let at = DateTime::from_timestamp(0, 0).unwrap();
    let (id, rest) = spec.split_once(':').unwrap();
    let (rest, alias) = rest.split_once('=').map_or((rest, None), |(rest, alias)| (rest, Some(alias.to_owned())));
    Account {
        id: id.to_owned(),
        user_id: "u".to_owned(),
        toolkit: "gmail".to_owned(),
        auth_config_id: rest.trim_matches(['!', '-']).to_owned(),
        scheme: Scheme::OAuth2,
        alias,
        standing: if rest.contains('!') { Standing::Expired } else { Standing::Active },
        reason: None,
        identity: None,
        disabled: rest.contains('-'),
        generation: 1,
        sealed: Vec::new(),
        expires_at: None,
        connected_at: at,
        created_at: at,
        updated_at: at,
    }
}

struct Case {
    name: &'static str,
    session: Value,
    account: Option<&'static str>,
    accounts: &'static [&'static str],
    /// An account id, or the slug of an error and a part of its message.
    expected: Result<&'static str, (&'static str, &'static str)>,
}

#[test]
fn an_inner_call_may_name_the_account_that_is_used_anyway() {
    let accounts = ["ca_1:ac_a=work", "ca_2:ac_a"].map(account);
    let configs = [config("ac_a", true)];
    let facts = Facts { toolkit: "gmail", accounts: &accounts, configs: &configs };
    let session = |options: Value| options::create(options.as_object().unwrap()).unwrap();
    let (one, several) = (session(json!({})), session(json!({"multi_account": {"enable": true}})));
    for (config, requested, expected) in [
        (&one, Some("ca_1"), Some("ca_1")),
        (&one, None, Some("ca_1")),
        (&one, Some("ca_2"), None),
        (&one, Some("work"), None),
        (&several, Some("ca_2"), Some("ca_2")),
        (&several, None, None),
    ] {
        let chosen = for_inner_call(config, requested, &facts).ok();
        assert_eq!(chosen.map(|chosen| chosen.account_id), expected, "{requested:?}");
    }
}

#[test]
fn the_account_of_a_call() {
    let multi = json!({"multi_account": {"enable": true}});
    let free = json!({"multi_account": {"enable": true, "require_explicit_selection": false}});
    let pinned = json!({"connected_accounts": {"gmail": "ca_2"}});
    let on_b = json!({"auth_configs": {"gmail": "ac_b"}});
    let cases = [
        Case {
            name: "the only one",
            session: json!({}),
            account: None,
            accounts: &["ca_1:ac_a"],
            expected: Ok("ca_1"),
        },
        Case {
            name: "the most recently connected of several",
            session: json!({}),
            account: None,
            accounts: &["ca_2:ac_b", "ca_1:ac_a"],
            expected: Ok("ca_2"),
        },
        Case {
            name: "dead, disabled and orphaned ones are passed over when nobody named them",
            session: json!({}),
            account: None,
            accounts: &["ca_5:ac_gone", "ca_4:ac_off", "ca_3:ac_a!", "ca_2:ac_a-", "ca_1:ac_a"],
            expected: Ok("ca_1"),
        },
        Case {
            name: "none",
            session: json!({}),
            account: None,
            accounts: &[],
            expected: Err(("ToolRouterV2_NoActiveConnection", "session.authorize(\"gmail\")")),
        },
        Case {
            name: "a dead one explains itself",
            session: json!({}),
            account: None,
            accounts: &["ca_1:ac_a!"],
            expected: Err(("ToolRouterV2_NoActiveConnection", "no longer signed in")),
        },
        Case {
            name: "the pin goes before a more recent one",
            session: pinned.clone(),
            account: None,
            accounts: &["ca_3:ac_a", "ca_2:ac_a"],
            expected: Ok("ca_2"),
        },
        Case {
            name: "a dead pin is an error, not passed over",
            session: pinned.clone(),
            account: None,
            accounts: &["ca_3:ac_a", "ca_2:ac_a!"],
            expected: Err(("ConnectedAccount_Unusable", "reconnect it")),
        },
        Case {
            name: "a deleted pin is an error",
            session: pinned,
            account: None,
            accounts: &["ca_3:ac_a"],
            expected: Err(("ConnectedAccount_Unusable", "was deleted")),
        },
        Case {
            name: "the session's auth config leaves others aside",
            session: on_b.clone(),
            account: None,
            accounts: &["ca_2:ac_a", "ca_1:ac_b"],
            expected: Ok("ca_1"),
        },
        Case {
            name: "nothing on the session's auth config",
            session: on_b,
            account: None,
            accounts: &["ca_2:ac_a"],
            expected: Err(("ToolRouterV2_NoActiveConnection", "no active `gmail` account")),
        },
        Case {
            name: "the session's auth config is disabled",
            session: json!({"auth_configs": {"gmail": "ac_off"}}),
            account: None,
            accounts: &["ca_1:ac_off"],
            expected: Err(("ToolRouterV2_NoActiveConnection", "disabled or was deleted")),
        },
        Case {
            name: "naming an account needs multi-account",
            session: json!({}),
            account: Some("ca_1"),
            accounts: &["ca_1:ac_a"],
            expected: Err(("ToolRouterV2_BadRequest", "multi_account")),
        },
        Case {
            name: "named by id",
            session: multi.clone(),
            account: Some("ca_1"),
            accounts: &["ca_2:ac_a", "ca_1:ac_a"],
            expected: Ok("ca_1"),
        },
        Case {
            name: "named by alias",
            session: multi.clone(),
            account: Some("work"),
            accounts: &["ca_2:ac_a", "ca_1:ac_a=work"],
            expected: Ok("ca_1"),
        },
        Case {
            name: "an unknown name lists the choices",
            session: multi.clone(),
            account: Some("home"),
            accounts: &["ca_2:ac_a", "ca_1:ac_a=work"],
            expected: Err(("ToolRouterV2_InvalidConnectedAccountIds", "`ca_2`, `ca_1` (work)")),
        },
        Case {
            name: "a named dead one is an error",
            session: multi.clone(),
            account: Some("ca_1"),
            accounts: &["ca_2:ac_a", "ca_1:ac_a!"],
            expected: Err(("ConnectedAccount_Unusable", "ca_1")),
        },
        Case {
            name: "several, and one has to be chosen",
            session: multi.clone(),
            account: None,
            accounts: &["ca_2:ac_a", "ca_1:ac_a=work"],
            expected: Err(("ToolRouterV2_AccountSelectionRequired", "`ca_2`, `ca_1` (work)")),
        },
        Case {
            name: "one needs no choosing",
            session: multi,
            account: None,
            accounts: &["ca_2:ac_a", "ca_1:ac_a!"],
            expected: Ok("ca_2"),
        },
        Case {
            name: "several, and the most recent will do",
            session: free,
            account: None,
            accounts: &["ca_2:ac_a", "ca_1:ac_a"],
            expected: Ok("ca_2"),
        },
        Case {
            name: "a named account outside the pins is none of the session's",
            session: json!({"multi_account": {"enable": true}, "connected_accounts": {"gmail": ["ca_1", "ca_2"]}}),
            account: Some("ca_3"),
            accounts: &["ca_3:ac_a", "ca_2:ac_a", "ca_1:ac_a"],
            expected: Err(("ToolRouterV2_InvalidConnectedAccountIds", "`ca_2`, `ca_1`")),
        },
        Case {
            name: "among several pins the most recent",
            session: json!({"multi_account": {"enable": true, "require_explicit_selection": false},
                            "connected_accounts": {"gmail": ["ca_1", "ca_2"]}}),
            account: None,
            accounts: &["ca_3:ac_a", "ca_2:ac_a", "ca_1:ac_a"],
            expected: Ok("ca_2"),
        },
    ];
    let configs = [config("ac_b", true), config("ac_a", true), config("ac_off", false)];
    for case in cases {
        let session = options::create(case.session.as_object().unwrap()).unwrap();
        let accounts: Vec<_> = case.accounts.iter().map(|spec| account(spec)).collect();
        let facts = Facts { toolkit: "gmail", accounts: &accounts, configs: &configs };
        match (for_call(&session, case.account, &facts), case.expected) {
            (Ok(chosen), Ok(id)) => assert_eq!(chosen.account_id, id, "{}", case.name),
            (Err(error), Err((slug, part))) => {
                assert_eq!(error.slug(), slug, "{}", case.name);
                assert!(error.message.contains(part), "{}: {error}", case.name);
            }
            (got, expected) => panic!("{}: {got:?}, expected {expected:?}", case.name),
        }
    }
}

#[test]
fn the_auth_config_of_a_link() {
    let configs = [config("ac_off", false), config("ac_b", true), config("ac_a", true)];
    let link = |session: Value, configs: &[AuthConfig], accounts: &[&str]| {
        let session = options::create(session.as_object().unwrap()).unwrap();
        let accounts: Vec<_> = accounts.iter().map(|spec| account(spec)).collect();
        let facts = Facts { toolkit: "gmail", accounts: &accounts, configs };
        match for_link(&session, &facts) {
            Ok(LinkOn::Config { id }) => Ok(id.to_owned()),
            Ok(LinkOn::Managed) => Ok("managed".to_owned()),
            Err(error) => Err(error.slug()),
        }
    };
    assert_eq!(link(json!({"auth_configs": {"gmail": "ac_a"}}), &configs, &[]), Ok("ac_a".to_owned()));
    assert_eq!(link(json!({"auth_configs": {"gmail": "ac_off"}}), &configs, &[]), Err("AuthConfig_BadRequest"));
    assert_eq!(link(json!({}), &configs, &[]), Ok("ac_b".to_owned()));
    assert_eq!(link(json!({}), &configs[..1], &[]), Ok("managed".to_owned()));
    let two = json!({"multi_account": {"enable": true, "max_accounts_per_toolkit": 2}});
    assert_eq!(link(two.clone(), &configs, &["ca_1:ac_a"]), Ok("ac_b".to_owned()));
    assert_eq!(link(two, &configs, &["ca_2:ac_a", "ca_1:ac_a"]), Err("ToolRouterV2_BadRequest"));
}

//! The shipped ladders, filled in as a home does.

use composio_catalog::{AuthScheme, Catalog, Method, SetupStep};

const REDIRECT: &str = "http://localhost:9900/api/v3.1/toolkits/auth/callback";

fn ladder(toolkit: &str) -> Vec<SetupStep> {
    Catalog::builtin().toolkit(toolkit).unwrap().setup(REDIRECT, "Acme Assistant").collect()
}

/// Whatever the step says, as one text.
fn said(step: &SetupStep) -> String {
    serde_json::to_string(step).unwrap()
}

#[test]
fn every_way_to_sign_in_has_a_step_and_no_placeholder_is_left() {
    for toolkit in Catalog::builtin().toolkits() {
        let steps = ladder(&toolkit.slug);
        for scheme in toolkit.auth.iter().filter(|scheme| !matches!(scheme, AuthScheme::NoAuth {})) {
            assert!(steps.iter().any(|step| step.scheme() == scheme.name()), "{} {}", toolkit.slug, scheme.name());
            if !matches!(scheme, AuthScheme::OAuth2(_)) {
                let page =
                    |step: &SetupStep| matches!(step, SetupStep::TokenPage(page) if page.scheme == scheme.name());
                assert!(steps.iter().any(page), "{} has no page to make what a user types", toolkit.slug);
            }
        }
        for step in &steps {
            for placeholder in ["{redirect_uri}", "{application}", "{scopes}", "{manifest}"] {
                assert!(!said(step).contains(placeholder), "{}: {placeholder} in {}", toolkit.slug, said(step));
            }
        }
    }
}

#[test]
fn whoever_registers_a_client_is_told_the_redirect_uri() {
    for toolkit in Catalog::builtin().toolkits() {
        for step in ladder(&toolkit.slug).iter().filter(|step| step.scheme() == "OAUTH2") {
            let local = matches!(step, SetupStep::LocalLogin(_));
            assert!(local || said(step).contains(REDIRECT), "{}: {}", toolkit.slug, step.title());
        }
    }
}

#[test]
fn links_hold_what_the_provider_lets_us_fill_in() {
    let url = |toolkit: &str| {
        ladder(toolkit).into_iter().find_map(|step| match step {
            SetupStep::TokenPage(page) => Some(page.url),
            _ => None,
        })
    };
    assert_eq!(
        url("github").unwrap(),
        "https://github.com/settings/tokens/new?scopes=repo%2Cuser&description=Acme%20Assistant"
    );
    let slack = url("slack").unwrap();
    assert!(slack.starts_with("https://api.slack.com/apps?new_app=1&manifest_json=%7B%22"), "{slack}");
    assert!(slack.contains("%22user%22%3A%5B%22channels%3Aread%22%2C"), "{slack}");
    assert!(url("slackbot").unwrap().contains("%22bot%22%3A%5B%22"));
}

#[test]
fn the_who_am_i_request_is_a_reading_tool_outside_of_the_catalog() {
    let catalog = Catalog::builtin();
    let whoami = |toolkit: &str| catalog.toolkit(toolkit).unwrap().whoami.clone();
    let linear = whoami("linear").unwrap();
    assert_eq!((linear.method, linear.url.as_str()), (Method::Post, "https://api.linear.app/graphql"));
    assert!(linear.is_read() && linear.graphql.is_some());
    assert_eq!(linear.output.pick["identity"], "/data/viewer/email");
    assert!(catalog.tool(&linear.slug).is_none());
    assert!(whoami("slack").unwrap().output.success.is_some(), "Slack says by `ok` whether it accepts a token");
    assert!(whoami("firecrawl").unwrap().output.pick.is_empty(), "it names nobody");
    assert!(whoami("exa").is_none() && whoami("hackernews").is_none());
}

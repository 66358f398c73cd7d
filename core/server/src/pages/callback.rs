//! Where providers send the browser back.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use composio_core::connect::{ConnectOutcome, OAuthCallback, attempt_cookie_name};
use composio_core::error::{ACCOUNT_BAD_REQUEST, INTERNAL};
use composio_core::{Engine, Error, Result};
use http::HeaderMap;
use http::header::COOKIE;
use serde::Deserialize;

use super::{outcome, problem};
use crate::site::Site;

/// What a provider may append. Each at most once: two of one kind are refused when read.
#[derive(Deserialize)]
pub(super) struct Answer {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

pub(super) async fn finish(
    State(site): State<Site>,
    answer: std::result::Result<Query<Answer>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let application = site.engine.settings().application_name.clone();
    let Ok(Query(answer)) = answer else {
        let error = Error::new(ACCOUNT_BAD_REQUEST, "the provider's answer cannot be read");
        return problem::page(&application, &error);
    };
    // The cookie stays until its age ends, so that a reload of this page finds the same outcome.
    let cookie = answer.state.as_deref().and_then(|state| cookie(&headers, &attempt_cookie_name(state)));
    match exchange(site.engine, answer, cookie.map(str::to_owned)).await {
        Ok(outcome) => outcome::response(&outcome),
        Err(error) => problem::page(&application, &error),
    }
}

/// On a task of its own: a code is good for one exchange, so a browser that hangs up must not break it off half-way.
async fn exchange(engine: Engine, answer: Answer, cookie: Option<String>) -> Result<ConnectOutcome> {
    let Answer { code, state, error, error_description } = answer;
    let callback = OAuthCallback { code, state, error, error_description };
    tokio::spawn(async move { engine.finish_oauth(callback, cookie.as_deref()).await })
        .await
        .unwrap_or_else(|_| Err(Error::new(INTERNAL, "the exchange with the provider broke off; try a new link")))
}

pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name_in_any_header() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; attempt_x=wrong;  attempt=right==; b=2"));
        headers.append(COOKIE, HeaderValue::from_static("c=3"));
        assert_eq!(cookie(&headers, "attempt"), Some("right=="));
        assert_eq!(cookie(&headers, "c"), Some("3"));
        assert_eq!(cookie(&headers, "att"), None);
    }
}

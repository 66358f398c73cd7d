//! The page of a link, and its button.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use composio_core::connect::{AttemptCookie, FollowedLink, LinkPage};
use composio_core::error::{ACCOUNT_BAD_REQUEST, CREDENTIAL_REFUSED, PROVIDER_UNREACHABLE};
use http::header::{HOST, SET_COOKIE};
use http::{HeaderMap, StatusCode, Uri};
use url::form_urlencoded;

use super::{html, outcome, problem};
use crate::site::Site;

type Fields = BTreeMap<String, String>;

#[derive(Template)]
#[template(path = "link.html")]
struct Form<'a> {
    page: &'a LinkPage,
    fields: &'a Fields,
    problem: Option<&'a str>,
}

impl Form<'_> {
    /// What the user typed before; a secret is typed again.
    fn entered(&self, name: &str, secret: &bool) -> &str {
        if *secret { "" } else { self.fields.get(name).map_or("", String::as_str) }
    }

    fn response(&self, status: StatusCode) -> Response {
        html::page(status, &format!("Connect {}", self.page.toolkit_name), self)
    }
}

pub(super) async fn show(
    State(site): State<Site>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if let Some(there) = elsewhere(&site, &headers, uri.path()) {
        return there;
    }
    match site.engine.link_page(&token).await {
        Ok(page) => Form { page: &page, fields: &Fields::new(), problem: None }.response(StatusCode::OK),
        Err(error) => problem::page(&site.engine.settings().application_name, &error),
    }
}

pub(super) async fn follow(
    State(site): State<Site>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(there) = elsewhere(&site, &headers, uri.path()) {
        return there;
    }
    let fields: Fields = form_urlencoded::parse(&body).into_owned().collect();
    let error = match site.engine.follow_link(&token, fields.clone()).await {
        Ok(FollowedLink::Provider { url, cookie }) => {
            let cookie = AppendHeaders([(SET_COOKIE, set(&cookie))]);
            return (cookie, Redirect::to(url.as_str())).into_response();
        }
        Ok(FollowedLink::Done(outcome)) => return outcome::response(&outcome),
        Err(error) => error,
    };
    // What was typed is wrong or could not be tried, and the link still stands: the form again.
    if [ACCOUNT_BAD_REQUEST, CREDENTIAL_REFUSED, PROVIDER_UNREACHABLE].iter().any(|of| error.is(*of))
        && let Ok(page) = site.engine.link_page(&token).await
    {
        let status = StatusCode::from_u16(error.of.status).unwrap_or(StatusCode::BAD_REQUEST);
        return Form { page: &page, fields: &fields, problem: Some(&error.message) }.response(status);
    }
    problem::page(&site.engine.settings().application_name, &error)
}

/// The same page on the host of the redirect URI, where the attempt's cookie has to be.
pub(super) fn elsewhere(site: &Site, headers: &HeaderMap, path: &str) -> Option<Response> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let origin = site.names.instead_of(host)?;
    let there = format!("{}{path}", origin.as_str().trim_end_matches('/'));
    Some(Redirect::to(&there).into_response())
}

/// Without a `Domain`, so that it goes to this very host alone.
fn set(cookie: &AttemptCookie) -> String {
    let secure = if cookie.secure { "; Secure" } else { "" };
    format!(
        "{}={}; Max-Age={}; Path=/; HttpOnly; SameSite=Lax{secure}",
        cookie.name, cookie.value, cookie.max_age_seconds
    )
}

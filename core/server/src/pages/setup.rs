//! The page that makes an OAuth client from a manifest, and where the provider sends the browser back.
//!
//! The page's address is the secret of whoever sits at the command line. Looking at it sets a cookie and nothing else;
//! what the provider sends back counts only in the same browser.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use composio_core::error::{ACCOUNT_BAD_REQUEST, LINK_FORWARDED, LINK_NOT_FOUND, LINK_USED, PROVIDER_UNREACHABLE};
use composio_core::{Error, Result};
use http::header::{ACCEPT, SET_COOKIE};
use http::{HeaderMap, StatusCode, Uri};
use serde::Deserialize;

use super::{callback, html, link, problem};
use crate::managed;
use crate::manifest::{self, AppManifest, MadeClient};
use crate::site::Site;

const COOKIE: &str = "composio_setup";
/// As long as a ticket.
const COOKIE_SECONDS: u32 = 600;
/// Bytes; an app with its keys has some thousands.
const LONGEST_ANSWER: usize = 1024 * 1024;

#[derive(Template)]
#[template(path = "setup.html")]
struct Form<'a> {
    toolkit: &'a str,
    action: &'a str,
    host: &'a str,
    field: &'a str,
    manifest: &'a str,
}

#[derive(Template)]
#[template(path = "setup_done.html")]
struct Done<'a> {
    toolkit: &'a str,
    page: Option<&'a str>,
}

#[derive(Deserialize)]
pub(super) struct Answer {
    code: String,
    state: String,
}

pub(super) async fn show(
    State(site): State<Site>,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if let Some(there) = link::elsewhere(&site, &headers, uri.path()) {
        return there;
    }
    match form(&site, &token).await {
        Ok(page) => {
            let secure = if site.engine.settings().redirect_uri().starts_with("https:") { "; Secure" } else { "" };
            let cookie =
                format!("{COOKIE}={token}; Max-Age={COOKIE_SECONDS}; Path=/setup; HttpOnly; SameSite=Lax{secure}");
            (AppendHeaders([(SET_COOKIE, cookie)]), page).into_response()
        }
        Err(error) => problem::of_setup(&error),
    }
}

async fn form(site: &Site, token: &str) -> Result<Response> {
    let app = subject(site, token).await?;
    let action = app.action(&manifest::state(token))?;
    let form = Form {
        toolkit: &app.toolkit,
        action: action.as_str(),
        host: action.host_str().unwrap_or_default(),
        field: &app.form_field,
        manifest: &app.manifest.to_string(),
    };
    Ok(html::page(StatusCode::OK, &format!("Set up {}", app.toolkit), &form))
}

pub(super) async fn finish(
    State(site): State<Site>,
    answer: std::result::Result<Query<Answer>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Query(answer)) = answer else {
        return problem::of_setup(&Error::new(ACCOUNT_BAD_REQUEST, "the provider sent no code"));
    };
    let token = callback::cookie(&headers, COOKIE).map(str::to_owned);
    // On a task of its own: a code is good for one exchange, so a browser that hangs up must not break it off half-way.
    let made = tokio::spawn(async move { make(&site, &answer, token.as_deref()).await }).await;
    match made.unwrap_or_else(|_| Err(Error::new(PROVIDER_UNREACHABLE, "the exchange with the provider broke off"))) {
        Ok((toolkit, page)) => {
            let done = Done { toolkit: &toolkit, page: page.as_deref() };
            html::page(StatusCode::OK, "Set up", &done)
        }
        Err(error) => problem::of_setup(&error),
    }
}

/// Buys the client with the code and writes it down; the ticket is used up last, which is what the command line waits
/// for.
async fn make(site: &Site, answer: &Answer, token: Option<&str>) -> Result<(String, Option<String>)> {
    let token = token.filter(|token| manifest::state(token) == answer.state).ok_or_else(|| {
        Error::new(LINK_FORWARDED, "the provider's answer belongs to a setup that another browser started")
    })?;
    let app = subject(site, token).await?;
    let made = exchange(&app, &answer.code).await?;
    let hosts: Vec<(&'static str, String)> = ["base_url", "authorization_url", "token_url"]
        .into_iter()
        .filter_map(|key| Some((key, app.hosts.iter().find(|(name, _)| name == key)?.1.clone())))
        .collect();
    let client = managed::Client {
        toolkit: &app.toolkit,
        client_id: &made.client_id,
        client_secret: Some(&made.client_secret),
        hosts: &hosts,
    };
    managed::store(&site.engine.settings().home, &client, app.replace)?;
    if !site.engine.finish_setup(token).await? {
        return Err(Error::new(LINK_USED, "this page has done its work already"));
    }
    let page = made.page.filter(|page| page.starts_with("https://") || page.starts_with("http://"));
    Ok((app.toolkit, page))
}

async fn exchange(app: &AppManifest, code: &str) -> Result<MadeClient> {
    let failed = |error: &dyn std::fmt::Display| {
        Error::new(PROVIDER_UNREACHABLE, format!("the provider could not be asked for the app: {error}"))
    };
    let request = composio_core::http::client()?
        .post(app.exchange_url(code)?)
        .header(ACCEPT, "application/json")
        .timeout(std::time::Duration::from_secs(30));
    let mut response = request.send().await.map_err(|error| failed(&error.without_url()))?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error.without_url()))? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_ANSWER {
            return Err(failed(&"its answer has no end"));
        }
    }
    app.read(status, &body)
}

async fn subject(site: &Site, token: &str) -> Result<AppManifest> {
    let subject = site.engine.setup_subject(token).await?;
    // Links have tickets too.
    serde_json::from_str(&subject).map_err(|_| Error::new(LINK_NOT_FOUND, "there is no page at this address"))
}

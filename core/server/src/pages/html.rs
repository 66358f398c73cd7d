//! What all pages have in common: the layout and the headers that keep them private.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use composio_core::ids::random_token;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use http::{HeaderValue, StatusCode};

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    title: &'a str,
    nonce: &'a str,
    body: &'a str,
}

/// A whole page around `body`.
pub(super) fn page(status: StatusCode, title: &str, body: &impl Template) -> Response {
    let nonce = random_token();
    let rendered = body.render().and_then(|body| Layout { title, nonce: &nonce, body: &body }.render());
    match rendered {
        Ok(html) => {
            let mut response = (status, Html(html)).into_response();
            if let Ok(policy) = HeaderValue::from_str(&content_policy(&nonce)) {
                response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// No script, no frame, our own style alone. Browsers check `form-action` at every redirect that follows the form:
/// the provider, its own sign-in hosts, our callback, the application's page. Those are known to nobody beforehand.
fn content_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src https: data:; form-action http: https:; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Headers of every answer, redirects included. The referrer policy is `same-origin` and not `no-referrer`, because
/// under the latter a browser sends our own form with `Origin: null`, which cannot be told from a foreign one; no
/// other origin sees an address of ours under either.
pub(super) async fn protect(mut response: Response) -> Response {
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "same-origin"),
        (X_FRAME_OPTIONS, "DENY"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

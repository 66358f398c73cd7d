//! Turns away requests that a foreign page made a browser send.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{HOST, HeaderName, ORIGIN};
use http::{HeaderMap, StatusCode};

use super::names::Names;

/// Lets a request through when its `Host` is ours and, where it can change something, its `Origin` is ours or absent.
/// `Origin: null` is nobody's: sandboxed frames send it.
pub(crate) async fn guard(State(names): State<Arc<Names>>, request: Request, next: Next) -> Response {
    if !text(request.headers(), &HOST).is_some_and(|host| names.has_host(host)) {
        tracing::warn!("refused a request whose Host header is not one of ours");
        return (
            StatusCode::MISDIRECTED_REQUEST,
            "This address is not served here. Behind a forwarder, set COMPOSIO_PUBLIC_URL to the address users open.\n",
        )
            .into_response();
    }
    let safe = request.method().is_safe();
    if !safe && request.headers().contains_key(ORIGIN) {
        let own = text(request.headers(), &ORIGIN).is_some_and(|origin| names.has_origin(origin));
        if !own {
            tracing::warn!("refused a request that a page of another origin sent");
            return (StatusCode::FORBIDDEN, "Pages of other origins may not send this.\n").into_response();
        }
    }
    next.run(request).await
}

/// The one value of a header; several, or one that is not text, are as good as a wrong one.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then(|| first.to_str().ok()).flatten()
}

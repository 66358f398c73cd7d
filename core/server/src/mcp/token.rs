//! The token that opens the endpoint of one session.

use composio_core::error::TOKEN_REFUSED;
use composio_core::{Engine, Error, Result};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName};

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// Takes the token out of the headers, so that nothing behind can print it. Clients that know the protocol's credential
/// header may send it there.
pub(super) fn take(headers: &mut HeaderMap) -> Option<String> {
    let authorization = headers.remove(AUTHORIZATION);
    let api_key = headers.remove(API_KEY);
    if let Some(value) = authorization {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned());
    }
    Some(api_key?.to_str().ok()?.to_owned())
}

pub(super) async fn check(engine: &Engine, session_id: &str, token: Option<String>) -> Result<()> {
    let Some(token) = token else {
        return Err(Error::new(
            TOKEN_REFUSED,
            "this MCP endpoint needs the token of its session: send the headers of `session.mcp.headers` with every \
             request",
        ));
    };
    engine.check_session_token(session_id, &token).await
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_token_is_read_from_either_header_and_does_not_stay() {
        for (name, value, expected) in [
            ("authorization", "Bearer t", Some("t")),
            ("authorization", "bearer t", Some("t")),
            ("authorization", "Basic t", None),
            ("authorization", "t", None),
            ("x-api-key", "t", Some("t")),
            ("accept", "t", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            assert_eq!(take(&mut headers).as_deref(), expected, "{name}: {value}");
            assert_eq!(headers.contains_key(name), name == "accept");
        }
    }
}

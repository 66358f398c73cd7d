//! The authorization code flow as pure functions: what is sent where, and how a reply is read.
//!
//! RFC 6749 with PKCE (RFC 7636), and lenient where providers bend it: `expires_in` as text, form-encoded replies,
//! errors with status 200.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use composio_catalog::{ClientAuth, OAuth2, TokenBody};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use url::Url;
use url::form_urlencoded;

use crate::error::{AUTH_CONFIG_BAD_REQUEST, Error, Result};

/// An OAuth client and the endpoints it is registered at. Holds the client's secret and does not print.
#[derive(Clone, Serialize, Deserialize)]
pub struct OAuthClient {
    pub client_id: String,
    pub client_secret: Option<String>,
    pub authorization_url: String,
    pub token_url: String,
    pub scopes: Vec<String>,
}

/// What goes to the token endpoint.
pub enum Grant<'a> {
    Code { code: &'a str, verifier: Option<&'a str>, redirect_uri: &'a str },
    Refresh { refresh_token: &'a str },
}

/// A request to the token endpoint, ready to be sent. Holds secrets and does not print.
pub struct TokenRequest {
    pub url: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// PKCE's challenge for a verifier, method S256.
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// Where the user is sent to consent.
pub fn authorization_url(
    scheme: &OAuth2,
    client: &OAuthClient,
    redirect_uri: &str,
    state: &str,
    challenge: Option<&str>,
) -> Result<Url> {
    let mut url = Url::parse(&client.authorization_url).map_err(|_| {
        Error::new(
            AUTH_CONFIG_BAD_REQUEST,
            format!("`authorization_url` is not a URL: `{}`; correct the auth config", client.authorization_url),
        )
    })?;
    {
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &client.client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("state", state);
        if !client.scopes.is_empty() {
            query.append_pair(&scheme.scopes_param, &client.scopes.join(&scheme.scopes.separator));
        }
        if let Some(challenge) = challenge {
            query.append_pair("code_challenge", challenge).append_pair("code_challenge_method", "S256");
        }
        for (name, value) in &scheme.authorization_params {
            query.append_pair(name, value);
        }
    }
    Ok(url)
}

/// The request that turns a code or a refresh token into tokens.
pub fn token_request(scheme: &OAuth2, client: &OAuthClient, grant: &Grant<'_>) -> TokenRequest {
    let mut fields: Vec<(&str, &str)> = match grant {
        Grant::Code { code, verifier, redirect_uri } => {
            let mut fields =
                vec![("grant_type", "authorization_code"), ("code", *code), ("redirect_uri", *redirect_uri)];
            fields.extend(verifier.map(|verifier| ("code_verifier", verifier)));
            fields
        }
        Grant::Refresh { refresh_token } => {
            vec![("grant_type", "refresh_token"), ("refresh_token", *refresh_token)]
        }
    };
    let mut headers = BTreeMap::from([("accept".to_owned(), "application/json".to_owned())]);
    let secret = client.client_secret.as_deref();
    match (scheme.client_auth, secret) {
        // RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.
        (ClientAuth::Basic, Some(secret)) => {
            let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encode(&client.client_id), encode(secret));
            headers.insert("authorization".to_owned(), format!("Basic {}", STANDARD.encode(pair)));
        }
        _ => {
            fields.push(("client_id", &client.client_id));
            fields.extend(secret.map(|secret| ("client_secret", secret)));
        }
    }
    let (content_type, body) = match scheme.token_body {
        TokenBody::Form => (
            "application/x-www-form-urlencoded",
            form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish(),
        ),
        TokenBody::Json => {
            let object: Map<String, Value> =
                fields.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
            ("application/json", Value::Object(object).to_string())
        }
    };
    headers.insert("content-type".to_owned(), content_type.to_owned());
    headers.extend(scheme.token_headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())));
    TokenRequest { url: client.token_url.clone(), headers, body }
}

/// What the token endpoint granted, in the protocol's keys. Holds secrets and does not print.
#[derive(Clone)]
pub struct Tokens {
    pub val: Map<String, Value>,
    /// Seconds from now.
    pub expires_in: Option<i64>,
}

/// Why the token endpoint granted nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenRefusal {
    /// The code or refresh token is not (or no longer) good.
    Grant(String),
    /// The client is unknown or its secret wrong: a fault of the auth config, not of the account.
    Client(String),
    /// The provider is in trouble, or answered something that cannot be read; the token may still be good.
    Trouble(String),
}

/// Members of a token reply that are kept.
const KEPT: [&str; 5] = ["access_token", "refresh_token", "token_type", "scope", "id_token"];

/// `pointer` leads to the object that holds the tokens, where that is not the reply itself.
pub fn read_token_reply(status: u16, body: &[u8], pointer: Option<&str>) -> Result<Tokens, TokenRefusal> {
    let reply = parse_reply(body);
    if let Some(code) = reply.as_ref().and_then(|reply| reply.get("error")).and_then(Value::as_str) {
        let description = reply.as_ref().and_then(|reply| reply.get("error_description")).and_then(Value::as_str);
        let said = description.map_or_else(|| code.to_owned(), |text| format!("{code}: {text}"));
        return Err(match code {
            // The standard's, GitHub's and Slack's words.
            "invalid_grant"
            | "bad_verification_code"
            | "bad_refresh_token"
            | "expired_token"
            | "invalid_code"
            | "code_already_used"
            | "code_expired"
            | "invalid_refresh_token"
            | "token_expired"
            | "token_revoked" => TokenRefusal::Grant(said),
            // Trouble that is told in an error code of its own, with status 200.
            "ratelimited" | "internal_error" | "fatal_error" | "service_unavailable" | "temporarily_unavailable" => {
                TokenRefusal::Trouble(said)
            }
            _ if status >= 500 || status == 429 => TokenRefusal::Trouble(said),
            _ => TokenRefusal::Client(said),
        });
    }
    if !(200..300).contains(&status) {
        return Err(TokenRefusal::Trouble(format!("the token endpoint answered with status {status}")));
    }
    let reply = reply.ok_or_else(|| {
        TokenRefusal::Trouble("the token endpoint answered neither JSON nor form data; check `token_url`".to_owned())
    })?;
    let reply = match pointer {
        Some(pointer) => Value::Object(reply).pointer(pointer).and_then(Value::as_object).cloned().unwrap_or_default(),
        None => reply,
    };
    if reply.get("access_token").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(TokenRefusal::Trouble("the token endpoint's answer has no access_token".to_owned()));
    }
    let expires_in = reply.get("expires_in").and_then(|value| match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    });
    let val = KEPT
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), reply.get(key).filter(|value| !value.is_null())?.clone())))
        .collect();
    Ok(Tokens { val, expires_in: expires_in.filter(|seconds| *seconds > 0) })
}

fn parse_reply(body: &[u8]) -> Option<Map<String, Value>> {
    if let Ok(Value::Object(reply)) = serde_json::from_slice(body) {
        return Some(reply);
    }
    let text = std::str::from_utf8(body).ok()?.trim();
    if text.starts_with('<') || !text.contains('=') {
        return None;
    }
    Some(form_urlencoded::parse(text.as_bytes()).map(|(k, v)| (k.into_owned(), Value::from(v.into_owned()))).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use composio_catalog::{AuthScheme, Catalog};
    use proptest::prelude::*;

    use super::*;

    fn scheme() -> OAuth2 {
        match Catalog::builtin().toolkit("github").unwrap().scheme("OAUTH2").unwrap() {
            AuthScheme::OAuth2(scheme) => scheme.clone(),
            other => panic!("{}", other.name()),
        }
    }

    fn client() -> OAuthClient {
        OAuthClient {
            client_id: "id".to_owned(),
            client_secret: Some("s&cret".to_owned()),
            authorization_url: "https://p.example/authorize?tenant=1".to_owned(),
            token_url: "https://p.example/token".to_owned(),
            scopes: vec!["repo".to_owned(), "user".to_owned()],
        }
    }

    /// The example of RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_s256() {
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn the_authorization_url_keeps_the_provider_s_own_query() {
        let url = authorization_url(&scheme(), &client(), "http://localhost:9900/callback", "st", Some("ch")).unwrap();
        let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        for (name, value) in [
            ("tenant", "1"),
            ("response_type", "code"),
            ("client_id", "id"),
            ("redirect_uri", "http://localhost:9900/callback"),
            ("scope", "repo user"),
            ("state", "st"),
            ("code_challenge", "ch"),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(query.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert!(!url.as_str().contains("cret"));
    }

    #[test]
    fn the_client_authenticates_where_the_provider_wants_it() {
        let grant = Grant::Code { code: "c", verifier: Some("v"), redirect_uri: "r" };
        let body = token_request(&scheme(), &client(), &grant);
        assert_eq!(
            body.body,
            "grant_type=authorization_code&code=c&redirect_uri=r&code_verifier=v&client_id=id&client_secret=s%26cret"
        );
        let mut basic = scheme();
        basic.client_auth = ClientAuth::Basic;
        basic.token_body = TokenBody::Json;
        let request = token_request(&basic, &client(), &Grant::Refresh { refresh_token: "rt" });
        assert_eq!(request.body, r#"{"grant_type":"refresh_token","refresh_token":"rt"}"#);
        assert_eq!(request.headers["authorization"], format!("Basic {}", STANDARD.encode("id:s%26cret")));
    }

    #[test]
    fn replies_are_read_as_providers_write_them() {
        for (body, expires_in) in [
            (r#"{"access_token":"t","expires_in":3600}"#, Some(3600)),
            (r#"{"access_token":"t","expires_in":"3600","scope":["a"]}"#, Some(3600)),
            (r#"{"access_token":"t","expires_in":null,"refresh_token":null}"#, None),
            ("access_token=t&expires_in=28800&scope=", Some(28_800)),
        ] {
            let tokens = read_token_reply(200, body.as_bytes(), None).ok().unwrap();
            assert_eq!((tokens.val["access_token"].as_str(), tokens.expires_in), (Some("t"), expires_in), "{body}");
            assert!(!tokens.val.contains_key("refresh_token"));
        }
    }

    #[test]
    fn tokens_are_read_from_where_the_provider_puts_them() {
        let body =
            br#"{"ok": true, "access_token": "bot", "authed_user": {"access_token": "user", "scope": "chat:write"}}"#;
        for (pointer, expected) in [(None, "bot"), (Some("/authed_user"), "user")] {
            let tokens = read_token_reply(200, body, pointer).ok().unwrap();
            assert_eq!(tokens.val["access_token"], expected);
        }
        assert!(matches!(read_token_reply(200, body, Some("/team")), Err(TokenRefusal::Trouble(_))));
    }

    #[test]
    fn refusals_say_whose_fault_it_is() {
        type Kind = fn(String) -> TokenRefusal;
        for (status, body, kind) in [
            (400, r#"{"error":"invalid_grant"}"#, TokenRefusal::Grant as Kind),
            (200, r#"{"error":"bad_verification_code"}"#, TokenRefusal::Grant),
            (401, r#"{"error":"invalid_client"}"#, TokenRefusal::Client),
            (200, "error=incorrect_client_credentials", TokenRefusal::Client),
            (200, r#"{"ok":false,"error":"token_revoked"}"#, TokenRefusal::Grant),
            (200, r#"{"ok":false,"error":"bad_client_secret"}"#, TokenRefusal::Client),
            (200, r#"{"ok":false,"error":"ratelimited"}"#, TokenRefusal::Trouble),
            (503, r#"{"error":"temporarily_unavailable"}"#, TokenRefusal::Trouble),
            (502, "<html>", TokenRefusal::Trouble),
            (200, "<html>", TokenRefusal::Trouble),
            (200, "{}", TokenRefusal::Trouble),
            (200, "", TokenRefusal::Trouble),
        ] {
            let refusal = read_token_reply(status, body.as_bytes(), None).err().unwrap();
            let expected = kind(String::new());
            assert_eq!(std::mem::discriminant(&refusal), std::mem::discriminant(&expected), "{status} {body}");
        }
    }

    proptest! {
        #[test]
        fn no_reply_makes_the_reader_panic(status in 100u16..600, body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_token_reply(status, &body, Some("/authed_user"));
        }
    }
}

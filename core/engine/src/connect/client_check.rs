//! Whether a provider knows an OAuth client: its token endpoint is asked with a code that was made up.
//!
//! A server authenticates the client before it looks at the code (RFC 6749 section 3.2.1), so what it complains of tells
//! whether it got past the client.

use composio_catalog::Toolkit;

use super::Connect;
use super::config::ConfigCredentials;
use super::oauth::{Grant, TokenRefusal};
use crate::api::account::Scheme;
use crate::api::auth_configs::{CheckAuthConfig, ClientChecked};
use crate::error::Result;
use crate::ids::random_token;

impl Connect {
    pub async fn check_client(&self, request: CheckAuthConfig) -> Result<ClientChecked> {
        let toolkit = self.toolkit(&request.toolkit)?;
        self.check_credentials(toolkit, Scheme::OAuth2, false, &request.credentials)?;
        let (scheme, client) = self.oauth_client(&ConfigCredentials::read(&request.credentials, toolkit)?, toolkit)?;
        let (code, verifier, redirect_uri) = (random_token(), random_token(), self.settings.redirect_uri());
        let verifier = scheme.pkce.then_some(verifier.as_str());
        let grant = Grant::Code { code: &code, verifier, redirect_uri: &redirect_uri };
        let refusal = self.request_tokens(&scheme, &client, &grant).await.err();
        Ok(verdict(toolkit, refusal, &redirect_uri))
    }
}

/// What the endpoint's complaint about the code says of the client.
fn verdict(toolkit: &Toolkit, refusal: Option<TokenRefusal>, redirect_uri: &str) -> ClientChecked {
    let name = &toolkit.name;
    let (accepted, message) = match refusal {
        None | Some(TokenRefusal::Grant(_)) => (Some(true), format!("{name} knows this client")),
        Some(TokenRefusal::Client(said)) => match said.split(':').next().unwrap_or_default() {
            "redirect_uri_mismatch" | "bad_redirect_uri" | "invalid_redirect_uri" => (
                Some(false),
                format!("{name} knows the client, but not its redirect URI ({said}); register {redirect_uri} there"),
            ),
            // The standard's, GitHub's (which answers `Not Found` for an id it does not know) and Slack's words.
            "invalid_client"
            | "unauthorized_client"
            | "incorrect_client_credentials"
            | "Not Found"
            | "invalid_client_id"
            | "bad_client_secret" => (
                Some(false),
                format!("{name} does not accept this client ({said}); copy client_id and client_secret again"),
            ),
            _ => (None, format!("{name} does not say whether it knows the client ({said}); connect an account to see")),
        },
        Some(TokenRefusal::Trouble(said)) => (None, format!("{name} could not be asked: {said}; try again")),
    };
    ClientChecked { accepted, message }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use composio_catalog::Catalog;

    use super::*;

    #[test]
    fn the_complaint_tells_whether_the_client_is_known() {
        let catalog = Catalog::builtin();
        let toolkit = catalog.toolkit("github").unwrap();
        let client = |said: &str| Some(TokenRefusal::Client(said.to_owned()));
        for (refusal, accepted, message) in [
            (None, Some(true), "knows this client"),
            (Some(TokenRefusal::Grant("bad_verification_code".to_owned())), Some(true), "knows this client"),
            (client("invalid_client: no such client"), Some(false), "copy client_id and client_secret"),
            (client("Not Found"), Some(false), "copy client_id and client_secret"),
            (client("redirect_uri_mismatch: no"), Some(false), "register http://localhost:9900/cb"),
            (client("unsupported_grant_type"), None, "connect an account to see"),
            (
                Some(TokenRefusal::Trouble("p.example cannot be reached".to_owned())),
                None,
                "p.example cannot be reached",
            ),
        ] {
            let checked = verdict(toolkit, refusal.clone(), "http://localhost:9900/cb");
            assert_eq!(checked.accepted, accepted, "{refusal:?}");
            assert!(checked.message.contains(message), "{checked:?}");
        }
    }
}

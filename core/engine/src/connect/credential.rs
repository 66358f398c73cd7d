//! What an account proves itself with, opened for one request.

use std::collections::BTreeMap;

use composio_catalog::Place;
use secrecy::SecretString;

/// A credential ready to be placed in a request, and the hosts it may go to.
#[derive(Debug, Clone)]
pub struct Credential {
    pub secret: CredentialSecret,
    /// Where the toolkit's base URLs point for this account: declared origin → its replacement, both without a
    /// trailing slash (`https://api.github.com` → `https://github.example.com/api/v3`). Sealed when the account was
    /// connected.
    pub base_urls: BTreeMap<String, String>,
}

/// The secret and its place in a request.
#[derive(Debug, Clone)]
pub enum CredentialSecret {
    /// A no-auth toolkit.
    None,
    /// An access token, bearer token or API key.
    Placed { value: SecretString, place: Place },
    /// HTTP Basic (RFC 7617).
    Basic { username: String, password: SecretString },
}

impl Credential {
    pub fn none() -> Self {
        Self { secret: CredentialSecret::None, base_urls: BTreeMap::new() }
    }
}

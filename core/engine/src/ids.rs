//! Identifiers and access tokens.
//!
//! An id names a row: prefixed, sortable by time, not secret. A token grants something: 256 random bits, stored only
//! as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdOf {
    Session,
    AuthConfig,
    ConnectedAccount,
    Log,
}

impl IdOf {
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Session => "trs_",
            Self::AuthConfig => "ac_",
            Self::ConnectedAccount => "ca_",
            Self::Log => "log_",
        }
    }

    /// A new id of this kind.
    pub fn mint(self) -> String {
        format!("{}{}", self.prefix(), uuid::Uuid::now_v7().simple())
    }
}

/// A random string of 256 bits, URL-safe.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without the system's randomness nothing here can be done safely.
    #[allow(clippy::expect_used)]
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// The form in which a token is stored and looked up.
pub fn hash_token(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_kind_sort_by_time() {
        let ids: Vec<_> = (0..100).map(|_| IdOf::Session.mint()).collect();
        assert!(ids.is_sorted() && ids.iter().all(|id| id.starts_with("trs_")));
    }
}

//! Connected accounts and the attempts that lead to them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The protocol's names of the ways to sign in that this engine speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    #[serde(rename = "OAUTH2")]
    OAuth2,
    #[serde(rename = "API_KEY")]
    ApiKey,
    #[serde(rename = "BEARER_TOKEN")]
    BearerToken,
    #[serde(rename = "BASIC")]
    Basic,
    #[serde(rename = "NO_AUTH")]
    NoAuth,
}

impl Scheme {
    pub const ALL: [Self; 5] = [Self::OAuth2, Self::ApiKey, Self::BearerToken, Self::Basic, Self::NoAuth];

    pub fn name(self) -> &'static str {
        match self {
            Self::OAuth2 => "OAUTH2",
            Self::ApiKey => "API_KEY",
            Self::BearerToken => "BEARER_TOKEN",
            Self::Basic => "BASIC",
            Self::NoAuth => "NO_AUTH",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }
}

/// What the protocol says of a connection; a projection of attempt and account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// A link was made; nobody has followed it yet.
    Initializing,
    /// The user is at the provider.
    Initiated,
    Active,
    /// Disabled by the application.
    Inactive,
    /// The attempt ended badly.
    Failed,
    /// The attempt ran out of time, or the provider no longer takes the credential.
    Expired,
    Revoked,
}

impl Status {
    pub const ALL: [Self; 7] =
        [Self::Initializing, Self::Initiated, Self::Active, Self::Inactive, Self::Failed, Self::Expired, Self::Revoked];

    pub fn name(self) -> &'static str {
        match self {
            Self::Initializing => "INITIALIZING",
            Self::Initiated => "INITIATED",
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Failed => "FAILED",
            Self::Expired => "EXPIRED",
            Self::Revoked => "REVOKED",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Whether an account's credential still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Active,
    /// The provider refuses to refresh it.
    Expired,
    Revoked,
}

/// One user's credential for one toolkit.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: String,
    pub user_id: String,
    pub toolkit: String,
    pub auth_config_id: String,
    pub scheme: Scheme,
    /// Unique per user and toolkit.
    pub alias: Option<String>,
    /// Whose credential it is, as the provider said when it was connected.
    pub identity: Option<String>,
    pub standing: Standing,
    pub reason: Option<String>,
    pub disabled: bool,
    /// Raised whenever the credential is replaced.
    pub generation: i64,
    pub sealed: Vec<u8>,
    /// When the access token ends, if the provider said.
    pub expires_at: Option<DateTime<Utc>>,
    pub connected_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Account {
    pub fn status(&self) -> Status {
        match (self.standing, self.disabled) {
            (Standing::Expired, _) => Status::Expired,
            (Standing::Revoked, _) => Status::Revoked,
            (Standing::Active, true) => Status::Inactive,
            (Standing::Active, false) => Status::Active,
        }
    }
}

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The link was made.
    Linked,
    /// The link was followed; the provider has the user.
    Followed,
    Completed,
    Failed,
}

/// One try to connect an account.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub id: String,
    /// The account it will create, or reconnects.
    pub account_id: String,
    pub user_id: String,
    pub toolkit: String,
    pub auth_config_id: String,
    pub scheme: Scheme,
    pub alias: Option<String>,
    pub callback_url: Option<String>,
    /// The application the user deals with, as it called itself when it made the link.
    pub application: String,
    pub phase: Phase,
    pub reason: Option<String>,
    /// Hash of the cookie set when the link was followed.
    pub cookie_hash: Option<Vec<u8>>,
    /// The PKCE verifier and the resolved client, sealed.
    pub sealed: Option<Vec<u8>>,
    pub deadline: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Attempt {
    /// The protocol's status of an account that exists only as this attempt.
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        match self.phase {
            Phase::Linked | Phase::Followed if self.deadline <= now => Status::Expired,
            Phase::Linked => Status::Initializing,
            Phase::Followed => Status::Initiated,
            Phase::Completed => Status::Active,
            Phase::Failed => Status::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn attempt(phase: Phase) -> Attempt {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        Attempt {
            id: "at".to_owned(),
            account_id: "ca".to_owned(),
            user_id: "u".to_owned(),
            toolkit: "github".to_owned(),
            auth_config_id: "ac".to_owned(),
            scheme: Scheme::OAuth2,
            alias: None,
            callback_url: None,
            application: String::new(),
            phase,
            reason: None,
            cookie_hash: None,
            sealed: None,
            deadline: at(600),
            created_at: at(0),
            updated_at: at(0),
        }
    }

    #[test]
    fn the_status_of_an_attempt_follows_its_phase_until_the_deadline() {
        for (phase, before, after) in [
            (Phase::Linked, Status::Initializing, Status::Expired),
            (Phase::Followed, Status::Initiated, Status::Expired),
            (Phase::Completed, Status::Active, Status::Active),
            (Phase::Failed, Status::Failed, Status::Failed),
        ] {
            let attempt = attempt(phase);
            let at = |second| DateTime::from_timestamp(second, 0).unwrap();
            assert_eq!(attempt.status(at(599)), before);
            assert_eq!(attempt.status(at(600)), after);
        }
    }
}

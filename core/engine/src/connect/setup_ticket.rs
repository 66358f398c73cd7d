//! Tickets of kind `setup`: a page on which the operator, and nobody else, makes an OAuth client at a provider.
//!
//! What the page is about is the subject, a text of whoever serves the page.

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::Connect;
use crate::error::{Error, LINK_EXPIRED, LINK_NOT_FOUND, LINK_USED, Result};
use crate::ids::{hash_token, random_token};
use crate::store::Ticket;

const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// A ticket that was just issued. Its token opens the page, so it does not print.
pub struct SetupTicket {
    pub token: String,
    /// Where the page is served.
    pub origin: Url,
    pub expires_at: DateTime<Utc>,
}

impl Connect {
    /// Issues a ticket, once something serves its page.
    pub async fn issue_setup(&self, subject: String) -> Result<SetupTicket> {
        let origin = self.origin().await?;
        let token = random_token();
        let expires_at = self.clock.now() + LIFETIME;
        let ticket = Ticket { hash: hash_token(&token), kind: "setup", subject, expires_at };
        self.rows.issue_ticket(&ticket).await?;
        Ok(SetupTicket { token, origin, expires_at })
    }

    /// The subject of a ticket that still stands, or why it does not: used up, too late, unknown.
    pub async fn setup_subject(&self, token: &str) -> Result<String> {
        let ticket = self.rows.ticket(&hash_token(token)).await?.ok_or_else(|| {
            Error::new(LINK_NOT_FOUND, "this page is not known here; run the setup again for a new one")
        })?;
        if ticket.consumed {
            return Err(Error::new(LINK_USED, "this page has done its work; run the setup again for a new one"));
        }
        if ticket.expires_at <= self.clock.now() {
            let message = "this page has expired (it works for ten minutes); run the setup again for a new one";
            return Err(Error::new(LINK_EXPIRED, message));
        }
        Ok(ticket.subject)
    }

    /// Uses a ticket up. False when somebody was first or its time is over.
    pub async fn finish_setup(&self, token: &str) -> Result<bool> {
        self.rows.consume_ticket(&hash_token(token), self.clock.now()).await
    }
}

//! The page on which the operator makes an OAuth client: its ticket, for whoever serves the page.

use crate::connect::SetupTicket;
use crate::engine::Engine;
use crate::error::Result;

impl Engine {
    /// Issues a ticket; `subject` says what the page is about.
    pub async fn issue_setup(&self, subject: String) -> Result<SetupTicket> {
        self.connect().issue_setup(subject).await
    }

    /// The subject of a ticket that still stands.
    pub async fn setup_subject(&self, token: &str) -> Result<String> {
        self.connect().setup_subject(token).await
    }

    /// Uses a ticket up. False when somebody was first or its time is over.
    pub async fn finish_setup(&self, token: &str) -> Result<bool> {
        self.connect().finish_setup(token).await
    }
}

//! Tokens that open one session over MCP, and nothing else.

use crate::engine::Engine;
use crate::error::{Error, Result, TOKEN_REFUSED};
use crate::ids::{hash_token, random_token};

impl Engine {
    /// A new token for that session alone; it ends with the session.
    pub async fn mint_session_token(&self, session_id: &str) -> Result<String> {
        let session = self.session(session_id).await?;
        let token = format!("st_{}", random_token());
        self.rows().insert_session_token(&session.id, &hash_token(&token), self.clock().now()).await?;
        Ok(token)
    }

    /// Fails unless the token was minted for that session.
    pub async fn check_session_token(&self, session_id: &str, token: &str) -> Result<()> {
        match self.rows().session_of_token(&hash_token(token)).await? {
            Some(owner) if owner == session_id => Ok(()),
            _ => Err(Error::new(
                TOKEN_REFUSED,
                "this token does not open this session; send the headers of `session.mcp.headers`",
            )),
        }
    }
}

//! Taking up a session again in another process, with the definitions of the custom tools that process brings.

use serde_json::Map;

use super::{options, validate};
use crate::api::sessions::{AttachSession, SessionView};
use crate::engine::Engine;
use crate::error::{Error, REQUEST_UNKNOWN_OPTION, Result};
use crate::operations::Handle;

/// How often a change by somebody else in between is met by starting again.
const TRIES: usize = 5;

impl Handle<AttachSession> for Engine {
    /// Definitions that are the stored ones change nothing, so that a process may attach at each start.
    async fn handle(&self, request: AttachSession) -> Result<SessionView> {
        let experimental = request.experimental.unwrap_or_default();
        if let Some(other) = experimental.keys().find(|key| !matches!(key.as_str(), "custom_tools" | "custom_toolkits"))
        {
            return Err(Error::new(
                REQUEST_UNKNOWN_OPTION,
                format!(
                    "`experimental.{other}` is not for `sessions.attach`, which takes `custom_tools` and \
                     `custom_toolkits`; use `sessions.update`"
                ),
            )
            .with("option", format!("experimental.{other}")));
        }
        let options = Map::from_iter([("experimental".to_owned(), experimental.into())]);
        let mut tries = 1;
        loop {
            let mut session = self.session(&request.session_id).await?;
            let mut config = options::update(&session.config, &options)?;
            let warnings = validate::validate(&mut config, self.catalog())?;
            if config == session.config {
                return Ok(self.session_view(&session, warnings));
            }
            session.configure(config);
            match self.store_update(session).await {
                Ok(session) => return Ok(self.session_view(&session, warnings)),
                Err(error) if tries == TRIES => return Err(error),
                Err(error) if error.is(crate::error::CONFIG_CONFLICT) => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

//! Talking to a token endpoint.

use std::time::Duration;

use composio_catalog::OAuth2;

use super::Connect;
use super::oauth::{Grant, OAuthClient, TokenRefusal, Tokens, read_token_reply, token_request};

const TIMEOUT: Duration = Duration::from_secs(30);
/// More than any token reply.
const REPLY_CAP: usize = 256 * 1024;

impl Connect {
    pub(super) async fn request_tokens(
        &self,
        scheme: &OAuth2,
        client: &OAuthClient,
        grant: &Grant<'_>,
    ) -> Result<Tokens, TokenRefusal> {
        // A refreshed token stands at the top wherever the first one stood.
        let pointer = scheme.token_pointer.as_deref().filter(|_| matches!(grant, Grant::Code { .. }));
        let request = token_request(scheme, client, grant);
        let mut builder = self.http.post(&request.url).timeout(TIMEOUT).body(request.body);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        // The error's own text may hold the URL but never the body; the URL holds no secret.
        let trouble = |error: reqwest::Error| TokenRefusal::Trouble(describe(&error));
        let mut response = builder.send().await.map_err(trouble)?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(trouble)? {
            if body.len() + chunk.len() > REPLY_CAP {
                return Err(TokenRefusal::Trouble("the token endpoint's answer is far too long".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        read_token_reply(status, &body, pointer)
    }
}

fn describe(error: &reqwest::Error) -> String {
    let host = error.url().and_then(|url| url.host_str()).unwrap_or("the token endpoint");
    if error.is_timeout() {
        format!("{host} did not answer in time")
    } else if error.is_connect() {
        format!("{host} cannot be reached")
    } else {
        format!("the answer of {host} broke off")
    }
}

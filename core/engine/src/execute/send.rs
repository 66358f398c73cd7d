//! The conversation with the provider: a request goes out, its answer is read within limits, reads are tried again.

use std::error::Error as _;
use std::sync::Arc;

use ::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use bytes::{Bytes, BytesMut};

use super::Limits;
use super::failure::{Failure, What};
use super::place::Authorized;
use super::request::Effect;
use super::retry;
use crate::clock::Clock;
use crate::error::{Error, INTERNAL, Result};

/// A provider's answer, whatever it says.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// An answer, or why there is none.
pub type Outcome = Result<Answer, Failure>;

#[derive(Clone)]
pub(super) struct Sender {
    http: reqwest::Client,
    clock: Arc<dyn Clock>,
    limits: Limits,
}

impl Sender {
    pub(super) fn new(http: reqwest::Client, clock: Arc<dyn Clock>, limits: Limits) -> Self {
        Self { http, clock, limits }
    }

    pub(super) fn result_cap(&self) -> usize {
        self.limits.result_cap
    }

    /// Sends a request; a read again when that may help, a write once.
    pub(super) async fn send(&self, authorized: &Authorized) -> Result<Outcome> {
        let mut tried = 0;
        loop {
            let outcome = self.once(authorized).await?;
            tried += 1;
            let wait = match authorized.effect() {
                Effect::Read => retry::wait(&outcome, tried, self.clock.now(), random()?),
                Effect::Write => None,
            };
            let Some(wait) = wait else { return Ok(outcome) };
            tracing::debug!(host = authorized.host(), tried, ?wait, "a read is tried again");
            self.clock.sleep(wait).await;
        }
    }

    async fn once(&self, authorized: &Authorized) -> Result<Outcome> {
        let mut request = authorized.to_request()?;
        *request.timeout_mut() = Some(self.limits.request_timeout);
        if request.body().is_none() && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
            // Not said on its own by the client, and some servers refuse such a request without it.
            request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(0));
        }
        let outcome = match self.http.execute(request).await {
            Ok(response) => self.read(response).await,
            Err(error) => Err(self.what(&error)),
        };
        Ok(outcome.map_err(|what| Failure { host: authorized.host(), what }))
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Answer, What> {
        let too_large = What::TooLarge { status: response.status(), cap: self.limits.result_cap };
        let announced = response.content_length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |length| length > self.limits.result_cap) {
            return Err(too_large);
        }
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.what(&error))? {
            if body.len() + chunk.len() > self.limits.result_cap {
                return Err(too_large);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body: body.freeze() })
    }

    /// The innermost cause says it best; reqwest's own text holds the URL, which may hold a credential.
    fn what(&self, error: &reqwest::Error) -> What {
        let mut cause = error.source();
        while let Some(inner) = cause.and_then(std::error::Error::source) {
            cause = Some(inner);
        }
        let cause = cause.map_or_else(|| "no cause is known".to_owned(), ToString::to_string);
        if error.is_connect() {
            What::NotConnected { cause }
        } else if error.is_timeout() {
            What::TimedOut { after: self.limits.request_timeout }
        } else {
            What::Lost { cause }
        }
    }
}

fn random() -> Result<u32> {
    getrandom::u32().map_err(|error| Error::new(INTERNAL, format!("the machine has no random numbers: {error}")))
}

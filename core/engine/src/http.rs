//! The one HTTP client of the engine.
//!
//! rustls on ring, configured here and never through a process-wide default. The bundled roots make it work in an image
//! without certificates; the system's own roots, or the file that `SSL_CERT_FILE` names, come on top. Redirects are not
//! followed: whoever sends decides where a credential goes. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};

use crate::error::{Error, INTERNAL, Result};

/// How the engine names itself; some providers refuse the nameless.
pub const USER_AGENT: &str = concat!("composio/", env!("CARGO_PKG_VERSION"));

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Builds the client. An engine builds one and clones it: clones share their connections.
pub fn client() -> Result<reqwest::Client> {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls()?)
        .redirect(reqwest::redirect::Policy::none())
        .tcp_nodelay(true)
        .connect_timeout(CONNECT_TIMEOUT)
        .user_agent(USER_AGENT)
        .build()
        .map_err(|error| unusable(&error))
}

/// Reading the machine's certificates takes longer than the rest of an engine's start, so a process does it once.
fn tls() -> Result<ClientConfig> {
    static TLS: OnceLock<ClientConfig> = OnceLock::new();
    if let Some(tls) = TLS.get() {
        return Ok(tls.clone());
    }
    let mut tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?
        .with_root_certificates(roots())
        .with_no_client_auth();
    // A configuration that is passed in is taken as it is, without the protocols reqwest itself would offer.
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TLS.get_or_init(|| tls).clone())
}

fn unusable(error: &dyn std::fmt::Display) -> Error {
    Error::new(INTERNAL, format!("no HTTP client: {error}"))
}

fn roots() -> RootCertStore {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let system = rustls_native_certs::load_native_certs();
    for error in &system.errors {
        tracing::warn!(%error, "a root certificate of this machine could not be read");
    }
    let (_, unusable) = roots.add_parsable_certificates(system.certs);
    if unusable > 0 {
        tracing::debug!(unusable, "root certificates of this machine that are no roots");
    }
    roots
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    #[tokio::test]
    async fn it_names_itself_and_follows_no_redirect() {
        let server = MockServer::start().await;
        let elsewhere = ResponseTemplate::new(302).insert_header("location", format!("{}/elsewhere", server.uri()));
        Mock::given(any()).respond_with(elsewhere).mount(&server).await;
        let response = client().unwrap().get(server.uri()).send().await.unwrap();
        assert_eq!(response.status(), 302);
        let requests = server.received_requests().await.unwrap();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].headers["user-agent"], USER_AGENT);
    }

    #[test]
    fn the_bundled_roots_are_there_without_any_of_the_system() {
        assert!(roots().roots.len() >= webpki_roots::TLS_SERVER_ROOTS.len());
    }
}

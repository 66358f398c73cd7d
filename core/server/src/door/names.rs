//! The names we answer to: which `Host` and which `Origin` are ours.
//!
//! A page elsewhere can make a browser send us requests, and can point a host name of its own at 127.0.0.1 (DNS
//! rebinding). Neither can make the browser lie in these two headers.

use http::uri::Authority;
use url::Url;

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Every address under which this listener may be spoken to.
#[derive(Debug)]
pub(crate) struct Names {
    names: Vec<Name>,
    canonical: Option<Url>,
}

#[derive(Debug, PartialEq, Eq)]
struct Name {
    scheme: String,
    host: String,
    port: u16,
}

impl Name {
    fn of(url: &Url) -> Option<Self> {
        Some(Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str()?.to_ascii_lowercase(),
            port: url.port_or_known_default()?,
        })
    }

    /// Whether a `Host` header means this name. Without a port it means the scheme's own.
    fn is_host(&self, host: &str) -> bool {
        let Ok(authority) = Authority::try_from(host) else { return false };
        let default = if self.scheme == "https" { 443 } else { 80 };
        // An authority may carry `user@`, a `Host` header may not.
        !host.contains('@')
            && authority.host().eq_ignore_ascii_case(&self.host)
            && authority.port_u16().unwrap_or(default) == self.port
    }
}

impl Names {
    /// The names of a listener on `port` of the loopback: that port's own, and those people were given.
    pub fn new(port: u16, connect_origin: Option<&Url>, public_url: Option<&Url>) -> Self {
        let loopback = LOOPBACK.iter().map(|host| Name { scheme: "http".into(), host: (*host).into(), port });
        let given = connect_origin.into_iter().chain(public_url).filter_map(Name::of);
        let canonical = connect_origin.filter(|_| public_url.is_none()).cloned();
        Self { names: loopback.chain(given).collect(), canonical }
    }

    pub fn has_host(&self, host: &str) -> bool {
        self.names.iter().any(|name| name.is_host(host))
    }

    pub fn has_origin(&self, origin: &str) -> bool {
        Url::parse(origin).ok().as_ref().and_then(Name::of).is_some_and(|name| self.names.contains(&name))
    }

    /// The address that browsers must use instead, when they came under another of our names: the cookie of an attempt
    /// has to be on the very host of the redirect URI. Behind a forwarder the `Host` says nothing, so nobody is sent.
    pub fn instead_of(&self, host: &str) -> Option<&Url> {
        let canonical = self.canonical.as_ref()?;
        let name = Name::of(canonical)?;
        (!name.is_host(host)).then_some(canonical)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn only_our_own_names_are_hosts() {
        let local = Names::new(9900, Some(&url("http://localhost:9900")), None);
        let public = Names::new(9900, Some(&url("http://localhost:9900")), Some(&url("https://agent.example")));
        for (names, host, expected) in [
            (&local, "localhost:9900", true),
            (&local, "LOCALHOST:9900", true),
            (&local, "127.0.0.1:9900", true),
            (&local, "[::1]:9900", true),
            (&local, "localhost", false),
            (&local, "localhost:9901", false),
            (&local, "evil.example:9900", false),
            (&local, "localhost.evil.example:9900", false),
            (&local, "evil@localhost:9900", false),
            (&local, "agent.example", false),
            (&local, "", false),
            (&public, "agent.example", true),
            (&public, "agent.example:443", true),
            (&public, "agent.example:80", false),
            (&public, "localhost:9900", true),
        ] {
            assert_eq!(names.has_host(host), expected, "{host}");
        }
    }

    #[test]
    fn only_our_own_names_are_origins() {
        let names = Names::new(9900, Some(&url("http://localhost:9900")), Some(&url("https://agent.example")));
        for (origin, expected) in [
            ("http://localhost:9900", true),
            ("http://127.0.0.1:9900", true),
            ("https://agent.example", true),
            ("http://agent.example", false),
            ("https://agent.example:9900", false),
            ("http://localhost:3000", false),
            ("https://evil.example", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(names.has_origin(origin), expected, "{origin}");
        }
    }

    #[test]
    fn a_browser_under_another_name_is_sent_to_the_origin_unless_something_forwards() {
        let origin = url("http://localhost:9900");
        let local = Names::new(9900, Some(&origin), None);
        assert_eq!(local.instead_of("localhost:9900"), None);
        assert_eq!(local.instead_of("127.0.0.1:9900"), Some(&origin));
        let public = Names::new(9900, Some(&origin), Some(&url("https://agent.example")));
        assert_eq!(public.instead_of("127.0.0.1:9900"), None);
    }
}

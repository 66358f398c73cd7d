//! The front door of a home: who listens where, and since when.
//!
//! A home has one Connect origin. Whichever of its processes holds the port serves the links of all; the others watch
//! while attempts are open, and take the port over when it becomes free. MCP comes along on the origin in the process
//! that holds it, and elsewhere has a port of its own.

mod bind;
pub(crate) mod guard;
pub(crate) mod names;
pub(crate) mod neighbour;
mod serving;
mod watch;

use std::io;
use std::sync::{Arc, Weak};

use async_trait::async_trait;
use composio_core::connect::FrontDoor;
use composio_core::error::{ENGINE_CLOSED, ORIGIN_UNAVAILABLE};
use composio_core::{Engine, Error, Result, Settings};
use tokio::sync::{Mutex, MutexGuard};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::names::Names;
use self::serving::Serving;
use crate::site::{self, Site};

/// The listeners of one engine. The engine knows its door only weakly, so that dropping the door ends both.
pub(crate) struct Door {
    me: Weak<Self>,
    engine: Engine,
    state: Mutex<State>,
    closing: CancellationToken,
}

/// Who holds the port of the Connect origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    Nobody,
    /// This process, or another one of the same home.
    Ours,
    Foreign,
}

/// Who holds a port, as far as it can be told of a home that has no store yet, which nobody can be serving.
pub(crate) fn holder_without_home(port: u16) -> io::Result<Holder> {
    match bind::origin(port) {
        Ok(_) => Ok(Holder::Nobody),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Ok(Holder::Foreign),
        Err(error) => Err(error),
    }
}

/// The port of the Connect origin. Settings admit no address without one: the scheme is http, whose own port is 80.
pub(crate) fn port(settings: &Settings) -> u16 {
    settings.connect_origin.port_or_known_default().unwrap_or(80)
}

#[derive(Default)]
struct State {
    origin: Option<Serving>,
    own_port: Option<(u16, Serving)>,
    watching: bool,
}

impl Door {
    pub fn new(engine: Engine) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            me: me.clone(),
            engine,
            state: Mutex::default(),
            closing: CancellationToken::new(),
        })
    }

    /// The address users open, without a slash at the end.
    pub fn public_base(&self) -> String {
        let settings = self.engine.settings();
        settings.public_url.as_ref().unwrap_or(&settings.connect_origin).as_str().trim_end_matches('/').to_owned()
    }

    /// Makes sure that this process serves MCP, and says under which address.
    pub async fn open_for_mcp(&self) -> Result<String> {
        let mut state = self.unless_closed().await?;
        match self.take_origin(&mut state) {
            Ok(()) => return Ok(self.public_base()),
            Err(error) => tracing::debug!(%error, "the Connect origin is not ours; MCP gets a port of its own"),
        }
        let port = match &state.own_port {
            Some((port, _)) => *port,
            None => {
                let (port, serving) = self.serve_own_port().map_err(|error| {
                    Error::new(ORIGIN_UNAVAILABLE, format!("no port of 127.0.0.1 is free for MCP: {error}"))
                })?;
                state.own_port = Some((port, serving));
                port
            }
        };
        Ok(format!("http://127.0.0.1:{port}"))
    }

    /// Whether this process listens, or waits for the port.
    pub fn is_open(&self) -> bool {
        // Whoever holds the lock is opening or closing it just now.
        self.state.try_lock().map_or(true, |state| state.origin.is_some() || state.own_port.is_some() || state.watching)
    }

    /// Who holds the port of the origin, without taking it.
    pub async fn holder(&self) -> io::Result<Holder> {
        if self.state.lock().await.origin.is_some() {
            return Ok(Holder::Ours);
        }
        match holder_without_home(self.port())? {
            Holder::Foreign if neighbour::serves(self.engine.home_id(), self.port()).await => Ok(Holder::Ours),
            holder => Ok(holder),
        }
    }

    /// Stops listening for good. The ports are free when this returns.
    pub async fn close(&self) {
        self.closing.cancel();
        let mut state = self.state.lock().await;
        let own_port = state.own_port.take().map(|(_, serving)| serving);
        let origin = state.origin.take();
        tokio::join!(stop(origin), stop(own_port));
    }

    async fn unless_closed(&self) -> Result<MutexGuard<'_, State>> {
        let state = self.state.lock().await;
        if self.closing.is_cancelled() {
            return Err(Error::new(ENGINE_CLOSED, "this engine is closed; open a new one"));
        }
        Ok(state)
    }

    /// Binds and serves the origin, unless this process does already.
    fn take_origin(&self, state: &mut State) -> io::Result<()> {
        if state.origin.is_none() {
            let settings = self.engine.settings();
            let names = Names::new(self.port(), Some(&settings.connect_origin), settings.public_url.as_ref());
            let listeners = bind::origin(self.port())?;
            state.origin = Some(Serving::start(listeners, site::origin(self.site(names)))?);
            tracing::debug!(origin = %settings.connect_origin, "serving Connect and MCP");
        }
        Ok(())
    }

    fn serve_own_port(&self) -> io::Result<(u16, Serving)> {
        let (listener, port) = bind::any()?;
        let site = self.site(Names::new(port, None, None));
        Ok((port, Serving::start(vec![listener], site::mcp_only(site))?))
    }

    fn site(&self, names: Names) -> Site {
        Site { engine: self.engine.clone(), names: Arc::new(names) }
    }

    fn port(&self) -> u16 {
        port(self.engine.settings())
    }

    fn unavailable(&self, why: &str) -> Error {
        let settings = self.engine.settings();
        let origin = settings.connect_origin.as_str().trim_end_matches('/');
        Error::new(
            ORIGIN_UNAVAILABLE,
            format!(
                "port {} of the Connect origin {origin} {why}. Stop that program; or set COMPOSIO_CONNECT_ORIGIN (or \
                 `connect_origin` in composio.toml) to an address with a free port, such as http://localhost:9911, and \
                 register its redirect URI with your OAuth apps instead of {}",
                self.port(),
                settings.redirect_uri(),
            ),
        )
        .with("origin", origin)
        .with("port", self.port().to_string())
        .with("redirect_uri", settings.redirect_uri())
    }
}

#[async_trait]
impl FrontDoor for Door {
    async fn open(&self) -> Result<Url> {
        let mut state = self.unless_closed().await?;
        let public = self.engine.settings().public_url.as_ref().unwrap_or(&self.engine.settings().connect_origin);
        if let Err(error) = self.take_origin(&mut state) {
            if error.kind() != io::ErrorKind::AddrInUse {
                return Err(self.unavailable(&format!("cannot be used: {error}")));
            }
            if neighbour::serves(self.engine.home_id(), self.port()).await {
                if !std::mem::replace(&mut state.watching, true) {
                    watch::start(self.me.clone(), self.closing.clone());
                }
            } else if self.take_origin(&mut state).is_err() {
                // Not even now, so it was no neighbour that left while it was asked.
                return Err(self.unavailable("is held by another program, or by Composio for another home"));
            }
        }
        Ok(public.clone())
    }
}

async fn stop(serving: Option<Serving>) {
    if let Some(serving) = serving {
        serving.stop().await;
    }
}

//! A clock that stands still until it is moved.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use composio_core::clock::Clock;
use tokio::sync::watch;

pub struct StillClock(watch::Sender<DateTime<Utc>>);

impl StillClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(watch::channel(Utc::now()).0))
    }

    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|now| *now += by);
    }
}

#[async_trait]
impl Clock for StillClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.borrow()
    }

    async fn sleep(&self, duration: Duration) {
        let mut now = self.0.subscribe();
        let until = self.now() + duration;
        let _ = now.wait_for(|now| *now >= until).await;
    }
}

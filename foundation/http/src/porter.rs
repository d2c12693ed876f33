//! What the door needs from the rest of the house: who is it, in which words to answer, how an error page looks, and
//! the settings. Given once, shared by every request.

use crate::limits::Limiters;
use crate::trouble::Problem;
use crate::visit::Visit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tb_config::{Config, Network};
use tb_kernel::{Actor, Clock, Entropy, FieldFault, Outcome, Refusal};
use tokio::sync::watch;

/// Finds out who a session or a bearer token belongs to, from the database, at every request, so that a role that ended
/// does not reach the next one. Implemented by the application's state.
pub trait Recognise: Send + Sync + 'static {
    /// The actor of a session cookie's token; `None` when it is unknown, ended or expired.
    ///
    /// # Errors
    /// When the database cannot say.
    fn actor_for_session(&self, token: &str) -> impl Future<Output = Outcome<Option<Actor>>> + Send;
    /// The actor of a bearer token; `None` when it is unknown, revoked or expired.
    ///
    /// # Errors
    /// When the database cannot say.
    fn actor_for_bearer(&self, token: &str) -> impl Future<Output = Outcome<Option<Actor>>> + Send;
}

/// The words of problem documents and error pages.
pub trait Voice: Send + Sync + 'static {
    /// The language for this caller.
    fn negotiate(&self, accept_language: Option<&str>, chosen: Option<&str>) -> &'static str;
    fn say(&self, lang: &str, key: &str) -> String;
    fn refusal(&self, lang: &str, refusal: &Refusal) -> String;
    fn field(&self, lang: &str, fault: &FieldFault) -> String;
}

/// Renders the page for a trouble, as HTML. The visit's actor may be a visitor even if somebody is signed in.
pub type ErrorPage = Arc<dyn Fn(&Visit, &Problem) -> String + Send + Sync>;

/// Everything the door may be told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Cookies only over TLS, and browsers told to use nothing else.
    pub secure: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// From where `/metrics` may be read.
    pub metrics_from: Vec<Network>,
    pub limits: tb_config::Limits,
    /// How long a handler may take; a write goes on afterwards, only its answer is given up.
    pub patience: Duration,
    /// Where a person signs in; `next` is added.
    pub sign_in: &'static str,
    /// One more origin from which images (map tiles) may load.
    pub tiles: Option<String>,
}

/// How long a handler may take.
const PATIENCE: Duration = Duration::from_secs(30);

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            secure: false,
            trusted_proxies: Vec::new(),
            metrics_from: Vec::new(),
            limits: tb_config::Limits::default(),
            patience: PATIENCE,
            sign_in: "/sign-in",
            tiles: None,
        }
    }
}

impl Settings {
    pub fn of(config: &Config) -> Settings {
        Settings {
            secure: config.cookies_secure,
            trusted_proxies: config.trusted_proxies.clone(),
            metrics_from: config.metrics_from.clone(),
            limits: config.limits.clone(),
            tiles: config.map_tiles.as_deref().and_then(origin),
            ..Settings::default()
        }
    }
}

/// `https://tiles.example` of `https://tiles.example/{z}/{x}/{y}.png`.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?;
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    (matches!(scheme, "http" | "https") && !host.is_empty() && plain).then(|| format!("{scheme}://{host}"))
}

/// The door's own things, shared by every request.
pub struct Porter {
    pub voice: Arc<dyn Voice>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<Entropy>,
    pub error_page: ErrorPage,
    pub settings: Settings,
    pub in_flight: InFlight,
    pub(crate) csrf_key: [u8; 32],
    pub(crate) limiters: Limiters,
    draining: AtomicBool,
}

impl Porter {
    /// `csrf_key` must be the same in every process of an installation and unknown outside.
    pub fn new(
        voice: Arc<dyn Voice>,
        clock: Arc<dyn Clock>,
        entropy: Arc<Entropy>,
        csrf_key: [u8; 32],
        settings: Settings,
    ) -> Porter {
        Porter {
            voice,
            clock,
            entropy,
            error_page: Arc::new(crate::error_page::plain_error_page),
            limiters: Limiters::of(&settings.limits),
            settings,
            in_flight: InFlight::default(),
            csrf_key,
            draining: AtomicBool::new(false),
        }
    }
    #[must_use]
    pub fn with_error_page(mut self, page: impl Fn(&Visit, &Problem) -> String + Send + Sync + 'static) -> Porter {
        self.error_page = Arc::new(page);
        self
    }
    /// From now on `/readyz` says no, so that a balancer sends nobody here any more.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }
}

/// Counts the writes that are being worked on, also those whose caller went away.
#[derive(Clone)]
pub struct InFlight(Arc<watch::Sender<usize>>);

impl Default for InFlight {
    fn default() -> InFlight {
        InFlight(Arc::new(watch::Sender::new(0)))
    }
}

impl InFlight {
    pub(crate) fn begin(&self) -> Working {
        self.0.send_modify(|count| *count += 1);
        Working(self.clone())
    }
    pub fn count(&self) -> usize {
        *self.0.borrow()
    }
    /// Returns once none is left.
    pub async fn none_left(&self) {
        // Fails only when the sender is gone, and this holds it.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// One piece of work; ends when dropped, also by a panic.
pub(crate) struct Working(InFlight);
impl Drop for Working {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}

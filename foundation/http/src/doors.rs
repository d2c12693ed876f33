//! The only way to mount routes. Each handler comes with its [`Entry`]; the guard stands before it.

use crate::entry::Entry;
use crate::guard::guard;
use crate::outer;
use crate::porter::{Porter, Recognise};
use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn;
use axum::routing::{MethodRouter, on};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Routes with their entries, not yet mounted.
pub struct Doors<S> {
    routes: Vec<(Entry, MethodRouter<S>)>,
}

impl<S> Default for Doors<S>
where
    S: Recognise + Clone,
{
    fn default() -> Doors<S> {
        Doors::new()
    }
}

impl<S> Doors<S>
where
    S: Recognise + Clone,
{
    pub fn new() -> Doors<S> {
        Doors { routes: Vec::new() }
    }

    /// Adds one route.
    #[must_use]
    pub fn add<H, T>(self, entry: Entry, handler: H) -> Doors<S>
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.route(entry, on(entry.verb.filter(), handler))
    }

    /// Adds one route whose method router was made elsewhere; it must answer `entry.verb` and nothing else.
    #[must_use]
    pub fn route(mut self, entry: Entry, handler: MethodRouter<S>) -> Doors<S> {
        self.routes.push((entry, handler));
        self
    }

    /// Adds all routes of another part.
    #[must_use]
    pub fn and(mut self, other: Doors<S>) -> Doors<S> {
        self.routes.extend(other.routes);
        self
    }

    /// Every route and what it says about itself: from this the access matrix is made.
    pub fn manifest(&self) -> Vec<Entry> {
        self.routes.iter().map(|(entry, _)| *entry).collect()
    }

    /// Routes that contradict each other (the same verb and path twice); empty when all is well.
    pub fn clashes(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let twice = self.routes.iter().filter(|(entry, _)| !seen.insert((entry.verb, entry.path)));
        twice.map(|(entry, _)| format!("{} {}", entry.verb.method(), entry.path)).collect()
    }

    /// The router: each handler behind its guard, all behind the outer layers.
    ///
    /// # Panics
    /// When two routes clash or a path is malformed, at start, with the path in the message.
    pub fn mount(self, porter: Arc<Porter>, state: S) -> Router {
        let clashes = self.clashes();
        assert!(clashes.is_empty(), "mounted twice: {clashes:?}");
        let mut router = Router::new();
        for (entry, handler) in self.routes {
            let (porter, state) = (porter.clone(), state.clone());
            let guarded = handler
                .route_layer(from_fn(move |request, next| guard(porter.clone(), state.clone(), entry, request, next)));
            router = router.route(entry.path, guarded);
        }
        outer::wrap(router.fallback(outer::nothing_here).with_state(state), porter)
    }
}

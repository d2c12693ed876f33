//! What handlers are handed: who asks or does, and where a page starts; the path, the query and the body come from
//! foundation/http.

use crate::Api;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;
use std::sync::Arc;
use tb_house::House;
use tb_http::{Answer, IdempotencyKey, Trouble, Visit};
use tb_journal::{Command, Key};
use tb_kernel::{Actor, Cursor, Outcome, PageSize, PersonId, Refusal};
use utoipa::IntoParams;

/// Somebody who asks.
pub(crate) struct Asks {
    pub(crate) house: Arc<House>,
    pub(crate) actor: Actor,
    pub(crate) visit: Visit,
}

impl Asks {
    /// The person whose business this is.
    ///
    /// # Errors
    /// Not found for a program without an owner's person.
    pub(crate) fn subject(&self) -> Result<PersonId, Refusal> {
        self.actor.subject().ok_or(Refusal::not_found())
    }
}

impl FromRequestParts<Api> for Asks {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, state: &Api) -> Result<Asks, Trouble> {
        let visit = Visit::from_request_parts(parts, state).await?;
        Ok(Asks { house: state.0.clone(), actor: visit.actor.clone(), visit })
    }
}

/// Somebody who does something, once for each key.
pub(crate) struct Does {
    pub(crate) house: Arc<House>,
    pub(crate) actor: Actor,
    pub(crate) key: Key,
    pub(crate) visit: Visit,
}

impl Does {
    /// Runs a command of orders.
    ///
    /// # Errors
    /// The command's refusals.
    pub(crate) async fn order<C: Command<House = tb_orders::Orders>>(&self, command: C) -> Outcome<C::Answer> {
        self.house.orders.run(&self.actor, &self.key, command).await
    }

    /// Runs a command of groups.
    ///
    /// # Errors
    /// The command's refusals.
    pub(crate) async fn group<C: Command<House = tb_groups::Groups>>(&self, command: C) -> Outcome<C::Answer> {
        self.house.groups.run(&self.actor, &self.key, command).await
    }

    /// Runs a command of giving.
    ///
    /// # Errors
    /// The command's refusals.
    pub(crate) async fn give<C: Command<House = tb_giving::Giving>>(&self, command: C) -> Outcome<C::Answer> {
        self.house.giving.run(&self.actor, &self.key, command).await
    }
}

impl FromRequestParts<Api> for Does {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, state: &Api) -> Result<Does, Trouble> {
        let IdempotencyKey(key) = IdempotencyKey::from_request_parts(parts, state).await?;
        let visit = Visit::from_request_parts(parts, state).await?;
        Ok(Does { house: state.0.clone(), actor: visit.actor.clone(), key, visit })
    }
}

/// Where a page starts and how long it is.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// `next` of the page before; the first page has none.
    #[param(example = "00064a1b2c3d4e5f0193b7a0c0de7000a000000000000001")]
    pub(crate) after: Option<String>,
    /// Rows wanted, 1 to 200; 20 when not said.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<i64>,
}

impl Paging {
    /// # Errors
    /// A fault at `after` or `limit`.
    pub(crate) fn read(after: Option<&str>, limit: Option<i64>) -> Answer<(Option<Cursor>, PageSize)> {
        let wrong = |field| Refusal::invalid().field(field, "common.field-form");
        let cursor = match after {
            Some(text) => Some(Cursor::decode(text).ok_or_else(|| wrong("after"))?),
            None => None,
        };
        let size = match limit {
            Some(rows) if (1..=PageSize::MAX).contains(&rows) => PageSize::of(rows),
            Some(_) => return Err(wrong("limit").into()),
            None => PageSize::default(),
        };
        Ok((cursor, size))
    }
    /// # Errors
    /// As [`Paging::read`].
    pub(crate) fn page(&self) -> Answer<(Option<Cursor>, PageSize)> {
        Paging::read(self.after.as_deref(), self.limit)
    }
}

//! What handlers are handed: who asks or does, the id in the path, the typed query. Whatever does not fit is answered
//! here, so that a handler is a few lines.

use crate::HasHouse;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;
use tb_house::House;
use tb_http::{Answer, IdempotencyKey, Trouble, Visit};
use tb_journal::{Command, Key};
use tb_kernel::{Actor, Cursor, FieldFault, Outcome, PageSize, PersonId, Refusal};
use utoipa::IntoParams;

/// Somebody who asks.
pub(crate) struct Asks {
    pub(crate) house: Arc<House>,
    pub(crate) actor: Actor,
    pub(crate) lang: &'static str,
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

impl<S: HasHouse + Sync> FromRequestParts<S> for Asks {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asks, Trouble> {
        let visit = Visit::from_request_parts(parts, state).await?;
        Ok(Asks { house: state.house().clone(), actor: visit.actor, lang: visit.lang })
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

    /// Runs a command of giving.
    ///
    /// # Errors
    /// The command's refusals.
    pub(crate) async fn give<C: Command<House = tb_giving::Giving>>(&self, command: C) -> Outcome<C::Answer> {
        self.house.giving.run(&self.actor, &self.key, command).await
    }
}

impl<S: HasHouse + Sync> FromRequestParts<S> for Does {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Does, Trouble> {
        let IdempotencyKey(key) = IdempotencyKey::from_request_parts(parts, state).await?;
        let visit = Visit::from_request_parts(parts, state).await?;
        Ok(Does { house: state.house().clone(), actor: visit.actor.clone(), key, visit })
    }
}

/// The id in the path. What cannot be an id does not exist.
pub(crate) struct At<T>(pub(crate) T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for At<T> {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<At<T>, Trouble> {
        let Ok(Path(text)) = Path::<String>::from_request_parts(parts, state).await else {
            return Err(Trouble::not_found());
        };
        text.parse().map(At).map_err(|_| Trouble::not_found())
    }
}

/// The query as `T`, whose fields all read from text. Unknown and repeated names are told, not passed over.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Trouble;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>, Trouble> {
        let mut pairs = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            if value.is_empty() {
                continue;
            }
            if pairs.insert(name.clone().into_owned(), value.into_owned()).is_some() {
                return Err(at_fault(name.into_owned(), "common.field-form"));
            }
        }
        let fields = MapDeserializer::<_, serde::de::value::Error>::new(pairs.into_iter().map(|(n, v)| (n, v.into_deserializer())));
        serde_path_to_error::deserialize(fields).map(Query).map_err(|error| {
            let path = error.path().to_string();
            let text = error.inner().to_string();
            let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            let unknown = text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
            match (missing, unknown) {
                (Some(name), _) => at_fault(name.to_owned(), "common.field-missing"),
                (_, Some(name)) => at_fault(name.to_owned(), "common.field-unknown"),
                _ => at_fault(path, "common.field-form"),
            }
        })
    }
}

fn at_fault(field: String, code: &'static str) -> Trouble {
    let mut refusal = Refusal::invalid();
    refusal.fields.push(FieldFault { field: format!("/{field}").into(), code: code.into(), args: Vec::new() });
    refusal.into()
}

/// A whole number in a query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number(pub(crate) i64);
impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Number, D::Error> {
        let text = String::deserialize(input)?;
        text.parse().map(Number).map_err(|_| serde::de::Error::custom("not a whole number"))
    }
}

/// A number with a fraction in a query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fraction(pub(crate) f64);
impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Fraction, D::Error> {
        let text = String::deserialize(input)?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.map(Fraction).ok_or_else(|| serde::de::Error::custom("not a number"))
    }
}

/// `true` or `false` in a query.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct YesNo(pub(crate) bool);
impl<'de> Deserialize<'de> for YesNo {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<YesNo, D::Error> {
        match String::deserialize(input)?.as_str() {
            "true" => Ok(YesNo(true)),
            "false" => Ok(YesNo(false)),
            _ => Err(serde::de::Error::custom("not true or false")),
        }
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
    #[param(value_type = Option<i64>, minimum = 1, maximum = 200)]
    pub(crate) limit: Option<Number>,
}

impl Paging {
    /// # Errors
    /// A fault at `after` or `limit`.
    pub(crate) fn read(after: Option<&str>, limit: Option<Number>) -> Answer<(Option<Cursor>, PageSize)> {
        let wrong = |field: &str| at_fault(field.to_owned(), "common.field-form");
        let cursor = match after {
            Some(text) => Some(Cursor::decode(text).ok_or_else(|| wrong("after"))?),
            None => None,
        };
        let size = match limit {
            Some(Number(rows)) if (1..=PageSize::MAX).contains(&rows) => PageSize::of(rows),
            Some(_) => return Err(wrong("limit")),
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

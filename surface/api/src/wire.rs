//! How the shared words travel: times as RFC 3339, days as YYYY-MM-DD, nodes as twelve digits, free text without control
//! characters. Each is a type with a schema of its own, so that the document describes what the code reads.

use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{Day, Instant, Minutes, Node};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// A string schema with a format and an example.
fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String))
}

macro_rules! wire {
    ($($(#[$doc:meta])* $name:ident($inner:ty) = $schema:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(pub(crate) $inner);
        impl From<$inner> for $name {
            fn from(inner: $inner) -> $name {
                $name(inner)
            }
        }
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }
        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}

wire! {
    /// A point in time.
    Time(Instant) = string()
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .description(Some("A point in time, RFC 3339. Answers carry the city's offset."))
        .examples(["2026-11-21T09:00:00.000000+08:00"])
        .build();
    /// A calendar day of the city.
    Date(Day) = string()
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
        .description(Some("A calendar day of the city."))
        .examples(["2026-11-21"])
        .build();
    /// A place in the territory.
    NodeCode(Node) = string()
        .pattern(Some("^[0-9]{12}$"))
        .description(Some("A place in the territory: the official 12-digit division code."))
        .examples(["320102001003"])
        .build();
}

/// An amount of service time that a caller names: whole minutes, never negative, never absurd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct MinutesGiven(pub(crate) i64);

impl MinutesGiven {
    pub(crate) const fn amount(self) -> Minutes {
        Minutes(self.0)
    }
}
impl<'de> Deserialize<'de> for MinutesGiven {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<MinutesGiven, D::Error> {
        let minutes = i64::deserialize(input)?;
        let fits = (0..=Minutes::MOVE_MAX.0).contains(&minutes);
        if fits { Ok(MinutesGiven(minutes)) } else { Err(serde::de::Error::custom("not an amount of minutes")) }
    }
}
impl PartialSchema for MinutesGiven {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::Integer))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(0))
            .maximum(Some(Minutes::MOVE_MAX.0))
            .description(Some("An amount of service time in whole minutes."))
            .examples([60])
            .into()
    }
}
impl ToSchema for MinutesGiven {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("MinutesGiven")
    }
}

/// Free text: at most so many characters as a person may write, no control characters but line ends and tabs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Prose(pub(crate) String);

/// The longest text that is read at all; what is longer is refused by the slice in its own words.
const PROSE_CHARS_MAX: usize = 4 * TEXT_CHARS_MAX;

fn is_plain(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Prose, D::Error> {
        let text = String::deserialize(input)?;
        if text.chars().count() > PROSE_CHARS_MAX || !is_plain(&text) {
            return Err(serde::de::Error::custom("not plain text"));
        }
        Ok(Prose(text))
    }
}
impl PartialSchema for Prose {
    fn schema() -> RefOr<Schema> {
        string()
            .max_length(Some(TEXT_CHARS_MAX))
            .pattern(Some("^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$"))
            .description(Some("Free text without control characters; line ends and tabs are allowed."))
            .into()
    }
}
impl ToSchema for Prose {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Prose")
    }
}

/// A short word or number of one line: a name, a code, a telephone number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Line(pub(crate) String);

/// The longest line, in characters.
const LINE_CHARS_MAX: usize = 200;

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Line, D::Error> {
        let text = String::deserialize(input)?;
        if text.chars().count() > LINE_CHARS_MAX || text.chars().any(char::is_control) {
            return Err(serde::de::Error::custom("not a line of plain text"));
        }
        Ok(Line(text))
    }
}
impl PartialSchema for Line {
    fn schema() -> RefOr<Schema> {
        string()
            .max_length(Some(LINE_CHARS_MAX))
            .pattern(Some("^[^\\u0000-\\u001F\\u007F-\\u009F]*$"))
            .description(Some("A line of text without control characters."))
            .into()
    }
}
impl ToSchema for Line {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Line")
    }
}

/// A word of a closed list that another crate owns: read and written by its code, described by all its codes.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident($inner:ty, $all:expr);)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(pub(crate) $inner);
        impl From<$inner> for $name {
            fn from(inner: $inner) -> $name {
                $name(inner)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.0.code())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<$name, D::Error> {
                let code = <String as serde::Deserialize>::deserialize(input)?;
                <$inner>::parse(&code).map($name).ok_or_else(|| serde::de::Error::custom("not a word of the list"))
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let all: Vec<&str> = $all.iter().map(|word| word.code()).collect();
                $crate::wire::word_schema(&all).into()
            }
        }
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}
pub(crate) use words;

/// The schema of a closed list of codes.
pub(crate) fn word_schema(codes: &[&str]) -> Schema {
    string().enum_values(Some(codes.iter().copied())).build().into()
}

/// Rows of a list and where the next ones start.
#[derive(Serialize)]
pub(crate) struct Rows<T> {
    pub(crate) rows: Vec<T>,
    /// Ask again with `after` set to this for the next rows; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

impl<T: ToSchema> PartialSchema for Rows<T> {
    fn schema() -> RefOr<Schema> {
        let next = string().description(Some("Pass it as `after` for the next rows; missing on the last page."));
        ObjectBuilder::new()
            .property("rows", ArrayBuilder::new().items(Ref::from_schema_name(T::name())))
            .required("rows")
            .property("next", next)
            .into()
    }
}
/// Each list has a name of its own: `OrderList` of `OrderAnswer`.
impl<T: ToSchema> ToSchema for Rows<T> {
    fn name() -> Cow<'static, str> {
        let name = T::name();
        Cow::Owned(format!("{}List", name.strip_suffix("Answer").unwrap_or(&name)))
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

impl<T> Rows<T> {
    /// Everything there is, on one page.
    pub(crate) fn all(rows: Vec<T>) -> Rows<T> {
        Rows { rows, next: None }
    }
}

/// A sentence or a name in both languages of the house.
#[derive(Serialize, ToSchema)]
pub(crate) struct BothLanguages {
    pub(crate) zh: String,
    pub(crate) en: String,
}
impl From<&tb_policy::Text> for BothLanguages {
    fn from(text: &tb_policy::Text) -> BothLanguages {
        BothLanguages { zh: text.zh.clone(), en: text.en.clone() }
    }
}

/// A position, WGS-84.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"lon": 118.7969, "lat": 32.0603}))]
pub(crate) struct Position {
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    pub(crate) lon: f64,
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    pub(crate) lat: f64,
}

impl Position {
    /// # Errors
    /// A fault at `field` when it is nowhere on Earth.
    pub(crate) fn point(self, field: &'static str) -> Result<tb_places::Point, tb_kernel::Refusal> {
        let wrong = || tb_kernel::Refusal::invalid().field(field, "common.field-form");
        tb_places::Point::new(self.lon, self.lat).ok_or_else(wrong)
    }
}

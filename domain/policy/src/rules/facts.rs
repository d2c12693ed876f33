//! Facts: what a decision needs to know, by name. Each act has its own struct, so that the compiler asks for every
//! fact; each field also has a name and a text form, so that a decision can be recorded, explained and asked for on
//! the command line. Facts never hold personal data, only what the rule looks at.

use crate::catalogue::{ItemCode, Licence, TimeOfDay};
use crate::parameters::{Check, KinKind, ProofKind, Trait};
use std::collections::BTreeSet;
use tb_kernel::{Day, Instant, Minutes, Node, Span};

/// One fact by name, in its text form.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fact {
    pub name: &'static str,
    pub value: String,
}

/// A value with a text form that reads back.
pub trait FactValue: Sized {
    fn read(text: &str) -> Option<Self>;
    fn show(&self) -> String;
}

macro_rules! plain_values {
    ($($type:ty),+) => {$(
        impl FactValue for $type {
            fn read(text: &str) -> Option<Self> {
                text.parse().ok()
            }
            fn show(&self) -> String {
                self.to_string()
            }
        }
    )+};
}
plain_values!(i64, u32, u8);

macro_rules! coded_values {
    ($($type:ty),+) => {$(
        impl FactValue for $type {
            fn read(text: &str) -> Option<Self> {
                <$type>::parse(text)
            }
            fn show(&self) -> String {
                self.to_string()
            }
        }
    )+};
}
coded_values!(Check, KinKind, Licence, ProofKind, Trait, Day, Node);

impl FactValue for bool {
    fn read(text: &str) -> Option<bool> {
        match text {
            "true" | "yes" | "1" | "是" => Some(true),
            "false" | "no" | "0" | "否" => Some(false),
            _ => None,
        }
    }
    fn show(&self) -> String {
        self.to_string()
    }
}
impl FactValue for Minutes {
    fn read(text: &str) -> Option<Minutes> {
        text.parse().ok().map(Minutes)
    }
    fn show(&self) -> String {
        self.to_string()
    }
}
/// In whole minutes.
impl FactValue for Span {
    fn read(text: &str) -> Option<Span> {
        text.parse::<i64>().ok().filter(|n| n.unsigned_abs() < 100_000_000).map(Span::minutes)
    }
    fn show(&self) -> String {
        self.whole_minutes().to_string()
    }
}
/// RFC 3339, or `HH:MM` for that time on the day of [`plain_now`].
impl FactValue for Instant {
    fn read(text: &str) -> Option<Instant> {
        let on_the_day = |time: TimeOfDay| plain_now().day().start().plus(Span::minutes(time.since_midnight().0));
        Instant::parse(text).or_else(|| TimeOfDay::parse(text).map(on_the_day))
    }
    fn show(&self) -> String {
        self.to_string()
    }
}
impl FactValue for ItemCode {
    fn read(text: &str) -> Option<ItemCode> {
        (!text.is_empty()).then(|| ItemCode::from(text))
    }
    fn show(&self) -> String {
        self.to_string()
    }
}
/// `none` or empty for nothing.
impl<T: FactValue> FactValue for Option<T> {
    fn read(text: &str) -> Option<Option<T>> {
        if text.is_empty() || text == "none" { Some(None) } else { T::read(text).map(Some) }
    }
    fn show(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), FactValue::show)
    }
}
/// Separated by commas; empty or `none` for the empty set.
impl<T: FactValue + Ord> FactValue for BTreeSet<T> {
    fn read(text: &str) -> Option<BTreeSet<T>> {
        if text.is_empty() || text == "none" {
            return Some(BTreeSet::new());
        }
        text.split(',').map(|part| T::read(part.trim())).collect()
    }
    fn show(&self) -> String {
        self.iter().map(FactValue::show).collect::<Vec<_>>().join(",")
    }
}

/// The moment from which plain facts count: a Monday morning at eight, so that an explanation asked for today and one
/// asked for in ten years agree.
pub fn plain_now() -> Instant {
    Instant(1_764_547_200_000_000)
}

/// Declares the facts of an act: the struct, the plain case, and names for reading and showing.
macro_rules! facts {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty = $plain:expr),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),+ }

        impl $name {
            /// The names of the facts.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];
            /// The plain case in which nothing stands in the way. For explanations and tests, which change one fact
            /// at a time; a command fills in every fact itself.
            pub fn plain() -> $name {
                $name { $($field: $plain),+ }
            }
            /// Every fact by name.
            pub fn facts(&self) -> Vec<$crate::rules::Fact> {
                vec![$($crate::rules::Fact {
                    name: stringify!($field),
                    value: $crate::rules::FactValue::show(&self.$field),
                }),+]
            }
            /// Sets one fact from text; false when there is none of this name or the text does not fit it.
            pub fn set(&mut self, name: &str, text: &str) -> bool {
                match name {
                    $(stringify!($field) => match <$type as $crate::rules::FactValue>::read(text) {
                        Some(value) => { self.$field = value; true }
                        None => false,
                    },)+
                    _ => false,
                }
            }
        }
    };
}
pub(crate) use facts;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_moment_is_a_monday_at_eight() {
        assert_eq!(plain_now().to_string(), "2025-12-01T08:00:00.000000+08:00");
    }

    #[test]
    fn every_kind_of_fact_reads_back_as_shown() {
        fn same<T: FactValue + PartialEq + std::fmt::Debug>(value: T) {
            assert_eq!(T::read(&value.show()), Some(value));
        }
        same(Minutes(90));
        same(Span::minutes(-15));
        same(plain_now());
        same(true);
        same(Some(KinKind::Parent));
        same(None::<KinKind>);
        same(BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone]));
        same(BTreeSet::<Trait>::new());
        assert_eq!(Instant::read("09:30").map(TimeOfDay::of), TimeOfDay::new(9, 30));
        assert_eq!(BTreeSet::<Trait>::read("empty_nest,rich"), None);
    }
}

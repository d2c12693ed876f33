//! What happens in the city, one file a part of life; all of it methods of [`crate::City`].

mod arrivals;
mod budgets;
mod desk;
mod mishaps;
mod needs;
mod offers;
mod officers;
mod papers;
mod stage;
mod visits;
mod words;

pub(crate) use stage::Arranged;

//! A city that lives by itself: made-up people of one of the four cities come to the time bank, ask for help, help each
//! other, forget, fall ill, disagree and are refused things, day after day, through the same methods as in the product.
//! For demonstrations, tests and measurements.
//!
//! ```ignore
//! let mut city = City::found(Ground { db, keys, policies }, plan).await?;
//! city.live(&mut |progress| println!("{progress:?}")).await?;
//! let cast = city.cast().await?;
//! ```
//!
//! What must hold: the same [`Plan`] gives the same books, to the last id, on SQLite and on PostgreSQL; nothing is written
//! but through the slices; nobody in it exists (see [`PHONE_PREFIX`] and [`SERIALS`]).

mod agenda;
mod cast;
mod city;
mod days;
mod dice;
mod life;
mod people;
mod phrases;
mod plan;
mod postbox;
mod quarters;
mod residents;
mod staff;
mod tally;

pub use cast::{Cast, CastMember, CastPart, StaffKeys};
pub use city::{City, Ground};
pub use people::{PHONE_PREFIX, SERIALS};
pub use plan::{CityError, DAYS_MIN, PEOPLE_MIN, Plan, Progress};
pub use tally::Tally;

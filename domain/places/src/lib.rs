//! Where things are: the divisions of the four cities by their official codes, positions on the earth, how near is
//! near, and whether a position proves presence. Pure: no database, no clock, no network; the division codes are
//! embedded. A position that is missing, impossible or 0,0 is *unknown*, never a place.

mod cells;
mod centres;
mod gcj02;
mod model;
mod queries;
mod refusals;
mod rules;

pub use cells::{CELL_RESOLUTION, DISK_RINGS_MAX, cell, disk, ring, rings_for, roughly};
pub use gcj02::Gcj02;
pub use model::{Accuracy, City, Division, Point, Presence};
pub use queries::Places;
pub use rules::{ACCURACY_COUNTED_MAX_M, ACCURACY_USABLE_MAX_M, distance_m, within};

//! Simulated cities on real databases.

mod common;
mod dump;
mod four_cities;
mod last_moment;
mod same_books;

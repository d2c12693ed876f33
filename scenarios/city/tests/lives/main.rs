//! Simulated cities on real databases.

mod common;
mod dump;
mod four_cities;
mod same_books;

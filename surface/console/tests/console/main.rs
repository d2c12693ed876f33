//! The console told through its pages: a real house, real sessions, the pages read as a browser reads them.

mod officers;
#[allow(dead_code)] // a town has more in it than any one story needs
mod town;
mod words;

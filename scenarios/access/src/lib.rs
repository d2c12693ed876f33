//! Nothing but tests: who may do what to whom through every route, and what comes of bad input. See README.md.

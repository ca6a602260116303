//! The demo: an invented pool with accounts for each role. The only place that knows the word.

pub mod data;

//! What the world gives and does: time, randomness. Each has its scripted twin beside it for tests; nothing here knows a domain.

pub mod clock;
pub mod entropy;
pub mod witness;

//! The draw: who is eligible, the pool as it is committed, its stages, and the answers of those who were drawn.

pub mod answer;
pub mod callout;
pub mod eligible;
pub mod merge;
pub mod sealed;
pub mod stage;

//! Drawing a panel: what the decisions of recusal make of the registry is the pool of a draw.

pub mod eligible;
pub mod sealed;

//! What a tenderee asks for: a project with its lots and parties, the panel that one lot needs, and how such a request is filed,
//! approved and drawn for, once.

pub mod bidder;
pub mod fit;
pub mod lifecycle;
pub mod model;
pub mod panel;
pub mod slot;
pub mod text;

pub use lifecycle::{Event, ProjectError, State, Step, step};
pub use model::Request;
pub use slot::{Quota, Slot, Slots, Tier};
pub use text::Texts;

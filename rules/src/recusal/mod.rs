//! Recusal: which experts may not sit on a panel, decided by the rules of the catalogue over the facts of a registry snapshot. A
//! case is prepared once (`Prepared`), then each expert is judged alone (`decide`); pairs that may not sit together are found
//! afterwards (`pair`). Nothing here depends on the clock, on chance or on the order in which experts are judged.

pub mod area;
pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod conduct;
mod control;
pub mod decide;
pub mod employment;
pub mod equity;
#[cfg(test)]
pub(crate) mod example;
pub mod facts;
#[cfg(test)]
mod naive;
pub mod pair;
pub mod part;
pub mod register;
mod walk;

pub use case::{Case, Prepared};
pub use catalogue::{FactKind, Figures, Rule};
pub use decide::{Decision, Evidence, Hit, Verdict, blocking, decide};
pub use facts::Facts;
pub use register::{PersonKey, Register, UnitKey};

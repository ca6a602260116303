//! The register of units: from a written name to a unit, and what an officer decides.

mod decide;
mod equity;
pub mod register;
mod resolve;
mod size;

//! Experts: who they are, what they may be drawn for, and when they may not.

pub mod bank;
pub mod due;
pub mod file;
pub mod lifecycle;
pub mod model;
pub mod number;
pub mod phone;
pub mod resident_id;
pub mod specialty;

pub use bank::{BankAccount, BankAccountError};
pub use file::ExpertFile;
pub use number::{ExpertNumber, ExpertNumberError};
pub use phone::{Phone, PhoneError};
pub use resident_id::{ResidentId, ResidentIdError, Sex};
pub use specialty::{SpecialtyCode, SpecialtyError};

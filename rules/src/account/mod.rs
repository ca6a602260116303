//! Accounts: who may be what, how far an account sees, which passwords are good enough, and when an account locks itself.

pub mod lockout;
pub mod password;
mod role;

pub use lockout::{Lockout, LockoutRule};
pub use password::{PasswordError, check_password};
pub use role::{AccountState, Role, RoleError, Scope};

//! The edge: routes, admission, refusals, pages. Nothing here knows a business rule.

pub mod access;
pub mod address;
pub mod error;
pub mod gate;
pub mod health;
pub mod metrics;
pub mod page;
pub mod paging;
pub mod rate;
pub mod repeat;
pub mod router;
pub mod serve;

pub use error::{ApiError, FieldDifference, FieldError, Language, Say, word};
pub use gate::{Actor, cookie_token};

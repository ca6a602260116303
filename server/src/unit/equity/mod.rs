//! Who holds whom around a unit, on one day, as a picture and a table show it.

pub(super) mod routes;
mod store;
mod walk;

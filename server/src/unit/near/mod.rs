//! Pairs of units that may be one: found when a unit gets a name, shown with their evidence, decided by an officer.
//!
//! Two units with valid codes are two, whatever their names, unless the names are the same; all other pairs have at least one
//! unit that is known by name alone. An open pair is not closed by anything but a decision about one of its units.

mod actions;
mod record;
pub(super) mod routes;
mod seek;
pub(super) mod store;

pub use actions::{Standing, close_of_in, sides};
pub use record::vouched_in;
pub use seek::seek_in;

use std::collections::BTreeSet;

use rules::id::UnitId;
use sqlx::{PgConnection, PgPool};

/// How many pairs that may be one, or units known by name alone, stand against deciding something about these units.
pub async fn touching_count_in(db: &mut PgConnection, units: &BTreeSet<UnitId>) -> sqlx::Result<i64> {
    let units: Vec<_> = units.iter().map(UnitId::as_uuid).collect();
    store::touching_count(db, &units).await
}

/// How many pairs wait for a decision; a draw waits for all of them.
pub async fn open_count(db: &PgPool) -> sqlx::Result<i64> {
    store::open_count(db).await
}

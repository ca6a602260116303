//! Editions of the specialty tree, kept side by side: an edition is taken over whole, is never changed, and is in force from
//! its day until the next one's.

mod record;
mod routes;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rules::expert::SpecialtyCode;
use rules::id::{EditionId, EntryId};
use rules::import::SpecialtyRow;
use sqlx::PgConnection;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::db::Tx;
use crate::ledger::{self, Deed, Entry};

pub use record::vouched_in;

/// Routes of the specialty tree.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(routes::list))
}

/// An edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub id: EditionId,
    pub name: String,
    pub in_force_from: Date,
    pub rows: Vec<SpecialtyRow>,
}

/// Takes an edition over, whole.
pub async fn add_in(app: &App, tx: &mut Tx, edition: &Edition, deed: &Deed<'_>) -> anyhow::Result<EntryId> {
    let entry = Entry::of(deed, record::subject(edition.id))
        .record(1, record::digest(&app.vault, edition))
        .detail("code_count", edition.rows.len().to_string());
    let entry = ledger::append(app, tx, entry, deed.at).await?;
    store::insert(tx, edition, entry, deed.at).await?;
    Ok(entry)
}

/// The edition of this name.
pub async fn edition_in(db: &mut PgConnection, name: &str) -> anyhow::Result<Option<Edition>> {
    let Some(head) = store::by_name(db, name).await? else { return Ok(None) };
    Ok(Some(record::whole_in(db, head).await?))
}

/// The codes of the edition in force on a day; none while there is no edition.
pub async fn codes_in_force_in(db: &mut PgConnection, day: Date) -> anyhow::Result<Option<BTreeSet<SpecialtyCode>>> {
    let Some(head) = store::in_force(db, day).await? else { return Ok(None) };
    let edition = record::whole_in(db, head).await?;
    Ok(Some(edition.rows.into_iter().map(|row| row.code).collect()))
}

/// Names of some codes in the edition in force on a day; a code that it does not have is left out.
pub async fn names_in(
    db: &mut PgConnection,
    codes: &BTreeSet<SpecialtyCode>,
    day: Date,
) -> anyhow::Result<BTreeMap<String, String>> {
    let Some(head) = store::in_force(db, day).await? else { return Ok(BTreeMap::new()) };
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    Ok(store::names(db, head.id, &codes).await?.into_iter().collect())
}

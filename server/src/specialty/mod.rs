//! Editions of the specialty tree, kept side by side: an edition is taken over whole, is never changed, and is in force from
//! its day until the next one's.

mod record;
mod routes;
mod store;
mod succession;

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
pub use succession::Succession;

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

/// The edition in force on a day, if there is any.
pub async fn in_force_in(db: &mut PgConnection, day: Date) -> anyhow::Result<Option<Edition>> {
    let Some(head) = store::in_force(db, day).await? else { return Ok(None) };
    Ok(Some(record::whole_in(db, head).await?))
}

/// The day on which the newest edition begins.
pub async fn newest_day_in(db: &mut PgConnection) -> anyhow::Result<Option<Date>> {
    Ok(store::all(db).await?.last().map(|head| head.in_force_from))
}

/// What a code is called, and where it comes from when the edition in force does not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    /// The older edition that has it.
    pub old: Option<Old>,
}

/// A code of an older edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Old {
    /// Name of that edition.
    pub edition: String,
    /// Codes of the edition in force that continue it; none when it ended.
    pub continued_by: Vec<SpecialtyCode>,
}

/// Names of some codes on a day, from the newest edition that has each; a code that none has is left out.
pub async fn names_in(
    app: &App,
    db: &mut PgConnection,
    codes: &BTreeSet<SpecialtyCode>,
    day: Date,
) -> anyhow::Result<BTreeMap<SpecialtyCode, Named>> {
    let Some(head) = store::in_force(db, day).await? else { return Ok(BTreeMap::new()) };
    let spelled: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let successors = succession::on(app, db, day).await?;
    let mut names = BTreeMap::new();
    for row in store::names(db, &spelled, day).await? {
        let code: SpecialtyCode = row.code.parse()?;
        let continued_by = || successors.get(&code).into_iter().flatten().copied().collect();
        let old =
            (row.edition_id != head.id.as_uuid()).then(|| Old { edition: row.edition, continued_by: continued_by() });
        names.entry(code).or_insert(Named { name: row.name, old });
    }
    Ok(names)
}

/// Codes of older editions that go on in a branch of the edition in force: whoever has one of them belongs to that branch.
pub async fn former_below(app: &App, branch: SpecialtyCode, day: Date) -> anyhow::Result<Vec<SpecialtyCode>> {
    let mut db = app.db.acquire().await?;
    let successors = succession::on(app, &mut db, day).await?;
    let below = successors.iter().filter(|(_, by)| by.iter().any(|code| branch.covers(*code)));
    Ok(below.map(|(code, _)| *code).collect())
}

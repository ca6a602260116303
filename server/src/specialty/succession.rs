//! What became of the codes of older editions. Editions never change, so it is made once for each list of editions in force.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use jiff::civil::Date;
use rules::expert::SpecialtyCode;
use rules::expert::specialty::{Continued, successors};
use rules::id::EditionId;
use sqlx::PgConnection;

use super::{record, store};
use crate::app::App;

type Successors = BTreeMap<SpecialtyCode, BTreeSet<SpecialtyCode>>;

/// What this process made last.
#[derive(Default)]
pub struct Succession(Mutex<Option<(Vec<EditionId>, Arc<Successors>)>>);

/// Codes that the edition in force on a day no longer has, with those that continue them.
pub(super) async fn on(app: &App, db: &mut PgConnection, day: Date) -> anyhow::Result<Arc<Successors>> {
    let mut heads = store::all(db).await?;
    heads.retain(|head| head.in_force_from <= day);
    let ids: Vec<EditionId> = heads.iter().map(|head| head.id).collect();
    if let Some((made_for, made)) = &*app.succession.0.lock().expect("no holder of this lock panics")
        && *made_for == ids
    {
        return Ok(made.clone());
    }
    let mut editions: Vec<Continued> = Vec::with_capacity(heads.len());
    for head in heads {
        let edition = record::whole_in(db, head).await?;
        editions.push(edition.rows.into_iter().map(|row| (row.code, row.former)).collect());
    }
    let made = Arc::new(successors(&editions));
    *app.succession.0.lock().expect("no holder of this lock panics") = Some((ids, made.clone()));
    Ok(made)
}

//! Filling an empty database with the invented pool, by the same saving of whole files that edits and imports use.
//!
//! Each step is one transaction and leaves its stage: a run that was killed is completed by the next, and nothing doubles.

use std::collections::BTreeMap;
use std::sync::Arc;

use rules::expert::file::ExpertFile;
use rules::id::{EditionId, ExpertId, UnitId};
use rules::ledger::entry::Kind;
use tokio::task::{JoinHandle, spawn_blocking};

use super::data::{Demo, ExpertRows, Size, specialties};
use super::stage::{self, Stage};
use super::{accounts, file, proposals, requests};
use crate::app::App;
use crate::db::{Tx, planner};
use crate::expert::{self, Saving};
use crate::http::ApiError;
use crate::ledger::Deed;
use crate::specialty::{self, Edition};
use crate::unit::{self, UnitRef};

/// What a run found and did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The size of the demo in this database, whatever was asked for.
    pub size: Size,
    /// It was complete before this run.
    pub was_there: bool,
}

/// Makes a demo of the wanted size in an empty database, or completes the one that an earlier run began. `say` hears how it goes.
pub async fn load(app: &App, wanted: Size, say: &mut (dyn FnMut(String) + Send)) -> anyhow::Result<Loaded> {
    let (size, mut stage) = stage::begin(app, wanted).await?;
    if stage == Stage::Done {
        return Ok(Loaded { size, was_there: true });
    }
    if stage != Stage::Begun {
        say(format!("going on after an interrupted run ({stage})"));
    }
    let demo = Arc::new(spawn_blocking(move || Demo::of(size)).await?);
    while stage != Stage::Done {
        stage = match stage {
            Stage::Begun => {
                say("specialties, units, officers and shareholdings ...".to_owned());
                register(app, &demo).await?
            }
            Stage::Filled(count) if count < demo.expert_count() => experts(app, &demo, count, say).await?,
            Stage::Filled(_) => accounts::make(app, size, &demo).await?,
            Stage::Staffed => proposals::make(app, size.day).await?,
            Stage::Proposed => requests::make(app, &demo).await?,
            Stage::Done => stage,
        };
        app.sequencer.notify_one();
    }
    Ok(Loaded { size, was_there: false })
}

/// The starter edition and all units.
async fn register(app: &App, demo: &Demo) -> anyhow::Result<Stage> {
    let now = app.clock.now();
    let mut tx = app.begin("demo.register").await?;
    let edition = Edition {
        id: EditionId::from_uuid(app.uuid()),
        name: EDITION.to_owned(),
        in_force_from: demo.day().first_of_year(),
        rows: specialties(),
    };
    let deed = Deed { kind: Kind::SpecialtyEditionAdded, actor: ACTOR, reason: None, at: now };
    specialty::add_in(app, &mut tx, &edition, &deed).await?;
    let fresh = || UnitId::from_uuid(app.uuid());
    let files = file::units(demo.units(), demo.officers(), demo.equity(), fresh)?;
    let deed = Deed { kind: Kind::UnitAdded, ..deed };
    unit::save_in(app, &mut tx, files.into_iter().map(Into::into).collect(), &deed).await?;
    stage::advance_in(&mut tx, Stage::Begun, Stage::Filled(0)).await?;
    tx.commit().await?;
    Ok(Stage::Filled(0))
}

/// All experts from the first that is missing, a part in each transaction; the next part is made while one is saved.
async fn experts(
    app: &App,
    demo: &Arc<Demo>,
    first: usize,
    say: &mut (dyn FnMut(String) + Send),
) -> anyhow::Result<Stage> {
    let count = demo.expert_count();
    let mut done = first;
    let mut waiting = make(demo, done);
    while done < count {
        say(format!("experts {done} of {count} ..."));
        let rows = waiting.await?;
        let next = done + rows.len();
        waiting = make(demo, next);
        save(app, demo, rows, (Stage::Filled(done), Stage::Filled(next))).await?;
        app.sequencer.notify_one();
        done = next;
    }
    planner::count_anew(&mut *app.db.acquire().await?).await?;
    Ok(Stage::Filled(done))
}

fn make(demo: &Arc<Demo>, first: usize) -> JoinHandle<Vec<ExpertRows>> {
    let demo = Arc::clone(demo);
    spawn_blocking(move || {
        let last = (first + PART).min(demo.expert_count());
        (first..last).map(|index| demo.expert(index)).collect()
    })
}

async fn save(app: &App, demo: &Demo, rows: Vec<ExpertRows>, (from, to): (Stage, Stage)) -> anyhow::Result<()> {
    let now = app.clock.now();
    let deed = Deed { kind: Kind::ExpertAdmitted, actor: ACTOR, reason: None, at: now };
    let mut tx = app.begin("demo.experts").await?;
    let units = units_of(app, &mut tx, &rows, &deed).await?;
    let files = rows.into_iter().map(|rows| {
        let id = ExpertId::from_uuid(app.uuid());
        file::expert(id, rows, &units, demo.day())
    });
    let mut files = files.collect::<anyhow::Result<Vec<ExpertFile>>>()?;
    expert::admit_in(app, &mut tx, &mut files.iter_mut().collect::<Vec<_>>()).await.map_err(ApiError::into_cause)?;
    expert::save_in(app, &mut tx, files.into_iter().map(Saving::new).collect(), &deed)
        .await
        .map_err(ApiError::into_cause)?;
    stage::advance_in(&mut tx, from, to).await?;
    Ok(tx.commit().await?)
}

/// The units that the rows name; a name that nothing matches becomes a unit that an officer resolves.
async fn units_of(
    app: &App,
    tx: &mut Tx,
    rows: &[ExpertRows],
    deed: &Deed<'_>,
) -> anyhow::Result<BTreeMap<UnitRef, UnitId>> {
    let refs: Vec<UnitRef> = file::refs(rows).into_iter().collect();
    let ids = unit::resolve_in(app, tx, &refs, deed).await?;
    Ok(refs.into_iter().zip(ids).collect())
}

/// Who the ledger names for what these commands did.
pub(super) const ACTOR: &str = "command/demo";
/// Name of the edition that comes with the demo.
pub const EDITION: &str = "起步专业目录(演示)";
/// Experts in one transaction.
const PART: usize = 10_000;

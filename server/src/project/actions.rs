//! What the filing side does: write a request, change it, file it.

use jiff::Timestamp;
use rules::account::Role;
use rules::id::{EntryId, ProjectId, RequestId, UnitId};
use rules::ledger::entry::Kind;
use rules::pack::{Chain, shipped};
use rules::project::lifecycle::{Event, Officer, Phase, State, step};
use rules::project::model::{Party, PartyRole};
use rules::project::panel::{self, PanelFault};
use rules::project::{ProjectError, Request};
use rules::time::day_of;
use uuid::Uuid;

use super::content::{Content, Draft};
use super::store::{self, Sight, Stored};
use super::texts::{self, Composed};
use super::{record, refusal};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError, FieldDifference};
use crate::ledger::{self, Deed};
use crate::unit;
use crate::vault::Place;

/// Writes a new request.
pub async fn create(app: &App, actor: &Actor, content: Content) -> Result<Stored, ApiError> {
    let own = actor.unit.ok_or_else(refusal::no_unit)?;
    let draft = content.read(actor.area)?;
    let now = app.clock.now();
    let mut tx = app.begin("request.draft").await?;
    let composed = compose_in(app, &mut tx, actor, draft, now).await?;
    let mut stored = Stored {
        id: RequestId::from_uuid(app.uuid()),
        project: ProjectId::from_uuid(Uuid::nil()),
        lot_blind: Vec::new(),
        area: composed.request.area,
        unit: own,
        starts_at: composed.request.starts_at,
        text_sealed: Vec::new(),
        private_sealed: Vec::new(),
        hash: Vec::new(),
        state: Phase::Draft,
        needs_second: false,
        author: actor.account_id,
        approver: None,
        second_approver: None,
        reason_sealed: None,
        version: 1,
        entry: EntryId::from_uuid(Uuid::nil()),
        created_at: now,
        updated_at: now,
    };
    put_in(app, &mut tx, &mut stored, &composed, now).await?;
    let deed = Deed { kind: Kind::RequestDrafted, actor: &actor.ledger_name(), reason: None, at: now };
    stored.entry = ledger::append(app, &mut tx, record::entry(&app.vault, &stored, &deed), now).await?;
    store::insert(&mut tx, &stored).await?;
    store::replace_units(&mut tx, stored.id, &seeing(&composed.request, own)).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(stored)
}

/// Changes a draft; refused with the lines that differ when it moved on since the author looked.
pub async fn edit(app: &App, actor: &Actor, id: RequestId, content: Content, version: i32) -> Result<Stored, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("request.edit").await?;
    let (mut stored, stands) = lock_in(app, &mut tx, actor, id).await?;
    if stored.author != actor.account_id {
        return Err(ProjectError::NotAuthor.into());
    }
    if stored.state != Phase::Draft {
        return Err(refusal::not_draft());
    }
    let composed = compose_in(app, &mut tx, actor, content.read(actor.area)?, now).await?;
    if stored.version != version {
        return Err(refusal::stale(texts::difference(&stands.texts, &composed.texts)));
    }
    put_in(app, &mut tx, &mut stored, &composed, now).await?;
    store::replace_units(&mut tx, stored.id, &seeing(&composed.request, stored.unit)).await?;
    let deed = Deed { kind: Kind::RequestAmended, actor: &actor.ledger_name(), reason: None, at: now };
    save_as(app, &mut tx, &mut stored, deed).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(stored)
}

/// Hands a request in: the panel must be lawful, the time to come, and no other request for the lot under way.
pub async fn file(app: &App, actor: &Actor, id: RequestId, version: i32) -> Result<Stored, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("request.file").await?;
    let (mut stored, Composed { request, .. }) = lock_in(app, &mut tx, actor, id).await?;
    fresh(&stored, version)?;
    let chain = chain(&request, now);
    let next = step(&state(&stored, &request, &chain)?, Event::File { by: actor.account_id }, now)?.next;
    lawful(&request, &chain)?;
    if store::lot_taken(&mut tx, &stored).await? {
        return Err(refusal::lot_taken());
    }
    stored.state = next.phase;
    stored.reason_sealed = None;
    let deed = Deed { kind: Kind::RequestFiled, actor: &actor.ledger_name(), reason: None, at: now };
    save_as(app, &mut tx, &mut stored, deed).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(stored)
}

/// What the reader may see.
pub(super) fn sight(actor: &Actor) -> Sight {
    let acts = actor.role.acts_for_unit();
    let states = match actor.role {
        Role::DrawOperator | Role::Supervisor => vec![Phase::Approved, Phase::Drawn],
        Role::PoolOfficer => Phase::ALL.iter().copied().filter(|phase| *phase != Phase::Draft).collect(),
        _ => Phase::ALL.to_vec(),
    };
    let nobody = || UnitId::from_uuid(Uuid::nil());
    Sight { area: actor.area, unit: acts.then(|| actor.unit.unwrap_or_else(nobody)), states }
}

/// Refuses, as if it were not there, what the reader may not see.
pub(super) async fn see_in(tx: &mut Tx, actor: &Actor, stored: &Stored) -> Result<(), ApiError> {
    let sight = sight(actor);
    let seen = match sight.unit {
        Some(unit) => store::names_unit(tx, stored.id, unit).await?,
        None => sight.area.covers(stored.area) && sight.states.contains(&stored.state),
    };
    if seen { Ok(()) } else { Err(ApiError::not_found()) }
}

/// The request, locked, vouched for and opened, if the actor may see it.
pub(super) async fn lock_in(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    id: RequestId,
) -> Result<(Stored, Composed), ApiError> {
    let stored = store::lock(tx, id).await?;
    see_in(tx, actor, &stored).await?;
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &stored)]).await?;
    let composed = texts::open(app, &stored)?;
    Ok((stored, composed))
}

/// Refuses a step on a version that the actor did not see.
pub(super) fn fresh(stored: &Stored, version: i32) -> Result<(), ApiError> {
    if stored.version == version {
        return Ok(());
    }
    Err(refusal::stale(vec![
        FieldDifference::stands("state", stored.state.code().to_owned()),
        FieldDifference::stands("version", stored.version.to_string()),
    ]))
}

/// The packs that act on a decision about a request.
pub(super) fn chain(request: &Request, now: Timestamp) -> Chain {
    Chain::choose(&shipped(), request.track, request.area, day_of(now))
}

/// Everything that is wrong with the panel.
pub(super) fn panel_faults(request: &Request, chain: &Chain) -> Result<Vec<PanelFault>, ApiError> {
    Ok(panel::check(&request.shape(), chain).map_err(anyhow::Error::from)?)
}

/// Refuses a panel that the law does not allow.
pub(super) fn lawful(request: &Request, chain: &Chain) -> Result<(), ApiError> {
    let faults = panel_faults(request, chain)?;
    if faults.is_empty() { Ok(()) } else { Err(refusal::panel(&faults)) }
}

/// The request as its life looks at it.
pub(super) fn state(stored: &Stored, request: &Request, chain: &Chain) -> Result<State, ApiError> {
    Ok(State {
        phase: stored.state,
        author: stored.author,
        tenderees: request.tenderees.clone(),
        starts_at: request.starts_at,
        opens_at: request.opens_at(chain).map_err(anyhow::Error::from)?,
        needs_second: stored.needs_second,
        approved_by: stored.approver.into_iter().chain(stored.second_approver).collect(),
    })
}

/// The actor as a request's life looks at officers.
pub(super) fn officer(actor: &Actor) -> Officer {
    Officer { account: actor.account_id, role: actor.role, unit: actor.unit }
}

/// Saves a request together with the entry that vouches for it.
pub(super) async fn save_as(app: &App, tx: &mut Tx, stored: &mut Stored, deed: Deed<'_>) -> Result<(), ApiError> {
    stored.version += 1;
    stored.updated_at = deed.at;
    stored.entry = ledger::append(app, tx, record::entry(&app.vault, stored, &deed), deed.at).await?;
    Ok(store::save(tx, stored).await?)
}

/// Looks the units up, enters the unit for which the author acts, and writes the texts.
async fn compose_in(app: &App, tx: &mut Tx, actor: &Actor, draft: Draft, now: Timestamp) -> Result<Composed, ApiError> {
    let own = actor.unit.ok_or_else(refusal::no_unit)?;
    let name = actor.ledger_name();
    let deed = Deed { kind: Kind::UnitAdded, actor: &name, reason: None, at: now };
    let refs: Vec<_> = draft.units.iter().map(|(_, unit)| unit.clone()).collect();
    let ids = unit::resolve_in(app, tx, &refs, &deed).await?;
    let mut request = draft.fill(ids);
    if actor.role == Role::Tenderee && !request.tenderees.contains(&own) {
        request.tenderees.insert(0, own);
    }
    if actor.role == Role::Agency && request.parties.iter().all(|party| party.unit != own) {
        request.parties.push(Party { role: PartyRole::Agency, unit: own });
    }
    if request.tenderees.is_empty() {
        return Err(refusal::no_tenderee());
    }
    texts::compose_in(app, tx, request).await
}

/// Puts texts and what is copied out of them into a row.
async fn put_in(
    app: &App,
    tx: &mut Tx,
    stored: &mut Stored,
    composed: &Composed,
    now: Timestamp,
) -> Result<(), ApiError> {
    let request = &composed.request;
    stored.project = project_in(app, tx, &request.project_code, now).await?;
    stored.lot_blind = app.vault.blind("lot", &request.lot.number);
    stored.area = request.area;
    stored.starts_at = request.starts_at;
    stored.hash = composed.texts.hash().as_bytes().to_vec();
    (stored.text_sealed, stored.private_sealed) = texts::sealed(app, stored.id, &composed.texts);
    Ok(())
}

async fn project_in(app: &App, tx: &mut Tx, code: &str, now: Timestamp) -> Result<ProjectId, ApiError> {
    let blind = app.vault.blind("project", code);
    if let Some(id) = store::project_of(tx, &blind).await? {
        return Ok(ProjectId::from_uuid(id));
    }
    let id = app.uuid();
    let sealed = app.vault.seal_text(Place { column: PROJECT_CODE, row: id }, code);
    match store::insert_project(tx, id, (&sealed, &blind), now).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Err(refusal::just_entered()),
        result => Ok(result.map(|()| ProjectId::from_uuid(id))?),
    }
}

/// The units whose accounts see a request.
fn seeing(request: &Request, own: UnitId) -> Vec<Uuid> {
    let agencies = request.parties.iter().filter(|party| party.role == PartyRole::Agency).map(|party| party.unit);
    let mut units: Vec<Uuid> =
        request.tenderees.iter().copied().chain(agencies).chain([own]).map(|unit| unit.as_uuid()).collect();
    units.sort_unstable();
    units.dedup();
    units
}

const PROJECT_CODE: &str = "project.code";

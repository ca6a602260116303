//! Opening a draw: one for an approved request, a further attempt only after the earlier ones were cancelled and with the province's
//! approval. What the draw stands on is in a cosigned ledger before it opens.

use jiff::{SignedDuration, Timestamp};
use proof::anchor::{Anchor, Party};
use proof::hash::Hash;
use proof::logged::Proof;
use proof::seed;
use rules::id::{DrawId, EntryId, RequestId};
use rules::pack::Chain;
use rules::project::Request;
use rules::recusal::Figures;
use rules::time::day_of;

use super::course::Course;
use super::drive::statement;
use super::store::{self, Stored};
use super::{pool, refusal, standing, step, witness};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError};
use crate::pack::InForce;
use crate::project::Drawn;
use crate::registry::{Choice, Chosen};
use crate::vault::Place;
use crate::{ledger, pack, project, registry, trust};

/// Opens a draw for a request.
pub async fn open(app: &App, actor: &Actor, request: RequestId) -> Result<DrawId, ApiError> {
    let now = app.clock.now();
    look_for_near(app, actor, request, now).await?;
    let mut tx = app.begin("draw.open").await?;
    let mut drawn = project::wanted_in(app, &mut tx, actor, request).await?;
    let earlier = store::of_lot(&mut tx, drawn.stored.project, &drawn.stored.lot_blind).await?;
    let is_again = !earlier.is_empty();
    for draw in &earlier {
        cancelled_in(&mut tx, draw).await?;
    }
    nothing_left_open(&mut tx, app, now).await?;
    project::draw_in(app, &mut tx, actor, &mut drawn, is_again).await?;
    let anchor = ledger::anchors(app)?.ok_or_else(refusal::no_anchor)?.newest().clone();
    witness::vrf_ids(app)?;
    let (track, area) = (drawn.request.track, drawn.request.area);
    let pack = pack::in_force_in(app, &mut tx, track, area, day_of(now)).await?.ok_or_else(refusal::no_pack)?;
    let attempt = i32::try_from(earlier.len() + 1).map_err(anyhow::Error::from)?;
    let hash = seed::draw_id(&anchor.authority, &drawn.texts.hash(), attempt.unsigned_abs());
    let context = Context::gather(app, &mut tx, (&anchor, &pack, now), (hash, is_again)).await?;
    let draw = stored(app, actor, &drawn, (&pack, &context, now), (attempt, hash))?;
    store::insert(&mut tx, &draw).await?;
    registry::hold_in(&mut tx, &context.registry, draw.id.as_uuid()).await?;
    for (place, (entry, proof, cosigned_at)) in (0..).zip(&context.logged) {
        let kept = Some((proof.as_str(), *cosigned_at));
        store::insert_statement(&mut tx, draw.id, (place, *entry), kept).await?;
    }
    let values = vec![
        Some(anchor.authority.clone()),
        Some(drawn.texts.hash().to_string()),
        Some(attempt.to_string()),
        Some(context.registry_index.to_string()),
        Some(pack.hash.to_string()),
        None,
        context.approval_index.map(|index| index.to_string()),
    ];
    let stated = statement("draw-open", hash, values)?;
    let course = Course::lock(&mut tx, draw.id).await?;
    step::state(app, &mut tx, &course, &stated).await?;
    step::finish(app, tx).await?;
    Ok(draw.id)
}

/// Refuses while units that may be one touch the case, bidders included: whom they concern is not told.
async fn look_for_near(app: &App, actor: &Actor, request: RequestId, now: Timestamp) -> Result<(), ApiError> {
    let mut tx = app.begin("draw.near").await?;
    let drawn = project::wanted_in(app, &mut tx, actor, request).await?;
    let bidders = project::bidders_in(app, &mut tx, request).await?;
    let (track, area) = (drawn.request.track, drawn.request.area);
    let pack = pack::in_force_in(app, &mut tx, track, area, day_of(now)).await?.ok_or_else(refusal::no_pack)?;
    let age = pack.pack.registry_age_days;
    let Choice::Named(chosen) = registry::choose_in(app, &mut tx, age, now).await? else { return Ok(()) };
    drop(tx);
    let figures = Figures::of(&pack.chain, track).map_err(anyhow::Error::from)?;
    match pool::blocking_count(app, &chosen, (&drawn, &bidders), figures).await? {
        0 => Ok(()),
        count => Err(rules::project::ProjectError::Near { count }.into()),
    }
}

/// A further attempt needs that the one before was cancelled.
async fn cancelled_in(tx: &mut Tx, draw: &Stored) -> Result<(), ApiError> {
    let course = Course::read(tx, draw.id).await?;
    if course.one("cancel").is_some() { Ok(()) } else { Err(rules::project::ProjectError::AlreadyDrawn.into()) }
}

/// A commitment that was neither opened nor cancelled within a week blocks the centre's next draw.
async fn nothing_left_open(tx: &mut Tx, app: &App, now: Timestamp) -> Result<(), ApiError> {
    let week_ago = now.saturating_sub(SignedDuration::from_hours(7 * 24)).map_err(anyhow::Error::from)?;
    for id in store::going(&app.db).await? {
        let course = Course::read(tx, id).await?;
        let committed_at = course.one("draw-commit").map(|stated| stated.recorded_at);
        let is_ended = course.one("unseal").is_some() || course.one("cancel").is_some();
        if committed_at.is_some_and(|at| at < week_ago) && !is_ended {
            return Err(refusal::left_open());
        }
    }
    Ok(())
}

fn stored(
    app: &App,
    actor: &Actor,
    drawn: &Drawn,
    (pack, context, now): (&InForce, &Context, Timestamp),
    (attempt, hash): (i32, Hash),
) -> Result<Stored, ApiError> {
    let times = times(&drawn.request, &pack.chain)?;
    if times.list_ends_at <= now {
        return Err(refusal::too_late(times.list_ends_at));
    }
    let id = DrawId::from_uuid(app.uuid());
    let salt = app.entropy.bytes::<32>();
    Ok(Stored {
        id,
        hash: hash.0.to_vec(),
        request: drawn.stored.id,
        project: drawn.stored.project,
        lot_blind: drawn.stored.lot_blind.clone(),
        attempt,
        area: drawn.stored.area,
        operator: actor.account_id,
        pack: pack.text.to_string(),
        registry: context.registry.entry,
        salt_sealed: app.vault.seal(Place { column: pool::SALT, row: id.as_uuid() }, &salt),
        starts_at: times.starts_at,
        gather_at: times.gather_at,
        list_ends_at: times.list_ends_at,
        answer_secs: times.answer_secs,
        grace_secs: times.grace_secs,
        closed: false,
        opened_at: now,
    })
}

/// The times of a draw.
pub struct Times {
    pub starts_at: Timestamp,
    pub gather_at: Timestamp,
    pub list_ends_at: Timestamp,
    pub answer_secs: i32,
    pub grace_secs: i32,
}

/// What a request and the figures of its pack say about the times of a draw.
pub fn times(request: &Request, figures: &Chain) -> anyhow::Result<Times> {
    let seconds = |name: &str| Ok::<_, anyhow::Error>(i32::try_from(figures.number(name)? * 60)?);
    let ahead = SignedDuration::from_mins(figures.number("callout.list_ends_before_minutes")?);
    Ok(Times {
        starts_at: request.starts_at,
        gather_at: request.not_before,
        list_ends_at: request.not_before.saturating_sub(ahead)?,
        answer_secs: seconds("callout.answer_minutes")?,
        grace_secs: seconds("check_in.grace_minutes")?,
    })
}

/// The statements that a draw stands on, each with the proof that it was cosigned before the draw opened.
struct Context {
    logged: Vec<(EntryId, String, Timestamp)>,
    registry: Chosen,
    registry_index: u64,
    approval_index: Option<u64>,
}

impl Context {
    async fn gather(
        app: &App,
        tx: &mut Tx,
        (anchor, pack, now): (&Anchor, &InForce, Timestamp),
        (draw, is_again): (Hash, bool),
    ) -> Result<Self, ApiError> {
        let anchored = trust::anchor_entry_in(app, tx, anchor.number).await?.ok_or_else(refusal::no_anchor)?;
        let age = pack.pack.registry_age_days;
        let chosen = match registry::choose_in(app, tx, age, now).await? {
            Choice::Named(chosen) => *chosen,
            Choice::Waiting => return Err(refusal::not_cosigned()),
            Choice::Missing => return Err(refusal::no_registry(age)),
        };
        let approval = if is_again { Some(approval_in(app, tx, anchor, draw).await?) } else { None };
        let mut proofs = Vec::new();
        for entry in [anchored, pack.entry].into_iter().chain(approval) {
            let first = ledger::cosign::first_proof_in(tx, entry).await?.ok_or_else(refusal::not_cosigned)?;
            proofs.push((entry, timed(anchor, first)?));
        }
        // The registry was cosigned on its day: that proof was kept, a later one would tell of a later day.
        let kept = chosen.proof.as_ref().map(|text| text.parse::<Proof>()).transpose().map_err(anyhow::Error::from)?;
        let of_registry = match kept {
            Some(proof) => timed(anchor, proof)?,
            None => return Err(refusal::not_cosigned()),
        };
        proofs.push((chosen.entry, of_registry));
        let index =
            |wanted: EntryId| proofs.iter().find(|(entry, _)| *entry == wanted).map(|(_, (proof, _))| proof.index);
        let (registry_index, approval_index) = (index(chosen.entry), approval.and_then(index));
        proofs.sort_by_key(|(_, (proof, _))| proof.index);
        let logged = proofs.iter().map(|(entry, (proof, at))| (*entry, proof.to_string(), *at)).collect();
        let registry_index = registry_index.ok_or_else(refusal::not_cosigned)?;
        Ok(Self { logged, registry: chosen, registry_index, approval_index })
    }
}

/// A proof with the quorum's time.
fn timed(anchor: &Anchor, proof: Proof) -> Result<(Proof, Timestamp), ApiError> {
    let at = standing::cosigned_at(anchor, &proof).ok_or_else(refusal::not_cosigned)?;
    Ok((proof, at))
}

/// The province's approval of this very draw.
async fn approval_in(app: &App, tx: &mut Tx, anchor: &Anchor, draw: Hash) -> Result<EntryId, ApiError> {
    let stated = ledger::stated_in(app, tx, "approval").await?;
    let fits = |one: &&ledger::Stated| {
        one.statement.hash("draw") == Some(draw)
            && one.statement.value("cause") == Some("attempt")
            && anchor.is_signed_by(&one.note, &[Party::Province])
    };
    stated.iter().find(fits).map(|one| one.entry).ok_or_else(|| refusal::no_approval(&draw))
}

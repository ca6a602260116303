//! What several readers are shown of a draw, each no more than they may know.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rules::expert::SpecialtyCode;
use rules::id::DrawId;
use rules::time::day_of;

use super::course::Course;
use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::http::{ApiError, Language};
use crate::{ledger, project, specialty, trust};

/// In whose hands the keys are.
#[derive(Clone, Copy, Debug)]
pub struct Trust {
    /// `one_party` or `separate`.
    pub mode: &'static str,
    /// Whether nothing that is drawn counts.
    pub rehearsal: bool,
}

/// In whose hands the keys are at present.
pub fn trust(app: &App) -> anyhow::Result<Trust> {
    let chain = ledger::anchors(app)?;
    let newest = chain.as_ref().map(|chain| chain.newest());
    Ok(Trust { mode: trust::mode(newest), rehearsal: trust::is_rehearsal(newest) })
}

/// What a draw is called where its project may not be named: the first eight digits of its id.
pub fn alias(course: &Course) -> String {
    let digits: String = course.draw.hash.iter().take(4).map(|byte| format!("{byte:02X}")).collect();
    format!("{} {}", &digits[..4], &digits[4..])
}

/// What somebody who was drawn is offered: time and place, never a project.
pub struct Offer {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub gather_at: Timestamp,
    pub centre: String,
    pub specialty: String,
}

/// What the holder of a seat is offered.
pub async fn offer(app: &App, id: DrawId, seat: u8, _: Language) -> Result<Offer, ApiError> {
    let mut tx = app.begin("draw.offer").await?;
    let course = Course::read(&mut tx, id).await?;
    let drawn = project::drawn_in(app, &mut tx, course.draw.request, course.draw.opened_at).await?;
    let slot = course.slots()?.slot_of_seat(usize::from(seat));
    let code = drawn.request.slots.all().get(slot).map(|slot| slot.specialty);
    let names = specialty_names(app, &mut tx, code.into_iter().collect(), &course).await?;
    Ok(Offer {
        starts_at: drawn.request.starts_at,
        ends_at: drawn.request.ends_at,
        gather_at: course.draw.gather_at,
        centre: drawn.request.sites.first().map(|site| site.centre.clone()).unwrap_or_default(),
        specialty: names.into_iter().next().map(|(_, name)| name).unwrap_or_default(),
    })
}

/// Codes with their names, in the order given.
pub async fn specialty_names(
    app: &App,
    tx: &mut Tx,
    codes: Vec<SpecialtyCode>,
    course: &Course,
) -> Result<Vec<(SpecialtyCode, String)>, ApiError> {
    let wanted: BTreeSet<SpecialtyCode> = codes.iter().copied().collect();
    let names = specialty::names_in(app, tx, &wanted, day_of(course.draw.opened_at)).await?;
    let name = |code: SpecialtyCode| names.get(&code).map_or_else(|| code.to_string(), |named| named.name.clone());
    Ok(codes.into_iter().map(|code| (code, name(code))).collect())
}

/// Beginning and end of a draw's evaluation.
pub async fn span_in(app: &App, tx: &mut Tx, id: DrawId) -> Result<(Timestamp, Timestamp), ApiError> {
    let draw = store::one(tx, id).await?;
    let drawn = project::drawn_in(app, tx, draw.request, draw.opened_at).await?;
    Ok((drawn.request.starts_at, drawn.request.ends_at))
}

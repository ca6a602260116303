//! Whether the rows of a draw are still what its statements bind. A row can be altered past the software, a cosigned statement
//! cannot; what a statement does not repeat, such as the hour at which names open, follows from what it names.

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use proof::anchor::Anchor;
use proof::logged::Proof;
use proof::text::Text;

use super::course::{Course, Stated};
use super::{opening, witness};
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::{pack, project, registry};

/// An error when a kept proof is not that of its statement: whoever forges one lets a draw go on before others have seen it.
pub fn proved(app: &App, course: &Course) -> anyhow::Result<()> {
    let anchor = witness::anchor(app, course)?;
    let is_proved = |stated: &Stated| {
        let Some(proof) = &stated.proof else { return true };
        let at = cosigned_at(&anchor, proof);
        let is_this = stated.index == Some(proof.index) && proof.includes(stated.note.to_string().as_bytes()).is_ok();
        is_this && at.is_some() && at == stated.cosigned_at
    };
    let wrong = course.all().iter().find(|stated| !is_proved(stated));
    ensure!(
        wrong.is_none(),
        "the proof kept of the statement {} is not that of the ledger: a row was altered",
        wrong.map_or_else(|| "-".to_owned(), |stated| stated.statement.kind().to_owned())
    );
    Ok(())
}

/// The quorum's time of a proof; none unless enough cosigners of the anchor have signed.
pub fn cosigned_at(anchor: &Anchor, proof: &Proof) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(proof.quorum_secs(anchor)?).ok()?).ok()
}

/// An error when the row of a draw is not what was opened.
pub async fn examine_in(app: &App, tx: &mut Tx, course: &Course) -> anyhow::Result<()> {
    proved(app, course)?;
    let draw = &course.draw;
    let open = &course.one("draw-open").context("the draw was never opened")?.statement;
    let drawn = project::drawn_in(app, tx, draw.request, draw.opened_at).await;
    let drawn = drawn.map_err(ApiError::into_cause)?;
    let hash = Text::parse(draw.pack.as_bytes()).context("a stored pack.txt")?.hash("vrd1/pack");
    ensure!(
        open.hash("pack") == Some(hash),
        "the pack of the draw is not the one that was opened with: it was altered"
    );
    let pack = pack::named_in(app, tx, &hash).await?.context("the pack of the draw was never stated")?;
    let held = registry::held_in(app, tx, draw.id.as_uuid()).await?;
    let times = opening::times(&drawn.request, &pack.chain)?;
    let is_stated = open.hash("request") == Some(drawn.texts.hash())
        && open.number("attempt") == u64::try_from(draw.attempt).ok()
        && open.number("registry") == Some(held.index);
    let is_row = draw.area == drawn.stored.area
        && (draw.starts_at, draw.gather_at, draw.list_ends_at)
            == (times.starts_at, times.gather_at, times.list_ends_at)
        && (draw.answer_secs, draw.grace_secs) == (times.answer_secs, times.grace_secs);
    ensure!(is_stated && is_row, "the row of the draw is not what was opened: it was altered");
    Ok(())
}

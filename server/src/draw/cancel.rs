//! Ending a draw: before its numbers are revealed by the centre, later by several parties together.

use std::collections::BTreeSet;

use proof::hash::tagged;
use rules::draw::stage::Next;
use rules::id::DrawId;

use super::course::Course;
use super::drive::statement;
use super::view::HallView;
use super::{refusal, step, store};
use crate::app::App;
use crate::http::{Actor, ApiError, FieldError, Say};
use crate::project;
use crate::vault::Place;

/// Why a draw is ended, by whom, and for which project.
pub struct Ground {
    pub cause: String,
    pub document: String,
    pub persons: Vec<String>,
    pub code: String,
}

/// Whether the draw may still be ended, by whomever.
pub fn may_cancel(hall: &HallView) -> bool {
    !hall.closed && hall.cancel.is_none() && hall.unsealed_at.is_none()
}

/// Ends a draw, or asks the other parties for their signatures. The document stays sealed; its hash is stated.
pub async fn cancel(app: &App, actor: &Actor, id: DrawId, ground: Ground) -> Result<(), ApiError> {
    // One name twice is one person.
    let persons: BTreeSet<&str> =
        ground.persons.iter().map(|person| person.trim()).filter(|person| !person.is_empty()).collect();
    if persons.len() < 2 || ground.document.trim().is_empty() {
        let message = Say::new("请写明事由，并由两人署名。", "State the reason and name two persons.");
        return Err(ApiError::fields("draw.fields", vec![FieldError { field: "document".to_owned(), message }]));
    }
    let mut tx = app.begin("draw.cancel").await?;
    let course = Course::wanted(&mut tx, id).await?;
    actor.see(course.draw.area)?;
    let drawn = project::drawn_in(app, &mut tx, course.draw.request, course.draw.opened_at).await?;
    if drawn.request.project_code != ground.code.trim() {
        return Err(refusal::wrong_code());
    }
    still_possible(&course, &ground.cause)?;
    if course.waiting().is_some() {
        return Err(refusal::not_cancellable());
    }
    let text = format!("{}\n{}\n", ground.document.trim(), persons.into_iter().collect::<Vec<_>>().join("、"));
    let salt = app.entropy.bytes::<32>();
    let document = tagged("vrd1/document", &[&salt, text.as_bytes()]);
    let sealed = app.vault.seal(Place { column: DOCUMENT, row: id.as_uuid() }, &[&salt[..], text.as_bytes()].concat());
    store::keep_document(&mut tx, id, &sealed).await?;
    let is_own = ground.cause == WITHDRAWN;
    let values = vec![Some(ground.cause), Some(document.to_string())];
    let stated = statement("cancel", course.hash()?, values)?;
    if is_own {
        step::state(app, &mut tx, &course, &stated).await?;
    } else {
        // Not the centre's alone: the others sign first.
        store::end_wanted(&mut tx, id).await?;
        store::want(&mut tx, id, (&stated.body(), None), app.clock.now()).await?;
    }
    step::finish(app, tx).await?;
    Ok(())
}

/// Refuses a cause that does not fit where the draw stands (docs/DRAW.md section 16).
pub fn still_possible(course: &Course, cause: &str) -> Result<(), ApiError> {
    let next = course.next()?;
    let fits = match cause {
        WITHDRAWN => {
            matches!(next, Next::Commit | Next::CheckPool | Next::Insiders | Next::Everybody | Next::Reveals(0))
        }
        NO_REVEAL => matches!(next, Next::Reveals(_)),
        cause => {
            let known = course.pack()?.cancel_causes.iter().any(|known| known == cause);
            known && matches!(next, Next::Seal | Next::Callout(_) | Next::CheckIn(_))
        }
    };
    let is_going = course.one("cancel").is_none() && course.one("unseal").is_none();
    if fits && is_going { Ok(()) } else { Err(refusal::not_cancellable()) }
}

const WITHDRAWN: &str = "withdrawn";
const NO_REVEAL: &str = "no-reveal";
const DOCUMENT: &str = "draw.document";

//! Ending a draw before its numbers are revealed. What comes later is nobody's alone.

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

/// Whether the centre alone may still end the draw.
pub fn may_withdraw(hall: &HallView) -> bool {
    matches!(hall.stage, "open" | "committed" | "numbers")
        && hall.contributors.iter().all(|one| one.state != "revealed")
}

/// Ends a draw before the first number is revealed. The document stays sealed; its hash is stated.
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
    let before_reveals = match course.next()? {
        Next::Commit | Next::CheckPool | Next::Insiders | Next::Everybody | Next::Reveals(0) => true,
        _ => course.waiting().is_some_and(|stated| stated.statement.kind() == "draw-open"),
    };
    let goes = course.one("cancel").is_none() && before_reveals && ground.cause == WITHDRAWN;
    if !goes || course.waiting().is_some() {
        return Err(refusal::not_cancellable());
    }
    let text = format!("{}\n{}\n", ground.document.trim(), persons.into_iter().collect::<Vec<_>>().join("、"));
    let salt = app.entropy.bytes::<32>();
    let document = tagged("vrd1/document", &[&salt, text.as_bytes()]);
    let sealed = app.vault.seal(Place { column: DOCUMENT, row: id.as_uuid() }, &[&salt[..], text.as_bytes()].concat());
    store::keep_document(&mut tx, id, &sealed).await?;
    let values = vec![Some(ground.cause), Some(document.to_string())];
    step::state(app, &mut tx, &course, &statement("cancel", course.hash()?, values)?).await?;
    step::finish(app, tx).await?;
    Ok(())
}

const WITHDRAWN: &str = "withdrawn";
const DOCUMENT: &str = "draw.document";

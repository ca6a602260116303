//! Statements that are not the centre's alone: what is to be signed stands here until every party has signed it, each on a machine
//! of its own. Which signatures count is the anchor's to say.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use proof::anchor::{Anchor, Party};
use proof::note::Note;
use proof::statement::Statement;
use proof::verify::signers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::course::Course;
use super::routes::id_of;
use super::{cancel, late, refusal, step, store, witness};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError};

/// What is to be signed.
#[derive(Serialize, ToSchema)]
pub struct WantedItem {
    /// `cancel`, `round` or `unseal`.
    kind: String,
    /// Of a cancellation or a round.
    cause: Option<String>,
    /// The text to sign, last line feed included.
    body: String,
    /// `centre`, `supervising`, `province`, `notary` or `witness`, in the order of the signatures.
    parties: Vec<&'static str>,
    /// Those who have signed; the centre signs last, by itself.
    signed: Vec<&'static str>,
}

#[derive(Deserialize, ToSchema)]
pub struct SignedNote {
    /// The body with signature lines, as `hengjian statement sign` prints it.
    note: String,
}

/// What is to be signed in a draw.
#[utoipa::path(get, path = "/api/draws/{id}/wanted", tag = "wanted", params(("id" = String, Path)), responses((status = 200, body = Vec<WantedItem>), (status = 404)))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Json<Vec<WantedItem>>, ApiError> {
    let id = id_of(&id)?;
    let mut tx = app.snapshot("draw.wanted").await?;
    let course = Course::seen(&mut tx, &actor, id).await?;
    let anchor = witness::anchor(&app, &course)?;
    let mut items = Vec::new();
    for row in store::wanted(&mut tx, id).await? {
        let statement = Statement::parse(&row.body).map_err(anyhow::Error::from)?;
        let parties = parties(&course, &statement)?;
        let cause = statement.value("cause").map(str::to_owned);
        let given = given(&anchor, &parties, &row);
        items.push(WantedItem {
            kind: statement.kind().to_owned(),
            cause,
            body: row.body,
            parties: parties.iter().map(|party| word(*party)).collect(),
            signed: given.iter().map(|(party, _)| word(*party)).collect(),
        });
    }
    Ok(Json(items))
}

/// Takes signatures; with the last one the statement is made.
#[utoipa::path(post, path = "/api/draws/{id}/sign", tag = "wanted", params(("id" = String, Path)), request_body = SignedNote,
    responses((status = 204), (status = 404), (status = 409, description = "draw.not_cancellable, draw.not_cosigned, draw.no_round, draw.round_changed"), (status = 422, description = "draw.wrong_note")))]
pub async fn sign(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<SignedNote>,
) -> Result<StatusCode, ApiError> {
    let id = id_of(&id)?;
    let mut tx = app.begin("draw.sign").await?;
    let course = Course::lock(&mut tx, id).await.map_err(|_| ApiError::not_found())?;
    actor.see(course.draw.area)?;
    let note: Note = format!("{}\n", body.note.trim_end()).parse().map_err(|_| refusal::wrong_note())?;
    let rows = store::wanted(&mut tx, id).await?;
    let mut row = rows.into_iter().find(|row| row.body == note.text()).ok_or_else(refusal::wrong_note)?;
    let statement = Statement::parse(&row.body).map_err(anyhow::Error::from)?;
    let (anchor, parties) = (witness::anchor(&app, &course)?, parties(&course, &statement)?);
    let before = row.lines.clone().unwrap_or_default();
    let new = store::WantedRow { lines: Some(signature_lines(&note)), ..row.clone() };
    let mut lines = before.clone();
    for (_, line) in given(&anchor, &parties, &new) {
        if !lines.contains(&line) {
            lines += &format!("{line}\n");
        }
    }
    if lines == before {
        return Err(refusal::wrong_note());
    }
    row.lines = Some(lines);
    store::keep_lines(&mut tx, id, &row).await?;
    complete_in(&app, tx, &course, (&anchor, &parties), &row).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes the statement once everybody but the centre has signed; the centre signs last.
async fn complete_in(
    app: &App,
    mut tx: Tx,
    course: &Course,
    (anchor, parties): (&Anchor, &[Party]),
    row: &store::WantedRow,
) -> Result<(), ApiError> {
    let given = given(anchor, parties, row);
    if given.len() + 1 < parties.len() {
        tx.commit().await?;
        app.draws.changed();
        return Ok(());
    }
    let own = Note::sign(&row.body, anchor.keys.centre.name(), app.vault.note_key()).map_err(anyhow::Error::from)?;
    let line = |party: &Party| match party {
        Party::Centre => Some(signature_lines(&own).trim_end().to_owned()),
        party => given.iter().find(|(one, _)| one == party).map(|(_, line)| line.clone()),
    };
    let lines: Option<Vec<String>> = parties.iter().map(line).collect();
    let lines = lines.ok_or_else(refusal::wrong_note)?.join("\n");
    let note: Note = format!("{}\n{lines}\n", row.body).parse().map_err(anyhow::Error::from)?;
    let statement = Statement::parse(&row.body).map_err(anyhow::Error::from)?;
    if course.waiting().is_some() {
        return Err(refusal::not_cosigned());
    }
    match statement.kind() {
        "cancel" => cancel::still_possible(course, statement.value("cause").unwrap_or_default())?,
        _ => late::carry_out_in(app, &mut tx, course, row).await?,
    }
    step::enter(app, &mut tx, course, &note).await?;
    store::end_wanted(&mut tx, course.draw.id).await?;
    step::finish(app, tx).await?;
    Ok(())
}

/// Who signs a statement, in order.
fn parties(course: &Course, statement: &Statement) -> Result<Vec<Party>, ApiError> {
    let pack = course.pack()?;
    let ways = signers::of(statement, course.is_unsealed(), &pack);
    Ok(ways.first().map(|parties| parties.to_vec()).unwrap_or_default())
}

/// The right signatures that have come, by party.
fn given(anchor: &Anchor, parties: &[Party], row: &store::WantedRow) -> Vec<(Party, String)> {
    let lines: Vec<&str> = row.lines.as_deref().unwrap_or_default().lines().collect();
    let by = |party: &Party| {
        let key = anchor.key(*party)?;
        let signed = |line: &&&str| {
            let note = format!("{}\n{line}\n", row.body).parse::<Note>();
            note.is_ok_and(|note| note.verify(std::slice::from_ref(key)).is_ok())
        };
        lines.iter().find(signed).map(|line| (*party, (*line).to_owned()))
    };
    parties.iter().filter(|party| **party != Party::Centre).filter_map(by).collect()
}

fn signature_lines(note: &Note) -> String {
    note.to_string().lines().filter(|line| line.starts_with("— ")).map(|line| format!("{line}\n")).collect()
}

const fn word(party: Party) -> &'static str {
    match party {
        Party::Centre => "centre",
        Party::Supervising => "supervising",
        Party::Witness => "witness",
        Party::Province => "province",
        Party::Notary => "notary",
    }
}

//! The province's approval of a further attempt: signed over the id of the coming draw, entered by a supervisor of the province.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use proof::anchor::Party;
use proof::note::Note;
use proof::statement::Statement;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::refusal;
use crate::app::App;
use crate::http::{Actor, ApiError};
use crate::ledger;

#[derive(Serialize, ToSchema)]
pub struct ApprovalItem {
    /// Id of the draw that is approved.
    draw: String,
    /// `attempt` or `supplementary`.
    cause: String,
    /// Hash of the province's document.
    document: String,
    index: Option<u64>,
}

#[derive(Deserialize, ToSchema)]
pub struct SignedApproval {
    /// The `approval` statement with the province's signature.
    note: String,
}

/// Approvals in the ledger, newest first.
#[utoipa::path(get, path = "/api/approvals", tag = "approval", responses((status = 200, body = Vec<ApprovalItem>)))]
pub async fn list(State(app): State<App>, _: Actor) -> Result<Json<Vec<ApprovalItem>>, ApiError> {
    let mut tx = app.snapshot("draw.approvals").await?;
    let stated = ledger::stated_in(&app, &mut tx, KIND).await?;
    let item = |one: ledger::Stated| {
        let value = |key: &str| one.statement.value(key).unwrap_or_default().to_owned();
        ApprovalItem { draw: value("draw"), cause: value("cause"), document: value("document"), index: one.index }
    };
    Ok(Json(stated.into_iter().rev().map(item).collect()))
}

/// Enters an approval that the province has signed.
#[utoipa::path(post, path = "/api/approvals", tag = "approval", request_body = SignedApproval,
    responses((status = 201), (status = 409, description = "draw.no_anchor"), (status = 422, description = "draw.wrong_note")))]
pub async fn enter(State(app): State<App>, _: Actor, Json(body): Json<SignedApproval>) -> Result<StatusCode, ApiError> {
    let note: Note = format!("{}\n", body.note.trim_end()).parse().map_err(|_| refusal::wrong_note())?;
    let statement = Statement::parse(note.text()).map_err(|_| refusal::wrong_note())?;
    let mut tx = app.begin("draw.approval").await?;
    let anchor = ledger::judge_in(&app, &mut tx).await?.ok_or_else(refusal::no_anchor)?;
    if statement.kind() != KIND || !anchor.is_signed_by(&note, &[Party::Province]) {
        return Err(refusal::wrong_note());
    }
    let stands = ledger::stated_in(&app, &mut tx, KIND).await?;
    if stands.iter().all(|one| one.note != note) {
        ledger::enter(&app, &mut tx, &note, app.clock.now()).await?;
        tx.commit().await?;
        app.sequencer.notify_one();
    }
    Ok(StatusCode::CREATED)
}

const KIND: &str = "approval";

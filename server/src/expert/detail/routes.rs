//! Requests about one expert.

use axum::Json;
use axum::extract::{Path, State};
use rules::id::ExpertId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::actions;
use super::view::{ExpertView, HistoryEvent};
use crate::account::reason_of;
use crate::app::App;
use crate::http::{Actor, ApiError, Language};

/// One expert; personal values are masked.
#[utoipa::path(get, path = "/api/experts/{id}", tag = "expert", params(("id" = String, Path)),
    responses((status = 200, body = ExpertView), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<ExpertView>, ApiError> {
    Ok(Json(actions::show(&app, &actor, language, id_of(&id)?).await?))
}

#[derive(Serialize, ToSchema)]
pub struct History {
    items: Vec<HistoryEvent>,
}

/// What happened to the file and who looked into it, the newest first.
#[utoipa::path(get, path = "/api/experts/{id}/history", tag = "expert", params(("id" = String, Path)),
    responses((status = 200, body = History), (status = 404)))]
pub async fn history(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Json<History>, ApiError> {
    Ok(Json(History { items: actions::history(&app, &actor, id_of(&id)?).await? }))
}

#[derive(Deserialize, ToSchema)]
pub struct UnmaskBody {
    /// `name`, `id_number`, `phone`, `second_phone`, `address`, `bank_name` or `bank_account`.
    field: String,
    /// Goes to the ledger; the person reads it too.
    reason: String,
}

#[derive(Serialize, ToSchema)]
pub struct Unmasked {
    value: Option<String>,
}

/// One personal field in clear, once it is in the ledger who looked and why.
#[utoipa::path(post, path = "/api/experts/{id}/unmask", tag = "expert", params(("id" = String, Path)), request_body = UnmaskBody,
    responses((status = 200, body = Unmasked), (status = 404), (status = 422, description = "expert.fields, reason")))]
pub async fn unmask(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<UnmaskBody>,
) -> Result<Json<Unmasked>, ApiError> {
    let (id, reason) = (id_of(&id)?, reason_of(&body.reason)?);
    Ok(Json(Unmasked { value: actions::unmask(&app, &actor, id, &body.field, &reason).await? }))
}

#[derive(Serialize, ToSchema)]
pub struct OwnExpert {
    #[serde(flatten)]
    expert: ExpertView,
    history: Vec<HistoryEvent>,
}

/// The signed-in expert's own file in clear, with who looked at what.
#[utoipa::path(get, path = "/api/me/expert", tag = "expert", responses((status = 200, body = OwnExpert), (status = 404)))]
pub async fn own(State(app): State<App>, actor: Actor, language: Language) -> Result<Json<OwnExpert>, ApiError> {
    let (expert, history) = actions::own(&app, &actor, language).await?;
    Ok(Json(OwnExpert { expert, history }))
}

fn id_of(text: &str) -> Result<ExpertId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

//! Requests about pairs of units that may be one.

use axum::Json;
use axum::extract::{Path, Query, State};
use rules::unit::model::{NearDecision, NearState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::actions::{self, Decision};
use super::store;
use crate::account::reason_of;
use crate::app::App;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError};
use crate::unit::view::{self, NearItem};

#[derive(Deserialize, IntoParams)]
pub struct NearQuery {
    /// `open` unless asked otherwise.
    state: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct NearPage {
    items: Vec<NearItem>,
    next: Option<String>,
    total: i64,
}

/// Pairs in a state, the most alike first.
#[utoipa::path(get, path = "/api/near", tag = "near", params(NearQuery), responses((status = 200, body = NearPage)))]
pub async fn list(
    State(app): State<App>,
    _: Actor,
    Query(query): Query<NearQuery>,
) -> Result<Json<NearPage>, ApiError> {
    let state = view::word(query.state.as_deref(), NearState::read)?.unwrap_or(NearState::Open);
    let after = query.after.as_deref().map(|cursor| position(cursor).ok_or_else(ApiError::not_found)).transpose()?;
    let paging = Paging::of(query.limit);
    let mut pairs = store::page(&app.db, state, after, paging.fetch_count()).await?;
    let next = paging.cut(&mut pairs, |pair| format!("{}.{}", pair.score, pair.id));
    let total = store::count(&app.db, state).await?;
    Ok(Json(NearPage { items: view::near_items(&app.db, pairs).await?, next, total }))
}

fn position(cursor: &str) -> Option<(i32, Uuid)> {
    let (score, id) = cursor.split_once('.')?;
    Some((score.parse().ok()?, id.parse().ok()?))
}

#[derive(Deserialize, ToSchema)]
pub struct DecisionBody {
    /// `merge`, `former`, `alias` or `distinct`.
    decision: String,
    reason: String,
    /// Id of the unit that the officer saw at the right, as the one that stays; refused when it would be the other one.
    right: Option<String>,
}

/// Decides a pair for good. Of two officers the second hears that it is decided.
#[utoipa::path(post, path = "/api/near/{id}/decide", tag = "near", params(("id" = String, Path)), request_body = DecisionBody,
    responses((status = 200, body = NearItem), (status = 409, description = "near.decided, near.turned")))]
pub async fn decide(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<DecisionBody>,
) -> Result<Json<NearItem>, ApiError> {
    let decision = view::word(Some(&body.decision), NearDecision::read)?.ok_or_else(no_decision)?;
    let stays = body.right.as_deref().map(view::id).transpose()?;
    let decision = Decision { decision, reason: reason_of(&body.reason)?, stays };
    let pair = actions::decide(&app, &actor, view::id(&id)?, decision).await?;
    let item = view::near_items(&app.db, vec![pair]).await?.pop();
    Ok(Json(item.ok_or_else(ApiError::not_found)?))
}

fn no_decision() -> ApiError {
    ApiError::refused("near.decision", "请选择处理方式。", "Choose a decision.")
}

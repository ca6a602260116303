//! Requests about proposals.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use rules::expert::model::{ChangeState, State as ExpertState};
use rules::id::{ChangeId, ExpertId};
use rules::time::read_date;
use rules::wording::Worded as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Ground, Values};
use super::store::{self, Change};
use super::{decide, refusal, view};
use crate::account::{self, reason_of};
use crate::app::App;
use crate::expert::file;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, FieldDifference, Language, word};

#[derive(Deserialize, ToSchema)]
pub struct Addition {
    /// Values by field, as the import template names them.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    proposed: Values,
    reason: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct Amendment {
    /// Version that the author saw.
    base_version: i32,
    reason: String,
    /// Changed fields only; null clears one.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    proposed: Values,
}

#[derive(Deserialize, ToSchema)]
pub struct StateStep {
    base_version: i32,
    reason: String,
    /// `active`, `on_leave`, `suspended` or `exited`.
    to: String,
    /// First day.
    on: String,
    /// Last day of a leave or suspension.
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Proposed {
    id: String,
}

#[derive(Serialize, ToSchema)]
pub struct Approved {
    expert_id: String,
}

/// Proposes a new expert.
#[utoipa::path(post, path = "/api/experts/changes", tag = "change", request_body = Addition,
    responses((status = 201, body = Proposed), (status = 422, description = "expert.fields")))]
pub async fn propose_addition(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<Addition>,
) -> Result<(StatusCode, Json<Proposed>), ApiError> {
    let reason = body.reason.as_deref().filter(|reason| !reason.trim().is_empty()).map(reason_of).transpose()?;
    proposed(&actions::propose_addition(&app, &actor, body.proposed, reason).await?)
}

/// Proposes other values in a file; 409 with the difference when the file moved on.
#[utoipa::path(post, path = "/api/experts/{id}/changes", tag = "change", params(("id" = String, Path)), request_body = Amendment,
    responses((status = 201, body = Proposed), (status = 409, description = "expert.stale, change.open"), (status = 422, description = "expert.fields, expert.no_change")))]
pub async fn propose_amendment(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Amendment>,
) -> Result<(StatusCode, Json<Proposed>), ApiError> {
    let ground = Ground { base_version: body.base_version, reason: reason_of(&body.reason)? };
    proposed(&actions::propose_amendment(&app, &actor, expert_of(&id)?, body.proposed, ground).await?)
}

/// Proposes another state with reason and day.
#[utoipa::path(post, path = "/api/experts/{id}/state", tag = "change", params(("id" = String, Path)), request_body = StateStep,
    responses((status = 201, body = Proposed), (status = 409, description = "expert.stale, change.open"), (status = 422, description = "expert.fields, expert.lifecycle")))]
pub async fn propose_state(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<StateStep>,
) -> Result<(StatusCode, Json<Proposed>), ApiError> {
    let id = expert_of(&id)?;
    let ground = Ground { base_version: body.base_version, reason: reason_of(&body.reason)? };
    let to = ExpertState::read(&body.to).map_err(|error| refusal::field("to", &error.zh(), &error.en()))?;
    let day =
        |field: &str, text: &str| read_date(text).map_err(|error| refusal::field(field, &error.zh(), &error.en()));
    let on = day("on", &body.on)?;
    let until = body.until.as_deref().filter(|text| !text.is_empty()).map(|text| day("until", text)).transpose()?;
    proposed(&actions::propose_state(&app, &actor, id, (to, on, until), ground).await?)
}

#[derive(Deserialize, IntoParams)]
pub struct ListQuery {
    /// `pending`, `approved`, `rejected` or `withdrawn`.
    state: Option<String>,
    /// Id after which the page goes on.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct ChangePage {
    items: Vec<ChangeItem>,
    next: Option<String>,
    total: i64,
}

#[derive(Serialize, ToSchema)]
pub struct ChangeItem {
    id: String,
    /// `add`, `amend` or `state`.
    kind: &'static str,
    expert_id: Option<String>,
    /// Masked name and number of the expert, or the masked name of the one to be added.
    expert: Option<String>,
    area: String,
    area_name: String,
    state: &'static str,
    author: String,
    created_at: String,
    decided_by: Option<String>,
    decided_at: Option<String>,
    /// The reader is its author.
    mine: bool,
}

#[derive(Serialize, ToSchema)]
pub struct ChangeDetail {
    #[serde(flatten)]
    change: ChangeItem,
    reason: Option<String>,
    decision_reason: Option<String>,
    /// Against the file as it stands, or as it stood when decided: personal fields masked.
    difference: Vec<FieldDifference>,
    /// The file moved on since the proposal.
    stale: bool,
}

/// Proposals of one's area, newest first.
#[utoipa::path(get, path = "/api/changes", tag = "change", params(ListQuery), responses((status = 200, body = ChangePage)))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Query(query): Query<ListQuery>,
) -> Result<Json<ChangePage>, ApiError> {
    let state = word("change.state", query.state.as_deref(), ChangeState::read)?;
    let after = query.after.as_deref().map(change_of).transpose()?;
    let paging = Paging::of(query.limit);
    let mut rows = store::page(&app.db, actor.area, state, after, paging.fetch_count()).await?;
    let next = paging.cut(&mut rows, |row| row.id.to_string());
    let total = store::count(&app.db, actor.area, state).await?;
    Ok(Json(ChangePage { items: items(&app, &actor, &rows, language).await?, next, total }))
}

/// One proposal and what it would change.
#[utoipa::path(get, path = "/api/changes/{id}", tag = "change", params(("id" = String, Path)), responses((status = 200, body = ChangeDetail), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<ChangeDetail>, ApiError> {
    let mut tx = app.begin("change.show").await?;
    let change = store::one(&mut tx, change_of(&id)?).await?;
    actor.see(change.area)?;
    let (difference, stale) = decide::difference(&app, &mut tx, &change).await?;
    drop(tx);
    let reason = decide::open_reason(&app, &change)?;
    let decision_reason = decide::open_decision_reason(&app, &change)?;
    let item =
        items(&app, &actor, std::slice::from_ref(&change), language).await?.pop().ok_or_else(ApiError::not_found)?;
    Ok(Json(ChangeDetail { change: item, reason, decision_reason, difference, stale }))
}

/// Approves; not by its author.
#[utoipa::path(post, path = "/api/changes/{id}/approve", tag = "change", params(("id" = String, Path)),
    responses((status = 200, body = Approved), (status = 409, description = "change.own, change.decided, expert.stale")))]
pub async fn approve(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Json<Approved>, ApiError> {
    let expert = decide::approve(&app, &actor, change_of(&id)?).await?;
    Ok(Json(Approved { expert_id: expert.to_string() }))
}

#[derive(Deserialize, ToSchema)]
pub struct Rejection {
    reason: String,
}

/// Rejects with a reason; not by its author.
#[utoipa::path(post, path = "/api/changes/{id}/reject", tag = "change", params(("id" = String, Path)), request_body = Rejection,
    responses((status = 204), (status = 409, description = "change.own, change.decided")))]
pub async fn reject(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<Rejection>,
) -> Result<StatusCode, ApiError> {
    decide::reject(&app, &actor, change_of(&id)?, &reason_of(&body.reason)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes one's own proposal back.
#[utoipa::path(post, path = "/api/changes/{id}/withdraw", tag = "change", params(("id" = String, Path)),
    responses((status = 204), (status = 409, description = "change.not_own, change.decided")))]
pub async fn withdraw(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    decide::withdraw(&app, &actor, change_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn items(app: &App, actor: &Actor, changes: &[Change], language: Language) -> Result<Vec<ChangeItem>, ApiError> {
    let accounts: Vec<_> =
        changes.iter().flat_map(|change| [Some(change.author_id), change.decided_by]).flatten().collect();
    let names = account::display_names(app, &accounts).await?;
    let experts: Vec<ExpertId> = changes.iter().filter_map(|change| change.expert_id).collect();
    let labels = file::masked_labels(app, &experts).await?;
    let name = |id: &rules::id::AccountId| names.get(id).cloned().unwrap_or_default();
    let item = |change: &Change| -> Result<ChangeItem, ApiError> {
        let expert = match change.expert_id {
            Some(expert) => labels.get(&expert).cloned(),
            None => view::newcomer(&decide::open_wanted(app, change)?),
        };
        Ok(ChangeItem {
            id: change.id.to_string(),
            kind: change.kind.code(),
            expert_id: change.expert_id.map(|id| id.to_string()),
            expert,
            area: change.area.to_string(),
            area_name: language.area(change.area),
            state: change.state.code(),
            author: name(&change.author_id),
            created_at: change.created_at.to_string(),
            decided_by: change.decided_by.as_ref().map(name),
            decided_at: change.decided_at.map(|at| at.to_string()),
            mine: change.author_id == actor.account_id,
        })
    };
    changes.iter().map(item).collect()
}

fn proposed(change: &Change) -> Result<(StatusCode, Json<Proposed>), ApiError> {
    Ok((StatusCode::CREATED, Json(Proposed { id: change.id.to_string() })))
}

fn change_of(text: &str) -> Result<ChangeId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

fn expert_of(text: &str) -> Result<ExpertId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

//! Requests of drawn experts. None of them names a project.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use proof::hash::Hash;
use rules::draw::answer::{Answer, Reason};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::actions::{self, Task};
use crate::app::App;
use crate::draw::sight::{self, Offer};
use crate::http::{Actor, ApiError, Language, word};

#[derive(Serialize, ToSchema)]
pub struct Tasks {
    items: Vec<TaskItem>,
    /// By the server's clock.
    #[schema(value_type = String)]
    now: Timestamp,
}

#[derive(Serialize, ToSchema)]
pub struct TaskItem {
    token: String,
    /// `identify`, `offer`, `accepted`, `declined` or `over`.
    state: &'static str,
    #[schema(value_type = String)]
    until: Timestamp,
    /// Only once identity is proved.
    #[schema(value_type = Option<String>)]
    starts_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    ends_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    gather_at: Option<Timestamp>,
    centre: Option<String>,
    specialty: Option<String>,
    /// Check-in code, once accepted.
    code: Option<String>,
}

/// What the signed-in expert was drawn for.
#[utoipa::path(get, path = "/api/me/tasks", tag = "draw", responses((status = 200, body = Tasks)))]
pub async fn tasks(State(app): State<App>, actor: Actor, language: Language) -> Result<Json<Tasks>, ApiError> {
    let now = app.clock.now();
    let mut items = Vec::new();
    for task in actions::tasks(&app, &actor).await? {
        let known = task.one.identified_at.is_some();
        let offer = if known { Some(sight::offer(&app, task.draw, task.one.seat, language).await?) } else { None };
        items.push(item(&app, &task, offer, now));
    }
    Ok(Json(Tasks { items, now }))
}

fn item(app: &App, task: &Task, offer: Option<Offer>, now: Timestamp) -> TaskItem {
    let one = &task.one;
    let state = match one.answer {
        Answer::Accepted if one.left_round.is_none() => "accepted",
        Answer::Declined => "declined",
        Answer::Open if now < one.until_at && one.left_round.is_none() => {
            if one.identified_at.is_some() {
                "offer"
            } else {
                "identify"
            }
        }
        _ => "over",
    };
    let offer = offer.filter(|_| matches!(state, "offer" | "accepted"));
    TaskItem {
        token: one.token.to_string(),
        state,
        until: one.until_at,
        starts_at: offer.as_ref().map(|offer| offer.starts_at),
        ends_at: offer.as_ref().map(|offer| offer.ends_at),
        gather_at: offer.as_ref().map(|offer| offer.gather_at),
        centre: offer.as_ref().map(|offer| offer.centre.clone()),
        specialty: offer.map(|offer| offer.specialty),
        code: (state == "accepted").then(|| actions::code(app, &one.token)),
    }
}

#[derive(Deserialize, ToSchema)]
pub struct Identity {
    /// Last four characters of the resident id.
    id_tail: String,
}

/// Proves who answers.
#[utoipa::path(post, path = "/api/me/tasks/{token}/identify", tag = "draw", params(("token" = String, Path)), request_body = Identity,
    responses((status = 204), (status = 404), (status = 409, description = "answer.given, answer.late, answer.ended"), (status = 422, description = "answer.wrong_id")))]
pub async fn identify(
    State(app): State<App>,
    actor: Actor,
    Path(token): Path<String>,
    Json(body): Json<Identity>,
) -> Result<StatusCode, ApiError> {
    actions::identify(&app, &actor, &token_of(&token)?, body.id_tail.trim()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the seat.
#[utoipa::path(post, path = "/api/me/tasks/{token}/accept", tag = "draw", params(("token" = String, Path)),
    responses((status = 204), (status = 404), (status = 409, description = "answer.given, answer.late, answer.unknown")))]
pub async fn accept(State(app): State<App>, actor: Actor, Path(token): Path<String>) -> Result<StatusCode, ApiError> {
    actions::answer(&app, &actor, &token_of(&token)?, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct Declining {
    /// `busy`, `ill`, `away` or `other`.
    reason: String,
}

/// Leaves the seat.
#[utoipa::path(post, path = "/api/me/tasks/{token}/decline", tag = "draw", params(("token" = String, Path)), request_body = Declining,
    responses((status = 204), (status = 404), (status = 409, description = "answer.given, answer.late, answer.unknown")))]
pub async fn decline(
    State(app): State<App>,
    actor: Actor,
    Path(token): Path<String>,
    Json(body): Json<Declining>,
) -> Result<StatusCode, ApiError> {
    let reason = word("answer.reason", Some(&body.reason), Reason::read)?;
    actions::answer(&app, &actor, &token_of(&token)?, reason.or(Some(Reason::Other))).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn token_of(text: &str) -> Result<Hash, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

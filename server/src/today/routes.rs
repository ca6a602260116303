//! What waits.

use axum::Json;
use axum::extract::State;
use rules::account::Role;
use rules::expert::due::Due;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Actor, ApiError};
use crate::{account, expert, import, project, unit};

#[derive(Serialize, ToSchema)]
pub struct Today {
    tasks: Vec<Task>,
}

#[derive(Serialize, ToSchema)]
pub struct Task {
    /// Stable word such as `changes_to_decide`.
    kind: &'static str,
    count: i64,
    /// Day until which it wants doing.
    due_at: Option<String>,
}

/// What waits for the caller, nothing that does not.
#[utoipa::path(get, path = "/api/today", tag = "today", responses((status = 200, body = Today)))]
pub async fn today(State(app): State<App>, actor: Actor) -> Result<Json<Today>, ApiError> {
    let counts = match actor.role {
        Role::PoolOfficer => pool(&app, &actor).await?,
        Role::SecurityOfficer => {
            let waiting = account::waiting(&app, &actor).await?;
            vec![("accounts_locked", waiting.locked), ("invitations_open", waiting.invited)]
        }
        Role::Auditor | Role::SystemOfficer => {
            let problem = app.ledger.refusal().is_some() || !app.ledger.foreign().is_empty();
            vec![("ledger_problem", i64::from(problem))]
        }
        _ => Vec::new(),
    };
    let tasks = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| Task { kind, count, due_at: None })
        .collect();
    Ok(Json(Today { tasks }))
}

async fn pool(app: &App, actor: &Actor) -> Result<Vec<(&'static str, i64)>, ApiError> {
    let due = async |due| expert::list::due_count(app, actor.area, due).await;
    Ok(vec![
        ("changes_to_decide", expert::change::pending_count(&app.db, actor.area, actor.account_id).await?),
        ("requests_to_decide", project::waiting_count(&app.db, actor.area, actor.account_id).await?),
        ("imports_to_approve", import::waiting_count(&app.db, actor.area, actor.account_id).await?),
        ("near_to_resolve", unit::near_open_count(&app.db).await?),
        ("terms_ending", due(Due::TermEnding).await?),
        ("confirmations_missing", due(Due::ConfirmationMissing).await?),
    ])
}

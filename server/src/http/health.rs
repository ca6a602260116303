//! Is the process alive, and is it fit to serve.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;

#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok` or `degraded`.
    status: &'static str,
    database: bool,
    /// False when numbering or signing of the ledger has stopped.
    ledger: bool,
}

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = str)))]
pub async fn healthz() -> &'static str {
    "ok"
}

/// Database and ledger answer too; 503 when one does not.
#[utoipa::path(get, path = "/readyz", tag = "health", responses((status = 200, body = Health), (status = 503, body = Health)))]
pub async fn readyz(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let database = crate::db::answers(&app.db).await;
    let ledger = database
        && app.ledger.refusal().is_none()
        && crate::ledger::store::lag_secs(&app.db, app.clock.now(), &app.ledger.foreign())
            .await
            .is_ok_and(|lag| lag < LEDGER_LAG_SECS);
    let ready = database && ledger;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Health { status: if ready { "ok" } else { "degraded" }, database, ledger }))
}

/// Seconds that an entry may wait for its number before the service counts as degraded.
const LEDGER_LAG_SECS: i64 = 60;

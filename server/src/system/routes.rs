//! Requests that read the state of the service.

use axum::Json;
use axum::extract::State;
use rules::area::Area;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::db::doctor::{self, Check};
use crate::http::ApiError;
use crate::ledger::store::{entries, head};

#[derive(Serialize, ToSchema)]
pub struct Areas {
    items: Vec<AreaItem>,
}

#[derive(Serialize, ToSchema)]
pub struct AreaItem {
    /// Six digits (GB/T 2260).
    code: String,
    name: String,
}

/// The province and its cities; public, since the set-up page asks for one.
#[utoipa::path(get, path = "/api/areas", tag = "system", responses((status = 200, body = Areas)))]
pub async fn areas() -> Json<Areas> {
    let items =
        Area::pool_areas().iter().map(|area| AreaItem { code: area.area.to_string(), name: area.zh.to_owned() });
    Json(Areas { items: items.collect() })
}

#[derive(Serialize, ToSchema)]
pub struct System {
    /// Release of the service.
    version: &'static str,
    /// Effective configuration, secrets masked.
    config: serde_json::Value,
    database: Database,
    ledger: LedgerState,
    doctor: Vec<Check>,
}

#[derive(Serialize, ToSchema)]
pub struct Database {
    /// Connections of this process, open and idle.
    connection_count: u32,
    idle_count: usize,
}

#[derive(Serialize, ToSchema)]
pub struct LedgerState {
    /// Entries numbered so far.
    size: i64,
    pending_count: i64,
}

/// Release, configuration, database and ledger of this process.
#[utoipa::path(get, path = "/api/system", tag = "system", responses((status = 200, body = System)))]
pub async fn system(State(app): State<App>) -> Result<Json<System>, ApiError> {
    let config: toml::Table = app.config.masked()?.parse().map_err(anyhow::Error::from)?;
    let head = head::head(&mut *app.db.acquire().await?).await?;
    let pending_count = entries::pending_count(&app.db).await?;
    Ok(Json(System {
        version: env!("CARGO_PKG_VERSION"),
        config: serde_json::to_value(config).map_err(anyhow::Error::from)?,
        database: Database { connection_count: app.db.size(), idle_count: app.db.num_idle() },
        ledger: LedgerState { size: head.map_or(0, |head| head.size), pending_count },
        doctor: doctor::examine(&app.db).await?,
    }))
}

//! Requests that read the state of the service.

use axum::Json;
use axum::extract::State;
use rules::area::Area;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::db::doctor::{self, Check};
use crate::http::{ApiError, Language};
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
pub async fn areas(language: Language) -> Json<Areas> {
    let areas = Area::pool_areas().iter().map(|named| named.area);
    let items = areas.map(|area| AreaItem { code: area.to_string(), name: language.area(area) });
    Json(Areas { items: items.collect() })
}

#[derive(Serialize, ToSchema)]
pub struct System {
    /// Release of the service.
    version: &'static str,
    /// Effective configuration, secrets masked.
    config: serde_json::Value,
    database: Database,
    ledger: LedgerSize,
    doctor: Vec<CheckItem>,
}

/// One thing looked at in the database.
#[derive(Serialize, ToSchema)]
pub struct CheckItem {
    /// Stable name, for example `encoding`.
    check: &'static str,
    ok: bool,
    /// What was found, and what is needed.
    message: String,
}

fn item(check: &Check, language: Language) -> CheckItem {
    CheckItem { check: check.check, ok: check.ok, message: check.message.of(language) }
}

#[derive(Serialize, ToSchema)]
pub struct Database {
    /// Connections of this process, open and idle.
    connection_count: u32,
    idle_count: usize,
}

#[derive(Serialize, ToSchema)]
pub struct LedgerSize {
    /// Entries numbered so far.
    size: i64,
    pending_count: i64,
}

/// Release, configuration, database and ledger of this process.
#[utoipa::path(get, path = "/api/system", tag = "system", responses((status = 200, body = System)))]
pub async fn system(State(app): State<App>, language: Language) -> Result<Json<System>, ApiError> {
    let config: toml::Table = app.config.masked()?.parse().map_err(anyhow::Error::from)?;
    let head = head::head(&mut *app.db.acquire().await?).await?;
    let pending_count = entries::pending_count(&app.db).await?;
    Ok(Json(System {
        version: env!("CARGO_PKG_VERSION"),
        config: serde_json::to_value(config).map_err(anyhow::Error::from)?,
        database: Database { connection_count: app.db.size(), idle_count: app.db.num_idle() },
        ledger: LedgerSize { size: head.map_or(0, |head| head.size), pending_count },
        doctor: doctor::examine(&app.db).await?.into_iter().map(|check| item(&check, language)).collect(),
    }))
}

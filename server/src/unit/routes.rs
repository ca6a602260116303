//! Requests about single units and their list.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use rules::area::Area;
use rules::id::UnitId;
use rules::text;
use rules::unit::file::OtherName;
use rules::unit::model::{UnitKind, UnitNameKind, UnitState};
use rules::unit::{CreditCode, name};
use rules::wording::Worded;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Edit};
use super::file::OFFICER_NAME;
use super::near;
use super::store::page::{self, Filter};
use super::store::{file as facts, find};
use super::view::{self, NearItem, UnitItem, UnitMention};
use crate::account::reason_of;
use crate::app::App;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, FieldError, Language, Say};
use crate::vault::Place;

#[derive(Deserialize, IntoParams)]
pub struct ListQuery {
    /// Part of a name in any writing, or the beginning of a credit code.
    text: Option<String>,
    area: Option<String>,
    kind: Option<String>,
    /// `known`, `to_resolve` or `merged`; without it all but the merged ones.
    state: Option<String>,
    /// Id after which the page begins.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct UnitPage {
    items: Vec<UnitItem>,
    next: Option<String>,
    total: i64,
}

/// Units, in the order in which they came into the register.
#[utoipa::path(get, path = "/api/units", tag = "unit", params(ListQuery), responses((status = 200, body = UnitPage)))]
pub async fn list(
    State(app): State<App>,
    _: Actor,
    Query(query): Query<ListQuery>,
) -> Result<Json<UnitPage>, ApiError> {
    let mut filter = filter(&query)?;
    if let Some(key) = &filter.name_key {
        let grams: Vec<String> = name::grams(key).into_iter().collect();
        filter.gram = page::rarest(&app.db, &grams, GRAM_COMMON).await?;
    }
    let after: Option<UnitId> = query.after.as_deref().map(view::id).transpose()?;
    let paging = Paging::of(query.limit);
    let mut rows = page::page(&app.db, &filter, after, paging.fetch_count()).await?;
    let next = paging.cut(&mut rows, |row| row.unit.id.to_string());
    let total = page::count(&app.db, &filter).await?;
    Ok(Json(UnitPage { items: rows.into_iter().map(UnitItem::from).collect(), next, total }))
}

fn filter(query: &ListQuery) -> Result<Filter, ApiError> {
    let text = query.text.as_deref().map(name::key).filter(|key| !key.is_empty());
    let code = text.as_deref().map(text::code_form);
    let is_code = |code: &String| code.len() >= 4 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    let area = query.area.as_deref().filter(|area| !area.is_empty()).map(Area::read).transpose();
    Ok(Filter {
        code: code.filter(is_code),
        name_key: text,
        gram: None,
        area: area.map_err(|error| ApiError::refused(error.code(), error.zh(), error.en()))?,
        kind: view::word(query.kind.as_deref(), UnitKind::read)?,
        state: view::word(query.state.as_deref(), UnitState::read)?,
    })
}

#[derive(Serialize, ToSchema)]
pub struct UnitDetail {
    id: String,
    version: i32,
    code: Option<String>,
    name: String,
    kind: String,
    area: Option<String>,
    area_name: Option<String>,
    state: String,
    merged_into: Option<UnitMention>,
    branch_of: Option<UnitMention>,
    names: Vec<NameItem>,
    officers: Vec<OfficerItem>,
    expert_count: i64,
    near: Vec<NearItem>,
}

#[derive(Serialize, ToSchema)]
pub struct NameItem {
    id: String,
    name: String,
    /// `former` or `alias`.
    kind: String,
}

#[derive(Serialize, ToSchema)]
pub struct OfficerItem {
    /// `legal_representative`, `director`, `supervisor` or `manager`.
    role: String,
    /// Masked.
    name: String,
    from: String,
    until: Option<String>,
}

/// One unit with its names, officers and open pairs.
#[utoipa::path(get, path = "/api/units/{id}", tag = "unit", params(("id" = String, Path)), responses((status = 200, body = UnitDetail), (status = 404)))]
pub async fn show(State(app): State<App>, _: Actor, Path(id): Path<String>) -> Result<Json<UnitDetail>, ApiError> {
    let id: UnitId = view::id(&id)?;
    let shown = page::one(&app.db, id).await?;
    let mut ids = vec![id.as_uuid()];
    ids.extend(shown.branch_of.into_iter().chain(shown.merged_into));
    let units = page::short(&app.db, &ids).await?;
    let unit = units.iter().find(|unit| unit.id == id.as_uuid()).ok_or_else(ApiError::not_found)?;
    let mention = |id: Option<uuid::Uuid>| units.iter().find(|unit| Some(unit.id) == id).map(UnitMention::from);
    let names = page::names(&app.db, id).await?.into_iter();
    Ok(Json(UnitDetail {
        id: id.to_string(),
        version: shown.version,
        code: unit.code.clone(),
        name: unit.name.clone(),
        kind: unit.kind.clone(),
        area: unit.area.clone(),
        area_name: unit.area.as_deref().and_then(|area| Area::read(area).ok()).map(Area::zh),
        state: unit.state.clone(),
        merged_into: mention(shown.merged_into),
        branch_of: mention(shown.branch_of),
        names: names.map(|name| NameItem { id: name.id.to_string(), name: name.name, kind: name.kind }).collect(),
        officers: officers(&app, id).await?,
        expert_count: shown.expert_count,
        near: view::near_items(&app.db, near::store::of_unit(&app.db, id).await?).await?,
    }))
}

async fn officers(app: &App, id: UnitId) -> Result<Vec<OfficerItem>, ApiError> {
    let mut db = app.db.acquire().await?;
    let mut rows = facts::officers(&mut db, &[id.as_uuid()]).await?;
    rows.sort_by_key(|row| (row.until_on.is_some(), row.role.clone(), row.from_on.to_jiff()));
    let officers = rows.into_iter().map(|row| {
        let name = app.vault.open_text(Place { column: OFFICER_NAME, row: row.id }, &row.name_sealed)?;
        Ok(OfficerItem {
            role: row.role,
            name: text::masked_name(&name),
            from: row.from_on.to_jiff().to_string(),
            until: row.until_on.map(|day| day.to_jiff().to_string()),
        })
    });
    officers.collect()
}

#[derive(Deserialize, ToSchema)]
pub struct NameBody {
    name: String,
    /// `former`, `alias`, or `present`: then the old present name becomes a former one.
    kind: String,
    reason: String,
    /// Version that the officer saw.
    version: i32,
}

/// A further name under which the unit is found, also by later imports.
#[utoipa::path(post, path = "/api/units/{id}/names", tag = "unit", params(("id" = String, Path)), request_body = NameBody,
    responses((status = 204), (status = 409, description = "unit.stale, unit.name_known, unit.merged")))]
pub async fn add_name(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<NameBody>,
) -> Result<StatusCode, ApiError> {
    let mut wrong = Vec::new();
    let name = field("name", name::unit_name(&body.name), &mut wrong);
    let kind = field("kind", UnitNameKind::read(&body.kind), &mut wrong);
    let (Some(name), Some(kind)) = (name, kind) else { return Err(ApiError::fields("unit.fields", wrong)) };
    let edit = Edit { to: OtherName { kind, name }, reason: reason_of(&body.reason)?, version: body.version };
    actions::add_name(&app, &actor, view::id(&id)?, edit).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct CodeBody {
    code: String,
    reason: String,
    /// Version that the officer saw.
    version: i32,
}

/// The unit's credit code. When another unit has it, the answer names that unit so that the two can be merged.
#[utoipa::path(post, path = "/api/units/{id}/code", tag = "unit", params(("id" = String, Path)), request_body = CodeBody,
    responses((status = 204), (status = 409, description = "unit.stale, unit.code_taken, unit.merged"), (status = 422, description = "unit.fields")))]
pub async fn set_code(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<CodeBody>,
) -> Result<StatusCode, ApiError> {
    let mut wrong = Vec::new();
    let Some(code) = field("code", CreditCode::read(&body.code), &mut wrong) else {
        return Err(ApiError::fields("unit.fields", wrong));
    };
    let edit = Edit { to: code, reason: reason_of(&body.reason)?, version: body.version };
    actions::set_code(&app, &actor, view::id(&id)?, edit).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct MergeBody {
    /// Id of the unit that stays.
    into: String,
    reason: String,
    /// Version of the unit that goes, as the officer saw it.
    version: i32,
}

/// Merges the unit into another, which counts in its place from then on, in experts' files too.
#[utoipa::path(post, path = "/api/units/{id}/merge", tag = "unit", params(("id" = String, Path)), request_body = MergeBody,
    responses((status = 204), (status = 409, description = "unit.stale, unit.merge_itself, unit.merged, unit.merge_direction")))]
pub async fn merge(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<MergeBody>,
) -> Result<StatusCode, ApiError> {
    let into: UnitId = view::id(&body.into)?;
    let edit = Edit { to: into, reason: reason_of(&body.reason)?, version: body.version };
    actions::merge(&app, &actor, view::id(&id)?, edit).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, ToSchema)]
pub struct CodeCheck {
    valid: bool,
    /// What is wrong, and in which place.
    message: Option<String>,
    /// The code in its stored form.
    code: Option<String>,
    /// The unit that has the code already.
    unit: Option<UnitMention>,
}

/// Checks a credit code as it was typed.
#[utoipa::path(get, path = "/api/unit-codes/{code}", tag = "unit", params(("code" = String, Path)), responses((status = 200, body = CodeCheck)))]
pub async fn check_code(
    State(app): State<App>,
    _: Actor,
    Path(code): Path<String>,
    language: Language,
) -> Result<Json<CodeCheck>, ApiError> {
    let code = match CreditCode::read(&code) {
        Ok(code) => code,
        Err(error) => {
            let message = match language {
                Language::Chinese => error.zh() + "。",
                Language::English => error.en() + ".",
            };
            return Ok(Json(CodeCheck { valid: false, message: Some(message), code: None, unit: None }));
        }
    };
    let known = find::by_code(&app.db, code.as_str()).await?;
    let units = page::short(&app.db, known.as_slice()).await?;
    let unit = units.first().map(UnitMention::from);
    Ok(Json(CodeCheck { valid: true, message: None, code: Some(code.to_string()), unit }))
}

fn field<T, E: Worded>(name: &str, value: Result<T, E>, wrong: &mut Vec<FieldError>) -> Option<T> {
    value
        .map_err(|error| {
            let message = Say::new(error.zh() + "。", error.en() + ".");
            wrong.push(FieldError { field: name.to_owned(), message });
        })
        .ok()
}

/// Units from which a pair of characters counts as common.
const GRAM_COMMON: i64 = 2_000;

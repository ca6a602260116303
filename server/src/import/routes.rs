//! Requests of pool officers about imports.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rules::id::{AccountId, ImportId};
use rules::import::{ImportState, Kind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, FILE};
use super::refused_workbook;
use super::store::{self, Filter, Import, Refused};
use crate::account;
use crate::app::App;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, Language, word};
use crate::sheet::write;

#[derive(Serialize, ToSchema)]
pub struct KindList {
    items: Vec<KindItem>,
}

#[derive(Serialize, ToSchema)]
pub struct KindItem {
    kind: &'static str,
    title: &'static str,
    /// Only pool officers of the province import it.
    province_only: bool,
    columns: Vec<ColumnItem>,
}

#[derive(Serialize, ToSchema)]
pub struct ColumnItem {
    header: &'static str,
    field: &'static str,
    required: bool,
    help: &'static str,
    example: &'static str,
}

/// What can be imported, and which columns each kind of file has.
#[utoipa::path(get, path = "/api/import-kinds", tag = "import", responses((status = 200, body = KindList)))]
pub async fn kinds(language: Language) -> Json<KindList> {
    let chinese = language == Language::Chinese;
    let items = Kind::ALL.iter().map(|kind| KindItem {
        kind: kind.code(),
        title: if chinese { kind.zh() } else { kind.en() },
        province_only: kind.is_register(),
        columns: kind
            .columns()
            .iter()
            .map(|column| ColumnItem {
                header: column.header,
                field: column.field,
                required: column.required,
                help: if chinese { column.help_zh } else { column.help_en },
                example: column.example,
            })
            .collect(),
    });
    Json(KindList { items: items.collect() })
}

/// An empty workbook with the headers of a kind.
#[utoipa::path(get, path = "/api/import-templates/{kind}", tag = "import", params(("kind" = String, Path)),
    responses((status = 200, content_type = XLSX), (status = 404)))]
pub async fn template(Path(kind): Path<String>) -> Result<Response, ApiError> {
    let kind: Kind = kind.parse().map_err(|_| ApiError::not_found())?;
    let book = write::template(kind).map_err(anyhow::Error::from)?;
    Ok(workbook(&format!("{}模板.xlsx", kind.zh()), book))
}

#[derive(Deserialize, IntoParams)]
pub struct UploadQuery {
    /// Code word of the kind of file.
    kind: String,
    /// Name of the edition, for a specialty tree.
    edition: Option<String>,
    /// Day from which the edition is in force; without it the day of its approval.
    in_force_from: Option<String>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the multipart form")]
pub struct UploadForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

#[derive(Serialize, ToSchema)]
pub struct Uploaded {
    id: String,
}

/// Takes a file in; its rows are checked in the background.
#[utoipa::path(post, path = "/api/imports", tag = "import", params(UploadQuery),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Uploaded), (status = 403, description = "import.province_only"),
        (status = 422, description = "import.kind, import.file, import.edition_missing, import.in_force_from, sheet.*")))]
pub async fn upload(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<UploadQuery>,
    form: Multipart,
) -> Result<(StatusCode, Json<Uploaded>), ApiError> {
    let kind: Kind = query.kind.parse().map_err(|_| unknown_kind())?;
    let edition = actions::edition_of(kind, query.edition, query.in_force_from.as_deref())?;
    let bytes = file_of(form).await?;
    let id = actions::upload(&app, &actor, kind, edition, bytes).await?;
    Ok((StatusCode::CREATED, Json(Uploaded { id: id.to_string() })))
}

async fn file_of(mut form: Multipart) -> Result<Vec<u8>, ApiError> {
    loop {
        let field = form.next_field().await.map_err(|error| cut_off(error.status()))?.ok_or_else(no_file)?;
        if field.name() == Some("file") {
            return Ok(field.bytes().await.map_err(|error| cut_off(error.status()))?.to_vec());
        }
    }
}

#[derive(Deserialize, IntoParams)]
pub struct ListQuery {
    /// Code word of a state.
    state: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct ImportPage {
    items: Vec<ImportItem>,
    next: Option<String>,
    total: i64,
}

#[derive(Serialize, ToSchema)]
pub struct ImportItem {
    id: String,
    kind: &'static str,
    edition: Option<String>,
    /// Of the edition; null where it is the day of the approval.
    in_force_from: Option<String>,
    area: String,
    area_name: String,
    /// `checking`, `checked`, `submitted`, `importing`, `done`, `refused` or `discarded`.
    state: &'static str,
    progress: ProgressItem,
    counts: CountsItem,
    /// Display name; null for an import from the command line.
    author: Option<String>,
    approved_by: Option<String>,
    created_at: String,
    finished_at: Option<String>,
    /// Uploaded by the caller.
    mine: bool,
}

#[derive(Serialize, ToSchema)]
pub struct ProgressItem {
    done: u32,
    total: u32,
}

/// They add up to the number of rows.
#[derive(Serialize, ToSchema)]
pub struct CountsItem {
    inserted: u32,
    updated: u32,
    unchanged: u32,
    refused: u32,
}

/// Imports of one's area, the newest first.
#[utoipa::path(get, path = "/api/imports", tag = "import", params(ListQuery), responses((status = 200, body = ImportPage)))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Query(query): Query<ListQuery>,
) -> Result<Json<ImportPage>, ApiError> {
    let state = word("import.state_unknown", query.state.as_deref(), str::parse::<ImportState>)?;
    let after = query.after.as_deref().map(id_of).transpose()?;
    let filter = Filter { area: actor.area, state };
    let paging = Paging::of(query.limit);
    let mut rows = store::page(&app.db, &filter, after, paging.fetch_count()).await?;
    let next = paging.cut(&mut rows, |row| row.id.to_string());
    let accounts: Vec<AccountId> = rows.iter().flat_map(|row| [row.author, row.approved_by]).flatten().collect();
    let names = account::display_names(&app, &accounts).await?;
    let items = rows.into_iter().map(|row| item(row, &actor, &names, language)).collect();
    Ok(Json(ImportPage { items, next, total: store::count(&app.db, &filter).await? }))
}

fn item(row: Import, actor: &Actor, names: &BTreeMap<AccountId, String>, language: Language) -> ImportItem {
    let name = |id: Option<AccountId>| id.and_then(|id| names.get(&id)).cloned();
    ImportItem {
        id: row.id.to_string(),
        kind: row.kind.code(),
        in_force_from: row.edition.as_ref().and_then(|edition| edition.in_force_from).map(|day| day.to_string()),
        edition: row.edition.map(|edition| edition.name),
        area: row.area.to_string(),
        area_name: language.area(row.area),
        state: row.state.code(),
        progress: ProgressItem { done: row.progress.done, total: row.progress.total },
        counts: CountsItem {
            inserted: row.counts.inserted,
            updated: row.counts.updated,
            unchanged: row.counts.unchanged,
            refused: row.counts.refused,
        },
        author: name(row.author),
        approved_by: name(row.approved_by),
        created_at: row.created_at.to_string(),
        finished_at: row.finished_at.map(|at| at.to_string()),
        mine: row.author == Some(actor.account_id),
    }
}

#[derive(Serialize, ToSchema)]
pub struct ImportDetail {
    #[serde(flatten)]
    import: ImportItem,
    /// Why the whole file is refused.
    refusal: Option<FileRefusalItem>,
    /// The first 200; all of them are in `refused.xlsx`.
    refusals: Vec<RefusalItem>,
    /// Whether the file is still there; it goes when the import is done or discarded.
    has_file: bool,
}

#[derive(Serialize, ToSchema)]
pub struct FileRefusalItem {
    code: String,
    message: String,
}

#[derive(Serialize, ToSchema)]
pub struct RefusalItem {
    /// As the spreadsheet program numbers it.
    row: i32,
    /// Header of the column; null where it is about the row as a whole.
    column: Option<String>,
    field: String,
    code: String,
    message: String,
}

/// One import with what was refused.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "import", params(("id" = String, Path)), responses((status = 200, body = ImportDetail), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<ImportDetail>, ApiError> {
    let import = seen(&app, &actor, &id).await?;
    let chinese = language == Language::Chinese;
    let rows = store::refusals(&app.db, import.id, Some(SHOWN + 1)).await?;
    let mut refusal = None;
    let mut refusals = Vec::new();
    for row in &rows {
        let shown = refusal_item(&app, &import, row, chinese)?;
        if row.field == FILE && row.row == 0 {
            refusal = Some(FileRefusalItem { code: shown.code, message: shown.message });
        } else if refusals.len() < 200 {
            refusals.push(shown);
        }
    }
    let accounts: Vec<AccountId> = [import.author, import.approved_by].into_iter().flatten().collect();
    let names = account::display_names(&app, &accounts).await?;
    let has_file = !matches!(import.state, ImportState::Done | ImportState::Discarded);
    Ok(Json(ImportDetail { refusal, refusals, has_file, import: item(import, &actor, &names, language) }))
}

fn refusal_item(app: &App, import: &Import, refused: &Refused, chinese: bool) -> Result<RefusalItem, ApiError> {
    let (zh, en) = actions::opened(app, import.id, refused)?;
    let column = import.kind.column(&refused.field);
    let column = column.map(|column| if chinese { column.header } else { column.field }.to_owned());
    Ok(RefusalItem {
        row: refused.row,
        column,
        field: refused.field.clone(),
        code: refused.code.clone(),
        message: if chinese { zh } else { en },
    })
}

/// The refused rows as a workbook: the file's own cells, and why.
#[utoipa::path(get, path = "/api/imports/{id}/refused.xlsx", tag = "import", params(("id" = String, Path)),
    responses((status = 200, content_type = XLSX), (status = 404), (status = 410, description = "import.file_removed")))]
pub async fn refused(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let import = seen(&app, &actor, &id).await?;
    let chinese = language == Language::Chinese;
    let bytes = actions::file(&app, import.id).await?.ok_or_else(file_removed)?;
    let mut reasons: BTreeMap<u32, String> = BTreeMap::new();
    for refused in store::refusals(&app.db, import.id, None).await? {
        let shown = refusal_item(&app, &import, &refused, chinese)?;
        let reason = reasons.entry(u32::try_from(refused.row).unwrap_or(0)).or_default();
        let column = shown.column.map(|column| format!("{column}：")).unwrap_or_default();
        let gap = if reason.is_empty() { "" } else { "；" };
        reason.push_str(&format!("{gap}{column}{}", shown.message));
    }
    let make = move || refused_workbook(&bytes, &reasons);
    let book = tokio::task::spawn_blocking(make).await.map_err(anyhow::Error::from)??;
    Ok(workbook("未导入的行.xlsx", book))
}

/// Hands a checked file in for approval.
#[utoipa::path(post, path = "/api/imports/{id}/submit", tag = "import", params(("id" = String, Path)),
    responses((status = 204), (status = 403, description = "import.not_author"), (status = 409, description = "import.state, import.nothing, import.edition_incomplete")))]
pub async fn submit(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    actions::submit(&app, &actor, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Approves another officer's file.
#[utoipa::path(post, path = "/api/imports/{id}/approve", tag = "import", params(("id" = String, Path)),
    responses((status = 204), (status = 403, description = "import.own"), (status = 409, description = "import.state")))]
pub async fn approve(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    actions::approve(&app, &actor, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a file up; it is removed at once.
#[utoipa::path(post, path = "/api/imports/{id}/discard", tag = "import", params(("id" = String, Path)),
    responses((status = 204), (status = 409, description = "import.state")))]
pub async fn discard(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    actions::discard(&app, &actor, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn seen(app: &App, actor: &Actor, id: &str) -> Result<Import, ApiError> {
    let import = store::one(&app.db, id_of(id)?).await?.ok_or_else(ApiError::not_found)?;
    actor.see(import.area)?;
    Ok(import)
}

fn id_of(id: &str) -> Result<ImportId, ApiError> {
    id.parse().map_err(|_| ApiError::not_found())
}

fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || byte == b'.' {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(XLSX));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn unknown_kind() -> ApiError {
    ApiError::refused(
        "import.kind",
        "没有这种导入类型。可导入的类型见 /api/import-kinds。",
        "There is no such kind of import; /api/import-kinds lists them.",
    )
}

fn no_file() -> ApiError {
    ApiError::refused("import.file", "请选择要上传的文件。", "Choose the file to upload.")
}

fn cut_off(status: StatusCode) -> ApiError {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::new(
            status,
            "request.too_large",
            "上传的文件太大。请拆成几份。",
            "The file is too large. Split it.",
        );
    }
    ApiError::refused("import.file", "上传中断，请重新上传。", "The upload broke off; upload the file again.")
}

fn file_removed() -> ApiError {
    ApiError::gone(
        "import.file_removed",
        "导入完成或放弃后文件即被删除，未导入的行请在此之前下载。",
        "The file is removed once the import is done or discarded; download the refused rows before.",
    )
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SHOWN: i64 = 200;

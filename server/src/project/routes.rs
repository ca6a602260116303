//! Requests about requests for a panel.

use axum::Json;
use axum::extract::{FromRequest as _, Multipart, Path, Query, Request, State};
use axum::http::StatusCode;
use rules::id::{AccountId, RequestId};
use rules::project::lifecycle::Phase;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, chain, see_in, sight};
use super::content::Content;
use super::decide::{self, Ground};
use super::store::{self, Stored};
use super::texts::{self, Composed};
use super::view::{self, Names, RequestCounts, RequestDetail, RequestItem};
use super::{bidders as lists, counts as numbers};
use crate::account::{display_names, reason_of};
use crate::app::App;
use crate::db::Tx;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, Language, word};
use crate::unit;

#[derive(Deserialize, IntoParams)]
pub struct ListQuery {
    /// `draft`, `filed`, `approved`, `drawn` or `cancelled`.
    state: Option<String>,
    /// Id after which the page goes on.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct RequestPage {
    items: Vec<RequestItem>,
    next: Option<String>,
    total: i64,
}

/// Requests that the reader may see, newest first: those of one's unit, or those of one's area.
#[utoipa::path(get, path = "/api/projects", tag = "project", params(ListQuery), responses((status = 200, body = RequestPage)))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Query(query): Query<ListQuery>,
) -> Result<Json<RequestPage>, ApiError> {
    let mut sight = sight(&actor);
    if let Some(state) = word("project.state", query.state.as_deref(), Phase::read)? {
        sight.states.retain(|one| *one == state);
    }
    let after = query.after.as_deref().map(id_of).transpose()?;
    let paging = Paging::of(query.limit);
    let mut rows = store::page(&app.db, &sight, after, paging.fetch_count()).await?;
    let next = paging.cut(&mut rows, |row| row.id.to_string());
    let total = store::count(&app.db, &sight).await?;
    let opened = rows.into_iter().map(|row| Ok((texts::open(&app, &row)?, row)));
    let opened = opened.collect::<Result<Vec<(Composed, Stored)>, ApiError>>()?;
    let mut tx = app.snapshot("request.list").await?;
    let tenderees = opened.iter().filter_map(|(composed, _)| composed.request.tenderees.first().copied());
    let units = unit::labels_in(&mut tx, tenderees).await?;
    let authors: Vec<AccountId> = opened.iter().map(|(_, row)| row.author).collect();
    let names = Names { accounts: display_names(&app, &authors).await?, units };
    let item = |(composed, row): &(Composed, Stored)| view::item(row, &composed.request, &names, (&actor, language));
    Ok(Json(RequestPage { items: opened.iter().map(item).collect(), next, total }))
}

#[derive(Serialize, ToSchema)]
pub struct RequestWritten {
    id: String,
    version: i32,
    /// `draft`, `filed`, `approved` or `cancelled`.
    state: &'static str,
}

/// Writes a request for the unit for which the caller acts.
#[utoipa::path(post, path = "/api/projects", tag = "project", request_body = Content,
    responses((status = 201, body = RequestWritten), (status = 409, description = "project.no_unit, project.just_entered"), (status = 422, description = "project.fields")))]
pub async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<Content>,
) -> Result<(StatusCode, Json<RequestWritten>), ApiError> {
    Ok((StatusCode::CREATED, written(&actions::create(&app, &actor, body).await?)))
}

/// One request.
#[utoipa::path(get, path = "/api/projects/{id}", tag = "project", params(("id" = String, Path)), responses((status = 200, body = RequestDetail), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<RequestDetail>, ApiError> {
    let mut tx = app.snapshot("request.show").await?;
    let stored = seen(&mut tx, &actor, &id).await?;
    let composed = texts::open(&app, &stored)?;
    let list = store::bidders(&mut tx, stored.id).await?;
    let near_count = unit::near_touching_in(&mut tx, &composed.request.units()).await?;
    let units = texts::labels_in(&mut tx, &composed.request).await?;
    drop(tx);
    let accounts: Vec<AccountId> =
        [Some(stored.author), stored.approver, stored.second_approver].into_iter().flatten().collect();
    let names = Names { accounts: display_names(&app, &accounts).await?, units };
    let detail = view::detail(&app, (&stored, &composed), &names, (&actor, language))?;
    let bidders_uploaded_at = list.map(|list| list.uploaded_at.to_string());
    Ok(Json(RequestDetail { bidders_uploaded_at, near_count, ..detail }))
}

#[derive(Deserialize, ToSchema)]
pub struct RequestEdit {
    /// Version that the author saw.
    version: i32,
    content: Content,
}

/// Changes a draft; 409 with the lines that differ when it moved on.
#[utoipa::path(post, path = "/api/projects/{id}/edit", tag = "project", params(("id" = String, Path)), request_body = RequestEdit,
    responses((status = 200, body = RequestWritten), (status = 409, description = "project.stale, project.not_author, project.not_draft"), (status = 422, description = "project.fields")))]
pub async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<RequestEdit>,
) -> Result<Json<RequestWritten>, ApiError> {
    Ok(written(&actions::edit(&app, &actor, id_of(&id)?, body.content, body.version).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct RequestStep {
    /// Version that the caller saw.
    version: i32,
}

/// Hands a draft in.
#[utoipa::path(post, path = "/api/projects/{id}/file", tag = "project", params(("id" = String, Path)), request_body = RequestStep,
    responses((status = 200, body = RequestWritten), (status = 409, description = "project.phase, project.not_author, project.past, project.lot_taken, project.stale"), (status = 422, description = "project.panel")))]
pub async fn file(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<RequestStep>,
) -> Result<Json<RequestWritten>, ApiError> {
    Ok(written(&actions::file(&app, &actor, id_of(&id)?, body.version).await?))
}

/// Approves a filed request; not by its author, and twice where the pack asks for it.
#[utoipa::path(post, path = "/api/projects/{id}/approve", tag = "project", params(("id" = String, Path)), request_body = RequestStep,
    responses((status = 200, body = RequestWritten), (status = 409, description = "project.phase, project.own_request, project.of_tenderee, project.twice, project.past, project.near, project.no_bidders, project.stale"), (status = 422, description = "project.panel")))]
pub async fn approve(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<RequestStep>,
) -> Result<Json<RequestWritten>, ApiError> {
    Ok(written(&decide::approve(&app, &actor, id_of(&id)?, body.version).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct RequestReason {
    /// Told to the author, and to the ledger.
    reason: String,
    /// Version that the caller saw.
    version: i32,
}

/// Sends a filed request back to its author.
#[utoipa::path(post, path = "/api/projects/{id}/return", tag = "project", params(("id" = String, Path)), request_body = RequestReason,
    responses((status = 200, body = RequestWritten), (status = 409, description = "project.phase, project.own_request, project.of_tenderee, project.stale")))]
pub async fn send_back(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<RequestReason>,
) -> Result<Json<RequestWritten>, ApiError> {
    let ground = Ground { reason: reason_of(&body.reason)?, version: body.version };
    Ok(written(&decide::send_back(&app, &actor, id_of(&id)?, ground).await?))
}

/// Gives a request up for good.
#[utoipa::path(post, path = "/api/projects/{id}/withdraw", tag = "project", params(("id" = String, Path)), request_body = RequestReason,
    responses((status = 200, body = RequestWritten), (status = 409, description = "project.phase, project.role, project.stale")))]
pub async fn withdraw(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Json(body): Json<RequestReason>,
) -> Result<Json<RequestWritten>, ApiError> {
    let ground = Ground { reason: reason_of(&body.reason)?, version: body.version };
    Ok(written(&decide::withdraw(&app, &actor, id_of(&id)?, ground).await?))
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the multipart form")]
pub struct BiddersForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

#[derive(Serialize, ToSchema)]
pub struct BiddersUploaded {
    /// Rows of the file just uploaded; told to whoever uploads it alone.
    row_count: usize,
    /// Counts the uploads.
    version: i32,
    uploaded_at: String,
}

/// Takes the list of bidders in, in place of an earlier one until the request is approved. No route gives it back.
#[utoipa::path(post, path = "/api/projects/{id}/bidders", tag = "project", params(("id" = String, Path)),
    request_body(content = BiddersForm, content_type = "multipart/form-data"),
    responses((status = 201, body = BiddersUploaded), (status = 409, description = "project.bidders_late, project.not_author"), (status = 422, description = "project.bidders, project.no_file, bidders.headers, sheet.*")))]
pub async fn bidders(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<BiddersUploaded>), ApiError> {
    let id = seen(&mut app.begin("request.seen").await?, &actor, &id).await?.id;
    let form = Multipart::from_request(request, &app).await.map_err(|_| no_file())?;
    let uploaded = lists::upload(&app, &actor, id, file_of(form).await?).await?;
    let answer = BiddersUploaded {
        row_count: uploaded.row_count,
        version: uploaded.version,
        uploaded_at: uploaded.uploaded_at.to_string(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// How many people fit each rung by profile rules alone (R07, R21, R23): never who is eligible, and nothing about bidders.
#[utoipa::path(get, path = "/api/projects/{id}/counts", tag = "project", params(("id" = String, Path)), responses((status = 200, body = RequestCounts), (status = 404)))]
pub async fn counts(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Json<RequestCounts>, ApiError> {
    let mut tx = app.snapshot("request.counts").await?;
    let stored = seen(&mut tx, &actor, &id).await?;
    let Composed { request, .. } = texts::open(&app, &stored)?;
    let counted = numbers::count_in(&app, &mut tx, &request, &chain(&request, app.clock.now())).await?;
    Ok(Json(view::counts(&request, &counted)))
}

async fn seen(tx: &mut Tx, actor: &Actor, id: &str) -> Result<Stored, ApiError> {
    let stored = store::one(tx, id_of(id)?).await?;
    see_in(tx, actor, &stored).await?;
    Ok(stored)
}

async fn file_of(mut form: Multipart) -> Result<Vec<u8>, ApiError> {
    loop {
        let field = form.next_field().await.map_err(|_| no_file())?.ok_or_else(no_file)?;
        if field.name() == Some("file") {
            return Ok(field.bytes().await.map_err(|_| no_file())?.to_vec());
        }
    }
}

fn written(stored: &Stored) -> Json<RequestWritten> {
    Json(RequestWritten { id: stored.id.to_string(), version: stored.version, state: stored.state.code() })
}

fn id_of(text: &str) -> Result<RequestId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

fn no_file() -> ApiError {
    ApiError::refused(
        "project.no_file",
        "没有收到完整的文件，请重新选择后上传。",
        "The file did not arrive whole; choose it again and upload it.",
    )
}

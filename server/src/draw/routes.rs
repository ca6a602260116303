//! Requests of those who run and watch draws.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use rules::account::Role;
use rules::id::{DrawId, RequestId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::course::Course;
use super::view::{self, HallView};
use super::{bundle as files, cancel as ending, late, opening, refusal, sight, store, unseal};
use crate::app::App;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, Language};
use crate::{ledger, project};

#[derive(Deserialize, IntoParams)]
pub struct DrawQuery {
    /// Id after which the page goes on.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct DrawPage {
    items: Vec<DrawRow>,
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct DrawRow {
    id: String,
    request_id: String,
    alias: String,
    project_code: String,
    lot: String,
    attempt: i32,
    stage: &'static str,
    closed: bool,
    #[schema(value_type = String)]
    starts_at: Timestamp,
    #[schema(value_type = String)]
    opened_at: Timestamp,
}

/// Draws of the reader's area, newest first.
#[utoipa::path(get, path = "/api/draws", tag = "draw", params(DrawQuery), responses((status = 200, body = DrawPage)))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<DrawQuery>,
) -> Result<Json<DrawPage>, ApiError> {
    let after = query.after.as_deref().map(id_of).transpose()?;
    let paging = Paging::of(query.limit);
    let mut rows = store::page(&app.db, actor.area, after, paging.fetch_count()).await?;
    let next = paging.cut(&mut rows, |row| row.id.to_string());
    let mut tx = app.snapshot("draw.list").await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let course = Course::read(&mut tx, row.id).await?;
        let drawn = project::drawn_in(&app, &mut tx, row.request, row.opened_at).await?;
        items.push(DrawRow {
            id: row.id.to_string(),
            request_id: row.request.to_string(),
            alias: sight::alias(&course),
            project_code: drawn.request.project_code.clone(),
            lot: drawn.request.lot.number.clone(),
            attempt: row.attempt,
            stage: course.stage()?.code(),
            closed: row.closed,
            starts_at: row.starts_at,
            opened_at: row.opened_at,
        });
    }
    Ok(Json(DrawPage { items, next }))
}

#[derive(Deserialize, ToSchema)]
pub struct Opening {
    request_id: String,
}

/// A draw for those who run or supervise it.
#[derive(Serialize, ToSchema)]
pub struct DrawView {
    #[serde(flatten)]
    hall: HallView,
    request_id: String,
    project_code: String,
    project_name: String,
    lot: String,
    wanted_count: usize,
    /// Once the names are open.
    names: Option<Vec<OpenedName>>,
    /// What the reader may do: `contributors`, `close`, `slip`, `cancel`, `round`, `end_rounds`, `break_round`, `files`.
    can: Vec<&'static str>,
}

#[derive(Serialize, ToSchema)]
pub struct OpenedName {
    /// From 0, as statements count them.
    seat: usize,
    specialty: String,
    name: String,
    unit: String,
    arrived: bool,
}

/// Opens the draw of an approved request.
#[utoipa::path(post, path = "/api/draws", tag = "draw", request_body = Opening,
    responses((status = 201, body = DrawView), (status = 404), (status = 409, description = "project.*, draw.no_anchor, draw.no_pack, draw.no_registry, draw.no_approval, draw.not_cosigned, draw.left_open, draw.too_late")))]
pub async fn open(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Json(body): Json<Opening>,
) -> Result<(StatusCode, Json<DrawView>), ApiError> {
    let request: RequestId = body.request_id.parse().map_err(|_| ApiError::not_found())?;
    let id = opening::open(&app, &actor, request).await?;
    Ok((StatusCode::CREATED, Json(viewed(&app, &actor, id, language).await?)))
}

/// One draw.
#[utoipa::path(get, path = "/api/draws/{id}", tag = "draw", params(("id" = String, Path)), responses((status = 200, body = DrawView), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<DrawView>, ApiError> {
    Ok(Json(viewed(&app, &actor, id_of(&id)?, language).await?))
}

async fn viewed(app: &App, actor: &Actor, id: DrawId, language: Language) -> Result<DrawView, ApiError> {
    let mut tx = app.snapshot("draw.show").await?;
    let course = Course::seen(&mut tx, actor, id).await?;
    let hall = view::hall(app, &mut tx, &course, language).await?;
    let drawn = project::drawn_in(app, &mut tx, course.draw.request, course.draw.opened_at).await?;
    let wanted_count = store::wanted(&mut tx, id).await?.len();
    drop(tx);
    let names = unseal::names(app, &course).await?.map(|names| {
        let item = |one: unseal::Named| OpenedName {
            specialty: hall.slots.get(one.slot).map(|slot| slot.name.clone()).unwrap_or_default(),
            seat: one.seat,
            name: one.name,
            unit: one.unit,
            arrived: one.arrived,
        };
        names.into_iter().map(item).collect()
    });
    Ok(DrawView {
        request_id: course.draw.request.to_string(),
        project_code: drawn.request.project_code.clone(),
        project_name: drawn.request.project_name.clone(),
        lot: drawn.request.lot.number.clone(),
        wanted_count,
        names,
        can: can(app, actor, (&course, &hall))?,
        hall,
    })
}

fn can(app: &App, actor: &Actor, (course, hall): (&Course, &HallView)) -> Result<Vec<&'static str>, ApiError> {
    let mut can = Vec::new();
    let runs = actor.role == Role::DrawOperator;
    if runs {
        can.extend(late::may(course, app.clock.now())?);
    }
    let list = hall.numbers.list;
    if runs
        && matches!(hall.stage, "open" | "committed" | "numbers")
        && matches!(list, "closed" | "insiders" | "everyone")
    {
        can.push("contributors");
    }
    if runs && matches!(list, "insiders" | "everyone") && hall.stage == "numbers" {
        can.push("close");
    }
    if runs && list == "reveals" && hall.stage == "numbers" {
        can.push("slip");
    }
    if runs && ending::may_cancel(hall) {
        can.push("cancel");
    }
    if hall.closed {
        can.push("files");
    }
    Ok(can)
}

/// The file that anybody verifies offline.
#[utoipa::path(get, path = "/api/draws/{id}/draw.vdraw", tag = "draw", params(("id" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 404), (status = 409, description = "draw.not_over")))]
pub async fn bundle(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Response, ApiError> {
    let mut tx = app.snapshot("draw.bundle").await?;
    let course = Course::seen(&mut tx, &actor, id_of(&id)?).await?;
    if !course.draw.closed {
        return Err(refusal::not_over());
    }
    let bytes = files::bundle(&app, &mut tx, &course).await?;
    Ok(file("draw.vdraw", bytes))
}

/// The chain of anchors as this centre has it; a verifier takes it from elsewhere.
#[utoipa::path(get, path = "/api/draws/{id}/anchor.txt", tag = "draw", params(("id" = String, Path)),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404)))]
pub async fn anchor(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Result<Response, ApiError> {
    let mut tx = app.snapshot("draw.anchor").await?;
    Course::seen(&mut tx, &actor, id_of(&id)?).await?;
    let chain = ledger::anchors(&app)?.ok_or_else(refusal::no_anchor)?;
    Ok(file("anchor.txt", chain.to_string().into_bytes()))
}

fn file(name: &'static str, bytes: Vec<u8>) -> Response {
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).expect("names are ASCII");
    let kind = HeaderValue::from_static("application/octet-stream");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)], bytes).into_response()
}

#[derive(Deserialize, ToSchema)]
pub struct Cancelling {
    /// `withdrawn` before the first reveal, `no-reveal` before the last, afterwards a cause of the pack.
    cause: String,
    /// What is decided, naming two persons; its hash enters the ledger.
    document: String,
    persons: Vec<String>,
    /// The project's code, typed.
    code: String,
}

/// Cancels a draw before the first number is revealed; later asks the other parties to sign.
#[utoipa::path(post, path = "/api/draws/{id}/cancel", tag = "draw", params(("id" = String, Path)), request_body = Cancelling,
    responses((status = 200, body = DrawView), (status = 404), (status = 409, description = "draw.not_cancellable"), (status = 422, description = "draw.wrong_code, draw.fields")))]
pub async fn cancel(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
    Json(body): Json<Cancelling>,
) -> Result<Json<DrawView>, ApiError> {
    let id = id_of(&id)?;
    let ground = ending::Ground { cause: body.cause, document: body.document, persons: body.persons, code: body.code };
    ending::cancel(&app, &actor, id, ground).await?;
    Ok(Json(viewed(&app, &actor, id, language).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct RoundWish {
    /// One of the pack's `round-causes`.
    cause: String,
    /// Seats, from 0, whose holders leave although they came; whoever did not come leaves anyhow.
    seats: Vec<u8>,
}

/// Asks for a round after the names are open; the supervising department signs it.
#[utoipa::path(post, path = "/api/draws/{id}/rounds", tag = "draw", params(("id" = String, Path)), request_body = RoundWish,
    responses((status = 200, body = DrawView), (status = 404), (status = 409, description = "draw.no_round, draw.nobody_leaves, draw.not_cosigned")))]
pub async fn ask_round(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
    Json(body): Json<RoundWish>,
) -> Result<Json<DrawView>, ApiError> {
    wish(&app, &actor, &id, (late::Wish::Round { cause: body.cause, seats: body.seats }, language)).await
}

/// Asks for the end of the list after such rounds.
#[utoipa::path(post, path = "/api/draws/{id}/rounds/end", tag = "draw", params(("id" = String, Path)),
    responses((status = 200, body = DrawView), (status = 404), (status = 409, description = "draw.no_round, draw.not_cosigned")))]
pub async fn end_rounds(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<DrawView>, ApiError> {
    wish(&app, &actor, &id, (late::Wish::End, language)).await
}

/// Asks to give a round up that will never be finished; its seats are short.
#[utoipa::path(post, path = "/api/draws/{id}/rounds/break", tag = "draw", params(("id" = String, Path)),
    responses((status = 200, body = DrawView), (status = 404), (status = 409, description = "draw.no_round, draw.not_cosigned")))]
pub async fn break_round(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<DrawView>, ApiError> {
    wish(&app, &actor, &id, (late::Wish::Break, language)).await
}

async fn wish(
    app: &App,
    actor: &Actor,
    id: &str,
    (wish, language): (late::Wish, Language),
) -> Result<Json<DrawView>, ApiError> {
    let id = id_of(id)?;
    late::ask(app, actor, id, wish).await?;
    Ok(Json(viewed(app, actor, id, language).await?))
}

pub fn id_of(text: &str) -> Result<DrawId, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

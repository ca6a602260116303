//! Idempotency keys: the same creating call with the same key is done once and answered alike.
//!
//! The key is reserved before the handler runs. A process killed in between leaves a reservation without an answer;
//! a repeat then hears that the outcome is unknown and looks into the list instead of doing it twice. Where nobody is signed in,
//! the handler keeps the answer itself, together with what it makes.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OptionalFromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::access::Access;
use super::{Actor, ApiError};
use crate::account::store::{self, Reservation};
use crate::app::App;
use crate::vault::Place;

/// Looks for `Idempotency-Key` on creating calls.
pub async fn once(State(app): State<App>, request: Request, next: Next) -> Response {
    let creates = request.extensions().get::<&'static Access>().is_some_and(|access| access.creates);
    let actor = request.extensions().get::<Actor>().cloned();
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    let (true, Some(key)) = (creates, key) else { return next.run(request).await };
    if key.is_empty() || key.len() > KEY_LENGTH_MAX {
        return bad_key().into_response();
    }
    let answer = match hashed(&app, request).await {
        Ok((request, request_hash)) => {
            let once = Once { key, request_hash };
            match actor {
                Some(actor) => replay_or_run(&app, &actor, once, request, next).await,
                None => Ok(hand_on(once, request, next).await),
            }
        }
        Err(error) => Err(error),
    };
    answer.unwrap_or_else(ApiError::into_response)
}

/// A key and what is asked under it.
#[derive(Clone)]
pub struct Once {
    pub key: String,
    /// Over method, address and body.
    pub request_hash: [u8; 32],
}

impl<S: Sync> OptionalFromRequestParts<S> for Once {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Marks an answer as one that was given before.
pub fn replayed(mut response: Response) -> Response {
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

async fn hashed(app: &App, request: Request) -> Result<(Request, [u8; 32]), ApiError> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, app.config.server.upload_limit_bytes).await.map_err(|_| too_large())?;
    let hash = Sha256::new()
        .chain_update(parts.method.as_str())
        .chain_update(parts.uri.to_string())
        .chain_update([0])
        .chain_update(boundary_free(&parts.headers, &body))
        .finalize();
    Ok((Request::from_parts(parts, Body::from(body)), hash.into()))
}

async fn hand_on(once: Once, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(once);
    next.run(request).await
}

async fn replay_or_run(
    app: &App,
    actor: &Actor,
    Once { key, request_hash }: Once,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let key = key.as_str();
    let now = app.clock.now();
    let place = Place { column: ANSWER, row: actor.account_id.as_uuid() };
    store::forget_keys(&app.db, actor.account_id, now - KEY_LIFE).await?;
    match store::reserve_key(&app.db, (actor.account_id, key), &request_hash, now).await? {
        Reservation::Fresh => {}
        Reservation::Answered { status, answer_sealed } => {
            return Ok(replay(status, app.vault.open(place, &answer_sealed)?));
        }
        Reservation::Other => return Err(other_request()),
        Reservation::Open => return Err(unknown_outcome()),
    }
    let response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        store::release_key(&app.db, actor.account_id, key).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|error| anyhow::anyhow!(error))?;
    let answer = app.vault.seal(place, &body);
    store::answer_key(&app.db, (actor.account_id, key), parts.status.as_u16(), &answer).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// A multipart body differs in its boundary each time it is sent; the boundary is no part of what is asked.
fn boundary_free(headers: &axum::http::HeaderMap, body: &Bytes) -> Vec<u8> {
    let boundary = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once("boundary="))
        .map(|(_, boundary)| boundary.trim_matches('"').as_bytes().to_vec());
    let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) else { return body.to_vec() };
    let mut rest = body.as_ref();
    let mut kept = Vec::with_capacity(body.len());
    while let Some(at) = rest.windows(boundary.len()).position(|window| window == boundary) {
        kept.extend_from_slice(&rest[..at]);
        rest = &rest[at + boundary.len()..];
    }
    kept.extend_from_slice(rest);
    kept
}

fn replay(status: u16, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    replayed(response)
}

fn bad_key() -> ApiError {
    ApiError::refused(
        "idempotency.key",
        "Idempotency-Key 须为 1 至 64 个字符。",
        "Idempotency-Key has 1 to 64 characters.",
    )
}

fn too_large() -> ApiError {
    ApiError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "request.too_large",
        "上传的内容太大。请拆成几份。",
        "The upload is too large. Split it.",
    )
}

fn other_request() -> ApiError {
    ApiError::conflict(
        "idempotency.other_request",
        "这个 Idempotency-Key 已用于另一个请求。请换一个新的。",
        "This Idempotency-Key was used for another request. Use a new one.",
    )
}

fn unknown_outcome() -> ApiError {
    ApiError::conflict(
        "idempotency.unknown",
        "同一请求正在办理，或在办理中被中断。请先在列表中查看是否已建立，再决定是否重做。",
        "The same request is under way or was interrupted. Look into the list before you do it again.",
    )
}

/// Column of a sealed answer.
pub const ANSWER: &str = "idempotency_key.answer";
/// How long a repeat gets the first answer.
pub const KEY_LIFE: Duration = Duration::from_secs(24 * 3600);
const KEY_LENGTH_MAX: usize = 64;

//! The hall screen: what everybody in the room sees, sent anew each time it changes.

use std::time::Duration;

use axum::Json;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use rules::id::DrawId;
use tokio::time::{interval, sleep};

use super::course::Course;
use super::routes::id_of;
use super::view::{self, HallView};
use crate::account::sign_in;
use crate::app::App;
use crate::http::{Actor, ApiError, Language, cookie_token};

/// What the hall sees of a draw.
#[utoipa::path(get, path = "/api/draws/{id}/hall", tag = "hall", params(("id" = String, Path)), responses((status = 200, body = HallView), (status = 404)))]
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Path(id): Path<String>,
) -> Result<Json<HallView>, ApiError> {
    let id = id_of(&id)?;
    Ok(Json(seen(&app, &actor, id, language).await?))
}

/// The same as a websocket: a `HallView` each time something changed.
#[utoipa::path(get, path = "/api/draws/{id}/live", tag = "hall", params(("id" = String, Path)), responses((status = 101), (status = 404)))]
pub async fn live(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    let language = Language::of(&headers);
    let id = id_of(&id)?;
    own_page(&headers)?;
    seen(&app, &actor, id, language).await?;
    let token = cookie_token(&headers).unwrap_or_default();
    let watcher = Watcher { app, actor, id, language, token };
    Ok(upgrade.max_message_size(MESSAGE_MAX).on_upgrade(move |socket| watcher.run(socket)))
}

/// A page of another site may not listen with this browser's cookie.
fn own_page(headers: &HeaderMap) -> Result<(), ApiError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text("origin") else { return Ok(()) };
    let from = origin.split_once("://").map(|(_, host)| host);
    if from == text("host") { Ok(()) } else { Err(ApiError::forbidden()) }
}

struct Watcher {
    app: App,
    actor: Actor,
    id: DrawId,
    language: Language,
    token: String,
}

impl Watcher {
    async fn run(self, mut socket: WebSocket) {
        let mut changes = self.app.draws.watch();
        let mut beats = interval(BEAT);
        let mut sent = String::new();
        loop {
            let Ok(view) = seen(&self.app, &self.actor, self.id, self.language).await else { break };
            let shown = serde_json::to_string(&view).unwrap_or_default();
            // The clock alone is no change.
            let without_clock = shown.replace(&format!("\"now\":\"{}\"", view.now), "");
            if without_clock != sent {
                sent = without_clock;
                if socket.send(Message::Text(shown.into())).await.is_err() {
                    break;
                }
            }
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { break },
                () = sleep(LOOK) => {}
                _ = beats.tick() => {
                    let is_signed_in = sign_in::current(&self.app, &self.token).await.is_ok_and(|actor| actor.is_some());
                    if !is_signed_in || socket.send(Message::Ping(Vec::new().into())).await.is_err() {
                        break;
                    }
                }
                heard = socket.recv() => if !matches!(heard, Some(Ok(Message::Pong(_) | Message::Ping(_)))) { break },
            }
        }
    }
}

async fn seen(app: &App, actor: &Actor, id: DrawId, language: Language) -> Result<HallView, ApiError> {
    let mut tx = app.snapshot("draw.hall").await?;
    let course = Course::seen(&mut tx, actor, id).await?;
    view::hall(app, &mut tx, &course, language).await
}

/// Another process may have changed the draw: this one looks by itself too.
const LOOK: Duration = Duration::from_secs(1);
const BEAT: Duration = Duration::from_secs(15);
/// A screen has nothing to say.
const MESSAGE_MAX: usize = 1024;

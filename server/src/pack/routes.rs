//! Requests about packs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rules::pack::Value;
use rules::time::day_of;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::actions::{self, Offer};
use super::{Entered, entered_in, newest};
use crate::app::App;
use crate::http::{Actor, ApiError};

#[derive(Serialize, ToSchema)]
pub struct PackView {
    /// 64 hexadecimal digits.
    hash: String,
    id: String,
    /// First day on which draws obey it.
    from: String,
    area: String,
    /// `tender` or `procurement`.
    track: &'static str,
    /// False for a pack whose day is to come.
    in_force: bool,
    /// Place of its statement in the ledger; null until it is numbered.
    entry_index: Option<u64>,
    figures: Vec<FigureView>,
    lines: Vec<PackLine>,
}

#[derive(Serialize, ToSchema)]
pub struct FigureView {
    /// Dotted name.
    name: String,
    /// Values of a list are joined by `, `.
    value: String,
    /// `A` read in the law, `B` in a secondary source, `C` to be confirmed.
    certainty: &'static str,
    source: String,
    note: Option<String>,
}

/// A line of pack.txt.
#[derive(Serialize, ToSchema)]
pub struct PackLine {
    key: String,
    value: String,
}

/// The packs in force, and those whose day is to come.
#[utoipa::path(get, path = "/api/packs", tag = "pack", responses((status = 200, body = Vec<PackView>)))]
pub async fn list(State(app): State<App>) -> Result<Json<Vec<PackView>>, ApiError> {
    let mut tx = app.snapshot("pack.list").await?;
    let entered = entered_in(&app, &mut tx).await?;
    let today = day_of(app.clock.now());
    let shown = entered.iter().filter_map(|one| {
        let (track, area) = (one.pack.track, one.pack.area);
        let in_force = newest(&entered, track, area, today).is_some_and(|newest| newest.entry == one.entry);
        (in_force || one.pack.from > today).then(|| view(one, in_force))
    });
    Ok(Json(shown.collect()))
}

#[derive(Deserialize, ToSchema)]
pub struct PackOffer {
    /// pack.txt, as `hengjian pack make` prints it.
    text: String,
    /// What `hengjian pack figures` prints; without it the figures of the shipped packs.
    figures: Option<String>,
    /// The `pack` statement, signed by the supervising department.
    note: String,
}

/// Enters a pack that the supervising department has signed.
#[utoipa::path(post, path = "/api/packs", tag = "pack", request_body = PackOffer,
    responses((status = 201, body = PackView), (status = 403, description = "pack.area"), (status = 409, description = "pack.twice, pack.no_anchor"),
        (status = 422, description = "pack.text, pack.figures, pack.shown, pack.note, pack.signer, pack.past")))]
pub async fn create(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<PackOffer>,
) -> Result<(StatusCode, Json<PackView>), ApiError> {
    let PackOffer { text, figures, note } = body;
    let entered = actions::enter(&app, actor.area, &Offer { text, figures, note }).await?;
    let in_force = entered.pack.from <= day_of(app.clock.now());
    Ok((StatusCode::CREATED, Json(view(&entered, in_force))))
}

fn view(entered: &Entered, in_force: bool) -> PackView {
    let pack = &entered.pack;
    let figures = pack.figures.0.iter().map(|(name, figure)| FigureView {
        name: name.clone(),
        value: spelled(&figure.value),
        certainty: figure.certainty.code(),
        source: figure.source.clone(),
        note: figure.note.clone(),
    });
    let lines = pack.text.lines().iter().map(|(key, value)| PackLine { key: key.clone(), value: value.clone() });
    PackView {
        hash: pack.hash.to_string(),
        id: pack.lines.id.clone(),
        from: pack.from.to_string(),
        area: pack.area.to_string(),
        track: pack.track.code(),
        in_force,
        entry_index: entered.index,
        figures: figures.collect(),
        lines: lines.collect(),
    }
}

fn spelled(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(texts) => texts.join(", "),
    }
}

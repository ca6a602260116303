//! The desk where a panel arrives. It learns of each person whether they are expected, and the answer is the same, in words and in
//! work, for whoever is not, drawn or undrawn.

use axum::Json;
use axum::extract::State;
use proof::hash::Hash;
use rules::area::Area;
use rules::draw::stage::Stage;
use rules::expert::ResidentId;
use rules::id::DrawId;
use rules::wording::Worded as _;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::callee;
use super::course::Course;
use crate::app::App;
use crate::expert::find::by_id_numbers_in;
use crate::http::{Actor, ApiError, FieldError, Say};

/// Routes of the desk.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(arrive))
}

#[derive(Deserialize, ToSchema)]
pub struct Arrival {
    /// Resident id, read from the card.
    id_number: String,
    /// The six digits that were given on acceptance.
    code: String,
}

#[derive(Serialize, ToSchema)]
pub struct Arrived {
    /// `expected` or `not_expected`.
    answer: &'static str,
}

/// Takes note of somebody who stands at the desk.
#[utoipa::path(post, path = "/api/check-in", tag = "check-in", request_body = Arrival,
    responses((status = 200, body = Arrived), (status = 422, description = "check_in.fields")))]
pub async fn arrive(
    State(app): State<App>,
    actor: Actor,
    Json(body): Json<Arrival>,
) -> Result<Json<Arrived>, ApiError> {
    let id_number = ResidentId::read(body.id_number.trim()).map_err(|error| {
        let message = Say::new(format!("{}。", error.zh()), format!("{}.", error.en()));
        ApiError::fields("check_in.fields", vec![FieldError { field: "id_number".to_owned(), message }])
    })?;
    let now = app.clock.now();
    let mut tx = app.begin("draw.arrive").await?;
    let found = by_id_numbers_in(&app.vault, &mut tx, std::slice::from_ref(&id_number)).await?;
    let expert = found.into_iter().flatten().next().map(|hit| hit.id);
    let mut expected = false;
    for (id, live) in app.draws.every() {
        let tokens: Vec<Hash> =
            expert.into_iter().flat_map(|expert| live.tokens_of(expert)).map(|(token, _)| *token).collect();
        for token in tokens {
            if !gathers_in(&mut tx, actor.area, id).await? {
                continue;
            }
            // Whoever the desk knows by card and face has arrived, even with a wrong code.
            let holds = callee::arrive_in(&app, &mut tx, &token, actor.area, now).await?;
            let right = callee::code(&app, &token).as_bytes().ct_eq(body.code.trim().as_bytes());
            expected |= holds && bool::from(right);
        }
    }
    tx.commit().await?;
    app.sequencer.notify_one();
    app.draws.changed();
    Ok(Json(Arrived { answer: if expected { "expected" } else { "not_expected" } }))
}

/// Whether a draw's panel, or whoever replaces somebody, arrives now, in the desk's area.
async fn gathers_in(tx: &mut crate::db::Tx, area: Area, id: DrawId) -> Result<bool, ApiError> {
    let course = Course::read(tx, id).await?;
    let is_time = course.stage()? == Stage::CheckIn || course.is_unsealed() && !course.draw.closed;
    Ok(area.covers(course.draw.area) && is_time)
}

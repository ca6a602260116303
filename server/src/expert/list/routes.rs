//! Requests of the lists.

use axum::Json;
use axum::extract::{Query, State};
use rules::area::Area;
use rules::expert::lifecycle::{Standing, state_on};
use rules::expert::model::State as ExpertState;
use rules::text;
use rules::time::day_of;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Page};
use super::filter::FilterQuery;
use super::store::Listed;
use crate::app::App;
use crate::expert::file::field;
use crate::http::paging::Paging;
use crate::http::{Actor, ApiError, Language};
use crate::vault::Place;

#[derive(Deserialize, IntoParams)]
pub struct PlaceQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// At most 200.
    limit: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub struct ExpertPage {
    items: Vec<ExpertItem>,
    next: Option<String>,
    total: i64,
}

#[derive(Serialize, ToSchema)]
pub struct ExpertItem {
    pub id: String,
    pub number: Option<String>,
    /// Masked: surname, star, 工.
    pub name: String,
    pub area: String,
    pub area_name: String,
    /// As of today.
    pub state: String,
    pub libraries: Vec<String>,
    pub specialties: Vec<String>,
    pub unit_name: Option<String>,
    /// The earlier end where there are two terms.
    pub term_until: Option<String>,
}

/// Experts of one's area in the order of their numbers; drafts, which have none, come last.
#[utoipa::path(get, path = "/api/experts", tag = "expert", params(FilterQuery, PlaceQuery),
    responses((status = 200, body = ExpertPage), (status = 422, description = "expert.filter, page.after")))]
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Query(filter): Query<FilterQuery>,
    Query(place): Query<PlaceQuery>,
) -> Result<Json<ExpertPage>, ApiError> {
    let Some(filter) = filter.read(actor.area, day_of(app.clock.now()))? else {
        return Ok(Json(ExpertPage { items: vec![], next: None, total: 0 }));
    };
    let filter = actions::widened(&app, filter).await?;
    let page = actions::page(&app, &filter, place.after.as_deref(), Paging::of(place.limit)).await?;
    Ok(Json(told(&app, page, language)?))
}

#[derive(Deserialize, ToSchema)]
pub struct SearchBody {
    /// A full name, expert number, identity number or mobile number.
    text: String,
    after: Option<String>,
    limit: Option<u16>,
}

/// Experts whose full name or number is exactly the text. It is sent in the body because an address is logged.
#[utoipa::path(post, path = "/api/experts/search", tag = "expert", request_body = SearchBody,
    responses((status = 200, body = ExpertPage)))]
pub async fn search(
    State(app): State<App>,
    actor: Actor,
    language: Language,
    Json(body): Json<SearchBody>,
) -> Result<Json<ExpertPage>, ApiError> {
    let sight = actions::sight(&app, actor.area);
    let place = (body.after.as_deref(), Paging::of(body.limit));
    let page = actions::search(&app, &sight, &body.text, place).await?;
    Ok(Json(told(&app, page, language)?))
}

fn told(app: &App, page: Page, language: Language) -> Result<ExpertPage, ApiError> {
    let items = page.rows.into_iter().map(|row| item(app, row, language)).collect::<Result<_, ApiError>>()?;
    Ok(ExpertPage { items, next: page.next, total: page.total })
}

/// One line as it is shown.
pub fn item(app: &App, row: Listed, language: Language) -> Result<ExpertItem, ApiError> {
    let area = row.area.parse::<Area>().map_err(anyhow::Error::from)?;
    let state = row.state.parse::<ExpertState>().map_err(anyhow::Error::from)?;
    let standing =
        Standing { state, from: row.state_from.to_jiff(), until: row.state_until.map(jiff_sqlx::Date::to_jiff) };
    let name = app.vault.open_text(Place { column: field::NAME, row: row.id }, &row.name_sealed)?;
    Ok(ExpertItem {
        id: row.id.to_string(),
        number: row.number,
        name: text::masked_expert(&name),
        area: row.area,
        area_name: language.area(area),
        state: state_on(standing, day_of(app.clock.now())).code().to_owned(),
        libraries: row.libraries.unwrap_or_default(),
        specialties: row.specialties.unwrap_or_default(),
        unit_name: row.unit_name,
        term_until: row.term_until.map(|until| until.to_jiff().to_string()),
    })
}

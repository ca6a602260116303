//! Reading one page: the shape of the query, the lines, the total, and where the next page begins.

use jiff::Timestamp;
use rules::area::Area;
use rules::expert::due::Due;
use rules::expert::{ExpertNumber, Phone, ResidentId};
use rules::text;
use rules::time::day_of;
use uuid::Uuid;

use super::filter::Filter;
use super::store::{self, After, Hit, Key, Listed, Shape};
use crate::app::App;
use crate::http::ApiError;
use crate::http::paging::Paging;
use crate::specialty;

/// Lines of one page.
pub struct Page {
    pub rows: Vec<Listed>,
    pub next: Option<String>,
    pub total: i64,
}

/// The filter with what older editions had in the place of its specialty.
pub async fn widened(app: &App, filter: Filter) -> Result<Filter, ApiError> {
    let Some(branch) = filter.specialty else { return Ok(filter) };
    let former = specialty::former_below(app, branch, filter.today).await?;
    Ok(Filter { former, ..filter })
}

/// A page of a filter. It is counted first, as the count tells how to look.
pub async fn page(app: &App, filter: &Filter, after: Option<&str>, paging: Paging) -> Result<Page, ApiError> {
    let pool = store::pool_changed_at(&app.db).await?;
    let total = total_of(app, filter, pool).await?;
    let shape = shape(app, filter, pool, total).await?;
    let mut hits = Vec::new();
    let draft = after.and_then(|after| after.parse::<Uuid>().ok());
    if draft.is_none() {
        let after = After::Number(number_of(after)?.unwrap_or_else(|| FIRST.to_owned()));
        hits = store::page(&app.db, filter, shape, &after, paging.fetch_count()).await?;
    }
    if hits.len() <= paging.size() && filter.meets_drafts() {
        let missing = paging.fetch_count() - i64::try_from(hits.len()).expect("fewer files than were asked for");
        hits.extend(store::page(&app.db, filter, shape, &After::Draft(draft), missing).await?);
    }
    let next = paging.cut(&mut hits, cursor);
    Ok(Page { rows: lines(app, &hits).await?, next, total })
}

/// How many experts a filter matches.
pub async fn total(app: &App, filter: &Filter) -> Result<i64, ApiError> {
    total_of(app, filter, store::pool_changed_at(&app.db).await?).await
}

/// How many active experts of an area something falls due for.
pub async fn due_count(app: &App, area: Area, due: Due) -> Result<i64, ApiError> {
    total(app, &Filter { due: Some(due), ..sight(app, area) }).await
}

/// Counted once for each state of the pool.
async fn total_of(app: &App, filter: &Filter, pool: Option<Timestamp>) -> Result<i64, ApiError> {
    let counting = app.totals.of(filter, pool, app.clock.now()).await;
    match counting.known() {
        Some(total) => Ok(total),
        None => Ok(counting.keep(store::count(&app.db, filter).await?)),
    }
}

/// A page of those whose name or number is exactly `text`, as far as `sight` reaches.
pub async fn search(app: &App, sight: &Filter, text: &str, place: (Option<&str>, Paging)) -> Result<Page, ApiError> {
    let (after, paging) = place;
    let Some(key) = key_of(app, text) else { return Ok(Page { rows: vec![], next: None, total: 0 }) };
    let start = match after.map(str::parse::<Uuid>) {
        None => None,
        Some(Ok(id)) => Some(After::Draft(Some(id))),
        Some(Err(_)) => number_of(after)?.map(After::Number),
    };
    let mut hits = store::search(&app.db, sight, &key, start.as_ref(), paging.fetch_count()).await?;
    let next = paging.cut(&mut hits, cursor);
    let rows = lines(app, &hits).await?;
    let whole = after.is_none() && next.is_none();
    let total = if whole { rows.len() as i64 } else { store::search_count(&app.db, sight, &key).await? };
    Ok(Page { rows, next, total })
}

async fn lines(app: &App, hits: &[Hit]) -> Result<Vec<Listed>, ApiError> {
    let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
    Ok(if ids.is_empty() { vec![] } else { store::lines(&app.db, &ids).await? })
}

/// The number, behind which the drafts come by their id.
fn cursor(hit: &Hit) -> String {
    hit.number.clone().unwrap_or_else(|| hit.id.to_string())
}

/// The cheaper shape: a walk meets a file of the filter every `base / found` files; a collection fetches and sorts the whole
/// specialty.
async fn shape(app: &App, filter: &Filter, pool: Option<Timestamp>, found: i64) -> Result<Shape, ApiError> {
    if filter.specialty.is_none() {
        return Ok(Shape::Walk);
    }
    let base = hint(app, &filter.without_specialty(), pool).await?;
    let collected = hint(app, &filter.specialty_alone(), pool).await?.saturating_mul(COLLECT_COST);
    let walked = if found == 0 { base } else { base.min(PAGE.saturating_mul(base) / found) };
    Ok(if walked < collected { Shape::Walk } else { Shape::Collect })
}

/// A count of whatever pool: a stale one only chooses the slower shape.
async fn hint(app: &App, filter: &Filter, pool: Option<Timestamp>) -> Result<i64, ApiError> {
    match app.totals.last(filter) {
        Some(total) => Ok(total),
        None => total_of(app, filter, pool).await,
    }
}

fn number_of(after: Option<&str>) -> Result<Option<String>, ApiError> {
    let number = after.map(ExpertNumber::read).transpose().map_err(|_| bad_cursor())?;
    Ok(number.map(|number| number.to_string()))
}

/// What the text is by its form; nothing when it is no name either.
fn key_of(app: &App, text: &str) -> Option<Key> {
    if let Ok(id_number) = ResidentId::read(text) {
        return Some(Key::IdNumber(app.vault.blind("id_number", id_number.as_str())));
    }
    if let Ok(number) = ExpertNumber::read(text) {
        return Some(Key::Number(number.to_string()));
    }
    if let Ok(phone) = Phone::mobile(text) {
        return Some(Key::Phone(app.vault.blind("phone", phone.as_str())));
    }
    text::person_name(text).ok().map(|name| Key::Name(app.vault.blind("name", &name)))
}

/// The filter of somebody who sees `area` and asks for nothing special.
pub fn sight(app: &App, area: Area) -> Filter {
    Filter {
        area,
        specialty: None,
        former: Vec::new(),
        state: None,
        library: None,
        due: None,
        today: day_of(app.clock.now()),
    }
}

fn bad_cursor() -> ApiError {
    ApiError::refused(
        "page.after",
        "翻页位置不对。请从第一页重新开始。",
        "The place of the next page is not one of ours. Begin with the first page.",
    )
}

const PAGE: i64 = 51;
/// Fetching one file of a specialty and sorting costs about as much as trying two along the numbers.
const COLLECT_COST: i64 = 2;
/// Comes before every expert number.
const FIRST: &str = "0";

//! What falls due in the pool: terms that end, confirmations that are missing.

mod store;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::area::Area;

use crate::app::App;
use crate::http::ApiError;

/// Counts for the officers of an area.
pub struct Due {
    /// Active experts with a term that ends within 60 days.
    pub terms_ending: i64,
    /// Active experts whose last yearly confirmation is more than a year old.
    pub confirmations_missing: i64,
}

/// Counts what is due on a day.
pub async fn count(app: &App, area: Area, today: Date) -> Result<Due, ApiError> {
    let row =
        store::count(&app.db, area, today, (today.saturating_add(60.days()), today.saturating_sub(1.year()))).await?;
    Ok(Due { terms_ending: row.terms_ending, confirmations_missing: row.confirmations_missing })
}

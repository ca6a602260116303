//! Whose phone a number is: the way in which an expert signs in.

mod store;

use rules::area::Area;
use rules::id::ExpertId;

use super::file::field;
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::vault::Place;

/// An expert who may sign in.
pub struct Holder {
    pub expert_id: ExpertId,
    pub area: Area,
    /// Expert number, which is the login of the expert's account.
    pub number: String,
    pub name: String,
}

/// The one expert with this mobile who is neither a draft nor exited. A number that two experts gave opens nobody's file.
pub async fn holder_in(app: &App, tx: &mut Tx, phone: &str) -> Result<Option<Holder>, ApiError> {
    let mut found = store::by_phone(tx, &app.vault.blind("phone", phone)).await?;
    let (Some(row), true) = (found.pop(), found.is_empty()) else { return Ok(None) };
    let name = app.vault.open_text(Place { column: field::NAME, row: row.id }, &row.name_sealed)?;
    Ok(Some(Holder {
        expert_id: ExpertId::from_uuid(row.id),
        area: Area::read(&row.area).map_err(anyhow::Error::from)?,
        number: row.number,
        name,
    }))
}

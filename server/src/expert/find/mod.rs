//! From a number or an identity number to the expert who has it, many at once.

mod store;

use std::collections::BTreeMap;

use rules::area::Area;
use rules::expert::{ExpertNumber, ResidentId};
use rules::id::ExpertId;
use sqlx::PgConnection;

use crate::http::ApiError;
use crate::vault::Vault;

/// An expert as far as finding needs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: ExpertId,
    pub area: Area,
}

/// The experts with these numbers.
pub async fn by_numbers_in(
    db: &mut PgConnection,
    numbers: &[ExpertNumber],
) -> Result<BTreeMap<ExpertNumber, Hit>, ApiError> {
    let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let rows = store::by_numbers(db, &texts).await?;
    let hits = rows.into_iter().map(|(number, row)| Ok((ExpertNumber::read(&number)?, row.hit()?)));
    Ok(hits.collect::<anyhow::Result<_>>()?)
}

/// The experts with these identity numbers, by the place of the identity number in `id_numbers`.
pub async fn by_id_numbers_in(
    vault: &Vault,
    db: &mut PgConnection,
    id_numbers: &[ResidentId],
) -> Result<Vec<Option<Hit>>, ApiError> {
    let blinds: Vec<Vec<u8>> = id_numbers.iter().map(|number| vault.blind("id_number", number.as_str())).collect();
    let rows = store::by_id_numbers(db, &blinds).await?;
    let hits = rows.into_iter().map(|(blind, row)| Ok((blind, row.hit()?)));
    let hits: BTreeMap<Vec<u8>, Hit> = hits.collect::<anyhow::Result<_>>()?;
    Ok(blinds.iter().map(|blind| hits.get(blind).copied()).collect())
}

impl store::Row {
    fn hit(self) -> anyhow::Result<Hit> {
        Ok(Hit { id: ExpertId::from_uuid(self.id), area: self.area.parse()? })
    }
}

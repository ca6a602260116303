//! Code and name of units, for whoever shows or compares a reference to one.

use std::collections::{BTreeMap, BTreeSet};

use rules::area::Area;
use rules::id::UnitId;
use rules::unit::CreditCode;
use sqlx::PgConnection;
use uuid::Uuid;

use super::store::find as store;

/// How a unit is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub code: Option<CreditCode>,
    pub name: String,
    pub area: Option<Area>,
}

/// The labels of these units.
pub async fn labels_in(
    db: &mut PgConnection,
    ids: impl IntoIterator<Item = UnitId>,
) -> anyhow::Result<BTreeMap<UnitId, Label>> {
    let ids: BTreeSet<Uuid> = ids.into_iter().map(|id| id.as_uuid()).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let rows = store::labels(db, &ids).await?.into_iter();
    rows.map(|row| {
        let code = row.code.as_deref().map(CreditCode::read).transpose()?;
        let area = row.area.as_deref().map(str::parse::<Area>).transpose()?;
        Ok((UnitId::from_uuid(row.id), Label { code, name: row.name, area }))
    })
    .collect()
}

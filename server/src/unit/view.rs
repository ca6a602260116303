//! What officers are shown of units: shapes shared by lists, pages and pairs. Names of people are masked.

use std::collections::BTreeMap;

use rules::wording::WordError;
use rules::wording::Worded as _;
use serde::Serialize;
use sqlx::PgPool;
use utoipa::ToSchema;
use uuid::Uuid;

use super::near::store::Pair;
use super::near::{Standing, sides};
use super::store::page::{self, Listed, Short};
use crate::http::ApiError;

/// A unit in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnitItem {
    pub id: String,
    pub code: Option<String>,
    pub name: String,
    /// `company`, `branch`, `government`, `institution`, `state` or `fund`.
    pub kind: String,
    pub area: Option<String>,
    /// `known`, `to_resolve` or `merged`.
    pub state: String,
    pub officer_count: i64,
    /// Experts who work there at present.
    pub employed_count: i64,
}

/// A unit that another one names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnitMention {
    pub id: String,
    pub name: String,
    pub code: Option<String>,
}

/// A pair of units that may be one. All decisions but `distinct` keep the right one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NearItem {
    pub id: String,
    pub left: UnitItem,
    pub right: UnitItem,
    /// 0 to 100.
    pub score: i32,
    pub evidence: Vec<EvidenceItem>,
    /// `open`, `merged`, `alias`, `former` or `distinct`.
    pub state: String,
    pub decided_at: Option<String>,
    pub reason: Option<String>,
}

/// Why they may be one, and what speaks against it.
#[derive(Clone, Debug, Serialize, serde::Deserialize, ToSchema)]
pub struct EvidenceItem {
    pub kind: String,
    pub left: String,
    pub right: String,
}

impl From<Listed> for UnitItem {
    fn from(row: Listed) -> Self {
        let Listed { unit, officer_count, employed_count } = row;
        Self {
            id: unit.id.to_string(),
            code: unit.code,
            name: unit.name,
            kind: unit.kind,
            area: unit.area,
            state: unit.state,
            officer_count,
            employed_count,
        }
    }
}

impl From<&Short> for UnitMention {
    fn from(unit: &Short) -> Self {
        Self { id: unit.id.to_string(), name: unit.name.clone(), code: unit.code.clone() }
    }
}

/// Pairs with both units side by side, the one that stays at the right.
pub async fn near_items(db: &PgPool, pairs: Vec<Pair>) -> Result<Vec<NearItem>, ApiError> {
    let ids: Vec<Uuid> = pairs.iter().flat_map(|pair| [pair.left_id.as_uuid(), pair.right_id.as_uuid()]).collect();
    let units: BTreeMap<Uuid, Listed> =
        page::listed(db, &ids).await?.into_iter().map(|listed| (listed.unit.id, listed)).collect();
    let items = pairs.into_iter().map(|pair| near_item(&units, pair));
    Ok(items.collect::<anyhow::Result<Vec<_>>>()?)
}

fn near_item(units: &BTreeMap<Uuid, Listed>, pair: Pair) -> anyhow::Result<NearItem> {
    let unit = |id: Uuid| units.get(&id).cloned().ok_or_else(|| anyhow::anyhow!("pair {} names no unit", pair.id));
    let (left, right) = (unit(pair.left_id.as_uuid())?, unit(pair.right_id.as_uuid())?);
    let (goes, _) = sides((pair.left_id, standing(&left)), (pair.right_id, standing(&right)));
    let mut evidence: Vec<EvidenceItem> = serde_json::from_value(pair.evidence)?;
    let turned = goes != pair.left_id;
    if turned {
        for item in &mut evidence {
            std::mem::swap(&mut item.left, &mut item.right);
        }
    }
    let (left, right) = if turned { (right, left) } else { (left, right) };
    Ok(NearItem {
        id: pair.id.to_string(),
        left: left.into(),
        right: right.into(),
        score: pair.score,
        evidence,
        state: pair.state.to_string(),
        decided_at: pair.decided_at.map(|at| at.to_string()),
        reason: pair.reason,
    })
}

fn standing(unit: &Listed) -> Standing {
    (unit.unit.code.is_some(), unit.unit.state == "known")
}

/// A word of a closed list in a query, or a refusal that tells the choices.
pub fn word<T>(given: Option<&str>, read: impl Fn(&str) -> Result<T, WordError>) -> Result<Option<T>, ApiError> {
    let word = given.filter(|given| !given.is_empty()).map(read).transpose();
    word.map_err(|error| ApiError::refused(error.code(), error.zh(), error.en()))
}

/// An id of a path; what is none names nothing.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

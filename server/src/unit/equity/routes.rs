//! The request for a unit's equity neighbourhood.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, Query, State};
use rules::id::UnitId;
use rules::unit::model::HolderKind;
use rules::wording::Worded as _;
use rules::{text, time};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::walk::{Node, Walked, walk};
use crate::app::App;
use crate::http::{Actor, ApiError};
use crate::unit::file::HOLDER_NAME;
use crate::unit::store::page::{self, Short};
use crate::unit::view;
use crate::vault::Place;

#[derive(Deserialize, IntoParams)]
pub struct EquityQuery {
    /// Holdings from the unit, 1 to 4; 2 unless given.
    depth: Option<u8>,
    /// Day on which the holdings stand, YYYY-MM-DD; today in Asia/Shanghai unless given.
    on: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Equity {
    /// The day.
    on: String,
    nodes: Vec<EquityNode>,
    edges: Vec<EquityEdge>,
    /// There is more within the depth than is shown; ask for less depth.
    truncated: bool,
}

#[derive(Serialize, ToSchema)]
pub struct EquityNode {
    /// Of a unit its id, of a person a name for this answer only.
    id: String,
    /// Masked for a person.
    name: String,
    /// A kind of unit, or `person`.
    kind: String,
    code: Option<String>,
    /// Holds for the state, which relates nobody.
    state_holder: bool,
    /// Holdings from the unit asked for.
    distance: u8,
}

#[derive(Serialize, ToSchema)]
pub struct EquityEdge {
    holder: String,
    unit: String,
    /// Percent, exact.
    share: String,
    control: bool,
    /// What the holder is registered as.
    holder_kind: String,
    from: Option<String>,
    until: Option<String>,
}

/// Who holds the unit and whom it holds, through several levels.
#[utoipa::path(get, path = "/api/units/{id}/equity", tag = "unit", params(("id" = String, Path), EquityQuery), responses((status = 200, body = Equity), (status = 404)))]
pub async fn neighbourhood(
    State(app): State<App>,
    _: Actor,
    Path(id): Path<String>,
    Query(query): Query<EquityQuery>,
) -> Result<Json<Equity>, ApiError> {
    let id: UnitId = view::id(&id)?;
    let depth = query.depth.unwrap_or(2).clamp(1, 4);
    let day = match query.on.as_deref().filter(|on| !on.is_empty()) {
        Some(on) => time::read_date(on).map_err(|error| ApiError::refused(error.code(), error.zh(), error.en()))?,
        None => time::day_of(app.clock.now()),
    };
    page::one(&app.db, id).await?;
    let walked = walk(&app.db, id, depth, day).await?;
    let ids: Vec<Uuid> = walked.nodes.keys().filter_map(|node| node.unit()).collect();
    let units = page::short(&app.db, &ids).await?.into_iter().map(|unit| (unit.id, unit)).collect();
    let edges = walked.edges.iter().map(|edge| EquityEdge {
        holder: edge.holder.text(),
        unit: edge.unit.text(),
        share: edge.share.to_string(),
        control: edge.control,
        holder_kind: edge.holder_kind.to_string(),
        from: edge.from.map(|day| day.to_string()),
        until: edge.until.map(|day| day.to_string()),
    });
    let edges = edges.collect();
    Ok(Json(Equity { on: day.to_string(), nodes: nodes(&app, &walked, &units)?, edges, truncated: walked.truncated }))
}

fn nodes(app: &App, walked: &Walked, units: &BTreeMap<Uuid, Short>) -> Result<Vec<EquityNode>, ApiError> {
    let state =
        |node: Node| walked.edges.iter().any(|edge| edge.holder == node && edge.holder_kind == HolderKind::State);
    let states: BTreeSet<Node> = walked.nodes.keys().copied().filter(|node| state(*node)).collect();
    let mut nodes = Vec::new();
    for (node, distance) in &walked.nodes {
        let unit = node.unit().and_then(|id| units.get(&id));
        nodes.push(EquityNode {
            id: node.text(),
            name: match (node, unit) {
                (Node::Unit(_), Some(unit)) => unit.name.clone(),
                (Node::Unit(_), None) => String::new(),
                (Node::Person(id), _) => masked(app, walked, *id)?,
            },
            kind: unit.map_or("person", |unit| &unit.kind).to_owned(),
            code: unit.and_then(|unit| unit.code.clone()),
            state_holder: states.contains(node) || unit.is_some_and(|unit| unit.kind == "state"),
            distance: *distance,
        });
    }
    nodes.sort_by_key(|node| node.distance);
    Ok(nodes)
}

fn masked(app: &App, walked: &Walked, person: Uuid) -> Result<String, ApiError> {
    let Some((row, sealed)) = walked.persons.get(&person) else { return Ok("*".to_owned()) };
    let name = app.vault.open_text(Place { column: HOLDER_NAME, row: *row }, sealed)?;
    Ok(text::masked_name(&name))
}

impl Node {
    const fn unit(self) -> Option<Uuid> {
        match self {
            Self::Unit(id) => Some(id),
            Self::Person(_) => None,
        }
    }

    fn text(self) -> String {
        match self {
            Self::Unit(id) => id.to_string(),
            Self::Person(id) => format!("person-{id}"),
        }
    }
}

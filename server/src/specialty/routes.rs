//! Reading the specialty tree.

use axum::Json;
use axum::extract::{Query, State};
use rules::time;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{record, store};
use crate::app::App;
use crate::http::ApiError;

#[derive(Deserialize, IntoParams)]
pub struct TreeQuery {
    /// Id of an edition; without it the one in force.
    edition: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Tree {
    /// The edition whose codes these are; null while there is none.
    edition: Option<String>,
    editions: Vec<EditionItem>,
    items: Vec<SpecialtyItem>,
}

#[derive(Serialize, ToSchema)]
pub struct EditionItem {
    id: String,
    name: String,
    in_force_from: String,
}

#[derive(Serialize, ToSchema)]
pub struct SpecialtyItem {
    code: String,
    level: u8,
    name: String,
}

/// The codes of an edition, and which editions there are.
#[utoipa::path(get, path = "/api/specialties", tag = "specialty", params(TreeQuery), responses((status = 200, body = Tree), (status = 404)))]
pub async fn list(State(app): State<App>, Query(query): Query<TreeQuery>) -> Result<Json<Tree>, ApiError> {
    let mut tx = app.begin("specialty.list").await?;
    let heads = store::all(&mut tx).await?;
    let today = time::local_of(app.clock.now()).date();
    let wanted = match &query.edition {
        Some(id) => Some(heads.iter().find(|head| head.id.to_string() == *id).ok_or_else(ApiError::not_found)?),
        None => heads.iter().rfind(|head| head.in_force_from <= today),
    };
    let edition = match wanted {
        Some(head) => Some(record::whole_in(&mut tx, head.clone()).await?),
        None => None,
    };
    let items = edition.iter().flat_map(|edition| &edition.rows).map(|row| SpecialtyItem {
        code: row.code.to_string(),
        level: row.code.level(),
        name: row.name.clone(),
    });
    Ok(Json(Tree {
        items: items.collect(),
        edition: edition.as_ref().map(|edition| edition.id.to_string()),
        editions: heads
            .iter()
            .map(|head| EditionItem {
                id: head.id.to_string(),
                name: head.name.clone(),
                in_force_from: head.in_force_from.to_string(),
            })
            .collect(),
    }))
}

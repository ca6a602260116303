//! All routes, their document, and the layers in the order in which a request meets them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa::openapi::path::PathItem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{error, gate, health, metrics, page, repeat};
use crate::app::App;
use crate::{account, draw, expert, import, ledger, pack, project, specialty, system, today, trust, unit};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "衡鉴 Hengjian",
        description = "Expert pool, draw, call-out and session of a public-resource trading centre."
    ),
    components(schemas(error::Problem))
)]
struct Document;

/// The routes and the document generated from them.
pub fn routes() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (routes, mut document) = described();
    // OpenAPI has no parameter that spans slashes: the document names it like any other.
    let paths = std::mem::take(&mut document.paths.paths);
    document.paths.paths = paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), named(item))).collect();
    (routes, document)
}

/// Names every operation after its domain too, as two domains may both have a `list`.
fn named(mut item: PathItem) -> PathItem {
    for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
        let domain = operation.tags.iter().flatten().next().cloned().unwrap_or_default();
        let id = operation.operation_id.take().unwrap_or_default();
        operation.operation_id = Some(format!("{}_{id}", domain.replace('-', "_")));
    }
    item
}

fn described() -> (Router<App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(account::routes())
        .merge(today::routes())
        .merge(system::routes())
        .merge(specialty::routes())
        .merge(expert::routes())
        .merge(import::routes())
        .merge(unit::routes())
        .merge(project::routes())
        .merge(draw::routes())
        .merge(pack::routes())
        .merge(trust::routes())
        .merge(ledger::routes())
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .split_for_parts()
}

/// The service of this process.
pub fn router(app: &App) -> Router {
    let (routes, document) = routes();
    let document = document.to_json().expect("the document is made of strings and maps");
    let document = async move || ([("content-type", "application/json")], document);
    routes
        .route("/api/openapi.json", get(document))
        .layer(from_fn_with_state(app.clone(), repeat::once))
        .layer(from_fn_with_state(app.clone(), gate::admit))
        .fallback(page::page)
        .layer(DefaultBodyLimit::max(app.config.server.upload_limit_bytes))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(metrics::measure))
        .layer(from_fn(error::write_problems))
        .layer(map_response(async |mut response: Response| {
            page::security_headers(response.headers_mut());
            response
        }))
        .with_state(app.clone())
}

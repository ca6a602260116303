//! Counters and timings, on the administrators' listener only. Labels are route patterns and statuses, never values.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Installs the recorder of this process; the handle prints it.
pub fn install() -> anyhow::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new().install_recorder()?)
}

/// Serves `/metrics` and `/healthz` on `address` until the process ends.
pub async fn serve(address: SocketAddr, handle: PrometheusHandle) -> anyhow::Result<()> {
    let router = Router::new()
        .route("/metrics", get(move || std::future::ready(handle.render())))
        .route("/healthz", get(async || "ok"));
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

/// Counts and times each request by its route pattern.
#[expect(clippy::disallowed_methods, reason = "a duration for a metric decides nothing")]
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().to_string();
    let started = std::time::Instant::now();
    let response = next.run(request).await;
    let labels = [("method", method), ("route", route), ("status", response.status().as_u16().to_string())];
    metrics::histogram!("hengjian_request_seconds", &labels).record(started.elapsed().as_secs_f64());
    response
}

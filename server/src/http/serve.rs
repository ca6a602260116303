//! Listening: plain or TLS, until the process is asked to end.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tracing::info;

use super::router::router;
use crate::app::App;

/// Serves until `handle` is told to shut down. `ready` hears the bound address.
pub async fn serve(app: &App, handle: Handle<SocketAddr>, ready: impl FnOnce(String)) -> anyhow::Result<()> {
    let listen = app.config.server.listen;
    let listener = std::net::TcpListener::bind(listen)
        .with_context(|| format!("{listen} is taken or not ours: set HENGJIAN_LISTEN to a free address"))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let server = &app.config.server;
    if let (Some(certificate), Some(key)) = (&server.tls_certificate, &server.tls_key) {
        let tls = RustlsConfig::from_pem_file(certificate, key).await.with_context(|| {
            format!("{} and {} are not a certificate and its key", certificate.display(), key.display())
        })?;
        ready(format!("https://{address}"));
        axum_server::from_tcp_rustls(listener, tls)?.handle(handle).serve(service).await?;
    } else {
        ready(format!("http://{address}"));
        axum_server::from_tcp(listener)?.handle(handle).serve(service).await?;
    }
    info!("No longer listening on {address}");
    Ok(())
}

/// Ends `handle` on Ctrl-C or SIGTERM, giving open requests a moment.
pub async fn end_on_signal(handle: Handle<SocketAddr>) -> anyhow::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result?,
        _ = terminate.recv() => {}
    }
    info!("Asked to end; open requests have {} seconds", GRACE.as_secs());
    handle.graceful_shutdown(Some(GRACE));
    Ok(())
}

const GRACE: Duration = Duration::from_secs(5);

//! `hengjian serve`.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use axum_server::Handle;
use tracing::{error, info};

use super::open::{Opened, Use};
use crate::account::invitation::print_setup_token;
use crate::app::App;
use crate::config::{Config, LogConfig, LogFormat};
use crate::http::{metrics, page, serve};
use crate::{draw, jobs, ledger, registry};

/// Runs the service until it is asked to end.
pub async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    start_log(&config.log)?;
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| anyhow::anyhow!("a TLS provider is installed already"))?;
    let opened = Opened::open(config, Use::Service).await?;
    let result = run(&opened.app).await;
    opened.close().await;
    result.map(|()| ExitCode::SUCCESS)
}

async fn run(app: &App) -> anyhow::Result<()> {
    let recorder = metrics::install()?;
    page::warm_up();
    let admin_listen = app.config.server.admin_listen;
    tokio::spawn(async move {
        if let Err(error) = metrics::serve(admin_listen, recorder).await {
            error!("No metrics on {admin_listen}: {error:#}");
        }
    });
    if let Some(token) = print_setup_token(app).await? {
        say(&format!("This database has no account yet. Open /setup and enter the set-up token {token}"))?;
    }
    let sequencer = tokio::spawn(ledger::sequencer::run(app.clone()));
    let cosigner = tokio::spawn(ledger::cosign::run(app.clone()));
    let drawing = tokio::spawn(draw::run(app.clone()));
    let registry = tokio::spawn(registry::run(app.clone()));
    // Nobody else works on a managed database: what a killed service had claimed waits for nothing.
    if app.config.database.url.is_none() {
        jobs::free_claims(app).await?;
    }
    let worker = jobs::Worker::start(app, &jobs::Table::full());
    let handle = Handle::new();
    let ending = tokio::spawn(serve::end_on_signal(handle.clone()));
    let ready = |address: String| {
        if let Err(error) = say(&format!("ready {address}")) {
            error!("{error:#}");
        }
    };
    let served = serve::serve(app, handle, ready).await;
    worker.stop().await;
    served?;
    ending.abort();
    sequencer.abort();
    cosigner.abort();
    drawing.abort();
    registry.abort();
    info!("Ended");
    Ok(())
}

fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).context("standard output is closed")
}

fn start_log(config: &LogConfig) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.filter).context("log.filter is not a filter")?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.format {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}

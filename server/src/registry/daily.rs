//! The daily turn, in every server process: whoever comes first in the morning states the registry.

use std::time::Duration;

use jiff::Timestamp;
use rules::time::{day_of, local_of};
use tracing::{error, info, warn};

use super::{Outcome, actions};
use crate::app::App;

/// States, settles and forgets as the days pass, until the process ends.
pub async fn run(app: App) {
    let mut failing = false;
    loop {
        match turn(&app).await {
            Ok(()) if failing => {
                failing = false;
                info!("The registry is stated again");
            }
            Ok(()) => {}
            Err(error) if failing => warn!("The registry is still not stated: {error:#}"),
            Err(error) => {
                failing = true;
                error!("The registry is not stated; draws that need it cannot open: {error:#}");
            }
        }
        metrics::gauge!("hengjian_registry_fails").set(if failing { 1.0 } else { 0.0 });
        if failing {
            // Everybody was read in vain; what is wrong will hardly be right in a minute.
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        tokio::select! {
            () = app.cosigned.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn turn(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    if is_time(now) && matches!(actions::state_today(app).await?, Outcome::Unnumbered) {
        warn!("The registry waits for the numbers of entries");
    }
    if !app.config.ledger.cosigners.is_empty() {
        actions::settle(app).await?;
    }
    let mut tx = app.begin("registry.forget").await?;
    let count = actions::forget_in(&mut tx, now).await?;
    tx.commit().await?;
    if count > 0 {
        info!(count, "Forgot {count} chunks of the registry of before {}", day_of(now));
    }
    Ok(())
}

/// In the quiet hours, or when a server was not there then; not so late that the cosigners would sign on the next day.
fn is_time(now: Timestamp) -> bool {
    let local = local_of(now);
    (2..23).contains(&local.hour())
}

/// How long it waits before it looks by itself.
const POLL: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_mins(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_stated_from_two_until_eleven_in_the_evening() {
        let at = |text: &str| is_time(text.parse().expect("an instant"));
        assert!(!at("2026-12-07T01:59:59+08:00") && at("2026-12-07T02:00:00+08:00"));
        assert!(at("2026-12-07T22:59:59+08:00") && !at("2026-12-07T23:00:00+08:00"));
    }
}

//! Calling a witness or another cosigner over HTTP. It may be slow or gone; whoever calls waits on a thread of its own.

use std::time::Duration;

use anyhow::Context as _;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Posts `body` to `address/path`; any status is an answer, silence is an error.
pub async fn post(address: &str, path: &str, body: Vec<u8>) -> anyhow::Result<Answer> {
    let url = format!("{}/{path}", address.trim_end_matches('/'));
    tokio::task::spawn_blocking(move || {
        let config = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).http_status_as_error(false).build();
        let agent: ureq::Agent = config.into();
        let mut answer = agent.post(&url).send(&body[..]).with_context(|| format!("{url} does not answer"))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(BODY_MAX).read_to_string()?;
        Ok(Answer { status, body })
    })
    .await?
}

/// A cosigner signs at once; one that does not is treated as gone.
const TIMEOUT: Duration = Duration::from_secs(10);
const BODY_MAX: u64 = 1 << 20;

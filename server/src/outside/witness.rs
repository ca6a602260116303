//! Calling a witness or another cosigner over HTTP. It may be slow or gone; whoever calls waits on a thread of its own.

use std::time::Duration;

use anyhow::{Context as _, ensure};

/// Where to ask, and as whom.
#[derive(Clone, Debug)]
pub struct Peer {
    pub address: String,
    /// Sent as `Authorization: Bearer`; a cosigner asks for none.
    pub bearer: Option<String>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Peer {
    /// Somebody who answers everybody.
    pub fn open(address: &str) -> Self {
        Self { address: address.to_owned(), bearer: None }
    }
}

/// Posts `body` to `path` of a peer; any status is an answer, silence for so long is an error.
pub async fn post(peer: &Peer, path: &str, body: Vec<u8>, timeout: Duration) -> anyhow::Result<Answer> {
    let url = format!("{}/{path}", peer.address.trim_end_matches('/'));
    ensure!(body.len() <= BODY_MAX, "{url} takes at most {BODY_MAX} bytes");
    let authorization = peer.bearer.as_ref().map(|bearer| format!("Bearer {bearer}"));
    tokio::task::spawn_blocking(move || {
        let config = ureq::Agent::config_builder().timeout_global(Some(timeout)).http_status_as_error(false).build();
        let agent: ureq::Agent = config.into();
        let mut request = agent.post(&url);
        if let Some(authorization) = &authorization {
            request = request.header("authorization", authorization);
        }
        let mut answer = request.send(&body[..]).with_context(|| format!("{url} does not answer"))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(ANSWER_MAX).read_to_string()?;
        Ok(Answer { status, body })
    })
    .await?
}

/// A cosigner signs at once; one that does not is treated as gone.
pub const AT_ONCE: Duration = Duration::from_secs(10);

/// The pool of a whole province fits many times.
const BODY_MAX: usize = 256 << 20;
/// A witness answers with a note, a proof or a sentence.
const ANSWER_MAX: u64 = 1 << 20;

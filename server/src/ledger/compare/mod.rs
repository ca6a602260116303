//! The database against the ledger: every row, every tile and the kept checkpoint against the signed root, every record
//! against its newest entry. It reads one instant of the database, goes on after a fault, and names whom it concerns.

mod entries;
mod newest;
mod records;

use proof::Hash;
use proof::checkpoint::Checkpoint;
use proof::tree::{TreeHead, empty_root};
use rules::wording::Worded as _;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::signer::{self, Kept};
use super::store::{entries as rows, head, head::Head};
use crate::app::App;
use crate::http::Say;
use crate::pack;
use newest::Newest;

/// What a comparison found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Comparison {
    /// The signed state up to which the entries were compared.
    pub size: u64,
    #[serde(with = "spelled")]
    pub root: Hash,
    /// Records that were compared with their newest entry.
    pub compared_count: u64,
    /// Entries that wait for number or signature; their records were compared too.
    pub unsigned_count: u64,
    /// The first faults, at most `PROBLEMS_MAX`.
    pub problems: Vec<Problem>,
    pub problem_count: u64,
}

/// One fault, and whom it concerns: `expert/ID`, `entry 1234`, `database`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Problem {
    pub subject: String,
    /// `signer`, `tile`, `entry`, `foreign` or `record`.
    pub kind: String,
    pub message: Say,
}

/// Problems as they are found; those beyond the list's end are counted.
#[derive(Default)]
pub(super) struct Found {
    problems: Vec<Problem>,
    count: u64,
}

impl Found {
    fn add(&mut self, subject: impl Into<String>, kind: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        self.count += 1;
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem { subject: subject.into(), kind: kind.to_owned(), message: Say::new(zh, en) });
        }
    }
}

/// Compares everything.
pub async fn compare(app: &App) -> anyhow::Result<Comparison> {
    let mut found = Found::default();
    let kept = signer::kept(app)?.unwrap_or_else(|refusal| {
        found.add("keys/ledger-signed", "signer", refusal.zh(), refusal.en());
        None
    });
    let mut tx = app.snapshot("ledger.compare").await?;
    let head = head::head(&mut tx).await?;
    let (claim, older) = claims(app, head.as_ref(), kept, &mut found)?;
    let mut newest = Newest::default();
    let signed = claim.as_ref().map_or(TreeHead { size: 0, root: empty_root() }, |claim| claim.head);
    if let Some(claim) = &claim {
        entries::signed(app, &mut tx, (claim, &older), (&mut found, &mut newest)).await?;
    }
    let numbered = head.as_ref().map_or(0, |head| head.size);
    for index in rows::beyond(&mut tx, numbered).await? {
        found.add(
            format!("entry {index}"),
            "entry",
            format!("编号超出账本的 {numbered} 条：由他人写入。"),
            format!("numbered beyond the ledger's {numbered} entries, by somebody else than this server"),
        );
    }
    let from = i64::try_from(signed.size)?;
    let unsigned_count = entries::unsigned(app, &mut tx, from..numbered, (&mut found, &mut newest)).await?;
    let compared_count = records::compare(app, &mut tx, newest, &mut found).await?;
    if let Err(error) = pack::examine_in(app, &mut tx).await {
        found.add("pack", "record", format!("规则包与存证不符：{error:#}。"), format!("{error:#}"));
    }
    let Found { problems, count: problem_count } = found;
    Ok(Comparison { size: signed.size, root: signed.root, compared_count, unsigned_count, problems, problem_count })
}

/// The newest signed state that the database can hold, and the other signed states that must lie inside it. Between
/// keeping and publishing a checkpoint the kept one is the newer.
fn claims(
    app: &App,
    head: Option<&Head>,
    kept: Option<Kept>,
    found: &mut Found,
) -> anyhow::Result<(Option<Kept>, Vec<TreeHead>)> {
    let size = head.and_then(|head| u64::try_from(head.size).ok()).unwrap_or(0);
    let published = published(app, head, found)?;
    match &kept {
        None if size > 0 => found.add(
            "keys/ledger-signed",
            "signer",
            "签署者自留的检查点不在数据目录中，无法发现数据库被回退。",
            "the signer's kept checkpoint is missing in the data folder, so a rolled back database cannot be noticed",
        ),
        Some(kept) if kept.head.size > size => found.add(
            "database",
            "signer",
            format!("只有 {size} 条存证，但已签署过 {} 条：被回退。", kept.head.size),
            format!("rolled back: it holds {size} entries, but a checkpoint of {} was signed", kept.head.size),
        ),
        _ => {}
    }
    let mut states: Vec<Kept> = kept.into_iter().chain(published).filter(|state| state.head.size <= size).collect();
    states.sort_by_key(|state| state.head.size);
    let claim = states.pop();
    Ok((claim, states.into_iter().map(|state| state.head).collect()))
}

/// The checkpoint that the database publishes.
fn published(app: &App, head: Option<&Head>, found: &mut Found) -> anyhow::Result<Option<Kept>> {
    let Some(note) = head.and_then(|head| head.checkpoint.as_deref()) else { return Ok(None) };
    let key = signer::ledger_verifier(app)?;
    let note = String::from_utf8_lossy(note).into_owned();
    match Checkpoint::open(&note, &key) {
        Ok(checkpoint) => Ok(Some(Kept { head: checkpoint.head, note })),
        Err(error) => {
            let zh = "已公布的检查点不是本账本的密钥所签。";
            found.add("checkpoint", "signer", zh, format!("the published checkpoint was altered: {error}"));
            Ok(None)
        }
    }
}

/// How an entry is called in a sentence.
fn entry_name(index: Option<i64>, id: Uuid) -> String {
    index.map_or_else(|| format!("entry {id}"), |index| format!("entry {index}"))
}

/// A hash as its hexadecimal text.
mod spelled {
    use proof::Hash;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer>(hash: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(hash)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Problems that are listed one by one.
pub const PROBLEMS_MAX: usize = 1000;

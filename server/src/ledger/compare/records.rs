//! Each guarded record against its newest entry. `KINDS` is the list of what is guarded: a domain whose records the
//! ledger vouches for has its line there.

use futures_util::future::BoxFuture;
use proof::Hash;
use proof::entry::RecordMark;
use rules::id::{ExpertId, UnitId};
use uuid::Uuid;

use super::Found;
use super::newest::{Fact, Newest, Said};
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::{account, draw, expert, import, project, specialty, unit};

/// A record as it stands in the database.
struct Stated {
    subject: String,
    version: i32,
    /// None: a value in it does not open or is no value of its kind.
    digest: Option<Hash>,
}

/// Some records, and the id behind which the next ones begin.
struct Chunk {
    records: Vec<Stated>,
    next: Option<Uuid>,
}

type Read = for<'a> fn(&'a App, &'a mut Tx, Option<Uuid>) -> BoxFuture<'a, anyhow::Result<Chunk>>;

/// What the ledger guards: the first parts of the subjects' names, and how the records are read.
const KINDS: &[(&[&str], Read)] = &[
    (&["account"], |app, tx, _| Box::pin(accounts(app, tx))),
    (&["unit"], |app, tx, after| Box::pin(units(app, tx, after))),
    (&["near"], |app, tx, _| Box::pin(nears(app, tx))),
    (&["expert"], |app, tx, after| Box::pin(experts(app, tx, after))),
    (&["change"], |app, tx, _| Box::pin(changes(app, tx))),
    (&["specialty_edition"], |app, tx, _| Box::pin(editions(app, tx))),
    (&["import"], |app, tx, _| Box::pin(imports(app, tx))),
    (&["request", "bidder_list"], |app, tx, _| Box::pin(requests(app, tx))),
    (&["contributor", "callee"], |app, tx, _| Box::pin(draws(app, tx))),
];

/// Compares all records; gives how many there are.
pub async fn compare(app: &App, tx: &mut Tx, mut newest: Newest, found: &mut Found) -> anyhow::Result<u64> {
    for repeated in newest.repeated() {
        let (first, second) = (at(repeated.first), at(repeated.second));
        let version = repeated.version;
        found.add(
            &repeated.subject,
            "record",
            format!("{}和{}记载同一版本 {version}：旧版本曾被换回，又在其上更改。", first.0, second.0),
            format!(
                "{} and {} both state version {version}: an older version was put back and changed",
                first.1, second.1
            ),
        );
    }
    let mut count = 0;
    for (names, read) in KINDS {
        let mut after = None;
        loop {
            let chunk = match read(app, tx, after).await {
                Ok(chunk) => chunk,
                Err(error) => {
                    let zh = format!("此类记录读不出来：{error:#}。");
                    found.add(names[0], "record", zh, format!("the records of this kind cannot be read: {error:#}"));
                    break;
                }
            };
            count += chunk.records.len() as u64;
            for record in chunk.records {
                let said = newest.take(&record.subject);
                judge(&record, said, found);
            }
            after = chunk.next;
            if after.is_none() {
                break;
            }
        }
    }
    for (subject, said) in newest.rest() {
        leftover(subject, &said, found);
    }
    Ok(count)
}

async fn accounts(app: &App, tx: &mut Tx) -> anyhow::Result<Chunk> {
    Ok(whole(account::vouched(app, tx).await?))
}

async fn units(app: &App, tx: &mut Tx, after: Option<Uuid>) -> anyhow::Result<Chunk> {
    let vouched = unit::vouched_in(app, tx, after.map(UnitId::from_uuid)).await?;
    let next = vouched.last().map(|(id, _)| id.as_uuid());
    Ok(Chunk { records: vouched.into_iter().map(|(_, unit)| stated(unit)).collect(), next })
}

async fn nears(app: &App, tx: &mut Tx) -> anyhow::Result<Chunk> {
    let vouched = unit::near_vouched_in(app, tx).await?;
    Ok(Chunk { records: vouched.into_iter().map(stated).collect(), next: None })
}

async fn requests(app: &App, tx: &mut Tx) -> anyhow::Result<Chunk> {
    Ok(whole(project::vouched_in(&app.vault, tx).await?))
}

async fn draws(app: &App, tx: &mut Tx) -> anyhow::Result<Chunk> {
    Ok(whole(draw::vouched_in(&app.vault, tx).await?))
}

/// All records of a kind that is read at once: subject, version and digest of each.
fn whole<D: Into<Option<Hash>>>(vouched: Vec<(String, i32, D)>) -> Chunk {
    let record = |(subject, version, digest): (String, i32, D)| Stated { subject, version, digest: digest.into() };
    Chunk { records: vouched.into_iter().map(record).collect(), next: None }
}

fn stated(unit: unit::Vouched) -> Stated {
    Stated { subject: unit.subject, version: unit.version, digest: unit.digest }
}

async fn experts(app: &App, tx: &mut Tx, after: Option<Uuid>) -> anyhow::Result<Chunk> {
    let vouched =
        expert::file::vouched_in(app, tx, after.map(ExpertId::from_uuid)).await.map_err(ApiError::into_cause)?;
    let next = vouched.last().map(|(id, _)| id.as_uuid());
    let records = vouched.into_iter().map(|(_, expert)| Stated {
        subject: expert.subject,
        version: expert.version,
        digest: expert.digest,
    });
    Ok(Chunk { records: records.collect(), next })
}

async fn changes(app: &App, tx: &mut Tx) -> anyhow::Result<Chunk> {
    Ok(whole(expert::change::vouched_in(&app.vault, tx).await?))
}

async fn editions(app: &App, tx: &mut Tx) -> anyhow::Result<Chunk> {
    let vouched = specialty::vouched_in(&app.vault, tx).await?.into_iter();
    let records = vouched.map(|(subject, digest)| Stated { subject, version: 1, digest });
    Ok(Chunk { records: records.collect(), next: None })
}

async fn imports(app: &App, tx: &mut Tx) -> anyhow::Result<Chunk> {
    Ok(whole(import::vouched_in(&app.vault, tx).await?))
}

fn judge(record: &Stated, said: Option<Said>, found: &mut Found) {
    let Some(said) = said else {
        return found.add(
            &record.subject,
            "record",
            "没有任何存证：绕过系统写入。",
            "written without an entry, past the software",
        );
    };
    let matches = said.fact.is_some_and(|fact| {
        u64::try_from(record.version) == Ok(fact.version) && record.digest.map(RecordMark::Digest) == Some(fact.mark)
    });
    if matches {
        return;
    }
    if let Some(index) = said.spoiled {
        let (zh, en) = at(index);
        return found.add(
            &record.subject,
            "record",
            format!("无法核对：关于它的{zh}被改动。"),
            format!("cannot be compared: {en}, which is about it, was altered"),
        );
    }
    if let Some(fact) = said.fact {
        let (zh, en) = difference(record, &fact);
        found.add(&record.subject, "record", zh, en);
    }
}

/// How a record differs from its newest entry, in both languages.
fn difference(record: &Stated, fact: &Fact) -> (String, String) {
    let (zh, en) = at(fact.index);
    let (version, stated) = (record.version, fact.version);
    match (record.digest, fact.mark) {
        (None, _) => {
            (format!("自{zh}之后被改动：其中有值解不开。"), format!("altered since {en}: a value in it does not open"))
        }
        (Some(_), RecordMark::Gone) => {
            (format!("{zh}已使其终止，却仍在数据库中。"), format!("still there, although {en} ended it"))
        }
        _ if u64::try_from(version).is_ok_and(|version| version < stated) => (
            format!("被换回旧版本 {version};{zh}记载的版本是 {stated}。"),
            format!("an older version was put back: it is {version}, and {en} states {stated}"),
        ),
        _ => (format!("自{zh}之后被改动。"), format!("altered since {en}")),
    }
}

fn leftover(subject: String, said: &Said, found: &mut Found) {
    let kind = subject.split('/').next().unwrap_or_default();
    let known = KINDS.iter().any(|(names, _)| names.contains(&kind));
    match said.fact {
        Some(Fact { mark: RecordMark::Digest(_), index, .. }) if known => {
            let (zh, en) = at(index);
            found.add(subject, "record", format!("自{zh}之后被删除。"), format!("deleted since {en}"));
        }
        Some(Fact { mark: RecordMark::Digest(_), .. }) => found.add(
            subject,
            "record",
            "本版本不会核对此类记录。",
            "this release does not know how to compare records of this kind",
        ),
        _ => {}
    }
}

fn at(index: Option<i64>) -> (String, String) {
    match index {
        Some(index) => (format!("第 {index} 条存证"), format!("entry {index}")),
        None => ("一条待编号的存证".to_owned(), "an entry that waits for its number".to_owned()),
    }
}

//! Statements on proposals.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::area::Area;
use rules::expert::model::{ChangeKind, ChangeState};
use rules::id::{AccountId, ChangeId, EntryId, ExpertId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A proposal as stored.
#[derive(Clone)]
pub struct Change {
    pub id: ChangeId,
    pub kind: ChangeKind,
    pub expert_id: Option<ExpertId>,
    pub area: Area,
    pub base_version: Option<i32>,
    pub proposed_sealed: Vec<u8>,
    pub reason_sealed: Option<Vec<u8>>,
    pub state: ChangeState,
    pub author_id: AccountId,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
    pub decision_reason_sealed: Option<Vec<u8>>,
    /// What it would have changed, as it was when decided.
    pub difference_sealed: Option<Vec<u8>>,
    pub version: i32,
    /// The entry that vouches for it.
    pub entry: EntryId,
    pub created_at: Timestamp,
}

struct Row {
    id: Uuid,
    kind: String,
    expert_id: Option<Uuid>,
    area: String,
    base_version: Option<i32>,
    proposed_sealed: Vec<u8>,
    reason_sealed: Option<Vec<u8>>,
    state: String,
    author_id: Uuid,
    decided_by: Option<Uuid>,
    decided_at: Option<Ts>,
    decision_reason_sealed: Option<Vec<u8>>,
    difference_sealed: Option<Vec<u8>>,
    version: i32,
    entry_id: Uuid,
    created_at: Ts,
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, kind, expert_id, area, base_version, proposed_sealed, reason_sealed, state, author_id, decided_by,
                      decided_at as "decided_at: Ts", decision_reason_sealed, difference_sealed, version, entry_id,
                      created_at as "created_at: Ts"
                 from change"# + $tail
            $(, $argument)*
        )
    };
}

impl TryFrom<Row> for Change {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        let word = |error| sqlx::Error::Decode(Box::new(error));
        Ok(Self {
            id: ChangeId::from_uuid(row.id),
            kind: ChangeKind::read(&row.kind).map_err(word)?,
            expert_id: row.expert_id.map(ExpertId::from_uuid),
            area: Area::read(&row.area).map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            base_version: row.base_version,
            proposed_sealed: row.proposed_sealed,
            reason_sealed: row.reason_sealed,
            state: ChangeState::read(&row.state).map_err(word)?,
            author_id: AccountId::from_uuid(row.author_id),
            decided_by: row.decided_by.map(AccountId::from_uuid),
            decided_at: row.decided_at.map(Ts::to_jiff),
            decision_reason_sealed: row.decision_reason_sealed,
            difference_sealed: row.difference_sealed,
            version: row.version,
            entry: EntryId::from_uuid(row.entry_id),
            created_at: row.created_at.to_jiff(),
        })
    }
}

/// The proposal, locked for its decision.
pub async fn lock(db: &mut PgConnection, id: ChangeId) -> sqlx::Result<Change> {
    let row = select!(" where id = $1 for update", id.as_uuid()).fetch_one(db).await?;
    row.try_into()
}

/// The proposal as it stands.
pub async fn one(db: &mut PgConnection, id: ChangeId) -> sqlx::Result<Change> {
    let row = select!(" where id = $1", id.as_uuid()).fetch_one(db).await?;
    row.try_into()
}

/// Every proposal.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Change>> {
    let rows = select!("").fetch_all(db).await?;
    rows.into_iter().map(Change::try_from).collect()
}

/// A page of proposals of an area, newest first.
pub async fn page(
    db: &PgPool,
    area: Area,
    state: Option<ChangeState>,
    before: Option<ChangeId>,
    limit: i64,
) -> sqlx::Result<Vec<Change>> {
    let (first, last) = area.range();
    let rows = select!(
        r#"
            where area between $1 and $2
              and ($3::text is null or state = $3)
              and ($4::uuid is null or id < $4)
            order by id desc
            limit $5"#,
        first.to_string(),
        last.to_string(),
        state.map(ChangeState::code),
        before.map(|id| id.as_uuid()),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Change::try_from).collect()
}

/// How many proposals of an area a list has.
pub async fn count(db: &PgPool, area: Area, state: Option<ChangeState>) -> sqlx::Result<i64> {
    let (first, last) = area.range();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from change where area between $1 and $2 and ($3::text is null or state = $3)"#,
        first.to_string(),
        last.to_string(),
        state.map(ChangeState::code)
    )
    .fetch_one(db)
    .await
}

/// How many proposals wait for somebody else than this officer.
pub async fn pending_count(db: &PgPool, area: Area, officer: AccountId) -> sqlx::Result<i64> {
    let (first, last) = area.range();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from change where area between $1 and $2 and state = 'pending' and author_id <> $3"#,
        first.to_string(),
        last.to_string(),
        officer.as_uuid()
    )
    .fetch_one(db)
    .await
}

/// The open proposal about an expert, if there is one.
pub async fn open_of(db: &mut PgConnection, expert: ExpertId) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("select id from change where expert_id = $1 and state = 'pending'", expert.as_uuid())
        .fetch_optional(db)
        .await
}

pub async fn insert(db: &mut PgConnection, change: &Change) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into change (id, kind, expert_id, area, base_version, proposed_sealed, reason_sealed, state, author_id,
                  version, entry_id, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)"#,
        change.id.as_uuid(),
        change.kind.code(),
        change.expert_id.map(|id| id.as_uuid()),
        change.area.to_string(),
        change.base_version,
        change.proposed_sealed,
        change.reason_sealed,
        change.state.code(),
        change.author_id.as_uuid(),
        change.entry.as_uuid(),
        change.created_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes the decision, and for an addition the expert that came of it.
pub async fn decide(db: &mut PgConnection, change: &Change) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update change
              set state = $2, decided_by = $3, decided_at = $4, decision_reason_sealed = $5, expert_id = $6, entry_id = $7,
                  version = $8, difference_sealed = $9
            where id = $1"#,
        change.id.as_uuid(),
        change.state.code(),
        change.decided_by.map(|id| id.as_uuid()),
        change.decided_at.map(|at| at.to_sqlx()) as Option<Ts>,
        change.decision_reason_sealed,
        change.expert_id.map(|id| id.as_uuid()),
        change.entry.as_uuid(),
        change.version,
        change.difference_sealed
    )
    .execute(db)
    .await?;
    Ok(())
}

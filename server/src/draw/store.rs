//! Statements on draws, their public statements, pools and rounds.

use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::area::Area;
use rules::id::{AccountId, DrawId, EntryId, ProjectId, RequestId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A draw as stored.
#[derive(Clone)]
pub struct Stored {
    pub id: DrawId,
    pub hash: Vec<u8>,
    pub request: RequestId,
    pub project: ProjectId,
    pub lot_blind: Vec<u8>,
    pub attempt: i32,
    pub area: Area,
    pub operator: AccountId,
    /// The text of pack.txt.
    pub pack: String,
    pub registry: EntryId,
    pub salt_sealed: Vec<u8>,
    pub starts_at: Timestamp,
    pub gather_at: Timestamp,
    pub list_ends_at: Timestamp,
    pub answer_secs: i32,
    pub grace_secs: i32,
    pub closed: bool,
    pub opened_at: Timestamp,
}

impl Stored {
    /// Until when a holder who has not arrived is waited for.
    pub fn waits_until(&self) -> Timestamp {
        let grace = SignedDuration::from_secs(i64::from(self.grace_secs));
        self.gather_at.saturating_add(grace).expect("a duration in seconds is added")
    }
}

struct Row {
    id: Uuid,
    hash: Vec<u8>,
    request_id: Uuid,
    project_id: Uuid,
    lot_blind: Vec<u8>,
    attempt: i32,
    area: String,
    operator_id: Uuid,
    pack: String,
    registry_id: Uuid,
    salt_sealed: Vec<u8>,
    starts_at: Ts,
    gather_at: Ts,
    list_ends_at: Ts,
    answer_secs: i32,
    grace_secs: i32,
    closed: bool,
    opened_at: Ts,
}

impl TryFrom<Row> for Stored {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: DrawId::from_uuid(row.id),
            hash: row.hash,
            request: RequestId::from_uuid(row.request_id),
            project: ProjectId::from_uuid(row.project_id),
            lot_blind: row.lot_blind,
            attempt: row.attempt,
            area: row.area.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            operator: AccountId::from_uuid(row.operator_id),
            pack: row.pack,
            registry: EntryId::from_uuid(row.registry_id),
            salt_sealed: row.salt_sealed,
            starts_at: row.starts_at.to_jiff(),
            gather_at: row.gather_at.to_jiff(),
            list_ends_at: row.list_ends_at.to_jiff(),
            answer_secs: row.answer_secs,
            grace_secs: row.grace_secs,
            closed: row.closed,
            opened_at: row.opened_at.to_jiff(),
        })
    }
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, hash, request_id, project_id, lot_blind, attempt, area, operator_id, pack, registry_id, salt_sealed,
                      starts_at as "starts_at: Ts", gather_at as "gather_at: Ts", list_ends_at as "list_ends_at: Ts",
                      answer_secs, grace_secs, closed, opened_at as "opened_at: Ts"
                 from draw"# + $tail
            $(, $argument)*
        )
    };
}

/// The draw, locked for a step.
pub async fn lock(db: &mut PgConnection, id: DrawId) -> sqlx::Result<Stored> {
    select!(" where id = $1 for update", id.as_uuid()).fetch_one(db).await?.try_into()
}

/// The draw as it stands.
pub async fn one(db: &mut PgConnection, id: DrawId) -> sqlx::Result<Stored> {
    select!(" where id = $1", id.as_uuid()).fetch_one(db).await?.try_into()
}

/// The draws of a lot, by attempt.
pub async fn of_lot(db: &mut PgConnection, project: ProjectId, lot_blind: &[u8]) -> sqlx::Result<Vec<Stored>> {
    let rows = select!(" where project_id = $1 and lot_blind = $2 order by attempt", project.as_uuid(), lot_blind);
    rows.fetch_all(db).await?.into_iter().map(Stored::try_from).collect()
}

/// A page of the draws of an area, newest first.
pub async fn page(db: &PgPool, area: Area, before: Option<DrawId>, limit: i64) -> sqlx::Result<Vec<Stored>> {
    let (first, last) = area.range();
    let rows = select!(
        r#"
            where area between $1 and $2 and ($3::uuid is null or id < $3)
            order by id desc
            limit $4"#,
        first.to_string(),
        last.to_string(),
        before.map(|id| id.as_uuid()),
        limit
    );
    rows.fetch_all(db).await?.into_iter().map(Stored::try_from).collect()
}

/// Draws in which something may still happen.
pub async fn going(db: &PgPool) -> sqlx::Result<Vec<DrawId>> {
    let ids = sqlx::query_scalar!("select id from draw where not closed order by id").fetch_all(db).await?;
    Ok(ids.into_iter().map(DrawId::from_uuid).collect())
}

pub async fn insert(db: &mut PgConnection, draw: &Stored) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into draw (id, hash, request_id, project_id, lot_blind, attempt, area, operator_id, pack, registry_id,
                  salt_sealed, starts_at, gather_at, list_ends_at, answer_secs, grace_secs, closed, opened_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"#,
        draw.id.as_uuid(),
        draw.hash,
        draw.request.as_uuid(),
        draw.project.as_uuid(),
        draw.lot_blind,
        draw.attempt,
        draw.area.to_string(),
        draw.operator.as_uuid(),
        draw.pack,
        draw.registry.as_uuid(),
        draw.salt_sealed,
        draw.starts_at.to_sqlx() as Ts,
        draw.gather_at.to_sqlx() as Ts,
        draw.list_ends_at.to_sqlx() as Ts,
        draw.answer_secs,
        draw.grace_secs,
        draw.closed,
        draw.opened_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Nothing more happens to the draw.
pub async fn close(db: &mut PgConnection, id: DrawId) -> sqlx::Result<()> {
    sqlx::query!("update draw set closed = true where id = $1", id.as_uuid()).execute(db).await?;
    Ok(())
}

/// A statement of a draw as stored.
pub struct StatementRow {
    pub place: i32,
    pub entry_id: Uuid,
    pub index: Option<i64>,
    pub leaf: Vec<u8>,
    pub proof: Option<String>,
    pub recorded_at: Ts,
    pub cosigned_at: Option<Ts>,
}

/// Context and statements of a draw, in order.
pub async fn statements(db: &mut PgConnection, id: DrawId) -> sqlx::Result<Vec<StatementRow>> {
    sqlx::query_as!(
        StatementRow,
        r#"select s.place, s.entry_id, e.index, e.leaf, s.proof, e.recorded_at as "recorded_at: Ts",
                  s.cosigned_at as "cosigned_at: Ts"
             from draw_statement s
             join ledger_entry e on e.id = s.entry_id
            where s.draw_id = $1
            order by s.place"#,
        id.as_uuid()
    )
    .fetch_all(db)
    .await
}

/// Puts a statement at its place; 23505 when the place is taken or the one before is not cosigned.
pub async fn insert_statement(
    db: &mut PgConnection,
    id: DrawId,
    (place, entry): (i32, EntryId),
    proof: Option<(&str, Timestamp)>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into draw_statement (draw_id, place, entry_id, proof, cosigned_at) values ($1, $2, $3, $4, $5)",
        id.as_uuid(),
        place,
        entry.as_uuid(),
        proof.map(|(text, _)| text),
        proof.map(|(_, at)| at.to_sqlx()) as Option<Ts>
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps the proof of a statement; the first one stays.
pub async fn keep_proof(
    db: &mut PgConnection,
    id: DrawId,
    place: i32,
    (proof, cosigned_at): (&str, Timestamp),
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update draw_statement
              set proof = $3, cosigned_at = $4
            where draw_id = $1 and place = $2 and proof is null"#,
        id.as_uuid(),
        place,
        proof,
        cosigned_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a draw has committed to.
pub struct PoolRow {
    pub pool: Vec<u8>,
    pub counts: String,
    pub bidder_counts_sealed: Vec<u8>,
    pub people_sealed: Vec<u8>,
}

pub async fn insert_pool(db: &mut PgConnection, id: DrawId, row: &PoolRow) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into draw_pool (draw_id, pool, counts, bidder_counts_sealed, people_sealed)
           values ($1, $2, $3, $4, $5)"#,
        id.as_uuid(),
        row.pool,
        row.counts,
        row.bidder_counts_sealed,
        row.people_sealed
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn pool(db: &mut PgConnection, id: DrawId) -> sqlx::Result<Option<PoolRow>> {
    sqlx::query_as!(
        PoolRow,
        "select pool, counts, bidder_counts_sealed, people_sealed from draw_pool where draw_id = $1",
        id.as_uuid()
    )
    .fetch_optional(db)
    .await
}

/// The sealed salts of the rounds, in their order.
pub async fn round_salts(db: &mut PgConnection, id: DrawId) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar!("select salt_sealed from draw_round where draw_id = $1 order by round", id.as_uuid())
        .fetch_all(db)
        .await
}

pub async fn insert_round(db: &mut PgConnection, id: DrawId, round: i32, salt_sealed: &[u8]) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into draw_round (draw_id, round, salt_sealed) values ($1, $2, $3)",
        id.as_uuid(),
        round,
        salt_sealed
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps the sealed document with which a draw was cancelled.
pub async fn keep_document(db: &mut PgConnection, id: DrawId, sealed: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("update draw set document_sealed = $2 where id = $1", id.as_uuid(), sealed).execute(db).await?;
    Ok(())
}

/// Something happens again in a draw that was over: a round after unsealing.
pub async fn reopen(db: &mut PgConnection, id: DrawId) -> sqlx::Result<()> {
    sqlx::query!("update draw set closed = false where id = $1", id.as_uuid()).execute(db).await?;
    Ok(())
}

/// A statement that waits for signatures.
#[derive(Clone)]
pub struct WantedRow {
    pub body: String,
    pub lines: Option<String>,
    /// What is done with it, sealed; none for a cancellation.
    pub plan_sealed: Option<Vec<u8>>,
}

/// What waits for signatures in a draw.
pub async fn wanted(db: &mut PgConnection, id: DrawId) -> sqlx::Result<Vec<WantedRow>> {
    sqlx::query_as!(
        WantedRow,
        "select body, lines, plan_sealed from draw_wanted where draw_id = $1 order by asked_at, body",
        id.as_uuid()
    )
    .fetch_all(db)
    .await
}

/// Asks for signatures; 23505 when they are asked for already.
pub async fn want(
    db: &mut PgConnection,
    id: DrawId,
    (body, plan_sealed): (&str, Option<&[u8]>),
    at: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into draw_wanted (draw_id, body, plan_sealed, asked_at) values ($1, $2, $3, $4)",
        id.as_uuid(),
        body,
        plan_sealed,
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps signatures that have come.
pub async fn keep_lines(db: &mut PgConnection, id: DrawId, row: &WantedRow) -> sqlx::Result<()> {
    sqlx::query!(
        "update draw_wanted set lines = $3 where draw_id = $1 and body = $2",
        id.as_uuid(),
        row.body,
        row.lines
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Nothing waits for signatures any more.
pub async fn end_wanted(db: &mut PgConnection, id: DrawId) -> sqlx::Result<()> {
    sqlx::query!("delete from draw_wanted where draw_id = $1", id.as_uuid()).execute(db).await?;
    Ok(())
}

//! Statements on pairs of units that may be one.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::id::{AccountId, EntryId, NearId, UnitId};
use rules::unit::model::NearState;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A pair as stored; the left id is the smaller one.
#[derive(Clone, Debug)]
pub struct Pair {
    pub id: NearId,
    pub left_id: UnitId,
    pub right_id: UnitId,
    pub score: i32,
    /// `[{kind, left, right}]`.
    pub evidence: serde_json::Value,
    pub state: NearState,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
    pub reason: Option<String>,
    /// The entry that vouches for it.
    pub entry: EntryId,
}

struct Row {
    id: Uuid,
    left_id: Uuid,
    right_id: Uuid,
    score: i32,
    evidence: serde_json::Value,
    state: String,
    decided_by: Option<Uuid>,
    decided_at: Option<Ts>,
    reason: Option<String>,
    entry_id: Uuid,
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, left_id, right_id, score, evidence, state, decided_by, decided_at as "decided_at: Ts", reason,
                      entry_id
                 from near"# + $tail
            $(, $argument)*
        )
    };
}

impl TryFrom<Row> for Pair {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: NearId::from_uuid(row.id),
            left_id: UnitId::from_uuid(row.left_id),
            right_id: UnitId::from_uuid(row.right_id),
            score: row.score,
            evidence: row.evidence,
            state: row.state.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            decided_by: row.decided_by.map(AccountId::from_uuid),
            decided_at: row.decided_at.map(Ts::to_jiff),
            reason: row.reason,
            entry: EntryId::from_uuid(row.entry_id),
        })
    }
}

/// A pair of units that share a block or a name and were not compared before; the first is one of those asked for.
pub struct Candidate {
    pub unit_id: Uuid,
    pub other_id: Uuid,
}

/// What is compared of a unit.
pub struct FactsRow {
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub area: Option<String>,
    pub other_names: Vec<String>,
    /// Blind indexes of the officers' ids, else of their names.
    pub officers: Vec<Vec<u8>>,
}

/// Whom to compare `ids` with. Blocks that more than `crowd` units share tell nobody apart and are passed over.
pub async fn candidates(db: &mut PgConnection, ids: &[Uuid], crowd: i64) -> sqlx::Result<Vec<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"with mine as (
             select block, unit_id from unit_block where unit_id = any($1)
           ), crowded as (
             select block from unit_block
              where block in (select block from mine)
              group by block having count(*) > $2
           ), pair as (
             select mine.unit_id, other.unit_id as other_id
               from mine
               join unit_block other on other.block = mine.block and other.unit_id <> mine.unit_id
               join unit u on u.id = mine.unit_id
               join unit o on o.id = other.unit_id
              where mine.block not in (select block from crowded)
                and u.state <> 'merged' and o.state <> 'merged' and (u.code is null or o.code is null)
              union
             select u.id, o.id
               from unit u
               join unit o on o.name_key = u.name_key and o.id <> u.id
              where u.id = any($1) and u.state <> 'merged' and o.state <> 'merged'
           )
           select pair.unit_id as "unit_id!", pair.other_id as "other_id!"
             from pair
            where not exists (select 1 from near
                               where near.left_id = least(pair.unit_id, pair.other_id)
                                 and near.right_id = greatest(pair.unit_id, pair.other_id))"#,
        ids,
        crowd
    )
    .fetch_all(db)
    .await
}

/// What is compared of these units.
pub async fn facts(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<FactsRow>> {
    sqlx::query_as!(
        FactsRow,
        r#"select u.id, u.code, u.name, u.area,
                  array(select n.name from unit_name n where n.unit_id = u.id order by n.name_key) as "other_names!",
                  array(select coalesce(o.id_number_blind, o.name_blind)
                          from unit_officer o where o.unit_id = u.id) as "officers!"
             from unit u
            where u.id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

/// Inserts open pairs, each with the entry that it names.
pub async fn insert(db: &mut PgConnection, pairs: &[Pair], at: Timestamp) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = pairs.iter().map(|pair| pair.id.as_uuid()).collect();
    let left: Vec<Uuid> = pairs.iter().map(|pair| pair.left_id.as_uuid()).collect();
    let right: Vec<Uuid> = pairs.iter().map(|pair| pair.right_id.as_uuid()).collect();
    let scores: Vec<i32> = pairs.iter().map(|pair| pair.score).collect();
    let evidence: Vec<String> = pairs.iter().map(|pair| pair.evidence.to_string()).collect();
    let states: Vec<String> = pairs.iter().map(|pair| pair.state.code().to_owned()).collect();
    let entries: Vec<Uuid> = pairs.iter().map(|pair| pair.entry.as_uuid()).collect();
    sqlx::query!(
        "insert into near (id, left_id, right_id, score, evidence, state, entry_id, created_at)
         select id, left_id, right_id, score, evidence::jsonb, state, entry_id, $8
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::uuid[])
             as t (id, left_id, right_id, score, evidence, state, entry_id)",
        &ids,
        &left,
        &right,
        &scores,
        &evidence,
        &states,
        &entries,
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A pair, locked for its decision.
pub async fn lock(db: &mut PgConnection, id: NearId) -> sqlx::Result<Pair> {
    select!(" where id = $1 for update", id.as_uuid()).fetch_one(db).await?.try_into()
}

/// Open pairs of a unit, locked.
pub async fn lock_open_of(db: &mut PgConnection, unit: UnitId) -> sqlx::Result<Vec<Pair>> {
    let rows = select!(
        " where (left_id = $1 or right_id = $1) and state = 'open'
          order by id
            for update",
        unit.as_uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Pair::try_from).collect()
}

/// Writes what was decided.
pub async fn save(db: &mut PgConnection, pair: &Pair) -> sqlx::Result<()> {
    sqlx::query!(
        "update near
            set state = $2, decided_by = $3, decided_at = $4, reason = $5, entry_id = $6
          where id = $1",
        pair.id.as_uuid(),
        pair.state.code(),
        pair.decided_by.map(|id| id.as_uuid()),
        pair.decided_at.map(|at| at.to_sqlx()) as Option<Ts>,
        pair.reason.as_deref(),
        pair.entry.as_uuid()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All pairs, for the comparison with the ledger.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Pair>> {
    let rows = select!(" order by id").fetch_all(db).await?;
    rows.into_iter().map(Pair::try_from).collect()
}

/// Pairs in a state, the most alike first, after a pair of that list.
pub async fn page(db: &PgPool, state: NearState, after: Option<(i32, Uuid)>, limit: i64) -> sqlx::Result<Vec<Pair>> {
    let (score, id) = after.map_or((None, None), |(score, id)| (Some(score), Some(id)));
    let rows = select!(
        " where state = $1 and ($2::integer is null or score < $2 or (score = $2 and id > $3))
          order by score desc, id
          limit $4",
        state.code(),
        score,
        id,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Pair::try_from).collect()
}

/// Pairs of a unit, open ones first.
pub async fn of_unit(db: &PgPool, unit: UnitId) -> sqlx::Result<Vec<Pair>> {
    let rows = select!(
        " where left_id = $1 or right_id = $1
          order by (state = 'open') desc, score desc, id
          limit 100",
        unit.as_uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Pair::try_from).collect()
}

/// How many pairs are in a state.
pub async fn count(db: &PgPool, state: NearState) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from near where state = $1"#, state.code()).fetch_one(db).await
}

/// How many open pairs touch these units, and how many of the units wait to be resolved without being in such a pair.
pub async fn touching_count(db: &mut PgConnection, units: &[Uuid]) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select (select count(*) from near where state = 'open' and (left_id = any($1) or right_id = any($1)))
                + (select count(*)
                     from unit u
                    where u.id = any($1)
                      and u.state = 'to_resolve'
                      and not exists (select 1 from near n where n.state = 'open' and u.id in (n.left_id, n.right_id))) as "count!""#,
        units
    )
    .fetch_one(db)
    .await
}

/// How many pairs wait for a decision.
pub async fn open_count(db: &PgPool) -> sqlx::Result<i64> {
    count(db, NearState::Open).await
}

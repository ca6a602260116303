//! Statements on those who were drawn.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use proof::hash::Hash;
use rules::draw::answer::{Answer, Asked, Reason};
use rules::draw::callout;
use rules::id::{DrawId, EntryId};
use sqlx::PgConnection;
use uuid::Uuid;

/// A seat's holder as stored.
#[derive(Clone)]
pub struct Stored {
    pub token: Hash,
    pub draw: DrawId,
    pub seat: u8,
    pub round: i32,
    pub answer: Answer,
    pub reason: Option<Reason>,
    pub drawn_at: Timestamp,
    pub until_at: Timestamp,
    pub identified_at: Option<Timestamp>,
    pub wrong_count: u8,
    pub answered_at: Option<Timestamp>,
    pub arrived_at: Option<Timestamp>,
    pub left_round: Option<i32>,
    pub version: i32,
    /// The entry that vouches for it.
    pub entry: EntryId,
}

impl Stored {
    /// As rounds look at it.
    pub fn seen(&self) -> callout::Callee {
        callout::Callee {
            seat: self.seat,
            answer: self.answer,
            until: self.until_at,
            answered_at: self.answered_at,
            has_left: self.left_round.is_some(),
        }
    }

    /// As answers look at it.
    pub fn asked(&self) -> Asked {
        Asked {
            answer: self.answer,
            until: self.until_at,
            is_identified: self.identified_at.is_some(),
            wrong_count: self.wrong_count,
        }
    }

    /// Whether the answer is still to come.
    pub fn is_open(&self) -> bool {
        self.answer == Answer::Open && self.left_round.is_none()
    }
}

struct Row {
    token: Vec<u8>,
    draw_id: Uuid,
    seat: i16,
    round: i32,
    answer: String,
    reason: Option<String>,
    drawn_at: Ts,
    until_at: Ts,
    identified_at: Option<Ts>,
    wrong_count: i16,
    answered_at: Option<Ts>,
    arrived_at: Option<Ts>,
    left_round: Option<i32>,
    version: i32,
    entry_id: Uuid,
}

impl TryFrom<Row> for Stored {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        let wrong = || sqlx::Error::Decode("a value of a callee's row".into());
        let reason = row.reason.map(|word| word.parse::<Reason>().map_err(|_| wrong())).transpose()?;
        Ok(Self {
            token: Hash(row.token.try_into().map_err(|_| wrong())?),
            draw: DrawId::from_uuid(row.draw_id),
            seat: u8::try_from(row.seat).map_err(|_| wrong())?,
            round: row.round,
            answer: row.answer.parse().map_err(|_| wrong())?,
            reason,
            drawn_at: row.drawn_at.to_jiff(),
            until_at: row.until_at.to_jiff(),
            identified_at: row.identified_at.map(|at| at.to_jiff()),
            wrong_count: u8::try_from(row.wrong_count).map_err(|_| wrong())?,
            answered_at: row.answered_at.map(|at| at.to_jiff()),
            arrived_at: row.arrived_at.map(|at| at.to_jiff()),
            left_round: row.left_round,
            version: row.version,
            entry: EntryId::from_uuid(row.entry_id),
        })
    }
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select token, draw_id, seat, round, answer, reason, drawn_at as "drawn_at: Ts", until_at as "until_at: Ts",
                      identified_at as "identified_at: Ts", wrong_count, answered_at as "answered_at: Ts",
                      arrived_at as "arrived_at: Ts", left_round, version, entry_id
                 from callee"# + $tail
            $(, $argument)*
        )
    };
}

/// Everybody who was drawn in a draw.
pub async fn of_draw(db: &mut PgConnection, draw: DrawId) -> sqlx::Result<Vec<Stored>> {
    let rows = select!(" where draw_id = $1 order by seat, round", draw.as_uuid()).fetch_all(db).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// The same, locked for a round.
pub async fn lock_draw(db: &mut PgConnection, draw: DrawId) -> sqlx::Result<Vec<Stored>> {
    let rows = select!(" where draw_id = $1 order by seat, round for update", draw.as_uuid()).fetch_all(db).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// One seat's holder, locked for an answer.
pub async fn lock(db: &mut PgConnection, token: &Hash) -> sqlx::Result<Option<Stored>> {
    let row = select!(" where token = $1 for update", &token.0[..]).fetch_optional(db).await?;
    row.map(Stored::try_from).transpose()
}

/// Holders by their tokens.
pub async fn by_tokens(db: &mut PgConnection, tokens: &[Vec<u8>]) -> sqlx::Result<Vec<Stored>> {
    let rows = select!(" where token = any($1) order by drawn_at", tokens).fetch_all(db).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// Every holder, for the comparison with the ledger.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Stored>> {
    let rows = select!(" order by token").fetch_all(db).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

pub async fn insert(db: &mut PgConnection, one: &Stored) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into callee (token, draw_id, seat, round, answer, drawn_at, until_at, wrong_count, version, entry_id)
           values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)"#,
        &one.token.0[..],
        one.draw.as_uuid(),
        i16::from(one.seat),
        one.round,
        one.answer.code(),
        one.drawn_at.to_sqlx() as Ts,
        one.until_at.to_sqlx() as Ts,
        one.version,
        one.entry.as_uuid()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes what the ledger vouches for.
pub async fn save(db: &mut PgConnection, one: &Stored) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update callee
              set answer = $2, reason = $3, identified_at = $4, wrong_count = $5, answered_at = $6, arrived_at = $7,
                  left_round = $8, version = $9, entry_id = $10
            where token = $1"#,
        &one.token.0[..],
        one.answer.code(),
        one.reason.map(Reason::code),
        one.identified_at.map(|at| at.to_sqlx()) as Option<Ts>,
        i16::from(one.wrong_count),
        one.answered_at.map(|at| at.to_sqlx()) as Option<Ts>,
        one.arrived_at.map(|at| at.to_sqlx()) as Option<Ts>,
        one.left_round,
        one.version,
        one.entry.as_uuid()
    )
    .execute(db)
    .await?;
    Ok(())
}

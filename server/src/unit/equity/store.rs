//! Statements on shareholdings.

use jiff_sqlx::{Date, ToSqlx as _};
use sqlx::PgPool;
use uuid::Uuid;

/// A stake that stands on the day.
pub struct StakeRow {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub holder_kind: String,
    pub holder_unit_id: Option<Uuid>,
    pub holder_name_sealed: Option<Vec<u8>>,
    pub holder_id_number_blind: Option<Vec<u8>>,
    /// Percent as text, exact.
    pub share: String,
    pub control: bool,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
}

/// Stakes in these units and stakes that they hold, the largest first.
pub async fn around(db: &PgPool, units: &[Uuid], day: jiff::civil::Date, limit: i64) -> sqlx::Result<Vec<StakeRow>> {
    sqlx::query_as!(
        StakeRow,
        r#"select id, unit_id, holder_kind, holder_unit_id, holder_name_sealed, holder_id_number_blind,
                  share::text as "share!", control, from_on as "from_on: Date", until_on as "until_on: Date"
             from equity
            where (unit_id = any($1) or holder_unit_id = any($1))
              and (from_on is null or from_on <= $2) and (until_on is null or until_on >= $2)
            order by share desc, id
            limit $3"#,
        units,
        day.to_sqlx() as Date,
        limit
    )
    .fetch_all(db)
    .await
}

/// Stakes of persons with one of these ids in other units, on the day.
pub async fn of_persons(
    db: &PgPool,
    persons: &[Vec<u8>],
    day: jiff::civil::Date,
    limit: i64,
) -> sqlx::Result<Vec<StakeRow>> {
    sqlx::query_as!(
        StakeRow,
        r#"select id, unit_id, holder_kind, holder_unit_id, holder_name_sealed, holder_id_number_blind,
                  share::text as "share!", control, from_on as "from_on: Date", until_on as "until_on: Date"
             from equity
            where holder_id_number_blind = any($1)
              and (from_on is null or from_on <= $2) and (until_on is null or until_on >= $2)
            order by share desc, id
            limit $3"#,
        persons,
        day.to_sqlx() as Date,
        limit
    )
    .fetch_all(db)
    .await
}

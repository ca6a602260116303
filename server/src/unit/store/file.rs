//! Whole files of units, as they are stored: what is sealed stays sealed.

use jiff_sqlx::Date;
use sqlx::PgConnection;
use uuid::Uuid;

/// The unit's own row.
pub struct UnitRow {
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub name_key: String,
    pub kind: String,
    pub area: Option<String>,
    pub branch_of: Option<Uuid>,
    pub state: String,
    pub merged_into: Option<Uuid>,
    pub version: i32,
    pub entry_id: Uuid,
}

/// A former name or alias.
pub struct NameRow {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub name: String,
    pub name_key: String,
    pub kind: String,
}

/// An officer.
pub struct OfficerRow {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub role: String,
    pub name_sealed: Vec<u8>,
    pub name_blind: Vec<u8>,
    pub id_number_sealed: Option<Vec<u8>>,
    pub id_number_blind: Option<Vec<u8>>,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

/// A stake in the unit.
pub struct StakeRow {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub holder_kind: String,
    pub holder_unit_id: Option<Uuid>,
    pub holder_name_sealed: Option<Vec<u8>>,
    pub holder_id_number_sealed: Option<Vec<u8>>,
    pub holder_id_number_blind: Option<Vec<u8>>,
    /// Percent as text, exact.
    pub share: String,
    pub control: bool,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
}

/// Rows of units, locked for a change in the order of their ids.
pub async fn lock(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<UnitRow>> {
    sqlx::query_as!(
        UnitRow,
        "select id, code, name, name_key, kind, area, branch_of, state, merged_into, version, entry_id
           from unit
          where id = any($1)
          order by id
            for update",
        ids
    )
    .fetch_all(db)
    .await
}

/// Rows of units after an id, in the order of their ids.
pub async fn after(db: &mut PgConnection, id: Uuid, limit: i64) -> sqlx::Result<Vec<UnitRow>> {
    sqlx::query_as!(
        UnitRow,
        "select id, code, name, name_key, kind, area, branch_of, state, merged_into, version, entry_id
           from unit
          where id > $1
          order by id
          limit $2",
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Further names of units.
pub async fn names(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<NameRow>> {
    sqlx::query_as!(NameRow, "select id, unit_id, name, name_key, kind from unit_name where unit_id = any($1)", ids)
        .fetch_all(db)
        .await
}

/// Officers of units.
pub async fn officers(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<OfficerRow>> {
    sqlx::query_as!(
        OfficerRow,
        r#"select id, unit_id, role, name_sealed, name_blind, id_number_sealed, id_number_blind,
                  from_on as "from_on: Date", until_on as "until_on: Date"
             from unit_officer
            where unit_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

/// Stakes in units.
pub async fn stakes(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<StakeRow>> {
    sqlx::query_as!(
        StakeRow,
        r#"select id, unit_id, holder_kind, holder_unit_id, holder_name_sealed, holder_id_number_sealed,
                  holder_id_number_blind, share::text as "share!", control, from_on as "from_on: Date", until_on as "until_on: Date"
             from equity
            where unit_id = any($1)"#,
        ids
    )
    .fetch_all(db)
    .await
}

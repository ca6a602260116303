//! Writing units and their facts, many at once.

use jiff::Timestamp;
use jiff_sqlx::{Date, Timestamp as Ts, ToSqlx as _};
use sqlx::PgConnection;
use uuid::Uuid;

/// A unit's own row, to be written.
pub struct UnitWrite {
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub name_key: String,
    pub kind: &'static str,
    pub area: Option<String>,
    pub branch_of: Option<Uuid>,
    pub state: &'static str,
    pub merged_into: Option<Uuid>,
    pub version: i32,
    pub entry_id: Uuid,
}

/// A further name, to be inserted.
pub struct NameWrite {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub name: String,
    pub name_key: String,
    pub kind: &'static str,
}

/// An officer, to be inserted.
pub struct OfficerWrite {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub role: &'static str,
    pub name_sealed: Vec<u8>,
    pub name_blind: Vec<u8>,
    pub id_number_sealed: Option<Vec<u8>>,
    pub id_number_blind: Option<Vec<u8>>,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

/// A stake, to be inserted.
pub struct StakeWrite {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub holder_kind: &'static str,
    pub holder_unit_id: Option<Uuid>,
    pub holder_name_sealed: Option<Vec<u8>>,
    pub holder_id_number_sealed: Option<Vec<u8>>,
    pub holder_id_number_blind: Option<Vec<u8>>,
    pub share: String,
    pub control: bool,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
}

/// Inserts units. All of them in one statement, because they may refer to each other.
pub async fn insert_units(db: &mut PgConnection, rows: &[UnitWrite], at: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into unit (id, code, name, name_key, kind, area, branch_of, state, merged_into, version, entry_id,
                           created_at, updated_at)
         select id, code, name, name_key, kind, area, branch_of, state, merged_into, version, entry_id, $12, $12
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[],
                       $9::uuid[], $10::integer[], $11::uuid[])
             as t (id, code, name, name_key, kind, area, branch_of, state, merged_into, version, entry_id)",
        &all(rows, |row| row.id),
        &all(rows, |row| row.code.clone()) as &[Option<String>],
        &all(rows, |row| row.name.clone()),
        &all(rows, |row| row.name_key.clone()),
        &all(rows, |row| row.kind.to_owned()),
        &all(rows, |row| row.area.clone()) as &[Option<String>],
        &all(rows, |row| row.branch_of) as &[Option<Uuid>],
        &all(rows, |row| row.state.to_owned()),
        &all(rows, |row| row.merged_into) as &[Option<Uuid>],
        &all(rows, |row| row.version),
        &all(rows, |row| row.entry_id),
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes units that are there already.
pub async fn update_units(db: &mut PgConnection, rows: &[UnitWrite], at: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "update unit
            set code = t.code, name = t.name, name_key = t.name_key, kind = t.kind, area = t.area,
                branch_of = t.branch_of, state = t.state, merged_into = t.merged_into, version = t.version,
                entry_id = t.entry_id, updated_at = $12
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[],
                       $9::uuid[], $10::integer[], $11::uuid[])
             as t (id, code, name, name_key, kind, area, branch_of, state, merged_into, version, entry_id)
          where unit.id = t.id",
        &all(rows, |row| row.id),
        &all(rows, |row| row.code.clone()) as &[Option<String>],
        &all(rows, |row| row.name.clone()),
        &all(rows, |row| row.name_key.clone()),
        &all(rows, |row| row.kind.to_owned()),
        &all(rows, |row| row.area.clone()) as &[Option<String>],
        &all(rows, |row| row.branch_of) as &[Option<Uuid>],
        &all(rows, |row| row.state.to_owned()),
        &all(rows, |row| row.merged_into) as &[Option<Uuid>],
        &all(rows, |row| row.version),
        &all(rows, |row| row.entry_id),
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Inserts further names.
pub async fn insert_names(db: &mut PgConnection, rows: &[NameWrite]) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into unit_name (id, unit_id, name, name_key, kind)
         select id, unit_id, name, name_key, kind
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
             as t (id, unit_id, name, name_key, kind)",
        &all(rows, |row| row.id),
        &all(rows, |row| row.unit_id),
        &all(rows, |row| row.name.clone()),
        &all(rows, |row| row.name_key.clone()),
        &all(rows, |row| row.kind.to_owned())
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Inserts officers.
pub async fn insert_officers(db: &mut PgConnection, rows: &[OfficerWrite]) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into unit_officer (id, unit_id, role, name_sealed, name_blind, id_number_sealed, id_number_blind,
                                   from_on, until_on)
         select id, unit_id, role, name_sealed, name_blind, id_number_sealed, id_number_blind, from_on, until_on
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[],
                       $8::date[], $9::date[])
             as t (id, unit_id, role, name_sealed, name_blind, id_number_sealed, id_number_blind, from_on, until_on)",
        &all(rows, |row| row.id),
        &all(rows, |row| row.unit_id),
        &all(rows, |row| row.role.to_owned()),
        &all(rows, |row| row.name_sealed.clone()),
        &all(rows, |row| row.name_blind.clone()),
        &all(rows, |row| row.id_number_sealed.clone()) as &[Option<Vec<u8>>],
        &all(rows, |row| row.id_number_blind.clone()) as &[Option<Vec<u8>>],
        &all(rows, |row| row.from_on) as &[Date],
        &all(rows, |row| row.until_on) as &[Option<Date>]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Inserts stakes.
pub async fn insert_stakes(db: &mut PgConnection, rows: &[StakeWrite]) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into equity (id, unit_id, holder_kind, holder_unit_id, holder_name_sealed, holder_id_number_sealed,
                             holder_id_number_blind, share, control, from_on, until_on)
         select id, unit_id, holder_kind, holder_unit_id, holder_name_sealed, holder_id_number_sealed,
                holder_id_number_blind, share::numeric, control, from_on, until_on
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bytea[], $6::bytea[], $7::bytea[],
                       $8::text[], $9::boolean[], $10::date[], $11::date[])
             as t (id, unit_id, holder_kind, holder_unit_id, holder_name_sealed, holder_id_number_sealed,
                   holder_id_number_blind, share, control, from_on, until_on)",
        &all(rows, |row| row.id),
        &all(rows, |row| row.unit_id),
        &all(rows, |row| row.holder_kind.to_owned()),
        &all(rows, |row| row.holder_unit_id) as &[Option<Uuid>],
        &all(rows, |row| row.holder_name_sealed.clone()) as &[Option<Vec<u8>>],
        &all(rows, |row| row.holder_id_number_sealed.clone()) as &[Option<Vec<u8>>],
        &all(rows, |row| row.holder_id_number_blind.clone()) as &[Option<Vec<u8>>],
        &all(rows, |row| row.share.clone()),
        &all(rows, |row| row.control),
        &all(rows, |row| row.from_on) as &[Option<Date>],
        &all(rows, |row| row.until_on) as &[Option<Date>]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes facts that a file does not have any more; the ledger's digests of before still tell of them.
pub async fn remove_facts(
    db: &mut PgConnection,
    names: &[Uuid],
    officers: &[Uuid],
    stakes: &[Uuid],
) -> sqlx::Result<()> {
    sqlx::query!("delete from unit_name where id = any($1)", names).execute(&mut *db).await?;
    sqlx::query!("delete from unit_officer where id = any($1)", officers).execute(&mut *db).await?;
    sqlx::query!("delete from equity where id = any($1)", stakes).execute(db).await?;
    Ok(())
}

/// Puts other blocks and grams in the place of those that units had.
pub async fn replace_parts(
    db: &mut PgConnection,
    unit_ids: &[Uuid],
    blocks: &[(Uuid, String)],
    grams: &[(Uuid, String)],
) -> sqlx::Result<()> {
    sqlx::query!("delete from unit_block where unit_id = any($1)", unit_ids).execute(&mut *db).await?;
    sqlx::query!("delete from unit_gram where unit_id = any($1)", unit_ids).execute(&mut *db).await?;
    sqlx::query!(
        "insert into unit_block (block, unit_id)
         select block, unit_id
           from unnest($1::text[], $2::uuid[]) as t (block, unit_id)",
        &all(blocks, |(_, block)| block.clone()),
        &all(blocks, |(id, _)| *id)
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into unit_gram (gram, unit_id)
         select gram, unit_id
           from unnest($1::text[], $2::uuid[]) as t (gram, unit_id)",
        &all(grams, |(_, gram)| gram.clone()),
        &all(grams, |(id, _)| *id)
    )
    .execute(db)
    .await?;
    Ok(())
}

fn all<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

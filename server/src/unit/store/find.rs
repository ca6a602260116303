//! Finding units by code and by exact name.

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A unit as far as finding needs it.
#[derive(Clone, Debug)]
pub struct Hit {
    pub id: Uuid,
    pub code: Option<String>,
    pub name_key: String,
    pub state: String,
    pub merged_into: Option<Uuid>,
}

/// Serialises what makes units out of names or merges them, until the transaction ends.
pub async fn lock_register(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query_scalar!("select id from unit_register where id = 1 for update").fetch_one(db).await?;
    Ok(())
}

/// Units with one of these codes.
pub async fn by_codes(db: &mut PgConnection, codes: &[String]) -> sqlx::Result<Vec<Hit>> {
    sqlx::query_as!(Hit, "select id, code, name_key, state, merged_into from unit where code = any($1)", codes)
        .fetch_all(db)
        .await
}

/// Units whose present name has one of these keys.
pub async fn by_name_keys(db: &mut PgConnection, keys: &[String]) -> sqlx::Result<Vec<Hit>> {
    sqlx::query_as!(Hit, "select id, code, name_key, state, merged_into from unit where name_key = any($1)", keys)
        .fetch_all(db)
        .await
}

/// Units of which a former name or alias has one of these keys; the key is that of the name found.
pub async fn by_other_name_keys(db: &mut PgConnection, keys: &[String]) -> sqlx::Result<Vec<Hit>> {
    sqlx::query_as!(
        Hit,
        "select u.id, u.code, n.name_key, u.state, u.merged_into
           from unit_name n
           join unit u on u.id = n.unit_id
          where n.name_key = any($1)",
        keys
    )
    .fetch_all(db)
    .await
}

/// Units by their ids.
pub async fn by_ids(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<Hit>> {
    sqlx::query_as!(Hit, "select id, code, name_key, state, merged_into from unit where id = any($1)", ids)
        .fetch_all(db)
        .await
}

/// The unit with this code.
pub async fn by_code(db: &PgPool, code: &str) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("select id from unit where code = $1", code).fetch_optional(db).await
}

/// A unit in whose place another counts.
pub struct Successor {
    pub id: Uuid,
    pub next: Uuid,
}

/// Branches with their companies and merged units with their successors.
pub async fn successors(db: &mut PgConnection) -> sqlx::Result<Vec<Successor>> {
    sqlx::query_as!(
        Successor,
        r#"select id, coalesce(merged_into, branch_of) as "next!"
             from unit
            where merged_into is not null or branch_of is not null"#
    )
    .fetch_all(db)
    .await
}

/// How a unit is written.
pub struct LabelRow {
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub area: Option<String>,
}

/// Code, name and area of units.
pub async fn labels(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<LabelRow>> {
    sqlx::query_as!(LabelRow, "select id, code, name, area from unit where id = any($1)", ids).fetch_all(db).await
}

/// Units whose files name this unit: as a holder or as the company of a branch.
pub async fn naming(db: &mut PgConnection, unit: Uuid) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        r#"select unit_id as "id!" from equity where holder_unit_id = $1
           union select id from unit where branch_of = $1"#,
        unit
    )
    .fetch_all(db)
    .await
}

//! Statements that find experts by what only one of them has.

use sqlx::PgConnection;
use uuid::Uuid;

/// Who was found.
pub struct Row {
    pub id: Uuid,
    pub area: String,
}

/// Experts with one of these numbers.
pub async fn by_numbers(db: &mut PgConnection, numbers: &[String]) -> sqlx::Result<Vec<(String, Row)>> {
    let rows = sqlx::query!(r#"select id, area, number as "number!" from expert where number = any($1)"#, numbers)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.number, Row { id: row.id, area: row.area })).collect())
}

/// Experts with one of these identity numbers.
pub async fn by_id_numbers(db: &mut PgConnection, blinds: &[Vec<u8>]) -> sqlx::Result<Vec<(Vec<u8>, Row)>> {
    let rows = sqlx::query!("select id, area, id_number_blind from expert where id_number_blind = any($1)", blinds)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id_number_blind, Row { id: row.id, area: row.area })).collect())
}

//! Statements on experts by phone.

use sqlx::PgConnection;
use uuid::Uuid;

/// An expert with the phone asked for.
pub struct Row {
    pub id: Uuid,
    pub area: String,
    pub number: String,
    pub name_sealed: Vec<u8>,
}

/// At most two experts with this mobile: more than one is as good as none.
pub async fn by_phone(db: &mut PgConnection, phone_blind: &[u8]) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select id, area, number as "number!", name_sealed
             from expert
            where phone_blind = $1 and number is not null and state <> 'exited'
            limit 2"#,
        phone_blind
    )
    .fetch_all(db)
    .await
}

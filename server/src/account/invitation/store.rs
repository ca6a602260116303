//! Statements on invitations and on the set-up token.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::id::AccountId;
use sqlx::PgConnection;
use uuid::Uuid;

/// A link as stored.
pub struct Stored {
    pub id: Uuid,
    pub account_id: AccountId,
    pub second_factor_sealed: Vec<u8>,
    pub expires_at: Timestamp,
    pub used: bool,
}

/// A new link.
pub struct New {
    pub id: Uuid,
    pub account_id: AccountId,
    pub token_hash: [u8; 32],
    pub second_factor_sealed: Vec<u8>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

pub async fn insert(db: &mut PgConnection, new: &New) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into invitation (id, account_id, token_hash, second_factor_sealed, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6)"#,
        new.id,
        new.account_id.as_uuid(),
        &new.token_hash,
        new.second_factor_sealed,
        new.created_at.to_sqlx() as Ts,
        new.expires_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends the open links of an account.
pub async fn end_open(db: &mut PgConnection, account: AccountId, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "update invitation set used_at = $2 where account_id = $1 and used_at is null",
        account.as_uuid(),
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn lock(db: &mut PgConnection, token_hash: &[u8; 32]) -> sqlx::Result<Option<Stored>> {
    let row = sqlx::query!(
        r#"select id, account_id, second_factor_sealed, expires_at as "expires_at: Ts", used_at is not null as "used!"
             from invitation
            where token_hash = $1
              for update"#,
        token_hash
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Stored {
        id: row.id,
        account_id: AccountId::from_uuid(row.account_id),
        second_factor_sealed: row.second_factor_sealed,
        expires_at: row.expires_at.to_jiff(),
        used: row.used,
    }))
}

pub async fn mark_used(db: &mut PgConnection, id: Uuid, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!("update invitation set used_at = $2 where id = $1", id, now.to_sqlx() as Ts).execute(db).await?;
    Ok(())
}

/// A fact about the database itself.
pub async fn setting(db: &mut PgConnection, name: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where name = $1 for update", name).fetch_optional(db).await
}

/// Writes a fact about the database itself.
pub async fn set_setting(db: &mut PgConnection, name: &str, value: &str) -> sqlx::Result<()> {
    let updated = sqlx::query!("update setting set value = $2 where name = $1", name, value).execute(&mut *db).await?;
    if updated.rows_affected() == 0 {
        sqlx::query!("insert into setting (name, value) values ($1, $2)", name, value).execute(db).await?;
    }
    Ok(())
}

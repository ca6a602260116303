//! Statements on sign-ins, their tickets and the messages that carry one-time codes.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::id::{AccountId, SignInId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// First half of a sign-in.
pub struct Ticket {
    pub id: Uuid,
    pub account_id: Option<AccountId>,
    pub code_hash: Option<Vec<u8>>,
    pub tries: i32,
    pub expires_at: Timestamp,
    pub used: bool,
}

/// A new ticket.
pub struct NewTicket {
    pub id: Uuid,
    pub account_id: Option<AccountId>,
    pub token_hash: [u8; 32],
    pub kind: &'static str,
    pub code_hash: Option<[u8; 32]>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

pub async fn insert_ticket(db: &mut PgConnection, ticket: &NewTicket) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into sign_in_ticket (id, account_id, token_hash, kind, code_hash, tries, created_at, expires_at)
           values ($1, $2, $3, $4, $5, 0, $6, $7)"#,
        ticket.id,
        ticket.account_id.map(|id| id.as_uuid()),
        &ticket.token_hash,
        ticket.kind,
        ticket.code_hash.as_ref().map(<[u8; 32]>::as_slice),
        ticket.created_at.to_sqlx() as Ts,
        ticket.expires_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The ticket of this kind with this token, locked.
pub async fn lock_ticket(db: &mut PgConnection, token_hash: &[u8; 32], kind: &str) -> sqlx::Result<Option<Ticket>> {
    let row = sqlx::query!(
        r#"select id, account_id, code_hash, tries, expires_at as "expires_at: Ts", used_at is not null as "used!"
             from sign_in_ticket
            where token_hash = $1 and kind = $2
              for update"#,
        token_hash,
        kind
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Ticket {
        id: row.id,
        account_id: row.account_id.map(AccountId::from_uuid),
        code_hash: row.code_hash,
        tries: row.tries,
        expires_at: row.expires_at.to_jiff(),
        used: row.used,
    }))
}

pub async fn count_try(db: &mut PgConnection, ticket: Uuid) -> sqlx::Result<()> {
    sqlx::query!("update sign_in_ticket set tries = tries + 1 where id = $1", ticket).execute(db).await?;
    Ok(())
}

pub async fn use_ticket(db: &mut PgConnection, ticket: Uuid, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!("update sign_in_ticket set used_at = $2 where id = $1", ticket, now.to_sqlx() as Ts)
        .execute(db)
        .await?;
    Ok(())
}

/// A place where an account is signed in.
pub struct NewSignIn {
    pub id: SignInId,
    pub account_id: AccountId,
    pub token_hash: [u8; 32],
    pub device: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

pub async fn insert(db: &mut PgConnection, new: &NewSignIn) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into sign_in (id, account_id, token_hash, device, created_at, last_seen_at, expires_at)
           values ($1, $2, $3, $4, $5, $5, $6)"#,
        new.id.as_uuid(),
        new.account_id.as_uuid(),
        &new.token_hash,
        new.device,
        new.created_at.to_sqlx() as Ts,
        new.expires_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A sign-in that may act now.
pub struct Live {
    pub id: Uuid,
    pub account_id: Uuid,
    pub role: String,
    pub area: String,
    /// For which the account acts; of a merged unit the one that counts.
    pub unit_id: Option<Uuid>,
    pub last_seen_at: Ts,
}

/// The open sign-in with this token whose account is active.
pub async fn live(
    db: &PgPool,
    token_hash: &[u8; 32],
    now: Timestamp,
    idle_since: Timestamp,
) -> sqlx::Result<Option<Live>> {
    sqlx::query_as!(
        Live,
        r#"select s.id, s.account_id, a.role, a.area,
                  (select coalesce(u.merged_into, u.id) from unit u where u.id = a.unit_id) as unit_id, s.last_seen_at as "last_seen_at: Ts"
             from sign_in s
             join account a on a.id = s.account_id
            where s.token_hash = $1
              and s.ended_at is null
              and s.expires_at > $2
              and s.last_seen_at > $3
              and a.state = 'active'"#,
        token_hash,
        now.to_sqlx() as Ts,
        idle_since.to_sqlx() as Ts
    )
    .fetch_optional(db)
    .await
}

pub async fn touch(db: &PgPool, id: Uuid, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!("update sign_in set last_seen_at = $2 where id = $1", id, now.to_sqlx() as Ts).execute(db).await?;
    Ok(())
}

/// One of an account's own sign-ins.
pub struct Device {
    pub id: Uuid,
    pub device: String,
    pub created_at: Ts,
    pub last_seen_at: Ts,
}

pub async fn devices(
    db: &PgPool,
    account: AccountId,
    now: Timestamp,
    idle_since: Timestamp,
) -> sqlx::Result<Vec<Device>> {
    sqlx::query_as!(
        Device,
        r#"select id, device, created_at as "created_at: Ts", last_seen_at as "last_seen_at: Ts"
             from sign_in
            where account_id = $1 and ended_at is null and expires_at > $2 and last_seen_at > $3
            order by last_seen_at desc"#,
        account.as_uuid(),
        now.to_sqlx() as Ts,
        idle_since.to_sqlx() as Ts
    )
    .fetch_all(db)
    .await
}

/// Ends one sign-in of an account; false when there is none to end.
pub async fn end(db: &mut PgConnection, account: AccountId, id: SignInId, now: Timestamp) -> sqlx::Result<bool> {
    let ended = sqlx::query!(
        "update sign_in set ended_at = $3 where id = $2 and account_id = $1 and ended_at is null",
        account.as_uuid(),
        id.as_uuid(),
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected() > 0)
}

/// Ends all sign-ins of an account except one.
pub async fn end_others(
    db: &mut PgConnection,
    account: AccountId,
    keep: Option<SignInId>,
    now: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update sign_in set ended_at = $3 where account_id = $1 and ended_at is null and ($2::uuid is null or id <> $2)",
        account.as_uuid(),
        keep.map(|id| id.as_uuid()),
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A message that waits to be sent.
pub struct NewMessage {
    pub id: Uuid,
    pub account_id: AccountId,
    pub kind: &'static str,
    pub number_sealed: Vec<u8>,
    pub text_sealed: Vec<u8>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

pub async fn insert_message(db: &mut PgConnection, message: &NewMessage) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into message (id, account_id, kind, number_sealed, text_sealed, state, created_at, expires_at)
           values ($1, $2, $3, $4, $5, 'waiting', $6, $7)"#,
        message.id,
        message.account_id.as_uuid(),
        message.kind,
        message.number_sealed,
        message.text_sealed,
        message.created_at.to_sqlx() as Ts,
        message.expires_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Id and sealed text of the newest message to an account that is still good.
pub async fn newest_message(
    db: &mut PgConnection,
    account: AccountId,
    now: Timestamp,
) -> sqlx::Result<Option<(Uuid, Vec<u8>)>> {
    let row = sqlx::query!(
        r#"select id, text_sealed
             from message
            where account_id = $1 and expires_at > $2
            order by created_at desc, id desc
            limit 1"#,
        account.as_uuid(),
        now.to_sqlx() as Ts
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.id, row.text_sealed)))
}

//! Statements on accounts and idempotency keys.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::account::{AccountState, Lockout, Role};
use rules::area::Area;
use rules::id::{AccountId, EntryId, ExpertId, UnitId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::http::repeat::Once;

/// An account as stored; sealed columns stay sealed.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub login: String,
    pub display_name_sealed: Vec<u8>,
    pub role: Role,
    pub area: Area,
    pub state: AccountState,
    pub password_hash: Option<String>,
    pub second_factor_sealed: Option<Vec<u8>>,
    pub second_factor_step: i64,
    pub lockout: Lockout,
    pub expert_id: Option<ExpertId>,
    /// For which a tenderee or agency acts.
    pub unit_id: Option<UnitId>,
    pub demo: bool,
    pub version: i32,
    /// The entry that vouches for it.
    pub entry: EntryId,
}

struct Row {
    id: Uuid,
    login: String,
    display_name_sealed: Vec<u8>,
    role: String,
    area: String,
    state: String,
    password_hash: Option<String>,
    second_factor_sealed: Option<Vec<u8>>,
    second_factor_step: i64,
    failure_count: i32,
    window_began_at: Option<Ts>,
    failed_at: Option<Ts>,
    lock_count: i32,
    locked_until: Option<Ts>,
    expert_id: Option<Uuid>,
    unit_id: Option<Uuid>,
    demo: bool,
    version: i32,
    entry_id: Uuid,
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, login, display_name_sealed, role, area, state, password_hash, second_factor_sealed,
                      second_factor_step, failure_count, window_began_at as "window_began_at: Ts", failed_at as "failed_at: Ts",
                      lock_count, locked_until as "locked_until: Ts", expert_id, unit_id, demo, version, entry_id
                 from account"# + $tail
            $(, $argument)*
        )
    };
}

impl TryFrom<Row> for Account {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: AccountId::from_uuid(row.id),
            login: row.login,
            display_name_sealed: row.display_name_sealed,
            role: Role::read(&row.role).map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            area: Area::read(&row.area).map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            state: AccountState::read(&row.state).map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            password_hash: row.password_hash,
            second_factor_sealed: row.second_factor_sealed,
            second_factor_step: row.second_factor_step,
            lockout: Lockout {
                failure_count: u16::try_from(row.failure_count).unwrap_or(u16::MAX),
                window_began_at: row.window_began_at.map(Ts::to_jiff),
                failed_at: row.failed_at.map(Ts::to_jiff),
                lock_count: u16::try_from(row.lock_count).unwrap_or(u16::MAX),
                locked_until: row.locked_until.map(Ts::to_jiff),
            },
            expert_id: row.expert_id.map(ExpertId::from_uuid),
            unit_id: row.unit_id.map(UnitId::from_uuid),
            demo: row.demo,
            version: row.version,
            entry: EntryId::from_uuid(row.entry_id),
        })
    }
}

/// The account with this login, whatever its state.
pub async fn by_login(db: &mut PgConnection, login: &str) -> sqlx::Result<Option<Account>> {
    let row = select!(" where login = $1 for update", login).fetch_optional(db).await?;
    row.map(Account::try_from).transpose()
}

/// The account of this expert, whatever its state.
pub async fn by_expert(db: &mut PgConnection, expert: ExpertId) -> sqlx::Result<Option<Account>> {
    let row = select!(" where expert_id = $1 for update", expert.as_uuid()).fetch_optional(db).await?;
    row.map(Account::try_from).transpose()
}

/// The account as it stands.
pub async fn read(db: &PgPool, id: AccountId) -> sqlx::Result<Account> {
    let row = select!(" where id = $1", id.as_uuid()).fetch_one(db).await?;
    row.try_into()
}

/// The account, locked for a change.
pub async fn lock(db: &mut PgConnection, id: AccountId) -> sqlx::Result<Account> {
    let row = select!(" where id = $1 for update", id.as_uuid()).fetch_one(db).await?;
    row.try_into()
}

/// All accounts, for the comparison with the ledger.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Account>> {
    let rows = select!("").fetch_all(db).await?;
    rows.into_iter().map(Account::try_from).collect()
}

/// A page of accounts of an area, by login.
pub async fn page(db: &PgPool, filter: &Filter, after: Option<&str>, limit: i64) -> sqlx::Result<Vec<Listed>> {
    let (first, last) = filter.area.range();
    sqlx::query_as!(
        Listed,
        r#"select a.id, a.login, a.display_name_sealed, a.role, a.area, a.state, a.version,
                  (select u.name from unit u where u.id = a.unit_id) as unit_name, a.locked_until as "locked_until: Ts",
                  (select max(s.created_at) from sign_in s where s.account_id = a.id) as "last_sign_in_at: Ts"
             from account a
            where a.area between $1 and $2
              and ($3::text is null or a.role = $3)
              and ($3::text is not null or a.role <> 'expert')
              and ($4::text is null or a.state = $4)
              and ($5::boolean is null or coalesce(a.locked_until > $6, false) = $5)
              and ($7::text is null or a.login > $7)
            order by a.login
            limit $8"#,
        first.to_string(),
        last.to_string(),
        filter.role.map(Role::code),
        filter.stored_state(),
        filter.locked(),
        filter.now.to_sqlx() as Ts,
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// One line of the list, by id.
pub async fn one(db: &PgPool, id: AccountId) -> sqlx::Result<Option<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select a.id, a.login, a.display_name_sealed, a.role, a.area, a.state, a.version,
                  (select u.name from unit u where u.id = a.unit_id) as unit_name, a.locked_until as "locked_until: Ts",
                  (select max(s.created_at) from sign_in s where s.account_id = a.id) as "last_sign_in_at: Ts"
             from account a
            where a.id = $1"#,
        id.as_uuid()
    )
    .fetch_optional(db)
    .await
}

/// How many accounts a filter matches.
pub async fn count(db: &PgPool, filter: &Filter) -> sqlx::Result<i64> {
    let (first, last) = filter.area.range();
    sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from account
            where area between $1 and $2
              and ($3::text is null or role = $3)
              and ($3::text is not null or role <> 'expert')
              and ($4::text is null or state = $4)
              and ($5::boolean is null or coalesce(locked_until > $6, false) = $5)"#,
        first.to_string(),
        last.to_string(),
        filter.role.map(Role::code),
        filter.stored_state(),
        filter.locked(),
        filter.now.to_sqlx() as Ts
    )
    .fetch_one(db)
    .await
}

/// How many accounts of an area are locked, and how many wait for their invitation to be accepted.
pub async fn waiting(db: &PgPool, area: Area, now: Timestamp) -> sqlx::Result<(i64, i64)> {
    let (first, last) = area.range();
    let row = sqlx::query!(
        r#"select count(*) filter (where state = 'active' and locked_until > $3) as "locked!",
                  count(*) filter (where state = 'invited') as "invited!"
             from account
            where area between $1 and $2"#,
        first.to_string(),
        last.to_string(),
        now.to_sqlx() as Ts
    )
    .fetch_one(db)
    .await?;
    Ok((row.locked, row.invited))
}

/// What a list of accounts is narrowed to. Experts' accounts are listed only when asked for by role.
#[derive(Clone, Debug)]
pub struct Filter {
    pub area: Area,
    pub role: Option<Role>,
    pub state: Option<AccountState>,
    /// When locks are judged.
    pub now: Timestamp,
}

impl Filter {
    fn stored_state(&self) -> Option<&'static str> {
        let state = self.state?;
        Some(if state == AccountState::Locked { AccountState::Active.code() } else { state.code() })
    }

    fn locked(&self) -> Option<bool> {
        match self.state? {
            AccountState::Active => Some(false),
            AccountState::Locked => Some(true),
            AccountState::Invited | AccountState::Closed => None,
        }
    }
}

/// One line of the list.
pub struct Listed {
    pub id: Uuid,
    pub login: String,
    pub display_name_sealed: Vec<u8>,
    pub role: String,
    pub area: String,
    pub state: String,
    pub version: i32,
    pub unit_name: Option<String>,
    pub locked_until: Option<Ts>,
    pub last_sign_in_at: Option<Ts>,
}

/// Adds an account; 23505 when the login is taken.
pub async fn insert(db: &mut PgConnection, account: &Account, at: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into account (id, login, display_name_sealed, role, area, state, password_hash, second_factor_sealed,
                  second_factor_step, failure_count, lock_count, expert_id, unit_id, demo, version, entry_id, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11, $12, $13, $14, $15)"#,
        account.id.as_uuid(),
        account.login,
        account.display_name_sealed,
        account.role.code(),
        account.area.to_string(),
        account.state.code(),
        account.password_hash,
        account.second_factor_sealed,
        account.second_factor_step,
        account.expert_id.map(|id| id.as_uuid()),
        account.unit_id.map(|id| id.as_uuid()),
        account.demo,
        account.version,
        account.entry.as_uuid(),
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes what the ledger vouches for.
pub async fn save(db: &mut PgConnection, account: &Account) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update account
              set role = $2, area = $3, state = $4, password_hash = $5, second_factor_sealed = $6,
                  second_factor_step = $7, version = $8, entry_id = $9, unit_id = $10,
                  failure_count = 0, window_began_at = null, failed_at = null, lock_count = 0, locked_until = null
            where id = $1"#,
        account.id.as_uuid(),
        account.role.code(),
        account.area.to_string(),
        account.state.code(),
        account.password_hash,
        account.second_factor_sealed,
        account.second_factor_step,
        account.version,
        account.entry.as_uuid(),
        account.unit_id.map(|id| id.as_uuid())
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes the memory of failed tries and the last used code.
pub async fn save_tries(db: &mut PgConnection, account: &Account) -> sqlx::Result<()> {
    let lockout = &account.lockout;
    sqlx::query!(
        r#"update account
              set failure_count = $2, window_began_at = $3, failed_at = $4, lock_count = $5, locked_until = $6,
                  second_factor_step = $7
            where id = $1"#,
        account.id.as_uuid(),
        i32::from(lockout.failure_count),
        lockout.window_began_at.map(|at| at.to_sqlx()) as Option<Ts>,
        lockout.failed_at.map(|at| at.to_sqlx()) as Option<Ts>,
        i32::from(lockout.lock_count),
        lockout.locked_until.map(|at| at.to_sqlx()) as Option<Ts>,
        account.second_factor_step
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The expert of an account.
pub async fn expert_of(db: &mut PgConnection, id: AccountId) -> sqlx::Result<Option<ExpertId>> {
    let expert =
        sqlx::query_scalar!("select expert_id from account where id = $1", id.as_uuid()).fetch_optional(db).await?;
    Ok(expert.flatten().map(ExpertId::from_uuid))
}

/// Sealed display names of some accounts, for lists that name their authors.
pub async fn names(db: &PgPool, ids: &[Uuid]) -> sqlx::Result<Vec<(Uuid, Vec<u8>)>> {
    let rows =
        sqlx::query!("select id, display_name_sealed from account where id = any($1)", ids).fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.display_name_sealed)).collect())
}

/// True when the database was filled with invented people.
pub async fn holds_demo(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from setting where name = 'demo') as "demo!""#).fetch_one(db).await
}

/// True when there is any account at all.
pub async fn any(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from account) as "any!""#).fetch_one(db).await
}

/// What became of an idempotency key.
pub enum Reservation {
    /// Never seen: the call may run.
    Fresh,
    /// The same request was answered.
    Answered { status: u16, answer_sealed: Vec<u8> },
    /// The key was used for another request.
    Other,
    /// The same request runs, or was interrupted.
    Open,
}

/// Forgets what an account did under its keys before `before`.
pub async fn forget_keys(db: &PgPool, account: AccountId, before: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from idempotency_key where account_id = $1 and created_at <= $2",
        account.as_uuid(),
        before.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reserves a key, or tells what it was used for.
pub async fn reserve_key(
    db: &PgPool,
    (account, key): (AccountId, &str),
    hash: &[u8],
    now: Timestamp,
) -> sqlx::Result<Reservation> {
    let inserted = sqlx::query!(
        "insert into idempotency_key (account_id, key, request_hash, created_at) values ($1, $2, $3, $4)",
        account.as_uuid(),
        key,
        hash,
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await;
    match inserted {
        Ok(_) => return Ok(Reservation::Fresh),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {}
        Err(error) => return Err(error),
    }
    let row = sqlx::query!(
        "select request_hash, status, answer_sealed from idempotency_key where account_id = $1 and key = $2",
        account.as_uuid(),
        key
    )
    .fetch_one(db)
    .await?;
    Ok(match (row.request_hash == hash, row.status, row.answer_sealed) {
        (false, _, _) => Reservation::Other,
        (true, Some(status), Some(answer_sealed)) => {
            Reservation::Answered { status: u16::try_from(status).unwrap_or(200), answer_sealed }
        }
        (true, _, _) => Reservation::Open,
    })
}

/// Keeps an answer together with what the call makes.
pub async fn keep_answer(
    db: &mut PgConnection,
    account: AccountId,
    once: &Once,
    answer_sealed: &[u8],
    now: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into idempotency_key (account_id, key, request_hash, status, answer_sealed, created_at)
         values ($1, $2, $3, 200, $4, $5)",
        account.as_uuid(),
        once.key,
        &once.request_hash,
        answer_sealed,
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What was kept with `keep_answer` after `since`, and the account it was kept with.
pub async fn kept_answer(
    db: &mut PgConnection,
    once: &Once,
    since: Timestamp,
) -> sqlx::Result<Option<(AccountId, Vec<u8>)>> {
    let row = sqlx::query!(
        r#"select account_id, answer_sealed as "answer_sealed!"
             from idempotency_key
            where key = $1 and request_hash = $2 and created_at > $3 and answer_sealed is not null"#,
        once.key,
        &once.request_hash,
        since.to_sqlx() as Ts
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (AccountId::from_uuid(row.account_id), row.answer_sealed)))
}

/// Keeps the answer under its key.
pub async fn answer_key(
    db: &PgPool,
    (account, key): (AccountId, &str),
    status: u16,
    answer_sealed: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "update idempotency_key set status = $3, answer_sealed = $4 where account_id = $1 and key = $2",
        account.as_uuid(),
        key,
        i32::from(status),
        answer_sealed
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Frees a key whose call was refused and changed nothing.
pub async fn release_key(db: &PgPool, account: AccountId, key: &str) -> sqlx::Result<()> {
    sqlx::query!("delete from idempotency_key where account_id = $1 and key = $2", account.as_uuid(), key)
        .execute(db)
        .await?;
    Ok(())
}

//! Statements on requests, their projects and lists of bidders.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::area::Area;
use rules::id::{AccountId, EntryId, ProjectId, RequestId, UnitId};
use rules::project::lifecycle::Phase;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A request as stored.
#[derive(Clone)]
pub struct Stored {
    pub id: RequestId,
    pub project: ProjectId,
    pub lot_blind: Vec<u8>,
    pub area: Area,
    pub unit: UnitId,
    pub starts_at: Timestamp,
    pub text_sealed: Vec<u8>,
    pub private_sealed: Vec<u8>,
    pub hash: Vec<u8>,
    pub state: Phase,
    pub needs_second: bool,
    pub author: AccountId,
    pub approver: Option<AccountId>,
    pub second_approver: Option<AccountId>,
    pub reason_sealed: Option<Vec<u8>>,
    pub version: i32,
    /// The entry that vouches for it.
    pub entry: EntryId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

struct Row {
    id: Uuid,
    project_id: Uuid,
    lot_blind: Vec<u8>,
    area: String,
    unit_id: Uuid,
    starts_at: Ts,
    text_sealed: Vec<u8>,
    private_sealed: Vec<u8>,
    hash: Vec<u8>,
    state: String,
    needs_second: bool,
    author_id: Uuid,
    approver_id: Option<Uuid>,
    second_approver_id: Option<Uuid>,
    reason_sealed: Option<Vec<u8>>,
    version: i32,
    entry_id: Uuid,
    created_at: Ts,
    updated_at: Ts,
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select r.id, r.project_id, r.lot_blind, r.area, r.unit_id, r.starts_at as "starts_at: Ts", r.text_sealed,
                      r.private_sealed, r.hash, r.state, r.needs_second, r.author_id, r.approver_id, r.second_approver_id,
                      r.reason_sealed, r.version, r.entry_id, r.created_at as "created_at: Ts", r.updated_at as "updated_at: Ts"
                 from request r"# + $tail
            $(, $argument)*
        )
    };
}

impl TryFrom<Row> for Stored {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: RequestId::from_uuid(row.id),
            project: ProjectId::from_uuid(row.project_id),
            lot_blind: row.lot_blind,
            area: row.area.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            unit: UnitId::from_uuid(row.unit_id),
            starts_at: row.starts_at.to_jiff(),
            text_sealed: row.text_sealed,
            private_sealed: row.private_sealed,
            hash: row.hash,
            state: row.state.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            needs_second: row.needs_second,
            author: AccountId::from_uuid(row.author_id),
            approver: row.approver_id.map(AccountId::from_uuid),
            second_approver: row.second_approver_id.map(AccountId::from_uuid),
            reason_sealed: row.reason_sealed,
            version: row.version,
            entry: EntryId::from_uuid(row.entry_id),
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        })
    }
}

/// Who reads: accounts of a unit see the requests that name it, everybody else those of an area.
#[derive(Clone, Debug)]
pub struct Sight {
    pub area: Area,
    /// A unit, where the reader acts for one or should.
    pub unit: Option<UnitId>,
    /// Only requests in these states.
    pub states: Vec<Phase>,
}

impl Sight {
    fn area_range(&self) -> (String, String) {
        let (first, last) = self.area.range();
        (first.to_string(), last.to_string())
    }

    fn states(&self) -> Vec<String> {
        self.states.iter().map(|state| state.code().to_owned()).collect()
    }
}

/// The request, locked for a change.
pub async fn lock(db: &mut PgConnection, id: RequestId) -> sqlx::Result<Stored> {
    select!(" where r.id = $1 for update of r", id.as_uuid()).fetch_one(db).await?.try_into()
}

/// The request as it stands.
pub async fn one(db: &mut PgConnection, id: RequestId) -> sqlx::Result<Stored> {
    select!(" where r.id = $1", id.as_uuid()).fetch_one(db).await?.try_into()
}

/// Every request.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Stored>> {
    let rows = select!(" order by r.id").fetch_all(db).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// A page of requests, newest first.
pub async fn page(db: &PgPool, sight: &Sight, before: Option<RequestId>, limit: i64) -> sqlx::Result<Vec<Stored>> {
    let (first, last) = sight.area_range();
    let rows = select!(
        r#"
            where ($1::uuid is not null or r.area between $2 and $3)
              and ($1::uuid is null or exists (select 1
                                                 from request_unit n
                                                 join unit u on u.id = n.unit_id
                                                where n.request_id = r.id and $1 in (n.unit_id, u.merged_into)))
              and r.state = any($4)
              and ($5::uuid is null or r.id < $5)
            order by r.id desc
            limit $6"#,
        sight.unit.map(|unit| unit.as_uuid()),
        first,
        last,
        &sight.states(),
        before.map(|id| id.as_uuid()),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// How many requests a list has.
pub async fn count(db: &PgPool, sight: &Sight) -> sqlx::Result<i64> {
    let (first, last) = sight.area_range();
    sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from request r
            where ($1::uuid is not null or r.area between $2 and $3)
              and ($1::uuid is null or exists (select 1
                                                 from request_unit n
                                                 join unit u on u.id = n.unit_id
                                                where n.request_id = r.id and $1 in (n.unit_id, u.merged_into)))
              and r.state = any($4)"#,
        sight.unit.map(|unit| unit.as_uuid()),
        first,
        last,
        &sight.states()
    )
    .fetch_one(db)
    .await
}

/// Whether a request names a unit, itself or as the one it was merged into.
pub async fn names_unit(db: &mut PgConnection, id: RequestId, unit: UnitId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1
                            from request_unit n
                            join unit u on u.id = n.unit_id
                           where n.request_id = $1 and $2 in (n.unit_id, u.merged_into)) as "names!""#,
        id.as_uuid(),
        unit.as_uuid()
    )
    .fetch_one(db)
    .await
}

/// How many filed requests of an area wait for somebody who has not approved them.
pub async fn waiting_count(db: &PgPool, area: Area, officer: AccountId) -> sqlx::Result<i64> {
    let (first, last) = area.range();
    sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from request
            where area between $1 and $2 and state = 'filed' and (approver_id is null or approver_id <> $3)"#,
        first.to_string(),
        last.to_string(),
        officer.as_uuid()
    )
    .fetch_one(db)
    .await
}

/// The project with this code.
pub async fn project_of(db: &mut PgConnection, code_blind: &[u8]) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("select id from project where code_blind = $1", code_blind).fetch_optional(db).await
}

/// Adds a project; 23505 when somebody just did.
pub async fn insert_project(
    db: &mut PgConnection,
    id: Uuid,
    (code_sealed, code_blind): (&[u8], &[u8]),
    at: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into project (id, code_sealed, code_blind, created_at) values ($1, $2, $3, $4)",
        id,
        code_sealed,
        code_blind,
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Locks the project, and tells whether another request for the lot is filed or approved.
pub async fn lot_taken(db: &mut PgConnection, request: &Stored) -> sqlx::Result<bool> {
    sqlx::query!("select id from project where id = $1 for update", request.project.as_uuid())
        .fetch_one(&mut *db)
        .await?;
    sqlx::query_scalar!(
        r#"select exists (select 1
                            from request
                           where project_id = $1 and lot_blind = $2 and id <> $3
                             and state in ('filed', 'approved')) as "taken!""#,
        request.project.as_uuid(),
        request.lot_blind,
        request.id.as_uuid()
    )
    .fetch_one(db)
    .await
}

pub async fn insert(db: &mut PgConnection, request: &Stored) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into request (id, project_id, lot_blind, area, unit_id, starts_at, text_sealed, private_sealed, hash, state,
                  needs_second, author_id, version, entry_id, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"#,
        request.id.as_uuid(),
        request.project.as_uuid(),
        request.lot_blind,
        request.area.to_string(),
        request.unit.as_uuid(),
        request.starts_at.to_sqlx() as Ts,
        request.text_sealed,
        request.private_sealed,
        request.hash,
        request.state.code(),
        request.needs_second,
        request.author.as_uuid(),
        request.version,
        request.entry.as_uuid(),
        request.created_at.to_sqlx() as Ts,
        request.updated_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes what the ledger vouches for.
pub async fn save(db: &mut PgConnection, request: &Stored) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update request
              set project_id = $2, lot_blind = $3, area = $4, starts_at = $5, text_sealed = $6, private_sealed = $7, hash = $8,
                  state = $9, needs_second = $10, approver_id = $11, second_approver_id = $12, reason_sealed = $13,
                  version = $14, entry_id = $15, updated_at = $16
            where id = $1"#,
        request.id.as_uuid(),
        request.project.as_uuid(),
        request.lot_blind,
        request.area.to_string(),
        request.starts_at.to_sqlx() as Ts,
        request.text_sealed,
        request.private_sealed,
        request.hash,
        request.state.code(),
        request.needs_second,
        request.approver.map(|id| id.as_uuid()),
        request.second_approver.map(|id| id.as_uuid()),
        request.reason_sealed,
        request.version,
        request.entry.as_uuid(),
        request.updated_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces the units whose accounts see a request.
pub async fn replace_units(db: &mut PgConnection, id: RequestId, units: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("delete from request_unit where request_id = $1", id.as_uuid()).execute(&mut *db).await?;
    sqlx::query!(
        "insert into request_unit (request_id, unit_id) select $1, unit_id from unnest($2::uuid[]) as t (unit_id)",
        id.as_uuid(),
        units
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A list of bidders as stored.
pub struct BidderList {
    pub request: RequestId,
    pub list_sealed: Vec<u8>,
    pub author: AccountId,
    pub version: i32,
    /// The entry that vouches for it.
    pub entry: EntryId,
    pub uploaded_at: Timestamp,
}

struct ListRow {
    request_id: Uuid,
    list_sealed: Vec<u8>,
    author_id: Uuid,
    version: i32,
    entry_id: Uuid,
    uploaded_at: Ts,
}

impl From<ListRow> for BidderList {
    fn from(row: ListRow) -> Self {
        Self {
            request: RequestId::from_uuid(row.request_id),
            list_sealed: row.list_sealed,
            author: AccountId::from_uuid(row.author_id),
            version: row.version,
            entry: EntryId::from_uuid(row.entry_id),
            uploaded_at: row.uploaded_at.to_jiff(),
        }
    }
}

/// Reads lists; what comes behind the table narrows them.
macro_rules! select_list {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            ListRow,
            r#"select request_id, list_sealed, author_id, version, entry_id, uploaded_at as "uploaded_at: Ts"
                 from bidder_list"# + $tail
            $(, $argument)*
        )
    };
}

/// The list of a request; its request has to be locked by whoever changes it.
pub async fn bidders(db: &mut PgConnection, id: RequestId) -> sqlx::Result<Option<BidderList>> {
    let row = select_list!(" where request_id = $1", id.as_uuid()).fetch_optional(db).await?;
    Ok(row.map(BidderList::from))
}

/// Every list.
pub async fn all_bidders(db: &mut PgConnection) -> sqlx::Result<Vec<BidderList>> {
    let rows = select_list!(" order by request_id").fetch_all(db).await?;
    Ok(rows.into_iter().map(BidderList::from).collect())
}

/// Writes a list in place of an earlier one, if there is one.
pub async fn save_bidders(db: &mut PgConnection, list: &BidderList) -> sqlx::Result<()> {
    let statement = if list.version == 1 {
        sqlx::query!(
            r#"insert into bidder_list (request_id, list_sealed, author_id, version, entry_id, uploaded_at)
               values ($1, $2, $3, $4, $5, $6)"#,
            list.request.as_uuid(),
            list.list_sealed,
            list.author.as_uuid(),
            list.version,
            list.entry.as_uuid(),
            list.uploaded_at.to_sqlx() as Ts
        )
    } else {
        sqlx::query!(
            r#"update bidder_list
                  set list_sealed = $2, author_id = $3, version = $4, entry_id = $5, uploaded_at = $6
                where request_id = $1"#,
            list.request.as_uuid(),
            list.list_sealed,
            list.author.as_uuid(),
            list.version,
            list.entry.as_uuid(),
            list.uploaded_at.to_sqlx() as Ts
        )
    };
    statement.execute(db).await?;
    Ok(())
}

//! Statements on contributors.

use proof::hash::Hash;
use rules::id::{DrawId, EntryId};
use sqlx::PgConnection;
use uuid::Uuid;

/// A contributor as stored.
#[derive(Clone)]
pub struct Stored {
    pub draw: DrawId,
    /// 0 for the draw itself, later a round after unsealing.
    pub round: u32,
    pub role: String,
    pub organisation: String,
    pub token_hash: Vec<u8>,
    pub device_hash: Option<Vec<u8>>,
    pub commitment: Option<Hash>,
    pub removed: bool,
    pub version: i32,
    /// The entry that vouches for it.
    pub entry: EntryId,
}

impl Stored {
    /// The word of the role: `centre`, `supervisor`, `holder`, `tenderee` or `guest`.
    pub fn kind(&self) -> &str {
        self.role.split('-').next().unwrap_or_default()
    }
}

struct Row {
    draw_id: Uuid,
    round: i32,
    role: String,
    organisation: String,
    token_hash: Vec<u8>,
    device_hash: Option<Vec<u8>>,
    commitment: Option<Vec<u8>>,
    removed: bool,
    version: i32,
    entry_id: Uuid,
}

impl TryFrom<Row> for Stored {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        let wrong = |_| sqlx::Error::Decode("a commitment has 32 bytes".into());
        let commitment = row.commitment.map(|bytes| bytes.try_into().map(Hash).map_err(wrong)).transpose()?;
        Ok(Self {
            draw: DrawId::from_uuid(row.draw_id),
            round: u32::try_from(row.round).map_err(|error| sqlx::Error::Decode(error.into()))?,
            role: row.role,
            organisation: row.organisation,
            token_hash: row.token_hash,
            device_hash: row.device_hash,
            commitment,
            removed: row.removed,
            version: row.version,
            entry: EntryId::from_uuid(row.entry_id),
        })
    }
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select draw_id, round, role, organisation, token_hash, device_hash, commitment, removed, version, entry_id
                 from contributor"# + $tail
            $(, $argument)*
        )
    };
}

/// The contributors of a round, removed ones too.
pub async fn of_round(db: &mut PgConnection, draw: DrawId, round: u32) -> sqlx::Result<Vec<Stored>> {
    let round = round.cast_signed();
    let rows = select!(" where draw_id = $1 and round = $2 order by role", draw.as_uuid(), round).fetch_all(db).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// The contributor with this link, whose draw is locked by then.
pub async fn by_token(db: &mut PgConnection, token_hash: &[u8]) -> sqlx::Result<Option<Stored>> {
    select!(" where token_hash = $1", token_hash).fetch_optional(db).await?.map(Stored::try_from).transpose()
}

/// Every contributor, for the comparison with the ledger.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Stored>> {
    let rows = select!(" order by draw_id, role").fetch_all(db).await?;
    rows.into_iter().map(Stored::try_from).collect()
}

pub async fn insert(db: &mut PgConnection, one: &Stored) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into contributor (draw_id, round, role, organisation, token_hash, removed, version, entry_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        one.draw.as_uuid(),
        one.round.cast_signed(),
        one.role,
        one.organisation,
        one.token_hash,
        one.removed,
        one.version,
        one.entry.as_uuid()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes what the ledger vouches for.
pub async fn save(db: &mut PgConnection, one: &Stored) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update contributor
              set token_hash = $4, device_hash = $5, commitment = $6, removed = $7, version = $8, entry_id = $9
            where draw_id = $1 and round = $2 and role = $3"#,
        one.draw.as_uuid(),
        one.round.cast_signed(),
        one.role,
        one.token_hash,
        one.device_hash,
        one.commitment.as_ref().map(|hash| &hash.0[..]),
        one.removed,
        one.version,
        one.entry.as_uuid()
    )
    .execute(db)
    .await?;
    Ok(())
}

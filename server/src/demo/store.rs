//! Statements on the settings that mark a database as the demo's, and on what else it may hold.

use rules::area::Area;
use sqlx::PgConnection;
use uuid::Uuid;

/// The value of a setting, locked until the transaction ends.
pub async fn setting(db: &mut PgConnection, name: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where name = $1 for update", name).fetch_optional(db).await
}

/// Writes a setting that is not there yet; 23505 when somebody else just did.
pub async fn add_setting(db: &mut PgConnection, name: &str, value: &str) -> sqlx::Result<()> {
    sqlx::query!("insert into setting (name, value) values ($1, $2)", name, value).execute(db).await?;
    Ok(())
}

/// Writes another value for a setting.
pub async fn change_setting(db: &mut PgConnection, name: &str, value: &str) -> sqlx::Result<()> {
    sqlx::query!("update setting set value = $2 where name = $1", name, value).execute(db).await?;
    Ok(())
}

/// True when there is an account, an expert, a unit, an import or an edition.
pub async fn holds_data(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from account)
               or exists (select 1 from expert)
               or exists (select 1 from unit)
               or exists (select 1 from import)
               or exists (select 1 from specialty_edition) as "any!""#
    )
    .fetch_one(db)
    .await
}

/// The account with this login.
pub async fn account(db: &mut PgConnection, login: &str) -> sqlx::Result<Uuid> {
    sqlx::query_scalar!("select id from account where login = $1", login).fetch_one(db).await
}

/// Id and version of the first active experts of a city.
pub async fn first_active(db: &mut PgConnection, city: Area, count: i64) -> sqlx::Result<Vec<(Uuid, i32)>> {
    let experts = sqlx::query!(
        "select id, version from expert where area = $1 and state = 'active' order by number limit $2",
        city.to_string(),
        count
    )
    .fetch_all(db)
    .await?;
    Ok(experts.into_iter().map(|expert| (expert.id, expert.version)).collect())
}

/// The account with this login and the unit for which it acts.
pub async fn filer(db: &mut PgConnection, login: &str) -> sqlx::Result<(Uuid, Option<Uuid>)> {
    let row = sqlx::query!("select id, unit_id from account where login = $1", login).fetch_one(db).await?;
    Ok((row.id, row.unit_id))
}

/// How many requests there are.
pub async fn request_count(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from request"#).fetch_one(db).await
}

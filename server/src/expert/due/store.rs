//! The two counts.

use jiff::civil::Date;
use jiff_sqlx::{Date as Day, ToSqlx as _};
use rules::area::Area;
use sqlx::PgPool;

/// Both counts.
pub struct Row {
    pub terms_ending: i64,
    pub confirmations_missing: i64,
}

/// Terms that end from today to `soon`, and confirmations from before `year_ago`, of active experts.
pub async fn count(db: &PgPool, area: Area, today: Date, (soon, year_ago): (Date, Date)) -> sqlx::Result<Row> {
    let (first, last) = area.range();
    sqlx::query_as!(
        Row,
        r#"select (select count(distinct e.id)
                     from expert_library l
                     join expert e on e.id = l.expert_id
                    where l.until_on between $3 and $4 and e.state = 'active' and e.area between $1 and $2) as "terms_ending!",
                  (select count(*)
                     from expert
                    where area between $1 and $2 and state = 'active'
                      and (confirmed_on is null or confirmed_on < $5)) as "confirmations_missing!""#,
        first.to_string(),
        last.to_string(),
        today.to_sqlx() as Day,
        soon.to_sqlx() as Day,
        year_ago.to_sqlx() as Day
    )
    .fetch_one(db)
    .await
}

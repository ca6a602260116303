//! The statement that reads profiles.

use jiff_sqlx::Date as Dt;
use sqlx::PgConnection;
use uuid::Uuid;

/// What is read of one person.
pub struct Row {
    pub id: Uuid,
    pub area: String,
    pub state: String,
    pub state_from: Dt,
    pub state_until: Option<Dt>,
    pub id_number_sealed: Vec<u8>,
    pub trained_on: Option<Dt>,
    pub confirmed_on: Option<Dt>,
    pub unit_id: Option<Uuid>,
    pub from_on: Dt,
    pub until_on: Dt,
    pub codes: Vec<String>,
    /// Units of employments on the day, retirement left out.
    pub works: Vec<Uuid>,
}

/// Admitted people of a library with a specialty like one of `patterns`; employment counts on `day`, whose month begins on `month`.
pub async fn profiles(
    db: &mut PgConnection,
    library: &str,
    patterns: &[String],
    (day, month): (Dt, Dt),
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select e.id, e.area, e.state, e.state_from as "state_from: Dt", e.state_until as "state_until: Dt",
                  e.id_number_sealed, e.trained_on as "trained_on: Dt", e.confirmed_on as "confirmed_on: Dt", e.unit_id,
                  l.from_on as "from_on: Dt", l.until_on as "until_on: Dt",
                  array(select s.code from expert_specialty s where s.expert_id = e.id and s.library = $1) as "codes!",
                  array(select m.unit_id
                          from employment m
                         where m.expert_id = e.id
                           and m.kind <> 'retired'
                           and m.from_month <= $3
                           and (m.until_month is null or m.until_month >= $4)) as "works!"
             from expert e
             join expert_library l on l.expert_id = e.id and l.library = $1
            where e.index is not null
              and exists (select 1
                            from expert_specialty s
                           where s.expert_id = e.id and s.library = $1 and s.code like any($2))"#,
        library,
        patterns,
        day as Dt,
        month as Dt
    )
    .fetch_all(db)
    .await
}

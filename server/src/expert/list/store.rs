//! Statements of the lists: which files, then their lines. The first is planned for its values each time, as a plan for any
//! value would walk the whole pool for what few experts meet; the second is planned once.

use jiff::Timestamp;
use jiff_sqlx::{Date as Dt, Timestamp as Ts, ToSqlx as _};
use rules::expert::due::Due;
use rules::expert::model::State;
use sqlx::{PgPool, Postgres, QueryBuilder};
use uuid::Uuid;

use super::filter::Filter;

/// A file that a list or a search met.
#[derive(sqlx::FromRow)]
pub struct Hit {
    pub id: Uuid,
    pub number: Option<String>,
}

/// One line of a list.
pub struct Listed {
    pub id: Uuid,
    pub number: Option<String>,
    pub area: String,
    pub state: String,
    pub state_from: Dt,
    pub state_until: Option<Dt>,
    pub name_sealed: Vec<u8>,
    pub unit_name: Option<String>,
    pub libraries: Option<Vec<String>>,
    pub term_until: Option<Dt>,
    pub specialties: Option<Vec<String>>,
}

/// Where a page begins: numbered experts first, in the order of their numbers, then those without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    Number(String),
    Draft(Option<Uuid>),
}

/// How the files of a filter are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Along the numbers, each file tried.
    Walk,
    /// The files of the specialty, then sorted.
    Collect,
}

/// What an exact search looks for.
#[derive(Clone, Debug)]
pub enum Key {
    Number(String),
    IdNumber(Vec<u8>),
    Phone(Vec<u8>),
    Name(Vec<u8>),
}

/// The newest change of any file.
pub async fn pool_changed_at(db: &PgPool) -> sqlx::Result<Option<Timestamp>> {
    let newest = sqlx::query_scalar!(r#"select max(updated_at) as "newest: Ts" from expert"#).fetch_one(db).await?;
    Ok(newest.map(Ts::to_jiff))
}

/// Up to `limit` files after `after`; of experts with a number, or of those without one.
pub async fn page(db: &PgPool, filter: &Filter, shape: Shape, after: &After, limit: i64) -> sqlx::Result<Vec<Hit>> {
    let mut query = QueryBuilder::new(HEAD);
    push_source(&mut query, filter, shape);
    match after {
        After::Number(number) => {
            query.push(" and e.number > ").push_bind(number.clone()).push(" order by e.number limit ");
        }
        After::Draft(id) => {
            query.push(" and e.number is null");
            if let Some(id) = id {
                query.push(" and e.id > ").push_bind(*id);
            }
            query.push(" order by e.id limit ");
        }
    }
    query.push_bind(limit);
    query.build_query_as().persistent(false).fetch_all(db).await
}

/// The lines of files, in the order of a list.
pub async fn lines(db: &PgPool, ids: &[Uuid]) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select e.id, e.number, e.area, e.state, e.state_from as "state_from: Dt", e.state_until as "state_until: Dt",
                  e.name_sealed, coalesce(m.name, u.name) as unit_name, l.libraries, l.term_until as "term_until: Dt",
                  (select array_agg(distinct s.code) from expert_specialty s where s.expert_id = e.id) as specialties
             from expert e
             left join unit u on u.id = e.unit_id
             left join unit m on m.id = u.merged_into
             left join lateral (select array_agg(l.library order by l.library) as libraries, min(l.until_on) as term_until
                                  from expert_library l
                                 where l.expert_id = e.id) l on true
            where e.id = any($1)
            order by e.number, e.id"#,
        ids
    )
    .fetch_all(db)
    .await
}

/// Files whose name, number, identity number or phone is exactly this.
pub async fn search(
    db: &PgPool,
    sight: &Filter,
    key: &Key,
    after: Option<&After>,
    limit: i64,
) -> sqlx::Result<Vec<Hit>> {
    let mut query = QueryBuilder::new(HEAD);
    query.push("expert e where true");
    push_area(&mut query, sight);
    push_key(&mut query, key);
    match after {
        None => {}
        Some(After::Number(number)) => {
            query.push(" and (e.number is null or e.number > ").push_bind(number.clone()).push(")");
        }
        Some(After::Draft(id)) => {
            query.push(" and e.number is null and e.id > ").push_bind(id.unwrap_or_default());
        }
    }
    query.push(" order by e.number, e.id limit ").push_bind(limit);
    query.build_query_as().persistent(false).fetch_all(db).await
}

/// How many lines a search finds.
pub async fn search_count(db: &PgPool, sight: &Filter, key: &Key) -> sqlx::Result<i64> {
    let mut query = QueryBuilder::new("select count(*) from expert e where true");
    push_area(&mut query, sight);
    push_key(&mut query, key);
    query.build_query_scalar().persistent(false).fetch_one(db).await
}

/// How many experts a filter matches; `expert_count` holds all that is read of the files.
pub async fn count(db: &PgPool, filter: &Filter) -> sqlx::Result<i64> {
    let mut query = QueryBuilder::new("select count(*) from expert e where true");
    push_membership(&mut query, filter, ")");
    push_rest(&mut query, filter);
    query.build_query_scalar().persistent(false).fetch_one(db).await
}

fn push_source(query: &mut QueryBuilder<Postgres>, filter: &Filter, shape: Shape) {
    if filter.specialty.is_some() && shape == Shape::Collect {
        query.push("(select distinct s.expert_id from expert_specialty s where true");
        push_specialty(query, filter);
        query.push(") hit join expert e on e.id = hit.expert_id where true");
    } else {
        query.push("expert e where true");
        push_membership(query, filter, PROBED);
    }
    push_rest(query, filter);
}

/// The wanted specialty or library; `end` closes the subquery and may keep it a probe of each file.
fn push_membership(query: &mut QueryBuilder<Postgres>, filter: &Filter, end: &str) {
    if filter.specialty.is_some() {
        query.push(" and exists (select 1 from expert_specialty s where s.expert_id = e.id");
        push_specialty(query, filter);
        query.push(end);
    } else if let Some(library) = filter.library {
        query.push(" and exists (select 1 from expert_library l where l.expert_id = e.id and l.library = ");
        query.push_bind(library.code()).push(end);
    }
}

/// All conditions on the file's own row, and what falls due.
fn push_rest(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    push_area(query, filter);
    push_state(query, filter);
    push_due(query, filter);
}

/// `~>=~` and `~<~` compare byte by byte, as the index does; the sign after the last one ends the subtree.
fn push_specialty(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    if let Some(code) = filter.specialty {
        let first = code.to_string();
        let mut end = first.clone().into_bytes();
        if let Some(last) = end.last_mut() {
            *last += 1;
        }
        let end = String::from_utf8(end).expect("the sign after an ASCII letter or digit is ASCII");
        query.push(if filter.former.is_empty() { " and " } else { " and (" });
        query.push("s.code ~>=~ ").push_bind(first).push(" and s.code ~<~ ").push_bind(end);
        if !filter.former.is_empty() {
            let former: Vec<String> = filter.former.iter().map(ToString::to_string).collect();
            query.push(" or s.code = any(").push_bind(former).push("))");
        }
    }
    if let Some(library) = filter.library {
        query.push(" and s.library = ").push_bind(library.code());
    }
}

/// A city is one value, so that an index gives the order of the numbers below it.
fn push_area(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    let (first, last) = filter.area.range();
    if filter.area.is_province() {
        query.push(" and e.area between ").push_bind(first.to_string()).push(" and ").push_bind(last.to_string());
    } else {
        query.push(" and e.area = ").push_bind(first.to_string());
    }
}

/// Leave and suspension hold within their days alone; around them the expert is active.
fn push_state(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    let today = filter.today.to_sqlx();
    match filter.state {
        None => {}
        Some(State::Active) => {
            query.push(" and (e.state = 'active' or (e.state in ('on_leave', 'suspended') and (e.state_from > ");
            query.push_bind(today).push(" or e.state_until < ").push_bind(today).push(")))");
        }
        Some(state @ (State::OnLeave | State::Suspended)) => {
            query.push(" and e.state = ").push_bind(state.code()).push(" and e.state_from <= ").push_bind(today);
            query.push(" and (e.state_until is null or e.state_until >= ").push_bind(today).push(")");
        }
        Some(state) => {
            query.push(" and e.state = ").push_bind(state.code());
        }
    }
}

/// What falls due, of active experts.
fn push_due(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    let Some(due) = filter.due else { return };
    query.push(" and e.state = 'active'");
    let (first, last) = due.days(filter.today);
    match due {
        Due::TermEnding => {
            query.push(" and exists (select 1 from expert_library l where l.expert_id = e.id and l.until_on between ");
            query.push_bind(first.to_sqlx()).push(" and ").push_bind(last.to_sqlx()).push(")");
        }
        Due::ConfirmationMissing => {
            query.push(" and (e.confirmed_on is null or e.confirmed_on <= ").push_bind(last.to_sqlx()).push(")");
        }
    }
}

fn push_key(query: &mut QueryBuilder<Postgres>, key: &Key) {
    match key {
        Key::Number(number) => query.push(" and e.number = ").push_bind(number.clone()),
        Key::IdNumber(blind) => query.push(" and e.id_number_blind = ").push_bind(blind.clone()),
        Key::Phone(blind) => query.push(" and e.phone_blind = ").push_bind(blind.clone()),
        Key::Name(blind) => query.push(" and e.name_blind = ").push_bind(blind.clone()),
    };
}

const HEAD: &str = "select e.id, e.number from ";
/// Ends a subquery that is asked for one file after the other instead of being joined.
const PROBED: &str = " offset 0)";

//! Lists and single units as officers see them.

use rules::area::Area;
use rules::id::UnitId;
use rules::unit::model::{UnitKind, UnitState};
use sqlx::{PgPool, Postgres, QueryBuilder};
use uuid::Uuid;

/// What a list is cut to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a name, as a key.
    pub name_key: Option<String>,
    /// A pair of characters in that part that few units have.
    pub gram: Option<String>,
    /// Beginning of a code; looked at beside the name.
    pub code: Option<String>,
    pub area: Option<Area>,
    pub kind: Option<UnitKind>,
    /// Merged units are listed only when asked for.
    pub state: Option<UnitState>,
}

/// One unit in short.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Short {
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub kind: String,
    pub area: Option<String>,
    pub state: String,
}

/// One line of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    #[sqlx(flatten)]
    pub unit: Short,
    pub officer_count: i64,
    pub employed_count: i64,
}

/// A unit's own row.
pub struct Shown {
    pub version: i32,
    pub branch_of: Option<Uuid>,
    pub merged_into: Option<Uuid>,
    /// Experts who work there at present.
    pub expert_count: i64,
}

/// A further name.
pub struct Name {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
}

/// A page of units in the order in which they came.
pub async fn page(db: &PgPool, filter: &Filter, after: Option<UnitId>, limit: i64) -> sqlx::Result<Vec<Listed>> {
    let mut query = QueryBuilder::new(LISTED);
    narrow(&mut query, filter);
    if let Some(after) = after {
        query.push(" and u.id > ").push_bind(after.as_uuid());
    }
    query.push(" order by u.id limit ").push_bind(limit);
    query.build_query_as().fetch_all(db).await
}

/// Lines of the list, by id.
pub async fn listed(db: &PgPool, ids: &[Uuid]) -> sqlx::Result<Vec<Listed>> {
    let mut query = QueryBuilder::new(LISTED);
    query.push(" where u.id = any(").push_bind(ids).push(")");
    query.build_query_as().fetch_all(db).await
}

/// How many units a filter matches.
pub async fn count(db: &PgPool, filter: &Filter) -> sqlx::Result<i64> {
    let mut query = QueryBuilder::new("select count(*) from unit u");
    narrow(&mut query, filter);
    query.build_query_scalar().fetch_one(db).await
}

fn narrow(query: &mut QueryBuilder<Postgres>, filter: &Filter) {
    match filter.state {
        Some(state) => query.push(" where u.state = ").push_bind(state.code()),
        None => query.push(" where u.state <> 'merged'"),
    };
    if let Some(area) = filter.area {
        let (first, last) = area.range();
        query.push(" and u.area between ").push_bind(first.to_string()).push(" and ").push_bind(last.to_string());
    }
    if let Some(kind) = filter.kind {
        query.push(" and u.kind = ").push_bind(kind.code());
    }
    let Some(key) = &filter.name_key else { return };
    let part = format!("%{}%", literal(key));
    // Few units have a rare pair of characters: they are found by it. A common one fills the page before the scan is far.
    match &filter.gram {
        Some(gram) => {
            query.push(
                " and u.id in (select g.unit_id from unit_gram g join unit c on c.id = g.unit_id where g.gram = ",
            );
            query.push_bind(gram.clone()).push(" and (c.name_key like ").push_bind(part.clone());
            query.push(" or exists (select 1 from unit_name n where n.unit_id = c.id and n.name_key like ");
            query.push_bind(part).push("))");
        }
        None => {
            query.push(" and (u.name_key like ").push_bind(part.clone());
            query.push(" or u.id in (select n.unit_id from unit_name n where n.name_key like ").push_bind(part);
        }
    }
    if let Some(code) = &filter.code {
        query.push(" union select c.id from unit c where c.code like ").push_bind(format!("{}%", literal(code)));
    }
    query.push(if filter.gram.is_some() { ")" } else { "))" });
}

/// The rarest of some pairs of characters when fewer than `common` units have it.
pub async fn rarest(db: &PgPool, grams: &[String], common: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"select t.gram as "gram!"
             from (select gram, (select count(*) from (select 1 from unit_gram g where g.gram = w.gram limit $2) few) as count
                     from unnest($1::text[]) as w (gram)) t
            where t.count < $2
            order by t.count, t.gram
            limit 1"#,
        grams,
        common
    )
    .fetch_optional(db)
    .await
}

/// A text that `like` takes as itself.
fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Units in short, by id.
pub async fn short(db: &PgPool, ids: &[Uuid]) -> sqlx::Result<Vec<Short>> {
    sqlx::query_as!(Short, "select id, code, name, kind, area, state from unit where id = any($1)", ids)
        .fetch_all(db)
        .await
}

/// One unit's own row.
pub async fn one(db: &PgPool, id: UnitId) -> sqlx::Result<Shown> {
    sqlx::query_as!(
        Shown,
        r#"select u.version, u.branch_of, u.merged_into,
                  (select count(*) from expert e where e.unit_id = u.id) as "expert_count!"
             from unit u
            where u.id = $1"#,
        id.as_uuid()
    )
    .fetch_one(db)
    .await
}

/// Further names of a unit, former ones first.
pub async fn names(db: &PgPool, id: UnitId) -> sqlx::Result<Vec<Name>> {
    sqlx::query_as!(
        Name,
        "select id, name, kind from unit_name where unit_id = $1 order by kind desc, name_key",
        id.as_uuid()
    )
    .fetch_all(db)
    .await
}

const LISTED: &str = "select u.id, u.code, u.name, u.kind, u.area, u.state,
       (select count(*) from unit_officer o where o.unit_id = u.id) as officer_count,
       (select count(*) from expert e where e.unit_id = u.id) as employed_count
  from unit u";

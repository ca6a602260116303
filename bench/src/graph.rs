//! An invented business register beside that of the pool: groups of about ten companies with chains, diamonds, now and then a
//! circle, state holders on top, and persons who hold most companies. One company of a group is a unit that people of the pool
//! work for, as long as there are such.

use hengjian::app::App;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;
use rules::time;
use rules::unit::CreditCode;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::people::Dice;

/// Brings the register up to a million stakes; how many there are.
pub async fn fill(app: &App) -> anyhow::Result<i64> {
    let mut count = count(app).await?;
    if count < STAKES {
        let known: Vec<Uuid> =
            sqlx::query_scalar("select id from unit where merged_into is null and kind = 'company' order by id")
                .fetch_all(&app.db)
                .await?;
        let entry: Uuid = sqlx::query_scalar("select entry_id from unit limit 1").fetch_one(&app.db).await?;
        let mut tx = app.begin("bench.graph").await?;
        let state = insert_units(&mut tx, app, (entry, 0), 5, "state").await?;
        let (mut group, mut number) = (0_u64, 5);
        while count < STAKES {
            let mut stakes = Stakes::default();
            let mut fresh = insert_units(&mut tx, app, (entry, number), GROUPS * 9, "company").await?;
            number += GROUPS * 9;
            for _ in 0..GROUPS {
                let mut companies: Vec<Uuid> = fresh.split_off(fresh.len().saturating_sub(9));
                companies.extend(usize::try_from(group).ok().and_then(|at| known.get(at)));
                stakes.add_group(&mut Dice::new(group), &companies, &state);
                group += 1;
            }
            count += i64::try_from(stakes.units.len())?;
            stakes.insert(&mut tx, app).await?;
        }
        tx.commit().await?;
        sqlx::query("vacuum analyze").execute(&app.db).await?;
    }
    self::count(app).await
}

async fn count(app: &App) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from equity").fetch_one(&app.db).await?)
}

/// Companies that people of the pool work for, spread over all.
pub async fn bidders(app: &App, count: i64) -> anyhow::Result<Vec<Uuid>> {
    let mut units: Vec<Uuid> = sqlx::query_scalar(
        "select u.id
           from unit u
          where u.kind = 'company' and u.merged_into is null and exists (select 1 from employment e where e.unit_id = u.id)
          order by md5(u.code)
          limit $1",
    )
    .bind(count)
    .fetch_all(&app.db)
    .await?;
    units.sort_unstable();
    Ok(units)
}

/// How many people work for a unit that a bidder holds or is held by with a quarter or more, or with which it has such a holder in
/// common, by one recursive query. It sums nothing over paths and looks at six steps, so it asks for less than the rule.
pub async fn related(app: &App, bidders: &[Uuid], at: Timestamp) -> anyhow::Result<i64> {
    let day = time::day_of(at);
    let sql = "with recursive stake as (
                   select unit_id, coalesce(holder_unit_id::text, encode(holder_id_number_blind, 'hex')) as holder, holder_kind,
                          share / 100 as part
                     from equity
                    where (from_on is null or from_on <= $2) and (until_on is null or until_on >= $2)),
               up as (
                   select id::text as node, 1::numeric as part, 0 as step from unit where id = any($1)
                   union
                   select s.holder, round(up.part * s.part, 12), step + 1
                     from up join stake s on s.unit_id::text = up.node
                    where step < 6 and up.part * s.part >= 0.25 and s.holder_kind not in ('state', 'fund', 'employee_platform')),
               down as (
                   select node, 1::numeric as part, 0 as step from (select distinct node from up) as top
                   union
                   select s.unit_id::text, round(down.part * s.part, 12), step + 1
                     from down join stake s on s.holder = down.node
                    where step < 6 and down.part * s.part >= 0.25)
               select count(*) from expert
                where index is not null
                  and (unit_id::text in (select node from down)
                       or exists (select 1 from employment m where m.expert_id = expert.id and m.unit_id::text in (select node from down)
                                     and m.from_month <= $2 and (m.until_month is null or m.until_month >= $2)))";
    Ok(sqlx::query_scalar(sql).bind(bidders).bind(day.to_sqlx()).fetch_one(&app.db).await?)
}

async fn insert_units(
    db: &mut PgConnection,
    app: &App,
    (entry, first): (Uuid, usize),
    count: usize,
    kind: &str,
) -> anyhow::Result<Vec<Uuid>> {
    let numbers = first..first + count;
    let ids: Vec<Uuid> = numbers.clone().map(|_| app.uuid()).collect();
    let codes =
        numbers.map(|number| CreditCode::complete(&format!("91431300MB{number:07}")).map(|code| code.to_string()));
    let codes: Vec<String> = codes.collect::<Result<_, _>>()?;
    sqlx::query(
        "insert into unit (id, code, name, name_key, kind, area, state, version, entry_id, created_at, updated_at)
         select id, code, code, code, $3, '431300', 'known', 1, $4, $5, $5 from unnest($1::uuid[], $2::text[]) as t (id, code)",
    )
    .bind(&ids)
    .bind(&codes)
    .bind(kind)
    .bind(entry)
    .bind(app.clock.now().to_sqlx())
    .execute(db)
    .await?;
    Ok(ids)
}

#[derive(Default)]
struct Stakes {
    units: Vec<Uuid>,
    kinds: Vec<&'static str>,
    holders: Vec<Option<Uuid>>,
    persons: Vec<Option<Vec<u8>>>,
    shares: Vec<String>,
}

impl Stakes {
    /// A chain with side branches: every company after the first is held by one of the two before it, some by both (a diamond); one
    /// group in twenty has a circle, one in ten a state holder; persons hold the rest.
    fn add_group(&mut self, dice: &mut Dice, companies: &[Uuid], state: &[Uuid]) {
        for (at, company) in companies.iter().enumerate() {
            let mut left = 100;
            if at > 0 {
                let share = 20 + dice.roll(60);
                self.unit(*company, "company", companies[at - 1], share);
                left -= share;
            }
            if at > 1 && dice.roll(3) == 0 {
                let share = 1 + dice.roll(left / 2 + 1);
                self.unit(*company, "company", companies[at - 2], share);
                left -= share;
            }
            let person_count = 1 + dice.roll(3);
            for _ in 0..person_count {
                let share = left / person_count;
                self.person(*company, dice, share.max(1));
            }
        }
        if dice.roll(20) == 0 {
            self.unit(companies[2], "company", companies[5], 1 + dice.roll(30));
        }
        if dice.roll(10) == 0 {
            self.unit(companies[0], "state", dice.pick(state), 51);
        }
    }

    fn unit(&mut self, unit: Uuid, kind: &'static str, holder: Uuid, share: u64) {
        self.push(unit, kind, share);
        self.holders.push(Some(holder));
        self.persons.push(None);
    }

    fn person(&mut self, unit: Uuid, dice: &mut Dice, share: u64) {
        self.push(unit, "person", share);
        self.holders.push(None);
        let blind = [dice.roll(u64::MAX), dice.roll(u64::MAX)].map(u64::to_be_bytes).concat();
        self.persons.push(Some(blind));
    }

    fn push(&mut self, unit: Uuid, kind: &'static str, share: u64) {
        self.units.push(unit);
        self.kinds.push(kind);
        self.shares.push(share.to_string());
    }

    async fn insert(self, db: &mut PgConnection, app: &App) -> anyhow::Result<()> {
        let ids: Vec<Uuid> = self.units.iter().map(|_| app.uuid()).collect();
        sqlx::query(
            "insert into equity (id, unit_id, holder_kind, holder_unit_id, holder_name_sealed, holder_id_number_sealed,
                                 holder_id_number_blind, share, control, from_on)
             select id, unit_id, kind, holder, person, person, person, share::numeric, false, '2015-01-01'
               from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bytea[], $6::text[])
                    as t (id, unit_id, kind, holder, person, share)",
        )
        .bind(&ids)
        .bind(&self.units)
        .bind(&self.kinds)
        .bind(&self.holders)
        .bind(&self.persons)
        .bind(&self.shares)
        .execute(db)
        .await?;
        Ok(())
    }
}

const STAKES: i64 = 1_000_000;
/// Groups in one statement.
const GROUPS: usize = 1_000;

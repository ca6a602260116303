//! The registry of a day: its root can be recomputed by hand, and a draw judges the facts of that day, whatever came later.

use std::time::Duration;

use hengjian::app::App;
use hengjian::ledger::{self, number_pending};
use hengjian::registry::{self, Choice, Chosen, Kind, OpenError, Outcome};
use hengjian::{expert, recusal, unit};
use proof::Hash;
use proof::record::{field_hash, field_salt, registry_leaf};
use proof::statement::Statement;
use proof::tree::{leaf_hash, root};
use rules::expert::model::State;
use rules::id::ExpertId;
use rules::ledger::entry::Kind as EntryKind;
use sqlx::PgPool;

use super::recusal::Scene;
use super::unit::register::Register;
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_roots_are_those_that_anyone_makes_of_the_files(db: PgPool) {
    let world = World::empty(db).await;
    let (register, app) = (Register::of(&world), &world.app);
    register.unit(2, "乙建设有限公司", &[], &[]).await;
    register.unit(1, "甲建设有限公司", &["甲筑造有限公司"], &[]).await;
    let people = [world.expert("欧阳娜娜").admit().await, world.expert("王芳").admit().await];
    let draft = world.expert("李明").with(|file| file.state = State::Draft).file();
    save(app, expert::Saving::new(draft)).await;
    change(app, people[0].id, |file| file.address = Some("长沙市岳麓区".to_owned())).await;
    assert_eq!(registry::state_now(app).await.expect("stated"), Outcome::Stated(2));
    let chosen = choose(app, 0).await;
    assert_eq!(chosen.root, by_hand(app, "expert", &people.map(|file| file.id.to_string())).await);
    let units: Vec<String> = ids(app, "select id::text from unit order by id").await;
    assert_eq!(chosen.units, by_hand(app, "unit", &units).await);
    let statement = stated(app, &chosen).await;
    assert_eq!(statement.value("day"), Some("2026-12-07"));
    assert_eq!((statement.number("size"), chosen.size), (Some(2), 2));
    let compared = ledger::compare::compare(app).await.expect("compared");
    assert_eq!(compared.problem_count, 0);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn what_is_kept_of_a_day_is_judged_like_the_database_of_that_day(db: PgPool) {
    let scene = Scene::new(db).await;
    let people = scene.people().await;
    let app = &scene.world.app;
    let then = recusal::read(app).await.expect("read");
    registry::state_now(app).await.expect("stated");
    let first = choose(app, 0).await;
    let exited = people.iter().position(|(_, rule)| rule.is_none()).expect("somebody eligible");
    scene.world.pass(DAY);
    change(app, people[exited].0.id, |file| file.state = State::Exited).await;
    Register::of(&scene.world).unit(77, "后来建设有限公司", &[], &[]).await;
    assert_eq!(registry::state_today(app).await.expect("stated"), Outcome::Stated(people.len() as u64));
    let second = choose(app, 0).await;

    let opened = registry::open(app, &first).await.expect("opened");
    assert_eq!(sealed(&scene, &opened), sealed(&scene, &then), "a change after the day does not reach it");
    for (kept, read) in opened.people().iter().zip(then.people()) {
        assert_eq!((kept.facts(), kept.links()), (read.facts(), read.links()));
    }
    let (opened, now) = (registry::open(app, &second).await.expect("opened"), recusal::read(app).await.expect("read"));
    assert_eq!(sealed(&scene, &opened), sealed(&scene, &now), "it reaches the next");
    assert_ne!(sealed(&scene, &opened), sealed(&scene, &then));
    assert_ne!((first.root, first.units), (second.root, second.units));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_day_is_stated_once_and_on_demand_again_when_something_changed(db: PgPool) {
    let world = World::empty(db).await;
    let app = &world.app;
    assert_eq!(registry::state_today(app).await.expect("asked"), Outcome::Nobody);
    let file = world.expert("欧阳娜娜").admit().await;
    let (one, other) = tokio::join!(registry::state_today(app), registry::state_today(app));
    let outcomes = [one.expect("stated"), other.expect("stated")];
    assert!(outcomes.contains(&Outcome::Stated(1)) && outcomes.contains(&Outcome::Unchanged), "{outcomes:?}");
    assert_eq!(registry::state_now(app).await.expect("asked"), Outcome::Unchanged);
    change(app, file.id, |file| file.address = Some("长沙市".to_owned())).await;
    assert_eq!(registry::state_today(app).await.expect("asked"), Outcome::Unchanged, "once a day by itself");
    let before = choose(app, 0).await;
    assert_eq!(registry::state_now(app).await.expect("stated"), Outcome::Stated(1));
    let mut tx = app.begin("test").await.expect("a transaction");
    let waiting = registry::choose_in(app, &mut tx, 0, app.clock.now()).await.expect("asked");
    assert_eq!(waiting, Choice::Waiting, "the newest counts, and it has no number yet");
    drop(tx);
    assert!(choose(app, 0).await.index > before.index);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_draw_names_the_newest_day_that_is_old_enough_and_none_of_before_a_week(db: PgPool) {
    let world = World::empty(db).await;
    let app = &world.app;
    world.expert("欧阳娜娜").admit().await;
    registry::state_now(app).await.expect("stated");
    let first = choose(app, 0).await;
    assert_eq!(choice(app, 1).await, Choice::Missing, "it is not a day old");
    world.pass(3 * DAY);
    assert_eq!(choose(app, 3).await, first);
    assert_eq!(choice(app, 4).await, Choice::Missing);
    world.expert("王芳").admit().await;
    registry::state_now(app).await.expect("stated");
    let second = choose(app, 0).await;
    assert_eq!((choose(app, 3).await, second.size), (first.clone(), 2));
    world.pass(3 * DAY);
    assert_eq!(choose(app, 3).await, second, "the newest that is old enough");
    world.pass(7 * DAY);
    assert_eq!(choose(app, 3).await, second, "seven days too old");
    world.pass(DAY);
    assert_eq!(choice(app, 3).await, Choice::Missing, "eight days too old");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn what_was_kept_and_altered_is_refused(db: PgPool) {
    let world = World::empty(db).await;
    let app = &world.app;
    let file = world.expert("欧阳娜娜").admit().await;
    registry::state_now(app).await.expect("stated");
    let first = choose(app, 0).await;
    world.pass(DAY);
    change(app, file.id, |file| file.state = State::Exited).await;
    registry::state_now(app).await.expect("stated");
    let second = choose(app, 0).await;
    for damage in [
        "update registry_chunk set bytes_sealed = set_byte(bytes_sealed, 40, get_byte(bytes_sealed, 40) # 1) where section = 6",
        "delete from registry_chunk where section = 9",
        "update registry_chunk set place = 1 where section = 6",
        "update registry_chunk a set bytes_sealed = b.bytes_sealed from registry_chunk b
          where a.section = 6 and b.section = 9 and a.day_id = b.day_id",
        "update registry_chunk a set bytes_sealed = b.bytes_sealed from registry_chunk b
          where a.section = 6 and b.section = 6 and a.day_id <> b.day_id",
        "update registry_day a set statement_sealed = b.statement_sealed from registry_day b where a.id <> b.id",
    ] {
        run(app, "create table kept as select * from registry_chunk").await;
        run(app, "create table days as select id, statement_sealed from registry_day").await;
        run(app, damage).await;
        for chosen in [&first, &second] {
            let refused = registry::open(app, chosen).await.err();
            assert!(matches!(refused, Some(OpenError::Altered { .. })), "{damage}: {refused:?}");
        }
        run(app, "delete from registry_chunk").await;
        run(app, "insert into registry_chunk select * from kept").await;
        run(app, "update registry_day d set statement_sealed = k.statement_sealed from days k where d.id = k.id").await;
        run(app, "drop table kept").await;
        run(app, "drop table days").await;
        registry::open(app, &first).await.expect("whole again");
    }
    let moved = Chosen { root: second.root, ..first.clone() };
    assert!(matches!(registry::open(app, &moved).await.err(), Some(OpenError::Altered { .. })));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_record_altered_past_the_software_stands_in_no_root(db: PgPool) {
    let world = World::empty(db).await;
    let file = world.expert("欧阳娜娜").admit().await;
    sqlx::query("update expert set state = 'exited' where id = $1")
        .bind(file.id.as_uuid())
        .execute(&world.app.db)
        .await
        .expect("altered");
    let refused = registry::state_now(&world.app).await.err().map(|error| error.to_string());
    assert!(refused.as_ref().is_some_and(|why| why.contains("ledger")), "{refused:?}");
    let none: i64 =
        sqlx::query_scalar("select count(*) from registry_day").fetch_one(&world.app.db).await.expect("asked");
    assert_eq!(none, 0);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn facts_that_no_draw_holds_are_forgotten_after_fifteen_days(db: PgPool) {
    let world = World::empty(db).await;
    let app = &world.app;
    world.expert("欧阳娜娜").admit().await;
    registry::state_now(app).await.expect("stated");
    let chosen = choose(app, 0).await;
    let draw = app.uuid();
    world.pass(15 * DAY);
    assert_eq!(forget(app).await, 0);
    let mut tx = app.begin("test").await.expect("a transaction");
    registry::hold_in(&mut tx, &chosen, draw).await.expect("held");
    registry::hold_in(&mut tx, &chosen, draw).await.expect("held once");
    tx.commit().await.expect("committed");
    world.pass(DAY);
    assert_eq!(forget(app).await, 0);
    registry::open(app, &chosen).await.expect("a draw holds it");
    let kept = registry::records(app, &chosen, Kind::People).await.expect("kept");
    let mut count = 0;
    let read = kept.each(Kind::People.form(), |row| {
        assert_eq!(row.read::<u32>()?, 0);
        assert!(row.read::<u64>()? < chosen.index);
        while row.opt::<&[u8]>().is_ok() {
            count += 1;
        }
        Ok(())
    });
    read.expect("a row");
    assert_eq!(count, 33, "every field of the record");
    let mut tx = app.begin("test").await.expect("a transaction");
    registry::release_in(&mut tx, draw).await.expect("released");
    tx.commit().await.expect("committed");
    assert!(forget(app).await > 0);
    assert!(matches!(registry::open(app, &chosen).await.err(), Some(OpenError::Forgotten { .. })));
}

const DAY: Duration = Duration::from_hours(24);

async fn forget(app: &App) -> u64 {
    let mut tx = app.begin("test.forget").await.expect("a transaction");
    let count = registry::forget_in(&mut tx, app.clock.now()).await.expect("forgotten");
    tx.commit().await.expect("committed");
    count
}

/// What there is to name when all statements have their numbers.
async fn choice(app: &App, age_days: u32) -> Choice {
    number_pending(app).await.expect("a turn");
    let mut tx = app.begin("test.choose").await.expect("a transaction");
    registry::choose_in(app, &mut tx, age_days, app.clock.now()).await.expect("asked")
}

async fn choose(app: &App, age_days: u32) -> Chosen {
    match choice(app, age_days).await {
        Choice::Named(chosen) => *chosen,
        other => panic!("nothing to name: {other:?}"),
    }
}

async fn stated(app: &App, chosen: &Chosen) -> Statement {
    let mut db = app.db.acquire().await.expect("a connection");
    let (index, statement) = ledger::own_stated_in(app, &mut db, chosen.entry).await.expect("asked").expect("numbered");
    assert_eq!(index, chosen.index);
    statement
}

/// The root over these records, from their files and the numbers of their newest entries.
async fn by_hand(app: &App, kind: &str, ids: &[String]) -> Hash {
    let mut leaves = Vec::new();
    for (x, id) in (0..).zip(ids) {
        let subject = format!("{kind}/{id}");
        let uuid: uuid::Uuid = id.parse().expect("an id");
        let mut tx = app.begin("test.load").await.expect("a transaction");
        let fields = if kind == "unit" {
            unit::load_in(app, &mut tx, &[uuid.to_string().parse().expect("an id")])
                .await
                .expect("loaded")
                .remove(0)
                .fields()
        } else {
            let id = ExpertId::from_uuid(uuid);
            expert::load_in(app, &mut tx, &[id]).await.expect("loaded").remove(0).file.fields()
        };
        let entry: i64 = sqlx::query_scalar("select max(index) from ledger_entry where subject = $1")
            .bind(&subject)
            .fetch_one(&app.db)
            .await
            .expect("an entry");
        let salt = app.vault.record_salt(&subject);
        let hashes: Vec<Hash> = (1..)
            .zip(&fields)
            .map(|(place, (name, value))| field_hash(&field_salt(&salt, place), (name, value)))
            .collect();
        let leaf = registry_leaf(&salt, x, &hashes, u64::try_from(entry).expect("a number"));
        leaves.push(leaf_hash(leaf.as_bytes()));
    }
    root(&leaves)
}

async fn ids(app: &App, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(&app.db).await.expect("ids")
}

async fn run(app: &App, sql: &'static str) {
    sqlx::query(sql).execute(&app.db).await.expect(sql);
}

/// The committed pool of the scene's case with one salt for all.
fn sealed(scene: &Scene, registry: &recusal::Registry) -> Vec<u8> {
    let judgement = scene.judge(registry);
    registry.seal(&scene.world.app.vault, &judgement, &[7; 32]).expect("a pool").0.pool.to_bytes()
}

/// A change by an officer.
async fn change(app: &App, id: ExpertId, edit: impl FnOnce(&mut rules::expert::ExpertFile)) {
    let mut tx = app.begin("test.change").await.expect("a transaction");
    let held = expert::lock_in(app, &mut tx, &[id]).await.expect("loaded").remove(0);
    let mut after = held.file.clone();
    edit(&mut after);
    drop(tx);
    save(app, expert::Saving::over(held, after)).await;
}

async fn save(app: &App, saving: expert::Saving) {
    let at = app.clock.now();
    let deed = ledger::Deed { kind: EntryKind::ExpertAmended, actor: "command/test", reason: None, at };
    let mut tx = app.begin("test.save").await.expect("a transaction");
    expert::save_in(app, &mut tx, vec![saving], &deed).await.expect("saved");
    tx.commit().await.expect("committed");
}

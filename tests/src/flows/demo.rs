//! The demo: made once, completed after a break, marked, and of no use beside real data.

use std::collections::BTreeSet;

use hengjian::demo::data::Size;
use hengjian::demo::{self, ACCOUNTS, Code, PASSWORD};
use jiff::civil::date;
use rules::import::Kind;
use serde_json::json;
use sqlx::PgPool;

use crate::people::Caller;
use crate::world::World;

const SIZE: Size = Size { seed: 20_261_124, expert_count: 300, day: date(2026, 12, 7) };

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn every_demo_account_signs_in_and_says_what_it_is(db: PgPool) {
    let world = World::empty(db).await;
    assert!(!made(&world).await);
    for account in ACCOUNTS {
        let mut caller = world.caller();
        let body = json!({ "login": account.login, "password": PASSWORD });
        let ticket = caller.post("/api/sign-in/password", body).await.expect(200).text("ticket");
        let Ok(Code::Authenticator(code)) = demo::code(&world.app, account.login).await else { panic!("a code") };
        caller.post("/api/sign-in/second-factor", json!({ "ticket": ticket, "code": code })).await.expect(204);
        let me = caller.get("/api/me").await.expect(200);
        let is = (me.text("role"), me.text("area"), me.body["demo"].as_bool());
        assert_eq!(is, (account.role.code().to_owned(), account.area().to_string(), Some(true)), "{}", account.login);
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_expert_of_the_demo_signs_in_with_the_message_that_the_command_shows(db: PgPool) {
    let world = World::empty(db).await;
    made(&world).await;
    let (number, phone) = demo::data::Demo::of(SIZE).telephones(1).remove(0);
    let early = demo::code(&world.app, phone.as_str()).await.expect_err("no account yet");
    assert!(early.to_string().contains("sign-in page"), "{early}");
    let mut caller = world.caller();
    let ticket = caller.post("/api/sign-in/phone", json!({ "phone": phone.as_str() })).await.expect(200).text("ticket");
    for name in [phone.as_str(), number.as_str()] {
        assert!(matches!(demo::code(&world.app, name).await, Ok(Code::Message(_))), "{name}");
    }
    let Ok(Code::Message(text)) = demo::code(&world.app, phone.as_str()).await else { panic!("a message") };
    let digits: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    caller.post("/api/sign-in/phone-code", json!({ "ticket": ticket, "code": digits })).await.expect(204);
    let me = caller.get("/api/me").await.expect(200);
    assert_eq!((me.text("role"), me.body["demo"].as_bool()), ("expert".to_owned(), Some(true)));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_broken_off_run_is_completed_and_a_second_one_changes_nothing(db: PgPool) {
    let world = World::empty(db).await;
    let app = world.app.clone();
    let broken = tokio::spawn(async move {
        let mut say = |line: String| assert!(!line.starts_with("experts"), "the machine lost its power");
        demo::load(&app, SIZE, &mut say).await.map(|loaded| loaded.was_there).map_err(|error| error.to_string())
    });
    assert!(broken.await.is_err());
    assert_eq!(count(&world, "expert").await, 0);
    assert!(count(&world, "unit").await > 100, "the first step stays");
    assert!(!made(&world).await, "the second run completes the first");
    let believed: f32 = sqlx::query_scalar("select reltuples from pg_class where relname = 'expert'")
        .fetch_one(&world.app.db)
        .await
        .expect("a table");
    assert!(believed > 299.0, "the planner knows the pool's size before anybody asks");
    let before = counts(&world).await;
    assert_eq!((before[0], count(&world, "change").await), (300, 6));
    let other = Size { expert_count: 500, ..SIZE };
    let again = demo::load(&world.app, other, &mut |_| {}).await.expect("there");
    assert!(again.was_there && again.size == SIZE);
    assert_eq!(counts(&world).await, before);
    assert_eq!(count(&world, "change").await, 6, "each is proposed once");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_demo_has_a_request_at_each_step_of_its_life(db: PgPool) {
    let world = World::empty(db).await;
    made(&world).await;
    let states: Vec<String> =
        sqlx::query_scalar("select state from request order by id").fetch_all(&world.app.db).await.expect("requests");
    assert_eq!(states, ["approved", "filed", "draft"]);
    let of_unit: i64 = sqlx::query_scalar("select count(*) from account where unit_id is not null")
        .fetch_one(&world.app.db)
        .await
        .expect("a count");
    assert_eq!(of_unit, 4, "tenderees and agencies act for a unit");
}

#[test]
fn the_starter_edition_knows_the_codes_of_the_template() {
    let known: BTreeSet<String> = demo::data::specialties().into_iter().map(|row| row.code.to_string()).collect();
    for column in Kind::Experts.columns().iter().filter(|column| column.field.ends_with("specialties")) {
        for code in column.example.split(';') {
            assert!(known.contains(code.trim()), "{} {code}", column.field);
        }
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_database_with_real_data_is_left_alone_and_gives_no_codes(db: PgPool) {
    let (world, officer) = World::new(db).await;
    let refused = demo::load(&world.app, SIZE, &mut |_| {}).await.expect_err("refused");
    assert!(refused.to_string().contains("not the demo's"), "{refused}");
    assert_eq!(counts(&world).await[..2], [0, 0]);
    let refused = demo::code(&world.app, &officer.login).await.expect_err("refused");
    assert!(refused.to_string().contains("not a demo account"), "{refused}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_real_account_beside_the_demo_keeps_its_code(db: PgPool) {
    let world = World::empty(db).await;
    made(&world).await;
    let mut officer = security_officer(&world).await;
    let body = json!({ "login": "liming", "display_name": "李明", "role": "auditor", "area": "430100" });
    officer.post("/api/accounts", body).await.expect(201);
    let refused = demo::code(&world.app, "liming").await.expect_err("refused");
    assert!(refused.to_string().contains("not a demo account"), "{refused}");
}

/// True when the demo had been there.
async fn made(world: &World) -> bool {
    demo::load(&world.app, SIZE, &mut |_| {}).await.expect("a demo").was_there
}

async fn security_officer(world: &World) -> Caller {
    let mut caller = world.caller();
    let body = json!({ "login": "anquan.hn", "password": PASSWORD });
    let ticket = caller.post("/api/sign-in/password", body).await.expect(200).text("ticket");
    let Ok(Code::Authenticator(code)) = demo::code(&world.app, "anquan.hn").await else { panic!("a code") };
    caller.post("/api/sign-in/second-factor", json!({ "ticket": ticket, "code": code })).await.expect(204);
    let me = caller.get("/api/me").await.expect(200);
    caller.csrf_token = Some(me.text("csrf_token"));
    caller
}

async fn counts(world: &World) -> [i64; 4] {
    [
        count(world, "expert").await,
        count(world, "unit").await,
        count(world, "employment").await,
        count(world, "account").await,
    ]
}

async fn count(world: &World, table: &'static str) -> i64 {
    let query = match table {
        "expert" => "select count(*) from expert",
        "unit" => "select count(*) from unit",
        "change" => "select count(*) from change where state = 'pending'",
        "employment" => "select count(*) from employment",
        _ => "select count(*) from account",
    };
    sqlx::query_scalar(query).fetch_one(&world.app.db).await.expect("a count")
}

//! Editions of the specialty tree side by side: from which day each is in force, and what becomes of the codes it leaves out.

use std::time::Duration;

use hengjian::ledger;
use rules::import::Kind;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::{Desk, refusals, told, upload_to};
use crate::build::sheet::Table;
use crate::people::sign_in;

const OLD: [[&str; 3]; 6] = [
    ["A", "工程", ""],
    ["A08", "工程施工", ""],
    ["A0801", "建筑工程", ""],
    ["A080101", "土建工程", ""],
    ["A080107", "钢结构工程", ""],
    ["A080109", "爆破工程", ""],
];

const NEW: [[&str; 3]; 6] = [
    ["A", "工程", ""],
    ["A08", "工程施工", ""],
    ["A0801", "建筑工程", ""],
    ["A080107", "钢结构工程", ""],
    ["A09", "房屋建筑", ""],
    ["A0901", "主体结构", "A080101"],
];

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn from_its_day_on_an_edition_finds_experts_by_the_codes_that_it_continues(db: PgPool) {
    let mut desk = Desk::new(db).await;
    taken(&mut desk, "2018", "2026-01-01", &OLD).await;
    let expert = desk.world.expert("张三").admit().await.id.to_string();
    taken(&mut desk, "2027", "2027-01-01", &NEW).await;

    assert_eq!(tree(&mut desk).await, (6, "土建工程".to_owned()), "the new edition waits for its day");
    assert_eq!((found(&mut desk, "A08").await, found(&mut desk, "A09").await), (1, 0));
    new_year(&mut desk).await;
    assert_eq!(tree(&mut desk).await, (6, "钢结构工程".to_owned()));
    assert_eq!((found(&mut desk, "A09").await, found(&mut desk, "A0901").await), (1, 1));
    assert_eq!(found(&mut desk, "A080107").await, 0);
    let shown = desk.author.get(&format!("/api/experts/{expert}")).await.expect(200).body;
    let expected =
        json!({ "code": "A080101", "name": "土建工程", "old": { "edition": "2018", "continued_by": ["A0901"] } });
    assert_eq!(shown["libraries"][0]["specialties"][0], expected);

    let unknown = Table::example(Kind::Experts, &[("evaluation_specialties", "A080101")]);
    let import = desk.checked(Kind::Experts, unknown.csv()).await;
    assert_eq!(import["refusals"][0]["code"], "import.unknown_specialty", "a new row has a code in force: {import}");

    assert_eq!(problems(&desk).await, Vec::<String>::new());
    sqlx::query("update specialty_former set former_code = 'A080109'").execute(&desk.world.app.db).await.expect("done");
    let named = problems(&desk).await;
    assert!(named.len() == 1 && named[0].starts_with("specialty_edition/"), "{named:?}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_edition_follows_the_one_before_and_continues_its_codes_alone(db: PgPool) {
    let mut desk = Desk::new(db).await;
    taken(&mut desk, "2018", "2026-01-01", &OLD).await;
    let mut wrong = NEW;
    wrong[5][2] = "A080101；A0999";
    let import = checked(&mut desk, "2027", "2027-01-01", &wrong).await;
    assert_eq!(refusals(&import), told(&[(7, "承接代码", "specialty.former")]));
    let early = checked(&mut desk, "2015", "2025-01-01", &NEW).await;
    assert_eq!(early["refusal"]["code"], "import.edition_order");
    let moved = checked(&mut desk, "2018", "2026-02-01", &OLD).await;
    assert_eq!(moved["refusal"]["code"], "import.edition_exists", "an edition keeps its day");
    let path = "/api/imports?kind=specialties&edition=2027&in_force_from=soon";
    let refused = upload_to(&mut desk.author, path, table(&NEW).csv()).await.refused(422, "import.in_force_from");
    assert_eq!(refused.body["fields"][0]["field"], "in_force_from");
}

async fn taken(desk: &mut Desk, name: &str, day: &str, codes: &[[&str; 3]]) {
    let import = checked(desk, name, day, codes).await;
    assert_eq!((&import["state"], &import["in_force_from"]), (&json!("checked"), &json!(day)), "{import}");
    let id = import["id"].as_str().expect("an id");
    desk.author.post(&format!("/api/imports/{id}/submit"), json!({})).await.expect(204);
    desk.other.post(&format!("/api/imports/{id}/approve"), json!({})).await.expect(204);
    desk.work().await;
    assert_eq!(desk.show(id).await["state"], "done");
}

async fn checked(desk: &mut Desk, name: &str, day: &str, codes: &[[&str; 3]]) -> Value {
    let path = format!("/api/imports?kind=specialties&edition={name}&in_force_from={day}");
    let id = upload_to(&mut desk.author, &path, table(codes).csv()).await.expect(201).text("id");
    desk.work().await;
    desk.show(&id).await
}

fn table(codes: &[[&str; 3]]) -> Table {
    let rows = codes.iter().map(|row| row.map(str::to_owned).to_vec());
    Table { headers: ["代码", "名称", "承接代码"].map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// How many codes are in force, and what the fourth is called.
async fn tree(desk: &mut Desk) -> (usize, String) {
    let tree = desk.author.get("/api/specialties").await.expect(200);
    (tree.items().len(), tree.items()[3]["name"].as_str().expect("a name").to_owned())
}

async fn found(desk: &mut Desk, branch: &str) -> usize {
    let page = desk.author.get(&format!("/api/experts?specialty={branch}")).await.expect(200);
    assert_eq!(page.body["total"], page.items().len());
    page.items().len()
}

async fn new_year(desk: &mut Desk) {
    desk.world.pass(Duration::from_secs(30 * 24 * 3600));
    desk.author = sign_in(&desk.world, &desk.author.login, &desk.author.secret).await;
}

async fn problems(desk: &Desk) -> Vec<String> {
    ledger::number_pending(&desk.world.app).await.expect("a turn");
    let comparison = ledger::compare::compare(&desk.world.app).await.expect("compared");
    comparison.problems.into_iter().map(|problem| problem.subject).collect()
}

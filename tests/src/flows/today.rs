//! The first page of the day.

use rules::account::Role;
use rules::area::Area;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn what_waits_is_counted_for_the_one_who_can_do_it(db: PgPool) {
    let (world, mut security) = World::new(db).await;
    let changsha = Area::read("430100").expect("an area");
    let mut author = world.person(&mut security, Role::PoolOfficer, changsha).await;
    let mut other = world.person(&mut security, Role::PoolOfficer, changsha).await;
    let mut finance = world.person(&mut security, Role::FinanceOfficer, changsha).await;
    assert_eq!(author.get("/api/today").await.expect(200).body, json!({ "tasks": [] }));
    let expert = world.expert("张三").admit().await.id;
    let body = json!({ "base_version": 1, "reason": "本人来函更正", "proposed": { "phone": "13873100002" } });
    author.post(&format!("/api/experts/{expert}/changes"), body).await.expect(201);
    assert_eq!(count(&other.get("/api/today").await.expect(200).body, "changes_to_decide"), Some(1));
    assert_eq!(count(&author.get("/api/today").await.expect(200).body, "changes_to_decide"), None, "not one's own");
    assert_eq!(finance.get("/api/today").await.expect(200).body, json!({ "tasks": [] }));
    let invited = json!({ "login": "waits", "display_name": "等候", "role": "auditor", "area": "430100" });
    security.post("/api/accounts", invited).await.expect(201);
    assert_eq!(count(&security.get("/api/today").await.expect(200).body, "invitations_open"), Some(1));
}

fn count(body: &Value, kind: &str) -> Option<i64> {
    body["tasks"].as_array()?.iter().find(|task| task["kind"] == kind)?["count"].as_i64()
}

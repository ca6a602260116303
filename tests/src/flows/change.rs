//! Four eyes: nobody decides what they proposed, and nothing is decided twice or on an old version.

use rules::account::Role;
use rules::area::Area;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::people::Person;
use crate::world::World;

struct Office {
    world: World,
    author: Person,
    other: Person,
}

impl Office {
    /// Two pool officers of Changsha.
    async fn new(db: PgPool) -> Self {
        let (world, mut security) = World::new(db).await;
        let changsha = Area::read("430100").expect("an area");
        let author = world.person(&mut security, Role::PoolOfficer, changsha).await;
        let other = world.person(&mut security, Role::PoolOfficer, changsha).await;
        Self { world, author, other }
    }

    async fn propose_phone(&mut self, expert: &str, phone: &str) -> String {
        let body = json!({ "base_version": 1, "reason": "本人来函更正", "proposed": { "phone": phone } });
        self.author.post(&format!("/api/experts/{expert}/changes"), body).await.expect(201).text("id")
    }
}

fn newcomer() -> Value {
    json!({ "proposed": {
        "name": "欧阳𠮷䶮", "id_number": "430102197503154312", "phone": "１３８７３１０００２６", "area": "430100",
        "evaluation_title": "高级工程师", "evaluation_from": "2026-01-01", "evaluation_until": "2028-12-31",
        "evaluation_specialties": "A080101",
    }})
}

/// The same with an identity number whose check digit is right.
fn valid_newcomer() -> Value {
    let mut body = newcomer();
    let id = rules::expert::ResidentId::complete("43010219750315431").expect("seventeen digits");
    body["proposed"]["id_number"] = json!(id.as_str());
    body
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_proposed_expert_is_admitted_by_another_officer(db: PgPool) {
    let mut office = Office::new(db).await;
    let id = office.author.post("/api/experts/changes", valid_newcomer()).await.expect(201).text("id");
    let approve = format!("/api/changes/{id}/approve");
    office.author.post(&approve, json!({})).await.refused(409, "change.own");
    let shown = office.other.get(&format!("/api/changes/{id}")).await.expect(200);
    let line = |field: &str| {
        shown.body["difference"].as_array().expect("lines").iter().find(|line| line["field"] == field).cloned()
    };
    assert_eq!(line("name").expect("proposed")["after"], "欧*工", "masked");
    assert!(!shown.body.to_string().contains("13873100026") && !shown.body.to_string().contains("19750315"));
    let expert = office.other.post(&approve, json!({})).await.expect(200).text("expert_id");
    office.other.post(&approve, json!({})).await.refused(409, "change.decided");
    let kept = office.author.get(&format!("/api/changes/{id}")).await.expect(200);
    assert_eq!(kept.body["difference"], shown.body["difference"], "as it was when decided");
    let again = office.author.post("/api/experts/changes", valid_newcomer()).await.refused(422, "expert.fields");
    assert_eq!(again.body["fields"][0]["field"], "id_number");
    let row: (Option<i32>, Option<String>, String) =
        sqlx::query_as("select index, number, state from expert where id = $1::uuid")
            .bind(expert)
            .fetch_one(&office.world.app.db)
            .await
            .expect("there");
    assert_eq!((row.0, row.2.as_str()), (Some(0), "active"));
    assert_eq!(row.1.expect("a number").len(), 17);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn wrong_values_are_told_beside_their_fields(db: PgPool) {
    let mut office = Office::new(db).await;
    let mut body = newcomer();
    body["proposed"]["phone"] = json!("138731000261");
    body["proposed"]["evaluation_until"] = json!("2025-12-31");
    let answer = office.author.post("/api/experts/changes", body).await.refused(422, "expert.fields");
    let fields: Vec<&str> =
        answer.body["fields"].as_array().expect("fields").iter().filter_map(|field| field["field"].as_str()).collect();
    for field in ["id_number", "phone", "evaluation_until"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    let mut elsewhere = valid_newcomer();
    elsewhere["proposed"]["area"] = json!("430200");
    let answer = office.author.post("/api/experts/changes", elsewhere).await.refused(422, "expert.fields");
    assert_eq!(answer.body["fields"][0]["field"], "area");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_change_on_an_old_version_is_refused_with_the_difference(db: PgPool) {
    let mut office = Office::new(db).await;
    let expert = office.world.expert("张三").phone("13873100001").admit().await.id.to_string();
    let first = office.propose_phone(&expert, "13873100002").await;
    let open = json!({ "base_version": 1, "reason": "另一位同事", "proposed": { "address": "湖南省长沙市" } });
    let path = format!("/api/experts/{expert}/changes");
    office.other.post(&path, open.clone()).await.refused(409, "change.open");
    office.other.post(&format!("/api/changes/{first}/approve"), json!({})).await.expect(200);
    let body = json!({ "base_version": 1, "reason": "没有刷新页面", "proposed": { "phone": "13873100003" } });
    let stale = office.other.post(&path, body).await.refused(409, "expert.stale");
    let line = &stale.body["difference"][0];
    assert!(line["before"].as_str().is_some_and(|value| value.ends_with("02")), "{line}");
    let same = json!({ "base_version": 2, "reason": "什么也没改", "proposed": { "phone": "13873100002" } });
    office.other.post(&path, same).await.refused(422, "expert.no_change");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn of_two_officers_who_approve_at_once_one_wins(db: PgPool) {
    let mut office = Office::new(db).await;
    let id = office.author.post("/api/experts/changes", valid_newcomer()).await.expect(201).text("id");
    let approve = format!("/api/changes/{id}/approve");
    let (mut one, mut two) = (office.other.clone(), office.other.clone());
    let (first, second) = tokio::join!(one.post(&approve, json!({})), two.post(&approve, json!({})));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let count: i64 =
        sqlx::query_scalar("select count(*) from expert").fetch_one(&office.world.app.db).await.expect("a count");
    assert_eq!(count, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn only_the_author_withdraws_and_a_rejection_has_a_reason(db: PgPool) {
    let mut office = Office::new(db).await;
    let expert = office.world.expert("张三").phone("13873100001").admit().await.id.to_string();
    let id = office.propose_phone(&expert, "13873100002").await;
    office.other.post(&format!("/api/changes/{id}/withdraw"), json!({})).await.refused(409, "change.not_own");
    office.other.post(&format!("/api/changes/{id}/reject"), json!({ "reason": " " })).await.refused(422, "reason");
    office.other.post(&format!("/api/changes/{id}/reject"), json!({ "reason": "来函没有签名" })).await.expect(204);
    office.author.post(&format!("/api/changes/{id}/withdraw"), json!({})).await.refused(409, "change.decided");
    let listed = office.author.get("/api/changes?state=rejected").await.expect(200);
    assert_eq!((listed.items().len(), listed.items()[0]["mine"].as_bool()), (1, Some(true)));
    assert_eq!(
        listed.items()[0]["expert"].as_str().map(|label| label.starts_with("张*工 · ")),
        Some(true),
        "{}",
        listed.body
    );
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_change_of_state_follows_the_life_of_a_file(db: PgPool) {
    let mut office = Office::new(db).await;
    let expert = office.world.expert("张三").admit().await.id.to_string();
    let path = format!("/api/experts/{expert}/state");
    let body = |to: &str, until: Option<&str>| json!({ "base_version": 1, "reason": "本人申请", "to": to, "on": "2026-12-07", "until": until });
    office.author.post(&path, body("on_leave", None)).await.refused(422, "expert.lifecycle");
    office.author.post(&path, body("active", None)).await.refused(422, "expert.lifecycle");
    let id = office.author.post(&path, body("on_leave", Some("2026-12-31"))).await.expect(201).text("id");
    office.other.post(&format!("/api/changes/{id}/approve"), json!({})).await.expect(200);
    let state: String =
        sqlx::query_scalar("select state from expert").fetch_one(&office.world.app.db).await.expect("there");
    assert_eq!(state, "on_leave");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn another_city_neither_sees_nor_decides_a_change(db: PgPool) {
    let (world, mut security) = World::new(db).await;
    let mut own = world.person(&mut security, Role::PoolOfficer, Area::read("430100").expect("an area")).await;
    let mut zhuzhou = world.person(&mut security, Role::PoolOfficer, Area::read("430200").expect("an area")).await;
    let expert = world.expert("张三").admit().await.id.to_string();
    let body = json!({ "base_version": 1, "reason": "本人来函更正", "proposed": { "phone": "13873100002" } });
    zhuzhou.post(&format!("/api/experts/{expert}/changes"), body.clone()).await.refused(404, "not_found");
    let id = own.post(&format!("/api/experts/{expert}/changes"), body).await.expect(201).text("id");
    zhuzhou.get(&format!("/api/changes/{id}")).await.refused(404, "not_found");
    zhuzhou.post(&format!("/api/changes/{id}/approve"), json!({})).await.refused(404, "not_found");
    assert_eq!(zhuzhou.get("/api/changes").await.expect(200).items().len(), 0);
}

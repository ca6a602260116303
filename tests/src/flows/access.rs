//! Every route, every role, own and other city.

use std::collections::BTreeSet;

use axum::http::Method;
use hengjian::http::access::{self, Access, Audience, Scope};
use hengjian::http::router;
use rules::account::Role;
use rules::area::Area;
use rules::import::Kind;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::import::upload;
use super::project;
use crate::people::{Caller, sign_in_by_phone};
use crate::world::World;

/// Routes that the OpenAPI document does not list because they are no handlers of their own.
const UNDOCUMENTED: [&str; 1] = ["GET /api/openapi.json"];

#[test]
fn every_route_is_classified_and_every_classified_route_exists() {
    let (_, document) = router::routes();
    let document = serde_json::to_value(document).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let operations: Vec<_> =
        paths.values().filter_map(|methods| methods.as_object()).flat_map(|methods| methods.values()).collect();
    let names: BTreeSet<_> = operations.iter().filter_map(|operation| operation["operationId"].as_str()).collect();
    assert_eq!(names.len(), operations.len(), "every operation has a name of its own");
    let documented: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods");
            methods.keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .chain(UNDOCUMENTED.map(str::to_owned))
        .collect();
    let classified: BTreeSet<String> =
        access::TABLE.iter().map(|line| format!("{} {}", line.method, line.path.replace("{*", "{"))).collect();
    assert_eq!(documented.difference(&classified).collect::<Vec<_>>(), Vec::<&String>::new(), "not classified");
    assert_eq!(
        classified.difference(&documented).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "classified but not there"
    );
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_route_answers_the_roles_of_the_table_and_no_other(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let changsha = Area::read("430100").expect("an area");
    for role in Role::ALL.iter().copied().filter(|role| *role != Role::Expert) {
        let mut person = world.person(&mut officer, role, changsha).await;
        for line in access::TABLE.iter().filter(|line| line.path != "/api/sign-in/end") {
            let admitted = line.audience.admits(Some(role));
            let (status, code) = call(person.browser(), line, NOBODY).await;
            let refused = status == 403 && code == "forbidden";
            assert_eq!(admitted, !refused, "{role:?} {} {}: {status} {code}", line.method, line.path);
        }
    }
    let expert = world.expert("张三").admit().await;
    let mut expert = sign_in_by_phone(&world, &expert).await;
    for line in access::TABLE.iter().filter(|line| line.path != "/api/sign-in/end") {
        let (status, code) = call(&mut expert, line, NOBODY).await;
        let refused = status == 403 && code == "forbidden";
        assert_eq!(
            line.audience.admits(Some(Role::Expert)),
            !refused,
            "{} {}: {status} {code}",
            line.method,
            line.path
        );
    }
    for line in access::TABLE {
        let answer = world.caller().call(method(line.method), &filled(line.path), body(line.method), &[]).await;
        let refused = answer.status.as_u16() == 401 && answer.body["code"] == "sign_in.needed";
        assert_eq!(line.audience != Audience::Public, refused, "nobody: {} {}", line.method, line.path);
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_route_shows_and_changes_nothing_of_another_city(db: PgPool) {
    let (world, mut security) = World::new(db).await;
    let area = |code| Area::read(code).expect("an area");
    let mut far = world.person(&mut security, Role::PoolOfficer, area("430200")).await;
    let expert = world.expert("张三").area("430200").admit().await.id.to_string();
    let body = json!({ "base_version": 1, "reason": "本人来函更正", "proposed": { "phone": "13873100027" } });
    let change = far.post(&format!("/api/experts/{expert}/changes"), body).await.expect(201).text("id");
    let import = upload(&mut far, Kind::Experts, "姓名\n").await.expect(201).text("id");
    let device = far.get("/api/me/devices").await.expect(200).items()[0]["id"].as_str().expect("an id").to_owned();
    let mut tenderee =
        project::account(&world, &mut security, (Role::Tenderee, "430200"), (&project::code(70), "株洲某某学校")).await;
    let mut request = project::content();
    request["area"] = json!("430200");
    let request = tenderee.post("/api/projects", request).await.expect(201).text("id");
    tenderee.post(&format!("/api/projects/{request}/file"), json!({ "version": 1 })).await.expect(200);
    let resources = [
        ("/api/projects/", &request),
        ("/api/experts/", &expert),
        ("/api/changes/", &change),
        ("/api/imports/", &import),
        ("/api/accounts/", &far.account_id),
        ("/api/me/devices/", &device),
    ];
    let entries = count_entries(&world).await;
    let mut walked = 0;
    for role in Role::ALL.iter().copied().filter(|role| *role != Role::Expert) {
        let mut near = world.person(&mut security, role, area("430100")).await;
        let mut own = world.person(&mut security, role, area("430200")).await;
        let before = count_entries(&world).await;
        // Draws are walked in `flows::draw`, where there is one.
        let scoped = |line: &&Access| {
            line.scope != Scope::Same && line.path.contains("{id}") && !line.path.starts_with("/api/draws/")
        };
        for line in access::TABLE.iter().filter(scoped).filter(|line| line.audience.admits(Some(role))) {
            let (_, id) = resources.iter().find(|(path, _)| line.path.starts_with(path)).expect("a resource to try");
            let (status, code) = call(near.browser(), line, id).await;
            assert_eq!((status, code.as_str()), (404, "not_found"), "{role:?} {} {}", line.method, line.path);
            if line.method == "GET" && line.scope == Scope::Area {
                let (status, code) = call(own.browser(), line, id).await;
                assert!(status == 200 || code.starts_with("import."), "own city: {} {status} {code}", line.path);
            }
            walked += 1;
        }
        assert_eq!(count_entries(&world).await, before, "{role:?} left no trace in the ledger");
    }
    assert!(walked > 25 && entries > 0);
    far.get("/api/me").await.expect(200);
}

async fn count_entries(world: &World) -> i64 {
    sqlx::query_scalar("select count(*) from ledger_entry").fetch_one(&world.app.db).await.expect("a count")
}

pub async fn call(caller: &mut Caller, line: &Access, id: &str) -> (u16, String) {
    let path = filled(line.path).replace(NOBODY, id);
    let answer = caller.call(method(line.method), &path, body(line.method), &[]).await;
    (answer.status.as_u16(), answer.body["code"].as_str().unwrap_or_default().to_owned())
}

fn method(name: &str) -> Method {
    name.parse().expect("a method")
}

/// What any of the routes that name one resource wants.
fn body(method: &str) -> Option<Value> {
    let body = json!({
        "reason": "看看别的城市", "field": "phone", "base_version": 1, "version": 1, "to": "on_leave",
        "on": "2026-12-07", "until": "2026-12-09", "proposed": { "phone": "13873100028" },
        "role": "pool_officer", "area": "430100", "content": project::content(),
        "kind": "guest", "organisation": "来宾", "digits": "123456", "letters": "aaaaaaaa", "cause": "withdrawn",
        "document": "会议纪要", "persons": ["甲", "乙"], "code": "YS", "note": "note", "seats": [],
    });
    (method == "POST").then_some(body)
}

/// The path with an id that nothing has.
fn filled(path: &str) -> String {
    path.replace("{id}", NOBODY)
        .replace("{kind}", "experts")
        .replace("{index}", "999999")
        .replace("{code}", "91430100MA4L16JQ9B")
        .replace("{*path}", "0/000")
}

const NOBODY: &str = "01940000-0000-7000-8000-000000000000";

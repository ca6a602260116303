//! Every route, every role, own and other city.

use std::collections::BTreeSet;

use axum::http::Method;
use hengjian::http::access::{self, Audience};
use hengjian::http::router;
use rules::account::Role;
use rules::area::Area;
use serde_json::json;
use sqlx::PgPool;

use crate::people::Person;
use crate::world::World;

/// Routes that the OpenAPI document does not list because they are no handlers of their own.
const UNDOCUMENTED: [&str; 1] = ["GET /api/openapi.json"];

#[test]
fn every_route_is_classified_and_every_classified_route_exists() {
    let (_, document) = router::routes();
    let document = serde_json::to_value(document).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
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
            let (status, code) = call(&mut person, line.method, line.path).await;
            let refused = status == 403 && code == "forbidden";
            assert_eq!(admitted, !refused, "{role:?} {} {}: {status} {code}", line.method, line.path);
        }
    }
    for line in access::TABLE {
        let answer = world.caller().call(method(line.method), &filled(line.path), body(line.method), &[]).await;
        let refused = answer.status.as_u16() == 401 && answer.body["code"] == "sign_in.needed";
        assert_eq!(line.audience != Audience::Public, refused, "nobody: {} {}", line.method, line.path);
    }
}

async fn call(person: &mut Person, name: &str, path: &str) -> (u16, String) {
    let answer = person.browser().call(method(name), &filled(path), body(name), &[]).await;
    (answer.status.as_u16(), answer.body["code"].as_str().unwrap_or_default().to_owned())
}

fn method(name: &str) -> Method {
    name.parse().expect("a method")
}

fn body(method: &str) -> Option<serde_json::Value> {
    (method == "POST").then(|| json!({}))
}

/// The path with ids that nothing has.
fn filled(path: &str) -> String {
    path.replace("{id}", "01940000-0000-7000-8000-000000000000")
        .replace("{kind}", "experts")
        .replace("{index}", "999999")
        .replace("{code}", "91430100MA4L16JQ9B")
        .replace("{*path}", "0/000")
}

//! Imports: what is refused and why, that counts add up, that two officers take part, and that a file goes in whole or not.

mod editions;
mod files;
mod kinds;
mod life;
mod rows;

use axum::body::Bytes;
use axum::http::Method;
use hengjian::jobs::{Table as Jobs, run_due};
use rules::account::Role;
use rules::area::Area;
use rules::expert::ExpertNumber;
use rules::expert::file::ExpertFile;
use rules::import::Kind;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::people::{Answer, Person};
use crate::world::World;

/// A centre with two pool officers of the province.
struct Desk {
    world: World,
    security: Person,
    author: Person,
    other: Person,
}

impl Desk {
    async fn new(db: PgPool) -> Self {
        let (world, mut security) = World::new(db).await;
        let author = world.person(&mut security, Role::PoolOfficer, Area::HUNAN).await;
        let other = world.person(&mut security, Role::PoolOfficer, Area::HUNAN).await;
        Self { world, security, author, other }
    }

    /// A pool officer of a city.
    async fn of_city(&mut self, code: &str) -> Person {
        let area = Area::read(code).expect("an area");
        self.world.person(&mut self.security, Role::PoolOfficer, area).await
    }

    /// Runs what is due.
    async fn work(&self) {
        run_due(&self.world.app, &Jobs::full()).await.expect("jobs run");
    }

    /// Uploads as the author and waits for the check; gives the import as its page shows it.
    async fn checked(&mut self, kind: Kind, bytes: impl Into<Vec<u8>>) -> Value {
        let id = upload(&mut self.author, kind, bytes).await.expect(201).text("id");
        self.work().await;
        self.show(&id).await
    }

    /// Uploads, hands in, approves and imports; gives the import as its page shows it.
    async fn imported(&mut self, kind: Kind, bytes: impl Into<Vec<u8>>) -> Value {
        let import = self.checked(kind, bytes).await;
        assert_eq!(import["state"], "checked", "{import}");
        let id = import["id"].as_str().expect("an id");
        self.author.post(&format!("/api/imports/{id}/submit"), json!({})).await.expect(204);
        self.other.post(&format!("/api/imports/{id}/approve"), json!({})).await.expect(204);
        self.work().await;
        let import = self.show(id).await;
        assert_eq!(import["state"], "done", "{import}");
        import
    }

    async fn show(&mut self, id: &str) -> Value {
        self.author.get(&format!("/api/imports/{id}")).await.expect(200).body
    }

    /// The file of the expert with this number.
    async fn expert(&self, number: &str) -> Option<ExpertFile> {
        let number = ExpertNumber::read(number).expect("a number");
        let mut tx = self.world.app.begin("test").await.expect("a transaction");
        let hits = hengjian::expert::find::by_numbers_in(&mut tx, &[number]).await.expect("looked");
        let id = hits.get(&number)?.id;
        let held = hengjian::expert::load_in(&self.world.app, &mut tx, &[id]).await.expect("loaded");
        held.into_iter().next().map(|held| held.file)
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.world.app.db).await.expect("a count")
    }
}

/// Sends a file as a browser does.
pub(super) async fn upload(person: &mut Person, kind: Kind, bytes: impl Into<Vec<u8>>) -> Answer {
    upload_to(person, &format!("/api/imports?kind={kind}"), bytes).await
}

async fn upload_to(person: &mut Person, path: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let head = "--border\r\ncontent-disposition: form-data; name=\"file\"; filename=\"file\"\r\n\r\n";
    let body = [head.as_bytes(), &bytes.into(), b"\r\n--border--\r\n"].concat();
    let body = ("multipart/form-data; boundary=border".to_owned(), Bytes::from(body));
    person.browser().send(Method::POST, path, Some(body), &[]).await
}

/// Inserted, updated, unchanged, refused.
fn counts(import: &Value) -> [u64; 4] {
    ["inserted", "updated", "unchanged", "refused"].map(|name| import["counts"][name].as_u64().expect("a count"))
}

/// Row, header and code of each refusal.
fn refusals(import: &Value) -> Vec<(u64, String, String)> {
    let text = |refusal: &Value, name: &str| refusal[name].as_str().unwrap_or_default().to_owned();
    let refusals = import["refusals"].as_array().expect("a list").iter();
    refusals
        .map(|refusal| (refusal["row"].as_u64().expect("a row"), text(refusal, "column"), text(refusal, "code")))
        .collect()
}

fn told(list: &[(u64, &str, &str)]) -> Vec<(u64, String, String)> {
    list.iter().map(|(row, column, code)| (*row, (*column).to_owned(), (*code).to_owned())).collect()
}

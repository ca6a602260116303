//! The life of an import: checked, handed in, approved by another, done; and what interrupts it.

use std::time::Duration;

use axum::http::Method;
use hengjian::jobs::{Table as Jobs, run_due};
use rules::account::Role;
use rules::area::Area;
use rules::import::Kind;
use serde_json::json;
use sqlx::PgPool;

use super::{Desk, counts, upload};
use crate::build::sheet::{Table, id_number, number};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_file_is_checked_handed_in_approved_by_another_and_done(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut table = Table::experts(1, 3);
    table.rows[1][2] = "430102197503154310".to_owned();
    let import = desk.checked(Kind::Experts, table.csv()).await;
    assert_eq!((import["state"].as_str(), counts(&import)), (Some("checked"), [2, 0, 0, 1]));
    assert_eq!(import["progress"], json!({ "done": 3, "total": 3 }));
    assert_eq!(import["mine"], true);
    assert_eq!(desk.count("select count(*) from expert").await, 0, "a check writes nothing");
    let path = |verb: &str| format!("/api/imports/{}/{verb}", import["id"].as_str().expect("an id"));
    desk.author.post(&path("approve"), json!({})).await.refused(403, "import.own");
    desk.other.post(&path("approve"), json!({})).await.refused(409, "import.state");
    desk.other.post(&path("submit"), json!({})).await.refused(403, "import.not_author");
    desk.author.post(&path("submit"), json!({})).await.expect(204);
    let waiting = desk.other.get("/api/today").await.expect(200);
    assert!(waiting.body["tasks"].as_array().expect("tasks").iter().any(|task| task["kind"] == "imports_to_approve"));
    desk.author.post(&path("approve"), json!({})).await.refused(403, "import.own");
    desk.other.post(&path("approve"), json!({})).await.expect(204);
    desk.work().await;
    let id = import["id"].as_str().expect("an id");
    let done = desk.show(id).await;
    assert_eq!((done["state"].as_str(), counts(&done)), (Some("done"), [2, 0, 0, 1]));
    assert_eq!(done["approved_by"], "测试人员");
    assert!(desk.expert(&number(1)).await.is_some() && desk.expert(&number(2)).await.is_none());
    desk.author.get(&path("refused.xlsx")).await.refused(410, "import.file_removed");
    assert_eq!(desk.count("select count(*) from import where file_sealed is null").await, 1);
    assert_eq!(desk.count("select count(*) from ledger_entry where kind = 'import.done'").await, 1);
    assert_eq!(desk.count("select count(*) from ledger_entry where kind = 'expert.admitted'").await, 2);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_repeat_changes_nothing_and_a_changed_cell_changes_one_file(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut table = Table::experts(1, 5);
    assert_eq!(counts(&desk.imported(Kind::Experts, table.csv()).await), [5, 0, 0, 0]);
    let repeat = desk.checked(Kind::Experts, table.xlsx()).await;
    assert_eq!(counts(&repeat), [0, 0, 5, 0]);
    let submit = format!("/api/imports/{}/submit", repeat["id"].as_str().expect("an id"));
    desk.author.post(&submit, json!({})).await.refused(409, "import.nothing");
    table.rows[2][3] = "13900000000".to_owned();
    assert_eq!(counts(&desk.imported(Kind::Experts, table.csv()).await), [0, 1, 4, 0]);
    let changed = desk.expert(&number(3)).await.expect("the expert");
    assert_eq!(changed.phone.as_str(), "13900000000");
    assert_eq!(desk.count("select count(*) from ledger_entry where kind = 'expert.amended'").await, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn of_two_officers_who_approve_at_once_one_does(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut third = desk.world.person(&mut desk.security, Role::PoolOfficer, Area::HUNAN).await;
    let import = desk.checked(Kind::Experts, Table::experts(1, 2).csv()).await;
    let path = |verb: &str| format!("/api/imports/{}/{verb}", import["id"].as_str().expect("an id"));
    desk.author.post(&path("submit"), json!({})).await.expect(204);
    let approve = path("approve");
    let (one, two) = tokio::join!(desk.other.post(&approve, json!({})), third.post(&approve, json!({})));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
    desk.work().await;
    assert_eq!(desk.count("select count(*) from expert").await, 2);
    assert_eq!(desk.count("select count(*) from ledger_entry where kind = 'import.done'").await, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_import_stopped_half_way_leaves_nothing_and_runs_again(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let import = desk.checked(Kind::Experts, Table::experts(1, 6_000).csv()).await;
    let id = import["id"].as_str().expect("an id").to_owned();
    desk.author.post(&format!("/api/imports/{id}/submit"), json!({})).await.expect(204);
    desk.other.post(&format!("/api/imports/{id}/approve"), json!({})).await.expect(204);
    let app = desk.world.app.clone();
    let job = tokio::spawn(async move { run_due(&app, &Jobs::full()).await.expect("jobs run") });
    loop {
        let seen = desk.show(&id).await;
        assert_eq!(seen["state"], "importing", "the machine was faster than the test");
        if seen["progress"]["done"].as_u64().is_some_and(|done| done > 0) {
            break;
        }
        tokio::task::yield_now().await;
    }
    job.abort();
    let _ = job.await;
    assert_eq!(desk.count("select count(*) from expert").await, 0);
    assert_eq!(desk.count("select count(*) from unit").await, 0);
    desk.work().await;
    assert_eq!(desk.show(&id).await["state"], "importing", "the dead process still holds its claim");
    desk.world.pass(Duration::from_secs(31));
    desk.work().await;
    let mut officer = desk.other.clone();
    officer.get(&format!("/api/imports/{id}")).await.expect(200);
    assert_eq!(desk.count("select count(*) from expert").await, 6_000);
    assert_eq!(desk.count("select count(*) from ledger_entry where kind = 'expert.admitted'").await, 6_000);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_pool_that_moved_since_the_check_stops_the_import(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let waiting = desk.checked(Kind::Experts, Table::experts(1, 3).csv()).await;
    desk.imported(Kind::Experts, Table::experts(3, 2).csv()).await;
    let id = waiting["id"].as_str().expect("an id");
    desk.author.post(&format!("/api/imports/{id}/submit"), json!({})).await.expect(204);
    desk.other.post(&format!("/api/imports/{id}/approve"), json!({})).await.expect(204);
    desk.work().await;
    let refused = desk.show(id).await;
    assert_eq!(
        (refused["state"].as_str(), refused["refusal"]["code"].as_str()),
        (Some("refused"), Some("import.changed"))
    );
    assert!(desk.expert(&number(1)).await.is_none() && desk.expert(&number(4)).await.is_some());
    desk.author.post(&format!("/api/imports/{id}/discard"), json!({})).await.expect(204);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_discarded_file_is_gone_and_goes_no_further(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let import = desk.checked(Kind::Experts, Table::experts(1, 2).csv()).await;
    let path = |verb: &str| format!("/api/imports/{}/{verb}", import["id"].as_str().expect("an id"));
    desk.author.post(&path("submit"), json!({})).await.expect(204);
    desk.other.post(&path("discard"), json!({})).await.expect(204);
    desk.other.post(&path("approve"), json!({})).await.refused(409, "import.state");
    desk.author.post(&path("discard"), json!({})).await.refused(409, "import.state");
    assert_eq!(desk.count("select count(*) from import where file_sealed is not null").await, 0);
    let list = desk.author.get("/api/imports?state=discarded").await.expect(200);
    assert_eq!((list.items().len(), list.body["total"].as_i64()), (1, Some(1)));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_city_imports_its_own_rows_and_the_register_is_the_province_s(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut zhuzhou = desk.of_city("430200").await;
    let mut changsha = desk.of_city("430100").await;
    let mut table = Table::experts(1, 2);
    table.rows[1][5] = "430200".to_owned();
    let id = upload(&mut changsha, Kind::Experts, table.csv()).await.expect(201).text("id");
    desk.work().await;
    let import = changsha.get(&format!("/api/imports/{id}")).await.expect(200).body;
    assert_eq!(counts(&import), [1, 0, 0, 1]);
    assert_eq!(super::refusals(&import), super::told(&[(3, "所在地区", "import.other_area")]));
    zhuzhou.get(&format!("/api/imports/{id}")).await.expect(404);
    zhuzhou.post(&format!("/api/imports/{id}/discard"), json!({})).await.expect(404);
    assert_eq!(zhuzhou.get("/api/imports").await.expect(200).items().len(), 0);
    let units = Table::example(Kind::Units, &[]);
    upload(&mut changsha, Kind::Units, units.csv()).await.refused(403, "import.province_only");
    let mut supervisor = desk.world.person(&mut desk.security, Role::Supervisor, Area::HUNAN).await;
    upload(&mut supervisor, Kind::Experts, table.csv()).await.refused(403, "forbidden");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_upload_sent_twice_with_one_key_is_one_import(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let body = |border: &str| {
        let head = format!("--{border}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n");
        let text = format!("{head}{}\r\n--{border}--\r\n", Table::experts(1, 1).csv());
        Some((format!("multipart/form-data; boundary={border}"), axum::body::Bytes::from(text)))
    };
    let key = [("idempotency-key", "one")];
    let path = "/api/imports?kind=experts";
    let one = desk.author.browser().send(Method::POST, path, body("aaaa"), &key).await.expect(201).text("id");
    let two = desk.author.browser().send(Method::POST, path, body("bbbb"), &key).await.expect(201).text("id");
    assert_eq!(one, two);
    assert_eq!(desk.count("select count(*) from import").await, 1);
    assert_ne!(id_number(1), id_number(2));
}

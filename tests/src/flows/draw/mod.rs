//! Draws from an approved request to a file that anybody verifies, with a real witness, on the data of a demo.

mod ended;
mod late;
mod refused;
mod rolled_back;
mod scene;
mod sealed;

use std::time::Duration;

use hengjian::http::access;
use proof::anchor::Chain;
use proof::verify::{Options, Verdict, verify};
use rules::account::Role;
use serde_json::json;
use sqlx::PgPool;

use scene::Scene;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_panel_is_drawn_asked_gathered_opened_and_verified(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    assert_eq!(scene.stage(&draw).await, "numbers");
    scene.contribute(&draw).await;
    assert_eq!(scene.stage(&draw).await, "callout");
    let seats = scene.seats(&draw).await;
    assert!(seats.iter().all(|seat| seat == "calling"), "{seats:?}");

    // One says no, one does not answer: both seats are drawn again, and everybody else keeps theirs.
    let first = scene.drawn(&draw);
    scene.answer(&first[0], Some("busy")).await;
    for one in &first[2..] {
        scene.answer(one, None).await;
    }
    assert_eq!(scene.seats(&draw).await.iter().filter(|seat| *seat == "accepted").count(), first.len() - 2);
    scene.pass(&draw, Duration::from_secs(16 * 60)).await;
    let second: Vec<_> = scene.drawn(&draw).into_iter().filter(|one| !first.contains(one)).collect();
    assert_eq!(second.len(), 2, "two vacancies were drawn again");
    for one in &second {
        scene.answer(one, None).await;
    }
    scene.pass(&draw, Duration::from_secs(60)).await;
    assert_eq!(scene.stage(&draw).await, "check_in");

    for one in first[2..].iter().chain(&second) {
        assert_eq!(scene.arrive(one, None).await, "expected");
    }
    assert_eq!(scene.arrive(&first[0], Some("000000")).await, "not_expected");
    scene.until_gathering(&draw).await;
    assert_eq!(scene.stage(&draw).await, "unsealed");
    let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200);
    assert_eq!(shown.body["closed"], json!(true));
    let names = shown.body["names"].as_array().expect("open");
    assert_eq!(names.len(), first.len());
    assert!(names.iter().all(|one| one["arrived"] == json!(true)));

    let file = scene.operator.get(&format!("/api/draws/{draw}/draw.vdraw")).await.expect(200).bytes;
    let anchor = scene.operator.get(&format!("/api/draws/{draw}/anchor.txt")).await.expect(200).bytes;
    let chain: Chain = String::from_utf8(anchor.to_vec()).expect("text").parse().expect("a chain");
    let (verdict, _, findings) = verify(&file, Options { chain: Some(&chain), gates: true, parent: None });
    assert_eq!(verdict, Verdict::Anchored);
    let findings = findings.expect("findings");
    assert_eq!(findings.picks.iter().filter(|(_, pick)| pick.chosen.is_some()).count(), first.len() + second.len());
    assert_eq!(findings.short_count(), 0);
    assert!(scene.compared().await.is_empty());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_draw_is_not_there_for_another_city(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    let before = scene.own_statements(&draw).await;
    let mut walked = 0;
    for role in [Role::DrawOperator, Role::Supervisor] {
        let mut far = scene.far(role).await;
        let of_one = |line: &&access::Access| line.path.starts_with("/api/draws/") && !line.path.ends_with("/live");
        for line in access::TABLE.iter().filter(of_one).filter(|line| line.audience.admits(Some(role))) {
            let (status, code) = super::access::call(far.browser(), line, &draw).await;
            assert_eq!((status, code.as_str()), (404, "not_found"), "{role:?} {} {}", line.method, line.path);
            walked += 1;
        }
        assert_eq!(far.get("/api/draws").await.expect(200).body["items"], json!([]));
    }
    assert!(walked > 15, "{walked}");
    assert_eq!(scene.own_statements(&draw).await, before);
}

//! Rounds after the names are open: whoever does not come is replaced, with the supervising department's signature and new numbers.

use std::time::Duration;

use proof::verify::Verdict;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::ended::{body, by};
use super::scene::{Drawn, Scene};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn whoever_does_not_come_is_replaced_with_numbers_of_their_own(db: PgPool) {
    let (mut scene, draw, first) = without_one(db).await;
    let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200).body;
    assert_eq!((&shown["closed"], arrived(&shown)), (&json!(true), first.len() - 1));
    assert!(can(&shown, "round") && !can(&shown, "end_rounds"));
    let desk = scene.arrive(&first[0], Some("000000")).await;
    assert_eq!(desk, "not_expected", "too late");

    let path = format!("/api/draws/{draw}/rounds");
    let ask = |cause: &str, seats: &[u8]| json!({ "cause": cause, "seats": seats });
    scene.sign_in("jian.cs").await.post(&path, ask("absent", &[])).await.refused(403, "forbidden");
    scene.operator.post(&path, ask("vacancy", &[])).await.refused(409, "draw.no_round");
    scene.operator.post(&path, ask("absent", &[200])).await.refused(409, "draw.nobody_leaves");
    scene.operator.post(&format!("{path}/end"), json!({})).await.refused(409, "draw.no_round");
    scene.operator.post(&format!("{path}/break"), json!({})).await.refused(409, "draw.no_round");
    scene.operator.post(&path, ask("absent", &[])).await.expect(200);
    let asked = scene.operator.post(&path, ask("absent", &[])).await.expect(200);
    assert_eq!(asked.body["wanted_count"], json!(1), "asked twice, signed once");
    let wanted = scene.wanted(&draw).await;
    assert_eq!((&wanted["kind"], &wanted["parties"]), (&json!("round"), &json!(["centre", "supervising"])));
    let sign = format!("/api/draws/{draw}/sign");
    let wrong = by("province.example", &body(&wanted));
    scene.operator.post(&sign, wrong).await.refused(422, "draw.wrong_note");
    scene.signed_by_supervising(&draw).await;
    assert_eq!(scene.stage(&draw).await, "numbers");
    let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200).body;
    assert_eq!((&shown["contributors"], &shown["closed"]), (&json!([]), &json!(false)), "new numbers");
    assert_eq!(shown["names"].as_array().map(Vec::len), Some(first.len()), "what is open stays open");
    scene.operator.post(&path, ask("absent", &[])).await.refused(409, "draw.no_round");

    scene.contribute(&draw).await;
    scene.restart();
    scene.settle(&draw).await;
    let second: Vec<Drawn> = scene.drawn(&draw).into_iter().filter(|one| !first.contains(one)).collect();
    assert_eq!((second.len(), second[0].seat), (1, first[0].seat));
    scene.operator.post(&format!("{path}/end"), json!({})).await.refused(409, "draw.no_round");
    scene.answer(&second[0], None).await;
    assert_eq!(scene.arrive(&second[0], None).await, "expected");
    scene.ended(&draw).await;

    let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200).body;
    assert_eq!((&shown["closed"], arrived(&shown)), (&json!(true), first.len()));
    assert!(!can(&shown, "round"), "a list ends once after unsealing");
    scene.operator.post(&path, ask("ill", &[0])).await.refused(409, "draw.no_round");
    let (verdict, findings) = scene.verified(&draw).await;
    let findings = findings.expect("findings");
    assert_eq!((verdict, findings.short_count()), (Verdict::Anchored, 0));
    assert_eq!(findings.picks.iter().filter(|(_, pick)| pick.chosen.is_some()).count(), first.len() + 1);
    assert!(scene.compared().await.is_empty());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn somebody_falls_ill_and_the_round_breaks_with_two_signatures(db: PgPool) {
    let (mut scene, draw, first) = without_one(db).await;
    let path = format!("/api/draws/{draw}/rounds");
    scene.operator.post(&path, json!({ "cause": "ill", "seats": [first[1].seat] })).await.expect(200);
    scene.signed_by_supervising(&draw).await;
    scene.operator.post(&format!("{path}/end"), json!({})).await.refused(409, "draw.no_round");
    let broken = scene.operator.post(&format!("{path}/break"), json!({})).await.expect(200);
    assert_eq!(broken.body["wanted_count"], json!(1));
    assert_eq!(scene.wanted(&draw).await["parties"], json!(["centre", "supervising"]));
    scene.signed_by_supervising(&draw).await;
    scene.restart();
    scene.settle(&draw).await;
    scene.ended(&draw).await;
    let (verdict, findings) = scene.verified(&draw).await;
    let findings = findings.expect("findings");
    assert_eq!((verdict, findings.short_count()), (Verdict::Anchored, 2), "both seats stay empty");
    assert_eq!(findings.picks.len(), first.len());
    let names = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200).body["names"].clone();
    assert_eq!(names.as_array().map(Vec::len), Some(first.len() - 2));
    assert!(scene.compared().await.is_empty());
}

/// A draw whose names are open, with everybody there but the first.
async fn without_one(db: PgPool) -> (Scene, String, Vec<Drawn>) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    scene.contribute(&draw).await;
    let first = scene.drawn(&draw);
    for one in &first {
        scene.answer(one, None).await;
    }
    scene.pass(&draw, Duration::from_secs(60)).await;
    for one in &first[1..] {
        assert_eq!(scene.arrive(one, None).await, "expected");
    }
    scene.until_gathering(&draw).await;
    assert_eq!(scene.stage(&draw).await, "check_in", "the first may still come");
    scene.pass(&draw, Duration::from_secs(60 * 60)).await;
    scene.operator = scene.sign_in("chou.cs").await;
    scene.desk = scene.sign_in("chang.cs").await;
    assert_eq!(scene.stage(&draw).await, "unsealed");
    (scene, draw, first)
}

fn arrived(shown: &Value) -> usize {
    let names = shown["names"].as_array().expect("open");
    names.iter().filter(|one| one["arrived"] == json!(true)).count()
}

fn can(shown: &Value, what: &str) -> bool {
    shown["can"].as_array().expect("a list").contains(&json!(what))
}

impl Scene {
    async fn wanted(&mut self, draw: &str) -> Value {
        self.operator.get(&format!("/api/draws/{draw}/wanted")).await.expect(200).body[0].clone()
    }

    async fn signed_by_supervising(&mut self, draw: &str) {
        let wanted = self.wanted(draw).await;
        let note = by("supervising.example", &body(&wanted));
        self.operator.post(&format!("/api/draws/{draw}/sign"), note).await.expect(204);
        self.settle(draw).await;
    }

    async fn ended(&mut self, draw: &str) {
        self.operator.post(&format!("/api/draws/{draw}/rounds/end"), json!({})).await.expect(200);
        self.signed_by_supervising(draw).await;
    }
}

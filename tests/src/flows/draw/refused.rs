//! What stops whoever runs a draw, stands in its hall or was drawn, and tries more than they may.

use std::collections::BTreeSet;
use std::time::Duration;

use hengjian::draw::Waits;
use hengjian::{demo, ledger, registry};
use jiff::Timestamp;
use proof::hash::Hash;
use proof::statement::Statement;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::scene::{Drawn, Present, Scene};
use crate::people::{Answer, Caller, accept, sign_in_by_phone};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn nothing_is_drawn_without_pack_registry_anchor_and_time(db: PgPool) {
    let mut scene = Scene::begun(db).await;
    let request = scene.request().await["id"].clone();
    open(&mut scene.operator, &request, None).await.refused(409, "draw.no_pack");
    scene.enter_pack().await;
    open(&mut scene.operator, &request, None).await.refused(409, "draw.no_registry");
    registry::state_now(&scene.world.app).await.expect("stated");
    open(&mut scene.operator, &request, None).await.refused(409, "draw.not_cosigned");
    scene.cosign().await;
    registry::settle(&scene.world.app).await.expect("a proof");

    // Without its anchor nothing that the centre says is judged by anybody.
    let (anchor, away) = (scene.world.data_dir.join("anchor.txt"), scene.world.data_dir.join("away"));
    std::fs::rename(&anchor, &away).expect("our folder");
    assert!(!open(&mut scene.operator, &request, None).await.status.is_success());
    std::fs::rename(&away, &anchor).expect("our folder");

    let starts_at: Timestamp = scene.request().await["starts_at"].as_str().expect("a time").parse().expect("a time");
    for (before_secs, code) in [(3_000, "draw.too_late"), (-60, "project.past")] {
        let secs = starts_at.duration_since(scene.world.app.clock.now()).as_secs() - before_secs;
        scene.world.pass(Duration::from_secs(u64::try_from(secs).expect("to come")));
        scene.operator = scene.sign_in("chou.cs").await;
        open(&mut scene.operator, &request, None).await.refused(409, code);
    }
    assert_eq!(scene.operator.get("/api/draws").await.expect(200).items().len(), 0);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_request_is_drawn_for_once_and_by_nobody_who_approved_it(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let request = scene.request().await["id"].clone();
    let mut security = scene.sign_in("anquan.hn").await;
    let body = json!({ "login": "chou.zz", "display_name": "株洲", "role": "draw_operator", "area": "430200" });
    let invitation = security.post("/api/accounts", body).await.expect(201).text("invitation_token");
    let mut far = accept(&scene.world, &invitation, "chou.zz").await;
    open(far.browser(), &request, None).await.refused(404, "not_found");

    // The officer who approved the request gets the operator's duty.
    let accounts = security.get("/api/accounts?limit=200").await.expect(200);
    let officer = accounts.items().iter().find(|one| one["login"] == "ku2.cs").expect("a demo account").clone();
    let path = format!("/api/accounts/{}/role", officer["id"].as_str().expect("an id"));
    let body =
        json!({ "role": "draw_operator", "area": "430100", "reason": "轮岗到抽取室", "version": officer["version"] });
    assert!(security.post(&path, body).await.status.is_success());
    let mut approver = scene.sign_in("ku2.cs").await;
    open(&mut approver, &request, None).await.refused(409, "project.approver");

    // A double click, with one key and with two.
    let mut other = scene.operator.clone();
    let (first, second) =
        tokio::join!(open(&mut scene.operator, &request, Some("a")), open(&mut other, &request, Some("a")));
    let made: Vec<&Answer> = [&first, &second].into_iter().filter(|one| one.status == 201).collect();
    assert!(!made.is_empty() && [&first, &second].iter().all(|one| one.status == 201 || one.status == 409));
    let id = made[0].text("id");
    assert!(made.iter().all(|one| one.text("id") == id));
    open(&mut scene.operator, &request, Some("a")).await.expect(201);
    let (first, second) =
        tokio::join!(open(&mut scene.operator, &request, Some("b")), open(&mut other, &request, Some("c")));
    for one in [first, second] {
        one.refused(409, "project.already_drawn");
    }
    let draws = scene.operator.get("/api/draws").await.expect(200);
    assert_eq!(draws.items().iter().map(|one| one["id"].clone()).collect::<Vec<_>>(), [json!(id)]);
    assert_eq!(far.get("/api/draws").await.expect(200).items().len(), 0);
    for path in ["", "/hall", "/draw.vdraw", "/anchor.txt"] {
        far.get(&format!("/api/draws/{id}{path}")).await.refused(404, "not_found");
    }
    scene.operator.get(&format!("/api/draws/{id}/draw.vdraw")).await.refused(409, "draw.not_over");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn two_different_keys_at_once_open_one_draw(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let request = scene.request().await["id"].clone();
    let mut other = scene.operator.clone();
    let (first, second) =
        tokio::join!(open(&mut scene.operator, &request, Some("a")), open(&mut other, &request, Some("b")));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let draws = scene.operator.get("/api/draws").await.expect(200);
    assert_eq!(draws.items().len(), 1);
    scene.settle(draws.items()[0]["id"].as_str().expect("an id")).await;
    assert!(scene.compared().await.is_empty());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn numbers_come_from_those_present_in_their_turn_and_once(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    let path = format!("/api/draws/{draw}");
    let early = scene.join(&draw, "guest").await;
    let opened = scene.phone("open", json!({ "token": early.token, "device": early.device })).await;
    assert!(opened["phase"] != "commit", "nobody commits before the pool is checked: {opened}");
    scene.settle(&draw).await;

    // A link is one phone's; a new link ends it, and so does being removed.
    let other = json!({ "token": early.token, "device": "another" });
    contribute(&scene, "open", other.clone()).await.refused(403, "contribution.other_device");
    contribute(&scene, "open", json!({ "token": early.token })).await.refused(403, "contribution.other_device");
    let with = json!({ "token": early.token, "device": "another", "commitment": Hash([7; 32]).to_string() });
    contribute(&scene, "commit", with).await.refused(403, "contribution.other_device");
    let role = format!("{path}/contributors/{}", early.role);
    scene.operator.post(&format!("{role}/link"), json!({})).await.expect(200);
    contribute(&scene, "open", json!({ "token": early.token, "device": early.device }))
        .await
        .refused(410, "contribution.ended");
    scene.operator.post(&format!("{role}/remove"), json!({})).await.expect(204);
    contribute(&scene, "open", other).await.refused(410, "contribution.ended");
    let nobody = format!("/api/draws/{}", "0".repeat(32));
    for what in ["contributors", "numbers/close"] {
        let body = json!({ "kind": "guest", "organisation": "某" });
        scene.operator.post(&format!("{nobody}/{what}"), body).await.refused(404, "not_found");
    }

    let mut present = Vec::new();
    for kind in ["centre", "supervisor", "tenderee", "guest", "guest", "guest", "guest", "guest"] {
        present.push(scene.join(&draw, kind).await);
    }
    add(&mut scene, &draw, "guest").await.refused(409, "contribution.people");
    for one in present.drain(4..) {
        let role = format!("{path}/contributors/{}/remove", one.role);
        scene.operator.post(&role, json!({})).await.expect(204);
    }
    let [centre, supervisor, tenderee, guest] = present.try_into().ok().expect("four");
    close(&mut scene.operator, &draw).await.refused(409, "contribution.missing");
    contribute(&scene, "commit", committing(&guest)).await.refused(409, "contribution.not_yet");
    scene.commit(&centre).await;
    contribute(&scene, "commit", committing(&centre)).await.refused(409, "contribution.committed");
    let removal = format!("{path}/contributors/{}/remove", centre.role);
    scene.operator.post(&removal, json!({})).await.refused(409, "contribution.committed");
    close(&mut scene.operator, &draw).await.refused(409, "contribution.missing");
    scene.commit(&supervisor).await;

    closed_once(&mut scene, &draw, 1).await;
    add(&mut scene, &draw, "supervisor").await.refused(409, "contribution.insiders_closed");
    scene.settle(&draw).await;
    add(&mut scene, &draw, "holder").await.refused(409, "contribution.insiders_closed");
    for one in [&tenderee, &guest] {
        scene.commit(one).await;
    }
    closed_once(&mut scene, &draw, 2).await;
    scene.settle(&draw).await;
    add(&mut scene, &draw, "guest").await.refused(409, "contribution.closed");
    contribute(&scene, "commit", committing(&guest)).await.refused(409, "contribution.committed");

    reveals(&mut scene, &draw, [&centre, &supervisor, &tenderee, &guest]).await;
    assert!(scene.compared().await.is_empty());
}

async fn reveals(scene: &mut Scene, draw: &str, [centre, supervisor, tenderee, guest]: [&Present; 4]) {
    contribute(scene, "reveal", supervisor.revealing()).await.refused(409, "contribution.not_yet");
    let mut wrong = centre.revealing();
    wrong["digits"] = json!("314158");
    contribute(scene, "reveal", wrong).await.refused(422, "contribution.mismatch");
    let path = format!("/api/draws/{draw}/reveal");
    let slip = json!({ "role": centre.role, "digits": "314159", "letters": "aaaa aaaa" });
    scene.operator.post(&path, slip).await.refused(422, "contribution.mismatch");
    let (first, second) =
        tokio::join!(contribute(scene, "reveal", centre.revealing()), contribute(scene, "reveal", centre.revealing()));
    assert!(first.status == 204 && second.status == 204);
    contribute(scene, "reveal", supervisor.revealing()).await.refused(409, "contribution.not_yet");
    scene.settle(draw).await;
    scene.reveal(draw, centre).await;
    assert_eq!(count(scene, draw, "reveal").await, 1);
    for one in [supervisor, tenderee, guest] {
        scene.reveal(draw, one).await;
    }
    assert_eq!(count(scene, draw, "reveal").await, 4);
    assert_eq!(scene.stage(draw).await, "callout");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn insiders_alone_and_outsiders_alone_give_no_list(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    let guest = scene.join(&draw, "guest").await;
    close(&mut scene.operator, &draw).await.refused(409, "contribution.people");
    scene.operator.post(&format!("/api/draws/{draw}/contributors/{}/remove", guest.role), json!({})).await.expect(204);
    let insiders = [scene.join(&draw, "centre").await, scene.join(&draw, "supervisor").await];
    for one in &insiders {
        scene.commit(one).await;
    }
    scene.close(&draw).await;
    close(&mut scene.operator, &draw).await.refused(409, "contribution.people");
    assert_eq!(count(&mut scene, &draw, "numbers").await, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_draw_waits_for_a_witness_that_is_away_and_nothing_else_does(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    away(&mut scene, &draw, "open").await;
    scene.settle(&draw).await;
    let present = scene.listed(&draw).await;
    scene.reveal(&draw, &present[0]).await;
    away(&mut scene, &draw, "numbers").await;
    scene.reveal(&draw, &present[1]).await;
    assert_eq!(scene.stage(&draw).await, "callout");

    // Killed during the call-out: who was drawn is known again only when the witness answers.
    let drawn = scene.drawn(&draw);
    scene.restart();
    scene.stop_witness(true);
    assert!(matches!(scene.settle(&draw).await, Some(Waits::Witness(_))));
    let file = scene.file(drawn[0].expert).await;
    let mut phone = sign_in_by_phone(&scene.world, &file).await;
    assert_eq!(phone.get("/api/me/tasks").await.expect(200).items().len(), 0);
    scene.stop_witness(false);
    scene.settle(&draw).await;
    assert_eq!(scene.drawn(&draw), drawn);
    scene.answer(&drawn[0], None).await;
}

/// The witness is away for a while: the draw stays, people work on, and it goes on by itself.
async fn away(scene: &mut Scene, draw: &str, stage: &str) {
    scene.stop_witness(true);
    assert!(matches!(scene.settle(draw).await, Some(Waits::Cosigners | Waits::Witness(_) | Waits::People)));
    assert_eq!(scene.stage(draw).await, stage);
    scene.operator.get("/api/draws").await.expect(200);
    let mut officer = scene.sign_in("ku1.cs").await;
    officer.get("/api/experts").await.expect(200);
    scene.world.pass(Duration::from_secs(60));
    scene.stop_witness(false);
    scene.settle(draw).await;
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_draw_is_cancelled_by_two_before_the_numbers_and_drawn_again_by_the_provinces_leave(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let (request, code) = (scene.request().await["id"].clone(), scene.request().await["project_code"].clone());
    let draw = scene.open().await;
    scene.settle(&draw).await;
    let path = format!("/api/draws/{draw}/cancel");
    let ground = |cause: &str, persons: [&str; 2], code: &Value| json!({ "cause": cause, "document": "项目撤回", "persons": persons, "code": code });
    let mut refuse = Vec::new();
    for (body, status, code) in [
        (ground("withdrawn", ["甲", " "], &code), 422, "draw.fields"),
        (ground("withdrawn", ["甲", "甲"], &code), 422, "draw.fields"),
        (ground("withdrawn", ["甲", "乙"], &json!("YS-2026-430100-999999")), 422, "draw.wrong_code"),
        (ground("technical-fault", ["甲", "乙"], &code), 409, "draw.not_cancellable"),
    ] {
        refuse.push(scene.operator.post(&path, body).await.refused(status, code).status);
    }
    scene.operator.post(&path, ground("withdrawn", ["甲", "乙"], &code)).await.expect(200);
    scene.settle(&draw).await;
    assert_eq!(scene.stage(&draw).await, "cancelled");
    scene.operator.post(&path, ground("withdrawn", ["甲", "乙"], &code)).await.refused(409, "draw.not_cancellable");
    add(&mut scene, &draw, "guest").await.refused(409, "contribution.closed");

    let wanted = open(&mut scene.operator, &request, None).await.refused(409, "draw.no_approval");
    let coming = wanted
        .text("message")
        .split(|c: char| !c.is_ascii_hexdigit())
        .find(|hex| hex.len() == 64)
        .expect("an id")
        .to_owned();
    let approvals = [
        ("supervising.example", coming.clone(), "attempt"),
        ("province.example", Hash([9; 32]).to_string(), "attempt"),
        ("province.example", coming.clone(), "supplementary"),
    ];
    for (signer, draw, cause) in approvals {
        approve(&scene, signer, (&draw, cause)).await;
        scene.cosign().await;
        open(&mut scene.operator, &request, None).await.refused(409, "draw.no_approval");
    }
    approve(&scene, "province.example", (&coming, "attempt")).await;
    open(&mut scene.operator, &request, None).await.refused(409, "draw.not_cosigned");
    scene.cosign().await;
    let again = open(&mut scene.operator, &request, None).await.expect(201);
    assert_eq!((&again.body["attempt"], &again.body["draw"]), (&json!(2), &json!(coming)));
    let draw = again.text("id");
    scene.settle(&draw).await;
    let present = scene.listed(&draw).await;
    scene.reveal(&draw, &present[0]).await;
    let path = format!("/api/draws/{draw}/cancel");
    scene.operator.post(&path, ground("withdrawn", ["甲", "乙"], &code)).await.refused(409, "draw.not_cancellable");
    scene.reveal(&draw, &present[1]).await;
    scene.operator.post(&path, ground("withdrawn", ["甲", "乙"], &code)).await.refused(409, "draw.not_cancellable");
    open(&mut scene.operator, &request, None).await.refused(409, "project.already_drawn");
    assert_eq!(scene.stage(&draw).await, "callout");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_answer_is_given_once_in_time_by_whoever_was_drawn(db: PgPool) {
    let mut scene = Scene::new(db).await;
    demo::soon(&scene.world.app, 1_200).await.expect("a second request");
    let requests = scene.operator.get("/api/projects?state=approved").await.expect(200);
    let mut draws = Vec::new();
    for request in requests.items() {
        let draw = open(&mut scene.operator, &request["id"], None).await.expect(201).text("id");
        scene.settle(&draw).await;
        scene.contribute(&draw).await;
        draws.push(draw);
    }
    let (drawn, elsewhere) = (scene.drawn(&draws[0]), scene.drawn(&draws[1]));
    let both: BTreeSet<_> = drawn.iter().chain(&elsewhere).map(|one| one.expert).collect();

    let (mut phone, tail) = phone(&scene, &drawn[0]).await;
    for token in [drawn[1].token, elsewhere[0].token, Hash([1; 32])] {
        if elsewhere.iter().any(|one| one.token == token && one.expert == drawn[0].expert) {
            continue;
        }
        for (step, body) in
            [("identify", json!({ "id_tail": tail })), ("accept", json!({})), ("decline", json!({ "reason": "busy" }))]
        {
            phone.post(&format!("/api/me/tasks/{token}/{step}"), body).await.refused(404, "not_found");
        }
    }
    let path = format!("/api/me/tasks/{}", drawn[0].token);
    phone.post(&format!("{path}/accept"), json!({})).await.refused(409, "answer.unknown");
    let wrong = if tail == "0000" { "0001" } else { "0000" };
    for (status, code) in [(422, "answer.wrong_id"), (422, "answer.wrong_id"), (409, "answer.ended")] {
        phone.post(&format!("{path}/identify"), json!({ "id_tail": wrong })).await.refused(status, code);
    }
    phone.post(&format!("{path}/identify"), json!({ "id_tail": tail })).await.refused(409, "answer.given");
    phone.post(&format!("{path}/accept"), json!({})).await.refused(409, "answer.given");

    scene.answer(&drawn[1], None).await;
    let (mut phone, tail) = self::phone(&scene, &drawn[1]).await;
    let path = format!("/api/me/tasks/{}", drawn[1].token);
    phone.post(&format!("{path}/accept"), json!({})).await.refused(409, "answer.given");
    phone.post(&format!("{path}/decline"), json!({ "reason": "ill" })).await.refused(409, "answer.given");
    phone.post(&format!("{path}/identify"), json!({ "id_tail": tail })).await.refused(409, "answer.given");

    let mut undrawn = sign_in_by_phone(&scene.world, &undrawn(&scene, &both).await).await;
    assert_eq!(undrawn.get("/api/me/tasks").await.expect(200).items().len(), 0);
    undrawn.post(&format!("{path}/accept"), json!({})).await.refused(404, "not_found");

    let (mut late, tail) = self::phone(&scene, &drawn[2]).await;
    let path = format!("/api/me/tasks/{}", drawn[2].token);
    late.post(&format!("{path}/identify"), json!({ "id_tail": tail })).await.expect(204);
    scene.world.pass(Duration::from_secs(16 * 60));
    late.post(&format!("{path}/accept"), json!({})).await.refused(409, "answer.late");
    scene.settle(&draws[0]).await;
    late.post(&format!("{path}/accept"), json!({})).await.refused(409, "answer.given");
    assert!(scene.compared().await.is_empty());
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_desk_answers_alike_for_whoever_is_not_expected(db: PgPool) {
    let mut scene = Scene::new(db).await;
    let draw = scene.open().await;
    scene.settle(&draw).await;
    scene.contribute(&draw).await;
    let drawn = scene.drawn(&draw);
    for one in &drawn {
        scene.answer(one, None).await;
    }
    let nobody = undrawn(&scene, &drawn.iter().map(|one| one.expert).collect()).await.id_number.to_string();
    let (mut phone, _) = phone(&scene, &drawn[0]).await;
    let code = phone.get("/api/me/tasks").await.expect(200).items()[0]["code"].as_str().expect("accepted").to_owned();
    let holder = scene.file(drawn[0].expert).await.id_number.to_string();
    let mut answers = vec![arrive(&mut scene, &nobody, "123456").await, arrive(&mut scene, &holder, &code).await];
    scene.pass(&draw, Duration::from_secs(16 * 60)).await;
    assert_eq!(scene.stage(&draw).await, "check_in");
    scene.desk = scene.sign_in("chang.cs").await;
    let other = if code == "123456" { "123457" } else { "123456" };
    let second = scene.file(drawn[1].expert).await.id_number.to_string();
    answers.push(arrive(&mut scene, &nobody, other).await);
    answers.push(arrive(&mut scene, &second, other).await);
    answers.push(arrive(&mut scene, &nobody, &code).await);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_ne!(arrive(&mut scene, &holder, &code).await, answers[0]);
}

async fn open(caller: &mut Caller, request: &Value, key: Option<&str>) -> Answer {
    let headers: Vec<_> = key.map(|key| ("idempotency-key", key)).into_iter().collect();
    let body = Some(json!({ "request_id": request }));
    caller.call(axum::http::Method::POST, "/api/draws", body, &headers).await
}

async fn add(scene: &mut Scene, draw: &str, kind: &str) -> Answer {
    let body = json!({ "kind": kind, "organisation": "某单位" });
    scene.operator.post(&format!("/api/draws/{draw}/contributors"), body).await
}

async fn close(caller: &mut Caller, draw: &str) -> Answer {
    caller.post(&format!("/api/draws/{draw}/numbers/close"), json!({})).await
}

/// Two operators close the list at once: one list, one statement.
async fn closed_once(scene: &mut Scene, draw: &str, lists: usize) {
    let mut other = scene.operator.clone();
    let (first, second) = tokio::join!(close(&mut scene.operator, draw), close(&mut other, draw));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409], "{} {}", first.body, second.body);
    assert_eq!(count(scene, draw, "numbers").await, lists);
}

/// How many statements of a type a draw shows.
async fn count(scene: &mut Scene, draw: &str, kind: &str) -> usize {
    let shown = scene.operator.get(&format!("/api/draws/{draw}")).await.expect(200);
    let statements = shown.body["statements"].as_array().expect("statements");
    statements.iter().filter(|one| one["kind"] == kind).count()
}

async fn contribute(scene: &Scene, step: &str, body: Value) -> Answer {
    scene.world.caller().post(&format!("/api/contributions/{step}"), body).await
}

fn committing(one: &Present) -> Value {
    json!({ "token": one.token, "device": one.device, "commitment": Hash([7; 32]).to_string() })
}

async fn approve(scene: &Scene, signer: &str, (draw, cause): (&str, &str)) {
    let values = [draw, cause, &Hash([5; 32]).to_string()].map(str::to_owned).to_vec();
    let note = scene.signed(signer, &Statement::new("approval", values).expect("a statement").body());
    let app = &scene.world.app;
    let mut tx = app.begin("test.approval").await.expect("a transaction");
    ledger::enter(app, &mut tx, &note, app.clock.now()).await.expect("entered");
    tx.commit().await.expect("committed");
}

/// The phone of somebody who was drawn, and the end of their resident id.
async fn phone(scene: &Scene, one: &Drawn) -> (Caller, String) {
    let file = scene.file(one.expert).await;
    (sign_in_by_phone(&scene.world, &file).await, file.id_number.to_string()[14..].to_owned())
}

async fn arrive(scene: &mut Scene, id_number: &str, code: &str) -> (u16, Vec<u8>) {
    let answer = scene.desk.post("/api/check-in", json!({ "id_number": id_number, "code": code })).await;
    (answer.status.as_u16(), answer.bytes.to_vec())
}

/// Somebody of the pool who was drawn nowhere.
async fn undrawn(scene: &Scene, drawn: &BTreeSet<rules::id::ExpertId>) -> rules::expert::file::ExpertFile {
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar("select id from expert where state = 'active' order by id limit 50")
        .fetch_all(&scene.world.app.db)
        .await
        .expect("a pool");
    let id = ids.into_iter().map(rules::id::ExpertId::from_uuid).find(|id| !drawn.contains(id)).expect("somebody");
    scene.file(id).await
}

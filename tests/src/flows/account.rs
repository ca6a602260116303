//! Signing in, being locked out, and the way back.

use std::time::Duration;

use rules::account::Role;
use rules::area::Area;
use serde_json::json;
use sqlx::PgPool;

use crate::people::{PASSWORD, accept, sign_in};
use crate::world::World;

const CHANGSHA: &str = "430100";

fn changsha() -> Area {
    Area::read(CHANGSHA).expect("an area")
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_first_account_needs_the_token_of_the_terminal_and_is_made_once(db: PgPool) {
    let world = World::empty(db).await;
    let mut caller = world.caller();
    assert_eq!(caller.get("/api/setup").await.expect(200).body["needed"], true);
    let body = |token: &str| json!({ "token": token, "login": "first", "display_name": "张三", "area": "430000" });
    caller.post("/api/setup", body("guess")).await.refused(403, "setup.over");
    let token =
        hengjian::account::invitation::print_setup_token(&world.app).await.expect("a database").expect("no account");
    caller.post("/api/setup", body(&token)).await.expect(200);
    caller.post("/api/setup", body(&token)).await.refused(403, "setup.over");
    assert_eq!(caller.get("/api/setup").await.expect(200).body["needed"], false);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_lost_answer_to_the_set_up_is_given_again(db: PgPool) {
    let world = World::empty(db).await;
    let mut caller = world.caller();
    let token =
        hengjian::account::invitation::print_setup_token(&world.app).await.expect("a database").expect("no account");
    let body = |login: &str| json!({ "token": token, "login": login, "display_name": "张三", "area": "430000" });
    let (post, key) = (axum::http::Method::POST, [("idempotency-key", "3f2a")]);
    let first = caller.call(post.clone(), "/api/setup", Some(body("first")), &key).await.expect(200);
    let again = caller.call(post.clone(), "/api/setup", Some(body("first")), &key).await.expect(200);
    assert_eq!(first.text("invitation_token"), again.text("invitation_token"));
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (None, Some("true")));
    let mut guess = body("first");
    guess["token"] = "guess".into();
    for (body, key) in [(body("first"), "3f2b"), (body("other"), "3f2a"), (guess, "3f2a")] {
        let headers = [("idempotency-key", key)];
        caller.call(post.clone(), "/api/setup", Some(body), &headers).await.refused(403, "setup.over");
    }
    accept(&world, &again.text("invitation_token"), "first").await;
    world.pass(Duration::from_secs(24 * 3600 + 1));
    caller.call(post, "/api/setup", Some(body("first")), &key).await.refused(403, "setup.over");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_invitation_works_once_and_expires(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let body = json!({ "login": "ku-1", "display_name": "库管员", "role": "pool_officer", "area": CHANGSHA });
    let token = officer.post("/api/accounts", body.clone()).await.expect(201).text("invitation_token");
    officer.post("/api/accounts", body).await.refused(409, "account.login_taken");
    let person = accept(&world, &token, "ku-1").await;
    assert_eq!(person.login, "ku-1");
    let mut caller = world.caller();
    caller.post("/api/invitations/open", json!({ "token": token })).await.refused(410, "invitation.over");
    let other = json!({ "login": "ku-2", "display_name": "库管员", "role": "pool_officer", "area": CHANGSHA });
    let late = officer.post("/api/accounts", other).await.expect(201).text("invitation_token");
    world.pass(Duration::from_secs(3 * 24 * 3600 + 1));
    caller.post("/api/invitations/open", json!({ "token": late })).await.refused(410, "invitation.over");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn five_wrong_passwords_lock_the_account_and_an_officer_unlocks_it(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let person = world.person(&mut officer, Role::PoolOfficer, changsha()).await;
    let mut caller = world.caller();
    for _ in 0..5 {
        let body = json!({ "login": person.login, "password": "wrong" });
        caller.post("/api/sign-in/password", body).await.refused(401, "sign_in.wrong");
    }
    let right = json!({ "login": person.login, "password": PASSWORD });
    let answer = caller.post("/api/sign-in/password", right.clone()).await.refused(423, "sign_in.locked");
    assert!(answer.text("message").contains("安全管理员"), "the way back is named: {}", answer.body);
    let listed = officer.get(&format!("/api/accounts/{}", person.account_id)).await.expect(200);
    assert_eq!(listed.body["state"], "locked");
    for (state, found) in [("locked", 1), ("active", 1), ("invited", 0), ("closed", 0)] {
        let page = officer.get(&format!("/api/accounts?state={state}")).await.expect(200);
        assert_eq!((page.items().len(), &page.body["total"]), (found, &json!(found)), "{state}");
    }
    officer.get("/api/accounts?state=asleep").await.refused(422, "account.state");
    let path = format!("/api/accounts/{}/unlock", person.account_id);
    officer.post(&path, json!({ "reason": "" })).await.refused(422, "reason");
    officer.post(&path, json!({ "reason": "本人到场核验身份" })).await.expect(204);
    caller.post("/api/sign-in/password", right).await.expect(200);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_unknown_login_answers_like_a_wrong_password(db: PgPool) {
    let (world, _) = World::new(db).await;
    let mut caller = world.caller();
    let unknown = caller.post("/api/sign-in/password", json!({ "login": "nobody", "password": "x" })).await;
    let wrong = caller.post("/api/sign-in/password", json!({ "login": "anquan", "password": "x" })).await;
    assert_eq!((unknown.status, unknown.body), (wrong.status, wrong.body));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_code_counts_once(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let person = world.person(&mut officer, Role::Auditor, changsha()).await;
    world.pass(Duration::from_secs(30));
    let again = sign_in(&world, &person.login, &person.secret).await;
    let mut caller = world.caller();
    let ticket =
        caller.post("/api/sign-in/password", json!({ "login": person.login, "password": PASSWORD })).await.expect(200);
    let body = json!({ "ticket": ticket.text("ticket"), "code": again.code(&world) });
    caller.post("/api/sign-in/second-factor", body).await.refused(401, "sign_in.wrong_code");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_wrong_present_password_is_told_beside_its_field(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    world.pass(Duration::from_secs(30));
    let body =
        |old: &str, code: String| json!({ "old_password": old, "new_password": "橘子洲头的一盏灯 1925", "code": code });
    let wrong = officer.post("/api/me/password", body("湘江边", officer.code(&world))).await;
    let wrong = wrong.refused(422, "account.old_password");
    assert_eq!(wrong.body["fields"][0]["field"], "old_password");
    let said = wrong.body["fields"][0]["message"].as_str().expect("a sentence");
    assert!(said.starts_with("原密码不对"), "{said}");
    let used = officer.post("/api/me/password", body(PASSWORD, "000000".to_owned())).await;
    used.refused(401, "sign_in.wrong_code");
    officer.post("/api/me/password", body(PASSWORD, officer.code(&world))).await.expect(204);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_stolen_cookie_is_worth_nothing_after_sign_out(db: PgPool) {
    let (_world, mut officer) = World::new(db).await;
    let mut thief = officer.clone();
    thief.get("/api/me").await.expect(200);
    officer.post("/api/sign-in/end", json!({})).await.expect(204);
    thief.get("/api/me").await.refused(401, "sign_in.needed");
    thief.post("/api/accounts", json!({})).await.refused(401, "sign_in.needed");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_request_without_the_token_of_the_page_is_forged(db: PgPool) {
    let (_world, mut officer) = World::new(db).await;
    officer.browser().csrf_token = None;
    officer.post("/api/sign-in/end", json!({})).await.refused(403, "request.forged");
    officer.browser().csrf_token = Some("guess".to_owned());
    officer.post("/api/sign-in/end", json!({})).await.refused(403, "request.forged");
    let cross = [("sec-fetch-site", "cross-site")];
    officer.browser().call(axum::http::Method::GET, "/api/me", None, &cross).await.refused(403, "request.forged");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn one_sees_and_ends_ones_own_devices_only(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let mut person = world.person(&mut officer, Role::PoolOfficer, changsha()).await;
    world.pass(Duration::from_secs(30));
    let mut phone = sign_in(&world, &person.login, &person.secret).await;
    let devices = person.get("/api/me/devices").await.expect(200);
    assert_eq!(devices.items().len(), 2);
    let other = devices.items().iter().find(|device| device["current"] == false).expect("the phone")["id"].clone();
    let path = format!("/api/me/devices/{}/end", other.as_str().expect("an id"));
    officer.post(&path, json!({})).await.refused(404, "not_found");
    person.post(&path, json!({})).await.expect(204);
    phone.get("/api/me").await.refused(401, "sign_in.needed");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_sign_in_ends_when_nobody_uses_it_and_after_a_working_day(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    world.pass(Duration::from_secs(59 * 60));
    officer.get("/api/me").await.expect(200);
    world.pass(Duration::from_secs(61 * 60));
    officer.get("/api/me").await.refused(401, "sign_in.needed");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn nobody_changes_their_own_account_or_one_of_another_city(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let own = format!("/api/accounts/{}/close", officer.account_id);
    officer.post(&own, json!({ "reason": "试一试看" })).await.refused(409, "account.own");
    let mut city = world.person(&mut officer, Role::SecurityOfficer, changsha()).await;
    let body = json!({ "login": "zhuzhou", "display_name": "株洲", "role": "pool_officer", "area": "430200" });
    city.post("/api/accounts", body).await.refused(404, "not_found");
    let other = world.person(&mut officer, Role::PoolOfficer, Area::read("430200").expect("an area")).await;
    city.post(&format!("/api/accounts/{}/close", other.account_id), json!({ "reason": "越权试试" }))
        .await
        .refused(404, "not_found");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_stale_change_of_role_shows_what_changed(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let person = world.person(&mut officer, Role::PoolOfficer, changsha()).await;
    let path = format!("/api/accounts/{}/role", person.account_id);
    let version =
        officer.get(&format!("/api/accounts/{}", person.account_id)).await.expect(200).body["version"].clone();
    let body = |role: &str| json!({ "role": role, "area": CHANGSHA, "reason": "岗位调整", "version": version });
    officer.post(&path, body("auditor")).await.expect(204);
    let stale = officer.post(&path, body("supervisor")).await.refused(409, "account.stale");
    assert_eq!(stale.body["difference"][0]["before"], "auditor");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn ten_thousand_tries_from_one_address_are_turned_away_without_work(db: PgPool) {
    let (world, _) = World::new(db).await;
    let mut caller = world.caller();
    let mut turned_away = 0;
    for at in 0..10_000 {
        let answer =
            caller.post("/api/sign-in/password", json!({ "login": format!("guess{at}"), "password": "x" })).await;
        if answer.status.as_u16() == 429 {
            turned_away += 1;
        }
    }
    assert!(turned_away > 9_800, "{turned_away}");
    world.caller().post("/api/sign-in/password", json!({ "login": "anquan", "password": PASSWORD })).await.expect(200);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_repeated_creating_call_is_done_once_for_a_day(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let body = json!({ "login": "once", "display_name": "一次", "role": "auditor", "area": CHANGSHA });
    let key = [("idempotency-key", "3f2a")];
    let post = axum::http::Method::POST;
    let first = officer.browser().call(post.clone(), "/api/accounts", Some(body.clone()), &key).await.expect(201);
    let second = officer.browser().call(post.clone(), "/api/accounts", Some(body), &key).await.expect(201);
    assert_eq!(first.body["id"], second.body["id"]);
    assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), (None, Some("true")));
    let other = json!({ "login": "twice", "display_name": "两次", "role": "auditor", "area": CHANGSHA });
    let again = officer.browser().call(post.clone(), "/api/accounts", Some(other.clone()), &key).await;
    again.refused(409, "idempotency.other_request");
    world.pass(Duration::from_secs(24 * 3600 + 1));
    let mut officer = sign_in(&world, &officer.login, &officer.secret).await;
    officer.browser().call(post, "/api/accounts", Some(other), &key).await.expect(201);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_kept_answer_shows_no_invitation_to_whoever_reads_the_database(db: PgPool) {
    let (world, mut officer) = World::new(db).await;
    let body = json!({ "login": "once", "display_name": "一次", "role": "auditor", "area": CHANGSHA });
    let post = axum::http::Method::POST;
    let made = officer.browser().call(post, "/api/accounts", Some(body), &[("idempotency-key", "3f2a")]).await;
    let token = made.expect(201).text("invitation_token");
    let kept: Vec<String> = sqlx::query_scalar("select to_jsonb(k)::text from idempotency_key k")
        .fetch_all(&world.app.db)
        .await
        .expect("the kept answer");
    let spelled: String = token.bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(kept.len() == 1 && !kept[0].contains(&token) && !kept[0].contains(&spelled), "{kept:?}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_malformed_request_is_a_problem_in_the_callers_language(db: PgPool) {
    let (world, _) = World::new(db).await;
    let mut caller = world.caller();
    let body = Some(("application/json".to_owned(), "{ \"login\": 7".into()));
    let post = axum::http::Method::POST;
    let answer =
        caller.send(post.clone(), "/api/sign-in/password", body.clone(), &[]).await.refused(422, "request.malformed");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let english = caller.send(post, "/api/sign-in/password", body, &[("accept-language", "en-GB,en;q=0.9")]).await;
    assert!(english.text("message").is_ascii());
}

//! What was altered past the software is not taken over by the next change.

use std::time::Duration;

use hengjian::account::sign_in::code;
use rules::account::Role;
use rules::area::Area;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::{compared, lines, run};
use crate::flows::unit::register::Register;
use crate::people::{PASSWORD, Person, base32};
use crate::world::World;

/// Two pool officers of Changsha.
async fn office(db: PgPool) -> (World, Person, [Person; 2]) {
    let (world, mut security) = World::new(db).await;
    let author = world.person(&mut security, Role::PoolOfficer, Area::CHANGSHA).await;
    let other = world.person(&mut security, Role::PoolOfficer, Area::CHANGSHA).await;
    (world, security, [author, other])
}

async fn propose(author: &mut Person, expert: &str, version: i32, phone: &str) -> String {
    let body = json!({ "base_version": version, "reason": "本人来函更正", "proposed": { "phone": phone } });
    author.post(&format!("/api/experts/{expert}/changes"), body).await.expect(201).text("id")
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_proposal_with_another_author_is_not_decided(db: PgPool) {
    let (world, _, [mut author, mut other]) = office(db).await;
    let expert = world.expert("张三").admit().await.id.to_string();
    let id = propose(&mut author, &expert, 1, "13873100027").await;
    let approve = format!("/api/changes/{id}/approve");
    author.post(&approve, json!({})).await.refused(409, "change.own");
    sqlx::query("update change set author_id = $1::uuid")
        .bind(&other.account_id)
        .execute(&world.app.db)
        .await
        .expect("done");
    author.post(&approve, json!({})).await.refused(409, "record.altered");
    let other_id = author.account_id.clone();
    sqlx::query("update change set author_id = $1::uuid").bind(other_id).execute(&world.app.db).await.expect("done");
    other.post(&approve, json!({})).await.expect(200);
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_altered_file_or_account_is_not_changed_further(db: PgPool) {
    let (world, mut security, [mut author, mut other]) = office(db).await;
    let expert = world.expert("张三").admit().await.id.to_string();
    let id = propose(&mut author, &expert, 1, "13873100027").await;
    run(&world.app, "update expert_library set until_on = until_on + 365").await;
    other.post(&format!("/api/changes/{id}/approve"), json!({})).await.refused(409, "record.altered");
    run(&world.app, "update expert_library set until_on = until_on - 365").await;
    other.post(&format!("/api/changes/{id}/approve"), json!({})).await.expect(200);
    run(&world.app, "update account set role = 'auditor' where role = 'pool_officer'").await;
    let close = format!("/api/accounts/{}/close", other.account_id);
    security.post(&close, json!({ "reason": "已离岗离职" })).await.refused(409, "record.altered");
    let named = lines(&compared(&world.app).await);
    assert_eq!(named.len(), 2, "{named:?}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn ones_own_password_does_not_vouch_for_an_altered_account(db: PgPool) {
    let (world, _, [mut author, _]) = office(db).await;
    world.pass(Duration::from_secs(30));
    let body =
        json!({ "old_password": PASSWORD, "new_password": "橘子洲头的一盏灯 1925", "code": author.code(&world) });
    run(&world.app, "update account set area = '430200' where role = 'pool_officer'").await;
    author.post("/api/me/password", body.clone()).await.refused(409, "record.altered");
    run(&world.app, "update account set area = '430100' where role = 'pool_officer'").await;
    author.post("/api/me/password", body).await.expect(204);
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_accepted_invitation_does_not_vouch_for_an_altered_account(db: PgPool) {
    let (world, mut security) = World::new(db).await;
    let body = json!({ "login": "ku-1", "display_name": "库管员", "role": "pool_officer", "area": "430100" });
    let token = security.post("/api/accounts", body).await.expect(201).text("invitation_token");
    let opened = world.caller().post("/api/invitations/open", json!({ "token": token })).await.expect(200);
    let code = code::code_at(&base32(&opened.text("totp_secret")), world.app.clock.now());
    let body = json!({ "token": token, "password": PASSWORD, "code": code });
    run(&world.app, "update account set role = 'security_officer' where login = 'ku-1'").await;
    world.caller().post("/api/invitations/accept", body.clone()).await.refused(409, "record.altered");
    run(&world.app, "update account set role = 'pool_officer' where login = 'ku-1'").await;
    world.caller().post("/api/invitations/accept", body).await.expect(204);
    assert_eq!(lines(&compared(&world.app).await), [""; 0]);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_altered_pair_of_units_is_not_decided(db: PgPool) {
    let (world, _, [mut officer, _]) = office(db).await;
    let register = Register::of(&world);
    register.unit(1, "湖南衡鉴建设工程有限公司", &[], &[]).await;
    register.resolve(None, "湖南衡鉴建设工程有限责任公司").await;
    let pair = officer.get("/api/near").await.items()[0]["id"].as_str().expect("a pair").to_owned();
    let decide = format!("/api/near/{pair}/decide");
    let body = json!({ "decision": "distinct", "reason": "两家公司" });
    run(&world.app, "update near set evidence = '[]'::jsonb, score = score - 1").await;
    officer.post(&decide, body.clone()).await.refused(409, "record.altered");
    let named = lines(&compared(&world.app).await);
    assert!(named.len() == 1 && named[0].starts_with(&format!("near/{pair}")), "{named:?}");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_old_version_put_back_and_changed_is_named_for_good(db: PgPool) {
    let (world, _, [mut author, mut other]) = office(db).await;
    let expert = world.expert("张三").admit().await.id.to_string();
    run(&world.app, "create table kept as select * from expert").await;
    for (phone, back) in [("13873100027", true), ("13873100028", false)] {
        let id = propose(&mut author, &expert, 1, phone).await;
        other.post(&format!("/api/changes/{id}/approve"), json!({})).await.expect(200);
        if back {
            run(
                &world.app,
                "update expert set phone_sealed = kept.phone_sealed, phone_blind = kept.phone_blind,
                        version = kept.version, entry_id = kept.entry_id from kept",
            )
            .await;
        }
    }
    let shown = author.get(&format!("/api/experts/{expert}")).await.expect(200);
    assert_eq!(shown.body["version"], Value::from(2));
    let named = lines(&compared(&world.app).await);
    assert_eq!(named.len(), 1, "{named:?}");
    assert!(named[0].contains("both state version 2: an older version was put back and changed"), "{named:?}");
}

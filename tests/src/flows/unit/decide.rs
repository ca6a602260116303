//! What an officer decides about units.

use hengjian::expert;
use jiff::civil::date;
use rules::account::Role;
use rules::area::Area;
use rules::expert::file::{Employment, ExpertFile};
use rules::expert::model::{EmploymentKind, State};
use rules::expert::{Phone, ResidentId};
use rules::id::{ExpertId, UnitId};
use rules::ledger::entry::Kind;
use rules::time::Month;
use rules::unit::file::{Officer, UnitFile};
use rules::unit::model::OfficerRole;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::register::{Register, code, deed, officed};
use crate::people::Person;
use crate::world::World;

const NEAR: &str = "湖南衡鉴建设工程有限责任公司";

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_pair_stays_open_until_it_is_decided_and_an_alias_serves_later_imports(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let known = register.unit(1, "湖南衡鉴建设工程有限公司", &[], &[]).await;
    let unclear = register.resolve(None, NEAR).await;

    register.resolve(Some(9), "湖南湘江水利有限公司").await;
    register.resolve(None, NEAR).await;
    let pair = open_pair(&mut officer).await;
    assert_eq!(pair["left"]["id"], unclear.to_string(), "the one without a code goes");
    assert_eq!(pair["right"]["id"], known.to_string());
    assert_eq!(pair["evidence"][0], json!({ "kind": "same_core", "left": NEAR, "right": "湖南衡鉴建设工程有限公司" }));

    let path = format!("/api/near/{}/decide", pair["id"].as_str().expect("an id"));
    officer.post(&path, json!({ "decision": "alias", "reason": "" })).await.refused(422, "reason");
    let turned = json!({ "decision": "alias", "reason": "同一家公司", "right": unclear.to_string() });
    officer.post(&path, turned).await.refused(409, "near.turned");
    let decided = officer.post(&path, json!({ "decision": "alias", "reason": "营业执照一致" })).await.expect(200);
    assert_eq!(decided.text("state"), "alias");

    assert_eq!(register.resolve(None, "湖南衡鉴建设工程 有限责任公司").await, known);
    assert_eq!(officer.get("/api/near").await.items().len(), 0);
    let shown = officer.get(&format!("/api/units/{known}")).await.expect(200);
    assert_eq!(shown.body["names"][0]["name"], NEAR);
    assert_eq!(shown.body["near"][0]["reason"], "营业执照一致");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn of_two_officers_exactly_one_decides(db: PgPool) {
    let (world, mut security) = World::new(db).await;
    let mut one = world.person(&mut security, Role::PoolOfficer, Area::HUNAN).await;
    let mut two = world.person(&mut security, Role::PoolOfficer, Area::HUNAN).await;
    let register = Register::of(&world);
    register.unit(1, "湖南衡鉴建设工程有限公司", &[], &[]).await;
    register.resolve(None, NEAR).await;
    let pair = open_pair(&mut one).await;

    let path = format!("/api/near/{}/decide", pair["id"].as_str().expect("an id"));
    let (first, second) = tokio::join!(
        one.post(&path, json!({ "decision": "merge", "reason": "同一家公司" })),
        two.post(&path, json!({ "decision": "distinct", "reason": "两家公司" })),
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let lost = if first.status == 409 { first } else { second };
    let lost = lost.refused(409, "near.decided");
    assert_eq!(lost.body["difference"][0]["field"], "state");
    assert_eq!(register.count("near.decided").await, 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn distinct_units_stay_two_and_are_not_asked_about_again(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    register.unit(1, "湖南衡鉴建设工程有限公司", &[], &[]).await;
    let unclear = register.resolve(None, NEAR).await;
    let pair = open_pair(&mut officer).await;
    let path = format!("/api/near/{}/decide", pair["id"].as_str().expect("an id"));
    officer.post(&path, json!({ "decision": "distinct", "reason": "两家公司" })).await.expect(200);

    assert_eq!(register.resolve(None, NEAR).await, unclear);
    let version = version(&mut officer, unclear).await;
    let name = json!({ "name": "衡鉴工程", "kind": "alias", "reason": "现场使用的简称", "version": version });
    officer.post(&format!("/api/units/{unclear}/names"), name).await.expect(204);
    assert_eq!(register.count("near").await, 1);
    assert_eq!(register.state(unclear).await, "to_resolve", "it still needs a code");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_merged_chain_leads_to_its_end_and_experts_files_follow(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let [first, second, third] = [
        register.unit(1, "第一测绘有限公司", &["老测绘队"], &[]).await,
        register.unit(2, "第二水文有限公司", &[], &[]).await,
        register.unit(3, "第三地质有限公司", &[], &[]).await,
    ];
    let expert = employed(&world, first).await;

    for (from, into) in [(first, second), (second, third)] {
        let body = json!({ "into": into.to_string(), "reason": "吸收合并,公告〔2026〕1号", "version": 1 });
        let body = if from == second { with_version(body, version(&mut officer, second).await) } else { body };
        officer.post(&format!("/api/units/{from}/merge"), body).await.expect(204);
    }
    for text in ["第一测绘有限公司", "老测绘队", "第二水文有限公司"] {
        assert_eq!(register.resolve(None, text).await, third, "{text}");
    }
    assert_eq!(register.resolve(Some(1), "随便").await, third);
    let mut db = world.app.db.acquire().await.expect("a connection");
    let held = expert::load_in(&world.app, &mut db, &[expert]).await.expect("a file").remove(0);
    assert_eq!((held.file.unit, held.file.employments[0].unit), (Some(third), third));
    assert_eq!(held.version, 3);
    assert_eq!((register.count("unit.merged").await, register.count("expert.amended").await), (2, 2));
    assert_eq!(officer.get(&format!("/api/units/{third}")).await.body["expert_count"], 1);

    let again =
        json!({ "into": third.to_string(), "reason": "再次归并", "version": version(&mut officer, first).await });
    officer.post(&format!("/api/units/{first}/merge"), again).await.refused(409, "unit.merged");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_stale_edit_hears_what_changed(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let unit = register.unit(1, "第一测绘有限公司", &[], &[]).await;
    let other = register.unit(2, "第二水文有限公司", &[], &[]).await;
    let named = json!({ "name": "测绘新名有限公司", "kind": "present", "reason": "工商变更登记", "version": 1 });
    officer.post(&format!("/api/units/{unit}/names"), named.clone()).await.expect(204);

    let stale = officer.post(&format!("/api/units/{unit}/names"), named).await.refused(409, "unit.stale");
    assert_eq!(stale.body["difference"][0], json!({ "field": "name", "before": "测绘新名有限公司", "after": null }));
    let body = json!({ "into": other.to_string(), "reason": "同一家公司", "version": 1 });
    officer.post(&format!("/api/units/{unit}/merge"), body).await.refused(409, "unit.stale");
    let known = json!({ "name": "第一 测绘有限公司", "kind": "former", "reason": "再记一次", "version": 2 });
    officer.post(&format!("/api/units/{unit}/names"), known).await.refused(409, "unit.name_known");
    assert_eq!(register.resolve(None, "第一测绘有限公司").await, unit, "the old name is a former one");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_code_is_checked_and_offers_a_merge_when_it_is_taken(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let known = register.unit(1, "第一测绘有限公司", &[], &[]).await;
    let unclear = register.resolve(None, "湘江水文站").await;
    let good = code(1).to_string();
    let wrong = format!("{}{}", &good[..17], if good.ends_with('0') { '1' } else { '0' });

    let check = officer.get(&format!("/api/unit-codes/{wrong}")).await.expect(200);
    assert_eq!(check.body["valid"], false);
    let message = check.text("message");
    assert!(message.contains(&good[17..]) && message.contains(&wrong[17..]), "{message}");
    let check = officer.get("/api/unit-codes/91430100MA000000I1").await.expect(200);
    assert!(check.text("message").contains("17"), "{}", check.body);
    let wide: String = good.to_lowercase().chars().map(full_width).collect();
    let wide: String = wide.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let check = officer.get(&format!("/api/unit-codes/{wide}")).await.expect(200);
    assert_eq!((&check.body["valid"], &check.body["unit"]["id"]), (&json!(true), &json!(known.to_string())));

    let path = format!("/api/units/{unclear}/code");
    let body = |code: &str| json!({ "code": code, "reason": "执照原件", "version": 1 });
    let refused = officer.post(&path, body(&wrong)).await.refused(422, "unit.fields");
    assert_eq!(refused.body["fields"][0]["field"], "code");
    let taken = officer.post(&path, body(&good)).await.refused(409, "unit.code_taken");
    assert_eq!(
        taken.body["difference"][0],
        json!({ "field": "merge_into", "before": known.to_string(), "after": null })
    );
    let wrong_way = json!({ "into": unclear.to_string(), "reason": "方向相反", "version": 1 });
    officer.post(&format!("/api/units/{known}/merge"), wrong_way).await.refused(409, "unit.merge_direction");
    officer.post(&path, body(&code(2).to_string())).await.expect(204);
    assert_eq!(register.state(unclear).await, "known");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn readers_see_units_but_change_nothing_and_officers_names_are_masked(db: PgPool) {
    let (world, mut security) = World::new(db).await;
    let mut supervisor = world.person(&mut security, Role::Supervisor, Area::HUNAN).await;
    let register = Register::of(&world);
    let mut file = register.file(1, "第一测绘有限公司");
    file.officers.push(Officer {
        role: OfficerRole::Director,
        from: date(2020, 1, 1),
        until: None,
        name: "欧阳修远".to_owned(),
        id_number: None,
    });
    let id = file.id;
    register.save(vec![file]).await;

    let shown = supervisor.get(&format!("/api/units/{id}")).await.expect(200);
    assert_eq!(shown.body["officers"][0]["name"], "欧*");
    let listed = supervisor.get("/api/units?text=91430100ma").await.expect(200);
    assert_eq!((listed.items().len(), &listed.items()[0]["officer_count"]), (1, &json!(1)));
    let body = json!({ "name": "别名公司", "kind": "alias", "reason": "随手一改", "version": 1 });
    supervisor.post(&format!("/api/units/{id}/names"), body).await.refused(403, "forbidden");
    supervisor.get("/api/near").await.refused(403, "forbidden");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_list_finds_parts_of_names_and_pages_by_key(db: PgPool) {
    let (world, mut officer) = officed(db).await;
    let register = Register::of(&world);
    let files: Vec<UnitFile> = (1..=30).map(|n| register.file(n, &format!("第{n}号勘测有限公司"))).collect();
    register.save(files).await;
    register.unit(99, "湖南 ABC_%（集团）有限公司", &["旧勘测站"], &[]).await;

    let mut seen = 0;
    let mut after = String::new();
    loop {
        let answer = officer
            .get(
                &format!("/api/units?limit=7&text=勘%20测{after}")
                    .replace('勘', "%E5%8B%98")
                    .replace('测', "%E6%B5%8B"),
            )
            .await
            .expect(200);
        assert_eq!(answer.body["total"], 31, "a former name counts");
        seen += answer.items().len();
        let Some(next) = answer.body["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(seen, 31);
    assert_eq!(officer.get("/api/units?text=abc_%25").await.items().len(), 1, "signs of a pattern are themselves");
    assert_eq!(officer.get("/api/units?text=%25").await.items().len(), 1);
    assert_eq!(officer.get("/api/units?area=430100&kind=company&limit=3").await.body["total"], 31);
    officer.get("/api/units?kind=club").await.refused(422, "word.unknown");
}

async fn open_pair(officer: &mut Person) -> Value {
    let answer = officer.get("/api/near").await.expect(200);
    assert_eq!(answer.items().len(), 1, "{}", answer.body);
    answer.items()[0].clone()
}

async fn version(officer: &mut Person, unit: UnitId) -> i64 {
    officer.get(&format!("/api/units/{unit}")).await.expect(200).body["version"].as_i64().expect("a version")
}

fn with_version(mut body: Value, version: i64) -> Value {
    body["version"] = json!(version);
    body
}

/// An expert who works there.
async fn employed(world: &World, unit: UnitId) -> ExpertId {
    let id = ExpertId::from_uuid(world.app.uuid());
    let from_month = Month::new(2020, 1).expect("a month");
    let file = ExpertFile {
        id,
        index: None,
        number: None,
        area: Area::read("430100").expect("an area"),
        state: State::Draft,
        state_reason: None,
        state_from: date(2026, 1, 1),
        state_until: None,
        name: "张三".to_owned(),
        id_number: ResidentId::complete("43010219750315431").expect("17 digits"),
        phone: Phone::mobile("13800000000").expect("a mobile"),
        second_phone: None,
        address: None,
        bank_name: None,
        bank_account: None,
        unit: Some(unit),
        trained_on: None,
        confirmed_on: None,
        evaluation: None,
        review: None,
        employments: vec![Employment { from_month, until_month: None, unit, kind: EmploymentKind::Employed }],
        kin: vec![],
        licences: vec![],
        declarations: vec![],
        credits: vec![],
        panels: vec![],
        calendar: vec![],
    };
    let app = &world.app;
    let mut tx = app.begin("test.expert").await.expect("a transaction");
    let deed = hengjian::ledger::Deed { kind: Kind::ExpertAdmitted, ..deed(app.clock.now()) };
    expert::save_in(app, &mut tx, vec![expert::Saving::new(file)], &deed).await.expect("saved");
    tx.commit().await.expect("committed");
    id
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + 0xFEE0).expect("a full-width form")
}

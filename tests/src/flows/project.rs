//! From a tenderee's draft to an approved request, and everything that is refused on the way.

use axum::body::Bytes;
use axum::http::Method;
use jiff::civil::date;
use rules::account::Role;
use rules::area::Area;
use rules::expert::file::Employment;
use rules::expert::model::EmploymentKind;
use rules::ledger::entry::Kind;
use rules::time::Month;
use rules::unit::CreditCode;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::people::{Answer, Person, accept};
use crate::world::World;

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_request_is_written_filed_and_approved(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    let shown = desk.tenderee.get(&path(&id, "")).await.expect(200);
    assert_eq!(shown.body["content"]["tenderees"][0]["name"], TENDEREE, "the tenderee's own unit");
    assert_eq!(shown.body["may"], json!(["edit", "file", "withdraw", "bidders"]));
    assert_eq!(shown.body["faults"], json!([]));
    desk.file(&id).await.expect(200);
    desk.bidders(&id, &list(&[1, 2, 3])).await.expect(201);
    let waiting = desk.officer.get("/api/projects?state=filed").await.expect(200);
    assert_eq!((waiting.items().len(), &waiting.items()[0]["project_name"]), (1, &json!("湘江新区某某中学")));
    let shown = desk.officer.get(&path(&id, "")).await.expect(200);
    assert_eq!(shown.body["may"], json!(["withdraw", "approve", "return"]));
    assert_eq!(shown.body["content"]["representatives"], json!(["周代表"]));
    desk.approve(&id).await.expect(200);
    let shown = desk.tenderee.get(&path(&id, "")).await.expect(200);
    assert_eq!((&shown.body["state"], &shown.body["version"]), (&json!("approved"), &json!(3)));
    assert_eq!(shown.body["hash"].as_str().map(str::len), Some(64));
    let kinds: Vec<String> = desk.kinds().await;
    assert_eq!(kinds, ["request.drafted", "request.filed", "bidder_list.uploaded", "request.approved"]);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn wrong_values_are_told_beside_their_fields(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut body = content();
    body["slots"][0]["quota"] = json!(0);
    body["slots"][0]["specialty"] = json!("Z9");
    body["ends_at"] = json!("2026-12-08 08:00");
    body["project_name"] = json!(" ");
    body["parties"][0]["code"] = json!("91430100MA4L16JQ9A");
    let answer = desk.tenderee.post("/api/projects", body).await.refused(422, "project.fields");
    let fields = fields(&answer);
    for field in ["slots.0.quota", "slots.0.specialty", "ends_at", "project_name", "parties.0.code"] {
        assert!(fields.iter().any(|one| one == field), "{field} in {fields:?}");
    }
    let mut elsewhere = content();
    elsewhere["area"] = json!("430200");
    let answer = desk.tenderee.post("/api/projects", elsewhere).await.refused(422, "project.fields");
    assert_eq!(self::fields(&answer), ["area"], "a city account for another city");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_panel_that_the_law_does_not_allow_is_not_filed_and_the_article_is_named(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let table = [
        (4, vec![], "slots"),
        (6, vec![], "slots"),
        (3, vec!["甲", "乙"], "representatives"),
        (2, vec!["甲", "乙", "丙"], "representatives"),
    ];
    for (quota, representatives, field) in table {
        let mut body = content();
        body["slots"][0]["quota"] = json!(quota);
        body["representatives"] = json!(representatives.iter().map(|name| format!("周{name}")).collect::<Vec<_>>());
        let id = desk.tenderee.post("/api/projects", body).await.expect(201).text("id");
        let shown = desk.tenderee.get(&path(&id, "")).await.expect(200);
        assert!(!shown.body["faults"].as_array().expect("faults").is_empty());
        let answer = desk.file(&id).await.refused(422, "project.panel");
        assert!(fields(&answer).iter().any(|one| one == field), "{quota}: {}", answer.body);
        assert!(answer.text("message").contains("招标投标法 37"), "{}", answer.body);
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn nobody_but_another_officer_of_the_area_approves_and_only_once(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    desk.officer.post(&path(&id, "/approve"), json!({ "version": 1 })).await.refused(404, "not_found");
    desk.file(&id).await.expect(200);
    desk.file(&id).await.refused(409, "project.phase");
    desk.approve(&id).await.refused(409, "project.no_bidders");
    desk.bidders(&id, &list(&[1])).await.expect(201);
    let step = json!({ "version": 2 });
    desk.tenderee.post(&path(&id, "/approve"), step.clone()).await.refused(403, "forbidden");
    let mut far = desk.person(Role::PoolOfficer, "430200").await;
    far.post(&path(&id, "/approve"), step.clone()).await.refused(404, "not_found");
    assert_eq!(far.get("/api/projects").await.expect(200).items().len(), 0);
    desk.officer.post(&path(&id, "/approve"), json!({ "version": 1 })).await.refused(409, "project.stale");
    desk.approve(&id).await.expect(200);
    desk.approve(&id).await.refused(409, "project.phase");
    desk.bidders(&id, &list(&[2])).await.refused(409, "project.bidders_late");
    let edit = json!({ "version": 3, "content": content() });
    desk.tenderee.post(&path(&id, "/edit"), edit).await.refused(409, "project.not_draft");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_officer_who_wrote_the_request_before_does_not_approve_it(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    desk.file(&id).await.expect(200);
    desk.bidders(&id, &list(&[1])).await.expect(201);
    let account = desk.tenderee.account_id.clone();
    let version = desk.security.get(&format!("/api/accounts/{account}")).await.expect(200).body["version"].clone();
    let body = json!({ "role": "pool_officer", "area": "430100", "reason": "调到专家库", "version": version });
    desk.security.post(&format!("/api/accounts/{account}/role"), body).await.expect(204);
    let secret = desk.tenderee.secret.clone();
    desk.world.pass(std::time::Duration::from_secs(30));
    let mut moved = crate::people::sign_in(&desk.world, &desk.tenderee.login.clone(), &secret).await;
    moved.post(&path(&id, "/approve"), json!({ "version": 2 })).await.refused(409, "project.own_request");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_request_whose_time_has_passed_is_neither_filed_nor_approved(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let (early, late) = (desk.draft().await, desk.draft_of("02").await);
    desk.file(&early).await.expect(200);
    desk.bidders(&early, &list(&[1])).await.expect(201);
    desk.world.pass(std::time::Duration::from_secs(26 * 3600));
    desk.sign_in_again().await;
    desk.file(&late).await.refused(409, "project.past");
    desk.approve(&early).await.refused(409, "project.past");
    let ground = json!({ "version": 2, "reason": "评标时间已过" });
    desk.tenderee.post(&path(&early, "/withdraw"), ground).await.expect(200);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_edit_on_an_old_version_is_refused_with_the_lines_that_differ(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    let mut body = content();
    body["lot_name"] = json!("施工二标");
    let edit = |content: &Value, version: i32| json!({ "version": version, "content": content });
    desk.tenderee.post(&path(&id, "/edit"), edit(&body, 1)).await.expect(200);
    body["lot_name"] = json!("施工三标");
    body["representatives"] = json!(["吴代表"]);
    let stale = desk.tenderee.post(&path(&id, "/edit"), edit(&body, 1)).await.refused(409, "project.stale");
    let lines = json!([
        { "field": "lot-name", "before": "施工二标", "after": "施工三标" },
        { "field": "representative-1", "before": "周*", "after": "吴*" },
    ]);
    assert_eq!(stale.body["difference"], lines);
    let mut colleague = desk.tenderee_of(&tenderee_code(), TENDEREE).await;
    colleague.get(&path(&id, "")).await.expect(200);
    colleague.post(&path(&id, "/edit"), edit(&body, 2)).await.refused(409, "project.not_author");
    colleague.post(&path(&id, "/file"), json!({ "version": 2 })).await.refused(409, "project.not_author");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_bidder_without_a_valid_code_is_refused_with_its_row_and_nothing_is_kept(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    let broken = format!("投标人名称,统一社会信用代码\n甲建设公司,{}\n乙建设公司,\n丙建设公司,123\n", code(1));
    let answer = desk.bidders(&id, &broken).await.refused(422, "project.bidders");
    assert_eq!(fields(&answer), ["row.3", "row.4"]);
    desk.bidders(&id, "名称,电话\n甲,1\n").await.refused(422, "bidders.headers");
    let count: i64 =
        sqlx::query_scalar("select count(*) from bidder_list").fetch_one(&desk.world.app.db).await.expect("a count");
    assert_eq!(count, 0);
    assert_eq!(desk.bidders(&id, &list(&[1, 2])).await.expect(201).body["version"], 1);
    let again = desk.bidders(&id, &list(&[2, 3])).await.expect(201);
    assert_eq!((&again.body["version"], &again.body["row_count"]), (&json!(2), &json!(2)), "in place of the first");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn no_answer_and_no_column_tells_a_bidder(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    desk.file(&id).await.expect(200);
    desk.bidders(&id, &list(&[71])).await.expect(201);
    let mut readers = vec![desk.tenderee.clone(), desk.officer.clone()];
    desk.approve(&id).await.expect(200);
    for role in [Role::DrawOperator, Role::Supervisor, Role::Auditor, Role::SiteOfficer] {
        readers.push(desk.person(role, "430100").await);
    }
    for reader in &mut readers {
        for route in ["", "/bidders", "/counts"] {
            let answer = reader.get(&path(&id, route)).await;
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            assert!(!text.contains(&code(71)) && !text.contains("投标第71"), "{route}: {text}");
            assert!(route != "/bidders" || answer.status.as_u16() == 405 || answer.status.as_u16() == 403, "{text}");
        }
    }
    let shown = readers[2].get(&path(&id, "")).await.expect(200);
    assert_eq!((&shown.body["private_shown"], &shown.body["content"]["representatives"]), (&json!(false), &json!([])));
    let units: i64 = sqlx::query_scalar("select count(*) from unit where code = $1")
        .bind(code(71))
        .fetch_one(&desk.world.app.db)
        .await
        .expect("a count");
    assert_eq!(units, 0, "an upload enters no unit");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn another_tenderee_sees_nothing_and_the_agency_of_the_project_does(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    let mut other = desk.tenderee_of(&code(50), "株洲某某学校").await;
    other.get(&path(&id, "")).await.refused(404, "not_found");
    assert_eq!(other.get("/api/projects").await.expect(200).items().len(), 0);
    let mut agency = desk.account(Role::Agency, &agency_code(), AGENCY).await;
    assert_eq!(agency.get("/api/projects").await.expect(200).items().len(), 1);
    let mut body = content();
    body["parties"] = json!([]);
    agency.post("/api/projects", body.clone()).await.refused(422, "project.fields");
    body["tenderees"] = json!([{ "code": tenderee_code(), "name": TENDEREE }]);
    let own = agency.post("/api/projects", body).await.expect(201).text("id");
    let shown = desk.tenderee.get(&path(&own, "")).await.expect(200);
    assert_eq!(shown.body["content"]["parties"][0]["name"], AGENCY);
    assert_eq!(shown.body["private_shown"], false, "the agency filed it");
    let mut nobody = desk.person(Role::Tenderee, "430100").await;
    nobody.post("/api/projects", content()).await.refused(409, "project.no_unit");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_request_sent_back_is_filed_again_and_a_second_one_for_the_lot_is_not(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let (first, second) = (desk.draft().await, desk.draft().await);
    desk.file(&first).await.expect(200);
    desk.file(&second).await.refused(409, "project.lot_taken");
    let ground = json!({ "version": 2, "reason": "请补充设计单位" });
    desk.tenderee.post(&path(&first, "/return"), ground.clone()).await.refused(403, "forbidden");
    desk.officer.post(&path(&first, "/return"), ground).await.expect(200);
    let shown = desk.tenderee.get(&path(&first, "")).await.expect(200);
    assert_eq!((&shown.body["state"], &shown.body["reason"]), (&json!("draft"), &json!("请补充设计单位")));
    desk.file(&second).await.expect(200);
    let ground = json!({ "version": 2, "reason": "项目延期" });
    desk.officer.post(&path(&second, "/withdraw"), ground).await.expect(200);
    desk.file(&first).await.expect(200);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_near_match_stands_in_the_way_of_an_approval(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut body = content();
    body["requested"] = json!([{ "name": "湖南某某设计院", "reason": "正在诉讼", "document": "案号一" }]);
    let id = desk.tenderee.post("/api/projects", body).await.expect(201).text("id");
    desk.file(&id).await.expect(200);
    desk.bidders(&id, &list(&[1])).await.expect(201);
    let shown = desk.officer.get(&path(&id, "")).await.expect(200);
    assert_eq!(shown.body["near_count"], 1, "a unit known by name alone");
    desk.approve(&id).await.refused(409, "project.near");
    let unit: uuid::Uuid = sqlx::query_scalar("select id from unit where name = '湖南某某设计院'")
        .fetch_one(&desk.world.app.db)
        .await
        .expect("the unit");
    let body = json!({ "code": code(60), "reason": "查得信用代码", "version": 1 });
    desk.officer.post(&format!("/api/units/{unit}/code"), body).await.expect(204);
    desk.approve(&id).await.expect(200);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn more_units_to_leave_out_than_one_officer_may_allow_need_a_second(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut body = content();
    let unit = |serial: u32| json!({ "code": code(100 + serial), "name": format!("某某工程公司{serial}"), "reason": "正在诉讼", "document": "案号" });
    body["requested"] = json!((0..11).map(unit).collect::<Vec<_>>());
    let id = desk.tenderee.post("/api/projects", body).await.expect(201).text("id");
    desk.file(&id).await.expect(200);
    desk.bidders(&id, &list(&[1])).await.expect(201);
    assert_eq!(desk.approve(&id).await.expect(200).body["state"], "filed");
    desk.approve(&id).await.refused(409, "project.twice");
    let mut second = desk.person(Role::PoolOfficer, "430000").await;
    let version = second.get(&path(&id, "")).await.expect(200).body["version"].clone();
    let approved = second.post(&path(&id, "/approve"), json!({ "version": version })).await.expect(200);
    assert_eq!(approved.body["state"], "approved");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_wizard_counts_who_fits_each_rung_by_profile_alone(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut body = content();
    body["departments"] = json!([{ "code": code(80), "name": "某某主管局" }]);
    let id = desk.tenderee.post("/api/projects", body.clone()).await.expect(201).text("id");
    let department = desk.unit(&code(80)).await;
    for area in ["430100", "430100", "430200", "431300"] {
        desk.world.expert("张三").area(area).admit().await;
    }
    let post = Employment {
        unit: department,
        kind: EmploymentKind::Employed,
        from_month: Month::of(date(2020, 1, 1)),
        until_month: None,
    };
    desk.world.expert("李四").with(|file| file.employments = vec![post]).admit().await;
    desk.world.expert("王五").with(|file| file.confirmed_on = None).admit().await;
    let counts = desk.tenderee.get(&path(&id, "/counts")).await.expect(200);
    let tiers = |counts: &Answer| {
        let tiers = counts.body["slots"][0]["tiers"].as_array().expect("tiers").clone();
        tiers.iter().map(|tier| tier["count"].as_u64().expect("a count")).collect::<Vec<_>>()
    };
    assert_eq!(tiers(&counts), [2, 1, 1]);
    desk.bidders(&id, &list(&[80])).await.expect(201);
    let after = desk.tenderee.get(&path(&id, "/counts")).await.expect(200);
    assert_eq!(after.body, counts.body, "a list of bidders changes no number");
    body["other_cities"] = json!(true);
    desk.tenderee.post(&path(&id, "/edit"), json!({ "version": 1, "content": body })).await.expect(200);
    assert_eq!(tiers(&desk.tenderee.get(&path(&id, "/counts")).await.expect(200)), [0, 1, 1], "R21");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_same_request_sent_twice_under_one_key_is_one(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let headers = [("idempotency-key", "draft-1")];
    let send = async |person: &mut Person| {
        person.browser().call(Method::POST, "/api/projects", Some(content()), &headers).await.expect(201).text("id")
    };
    let first = send(&mut desk.tenderee).await;
    assert_eq!(first, send(&mut desk.tenderee).await);
    assert_eq!(desk.tenderee.get("/api/projects").await.expect(200).items().len(), 1);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn what_is_altered_past_the_software_is_found_and_not_decided(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let id = desk.draft().await;
    desk.file(&id).await.expect(200);
    desk.bidders(&id, &list(&[1])).await.expect(201);
    let run = |statement: &'static str| sqlx::query(statement).execute(&desk.world.app.db);
    run("update bidder_list set version = 2").await.expect("altered");
    let step = json!({ "version": 2 });
    desk.officer.post(&path(&id, "/approve"), step.clone()).await.refused(409, "record.altered");
    run("update bidder_list set version = 1").await.expect("put back");
    run("update request set needs_second = true").await.expect("altered");
    desk.officer.post(&path(&id, "/approve"), step).await.refused(409, "record.altered");
}

/// A tenderee and a pool officer of Changsha.
struct Desk {
    world: World,
    security: Person,
    tenderee: Person,
    officer: Person,
}

impl Desk {
    async fn new(db: PgPool) -> Self {
        let (world, mut security) = World::new(db).await;
        let officer = world.person(&mut security, Role::PoolOfficer, Area::CHANGSHA).await;
        let tenderee = account(&world, &mut security, (Role::Tenderee, "430100"), (&tenderee_code(), TENDEREE)).await;
        Self { world, security, tenderee, officer }
    }

    async fn person(&mut self, role: Role, area: &str) -> Person {
        let area = Area::read(area).expect("an area");
        self.world.person(&mut self.security, role, area).await
    }

    async fn account(&mut self, role: Role, code: &str, name: &str) -> Person {
        account(&self.world, &mut self.security, (role, "430100"), (code, name)).await
    }

    async fn tenderee_of(&mut self, code: &str, name: &str) -> Person {
        self.account(Role::Tenderee, code, name).await
    }

    /// After a night the sign-ins are over.
    async fn sign_in_again(&mut self) {
        for person in [&mut self.tenderee, &mut self.officer] {
            let (login, secret) = (person.login.clone(), person.secret.clone());
            *person = crate::people::sign_in(&self.world, &login, &secret).await;
        }
    }

    async fn draft(&mut self) -> String {
        self.draft_of("01").await
    }

    async fn draft_of(&mut self, lot: &str) -> String {
        let mut body = content();
        body["lot_number"] = json!(lot);
        self.tenderee.post("/api/projects", body).await.expect(201).text("id")
    }

    async fn file(&mut self, id: &str) -> Answer {
        let version = self.tenderee.get(&path(id, "")).await.expect(200).body["version"].clone();
        self.tenderee.post(&path(id, "/file"), json!({ "version": version })).await
    }

    async fn approve(&mut self, id: &str) -> Answer {
        let version = self.officer.get(&path(id, "")).await.expect(200).body["version"].clone();
        self.officer.post(&path(id, "/approve"), json!({ "version": version })).await
    }

    async fn bidders(&mut self, id: &str, csv: &str) -> Answer {
        let body = format!(
            "--list\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{csv}\r\n--list--\r\n"
        );
        let body = ("multipart/form-data; boundary=list".to_owned(), Bytes::from(body));
        self.tenderee.browser().send(Method::POST, &path(id, "/bidders"), Some(body), &[]).await
    }

    async fn unit(&self, code: &str) -> rules::id::UnitId {
        let id: uuid::Uuid = sqlx::query_scalar("select id from unit where code = $1")
            .bind(code)
            .fetch_one(&self.world.app.db)
            .await
            .expect("the unit");
        rules::id::UnitId::from_uuid(id)
    }

    /// What the ledger has about requests, in order.
    async fn kinds(&self) -> Vec<String> {
        let kinds: Vec<String> = sqlx::query_scalar(
            "select kind from ledger_entry where kind like 'request.%' or kind like 'bidder_list.%' order by id",
        )
        .fetch_all(&self.world.app.db)
        .await
        .expect("entries");
        assert!(kinds.iter().all(|kind| Kind::read(kind).is_ok()));
        kinds
    }
}

/// An account of an area that acts for a unit.
pub async fn account(
    world: &World,
    security: &mut Person,
    (role, area): (Role, &str),
    (code, name): (&str, &str),
) -> Person {
    let login = format!("{}-{}", role.code(), world.app.uuid().simple()).replace('_', "-");
    let login = &login[..login.len().min(32)];
    let body = json!({
        "login": login, "display_name": "测试人员", "role": role.code(), "area": area,
        "unit_code": code, "unit_name": name,
    });
    let invitation = security.post("/api/accounts", body).await.expect(201).text("invitation_token");
    accept(world, &invitation, login).await
}

fn path(id: &str, route: &str) -> String {
    format!("/api/projects/{id}{route}")
}

fn fields(answer: &Answer) -> Vec<String> {
    let fields = answer.body["fields"].as_array().expect("fields");
    fields.iter().filter_map(|field| field["field"].as_str()).map(str::to_owned).collect()
}

/// A lawful request for the day after the tests' first.
pub fn content() -> Value {
    json!({
        "track": "tender", "method": "public_tender", "off_site": false,
        "project_code": "YS-2026-430100-000001", "project_name": "湘江新区某某中学", "lot_number": "01",
        "lot_name": "施工一标", "area": "430100", "budget_fen": 3_200_000_000_i64, "complex": false, "water": false,
        "tenderees": [], "parties": [{ "role": "agency", "code": agency_code(), "name": AGENCY }],
        "departments": [], "finance_departments": [],
        "starts_at": "2026-12-08 09:00", "ends_at": "2026-12-08 17:00", "not_before": "2026-12-08 08:30",
        "sites": [{ "area": "430100" }], "other_cities": false,
        "slots": [{ "specialty": "A0801", "quota": 4, "tiers": [
            { "reach": "city", "areas": ["430100"] },
            { "reach": "neighbours", "areas": ["430200", "430300"] },
            { "reach": "province", "areas": ["430000"] },
        ]}],
        "representatives": ["周代表"], "requested": [], "waivers": [],
    })
}

fn tenderee_code() -> String {
    code(9_001)
}

fn agency_code() -> String {
    code(9_002)
}

/// A valid credit code that no other serial has.
pub fn code(serial: u32) -> String {
    CreditCode::complete(&format!("91430100{serial:09}")).expect("seventeen signs").to_string()
}

fn list(serials: &[u32]) -> String {
    let row = |serial: &u32| format!("投标第{serial}建设公司,{}\n", code(*serial));
    format!("投标人名称,统一社会信用代码\n{}", serials.iter().map(row).collect::<String>())
}

const TENDEREE: &str = "长沙某某学校";
const AGENCY: &str = "湖南某某代理公司";

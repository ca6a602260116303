//! The pool on its pages: lists show what is asked for and no more, searches find exactly, and nobody looks at a person in
//! secret.

use jiff::civil::date;
use rules::account::Role;
use rules::area::Area;
use rules::expert::file::ExpertFile;
use rules::expert::model::{State, Term};
use rules::expert::{BankAccount, specialty};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::people::{Answer, Person, sign_in, sign_in_by_phone};
use crate::world::World;

struct Office {
    world: World,
    province: Person,
    changsha: Person,
    supervisor: Person,
}

impl Office {
    async fn new(db: PgPool) -> Self {
        let (world, mut security) = World::new(db).await;
        let area = |code| Area::read(code).expect("an area");
        let province = world.person(&mut security, Role::PoolOfficer, area("430000")).await;
        let changsha = world.person(&mut security, Role::PoolOfficer, area("430100")).await;
        let supervisor = world.person(&mut security, Role::Supervisor, area("430100")).await;
        Self { world, province, changsha, supervisor }
    }
}

fn term(codes: &str) -> Option<Term> {
    let specialties = specialty::read_codes(codes).expect("codes");
    Some(Term { title: "高级工程师".to_owned(), from: date(2025, 1, 1), until: date(2028, 12, 31), specialties })
}

fn number(file: &ExpertFile) -> String {
    file.number.expect("admitted").to_string()
}

fn numbers(answer: &Answer) -> Vec<String> {
    answer.items().iter().map(|item| item["number"].as_str().unwrap_or("draft").to_owned()).collect()
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_list_shows_what_its_filters_ask_for(db: PgPool) {
    let mut office = Office::new(db).await;
    let world = &office.world;
    let built = world.expert("张三").with(|file| file.evaluation = term("A080107;B010101")).admit().await;
    let other = world.expert("李四").area("430200").with(|file| file.evaluation = term("A080201")).admit().await;
    let review = world
        .expert("王五")
        .state(State::Suspended)
        .with(|file| (file.evaluation, file.review) = (None, term("A080107")))
        .admit()
        .await;
    let [built, other, review] = [&built, &other, &review].map(number);
    let table: [(&str, Vec<&String>); 10] = [
        ("", vec![&built, &other, &review]),
        ("specialty=A08", vec![&built, &other, &review]),
        ("specialty=A0801", vec![&built, &review]),
        ("specialty=a080107&library=evaluation", vec![&built]),
        ("specialty=C", vec![]),
        ("area=430200", vec![&other]),
        ("area=420100", vec![]),
        ("state=suspended", vec![&review]),
        ("library=review&state=suspended&area=430100&specialty=A", vec![&review]),
        ("library=review&state=active", vec![]),
    ];
    for (query, expected) in table {
        let page = office.province.get(&format!("/api/experts?{query}")).await.expect(200);
        assert_eq!(numbers(&page).iter().collect::<Vec<_>>(), expected, "{query}");
        assert_eq!(page.body["total"], json!(expected.len()), "{query}");
    }
    let overdue =
        world.expert("周七").area("430300").with(|file| file.confirmed_on = Some(date(2025, 12, 6))).admit().await;
    world.expert("吴八").area("430300").with(|file| file.confirmed_on = Some(date(2025, 12, 7))).admit().await;
    let ends = |file: &mut ExpertFile| file.evaluation.as_mut().expect("a term").until = date(2027, 2, 5);
    let ending = world.expert("郑九").area("430300").with(ends).admit().await;
    for (due, expected) in [("confirmation_missing", &overdue), ("term_ending", &ending)] {
        let page = office.province.get(&format!("/api/experts?due={due}")).await.expect(200);
        assert_eq!(numbers(&page), [number(expected)], "{due}");
    }
    let today = office.province.get("/api/today").await.expect(200);
    let counts: Vec<_> =
        today.body["tasks"].as_array().expect("tasks").iter().map(|task| (&task["kind"], &task["count"])).collect();
    assert!(
        counts.contains(&(&json!("terms_ending"), &json!(1)))
            && counts.contains(&(&json!("confirmations_missing"), &json!(1)))
    );
    let page = office.changsha.get("/api/experts").await.expect(200);
    assert_eq!(numbers(&page), [built.clone(), review.clone()], "the own city alone");
    assert_eq!(page.items()[0]["name"], "张*工");
    assert_eq!(page.items()[0]["specialties"], json!(["A080107", "B010101"]));
    assert_eq!(office.changsha.get("/api/experts?area=430200").await.expect(200).body["total"], 0);
    let wrong = office.province.get("/api/experts?state=asleep&library=x").await.refused(422, "expert.filter");
    assert_eq!(wrong.body["fields"].as_array().map(Vec::len), Some(2));
    assert_eq!(numbers(&office.supervisor.get("/api/experts").await.expect(200)).len(), 2);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn pages_of_any_length_show_everybody_once_drafts_last(db: PgPool) {
    let mut office = Office::new(db).await;
    for at in 0..17 {
        let state = if at % 5 == 3 { State::Draft } else { State::Active };
        office.world.expert("张三").state(state).admit().await;
    }
    for limit in [1, 2, 5, 14, 17, 50] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = office.changsha.get(&format!("/api/experts?limit={limit}{after}")).await.expect(200);
            seen.extend(page.items().iter().map(|item| (item["number"].clone(), item["id"].clone())));
            assert!(page.items().len() <= limit && page.body["total"] == 17, "{limit}");
            let Some(next) = page.body["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        let key = |(number, id): &(Value, Value)| (number.is_null(), number.to_string(), id.to_string());
        assert_eq!(seen.len(), 17, "{limit}");
        assert!(seen.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])), "{limit}: {seen:?}");
    }
    office.changsha.get("/api/experts?after=nowhere").await.refused(422, "page.after");
    let drafts = office.changsha.get("/api/experts?state=draft").await.expect(200);
    assert_eq!((drafts.items().len(), &drafts.body["total"]), (3, &json!(3)));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn leave_is_judged_by_the_day(db: PgPool) {
    let mut office = Office::new(db).await;
    let leave = |file: &mut ExpertFile| {
        (file.state_from, file.state_until) = (date(2026, 12, 7), Some(date(2026, 12, 8)));
    };
    office.world.expert("张三").state(State::OnLeave).with(leave).admit().await;
    for (day, state) in [(7, "on_leave"), (8, "on_leave"), (9, "active")] {
        for asked in ["on_leave", "active"] {
            let page = office.changsha.get(&format!("/api/experts?state={asked}")).await.expect(200);
            assert_eq!(page.items().len(), usize::from(asked == state), "{asked} on the {day}th");
            assert!(page.items().iter().all(|item| item["state"] == state));
        }
        office.world.pass(std::time::Duration::from_secs(24 * 60 * 60));
        office.changsha = sign_in(&office.world, &office.changsha.login, &office.changsha.secret).await;
    }
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_search_finds_exactly_and_in_the_own_city(db: PgPool) {
    let mut office = Office::new(db).await;
    let file = office.world.expert("欧阳𠮷䶮").phone("13873100026").admit().await;
    office.world.expert("欧阳吉").admit().await;
    let far = office.world.expert("欧阳𠮷䶮").area("430200").admit().await;
    let id_number = file.id_number.to_string();
    let full_width: String =
        number(&file).chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).expect("full width")).collect();
    let found = [
        "欧阳𠮷䶮".to_owned(),
        " 欧阳　𠮷䶮 ".to_owned(),
        number(&file),
        full_width,
        id_number.to_lowercase(),
        "138 7310 0026".to_owned(),
        "+86 13873100026".to_owned(),
    ];
    for text in found {
        let page = office.changsha.post("/api/experts/search", json!({ "text": text })).await.expect(200);
        assert_eq!(numbers(&page), [number(&file)], "{text}");
        assert_eq!(page.body["total"], 1);
    }
    for text in ["欧阳", "欧阳𠮷", "阳𠮷䶮", &id_number[..17], "13873100027", "", "  ", "%", &number(&far)] {
        let page = office.changsha.post("/api/experts/search", json!({ "text": text })).await.expect(200);
        assert_eq!((page.items().len(), &page.body["total"]), (0, &json!(0)), "{text}");
    }
    let both = office.province.post("/api/experts/search", json!({ "text": "欧阳𠮷䶮", "limit": 1 })).await.expect(200);
    assert_eq!((both.items().len(), &both.body["total"]), (1, &json!(2)));
    let body = json!({ "text": "欧阳𠮷䶮", "limit": 1, "after": both.text("next") });
    let second = office.province.post("/api/experts/search", body).await.expect(200);
    assert_eq!(numbers(&second), [number(&far)]);
    office.supervisor.post("/api/experts/search", json!({ "text": "欧阳𠮷䶮" })).await.refused(403, "forbidden");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_field_is_shown_only_with_a_reason_that_the_ledger_keeps(db: PgPool) {
    let mut office = Office::new(db).await;
    let file = office
        .world
        .expert("张三丰")
        .phone("13873100026")
        .with(|file| {
            file.address = Some("湖南省长沙市岳麓区麓山路二百六十号".to_owned());
            file.bank_account = BankAccount::read("6217000000000000009").ok();
        })
        .admit()
        .await;
    let path = format!("/api/experts/{}", file.id);
    for person in [&mut office.changsha, &mut office.supervisor] {
        let shown = person.get(&path).await.expect(200).body.to_string();
        let clear = ["张三丰", "13873100026", "6217000000000000009", "岳麓区", &file.id_number.as_str()[6..14]];
        assert!(clear.iter().all(|value| !shown.contains(value)), "{shown}");
    }
    let unmask = format!("{path}/unmask");
    let ask = |field: &str, reason: &str| json!({ "field": field, "reason": reason });
    office.changsha.post(&unmask, ask("phone", "  ")).await.refused(422, "reason");
    office.changsha.post(&unmask, ask("password", "核对信息")).await.refused(422, "expert.fields");
    office.supervisor.post(&unmask, ask("phone", "核对信息")).await.refused(403, "forbidden");
    let value = office.changsha.post(&unmask, ask("phone", "电话核对参评意向")).await.expect(200);
    assert_eq!(value.text("value"), "13873100026");
    let empty = office.changsha.post(&unmask, ask("second_phone", "电话核对参评意向")).await.expect(200);
    assert_eq!(empty.body["value"], Value::Null);
    let history = office.supervisor.get(&format!("{path}/history")).await.expect(200);
    let kinds: Vec<_> = history.items().iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, ["expert.unmasked", "expert.unmasked", "expert.admitted"]);
    let look = &history.items()[1];
    assert_eq!((&look["changes"][0]["field"], &look["reason"]), (&json!("phone"), &json!("电话核对参评意向")));
    assert_eq!(look["actor"], "测试人员");
    assert!(!history.body.to_string().contains("13873100026"));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn another_city_sees_nothing_of_a_file(db: PgPool) {
    let mut office = Office::new(db).await;
    let file = office.world.expert("张三").area("430200").admit().await;
    let path = format!("/api/experts/{}", file.id);
    office.province.get(&path).await.expect(200);
    office.changsha.get(&path).await.refused(404, "not_found");
    office.changsha.get(&format!("{path}/history")).await.refused(404, "not_found");
    let look = json!({ "field": "name", "reason": "核对姓名" });
    office.changsha.post(&format!("{path}/unmask"), look).await.refused(404, "not_found");
    office.changsha.get("/api/experts/not-an-id").await.refused(404, "not_found");
    let count: i64 = sqlx::query_scalar("select count(*) from ledger_entry where kind = 'expert.unmasked'")
        .fetch_one(&office.world.app.db)
        .await
        .expect("a count");
    assert_eq!(count, 0, "what was not shown is not told as shown");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn only_the_province_moves_an_expert_to_another_city(db: PgPool) {
    let mut office = Office::new(db).await;
    let file = office.world.expert("张三").admit().await;
    let path = format!("/api/experts/{}/changes", file.id);
    let body = json!({ "base_version": 1, "reason": "调往株洲工作", "proposed": { "area": "430200" } });
    let refused = office.changsha.post(&path, body.clone()).await.refused(422, "expert.fields");
    assert_eq!(refused.body["fields"][0]["field"], "area");
    let id = office.province.post(&path, body).await.expect(201).text("id");
    let approve = format!("/api/changes/{id}/approve");
    office.changsha.post(&approve, json!({})).await.refused(422, "expert.fields");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_export_is_masked_and_leaves_its_count_in_the_ledger(db: PgPool) {
    let mut office = Office::new(db).await;
    for name in ["张三", "李四", "王五"] {
        office.world.expert(name).admit().await;
    }
    office.world.expert("赵六").area("430200").admit().await;
    let book = office.changsha.get("/api/experts/export.xlsx?state=active").await.expect(200);
    assert!(book.bytes.starts_with(b"PK"));
    assert!(book.header("content-disposition").is_some_and(|value| value.contains(".xlsx")));
    let mut text = String::new();
    let sheet = hengjian::sheet::Sheet::open(&book.bytes).expect("a workbook");
    sheet
        .read(|line| {
            text.push_str(&format!("{line:?}"));
            std::ops::ControlFlow::Continue(())
        })
        .expect("rows");
    assert!(text.contains("张*工") && text.contains("长沙市"), "{text}");
    assert!(!text.contains("张三") && !text.contains("赵"), "{text}");
    let count: i64 = sqlx::query_scalar("select count(*) from ledger_entry where kind = 'expert.exported'")
        .fetch_one(&office.world.app.db)
        .await
        .expect("a count");
    assert_eq!(count, 1);
    office.supervisor.get("/api/experts/export.xlsx").await.refused(403, "forbidden");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_expert_reads_the_own_file_and_who_looked_into_it(db: PgPool) {
    let mut office = Office::new(db).await;
    let file = office.world.expert("买买提·吐尔逊").phone("13873100026").admit().await;
    let look = json!({ "field": "id_number", "reason": "核对证件号码" });
    office.changsha.post(&format!("/api/experts/{}/unmask", file.id), look).await.expect(200);
    let mut caller = sign_in_by_phone(&office.world, &file).await;
    let own = caller.get("/api/me/expert").await.expect(200);
    assert_eq!(own.body["personal"]["name"], "买买提·吐尔逊");
    assert_eq!(own.body["personal"]["id_number"], file.id_number.as_str());
    let look = &own.body["history"][0];
    assert_eq!((&look["kind"], &look["reason"]), (&json!("expert.unmasked"), &json!("核对证件号码")));
    caller.get("/api/experts").await.refused(403, "forbidden");
    office.changsha.get("/api/me/expert").await.refused(403, "forbidden");
}

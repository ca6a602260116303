//! All kinds of files, from an empty pool to one that the ledger vouches for.

use hengjian::ledger;
use rules::import::Kind;
use serde_json::json;
use sqlx::PgPool;

use super::{Desk, counts, refusals, told, upload_to};
use crate::build::sheet::Table;

const CODES: [(&str, &str); 9] = [
    ("A", "工程"),
    ("A08", "工程施工"),
    ("A0801", "建筑工程"),
    ("A080101", "土建工程"),
    ("A080107", "钢结构工程"),
    ("C", "服务"),
    ("C02", "咨询"),
    ("C0201", "工程咨询"),
    ("C020115", "可行性研究"),
];

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn every_kind_goes_in_and_a_repeat_is_unchanged(db: PgPool) {
    let mut desk = Desk::new(db).await;
    edition(&mut desk).await;
    for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Specialties) {
        let file = Table::example(kind, &[]).csv();
        let import = desk.imported(kind, file.clone()).await;
        let done = counts(&import);
        // The units that experts name are in the register by then, and the file of units tells more of them.
        let expected = if kind == Kind::Units { [0, 1, 0, 0] } else { [1, 0, 0, 0] };
        assert_eq!(done, expected, "{kind}: {import}");
        assert_eq!(counts(&desk.checked(kind, file).await), [0, 0, 1, 0], "{kind}");
    }
    ledger::number_pending(&desk.world.app).await.expect("a turn");
    let comparison = ledger::compare::compare(&desk.world.app).await.expect("compared");
    let problems: Vec<_> = comparison.problems.iter().map(|problem| problem.message.en.clone()).collect();
    assert_eq!(problems, Vec::<String>::new());
    sqlx::query("update import set inserted_count = 2 where kind = 'kin'")
        .execute(&desk.world.app.db)
        .await
        .expect("altered");
    let comparison = ledger::compare::compare(&desk.world.app).await.expect("compared");
    assert!(comparison.problems[0].subject.starts_with("import/"));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn an_edition_is_taken_whole_and_never_changes(db: PgPool) {
    let mut desk = Desk::new(db).await;
    edition(&mut desk).await;
    let tree = desk.author.get("/api/specialties").await.expect(200);
    assert_eq!((tree.items().len(), tree.items()[4]["name"].as_str()), (9, Some("钢结构工程")));
    let mut other = table(&CODES);
    other.rows[3][2] = "别的名称".to_owned();
    let path = "/api/imports?kind=specialties&edition=2018";
    let id = upload_to(&mut desk.author, path, other.csv()).await.expect(201).text("id");
    desk.work().await;
    assert_eq!(desk.show(&id).await["refusal"]["code"], "import.edition_exists");
    let path = "/api/imports?kind=specialties&edition=2026";
    let id = upload_to(&mut desk.author, path, table(&CODES[1..]).csv()).await.expect(201).text("id");
    desk.work().await;
    let orphans = desk.show(&id).await;
    assert_eq!(refusals(&orphans), told(&[(2, "代码", "specialty.orphan")]));
    desk.author.post(&format!("/api/imports/{id}/submit"), json!({})).await.refused(409, "import.edition_incomplete");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn specialties_outside_the_edition_and_facts_about_nobody_are_refused(db: PgPool) {
    let mut desk = Desk::new(db).await;
    edition(&mut desk).await;
    let unknown = Table::example(Kind::Experts, &[("review_specialties", "C0999")]);
    let import = desk.checked(Kind::Experts, unknown.csv()).await;
    assert_eq!(refusals(&import), told(&[(2, "评审专业", "import.unknown_specialty")]));
    let import = desk.checked(Kind::Kin, Table::example(Kind::Kin, &[]).csv()).await;
    assert_eq!(refusals(&import), told(&[(2, "专家编号", "import.unknown_expert")]));
    let import = desk.checked(Kind::Officers, Table::example(Kind::Officers, &[]).csv()).await;
    assert_eq!(refusals(&import), told(&[(2, "单位信用代码", "import.unknown_unit")]));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn facts_are_told_apart_by_what_they_say(db: PgPool) {
    let mut desk = Desk::new(db).await;
    desk.imported(Kind::Experts, Table::example(Kind::Experts, &[]).csv()).await;
    let mut table = Table::example(Kind::Employments, &[]);
    table.row(
        Kind::Employments,
        &[("from_month", "2024-04"), ("until_month", ""), ("unit_code", ""), ("unit_name", "湖南麓山咨询有限公司")],
    );
    table.row(
        Kind::Employments,
        &[
            ("from_month", "2024-04"),
            ("until_month", "2025-01"),
            ("unit_code", ""),
            ("unit_name", "湖南 麓山咨询有限公司"),
        ],
    );
    let import = desk.imported(Kind::Employments, table.csv()).await;
    assert_eq!(counts(&import), [2, 0, 0, 1]);
    assert_eq!(refusals(&import), told(&[(4, "起始月", "import.duplicate")]));
    table.rows.pop();
    table.rows[1][4] = "2026-01".to_owned();
    assert_eq!(counts(&desk.imported(Kind::Employments, table.csv()).await), [0, 1, 1, 0]);
    let file = desk.expert("43000000011000007").await.expect("the expert");
    assert_eq!(file.employments.len(), 2);
    assert!(file.employments.iter().all(|employment| employment.until_month.is_some()));
    assert_eq!(desk.count("select count(*) from ledger_entry where kind = 'expert.facts_imported'").await, 2);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn branches_follow_their_companies_whatever_the_order_of_the_rows(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut table = Table::of(Kind::Units);
    let company = "91430100MA4L1A2B3F";
    let branch = "9144030071526726XG";
    let named = |code, name, above| {
        [("code", code), ("name", name), ("branch_of", above), ("kind", ""), ("former_names", ""), ("aliases", "")]
    };
    table.row(Kind::Units, &named(branch, "湖南衡山勘察设计院有限公司深圳分公司", company));
    table.row(Kind::Units, &named(company, "湖南衡山勘察设计院有限公司", ""));
    let import = desk.imported(Kind::Units, table.csv()).await;
    assert_eq!(counts(&import), [2, 0, 0, 0]);
    assert_eq!(desk.count("select count(*) from unit where state = 'known'").await, 2);
    assert_eq!(desk.count("select count(*) from unit where branch_of is not null and kind = 'branch'").await, 1);
    assert_eq!(counts(&desk.checked(Kind::Units, table.csv()).await), [0, 0, 2, 0]);
    table.rows[1][6] = branch.to_owned();
    let circle = desk.checked(Kind::Units, table.csv()).await;
    assert_eq!(
        refusals(&circle),
        told(&[(2, "上级单位代码", "import.branch_cycle"), (3, "上级单位代码", "import.branch_cycle")])
    );
}

async fn edition(desk: &mut Desk) {
    let path = "/api/imports?kind=specialties&edition=2018";
    let id = upload_to(&mut desk.author, path, table(&CODES).csv()).await.expect(201).text("id");
    desk.work().await;
    desk.author.post(&format!("/api/imports/{id}/submit"), json!({})).await.expect(204);
    desk.other.post(&format!("/api/imports/{id}/approve"), json!({})).await.expect(204);
    desk.work().await;
    assert_eq!(desk.show(&id).await["state"], "done");
}

fn table(codes: &[(&str, &str)]) -> Table {
    let rows = codes.iter().map(|(code, name)| vec![(*code).to_owned(), String::new(), (*name).to_owned()]);
    Table { headers: ["代码", "级别", "名称"].map(str::to_owned).to_vec(), rows: rows.collect() }
}

//! Rows that are refused, each with its number, its column and its reason.

use axum::http::Method;
use hengjian::sheet::Sheet;
use rules::import::{Cell, Kind};
use sqlx::PgPool;

use super::{Desk, counts, refusals, told};
use crate::build::sheet::{Table, id_number, number};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn each_refused_row_has_its_number_column_and_reason(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut table = Table::experts(1, 6);
    table.rows[0][2] = full_width(&id_number(1));
    table.rows[1][2] = "430102197503154310".to_owned();
    table.rows[2][3] = "1380000".to_owned();
    table.rows[2][5] = "长沙城".to_owned();
    table.rows[4][2] = id_number(4);
    let import = desk.checked(Kind::Experts, table.csv()).await;
    assert_eq!(counts(&import), [3, 0, 0, 3]);
    let expected = [
        (3, "证件号码", "id_number.check"),
        (4, "所在地区", "area.unknown"),
        (4, "手机号码", "phone.length"),
        (6, "证件号码", "import.duplicate"),
    ];
    assert_eq!(refusals(&import), told(&expected));
    let message = |import: &serde_json::Value, place: usize| import["refusals"][place]["message"].to_string();
    assert!(message(&import, 3).contains("第 5 行"), "{import}");
    let id = import["id"].as_str().expect("an id");
    let english = [("accept-language", "en")];
    let path = format!("/api/imports/{id}");
    let import = desk.author.browser().call(Method::GET, &path, None, &english).await.expect(200).body;
    assert!(message(&import, 3).contains("repeats row 5"), "{import}");
    assert_eq!(import["refusals"][0]["column"], "id_number");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn the_workbook_of_refused_rows_has_their_cells_and_can_come_back(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut table = Table::experts(1, 4);
    table.rows[1][3] = "1380000".to_owned();
    table.rows[3][4] = "12".to_owned();
    let import = desk.checked(Kind::Experts, table.xlsx()).await;
    let path = format!("/api/imports/{}/refused.xlsx", import["id"].as_str().expect("an id"));
    let book = desk.author.get(&path).await.expect(200).bytes;
    let mut lines = Vec::new();
    let sheet = Sheet::open(&book).expect("a workbook");
    sheet
        .read(|line| {
            lines.push(line.cells);
            std::ops::ControlFlow::Continue(())
        })
        .expect("lines");
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0].last(), Some(&Cell::Text("原因".to_owned())));
    assert_eq!(lines[1][0], Cell::Text(number(2)));
    assert!(lines[1].last().is_some_and(|cell| cell.text().expect("a text").starts_with("手机号码：")));
    let again = desk.checked(Kind::Experts, book.to_vec()).await;
    assert_eq!(counts(&again), [0, 0, 0, 2], "it is read, and refused for the same reasons");
    assert_eq!(refusals(&again).len(), 2);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_number_where_an_id_belongs_is_refused(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let table = Table::experts(1, 3);
    let bytes = table.xlsx_with(|row, column| match (row, column) {
        (1, 2) => Some(4.301_021_975_031_543e17),
        (2, 0) => Some(4.300_000_001_1e16),
        (3, 3) => Some(13_800_000_003.0),
        _ => None,
    });
    let import = desk.checked(Kind::Experts, bytes).await;
    assert_eq!(counts(&import), [1, 0, 0, 2], "eleven digits of a phone survive as a number");
    let expected = [(2, "证件号码", "cell.number_for_text"), (3, "专家编号", "cell.number_for_text")];
    assert_eq!(refusals(&import), told(&expected));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_row_that_stands_between_two_people_is_refused(db: PgPool) {
    let mut desk = Desk::new(db).await;
    desk.imported(Kind::Experts, Table::experts(1, 2).csv()).await;
    let mut table = Table::experts(1, 3);
    table.rows[0][2] = id_number(2);
    table.rows[2][2] = id_number(1);
    let import = desk.checked(Kind::Experts, table.csv()).await;
    assert_eq!(counts(&import), [0, 0, 0, 3]);
    let expected =
        [(2, "证件号码", "import.other_record"), (3, "证件号码", "import.duplicate"), (4, "专家编号", "import.fixed")];
    assert_eq!(refusals(&import), told(&expected));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_draft_has_no_number_and_a_newcomer_without_one_gets_the_next(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut table = Table::experts(7, 3);
    table.rows[0][8].clear();
    table.rows[1][0].clear();
    let import = desk.imported(Kind::Experts, table.csv()).await;
    assert_eq!(counts(&import), [2, 0, 0, 1]);
    assert_eq!(refusals(&import), told(&[(2, "专家编号", "import.draft_with_number")]));
    let given = desk.expert(&number(10)).await.expect("the next number after the one that the file brought");
    assert_eq!(given.id_number.to_string(), id_number(8));
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_file_without_some_columns_leaves_them_as_they_are(db: PgPool) {
    let mut desk = Desk::new(db).await;
    desk.imported(Kind::Experts, Table::experts(1, 1).csv()).await;
    let headers =
        ["证件号码", "姓名", "手机号码", "所在地区", "工作单位", "评标职称", "评标聘期起", "评标聘期止", "评标专业"];
    let row = [
        &id_number(1),
        "李明远",
        "13900000000",
        "长沙",
        "湖南麓山工程咨询有限公司",
        "正高",
        "2026-01-01",
        "2028-12-31",
        "A0801",
    ];
    let table = Table { headers: headers.map(str::to_owned).to_vec(), rows: vec![row.map(str::to_owned).to_vec()] };
    assert_eq!(counts(&desk.imported(Kind::Experts, table.csv()).await), [0, 1, 0, 0]);
    let file = desk.expert(&number(1)).await.expect("the expert");
    assert!(file.review.is_some() && file.bank_account.is_some());
    let mut tx = desk.world.app.begin("test").await.expect("a transaction");
    let labels = hengjian::unit::labels_in(&mut tx, file.unit).await.expect("labels");
    let label = labels.values().next().expect("a unit");
    assert_eq!((label.name.as_str(), label.code), ("湖南麓山工程咨询有限公司", None), "not the old unit's code");
}

fn full_width(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("a full-width form")).collect()
}

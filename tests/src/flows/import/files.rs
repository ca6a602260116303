//! Files that are no sheets, or no sheets of this kind.

use std::io::{Cursor, Write as _};

use rules::import::Kind;
use sqlx::PgPool;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Desk, counts, upload, upload_to};
use crate::build::sheet::{Table, number};

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_file_of_another_type_is_refused_at_the_door(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let table: [(&[u8], &str); 6] = [
        (b"", "sheet.empty"),
        (b"%PDF-1.7", "sheet.pdf"),
        (b"\x89PNG\r\n\x1a\n", "sheet.picture"),
        (b"<html><body><table>", "sheet.html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "sheet.encrypted"),
    ];
    for (bytes, code) in table {
        upload(&mut desk.author, Kind::Experts, bytes).await.refused(422, code);
    }
    upload_to(&mut desk.author, "/api/imports?kind=people", b"a".as_slice()).await.refused(422, "import.kind");
    upload(&mut desk.author, Kind::Specialties, b"a".as_slice()).await.refused(422, "import.edition_missing");
    assert_eq!(desk.count("select count(*) from import").await, 0);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn a_file_that_is_refused_as_a_whole_says_why(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let wide = vec!["x"; 100_001].join(",").into_bytes();
    let other = Table::example(Kind::Kin, &[]).csv().into_bytes();
    let table: [(Vec<u8>, &str); 5] = [
        (wide, "sheet.columns"),
        (bomb(), "sheet.bomb"),
        (zipped(&[("word/document.xml", b"")]), "sheet.word"),
        (other, "import.heading"),
        (Table::of(Kind::Experts).xlsx(), "import.no_rows"),
    ];
    for (bytes, code) in table {
        let import = desk.checked(Kind::Experts, bytes).await;
        assert_eq!((import["state"].as_str(), import["refusal"]["code"].as_str()), (Some("refused"), Some(code)));
        assert!(import["refusal"]["message"].as_str().is_some_and(|message| message.chars().count() > 6));
        assert_eq!(counts(&import), [0; 4]);
    }
    let heading = desk.author.get("/api/imports?state=refused").await.expect(200);
    assert_eq!(heading.items().len(), 5);
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn utf8_and_gb18030_bring_the_same_names_rare_ones_too(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let mut table = Table::experts(1, 2);
    table.rows[0][1] = "𠮷䶮㛃".to_owned();
    table.rows[1][1] = "欧阳娜娜".to_owned();
    let text = table.csv();
    let (gb18030, _, lossy) = encoding_rs::GB18030.encode(&text);
    assert!(!lossy);
    assert_eq!(counts(&desk.imported(Kind::Experts, gb18030.into_owned()).await), [2, 0, 0, 0]);
    assert_eq!(desk.expert(&number(1)).await.expect("the expert").name, "𠮷䶮㛃");
    for bytes in [text.clone().into_bytes(), format!("\u{feff}{text}").into_bytes(), table.xlsx()] {
        assert_eq!(counts(&desk.checked(Kind::Experts, bytes).await), [0, 0, 2, 0]);
    }
    let cut = [encoding_rs::GB18030.encode(&text).0.as_ref(), b"\xff"].concat();
    assert_eq!(desk.checked(Kind::Experts, cut).await["refusal"]["code"], "sheet.encoding");
}

#[sqlx::test(migrator = "hengjian::db::MIGRATIONS")]
async fn templates_and_kinds_are_there_to_read(db: PgPool) {
    let mut desk = Desk::new(db).await;
    let kinds = desk.author.get("/api/import-kinds").await.expect(200);
    assert_eq!(kinds.items().len(), Kind::ALL.len());
    for kind in Kind::ALL {
        let template = desk.author.get(&format!("/api/import-templates/{kind}")).await.expect(200);
        assert!(template.bytes.starts_with(b"PK") && template.header("content-disposition").is_some(), "{kind}");
    }
    desk.author.get("/api/import-templates/people").await.refused(404, "not_found");
}

/// Small outside; inside, shared strings that no memory should hold.
fn bomb() -> Vec<u8> {
    let megabyte = vec![b' '; 1 << 20];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", SimpleFileOptions::default()).expect("a part");
    archive.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).expect("a part");
    for _ in 0..200 {
        archive.write_all(&megabyte).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

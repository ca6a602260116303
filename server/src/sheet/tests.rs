use std::io::{Cursor, Write as _};

use jiff::civil::date;
use rules::import::{Heading, Kind};
use rules::wording::Worded as _;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn lines(bytes: &[u8]) -> Result<Vec<Line>, SheetError> {
    let mut lines = Vec::new();
    Sheet::open(bytes)?.read(|line| {
        lines.push(line);
        ControlFlow::Continue(())
    })?;
    Ok(lines)
}

fn texts(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let text = |cell: &Cell| cell.text().expect("a text");
    lines(bytes).expect("lines").iter().map(|line| (line.number, line.cells.iter().map(text).collect())).collect()
}

fn refused(bytes: &[u8]) -> &'static str {
    let error = lines(bytes).expect_err("a refusal");
    assert!(error.zh().chars().count() > 4 && error.en().len() > 10);
    error.code()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

const RARE: &str = "𠮷䶮㛃";

#[test]
fn utf8_with_and_without_its_mark_and_gb18030_are_the_same_text() {
    let text = format!("姓名,备注\r\n{RARE},\"一,二\"\r\n");
    let (gb18030, _, lossy) = encoding_rs::GB18030.encode(&text);
    assert!(!lossy);
    let expected = [(1, vec!["姓名".to_owned(), "备注".to_owned()]), (2, vec![RARE.to_owned(), "一,二".to_owned()])];
    assert_eq!(texts(text.as_bytes()), expected);
    assert_eq!(texts(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), expected);
    assert_eq!(texts(&gb18030), expected);
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(texts(&utf16), expected);
}

#[test]
fn an_encoding_is_told_strictly() {
    let text = "姓名,备注\n张三,";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    assert_eq!(refused(&[&gb18030, b"\xff\xff".as_slice()].concat()), "sheet.encoding");
    assert_eq!(refused(b"a,b\n\x00\x01,c"), "sheet.binary");
}

#[test]
fn tabs_and_semicolons_delimit_too() {
    for delimiter in [",", "\t", ";"] {
        let text = ["a;x", "b"].map(|value| format!("\"{value}\"")).join(delimiter);
        assert_eq!(texts(text.as_bytes()), [(1, vec!["a;x".to_owned(), "b".to_owned()])], "{delimiter:?}");
    }
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_program_shows() {
    let text = "a\n\n\"b\nb\"\n\n\nc\n,\nd";
    let numbers: Vec<u32> = lines(text.as_bytes()).expect("lines").iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 3, 6, 8]);
}

#[test]
fn cells_of_a_workbook_keep_their_types() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, RARE).expect("a cell");
    sheet.write_number(0, 1, 4.3e17).expect("a cell");
    let style = Style::new().set_num_format("yyyy-mm-dd");
    let day = ExcelDateTime::from_ymd(2024, 2, 29).expect("a day");
    sheet.write_datetime_with_format(0, 3, &day, &style).expect("a cell");
    sheet.write_boolean(900_000, 1, true).expect("a cell");
    book.add_worksheet().write_string(0, 0, "another sheet").expect("a cell");
    let lines = lines(&book.save_to_buffer().expect("a workbook")).expect("lines");
    let date = Cell::Date(date(2024, 2, 29).at(0, 0, 0, 0));
    assert_eq!(lines[0].cells, [Cell::Text(RARE.to_owned()), Cell::Number(4.3e17), Cell::Empty, date]);
    assert_eq!((lines[1].number, lines[1].cells.last()), (900_001, Some(&Cell::Bool(true))));
    assert_eq!(lines.len(), 2);
}

#[test]
fn every_file_that_is_no_sheet_hears_what_it_is() {
    let ole = |word: &str| {
        let word: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &word].concat()
    };
    let table: [(Vec<u8>, &str); 15] = [
        (Vec::new(), "sheet.empty"),
        (b" \n".to_vec(), "sheet.empty"),
        (ole("Workbook"), "sheet.xls"),
        (ole("WordDocument"), "sheet.word"),
        (ole("EncryptedPackage"), "sheet.encrypted"),
        (b"%PDF-1.7".to_vec(), "sheet.pdf"),
        (b"\x89PNG\r\n".to_vec(), "sheet.picture"),
        (b"<html><table><tr>".to_vec(), "sheet.html"),
        (b"\xef\xbb\xbf<!DOCTYPE html>".to_vec(), "sheet.html"),
        (b"<?xml version=\"1.0\"?><Workbook>".to_vec(), "sheet.xml"),
        (zip(&[("word/document.xml", b"")]), "sheet.word"),
        (zip(&[("content.xml", b"")]), "sheet.open_document"),
        (zip(&[("xl/workbook.bin", b"")]), "sheet.xlsb"),
        (zip(&[("photo.jpg", b"")]), "sheet.archive"),
        (zip(&[("xl/workbook.xml", b"<broken")]), "sheet.damaged"),
    ];
    for (bytes, code) in table {
        assert_eq!(refused(&bytes), code);
    }
    let mut cut = super::write::template(Kind::Experts).expect("a workbook");
    cut.truncate(cut.len() / 2);
    assert_eq!(refused(&cut), "sheet.damaged");
}

#[test]
fn a_zip_bomb_is_weighed_and_not_opened() {
    let megabyte = vec![b' '; 1 << 20];
    let limits =
        |shared, part, total| workbook::Limits { shared_strings_bytes: shared, part_bytes: part, total_bytes: total };
    let table: [(&[&str], workbook::Limits, bool); 4] = [
        (&["xl/sharedStrings.xml"], limits((1 << 20) - 1, 1 << 30, 1 << 30), false),
        (&["xl/worksheets/sheet1.xml"], limits(1 << 30, (1 << 20) - 1, 1 << 30), false),
        (&["xl/a.xml", "xl/b.xml", "xl/c.xml"], limits(1 << 30, 1 << 30, (3 << 20) - 1), false),
        (&["xl/a.xml", "xl/b.xml", "xl/c.xml"], limits(1 << 20, 1 << 20, 3 << 20), true),
    ];
    for (names, limits, bearable) in table {
        let parts = names.iter().map(|name| (*name, megabyte.as_slice()));
        let bomb = zip(&parts.chain([("xl/workbook.xml", b"".as_slice())]).collect::<Vec<_>>());
        assert!(bomb.len() < 16 << 10, "it is small outside");
        assert_eq!(workbook::weigh(&bomb, &limits).err(), (!bearable).then_some(SheetError::Bomb), "{names:?}");
    }
    let many: Vec<String> = (0..1_001).map(|n| format!("xl/{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(refused(&zip(&parts)), "sheet.bomb");
}

#[test]
fn columns_and_texts_have_ceilings() {
    let wide = vec!["x"; 100_001].join(",");
    assert_eq!(refused(wide.as_bytes()), "sheet.columns");
    let blank = format!("a,b\nc{}", ",".repeat(100_000));
    assert_eq!(texts(blank.as_bytes()).len(), 2, "empty columns count for nothing");
    let long = format!("a\n\"{}", "长".repeat(4_001));
    assert_eq!(lines(long.as_bytes()), Err(SheetError::LongCell { row: 2, place: 1 }));
    let mut book = Workbook::new();
    book.add_worksheet().write_string(4, 200, "x").expect("a cell");
    let far = lines(&book.save_to_buffer().expect("a workbook"));
    assert_eq!(far, Err(SheetError::Columns { row: 5 }));
}

#[test]
fn every_template_has_the_heading_of_its_kind_and_no_row() {
    for kind in Kind::ALL {
        let lines = lines(&super::write::template(*kind).expect("a workbook")).expect("lines");
        assert_eq!(lines.len(), 1, "{kind}");
        let heading = Heading::read(*kind, &lines[0].cells).expect("a heading");
        assert!(heading.is_full(), "{kind}");
    }
}

#[test]
fn a_workbook_of_refused_rows_holds_the_cells_and_why() {
    let headers = [Cell::Text("姓名".to_owned()), Cell::Text("证件号码".to_owned())];
    let mut refused = super::write::Refused::new(&headers).expect("a workbook");
    refused.row(&[Cell::Text("=1+1".to_owned()), Cell::Number(4.3e17)], "证件号码：数值").expect("a row");
    let lines = lines(&refused.finish().expect("a workbook")).expect("lines");
    assert_eq!(lines[0].cells[2], Cell::Text("原因".to_owned()));
    let row = [Cell::Text("=1+1".to_owned()), Cell::Number(4.3e17), Cell::Text("证件号码：数值".to_owned())];
    assert_eq!(lines[1].cells, row);
}

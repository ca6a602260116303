//! Bodies read and written, and everything that must not pass for one.

use proptest::prelude::*;

use super::*;

const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn a_full_body_has_its_keys_in_order_and_its_details_sorted() {
    let body = full();
    let text = body.text().unwrap();
    assert_eq!(
        text,
        format!(
            "hengjian entry v1\n\
             kind expert.admitted\n\
             at 2027-01-02T03:04:05.000006Z\n\
             actor account/0198c9a2-0000-7000-8000-000000000001\n\
             subject expert/0198c9a2-0000-7000-8000-000000000002\n\
             version 3\n\
             record {DIGEST}\n\
             area 430100\n\
             detail reason %E6%96%B0%20%E5%A2%9E\n\
             detail state.before draft\n"
        )
    );
    assert_eq!(EntryBody::parse(&text), Ok(body));
}

#[test]
fn an_empty_body_says_none_everywhere() {
    let body = EntryBody::new("server.started", "2027-01-02T03:04:05.000006Z", "system");
    let text = body.text().unwrap();
    assert!(text.ends_with("actor system\nsubject none\nversion none\nrecord none\narea none\n"));
    assert_eq!(EntryBody::parse(&text), Ok(body.clone()));
    assert_eq!(body.clone().detail("reason", ""), body);
}

#[test]
fn a_record_that_ended_is_gone() {
    let body = EntryBody { record: RecordMark::Gone, ..full() };
    let text = body.text().unwrap();
    assert!(text.contains("\nrecord gone\n"));
    assert_eq!(EntryBody::parse(&text).unwrap().record, RecordMark::Gone);
}

#[test]
fn the_hash_shown_depends_on_salt_and_body() {
    let text = full().text().unwrap();
    let hash = entry_hash(&[7; 32], &text);
    assert_eq!(hash, tagged("vrd1/entry", &[&[7; 32], text.as_bytes()]));
    assert_ne!(hash, entry_hash(&[8; 32], &text));
    assert_ne!(hash, entry_hash(&[7; 32], &text.replace("version 3", "version 4")));
}

#[test]
fn every_other_spelling_is_refused() {
    let good = full().text().unwrap();
    let change = |from: &str, to: &str| {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from}");
        changed
    };
    for bad in [
        String::new(),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("{good}detail a b\n"),
        format!("{good}detail state.before x\n"),
        format!("{good}detail z\n"),
        format!("{good}detail z \n"),
        format!("{good}remark z x\n"),
        good.replace('\n', "\r\n"),
        change("entry v1", "entry v2"),
        change("kind expert.admitted\n", ""),
        change("kind expert.admitted", "kind none"),
        change("kind expert.admitted", "kind Expert"),
        change("kind expert.admitted", "kind  expert.admitted"),
        change("actor account", "actor Account"),
        change("version 3", "version 03"),
        change("version 3", "version -3"),
        change("version 3", "version"),
        change("record ba", "record BA"),
        change("record ba", "record "),
        change("area 430100", "area 4301"),
        change("area 430100", "area 43010a"),
        change("%E6", "%e6"),
        change("%E6", "%"),
        change("%E6%96", "%96%96"),
        change("%20", "+"),
        change("%20", "%7E"),
        change("%20", " "),
        change("reason", "Reason"),
        change("reason", "a/b"),
        change(".000006Z", "Z"),
        change(".000006Z", ".000006+08:00"),
        change("T03", " 03"),
        change("01-02T", "02-29T"),
        change("01-02T", "13-02T"),
        change("01-02T", "00-02T"),
        change("01-02T", "01-00T"),
        change("T03", "T24"),
        change(":04:", ":60:"),
        change(":05.", ":60."),
    ] {
        assert!(EntryBody::parse(&bad).is_err(), "{bad:?}");
    }
    assert!(EntryBody::parse(&change("2027-01-02T", "2028-02-29T")).is_ok());
}

#[test]
fn values_that_do_not_fit_are_refused_when_writing() {
    for (bad, error) in [
        (EntryBody { kind: "two words".into(), ..full() }, EntryError::Value("kind")),
        (EntryBody { actor: String::new(), ..full() }, EntryError::Value("actor")),
        (EntryBody { subject: Some("none".into()), ..full() }, EntryError::Value("subject")),
        (EntryBody { area: Some("43".into()), ..full() }, EntryError::Value("area")),
        (EntryBody { at: "yesterday".into(), ..full() }, EntryError::Value("at")),
        (full().detail("Reason", "x"), EntryError::Detail("Reason".into())),
    ] {
        assert_eq!(bad.text(), Err(error));
    }
    let mut empty = full();
    empty.details.insert("reason".into(), String::new());
    assert!(empty.text().is_err());
}

proptest! {
    #[test]
    fn any_text_can_be_a_detail(value in "\\PC+|.+", version: Option<u64>) {
        let body = EntryBody { version, ..full().detail("note", value) };
        let text = body.text().unwrap();
        prop_assert!(text.is_ascii());
        prop_assert_eq!(EntryBody::parse(&text), Ok(body));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC*", tail in "(detail [a-z%]{0,4} [%A-F0-9é]{0,9}\n){0,3}") {
        let _ = EntryBody::parse(&text);
        let _ = EntryBody::parse(&(full().text().unwrap() + &tail));
        let _ = percent_decode(&text);
    }
}

fn full() -> EntryBody {
    EntryBody {
        subject: Some("expert/0198c9a2-0000-7000-8000-000000000002".into()),
        version: Some(3),
        record: RecordMark::Digest(DIGEST.parse().unwrap()),
        area: Some("430100".into()),
        ..EntryBody::new(
            "expert.admitted",
            "2027-01-02T03:04:05.000006Z",
            "account/0198c9a2-0000-7000-8000-000000000001",
        )
    }
    .detail("state.before", "draft")
    .detail("reason", "新 增")
}

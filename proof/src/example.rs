//! The worked example of `docs/LEDGER.md`: three entries of an invented centre, computed here and found there.

use ed25519_dalek::SigningKey;

use crate::checkpoint::Checkpoint;
use crate::entry::{EntryBody, RecordMark, entry_hash};
use crate::note::{Algorithm, Note, VerifierKey};
use crate::statement::Statement;
use crate::tile::{Growth, TilePath};
use crate::tree::leaf_hash;
use crate::{log, record};

const DOCUMENT: &str = include_str!("../../docs/LEDGER.md");
const ORIGIN: &str = "hengjian.example/430000";

#[test]
fn the_worked_example_of_the_document_is_computed() {
    let (ledger, centre) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
    let digest = record::digest("expert", &[3; 32], &[("name", "王芳".as_bytes()), ("area", b"430100")]);
    let body = EntryBody {
        subject: Some("expert/0198c9a2-0000-7000-8000-000000000002".into()),
        version: Some(1),
        record: RecordMark::Digest(digest),
        area: Some("430100".into()),
        ..EntryBody::new(
            "expert.admitted",
            "2027-01-02T03:04:05.000006Z",
            "account/0198c9a2-0000-7000-8000-000000000001",
        )
    }
    .detail("reason", "年度增补");
    let body = body.text().unwrap();
    let statement = Statement::entry(entry_hash(&[4; 32], &body));
    let leaf = Note::sign(&statement.body(), ORIGIN, &centre).unwrap().to_string();

    let mut growth = Growth::default();
    for text in [&leaf, "second leaf\n", "third leaf\n"] {
        growth.push(text.as_bytes()).unwrap();
    }
    let checkpoint = Checkpoint { origin: ORIGIN.into(), head: growth.head() };
    let signed = checkpoint.sign(&ledger).unwrap().to_string();
    let files: Vec<String> = growth.take_files().iter().map(|(path, _)| path.to_string()).collect();

    for text in [&body, &leaf, &signed, &key(&ledger), &key(&centre), &leaf_hash(leaf.as_bytes()).to_string()] {
        shown(text);
    }
    shown(&files.join("\n"));
    shown(&checkpoint.head.root.to_string());
    assert!(log::read_leaf(leaf.as_bytes(), Some(&[key(&centre).parse().unwrap()])).is_ok());
    assert!(files.iter().all(|file| file.parse::<TilePath>().is_ok()));
}

fn key(secret: &SigningKey) -> String {
    VerifierKey::new(ORIGIN, Algorithm::Ed25519, secret.verifying_key().as_bytes()).unwrap().to_string()
}

/// The document shows texts in blocks indented by four spaces, empty lines bare.
fn shown(text: &str) {
    let indented: Vec<String> = text.lines().map(|line| format!("    {line}").trim_end().to_owned()).collect();
    let block = indented.join("\n");
    assert!(DOCUMENT.contains(&block), "docs/LEDGER.md should show:\n\n{block}\n");
}

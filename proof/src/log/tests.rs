//! A small log that is well, and the same log after each thing that can be done to it.

use ed25519_dalek::SigningKey;

use super::*;
use crate::note::Algorithm;
use crate::tile::{Growth, push_entry};

const ORIGIN: &str = "hengjian.example/430000";
const CENTRE: &str = "hengjian.example/430000/centre";

#[test]
fn a_log_that_is_well_has_no_faults() {
    for size in [0, 1, 2, 255, 256, 257, 700] {
        let log = Log::of(size);
        let report = log.check(&[log.head(0), log.head(size / 2), log.head(size)]);
        assert_eq!(report.problems, []);
        assert!(report.is_clean() && report.signatures_checked);
        assert_eq!(report.statements.get("entry").copied().unwrap_or(0), size);
        assert_eq!(report.head, log.head(size));
    }
}

#[test]
fn statements_come_with_their_leaf_numbers() {
    let log = Log::of(300);
    let key = log.key();
    let trust = Trust { log: &key, signers: None, older: &[] };
    let mut check = Check::new(trust, &log.checkpoint).unwrap();
    let mut seen = vec![];
    while let Some(path) = check.wants() {
        seen.extend(check.give(log.files.get(&path).map(Vec::as_slice)));
    }
    assert!(seen.iter().map(|(index, _)| *index).eq(0..300));
    assert_eq!(seen[299].1.hash("hash"), Some(Hash::of(&299u64.to_be_bytes())));
    assert!(!check.report().signatures_checked);
}

#[test]
fn a_changed_leaf_is_named_by_its_number() {
    let mut log = Log::of(700);
    log.replace_leaf(300, &signed(&Statement::entry(Hash::of(b"other")), &secret(2)));
    let report = log.check(&[]);
    assert_eq!(report.first_index(), Some(300));
    assert!(matches!(report.problems[0], Problem::Root { size: 700 } | Problem::Tile { index: 300, .. }));
    assert!(report.problems.contains(&Problem::Root { size: 700 }));
}

#[test]
fn a_log_written_anew_does_not_contain_its_older_states() {
    let (old, mut new) = (Log::of(500), Log::of(700));
    new.replace_leaf(300, &signed(&Statement::entry(Hash::of(b"other")), &secret(2)));
    let new = Log::from_leaves(&new.leaves);
    assert!(new.check(&[]).is_clean());
    let report = new.check(&[old.head(200), old.head(301), old.head(500)]);
    assert_eq!(report.problems, [Problem::Rewritten { size: 301 }, Problem::Rewritten { size: 500 }]);
}

#[test]
fn a_log_that_shrank_is_named() {
    let report = Log::of(3).check(&[Log::of(5).head(5)]);
    assert_eq!(report.problems, [Problem::Shrunk { older: 5, size: 3 }]);
    assert_eq!(report.problems[0].to_string(), "the log shrank: it had 5 leaves and has 3");
}

#[test]
fn a_leaf_that_is_no_statement_is_named_and_the_rest_still_checked() {
    let note = |text: &str| Note::sign(text, CENTRE, &secret(2)).unwrap().to_string().into_bytes();
    let good = signed(&Statement::entry(Hash::of(b"x")), &secret(2));
    for bad in [
        vec![],
        vec![0xff],
        b"vrd1 entry\n".to_vec(),
        note("vrd1 ballot\nhash none\n"),
        note("text\n"),
        good[..good.len() - 1].to_vec(),
        signed(&Statement::entry(Hash::of(b"x")), &secret(3)),
    ] {
        let mut leaves = Log::of(10).leaves;
        leaves[4] = bad;
        let report = Log::from_leaves(&leaves).check(&[]);
        assert!(matches!(report.problems[..], [Problem::Leaf { index: 4, .. }]), "{:?}", report.problems);
        assert_eq!(report.statements["entry"], 9);
    }
}

#[test]
fn a_damaged_or_missing_tile_is_named() {
    for (name, at, index) in
        [("tile/0/001", 32 * 44, 300), ("tile/0/002.p/188", 32 * 187 + 31, 699), ("tile/1/000.p/2", 32, 256)]
    {
        let path: TilePath = name.parse().unwrap();
        let mut log = Log::of(700);
        log.files.get_mut(&path).unwrap()[at] ^= 1;
        assert_eq!(log.check(&[]).problems, [Problem::Tile { path, index }]);
        log.files.get_mut(&path).unwrap().pop();
        assert_eq!(log.check(&[]).problems, [Problem::Damaged { path }]);
        log.files.remove(&path);
        assert_eq!(log.check(&[]).problems, [Problem::Missing { path }]);
    }
}

#[test]
fn behind_a_lost_bundle_the_check_goes_on_with_the_tile() {
    let bundle: TilePath = "tile/entries/001".parse().unwrap();
    let mut log = Log::of(700);
    log.files.get_mut(&bundle).unwrap().pop();
    let report = log.check(&[log.head(600)]);
    assert_eq!(report.problems, [Problem::Damaged { path: bundle }]);
    assert_eq!(report.statements["entry"], 700 - 256);
    log.files.remove(&bundle);
    assert_eq!(log.check(&[]).problems, [Problem::Missing { path: bundle }]);
    let tile: TilePath = "tile/0/001".parse().unwrap();
    log.files.remove(&tile);
    assert_eq!(log.check(&[]).problems, [Problem::Missing { path: bundle }, Problem::Missing { path: tile }]);
    assert_eq!(log.check(&[]).first_index(), Some(256));
}

#[test]
fn a_change_of_any_byte_of_any_file_is_found() {
    let good = Log::of(3);
    for (path, byte) in good.files.iter().flat_map(|(path, bytes)| (0..bytes.len()).map(move |at| (path, at))) {
        let mut log = Log::of(0);
        (log.files, log.checkpoint) = (good.files.clone(), good.checkpoint.clone());
        log.files.get_mut(path).unwrap()[byte] ^= 1;
        assert!(!log.check(&[]).is_clean(), "{path}, byte {byte}");
    }
    for at in 0..good.checkpoint.len() {
        let mut bytes = good.checkpoint.clone().into_bytes();
        bytes[at] ^= 1;
        let (key, text) = (good.key(), String::from_utf8_lossy(&bytes));
        assert!(Check::new(Trust { log: &key, signers: None, older: &[] }, &text).is_err(), "byte {at}");
    }
}

#[test]
fn a_checkpoint_of_another_key_ends_the_check() {
    let log = Log::of(3);
    let other = VerifierKey::new(ORIGIN, Algorithm::Ed25519, secret(9).verifying_key().as_bytes()).unwrap();
    let trust = Trust { log: &other, signers: None, older: &[] };
    assert_eq!(check(trust, &log.checkpoint, |_| None), Err(CheckpointError::Note(NoteError::Unsigned)));
}

#[test]
fn faults_beyond_the_first_hundred_are_counted() {
    let leaves = vec![b"x".to_vec(); 150];
    let report = Log::from_leaves(&leaves).check(&[]);
    assert_eq!((report.problems.len(), report.problem_count), (MAX_PROBLEMS, 150));
}

struct Log {
    leaves: Vec<Vec<u8>>,
    files: BTreeMap<TilePath, Vec<u8>>,
    checkpoint: String,
}

impl Log {
    fn of(size: u64) -> Log {
        let leaf = |index: u64| signed(&Statement::entry(Hash::of(&index.to_be_bytes())), &secret(2));
        Log::from_leaves(&(0..size).map(leaf).collect::<Vec<_>>())
    }

    fn from_leaves(leaves: &[Vec<u8>]) -> Log {
        let mut growth = Growth::default();
        for leaf in leaves {
            growth.push(leaf).unwrap();
        }
        let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), head: growth.head() };
        Log {
            leaves: leaves.to_vec(),
            files: growth.take_files().into_iter().collect(),
            checkpoint: checkpoint.sign(&secret(1)).unwrap().to_string(),
        }
    }

    /// Changes a leaf in its bundle, as someone would who forgets the tiles and cannot sign.
    fn replace_leaf(&mut self, index: u64, leaf: &[u8]) {
        self.leaves[index as usize] = leaf.to_vec();
        let size = self.leaves.len() as u64;
        let path = TilePath::in_tree(TileKind::Entries, index / 256, size).unwrap();
        let mut bundle = vec![];
        for leaf in &self.leaves[path.leaf_index(0) as usize..][..path.width()] {
            push_entry(&mut bundle, leaf).unwrap();
        }
        self.files.insert(path, bundle);
    }

    fn head(&self, size: u64) -> TreeHead {
        let leaves: Vec<Hash> = self.leaves[..size as usize].iter().map(|leaf| leaf_hash(leaf)).collect();
        TreeHead { size, root: crate::tree::root(&leaves) }
    }

    fn key(&self) -> VerifierKey {
        VerifierKey::new(ORIGIN, Algorithm::Ed25519, secret(1).verifying_key().as_bytes()).unwrap()
    }

    fn check(&self, older: &[TreeHead]) -> Report {
        let signer = VerifierKey::new(CENTRE, Algorithm::Ed25519, secret(2).verifying_key().as_bytes()).unwrap();
        let (key, signers) = (self.key(), [signer]);
        let trust = Trust { log: &key, signers: Some(&signers), older };
        check(trust, &self.checkpoint, |path| self.files.get(path).cloned()).unwrap()
    }
}

fn secret(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn signed(statement: &Statement, key: &SigningKey) -> Vec<u8> {
    Note::sign(&statement.body(), CENTRE, key).unwrap().to_string().into_bytes()
}

//! Paths, files, growth and proofs out of files, against the tree they stand for.

use proptest::prelude::*;

use super::*;
use crate::tree::{verify_consistency, verify_inclusion};

type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn paths_are_written_in_groups_of_three_digits() {
    for (text, kind, index, width) in [
        ("tile/0/000", TileKind::Hashes(0), 0, 256),
        ("tile/0/255.p/1", TileKind::Hashes(0), 255, 1),
        ("tile/1/x001/000.p/255", TileKind::Hashes(1), 1000, 255),
        ("tile/entries/x001/x234/067", TileKind::Entries, 1_234_067, 256),
        ("tile/entries/x001/x234/067.p/8", TileKind::Entries, 1_234_067, 8),
    ] {
        let path = TilePath { kind, index, width };
        assert_eq!(path.to_string(), text);
        assert_eq!(text.parse(), Ok(path));
    }
}

#[test]
fn every_other_spelling_of_a_path_is_refused() {
    for bad in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/8/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/x/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/x000",
        "tile/0/1x0",
        "tile/0/..",
        "tile/0/../000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/entries",
        "tile/Entries/000",
        "tile/data/000",
        "tile/0/٠٠٠",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/7/001",
    ] {
        assert_eq!(bad.parse::<TilePath>(), Err(TileError::Path), "{bad}");
    }
}

#[test]
fn a_tree_of_70000_leaves_has_the_files_of_the_specification() {
    let count = |kind, partial| {
        let is = |path: &TilePath| path.kind == kind && path.is_partial() == partial;
        TilePath::all(70_000).filter(is).count()
    };
    for kind in [TileKind::Entries, TileKind::Hashes(0)] {
        assert_eq!((count(kind, false), count(kind, true)), (273, 1));
    }
    let names: Vec<String> = TilePath::all(70_000).skip(2 * 274 - 1).map(|path| path.to_string()).collect();
    assert_eq!(names, ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]);
    let names: Vec<String> = TilePath::all(256).map(|path| path.to_string()).collect();
    assert_eq!(names, ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(TilePath::all(0).count(), 0);
    assert!(TilePath::in_tree(TileKind::Hashes(7), 0, u64::MAX).is_some());
    assert!(TilePath::in_tree(TileKind::Hashes(0), u64::MAX, u64::MAX).is_none());
}

#[test]
fn files_hold_exactly_what_their_path_says() {
    let path: TilePath = "tile/entries/000.p/3".parse().unwrap();
    let mut bundle = vec![];
    for leaf in [&b"one"[..], b"", &[7; 65_535]] {
        push_entry(&mut bundle, leaf).unwrap();
    }
    assert_eq!(parse_entries(&path, &bundle).unwrap(), [&b"one"[..], b"", &[7; 65_535]]);
    assert_eq!(push_entry(&mut bundle.clone(), &[0; 65_536]), Err(TileError::LeafLength(65_536)));
    for bad in [&bundle[1..], &bundle[..bundle.len() - 1], &bundle[..6], &[&bundle[..], &[0, 0]].concat(), b""] {
        assert_eq!(parse_entries(&path, bad), Err(TileError::Entries { path }));
    }
    let path: TilePath = "tile/0/000.p/2".parse().unwrap();
    assert_eq!(parse_hashes(&path, &[5; 64]), Ok(vec![Hash([5; 32]); 2]));
    for length in [0, 32, 63, 65, 96] {
        assert!(parse_hashes(&path, &vec![5; length]).is_err());
    }
    assert_eq!(
        parse_hashes(&path, &[5; 32]).unwrap_err().to_string(),
        "the file tile/0/000.p/2 must hold 2 hashes, 64 bytes, and has 32 bytes"
    );
}

#[test]
fn growing_in_batches_writes_the_files_of_every_size() {
    let (mut growth, mut files, mut size) = (Growth::default(), Files::new(), 0);
    for batch in [1, 1, 253, 1, 1, 0, 300, 468, 65_000, 3] {
        for _ in 0..batch {
            growth.push(&leaf(size)).unwrap();
            size += 1;
        }
        let written = growth.take_files();
        assert_eq!(written.is_empty(), batch == 0);
        files.extend(written.into_iter().map(|(path, bytes)| (path.to_string(), bytes)));
        assert!(TilePath::all(size).all(|path| files.contains_key(&path.to_string())), "{size}");
        assert_eq!(growth.head(), naive_head(size));
        growth = Growth::resume(size, read_from(&files)).unwrap();
        assert_eq!(growth.head(), naive_head(size));
        assert!(growth.take_files().is_empty());
    }
}

#[test]
fn growth_does_not_resume_from_a_damaged_file() {
    let mut files = files(300);
    files.get_mut("tile/entries/001.p/44").unwrap().pop();
    assert!(Growth::resume(300, read_from(&files)).is_err());
    files.remove("tile/entries/001.p/44");
    assert!(Growth::resume(300, read_from(&files)).is_err());
}

#[test]
fn the_files_a_proof_needs_are_few_and_known_beforehand() {
    let names = |tiles: Vec<TilePath>| tiles.iter().map(TilePath::to_string).collect::<Vec<_>>();
    assert_eq!(
        names(inclusion_tiles(5, 70_000).unwrap()),
        ["tile/0/000", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17"]
    );
    assert_eq!(names(inclusion_tiles(0, 1).unwrap()), Vec::<String>::new());
    assert!(inclusion_tiles(1, 1).is_err());
    assert!(consistency_tiles(69_999, 70_000).unwrap().len() <= 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn proofs_out_of_files_verify(size in 1u64..2000, old in 0u64..2000, index in 0u64..2000) {
        let (old, index) = (old % (size + 1), index % size);
        let (files, head) = (files(size), naive_head(size));
        let mut reader = Reader::new(size, read_from(&files));
        prop_assert_eq!(reader.frontier().unwrap().head(), head);
        let proof = reader.inclusion_proof(index).unwrap();
        prop_assert_eq!(verify_inclusion(leaf_hash(&leaf(index)), index, &head, &proof), Ok(()));
        let proof = reader.consistency_proof(old).unwrap();
        prop_assert_eq!(verify_consistency(&naive_head(old), &head, &proof), Ok(()));
    }

    #[test]
    fn every_path_reads_back(level in 0u8..8, index: u64, width in 1u16..256) {
        let path = TilePath { kind: TileKind::Hashes(level), index: index.checked_shr(u32::from(level) * 8 + 8).unwrap_or(0), width };
        prop_assert_eq!(path.to_string().parse(), Ok(path));
    }
}

fn leaf(index: u64) -> Vec<u8> {
    format!("leaf {index}").into_bytes()
}

fn naive_head(size: u64) -> TreeHead {
    let leaves: Vec<Hash> = (0..size).map(|index| leaf_hash(&leaf(index))).collect();
    TreeHead { size, root: tree::root(&leaves) }
}

fn files(size: u64) -> Files {
    let mut growth = Growth::default();
    for index in 0..size {
        growth.push(&leaf(index)).unwrap();
    }
    growth.take_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect()
}

fn read_from(files: &Files) -> impl FnMut(&TilePath) -> Result<Vec<u8>, TileError> {
    |path| files.get(&path.to_string()).cloned().ok_or(TileError::Path)
}

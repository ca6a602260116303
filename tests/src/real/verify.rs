//! The command `hengjian verify` on the vectors of the repository, as a stranger runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::process::{Folder, binary};

#[test]
fn a_stranger_verifies_every_vector_and_sees_every_pick() {
    for name in ["sixty-four", "first-attempt", "second-attempt", "merged-tiers", "cancelled-by-law"] {
        let (file, anchor) = (vector(name, "vdraw"), vector(name, "anchor.txt"));
        let output = verify(&[&file, Path::new("--anchor"), &anchor]);
        assert_eq!(output.status.code(), Some(0), "{name}");
        let said = text(&output);
        assert!(said.starts_with("Project HJ-2026-0042, lot 1, attempt ") && said.contains("\nanchored\n"), "{said}");
        assert!(said.contains("ONE-PARTY MODE") && said.contains("Not checked: "), "{said}");
        let picks = verify(&[&file, Path::new("--anchor"), &anchor, Path::new("--picks")]);
        let expected = std::fs::read_to_string(vector(name, "picks.txt")).expect("a vector");
        assert_eq!(text(&picks), expected, "{name}");
    }
}

#[test]
fn without_an_anchor_nothing_is_ever_shown_as_anchored() {
    let output = verify(&[&vector("sixty-four", "vdraw")]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output).contains("\nconsistent, not anchored\n"), "{}", text(&output));
    let other =
        verify(&[&vector("sixty-four", "vdraw"), Path::new("--anchor"), &vector("second-attempt", "anchor.txt")]);
    assert_eq!(other.status.code(), Some(3));
}

#[test]
fn whatever_is_no_bundle_is_rejected_by_name_and_never_a_panic() {
    let folder = Folder::new();
    let good = std::fs::read(vector("sixty-four", "vdraw")).expect("a vector");
    let anchor = vector("sixty-four", "anchor.txt");
    for (content, check) in [
        (&b""[..], "archive"),
        (b"PK\x03\x04", "archive"),
        (&good[..good.len() - 1], "archive"),
        (&good[..4096], "archive"),
    ] {
        let file = folder.0.join("changed.vdraw");
        std::fs::write(&file, content).expect("our folder");
        let output = verify(&[&file, Path::new("--anchor"), &anchor]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output).contains(&format!("\nrejected: {check}\n")), "{}", text(&output));
    }
    let output = verify(&[&vector("sixty-four", "vdraw"), Path::new("--anchor"), &vector("sixty-four", "picks.txt")]);
    assert!(text(&output).contains("\nrejected: anchor-file\n"), "{}", text(&output));
    let nothing = verify(&[&folder.0.join("missing.vdraw")]);
    assert_eq!(nothing.status.code(), Some(2));
}

fn verify(arguments: &[&Path]) -> Output {
    Command::new(binary()).arg("verify").args(arguments).output().expect("the program runs")
}

fn vector(name: &str, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(format!("{name}.{ending}"))
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

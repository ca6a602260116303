//! The second verifier, `ops/verify`, written from `docs/DRAW.md` alone in another language: it must give the same
//! verdict on every honest draw and on every edit, and refuse every changed byte.

use std::path::{Path, PathBuf};
use std::process::Command;

use proof::verify::{Options, Verdict, verify};

use crate::play::{Plan, play};
use crate::{corpus, honest, keys};

#[test]
fn both_verifiers_agree_on_every_draw_and_every_edit() {
    let folder = Folder::new("corpus");
    let mut expected = Vec::new();
    for (at, plan) in honest().iter().enumerate() {
        expected.push(folder.put(&format!("honest-{at}"), plan, &play(plan).bundle().to_bytes()));
    }
    for edit in corpus::edits() {
        let plan = (edit.plan)();
        let mut script = play(&plan);
        (edit.edit)(&mut script);
        expected.push(folder.put(edit.name, &plan, &script.bundle().to_bytes()));
    }
    expected.sort();
    let said = python(&["corpus", folder.0.to_str().expect("a path of ours")]);
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_second_verifier_refuses_every_byte_changed_once() {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let file = |ending: &str| vectors.join(format!("sixty-four.{ending}")).to_str().expect("a path of ours").to_owned();
    let said = python(&["flip", &file("vdraw"), &file("anchor.txt")]);
    let length = std::fs::metadata(file("vdraw")).expect("a vector").len();
    assert_eq!(said.trim_end(), format!("{length} rejected of {length}"));
}

/// A folder of files to be judged, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("hj-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Folder(folder)
    }

    /// Writes a bundle with its anchor; the line that a verifier should say.
    fn put(&self, name: &str, plan: &Plan, file: &[u8]) -> String {
        let chain = keys::chain(&keys::anchor(plan.three_keys));
        std::fs::write(self.0.join(format!("{name}.vdraw")), file).expect("our folder");
        std::fs::write(self.0.join(format!("{name}.anchor.txt")), chain.to_string()).expect("our folder");
        let (verdict, _, findings) = verify(file, Options { chain: Some(&chain), ..Options::default() });
        assert_eq!(matches!(verdict, Verdict::Rejected(_)), findings.is_none());
        format!("{name} {verdict}")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn python(arguments: &[&str]) -> String {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ops/verify/compare.py");
    let output = Command::new("python3")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(program)
        .args(arguments)
        .output()
        .expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

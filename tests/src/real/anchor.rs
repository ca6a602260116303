//! `hengjian keys` and `hengjian anchor`, as the parties of a draw use them, each on its own machine.

use std::path::Path;
use std::process::{Command, Output};

use super::process::{Folder, binary};

#[test]
fn parties_make_keys_and_sign_a_chain_of_anchors() {
    let folder = Folder::new();
    let place = |name: &str| folder.0.join(name);
    let made = |party: &str, name: &str| {
        let output = run(&["keys", "make", party, name, place(name).to_str().expect("ours")]);
        assert!(output.status.success(), "{}", complaint(&output));
        text(&output)
    };
    let supervising = made("supervising", "supervising.example");
    let cosigner = made("cosigner", "cosigner.example");
    // What centre, witness and ledger bring is made by their own programs; here from other key folders.
    let as_line = |line: &str, key: &str| format!("{key} {}", line.split_once(' ').expect("a line").1);
    let [centre, witness, log] =
        ["centre.example", "witness.example", "ledger.example"].map(|name| made("notary", name));
    let [op, sup] = ["op.example", "sup.example"].map(|name| made("outside", name));
    let lines = |first: u64| {
        [
            format!("authority 430000\nfirst {first}\nmode separate\npolicy 1\n"),
            as_line(&op, "vrf-op"),
            "vrf-out none\n".to_owned(),
            as_line(&sup, "vrf-sup"),
            as_line(&centre, "centre"),
            supervising.clone(),
            as_line(&witness, "witness"),
            "province none\nnotary none\n".to_owned(),
            as_line(&log, "log"),
            cosigner.clone(),
        ]
        .concat()
    };
    let put = |name: &str, content: &str| std::fs::write(place(name), content).expect("our folder");
    let path = |name: &str| place(name).to_str().expect("ours").to_owned();
    let signed = |file: &str, key: &str, name: &str, more: &[&str]| {
        let (file, key) = (path(file), path(key));
        let arguments = [&["anchor", "sign", &file, "--key", &key, "--name", name], more].concat();
        let output = run(&arguments);
        assert!(output.status.success(), "{}", complaint(&output));
        text(&output)
    };
    put("lines-1", &lines(0));
    put("text-1", &text(&run(&["anchor", "make", &path("lines-1")])));
    put("chain", &signed("text-1", "supervising.example/note.key", "supervising.example", &[]));
    let checked = run(&["anchor", "check", &path("chain")]);
    assert!(checked.status.success() && complaint(&checked).contains("Anchor 1 of 430000"), "{}", complaint(&checked));

    put("lines-2", &lines(100));
    put("text-2", &text(&run(&["anchor", "make", &path("lines-2"), "--after", &path("chain")])));
    put("half", &signed("text-2", "supervising.example/note.key", "supervising.example", &[]));
    let alone = run(&["anchor", "check", &path("half"), "--after", &path("chain")]);
    assert!(!alone.status.success() && complaint(&alone).contains("does not continue"), "{}", complaint(&alone));
    put("second", &signed("half", "cosigner.example/cosigner.key", "cosigner.example", &["--cosign"]));
    let whole = run(&["anchor", "check", &path("second"), "--after", &path("chain")]);
    assert!(whole.status.success() && complaint(&whole).contains("Anchor 2 of 430000"), "{}", complaint(&whole));
    put("chain-2", &text(&whole));
    assert!(run(&["anchor", "check", &path("chain-2")]).status.success());

    put("lines-3", &lines(100));
    let stale = run(&["anchor", "make", &path("lines-3"), "--after", &path("chain-2")]);
    assert!(complaint(&stale).contains("must be above 100"), "{}", complaint(&stale));
    put("broken", &lines(0).replace("policy 1", "policy 2"));
    let broken = run(&["anchor", "make", &path("broken")]);
    assert!(!broken.status.success() && complaint(&broken).contains("'policy'"), "{}", complaint(&broken));
}

#[test]
fn a_key_is_shared_among_three_and_two_give_it_back() {
    let folder = Folder::new();
    let path = |name: &str| folder.0.join(name).to_str().expect("ours").to_owned();
    assert!(run(&["keys", "make", "outside", "out.example", &path("out")]).status.success());
    let again = run(&["keys", "make", "outside", "out.example", &path("out")]);
    assert!(complaint(&again).contains("exists already"), "{}", complaint(&again));
    let shared = run(&["keys", "share", &path("out/vrf.key"), &path("shares")]);
    assert!(shared.status.success(), "{}", complaint(&shared));
    let share = |number: u8| path(&format!("shares/share-{number}.txt"));
    let key = std::fs::read_to_string(path("out/vrf.key")).expect("made");
    for (one, other) in [(1, 2), (3, 1), (2, 3)] {
        let target = path(&format!("again-{one}"));
        assert!(run(&["keys", "combine", &share(one), &share(other), &target]).status.success());
        assert_eq!(std::fs::read_to_string(&target).expect("made"), key);
    }
    let same = run(&["keys", "combine", &share(1), &share(1), &path("never")]);
    assert!(complaint(&same).contains("same number"), "{}", complaint(&same));
    let taken = run(&["keys", "combine", &share(1), &share(2), &path("again-1")]);
    assert!(complaint(&taken).contains("never replaced"), "{}", complaint(&taken));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(share(1)).expect("made").permissions());
    assert_eq!(mode & 0o777, 0o600);
}

fn run(arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).current_dir(Path::new("/")).output().expect("the program runs")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

//! Data directories as they are met in the field: fresh, left behind by a kill, used twice, closed, full, of another release.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use rustix::process::Signal;

use super::process::{Folder, Server, complaint, hengjian, is_root, run};

#[test]
fn asked_to_end_the_server_ends_postgresql_too() {
    let folder = Folder::new();
    for signal in [Signal::TERM, Signal::INT] {
        let server = Server::start(&folder.0);
        assert_eq!(server.get("/readyz").0, 200);
        assert!(folder.postgres().is_some());
        assert!(server.end(signal).success());
        assert!(folder.postgres().is_none());
    }
}

#[test]
fn after_a_kill_the_next_start_takes_over_the_running_postgresql() {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let postgres = folder.postgres().expect("it runs");
    server.end(Signal::KILL);
    assert_eq!(folder.postgres(), Some(postgres), "PostgreSQL outlives a killed server");
    let server = Server::start(&folder.0);
    assert_eq!(folder.postgres(), Some(postgres));
    assert_eq!(server.get("/readyz").0, 200);
    server.end(Signal::TERM);
    assert!(folder.postgres().is_none());
}

#[test]
fn a_second_server_on_the_same_data_is_refused_and_the_first_goes_on() {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let mut second = hengjian(&folder.0);
    second.arg("serve");
    let output = run(second);
    assert!(!output.status.success());
    assert!(complaint(&output).contains("another hengjian serve uses"), "{}", complaint(&output));
    assert_eq!(server.get("/healthz").0, 200);
}

#[test]
fn a_command_beside_the_running_server_uses_its_database() {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let postgres = folder.postgres();
    let mut doctor = hengjian(&folder.0);
    doctor.arg("doctor");
    let output = run(doctor);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(folder.postgres(), postgres, "and leaves it running");
    assert_eq!(server.get("/readyz").0, 200);
}

#[test]
fn a_cluster_of_another_major_release_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    let cluster = folder.0.join("postgres/cluster");
    std::fs::create_dir_all(&cluster).expect("our folder");
    std::fs::write(cluster.join("PG_VERSION"), "12\n").expect("our folder");
    std::fs::write(cluster.join("precious"), "data").expect("our folder");
    let mut command = hengjian(&folder.0);
    command.arg("serve");
    let output = run(command);
    assert!(!output.status.success());
    assert!(complaint(&output).contains("made by PostgreSQL 12"), "{}", complaint(&output));
    assert_eq!(std::fs::read_to_string(cluster.join("precious")).expect("still there"), "data");
}

#[test]
fn a_data_directory_that_is_not_ours_is_refused_with_what_to_do() {
    let folder = Folder::new();
    let closed = folder.0.join("closed");
    std::fs::create_dir(&closed).expect("our folder");
    std::fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o555)).expect("our folder");
    let mut command = hengjian(&closed.join("data"));
    command.arg("serve");
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = run(command);
    assert!(!output.status.success());
    assert!(complaint(&output).contains("choose another HENGJIAN_DATA_DIR"), "{}", complaint(&output));
}

#[test]
fn a_full_disk_is_named_and_what_was_there_stays() {
    let folder = Folder::new();
    let script = format!(
        "mount -t tmpfs -o size=4m tmpfs {0} && echo kept > {0}/kept && {1} \"$0\" \"$@\"; cat {0}/kept",
        folder.0.display(),
        if is_root() { "" } else { "unshare --user --map-user=1000 --map-group=1000" },
    );
    let mut command = in_own_mounts(&script);
    command.arg(hengjian(&folder.0).get_program()).arg("--data-dir").arg(&folder.0).arg("serve");
    let output = run(command);
    let said = complaint(&output);
    assert!(said.contains("cannot be set up") || said.contains("No space left"), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "kept");
}

#[test]
fn half_a_set_of_keys_is_refused_and_none_is_made() {
    let folder = Folder::new();
    Server::start(&folder.0).end(Signal::TERM);
    let key = folder.0.join("keys/data.key");
    std::fs::remove_file(&key).expect("it was made");
    let mut command = hengjian(&folder.0);
    command.arg("serve");
    let output = run(command);
    assert!(!output.status.success());
    assert!(complaint(&output).contains("data.key"), "{}", complaint(&output));
    assert!(!key.exists());
}

/// A shell script in mount and user namespaces of its own, where it may mount; further arguments reach it as `$0`, `$@`.
fn in_own_mounts(script: &str) -> Command {
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !is_root() {
        command.arg("--map-root-user");
    }
    command
        .args(["sh", "-c", script])
        .current_dir("/")
        .env("HENGJIAN_LISTEN", "127.0.0.1:0")
        .env("HENGJIAN_ADMIN_LISTEN", "127.0.0.1:0");
    command
}

const NOBODY: u32 = 65534;

/// Only root hands the database to another user, who cannot enter a closed folder.
#[test]
fn a_closed_data_directory_keeps_its_own_database_and_lends_it_to_no_copy() {
    if !is_root() {
        return;
    }
    let (folder, copy) = (Folder::new(), Folder::new());
    let close = |folder: &Folder| std::fs::set_permissions(&folder.0, Permissions::from_mode(0o700)).expect("ours");
    close(&folder);
    Server::start(&folder.0).end(Signal::TERM);
    let home = std::fs::read_to_string(folder.0.join("postgres-home")).expect("a note");
    assert!(home.starts_with("/var/lib/hengjian/"));
    let copied = Command::new("cp").arg("-a").arg(folder.0.join(".")).arg(&copy.0).status().expect("cp");
    assert!(copied.success());
    close(&copy);
    let mut command = hengjian(&copy.0);
    command.arg("serve");
    let refused = run(command);
    assert!(!refused.status.success() && complaint(&refused).contains("is a copy of"), "{}", complaint(&refused));
    std::fs::rename(&folder.0, folder.0.with_extension("moved")).expect("moved");
    let moved = Folder(folder.0.with_extension("moved"));
    Server::start(&moved.0).end(Signal::TERM);
    std::fs::remove_dir_all(&home).expect("removed");
    let mut command = hengjian(&moved.0);
    command.arg("serve");
    let refused = run(command);
    assert!(complaint(&refused).contains("not on this machine any more"), "{}", complaint(&refused));
}

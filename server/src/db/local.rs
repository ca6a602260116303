//! The managed PostgreSQL: found, set up in the data directory, started on a unix socket, stopped at the end.
//!
//! One server process owns it; commands started beside a running server connect to its socket. A data directory of
//! another major release is refused and never touched.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use tracing::info;

use super::program::{Program, User};
use crate::config::Config;

/// A managed PostgreSQL that answers.
pub struct Local {
    options: PgConnectOptions,
    /// Set when this process started or adopted it and stops it at the end.
    owned: Option<Pid>,
}

impl Local {
    /// Connects to the PostgreSQL of `config.data_dir`, starting it when it does not run.
    pub async fn open(config: &Config, own: bool) -> anyhow::Result<Self> {
        let user = User::choose(config.database.run_as.as_deref())?;
        let home = home(&config.data_dir, &user)?;
        let cluster = home.join("cluster");
        let options = options(&socket_dir(&home)?);
        if let Some(pid) = running(&cluster) {
            if answers(&options.clone().database("postgres")).await {
                if own {
                    info!("PostgreSQL still runs from before (process {}); using it", pid.as_raw_nonzero());
                }
                return Ok(Self { options, owned: own.then_some(pid) });
            }
            stop(pid).await;
        }
        let program = Program::find(config.database.postgres_dir.as_deref())?.usable_by(&user, &home)?;
        set_up(&program, &user, &cluster)?;
        let pid = start(&program, &user, &home, &options).await?;
        Ok(Self { options, owned: Some(pid) })
    }

    /// How to connect to database `hengjian`.
    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Process id of the server that stops with us.
    pub fn owned_process(&self) -> Option<u32> {
        self.owned.map(|pid| pid.as_raw_nonzero().get().unsigned_abs())
    }

    /// Stops it when this process owns it; connections are closed, nothing committed is lost.
    pub async fn close(self) {
        if let Some(pid) = self.owned {
            stop(pid).await;
        }
    }
}

/// Folder of cluster, socket and log. A directory that the PostgreSQL user cannot reach (below /root, for example) is
/// replaced by one under /var/lib/hengjian that belongs to the same data directory.
fn home(data_dir: &Path, user: &User) -> anyhow::Result<PathBuf> {
    let context =
        || format!("{} cannot be written: choose another HENGJIAN_DATA_DIR or correct its owner", data_dir.display());
    std::fs::create_dir_all(data_dir).with_context(context)?;
    let data_dir = data_dir.canonicalize().with_context(context)?;
    let reachable =
        data_dir.ancestors().all(|folder| folder.metadata().is_ok_and(|metadata| metadata.mode() & 0o001 != 0));
    let home = if user.is_current() || reachable { data_dir.join("postgres") } else { far_home(&data_dir)? };
    std::fs::create_dir_all(&home).with_context(context)?;
    user.give(&home)?;
    Ok(home)
}

/// The folder under /var/lib/hengjian that belongs to a data directory. Each names the other, so that neither a copy of the
/// data directory nor a later one at the same place takes a database that is not its own.
fn far_home(data_dir: &Path) -> anyhow::Result<PathBuf> {
    let note = data_dir.join("postgres-home");
    let home = match std::fs::read_to_string(&note) {
        Ok(text) => PathBuf::from(text.trim()),
        Err(_) => {
            let home = Path::new("/var/lib/hengjian").join(short_name(data_dir)?);
            std::fs::create_dir_all(&home).with_context(|| format!("{} cannot be written", home.display()))?;
            std::fs::write(home.join("data-dir"), data_dir.display().to_string())?;
            std::fs::write(&note, home.display().to_string())?;
            home
        }
    };
    let owner = std::fs::read_to_string(home.join("data-dir")).with_context(|| {
        format!(
            "the database of {} is not on this machine any more ({}); restore a backup into an empty data directory",
            data_dir.display(),
            home.display()
        )
    })?;
    if Path::new(&owner) != data_dir {
        if Path::new(&owner).join("postgres-home").exists() {
            bail!(
                "{} is a copy of {owner}, which keeps its database in {}; nothing was changed. To use the data in a second \
                 place, take a backup there and restore it here.",
                data_dir.display(),
                home.display()
            );
        }
        std::fs::write(home.join("data-dir"), data_dir.display().to_string())?;
    }
    Ok(home)
}

/// Hexadecimal digits that stand for a folder: device, inode and birth, which no later folder shares.
fn short_name(folder: &Path) -> anyhow::Result<String> {
    let metadata = folder.metadata()?;
    let born = metadata.created().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    Ok(format!("{:x}-{:x}-{:x}", metadata.dev(), metadata.ino(), born.as_nanos()))
}

/// Unix sockets have paths below 107 bytes; a deep data directory gets its socket under /tmp.
fn socket_dir(home: &Path) -> anyhow::Result<PathBuf> {
    if home.as_os_str().len() + SOCKET_NAME_LENGTH < SOCKET_PATH_LIMIT {
        return Ok(home.to_owned());
    }
    Ok(std::env::temp_dir().join(format!("hengjian-{}", short_name(home)?)))
}

fn options(socket: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(PORT)
        .username("hengjian")
        .database("hengjian")
        .disable_statement_logging()
}

fn set_up(program: &Program, user: &User, cluster: &Path) -> anyhow::Result<()> {
    let version_file = cluster.join("PG_VERSION");
    if version_file.exists() {
        let version = std::fs::read_to_string(&version_file)?;
        let (found, ours) = (version.trim(), program.major()?);
        if found != ours {
            bail!(
                "{} was made by PostgreSQL {found}, and the PostgreSQL found here is {ours}; nothing was changed. \
                 Take a backup with the old release and restore it, or set database.postgres_dir to PostgreSQL {found}.",
                cluster.display()
            );
        }
        return Ok(());
    }
    info!("Setting up PostgreSQL in {}", cluster.display());
    let fresh = cluster.with_extension("new");
    if fresh.exists() {
        std::fs::remove_dir_all(&fresh)?;
    }
    let output = user
        .command(&program.binary("initdb"))
        .args(["--username=hengjian", "--auth=trust", "--encoding=UTF8", "--locale=C", "--data-checksums", "-D"])
        .arg(&fresh)
        .output()
        .context("initdb cannot be started")?;
    if !output.status.success() {
        bail!("PostgreSQL cannot be set up: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    std::fs::rename(&fresh, cluster)?;
    Ok(())
}

async fn start(program: &Program, user: &User, home: &Path, options: &PgConnectOptions) -> anyhow::Result<Pid> {
    let socket = options.get_socket().expect("options() sets the socket").clone();
    std::fs::create_dir_all(&socket)?;
    std::fs::set_permissions(&socket, std::fs::Permissions::from_mode(0o700))?;
    user.give(&socket)?;
    let log_path = home.join("postgres.log");
    let log = std::fs::File::create(&log_path).with_context(|| format!("{} cannot be written", log_path.display()))?;
    let mut child = user
        .command(&program.binary("postgres"))
        .arg("-D")
        .arg(home.join("cluster"))
        .args(["-c", "listen_addresses="])
        .arg("-c")
        .arg(format!("unix_socket_directories={}", socket.display()))
        .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
        .arg("-p")
        .arg(PORT.to_string())
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("PostgreSQL cannot be started")?;
    let pid = Pid::from_raw(i32::try_from(child.id())?).context("a started process has an id")?;
    let postgres = options.clone().database("postgres");
    for _ in 0..START_POLLS {
        if answers(&postgres).await {
            make_database(&postgres).await?;
            return Ok(pid);
        }
        if child.try_wait()?.is_some() {
            break;
        }
        tokio::time::sleep(POLL).await;
    }
    bail!("PostgreSQL does not start. The last lines of {}:\n{}", log_path.display(), last_lines(&log_path))
}

async fn answers(options: &PgConnectOptions) -> bool {
    options.connect().await.is_ok()
}

async fn make_database(postgres: &PgConnectOptions) -> anyhow::Result<()> {
    let mut connection = postgres.connect().await?;
    let exists: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = 'hengjian'")
        .fetch_optional(&mut connection)
        .await?;
    if exists.is_none() {
        sqlx::query("create database hengjian").execute(&mut connection).await?;
    }
    Ok(())
}

/// The postmaster of `cluster`, when its process lives.
fn running(cluster: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
    let pid = Pid::from_raw(text.lines().next()?.trim().parse().ok()?)?;
    test_kill_process(pid).is_ok().then_some(pid)
}

/// Fast shutdown: open transactions roll back, then the process ends.
async fn stop(pid: Pid) {
    if kill_process(pid, Signal::INT).is_err() {
        return;
    }
    for _ in 0..STOP_POLLS {
        if ended(pid) {
            return;
        }
        tokio::time::sleep(POLL).await;
    }
}

/// True when the process is gone, or is a child of ours that waits to be reaped.
fn ended(pid: Pid) -> bool {
    let _ = rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::NOHANG);
    test_kill_process(pid).is_err()
}

fn last_lines(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

const PORT: u16 = 5432;
const SOCKET_NAME_LENGTH: usize = "/.s.PGSQL.5432.lock".len();
const SOCKET_PATH_LIMIT: usize = 107;
const POLL: Duration = Duration::from_millis(50);
const START_POLLS: u32 = 1200;
const STOP_POLLS: u32 = 600;
const SETTINGS: [&str; 5] = [
    "max_connections=100",
    "shared_buffers=256MB",
    "max_wal_size=4GB",
    "random_page_cost=1.1",
    "log_min_duration_statement=-1",
];

//! A running `hengjian serve` of its own, ended by its process id.

use std::fs::Permissions;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};

use hengjian::outside::clock::Clock;
use hengjian::outside::entropy::Entropy;
use rustix::process::{Pid, Signal, geteuid, kill_process, test_kill_process};

/// A folder of the test, removed at the end together with a PostgreSQL that a killed server left behind.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A fresh folder that every user can enter.
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("hj-{}", Entropy::default().uuid(Clock::system().now()).simple()));
        std::fs::create_dir_all(&path).expect("the temporary folder is ours");
        std::fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("our folder");
        Self(path)
    }

    /// Process id of the PostgreSQL of this data directory, when it lives.
    pub fn postgres(&self) -> Option<i32> {
        let text = std::fs::read_to_string(self.0.join("postgres/cluster/postmaster.pid")).ok()?;
        let pid: i32 = text.lines().next()?.trim().parse().ok()?;
        test_kill_process(Pid::from_raw(pid)?).ok().map(|()| pid)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(pid) = self.postgres().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::QUIT);
            while test_kill_process(pid).is_ok() {
                std::thread::yield_now();
            }
        }
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The command on a data directory, with ports of its own.
pub fn hengjian(data_dir: &Path) -> Command {
    let mut command = Command::new(binary());
    command
        .env_remove("HENGJIAN_DATA_DIR")
        .env("HENGJIAN_LISTEN", "127.0.0.1:0")
        .env("HENGJIAN_ADMIN_LISTEN", "127.0.0.1:0")
        .arg("--data-dir")
        .arg(data_dir);
    command
}

/// `target/debug/hengjian`, beside this test program.
pub fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("a test program");
    let binary = here.ancestors().map(|above| above.join("hengjian")).find(|path| path.is_file());
    binary.expect("build the server first: cargo build --package hengjian")
}

/// A server that said `ready`.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    /// Starts on `data_dir` and waits for the ready line.
    pub fn start(data_dir: &Path) -> Self {
        Self::from(hengjian(data_dir))
    }

    /// Starts a prepared command; `serve` is added.
    #[expect(
        clippy::zombie_processes,
        reason = "dropping the server waits for it, and a start that fails ends the test"
    )]
    pub fn from(mut command: Command) -> Self {
        let mut child =
            command.arg("serve").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a built program");
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if out.read_line(&mut line).expect("a pipe") == 0 {
                let mut errors = String::new();
                let _ = child.stderr.take().expect("piped").read_to_string(&mut errors);
                panic!("the server ended before it was ready: {lines:?} {errors}");
            }
            if let Some(address) = line.trim().strip_prefix("ready ") {
                let address = address.to_owned();
                std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
                return Self { child, address };
            }
            lines.push(line.trim().to_owned());
        }
    }

    /// Sends a signal and waits for the end.
    pub fn end(mut self, signal: Signal) -> ExitStatus {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("it runs");
        self.child.wait().expect("it is ours")
    }

    /// One GET over plain http, without a library: status and body.
    pub fn get(&self, path: &str) -> (u16, String) {
        use std::io::Write as _;
        let host = self.address.strip_prefix("http://").expect("plain http");
        let mut stream = std::net::TcpStream::connect(host).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.split_whitespace().nth(1).and_then(|status| status.parse().ok()).expect("a status"), body.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end.
pub fn run(mut command: Command) -> Output {
    command.stdin(Stdio::null()).output().expect("a built program")
}

/// What it said on standard error.
pub fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// True when the tests run as root.
pub fn is_root() -> bool {
    geteuid().is_root()
}

//! What must survive: the newest checkpoint cosigned, how far the ledger was read, the statements of each draw, the
//! inputs answered, the pools checked. Each is a file that is replaced whole and is durable before anything is
//! answered; nothing is ever taken back.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proof::hash::Hash;
use proof::tree::{Frontier, TreeHead};

use crate::refusal::Refusal;

/// The folder of the records.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    /// Held for the life of the process: a second one on the same folder could answer otherwise.
    _lock: Arc<File>,
}

impl Store {
    /// Opens the folder, making it when it is not there.
    pub fn open(folder: &Path) -> std::io::Result<Store> {
        for name in ["draws", "answers", "pools", "lots", "registries"] {
            std::fs::create_dir_all(folder.join(name))?;
        }
        let lock = File::create(folder.join("lock"))?;
        lock.try_lock().map_err(|_| std::io::Error::other("another witness runs on this folder; end it first"))?;
        Ok(Store { folder: folder.to_owned(), _lock: Arc::new(lock) })
    }

    /// The newest checkpoint cosigned; the empty tree before the first.
    pub fn cosigned(&self) -> Result<TreeHead, Refusal> {
        let Some(text) = self.read("cosigned")? else {
            return Ok(TreeHead { size: 0, root: proof::tree::empty_root() });
        };
        let text = String::from_utf8_lossy(&text).into_owned();
        let head = text.trim_end().split_once(' ').and_then(|(size, root)| {
            Some(TreeHead { size: proof::statement::decimal(size)?, root: root.parse().ok()? })
        });
        head.ok_or_else(|| damaged("cosigned"))
    }

    /// Keeps a checkpoint before it is cosigned.
    pub fn keep_cosigned(&self, head: &TreeHead) -> Result<(), Refusal> {
        self.write("cosigned", format!("{} {}\n", head.size, head.root).as_bytes())
    }

    /// The right edge of the tree as far as it was read.
    pub fn frontier(&self) -> Result<Frontier, Refusal> {
        let Some(bytes) = self.read("frontier")? else { return Ok(Frontier::default()) };
        Frontier::from_bytes(&bytes).map_err(|_| damaged("frontier"))
    }

    /// Keeps how far the ledger was read; the draws' statements are kept before it.
    pub fn keep_frontier(&self, frontier: &Frontier) -> Result<(), Refusal> {
        self.write("frontier", &frontier.to_bytes())
    }

    /// The statements of a draw, each behind its index, as `story` writes them.
    pub fn draw(&self, draw: &Hash) -> Result<Option<Vec<u8>>, Refusal> {
        self.read(&format!("draws/{draw}"))
    }

    /// Keeps the statements of a draw.
    pub fn keep_draw(&self, draw: &Hash, statements: &[u8]) -> Result<(), Refusal> {
        self.write(&format!("draws/{draw}"), statements)
    }

    /// The leaf of a registry's statement, by its index.
    pub fn registry(&self, index: u64) -> Result<Option<Vec<u8>>, Refusal> {
        self.read(&format!("registries/{index}"))
    }

    /// Keeps the leaf of a registry's statement.
    pub fn keep_registry(&self, index: u64, leaf: &[u8]) -> Result<(), Refusal> {
        self.write(&format!("registries/{index}"), leaf)
    }

    /// The input that was answered for a round of a draw.
    pub fn answered(&self, draw: &Hash, round: u32) -> Result<Option<Hash>, Refusal> {
        let Some(bytes) = self.read(&format!("answers/{draw}-{round}"))? else { return Ok(None) };
        let hash = String::from_utf8_lossy(&bytes).trim_end().parse();
        hash.map(Some).map_err(|_| damaged("answers"))
    }

    /// Keeps an input before it is answered; another one for the same round is refused.
    pub fn keep_answer(&self, draw: &Hash, round: u32, alpha: &Hash) -> Result<(), Refusal> {
        match self.answered(draw, round)? {
            Some(before) if before == *alpha => Ok(()),
            Some(_) => Err(Refusal::SecondAnswer),
            None => self.write(&format!("answers/{draw}-{round}"), format!("{alpha}\n").as_bytes()),
        }
    }

    /// The seal that was signed for a draw.
    pub fn sealed(&self, draw: &Hash) -> Result<Option<Hash>, Refusal> {
        let Some(bytes) = self.read(&format!("answers/{draw}-sealed"))? else { return Ok(None) };
        String::from_utf8_lossy(&bytes).trim_end().parse().map(Some).map_err(|_| damaged("answers"))
    }

    /// Keeps a seal before it is signed.
    pub fn keep_sealed(&self, draw: &Hash, hash: &Hash) -> Result<(), Refusal> {
        self.write(&format!("answers/{draw}-sealed"), format!("{hash}\n").as_bytes())
    }

    /// The pool that was checked for a draw.
    pub fn pool(&self, draw: &Hash) -> Result<Option<Vec<u8>>, Refusal> {
        self.read(&format!("pools/{draw}"))
    }

    /// Keeps a pool.
    pub fn keep_pool(&self, draw: &Hash, pool: &[u8]) -> Result<(), Refusal> {
        self.write(&format!("pools/{draw}"), pool)
    }

    /// The draws of a project's lot with their attempt numbers, in the order in which their pools were checked.
    pub fn attempts(&self, lot: &Hash) -> Result<Vec<(u64, Hash)>, Refusal> {
        let Some(bytes) = self.read(&format!("lots/{lot}"))? else { return Ok(Vec::new()) };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let one = |line: &str| {
            let (number, draw) = line.split_once(' ')?;
            Some((proof::statement::decimal(number)?, draw.parse().ok()?))
        };
        text.lines().map(|line| one(line).ok_or_else(|| damaged("lots"))).collect()
    }

    /// Keeps the draws of a lot.
    pub fn keep_attempts(&self, lot: &Hash, attempts: &[(u64, Hash)]) -> Result<(), Refusal> {
        let text: String = attempts.iter().map(|(number, draw)| format!("{number} {draw}\n")).collect();
        self.write(&format!("lots/{lot}"), text.as_bytes())
    }

    /// Adds a line to the alarms.
    pub fn alarm(&self, line: &str) -> Result<(), Refusal> {
        let mut alarms = self.read("alarms")?.unwrap_or_default();
        alarms.extend_from_slice(line.as_bytes());
        alarms.push(b'\n');
        self.write("alarms", &alarms)
    }

    /// The alarms, one line each.
    pub fn alarms(&self) -> Result<Vec<String>, Refusal> {
        let bytes = self.read("alarms")?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect())
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match std::fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Refusal::Store(format!("{name}: {error}"))),
        }
    }

    /// A new file, flushed, put in place, and its folder flushed.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let path = self.folder.join(name);
        let put = || {
            let new = path.with_extension("new");
            let mut file = File::create(&new)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&new, &path)?;
            File::open(path.parent().expect("a file in a folder"))?.sync_all()
        };
        put().map_err(|error: std::io::Error| Refusal::Store(format!("{name}: {error}")))
    }
}

fn damaged(name: &str) -> Refusal {
    Refusal::Store(format!("{name} is damaged; restore the newest copy of the folder"))
}

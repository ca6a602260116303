//! What this process knows of the ledger beyond the database: why it refuses to sign, and which rows are not ours.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use rules::wording::Worded;
use uuid::Uuid;

/// Why the signer refuses. Nothing is numbered or signed until somebody has decided what is true.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(
        "the database holds {found} entries, but a checkpoint of {kept} was signed: it was rolled back. \
         Restore the newer state; nothing is numbered or signed before"
    )]
    Shorter { kept: u64, found: u64 },
    #[error(
        "the first {size} entries are not those that were signed: the ledger in the database was rewritten. \
         Restore a database whose ledger continues the signed one; nothing is numbered or signed before"
    )]
    Rewritten { size: u64 },
    #[error(
        "the ledger has {size} entries, but keys/ledger-signed is missing in the data folder. Put it back from the \
         backup, or take the published checkpoint after comparing it with a copy that somebody else holds"
    )]
    KeptMissing { size: u64 },
    #[error(
        "keys/ledger-signed is not a checkpoint that the ledger key signed for this origin. Put it back from the backup"
    )]
    KeptDamaged,
    #[error("the ledger's own row is missing in the database, but entries are numbered. Restore the backup")]
    HeadMissing,
    #[error(
        "tiles and frontier in the database do not belong together: one of them was altered. Restore the backup, \
         and let `hengjian ledger verify --database` name what differs"
    )]
    Torn,
    #[error(
        "ledger.origin is {configured}, but this ledger was opened as {opened}, which is its name for ever. \
         Set ledger.origin back"
    )]
    Origin { opened: String, configured: String },
}

impl Worded for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Shorter { .. } => "ledger.shorter",
            Self::Rewritten { .. } => "ledger.rewritten",
            Self::KeptMissing { .. } => "ledger.kept_missing",
            Self::KeptDamaged => "ledger.kept_damaged",
            Self::HeadMissing => "ledger.head_missing",
            Self::Torn => "ledger.torn",
            Self::Origin { .. } => "ledger.origin",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Shorter { kept, found } => {
                format!("数据库里只有 {found} 条存证，但已签署过 {kept} 条：数据库被回退。请恢复较新的状态，在此之前不再编号和签署。")
            }
            Self::Rewritten { size } => {
                format!("数据库里前 {size} 条存证与已签署的不一致：存证被改写。请恢复与已签署存证相接的数据库，在此之前不再编号和签署。")
            }
            Self::KeptMissing { size } => format!(
                "存证已有 {size} 条，但数据目录里缺少 keys/ledger-signed。请从备份放回，或在与他人所存检查点核对后取用已公布的检查点。"
            ),
            Self::KeptDamaged => {
                "keys/ledger-signed 不是本存证密钥为本账本签署的检查点。请从备份放回。".to_owned()
            }
            Self::HeadMissing => "数据库里缺少账本的头记录，却有已编号的存证。请恢复备份。".to_owned(),
            Self::Torn => {
                "数据库里的哈希块与账本前沿不一致，其中之一被改动。请恢复备份，并用 hengjian ledger verify --database 查明差异。".to_owned()
            }
            Self::Origin { opened, configured } => {
                format!("ledger.origin 现为 {configured}，而本账本以 {opened} 之名开立，名称永不更改。请改回。")
            }
        }
    }
}

/// Shared between sequencer, health and the pages.
#[derive(Default)]
pub struct State {
    refusal: Mutex<Option<Refusal>>,
    foreign: Mutex<BTreeSet<Uuid>>,
    cosigned: Mutex<BTreeMap<u32, u64>>,
}

impl State {
    /// Why nothing is signed, if so.
    pub fn refusal(&self) -> Option<Refusal> {
        held(&self.refusal).clone()
    }

    /// Notes the outcome of an attempt; true when it differs from the one before.
    pub fn note(&self, refusal: Option<&Refusal>) -> bool {
        let mut noted = held(&self.refusal);
        let differs = noted.as_ref() != refusal;
        if differs {
            *noted = refusal.cloned();
        }
        differs
    }

    /// Unnumbered rows that are not ours.
    pub fn foreign(&self) -> Vec<Uuid> {
        held(&self.foreign).iter().copied().collect()
    }

    /// The size that a cosigner signed last, as far as this process knows; 0 before it was asked.
    pub fn cosigned_by(&self, key_id: u32) -> u64 {
        held(&self.cosigned).get(&key_id).copied().unwrap_or(0)
    }

    /// Remembers what a cosigner has signed.
    pub fn note_cosigned(&self, key_id: u32, size: u64) {
        held(&self.cosigned).insert(key_id, size);
    }

    /// Remembers a row that is not ours; true the first time.
    pub fn note_foreign(&self, id: Uuid) -> bool {
        held(&self.foreign).insert(id)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no holder of this lock panics")
}

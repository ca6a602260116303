//! Reading the ledger: every leaf up to the newest cosigned checkpoint, compared with its root, the statements of
//! draws kept. A leaf that the witness itself signed and has no record of means that its records are old.

use std::collections::BTreeMap;
use std::time::Duration;

use proof::anchor::{Chain, Party};
use proof::hash::Hash;
use proof::note::Note;
use proof::statement::Statement;
use proof::tile::{TileKind, TilePath, parse_entries};
use proof::tree::leaf_hash;
use ureq::Agent;

use crate::refusal::Refusal;
use crate::store::Store;
use crate::story::Story;

/// Where the ledger is published.
pub struct Reader {
    base: String,
    agent: Agent,
}

impl Reader {
    /// `base` is the address below which the ledger's files stand.
    pub fn new(base: &str) -> Reader {
        let config = Agent::config_builder().timeout_global(Some(TIMEOUT)).build();
        Reader { base: base.trim_end_matches('/').to_owned(), agent: config.into() }
    }

    /// Reads on to what was cosigned and keeps the statements of draws.
    pub fn catch_up(&self, store: &Store, chain: &Chain) -> Result<(), Refusal> {
        let cosigned = store.cosigned()?;
        let mut frontier = store.frontier()?;
        let mut told: BTreeMap<Hash, Story> = BTreeMap::new();
        while frontier.size() < cosigned.size {
            let from = frontier.size();
            for leaf in self.leaves(from, cosigned.size)? {
                let index = frontier.size();
                frontier.push(leaf_hash(&leaf));
                if is_registry(&leaf) {
                    store.keep_registry(index, &leaf)?;
                }
                if let Some((draw, note, statement)) = draw_statement(&leaf) {
                    if let std::collections::btree_map::Entry::Vacant(vacant) = told.entry(draw) {
                        let kept = store.draw(&draw)?.and_then(|bytes| Story::of_bytes(&bytes));
                        vacant.insert(kept.unwrap_or_default());
                    }
                    is_remembered(store, chain, &draw, (index, &note, &statement))?;
                    told.get_mut(&draw).expect("it was put there").tell(index, note, statement);
                }
            }
        }
        if frontier.root() != cosigned.root {
            return Err(Refusal::Rewritten);
        }
        for (draw, story) in &told {
            store.keep_draw(draw, &story.to_bytes())?;
        }
        store.keep_frontier(&frontier)
    }

    /// The leaves from `from` to the end of its tile, none at `size` or above.
    fn leaves(&self, from: u64, size: u64) -> Result<Vec<Vec<u8>>, Refusal> {
        let missing = || Refusal::Ledger("its entries are not published".to_owned());
        let index = from / 256;
        let in_tree = TilePath::in_tree(TileKind::Entries, index, size).ok_or_else(missing)?;
        let full = in_tree.full();
        // A larger partial file may have taken the place of the one that this size had.
        let (path, bytes) = match self.get(&in_tree.to_string())? {
            Some(bytes) => (in_tree, bytes),
            None => (full, self.get(&full.to_string())?.ok_or_else(missing)?),
        };
        let leaves = parse_entries(&path, &bytes).map_err(|error| Refusal::Ledger(error.to_string()))?;
        let (start, end) = ((from - index * 256) as usize, (size - index * 256).min(256) as usize);
        Ok(leaves[start..end].iter().map(|leaf| leaf.to_vec()).collect())
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.agent.get(format!("{}/{path}", self.base)).call() {
            Ok(mut answer) => {
                let read = answer.body_mut().with_config().limit(FILE_MAX).read_to_vec();
                read.map(Some).map_err(|error| Refusal::Ledger(error.to_string()))
            }
            Err(ureq::Error::StatusCode(404 | 410)) => Ok(None),
            Err(error) => Err(Refusal::Ledger(error.to_string())),
        }
    }
}

fn is_registry(leaf: &[u8]) -> bool {
    leaf.starts_with(b"vrd1 registry\n")
}

/// The draw that a leaf is a statement of.
fn draw_statement(leaf: &[u8]) -> Option<(Hash, Note, Statement)> {
    let note: Note = std::str::from_utf8(leaf).ok()?.parse().ok()?;
    let statement = Statement::parse(note.text()).ok()?;
    if statement.kind() == "approval" {
        return None;
    }
    Some((statement.hash("draw")?, note, statement))
}

/// Refuses when the ledger holds a seal of this witness for which it has no record.
fn is_remembered(
    store: &Store,
    chain: &Chain,
    draw: &Hash,
    (index, note, statement): (u64, &Note, &Statement),
) -> Result<(), Refusal> {
    let own = statement.kind() == "sealed" && chain.at(index).is_signed_by(note, &[Party::Witness]);
    if own && store.answered(draw, 0)?.is_none() { Err(Refusal::OldStore) } else { Ok(()) }
}

const TIMEOUT: Duration = Duration::from_secs(20);
const FILE_MAX: u64 = 64 << 20;

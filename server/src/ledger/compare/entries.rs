//! The rows of the ledger against its tiles and its signed root, a span of bundles at a time.

use std::collections::BTreeMap;
use std::ops::Range;

use proof::log::{Check, Problem as LogProblem, Trust};
use proof::note::VerifierKey;
use proof::tile::{TILE_WIDTH, TileKind, TilePath, parse_hashes, push_entry};
use proof::tree::TreeHead;
use uuid::Uuid;

use super::newest::Newest;
use super::{Found, entry_name};
use crate::app::App;
use crate::db::Tx;
use crate::ledger::leaf::{self, Content, Examined, Fault};
use crate::ledger::signer::{self, Kept};
use crate::ledger::store::entries as rows;
use crate::ledger::tiles::{self, Tiles};

/// Walks the signed part of the ledger: leaves, hash tiles, root, older states.
pub async fn signed(
    app: &App,
    tx: &mut Tx,
    (claim, older): (&Kept, &[TreeHead]),
    (found, newest): (&mut Found, &mut Newest),
) -> anyhow::Result<()> {
    let (log, note) = (signer::ledger_verifier(app)?, signer::note_verifier(app)?);
    let trust = Trust { log: &log, signers: None, older };
    let mut check = Check::new(trust, &claim.note)?;
    let mut span = Span { size: claim.head.size, ..Span::default() };
    while let Some(path) = check.wants() {
        let bytes = match path.kind() {
            TileKind::Entries => {
                if !span.holds(&path) {
                    span.read(app, tx, &note, path.index()).await?;
                    span.rows.values().for_each(|row| judge(row, found, newest));
                }
                span.bundle(&path, found)?
            }
            TileKind::Hashes(_) => span.tile(tx, &path).await?,
        };
        check.give(bytes.as_deref());
    }
    for problem in check.report().problems {
        log_problem(&problem, found);
    }
    Ok(())
}

/// Looks at rows that no checkpoint covers yet: numbered ones of `unsigned`, then those that wait for their number.
pub async fn unsigned(
    app: &App,
    tx: &mut Tx,
    unsigned: Range<i64>,
    (found, newest): (&mut Found, &mut Newest),
) -> anyhow::Result<u64> {
    let note = signer::note_verifier(app)?;
    let mut count = 0;
    for first in unsigned.clone().step_by(SPAN as usize) {
        let end = unsigned.end.min(first + SPAN as i64);
        let examined = leaf::examine(app, rows::numbered(tx, first, end).await?, &note).await?;
        let mut expected = first..end;
        for row in &examined {
            let index = row.row.index.unwrap_or(first);
            expected.by_ref().take_while(|missing| *missing < index).for_each(|missing| lost(missing, found));
            judge(row, found, newest);
        }
        count += examined.len() as u64;
        expected.for_each(|missing| lost(missing, found));
    }
    let mut last = Uuid::nil();
    loop {
        let pending = rows::pending(tx, last, SPAN as i64).await?;
        let Some(row) = pending.last() else { return Ok(count) };
        last = row.id;
        for row in leaf::examine(app, pending, &note).await? {
            match row.body {
                Ok(_) => count += 1,
                Err(fault) => {
                    found.add(
                        entry_name(None, row.row.id),
                        "foreign",
                        format!("不是本中心的服务写入的行，不会编号：{}。", fault.zh()),
                        format!("not written by this centre's server, and never numbered: {fault}"),
                    );
                    continue;
                }
            }
            judge(&row, found, newest);
        }
    }
}

/// Rows and tiles of some neighbouring bundles.
#[derive(Default)]
struct Span {
    size: u64,
    bundles: Range<u64>,
    rows: BTreeMap<u64, Examined>,
    tiles: Tiles,
}

impl Span {
    fn holds(&self, path: &TilePath) -> bool {
        self.bundles.contains(&path.index())
    }

    async fn read(&mut self, app: &App, tx: &mut Tx, note: &VerifierKey, bundle: u64) -> anyhow::Result<()> {
        self.bundles = bundle..bundle + SPAN / TILE_WIDTH;
        let (first, end) = (bundle * TILE_WIDTH, (self.bundles.end * TILE_WIDTH).min(self.size));
        let rows = rows::numbered(tx, i64::try_from(first)?, i64::try_from(end)?).await?;
        let examined = leaf::examine(app, rows, note).await?;
        let index = |row: &Examined| row.row.index.and_then(|index| u64::try_from(index).ok());
        self.rows = examined.into_iter().filter_map(|row| Some((index(&row)?, row))).collect();
        let paths: Vec<TilePath> =
            self.bundles.clone().filter_map(|index| TilePath::in_tree(TileKind::Hashes(0), index, self.size)).collect();
        self.tiles = tiles::load(tx, &paths).await?;
        Ok(())
    }

    /// The bundle's bytes; nothing when a row is lost or its leaf is not the one in the tree, so that the check goes on
    /// with the hashes of the tile and finds the root in order where only rows were touched.
    fn bundle(&self, path: &TilePath, found: &mut Found) -> anyhow::Result<Option<Vec<u8>>> {
        let leaf_tile = TilePath::in_tree(TileKind::Hashes(0), path.index(), self.size);
        let hashes = leaf_tile.and_then(|path| parse_hashes(&path, self.tiles.get(&path)?).ok());
        let (mut bytes, mut whole) = (Vec::new(), true);
        for at in 0..path.width() {
            let index = path.leaf_index(at);
            let Some(row) = self.rows.get(&index) else {
                lost(i64::try_from(index)?, found);
                whole = false;
                continue;
            };
            push_entry(&mut bytes, &row.row.leaf)?;
            if hashes.as_ref().is_some_and(|hashes| hashes[at] != row.leaf_hash) {
                whole = false;
                if row.body.is_ok() {
                    found.add(
                        format!("entry {index}"),
                        "entry",
                        "这一条不是账本在此编号下的那一条：被替换。",
                        "replaced: it is not the entry that the ledger has at this number",
                    );
                }
            }
        }
        Ok(whole.then_some(bytes))
    }

    async fn tile(&mut self, tx: &mut Tx, path: &TilePath) -> sqlx::Result<Option<Vec<u8>>> {
        match self.tiles.get(path) {
            Some(bytes) => Ok(Some(bytes.clone())),
            None => Ok(tiles::load(tx, &[*path]).await?.remove(path)),
        }
    }
}

/// Reports what is wrong with a row, and remembers what it says of its subject's record.
fn judge(row: &Examined, found: &mut Found, newest: &mut Newest) {
    let name = entry_name(row.row.index, row.row.id);
    match &row.body {
        Ok(content) => {
            if let Content::Entry(body) = content {
                newest.note(body, row.row.index);
            }
            if !row.copies_match {
                let fault = Fault::Copies;
                found.add(name, "entry", format!("{}。", fault.zh()), format!("altered: {fault}"));
            }
        }
        Err(fault) => {
            found.add(name, "entry", format!("被改动：{}。", fault.zh()), format!("altered: {fault}"));
            newest.spoil(row.row.subject.as_deref(), row.row.index);
        }
    }
}

fn lost(index: i64, found: &mut Found) {
    found.add(format!("entry {index}"), "entry", "已从数据库中删除。", "deleted from the database");
}

fn log_problem(problem: &LogProblem, found: &mut Found) {
    let (subject, zh) = match problem {
        LogProblem::Missing { path } | LogProblem::Damaged { path } if path.kind() == TileKind::Entries => return,
        LogProblem::Missing { path } => (path.to_string(), "哈希块缺失。".to_owned()),
        LogProblem::Damaged { path } => (path.to_string(), "哈希块残缺。".to_owned()),
        LogProblem::Tile { path, index } => (path.to_string(), format!("哈希块与存证不符，第一处涉及第 {index} 条。")),
        LogProblem::Leaf { index, .. } => (format!("entry {index}"), "不是一条存证声明。".to_owned()),
        LogProblem::Shrunk { older, size } => ("database".to_owned(), format!("曾有 {older} 条，现只有 {size} 条。")),
        LogProblem::Rewritten { size } => {
            ("database".to_owned(), format!("前 {size} 条不是当时签署的那些：存证被改写。"))
        }
        LogProblem::Root { size } => ("checkpoint".to_owned(), format!("数据库中的 {size} 条存证得不出已签署的树根。")),
    };
    found.add(subject, "tile", zh, problem.to_string());
}

/// Rows looked at in one go, a multiple of the width of a bundle.
const SPAN: u64 = 16 * TILE_WIDTH;

//! Looking at rows: is the leaf ours, does it match body and salt, do the columns copied for searching match the body.

use std::sync::{Arc, OnceLock};

use proof::Hash;
use proof::entry::EntryBody;
use proof::log::read_leaf;
use proof::note::VerifierKey;
use proof::statement::Statement;
use proof::tree::leaf_hash;

use super::append::{self, BODY};
use super::statement;
use super::store::entries::EntryRow;
use crate::app::App;
use crate::http::Say;
use crate::vault::{Place, Vault};

/// Why a row is not an entry that this centre's server made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("its leaf is not signed with the note key")]
    Leaf,
    #[error("its body or salt is missing")]
    Incomplete,
    #[error("its body does not open: it was altered or moved")]
    Sealed,
    #[error("its body does not give the hash in its leaf")]
    Hash,
    #[error("its body is not written as an entry's body is")]
    Body,
    #[error("the columns copied from its body differ from it")]
    Copies,
    #[error("it is not the entry that the signed tree has at its number")]
    Tree,
}

impl Fault {
    /// In both languages.
    pub fn say(self) -> Say {
        Say::new(format!("{}。", self.zh()), self.to_string())
    }

    /// The sentence in Chinese, without its full stop.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Leaf => "叶子不是存证签名密钥所签",
            Self::Incomplete => "缺少正文或盐",
            Self::Sealed => "正文解不开，被改动或挪动",
            Self::Hash => "正文与叶子中的哈希不符",
            Self::Body => "正文不合格式",
            Self::Copies => "供检索的列与正文不一致",
            Self::Tree => "不是已签署的树在此编号下的那一条",
        }
    }
}

/// A row that was looked at.
pub struct Examined {
    pub row: EntryRow,
    pub leaf_hash: Hash,
    /// What the row says, when its leaf vouches for it.
    pub body: Result<Content, Fault>,
    /// Whether the copied columns are those of the body.
    pub copies_match: bool,
}

/// What a row says.
pub enum Content {
    /// A private entry, opened.
    Entry(EntryBody),
    /// A public statement.
    Statement(Statement),
}

/// Looks at rows on two threads of their own: a signature takes far longer than anything else here.
pub async fn examine(app: &App, mut rows: Vec<EntryRow>, key: &VerifierKey) -> anyhow::Result<Vec<Examined>> {
    let signers = Arc::new(Signers { own: key.clone(), all: OnceLock::new() });
    let second = rows.split_off(rows.len() / 2);
    let start = |rows: Vec<EntryRow>| {
        let (app, signers) = (app.clone(), Arc::clone(&signers));
        tokio::task::spawn_blocking(move || {
            rows.into_iter().map(|row| examine_one(&app, row, &signers)).collect::<Vec<_>>()
        })
    };
    let (first, second) = (start(rows), start(second));
    let mut examined = first.await?;
    examined.extend(second.await?);
    Ok(examined)
}

/// Whose signatures count: on entries the centre's own, on statements those of the anchors too, which are read when the
/// first statement comes.
struct Signers {
    own: VerifierKey,
    all: OnceLock<Option<Vec<VerifierKey>>>,
}

impl Signers {
    fn of_statements(&self, app: &App) -> Result<&[VerifierKey], Fault> {
        self.all.get_or_init(|| statement::trusted(app, &self.own).ok()).as_deref().ok_or(Fault::Leaf)
    }
}

fn examine_one(app: &App, row: EntryRow, signers: &Signers) -> Examined {
    let body = open(app, &row, signers);
    let copies_match = match &body {
        Ok(Content::Entry(body)) => copies_match(&row, body),
        Ok(Content::Statement(stated)) => {
            row.kind == stated.kind() && row.subject == statement::subject(stated) && row.actor == statement::ACTOR
        }
        Err(_) => false,
    };
    Examined { leaf_hash: leaf_hash(&row.leaf), body, copies_match, row }
}

/// The body of a row, when everything about it is in order. Ed25519 signatures are made without chance, so a leaf is
/// ours exactly when making it anew out of body and salt gives the same bytes; that takes a third of verifying it.
fn open(app: &App, row: &EntryRow, signers: &Signers) -> Result<Content, Fault> {
    if row.leaf.len() > statement::LEAF_MAX {
        return Err(Fault::Leaf);
    }
    if row.salt.is_none() && row.body_sealed.is_none() {
        let stated = read_leaf(&row.leaf, Some(signers.of_statements(app)?)).map_err(|_| Fault::Leaf)?;
        return if stated.kind() == statement::ENTRY { Err(Fault::Incomplete) } else { Ok(Content::Statement(stated)) };
    }
    let text = text(&app.vault, row);
    let salt: Option<[u8; 32]> = row.salt.as_deref().and_then(|salt| salt.try_into().ok());
    let own = text.as_ref().ok().zip(salt).and_then(|(text, salt)| append::leaf(app, &salt, text).ok());
    if own.is_none_or(|own| own != row.leaf) {
        read_leaf(&row.leaf, Some(std::slice::from_ref(&signers.own))).map_err(|_| Fault::Leaf)?;
        return Err(text.err().unwrap_or(if salt.is_some() { Fault::Hash } else { Fault::Incomplete }));
    }
    EntryBody::parse(&text?).map(Content::Entry).map_err(|_| Fault::Body)
}

/// The text of a row's body, believed by nobody yet.
pub fn text(vault: &Vault, row: &EntryRow) -> Result<String, Fault> {
    let sealed = row.body_sealed.as_deref().ok_or(Fault::Incomplete)?;
    vault.open_text(Place { column: BODY, row: row.id }, sealed).map_err(|_| Fault::Sealed)
}

/// The body of a row, believed by nobody yet.
pub fn body(vault: &Vault, row: &EntryRow) -> Result<EntryBody, Fault> {
    EntryBody::parse(&text(vault, row)?).map_err(|_| Fault::Body)
}

fn copies_match(row: &EntryRow, body: &EntryBody) -> bool {
    row.kind == body.kind
        && row.subject == body.subject
        && row.actor == body.actor
        && row.area == body.area
        && format!("{:.6}", row.recorded_at.to_jiff()) == body.at
}

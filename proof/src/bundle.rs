//! The bundle `.vdraw`: all that a stranger needs to recompute one draw, in one file with one spelling. It has
//! no keys and no policy of its own.

use crate::archive;
use crate::logged::Proof;
use crate::note::Note;
use crate::pool::Pool;
use crate::statement::Statement;
use crate::text::Text;
use crate::verify::Check;

/// A bundle, read but not believed.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Context statements, then those of the draw, ascending by index.
    pub logged: Vec<Logged>,
    /// The pool, when there is a commitment.
    pub pool: Option<Pool>,
    pub pack: Text,
    pub request: Text,
    /// The counts, when there is a commitment.
    pub counts: Option<Text>,
    /// What only an authority may see.
    pub authority: Option<Authority>,
}

/// One statement that the ledger held.
#[derive(Clone, Debug)]
pub struct Logged {
    pub note: Note,
    pub statement: Statement,
    pub proof: Proof,
}

/// What a `.vdraw-open` adds.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    pub request_private: Option<Text>,
    pub bidder_counts: Option<Text>,
    /// Opened people by position, ascending.
    pub openings: Vec<(u32, Vec<u8>)>,
}

impl Logged {
    /// A statement's leaf and its proof.
    pub fn new(note: Note, proof: Proof) -> Option<Logged> {
        let statement = Statement::parse(note.text()).ok()?;
        Some(Logged { note, statement, proof })
    }

    /// Index of the leaf in the ledger.
    pub fn index(&self) -> u64 {
        self.proof.index
    }
}

impl Bundle {
    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut members: Vec<(String, Vec<u8>)> = Vec::new();
        let mut put = |name: String, content: Vec<u8>| members.push((name, content));
        for (at, logged) in self.logged.iter().enumerate() {
            put(format!("entries/{at:04}"), logged.note.to_string().into_bytes());
        }
        for (at, logged) in self.logged.iter().enumerate() {
            put(format!("proofs/{at:04}"), logged.proof.to_string().into_bytes());
        }
        if let Some(pool) = &self.pool {
            put(POOL.into(), pool.to_bytes());
        }
        let text = |text: &Text| text.to_string().into_bytes();
        put(PACK.into(), text(&self.pack));
        put(REQUEST.into(), text(&self.request));
        if let Some(counts) = &self.counts {
            put(COUNTS.into(), text(counts));
        }
        if let Some(authority) = &self.authority {
            authority.request_private.iter().for_each(|private| put(PRIVATE.into(), text(private)));
            authority.bidder_counts.iter().for_each(|counts| put(BIDDERS.into(), text(counts)));
            authority.openings.iter().for_each(|(i, opening)| put(format!("{OPENINGS}{i:08}"), opening.clone()));
        }
        let borrowed: Vec<(String, &[u8])> =
            members.iter().map(|(name, content)| (name.clone(), &content[..])).collect();
        archive::write(&borrowed)
    }

    /// Reads a file; what is not a bundle is refused with the check that it fails.
    pub fn parse(file: &[u8]) -> Result<Bundle, Check> {
        let members = archive::read(file).map_err(|_| Check::Archive)?;
        let mut members = Members { members: &members };
        let entries = members.numbered("entries/");
        let proofs = members.numbered("proofs/");
        if entries.is_empty() || entries.len() != proofs.len() || entries.len() > MAX_ENTRIES {
            return Err(Check::Archive);
        }
        let pool = members.optional(POOL);
        let (pack, request) = (members.next(PACK)?, members.next(REQUEST)?);
        let counts = members.optional(COUNTS);
        let authority = members.authority()?;
        if !members.members.is_empty() {
            return Err(Check::Archive);
        }
        let notes: Vec<(Note, Statement)> = entries.into_iter().map(entry).collect::<Result<_, _>>()?;
        let proofs: Vec<Proof> = proofs.into_iter().map(proof).collect::<Result<_, _>>()?;
        let logged = notes.into_iter().zip(proofs).map(|((note, statement), proof)| Logged { note, statement, proof });
        let text = |bytes: &[u8]| Text::parse(bytes).map_err(|_| Check::Text);
        Ok(Bundle {
            logged: logged.collect(),
            pack: text(pack)?,
            request: text(request)?,
            counts: counts.map(text).transpose()?,
            authority: authority.map(|raw| raw.read()).transpose()?,
            pool: pool.map(|bytes| Pool::parse(bytes).map_err(|_| Check::PoolForm)).transpose()?,
        })
    }
}

/// Members not read yet.
struct Members<'a> {
    members: &'a [(String, &'a [u8])],
}

/// The further members of an authority's bundle, not read yet.
struct RawAuthority<'a> {
    request_private: Option<&'a [u8]>,
    bidder_counts: Option<&'a [u8]>,
    openings: Vec<(u32, Vec<u8>)>,
}

impl<'a> Members<'a> {
    fn optional(&mut self, name: &str) -> Option<&'a [u8]> {
        let ((found, content), rest) = self.members.split_first()?;
        (found == name).then(|| {
            self.members = rest;
            *content
        })
    }

    fn next(&mut self, name: &str) -> Result<&'a [u8], Check> {
        self.optional(name).ok_or(Check::Archive)
    }

    fn numbered(&mut self, folder: &str) -> Vec<&'a [u8]> {
        let mut all = Vec::new();
        while let Some(content) = self.optional(&format!("{folder}{:04}", all.len())) {
            all.push(content);
        }
        all
    }

    fn authority(&mut self) -> Result<Option<RawAuthority<'a>>, Check> {
        if self.members.is_empty() {
            return Ok(None);
        }
        let (request_private, bidder_counts) = (self.optional(PRIVATE), self.optional(BIDDERS));
        let mut openings: Vec<(u32, Vec<u8>)> = Vec::new();
        while let Some(((name, content), rest)) = self.members.split_first() {
            let i = name.strip_prefix(OPENINGS).and_then(|digits| digits.parse().ok()).ok_or(Check::Archive)?;
            let ascends = openings.last().is_none_or(|(before, _)| *before < i);
            if !ascends || *name != format!("{OPENINGS}{i:08}") {
                return Err(Check::Archive);
            }
            openings.push((i, content.to_vec()));
            self.members = rest;
        }
        Ok(Some(RawAuthority { request_private, bidder_counts, openings }))
    }
}

impl RawAuthority<'_> {
    fn read(self) -> Result<Authority, Check> {
        let text =
            |bytes: Option<&[u8]>| bytes.map(|bytes| Text::parse(bytes).map_err(|_| Check::Authority)).transpose();
        Ok(Authority {
            request_private: text(self.request_private)?,
            bidder_counts: text(self.bidder_counts)?,
            openings: self.openings,
        })
    }
}

fn entry(bytes: &[u8]) -> Result<(Note, Statement), Check> {
    let text = std::str::from_utf8(bytes).map_err(|_| Check::Entry)?;
    let note: Note = text.parse().map_err(|_| Check::Entry)?;
    let statement = Statement::parse(note.text()).map_err(|_| Check::Entry)?;
    if note.to_string() == text { Ok((note, statement)) } else { Err(Check::Entry) }
}

fn proof(bytes: &[u8]) -> Result<Proof, Check> {
    let text = std::str::from_utf8(bytes).map_err(|_| Check::ProofForm)?;
    text.parse().map_err(|_| Check::ProofForm)
}

const POOL: &str = "pool.bin";
const PACK: &str = "pack.txt";
const REQUEST: &str = "request.txt";
const COUNTS: &str = "counts.txt";
const PRIVATE: &str = "request-private.txt";
const BIDDERS: &str = "bidder-counts.txt";
const OPENINGS: &str = "openings/";
const MAX_ENTRIES: usize = 9_999;

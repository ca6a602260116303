//! Checkpoints (C2SP tlog-checkpoint): the signed note in which a log states its name, its size and its root.
//! Three lines and no more: extension lines, which nobody could audit, are refused.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use thiserror::Error;

use crate::hash::Hash;
use crate::note::{Note, NoteError, VerifierKey, is_key_name};
use crate::statement::decimal;
use crate::tree::TreeHead;

/// What a checkpoint states: which log (`origin`), how many leaves, which root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub origin: String,
    pub head: TreeHead,
}

/// Why a text is not a checkpoint, or not one to believe.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CheckpointError {
    #[error("a checkpoint is three lines: origin, size and base64 root; this text is not")]
    Format,
    #[error("the checkpoint is of the log '{found}', not of '{expected}'")]
    Origin { expected: String, found: String },
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.head.size, STANDARD.encode(self.head.root.0))
    }

    /// Reads the three lines; an origin has the form of a key name.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        Checkpoint::of_lines(text).filter(|checkpoint| checkpoint.text() == text).ok_or(CheckpointError::Format)
    }

    /// Signs the checkpoint with the log's key, whose name is the origin.
    pub fn sign(&self, key: &SigningKey) -> Result<Note, NoteError> {
        Note::sign(&self.text(), &self.origin, key)
    }

    /// Reads a signed checkpoint that `log`, the key named like its log, has signed.
    pub fn open(note: &str, log: &VerifierKey) -> Result<Checkpoint, CheckpointError> {
        let note: Note = note.parse()?;
        note.verify(std::slice::from_ref(log))?;
        let checkpoint = Checkpoint::parse(note.text())?;
        if checkpoint.origin != log.name() {
            return Err(CheckpointError::Origin { expected: log.name().to_owned(), found: checkpoint.origin });
        }
        Ok(checkpoint)
    }

    fn of_lines(text: &str) -> Option<Checkpoint> {
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|origin| is_key_name(origin))?.to_owned();
        let size = decimal(lines.next()?)?;
        let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        Some(Checkpoint { origin, head: TreeHead { size, root: Hash(root) } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Algorithm;
    use crate::tree::empty_root;

    const TEXT: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn the_three_lines_read_and_write_back() {
        let checkpoint = Checkpoint::parse(TEXT).unwrap();
        assert_eq!((checkpoint.origin.as_str(), checkpoint.head.size), ("example.com/behind-the-sofa", 20_852_163));
        assert_eq!(checkpoint.text(), TEXT);
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for bad in [
            String::new(),
            TEXT.trim_end().to_owned(),
            format!("{TEXT}extension\n"),
            format!("{TEXT}\n"),
            TEXT.replace("20852163", "020852163"),
            TEXT.replace("20852163", "+20852163"),
            TEXT.replace("20852163", "18446744073709551616"),
            TEXT.replace("20852163", ""),
            TEXT.replace("q2I=", "q2J="),
            TEXT.replace("q2I=", "q2I"),
            TEXT.replace("CsUY", ""),
            TEXT.replace("example.com/", " "),
            TEXT.replace('\n', "\r\n"),
        ] {
            assert_eq!(Checkpoint::parse(&bad), Err(CheckpointError::Format), "{bad:?}");
        }
    }

    #[test]
    fn only_the_logs_own_key_opens_a_checkpoint() {
        let (secret, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let head = TreeHead { size: 0, root: empty_root() };
        let checkpoint = Checkpoint { origin: "hengjian.example/430000".to_owned(), head };
        let note = checkpoint.sign(&secret).unwrap().to_string();
        let key = |name, secret: &SigningKey| {
            VerifierKey::new(name, Algorithm::Ed25519, secret.verifying_key().as_bytes()).unwrap()
        };
        assert_eq!(Checkpoint::open(&note, &key(&checkpoint.origin, &secret)), Ok(checkpoint.clone()));
        assert!(Checkpoint::open(&note, &key(&checkpoint.origin, &other)).is_err());

        let borrowed = Note::sign(&checkpoint.text(), "other.example", &other).unwrap().to_string();
        let error = Checkpoint::open(&borrowed, &key("other.example", &other)).unwrap_err();
        assert_eq!(error.to_string(), "the checkpoint is of the log 'hengjian.example/430000', not of 'other.example'");
    }
}

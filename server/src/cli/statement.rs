//! `hengjian statement`: signing what a party of a draw is asked to sign. No data directory is touched.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use ed25519_dalek::SigningKey;
use proof::note::Note;
use proof::pack::Pack;
use proof::statement::Statement;
use proof::text::Text;

use super::keys::read_secret;
use super::text_of;

#[derive(Subcommand)]
pub enum StatementCommand {
    /// Sign a statement's body, or add a signature to one that others have signed, and print the note.
    Sign {
        /// The body, or the signed note. Read it first.
        file: PathBuf,
        /// The signer's secret, `note.key`.
        #[arg(long)]
        key: PathBuf,
        /// The signer's name, as the anchor has it.
        #[arg(long)]
        name: String,
    },
}

/// Runs a command.
pub fn run(command: &StatementCommand) -> anyhow::Result<ExitCode> {
    let StatementCommand::Sign { file, key, name } = command;
    let key = SigningKey::from_bytes(&read_secret(key)?);
    print!("{}", sign(file, name, &key)?);
    Ok(ExitCode::SUCCESS)
}

/// A file's statement with one more signature.
pub fn sign(file: &Path, name: &str, key: &SigningKey) -> anyhow::Result<Note> {
    let text = text_of(file)?;
    if Statement::parse(&text).is_ok() {
        return Ok(Note::sign(&text, name, key)?);
    }
    let neither = || format!("{} is neither a statement's body nor a signed statement", file.display());
    let note: Note = text.parse().with_context(neither)?;
    Statement::parse(note.text()).with_context(neither)?;
    Ok(note.and_sign(name, key)?)
}

/// The statement about a pack.txt.
pub fn of_pack(text: &Text) -> anyhow::Result<Statement> {
    let pack = Pack::of_text(text)?;
    Ok(Statement::new("pack", vec![pack.id, text.hash("vrd1/pack").to_string(), pack.from.to_string()])?)
}

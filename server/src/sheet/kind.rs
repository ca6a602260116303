//! What a file is, told by its content: its name and its declared type are somebody's claim.

use super::SheetError;

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML workbook.
    Xlsx,
    /// Text with delimiters.
    Csv,
}

impl Format {
    /// As the database holds it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Tells the kind; everything that people confuse with a sheet has a refusal of its own.
pub fn tell(bytes: &[u8]) -> Result<Format, SheetError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SheetError::Empty);
    }
    if bytes.starts_with(OLE) {
        return Err(if contains(bytes, &utf16("EncryptedPackage")) { SheetError::Encrypted } else { tell_ole(bytes) });
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Format::Xlsx);
    }
    if bytes.starts_with(b"PK\x05\x06") {
        return Err(SheetError::Archive);
    }
    if let Some((_, error)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(error.clone());
    }
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Err(SheetError::Picture);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Err(SheetError::Picture);
    }
    let start: String = bytes.iter().take(1024).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let start = start.trim_start_matches("\u{ef}\u{bb}\u{bf}").trim_start();
    if start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<table") {
        return Err(SheetError::Html);
    }
    if start.starts_with("<?xml") {
        return Err(if start.contains("<html") { SheetError::Html } else { SheetError::Xml });
    }
    Ok(Format::Csv)
}

fn tell_ole(bytes: &[u8]) -> SheetError {
    if contains(bytes, &utf16("WordDocument")) { SheetError::Word } else { SheetError::Xls }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const SIGNATURES: [(&[u8], SheetError); 11] = [
    (b"%PDF", SheetError::Pdf),
    (b"\x89PNG", SheetError::Picture),
    (b"\xff\xd8\xff", SheetError::Picture),
    (b"GIF8", SheetError::Picture),
    (b"II*\x00", SheetError::Picture),
    (b"MM\x00*", SheetError::Picture),
    (b"Rar!", SheetError::Archive),
    (b"7z\xbc\xaf\x27\x1c", SheetError::Archive),
    (b"\x1f\x8b", SheetError::Archive),
    (b"{\\rtf", SheetError::Word),
    (b"SQLite format 3", SheetError::Binary),
];

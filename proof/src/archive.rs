//! The one ustar file that holds given members: fixed headers, no owner, no time, two empty blocks at the end.
//! A reader writes what it read and compares.

use thiserror::Error;

/// Members in their order: name and content.
pub type Members<'a> = Vec<(String, &'a [u8])>;

/// Why bytes are not such a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the file is not the canonical ustar archive of its members")]
pub struct ArchiveError;

/// The file of these members. Names are ASCII of at most 99 bytes.
pub fn write(members: &[(String, &[u8])]) -> Vec<u8> {
    let mut file = Vec::new();
    for (name, content) in members {
        file.extend_from_slice(&header(name, content.len()));
        file.extend_from_slice(content);
        file.resize(file.len().next_multiple_of(BLOCK), 0);
    }
    file.resize(file.len() + 2 * BLOCK, 0);
    file
}

/// Reads the members.
pub fn read(file: &[u8]) -> Result<Members<'_>, ArchiveError> {
    let mut members = Vec::new();
    let mut rest = file;
    while rest.len() > 2 * BLOCK {
        let (head, after) = rest.split_at(BLOCK);
        let name = head[..100].split(|b| *b == 0).next().unwrap_or_default();
        let name = std::str::from_utf8(name).map_err(|_| ArchiveError)?;
        let size = std::str::from_utf8(&head[124..135]).ok().and_then(|octal| usize::from_str_radix(octal, 8).ok());
        let size = size.filter(|size| *size <= after.len()).ok_or(ArchiveError)?;
        let fits = !name.is_empty() && name.len() < 100 && name.is_ascii() && head == header(name, size);
        let padded = size.next_multiple_of(BLOCK);
        if !fits || padded > after.len() || after[size..padded].iter().any(|b| *b != 0) {
            return Err(ArchiveError);
        }
        members.push((name.to_owned(), &after[..size]));
        rest = &after[padded..];
    }
    let ends = rest.len() == 2 * BLOCK && rest.iter().all(|b| *b == 0);
    if ends { Ok(members) } else { Err(ArchiveError) }
}

fn header(name: &str, size: usize) -> [u8; BLOCK] {
    let mut head = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| head[at..at + text.len()].copy_from_slice(text);
    put(0, name.as_bytes());
    put(100, b"0000644\x000000000\x000000000\0");
    put(124, format!("{size:011o}").as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        0");
    put(257, b"ustar\x0000");
    put(329, b"0000000\x000000000\0");
    let sum: u32 = head.iter().map(|b| u32::from(*b)).sum();
    head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    head
}

const BLOCK: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_read_and_write_back() {
        let members =
            [("entries/0000".to_owned(), &b"one\n"[..]), ("pool.bin".to_owned(), &[7; 512]), ("empty".to_owned(), b"")];
        let file = write(&members);
        assert_eq!(file.len(), (2 + 2 + 1 + 2) * 512);
        assert_eq!(read(&file).unwrap(), members);
        assert_eq!(read(&write(&[])).unwrap(), []);
    }

    #[test]
    fn every_other_byte_of_header_padding_and_end_is_refused() {
        let file = write(&[("a".to_owned(), b"x")]);
        for at in (0..file.len()).filter(|at| *at != 0 && *at != 512) {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert_eq!(read(&changed), Err(ArchiveError), "{at}");
        }
        assert_eq!(read(&file[..file.len() - 512]), Err(ArchiveError));
        assert_eq!(read(&[&file[..], &[0; 512]].concat()), Err(ArchiveError));
        assert_eq!(read(b""), Err(ArchiveError));
    }
}

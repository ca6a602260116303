//! The witness's three secrets, each from a seed of its own, in files that only their owner reads.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use ed25519_dalek::SigningKey;
use proof::hash::{hex, unhex_array};
use proof::vrf::VrfSecret;

/// What the witness signs and answers with.
pub struct Keys {
    /// Signs `pool-checked` and `sealed`.
    pub note: SigningKey,
    /// Cosigns checkpoints.
    pub cosigner: SigningKey,
    /// Answers for seeds: the supervising department's VRF key.
    pub vrf: VrfSecret,
    /// Handed to the running server for holds of people; never in a file of the server.
    pub hold: [u8; 32],
    /// What a caller must know.
    pub bearer: String,
}

impl Keys {
    /// Reads the keys of a folder, or makes all of them when there is none; `random` gives 32 bytes each time.
    pub fn open_or_make(folder: &Path, random: impl Fn() -> [u8; 32]) -> anyhow::Result<Keys> {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        match NAMES.iter().filter(|name| folder.join(name).exists()).count() {
            0 => NAMES.iter().try_for_each(|name| write(&folder.join(name), &random()))?,
            count if count == NAMES.len() => {}
            _ => bail!("{} holds only some of the keys: restore the missing ones", folder.display()),
        }
        let [note, cosigner, vrf, hold, bearer] = NAMES.map(|name| read(&folder.join(name)));
        Ok(Keys {
            note: SigningKey::from_bytes(&note?),
            cosigner: SigningKey::from_bytes(&cosigner?),
            vrf: VrfSecret::of_seed(&vrf?),
            hold: hold?,
            bearer: hex(&bearer?),
        })
    }
}

fn write(file: &Path, secret: &[u8; 32]) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let mut opened = options.write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(opened, "{}", hex(secret))?;
    Ok(opened.sync_all()?)
}

fn read(file: &Path) -> anyhow::Result<[u8; 32]> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    unhex_array(text.trim_end()).with_context(|| format!("{} is not one line of 64 hexadecimal digits", file.display()))
}

const NAMES: [&str; 5] = ["note.key", "cosigner.key", "vrf.key", "hold.key", "bearer.key"];

//! Key files under `DATA_DIR/keys`: one line each, readable by their owner only, made on the first start.
//! Keys that are missing beside an existing database are never replaced silently: without them nothing opens. The VRF key
//! alone may be made later, as long as no anchor names one.

use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use proof::hash::unhex_array;

use crate::outside::entropy::Entropy;

/// The secret bytes, 32 each.
pub struct KeyRing {
    pub data: [u8; 32],
    pub blind: [u8; 32],
    pub record: [u8; 32],
    pub sign_in: [u8; 32],
    pub note: [u8; 32],
    pub ledger: [u8; 32],
    /// Seed of the VRF key `op`.
    pub vrf: [u8; 32],
}

impl KeyRing {
    /// New keys from the operating system's randomness.
    pub fn random(entropy: &Entropy) -> Self {
        Self {
            data: entropy.bytes(),
            blind: entropy.bytes(),
            record: entropy.bytes(),
            sign_in: entropy.bytes(),
            note: entropy.bytes(),
            ledger: entropy.bytes(),
            vrf: entropy.bytes(),
        }
    }

    /// Reads the keys of `data_dir`. Makes them when there are none at all.
    pub fn open_or_make(data_dir: &Path, entropy: &Entropy) -> anyhow::Result<Self> {
        let folder = folder(data_dir);
        let present = NAMES.iter().filter(|name| file(&folder, name).exists()).count();
        match present {
            0 => Self::make(&folder, entropy),
            count if count == NAMES.len() => Self::read(&folder),
            _ => {
                bail!("{} holds only some of the key files: restore the missing ones from the backup", folder.display())
            }
        }
    }

    /// Reads the keys of `data_dir`, which must be there.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        Self::read(&folder(data_dir))
    }

    /// Makes the VRF key where an earlier release, which had none, made all others. `anchored` tells that an anchor names
    /// the centre's keys: then the key was there once, and another would answer for no draw.
    pub fn complete(data_dir: &Path, anchored: bool, entropy: &Entropy) -> anyhow::Result<()> {
        let folder = folder(data_dir);
        let missing: Vec<&str> = NAMES.into_iter().filter(|name| !file(&folder, name).exists()).collect();
        if missing != [VRF] {
            return Ok(());
        }
        let vrf = file(&folder, VRF);
        if anchored {
            bail!(
                "{} is missing, and the anchor names that key: restore it from the backup, or put it together from two \
                 shares with `hengjian keys combine`",
                vrf.display()
            );
        }
        write(&vrf, VRF, &entropy.bytes())?;
        Ok(std::fs::File::open(&folder)?.sync_all()?)
    }

    /// True when `data_dir` has key files.
    pub fn exists(data_dir: &Path) -> bool {
        NAMES.iter().any(|name| file(&folder(data_dir), name).exists())
    }

    fn make(folder: &Path, entropy: &Entropy) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        let ring = Self::random(entropy);
        for (name, bytes) in NAMES.iter().zip(ring.all()) {
            write(&file(folder, name), name, bytes)?;
        }
        std::fs::File::open(folder)?.sync_all()?;
        Ok(ring)
    }

    fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut keys = [[0; 32]; NAMES.len()];
        for (key, name) in keys.iter_mut().zip(NAMES) {
            *key = read_one(&file(folder, name), name)?;
        }
        let [data, blind, record, sign_in, note, ledger, vrf] = keys;
        Ok(Self { data, blind, record, sign_in, note, ledger, vrf })
    }

    fn all(&self) -> [&[u8; 32]; NAMES.len()] {
        [&self.data, &self.blind, &self.record, &self.sign_in, &self.note, &self.ledger, &self.vrf]
    }
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("keys")
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.key"))
}

fn write(file: &Path, name: &str, bytes: &[u8; 32]) -> anyhow::Result<()> {
    let context = || format!("{} cannot be written", file.display());
    let mut out =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).with_context(context)?;
    writeln!(out, "hengjian-key {name} {}", BASE64_STANDARD.encode(bytes)).with_context(context)?;
    out.sync_all().with_context(context)
}

fn read_one(file: &Path, name: &str) -> anyhow::Result<[u8; 32]> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    secret(&text, name)
        .with_context(|| format!("{} is not the key file `{name}`: restore it from the backup", file.display()))
}

/// The bytes of a key file, or of the plain hexadecimal line in which `hengjian keys` writes a secret.
pub fn secret(text: &str, name: &str) -> Option<[u8; 32]> {
    let encoded = text.strip_prefix("hengjian-key ").and_then(|rest| rest.strip_prefix(name));
    let spelled = encoded.and_then(|rest| BASE64_STANDARD.decode(rest.trim()).ok()?.try_into().ok());
    spelled.or_else(|| unhex_array(text.trim_end()))
}

const NAMES: [&str; 7] = ["data", "blind", "record", "sign-in", "note", "ledger", VRF];
const VRF: &str = "vrf";

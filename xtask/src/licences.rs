//! Judges the dependencies of Cargo and npm by `deny.toml`, which keeps cargo-deny's format.
//!
//! Compiling cargo-deny costs more than the whole test run; licences, bans and doubled versions are all it is needed
//! for here. Advisories need a database from the network and are not judged (docs/LIMITS.md).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

const NPM_LOCKS: [&str; 3] =
    ["web/package-lock.json", "tests/browser/package-lock.json", "ops/postgres/package-lock.json"];

/// What `deny.toml` says.
struct Policy {
    allowed: BTreeSet<String>,
    excepted: BTreeMap<String, BTreeSet<String>>,
    banned: BTreeSet<String>,
    doubled: BTreeSet<String>,
}

struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    ours: bool,
}

pub fn run(root: &Path) -> Result<()> {
    let policy = Policy::read(&fs::read_to_string(root.join("deny.toml"))?)?;
    let crates = crates(root)?;
    let mut faults = policy.judge(&crates);
    faults.extend(policy.doubles(&crates));
    let mut count = crates.len();
    for lock in NPM_LOCKS {
        let Ok(text) = fs::read_to_string(root.join(lock)) else {
            continue;
        };
        let packages = npm(&text).with_context(|| lock.to_owned())?;
        count += packages.len();
        faults.extend(policy.judge(&packages));
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    println!("{count} packages");
    Ok(())
}

impl Policy {
    fn read(text: &str) -> Result<Self> {
        let file: toml::Table = text.parse()?;
        let list = |table: &str, key: &str| -> Vec<toml::Value> {
            let found = file.get(table).and_then(|table| table.get(key)).and_then(toml::Value::as_array);
            found.cloned().unwrap_or_default()
        };
        let mut excepted = BTreeMap::new();
        for exception in list("licenses", "exceptions") {
            let allow = exception.get("allow").and_then(toml::Value::as_array);
            excepted.insert(named(&exception)?, words(allow.context("an exception allows nothing")?));
        }
        let policy = Self {
            allowed: words(&list("licenses", "allow")),
            excepted,
            banned: list("bans", "deny").iter().map(named).collect::<Result<_>>()?,
            doubled: list("bans", "skip").iter().map(named).collect::<Result<_>>()?,
        };
        ensure!(!policy.allowed.is_empty(), "deny.toml allows no licence");
        Ok(policy)
    }

    /// One sentence for every package that is banned or whose licence is not allowed.
    fn judge(&self, packages: &[Package]) -> Vec<String> {
        let mut faults = Vec::new();
        for package in packages {
            if self.banned.contains(&package.name) {
                faults.push(format!("{} {} is banned by deny.toml", package.name, package.version));
            }
            let known = |word: &str| self.allowed.contains(word) || self.excepts(&package.name, word);
            match &package.licence {
                Some(licence) if allowed(licence, &known) => {}
                Some(licence) => {
                    faults.push(format!("{} {}: licence {licence} is not allowed", package.name, package.version));
                }
                None => faults.push(format!("{} {} names no licence", package.name, package.version)),
            }
        }
        faults
    }

    fn excepts(&self, name: &str, licence: &str) -> bool {
        self.excepted.iter().any(|(pattern, allow)| {
            let stem = pattern.strip_suffix('*');
            let meant = stem.map_or(name == pattern, |stem| name.starts_with(stem));
            meant && allow.contains(licence)
        })
    }

    /// Two versions of one crate cost build time twice; each pair needs its line in `deny.toml`.
    fn doubles(&self, packages: &[Package]) -> Vec<String> {
        let mut versions = BTreeMap::<&str, BTreeSet<&str>>::new();
        for package in packages.iter().filter(|package| !package.ours) {
            versions.entry(&package.name).or_default().insert(&package.version);
        }
        let mut faults = Vec::new();
        for (name, found) in &versions {
            let skipped = self.doubled.contains(*name);
            let list = found.iter().copied().collect::<Vec<_>>().join(", ");
            if found.len() > 1 && !skipped {
                faults.push(format!("{name} comes in versions {list}; unite them or add a reason to deny.toml"));
            }
            if found.len() == 1 && skipped {
                faults.push(format!("{name} comes only as {list}; take its skip out of deny.toml"));
            }
        }
        faults
    }
}

fn crates(root: &Path) -> Result<Vec<Package>> {
    let told = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
        .args(["metadata", "--format-version=1", "--locked"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root)
        .output()?;
    ensure!(told.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout)?;
    let used: BTreeSet<&str> = array(&told["resolve"]["nodes"]).iter().filter_map(|node| node["id"].as_str()).collect();
    let packages = array(&told["packages"]).iter();
    Ok(packages
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id)))
        .map(|package| Package {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: package["license"].as_str().map(str::to_owned),
            ours: package["source"].is_null(),
        })
        .collect())
}

/// The packages of an npm lock file, which carries their licences.
fn npm(lock: &str) -> Result<Vec<Package>> {
    let lock: Value = serde_json::from_str(lock)?;
    let packages = lock["packages"].as_object().context("the lock file lists no packages")?;
    Ok(packages
        .iter()
        .filter(|(place, _)| !place.is_empty())
        .map(|(place, package)| Package {
            name: place.rsplit("node_modules/").next().unwrap_or_default().to_owned(),
            version: text(&package["version"]),
            licence: package["license"].as_str().map(str::to_owned),
            ours: false,
        })
        .collect())
}

/// Evaluates an SPDX expression; `/` is the old way to write OR.
fn allowed(expression: &str, known: &impl Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    either(&mut rest, known) && rest.is_empty()
}

fn either(rest: &mut &[&str], known: &impl Fn(&str) -> bool) -> bool {
    let mut holds = both(rest, known);
    while take(rest, "OR") {
        holds |= both(rest, known);
    }
    holds
}

fn both(rest: &mut &[&str], known: &impl Fn(&str) -> bool) -> bool {
    let mut holds = single(rest, known);
    while take(rest, "AND") {
        holds &= single(rest, known);
    }
    holds
}

fn single(rest: &mut &[&str], known: &impl Fn(&str) -> bool) -> bool {
    if take(rest, "(") {
        let holds = either(rest, known);
        return take(rest, ")") && holds;
    }
    let Some((name, tail)) = rest.split_first() else {
        return false;
    };
    *rest = tail;
    if take(rest, "WITH") {
        let Some((exception, tail)) = rest.split_first() else {
            return false;
        };
        *rest = tail;
        return known(&format!("{name} WITH {exception}"));
    }
    known(name)
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    let found = rest.first() == Some(&word);
    if found {
        *rest = &rest[1..];
    }
    found
}

fn named(entry: &toml::Value) -> Result<String> {
    let name = entry.as_str().or_else(|| entry.get("name").and_then(toml::Value::as_str));
    match name {
        Some(name) => Ok(name.to_owned()),
        None => bail!("an entry of deny.toml names no package: {entry}"),
    }
}

fn words(list: &[toml::Value]) -> BTreeSet<String> {
    list.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_spdx() {
        let known = |word: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&word);
        for good in ["MIT", "MIT/GPL-3.0", "(MIT OR X) AND ISC", "Apache-2.0 WITH LLVM-exception OR X"] {
            assert!(allowed(good, &known), "{good}");
        }
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT", "", "Apache-2.0", "MIT OR ISC )"] {
            assert!(!allowed(bad, &known), "{bad}");
        }
    }

    #[test]
    fn banned_unlicensed_and_doubled_packages_are_named() -> Result<()> {
        let policy = Policy::read(
            "[licenses]\nallow = ['MIT']\nexceptions = [{ name = 'odd', allow = ['OFL-1.1'] }]\n\
             [bans]\ndeny = [{ name = 'openssl' }]\nskip = [{ name = 'once' }]\n",
        )?;
        let package = |name: &str, version: &str, licence: Option<&str>| Package {
            name: name.into(),
            version: version.into(),
            licence: licence.map(str::to_owned),
            ours: false,
        };
        let packages = [
            package("odd", "1", Some("OFL-1.1")),
            package("openssl", "1", Some("MIT")),
            package("secret", "1", None),
            package("twice", "1", Some("MIT")),
            package("twice", "2", Some("MIT")),
            package("once", "1", Some("MIT")),
        ];
        let faults = [policy.judge(&packages), policy.doubles(&packages)].concat();
        assert_eq!(faults.len(), 4, "{faults:?}");
        Ok(())
    }
}

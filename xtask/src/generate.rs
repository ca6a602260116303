//! Writes every derived file: checked queries, the OpenAPI document, the web client's types.
//!
//! The query macros describe their query to a live database and write one file each into `SQLX_OFFLINE_DIR`. The
//! server names that variable in an `option_env!`, so a new folder makes cargo run the macros again.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    cluster::{Cluster, EMBEDDED},
    migrations::with_scratch,
};

/// Contents by path from the root.
type Files = BTreeMap<String, String>;

pub fn run(root: &Path, check: bool) -> Result<()> {
    let queries = queries(root)?;
    if check {
        compare(&read(root, ".sqlx")?, &queries)?;
    } else {
        replace(root, ".sqlx", &queries)?;
    }
    let documents = ["web/openapi.json", "web/src/api/schema.d.ts"];
    let before = documents.map(|path| fs::read_to_string(root.join(path)).unwrap_or_default());
    write_documents(root)?;
    let mut stale = Vec::new();
    for (path, before) in documents.into_iter().zip(before) {
        if check && fs::read_to_string(root.join(path))? != before {
            fs::write(root.join(path), before)?;
            stale.push(path);
        }
    }
    ensure!(stale.is_empty(), "{}: not what the source says; run cargo xtask generate", stale.join(", "));
    println!("{} queries, {}", queries.len(), documents.join(", "));
    Ok(())
}

/// Lets the macros describe every query to a database that the migrations made.
fn queries(root: &Path) -> Result<Files> {
    let fresh = root.join(format!("target/generate/{}", std::process::id()));
    fs::create_dir_all(&fresh)?;
    let cluster = Cluster::find(root, EMBEDDED)?;
    let started = cluster.start()?;
    let outcome = with_scratch(root, &cluster, |url| {
        let built = cargo(root)
            .args(["check", "--quiet", "--package", "hengjian", "--all-targets"])
            .envs([("SQLX_OFFLINE", "false"), ("DATABASE_URL", url)])
            .env("SQLX_OFFLINE_DIR", &fresh)
            .status()?;
        ensure!(built.success(), "the server does not compile against the migrated database");
        read(&fresh, ".")
    });
    if started {
        cluster.stop()?;
    }
    fs::remove_dir_all(&fresh)?;
    Ok(outcome?.1)
}

fn write_documents(root: &Path) -> Result<()> {
    let described = cargo(root).args(["run", "--quiet", "--package", "hengjian", "--", "openapi"]).output()?;
    ensure!(described.status.success(), "hengjian openapi: {}", String::from_utf8_lossy(&described.stderr));
    fs::write(root.join("web/openapi.json"), described.stdout).context("web/ is not there")?;
    let typed = Command::new("npm")
        .args(["run", "--silent", "generate"])
        .current_dir(root.join("web"))
        .output()
        .context("npm is needed for the web client's types")?;
    ensure!(typed.status.success(), "npm run generate: {}", String::from_utf8_lossy(&typed.stderr));
    Ok(())
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    command.current_dir(root);
    command
}

/// Files directly inside a folder; none when the folder is not there.
fn read(base: &Path, folder: &str) -> Result<Files> {
    let mut files = Files::new();
    let Ok(entries) = fs::read_dir(base.join(folder)) else {
        return Ok(files);
    };
    for entry in entries {
        let path: PathBuf = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        files.insert(name.to_owned(), fs::read_to_string(&path)?);
    }
    Ok(files)
}

fn replace(root: &Path, folder: &str, files: &Files) -> Result<()> {
    let folder = root.join(folder);
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let kept = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| files.contains_key(name));
        if !kept {
            fs::remove_file(path)?;
        }
    }
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::write(path, text)?;
        }
    }
    Ok(())
}

fn compare(committed: &Files, fresh: &Files) -> Result<()> {
    let mut faults = Vec::new();
    for (name, text) in fresh {
        match committed.get(name) {
            None => faults.push(format!(".sqlx/{name}: missing")),
            Some(old) if old != text => {
                faults.push(format!(".sqlx/{name}: not what the database says"));
            }
            Some(_) => {}
        }
    }
    let stale = committed.keys().filter(|name| !fresh.contains_key(*name));
    faults.extend(stale.map(|name| format!(".sqlx/{name}: belongs to no query")));
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}\nrun cargo xtask generate", faults.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_changed_and_stale_queries_are_named() {
        let files = |list: &[(&str, &str)]| -> Files {
            list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let same = files(&[("a", "1"), ("b", "2")]);
        assert!(compare(&same, &same).is_ok());
        let fault = compare(&files(&[("b", "3"), ("c", "4")]), &same).expect_err("three faults");
        let text = fault.to_string();
        for part in ["a: missing", "b: not what", "c: belongs to no query"] {
            assert!(text.contains(part), "{text}");
        }
    }
}

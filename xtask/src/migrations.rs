//! Applies the migrations to an empty database and asks the catalogue what is missing.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{cluster::Cluster, sql::Session};

/// Fails with a sentence that names the first table without a comment.
const UNCOMMENTED: &str = "
do $$
declare found text;
begin
  select string_agg(c.relname::text, ', ' order by c.relname)
    into found
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind in ('r', 'p') and obj_description(c.oid) is null;
  if found is not null then
    raise exception 'no comment on table %', found;
  end if;
end $$";

pub fn run(root: &Path, major: u32) -> Result<()> {
    let cluster = Cluster::find(root, major)?;
    let started = cluster.start()?;
    let outcome = with_scratch(root, &cluster, |_| Ok(()));
    if started {
        cluster.stop()?;
    }
    let count = outcome?.0;
    println!("{count} migrations on an empty PostgreSQL {major}");
    Ok(())
}

/// Makes a database, applies every migration, lets `work` use its address and drops it.
pub fn with_scratch<T>(root: &Path, cluster: &Cluster, work: impl FnOnce(&str) -> Result<T>) -> Result<(usize, T)> {
    let name = format!("scratch_{}", std::process::id());
    let mut all = cluster.open("postgres")?;
    all.run(&format!("drop database if exists {name} with (force)"))?;
    all.run(&format!("create database {name} template template0"))?;
    let outcome = apply(root, &mut cluster.open(&name)?).and_then(|count| Ok((count, work(&cluster.url(&name))?)));
    all.run(&format!("drop database {name} with (force)"))?;
    outcome
}

fn apply(root: &Path, session: &mut Session) -> Result<usize> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join("migrations")).context("there is no folder migrations")? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "sql") {
            files.push(path);
        }
    }
    files.sort();
    ensure!(!files.is_empty(), "migrations/ holds no .sql file");
    for file in &files {
        session.run(&fs::read_to_string(file)?).with_context(|| format!("{} does not apply", file.display()))?;
    }
    session.run(UNCOMMENTED)?;
    Ok(files.len())
}

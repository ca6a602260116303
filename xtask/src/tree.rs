//! The files of the work tree as git sees them: tracked ones and new ones that nothing ignores.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

/// One text file, with its path from the root of the workspace.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// The ending of the file name, empty when there is none.
    pub fn kind(&self) -> &str {
        Path::new(&self.path).extension().and_then(|ending| ending.to_str()).unwrap_or_default()
    }

    /// Numbered lines of code: without comments, and without the tests at the foot of a Rust file.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let foot = self.foot();
        self.lines().take_while(move |(number, _)| *number < foot)
    }

    /// Numbered lines that are not wholly a comment.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let marks: &[&str] = match self.kind() {
            "rs" | "ts" | "vue" | "mjs" => &["//", "*", "/*", "<!--"],
            "sql" => &["--"],
            _ => &["#"],
        };
        (1..)
            .zip(self.text.lines())
            .filter(move |(_, line)| !marks.iter().any(|mark| line.trim_start().starts_with(mark)))
    }

    fn foot(&self) -> usize {
        (1..)
            .zip(self.text.lines())
            .find(|(_, line)| line.starts_with("#[cfg(test)]"))
            .map_or(usize::MAX, |(number, _)| number)
    }
}

/// The root of the workspace around the current folder.
pub fn root() -> Result<PathBuf> {
    let here = std::env::current_dir()?;
    let root = here.ancestors().find(|folder| folder.join("xtask/Cargo.toml").exists());
    Ok(root.context("run this inside the work tree")?.to_path_buf())
}

/// Every text file of the work tree in the order of its path.
pub fn read(root: &Path) -> Result<Vec<Source>> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root)
        .output()
        .context("git is needed to list the files of the work tree")?;
    ensure!(listed.status.success(), "git ls-files found no work tree here");
    let mut paths: Vec<String> = String::from_utf8(listed.stdout)?.split_terminator('\0').map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    Ok(paths
        .into_iter()
        .filter_map(|path| {
            let text = fs::read_to_string(root.join(&path)).ok()?;
            Some(Source { path, text })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_ends_where_the_tests_at_the_foot_begin() {
        let source = Source {
            path: "rules/src/id.rs".into(),
            text: "//! Story.\nfn a() {}\n// why\n#[cfg(test)]\nmod tests {}\n".into(),
        };
        assert_eq!(source.code().collect::<Vec<_>>(), [(2, "fn a() {}")]);
        assert_eq!(source.lines().count(), 3);
    }
}

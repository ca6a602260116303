//! Ceilings: when one hurts, the missing thing is usually a noun.

use super::{Fault, fault};
use crate::tree::Source;

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 60;
const KINDS: [&str; 6] = ["rs", "ts", "vue", "mjs", "py", "sh"];
const SCRIPTS: [&str; 3] = ["run", "test", ".ci/run"];
/// Written by `cargo xtask generate`.
const GENERATED: [&str; 1] = ["web/src/api/schema.d.ts"];

pub fn check(tree: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in tree {
        let counted = KINDS.contains(&source.kind()) || SCRIPTS.contains(&source.path.as_str());
        if !counted || GENERATED.contains(&source.path.as_str()) {
            continue;
        }
        let lines = source.text.lines().count();
        if lines > FILE_LINES {
            faults.push(fault(source, FILE_LINES, format!("{lines} lines; a file ends at {FILE_LINES}")));
        }
        if source.kind() != "py" {
            faults.extend(long_functions(source));
        }
    }
    faults
}

/// Functions from their first line to the closing brace at the same depth; formatters put it there. Roughly: clippy
/// counts Rust exactly, and this finds scripts and TypeScript.
fn long_functions(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (number, line) in (1..).zip(source.text.lines()) {
        let depth = line.len() - line.trim_start().len();
        let closes = line.trim_start().starts_with('}');
        while let Some(&(start, _)) = open.last().filter(|(_, at)| closes && depth <= *at) {
            open.pop();
            let length = number - start - 1;
            if length > FUNCTION_LINES {
                let message = format!("{length} lines in one function; it ends at {FUNCTION_LINES}");
                faults.push(fault(source, start, message));
            }
        }
        if begins_function(source.kind(), line) {
            open.push((number, depth));
        }
    }
    faults
}

fn begins_function(kind: &str, line: &str) -> bool {
    if !line.trim_end().ends_with('{') {
        return false;
    }
    let words = line.trim_start();
    match kind {
        "rs" => false,
        "ts" | "vue" | "mjs" => words.contains("function ") || (words.starts_with("const ") && words.contains("=> {")),
        _ => words.contains("() {"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree_of;
    use super::*;

    #[test]
    fn a_long_file_and_a_long_function_are_named() {
        let long = "let a = 1;\n".repeat(501);
        assert_eq!(check(&tree_of(&[("rules/src/id.rs", &long)])).len(), 1);
        assert_eq!(check(&tree_of(&[("web/src/api/schema.d.ts", &long)])).len(), 0);
        let function = format!("export function draw() {{\n{}}}\n", "  step();\n".repeat(61));
        assert_eq!(check(&tree_of(&[("web/src/draw/model.ts", &function)])).len(), 1);
        let script = format!("stage() {{\n{}}}\n", "  step\n".repeat(61));
        assert_eq!(check(&tree_of(&[("test", &script)])).len(), 1);
    }

    #[test]
    fn short_neighbours_do_not_add_up() {
        let one = format!("function a() {{\n{}}}\n", "  step();\n".repeat(40));
        assert!(check(&tree_of(&[("web/src/ui/a.ts", &one.repeat(3))])).is_empty());
    }
}

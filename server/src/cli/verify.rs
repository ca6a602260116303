//! `hengjian verify`: one draw from its file, offline. Needs no data directory, no configuration and no network.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use proof::anchor::Chain;
use proof::verify::{self, Check, Findings, Options, Subject, Verdict};

#[derive(Args)]
pub struct Verify {
    /// A bundle: .vdraw, or .vdraw-open of an authority.
    file: PathBuf,
    /// The anchors, handed on by another way than the bundle. Without them nothing is ever `anchored`.
    #[arg(long)]
    anchor: Option<PathBuf>,
    /// Print every pick and every seat, one line each, for comparison with another verifier.
    #[arg(long)]
    picks: bool,
    /// Repeat the gates: depth and thousands of drawings for fairness.
    #[arg(long)]
    gates: bool,
    /// The bundle of the draw that this one supplements.
    #[arg(long)]
    parent: Option<PathBuf>,
}

/// Checks the file; 0 anchored, 1 rejected, 2 could not run, 3 consistent but not anchored.
pub fn run(given: &Verify) -> ExitCode {
    checked(given).unwrap_or_else(|error| {
        eprintln!("hengjian: the check could not run: {error:#}");
        ExitCode::from(2)
    })
}

fn checked(given: &Verify) -> anyhow::Result<ExitCode> {
    let file = read(&given.file)?;
    let parent = given.parent.as_deref().map(read).transpose()?;
    let chain = match given.anchor.as_deref().map(read).transpose()? {
        None => None,
        Some(text) => match String::from_utf8(text).ok().and_then(|text| text.parse::<Chain>().ok()) {
            Some(chain) => Some(chain),
            None => return Ok(told(given, Verdict::Rejected(Check::AnchorFile), &Subject::default(), None)),
        },
    };
    let options = Options { chain: chain.as_ref(), gates: given.gates, parent: parent.as_deref() };
    let (verdict, subject, findings) = verify::verify(&file, options);
    Ok(told(given, verdict, &subject, findings.as_ref()))
}

fn told(given: &Verify, verdict: Verdict, subject: &Subject, findings: Option<&Findings>) -> ExitCode {
    match findings {
        Some(findings) if given.picks => findings.pick_lines().iter().for_each(|line| println!("{line}")),
        _ => {
            println!("Project {}, lot {}, attempt {}", known(&subject.project), known(&subject.lot), subject.attempt);
            println!("{verdict}");
            if let Some(findings) = findings {
                shown(given, findings);
            }
        }
    }
    ExitCode::from(match verdict {
        Verdict::Anchored => 0,
        Verdict::Rejected(_) => 1,
        Verdict::Unanchored => 3,
    })
}

fn shown(given: &Verify, findings: &Findings) {
    println!("Authority {}.", findings.authority);
    match &findings.anchor {
        Some((hash, one_party)) => {
            println!("Judged by the anchor {hash}: compare it with the fingerprint on the record.");
            if *one_party {
                println!(
                    "ONE-PARTY MODE: two of ledger, witness and supervising keys share a host or an administrator."
                );
            }
        }
        None => println!("No anchor of this draw was given: whoever made the file may have made every key in it."),
    }
    if let Some(words) = &findings.words {
        println!("Words of the commitment: {}.", words.join(" "));
    }
    match &findings.cancelled {
        Some((cause, owed)) => {
            println!("The draw was cancelled: {cause}.");
            if *owed {
                println!("Everybody had revealed: the openings are owed.");
            }
        }
        None => println!("{} seats, {} of them short.", findings.seats.len(), findings.short_count()),
    }
    println!("Not checked: entries of the ledger after size {}; other statements of this draw;", findings.ledger_size);
    println!(
        "  whether the facts behind the pool and the evidence of answers are true; recordings{}.",
        left_out(given, findings)
    );
}

fn left_out(given: &Verify, findings: &Findings) -> String {
    let mut left_out = String::new();
    if !given.gates {
        left_out += "; the gates (--gates)";
    }
    if findings.has_parent && given.parent.is_none() {
        left_out += "; the draw that this one supplements (--parent)";
    }
    left_out
}

fn known(text: &str) -> &str {
    if text.is_empty() { "unknown" } else { text }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}

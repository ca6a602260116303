//! Who signs what: for each statement the sets of parties that may sign it, one set at a time.

use crate::anchor::{Anchor, Party};
use crate::note::Note;
use crate::pack::Pack;
use crate::statement::Statement;

/// The ways in which a statement may be signed; none where it may not be made at all. `is_late_round` is true for a
/// round after unsealing.
pub fn of(statement: &Statement, is_late_round: bool, pack: &Pack) -> Vec<&'static [Party]> {
    match statement.kind() {
        "anchor" | "pack" => vec![&[Party::Supervising]],
        "approval" => vec![&[Party::Province]],
        "pool-checked" => vec![&[Party::Witness]],
        "reveal" => vec![&[Party::Centre], &[Party::Witness], &[Party::Province]],
        "sealed" => [&[&[Party::Witness][..]], &LATE[..]].concat(),
        "round" if is_late_round => vec![&[Party::Centre, Party::Supervising]],
        "unseal" if is_broken(statement) => vec![&[Party::Centre, Party::Supervising]],
        "cancel" => match statement.value("cause") {
            Some("infeasible") => vec![&[Party::Centre, Party::Witness]],
            Some("withdrawn") => vec![&[Party::Centre]],
            Some("no-reveal") => vec![&[Party::Centre, Party::Province]],
            Some(cause) if pack.cancel_causes.iter().any(|known| known == cause) => {
                vec![&[Party::Centre, Party::Supervising, Party::Province]]
            }
            _ => vec![],
        },
        _ => vec![&[Party::Centre]],
    }
}

/// Whether an `unseal` opens a round without proofs.
fn is_broken(unseal: &Statement) -> bool {
    let opens = unseal.value("vacated").is_some() || unseal.value("barred").is_some();
    opens && unseal.value("pi-op").is_none()
}

/// Whether `sealed` is signed by two others in the witness's place.
pub fn is_late_seal(sealed: &Note, anchor: &Anchor) -> bool {
    LATE.iter().any(|parties| anchor.is_signed_by(sealed, parties))
}

const LATE: [&[Party]; 3] =
    [&[Party::Centre, Party::Supervising], &[Party::Centre, Party::Notary], &[Party::Supervising, Party::Notary]];

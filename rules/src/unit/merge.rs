//! Merging one unit into another: the successor counts in its place from then on.

use super::file::{Holder, OtherName, Stake, UnitFile};
use super::model::{UnitNameKind, UnitState};
use crate::id::UnitId;
use crate::wording::Worded;

/// Why two units are not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// One and the same.
    #[error("a unit cannot be merged into itself; choose the other unit")]
    Itself,
    /// One of them is merged already.
    #[error("one of the two units is merged already; open its successor and decide there")]
    Merged,
    /// A unit with a code into one without.
    #[error("the unit with the credit code stays; merge the other one into it")]
    Direction,
}

impl Worded for MergeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Itself => "unit.merge_itself",
            Self::Merged => "unit.merged",
            Self::Direction => "unit.merge_direction",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Itself => "单位不能归并到自身，请选择另一个单位".to_owned(),
            Self::Merged => "其中一个单位已经归并，请打开归并后的单位再处理".to_owned(),
            Self::Direction => "有信用代码的单位应保留，请把另一个单位归并到它".to_owned(),
        }
    }
}

/// Merges `from` into `into`: officers and holders move over, and the name of `from` stays findable as `named`.
///
/// A holder that holds the successor on common days already is not counted twice: its stake stays with the merged file.
pub fn merge(from: &mut UnitFile, into: &mut UnitFile, named: Option<UnitNameKind>) -> Result<(), MergeError> {
    if from.id == into.id {
        return Err(MergeError::Itself);
    }
    if from.state == UnitState::Merged || into.state == UnitState::Merged {
        return Err(MergeError::Merged);
    }
    if from.code.is_some() && into.code.is_none() {
        return Err(MergeError::Direction);
    }
    from.state = UnitState::Merged;
    from.merged_into = Some(into.id);
    into.names.extend(named.map(|kind| OtherName { kind, name: from.name.clone() }));
    into.names.append(&mut from.names);
    into.officers.append(&mut from.officers);
    let (moved, kept) = from.holders.drain(..).partition(|stake| into.holders.iter().all(|held| !overlap(held, stake)));
    from.holders = kept;
    into.holders.extend::<Vec<Stake>>(moved);
    succeed(into, from.id, into.id);
    Ok(())
}

/// Puts the successor in the place of the merged unit where a file names it as holder or as the company of a branch. Nobody
/// holds itself or is its own branch.
pub fn succeed(file: &mut UnitFile, from: UnitId, into: UnitId) {
    for stake in &mut file.holders {
        if stake.holder == Holder::Unit(from) {
            stake.holder = Holder::Unit(into);
        }
    }
    if file.branch_of == Some(from) {
        file.branch_of = Some(into);
    }
    let own = file.id;
    file.holders.retain(|stake| stake.holder != Holder::Unit(own));
    file.branch_of = file.branch_of.filter(|unit| *unit != own);
}

fn overlap(one: &Stake, other: &Stake) -> bool {
    let ends_first = |one: &Stake, other: &Stake| match (one.until, other.from) {
        (Some(until), Some(from)) => until < from,
        _ => false,
    };
    one.holder == other.holder && !ends_first(one, other) && !ends_first(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::model::{HolderKind, UnitKind};
    use crate::unit::{CreditCode, Share};
    use jiff::civil::{Date, date};

    fn id(n: u128) -> UnitId {
        UnitId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn unit(n: u128, coded: bool) -> UnitFile {
        let code = CreditCode::complete(&format!("91430100MA{n:07}")).expect("a code");
        UnitFile::new(id(n), coded.then_some(code), format!("第{n}建设公司"), UnitKind::Company)
    }

    fn held(by: u128, share: &str, until: Option<Date>) -> Stake {
        let share = Share::read(share).expect("a share");
        Stake { holder: Holder::Unit(id(by)), kind: HolderKind::Company, share, control: false, from: None, until }
    }

    #[test]
    fn the_successor_gets_names_and_holders_and_nobody_counts_twice() {
        let (mut from, mut into) = (unit(1, true), unit(2, true));
        from.names.push(OtherName { kind: UnitNameKind::Former, name: "旧名公司".to_owned() });
        from.holders = vec![held(7, "60", None), held(8, "40", None), held(2, "5", None)];
        into.holders = vec![held(7, "70", None), held(8, "30", Some(date(2020, 1, 1))), held(1, "10", None)];
        into.holders[1].from = None;
        from.holders[1].from = Some(date(2020, 1, 2));
        merge(&mut from, &mut into, Some(UnitNameKind::Alias)).expect("merged");
        assert_eq!((from.state, from.merged_into), (UnitState::Merged, Some(id(2))));
        assert_eq!(from.holders, [held(7, "60", None)], "7 holds the successor on the same days");
        let holders: Vec<_> =
            into.holders.iter().map(|stake| (stake.holder.clone(), stake.share.to_string())).collect();
        let unit = |n| Holder::Unit(id(n));
        assert_eq!(
            holders,
            [(unit(7), "70".to_owned()), (unit(8), "30".to_owned()), (unit(8), "40".to_owned())],
            "nobody holds itself"
        );
        assert_eq!(into.all_names(), ["第2建设公司", "第1建设公司", "旧名公司"]);
    }

    #[test]
    fn what_cannot_be_merged_is_told() {
        let merged = |from: u128, coded, into: u128| merge(&mut unit(from, coded), &mut unit(into, false), None);
        assert_eq!(merged(1, false, 1), Err(MergeError::Itself));
        assert_eq!(merged(1, true, 2), Err(MergeError::Direction));
        assert_eq!(merged(1, false, 2), Ok(()));
        let mut gone = unit(1, false);
        gone.state = UnitState::Merged;
        assert_eq!(merge(&mut gone, &mut unit(2, true), None), Err(MergeError::Merged));
    }

    #[test]
    fn branches_and_holdings_follow() {
        let mut branch = unit(3, true);
        branch.branch_of = Some(id(1));
        branch.holders = vec![held(1, "51", None)];
        succeed(&mut branch, id(1), id(2));
        assert_eq!((branch.branch_of, branch.holders), (Some(id(2)), vec![held(2, "51", None)]));
        let mut own = unit(2, true);
        own.branch_of = Some(id(1));
        own.holders = vec![held(1, "51", None)];
        succeed(&mut own, id(1), id(2));
        assert_eq!((own.branch_of, own.holders), (None, vec![]));
    }
}

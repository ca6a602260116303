use proptest::prelude::*;

use super::*;

#[test]
fn a_matching_moves_seats_to_make_room() {
    // Two groups: one serves both slots, one only the first. One seat each: the first slot must leave the shared group.
    let groups = groups(&[0b11, 0b01]);
    assert_eq!(groups.matching(&[1, 1]).size(), 2);
    assert!(groups.matching(&[1, 1]).is_full());
    assert_eq!(groups.matching(&[2, 1]).size(), 2);
}

#[test]
fn the_last_group_of_a_later_slot_is_not_spared() {
    // Slot 0 draws now; the only group of slot 1 also serves slot 0.
    let groups = groups(&[0b11, 0b01]);
    assert_eq!(groups.spare(0, &[0, 1]), Some(vec![0b01]));
    assert_eq!(groups.spare(0, &[0, 0]), Some(vec![0b01, 0b11]));
}

#[test]
fn nothing_is_held_back_for_seats_that_cannot_all_be_served() {
    // One group, two seats: whoever comes first may take it.
    let groups = groups(&[0b11]);
    assert_eq!(groups.spare(0, &[0, 1]), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40_000))]

    /// Every answer of the guard against a matching by brute force, seat by seat and group by group.
    #[test]
    fn the_guard_agrees_with_brute_force(
        kinds in proptest::collection::vec(0u64..16, 0..7),
        slot in 0usize..4,
        later in proptest::collection::vec(0u32..3, 4),
    ) {
        let groups = groups(&kinds);
        let mut seats: Vec<usize> = later.iter().enumerate().flat_map(|(s, n)| std::iter::repeat_n(s, *n as usize)).collect();
        let later_size = brute(&seats, &kinds);
        prop_assert_eq!(groups.matching(&later).size(), later_size);
        seats.push(slot);
        let m = brute(&seats, &kinds);
        seats.pop();
        let spared = groups.spare(slot, &later);
        for (at, kind) in kinds.iter().enumerate().filter(|(_, kind)| **kind >> slot & 1 == 1) {
            let mut rest = kinds.clone();
            rest.remove(at);
            let passes = brute(&seats, &rest) + 1 >= m;
            prop_assert_eq!(spared.as_ref().is_none_or(|spared| spared.contains(kind)), passes);
        }
    }
}

/// Size of a maximum matching by trying every group for the first seat, and leaving it out.
fn brute(seats: &[usize], kinds: &[u64]) -> u32 {
    let Some((first, rest)) = seats.split_first() else { return 0 };
    let mut best = brute(rest, kinds);
    for at in 0..kinds.len() {
        if best == seats.len() as u32 {
            break;
        }
        if kinds[at] >> first & 1 == 1 {
            let mut left = kinds.to_vec();
            left.remove(at);
            best = best.max(1 + brute(rest, &left));
        }
    }
    best
}

fn groups(kinds: &[u64]) -> Groups {
    kinds.iter().copied().collect()
}

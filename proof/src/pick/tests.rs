use super::*;
use crate::hash::Hash;
use crate::pool::Record;

#[test]
fn each_seat_takes_the_smallest_ticket_of_its_slot() {
    let pool = pool(&[(1, 0), (1, 1), (2, 2), (2, 3), (0, 4)]);
    let slots = Slots::parse("1:1/1:1").unwrap();
    let mut panel = Panel::new(&pool, &slots);
    let picks = panel.fill(&KEY);
    let mut expected = Vec::new();
    for seat in order(&[0, 1]) {
        let bit = seat as u8;
        let people = if seat == 0 { [0, 1] } else { [2, 3] };
        let i = people.into_iter().min_by_key(|i| Tickets::new(&KEY, u64::from(bit)).at(*i)).unwrap();
        expected.push(Pick { seat, chosen: Some((bit, i)) });
    }
    assert_eq!(picks, expected);
    assert_eq!(panel.seats(), [Seat::Taken(seated(&picks, 0)), Seat::Taken(seated(&picks, 1))]);
}

#[test]
fn one_group_holds_one_seat_and_pairs_stay_apart() {
    for key in (0..200u8).map(|at| [at; 32]) {
        let records = [(1, 0), (1, 0), (1, 0), (1, 1), (1, 2)];
        let pool = pool_with(&records, &[(3, 4)]);
        let slots = Slots::parse("2:1").unwrap();
        let mut panel = Panel::new(&pool, &slots);
        let mut seated: Vec<u32> = panel.fill(&key).iter().filter_map(|pick| Some(pick.chosen?.1)).collect();
        seated.sort_unstable();
        assert_eq!(seated.len(), 2);
        assert_ne!(records[seated[0] as usize].1, records[seated[1] as usize].1);
        assert_ne!(seated, [3, 4]);
    }
}

#[test]
fn a_higher_tier_is_asked_only_when_the_lower_has_nobody() {
    let pool = pool(&[(1, 0), (2, 1), (2, 2)]);
    let slots = Slots::parse("2:2").unwrap();
    let picks = Panel::new(&pool, &slots).fill(&KEY);
    assert_eq!(picks[0].chosen, Some((0, 0)));
    assert_eq!(picks[1].chosen.map(|(bit, _)| bit), Some(1));
}

#[test]
fn a_person_in_two_slots_has_a_fair_chance_in_both() {
    // 100 people in slot 0, 10 of them also in slot 1: about 10 of 100 seats of slot 0 go to those ten.
    let records: Vec<(u64, u32)> = (0..100).map(|i| (if i < 10 { 0b11 } else { 0b01 }, i)).collect();
    let pool = pool(&records);
    let slots = Slots::parse("1:1/1:1").unwrap();
    let (mut in_both, runs) = (0, 4_000u32);
    for run in 0..runs {
        let picks = Panel::new(&pool, &slots).fill(&key(run));
        in_both += u32::from(seated(&picks, 0) < 10);
    }
    assert!((300..=500).contains(&in_both), "{in_both} of {runs}");
}

#[test]
fn the_guard_keeps_the_only_candidate_of_a_later_seat() {
    // Person 0 is the only one for slot 1 and one of three for slot 0: slot 1 is always filled.
    let pool = pool(&[(0b11, 0), (0b01, 1), (0b01, 2)]);
    let slots = Slots::parse("1:1/1:1").unwrap();
    for run in 0..100 {
        let picks = Panel::new(&pool, &slots).fill(&key(run));
        assert_eq!(seated(&picks, 1), 0);
    }
}

#[test]
fn a_vacated_person_frees_the_group_and_is_never_picked_again() {
    let pool = pool(&[(1, 0), (1, 0), (1, 1)]);
    let slots = Slots::parse("1:1").unwrap();
    let mut panel = Panel::new(&pool, &slots);
    let mut called = Vec::new();
    for round in 0..3 {
        let i = seated(&panel.fill(&key(round)), 0);
        assert!(!called.contains(&i));
        called.push(i);
        assert_eq!(panel.vacate(0, i + 1), Err(PanelError::NotSeated { seat: 0, i: i + 1 }));
        panel.vacate(0, i).unwrap();
    }
    assert_eq!(panel.fill(&key(3)), [Pick { seat: 0, chosen: None }]);
    assert_eq!(panel.seats(), [Seat::Vacant]);
}

#[test]
fn only_eligible_people_who_were_never_picked_can_be_barred() {
    let pool = pool(&[(1, 0), (0, 1)]);
    let slots = Slots::parse("1:1").unwrap();
    let mut panel = Panel::new(&pool, &slots);
    assert_eq!(panel.bar(&[1]), Err(PanelError::NotOpen(1)));
    assert_eq!(panel.bar(&[2]), Err(PanelError::NotOpen(2)));
    panel.bar(&[0]).unwrap();
    assert_eq!(panel.fill(&KEY), [Pick { seat: 0, chosen: None }]);
    panel.shorten(0);
    assert_eq!(panel.fill(&KEY), []);
    assert_eq!(panel.seats(), [Seat::Short]);
}

#[test]
fn a_shortlist_that_holds_nobody_gives_way_to_the_whole_tier() {
    // 3,000 people of one slot; the 1,500 with the smallest tickets are of the group that the first seat takes.
    let mut tickets: Vec<(Ticket, u32)> = (0..3_000).map(|i| (Tickets::new(&KEY, 0).at(i), i)).collect();
    tickets.sort_unstable();
    let mut records = vec![(1, 0); 3_000];
    for (at, (_, i)) in tickets[1_500..].iter().enumerate() {
        records[*i as usize].1 = at as u32 + 1;
    }
    let pool = pool(&records);
    let picks = Panel::new(&pool, &Slots::parse("3:1").unwrap()).fill(&KEY);
    let chosen: Vec<u32> = picks.iter().map(|pick| pick.chosen.unwrap().1).collect();
    assert_eq!(chosen, [tickets[0].1, tickets[1_500].1, tickets[1_501].1]);
}

fn seated(picks: &[Pick], seat: usize) -> u32 {
    picks.iter().find(|pick| pick.seat == seat).unwrap().chosen.unwrap().1
}

fn order(seats: &[usize]) -> Vec<usize> {
    let mut order = seats.to_vec();
    order.sort_by_key(|seat| Tickets::new(&KEY, SEAT_ORDER).at(*seat as u32));
    order
}

fn key(run: u32) -> [u8; 32] {
    Hash::of(&run.to_be_bytes()).0
}

fn pool(records: &[(u64, u32)]) -> Pool {
    pool_with(records, &[])
}

fn pool_with(records: &[(u64, u32)], pairs: &[(u32, u32)]) -> Pool {
    let record = |(at, (mask, group)): (usize, &(u64, u32))| {
        let mut eid = [0; 32];
        eid[24..].copy_from_slice(&(at as u64).to_be_bytes());
        Record { eid: Hash(eid), mask: *mask, group: *group }
    };
    Pool::new(records.iter().enumerate().map(record).collect(), pairs.to_vec()).unwrap()
}

const KEY: [u8; 32] = [5; 32];

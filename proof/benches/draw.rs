//! `cargo bench -p proof`: how long one core works on a draw. CPU time of this thread, so that a busy machine
//! does not count; figures go to `bench/README.md`.

#[path = "../tests/draw/keys.rs"]
mod keys;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/draw/plans.rs"]
mod plans;
#[path = "../tests/draw/play.rs"]
mod play;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/draw/script.rs"]
mod script;

use std::hint::black_box;

use proof::hash::tagged;
use proof::pick::Panel;
use proof::slot::Slots;
use proof::ticket::Tickets;
use proof::verify::{Options, Verdict, verify};

use crate::play::{Plan, play};

fn main() {
    for people in [100_000, 1_000_000] {
        let plan = large(people);
        let file = play(&plan).bundle().to_bytes();
        let chain = keys::chain(&keys::anchor(plan.three_keys));
        let options = Options { chain: Some(&chain), ..Options::default() };
        let (secs, verdict) = best(5, || verify(&file, options).0);
        assert_eq!(verdict, Verdict::Anchored);
        println!("verify, {people} people, 10 slots: {:.1} ms", secs * 1e3);
    }
    one_slot();
    small_draws();
}

/// The smallest ticket of one slot among a million.
fn one_slot() {
    let (secs, _) = best(9, || {
        let mut smallest = (u128::MAX, 0);
        Tickets::new(&[7; 32], 3).each(1_000_000, |_| true, |i, ticket| smallest = smallest.min((ticket, i)));
        smallest
    });
    println!("one slot of 1,000,000 people: {:.1} ms", secs * 1e3);
}

/// Whole drawings of five seats from 200 people, with their keys.
fn small_draws() {
    let plan = Plan {
        slots: "3:1/2:1",
        filed: vec![],
        people: some(200, 2),
        pairs: vec![(0, 4), (2, 6)],
        ..plans::sixty_four()
    };
    let (pool, slots) = (play::pool(&plan), Slots::parse(plan.slots).expect("ours"));
    let (op, sup) = (keys::vrf("op"), keys::vrf("sup"));
    let count = 2_000u32;
    let (secs, _) = best(3, || {
        for run in 0..count {
            let alpha = tagged("bench", &[&run.to_be_bytes()]);
            let betas = [op.prove(&alpha.0).beta(), sup.prove(&alpha.0).beta()];
            let mut panel = Panel::new(&pool, &slots);
            black_box(panel.fill(&proof::seed::first_key(&alpha, &betas).0));
        }
    });
    println!("draws from 200 people, both proofs made: {:.0} a second on one core", f64::from(count) / secs);
    let (secs, _) = best(3, || {
        for run in 0..count {
            let mut panel = Panel::new(&pool, &slots);
            black_box(panel.fill(&tagged("bench", &[&run.to_be_bytes()]).0));
        }
    });
    println!("draws from 200 people, keys given: {:.0} a second on one core", f64::from(count) / secs);
}

fn large(people: usize) -> Plan {
    let filed = vec!["A0801 1 430000"; 10];
    let slots = "1:1/1:1/1:1/1:1/1:1/1:1/1:1/1:1/1:1/1:1";
    Plan { name: "large", slots, filed, people: some(people, 10), pairs: vec![], rounds: vec![], ..plans::sixty_four() }
}

/// Everybody in one slot, every second one in another too; seven of eight in a group of their own.
fn some(people: usize, slots: usize) -> Vec<(u64, String)> {
    let mask = |x: usize| 1 << (x % slots) | if x.is_multiple_of(2) { 1 << ((x / slots) % slots) } else { 0 };
    (0..people)
        .map(|x| (mask(x), if x % 8 == 0 { format!("unit:{}", x / 64) } else { format!("person:{x}") }))
        .collect()
}

/// The smallest CPU time of several runs, in seconds.
fn best<T>(runs: u32, mut work: impl FnMut() -> T) -> (f64, T) {
    let mut once = || {
        let began = cpu_nanos();
        let result = black_box(work());
        ((cpu_nanos() - began) as f64 / 1e9, result)
    };
    let mut best = once();
    for _ in 1..runs {
        let next = once();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

/// Nanoseconds that this thread has run.
fn cpu_nanos() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux counts them");
    text.split(' ').next().and_then(|nanos| nanos.parse().ok()).expect("the first number")
}

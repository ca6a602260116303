//! The draws that stand as vectors in the repository.

use proof::seed::Class;

use crate::play::{Ending, Happening, Plan};

/// 64 people, two slots, two rounds.
pub fn sixty_four() -> Plan {
    let people = (0..64).map(|x| {
        let mask = match x % 8 {
            0 | 1 => 0b0001,
            2 => 0b0010,
            3 | 4 => 0b1000,
            5 => 0b1001,
            6 => 0b0100,
            _ => 0,
        };
        let group = if mask != 0 && x % 3 == 0 { format!("unit:{}", x % 24) } else { format!("person:{x}") };
        (mask, group)
    });
    Plan {
        name: "sixty-four",
        attempt: 1,
        parent: None,
        three_keys: false,
        slots: "3:3/2:1",
        filed: vec!["A0801 3 430100 430200,430300 430000", "C05 2 430000"],
        people: people.collect(),
        pairs: vec![(0, 3), (1, 4), (8, 13)],
        depth: 3,
        roles: vec!["centre-1", "supervisor-1", "tenderee-1", "guest-1"],
        rounds: vec![
            Happening { vacate: vec![(0, Class::Declined), (4, Class::NoAnswer)], ..Happening::default() },
            Happening { vacate: vec![(4, Class::Conflict)], bar: 2, ..Happening::default() },
        ],
        later: vec![],
        ending: Ending::Closed,
    }
}

/// The first attempt of a draw, in which the last contributor never revealed.
pub fn no_reveal() -> Plan {
    Plan { name: "second-attempt", three_keys: true, ending: Ending::NoReveal, rounds: vec![], ..sixty_four() }
}

/// The second attempt, with the province's approval and three keys.
pub fn second_attempt() -> Plan {
    let rounds = vec![Happening { vacate: vec![(1, Class::Unreachable)], ..Happening::default() }];
    Plan { name: "second-attempt", attempt: 2, three_keys: true, rounds, ..sixty_four() }
}

/// Tiers merged from three to one and from two to one, a seat that runs dry, rounds after unsealing, one of them broken.
pub fn merged_tiers() -> Plan {
    let people = (0..24).map(|x| {
        let mask = if x < 18 {
            0b001
        } else if x < 21 {
            0b010
        } else {
            0b100
        };
        (mask, format!("person:{x}"))
    });
    Plan {
        name: "merged-tiers",
        slots: "4:1/1:1/1:1",
        filed: vec!["A08 4 430100 430200 430000", "C05 1 430100 430000", "B01 1 430100"],
        people: people.collect(),
        pairs: vec![(0, 1)],
        depth: 1,
        rounds: vec![
            Happening { vacate: vec![(4, Class::Declined), (5, Class::Declined)], ..Happening::default() },
            Happening { vacate: vec![(4, Class::Declined)], ..Happening::default() },
            Happening { vacate: vec![(4, Class::NoAnswer)], ..Happening::default() },
        ],
        later: vec![
            Happening { vacate: vec![(0, Class::Absent)], ..Happening::default() },
            Happening { vacate: vec![(1, Class::Recusal)], broken: true, ..Happening::default() },
            Happening { vacate: vec![(2, Class::Absent)], bar: 1, ..Happening::default() },
        ],
        ..sixty_four()
    }
}

/// A draw that the law ended after the last reveal; what had been drawn is opened.
pub fn law() -> Plan {
    let rounds = vec![Happening { vacate: vec![(2, Class::Line)], ..Happening::default() }];
    Plan { name: "law", ending: Ending::Law { opened: true }, rounds, ..sixty_four() }
}

/// The vectors of the repository by file name.
pub fn vectors() -> [(&'static str, Plan); 5] {
    [
        ("sixty-four", sixty_four()),
        ("first-attempt", no_reveal()),
        ("second-attempt", second_attempt()),
        ("merged-tiers", merged_tiers()),
        ("cancelled-by-law", law()),
    ]
}

/// The supplementary draw of the seats that `merged_tiers` left short, one of its first slot and one of its second.
pub fn supplement(parent: proof::Hash) -> Plan {
    let people = (0..12).map(|x| (if x < 6 { 0b01 } else { 0b10 }, format!("person:{x}")));
    Plan {
        name: "supplement",
        attempt: 2,
        parent: Some(parent),
        slots: "1:1/1:1",
        filed: vec!["A08 1 430000", "C05 1 430000 420000,440000"],
        people: people.collect(),
        pairs: vec![],
        rounds: vec![],
        ..sixty_four()
    }
}

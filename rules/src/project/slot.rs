//! Whom a panel needs: slots, each a specialty with a quota and a ladder of up to three areas that widens from the city to the
//! province. Every rung of every slot has a bit, numbered slot by slot, rung by rung; a person has of each slot the bit of the
//! lowest rung that fits, or none.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::expert::SpecialtyCode;
use crate::wording::{Worded, words};

/// Seats of one slot, 1..=99.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Quota(u8);

impl Quota {
    /// How many seats.
    pub const fn count(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Quota {
    type Error = SlotError;

    fn try_from(count: u8) -> Result<Self, SlotError> {
        if (1..=QUOTA_MAX).contains(&count) { Ok(Self(count)) } else { Err(SlotError::Quota { count }) }
    }
}

impl From<Quota> for u8 {
    fn from(quota: Quota) -> Self {
        quota.0
    }
}

impl fmt::Display for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

words! {
    /// The rungs of the ladder, from the narrowest.
    pub enum Reach ("抽取范围", "reach") {
        /// The city that is asked first.
        City = "city", "本市", "city";
        /// Neighbouring cities.
        Neighbours = "neighbours", "邻近市州", "neighbouring cities";
        /// The whole province.
        Province = "province", "全省", "province";
    }
}

/// One rung of a slot's ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// How wide it is.
    pub reach: Reach,
    /// The areas whose experts it takes; a province takes those of its cities.
    pub areas: Vec<Area>,
}

/// Seats for one specialty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The specialty; everything below it counts.
    pub specialty: SpecialtyCode,
    /// How many seats.
    pub quota: Quota,
    /// The ladder, narrowest first.
    pub tiers: Vec<Tier>,
}

impl Slot {
    /// The lowest rung that takes a person, from 0.
    pub fn lowest(&self, area: Area, specialties: &[SpecialtyCode]) -> Option<usize> {
        let known = specialties.iter().any(|specialty| self.specialty.covers(*specialty));
        let takes = |tier: &Tier| tier.areas.iter().any(|covering| covering.covers(area));
        known.then(|| self.tiers.iter().position(takes)).flatten()
    }
}

/// The slots of one lot, at least one, with at most 64 rungs in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Slot>", into = "Vec<Slot>")]
pub struct Slots(Vec<Slot>);

impl Slots {
    /// The slots in their order.
    pub fn all(&self) -> &[Slot] {
        &self.0
    }

    /// Seats of all slots together.
    pub fn seat_count(&self) -> u32 {
        self.0.iter().map(|slot| u32::from(slot.quota.count())).sum()
    }

    /// The bits of a person: of each slot the lowest rung that fits.
    pub fn mask(&self, area: Area, specialties: &[SpecialtyCode]) -> u64 {
        let mut mask = 0;
        let mut first = 0;
        for slot in &self.0 {
            if let Some(tier) = slot.lowest(area, specialties) {
                mask |= 1 << (first + tier);
            }
            first += slot.tiers.len();
        }
        mask
    }

    /// The bits of all rungs of each slot.
    pub fn slot_masks(&self) -> Vec<u64> {
        let mut first = 0;
        let mask = |slot: &Slot| {
            let bits = (0..slot.tiers.len()).fold(0, |mask, tier| mask | 1 << (first + tier));
            first += slot.tiers.len();
            bits
        };
        self.0.iter().map(mask).collect()
    }
}

impl TryFrom<Vec<Slot>> for Slots {
    type Error = SlotError;

    fn try_from(slots: Vec<Slot>) -> Result<Self, SlotError> {
        if slots.is_empty() {
            return Err(SlotError::None);
        }
        for (place, slot) in (1..).zip(&slots) {
            let widens = slot.tiers.windows(2).all(|pair| pair[0].reach < pair[1].reach);
            if slot.tiers.is_empty() || !widens {
                return Err(SlotError::Ladder { slot: place });
            }
            if slot.tiers.iter().any(|tier| tier.areas.is_empty()) {
                return Err(SlotError::NoArea { slot: place });
            }
        }
        let count = slots.iter().map(|slot| slot.tiers.len()).sum();
        if count > TIERS_MAX { Err(SlotError::TooMany { count }) } else { Ok(Self(slots)) }
    }
}

impl From<Slots> for Vec<Slot> {
    fn from(slots: Slots) -> Self {
        slots.0
    }
}

/// Slots that cannot be drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlotError {
    /// No slot.
    #[error("name at least one specialty with a number of seats")]
    None,
    /// No seats, or too many.
    #[error("a slot has 1 to 99 seats, not {count}")]
    Quota {
        /// Seats as given.
        count: u8,
    },
    /// A ladder that is empty or does not widen.
    #[error("the areas of slot {slot} must widen from city to neighbouring cities to province, each at most once")]
    Ladder {
        /// Its place, from 1.
        slot: usize,
    },
    /// A rung without an area.
    #[error("slot {slot} has a rung without an area; name one or leave the rung out")]
    NoArea {
        /// Its place, from 1.
        slot: usize,
    },
    /// More rungs than bits.
    #[error("the slots have {count} rungs in all, at most 64 fit one draw; draw in two lots or join slots")]
    TooMany {
        /// Rungs in all.
        count: usize,
    },
}

impl Worded for SlotError {
    fn code(&self) -> &'static str {
        match self {
            Self::None => "slot.none",
            Self::Quota { .. } => "slot.quota",
            Self::Ladder { .. } => "slot.ladder",
            Self::NoArea { .. } => "slot.no_area",
            Self::TooMany { .. } => "slot.too_many",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::None => "请至少填写一个专业及人数".to_owned(),
            Self::Quota { count } => format!("每个专业抽取 1 至 99 人，不能是 {count} 人"),
            Self::Ladder { slot } => format!("第 {slot} 项的抽取范围应由本市、邻近市州到全省依次扩大，各至多一次"),
            Self::NoArea { slot } => format!("第 {slot} 项有一级范围没有地区，请填写地区或删去该级"),
            Self::TooMany { count } => format!("各专业的范围共 {count} 级，一次抽取至多 64 级，请分标段抽取或合并专业"),
        }
    }
}

const QUOTA_MAX: u8 = 99;
/// Bits of a mask.
const TIERS_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_of_each_slot_the_lowest_rung_that_fits() {
        let slots = slots(vec![slot("A0801", 3), slot("A08", 1), slot("B", 2)]);
        let table = [
            ("430100", "A080107", 0b1001),
            ("430200", "A080107", 0b10),
            ("431300", "A080107", 0b100),
            ("430100", "A0802", 0b1000),
            ("430200", "A0802", 0),
            ("430200", "B0101", 0b10_0000),
            ("440100", "A080107", 0),
        ];
        for (area, specialty, mask) in table {
            assert_eq!(slots.mask(area_of(area), &[code(specialty)]), mask, "{area} {specialty}");
        }
        assert_eq!(slots.mask(area_of("430100"), &[code("A080107"), code("B0101")]), 0b1_1001);
        assert_eq!(slots.slot_masks(), [0b111, 0b1000, 0b11_0000]);
        assert_eq!(slots.seat_count(), 6);
    }

    #[test]
    fn a_specialty_counts_what_lies_below_it_and_nothing_beside() {
        let slot = slot("A0801", 1);
        for (specialty, fits) in
            [("A0801", true), ("A080101", true), ("A08", false), ("A0802", false), ("B0801", false)]
        {
            assert_eq!(slot.lowest(area_of("430100"), &[code(specialty)]).is_some(), fits, "{specialty}");
        }
    }

    #[test]
    fn slots_that_cannot_be_drawn_for_are_refused() {
        let narrow = Slot { tiers: slot("A08", 3).tiers.into_iter().rev().collect(), ..slot("A08", 1) };
        let none = Slot { tiers: Vec::new(), ..slot("A08", 1) };
        let nowhere = Slot { tiers: vec![Tier { reach: Reach::City, areas: Vec::new() }], ..slot("A08", 1) };
        let table = [
            (vec![], SlotError::None),
            (vec![slot("A08", 1), narrow], SlotError::Ladder { slot: 2 }),
            (vec![none], SlotError::Ladder { slot: 1 }),
            (vec![nowhere], SlotError::NoArea { slot: 1 }),
            (vec![slot("A08", 3); 22], SlotError::TooMany { count: 66 }),
        ];
        for (slots, error) in table {
            assert_eq!(Slots::try_from(slots), Err(error));
        }
        assert_eq!(Slots::try_from(vec![slot("A08", 2); 32]).map(|slots| slots.slot_masks()[31]), Ok(3 << 62));
        for count in [0, 100] {
            assert_eq!(Quota::try_from(count), Err(SlotError::Quota { count }));
        }
        assert!(serde_json::from_str::<Slots>("[]").is_err() && serde_json::from_str::<Quota>("0").is_err());
    }

    fn slots(slots: Vec<Slot>) -> Slots {
        Slots::try_from(slots).expect("slots")
    }

    fn slot(specialty: &str, tier_count: usize) -> Slot {
        let tier = |reach, areas: &[&str]| Tier { reach, areas: areas.iter().map(|area| area_of(area)).collect() };
        let ladder = [
            tier(Reach::City, &["430100"]),
            tier(Reach::Neighbours, &["430200", "430300"]),
            tier(Reach::Province, &["430000"]),
        ];
        let quota = Quota::try_from(2).expect("a quota");
        Slot { specialty: code(specialty), quota, tiers: ladder.into_iter().take(tier_count).collect() }
    }

    fn code(text: &str) -> SpecialtyCode {
        text.parse().expect("a specialty")
    }

    fn area_of(text: &str) -> Area {
        text.parse().expect("an area")
    }
}

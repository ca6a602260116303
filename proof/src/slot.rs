//! Slots, tiers and seats of one draw: a slot is a quota of seats and up to three tiers of people; each tier is
//! one bit of a person's mask, each seat one number for the whole draw.

use thiserror::Error;

use crate::statement::decimal;

/// One slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Seats, 1 to 99.
    pub quota: u8,
    /// Tiers left after merging, 1 to 3.
    pub tiers: u8,
    first_bit: u8,
}

/// The slots of a draw in commit order; written `3:3/2:1`, quota and tiers of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slots {
    slots: Vec<Slot>,
    seats: Vec<u8>,
    slot_of_bit: Vec<u8>,
}

/// Why a text is not the slots of a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("slots are QUOTA:TIERS joined by '/', quotas of 1 to 99, 1 to 3 tiers, at most 64 tiers and 255 seats in all")]
pub struct SlotsError;

impl Slots {
    /// Slots from quota and tiers of each.
    pub fn new(slots: &[(u8, u8)]) -> Result<Slots, SlotsError> {
        let (mut first_bit, mut seats, mut slot_of_bit, mut out) = (0u32, Vec::new(), Vec::new(), Vec::new());
        for (slot, (quota, tiers)) in slots.iter().enumerate() {
            if !(1..=99).contains(quota) || !(1..=3).contains(tiers) || first_bit + u32::from(*tiers) > MAX_BITS {
                return Err(SlotsError);
            }
            out.push(Slot { quota: *quota, tiers: *tiers, first_bit: first_bit as u8 });
            first_bit += u32::from(*tiers);
            seats.extend(std::iter::repeat_n(slot as u8, usize::from(*quota)));
            slot_of_bit.extend(std::iter::repeat_n(slot as u8, usize::from(*tiers)));
        }
        let fits = !out.is_empty() && seats.len() <= MAX_SEATS;
        if fits { Ok(Slots { slots: out, seats, slot_of_bit }) } else { Err(SlotsError) }
    }

    /// Reads `3:3/2:1`.
    pub fn parse(text: &str) -> Result<Slots, SlotsError> {
        let number = |text: &str| decimal(text).and_then(|n| u8::try_from(n).ok()).ok_or(SlotsError);
        let slot = |text: &str| {
            let (quota, tiers) = text.split_once(':').ok_or(SlotsError)?;
            Ok((number(quota)?, number(tiers)?))
        };
        Slots::new(&text.split('/').map(slot).collect::<Result<Vec<_>, _>>()?)
    }

    /// The slots in their order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// How many seats there are.
    pub fn seat_count(&self) -> usize {
        self.seats.len()
    }

    /// The position of the slot that a seat belongs to.
    pub fn slot_of_seat(&self, seat: usize) -> usize {
        usize::from(self.seats[seat])
    }

    /// How many bits of a mask have a meaning.
    pub fn bit_count(&self) -> u32 {
        self.slots.last().map_or(0, |slot| u32::from(slot.first_bit + slot.tiers))
    }

    /// Whether a mask has at most one bit for each slot and none above the last tier.
    pub fn fits(&self, mask: u64) -> bool {
        let above = u64::MAX.checked_shl(self.bit_count()).unwrap_or(0);
        mask & above == 0 && self.slots.iter().all(|slot| (mask & slot.mask()).count_ones() <= 1)
    }

    /// The set of slots, bit s for slot s, whose tiers a mask has a bit of. The mask fits.
    pub fn slot_set(&self, mask: u64) -> u64 {
        let (mut set, mut rest) = (0, mask);
        while rest != 0 {
            set |= 1 << self.slot_of_bit[rest.trailing_zeros() as usize];
            rest &= rest - 1;
        }
        set
    }
}

impl Slot {
    /// The bits of its tiers, lowest tier first.
    pub fn bits(&self) -> std::ops::Range<u8> {
        self.first_bit..self.first_bit + self.tiers
    }

    /// The bits of its tiers as a mask.
    pub fn mask(&self) -> u64 {
        ((1 << self.tiers) - 1) << self.first_bit
    }
}

impl std::fmt::Display for Slots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, slot) in self.slots.iter().enumerate() {
            let slash = if at == 0 { "" } else { "/" };
            write!(f, "{slash}{}:{}", slot.quota, slot.tiers)?;
        }
        Ok(())
    }
}

const MAX_BITS: u32 = 64;
const MAX_SEATS: usize = 255;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_number_their_bits_and_seats_through() {
        let slots = Slots::parse("3:3/2:1").unwrap();
        assert_eq!(slots.to_string(), "3:3/2:1");
        assert_eq!((slots.seat_count(), slots.bit_count()), (5, 4));
        assert_eq!((0..5).map(|seat| slots.slot_of_seat(seat)).collect::<Vec<_>>(), [0, 0, 0, 1, 1]);
        assert_eq!((slots.slots()[0].bits(), slots.slots()[1].bits()), (0..3, 3..4));
        assert_eq!((slots.slot_set(0b1010), slots.slot_set(0b0100), slots.slot_set(0)), (0b11, 0b01, 0));
    }

    #[test]
    fn a_mask_has_one_bit_for_each_slot() {
        let slots = Slots::parse("3:3/2:1").unwrap();
        assert!([0, 0b1, 0b1001, 0b1100].into_iter().all(|mask| slots.fits(mask)));
        assert!([0b11, 0b101, 0b10000, 1 << 63].into_iter().all(|mask| !slots.fits(mask)));
        let full = Slots::new(&[(1, 2); 32]).unwrap();
        assert!(full.fits(1 << 63) && !full.fits(3 << 62));
    }

    #[test]
    fn every_other_spelling_and_size_is_refused() {
        for bad in ["", "/", "0:1", "100:1", "1:0", "1:4", "1", "1:1/", "/1:1", "01:1", "1:1:1", "+1:1", "1:1 "] {
            assert_eq!(Slots::parse(bad), Err(SlotsError), "{bad}");
        }
        assert_eq!(Slots::new(&[(1, 3); 22]), Err(SlotsError));
        assert_eq!(Slots::new(&[(99, 1), (99, 1), (58, 1)]), Err(SlotsError));
        assert!(Slots::new(&[(99, 1), (99, 1), (57, 1)]).is_ok());
        assert!(Slots::new(&[(1, 1); 64]).is_ok());
    }
}

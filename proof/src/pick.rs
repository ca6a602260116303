//! A drawing: a pure function of the pool, the slots, a key and who sits, was picked or is barred. Seats are
//! taken in an order of their own; each goes to the smallest ticket of the lowest tier in which somebody passes
//! every condition.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::guard::Groups;
use crate::pool::Pool;
use crate::slot::Slots;
use crate::ticket::{SEAT_ORDER, Ticket, Tickets};

/// The panel of one draw as it stands: occupants, everybody ever picked, everybody barred.
#[derive(Clone, Debug)]
pub struct Panel<'a> {
    pool: &'a Pool,
    slots: &'a Slots,
    seats: Vec<Seat>,
    picked: Vec<bool>,
    barred: Vec<bool>,
}

/// What is on a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// Waiting for the next drawing.
    Vacant,
    /// The person at this position of the pool sits here.
    Taken(u32),
    /// Empty for good.
    Short,
}

/// The result for one seat of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The seat's number.
    pub seat: usize,
    /// The tier's bit and the person's position, or nothing when nobody may take the seat.
    pub chosen: Option<(u8, u32)>,
}

/// Why a change of the panel is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PanelError {
    #[error("person {i} does not sit on seat {seat}")]
    NotSeated { seat: usize, i: u32 },
    #[error("person {0} is not eligible, or was picked already, so cannot be barred")]
    NotOpen(u32),
}

impl<'a> Panel<'a> {
    /// A panel with every seat vacant. Masks must fit the slots.
    pub fn new(pool: &'a Pool, slots: &'a Slots) -> Panel<'a> {
        let people = pool.records().len();
        Panel {
            pool,
            slots,
            seats: vec![Seat::Vacant; slots.seat_count()],
            picked: vec![false; people],
            barred: vec![false; people],
        }
    }

    /// The seats by number.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// Whether the person at `i` was ever picked.
    pub fn was_picked(&self, i: u32) -> bool {
        self.picked.get(i as usize).copied().unwrap_or(false)
    }

    /// Makes `i` leave `seat`, which becomes vacant.
    pub fn vacate(&mut self, seat: usize, i: u32) -> Result<(), PanelError> {
        let place = self.seats.get_mut(seat).filter(|place| **place == Seat::Taken(i));
        *place.ok_or(PanelError::NotSeated { seat, i })? = Seat::Vacant;
        Ok(())
    }

    /// Ends a seat that is not to be drawn again.
    pub fn shorten(&mut self, seat: usize) {
        self.seats[seat] = Seat::Short;
    }

    /// Bars these people from every later drawing.
    pub fn bar(&mut self, people: &[u32]) -> Result<(), PanelError> {
        for i in people {
            let open =
                self.pool.records().get(*i as usize).is_some_and(|record| record.mask != 0) && !self.was_picked(*i);
            if !open {
                return Err(PanelError::NotOpen(*i));
            }
            self.barred[*i as usize] = true;
        }
        Ok(())
    }

    /// Draws for every vacant seat with `key`; the picks in the order in which they were made.
    pub fn fill(&mut self, key: &[u8; 32]) -> Vec<Pick> {
        let mut drawing = Drawing::new(self, key);
        let picks: Vec<Pick> = drawing.order.clone().into_iter().map(|seat| drawing.draw(seat)).collect();
        for pick in &picks {
            if let Some((_, i)) = pick.chosen {
                self.seats[pick.seat] = Seat::Taken(i);
                self.picked[i as usize] = true;
            }
        }
        picks
    }

    fn occupants(&self) -> impl Iterator<Item = u32> {
        self.seats.iter().filter_map(|seat| if let Seat::Taken(i) = seat { Some(*i) } else { None })
    }
}

/// One drawing under way.
struct Drawing<'a> {
    pool: &'a Pool,
    slots: &'a Slots,
    key: &'a [u8; 32],
    /// Vacant seats in the order in which they are drawn.
    order: Vec<usize>,
    /// Vacant seats not drawn yet, by slot.
    later: Vec<u32>,
    /// People who may still be picked, as far as they themselves go.
    open: Vec<bool>,
    /// By label: which slots the free group can serve; 0 when it is taken or has no open member.
    kinds: Vec<u64>,
    groups: Groups,
    /// How many people of each tier were open at the start.
    tier_counts: [u32; 64],
    /// Open people of each tier that was needed so far: those with small tickets, or all.
    candidates: BTreeMap<u8, Shortlist>,
}

/// People of one tier. Tickets are uniform, so a few hundred with the smallest are nearly always enough.
struct Shortlist {
    people: Vec<(Ticket, u32)>,
    /// Whether everybody of the tier is on it.
    is_whole: bool,
}

impl<'a> Drawing<'a> {
    fn new(panel: &Panel<'a>, key: &'a [u8; 32]) -> Drawing<'a> {
        let (pool, slots) = (panel.pool, panel.slots);
        let open: Vec<bool> = (0..pool.records().len())
            .map(|i| pool.records()[i].mask != 0 && !panel.picked[i] && !panel.barred[i])
            .collect();
        let mut kinds = vec![0; pool.group_count() as usize];
        let mut tier_counts = [0; 64];
        for (record, _) in pool.records().iter().zip(&open).filter(|(_, open)| **open) {
            kinds[record.group as usize] |= slots.slot_set(record.mask);
            let mut rest = record.mask;
            while rest != 0 {
                tier_counts[rest.trailing_zeros() as usize] += 1;
                rest &= rest - 1;
            }
        }
        let mut later = vec![0; slots.slots().len()];
        let vacant = (0..panel.seats.len()).filter(|seat| panel.seats[*seat] == Seat::Vacant);
        let mut tickets = Tickets::new(key, SEAT_ORDER);
        let mut order: Vec<(Ticket, usize)> = vacant.map(|seat| (tickets.at(seat as u32), seat)).collect();
        order.sort_unstable();
        let order: Vec<usize> = order.into_iter().map(|(_, seat)| seat).collect();
        order.iter().for_each(|seat| later[slots.slot_of_seat(*seat)] += 1);
        let groups = kinds.iter().copied().collect();
        let candidates = BTreeMap::new();
        let mut drawing = Drawing { pool, slots, key, order, later, open, kinds, groups, tier_counts, candidates };
        panel.occupants().for_each(|i| drawing.seat(i));
        drawing
    }

    /// Gives the seat to whom it belongs.
    fn draw(&mut self, seat: usize) -> Pick {
        let slot = self.slots.slot_of_seat(seat);
        self.later[slot] -= 1;
        let spared = self.groups.spare(slot, &self.later);
        let passes = |kind: u64| spared.as_ref().is_none_or(|spared| spared.binary_search(&kind).is_ok());
        let chosen = self.slots.slots()[slot].bits().find_map(|bit| Some((bit, self.smallest(bit, passes)?)));
        if let Some((_, i)) = chosen {
            self.seat(i);
        }
        Pick { seat, chosen }
    }

    /// The open person of a tier with the smallest ticket whose group is free and passes the guard.
    fn smallest(&mut self, bit: u8, passes: impl Fn(u64) -> bool) -> Option<u32> {
        let may = |drawing: &Self, i: u32| {
            let kind = drawing.kinds[drawing.pool.records()[i as usize].group as usize];
            drawing.open[i as usize] && kind != 0 && passes(kind)
        };
        let mut bound = self.bound(bit);
        loop {
            let list = match self.candidates.remove(&bit) {
                Some(list) if list.is_whole || bound != Ticket::MAX => list,
                _ => self.shortlist(bit, bound),
            };
            let found = list.people.iter().filter(|(_, i)| may(self, *i)).min().map(|(_, i)| *i);
            let is_whole = list.is_whole;
            self.candidates.insert(bit, list);
            if found.is_some() || is_whole {
                return found;
            }
            bound = Ticket::MAX;
        }
    }

    /// A ticket below which about `SHORT` people of a tier are expected.
    fn bound(&self, bit: u8) -> Ticket {
        let count = self.tier_counts[usize::from(bit)];
        if count <= 2 * SHORT { Ticket::MAX } else { Ticket::MAX / Ticket::from(count) * Ticket::from(SHORT) }
    }

    fn shortlist(&self, bit: u8, bound: Ticket) -> Shortlist {
        let mut people = Vec::new();
        let records = self.pool.records();
        let wants = |i: u32| self.open[i as usize] && records[i as usize].mask >> bit & 1 == 1;
        let take = |i, ticket| {
            if ticket <= bound {
                people.push((ticket, i));
            }
        };
        Tickets::new(self.key, u64::from(bit)).each(records.len() as u32, wants, take);
        Shortlist { people, is_whole: bound == Ticket::MAX }
    }

    /// Takes a person's group, and closes the person and everybody paired with them.
    fn seat(&mut self, i: u32) {
        let kind = &mut self.kinds[self.pool.records()[i as usize].group as usize];
        self.groups.take(*kind);
        *kind = 0;
        self.open[i as usize] = false;
        for (one, other) in self.pool.pairs() {
            if *one == i || *other == i {
                self.open[(one ^ other ^ i) as usize] = false;
            }
        }
    }
}

/// How many people a shortlist is made for.
const SHORT: u32 = 512;

#[cfg(test)]
mod tests;

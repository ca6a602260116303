//! Whether a pool follows from the facts of the registry: everybody is in it once, with the record of the registry's day, under
//! the `eid` that was committed to, with the slots that area and specialties give, and with one label for each group.
//!
//! What is believed here without being recomputed stands in `docs/LIMITS.md`: the reasons for which somebody is excluded or not,
//! who controls whom, and pairs.

use std::collections::{BTreeMap, BTreeSet};

use proof::entry::percent_decode;
use proof::facts::{Person, Reader, Record};
use proof::hash::{Hash, tagged};
use proof::pool::Pool;
use proof::slot::Slots;
use proof::statement::{Statement, decimal};
use proof::text::Text;
use proof::tree::{leaf_hash, root};
use proof::verify::opened_eid;
use rules::area::Area;
use rules::expert::SpecialtyCode;
use rules::project::slot::{self, Quota, Reach, Slot, Tier};

use crate::refusal::Refusal;

/// What a pool is compared with.
pub struct Shown<'a> {
    pub facts: &'a [u8],
    pub counts: &'a Text,
    pub request: &'a Text,
    /// The statement that `draw-open` names.
    pub registry: &'a Statement,
    pub pool: &'a Pool,
    pub slots: &'a Slots,
    /// Of the pack.
    pub depth: u32,
}

/// Compares a pool with its facts.
pub fn check(shown: &Shown<'_>) -> Result<(), Refusal> {
    let form = |_| Refusal::Form("the facts of a pool");
    let (head, mut reader) = Reader::new(shown.facts).map_err(form)?;
    let units = (0..head.unit_count).map(|_| reader.record()).collect::<Result<Vec<_>, _>>().map_err(form)?;
    let units = Units::of(&units, shown.registry)?;
    let records = shown.pool.records();
    let size = records.len() as u64;
    if u64::from(head.person_count) != size || shown.registry.number("size") != Some(size) {
        return Err(Refusal::Pool("it has not as many people as the registry"));
    }
    let mut tally = Tally::of(Wanted::of(shown)?, records.len());
    for record in records {
        let person = reader.person().map_err(form)?;
        if opened_eid(person.opening) != Some(record.eid) {
            return Err(Refusal::Pool("somebody's fields are not those committed to"));
        }
        tally.add(&Told::of(&person)?, record.mask, &units)?;
    }
    if !reader.is_at_end() {
        return Err(form(proof::facts::FactsError));
    }
    tally.is_registry(shown.registry)?;
    tally.labels(&head.group_salt, shown.pool)?;
    tally.sums(shown.counts)?;
    tally.merged(shown)
}

/// The units of the registry by their ids.
struct Units<'a> {
    places: BTreeMap<&'a str, usize>,
    labels: Vec<&'a str>,
    known: BTreeSet<&'a str>,
    /// The unit that counts in the place of each: the successor of a merged one, the company of a branch.
    counted: Vec<usize>,
}

impl<'a> Units<'a> {
    fn of(records: &[Record<'a>], registry: &Statement) -> Result<Units<'a>, Refusal> {
        let leaves: Vec<Hash> = (0..).zip(records).map(|(x, record)| leaf_hash(record.leaf(x).as_bytes())).collect();
        if registry.hash("units") != Some(root(&leaves)) {
            return Err(Refusal::Pool("the units are not those of the registry"));
        }
        let value = |record: &Record<'a>, name| {
            record.value(name).ok_or(Refusal::Form("of each unit id, code, branch_of and merged_into"))
        };
        let ids = records.iter().map(|record| value(record, "id")).collect::<Result<Vec<_>, _>>()?;
        let places: BTreeMap<&str, usize> = ids.iter().copied().zip(0..).collect();
        let (mut labels, mut next) = (Vec::new(), Vec::new());
        for (record, id) in records.iter().zip(&ids) {
            let (code, branch, merged) =
                (value(record, "code")?, value(record, "branch_of")?, value(record, "merged_into")?);
            labels.push(if code.is_empty() { *id } else { code });
            next.push(places.get(if merged.is_empty() { branch } else { merged }).copied());
        }
        let known = labels.iter().copied().collect();
        Ok(Units { counted: (0..next.len()).map(|unit| end(unit, &next)).collect(), places, labels, known })
    }
}

/// Where the way from a unit ends; a ring ends at its first unit in the order of the ids.
fn end(unit: usize, next: &[Option<usize>]) -> usize {
    let mut way = BTreeSet::new();
    let mut at = unit;
    while way.insert(at) {
        let Some(after) = next[at] else { return at };
        at = after;
    }
    let first = at;
    let mut least = at;
    while let Some(after) = next[at].filter(|after| *after != first) {
        at = after;
        least = least.min(at);
    }
    least
}

/// What the slots of the request ask for, before and after the lowest tiers were merged.
struct Wanted {
    asked: Vec<Slot>,
    merged: slot::Slots,
}

impl Wanted {
    fn of(shown: &Shown<'_>) -> Result<Wanted, Refusal> {
        let form = Refusal::Form("slots as the protocol writes them");
        let lines = shown.request.lines().iter().filter(|(key, _)| key.starts_with("slot-"));
        let asked: Option<Vec<Slot>> = lines.map(|(_, value)| slot_of(value)).collect();
        let asked = asked.filter(|asked| asked.len() == shown.slots.slots().len()).ok_or(form.clone())?;
        let mut merged = Vec::new();
        for (slot, left) in asked.iter().zip(shown.slots.slots()) {
            let first = slot.tiers.len().checked_sub(usize::from(left.tiers)).ok_or(form.clone())?;
            let areas = slot.tiers[..=first].iter().flat_map(|tier| tier.areas.clone()).collect();
            let lowest = Tier { reach: slot.tiers[first].reach, areas };
            let tiers = [lowest].into_iter().chain(slot.tiers[first + 1..].iter().cloned()).collect();
            merged.push(Slot { tiers, ..slot.clone() });
        }
        Ok(Wanted { asked, merged: slot::Slots::try_from(merged).map_err(|_| form)? })
    }
}

/// `SPECIALTY QUOTA TIER..`, a tier being areas joined by commas.
fn slot_of(text: &str) -> Option<Slot> {
    let mut parts = text.split(' ');
    let specialty = parts.next()?.parse().ok()?;
    let quota = Quota::try_from(u8::try_from(decimal(parts.next()?)?).ok()?).ok()?;
    let reaches = [Reach::City, Reach::Neighbours, Reach::Province];
    let tier = |(reach, areas): (Reach, &str)| {
        let areas = areas.split(',').map(|area| area.parse().ok()).collect::<Option<Vec<Area>>>()?;
        Some(Tier { reach, areas })
    };
    let tiers: Vec<&str> = parts.collect();
    let known = (1..=reaches.len()).contains(&tiers.len());
    let tiers = reaches.into_iter().zip(tiers).map(tier).collect::<Option<Vec<Tier>>>()?;
    known.then_some(Slot { specialty, quota, tiers })
}

/// What is told of a person, the record compared with the fields of the draw.
struct Told<'a> {
    x: u32,
    leaf: Hash,
    unit: &'a str,
    area: Area,
    specialties: Vec<SpecialtyCode>,
    /// Which of the two libraries has these specialties.
    libraries: [bool; 2],
    decision: String,
    label: String,
    group: &'a str,
}

impl<'a> Told<'a> {
    fn of(person: &Person<'a>) -> Result<Told<'a>, Refusal> {
        let differs = Refusal::Pool("somebody's fields are not those of the registry");
        let [index, unit, specialties, area, decision] = opened(person.opening)?;
        let value =
            |name| person.record.value(name).ok_or(Refusal::Form("of each person the fields that are compared"));
        let x = decimal(&index).and_then(|x| u32::try_from(x).ok()).ok_or(differs.clone())?;
        let libraries = [value("evaluation_specialties")? == specialties, value("review_specialties")? == specialties];
        let same = value("index")? == index && value("area")? == area && libraries.contains(&true);
        if !same || value("unit")?.is_empty() != unit.is_empty() {
            return Err(differs);
        }
        is_evident(&person.record, &decision)?;
        let codes = specialties.split(' ').filter(|code| !code.is_empty()).map(str::parse);
        Ok(Told {
            x,
            leaf: leaf_hash(person.record.leaf(x).as_bytes()),
            unit: value("unit")?,
            area: area.parse().map_err(|_| differs.clone())?,
            specialties: codes.collect::<Result<_, _>>().map_err(|_| differs)?,
            libraries,
            decision,
            label: unit,
            group: person.group,
        })
    }
}

/// Index, unit, specialties, area and decision; name, number and telephones stay closed.
fn opened(opening: &[u8]) -> Result<[String; 5], Refusal> {
    let form = Refusal::Form("an opening of index, unit, specialties, area and decision, and of nothing else");
    let text = std::str::from_utf8(opening).map_err(|_| form.clone())?;
    let value = |line: &str| {
        let (_, value) = line.split_once(" open ")?.1.split_once(' ')?;
        percent_decode(value.strip_prefix('=')?)
    };
    let values: Vec<Option<String>> = text.lines().map(value).collect();
    let [Some(index), None, None, None, Some(unit), Some(specialties), Some(area), Some(decision)] = &values[..] else {
        return Err(form);
    };
    Ok([index, unit, specialties, area, decision].map(Clone::clone))
}

/// Every hit that names a row of the person's own file names one that is there.
fn is_evident(record: &Record<'_>, decision: &str) -> Result<(), Refusal> {
    let missing = Refusal::Pool("somebody is excluded by a fact that the registry does not have");
    for hit in decision.split(' ').skip(1) {
        let mut parts = hit.split(':');
        let (Some(_), Some(fact), Some(row), Some(_)) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(Refusal::Form("a decision"));
        };
        let list = match fact {
            "unit" => "unit",
            "employment" => "employments",
            "licence" => "licences",
            "declaration" => "declarations",
            "credit" => "credits",
            "panel" => "panels",
            "busy" => "calendar",
            _ => continue,
        };
        let rows = record.value(list).map_or(0, |value| value.lines().count() as u64);
        if decimal(row).is_none_or(|row| row >= rows) {
            return Err(missing);
        }
    }
    Ok(())
}

/// What comes together over all people.
struct Tally {
    wanted: Wanted,
    leaves: Vec<Option<Hash>>,
    libraries: [bool; 2],
    /// In the order of the pool.
    groups: Vec<String>,
    /// The group of each unit that counts, as the first person of it had it.
    of_unit: BTreeMap<usize, String>,
    /// Eligible, excluded, unmatched.
    counts: [u64; 3],
    /// For each slot the groups in each tier of the request.
    tiers: Vec<Vec<BTreeSet<String>>>,
}

impl Tally {
    fn of(wanted: Wanted, person_count: usize) -> Tally {
        let tiers = wanted.asked.iter().map(|slot| vec![BTreeSet::new(); slot.tiers.len()]).collect();
        let (leaves, libraries) = (vec![None; person_count], [true; 2]);
        Tally { wanted, leaves, libraries, groups: Vec::new(), of_unit: BTreeMap::new(), counts: [0; 3], tiers }
    }

    fn add(&mut self, told: &Told<'_>, mask: u64, units: &Units<'_>) -> Result<(), Refusal> {
        let place = self.leaves.get_mut(told.x as usize).filter(|leaf| leaf.is_none());
        *place.ok_or(Refusal::Pool("an index is there twice, or beyond the registry"))? = Some(told.leaf);
        for (all, one) in self.libraries.iter_mut().zip(told.libraries) {
            *all &= one;
        }
        let profile = self.wanted.merged.mask(told.area, &told.specialties);
        let (verdict, has_hits) =
            told.decision.split_once(' ').map_or((told.decision.as_str(), false), |(v, _)| (v, true));
        let fits = match verdict {
            "eligible" => mask == profile && mask != 0 && !has_hits,
            "excluded" => mask == 0 && profile != 0 && has_hits,
            "unmatched" => mask == 0 && profile == 0,
            _ => false,
        };
        let at = ["eligible", "excluded", "unmatched"].iter().position(|known| *known == verdict);
        let Some(at) = at.filter(|_| fits) else {
            return Err(Refusal::Pool("somebody's slots are not those of area, specialties and decision"));
        };
        self.counts[at] += 1;
        self.group(told, mask, units)?;
        if mask != 0 {
            for (slot, tiers) in self.wanted.asked.iter().zip(&mut self.tiers) {
                if let Some(tier) = slot.lowest(told.area, &told.specialties) {
                    tiers[tier].insert(told.group.to_owned());
                }
            }
        }
        Ok(())
    }

    /// Whoever cannot be drawn or has no unit is alone; all others of one unit have one group, called by a unit's label.
    fn group(&mut self, told: &Told<'_>, mask: u64, units: &Units<'_>) -> Result<(), Refusal> {
        let wrong = Refusal::Pool("somebody's unit or group is not that of the registry");
        self.groups.push(told.group.to_owned());
        let alone = format!("person:{}", told.x);
        if told.unit.is_empty() {
            return if told.group == alone { Ok(()) } else { Err(wrong) };
        }
        let unit = *units.places.get(told.unit).ok_or(wrong.clone())?;
        if units.labels[unit] != told.label {
            return Err(wrong);
        }
        if mask == 0 {
            return if told.group == alone { Ok(()) } else { Err(wrong) };
        }
        let head = told.group.strip_prefix("unit:").ok_or(wrong.clone())?;
        let group = self.of_unit.entry(units.counted[unit]).or_insert_with(|| told.group.to_owned());
        if group == told.group && units.known.contains(head) { Ok(()) } else { Err(wrong) }
    }

    fn is_registry(&self, registry: &Statement) -> Result<(), Refusal> {
        if !self.libraries.contains(&true) {
            return Err(Refusal::Pool("specialties are not those of one library"));
        }
        let leaves: Option<Vec<Hash>> = self.leaves.iter().copied().collect();
        if leaves.is_some_and(|leaves| registry.hash("root") == Some(root(&leaves))) {
            Ok(())
        } else {
            Err(Refusal::Pool("the people are not those of the registry"))
        }
    }

    /// Labels are the ranks of the groups' hashes.
    fn labels(&self, group_salt: &Hash, pool: &Pool) -> Result<(), Refusal> {
        let hash = |group: &String| tagged("vrd1/group", &[&group_salt.0, group.as_bytes()]);
        let hashes: Vec<Hash> = self.groups.iter().map(hash).collect();
        let ranked: BTreeMap<Hash, u32> =
            hashes.iter().copied().collect::<BTreeSet<_>>().into_iter().zip(0..).collect();
        let fits = hashes.iter().zip(pool.records()).all(|(hash, record)| ranked.get(hash) == Some(&record.group));
        if fits { Ok(()) } else { Err(Refusal::Pool("labels are not those of the groups")) }
    }

    fn sums(&self, counts: &Text) -> Result<(), Refusal> {
        let stated = |key| counts.value(key).and_then(decimal);
        let [eligible, excluded, unmatched] = self.counts;
        let fits = stated("pool") == Some(self.groups.len() as u64)
            && stated("eligible") == Some(eligible)
            && stated("excluded") == Some(excluded)
            && stated("unmatched") == Some(unmatched);
        if fits { Ok(()) } else { Err(Refusal::Pool("the counts are not those of the decisions")) }
    }

    /// Nothing was merged without need: one tier less would have held too few groups.
    fn merged(&self, shown: &Shown<'_>) -> Result<(), Refusal> {
        for ((asked, left), tiers) in self.wanted.asked.iter().zip(shown.slots.slots()).zip(&self.tiers) {
            let merges = asked.tiers.len() - usize::from(left.tiers);
            let held: BTreeSet<&String> = tiers[..merges].iter().flatten().collect();
            if merges > 0 && held.len() as u64 >= u64::from(shown.depth) * u64::from(left.quota) {
                return Err(Refusal::Pool("tiers were merged without need"));
            }
            if left.quota != asked.quota.count() {
                return Err(Refusal::Pool("the slots are not those of the request"));
            }
        }
        Ok(())
    }
}

//! The whole file of one unit: what the ledger vouches for and what an edit, an import and the comparison with the ledger
//! read and write. Who holds the unit belongs to its file; what the unit holds belongs to the files of others.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use super::model::{HolderKind, OfficerRole, UnitKind, UnitNameKind, UnitState};
use super::{CreditCode, Share, name};
use crate::area::Area;
use crate::expert::ResidentId;
use crate::id::UnitId;
use crate::ledger::lines::{Fact, Line, lines, opt, sort};

/// A unit with its names, officers and holders, as plain values.
#[derive(Clone, PartialEq, Eq)]
pub struct UnitFile {
    /// Whose file.
    pub id: UnitId,
    /// Credit code; missing while the unit is known by name alone.
    pub code: Option<CreditCode>,
    /// Present name in its stored form.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// Where it is seated.
    pub area: Option<Area>,
    /// The company of a branch.
    pub branch_of: Option<UnitId>,
    /// Whether it is known for certain.
    pub state: UnitState,
    /// The unit that counts in its place, exactly where the state is `merged`.
    pub merged_into: Option<UnitId>,
    /// Former names and aliases.
    pub names: Vec<OtherName>,
    /// Officers of the business register.
    pub officers: Vec<Officer>,
    /// Who holds how much of it.
    pub holders: Vec<Stake>,
}

/// A name beside the present one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OtherName {
    /// Former name or alias, never the present one.
    pub kind: UnitNameKind,
    /// The name in its stored form.
    pub name: String,
}

/// Somebody who leads or supervises the unit. Personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Officer {
    /// Office.
    pub role: OfficerRole,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
    /// Name.
    pub name: String,
    /// Resident id, where the register gives it.
    pub id_number: Option<ResidentId>,
}

/// A part of the unit that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stake {
    /// Who holds.
    pub holder: Holder,
    /// What the holder is.
    pub kind: HolderKind,
    /// How much, exact.
    pub share: Share,
    /// Registered as in actual control, whatever the share.
    pub control: bool,
    /// First day; missing where it is not known.
    pub from: Option<Date>,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
}

/// Who holds a stake.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A unit of the register.
    Unit(UnitId),
    /// Somebody outside the register, a person as a rule. Personal data.
    Named {
        /// Name.
        name: String,
        /// Resident id, where the register gives it.
        id_number: Option<ResidentId>,
    },
}

impl UnitFile {
    /// A file with nothing but the unit itself: `known` with a code, else `to_resolve`.
    pub fn new(id: UnitId, code: Option<CreditCode>, name: String, kind: UnitKind) -> Self {
        Self {
            id,
            code,
            name,
            kind,
            area: code.and_then(|code| code.registered_area()).map(Area::city),
            branch_of: None,
            state: if code.is_some() { UnitState::Known } else { UnitState::ToResolve },
            merged_into: None,
            names: Vec::new(),
            officers: Vec::new(),
            holders: Vec::new(),
        }
    }

    /// The file with its lists in their one order, each item once, so that equal files are equal values. Of two writings of one
    /// name one stays: the present name before a former one, a former one before an alias.
    pub fn in_order(mut self) -> Self {
        sort(&mut self.names);
        let mut keys = BTreeSet::from([name::key(&self.name)]);
        self.names.retain(|other| keys.insert(name::key(&other.name)));
        sort(&mut self.officers);
        sort(&mut self.holders);
        self
    }

    /// The present name, then the others.
    pub fn all_names(&self) -> Vec<String> {
        std::iter::once(&self.name).chain(self.names.iter().map(|other| &other.name)).cloned().collect()
    }

    /// The fields of the record digest in their fixed order; a field without a value is empty. Lists must be in order.
    pub fn fields(&self) -> Vec<(&'static str, Vec<u8>)> {
        let fields = [
            ("id", self.id.to_string()),
            ("code", opt(self.code.as_ref())),
            ("name", self.name.clone()),
            ("kind", self.kind.to_string()),
            ("area", opt(self.area.as_ref())),
            ("branch_of", opt(self.branch_of.as_ref())),
            ("state", self.state.to_string()),
            ("merged_into", opt(self.merged_into.as_ref())),
            ("names", lines(&self.names)),
            ("officers", lines(&self.officers)),
            ("holders", lines(&self.holders)),
        ];
        fields.into_iter().map(|(name, value)| (name, value.into_bytes())).collect()
    }
}

/// Never a person's data, so that no log line can hold it.
impl fmt::Debug for UnitFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitFile({})", self.id)
    }
}

/// Never a person's data, so that no log line can hold it.
impl fmt::Debug for Officer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Officer({})", self.role)
    }
}

/// Never a person's data, so that no log line can hold it.
impl fmt::Debug for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(id) => write!(f, "Unit({id})"),
            Self::Named { .. } => f.write_str("Named(…)"),
        }
    }
}

impl Fact for OtherName {
    fn write(&self, line: &mut Line) {
        let Self { kind, name } = self;
        line.value(kind).value(name);
    }
}

impl Fact for Officer {
    fn write(&self, line: &mut Line) {
        let Self { role, from, until, name, id_number } = self;
        line.value(role).value(from).opt(until.as_ref()).value(name).opt(id_number.as_ref());
    }
}

impl Fact for Stake {
    fn write(&self, line: &mut Line) {
        let Self { holder, kind, share, control, from, until } = self;
        match holder {
            Holder::Unit(unit) => line.value(unit).opt(NONE).opt(NONE),
            Holder::Named { name, id_number } => line.opt(NONE).value(name).opt(id_number.as_ref()),
        };
        line.value(kind).value(share).value(control).opt(from.as_ref()).opt(until.as_ref());
    }
}

const NONE: Option<&String> = None;

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn file() -> UnitFile {
        let code = Some(CreditCode::complete("9143000018380944A").expect("a code"));
        let officer = Officer {
            role: OfficerRole::Director,
            from: date(2020, 1, 1),
            until: None,
            name: "李明远".to_owned(),
            id_number: Some(ResidentId::complete("43010219750315431").expect("an id")),
        };
        let person = Holder::Named { name: "王芳".to_owned(), id_number: None };
        UnitFile {
            names: vec![
                OtherName { kind: UnitNameKind::Alias, name: "衡鉴".to_owned() },
                OtherName { kind: UnitNameKind::Former, name: "衡鉴厂".to_owned() },
            ],
            officers: vec![officer],
            holders: vec![stake(Holder::Unit(id(7))), stake(person)],
            ..UnitFile::new(id(5), code, "湖南衡鉴建设有限公司".to_owned(), UnitKind::Company)
        }
    }

    fn stake(holder: Holder) -> Stake {
        let share = Share::read("33.5").expect("a share");
        Stake { holder, kind: HolderKind::Company, share, control: false, from: None, until: None }
    }

    fn id(n: u128) -> UnitId {
        UnitId::from_uuid(uuid::Uuid::from_u128(n))
    }

    type Change = fn(&mut UnitFile);

    #[test]
    fn every_value_of_a_file_moves_its_fields() {
        let changes: [(&str, Change); 27] = [
            ("id", |file| file.id = id(6)),
            ("code", |file| file.code = None),
            ("name", |file| file.name.push('厂')),
            ("kind", |file| file.kind = UnitKind::State),
            ("area", |file| file.area = None),
            ("branch_of", |file| file.branch_of = Some(id(1))),
            ("state", |file| file.state = UnitState::ToResolve),
            ("merged_into", |file| file.merged_into = Some(id(2))),
            ("names", |file| file.names.truncate(1)),
            ("names", |file| file.names[0].name.push('甲')),
            ("names", |file| file.names[0].kind = UnitNameKind::Former),
            ("officers", |file| file.officers.clear()),
            ("officers", |file| file.officers[0].role = OfficerRole::Manager),
            ("officers", |file| file.officers[0].name.push('甲')),
            ("officers", |file| file.officers[0].id_number = None),
            ("officers", |file| file.officers[0].from = date(2020, 1, 2)),
            ("officers", |file| file.officers[0].until = Some(date(2021, 1, 1))),
            ("holders", |file| file.holders.truncate(1)),
            ("holders", |file| file.holders[0].holder = Holder::Unit(id(8))),
            ("holders", |file| file.holders[0].kind = HolderKind::State),
            ("holders", |file| file.holders[0].share = Share::WHOLE),
            ("holders", |file| file.holders[0].control = true),
            ("holders", |file| file.holders[0].from = Some(date(2020, 1, 1))),
            ("holders", |file| file.holders[0].until = Some(date(2020, 1, 1))),
            ("holders", |file| file.holders.push(stake(Holder::Unit(id(9))))),
            ("holders", |file| file.holders[1].holder = Holder::Named { name: "王".to_owned(), id_number: None }),
            ("holders", |file| {
                let id_number = Some(ResidentId::complete("43010219750315431").expect("an id"));
                file.holders[1].holder = Holder::Named { name: "王芳".to_owned(), id_number };
            }),
        ];
        let before = file().in_order().fields();
        for (at, (field, change)) in changes.iter().enumerate() {
            let mut changed = file();
            change(&mut changed);
            let after = changed.in_order().fields();
            let moved: Vec<_> =
                before.iter().zip(&after).filter(|(old, new)| old != new).map(|(old, _)| old.0).collect();
            assert_eq!(moved, [*field], "change {at}");
        }
    }

    #[test]
    fn the_order_of_lists_and_repetitions_do_not_count() {
        let mut turned = file();
        turned.names.reverse();
        turned.holders.reverse();
        turned.holders.push(turned.holders[0].clone());
        assert_eq!(turned.in_order().fields(), file().in_order().fields());
    }

    #[test]
    fn two_writings_of_one_name_are_one_name() {
        let mut file = file();
        for (kind, name) in [(UnitNameKind::Alias, "衡 鉴厂"), (UnitNameKind::Former, "湖南衡鉴建设 有限公司")]
        {
            file.names.push(OtherName { kind, name: name.to_owned() });
        }
        assert_eq!(file.clone().in_order().names, self::file().in_order().names);
        assert_eq!(file.in_order().all_names(), ["湖南衡鉴建设有限公司", "衡鉴厂", "衡鉴"]);
    }

    #[test]
    fn a_unit_without_a_code_is_to_be_resolved() {
        let file = UnitFile::new(id(5), None, "某公司".to_owned(), UnitKind::Company);
        assert_eq!((file.state, file.area), (UnitState::ToResolve, None));
        assert_eq!(self::file().area.map(|area| area.to_string()).as_deref(), Some("430000"));
    }
}

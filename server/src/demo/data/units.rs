//! The register of units: state holders, departments, institutions, companies with their groups and branches, tenderees,
//! agencies, funds and employee platforms. Every name carries 演示, every code spells DEM.

use rules::import::UnitRow;
use rules::unit::CreditCode;
use rules::unit::model::UnitKind;

use super::brands::{BRAND_COUNT, brand};
use super::chance::{Chance, Purpose};
use super::places::{self, CITIES, ELSEWHERE};
use super::trades::TRADES;

/// What a unit does in the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    StateHolder,
    Department,
    Institution,
    Company,
    Holding,
    Branch,
    Tenderee,
    Agency,
    Fund,
    Platform,
}

/// A unit and what the rest of the demo has to know of it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// As a file gives it.
    pub row: UnitRow,
    pub duty: Duty,
    /// Index of its city; none for the province and for other provinces.
    pub city: Option<usize>,
    /// Index of its trade.
    pub trade: usize,
    /// The holding of its group, or the company of a branch.
    pub head: Option<usize>,
}

impl Unit {
    /// Whether experts work there.
    pub const fn employs(&self) -> bool {
        matches!(
            self.duty,
            Duty::Institution | Duty::Company | Duty::Holding | Duty::Branch | Duty::Tenderee | Duty::Agency
        )
    }
}

/// The units of a demo with so many experts.
pub fn units(seed: u64, expert_count: usize) -> Vec<Unit> {
    let mut register = Register { chance: Chance::of(seed, Purpose::Unit, 0), units: Vec::new(), brand_count: 0 };
    register.authorities();
    let employers = (expert_count / 12).max(60);
    for _ in 0..employers / 12 {
        register.group();
    }
    for _ in 0..employers * 18 / 100 {
        register.institution();
    }
    for _ in 0..(expert_count / 100).max(20) {
        register.tenderee();
    }
    for _ in 0..(expert_count / 150).max(14) {
        register.agency();
    }
    for _ in 0..(expert_count / 800).max(4) {
        register.fund();
    }
    for _ in 0..(expert_count / 500).max(3) {
        register.platform();
    }
    let so_far = register.units.iter().filter(|unit| unit.employs()).count();
    for _ in so_far..employers + 20 {
        register.company();
    }
    register.renamed();
    register.units
}

struct Register {
    chance: Chance,
    units: Vec<Unit>,
    brand_count: usize,
}

/// Where a unit is registered: the code of the district, how names call the place, and the city when it is one of ours.
#[derive(Clone, Copy)]
struct Seat {
    code: u32,
    word: &'static str,
    city: Option<usize>,
}

impl Register {
    /// State holders and departments of the province and of each city.
    fn authorities(&mut self) {
        let province = Seat { code: 430_000, word: "湖南省", city: None };
        self.add(province, "演示国有资产监督管理委员会", Duty::StateHolder, 0);
        for (department, trade) in DEPARTMENTS {
            self.add(province, &format!("演示{department}厅"), Duty::Department, *trade);
        }
        for (index, city) in CITIES.iter().enumerate() {
            let seat = Seat { code: city.prefix * 100, word: city.full_name, city: Some(index) };
            self.add(seat, "演示国有资产监督管理委员会", Duty::StateHolder, 0);
            for (department, trade) in DEPARTMENTS {
                self.add(seat, &format!("演示{department}局"), Duty::Department, *trade);
            }
        }
    }

    /// A holding with two to four companies of its brand, one of which may have a branch in another city.
    fn group(&mut self) {
        let brand = self.brand();
        let home = self.seat();
        let head = self.units.len();
        let trade = self.trade();
        self.add(home, &format!("{brand}投资控股集团有限公司"), Duty::Holding, trade);
        for _ in 0..self.chance.between(2, 4) {
            let seat = if self.chance.per_mille(600) { home } else { self.seat() };
            let trade = self.trade();
            let name = self.company_name(&brand, trade);
            let company = self.units.len();
            if self.is_new(seat.word, &name) {
                self.add(seat, &name, Duty::Company, trade);
                self.units[company].head = Some(head);
                if self.chance.per_mille(350) {
                    self.branch(company);
                }
            }
        }
    }

    /// A company on its own, sometimes with a branch.
    fn company(&mut self) {
        let (brand, trade) = (self.brand(), self.trade());
        let name = self.company_name(&brand, trade);
        let company = self.units.len();
        let seat = self.seat();
        self.add(seat, &name, Duty::Company, trade);
        if self.chance.per_mille(90) {
            self.branch(company);
        }
    }

    fn branch(&mut self, company: usize) {
        let home = self.units[company].city;
        let city = match places::city(&mut self.chance) {
            city if Some(city) == home => (city + 1) % CITIES.len(),
            city => city,
        };
        let (name, trade) = (self.units[company].row.name.clone(), self.units[company].trade);
        let seat = Seat { code: CITIES[city].county_code(0), word: "", city: Some(city) };
        let branch = self.units.len();
        self.add(seat, &format!("{name}{}分公司", CITIES[city].name), Duty::Branch, trade);
        self.units[branch].head = Some(company);
        self.units[branch].row.branch_of = Some(self.units[company].row.code);
    }

    fn institution(&mut self) {
        let (brand, trade) = (self.brand(), self.trade());
        let word = self.chance.pick(TRADES[trade].institutions);
        let seat = self.seat_at_home();
        self.add(seat, &format!("{brand}{word}"), Duty::Institution, trade);
    }

    fn tenderee(&mut self) {
        let (brand, trade) = (self.brand(), self.trade());
        let word = self.chance.pick(&[
            "城市建设投资有限公司",
            "水务投资有限公司",
            "交通建设投资有限责任公司",
            "产业发展有限公司",
        ]);
        let seat = self.seat_at_home();
        self.add(seat, &format!("{brand}{word}"), Duty::Tenderee, trade);
    }

    fn agency(&mut self) {
        let brand = self.brand();
        let word = self.chance.pick(&["招标代理有限公司", "招标咨询有限公司", "项目管理咨询有限公司"]);
        let seat = self.seat();
        self.add(seat, &format!("{brand}{word}"), Duty::Agency, PRICING);
    }

    fn fund(&mut self) {
        let brand = self.brand();
        let seat = self.seat();
        self.add(seat, &format!("{brand}产业投资基金(有限合伙)"), Duty::Fund, 0);
    }

    fn platform(&mut self) {
        let brand = self.brand();
        let seat = self.seat();
        self.add(seat, &format!("{brand}企业管理合伙企业(有限合伙)"), Duty::Platform, 0);
    }

    /// Some units were called otherwise before, and some are known by a short name.
    fn renamed(&mut self) {
        for index in 0..self.units.len() {
            let unit = &self.units[index];
            if !unit.employs() || unit.duty == Duty::Branch {
                continue;
            }
            if self.chance.per_mille(120) {
                let former = self.brand();
                let unit = &mut self.units[index];
                let ending = unit.row.name.split("演示").nth(1).unwrap_or_default().to_owned();
                unit.row.former_names.push(format!("{former}{ending}"));
            }
            if self.chance.per_mille(150) {
                let unit = &mut self.units[index];
                let name = unit.row.name.replace("有限责任公司", "").replace("有限公司", "");
                if name != unit.row.name {
                    unit.row.aliases.push(name);
                }
            }
        }
    }

    fn add(&mut self, seat: Seat, rest: &str, duty: Duty, trade: usize) {
        let kind = match duty {
            Duty::StateHolder => UnitKind::State,
            Duty::Department => UnitKind::Government,
            Duty::Institution => UnitKind::Institution,
            Duty::Fund => UnitKind::Fund,
            Duty::Branch => UnitKind::Branch,
            Duty::Company | Duty::Holding | Duty::Tenderee | Duty::Agency | Duty::Platform => UnitKind::Company,
        };
        let row = UnitRow {
            code: code(kind, seat.code, self.units.len()),
            name: format!("{}{rest}", seat.word),
            former_names: Vec::new(),
            aliases: Vec::new(),
            kind: Some(kind),
            area: Some(places::area(seat.code).city()),
            branch_of: None,
        };
        self.units.push(Unit { row, duty, city: seat.city, trade, head: None });
    }

    fn brand(&mut self) -> String {
        self.brand_count += 1;
        brand(self.brand_count % BRAND_COUNT)
    }

    fn trade(&mut self) -> usize {
        let weights: Vec<(usize, u32)> =
            TRADES.iter().enumerate().map(|(index, trade)| (index, trade.weight)).collect();
        self.chance.weighted(&weights)
    }

    fn company_name(&mut self, brand: &str, trade: usize) -> String {
        let form = self.chance.weighted(&[("有限公司", 70), ("有限责任公司", 20), ("股份有限公司", 10)]);
        format!("{brand}{}{form}", self.chance.pick(TRADES[trade].companies))
    }

    fn is_new(&self, word: &str, rest: &str) -> bool {
        let name = format!("{word}{rest}");
        self.units.iter().rev().take(8).all(|unit| unit.row.name != name)
    }

    fn seat(&mut self) -> Seat {
        if self.chance.per_mille(60) {
            let (code, word) = self.chance.pick(ELSEWHERE);
            return Seat { code, word, city: None };
        }
        self.seat_at_home()
    }

    /// A district of a city; a quarter of the names begin with the province instead.
    fn seat_at_home(&mut self) -> Seat {
        let index = places::city(&mut self.chance);
        let city = &CITIES[index];
        let county = self.chance.below(city.counties.len());
        let word = if self.chance.per_mille(250) { "湖南" } else { city.name };
        Seat { code: city.county_code(county), word, city: Some(index) }
    }
}

/// A code of GB 32100 around an organisation code of GB 11714; both checks are right.
pub fn code(kind: UnitKind, area: u32, serial: usize) -> CreditCode {
    let registrar = match kind {
        UnitKind::Government | UnitKind::State => "11",
        UnitKind::Institution => "12",
        UnitKind::Company | UnitKind::Branch | UnitKind::Fund => "91",
    };
    let digit = |place: usize| {
        char::from(SIGNS[serial / SIGNS.len().pow(2 - u32::try_from(place).expect("0 to 2")) % SIGNS.len()])
    };
    let organisation = format!("MADEM{}{}{}", digit(0), digit(1), digit(2));
    let check = organisation_check(&organisation);
    CreditCode::complete(&format!("{registrar}{area:06}{organisation}{check}")).expect("17 signs of the standard")
}

/// The check character of GB 11714; X stands for ten.
fn organisation_check(organisation: &str) -> char {
    let value = |sign: char| sign.to_digit(36).expect("a digit or a letter");
    let sum: u32 = organisation.chars().zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(sign, weight)| value(sign) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        check => char::from_digit(check, 10).expect("below ten"),
    }
}

/// Signs of GB 32100 in the order of their values.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Departments of province and city, with the trade that they are competent for.
const DEPARTMENTS: &[(&str, usize)] =
    &[("住房和城乡建设", 0), ("交通运输", 4), ("水利", 5), ("财政", 12), ("发展和改革", 11)];
/// The trade of agencies.
const PRICING: usize = 7;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn codes_and_names_are_distinct_and_say_that_they_are_invented() {
        let units = units(1, 5000);
        let codes: BTreeSet<&str> = units.iter().map(|unit| unit.row.code.as_str()).collect();
        let names: BTreeSet<&str> = units.iter().map(|unit| unit.row.name.as_str()).collect();
        assert_eq!((codes.len(), names.len()), (units.len(), units.len()));
        for unit in &units {
            assert!(unit.row.name.contains("演示") && unit.row.code.as_str().contains("DEM"), "{}", unit.row.name);
            assert_eq!(CreditCode::read(unit.row.code.as_str()), Ok(unit.row.code));
            let organisation = &unit.row.code.as_str()[8..17];
            assert_eq!(organisation.chars().last(), Some(organisation_check(&organisation[..8])));
        }
    }

    #[test]
    fn every_kind_and_duty_is_there_and_a_unit_comes_on_a_dozen_experts() {
        let units = units(1, 5000);
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for unit in &units {
            *kinds.entry(unit.row.kind.expect("a kind").code()).or_default() += 1;
        }
        assert_eq!(kinds.len(), UnitKind::ALL.len(), "{kinds:?}");
        let employers = units.iter().filter(|unit| unit.employs()).count();
        assert!((5000 / 14..5000 / 9).contains(&employers), "{employers}");
        let cities: BTreeSet<usize> = units.iter().filter(|unit| unit.employs()).filter_map(|unit| unit.city).collect();
        assert_eq!(cities.len(), CITIES.len());
        assert!(units.iter().any(|unit| unit.duty == Duty::Branch && unit.row.branch_of.is_some()));
        assert!(units.iter().any(|unit| !unit.row.former_names.is_empty()));
        assert!(units.iter().any(|unit| !unit.row.aliases.is_empty()));
    }
}

//! A request for one lot of a project as a tenderee files it, in parsed values, and what follows from it: the case that recusal
//! judges, and the earliest instant of the draw.

use std::collections::BTreeSet;

use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan};

use super::panel::Shape;
use super::slot::Slots;
use crate::area::Area;
use crate::id::UnitId;
use crate::pack::{Chain, PackError, Track};
use crate::recusal::case::Case;
use crate::recusal::facts::FactsError;
use crate::recusal::register::{Register, UnitKey};
use crate::time;
use crate::wording::words;

words! {
    /// How a project is put out.
    pub enum Method ("采购方式", "method") {
        /// Open to all.
        PublicTender = "public_tender", "公开招标", "public tender";
        /// By invitation.
        InvitedTender = "invited_tender", "邀请招标", "invited tender", also ["邀标"];
        /// Competitive negotiation.
        Negotiation = "negotiation", "竞争性谈判", "negotiation", also ["谈判"];
        /// Competitive consultation.
        Consultation = "consultation", "竞争性磋商", "consultation", also ["磋商"];
        /// Inquiry of prices.
        Inquiry = "inquiry", "询价", "inquiry";
    }
}

words! {
    /// What a unit does in a project beside tendering and bidding.
    pub enum PartyRole ("参与角色", "role in the project") {
        /// Runs the tender for the tenderee.
        Agency = "agency", "代理机构", "agency", also ["招标代理"];
        /// Computes the cost.
        CostConsultant = "cost_consultant", "造价咨询", "cost consultant";
        /// Designs.
        Designer = "designer", "设计单位", "designer";
        /// Supervises the works.
        WorksSupervisor = "works_supervisor", "监理单位", "supervisor of the works", also ["监理"];
        /// Studied the project beforehand.
        PreStudy = "pre_study", "前期咨询", "pre-study unit";
    }
}

words! {
    /// What a recorded consent sets aside.
    pub enum WaiverKind ("豁免事项", "waiver") {
        /// The draw may start earlier than the pack says.
        EarlyDraw = "early_draw", "提前抽取", "early draw";
        /// Experts of a special project are appointed instead of drawn.
        Appointment = "appointment", "直接确定", "appointment";
    }
}

/// A request for one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Law of the project.
    pub track: Track,
    /// How it is put out.
    pub method: Method,
    /// Reviewed elsewhere than at the centre.
    pub off_site: bool,
    /// Project code, as the trading system has it.
    pub project_code: String,
    /// Project name.
    pub project_name: String,
    /// Lot.
    pub lot: Lot,
    /// The project's city.
    pub area: Area,
    /// Budget in fen, where one is published.
    pub budget_fen: Option<i64>,
    /// Technically complex or of large effect.
    pub complex: bool,
    /// A water project.
    pub water: bool,
    /// Who tenders.
    pub tenderees: Vec<UnitId>,
    /// The other parties.
    pub parties: Vec<Party>,
    /// Competent and supervising departments.
    pub departments: Vec<UnitId>,
    /// Departments of finance supervision.
    pub finance_departments: Vec<UnitId>,
    /// Beginning of the evaluation.
    pub starts_at: Timestamp,
    /// End of the evaluation, outside.
    pub ends_at: Timestamp,
    /// Before this instant no name is opened.
    pub not_before: Timestamp,
    /// Where the panel sits, the host first.
    pub sites: Vec<Site>,
    /// Experts must come from other cities than the project's.
    pub other_cities: bool,
    /// Whom the panel needs.
    pub slots: Slots,
    /// The tenderee's own representatives by name; they count in the panel and are never called. Personal data.
    pub representatives: Vec<String>,
    /// Units whose people the tenderee asks to leave out (R27).
    pub requested: Vec<RequestedUnit>,
    /// Recorded consents.
    pub waivers: Vec<Waiver>,
}

/// A lot of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Number, such as `01`.
    pub number: String,
    /// Name.
    pub name: String,
}

/// A unit with its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// What it does.
    pub role: PartyRole,
    /// Which unit.
    pub unit: UnitId,
}

/// A part of a centre in the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Name of the centre.
    pub centre: String,
    /// Its city.
    pub area: Area,
}

/// A unit that the request asks to recuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedUnit {
    /// Which unit.
    pub unit: UnitId,
    /// Why.
    pub reason: String,
    /// The document that shows it.
    pub document: String,
}

/// A consent on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// What it sets aside.
    pub kind: WaiverKind,
    /// The document of the consent.
    pub document: String,
}

impl Site {
    /// The centre of a city or of the province.
    pub fn of(area: Area) -> Self {
        let name = area.city().zh();
        let name = name.strip_suffix('市').unwrap_or(&name);
        Self { centre: format!("{name}公共资源交易中心"), area: area.city() }
    }
}

impl Request {
    /// Every unit that the request names, each once, in order: tenderees, parties, departments, and those to be left out.
    pub fn units(&self) -> BTreeSet<UnitId> {
        let parties = self.parties.iter().map(|party| party.unit);
        let requested = self.requested.iter().map(|requested| requested.unit);
        let departments = self.departments.iter().chain(&self.finance_departments);
        self.tenderees.iter().chain(departments).copied().chain(parties).chain(requested).collect()
    }

    /// The shape of the panel.
    pub fn shape(&self) -> Shape {
        Shape {
            track: self.track,
            method: self.method,
            expert_count: self.slots.seat_count(),
            representative_count: u32::try_from(self.representatives.len()).expect("a panel is small"),
            budget_fen: self.budget_fen,
            complex: self.complex,
            water: self.water,
        }
    }

    /// Whether a consent is on record.
    pub fn is_waived(&self, kind: WaiverKind) -> bool {
        self.waivers.iter().any(|waiver| waiver.kind == kind)
    }

    /// The earliest instant of the draw; none where the method, the mode or a consent sets no limit. A working day is Monday to
    /// Friday: the calendar of public holidays is not in the packs.
    pub fn opens_at(&self, chain: &Chain) -> Result<Option<Timestamp>, PackError> {
        if self.is_waived(WaiverKind::EarlyDraw) {
            return Ok(None);
        }
        match self.track {
            Track::Tender => {
                let hours = chain.number("draw.opens_before_hours")?;
                Ok(Some(self.starts_at.saturating_sub(hours.hours()).expect("hours are exact")))
            }
            Track::Procurement => {
                let early = chain.list("draw.early_methods")?;
                let is_early = |word: &str| early.iter().any(|method| method == word);
                if is_early(self.method.code()) || (self.off_site && is_early(OFF_SITE)) {
                    return Ok(None);
                }
                Ok(Some(working_days_before(self.starts_at, chain.number("draw.opens_before_working_days")?)))
            }
        }
    }

    /// The case that recusal judges, with the bidders, who are no part of the request.
    pub fn case(&self, register: &Register, bidders: &[UnitId]) -> Result<Case, FactsError> {
        let keys = |units: &mut dyn Iterator<Item = UnitId>| {
            units.map(|unit| register.key(unit).ok_or(FactsError::Unit { unit })).collect::<Result<Vec<UnitKey>, _>>()
        };
        Ok(Case {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            tenderees: keys(&mut self.tenderees.iter().copied())?,
            parties: keys(&mut self.parties.iter().map(|party| party.unit))?,
            bidders: keys(&mut bidders.iter().copied())?,
            departments: keys(&mut self.departments.iter().copied())?,
            finance_departments: keys(&mut self.finance_departments.iter().copied())?,
            requested: keys(&mut self.requested.iter().map(|requested| requested.unit))?,
            away_from: self.other_cities.then_some(self.area),
            slots: self.slots.clone(),
        })
    }
}

/// The mode that `draw.early_methods` names beside the methods.
const OFF_SITE: &str = "off_site_review";

fn working_days_before(instant: Timestamp, days: i64) -> Timestamp {
    let mut local = time::local_of(instant);
    let mut left = days;
    while left > 0 {
        local = local.saturating_sub(1.day());
        if !matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    time::instant_of(local).unwrap_or(instant)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::pack::shipped;
    use crate::recusal::example::{self, Graph, key};
    use jiff::civil::date;

    #[test]
    fn a_draw_opens_a_day_before_or_two_working_days() {
        // 2026-12-01 is a Tuesday, 2026-12-07 a Monday.
        let table = [
            (Track::Tender, Method::PublicTender, false, "2026-12-01T01:00:00Z", Some("2026-11-30T01:00:00Z")),
            (Track::Procurement, Method::PublicTender, false, "2026-12-07T01:00:00Z", Some("2026-12-03T01:00:00Z")),
            (Track::Procurement, Method::PublicTender, true, "2026-12-07T01:00:00Z", None),
            (Track::Procurement, Method::Negotiation, false, "2026-12-07T01:00:00Z", None),
            (Track::Procurement, Method::Inquiry, false, "2026-12-03T01:00:00Z", Some("2026-12-01T01:00:00Z")),
        ];
        for (track, method, off_site, starts_at, opens_at) in table {
            let starts_at = starts_at.parse().expect("an instant");
            let mut request = Request { track, method, off_site, starts_at, ..request() };
            let opens_at = opens_at.map(|opens_at| opens_at.parse().expect("an instant"));
            assert_eq!(request.opens_at(&chain(track)), Ok(opens_at), "{track} {method}");
            request.waivers.push(Waiver { kind: WaiverKind::EarlyDraw, document: "同意函".to_owned() });
            assert_eq!(request.opens_at(&chain(track)), Ok(None));
        }
    }

    #[test]
    fn the_case_has_the_units_of_the_request_and_the_bidders() {
        let register = Graph::of(5).register();
        let unit = |number| register.unit(key(number)).id;
        let request = Request {
            parties: vec![Party { role: PartyRole::Agency, unit: unit(1) }],
            requested: vec![RequestedUnit {
                unit: unit(2), reason: "诉讼".to_owned(), document: "判决书".to_owned()
            }],
            tenderees: vec![unit(0)],
            other_cities: true,
            ..request()
        };
        let case = request.case(&register, &[unit(4)]).expect("a case");
        assert_eq!((case.tenderees, case.parties, case.requested), (vec![key(0)], vec![key(1)], vec![key(2)]));
        assert_eq!((case.bidders, case.away_from), (vec![key(4)], Some(Area::CHANGSHA)));
        let unknown = UnitId::from_uuid(uuid::Uuid::from_u128(99));
        assert_eq!(request.case(&register, &[unknown]).err(), Some(FactsError::Unit { unit: unknown }));
    }

    /// A public tender in Changsha for five experts on 2026-12-01.
    pub fn request() -> Request {
        let at = |hour| time::instant_of(date(2026, 12, 1).at(hour, 0, 0, 0)).expect("an instant");
        Request {
            track: Track::Tender,
            method: Method::PublicTender,
            off_site: false,
            project_code: "YS-2026-430100-000001".to_owned(),
            project_name: "示例工程".to_owned(),
            lot: Lot { number: "01".to_owned(), name: "一标段".to_owned() },
            area: Area::CHANGSHA,
            budget_fen: None,
            complex: false,
            water: false,
            tenderees: Vec::new(),
            parties: Vec::new(),
            departments: Vec::new(),
            finance_departments: Vec::new(),
            starts_at: at(9),
            ends_at: at(17),
            not_before: at(8),
            sites: vec![Site { centre: "长沙公共资源交易中心".to_owned(), area: Area::CHANGSHA }],
            other_cities: false,
            slots: example::case().slots,
            representatives: Vec::new(),
            requested: Vec::new(),
            waivers: Vec::new(),
        }
    }

    pub fn chain(track: Track) -> Chain {
        Chain::choose(&shipped(), track, Area::CHANGSHA, date(2026, 12, 1))
    }
}

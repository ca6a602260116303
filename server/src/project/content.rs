//! What a request says, as forms send it and pages show it, and its reading into parsed values. Every fault is told beside its field.

use jiff::Timestamp;
use rules::area::Area;
use rules::expert::SpecialtyCode;
use rules::pack::Track;
use rules::project::model::{Lot, Method, Party, PartyRole, Request, RequestedUnit, Site, Waiver, WaiverKind};
use rules::project::slot::{Quota, Reach, Slot, SlotError, Slots, Tier};
use rules::text;
use rules::time;
use rules::unit::{CreditCode, name};
use rules::wording::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::refusal;
use crate::http::{ApiError, FieldError, Say};
use crate::unit::UnitRef;

/// Everything that a tenderee fills in.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestContent)]
pub struct Content {
    /// `tender` or `procurement`.
    pub track: String,
    /// `public_tender`, `invited_tender`, `negotiation`, `consultation` or `inquiry`.
    pub method: String,
    pub off_site: bool,
    pub project_code: String,
    pub project_name: String,
    pub lot_number: String,
    pub lot_name: String,
    /// The project's city.
    pub area: String,
    pub budget_fen: Option<i64>,
    pub complex: bool,
    pub water: bool,
    /// Further than the unit of a tenderee who files; an agency names at least one.
    pub tenderees: Vec<UnitBody>,
    pub parties: Vec<PartyBody>,
    /// Competent and supervising departments.
    pub departments: Vec<UnitBody>,
    pub finance_departments: Vec<UnitBody>,
    /// An instant, or a local date and time of the centre.
    pub starts_at: String,
    pub ends_at: String,
    /// Before it no name is opened.
    pub not_before: String,
    /// The host first.
    pub sites: Vec<SiteBody>,
    /// Experts must come from other cities than the project's.
    pub other_cities: bool,
    pub slots: Vec<SlotBody>,
    /// The tenderee's own members of the panel; shown to the filing unit and to pool officers.
    pub representatives: Vec<String>,
    /// Units whose people are to be left out; shown to the filing unit and to pool officers.
    pub requested: Vec<RequestedBody>,
    pub waivers: Vec<WaiverBody>,
}

/// A unit by its credit code, its name, or both.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestUnit)]
pub struct UnitBody {
    pub code: Option<String>,
    pub name: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestParty)]
pub struct PartyBody {
    /// `agency`, `cost_consultant`, `designer`, `works_supervisor` or `pre_study`.
    pub role: String,
    pub code: Option<String>,
    pub name: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestSite)]
pub struct SiteBody {
    /// Area of the centre.
    pub area: String,
    /// Its name; the area tells it.
    pub centre: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestSlot)]
pub struct SlotBody {
    pub specialty: String,
    /// 1 to 99.
    pub quota: u32,
    pub tiers: Vec<TierBody>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestTier)]
pub struct TierBody {
    /// `city`, `neighbours` or `province`.
    pub reach: String,
    pub areas: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestedUnit)]
pub struct RequestedBody {
    pub code: Option<String>,
    pub name: Option<String>,
    pub reason: String,
    /// The document that shows it.
    pub document: String,
}

#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = RequestWaiver)]
pub struct WaiverBody {
    /// `early_draw` or `appointment`.
    pub kind: String,
    pub document: String,
}

/// A request whose units are not yet looked up: their lists are empty, and the references wait beside it.
pub struct Draft {
    pub request: Request,
    pub units: Vec<(Use, UnitRef)>,
}

/// What a unit is named for.
pub enum Use {
    Tenderee,
    Party(PartyRole),
    Department,
    FinanceDepartment,
    Requested { reason: String, document: String },
}

impl Content {
    /// Reads the form; refused with a note beside each field that is wrong. Officers of `sight` see the request later.
    pub fn read(self, sight: Area) -> Result<Draft, ApiError> {
        let mut faults = Faults(Vec::new());
        let units = self.units(&mut faults);
        let request = self.request(sight, &mut faults);
        match request {
            Some(request) if faults.0.is_empty() => Ok(Draft { request, units }),
            _ => Err(ApiError::fields("project.fields", faults.0)),
        }
    }

    fn request(&self, sight: Area, faults: &mut Faults) -> Option<Request> {
        let track = faults.keep("track", Track::read(&self.track));
        let method = faults.keep("method", Method::read(&self.method));
        let project_code = faults.line("project_code", &text::code_form(&self.project_code), 64);
        let project_name = faults.line("project_name", &self.project_name, 200);
        let number = faults.line("lot_number", &text::code_form(&self.lot_number), 16);
        let name = faults.line("lot_name", &self.lot_name, 200);
        let area = faults.keep("area", Area::read(&self.area));
        if area.is_some_and(|area| !sight.covers(area)) {
            faults.say(
                "area",
                "只能为本地区的项目申请；其他地区的项目请用当地的账号。",
                "Only projects of your own area; use an account of the other area.",
            );
        }
        if self.budget_fen.is_some_and(|fen| fen <= 0) {
            faults.say(
                "budget_fen",
                "预算应大于零，未公布的请留空。",
                "A budget is above zero; leave it empty where none is published.",
            );
        }
        let times = self.times(faults);
        let slots = self.slots(faults);
        let sites = self.sites(faults);
        let representatives = self.representatives(faults);
        let waivers = self.waivers(faults);
        let (starts_at, ends_at, not_before) = times?;
        Some(Request {
            track: track?,
            method: method?,
            off_site: self.off_site,
            project_code: project_code?,
            project_name: project_name?,
            lot: Lot { number: number?, name: name? },
            area: area?,
            budget_fen: self.budget_fen,
            complex: self.complex,
            water: self.water,
            tenderees: Vec::new(),
            parties: Vec::new(),
            departments: Vec::new(),
            finance_departments: Vec::new(),
            starts_at,
            ends_at,
            not_before,
            sites,
            other_cities: self.other_cities,
            slots: slots?,
            representatives,
            requested: Vec::new(),
            waivers,
        })
    }

    fn times(&self, faults: &mut Faults) -> Option<(Timestamp, Timestamp, Timestamp)> {
        let starts_at = faults.instant("starts_at", &self.starts_at);
        let ends_at = faults.instant("ends_at", &self.ends_at);
        let not_before = faults.instant("not_before", &self.not_before);
        let (starts_at, ends_at, not_before) = (starts_at?, ends_at?, not_before?);
        if ends_at <= starts_at {
            faults.say("ends_at", "结束时间应晚于开始时间。", "The end lies after the beginning.");
        }
        if not_before > starts_at {
            faults.say(
                "not_before",
                "启封时间不得晚于评标开始时间。",
                "Names open at the latest when the evaluation begins.",
            );
        }
        Some((starts_at, ends_at, not_before))
    }

    fn slots(&self, faults: &mut Faults) -> Option<Slots> {
        let before = faults.0.len();
        let mut slots = Vec::new();
        for (at, body) in self.slots.iter().enumerate() {
            let specialty = faults.keep(format!("slots.{at}.specialty"), SpecialtyCode::read(&body.specialty));
            let count = u8::try_from(body.quota).unwrap_or(u8::MAX);
            let quota = faults.keep(format!("slots.{at}.quota"), Quota::try_from(count));
            let mut tiers = Vec::new();
            for tier in &body.tiers {
                let reach = faults.keep(format!("slots.{at}.tiers"), Reach::read(&tier.reach));
                let areas = tier.areas.iter().map(|area| Area::read(area)).collect::<Result<Vec<_>, _>>();
                let areas = faults.keep(format!("slots.{at}.tiers"), areas);
                tiers.extend(reach.zip(areas).map(|(reach, areas)| Tier { reach, areas }));
            }
            slots.extend(specialty.zip(quota).map(|(specialty, quota)| Slot { specialty, quota, tiers }));
        }
        if faults.0.len() > before {
            return None;
        }
        let slots = Slots::try_from(slots).map_err(|error| {
            let field = match error {
                SlotError::Ladder { slot } | SlotError::NoArea { slot } => format!("slots.{}.tiers", slot - 1),
                _ => "slots".to_owned(),
            };
            faults.add(field, error);
        });
        slots.ok()
    }

    fn sites(&self, faults: &mut Faults) -> Vec<Site> {
        if self.sites.is_empty() {
            faults.say("sites", "请选择评标地点，主场在前。", "Choose where the panel sits, the host first.");
        }
        let areas = self.sites.iter().enumerate();
        areas
            .filter_map(|(at, site)| faults.keep(format!("sites.{at}"), Area::read(&site.area)).map(Site::of))
            .collect()
    }

    fn representatives(&self, faults: &mut Faults) -> Vec<String> {
        let names = self.representatives.iter().enumerate();
        names.filter_map(|(at, name)| faults.keep(format!("representatives.{at}"), text::person_name(name))).collect()
    }

    fn waivers(&self, faults: &mut Faults) -> Vec<Waiver> {
        let mut waivers = Vec::new();
        for (at, body) in self.waivers.iter().enumerate() {
            let kind = faults.keep(format!("waivers.{at}.kind"), WaiverKind::read(&body.kind));
            let document = faults.line(format!("waivers.{at}.document"), &body.document, 200);
            waivers.extend(kind.zip(document).map(|(kind, document)| Waiver { kind, document }));
        }
        waivers
    }

    fn units(&self, faults: &mut Faults) -> Vec<(Use, UnitRef)> {
        let mut units = Vec::new();
        for (at, body) in self.tenderees.iter().enumerate() {
            let unit = faults.unit(&format!("tenderees.{at}"), (&body.code, &body.name));
            units.extend(unit.map(|unit| (Use::Tenderee, unit)));
        }
        for (at, body) in self.parties.iter().enumerate() {
            let unit = faults.unit(&format!("parties.{at}"), (&body.code, &body.name));
            let role = faults.keep(format!("parties.{at}.role"), PartyRole::read(&body.role));
            units.extend(role.zip(unit).map(|(role, unit)| (Use::Party(role), unit)));
        }
        for (at, body) in self.departments.iter().enumerate() {
            let unit = faults.unit(&format!("departments.{at}"), (&body.code, &body.name));
            units.extend(unit.map(|unit| (Use::Department, unit)));
        }
        for (at, body) in self.finance_departments.iter().enumerate() {
            let unit = faults.unit(&format!("finance_departments.{at}"), (&body.code, &body.name));
            units.extend(unit.map(|unit| (Use::FinanceDepartment, unit)));
        }
        for (at, body) in self.requested.iter().enumerate() {
            let unit = faults.unit(&format!("requested.{at}"), (&body.code, &body.name));
            let reason = faults.line(format!("requested.{at}.reason"), &body.reason, 200);
            let document = faults.line(format!("requested.{at}.document"), &body.document, 200);
            if let (Some(unit), Some(reason), Some(document)) = (unit, reason, document) {
                units.push((Use::Requested { reason, document }, unit));
            }
        }
        units
    }
}

impl Draft {
    /// Puts the units in their places, in the order of the references.
    pub fn fill(mut self, ids: Vec<rules::id::UnitId>) -> Request {
        for ((role, _), unit) in self.units.into_iter().zip(ids) {
            match role {
                Use::Tenderee => self.request.tenderees.push(unit),
                Use::Party(role) => self.request.parties.push(Party { role, unit }),
                Use::Department => self.request.departments.push(unit),
                Use::FinanceDepartment => self.request.finance_departments.push(unit),
                Use::Requested { reason, document } => {
                    self.request.requested.push(RequestedUnit { unit, reason, document });
                }
            }
        }
        self.request
    }
}

/// Notes beside fields, gathered while reading.
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, field: impl Into<String>, error: impl Into<Refusal>) {
        self.0.push(refusal::note(field, &error.into()));
    }

    fn say(&mut self, field: impl Into<String>, zh: &str, en: &str) {
        self.0.push(FieldError { field: field.into(), message: Say::new(zh, en) });
    }

    fn keep<T, E: Into<Refusal>>(&mut self, field: impl Into<String>, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.add(field, error)).ok()
    }

    /// A text of one line.
    fn line(&mut self, field: impl Into<String>, given: &str, max: usize) -> Option<String> {
        let line = text::tidy(given);
        let fits = (1..=max).contains(&line.chars().count()) && !line.chars().any(char::is_control);
        if !fits {
            let (zh, en) = (format!("请填写，不超过 {max} 字。"), format!("Fill it in with at most {max} characters."));
            self.say(field, &zh, &en);
        }
        fits.then_some(line)
    }

    fn instant(&mut self, field: &str, given: &str) -> Option<Timestamp> {
        if let Ok(instant) = given.parse() {
            return Some(instant);
        }
        let local = self.keep(field, time::read_date_time(given))?;
        self.keep(field, time::instant_of(local))
    }

    fn unit(&mut self, field: &str, (code, name): (&Option<String>, &Option<String>)) -> Option<UnitRef> {
        let given = |text: &Option<String>| text.as_deref().map(text::tidy).filter(|text| !text.is_empty());
        let (code, name) = (given(code), given(name));
        if code.is_none() && name.is_none() {
            self.say(field, "请填写单位名称或统一社会信用代码。", "Name the unit, by its name or credit code.");
            return None;
        }
        let code = code.map(|code| self.keep(format!("{field}.code"), CreditCode::read(&code)));
        let name = name.map(|name| self.keep(format!("{field}.name"), name::unit_name(&name)));
        if matches!(code, Some(None)) || matches!(name, Some(None)) {
            return None;
        }
        Some(UnitRef::new(code.flatten(), name.flatten()))
    }
}

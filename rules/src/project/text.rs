//! A request as its two texts (docs/DRAW.md, section 6): `request.txt`, which travels in the bundle, and `request-private.txt` with
//! representatives, units to be left out and their reasons. Each begins with chance, so that nobody guesses a text from its hash,
//! and the first names the hash of the second.

use jiff::Timestamp;
use proof::hash::Hash;
use proof::text::Text;

use super::model::{Lot, Party, PartyRole, Request, RequestedUnit, Site, Waiver, WaiverKind};
use super::slot::{Quota, Reach, Slot, Slots, Tier};
use crate::area::Area;
use crate::expert::SpecialtyCode;
use crate::id::UnitId;
use crate::unit::CreditCode;
use crate::wording::Worded;

/// The two texts of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// `request.txt`.
    pub request: Text,
    /// `request-private.txt`.
    pub private: Text,
}

/// How a unit is written beside its id, for readers who have no register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Credit code, where it has one.
    pub code: Option<CreditCode>,
    /// Present name.
    pub name: String,
}

impl Texts {
    /// Writes a request. `random` is the chance of the two texts, `written` tells how a unit is written.
    pub fn write(
        request: &Request,
        random: [[u8; 32]; 2],
        written: &dyn Fn(UnitId) -> Option<Written>,
    ) -> Result<Self, TextsError> {
        let unit = |unit: UnitId| {
            let Written { code, name } = written(unit).ok_or(TextsError { key: "unit".to_owned() })?;
            let code = code.map_or_else(|| NONE.to_owned(), |code| code.to_string());
            Ok(format!("{unit} {code} {name}"))
        };
        let mut lines = Lines::beginning(random[1]);
        lines.numbered("representative", request.representatives.iter().cloned());
        lines.try_numbered("requested", request.requested.iter().map(|requested| unit(requested.unit)))?;
        lines.numbered("requested-reason", request.requested.iter().map(|requested| requested.reason.clone()));
        lines.numbered("requested-document", request.requested.iter().map(|requested| requested.document.clone()));
        let private = lines.text()?;
        let mut lines = Lines::beginning(random[0]);
        head(&mut lines, request);
        lines.try_numbered("tenderee", request.tenderees.iter().map(|tenderee| unit(*tenderee)))?;
        let party = |party: &Party| Ok(format!("{} {}", party.role, unit(party.unit)?));
        lines.try_numbered("party", request.parties.iter().map(party))?;
        lines.try_numbered("department", request.departments.iter().map(|id| unit(*id)))?;
        lines.try_numbered("finance-department", request.finance_departments.iter().map(|id| unit(*id)))?;
        lines.add("starts", request.starts_at.to_string());
        lines.add("ends", request.ends_at.to_string());
        lines.add("not-before", request.not_before.to_string());
        lines.numbered("site", request.sites.iter().map(|site| format!("{} {}", site.area, site.centre)));
        lines.add("other-cities", yes_no(request.other_cities));
        lines.numbered("slot", request.slots.all().iter().map(slot_line));
        lines.numbered("reach", request.slots.all().iter().map(reach_line));
        lines.numbered("waiver", request.waivers.iter().map(|waiver| format!("{} {}", waiver.kind, waiver.document)));
        lines.add("private", private.hash(PRIVATE_TAG).to_string());
        Ok(Self { request: lines.text()?, private })
    }

    /// Reads two texts that `write` made.
    pub fn parse(request: &[u8], private: &[u8]) -> Result<Self, TextsError> {
        let text = |bytes, key: &str| Text::parse(bytes).map_err(|_| TextsError { key: key.to_owned() });
        let texts = Self { request: text(request, "request")?, private: text(private, "private")? };
        let names = texts.request.value("private") == Some(texts.private.hash(PRIVATE_TAG).to_string().as_str());
        if names { Ok(texts) } else { Err(TextsError { key: "private".to_owned() }) }
    }

    /// What the draw's identity names.
    pub fn hash(&self) -> Hash {
        self.request.hash(REQUEST_TAG)
    }

    /// The request that the texts tell.
    pub fn read(&self) -> Result<Request, TextsError> {
        let read = Reading { text: &self.request };
        let private = Reading { text: &self.private };
        let reasons = private.all("requested-reason", |text| Some(text.to_owned()))?;
        let documents = private.all("requested-document", |text| Some(text.to_owned()))?;
        let requested = private.all("requested", unit_of)?.into_iter().zip(reasons.into_iter().zip(documents));
        Ok(Request {
            track: read.one("track", |text| text.parse().ok())?,
            method: read.one("method", |text| text.parse().ok())?,
            off_site: read.one("off-site", yes)?,
            project_code: read.one("project", |text| Some(text.to_owned()))?,
            project_name: read.one("project-name", |text| Some(text.to_owned()))?,
            lot: Lot {
                number: read.one("lot", |text| Some(text.to_owned()))?,
                name: read.one("lot-name", |text| Some(text.to_owned()))?,
            },
            area: read.one("area", |text| text.parse().ok())?,
            budget_fen: read.one(
                "budget-fen",
                |text| {
                    if text == NONE { Some(None) } else { text.parse().ok().map(Some) }
                },
            )?,
            complex: read.one("complex", yes)?,
            water: read.one("water", yes)?,
            tenderees: read.all("tenderee", unit_of)?,
            parties: read.all("party", |text| {
                let (role, unit) = text.split_once(' ')?;
                Some(Party { role: role.parse::<PartyRole>().ok()?, unit: unit_of(unit)? })
            })?,
            departments: read.all("department", unit_of)?,
            finance_departments: read.all("finance-department", unit_of)?,
            starts_at: read.one("starts", instant)?,
            ends_at: read.one("ends", instant)?,
            not_before: read.one("not-before", instant)?,
            sites: read.all("site", |text| {
                let (area, centre) = text.split_once(' ')?;
                Some(Site { centre: centre.to_owned(), area: area.parse().ok()? })
            })?,
            other_cities: read.one("other-cities", yes)?,
            slots: slots_of(&read)?,
            representatives: private.all("representative", |text| Some(text.to_owned()))?,
            requested: requested.map(|(unit, (reason, document))| RequestedUnit { unit, reason, document }).collect(),
            waivers: read.all("waiver", |text| {
                let (kind, document) = text.split_once(' ')?;
                Some(Waiver { kind: kind.parse::<WaiverKind>().ok()?, document: document.to_owned() })
            })?,
        })
    }
}

/// A line that cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the line {key} of a request is not one of a request's lines; write the value in one line without control characters"
)]
pub struct TextsError {
    /// Its key; never its value.
    pub key: String,
}

impl Worded for TextsError {
    fn code(&self) -> &'static str {
        "request.text"
    }

    fn zh(&self) -> String {
        format!("申请的 {} 一行不合格式，请写成一行，不含控制字符", self.key)
    }
}

fn head(lines: &mut Lines, request: &Request) {
    lines.add("project", request.project_code.clone());
    lines.add("project-name", request.project_name.clone());
    lines.add("lot", request.lot.number.clone());
    lines.add("lot-name", request.lot.name.clone());
    lines.add("track", request.track.to_string());
    lines.add("method", request.method.to_string());
    lines.add("off-site", yes_no(request.off_site));
    lines.add("area", request.area.to_string());
    lines.add("budget-fen", request.budget_fen.map_or_else(|| NONE.to_owned(), |fen| fen.to_string()));
    lines.add("complex", yes_no(request.complex));
    lines.add("water", yes_no(request.water));
}

/// `SPECIALTY QUOTA TIER ..`, a tier as its areas joined by commas.
fn slot_line(slot: &Slot) -> String {
    let mut line = format!("{} {}", slot.specialty, slot.quota);
    for tier in &slot.tiers {
        let areas: Vec<String> = tier.areas.iter().map(Area::to_string).collect();
        line = format!("{line} {}", areas.join(","));
    }
    line
}

/// How far the tiers of a slot reach, which the areas alone do not tell.
fn reach_line(slot: &Slot) -> String {
    slot.tiers.iter().map(|tier| tier.reach.code()).collect::<Vec<_>>().join(" ")
}

fn slots_of(read: &Reading<'_>) -> Result<Slots, TextsError> {
    let wrong = || TextsError { key: "slot".to_owned() };
    let reaches =
        read.all("reach", |line| line.split(' ').map(|word| word.parse().ok()).collect::<Option<Vec<_>>>())?;
    let lines = read.all("slot", |line| Some(line.to_owned()))?;
    let slots = lines.iter().zip(reaches).map(|(line, reaches)| slot_of(line, &reaches));
    Slots::try_from(slots.collect::<Option<Vec<_>>>().ok_or_else(wrong)?).map_err(|_| wrong())
}

fn slot_of(line: &str, reaches: &[Reach]) -> Option<Slot> {
    let mut parts = line.split(' ');
    let specialty: SpecialtyCode = parts.next()?.parse().ok()?;
    let quota = Quota::try_from(parts.next()?.parse::<u8>().ok()?).ok()?;
    let areas = |part: &str| part.split(',').map(|area| area.parse().ok()).collect::<Option<Vec<Area>>>();
    let tiers = parts.map(areas).collect::<Option<Vec<_>>>()?;
    let fits = tiers.len() == reaches.len();
    let tiers = reaches.iter().zip(tiers).map(|(reach, areas)| Tier { reach: *reach, areas }).collect();
    fits.then_some(Slot { specialty, quota, tiers })
}

fn unit_of(text: &str) -> Option<UnitId> {
    text.split(' ').next()?.parse().ok()
}

fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn yes_no(yes: bool) -> String {
    if yes { "yes".to_owned() } else { "no".to_owned() }
}

fn yes(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Lines on their way to a text.
struct Lines(Vec<(String, String)>);

impl Lines {
    fn beginning(random: [u8; 32]) -> Self {
        Self(vec![("random".to_owned(), Hash(random).to_string())])
    }

    fn add(&mut self, key: &str, value: String) {
        self.0.push((key.to_owned(), value));
    }

    fn numbered(&mut self, key: &str, values: impl Iterator<Item = String>) {
        for (number, value) in (1..).zip(values) {
            self.add(&format!("{key}-{number}"), value);
        }
    }

    fn try_numbered(
        &mut self,
        key: &str,
        values: impl Iterator<Item = Result<String, TextsError>>,
    ) -> Result<(), TextsError> {
        let values = values.collect::<Result<Vec<_>, _>>()?;
        self.numbered(key, values.into_iter());
        Ok(())
    }

    fn text(self) -> Result<Text, TextsError> {
        let keys: Vec<String> = self.0.iter().map(|(key, _)| key.clone()).collect();
        Text::new(self.0).map_err(|error| TextsError { key: keys[error.0 - 1].clone() })
    }
}

struct Reading<'a> {
    text: &'a Text,
}

impl Reading<'_> {
    fn one<T>(&self, key: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, TextsError> {
        self.text.value(key).and_then(read).ok_or_else(|| TextsError { key: key.to_owned() })
    }

    /// Values counted from 1 without gap.
    fn all<T>(&self, key: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, TextsError> {
        let mut values = Vec::new();
        loop {
            let key = format!("{key}-{}", values.len() + 1);
            let Some(value) = self.text.value(&key) else { return Ok(values) };
            values.push(read(value).ok_or(TextsError { key })?);
        }
    }
}

const NONE: &str = "none";
/// Tag of `request.txt`.
const REQUEST_TAG: &str = "vrd1/request";
/// Tag of `request-private.txt`.
const PRIVATE_TAG: &str = "vrd1/request-private";

#[cfg(test)]
mod tests {
    use super::super::model::tests::request;
    use super::*;

    fn written(unit: UnitId) -> Option<Written> {
        let code = CreditCode::complete("91430100MA4L16JQ9").ok().filter(|_| unit != this(3));
        Some(Written { code, name: format!("湖南某某 {} 公司", unit.as_uuid().as_u128()) })
    }

    fn this(number: u128) -> UnitId {
        UnitId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn full() -> Request {
        Request {
            budget_fen: Some(3_200_000_000),
            water: true,
            tenderees: vec![this(1), this(2)],
            parties: vec![Party { role: PartyRole::Agency, unit: this(3) }],
            departments: vec![this(4)],
            representatives: vec!["甲某".to_owned()],
            requested: vec![RequestedUnit {
                unit: this(5),
                reason: "诉讼中".to_owned(),
                document: "案号 1".to_owned(),
            }],
            waivers: vec![Waiver { kind: WaiverKind::EarlyDraw, document: "同意函 3".to_owned() }],
            ..request()
        }
    }

    #[test]
    fn a_request_is_what_its_texts_tell() {
        for request in [request(), full()] {
            let texts = Texts::write(&request, [[1; 32], [2; 32]], &written).expect("texts");
            assert_eq!(texts.read(), Ok(request));
            let (open, private) = (texts.request.to_string(), texts.private.to_string());
            assert_eq!(Texts::parse(open.as_bytes(), private.as_bytes()), Ok(texts.clone()));
            assert!(texts.request.is_framed("private"));
            assert_eq!(texts.hash(), proof::hash::tagged("vrd1/request", &[open.as_bytes()]));
        }
    }

    #[test]
    fn representatives_and_units_to_be_left_out_stand_in_the_private_text_alone() {
        let texts = Texts::write(&full(), [[1; 32], [2; 32]], &written).expect("texts");
        let open = texts.request.to_string();
        assert!(!open.contains("甲某") && !open.contains("诉讼中") && !open.contains(&this(5).to_string()));
        assert!(open.contains("slot-1 ") && open.contains("\nproject ") && open.contains("\nlot "));
    }

    #[test]
    fn another_private_text_is_refused() {
        let texts = Texts::write(&full(), [[1; 32], [2; 32]], &written).expect("texts");
        let other = Texts::write(&full(), [[1; 32], [3; 32]], &written).expect("texts");
        let parsed = Texts::parse(texts.request.to_string().as_bytes(), other.private.to_string().as_bytes());
        assert_eq!(parsed, Err(TextsError { key: "private".to_owned() }));
        let broken = Request { project_name: "两\n行".to_owned(), ..request() };
        let error = Texts::write(&broken, [[1; 32], [2; 32]], &written).expect_err("a refusal");
        assert_eq!(error.key, "project-name");
    }
}

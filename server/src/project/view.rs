//! What readers are shown of requests. Representatives and units to be left out are shown to the filing unit and to pool officers;
//! the bidders to nobody.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rules::account::Role;
use rules::id::{AccountId, UnitId};
use rules::pack::Chain;
use rules::project::Request;
use rules::project::fit::SlotCount;
use rules::project::lifecycle::{Event, Phase, step};
use rules::project::model::PartyRole;
use rules::wording::Worded as _;
use serde::Serialize;
use utoipa::ToSchema;

use super::actions::{chain, officer, panel_faults, state};
use super::content::{Content, PartyBody, RequestedBody, SiteBody, SlotBody, TierBody, UnitBody, WaiverBody};
use super::decide::REASON;
use super::store::Stored;
use super::texts::Composed;
use crate::app::App;
use crate::http::{Actor, ApiError, Language};
use crate::unit::Label;
use crate::vault::Place;

/// A request in a list.
#[derive(Serialize, ToSchema)]
pub struct RequestItem {
    pub id: String,
    pub project_code: String,
    pub project_name: String,
    pub lot_number: String,
    pub lot_name: String,
    pub area: String,
    pub area_name: String,
    pub tenderee: String,
    pub starts_at: String,
    pub seat_count: u32,
    /// `draft`, `filed`, `approved`, `drawn` or `cancelled`.
    pub state: &'static str,
    /// Two officers must approve, and one has.
    pub needs_second: bool,
    pub author: String,
    /// The reader is its author.
    pub mine: bool,
    pub updated_at: String,
}

/// One request with everything that the reader may see.
#[derive(Serialize, ToSchema)]
pub struct RequestDetail {
    #[serde(flatten)]
    pub item: RequestItem,
    pub version: i32,
    pub content: Content,
    /// Whether the content shows representatives and units to be left out.
    pub private_shown: bool,
    /// `TH("vrd1/request", request.txt)`, in hex.
    pub hash: String,
    pub approvers: Vec<String>,
    /// Why it was last sent back or given up.
    pub reason: Option<String>,
    /// When the list of bidders was last uploaded.
    pub bidders_uploaded_at: Option<String>,
    /// What the law has against the panel.
    pub faults: Vec<FaultItem>,
    /// Before this instant there is no draw.
    pub opens_at: Option<String>,
    /// Pairs of units that may be one, and units known by name alone, that stand in the way of an approval.
    pub near_count: i64,
    /// What the reader may do: `edit`, `file`, `withdraw`, `approve`, `return`, `bidders`.
    pub may: Vec<&'static str>,
}

/// A fault of the panel.
#[derive(Serialize, ToSchema)]
pub struct FaultItem {
    pub code: &'static str,
    /// The article that it rests on.
    pub article: String,
    pub message: String,
}

/// The people of each slot by profile rules alone.
#[derive(Serialize, ToSchema)]
pub struct RequestCounts {
    pub slots: Vec<SlotCountItem>,
}

#[derive(Serialize, ToSchema)]
pub struct SlotCountItem {
    pub specialty: String,
    pub quota: u8,
    /// Narrowest first; each counts those whom no narrower one takes.
    pub tiers: Vec<TierCountItem>,
}

#[derive(Serialize, ToSchema)]
pub struct TierCountItem {
    pub reach: &'static str,
    pub count: u32,
}

/// What pages look up beside a request.
pub struct Names {
    pub accounts: BTreeMap<AccountId, String>,
    pub units: BTreeMap<UnitId, Label>,
}

impl Names {
    fn account(&self, id: AccountId) -> String {
        self.accounts.get(&id).cloned().unwrap_or_default()
    }

    fn unit(&self, id: UnitId) -> UnitBody {
        let label = self.units.get(&id);
        UnitBody {
            code: label.and_then(|label| label.code).map(|code| code.to_string()),
            name: label.map(|label| label.name.clone()),
        }
    }
}

/// A line of a list.
pub fn item(stored: &Stored, request: &Request, names: &Names, (actor, language): (&Actor, Language)) -> RequestItem {
    let tenderee = request.tenderees.first().and_then(|unit| names.unit(*unit).name);
    RequestItem {
        id: stored.id.to_string(),
        project_code: request.project_code.clone(),
        project_name: request.project_name.clone(),
        lot_number: request.lot.number.clone(),
        lot_name: request.lot.name.clone(),
        area: stored.area.to_string(),
        area_name: language.area(stored.area),
        tenderee: tenderee.unwrap_or_default(),
        starts_at: stored.starts_at.to_string(),
        seat_count: request.slots.seat_count(),
        state: stored.state.code(),
        needs_second: stored.needs_second && stored.state == Phase::Filed,
        author: names.account(stored.author),
        mine: stored.author == actor.account_id,
        updated_at: stored.updated_at.to_string(),
    }
}

/// The page of one request; the counts of near matches and the list's day are added by the caller.
pub fn detail(
    app: &App,
    (stored, composed): (&Stored, &Composed),
    names: &Names,
    (actor, language): (&Actor, Language),
) -> Result<RequestDetail, ApiError> {
    let now = app.clock.now();
    let request = &composed.request;
    let chain = chain(request, now);
    let private_shown = actor.role == Role::PoolOfficer || actor.unit == Some(stored.unit);
    let reason = stored.reason_sealed.as_deref();
    let reason = reason
        .filter(|_| private_shown)
        .map(|sealed| app.vault.open_text(Place { column: REASON, row: stored.id.as_uuid() }, sealed));
    let faults = panel_faults(request, &chain)?;
    let fault = |fault: rules::project::panel::PanelFault| FaultItem {
        code: fault.code(),
        article: fault.article().to_owned(),
        message: match language {
            Language::Chinese => fault.zh() + "。",
            Language::English => fault.en() + ".",
        },
    };
    Ok(RequestDetail {
        item: item(stored, request, names, (actor, language)),
        version: stored.version,
        content: content(request, names, private_shown),
        private_shown,
        hash: composed.texts.hash().to_string(),
        approvers: [stored.approver, stored.second_approver]
            .into_iter()
            .flatten()
            .map(|id| names.account(id))
            .collect(),
        reason: reason.transpose()?,
        bidders_uploaded_at: None,
        faults: faults.into_iter().map(fault).collect(),
        opens_at: request.opens_at(&chain).map_err(anyhow::Error::from)?.map(|at| at.to_string()),
        near_count: 0,
        may: may((stored, request), actor, &chain, now)?,
    })
}

/// The numbers of a request, rung by rung.
pub fn counts(request: &Request, counts: &[SlotCount]) -> RequestCounts {
    let slots = request.slots.all().iter().zip(counts).map(|(slot, count)| SlotCountItem {
        specialty: slot.specialty.to_string(),
        quota: slot.quota.count(),
        tiers: slot
            .tiers
            .iter()
            .zip(&count.tiers)
            .map(|(tier, count)| TierCountItem { reach: tier.reach.code(), count: *count })
            .collect(),
    });
    RequestCounts { slots: slots.collect() }
}

fn may(
    (stored, request): (&Stored, &Request),
    actor: &Actor,
    chain: &Chain,
    now: Timestamp,
) -> Result<Vec<&'static str>, ApiError> {
    let state = state(stored, request, chain)?;
    let author = stored.author == actor.account_id;
    let by = officer(actor);
    let allowed = |event| step(&state, event, now).is_ok();
    let filer = actor.role.acts_for_unit();
    let table = [
        ("edit", author && stored.state == Phase::Draft),
        ("file", filer && allowed(Event::File { by: actor.account_id })),
        ("withdraw", (filer || actor.role == Role::PoolOfficer) && allowed(Event::Cancel { by })),
        ("approve", allowed(Event::Approve { by, near_count: 0 })),
        ("return", allowed(Event::Return { by })),
        ("bidders", author && matches!(stored.state, Phase::Draft | Phase::Filed)),
    ];
    Ok(table.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect())
}

fn content(request: &Request, names: &Names, private_shown: bool) -> Content {
    let units = |units: &[UnitId]| units.iter().map(|unit| names.unit(*unit)).collect();
    let party = |(role, unit): (PartyRole, UnitId)| {
        let UnitBody { code, name } = names.unit(unit);
        PartyBody { role: role.code().to_owned(), code, name }
    };
    let requested = request.requested.iter().map(|requested| {
        let UnitBody { code, name } = names.unit(requested.unit);
        RequestedBody { code, name, reason: requested.reason.clone(), document: requested.document.clone() }
    });
    let waiver = |waiver: &rules::project::model::Waiver| WaiverBody {
        kind: waiver.kind.code().to_owned(),
        document: waiver.document.clone(),
    };
    Content {
        track: request.track.code().to_owned(),
        method: request.method.code().to_owned(),
        off_site: request.off_site,
        project_code: request.project_code.clone(),
        project_name: request.project_name.clone(),
        lot_number: request.lot.number.clone(),
        lot_name: request.lot.name.clone(),
        area: request.area.to_string(),
        budget_fen: request.budget_fen,
        complex: request.complex,
        water: request.water,
        tenderees: units(&request.tenderees),
        parties: request.parties.iter().map(|named| party((named.role, named.unit))).collect(),
        departments: units(&request.departments),
        finance_departments: units(&request.finance_departments),
        starts_at: request.starts_at.to_string(),
        ends_at: request.ends_at.to_string(),
        not_before: request.not_before.to_string(),
        sites: request
            .sites
            .iter()
            .map(|site| SiteBody { area: site.area.to_string(), centre: Some(site.centre.clone()) })
            .collect(),
        other_cities: request.other_cities,
        slots: request.slots.all().iter().map(slot).collect(),
        representatives: if private_shown { request.representatives.clone() } else { Vec::new() },
        requested: if private_shown { requested.collect() } else { Vec::new() },
        waivers: request.waivers.iter().map(waiver).collect(),
    }
}

fn slot(slot: &rules::project::Slot) -> SlotBody {
    let tier = |tier: &rules::project::Tier| TierBody {
        reach: tier.reach.code().to_owned(),
        areas: tier.areas.iter().map(ToString::to_string).collect(),
    };
    SlotBody {
        specialty: slot.specialty.to_string(),
        quota: u32::from(slot.quota.count()),
        tiers: slot.tiers.iter().map(tier).collect(),
    }
}

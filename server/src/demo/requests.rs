//! Three requests for panels of invented projects: one being written, one that waits for an officer, one approved.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _, Unit};
use rules::account::Role;
use rules::area::Area;
use rules::id::{AccountId, SignInId, UnitId};
use rules::time::local_of;

use super::data::{Demo, Duty};
use super::stage::{self, Stage};
use super::store;
use crate::app::App;
use crate::http::{Actor, ApiError};
use crate::project::{self, Content, SiteBody, SlotBody, TierBody, UnitBody};

/// Lets the tenderee of Changsha write them and an officer of the city approve one; what an interrupted run made stands.
pub async fn make(app: &App, demo: &Demo) -> anyhow::Result<Stage> {
    let (tenderee, officer) = (actor(app, TENDEREE).await?, actor(app, OFFICER).await?);
    let mut tx = app.begin("demo.requests").await?;
    let made = store::request_count(&mut tx).await?;
    drop(tx);
    for (number, wanted) in (0..).zip(WANTED).skip(usize::try_from(made)?) {
        request(app, (&tenderee, &officer), demo, (number, wanted)).await.map_err(ApiError::into_cause)?;
    }
    let mut tx = app.begin("demo.requested").await?;
    stage::advance_in(&mut tx, Stage::Proposed, Stage::Done).await?;
    tx.commit().await?;
    Ok(Stage::Done)
}

/// An approved request that can be drawn for at once: its panel gathers in `minutes`.
pub async fn soon(app: &App, minutes: i64) -> anyhow::Result<String> {
    let demo = Demo::of(stage::size(app).await?);
    let (tenderee, officer) = (actor(app, TENDEREE).await?, actor(app, OFFICER).await?);
    let mut tx = app.begin("demo.soon").await?;
    let made = usize::try_from(store::request_count(&mut tx).await?)?;
    drop(tx);
    let gather_at = app.clock.now().round(Unit::Minute)? + SignedDuration::from_mins(minutes);
    let at = |after: i64| local_of(gather_at + SignedDuration::from_mins(after)).strftime("%F %R").to_string();
    let mut content = content(&demo, made, &SOON);
    (content.not_before, content.starts_at, content.ends_at) = (at(0), at(5), at(185));
    let code = content.project_code.clone();
    let made = async {
        let mut stored = project::create(app, &tenderee, content).await?;
        stored = project::file(app, &tenderee, stored.id, stored.version).await?;
        project::upload(app, &tenderee, stored.id, bidders(&demo, 0).into_bytes()).await?;
        project::approve(app, &officer, stored.id, stored.version).await
    };
    made.await.map_err(ApiError::into_cause)?;
    Ok(code)
}

/// What one of them is about, and how far it comes.
struct Wanted {
    project: &'static str,
    lot: &'static str,
    specialty: &'static str,
    quota: u32,
    representatives: &'static [&'static str],
    end: End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Draft,
    Filed,
    Approved,
}

async fn request(
    app: &App,
    (tenderee, officer): (&Actor, &Actor),
    demo: &Demo,
    (number, wanted): (usize, &Wanted),
) -> Result<(), ApiError> {
    let mut stored = project::create(app, tenderee, content(demo, number, wanted)).await?;
    if wanted.end == End::Draft {
        return Ok(());
    }
    stored = project::file(app, tenderee, stored.id, stored.version).await?;
    project::upload(app, tenderee, stored.id, bidders(demo, number).into_bytes()).await?;
    if wanted.end == End::Approved {
        project::approve(app, officer, stored.id, stored.version).await?;
    }
    Ok(())
}

async fn actor(app: &App, (login, role): (&str, Role)) -> anyhow::Result<Actor> {
    let mut tx = app.begin("demo.actor").await?;
    let (account, unit) = store::filer(&mut tx, login).await?;
    Ok(Actor {
        account_id: AccountId::from_uuid(account),
        sign_in_id: SignInId::from_uuid(app.uuid()),
        role,
        area: Area::CHANGSHA,
        unit: unit.map(UnitId::from_uuid),
    })
}

fn content(demo: &Demo, number: usize, wanted: &Wanted) -> Content {
    let day = demo.day().saturating_add(DAYS_AHEAD.days());
    let at = |clock: &str| format!("{day} {clock}");
    let tier = |reach: &str, areas: &[&str]| TierBody {
        reach: reach.to_owned(),
        areas: areas.iter().map(|area| (*area).to_owned()).collect(),
    };
    Content {
        track: "tender".to_owned(),
        method: "public_tender".to_owned(),
        off_site: false,
        project_code: code(demo.day(), number),
        project_name: wanted.project.to_owned(),
        lot_number: "01".to_owned(),
        lot_name: wanted.lot.to_owned(),
        area: Area::CHANGSHA.to_string(),
        budget_fen: None,
        complex: false,
        water: false,
        tenderees: Vec::new(),
        parties: Vec::new(),
        departments: departments(demo),
        finance_departments: Vec::new(),
        starts_at: at("09:00"),
        ends_at: at("17:00"),
        not_before: at("08:30"),
        sites: vec![SiteBody { area: Area::CHANGSHA.to_string(), centre: None }],
        other_cities: false,
        slots: vec![SlotBody {
            specialty: wanted.specialty.to_owned(),
            quota: wanted.quota,
            tiers: vec![
                tier("city", &["430100"]),
                tier("neighbours", &["430200", "430300"]),
                tier("province", &["430000"]),
            ],
        }],
        representatives: wanted.representatives.iter().map(|name| (*name).to_owned()).collect(),
        requested: Vec::new(),
        waivers: Vec::new(),
    }
}

fn departments(demo: &Demo) -> Vec<UnitBody> {
    let department = demo.unit_of(Duty::Department, Some(0));
    let body =
        |row: &rules::import::UnitRow| UnitBody { code: Some(row.code.to_string()), name: Some(row.name.clone()) };
    department.map(body).into_iter().collect()
}

fn code(day: Date, number: usize) -> String {
    format!("YS-{}-430100-{:06}", day.year(), number + 1)
}

/// A file as a tenderee would bring it.
fn bidders(demo: &Demo, number: usize) -> String {
    // The last companies: those that are nearly named like another come first, and would stand in the way of a draw.
    let rows = demo.companies(0, usize::MAX).into_iter().rev().skip(number * BIDDERS).take(BIDDERS);
    let rows: String = rows.map(|row| format!("{},{}\n", row.name, row.code)).collect();
    format!("投标人名称,统一社会信用代码\n{rows}")
}

const TENDEREE: (&str, Role) = ("zhao.cs", Role::Tenderee);
const OFFICER: (&str, Role) = ("ku2.cs", Role::PoolOfficer);
/// The evaluation lies so many days after the demo's day.
const DAYS_AHEAD: i32 = 14;
const BIDDERS: usize = 5;

const SOON: Wanted = Wanted {
    project: "演示岳麓山隧道机电改造",
    lot: "施工(演示)",
    specialty: "A0801",
    quota: 4,
    representatives: &["演示代表丙"],
    end: End::Approved,
};

const WANTED: &[Wanted] = &[
    Wanted {
        project: "演示湘江新区中学建设",
        lot: "施工一标(演示)",
        specialty: "A0801",
        quota: 4,
        representatives: &["演示代表甲"],
        end: End::Approved,
    },
    Wanted {
        project: "演示浏阳河污水处理厂改造",
        lot: "设备采购(演示)",
        specialty: "A0802",
        quota: 5,
        representatives: &[],
        end: End::Filed,
    },
    Wanted {
        project: "演示城北医院信息化",
        lot: "软件开发(演示)",
        specialty: "A08",
        quota: 6,
        representatives: &["演示代表乙"],
        end: End::Draft,
    },
];

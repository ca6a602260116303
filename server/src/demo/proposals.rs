//! Proposals that wait for a second officer, so that a newcomer has something to decide.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::account::Role;
use rules::area::Area;
use rules::expert::model::State;
use rules::id::{AccountId, ExpertId, SignInId};

use super::stage::{self, Stage};
use super::store;
use crate::app::App;
use crate::expert::change::{Ground, propose_amendment, propose_state};
use crate::http::{Actor, ApiError};

/// Lets one officer of Changsha propose changes for experts of the city; what an interrupted run proposed stands.
pub async fn make(app: &App, day: Date) -> anyhow::Result<Stage> {
    let mut tx = app.begin("demo.proposals").await?;
    let account = store::account(&mut tx, AUTHOR).await?;
    let experts = store::first_active(&mut tx, Area::CHANGSHA, COUNT).await?;
    tx.commit().await?;
    let author = Actor {
        account_id: AccountId::from_uuid(account),
        sign_in_id: SignInId::from_uuid(app.uuid()),
        role: Role::PoolOfficer,
        area: Area::CHANGSHA,
        unit: None,
    };
    for ((expert, base_version), at) in experts.into_iter().zip(0..) {
        let expert = ExpertId::from_uuid(expert);
        let ground = |reason: &str| Ground { base_version, reason: reason.to_owned() };
        let proposed = match at % 3 {
            0 => {
                let values = BTreeMap::from([("phone".to_owned(), Some(format!("1600999{at:04}")))]);
                propose_amendment(app, &author, expert, values, ground("本人来函更正手机号码(演示)")).await
            }
            1 => {
                let address = format!("湖南省长沙市岳麓区麓山南路{}号", 100 + at);
                let values = BTreeMap::from([("address".to_owned(), Some(address))]);
                propose_amendment(app, &author, expert, values, ground("迁居，已核对居住证明(演示)")).await
            }
            _ => {
                let leave = (State::OnLeave, day.saturating_add(1.days()), Some(day.saturating_add(30.days())));
                propose_state(app, &author, expert, leave, ground("出国进修一个月(演示)")).await
            }
        };
        settle(proposed.map(|_| ()))?;
    }
    let mut tx = app.begin("demo.proposed").await?;
    stage::advance_in(&mut tx, Stage::Staffed, Stage::Proposed).await?;
    tx.commit().await?;
    Ok(Stage::Proposed)
}

/// What a run before this one proposed is no fault.
fn settle(proposed: Result<(), ApiError>) -> anyhow::Result<()> {
    match proposed {
        Err(refusal) if refusal.code == "change.open" => Ok(()),
        proposed => proposed.map_err(ApiError::into_cause),
    }
}

const AUTHOR: &str = "ku1.cs";
const COUNT: i64 = 6;

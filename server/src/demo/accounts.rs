//! Accounts for each role: of the province and of one city, two pool officers in each, so that four eyes can be played.
//! Passwords and second factors are known to everybody; such accounts exist in a demo alone and say so.

use rules::account::Role;
use rules::area::Area;
use rules::id::EntryId;
use rules::ledger::entry::Kind;
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;

use super::data::{Demo, Duty, Size};
use super::load::ACTOR;
use super::stage::{self, Stage};
use crate::account::sign_in::code;
use crate::account::{self, Credentials, NewAccount};
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::ledger::{self, Deed, Entry};
use crate::unit::UnitRef;

/// An account that every demo has.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    pub login: &'static str,
    pub display_name: &'static str,
    pub role: Role,
    /// Code of the area: 430000 for the province, 430100 for the city.
    area: &'static str,
}

impl DemoAccount {
    /// The province or the city.
    pub fn area(&self) -> Area {
        self.area.parse().expect("a code of GB/T 2260")
    }

    /// The unit for which a tenderee or agency acts.
    fn unit(&self, demo: &Demo) -> Option<UnitRef> {
        let duty = match self.role {
            Role::Tenderee => Duty::Tenderee,
            Role::Agency => Duty::Agency,
            _ => return None,
        };
        let row = demo.unit_of(duty, (self.area == CITY).then_some(0))?;
        Some(UnitRef::new(Some(row.code), Some(row.name.clone())))
    }
}

/// Makes the accounts; with them the demo is done.
pub async fn make(app: &App, size: Size, made: &Demo) -> anyhow::Result<Stage> {
    let now = app.clock.now();
    let hashing = app.clone();
    let password_hash = spawn_blocking(move || code::hash_password(&hashing, PASSWORD)).await??;
    let mut tx = app.begin("demo.accounts").await?;
    for demo in ACCOUNTS {
        let new = NewAccount {
            login: demo.login.to_owned(),
            display_name: demo.display_name.to_owned(),
            role: demo.role,
            area: demo.area(),
            expert_id: None,
            unit: demo.unit(made),
            demo: true,
        };
        let mut account = account::create_in(app, &mut tx, ACTOR, new, now).await.map_err(ApiError::into_cause)?;
        let credentials =
            Credentials { password_hash: password_hash.clone(), secret: secret(size.seed, demo.login), step: 0 };
        let deed = Deed { kind: Kind::AccountActivated, actor: ACTOR, reason: None, at: now };
        account::activate_in(app, &mut tx, &mut account, credentials, deed).await.map_err(ApiError::into_cause)?;
    }
    record(app, &mut tx, size).await?;
    stage::advance_in(&mut tx, Stage::Filled(made.expert_count()), Stage::Staffed).await?;
    tx.commit().await?;
    Ok(Stage::Staffed)
}

async fn record(app: &App, tx: &mut Tx, size: Size) -> anyhow::Result<EntryId> {
    let now = app.clock.now();
    let deed = Deed { kind: Kind::DemoMade, actor: ACTOR, reason: None, at: now };
    let entry = Entry::of(&deed, "demo".to_owned())
        .area(Area::HUNAN)
        .detail("seed", size.seed.to_string())
        .detail("experts", size.expert_count.to_string())
        .detail("day", size.day.to_string());
    ledger::append(app, tx, entry, now).await
}

/// The second factor of a demo account; anybody may compute it.
fn secret(seed: u64, login: &str) -> Vec<u8> {
    let digest = Sha256::digest(format!("hengjian demo second factor {seed} {login}"));
    digest[..code::SECRET_LENGTH].to_vec()
}

/// The password of every demo account.
pub const PASSWORD: &str = "Yanshi-2026-lushan";

const PROVINCE: &str = "430000";
const CITY: &str = "430100";

/// Accounts in the order in which they are printed: logins end in `.hn` for the province and `.cs` for Changsha.
pub const ACCOUNTS: &[DemoAccount] = &[
    of("ku1.cs", "演示库管员甲(长沙)", Role::PoolOfficer, CITY),
    of("ku2.cs", "演示库管员乙(长沙)", Role::PoolOfficer, CITY),
    of("ku1.hn", "演示库管员甲(省)", Role::PoolOfficer, PROVINCE),
    of("ku2.hn", "演示库管员乙(省)", Role::PoolOfficer, PROVINCE),
    of("chou.cs", "演示抽取员(长沙)", Role::DrawOperator, CITY),
    of("chou.hn", "演示抽取员(省)", Role::DrawOperator, PROVINCE),
    of("jian.cs", "演示监督员(长沙)", Role::Supervisor, CITY),
    of("jian.hn", "演示监督员(省)", Role::Supervisor, PROVINCE),
    of("zhao.cs", "演示招标人(长沙)", Role::Tenderee, CITY),
    of("zhao.hn", "演示招标人(省)", Role::Tenderee, PROVINCE),
    of("dai.cs", "演示代理机构(长沙)", Role::Agency, CITY),
    of("dai.hn", "演示代理机构(省)", Role::Agency, PROVINCE),
    of("chang.cs", "演示场地管理员(长沙)", Role::SiteOfficer, CITY),
    of("chang.hn", "演示场地管理员(省)", Role::SiteOfficer, PROVINCE),
    of("cai.cs", "演示财务(长沙)", Role::FinanceOfficer, CITY),
    of("cai.hn", "演示财务(省)", Role::FinanceOfficer, PROVINCE),
    of("anquan.cs", "演示安全管理员(长沙)", Role::SecurityOfficer, CITY),
    of("anquan.hn", "演示安全管理员(省)", Role::SecurityOfficer, PROVINCE),
    of("xitong.cs", "演示系统管理员(长沙)", Role::SystemOfficer, CITY),
    of("xitong.hn", "演示系统管理员(省)", Role::SystemOfficer, PROVINCE),
    of("shen.cs", "演示审计员(长沙)", Role::Auditor, CITY),
    of("shen.hn", "演示审计员(省)", Role::Auditor, PROVINCE),
];

const fn of(login: &'static str, display_name: &'static str, role: Role, area: &'static str) -> DemoAccount {
    DemoAccount { login, display_name, role, area }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rules::account::check_password;

    use super::*;

    #[test]
    fn every_role_has_its_account_in_province_and_city_and_pool_officers_have_two() {
        let logins: BTreeSet<&str> = ACCOUNTS.iter().map(|account| account.login).collect();
        assert_eq!(logins.len(), ACCOUNTS.len());
        for role in Role::ALL.iter().filter(|role| **role != Role::Expert) {
            for area in [PROVINCE, CITY] {
                let count = ACCOUNTS.iter().filter(|account| account.role == *role && account.area == area).count();
                assert_eq!(count, if *role == Role::PoolOfficer { 2 } else { 1 }, "{role} {area}");
            }
        }
    }

    #[test]
    fn the_password_is_one_that_the_rules_take_and_secrets_differ() {
        for account in ACCOUNTS {
            assert_eq!(check_password(account.login, PASSWORD), Ok(()), "{}", account.login);
            assert_eq!(account.role.seat_in(account.area()), Ok(account.area()));
        }
        assert_eq!(secret(1, "ku1.cs"), secret(1, "ku1.cs"));
        assert_ne!(secret(1, "ku1.cs"), secret(2, "ku1.cs"));
        assert_ne!(secret(1, "ku1.cs"), secret(1, "ku2.cs"));
    }
}

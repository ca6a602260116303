//! What the security officer does with accounts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rules::account::{AccountState, Lockout, Role};
use rules::area::Area;
use rules::id::{AccountId, EntryId, ExpertId};
use rules::ledger::entry::Kind;
use uuid::Uuid;

use super::invitation::{self, Invitation};
use super::sign_in::actions::SECOND_FACTOR;
use super::store::{self, Account};
use super::{digest, record, sign_in};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError, FieldDifference};
use crate::ledger::{self, Deed, Entry};
use crate::unit::{self, UnitRef};
use crate::vault::Place;

/// What a new account is made from. Only an expert's is active at once: the phone is its way in.
pub struct NewAccount {
    pub login: String,
    pub display_name: String,
    pub role: Role,
    pub area: Area,
    pub expert_id: Option<ExpertId>,
    /// Of a tenderee or agency.
    pub unit: Option<UnitRef>,
    pub demo: bool,
}

/// Makes an account and its first invitation.
pub async fn create(app: &App, actor: &Actor, new: NewAccount) -> Result<(Account, Invitation), ApiError> {
    actor.see(new.area)?;
    let now = app.clock.now();
    let mut tx = app.begin("account.create").await?;
    let account = create_in(app, &mut tx, &actor.ledger_name(), new, now).await?;
    let invitation = invitation::issue_in(app, &mut tx, account.id, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok((account, invitation))
}

/// Adds an account within the caller's transaction; it waits for an invitation to be accepted, except an expert's.
pub async fn create_in(
    app: &App,
    tx: &mut Tx,
    actor: &str,
    new: NewAccount,
    now: Timestamp,
) -> Result<Account, ApiError> {
    let deed = Deed { kind: Kind::UnitAdded, actor, reason: None, at: now };
    let unit_id = match new.unit {
        Some(unit) => unit::resolve_in(app, tx, &[unit], &deed).await?.pop(),
        None => None,
    };
    let id = AccountId::from_uuid(app.uuid());
    let place = Place { column: DISPLAY_NAME, row: id.as_uuid() };
    let mut account = Account {
        id,
        login: new.login,
        display_name_sealed: app.vault.seal_text(place, &new.display_name),
        role: new.role,
        area: new.area,
        state: if new.role == Role::Expert { AccountState::Active } else { AccountState::Invited },
        password_hash: None,
        second_factor_sealed: None,
        second_factor_step: 0,
        lockout: Lockout::default(),
        expert_id: new.expert_id,
        unit_id,
        demo: new.demo,
        version: 1,
        entry: EntryId::from_uuid(Uuid::nil()),
    };
    let deed = Deed { kind: Kind::AccountCreated, ..deed };
    account.entry = ledger::append(app, tx, vouch(app, &account, &deed), now).await?;
    match store::insert(tx, &account, now).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Err(login_taken(&account.login)),
        result => Ok(result.map(|()| account)?),
    }
}

/// What opens an invited account: a password's hash and a second factor whose codes up to `step` are used.
pub struct Credentials {
    pub password_hash: String,
    pub secret: Vec<u8>,
    pub step: i64,
}

/// Opens an invited account within the caller's transaction.
pub async fn activate_in(
    app: &App,
    tx: &mut Tx,
    account: &mut Account,
    credentials: Credentials,
    deed: Deed<'_>,
) -> Result<(), ApiError> {
    let place = Place { column: SECOND_FACTOR, row: account.id.as_uuid() };
    account.state = AccountState::Active;
    account.password_hash = Some(credentials.password_hash);
    account.second_factor_sealed = Some(app.vault.seal(place, &credentials.secret));
    account.second_factor_step = credentials.step;
    save_as(app, tx, account, Deed { kind: Kind::AccountActivated, ..deed }).await
}

/// A new link for a person who lost password or second factor; the old ones stop at once.
pub async fn invite_again(app: &App, actor: &Actor, id: AccountId, reason: &str) -> Result<Invitation, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("account.invite").await?;
    let mut account = lock_other(app, &mut tx, actor, id).await?;
    account.state = AccountState::Invited;
    account.password_hash = None;
    account.second_factor_sealed = None;
    save_as(
        app,
        &mut tx,
        &mut account,
        Deed { kind: Kind::AccountInvited, actor: &actor.ledger_name(), reason: Some(reason), at: now },
    )
    .await?;
    sign_in::end_all_in(&mut tx, id, now).await?;
    let invitation = invitation::issue_in(app, &mut tx, id, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(invitation)
}

/// Lifts the lock after failed tries.
pub async fn unlock(app: &App, actor: &Actor, id: AccountId, reason: &str) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("account.unlock").await?;
    let mut account = lock_other(app, &mut tx, actor, id).await?;
    save_as(
        app,
        &mut tx,
        &mut account,
        Deed { kind: Kind::AccountUnlocked, actor: &actor.ledger_name(), reason: Some(reason), at: now },
    )
    .await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Closes an account for good and ends its sign-ins.
pub async fn close(app: &App, actor: &Actor, id: AccountId, reason: &str) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("account.close").await?;
    let mut account = lock_other(app, &mut tx, actor, id).await?;
    account.state = AccountState::Closed;
    save_as(
        app,
        &mut tx,
        &mut account,
        Deed { kind: Kind::AccountClosed, actor: &actor.ledger_name(), reason: Some(reason), at: now },
    )
    .await?;
    sign_in::end_all_in(&mut tx, id, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// What `change_role` changes, and on which version the officer looked.
pub struct RoleChange {
    pub role: Role,
    pub area: Area,
    pub reason: String,
    pub version: i32,
}

/// Gives an account another duty or area; it has to sign in again.
pub async fn change_role(app: &App, actor: &Actor, id: AccountId, change: RoleChange) -> Result<(), ApiError> {
    actor.see(change.area)?;
    let now = app.clock.now();
    let mut tx = app.begin("account.role").await?;
    let mut account = lock_other(app, &mut tx, actor, id).await?;
    if account.version != change.version {
        return Err(stale(&account));
    }
    if account.role == Role::Expert || change.role == Role::Expert {
        return Err(expert_role());
    }
    account.role = change.role;
    account.unit_id = account.unit_id.filter(|_| change.role.acts_for_unit());
    account.area = change.area;
    save_as(
        app,
        &mut tx,
        &mut account,
        Deed { kind: Kind::AccountRoleChanged, actor: &actor.ledger_name(), reason: Some(&change.reason), at: now },
    )
    .await?;
    sign_in::end_all_in(&mut tx, id, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// What waits for a security officer.
pub struct Waiting {
    pub locked: i64,
    pub invited: i64,
}

/// Counts locked and invited accounts of the actor's area.
pub async fn waiting(app: &App, actor: &Actor) -> Result<Waiting, ApiError> {
    let (locked, invited) = store::waiting(&app.db, actor.area, app.clock.now()).await?;
    Ok(Waiting { locked, invited })
}

/// Display names of accounts, for lists that say who did something.
pub async fn display_names(app: &App, ids: &[AccountId]) -> Result<BTreeMap<AccountId, String>, ApiError> {
    let ids: BTreeSet<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    let rows = store::names(&app.db, &ids.into_iter().collect::<Vec<_>>()).await?;
    let name = |(id, sealed): (Uuid, Vec<u8>)| {
        let name = app.vault.open_text(Place { column: DISPLAY_NAME, row: id }, &sealed)?;
        Ok((AccountId::from_uuid(id), name))
    };
    rows.into_iter().map(name).collect()
}

/// Display names of those who act as accounts, by the names that the ledger has for them; others have none.
pub async fn actor_names(app: &App, actors: impl Iterator<Item = &str>) -> Result<BTreeMap<String, String>, ApiError> {
    let ids: Vec<AccountId> = actors.filter_map(|actor| actor.strip_prefix("account/")?.parse().ok()).collect();
    let names = display_names(app, &ids).await?;
    Ok(names.into_iter().map(|(id, name)| (format!("account/{id}"), name)).collect())
}

/// The expert whose account this is, if it is an expert's.
pub async fn expert_of_in(tx: &mut Tx, id: AccountId) -> Result<Option<ExpertId>, ApiError> {
    Ok(store::expert_of(tx, id).await?)
}

/// Another account than the actor's own, in the actor's area and not closed.
async fn lock_other(app: &App, tx: &mut Tx, actor: &Actor, id: AccountId) -> Result<Account, ApiError> {
    let account = store::lock(tx, id).await?;
    actor.see(account.area)?;
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &account)]).await?;
    if account.id == actor.account_id {
        return Err(own_account());
    }
    if account.state == AccountState::Closed {
        return Err(ApiError::conflict(
            "account.closed",
            "这个账号已注销，不能再改。请新建账号。",
            "This account is closed. Create a new one.",
        ));
    }
    Ok(account)
}

/// Saves an account together with the entry that vouches for it.
pub(super) async fn save_as(app: &App, tx: &mut Tx, account: &mut Account, deed: Deed<'_>) -> Result<(), ApiError> {
    account.version += 1;
    account.entry = ledger::append(app, tx, vouch(app, account, &deed), deed.at).await?;
    Ok(store::save(tx, account).await?)
}

/// The entry that vouches for an account as it stands.
fn vouch(app: &App, account: &Account, deed: &Deed<'_>) -> Entry {
    Entry::of(deed, record::subject(account)).area(account.area).record(account.version, digest(&app.vault, account))
}

fn login_taken(login: &str) -> ApiError {
    ApiError::conflict(
        "account.login_taken",
        format!("登录名 {login} 已有人使用，请换一个。"),
        format!("The login {login} is taken; choose another."),
    )
}

fn own_account() -> ApiError {
    ApiError::conflict(
        "account.own",
        "不能更改自己的账号。请由另一位安全管理员办理。",
        "Nobody changes their own account. Ask another security officer.",
    )
}

fn expert_role() -> ApiError {
    ApiError::refused(
        "account.expert_role",
        "专家账号随专家档案建立，不能改成或改自其他角色。",
        "An expert's account belongs to the expert's file; its role does not change.",
    )
}

fn stale(account: &Account) -> ApiError {
    ApiError::conflict(
        "account.stale",
        "这个账号刚被别人改过，请核对后再提交。",
        "This account was changed in the meantime; look again before you submit.",
    )
    .with_difference(vec![
        FieldDifference::stands("role", account.role.code().to_owned()),
        FieldDifference::stands("area", account.area.to_string()),
        FieldDifference::stands("version", account.version.to_string()),
    ])
}

/// Column of the sealed display name.
pub(super) const DISPLAY_NAME: &str = "account.display_name";

//! The two halves of signing in, and its end.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rules::account::{AccountState, Lockout, LockoutRule, Role, check_password};
use rules::area::Area;
use rules::id::{AccountId, SignInId, UnitId};
use rules::ledger::entry::Kind;
use rules::wording::Worded as _;
use subtle::ConstantTimeEq as _;
use tokio::task::spawn_blocking;

use super::store::{self, NewMessage, NewSignIn, NewTicket, Ticket};
use super::{code, refusal};
use crate::account::actions::{NewAccount, create_in, save_as};
use crate::account::record;
use crate::account::store::{self as accounts, Account};
use crate::app::App;
use crate::db::Tx;
use crate::expert;
use crate::http::{Actor, ApiError, FieldError, Say};
use crate::ledger::{self, Deed, Entry};
use crate::vault::Place;

/// Checks a password; the ticket waits for the second factor.
pub async fn begin_with_password(app: &App, login: &str, password: String) -> Result<String, ApiError> {
    let now = app.clock.now();
    let hash = {
        let mut tx = app.begin("sign_in.look").await?;
        let account = accounts::by_login(&mut tx, login).await?;
        if let Some(until) = account.as_ref().and_then(|account| account.lockout.locked_at(now)) {
            return Err(refusal::locked(until));
        }
        account.filter(|account| account.state == AccountState::Active).and_then(|account| account.password_hash)
    };
    let known = hash.clone();
    let right =
        spawn_blocking(move || code::password_is(known.as_deref(), &password)).await.map_err(anyhow::Error::from)?;
    let mut tx = app.begin("sign_in.password").await?;
    let Some(mut account) = accounts::by_login(&mut tx, login).await? else { return Err(refusal::wrong()) };
    if !right || account.password_hash != hash {
        count_failure(app, &mut tx, &mut account, now).await?;
        tx.commit().await?;
        return Err(refusal::wrong());
    }
    let (token, ticket) = new_ticket(app, Some(account.id), "second_factor", now);
    store::insert_ticket(&mut tx, &ticket).await?;
    tx.commit().await?;
    Ok(token)
}

/// Checks the second factor and signs in; the answer is the cookie's token.
pub async fn finish_with_second_factor(
    app: &App,
    ticket: &str,
    given: &str,
    device: String,
) -> Result<String, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("sign_in.second_factor").await?;
    let (ticket, account) = lock_ticket(app, &mut tx, ticket, "second_factor", now).await?;
    let mut account = account.ok_or_else(refusal::ticket_over)?;
    if let Some(until) = account.lockout.locked_at(now) {
        return Err(refusal::locked(until));
    }
    let secret = match &account.second_factor_sealed {
        Some(sealed) => app.vault.open(Place { column: SECOND_FACTOR, row: account.id.as_uuid() }, sealed)?,
        None => return Err(refusal::ticket_over()),
    };
    let Some(step) = code::accepted_step(&secret, given, now, account.second_factor_step) else {
        return Err(refuse_code(app, tx, &ticket, &mut account, now).await?);
    };
    account.second_factor_step = step;
    admit(app, tx, (&ticket, account), device, now).await
}

/// Sends a one-time code to an expert's phone. A number nobody has gets a ticket too, and no message.
pub async fn begin_with_phone(app: &App, phone: &str) -> Result<String, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("sign_in.phone").await?;
    let account = expert_account(app, &mut tx, phone, now).await?;
    let account = account.filter(|account| account.state == AccountState::Active);
    let account = account.filter(|account| account.lockout.locked_at(now).is_none());
    let (token, mut ticket) = new_ticket(app, account.as_ref().map(|account| account.id), "phone", now);
    let digits = code::random_code(app);
    ticket.code_hash = Some(code_hash(app, &ticket, &digits));
    store::insert_ticket(&mut tx, &ticket).await?;
    if let Some(account) = account {
        let id = app.uuid();
        let text = format!("登录验证码 {digits}，5 分钟内有效。工作人员不会向您索要验证码。");
        let message = NewMessage {
            id,
            account_id: account.id,
            kind: "sign_in_code",
            number_sealed: app.vault.seal_text(Place { column: "message.number", row: id }, phone),
            text_sealed: app.vault.seal_text(Place { column: MESSAGE_TEXT, row: id }, &text),
            created_at: now,
            expires_at: ticket.expires_at,
        };
        store::insert_message(&mut tx, &message).await?;
    }
    tx.commit().await?;
    Ok(token)
}

/// The account of the expert with this phone; it is made at the first sign-in.
async fn expert_account(app: &App, tx: &mut Tx, phone: &str, now: Timestamp) -> Result<Option<Account>, ApiError> {
    let Some(holder) = expert::phone::holder_in(app, tx, phone).await? else { return Ok(None) };
    if let Some(account) = accounts::by_expert(tx, holder.expert_id).await? {
        return Ok(Some(account));
    }
    let new = NewAccount {
        login: holder.number,
        display_name: holder.name,
        role: Role::Expert,
        area: holder.area,
        expert_id: Some(holder.expert_id),
        unit: None,
        demo: accounts::holds_demo(tx).await?,
    };
    create_in(app, tx, "system", new, now).await.map(Some)
}

/// Text of the newest message to the account with this login that is still good.
pub async fn newest_message(app: &App, login: &str) -> Result<Option<String>, ApiError> {
    let mut tx = app.begin("sign_in.message").await?;
    let Some(account) = accounts::by_login(&mut tx, login).await? else { return Ok(None) };
    let newest = store::newest_message(&mut tx, account.id, app.clock.now()).await?;
    let text = newest.map(|(id, sealed)| app.vault.open_text(Place { column: MESSAGE_TEXT, row: id }, &sealed));
    Ok(text.transpose()?)
}

/// Checks the code from the message and signs in.
pub async fn finish_with_phone(app: &App, ticket: &str, given: &str, device: String) -> Result<String, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("sign_in.phone_code").await?;
    let (ticket, account) = lock_ticket(app, &mut tx, ticket, "phone", now).await?;
    let Some(mut account) = account.filter(|account| account.lockout.locked_at(now).is_none()) else {
        return refuse_nobody(tx, &ticket).await;
    };
    let expected = ticket.code_hash.clone().unwrap_or_default();
    let given = app.vault.sign_in_hash("phone code", &[ticket.id.as_bytes().as_slice(), given.as_bytes()].concat());
    if !bool::from(given.ct_eq(&expected)) {
        return Err(refuse_code(app, tx, &ticket, &mut account, now).await?);
    }
    admit(app, tx, (&ticket, account), device, now).await
}

/// Who acts with this cookie, if the sign-in is still good.
pub async fn current(app: &App, token: &str) -> Result<Option<Actor>, ApiError> {
    let now = app.clock.now();
    let live = store::live(&app.db, &app.vault.sign_in_hash("cookie", token.as_bytes()), now, now - IDLE).await?;
    let Some(live) = live else { return Ok(None) };
    if now.duration_since(live.last_seen_at.to_jiff()) > SEEN_EVERY {
        store::touch(&app.db, live.id, now).await?;
    }
    Ok(Some(Actor {
        account_id: AccountId::from_uuid(live.account_id),
        sign_in_id: SignInId::from_uuid(live.id),
        role: Role::read(&live.role).map_err(anyhow::Error::from)?,
        area: Area::read(&live.area).map_err(anyhow::Error::from)?,
        unit: live.unit_id.map(UnitId::from_uuid),
    }))
}

/// Ends one of the actor's sign-ins.
pub async fn end(app: &App, actor: &Actor, id: SignInId) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("sign_in.end").await?;
    if !store::end(&mut tx, actor.account_id, id, now).await? {
        return Err(ApiError::not_found());
    }
    let deed = Deed { kind: Kind::SignInEnded, actor: &actor.ledger_name(), reason: None, at: now };
    ledger::append(app, &mut tx, Entry::of(&deed, actor.ledger_name()).area(actor.area), now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Ends all sign-ins of an account within the caller's transaction.
pub async fn end_all_in(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), ApiError> {
    Ok(store::end_others(tx, account, None, now).await?)
}

/// What changing a password needs: the old one and a code of the second factor.
pub struct PasswordChange {
    pub old: String,
    pub new: String,
    pub code: String,
}

/// A new password for the actor; the other sign-ins end.
pub async fn change_password(app: &App, actor: &Actor, change: PasswordChange) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("account.password").await?;
    let mut account = accounts::lock(&mut tx, actor.account_id).await?;
    ledger::vouch_in(app, &mut tx, vec![record::standing(&app.vault, &account)]).await?;
    if let Some(until) = account.lockout.locked_at(now) {
        return Err(refusal::locked(until));
    }
    check_password(&account.login, &change.new).map_err(|error| password_field("new_password", &error))?;
    let sealed = account.second_factor_sealed.clone().unwrap_or_default();
    let secret = app.vault.open(Place { column: SECOND_FACTOR, row: account.id.as_uuid() }, &sealed)?;
    let step = code::accepted_step(&secret, &change.code, now, account.second_factor_step);
    let (known, old) = (account.password_hash.clone(), change.old);
    let right = spawn_blocking(move || code::password_is(known.as_deref(), &old)).await.map_err(anyhow::Error::from)?;
    let (true, Some(step)) = (right, step) else {
        count_failure(app, &mut tx, &mut account, now).await?;
        tx.commit().await?;
        return Err(if right { refusal::wrong_code() } else { refusal::old_password() });
    };
    account.second_factor_step = step;
    account.password_hash = Some(code::hash_password(app, &change.new)?);
    let deed = Deed { kind: Kind::AccountPasswordChanged, actor: &actor.ledger_name(), reason: None, at: now };
    save_as(app, &mut tx, &mut account, deed).await?;
    store::end_others(&mut tx, actor.account_id, Some(actor.sign_in_id), now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// A refused password as the field's error.
pub fn password_field(field: &str, error: &rules::account::PasswordError) -> ApiError {
    let message = Say::new(error.zh(), error.en());
    ApiError::fields("account.password", vec![FieldError { field: field.to_owned(), message }])
}

/// A fresh token for a cookie or a link.
pub fn new_token(app: &App) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(app.entropy.bytes::<32>())
}

fn new_ticket(app: &App, account: Option<AccountId>, kind: &'static str, now: Timestamp) -> (String, NewTicket) {
    let token = new_token(app);
    let token_hash = app.vault.sign_in_hash("ticket", token.as_bytes());
    let expires_at = now + TICKET_LIFE;
    (
        token,
        NewTicket {
            id: app.uuid(),
            account_id: account,
            token_hash,
            kind,
            code_hash: None,
            created_at: now,
            expires_at,
        },
    )
}

fn code_hash(app: &App, ticket: &NewTicket, digits: &str) -> [u8; 32] {
    app.vault.sign_in_hash("phone code", &[ticket.id.as_bytes().as_slice(), digits.as_bytes()].concat())
}

/// The ticket and its account, both locked; no account for a phone number nobody has, and none for one that may not sign in.
async fn lock_ticket(
    app: &App,
    tx: &mut Tx,
    token: &str,
    kind: &str,
    now: Timestamp,
) -> Result<(Ticket, Option<Account>), ApiError> {
    let hash = app.vault.sign_in_hash("ticket", token.as_bytes());
    let ticket = store::lock_ticket(tx, &hash, kind).await?.ok_or_else(refusal::ticket_over)?;
    if ticket.used || ticket.expires_at <= now || ticket.tries >= TRIES_PER_TICKET {
        return Err(refusal::ticket_over());
    }
    let account = match ticket.account_id {
        Some(id) => Some(accounts::lock(tx, id).await?).filter(|account| account.state == AccountState::Active),
        None => None,
    };
    Ok((ticket, account))
}

/// Answers a code for nobody as a wrong one of somebody is answered.
async fn refuse_nobody(mut tx: Tx, ticket: &Ticket) -> Result<String, ApiError> {
    store::count_try(&mut tx, ticket.id).await?;
    tx.commit().await?;
    Err(refusal::wrong_code())
}

async fn refuse_code(
    app: &App,
    mut tx: Tx,
    ticket: &Ticket,
    account: &mut Account,
    now: Timestamp,
) -> Result<ApiError, ApiError> {
    store::count_try(&mut tx, ticket.id).await?;
    count_failure(app, &mut tx, account, now).await?;
    tx.commit().await?;
    Ok(refusal::wrong_code())
}

async fn admit(
    app: &App,
    mut tx: Tx,
    (ticket, mut account): (&Ticket, Account),
    device: String,
    now: Timestamp,
) -> Result<String, ApiError> {
    account.lockout = Lockout::cleared();
    accounts::save_tries(&mut tx, &account).await?;
    store::use_ticket(&mut tx, ticket.id, now).await?;
    let token = new_token(app);
    let new = NewSignIn {
        id: SignInId::from_uuid(app.uuid()),
        account_id: account.id,
        token_hash: app.vault.sign_in_hash("cookie", token.as_bytes()),
        device,
        created_at: now,
        expires_at: now + LIFE,
    };
    store::insert(&mut tx, &new).await?;
    let name = format!("account/{}", account.id);
    let deed = Deed { kind: Kind::SignInStarted, actor: &name, reason: None, at: now };
    ledger::append(app, &mut tx, Entry::of(&deed, name.clone()).area(account.area), now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(token)
}

async fn count_failure(app: &App, tx: &mut Tx, account: &mut Account, now: Timestamp) -> Result<(), ApiError> {
    account.lockout = account.lockout.failed(&LockoutRule::STANDARD, now);
    accounts::save_tries(tx, account).await?;
    if account.lockout.locked_at(now).is_some() {
        let deed = Deed { kind: Kind::AccountLocked, actor: "system", reason: None, at: now };
        ledger::append(app, tx, Entry::of(&deed, format!("account/{}", account.id)).area(account.area), now).await?;
        app.sequencer.notify_one();
    }
    Ok(())
}

/// Column of the sealed second factor.
pub const SECOND_FACTOR: &str = "account.second_factor";
/// Column of a message's sealed text.
pub const MESSAGE_TEXT: &str = "message.text";
/// A working day.
pub const LIFE: Duration = Duration::from_secs(12 * 3600);
/// Without a request for this long a sign-in is over.
pub const IDLE: Duration = Duration::from_secs(60 * 60);
const SEEN_EVERY: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);
const TICKET_LIFE: Duration = Duration::from_secs(300);
const TRIES_PER_TICKET: i32 = 5;

//! Issuing and accepting links; the first account.

use std::time::Duration;

use jiff::Timestamp;
use rules::account::{AccountState, Role, check_password};
use rules::area::Area;
use rules::id::AccountId;
use rules::ledger::entry::Kind;
use tokio::task::spawn_blocking;

use super::store::{self, New, Stored};
use crate::account::actions::{Credentials, DISPLAY_NAME, NewAccount, activate_in, create_in};
use crate::account::record;
use crate::account::sign_in::{actions::new_token, actions::password_field, code};
use crate::account::store::{self as accounts, Account};
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::http::repeat::{ANSWER, KEY_LIFE, Once};
use crate::ledger::{self, Deed};
use crate::vault::Place;

/// A link to hand over; shown once.
pub struct Invitation {
    pub token: String,
    pub expires_at: Timestamp,
}

/// Issues a link within the caller's transaction; earlier ones of the account stop.
pub async fn issue_in(app: &App, tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<Invitation, ApiError> {
    store::end_open(tx, account, now).await?;
    let token = new_token(app);
    let expires_at = now + LIFE;
    let id = app.uuid();
    let secret = app.entropy.bytes::<{ code::SECRET_LENGTH }>();
    let new = New {
        id,
        account_id: account,
        token_hash: hash(app, &token),
        second_factor_sealed: app.vault.seal(Place { column: INVITED_FACTOR, row: id }, &secret),
        created_at: now,
        expires_at,
    };
    store::insert(tx, &new).await?;
    Ok(Invitation { token, expires_at })
}

/// What an invited person sees before accepting.
pub struct Opened {
    pub account: Account,
    pub display_name: String,
    pub secret: Vec<u8>,
}

/// Looks at a link without using it.
pub async fn open(app: &App, token: &str) -> Result<Opened, ApiError> {
    let mut tx = app.begin("invitation.open").await?;
    let (stored, account) = lock(app, &mut tx, token).await?;
    let secret = app.vault.open(Place { column: INVITED_FACTOR, row: stored.id }, &stored.second_factor_sealed)?;
    let place = Place { column: DISPLAY_NAME, row: account.id.as_uuid() };
    let display_name = app.vault.open_text(place, &account.display_name_sealed)?;
    Ok(Opened { account, display_name, secret })
}

/// Sets password and second factor; a code proves that the authenticator holds the secret.
pub async fn accept(app: &App, token: &str, password: String, given: &str) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("invitation.accept").await?;
    let (stored, mut account) = lock(app, &mut tx, token).await?;
    ledger::vouch_in(app, &mut tx, vec![record::standing(&app.vault, &account)]).await?;
    check_password(&account.login, &password).map_err(|error| password_field("password", &error))?;
    let secret = app.vault.open(Place { column: INVITED_FACTOR, row: stored.id }, &stored.second_factor_sealed)?;
    let step = code::accepted_step(&secret, given, now, 0).ok_or_else(wrong_code)?;
    let hashing = app.clone();
    let password_hash =
        spawn_blocking(move || code::hash_password(&hashing, &password)).await.map_err(anyhow::Error::from)??;
    store::mark_used(&mut tx, stored.id, now).await?;
    let name = format!("account/{}", account.id);
    let deed = Deed { kind: Kind::AccountActivated, actor: &name, reason: None, at: now };
    activate_in(app, &mut tx, &mut account, Credentials { password_hash, secret, step }, deed).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// True while the database has no account.
pub async fn setup_needed(app: &App) -> Result<bool, ApiError> {
    let mut tx = app.begin("setup.look").await?;
    Ok(!accounts::any(&mut tx).await?)
}

/// Prints the set-up token when there is no account yet; a new one at each start.
pub async fn print_setup_token(app: &App) -> anyhow::Result<Option<String>> {
    let mut tx = app.begin("setup.token").await?;
    if accounts::any(&mut tx).await? {
        return Ok(None);
    }
    let token = new_token(app);
    store::set_setting(&mut tx, SETUP_TOKEN, &hex(&app.vault.sign_in_hash("setup", token.as_bytes()))).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Who sets the centre up, with the token of the terminal.
pub struct SetUp {
    pub token: String,
    pub login: String,
    pub display_name: String,
    pub area: Area,
}

/// What the first security officer is invited with, and whether it was given before.
pub struct FirstInvitation {
    pub token: String,
    pub repeated: bool,
}

/// Makes the first security officer of an empty database. Its answer is lost for good if nobody hears it, so the same call under the
/// same key is answered alike.
pub async fn set_up(app: &App, set_up: SetUp, once: Option<Once>) -> Result<FirstInvitation, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("setup").await?;
    let expected = store::setting(&mut tx, SETUP_TOKEN).await?;
    let given = hex(&app.vault.sign_in_hash("setup", set_up.token.trim().as_bytes()));
    if expected.as_deref() != Some(given.as_str()) {
        return Err(setup_over());
    }
    if accounts::any(&mut tx).await? {
        let token = given_before(app, &mut tx, once, now).await?.ok_or_else(setup_over)?;
        return Ok(FirstInvitation { token, repeated: true });
    }
    let SetUp { login, display_name, area, .. } = set_up;
    let new =
        NewAccount { login, display_name, role: Role::SecurityOfficer, area, expert_id: None, unit: None, demo: false };
    let account = create_in(app, &mut tx, "system", new, now).await?;
    let Invitation { token, .. } = issue_in(app, &mut tx, account.id, now).await?;
    if let Some(once) = once {
        let sealed = app.vault.seal_text(Place { column: ANSWER, row: account.id.as_uuid() }, &token);
        accounts::keep_answer(&mut tx, account.id, &once, &sealed, now).await?;
    }
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(FirstInvitation { token, repeated: false })
}

async fn given_before(app: &App, tx: &mut Tx, once: Option<Once>, now: Timestamp) -> Result<Option<String>, ApiError> {
    let Some(once) = once else { return Ok(None) };
    let Some((account, sealed)) = accounts::kept_answer(tx, &once, now - KEY_LIFE).await? else { return Ok(None) };
    Ok(Some(app.vault.open_text(Place { column: ANSWER, row: account.as_uuid() }, &sealed)?))
}

async fn lock(app: &App, tx: &mut Tx, token: &str) -> Result<(Stored, Account), ApiError> {
    let stored = store::lock(tx, &hash(app, token)).await?.ok_or_else(link_over)?;
    if stored.used || stored.expires_at <= app.clock.now() {
        return Err(link_over());
    }
    let account = accounts::lock(tx, stored.account_id).await?;
    if account.state == AccountState::Invited { Ok((stored, account)) } else { Err(link_over()) }
}

fn hash(app: &App, token: &str) -> [u8; 32] {
    app.vault.sign_in_hash("invitation", token.as_bytes())
}

fn hex(bytes: &[u8; 32]) -> String {
    proof::hash::Hash(*bytes).to_string()
}

fn link_over() -> ApiError {
    ApiError::gone(
        "invitation.over",
        "这个链接已用过或已过期（有效 3 天）。请向安全管理员再要一个。",
        "This link was used or has expired (three days). Ask the security officer for a new one.",
    )
}

fn wrong_code() -> ApiError {
    ApiError::refused(
        "invitation.wrong_code",
        "验证码不对。请用验证器扫描上面的二维码，输入当前显示的 6 位数字；也请核对手机时间。",
        "The code is wrong. Scan the picture with your authenticator and enter the six digits it shows; check the phone's clock too.",
    )
}

fn setup_over() -> ApiError {
    ApiError::denied(
        "setup.over",
        "设置口令不对，或系统已完成初始化。它显示在启动服务的终端里，每次启动都会更换。",
        "The set-up token is wrong, or the system is set up. The token stands in the server's terminal and changes at each start.",
    )
}

const INVITED_FACTOR: &str = "invitation.second_factor";
const SETUP_TOKEN: &str = "setup_token";
const LIFE: Duration = Duration::from_secs(3 * 24 * 3600);

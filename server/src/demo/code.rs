//! The present second factor of a demo account, for who has no authenticator at hand. Accounts of real people are refused.

use anyhow::{Context as _, bail};
use rules::account::Role;
use rules::expert::{ExpertNumber, Phone};

use crate::account::sign_in::{self, actions::SECOND_FACTOR, code as factor};
use crate::account::store::{self as accounts, Account};
use crate::app::App;
use crate::expert;
use crate::http::ApiError;
use crate::vault::Place;

/// What to type, or where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// The code of the authenticator, good for this half minute and the next.
    Authenticator(String),
    /// The text of the newest message to an expert.
    Message(String),
}

/// The code for `name`: a login, an expert number or an expert's telephone number.
pub async fn code(app: &App, name: &str) -> anyhow::Result<Code> {
    let account = find(app, name).await?.with_context(|| {
        format!("no account is called {name}; an expert's is made when a code is asked for on the sign-in page")
    })?;
    if !account.demo {
        bail!("{name} is not a demo account; its code is on its owner's phone");
    }
    if account.role == Role::Expert {
        let newest = sign_in::newest_message(app, &account.login).await.map_err(ApiError::into_cause)?;
        return Ok(Code::Message(newest.context("no code was asked for, or it is over; ask on the sign-in page")?));
    }
    let sealed =
        account.second_factor_sealed.context("this account has no second factor: its person was invited anew")?;
    let secret = app.vault.open(Place { column: SECOND_FACTOR, row: account.id.as_uuid() }, &sealed)?;
    Ok(Code::Authenticator(factor::code_at(&secret, app.clock.now())))
}

async fn find(app: &App, name: &str) -> anyhow::Result<Option<Account>> {
    let mut tx = app.begin("demo.code").await?;
    let login = match (ExpertNumber::read(name), Phone::mobile(name)) {
        (Ok(number), _) => number.to_string(),
        (_, Ok(phone)) => {
            match expert::phone::holder_in(app, &mut tx, phone.as_str()).await.map_err(ApiError::into_cause)? {
                Some(holder) => holder.number,
                None => return Ok(None),
            }
        }
        _ => name.trim().to_lowercase(),
    };
    Ok(accounts::by_login(&mut tx, &login).await?)
}

//! Which account a call uses, and on which auth config a link is made.
//!
//! Pure: the facts go in, the choice and the reason for it come out. The order: the call's own `account`, the session's
//! pin, the session's auth config, any enabled auth config of the project, managed auth (links only), an error that
//! says what to do. An account somebody named that cannot be used is an error, never passed over for another.

use crate::api::account::{Account, Scheme, Status};
use crate::api::auth_config::AuthConfig;
use crate::error::{
    ACCOUNT_SELECTION_REQUIRED, ACCOUNT_UNUSABLE, AUTH_CONFIG_BAD_REQUEST, Error, INVALID_ACCOUNT_IDS,
    NO_ACTIVE_CONNECTION, Result, SESSION_BAD_REQUEST,
};

use super::config::SessionConfig;

/// What is known of one user and one toolkit.
#[derive(Debug)]
pub struct Facts<'a> {
    pub toolkit: &'a str,
    /// The user's accounts for the toolkit, the most recently connected first.
    pub accounts: &'a [Account],
    /// The project's auth configs for the toolkit, the newest first.
    pub configs: &'a [AuthConfig],
}

/// The account of a call and why it is the one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<'a> {
    pub account_id: &'a str,
    pub why: String,
}

/// The auth config of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOn<'a> {
    Config {
        id: &'a str,
    },
    /// A managed one, to be found or made.
    Managed,
}

impl<'a> Facts<'a> {
    fn config(&self, id: &str) -> Option<&'a AuthConfig> {
        self.configs.iter().find(|config| config.id == id)
    }

    fn usable(&self, account: &Account) -> bool {
        account.status() == Status::Active && self.config(&account.auth_config_id).is_some_and(|config| config.enabled)
    }

    fn usable_accounts(&self) -> impl Iterator<Item = &'a Account> {
        self.accounts.iter().filter(|account| self.usable(account))
    }

    fn named(&self, name: &str) -> Option<&'a Account> {
        self.accounts.iter().find(|account| account.id == name || account.alias.as_deref() == Some(name))
    }

    fn choices(&self, accounts: impl IntoIterator<Item = &'a Account>) -> String {
        let list: Vec<_> = accounts.into_iter().map(label).collect();
        if list.is_empty() { "the user has none".to_owned() } else { list.join(", ") }
    }
}

/// The account a call uses.
pub fn for_call<'a>(config: &SessionConfig, requested: Option<&str>, facts: &Facts<'a>) -> Result<Chosen<'a>> {
    let must_choose = config.multi_account.enable && config.multi_account.require_explicit_selection;
    choose(config, requested, must_choose, facts)
}

/// The same for a call made from inside a custom tool, which may hand back the account that it was called for: where
/// accounts cannot be chosen, naming the one that is used anyway is no choice.
pub fn for_inner_call<'a>(config: &SessionConfig, requested: Option<&str>, facts: &Facts<'a>) -> Result<Chosen<'a>> {
    if let Some(id) = requested.filter(|_| !config.multi_account.enable)
        && let Ok(chosen) = for_call(config, None, facts)
        && chosen.account_id == id
    {
        return Ok(chosen);
    }
    for_call(config, requested, facts)
}

/// The account that counts as the user's for the toolkit, also where a call would have to name one.
pub fn default_account<'a>(config: &SessionConfig, facts: &Facts<'a>) -> Option<&'a Account> {
    let chosen = choose(config, None, false, facts).ok()?;
    facts.accounts.iter().find(|account| account.id == chosen.account_id)
}

fn choose<'a>(
    config: &SessionConfig,
    requested: Option<&str>,
    must_choose: bool,
    facts: &Facts<'a>,
) -> Result<Chosen<'a>> {
    let toolkit = facts.toolkit;
    let pins: Option<&[String]> =
        config.connected_accounts.as_ref().and_then(|pins| pins.get(toolkit)).map(Vec::as_slice);
    if let Some(name) = requested {
        return requested_account(config, name, pins, facts);
    }
    if let Some(pins) = pins {
        return pinned_account(pins, must_choose, facts);
    }
    let (candidates, why): (Vec<&Account>, String) = match config.auth_configs.as_ref().and_then(|c| c.get(toolkit)) {
        Some(id) => {
            let config = facts.config(id).filter(|config| config.enabled).ok_or_else(|| {
                Error::new(
                    NO_ACTIVE_CONNECTION,
                    format!(
                        "the session's auth config `{id}` for `{toolkit}` is disabled or was deleted; enable it or \
                         update the session's `auth_configs`"
                    ),
                )
                .with("toolkit", toolkit)
                .with("auth_config", id.as_str())
            })?;
            let on_it = facts.usable_accounts().filter(|account| account.auth_config_id == config.id).collect();
            (on_it, format!("on the session's auth config `{id}`"))
        }
        None => (facts.usable_accounts().collect(), "of the user on the project's auth configs".to_owned()),
    };
    most_recent(candidates, must_choose, &why, facts)
}

fn requested_account<'a>(
    config: &SessionConfig,
    name: &str,
    pins: Option<&[String]>,
    facts: &Facts<'a>,
) -> Result<Chosen<'a>> {
    let toolkit = facts.toolkit;
    if !config.multi_account.enable {
        return Err(Error::new(
            SESSION_BAD_REQUEST,
            "`account` chooses among several accounts; turn on `multi_account` for this session, or pin one with \
             `connected_accounts`",
        ));
    }
    let allowed = |account: &Account| pins.is_none_or(|pins| pins.contains(&account.id));
    let account = facts.named(name).filter(|account| allowed(account)).ok_or_else(|| {
        let choices = facts.choices(facts.usable_accounts().filter(|account| allowed(account)));
        Error::new(
            INVALID_ACCOUNT_IDS,
            format!("`{name}` is no `{toolkit}` account this session may use; its accounts: {choices}"),
        )
        .with("toolkit", toolkit)
        .with("account", name)
    })?;
    must_be_usable(account, facts)?;
    Ok(Chosen { account_id: &account.id, why: format!("the call names `{name}`") })
}

fn pinned_account<'a>(pins: &[String], must_choose: bool, facts: &Facts<'a>) -> Result<Chosen<'a>> {
    let find = |id: &String| {
        facts.accounts.iter().find(|account| account.id == *id).ok_or_else(|| {
            Error::new(
                ACCOUNT_UNUSABLE,
                format!(
                    "the session's pinned account `{id}` for `{}` was deleted; update `connected_accounts`",
                    facts.toolkit
                ),
            )
            .with("connected_account", id.as_str())
        })
    };
    if let [only] = pins {
        let account = find(only)?;
        must_be_usable(account, facts)?;
        return Ok(Chosen { account_id: &account.id, why: "the session pins it".to_owned() });
    }
    let pinned = pins.iter().map(find).collect::<Result<Vec<_>>>()?;
    for account in &pinned {
        must_be_usable(account, facts)?;
    }
    // In the facts' order, the most recently connected first.
    let ordered = facts.usable_accounts().filter(|account| pins.contains(&account.id)).collect();
    most_recent(ordered, must_choose, "among those the session pins", facts)
}

fn most_recent<'a>(
    candidates: Vec<&'a Account>,
    must_choose: bool,
    where_from: &str,
    facts: &Facts<'a>,
) -> Result<Chosen<'a>> {
    match candidates.as_slice() {
        [] => Err(not_connected(facts)),
        [_, _, ..] if must_choose => {
            let choices = facts.choices(candidates);
            Err(Error::new(
                ACCOUNT_SELECTION_REQUIRED,
                format!("the user has several `{}` accounts; pass `account` as one of: {choices}", facts.toolkit),
            )
            .with("toolkit", facts.toolkit)
            .with("accounts", choices))
        }
        [only] => Ok(Chosen { account_id: &only.id, why: format!("the only active account {where_from}") }),
        [first, ..] => {
            Ok(Chosen { account_id: &first.id, why: format!("the most recently connected account {where_from}") })
        }
    }
}

fn not_connected(facts: &Facts<'_>) -> Error {
    let toolkit = facts.toolkit;
    // An account that was connected once explains more than "not connected".
    let dead = facts.accounts.first().map(|account| format!(" ({})", condition(account, facts))).unwrap_or_default();
    Error::new(
        NO_ACTIVE_CONNECTION,
        format!(
            "the user has no active `{toolkit}` account{dead}; call `session.authorize(\"{toolkit}\")`, or the tool \
             COMPOSIO_MANAGE_CONNECTIONS, and have the user open the link"
        ),
    )
    .with("toolkit", toolkit)
}

fn must_be_usable(account: &Account, facts: &Facts<'_>) -> Result<()> {
    if facts.usable(account) {
        return Ok(());
    }
    Err(Error::new(
        ACCOUNT_UNUSABLE,
        format!(
            "{}; reconnect it with `connected_accounts.refresh(\"{}\")`, enable it, or choose another one",
            condition(account, facts),
            account.id
        ),
    )
    .with("connected_account", account.id.as_str())
    .with("toolkit", facts.toolkit))
}

fn condition(account: &Account, facts: &Facts<'_>) -> String {
    let what = match account.status() {
        Status::Active => "is on a disabled auth config",
        Status::Inactive => "is disabled",
        Status::Revoked => "was revoked",
        _ => "is no longer signed in",
    };
    format!("the `{}` account {} {what}", facts.toolkit, label(account))
}

fn label(account: &Account) -> String {
    match &account.alias {
        Some(alias) => format!("`{}` ({alias})", account.id),
        None => format!("`{}`", account.id),
    }
}

/// The auth config a new link is made on.
pub fn for_link<'a>(config: &SessionConfig, facts: &Facts<'a>) -> Result<LinkOn<'a>> {
    let toolkit = facts.toolkit;
    if let Some(id) = config.auth_configs.as_ref().and_then(|configs| configs.get(toolkit)) {
        return match facts.config(id) {
            Some(config) if config.enabled => Ok(LinkOn::Config { id: &config.id }),
            _ => Err(Error::new(
                AUTH_CONFIG_BAD_REQUEST,
                format!(
                    "the session's auth config `{id}` for `{toolkit}` is disabled or was deleted; enable it or update \
                     the session's `auth_configs`"
                ),
            )
            .with("auth_config", id.as_str())),
        };
    }
    let active = facts.usable_accounts().count();
    let max = config.multi_account.max_accounts_per_toolkit as usize;
    if config.multi_account.enable && active >= max {
        return Err(Error::new(
            SESSION_BAD_REQUEST,
            format!("the user has {active} active `{toolkit}` accounts, the most this session allows ({max})"),
        )
        .with("toolkit", toolkit));
    }
    let newest = facts.configs.iter().find(|config| config.enabled && config.scheme != Scheme::NoAuth);
    Ok(newest.map_or(LinkOn::Managed, |config| LinkOn::Config { id: &config.id }))
}

#[cfg(test)]
#[path = "resolution_tests.rs"]
mod tests;

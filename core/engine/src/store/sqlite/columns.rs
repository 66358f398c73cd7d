//! Values as SQLite keeps them.

use chrono::{DateTime, Utc};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::failure::store_error;
use crate::api::account::{Account, Attempt, Phase, Scheme, Standing};
use crate::api::auth_config::AuthConfig;
use crate::error::{Error, Result, STORE_NEWER, STORE_UNAVAILABLE};

pub(super) fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

pub(super) fn get<'r, T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>>(
    row: &'r SqliteRow,
    column: &str,
) -> Result<T> {
    row.try_get(column).map_err(store_error)
}

pub(super) fn time(row: &SqliteRow, column: &str) -> Result<DateTime<Utc>> {
    from_millis(get(row, column)?)
}

pub(super) fn optional_time(row: &SqliteRow, column: &str) -> Result<Option<DateTime<Utc>>> {
    get::<Option<i64>>(row, column)?.map(from_millis).transpose()
}

fn from_millis(millis: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
        .ok_or_else(|| Error::new(STORE_UNAVAILABLE, format!("the store holds an impossible time, {millis}")))
}

pub(super) fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "active",
        Standing::Expired => "expired",
        Standing::Revoked => "revoked",
    }
}

pub(super) fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Linked => "linked",
        Phase::Followed => "followed",
        Phase::Completed => "completed",
        Phase::Failed => "failed",
    }
}

fn unknown(what: &str, value: &str) -> Error {
    Error::new(STORE_NEWER, format!("the store holds a {what} this version does not know, `{value}`"))
}

pub(super) fn account(row: &SqliteRow) -> Result<Account> {
    let standing = match get::<&str>(row, "standing")? {
        "active" => Standing::Active,
        "expired" => Standing::Expired,
        "revoked" => Standing::Revoked,
        other => return Err(unknown("standing", other)),
    };
    Ok(Account {
        id: get(row, "id")?,
        user_id: get(row, "user_id")?,
        toolkit: get(row, "toolkit")?,
        auth_config_id: get(row, "auth_config_id")?,
        scheme: Scheme::stored(get(row, "scheme")?)?,
        alias: get(row, "alias")?,
        identity: get(row, "identity")?,
        standing,
        reason: get(row, "reason")?,
        disabled: get(row, "disabled")?,
        generation: get(row, "generation")?,
        sealed: get(row, "sealed")?,
        expires_at: optional_time(row, "expires_at")?,
        connected_at: time(row, "connected_at")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

pub(super) fn attempt(row: &SqliteRow) -> Result<Attempt> {
    let phase = match get::<&str>(row, "phase")? {
        "linked" => Phase::Linked,
        "followed" => Phase::Followed,
        "completed" => Phase::Completed,
        "failed" => Phase::Failed,
        other => return Err(unknown("phase", other)),
    };
    Ok(Attempt {
        id: get(row, "id")?,
        account_id: get(row, "account_id")?,
        user_id: get(row, "user_id")?,
        toolkit: get(row, "toolkit")?,
        auth_config_id: get(row, "auth_config_id")?,
        scheme: Scheme::stored(get(row, "scheme")?)?,
        alias: get(row, "alias")?,
        callback_url: get(row, "callback_url")?,
        application: get(row, "application")?,
        phase,
        reason: get(row, "reason")?,
        cookie_hash: get(row, "cookie_hash")?,
        sealed: get(row, "sealed")?,
        deadline: time(row, "deadline")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

pub(super) fn auth_config(row: &SqliteRow) -> Result<AuthConfig> {
    Ok(AuthConfig {
        id: get(row, "id")?,
        toolkit: get(row, "toolkit")?,
        name: get(row, "name")?,
        scheme: Scheme::stored(get(row, "scheme")?)?,
        managed: get(row, "managed")?,
        enabled: get(row, "enabled")?,
        generation: get(row, "generation")?,
        sealed: get(row, "sealed")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

//! Operations on users.

use serde::{Deserialize, Serialize};

use super::operation::operation;
/// Erases everything kept of a user: sessions, accounts, attempts, events and the call log.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteUser {
    pub user_id: String,
}
operation!(DeleteUser => UserDeleted, "users.delete", DELETE "/users/{user_id}", "users:write", write);

#[derive(Debug, Clone, Serialize)]
pub struct UserDeleted {
    pub user_id: String,
    pub deleted: Erased,
}

/// How much erasing a user removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    pub sessions: u64,
    pub connected_accounts: u64,
    pub attempts: u64,
}

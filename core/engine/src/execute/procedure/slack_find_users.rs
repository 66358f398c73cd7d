//! Slack, people by name or address.

use serde_json::{Map, Value, json};

use super::super::given;
use super::super::request::add_query;
use super::slack_pages::{Match, find, of_name, some_of};
use super::work::{Stop, Work};
use crate::error::{Error, REQUEST_INVALID};

const SHOWN: [(&str, &str); 9] = [
    ("id", "/id"),
    ("name", "/name"),
    ("real_name", "/real_name"),
    ("display_name", "/profile/display_name"),
    ("email", "/profile/email"),
    ("title", "/profile/title"),
    ("tz", "/tz"),
    ("is_bot", "/is_bot"),
    ("deleted", "/deleted"),
];

/// What a person may be called.
const NAMES: [&str; 5] = ["/name", "/real_name", "/profile/display_name", "/profile/real_name", "/profile/email"];

/// Slack's own assistant is no bot by its flags.
const SLACKBOT: &str = "USLACKBOT";

pub(super) async fn run(work: Work<'_>) -> Result<Value, Stop> {
    let wanted = Wanted::of(work.arguments);
    if wanted.query.is_none() {
        let Some(email) = &wanted.email else {
            return Err(Error::new(REQUEST_INVALID, "give `search_query` or `email`").into());
        };
        return by_email(&work, email).await;
    }
    find(&work, "members", |user| Some((wanted.matching(user)?, some_of(user, &SHOWN))))
        .await
        .map(|found| renamed(&found))
}

async fn by_email(work: &Work<'_>, email: &str) -> Result<Value, Stop> {
    let mut outgoing = work.get("/users.lookupByEmail", &[])?;
    add_query(&mut outgoing.url, "email", email);
    let users = match work.read(outgoing).await {
        Ok(reply) => reply.get("user").map(|user| some_of(user, &SHOWN)).into_iter().collect(),
        Err(stop) if stop.says("users_not_found") => Vec::new(),
        Err(stop) => return Err(stop),
    };
    Ok(json!({"users": users, "next_cursor": null, "pages_read": 1}))
}

/// Slack calls them members of the workspace.
fn renamed(found: &Value) -> Value {
    json!({"users": found["members"], "next_cursor": found["next_cursor"], "pages_read": found["pages_read"]})
}

struct Wanted {
    query: Option<String>,
    email: Option<String>,
    bots: bool,
    deleted: bool,
}

impl Wanted {
    fn of(arguments: &Map<String, Value>) -> Self {
        let query = given::text(arguments, "search_query").map(|text| text.trim_start_matches('@').to_lowercase());
        Self {
            query,
            email: given::text(arguments, "email").map(str::to_lowercase),
            bots: given::flag(arguments, "include_bots").unwrap_or(false),
            deleted: given::flag(arguments, "include_deleted").unwrap_or(false),
        }
    }

    fn matching(&self, user: &Value) -> Option<Match> {
        let is = |member: &str| user.get(member).and_then(Value::as_bool).unwrap_or(false);
        let bot = is("is_bot") || user.get("id").and_then(Value::as_str) == Some(SLACKBOT);
        if bot && !self.bots || is("deleted") && !self.deleted {
            return None;
        }
        let text = |pointer: &str| user.pointer(pointer).and_then(Value::as_str);
        if let Some(email) = &self.email
            && text("/profile/email").is_none_or(|own| own.to_lowercase() != *email)
        {
            return None;
        }
        let query = self.query.as_deref().unwrap_or_default();
        NAMES.iter().filter_map(|pointer| of_name(text(pointer)?, query)).min()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn people_match_by_name_and_address() {
        let ann = json!({"id": "U1", "name": "ann", "real_name": "Ann Lee", "profile": {"email": "Ann@x.org"}});
        let bot = json!({"id": "U2", "name": "annbot", "is_bot": true});
        let slackbot = json!({"id": SLACKBOT, "name": "slackbot", "is_bot": false});
        let gone = json!({"id": "U3", "name": "anna", "deleted": true});
        let cases = [
            (json!({"search_query": "@ann"}), &ann, Some(Match::Whole)),
            (json!({"search_query": "LEE"}), &ann, Some(Match::Part)),
            (json!({"search_query": "x.org"}), &ann, Some(Match::Part)),
            (json!({"search_query": "ann", "email": "ann@X.org"}), &ann, Some(Match::Whole)),
            (json!({"search_query": "ann", "email": "bob@x.org"}), &ann, None),
            (json!({"search_query": "bob"}), &ann, None),
            (json!({"search_query": "ann"}), &bot, None),
            (json!({"search_query": "ann", "include_bots": true}), &bot, Some(Match::Start)),
            (json!({"search_query": "slack"}), &slackbot, None),
            (json!({"search_query": "ann"}), &gone, None),
            (json!({"search_query": "ann", "include_deleted": true}), &gone, Some(Match::Start)),
        ];
        for (arguments, user, expected) in cases {
            assert_eq!(Wanted::of(arguments.as_object().unwrap()).matching(user), expected, "{arguments}");
        }
    }
}

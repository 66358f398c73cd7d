//! The rules about a toolkit: who it is, where it is, how one signs in.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Report;
use super::urls;
use crate::format::{AuthScheme, OAuth2, Place, ToolkitFile, Typed, WhoAmI};

/// The grammar this library reads.
const FORMAT: u32 = 1;

/// How long descriptions are: long enough to tell a model something, short enough to be read.
pub(super) const DESCRIPTION: std::ops::RangeInclusive<usize> = 20..=400;

pub(super) fn check(file: &ToolkitFile, report: &mut Report<'_>) {
    if file.format != FORMAT {
        report.file("format", format!("format {} is not known here; this library reads {FORMAT}", file.format));
    }
    about(file, report);
    addresses(file, report);
    headers(&file.headers, &mut |rule, message| report.file(rule, message));
    auth(file, report);
    if let Some(success) = &file.success {
        urls::success(success, &mut |message| report.file("success", message));
    }
    aliases(file, report);
}

fn about(file: &ToolkitFile, report: &mut Report<'_>) {
    let about = &file.toolkit;
    if !is_toolkit_slug(&about.slug) {
        report.file(
            "toolkit-slug",
            format!("`{}` must be made of a-z, 0-9 and `_` and not begin with a digit", about.slug),
        );
    }
    if about.name.trim().is_empty() {
        report.file("toolkit-name", "the toolkit needs a name");
    }
    if !is_version(&about.version) {
        report.file("version", format!("`{}` must be YYYYMMDD_NN, such as 20261122_00", about.version));
    }
    let length = about.description.trim().chars().count();
    if !DESCRIPTION.contains(&length) {
        report.file("description", format!("the toolkit's description has {length} characters; write 20 to 400"));
    }
}

fn addresses(file: &ToolkitFile, report: &mut Report<'_>) {
    if file.base_url.ends_with('/') || file.base_url.contains(['?', '#', '{']) {
        report.file("base-url", "base_url must be a plain address without a slash at its end");
    }
    let about = &file.toolkit;
    let mut addresses = vec![("base_url", Some(&file.base_url))];
    addresses.extend([("app_url", about.app_url.as_ref()), ("logo", about.logo.as_ref())]);
    for scheme in &file.auth {
        if let AuthScheme::OAuth2(oauth) = scheme {
            addresses.push(("authorization_url", Some(&oauth.authorization_url)));
            addresses.push(("token_url", Some(&oauth.token_url)));
            addresses.push(("revocation_url", oauth.revocation_url.as_ref()));
        }
    }
    for (what, address) in addresses {
        if let Some(fault) = address.and_then(|address| urls::fault(address)) {
            report.file("https", format!("{what}: {fault}"));
        }
    }
    if let Some(asked) = &file.whoami {
        whoami(asked, report);
    }
}

fn whoami(asked: &WhoAmI, report: &mut Report<'_>) {
    let path = match (&asked.get, &asked.post, &asked.graphql) {
        (Some(path), None, None) | (None, Some(path), Some(_)) => path,
        _ => {
            report.file("whoami", "whoami is a path to get, or one to post and a graphql document to post there");
            return;
        }
    };
    if !path.starts_with('/') {
        report.file("whoami", format!("whoami: `{path}` must be a path on base_url that starts with `/`"));
    }
    if let Some(id) = asked.id.as_ref().filter(|id| id.is_empty() || !urls::is_pointer(id)) {
        report.file("whoami", format!("whoami.id `{id}` must be a JSON pointer such as `/login`"));
    }
}

/// Shared with the tools, which have headers too.
pub(super) fn headers(headers: &BTreeMap<String, String>, broken: &mut dyn FnMut(&'static str, String)) {
    for (name, value) in headers {
        if !urls::is_header_name(name) || !urls::is_header_value(value) {
            broken("header", format!("`{name}` is no header a request can carry; use plain characters"));
        }
        if name.eq_ignore_ascii_case("authorization") {
            broken("header", "a credential has no place in a file; say under auth where it goes".to_owned());
        }
    }
}

fn auth(file: &ToolkitFile, report: &mut Report<'_>) {
    if file.auth.is_empty() {
        report.file("auth", "auth is empty; give at least one scheme, NO_AUTH if the service wants nothing");
    }
    let mut seen = BTreeSet::new();
    for scheme in &file.auth {
        let name = scheme.name();
        if !seen.insert(name) {
            report.file("auth-repeated", format!("{name} is given twice; keep one"));
        }
        match scheme {
            AuthScheme::OAuth2(oauth) => oauth2(oauth, report),
            AuthScheme::ApiKey(typed) => {
                if typed.place.is_none() {
                    report.file("auth-place", "API_KEY needs a place: a header or a query parameter");
                }
                fields(name, typed, report);
            }
            AuthScheme::BearerToken(typed) => fields(name, typed, report),
            AuthScheme::Basic(typed) => {
                if typed.place.is_some() {
                    report.file("auth-place", "BASIC always uses the Authorization header; leave place out");
                }
                for wanted in ["username", "password"] {
                    if !typed.fields.iter().any(|field| field.name == wanted) {
                        report.file("auth-fields", format!("BASIC needs a field `{wanted}`"));
                    }
                }
                fields(name, typed, report);
            }
            AuthScheme::NoAuth {} => {}
        }
    }
}

fn oauth2(oauth: &OAuth2, report: &mut Report<'_>) {
    place("OAUTH2", oauth.place.as_ref(), report);
    // The flow sets these itself, fresh for every attempt.
    let own =
        ["client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method"];
    for name in own.iter().filter(|name| oauth.authorization_params.contains_key(**name)) {
        report.file("auth-params", format!("authorization_params must not set `{name}`; the flow does"));
    }
    if oauth.scopes.separator.is_empty() {
        report.file("auth-scopes", "scopes.separator is empty; use a space or a comma");
    }
}

fn fields(scheme: &str, typed: &Typed, report: &mut Report<'_>) {
    place(scheme, typed.place.as_ref(), report);
    if typed.fields.is_empty() {
        report.file("auth-fields", format!("{scheme} has no fields; say what the user types"));
    }
    let mut seen = BTreeSet::new();
    for field in &typed.fields {
        if field.name.trim().is_empty() || field.title.trim().is_empty() {
            report.file("auth-fields", format!("a field of {scheme} lacks its name or title"));
        }
        if !seen.insert(&field.name) {
            report.file("auth-fields", format!("{scheme} has two fields `{}`", field.name));
        }
    }
}

fn place(scheme: &str, place: Option<&Place>, report: &mut Report<'_>) {
    let fine = match place {
        Some(Place::Header { name, prefix }) => urls::is_header_name(name) && urls::is_header_value(prefix),
        Some(Place::Query { name }) => !name.trim().is_empty(),
        None => true,
    };
    if !fine {
        report.file("auth-place", format!("the place of {scheme} is no header or query parameter a request can carry"));
    }
}

fn aliases(file: &ToolkitFile, report: &mut Report<'_>) {
    let slugs: BTreeSet<String> = file.tools.keys().map(|key| file.tool_slug(key)).collect();
    for (old, new) in &file.aliases {
        if !super::tools::is_tool_slug(old) {
            report.file("alias", format!("`{old}` cannot be a slug: at most 60 of A-Z, 0-9 and `_`"));
        }
        if slugs.contains(old) {
            report.file("alias", format!("`{old}` is a tool itself; remove the alias"));
        }
        if !slugs.contains(new) {
            report.file("alias", format!("`{old}` stands for `{new}`, which is no tool of this file"));
        }
    }
}

fn is_toolkit_slug(slug: &str) -> bool {
    !slug.is_empty()
        && !slug.starts_with(|c: char| c.is_ascii_digit())
        && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_version(version: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.chars().all(|c| c.is_ascii_digit());
    version.split_once('_').is_some_and(|(day, number)| digits(day, 8) && digits(number, 2))
}

//! Reads a caller's options, shorthands included, into a [`SessionConfig`].
//!
//! Reading knows the shapes, one value after the other ([`At`]); what the values must satisfy together is in
//! [`super::validate`].

mod at;

use composio_catalog::{Hint, nearest};
use serde_json::{Map, Value};

use super::config::{
    Choice, ManageConnections, MultiAccount, Preload, SessionConfig, TagChoice, ToolChoice, bool_on::On,
};
use super::custom;
use crate::error::{Error, FEATURE_NOT_AVAILABLE, REQUEST_UNKNOWN_OPTION, Result};
pub use at::{At, invalid};
use at::{unknown, wrong};

/// What `experimental` takes.
const EXPERIMENTAL: [&str; 3] = ["assistive_prompt", "custom_tools", "custom_toolkits"];

/// Options there are.
const OPTIONS: [&str; 13] = [
    "toolkits",
    "tools",
    "tags",
    "auth_configs",
    "connected_accounts",
    "manage_connections",
    "multi_account",
    "preload",
    "session_preset",
    "proxy_execute",
    "search",
    "execute",
    "experimental",
];

/// Options of the protocol whose room is not built, and what to say.
const NOT_BUILT: [(&str, &str); 8] = [
    ("hooks", "hooks"),
    ("permissions", "permissions"),
    ("session_config_id", "saved session configs"),
    ("instant", "instant accounts"),
    ("premium_usage", "instant accounts"),
    ("fast_mode", "fast mode"),
    ("submit_feedback", "feedback"),
    ("link_url_overwrite", "links to pages of your own"),
];

/// A new session's configuration.
pub fn create(options: &Map<String, Value>) -> Result<SessionConfig> {
    let mut config = SessionConfig::default();
    match options.get("session_preset") {
        None | Some(Value::Null) => {}
        Some(Value::String(preset)) if preset == "direct_tools" => {
            config.manage_connections.enable = false;
            config.preload = Preload::All;
            config.search = On(false);
            config.multi_execute = On(false);
        }
        Some(other) => return Err(wrong("session_preset", "`direct_tools`", other)),
    }
    apply(&mut config, options, false)?;
    Ok(config)
}

/// The configuration after an update: what is left out stays, null goes back to the default.
pub fn update(config: &SessionConfig, options: &Map<String, Value>) -> Result<SessionConfig> {
    if options.contains_key("session_preset") {
        return Err(invalid("session_preset", "`session_preset` is for `create`; name the options it stands for"));
    }
    let mut config = config.clone();
    apply(&mut config, options, true)?;
    Ok(config)
}

fn apply(config: &mut SessionConfig, options: &Map<String, Value>, updating: bool) -> Result<()> {
    let fresh = SessionConfig::default();
    for (name, value) in options {
        let at = At { path: name.clone(), value };
        if value.is_null() {
            // In a create, null is a value left out.
            if updating {
                reset(config, fresh.clone(), name)?;
            } else {
                known(name)?;
            }
            continue;
        }
        match name.as_str() {
            "toolkits" => config.toolkits = Some(at.choice("toolkits", lower)?),
            "tools" => config.tools = Some(at.entries(|at| at.tool_choice())?),
            "tags" => config.tags = Some(at.tags()?).filter(|tags| *tags != TagChoice::default()),
            "auth_configs" => config.auth_configs = Some(at.entries(|at| at.text())?),
            "connected_accounts" => config.connected_accounts = Some(at.entries(|at| at.texts())?),
            "manage_connections" => at.manage_connections(&mut config.manage_connections, updating)?,
            "multi_account" => at.multi_account(&mut config.multi_account)?,
            "preload" => config.preload = at.preload()?,
            "proxy_execute" => config.proxy_execute = Some(at.switch("enable")?),
            "search" => config.search = On(at.switch("enable")?),
            "execute" => config.multi_execute = On(at.switch("enable_multi_execute")?),
            "experimental" => at.experimental(config)?,
            "session_preset" => {}
            "sandbox" | "workbench" => at.no_sandbox()?,
            _ => known(name)?,
        }
    }
    Ok(())
}

fn reset(config: &mut SessionConfig, fresh: SessionConfig, name: &str) -> Result<()> {
    match name {
        "toolkits" => config.toolkits = fresh.toolkits,
        "tools" => config.tools = fresh.tools,
        "tags" => config.tags = fresh.tags,
        "auth_configs" => config.auth_configs = fresh.auth_configs,
        "connected_accounts" => config.connected_accounts = fresh.connected_accounts,
        "manage_connections" => config.manage_connections = fresh.manage_connections,
        "multi_account" => config.multi_account = fresh.multi_account,
        "preload" => config.preload = fresh.preload,
        "proxy_execute" => config.proxy_execute = fresh.proxy_execute,
        "search" => config.search = fresh.search,
        "execute" => config.multi_execute = fresh.multi_execute,
        "experimental" => {
            config.user_timezone = fresh.user_timezone;
            config.custom = fresh.custom;
        }
        "sandbox" | "workbench" => {}
        _ => known(name)?,
    }
    Ok(())
}

impl At<'_> {
    fn choice(&self, what: &str, read: impl Fn(&str) -> String + Copy) -> Result<Choice> {
        if self.value.is_array() {
            return Ok(Choice::Enable(self.list(read)?));
        }
        if !self.value.is_object() {
            return Err(self.error(&format!("a list of {what}, or an object with `enable` or `disable`")));
        }
        self.refuse_approval()?;
        match self.object(&["enable", "disable"])?.as_slice() {
            [("enable", at)] => Ok(Choice::Enable(at.list(read)?)),
            [("disable", at)] => Ok(Choice::Disable(at.list(read)?)),
            [] => Err(self.error(&format!("a list of {what}, or an object with `enable` or `disable`"))),
            _ => Err(invalid(&self.path, format!("`{}` takes `enable` or `disable`, not both", self.path))),
        }
    }

    fn tool_choice(&self) -> Result<ToolChoice> {
        self.refuse_approval()?;
        let Value::Object(members) = self.value else { return Ok(ToolChoice::Slugs(self.choice("tools", upper)?)) };
        match members.get("tags") {
            Some(_) if members.len() > 1 => {
                Err(invalid(&self.path, format!("`{}` takes one of `enable`, `disable` and `tags`", self.path)))
            }
            Some(tags) => Ok(ToolChoice::Tags(self.member("tags", tags).tags()?)),
            None => {
                self.object(&["enable", "disable", "tags"])?;
                Ok(ToolChoice::Slugs(self.choice("tools", upper)?))
            }
        }
    }

    fn tags(&self) -> Result<TagChoice> {
        if self.value.is_array() {
            return Ok(TagChoice { enable: Some(self.hints()?), disable: None });
        }
        self.refuse_approval()?;
        let mut tags = TagChoice::default();
        for (name, at) in self.object(&["enable", "disable"])? {
            let hints = Some(at.hints()?);
            if name == "enable" { tags.enable = hints } else { tags.disable = hints }
        }
        Ok(tags)
    }

    fn hints(&self) -> Result<Vec<Hint>> {
        self.list(str::to_owned)?
            .iter()
            .map(|name| {
                Hint::from_name(name).ok_or_else(|| {
                    let names = Hint::ALL.map(Hint::name);
                    let close = nearest(name, names, 1);
                    let hint = close.first().map_or_else(
                        || format!("known: {}", names.join(", ")),
                        |close| format!("did you mean `{close}`?"),
                    );
                    invalid(&self.path, format!("`{}` has the unknown tag `{name}`; {hint}", self.path))
                })
            })
            .collect()
    }

    fn refuse_approval(&self) -> Result<()> {
        match self.value.get("require_approval") {
            Some(_) => Err(not_built(&format!("{}.require_approval", self.path), "approvals")),
            None => Ok(()),
        }
    }

    fn manage_connections(&self, manage: &mut ManageConnections, updating: bool) -> Result<()> {
        if self.value.is_boolean() {
            manage.enable = self.flag()?;
            return Ok(());
        }
        let keys = [
            "enable",
            "callback_url",
            "wait_for_connections",
            "enable_wait_for_connections",
            "enable_connection_removal",
        ];
        for (name, at) in self.object(&keys)? {
            match name {
                "callback_url" if at.value.is_null() => manage.callback_url = None,
                _ if at.value.is_null() && !updating => {}
                "callback_url" => {
                    let url = at.text()?;
                    crate::connect::check_callback_url(&url)
                        .map_err(|error| invalid(&at.path, format!("`{}`: {error}", at.path)))?;
                    manage.callback_url = Some(url);
                }
                "enable" => manage.enable = at.flag()?,
                "enable_connection_removal" => manage.connection_removal = at.flag()?,
                _ => manage.wait_for_connections = at.flag()?,
            }
        }
        Ok(())
    }

    fn multi_account(&self, multi: &mut MultiAccount) -> Result<()> {
        let members = self.object(&["enable", "max_accounts_per_toolkit", "require_explicit_selection"])?;
        let given = |name: &str| members.iter().find(|(known, _)| *known == name).map(|(_, at)| at);
        let (max, explicit) = (given("max_accounts_per_toolkit"), given("require_explicit_selection"));
        let enable = given("enable").map(At::flag).transpose()?;
        let explicit = explicit.filter(|at| !at.value.is_null()).map(At::flag).transpose()?;
        if enable == Some(false) {
            if max.is_some_and(|at| !at.value.is_null()) || explicit == Some(true) {
                return Err(invalid(
                    &self.path,
                    format!("`{}` is turned off, so it takes no maximum and no explicit selection", self.path),
                ));
            }
            *multi = MultiAccount::default();
            return Ok(());
        }
        if enable == Some(true) && !multi.enable {
            // The user's mailboxes are not alike: unless told otherwise, a model has to choose.
            multi.require_explicit_selection = true;
        }
        multi.enable = enable.unwrap_or(multi.enable);
        multi.require_explicit_selection = explicit.unwrap_or(multi.require_explicit_selection);
        match max {
            None => {}
            Some(at) if at.value.is_null() => multi.max_accounts_per_toolkit = MultiAccount::DEFAULT_MAX,
            Some(at) => {
                let count = at.value.as_u64().and_then(|count| u32::try_from(count).ok());
                multi.max_accounts_per_toolkit =
                    count.filter(|count| (2..=10).contains(count)).ok_or_else(|| at.error("a number from 2 to 10"))?;
            }
        }
        Ok(())
    }

    fn preload(&self) -> Result<Preload> {
        match self.object(&["tools"])?.first() {
            Some((_, at)) if at.value == "all" => Ok(Preload::All),
            Some((_, at)) if at.value.is_array() => Ok(Preload::Tools(at.list(upper)?)),
            Some((_, at)) => Err(at.error("a list of tools, or \"all\"")),
            None => Err(self.error("an object with `tools`: a list of tools, or \"all\"")),
        }
    }

    fn experimental(&self, config: &mut SessionConfig) -> Result<()> {
        let timezone = &mut config.user_timezone;
        let Value::Object(members) = self.value else { return Err(self.error("an object")) };
        for (name, value) in members {
            let at = self.member(name, value);
            match name.as_str() {
                "assistive_prompt" | "assistive_prompt_config" if value.is_null() => *timezone = None,
                "assistive_prompt" | "assistive_prompt_config" => {
                    for (_, zone) in at.object(&["user_timezone"])? {
                        *timezone = if zone.value.is_null() { None } else { Some(zone.timezone()?) };
                    }
                }
                "custom_tools" if value.is_null() => config.custom.tools = Vec::new(),
                "custom_tools" => config.custom.tools = custom::read::tools(&at)?,
                "custom_toolkits" if value.is_null() => config.custom.toolkits = Vec::new(),
                "custom_toolkits" => config.custom.toolkits = custom::read::toolkits(&at)?,
                // Its only meaning is what to do about approvals, of which there are none.
                "no_elicitation_support_fallback" => {}
                _ => match NOT_BUILT.iter().find(|(known, _)| known == name) {
                    Some((_, what)) => return Err(not_built(&at.path, what)),
                    None => {
                        return Err(unknown(&at.path, name, &EXPERIMENTAL));
                    }
                },
            }
        }
        Ok(())
    }

    /// The shape of an IANA zone; the data of all zones is not worth carrying for a line of text.
    fn timezone(&self) -> Result<String> {
        let zone = self.text()?;
        let fine = zone.len() <= 64
            && zone.split('/').all(|part| {
                !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
            });
        if fine { Ok(zone) } else { Err(self.error("an IANA time zone such as `Europe/Paris`")) }
    }

    /// A sandbox can be turned off, which it is.
    fn no_sandbox(&self) -> Result<()> {
        let off = |value: &Value| value == &Value::Bool(false);
        match self.value {
            value if off(value) => Ok(()),
            Value::Object(members)
                if members.iter().all(|(name, value)| match name.as_str() {
                    "enable" | "enable_proxy_execution" | "enable_tool_execution" => off(value),
                    _ => false,
                }) =>
            {
                Ok(())
            }
            _ => Err(not_built(&self.path, "the sandbox")),
        }
    }
}

fn lower(slug: &str) -> String {
    slug.to_lowercase()
}

fn upper(slug: &str) -> String {
    slug.to_uppercase()
}

fn not_built(path: &str, what: &str) -> Error {
    Error::new(
        FEATURE_NOT_AVAILABLE,
        format!("`{path}` asks for {what}, which this version does not have yet; leave it out"),
    )
    .with("option", path)
}

fn known(name: &str) -> Result<()> {
    if OPTIONS.contains(&name) {
        return Ok(());
    }
    match NOT_BUILT.iter().find(|(known, _)| *known == name) {
        Some((_, what)) => Err(not_built(name, what)),
        None if EXPERIMENTAL.contains(&name) => Err(Error::new(
            REQUEST_UNKNOWN_OPTION,
            format!("unknown option `{name}`; it stands in `experimental`: `experimental.{name}`"),
        )
        .with("option", name)),
        None => Err(unknown(name, name, &OPTIONS)),
    }
}

//! The one way a call takes.
//!
//! Python, Node, MCP and MULTI_EXECUTE all enter at [`Engine::invoke`]: policy, arguments, account, credential, request,
//! result, log. A custom tool takes the same way and differs where the request would be: it goes to a function in the
//! caller's process. Because everything up to the request is pure or read-only, a call can be explained, or shown
//! without being sent, at any point of it.

use std::sync::LazyLock;
use std::time::Instant;

use composio_catalog::{ArgumentError, Tool, Toolkit, render_argument_errors};
use serde_json::{Map, Value, json};

use super::custom::own::About;
use super::lifecycle::Session;
use super::meta;
use super::policy::Verdict;
use super::target::{Place, Target};
use crate::api::catalog::ExecuteDirect;
use crate::api::sessions::{ExecuteInSession, Executed};
use crate::connect::{Credential, Fresh};
use crate::engine::Engine;
use crate::error::{
    DIRECT_ACCOUNT_MISMATCH, DIRECT_ACCOUNT_NOT_FOUND, Error, INTERNAL, NO_ACTIVE_CONNECTION, NOT_ALLOWED,
    REQUEST_INVALID, Result,
};
use crate::execute::local::LocalCall;
use crate::execute::{ToolResult, budget};
use crate::ids::IdOf;
use crate::operations::Handle;
use crate::store::CallRecord;

/// How far a call goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Run,
    /// To the account: which rule, which account, and why.
    Explain,
    /// To the request, with its secrets redacted.
    DryRun,
}

/// One call of one tool.
#[derive(Debug)]
pub struct Invocation<'a> {
    pub tool: &'a str,
    pub arguments: Map<String, Value>,
    /// Id or alias.
    pub account: Option<&'a str>,
    pub mode: Mode,
}

/// What signs a call in.
enum SignedIn {
    NoAuth,
    Account { id: String, why: String, fresh: Fresh },
}

impl SignedIn {
    fn credential(&self) -> &Credential {
        static NONE: LazyLock<Credential> = LazyLock::new(Credential::none);
        match self {
            Self::NoAuth => &NONE,
            Self::Account { fresh, .. } => &fresh.credential,
        }
    }

    fn account(&self) -> Option<&str> {
        match self {
            Self::NoAuth => None,
            Self::Account { id, .. } => Some(id),
        }
    }
}

impl Engine {
    pub(super) async fn invoke(&self, session: &Session, call: Invocation<'_>) -> Result<Executed> {
        let log_id = IdOf::Log.mint();
        let target = self.target(session, call.tool)?;
        let tool = target.tool;
        let verdict = session.verdict(tool);
        if call.mode == Mode::Explain {
            return self.explain(session, &target, &verdict, call.account, log_id).await;
        }
        if !verdict.allowed {
            return Err(Error::new(
                NOT_ALLOWED,
                format!("[Session Restriction] `{}` is not allowed: {}", tool.slug, verdict.rule),
            )
            .with("tool", tool.slug.as_str())
            .with("toolkit", tool.toolkit.as_str()));
        }
        let arguments = match self.check_arguments(session, &target, call.arguments) {
            Ok(arguments) => arguments,
            Err(errors) => {
                let message = render_argument_errors(&tool.slug, &errors);
                return Ok(Executed {
                    data: argument_errors(&errors),
                    error: Some(message),
                    successful: false,
                    log_id,
                });
            }
        };
        let signed_in = self.sign_in(session, target.toolkit, call.account).await?;
        if call.mode == Mode::DryRun {
            let request = self.shown(&target, &arguments, &signed_in)?;
            let account = match &signed_in {
                SignedIn::NoAuth => Value::Null,
                SignedIn::Account { id, why, .. } => json!({"id": id, "why": why}),
            };
            let explanation = explanation(&target, &verdict, &account, None);
            return Ok(done(json!({"request": request, "explanation": explanation}), log_id));
        }
        let started = Instant::now();
        let ran = match target.place {
            Place::Provider => self.send(&target, &arguments, &signed_in).await,
            Place::Caller(about) => self.run_local(session, tool, about, arguments, &signed_in, &log_id).await,
        };
        let result = match ran {
            // What only shows when the request is built is still a fault of the arguments, for the model to mend.
            Err(error) if error.is(REQUEST_INVALID) => {
                return Ok(Executed { data: json!({}), error: Some(error.message), successful: false, log_id });
            }
            result => result?,
        };
        self.calls().record(CallRecord {
            id: log_id.clone(),
            session_id: Some(session.id.clone()).filter(|id| !id.is_empty()),
            user_id: session.user_id.clone(),
            tool: tool.slug.clone(),
            account_id: signed_in.account().map(str::to_owned),
            successful: result.successful,
            duration_ms: i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX),
            at: self.clock().now(),
        });
        Ok(Executed { data: result.data, error: result.error, successful: result.successful, log_id })
    }

    /// What a run would send, secrets redacted.
    fn shown(&self, target: &Target<'_>, arguments: &Map<String, Value>, signed_in: &SignedIn) -> Result<Value> {
        match target.place {
            Place::Provider => self.executor().dry_run(target.toolkit, target.tool, arguments, signed_in.credential()),
            Place::Caller(about) => Ok(json!({
                "function": about.original_slug,
                "arguments": arguments,
                "note": "this custom tool runs in the caller's process; the engine sends no request",
            })),
        }
    }

    /// Calls the function of a custom tool.
    async fn run_local(
        &self,
        session: &Session,
        tool: &Tool,
        about: &About,
        arguments: Map<String, Value>,
        signed_in: &SignedIn,
        log_id: &str,
    ) -> Result<ToolResult> {
        let call = LocalCall {
            session_id: session.id.clone(),
            user_id: session.user_id.clone(),
            slug: tool.slug.clone(),
            original_slug: about.original_slug.clone(),
            toolkit: about.toolkit.clone(),
            extends_toolkit: about.extends_toolkit.clone(),
            arguments,
            account: signed_in.account().map(str::to_owned),
            log_id: log_id.to_owned(),
        };
        self.local().run(call, session.within.as_deref()).await
    }

    /// Sends the request; where the provider turns the credential down, once more with a refreshed one.
    async fn send(
        &self,
        target: &Target<'_>,
        arguments: &Map<String, Value>,
        signed_in: &SignedIn,
    ) -> Result<ToolResult> {
        let Target { tool, toolkit, .. } = *target;
        let reply = self.executor().run(toolkit, tool, arguments, signed_in.credential()).await?;
        let SignedIn::Account { id, fresh, .. } = signed_in else { return Ok(reply.result) };
        if !reply.unauthorized {
            return Ok(reply.result);
        }
        match self.connect().after_refusal(id, fresh.generation).await? {
            Some(newer) => Ok(self.executor().run(toolkit, tool, arguments, &newer.credential).await?.result),
            None => Ok(ToolResult {
                error: reply.result.error.map(|said| {
                    format!(
                        "{said}; the provider did not accept the credential of account `{id}`: reconnect it with \
                         `connected_accounts.refresh(\"{id}\")`"
                    )
                }),
                ..reply.result
            }),
        }
    }

    async fn sign_in(&self, session: &Session, toolkit: &Toolkit, account: Option<&str>) -> Result<SignedIn> {
        if toolkit.is_no_auth() {
            return Ok(SignedIn::NoAuth);
        }
        let known = self.connections_of(&session.user_id, &toolkit.slug).await?;
        let facts = known.facts();
        let chosen = session.choose(account, &facts)?;
        let account = known
            .accounts
            .iter()
            .find(|account| account.id == chosen.account_id)
            .ok_or_else(|| Error::new(INTERNAL, "the account chosen is not among those there are"))?;
        let fresh = self.connect().fresh(account).await?;
        Ok(SignedIn::Account { id: account.id.clone(), why: chosen.why, fresh })
    }

    async fn explain(
        &self,
        session: &Session,
        target: &Target<'_>,
        verdict: &Verdict,
        account: Option<&str>,
        log_id: String,
    ) -> Result<Executed> {
        let toolkit = target.toolkit;
        if toolkit.is_no_auth() {
            let explanation = explanation(target, verdict, &Value::Null, None);
            return Ok(done(json!({"explanation": explanation}), log_id));
        }
        let known = self.connections_of(&session.user_id, &toolkit.slug).await?;
        let facts = known.facts();
        let explanation = match session.choose(account, &facts) {
            Ok(chosen) => explanation(target, verdict, &json!({"id": chosen.account_id, "why": chosen.why}), None),
            Err(error) => explanation(target, verdict, &Value::Null, Some(&error)),
        };
        Ok(done(json!({"explanation": explanation}), log_id))
    }

    /// A call from outside: an app tool or a meta tool.
    pub(super) async fn execute(&self, session: &Session, call: Invocation<'_>, wrapped: bool) -> Result<Executed> {
        let mut executed = match meta::find(call.tool) {
            Some(tool) => self.run_meta(session, tool, call).await?,
            None => self.invoke(session, call).await?,
        };
        if wrapped {
            executed.data = budget::fit(executed.data, self.settings().result_budget);
        }
        Ok(executed)
    }
}

/// The arguments that a schema refuses, one by one.
pub(super) fn argument_errors(errors: &[ArgumentError]) -> Value {
    let told =
        |error: &ArgumentError| json!({"field": error.field, "expected": error.expected, "message": error.message});
    json!({"argument_errors": errors.iter().map(told).collect::<Vec<_>>()})
}

fn explanation(target: &Target<'_>, verdict: &Verdict, account: &Value, problem: Option<&Error>) -> Value {
    let mut explanation = json!({
        "tool": target.tool.slug,
        "toolkit": target.tool.toolkit,
        "allowed": verdict.allowed,
        "rule": verdict.rule,
        "account": account,
    });
    if matches!(target.place, Place::Caller(_)) {
        explanation["runs_in"] = "the caller's process".into();
    }
    if let Some(error) = problem {
        explanation["account_error"] = json!({"slug": error.slug(), "message": error.message});
    }
    explanation
}

fn done(data: Value, log_id: String) -> Executed {
    Executed { data, error: None, successful: true, log_id }
}

impl Handle<ExecuteInSession> for Engine {
    async fn handle(&self, request: ExecuteInSession) -> Result<Executed> {
        let mut session = self.session(&request.session_id).await?;
        session.within = request.within;
        let mode = match (request.explain, request.dry_run) {
            (false, false) => Mode::Run,
            (true, false) => Mode::Explain,
            (false, true) => Mode::DryRun,
            (true, true) => {
                return Err(Error::new(
                    REQUEST_INVALID,
                    "`explain` and `dry_run` exclude each other; a dry run explains too",
                ));
            }
        };
        let call = Invocation {
            tool: &request.tool_slug,
            arguments: request.arguments,
            account: request.account.as_deref(),
            mode,
        };
        self.execute(&session, call, request.wrapped).await
    }
}

impl Handle<ExecuteDirect> for Engine {
    async fn handle(&self, request: ExecuteDirect) -> Result<Executed> {
        if request.user_id.is_empty() {
            return Err(Error::new(REQUEST_INVALID, "`user_id` must not be empty").with("option", "user_id"));
        }
        let mut session = Session::none(&request.user_id, self.clock().now());
        if let Some(tool) = self.catalog().tool(&request.tool_slug) {
            check_version(tool, request.version.as_deref())?;
            if let Some(id) = &request.connected_account_id {
                self.check_direct_account(id, &request.user_id, &tool.toolkit).await?;
                session.config.connected_accounts = Some([(tool.toolkit.clone(), vec![id.clone()])].into());
            }
        } else if meta::find(&request.tool_slug).is_none() {
            return Err(self.no_such_tool(&request.tool_slug));
        }
        let call =
            Invocation { tool: &request.tool_slug, arguments: request.arguments, account: None, mode: Mode::Run };
        self.execute(&session, call, request.wrapped).await.map_err(|error| {
            if error.is(NO_ACTIVE_CONNECTION) {
                let toolkit = error.context("toolkit").unwrap_or_default().to_owned();
                return Error::new(DIRECT_ACCOUNT_NOT_FOUND, error.message).with("toolkit", toolkit);
            }
            error
        })
    }
}

impl Engine {
    async fn check_direct_account(&self, id: &str, user_id: &str, toolkit: &str) -> Result<()> {
        let account = self.connect().require_account(id).await?;
        if account.user_id != user_id {
            return Err(Error::new(
                DIRECT_ACCOUNT_MISMATCH,
                format!("the account `{id}` is not one of user `{user_id}`"),
            )
            .with("connected_account", id));
        }
        if account.toolkit != toolkit {
            return Err(Error::new(
                REQUEST_INVALID,
                format!("the account `{id}` is for `{}`, and the tool is one of `{toolkit}`", account.toolkit),
            )
            .with("connected_account", id));
        }
        Ok(())
    }
}

fn check_version(tool: &Tool, version: Option<&str>) -> Result<()> {
    match version {
        None | Some("latest") => Ok(()),
        Some(version) if version == tool.version => Ok(()),
        Some(version) => Err(Error::new(
            REQUEST_INVALID,
            format!("`{}` has no version `{version}`; this engine has {} (or write `latest`)", tool.slug, tool.version),
        )
        .with("option", "version")),
    }
}

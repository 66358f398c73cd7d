//! The one way a call takes.
//!
//! Python, Node, MCP and MULTI_EXECUTE all enter at [`Engine::invoke`]: policy, arguments, account, credential, request,
//! result, log. Because everything up to the request is pure or read-only, a call can be explained, or shown without
//! being sent, at any point of it.

use std::time::Instant;

use composio_catalog::{Tool, Toolkit, render_argument_errors};
use serde_json::{Map, Value, json};

use super::lifecycle::Session;
use super::policy::Verdict;
use super::validate::unknown_tool;
use super::{meta, resolution};
use crate::api::catalog::ExecuteDirect;
use crate::api::sessions::{ExecuteInSession, Executed};
use crate::connect::{Credential, Fresh};
use crate::engine::Engine;
use crate::error::{
    DIRECT_ACCOUNT_MISMATCH, DIRECT_ACCOUNT_NOT_FOUND, Error, INTERNAL, NO_ACTIVE_CONNECTION, NOT_ALLOWED,
    REQUEST_INVALID, Result, TOOL_NOT_FOUND,
};
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

impl Engine {
    pub(super) async fn invoke(&self, session: &Session, call: Invocation<'_>) -> Result<Executed> {
        let log_id = IdOf::Log.mint();
        let tool = self.catalog().tool(call.tool).ok_or_else(|| unknown_tool(self.catalog(), call.tool))?;
        let toolkit = self
            .catalog()
            .toolkit(&tool.toolkit)
            .ok_or_else(|| Error::new(INTERNAL, format!("`{}` has no toolkit", tool.slug)))?;
        let verdict = session.policy().tool(tool);
        if call.mode == Mode::Explain {
            return self.explain(session, tool, toolkit, &verdict, call.account, log_id).await;
        }
        if !verdict.allowed {
            return Err(Error::new(
                NOT_ALLOWED,
                format!("[Session Restriction] `{}` is not allowed: {}", tool.slug, verdict.rule),
            )
            .with("tool", tool.slug.as_str())
            .with("toolkit", tool.toolkit.as_str()));
        }
        let arguments = match self.catalog().check_arguments(tool, call.arguments) {
            Ok(arguments) => arguments,
            Err(errors) => {
                let fields = errors
                    .iter()
                    .map(|error| json!({"field": error.field, "expected": error.expected, "message": error.message}));
                let message = render_argument_errors(&tool.slug, &errors);
                return Ok(Executed {
                    data: json!({"argument_errors": fields.collect::<Vec<_>>()}),
                    error: Some(message),
                    successful: false,
                    log_id,
                });
            }
        };
        let signed_in = self.sign_in(session, toolkit, call.account).await?;
        let none = Credential::none();
        let credential = match &signed_in {
            SignedIn::NoAuth => &none,
            SignedIn::Account { fresh, .. } => &fresh.credential,
        };
        if call.mode == Mode::DryRun {
            let request = self.executor().dry_run(toolkit, tool, &arguments, credential)?;
            let account = match &signed_in {
                SignedIn::NoAuth => Value::Null,
                SignedIn::Account { id, why, .. } => json!({"id": id, "why": why}),
            };
            let explanation = explanation(tool, &verdict, &account, None);
            return Ok(done(json!({"request": request, "explanation": explanation}), log_id));
        }
        let started = Instant::now();
        let result = match self.send(toolkit, tool, &arguments, &signed_in, credential).await {
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
            account_id: match signed_in {
                SignedIn::NoAuth => None,
                SignedIn::Account { id, .. } => Some(id),
            },
            successful: result.successful,
            duration_ms: i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX),
            at: self.clock().now(),
        });
        Ok(Executed { data: result.data, error: result.error, successful: result.successful, log_id })
    }

    /// Sends the request; where the provider turns the credential down, once more with a refreshed one.
    async fn send(
        &self,
        toolkit: &Toolkit,
        tool: &Tool,
        arguments: &Map<String, Value>,
        signed_in: &SignedIn,
        credential: &Credential,
    ) -> Result<ToolResult> {
        let reply = self.executor().run(toolkit, tool, arguments, credential).await?;
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
        let chosen = resolution::for_call(&session.config, account, &facts)?;
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
        tool: &Tool,
        toolkit: &Toolkit,
        verdict: &Verdict,
        account: Option<&str>,
        log_id: String,
    ) -> Result<Executed> {
        if toolkit.is_no_auth() {
            let explanation = explanation(tool, verdict, &Value::Null, None);
            return Ok(done(json!({"explanation": explanation}), log_id));
        }
        let known = self.connections_of(&session.user_id, &toolkit.slug).await?;
        let facts = known.facts();
        let explanation = match resolution::for_call(&session.config, account, &facts) {
            Ok(chosen) => explanation(tool, verdict, &json!({"id": chosen.account_id, "why": chosen.why}), None),
            Err(error) => explanation(tool, verdict, &Value::Null, Some(&error)),
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

fn explanation(tool: &Tool, verdict: &Verdict, account: &Value, problem: Option<&Error>) -> Value {
    let mut explanation = json!({
        "tool": tool.slug,
        "toolkit": tool.toolkit,
        "allowed": verdict.allowed,
        "rule": verdict.rule,
        "account": account,
    });
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
        let session = self.session(&request.session_id).await?;
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
            let error = unknown_tool(self.catalog(), &request.tool_slug);
            let nearest = error.context("nearest").unwrap_or_default().to_owned();
            return Err(Error::new(TOOL_NOT_FOUND, error.message)
                .with("tool", request.tool_slug)
                .with("nearest", nearest));
        }
        let call =
            Invocation { tool: &request.tool_slug, arguments: request.arguments, account: None, mode: Mode::Run };
        self.execute(&session, call, false).await.map_err(|error| {
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

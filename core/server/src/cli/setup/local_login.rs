//! A login that is on this machine already, taken over because somebody asked for it by name.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use composio_core::error::CONNECTION_FAILED;
use composio_core::{Error, Result};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::process::Command;

use super::super::console::text;
use super::super::context::Context;
use super::super::failure::Failure;
use super::ladder::{LocalLogin, LoginFormat, Step};
use super::{Task, account, token_page};

pub(super) async fn run(
    context: &mut Context<'_>,
    task: &Task<'_>,
    step: &Step,
    login: &LocalLogin,
) -> Result<(), Failure> {
    let from = match (&login.command, &login.file) {
        (Some(command), _) => format!("what `{}` prints", command.join(" ")),
        (None, Some(file)) => format!("the file {file}"),
        (None, None) => return Err(Failure::misuse(format!("`{}` names neither a command nor a file", login.name))),
    };
    context.console.say(&format!(
        "Taking over {from}: a copy goes into the store of this home, sealed. {} keeps its own.",
        login.name
    ));
    let found = match (&login.command, &login.file) {
        (Some(command), _) => printed(command).await,
        (None, file) => read(file.as_deref().unwrap_or_default(), std::env::home_dir()),
    };
    let found = found.map_err(|why| failed(login, &why))?;
    match login.format {
        LoginFormat::Token => {
            let field = token_page::fields(&task.toolkit, &step.scheme).first();
            let name = field.map_or("access_token", |field| text(field, "/name"));
            let val = Map::from_iter([(name.to_owned(), Value::from(found.trim()))]);
            account::connect(context, task, &step.scheme, task.hosts.api_alone(), val).await
        }
        LoginFormat::GoogleAdc => {
            let adc = Adc::read(&found).map_err(|why| failed(login, &why))?;
            let mut client = task.hosts.credentials();
            client.insert("client_id".to_owned(), adc.client_id.into());
            client.insert("client_secret".to_owned(), adc.client_secret.into());
            let val = Map::from_iter([("refresh_token".to_owned(), Value::from(adc.refresh_token))]);
            account::connect(context, task, "OAUTH2", client, val).await
        }
    }
}

fn failed(login: &LocalLogin, why: &str) -> Error {
    let cure = match login.prepare.as_str() {
        "" => "sign in there first".to_owned(),
        prepare => format!("sign in there first: {prepare}"),
    };
    Error::new(CONNECTION_FAILED, format!("the login of `{}` cannot be taken over: {why}; {cure}", login.name))
}

/// Whether the login can be there at all. Nothing is run and nothing is read.
pub(super) fn is_here(login: &LocalLogin) -> bool {
    match (login.command.as_deref(), &login.file) {
        (Some([program, ..]), _) => {
            let folders = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&folders).any(|folder| {
                [program.clone(), format!("{program}.exe")].iter().any(|name| folder.join(name).is_file())
            })
        }
        (_, Some(file)) => place(file, std::env::home_dir()).is_file(),
        _ => false,
    }
}

/// What a command prints. No shell reads the words.
async fn printed(command: &[String]) -> Result<String, String> {
    let (program, words) = command.split_first().ok_or("no command is named")?;
    let ran = Command::new(program).args(words).stdin(Stdio::null()).kill_on_drop(true).output().await;
    let output = ran.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("`{program}` is not installed, or not on the PATH"),
        _ => format!("`{program}` cannot be run: {error}"),
    })?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() {
        // Its words may hold what it knows, so they are not repeated.
        return Err(format!("`{}` ended with {}", command.join(" "), output.status));
    }
    if text.is_empty() || text.lines().count() > 1 && !text.starts_with('{') {
        return Err(format!("`{}` did not print one token", command.join(" ")));
    }
    Ok(text)
}

fn place(file: &str, user_home: Option<PathBuf>) -> PathBuf {
    match (file.strip_prefix("~/"), user_home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(file).to_owned(),
    }
}

fn read(file: &str, user_home: Option<PathBuf>) -> Result<String, String> {
    let path = place(file, user_home);
    std::fs::read_to_string(&path).map_err(|error| format!("{} cannot be read ({error})", path.display()))
}

/// Google's application-default credentials of a person. Does not print.
#[derive(Deserialize)]
struct Adc {
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

impl Adc {
    fn read(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|_| "it is not JSON".to_owned())?;
        match value["type"].as_str() {
            Some("authorized_user") => {}
            Some(kind) => return Err(format!("it is a `{kind}` credential and not that of a person")),
            None => return Err("it is not a file of application-default credentials".to_owned()),
        }
        // Serde's words could quote a secret.
        serde_json::from_value(value).map_err(|_| "it lacks client_id, client_secret or refresh_token".to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_command_must_print_one_token() {
        let run =
            async |words: &[&str]| printed(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).await;
        assert_eq!(run(&["echo", "gho_1"]).await.unwrap(), "gho_1");
        // No shell: the words arrive as they are.
        assert_eq!(run(&["echo", "$HOME;ls"]).await.unwrap(), "$HOME;ls");
        for (words, message) in [
            (&["no-such-program-here"][..], "not installed"),
            (&["false"], "ended with"),
            (&["true"], "did not print"),
            (&["printf", "a\\nb\\n"], "did not print"),
        ] {
            assert!(run(words).await.unwrap_err().contains(message), "{words:?}");
        }
    }

    #[test]
    fn a_login_that_is_not_on_the_machine_is_not_offered() {
        let login = |command: Option<&str>, file: Option<&str>| LocalLogin {
            name: "x".to_owned(),
            command: command.map(|program| vec![program.to_owned(), "token".to_owned()]),
            file: file.map(str::to_owned),
            format: LoginFormat::Token,
            prepare: String::new(),
        };
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("login"), "").unwrap();
        let file = folder.path().join("login").display().to_string();
        for (login, here) in [
            (login(Some("sh"), None), true),
            (login(Some("no-such-program-here"), None), false),
            (login(None, Some(&file)), true),
            (login(None, Some("~/no/such/file/here")), false),
            (login(None, None), false),
        ] {
            assert_eq!(is_here(&login), here, "{login:?}");
        }
    }

    #[test]
    fn only_a_persons_application_default_credentials_are_taken() {
        let whole = r#"{"type": "authorized_user", "client_id": "i", "client_secret": "s", "refresh_token": "r"}"#;
        assert_eq!(Adc::read(whole).ok().unwrap().refresh_token, "r");
        for (text, message) in [
            ("nonsense s3cret", "not JSON"),
            (r#"{"type": "service_account", "private_key": "s3cret"}"#, "`service_account`"),
            (r#"{"type": "authorized_user", "client_secret": "s3cret"}"#, "lacks"),
            ("{}", "not a file of"),
        ] {
            let why = Adc::read(text).err().unwrap();
            assert!(why.contains(message) && !why.contains("s3cret"), "{text}: {why}");
        }
    }

    #[test]
    fn a_file_is_looked_for_under_the_users_home() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("x"), "text").unwrap();
        assert_eq!(read("~/x", Some(home.path().to_owned())).unwrap(), "text");
        assert!(read("~/y", Some(home.path().to_owned())).unwrap_err().contains("cannot be read"));
    }
}

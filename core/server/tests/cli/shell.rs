//! A terminal that is none: the program with its input and output in pipes, and the stand-in provider to talk to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::browser::{Browser, Page};
use crate::support::free_port;

pub struct Shell {
    pub folder: TempDir,
    port: u16,
    standin: Standin,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A command that waits for somebody.
pub struct Running {
    pub process: Child,
    pub errors: BufReader<std::process::ChildStderr>,
}

struct Standin {
    _process: Child,
    ready: Value,
}

impl Shell {
    pub fn new() -> Self {
        let mut process = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/standin/provider.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the stand-in provider needs Python 3.10 or later as `python3`");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let standin = Standin { _process: process, ready: serde_json::from_str(&line).unwrap() };
        Self { folder: tempfile::tempdir().unwrap(), port: free_port(), standin }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// A fact of the stand-in: `url`, `client_id`, `client_secret`, `personal_access_tokens` …
    pub fn standin(&self, key: &str) -> &Value {
        &self.standin.ready[key]
    }

    pub fn text(&self, key: &str) -> &str {
        self.standin(key).as_str().unwrap()
    }

    pub fn token(&self) -> &str {
        self.standin("personal_access_tokens")["octocat"].as_str().unwrap()
    }

    /// The flags that make the stand-in a GitHub of the user's own.
    pub fn hosts(&self) -> Vec<String> {
        let url = self.text("url");
        vec![
            format!("--base-url={url}"),
            format!("--authorization-url={url}/login/oauth/authorize"),
            format!("--token-url={url}/login/oauth/access_token"),
        ]
    }

    pub fn config(&self) -> String {
        std::fs::read_to_string(self.home().join("composio.toml")).unwrap_or_default()
    }

    /// Puts a program on the PATH of the commands that is this script.
    pub fn script(&self, name: &str, text: &str) {
        let folder = self.folder.path().join("bin");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), format!("#!/bin/sh\n{text}\n")).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.join(name), mode).unwrap();
    }

    pub fn command(&self, words: &str, more: &[String]) -> Command {
        let path = format!("{}:/usr/bin:/bin", self.folder.path().join("bin").display());
        let mut command = Command::new(env!("CARGO_BIN_EXE_composio"));
        command
            .args(words.split_whitespace())
            .args(more)
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("COMPOSIO_HOME", self.home())
            .env("COMPOSIO_CONNECT_ORIGIN", self.origin())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &str) -> Ended {
        self.run_with(words, &[], "")
    }

    /// Runs a command with more words, which may hold blanks, and with what is piped to it.
    pub fn run_with(&self, words: &str, more: &[String], input: &str) -> Ended {
        let mut process = self.command(words, more).spawn().unwrap();
        // It may not want to read all of it.
        let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
        let output = process.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts a command that waits for a browser, and answers the address it shows.
    pub fn start(&self, words: &str, more: &[String]) -> (Running, String) {
        let mut process = self.command(words, more).spawn().unwrap();
        let mut errors = BufReader::new(process.stderr.take().unwrap());
        let mut said = String::new();
        let url = loop {
            let mut line = String::new();
            assert!(errors.read_line(&mut line).unwrap() > 0, "it showed no address:\n{said}");
            said.push_str(&line);
            if line.trim().starts_with(&self.origin()) {
                break line.trim().to_owned();
            }
        };
        (Running { process, errors }, url)
    }

    /// Follows a link to its end, as a user who agrees.
    pub async fn agree(&self, link: &str) -> Page {
        let browser = Browser::new();
        let sent = browser.submit(link, &[]).await;
        let consent = browser.get(sent.location()).await;
        let (consent, login) = (consent.field("consent"), consent.field("login"));
        let decision = format!("{}/login/oauth/authorize/decision", self.text("url"));
        let form = [("consent", consent.as_str()), ("login", &login), ("decision", "approve")];
        let back = browser.submit(decision, &form).await;
        browser.with("cookie", sent.cookie()).get(back.location()).await
    }
}

impl Running {
    /// Waits for its end.
    pub fn end(mut self) -> Ended {
        let (mut out, mut err) = (String::new(), String::new());
        self.process.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        self.errors.read_to_string(&mut err).unwrap();
        Ended { code: self.process.wait().unwrap().code().unwrap_or(-1), out, err }
    }
}

impl Ended {
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    #[track_caller]
    pub fn failed(self, code: i32, message: &str) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(message), "{self:?}");
        self
    }

    /// Whether a text was printed anywhere.
    pub fn shows(&self, text: &str) -> bool {
        self.out.contains(text) || self.err.contains(text)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Page {
    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> String {
        let start = self.text.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{}", self.text));
        let value = self.text[start..].split('"').nth(3).unwrap();
        value.replace("&#34;", "\"").replace("&quot;", "\"").replace("&#38;", "&").replace("&amp;", "&")
    }
}

//! The one place where the command line prints and reads.
//!
//! Results go to standard output. Everything said on the way there goes to standard error, so that a pipe carries the
//! result alone. No colours: what is printed means the same on a terminal, in a file and in a log. Much of it was
//! written by others, so nothing in it gives orders to the terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use composio_core::error::INTERNAL;
use composio_core::text::deceives;
use composio_core::{Error, Result};
use serde_json::Value;

use super::advice;
use super::echo::Hidden;
use super::failure::Failure;

pub(super) struct Console {
    pub json: bool,
    /// Whether somebody sits there to answer.
    pub interactive: bool,
}

impl Console {
    /// Whoever wants JSON is a program, and is asked nothing.
    pub fn standard(json: bool) -> Self {
        Self { json, interactive: !json && io::stdin().is_terminal() && io::stderr().is_terminal() }
    }

    /// The result of the command.
    pub fn result(&mut self, answer: &Value, human: impl FnOnce() -> String) -> Result<(), Failure> {
        print(&if self.json { format!("{answer:#}") } else { human() })
    }

    /// What a program has to know before the result, such as an address that somebody must open: a line of JSON.
    pub fn news(&mut self, news: &Value) -> Result<(), Failure> {
        if self.json { print(&news.to_string()) } else { Ok(()) }
    }

    /// Something on the way to the result, for people. Nobody being there to read it changes nothing.
    pub fn say(&mut self, text: &str) {
        if !self.json {
            complain(text);
        }
    }

    /// Says how the command failed and what to type next, and answers the exit code.
    pub fn fail(&mut self, failure: &Failure, next: Option<&str>) -> u8 {
        match failure {
            Failure::Error(error) | Failure::Misuse(error) if self.json => complain(&error.to_json().to_string()),
            Failure::Error(error) | Failure::Misuse(error) => match next {
                Some(next) => complain(&format!("composio: {}\nnext: {next}", advice::fact(&error.message))),
                None => complain(&format!("composio: {error}")),
            },
            Failure::Words(words) if words.use_stderr() && self.json => complain(&misread(words).to_json().to_string()),
            Failure::Words(words) if words.use_stderr() => complain(words.to_string().trim_end()),
            Failure::Words(words) => {
                let _ = write!(io::stdout(), "{words}");
            }
            Failure::Told(_) | Failure::Unread => {}
        }
        failure.code()
    }

    /// A line that is typed or piped; empty at the end of the input.
    pub async fn ask(&mut self, question: &str) -> Result<String> {
        if self.interactive {
            let _ = write!(io::stderr(), "{} ", plain(question));
            let _ = io::stderr().flush();
        } else if io::stdin().is_terminal() {
            // Nobody would know that something is waited for.
            return Ok(String::new());
        }
        read_line().await
    }

    /// As [`Self::ask`], without showing what is typed.
    pub async fn ask_secret(&mut self, question: &str) -> Result<String> {
        if !self.interactive {
            return self.ask(question).await;
        }
        let hidden = Hidden::start()?;
        let answer = self.ask(question).await;
        drop(hidden);
        // The line end was not shown either.
        self.say("");
        answer
    }
}

/// Puts a text on standard output.
fn print(text: &str) -> Result<(), Failure> {
    let mut text = plain(text);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::Unread),
        Err(error) => Err(Error::new(INTERNAL, format!("the result could not be printed: {error}")).into()),
        Ok(()) => Ok(()),
    }
}

fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{}", plain(text));
}

/// The text with its lines and tabs, and what would act on the terminal spelled out. In JSON that is an escape, which
/// reads as the same value.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            c if deceives(c) => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown
}

/// Not `tokio::io::stdin`: what that has read ahead is lost to the next question.
async fn read_line() -> Result<String> {
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|_| line)
    });
    match read.await {
        Ok(Ok(line)) => Ok(line.trim().to_owned()),
        Ok(Err(error)) => Err(Error::new(INTERNAL, format!("standard input cannot be read: {error}"))),
        Err(_) => Err(Error::new(INTERNAL, "standard input cannot be read")),
    }
}

fn misread(words: &clap::Error) -> Error {
    let text = words.to_string();
    let first = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ").replace('\n', " ");
    let mut message = first.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(tip) = text.lines().find_map(|line| line.trim().strip_prefix("tip: ")) {
        message = format!("{message}; {tip}");
    }
    let mut error = Error::new(composio_core::error::REQUEST_INVALID, message);
    if let Some(option) = words.get(clap::error::ContextKind::InvalidArg) {
        error = error.with("option", option.to_string());
    }
    error
}

/// An answer made by a command that no single operation gave.
pub(super) fn answer(pairs: &[(&str, Value)]) -> Value {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect::<serde_json::Map<_, _>>().into()
}

/// An object's member as text, empty where it is none.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The members of a list, none where it is no list.
pub(super) fn items<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::Parser as _;
    use serde_json::json;

    use super::super::arguments::Arguments;
    use super::*;

    #[test]
    fn words_that_are_none_of_ours_are_an_error_like_every_other() {
        for (line, message) in [
            ("conect x", "unrecognized subcommand 'conect'; some similar subcommands exist: 'connect'"),
            ("connect x --no-browsr", "unexpected argument '--no-browsr' found"),
            ("connect", "<TOOLKIT>"),
        ] {
            let words = std::iter::once("composio").chain(line.split(' '));
            let error = misread(&Arguments::try_parse_from(words).err().unwrap());
            assert!(error.message.contains(message) || line.starts_with("conect"), "{line}: {error}");
            assert!(!error.message.contains('\n'), "{error}");
            assert_eq!(error.slug(), "Request_Invalid");
        }
    }

    #[test]
    fn nothing_that_is_printed_gives_orders_to_the_terminal() {
        for (text, shown) in [
            ("a\tb\r\nc", "a\tb\nc"),
            ("\u{1b}]0;title\u{7}", "\\u001b]0;title\\u0007"),
            ("\u{9b}31mred", "\\u009b31mred"),
            ("over\rwritten", "over\\u000dwritten"),
            ("\u{202e}txt.exe", "\\u202etxt.exe"),
            ("Zoë 中文 🎉", "Zoë 中文 🎉"),
        ] {
            assert_eq!(plain(text), shown);
            let json = plain(&format!("{:#}", json!({ "said": text })));
            assert!(json.chars().all(|c| c == '\n' || !deceives(c)), "{json}");
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["said"], text);
        }
    }

    #[test]
    fn what_is_not_there_is_empty() {
        let value = json!({"a": {"b": "c"}, "d": [1]});
        assert_eq!((text(&value, "/a/b"), text(&value, "/x"), items(&value, "/d").len()), ("c", "", 1));
        assert!(items(&value, "/a").is_empty());
    }
}

//! The one place where the command line prints and reads.
//!
//! Results go to standard output. Everything said on the way there goes to standard error, so that a pipe carries the
//! result alone. No colours: what is printed means the same on a terminal, in a file and in a log.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use composio_core::error::INTERNAL;
use composio_core::{Error, Result};
use serde_json::Value;

use super::echo::Hidden;
use super::failure::{self, Failure};

pub(super) struct Console {
    pub json: bool,
    /// Whether somebody sits there to answer.
    pub interactive: bool,
}

impl Console {
    pub fn standard(json: bool) -> Self {
        Self { json, interactive: io::stdin().is_terminal() && io::stderr().is_terminal() }
    }

    /// The result of the command.
    pub fn result(&mut self, answer: &Value, human: impl FnOnce() -> String) -> Result<(), Failure> {
        let mut text = if self.json { format!("{answer:#}") } else { human() };
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

    /// Something on the way to the result. Nobody being there to read it changes nothing.
    pub fn say(&mut self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Says how the command failed, and answers the exit code.
    pub fn fail(&mut self, failure: &Failure) -> u8 {
        match failure {
            Failure::Error(error) | Failure::Misuse(error) if self.json => self.say(&error.to_json().to_string()),
            Failure::Error(error) | Failure::Misuse(error) => {
                self.say(&format!("composio: {error}"));
                if let Some(line) = failure::next_line(error) {
                    self.say(&format!("next: {line}"));
                }
            }
            Failure::Words(words) if words.use_stderr() && self.json => {
                self.say(&misread(words).to_json().to_string());
            }
            Failure::Words(words) if words.use_stderr() => self.say(words.to_string().trim_end()),
            Failure::Words(words) => {
                let _ = write!(io::stdout(), "{words}");
            }
            Failure::Told | Failure::Unread => {}
        }
        failure.code()
    }

    /// A line that is typed or piped; empty at the end of the input.
    pub async fn ask(&mut self, question: &str) -> Result<String> {
        if self.interactive {
            let _ = write!(io::stderr(), "{question} ");
            let _ = io::stderr().flush();
        }
        read_line().await
    }

    /// As [`Self::ask`], without showing what is typed.
    pub async fn ask_secret(&mut self, question: &str) -> Result<String> {
        if !self.interactive {
            return read_line().await;
        }
        let hidden = Hidden::start()?;
        let answer = self.ask(question).await;
        drop(hidden);
        // The line end was not shown either.
        self.say("");
        answer
    }
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
    fn what_is_not_there_is_empty() {
        let value = json!({"a": {"b": "c"}, "d": [1]});
        assert_eq!((text(&value, "/a/b"), text(&value, "/x"), items(&value, "/d").len()), ("c", "", 1));
        assert!(items(&value, "/a").is_empty());
    }
}

//! What can be typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

/// Tools and connected accounts for AI agents, on this machine.
#[derive(Parser)]
#[command(name = "composio", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 called wrongly, 130 ended by Ctrl-C.")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

impl Arguments {
    /// Reads a command line, the program's name in front.
    pub fn read(words: impl Iterator<Item = OsString>) -> Result<Self, clap::Error> {
        let found = Self::command().try_get_matches_from(words)?;
        let mut arguments = Self::from_arg_matches(&found)?;
        arguments.global.user_was_typed = found.value_source("user") == Some(ValueSource::CommandLine);
        Ok(arguments)
    }
}

#[derive(Args)]
pub(super) struct Global {
    /// Print JSON: the answer on standard output, an error on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// The user whose accounts are meant
    #[arg(long, global = true, env = "COMPOSIO_USER_ID", hide_env_values = true, default_value = "default")]
    pub user: String,
    /// Whether that was typed, and not taken from the environment
    #[arg(skip)]
    pub user_was_typed: bool,
    /// Where the store and composio.toml live [default: COMPOSIO_HOME, or ~/.composio]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub home: Option<PathBuf>,
    /// Where Connect pages are served [default: http://localhost:9900]
    #[arg(long, global = true, value_name = "URL")]
    pub connect_origin: Option<String>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// List the toolkits there are
    Toolkits(Toolkits),
    /// Make a toolkit ready to connect, by the shortest way there is
    Setup(Setup),
    /// Connect an account in the browser
    Connect(Connect),
    /// List and manage connected accounts
    Accounts(Accounts),
    /// Find, read and run tools
    Tools {
        #[command(subcommand)]
        command: Tools,
    },
    /// Check the home, the settings and the Connect origin
    Doctor(Doctor),
}

#[derive(Args)]
pub(super) struct Toolkits {
    /// Only those whose name or description has this text
    pub search: Vec<String>,
}

#[derive(Args)]
pub(super) struct Setup {
    /// github, gmail, slack …
    pub toolkit: String,
    /// Which way: its number in the list, its kind, or the name of a login on this machine
    #[arg(long, value_name = "WAY")]
    pub with: Option<String>,
    /// The client id of an OAuth client of your own, instead of being asked for it
    #[arg(long)]
    pub client_id: Option<String>,
    /// Write over a client that is in composio.toml already
    #[arg(long)]
    pub replace: bool,
    /// Print addresses instead of opening them
    #[arg(long)]
    pub no_browser: bool,
    #[command(flatten)]
    pub hosts: Hosts,
}

/// For a server of your own, such as GitHub Enterprise.
#[derive(Args, Clone, Default)]
pub(super) struct Hosts {
    /// The API's address on a server of your own
    #[arg(long, value_name = "URL", help_heading = "Server of your own")]
    pub base_url: Option<String>,
    /// The sign-in page on a server of your own
    #[arg(long, value_name = "URL", help_heading = "Server of your own")]
    pub authorization_url: Option<String>,
    /// The token endpoint of a server of your own
    #[arg(long, value_name = "URL", help_heading = "Server of your own")]
    pub token_url: Option<String>,
}

#[derive(Args)]
pub(super) struct Connect {
    /// github, gmail, slack …
    pub toolkit: String,
    /// Print the link instead of opening it
    #[arg(long)]
    pub no_browser: bool,
}

#[derive(Args)]
pub(super) struct Accounts {
    #[command(flatten)]
    pub list: List,
    #[command(subcommand)]
    pub command: Option<AccountsCommand>,
}

#[derive(Args, Default, PartialEq, Eq)]
pub(super) struct List {
    /// Of these toolkits
    #[arg(long, value_name = "SLUG", value_delimiter = ',')]
    pub toolkit: Vec<String>,
    /// Of all users
    #[arg(long)]
    pub all_users: bool,
    /// Also attempts to connect that have not led to an account
    #[arg(long)]
    pub all: bool,
}

#[derive(Args)]
pub(super) struct Named {
    /// Its id, its name, or who it is at the provider where that says which one
    pub account: String,
}

#[derive(Subcommand)]
pub(super) enum AccountsCommand {
    /// List accounts (what `composio accounts` alone does)
    List(List),
    /// Show one account
    Show(Named),
    /// Give an account a name to call it by
    Rename {
        #[command(flatten)]
        named: Named,
        /// The new name; empty takes the name away
        alias: String,
    },
    /// Stop using an account for now
    Disable(Named),
    /// Use a disabled account again
    Enable(Named),
    /// Sign an account in again that is no longer signed in
    Reconnect {
        #[command(flatten)]
        named: Named,
        /// Print the link instead of opening it
        #[arg(long)]
        no_browser: bool,
    },
    /// Delete an account with its credential
    #[command(visible_alias = "disconnect")]
    Delete {
        #[command(flatten)]
        named: Named,
        /// Without asking
        #[arg(long, short)]
        yes: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum Tools {
    /// Find tools for a task
    Search {
        /// What to do, in words: "create an issue in github"
        #[arg(required = true)]
        query: Vec<String>,
        /// In these toolkits
        #[arg(long, value_name = "SLUG", value_delimiter = ',')]
        toolkit: Vec<String>,
        /// At most so many tools; a search finds 6 at most
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..))]
        limit: Option<u8>,
    },
    /// Show what a tool takes
    Schema {
        /// GITHUB_CREATE_AN_ISSUE …
        slug: String,
    },
    /// Run a tool
    Execute(Execute),
}

#[derive(Args)]
pub(super) struct Execute {
    /// GITHUB_CREATE_AN_ISSUE …
    pub slug: String,
    /// Arguments one by one: title=Bug number=5
    #[arg(value_name = "NAME=VALUE")]
    pub pairs: Vec<String>,
    /// Arguments as a JSON object: the text itself, @FILE, or - for standard input
    #[arg(long, short, value_name = "JSON")]
    pub data: Option<String>,
    /// The account to use: its id, its name, or who it is at the provider where that says which one
    #[arg(long)]
    pub account: Option<String>,
    /// Show the request instead of sending it
    #[arg(long, conflicts_with = "explain")]
    pub dry_run: bool,
    /// Show which account and which rule would be used
    #[arg(long)]
    pub explain: bool,
}

#[derive(Args)]
pub(super) struct Doctor {
    /// Also reach the providers over the network
    #[arg(long)]
    pub online: bool,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_grammar_holds_together() {
        Arguments::command().debug_assert();
    }

    /// Words as a shell would part them, as far as the documentation quotes.
    fn words(line: &str) -> Vec<String> {
        let mut words = Vec::new();
        for (index, part) in line.split('"').enumerate() {
            if index % 2 == 0 {
                words.extend(part.split_whitespace().map(str::to_owned));
            } else {
                words.push(part.to_owned());
            }
        }
        words
    }

    #[test]
    fn every_line_of_the_documentation_can_be_typed() {
        let pages = [include_str!("../../../../docs/command-line.md"), include_str!("../../../../README.md")];
        let blocks = pages.iter().flat_map(|page| page.split("```console\n").skip(1));
        let lines: Vec<&str> = blocks.flat_map(|block| block.split("```").next().unwrap().lines()).collect();
        assert!(lines.len() > 20, "{lines:?}");
        for line in lines {
            let line = line.split(" # ").next().unwrap();
            let wrong = Arguments::try_parse_from(words(line)).err().filter(clap::Error::use_stderr);
            assert!(wrong.is_none(), "{line}: {}", wrong.unwrap());
        }
    }

    fn every_command(command: &clap::Command) -> Vec<&clap::Command> {
        std::iter::once(command).chain(command.get_subcommands().flat_map(every_command)).collect()
    }

    #[test]
    fn everything_that_can_be_typed_is_explained() {
        let grammar = Arguments::command();
        let commands = every_command(&grammar);
        assert!(commands.len() > 15, "{}", commands.len());
        for command in commands {
            assert!(command.get_about().is_some(), "{} says nothing", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {} says nothing", command.get_name(), argument.get_id());
            }
        }
    }

    #[test]
    fn help_can_be_asked_for_in_words() {
        for (line, says) in [
            ("help", "130 ended by Ctrl-C"),
            ("help tools search", "--limit"),
            ("accounts help", "[alias: disconnect]"),
            ("--help", "Exit codes: 0 done, 1 failed, 2 called wrongly"),
        ] {
            let words = std::iter::once("composio").chain(line.split(' '));
            let shown = Arguments::try_parse_from(words).err().unwrap();
            assert!(!shown.use_stderr() && shown.to_string().contains(says), "{line}: {shown}");
        }
    }

    #[test]
    fn a_slip_names_what_was_meant() {
        for (line, meant) in [
            ("conect github", "'connect'"),
            ("connect github --no-browsr", "--no-browser"),
            ("tools excute X", "'execute'"),
            ("accounts remane a b", "'rename'"),
        ] {
            let words = std::iter::once("composio").chain(line.split(' '));
            let error = Arguments::try_parse_from(words).err().unwrap().to_string();
            assert!(error.contains(meant), "{line}: {error}");
        }
    }
}

//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Tools and connected accounts for AI agents, on this machine.
#[derive(Parser)]
#[command(name = "composio", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 called wrongly.")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args)]
pub(super) struct Global {
    /// Print JSON: the answer on standard output, an error on standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// The user whose accounts are meant
    #[arg(long, global = true, env = "COMPOSIO_USER_ID", hide_env_values = true, default_value = "default")]
    pub user: String,
    /// Where the store and composio.toml live [default: COMPOSIO_HOME, or ~/.composio]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub home: Option<PathBuf>,
    /// Where Connect pages are served [default: http://localhost:9900]
    #[arg(long, global = true, value_name = "URL")]
    pub connect_origin: Option<String>,
}

#[derive(Subcommand)]
pub(super) enum Command {
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
pub(super) struct Setup {
    /// github, gmail, slack …
    pub toolkit: String,
    /// Which way: its number in the ladder, its kind, or the name of a login on this machine
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
    #[command(subcommand)]
    pub command: Option<AccountsCommand>,
}

#[derive(Subcommand)]
pub(super) enum AccountsCommand {
    /// List accounts (what `composio accounts` alone does)
    List {
        /// Of these toolkits
        #[arg(long, value_name = "SLUG", value_delimiter = ',')]
        toolkit: Vec<String>,
        /// Of all users
        #[arg(long)]
        all_users: bool,
    },
    /// Show one account
    Show {
        #[arg(value_name = "ACCOUNT")]
        account: String,
    },
    /// Give an account a name to call it by
    Rename {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        /// The new name; empty takes the name away
        alias: String,
    },
    /// Stop using an account for now
    Disable {
        #[arg(value_name = "ACCOUNT")]
        account: String,
    },
    /// Use a disabled account again
    Enable {
        #[arg(value_name = "ACCOUNT")]
        account: String,
    },
    /// Delete an account with its credential
    #[command(visible_alias = "disconnect")]
    Delete {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        /// Without asking
        #[arg(long, short)]
        yes: bool,
    },
}

impl Default for AccountsCommand {
    fn default() -> Self {
        Self::List { toolkit: Vec::new(), all_users: false }
    }
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
    },
    /// Show what a tool takes
    Schema { slug: String },
    /// Run a tool
    Execute(Execute),
}

#[derive(Args)]
pub(super) struct Execute {
    pub slug: String,
    /// Arguments one by one: title=Bug number=5
    #[arg(value_name = "NAME=VALUE")]
    pub pairs: Vec<String>,
    /// Arguments as a JSON object: the text itself, @FILE, or - for standard input
    #[arg(long, short, value_name = "JSON")]
    pub data: Option<String>,
    /// The account to use: its id or name
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
    use clap::CommandFactory as _;

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
            let parsed = Arguments::try_parse_from(words(line));
            assert!(parsed.is_ok(), "{line}: {}", parsed.err().unwrap());
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

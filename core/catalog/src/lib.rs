//! Toolkits and tools as immutable data, and the search over them.
//!
//! Pure: no clock, no network, no async. A toolkit is a YAML file under `toolkits/`, compiled into the library.
//!
//! [`ToolkitFile`] is the written form, [`Toolkit`] and [`Tool`] the compiled one, and [`Catalog`] holds all of them:
//!
//! ```
//! let catalog = composio_catalog::Catalog::builtin();
//! let hits = catalog.search("open a bug report in a repository", &|tool| tool.toolkit == "github", 3);
//! assert!(hits.len() <= 3);
//! ```

mod arguments;
mod builtin;
mod catalog;
mod compile;
mod entry;
mod format;
mod hints;
mod lint;
mod nearest;
mod own;
mod search;
mod setup;
pub mod template;
mod tool;
mod toolkit;

pub use arguments::{ArgumentChecker, ArgumentError, render_argument_errors};
pub use builtin::builtin_files;
pub use catalog::Catalog;
pub use format::{
    About, AuthScheme, BodyFormat, ClientAuth, Field, Hint, Location, OAuth2, Output, ParamEntry, Place, Scopes,
    Success, TokenBody, ToolEntry, ToolkitFile, Typed, WhoAmI,
};
pub use lint::{LintError, LintErrors, NamedSteps, lint};
pub use nearest::nearest;
pub use own::{OWN_PREFIX, OwnTools};
pub use search::Hit;
pub use setup::{AppManifest, Exchange, LocalLogin, LoginFormat, OwnClient, Places, SetupStep, TokenPage};
pub use tool::{Method, Param, Tool};
pub use toolkit::Toolkit;

//! The toolkit file, grammar `format: 1`: what a contributor writes, exactly as it is written.
//!
//! One YAML file holds one toolkit: who it is, how one signs in, and its tools. Reading it gives these types; the
//! rules that types cannot say are in [`crate::lint()`]; what the rest of the engine works with is the compiled form,
//! [`crate::Toolkit`] and [`crate::Tool`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::setup::SetupStep;

/// One toolkit file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolkitFile {
    /// The version of this grammar; 1.
    pub format: u32,
    pub toolkit: About,
    /// Where relative tool paths start, without a trailing slash.
    pub base_url: String,
    /// Headers of every request of the toolkit.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The ways to sign in, the preferred one first.
    pub auth: Vec<AuthScheme>,
    /// The cheapest request that tells whose credential this is.
    #[serde(default)]
    pub whoami: Option<WhoAmI>,
    /// The ways to a first credential, the shortest one first.
    #[serde(default)]
    pub setup: Vec<SetupStep>,
    /// How a reply of status 2xx says that it failed, of every tool that does not say so itself.
    #[serde(default)]
    pub success: Option<Success>,
    /// Former slugs and the slugs they became.
    #[serde(default)]
    pub aliases: BTreeMap<String, String>,
    /// Tools by the part of their slug after the toolkit's: `CREATE_AN_ISSUE` of `github` is `GITHUB_CREATE_AN_ISSUE`.
    pub tools: Map<String, Value>,
}

/// Who a toolkit is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub slug: String,
    pub name: String,
    pub description: String,
    /// `YYYYMMDD_NN`, raised when the content changes.
    pub version: String,
    #[serde(default)]
    pub categories: Vec<String>,
    #[serde(default)]
    pub app_url: Option<String>,
    #[serde(default)]
    pub logo: Option<String>,
    /// Other names people use for it; search knows them.
    #[serde(default)]
    pub also_called: Vec<String>,
}

/// One way to sign in. `scheme` is the protocol's name for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "scheme", deny_unknown_fields)]
pub enum AuthScheme {
    #[serde(rename = "OAUTH2")]
    OAuth2(OAuth2),
    #[serde(rename = "API_KEY")]
    ApiKey(Typed),
    #[serde(rename = "BEARER_TOKEN")]
    BearerToken(Typed),
    #[serde(rename = "BASIC")]
    Basic(Typed),
    #[serde(rename = "NO_AUTH")]
    NoAuth {},
}

impl AuthScheme {
    /// The protocol's name: `OAUTH2`, `API_KEY`, `BEARER_TOKEN`, `BASIC`, `NO_AUTH`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::OAuth2(_) => "OAUTH2",
            Self::ApiKey(_) => "API_KEY",
            Self::BearerToken(_) => "BEARER_TOKEN",
            Self::Basic(_) => "BASIC",
            Self::NoAuth {} => "NO_AUTH",
        }
    }
}

/// OAuth 2.0 authorization code flow and the places where a provider bends it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OAuth2 {
    pub authorization_url: String,
    pub token_url: String,
    #[serde(default)]
    pub revocation_url: Option<String>,
    #[serde(default)]
    pub scopes: Scopes,
    /// Send PKCE S256 (RFC 7636). Providers that do not know it ignore it.
    #[serde(default = "yes")]
    pub pkce: bool,
    #[serde(default)]
    pub client_auth: ClientAuth,
    #[serde(default)]
    pub token_body: TokenBody,
    #[serde(default)]
    pub token_headers: BTreeMap<String, String>,
    /// The parameter of the authorization request that carries the scopes.
    #[serde(default = "scope")]
    pub scopes_param: String,
    /// JSON pointer to the object of a token reply that holds the tokens; the reply itself unless set.
    #[serde(default)]
    pub token_pointer: Option<String>,
    /// Fixed parameters of the authorization request.
    #[serde(default)]
    pub authorization_params: BTreeMap<String, String>,
    #[serde(default)]
    pub place: Option<Place>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scopes {
    #[serde(default = "space")]
    pub separator: String,
    #[serde(default)]
    pub default: Vec<String>,
}

impl Default for Scopes {
    fn default() -> Self {
        Self { separator: space(), default: Vec::new() }
    }
}

/// Where the client's own credential goes at the token endpoint (RFC 6749 section 2.3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    #[default]
    Body,
    Basic,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenBody {
    #[default]
    Form,
    Json,
}

/// A scheme whose credential the user types.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    pub fields: Vec<Field>,
    /// Where the first field goes in a request. BASIC always uses the Authorization header.
    #[serde(default)]
    pub place: Option<Place>,
}

/// One thing the user types on the Connect page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The protocol's key in `state.val`: `generic_api_key`, `token`, `username`, `password` …
    pub name: String,
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default = "yes")]
    pub secret: bool,
    #[serde(default = "yes")]
    pub required: bool,
}

/// Where a credential goes in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    Header {
        name: String,
        #[serde(default)]
        prefix: String,
    },
    Query {
        name: String,
    },
}

/// A read whose answer tells whether a credential works, and mostly whose it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhoAmI {
    /// A path on `base_url` to get …
    #[serde(default)]
    pub get: Option<String>,
    /// … or one to post `graphql` to.
    #[serde(default)]
    pub post: Option<String>,
    #[serde(default)]
    pub graphql: Option<String>,
    /// JSON pointer to what names the account, such as `/login`; absent where the answer names nobody.
    #[serde(default)]
    pub id: Option<String>,
}

/// One tool. Exactly one of the method keys is given; its value is a path on `base_url` or an absolute URL, in which
/// `{name}` is replaced by a parameter as one path segment and `{+name}` keeps its slashes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolEntry {
    pub name: String,
    pub description: String,
    #[serde(default)]
    pub get: Option<String>,
    #[serde(default)]
    pub post: Option<String>,
    #[serde(default)]
    pub put: Option<String>,
    #[serde(default)]
    pub patch: Option<String>,
    #[serde(default)]
    pub delete: Option<String>,
    #[serde(default)]
    pub params: Map<String, Value>,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Query parameters made from several arguments: `q: "{query}{?language: language:{language}}"`. A segment
    /// `{?name:text}` stands only when argument `name` was given. Parameters named here are not sent themselves.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// Fixed members of the body, merged under the arguments.
    #[serde(default)]
    pub body: Map<String, Value>,
    #[serde(default)]
    pub body_format: BodyFormat,
    /// A GraphQL document. The body is then `{query, variables}`, and what the body would hold are the variables. A
    /// reply with `errors` is a failure.
    #[serde(default)]
    pub graphql: Option<String>,
    /// Work of several requests, done in Rust; see `execute/procedure`. The method key names its main request.
    #[serde(default)]
    pub procedure: Option<String>,
    /// A step the grammar cannot say, done in Rust on the finished request; see `execute/transform`.
    #[serde(default)]
    pub request_transform: Option<String>,
    /// The same for the reply's JSON.
    #[serde(default)]
    pub response_transform: Option<String>,
    #[serde(default)]
    pub output: Output,
    /// Overrides of the hints that follow from the method.
    #[serde(default)]
    pub hints: Option<Vec<Hint>>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Natural requests this tool answers; a field of the search index.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Where agents go wrong with it, told beside it in what a search answers.
    #[serde(default)]
    pub pitfalls: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyFormat {
    #[default]
    Json,
    Form,
}

/// The reply's way into `data`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Members of `data` and the JSON pointers they are read from; everything when absent.
    #[serde(default)]
    pub pick: BTreeMap<String, String>,
    /// How a reply of status 2xx says that it failed.
    #[serde(default)]
    pub success: Option<Success>,
}

/// The test of providers that answer 2xx whatever happened: the reply's value at `pointer` must be `equals`. A value
/// that is not there counts as null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Success {
    pub pointer: String,
    pub equals: Value,
    /// Where a failed reply says why; all of it when absent.
    #[serde(default)]
    pub error: String,
    /// Where it may say more, such as which scope is missing.
    #[serde(default)]
    pub details: Vec<String>,
    /// Texts at `error` that turn the credential down, as status 401 does.
    #[serde(default)]
    pub unauthorized: Vec<String>,
}

/// One parameter: our keys beside the keywords of its JSON Schema (`type`, `description`, `enum`, `items` …).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ParamEntry {
    #[serde(default)]
    pub required: bool,
    #[serde(default, rename = "in")]
    pub location: Option<Location>,
    /// The provider's name for it; in a body, dots nest (`contents.text.maxCharacters`), and a number is a
    /// place in a list (`rich_text.0.text.content`).
    #[serde(default)]
    pub wire: Option<String>,
    /// Send a list as one query parameter for each item, not as one with commas.
    #[serde(default)]
    pub explode: bool,
    /// Other names a model is likely to use for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(flatten)]
    pub schema: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    Path,
    Query,
    Header,
    Body,
    /// Not sent; templates and transforms read it.
    Local,
}

/// A hint about what calling a tool does (MCP tool annotations and the protocol's two of its own).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Hint {
    #[serde(rename = "readOnlyHint")]
    ReadOnly,
    #[serde(rename = "createHint")]
    Create,
    #[serde(rename = "updateHint")]
    Update,
    #[serde(rename = "destructiveHint")]
    Destructive,
    #[serde(rename = "idempotentHint")]
    Idempotent,
    #[serde(rename = "openWorldHint")]
    OpenWorld,
}

impl Hint {
    pub const ALL: [Self; 6] =
        [Self::ReadOnly, Self::Create, Self::Update, Self::Destructive, Self::Idempotent, Self::OpenWorld];

    /// The protocol's spelling, such as `readOnlyHint`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadOnly => "readOnlyHint",
            Self::Create => "createHint",
            Self::Update => "updateHint",
            Self::Destructive => "destructiveHint",
            Self::Idempotent => "idempotentHint",
            Self::OpenWorld => "openWorldHint",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hint| hint.name() == name)
    }
}

fn yes() -> bool {
    true
}

fn scope() -> String {
    "scope".to_owned()
}

fn space() -> String {
    " ".to_owned()
}

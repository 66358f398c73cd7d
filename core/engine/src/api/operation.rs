//! What an operation is.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// One thing a client can ask for. The type is the request; the engine implements each once, and every border (REST,
/// the command line, Python, Node) is derived from the list of them.
pub trait Operation: DeserializeOwned + Send + 'static {
    type Response: Serialize;

    /// `sessions.create`.
    const NAME: &'static str;
    /// Method and path under the version prefix; `{name}` is a member of the request.
    const METHOD: &'static str;
    const PATH: &'static str;
    /// What a key must be allowed to do.
    const SCOPE: &'static str;
    /// Whether running it twice differs from running it once.
    const EFFECTS: bool;
}

/// Declares the operation a request type is.
macro_rules! operation {
    ($request:ty => $response:ty, $name:literal, $method:ident $path:literal, $scope:literal, $effects:ident) => {
        impl $crate::api::operation::Operation for $request {
            type Response = $response;
            const NAME: &'static str = $name;
            const METHOD: &'static str = stringify!($method);
            const PATH: &'static str = $path;
            const SCOPE: &'static str = $scope;
            const EFFECTS: bool = operation!(@ $effects);
        }
    };
    (@ read) => {
        false
    };
    (@ write) => {
        true
    };
}
pub(crate) use operation;

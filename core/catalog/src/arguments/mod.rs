//! The arguments of a call: made right where that is beyond doubt, then checked against a schema.

mod coerce;
mod errors;
mod names;
#[cfg(test)]
mod tests;

pub use errors::{ArgumentError, render_argument_errors};

use std::sync::Arc;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

use crate::tool::{Param, Tool};

/// More faults than a model reads in one go.
const MOST_ERRORS: usize = 20;

/// A schema made ready for checking many calls.
#[derive(Debug)]
pub struct ArgumentChecker {
    schema: Arc<Value>,
    /// Other names and the parameters they stand for.
    aliases: Vec<(String, String)>,
    /// A schema that is none fails at the first check; the lint keeps such a tool out of a catalog.
    validator: Result<Validator, String>,
}

impl ArgumentChecker {
    /// For the input schema of anything that is called with named arguments; `params` brings their aliases.
    pub fn new(schema: Arc<Value>, params: &[Param]) -> Self {
        let validator =
            jsonschema::options().with_draft(Draft::Draft202012).build(&schema).map_err(|error| error.to_string());
        let aliases = params
            .iter()
            .flat_map(|param| param.aliases.iter().map(|alias| (alias.clone(), param.name.clone())))
            .collect();
        Self { schema, aliases, validator }
    }

    pub(crate) fn of(tool: &Tool) -> Self {
        Self::new(Arc::clone(&tool.input_schema), &tool.params)
    }

    /// Why no call can be checked: the schema is none.
    pub fn problem(&self) -> Option<&str> {
        self.validator.as_ref().err().map(String::as_str)
    }

    /// See [`crate::Catalog::check_arguments`].
    pub fn check(&self, arguments: Map<String, Value>) -> Result<Map<String, Value>, Vec<ArgumentError>> {
        let validator = self.validator.as_ref().map_err(|error| vec![ArgumentError::broken_schema(error)])?;
        let mut errors = Vec::new();
        let settled = coerce::object(arguments, &self.schema, &self.aliases, "", &mut errors);
        let settled = Value::Object(settled);
        if !validator.is_valid(&settled) {
            for error in validator.iter_errors(&settled) {
                errors::explain(&error, &self.schema, &mut errors);
            }
        }
        match settled {
            Value::Object(arguments) if errors.is_empty() => Ok(arguments),
            _ => {
                errors.truncate(MOST_ERRORS);
                Err(errors)
            }
        }
    }
}

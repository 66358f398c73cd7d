//! The toolkit files compiled into the library.

use crate::format::ToolkitFile;

const TOOLKITS: &str = include_str!(concat!(env!("OUT_DIR"), "/toolkits.json"));

/// The shipped toolkit files as they are written, sorted by slug.
pub fn builtin_files() -> Vec<ToolkitFile> {
    match serde_json::from_str(TOOLKITS) {
        Ok(files) => files,
        Err(error) => unreachable!("the build script wrote these files from the same types: {error}"),
    }
}

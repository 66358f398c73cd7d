//! Turns `toolkits/*.yaml` into the one JSON file the library carries, so that no YAML is read at run time.
//!
//! What the grammar's types can say is checked here, naming file and line; the rest is the lint's, in a test.

#[allow(dead_code)]
#[path = "src/format.rs"]
mod format;
#[allow(dead_code)]
#[path = "src/setup.rs"]
mod setup;

use std::path::{Path, PathBuf};
use std::{env, fs};

use format::{ParamEntry, ToolEntry, ToolkitFile};

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=toolkits");
    println!("cargo::rerun-if-changed=src/format.rs");
    println!("cargo::rerun-if-changed=src/setup.rs");
    let mut files = Vec::new();
    for path in yaml_files(Path::new("toolkits"))? {
        files.push(read(&path)?);
    }
    let json = serde_json::to_string(&files).map_err(|error| error.to_string())?;
    let out = env::var_os("OUT_DIR").ok_or("cargo did not set OUT_DIR")?;
    let target = PathBuf::from(out).join("toolkits.json");
    fs::write(&target, json).map_err(|error| format!("{}: {error}", target.display()))
}

fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<ToolkitFile, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    // The untyped reading is the one that refuses a key given twice.
    serde_norway::from_str::<serde_norway::Value>(&text).map_err(|error| format!("{shown}: {error}"))?;
    let file: ToolkitFile = serde_norway::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
    if path.file_stem().is_none_or(|stem| stem != file.toolkit.slug.as_str()) {
        return Err(format!("{shown}: holds toolkit `{}`; name the file after its slug", file.toolkit.slug));
    }
    for (key, value) in &file.tools {
        let line = line_of(&text, key);
        let entry: ToolEntry = serde_json::from_value(value.clone())
            .map_err(|error| format!("{shown}: line {line}: tool {key}: {error}"))?;
        for (name, value) in &entry.params {
            serde_json::from_value::<ParamEntry>(value.clone())
                .map_err(|error| format!("{shown}: line {line}: tool {key}, parameter `{name}`: {error}"))?;
        }
    }
    Ok(file)
}

fn line_of(text: &str, key: &str) -> usize {
    let heading = format!("{key}:");
    text.lines().position(|line| line.trim_start().starts_with(&heading)).map_or(1, |index| index + 1)
}

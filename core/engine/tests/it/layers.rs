//! Who may call whom: the edges between the rooms of the engine.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and what its files may not name.
const WALLS: [(&str, &[&str]); 6] = [
    ("api", &["clock", "connect", "engine", "execute", "http", "operations", "session", "settings", "store"]),
    ("error.rs", &["api", "connect", "engine", "execute", "operations", "session", "settings", "store"]),
    ("ids.rs", &["api", "connect", "engine", "execute", "operations", "session", "settings", "store"]),
    ("store", &["connect", "engine", "execute", "http", "operations", "session", "settings"]),
    ("execute", &["engine", "operations", "session", "settings", "store"]),
    ("connect", &["engine", "execute", "operations", "session"]),
];

fn files(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    fs::read_dir(place).unwrap().flat_map(|entry| files(&entry.unwrap().path())).collect()
}

/// The rooms that a source names: `crate::a::…`, and each one of `crate::{a::…, b}`.
fn named(source: &str) -> Vec<&str> {
    let mut rooms = Vec::new();
    for path in source.split("crate::").skip(1) {
        let Some(group) = path.strip_prefix('{') else {
            rooms.push(path);
            continue;
        };
        let mut depth = 0;
        let end = group.find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth < 0
        });
        let mut depth = 0;
        rooms.extend(group[..end.unwrap_or(group.len())].split(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        }));
    }
    let word = |path: &str| path.trim_start().find(|c: char| !c.is_alphanumeric() && c != '_');
    rooms.into_iter().map(|path| &path.trim_start()[..word(path).unwrap_or(path.trim_start().len())]).collect()
}

#[test]
fn a_room_is_found_however_it_is_named() {
    let source =
        "use crate::error::Error;\nuse crate::{\n    api::{page, users},\n    store,\n};\ncrate::http::client()";
    assert_eq!(named(source), ["error", "api", "store", "", "http"]);
}

#[test]
fn rooms_know_only_what_they_may() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut breaches = Vec::new();
    for (room, forbidden) in WALLS {
        let its_files = files(&source.join(room));
        assert!(!its_files.is_empty(), "{room}");
        for file in its_files {
            let text = fs::read_to_string(&file).unwrap();
            for other in named(&text).into_iter().filter(|other| forbidden.contains(other)) {
                breaches.push(format!("{} names crate::{other}", file.strip_prefix(&source).unwrap().display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

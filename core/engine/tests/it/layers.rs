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

#[test]
fn rooms_know_only_what_they_may() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut breaches = Vec::new();
    for (room, forbidden) in WALLS {
        let its_files = files(&source.join(room));
        assert!(!its_files.is_empty(), "{room}");
        for file in its_files {
            let text = fs::read_to_string(&file).unwrap();
            for other in forbidden {
                if text.contains(&format!("crate::{other}::")) || text.contains(&format!("crate::{{{other}")) {
                    breaches.push(format!("{} names crate::{other}", file.strip_prefix(&source).unwrap().display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

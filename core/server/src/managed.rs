//! Managed auth as it is written down: the table `[managed.<toolkit>]` of a home's `composio.toml`.
//!
//! The file is the operator's: comments and order stay, a value that is there is replaced only when asked for, and the
//! file is never half written.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use composio_core::error::SETTINGS_INVALID;
use composio_core::ids::random_token;
use composio_core::{Error, Result};
use toml_edit::{DocumentMut, Item, Table, value};

/// An OAuth client for the whole home. Holds its secret and does not print.
pub(crate) struct Client<'a> {
    pub toolkit: &'a str,
    pub client_id: &'a str,
    pub client_secret: Option<&'a str>,
    /// `base_url`, `authorization_url`, `token_url`, where they are not the toolkit's own.
    pub hosts: &'a [(&'static str, String)],
}

/// Writes the client into the settings of `home`; answers the file.
pub(crate) fn store(home: &Path, client: &Client<'_>, replace: bool) -> Result<PathBuf> {
    let path = home.join("composio.toml");
    let failed = |error| invalid(format!("{} cannot be written: {error}; check the folder", path.display()));
    let _alone = alone(home).map_err(failed)?;
    let before = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(invalid(format!("{} cannot be read: {error}", path.display()))),
    };
    let after = edited(&before, client, replace)
        .map_err(|why| invalid(format!("{}: {why}", path.display())).with("toolkit", client.toolkit))?;
    put(&path, after.as_bytes()).map_err(failed)?;
    Ok(path)
}

/// Makes the folder, and waits until nobody else of ours changes the file. The lock is on the folder, because the file
/// is another one afterwards; it ends with what is returned.
fn alone(home: &Path) -> std::io::Result<Option<fs::File>> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(home)?;
    if cfg!(not(unix)) {
        // A folder is no file there that could be locked.
        return Ok(None);
    }
    let folder = fs::File::open(home)?;
    folder.lock()?;
    Ok(Some(folder))
}

/// The text of the file with the client in it, or why it is left as it is.
fn edited(text: &str, client: &Client<'_>, replace: bool) -> Result<String, String> {
    let mut file: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        format!("this is not valid TOML, so nothing is written: {}", error.message())
    })?;
    // Comments at the end stay before what comes behind them.
    let end = file.trailing().as_str().unwrap_or_default().to_owned();
    let is_last = file.iter().last().is_none_or(|(last, item)| last == "managed" && item.is_table());
    let keeps_end = (is_last || !file.contains_key("managed")) && !end.trim().is_empty();
    let managed = file.entry("managed").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let managed = managed.as_table_like_mut().ok_or("`managed` is a table of toolkits; mend the file first")?;
    let is_new = !managed.contains_key(client.toolkit);
    let entry = managed.entry(client.toolkit).or_insert_with(|| Item::Table(Table::new()));
    if let (true, true, Some(table)) = (is_new, keeps_end, entry.as_table_mut()) {
        table.decor_mut().set_prefix(format!("{end}\n"));
    }
    let entry = entry
        .as_table_like_mut()
        .ok_or_else(|| format!("`managed.{}` is a table; mend the file first", client.toolkit))?;
    let given = [("client_id", Some(client.client_id)), ("client_secret", client.client_secret)];
    let hosts = client.hosts.iter().map(|(key, host)| (*key, Some(host.as_str())));
    for (key, given) in given.into_iter().chain(hosts) {
        let there = entry.get(key).and_then(Item::as_str);
        if !replace && there.is_some_and(|there| Some(there) != given) {
            return Err(format!(
                "`managed.{}` already has another {key}; pass --replace to write over it",
                client.toolkit
            ));
        }
        match given {
            Some(given) if there != Some(given) => {
                // A comment behind the old value stays.
                let decor = entry.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
                entry.insert(key, value(given));
                if let (Some(decor), Some(new)) = (decor, entry.get_mut(key).and_then(Item::as_value_mut)) {
                    *new.decor_mut() = decor;
                }
            }
            Some(_) => {}
            None => {
                entry.remove(key);
            }
        }
    }
    if is_new && keeps_end {
        file.set_trailing("");
    }
    Ok(file.to_string())
}

/// The whole file or nothing of it, for nobody else's eyes: it holds a secret.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // A link to where the file really is stays a link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let draft = path.with_extension(format!("toml.{}", random_token()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&draft, &path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

fn invalid(message: String) -> Error {
    Error::new(SETTINGS_INVALID, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn client<'a>(hosts: &'a [(&'static str, String)]) -> Client<'a> {
        Client { toolkit: "github", client_id: "id", client_secret: Some("se\"cret"), hosts }
    }

    #[test]
    fn what_the_operator_wrote_stays() {
        let hosts = [("base_url", "https://ghe.example/api/v3".to_owned())];
        for (before, hosts, replace, after) in [
            ("", &[][..], false, "[managed.github]\nclient_id = \"id\"\nclient_secret = 'se\"cret'\n"),
            (
                "# mine\nresult_budget = 5 # why\n\n[managed.exa]\nclient_id = 'x'\n",
                &[][..],
                false,
                "# mine\nresult_budget = 5 # why\n\n[managed.exa]\nclient_id = 'x'\n\n[managed.github]\nclient_id = \
                 \"id\"\nclient_secret = 'se\"cret'\n",
            ),
            (
                "# mine\n\n# [managed.exa]\n",
                &[][..],
                false,
                "# mine\n\n# [managed.exa]\n\n[managed.github]\nclient_id = \"id\"\nclient_secret = 'se\"cret'\n",
            ),
            (
                "[managed.github]\nclient_id = 'old' # from ana\nscopes = ['repo']\n",
                &hosts[..],
                true,
                "[managed.github]\nclient_id = \"id\" # from ana\nscopes = ['repo']\nclient_secret = \
                 'se\"cret'\nbase_url = \"https://ghe.example/api/v3\"\n",
            ),
            (
                "[managed.github]\nclient_id = 'id'\nclient_secret = 'se\"cret'\n",
                &[][..],
                false,
                "[managed.github]\nclient_id = 'id'\nclient_secret = 'se\"cret'\n",
            ),
        ] {
            assert_eq!(edited(before, &client(hosts), replace).unwrap(), after, "{before}");
        }
    }

    /// However the operator likes to write tables.
    #[test]
    fn what_is_written_can_be_read() {
        for before in [
            "managed = {}\n",
            "managed = { exa = { client_id = 'x' } }\n",
            "managed.exa.client_id = 'x'\n",
            "managed.github.scopes = ['repo']\n",
            "[managed]\ngithub.scopes = ['repo']\n",
            "[managed]\ngithub = { scopes = ['repo'] }\n",
            "[managed.github]\n[managed.exa]\nclient_id = 'x'\n[other]\n",
        ] {
            let after = edited(before, &client(&[]), false).unwrap();
            let read: DocumentMut = after.parse().unwrap_or_else(|error| panic!("{before}{error}: {after}"));
            let entry = &read["managed"]["github"];
            assert_eq!(entry["client_id"].as_str(), Some("id"), "{before}: {after}");
            assert_eq!(entry["client_secret"].as_str(), Some("se\"cret"), "{before}: {after}");
            assert_eq!(before.contains("exa"), after.contains("exa"), "{after}");
            assert_eq!(before.contains("scopes"), after.contains("scopes"), "{after}");
        }
    }

    #[test]
    fn two_setups_at_once_both_stay() {
        let home = tempfile::tempdir().unwrap();
        let toolkits: Vec<String> = (0..16).map(|n| format!("toolkit{n}")).collect();
        std::thread::scope(|scope| {
            for toolkit in &toolkits {
                scope.spawn(|| store(home.path(), &Client { toolkit, ..client(&[]) }, false).unwrap());
            }
        });
        let text = fs::read_to_string(home.path().join("composio.toml")).unwrap();
        assert!(toolkits.iter().all(|toolkit| text.contains(&format!("[managed.{toolkit}]"))), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_kept_elsewhere_stays_there() {
        let (home, dotfiles) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let kept = dotfiles.path().join("composio.toml");
        fs::write(&kept, "# mine\n").unwrap();
        std::os::unix::fs::symlink(&kept, home.path().join("composio.toml")).unwrap();
        store(home.path(), &client(&[]), false).unwrap();
        assert!(fs::symlink_metadata(home.path().join("composio.toml")).unwrap().is_symlink());
        assert!(fs::read_to_string(&kept).unwrap().starts_with("# mine\n"), "with what was in it");
    }

    #[test]
    fn nothing_is_written_over_unasked_or_into_what_cannot_be_read() {
        for (before, replace, message) in [
            ("[managed.github]\nclient_id = 'other'\n", false, "--replace"),
            ("managed = 5\n", true, "mend"),
            ("[managed]\ngithub = 'x'\n", true, "mend"),
            ("[managed\n", true, "not valid TOML"),
        ] {
            let why = edited(before, &client(&[]), replace).unwrap_err();
            assert!(why.contains(message) && !why.contains("se\"cret"), "{before}: {why}");
        }
    }

    #[test]
    fn the_file_is_private_and_its_folder_has_no_drafts_left() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path().join("new");
        let path = store(&home, &client(&[]), false).unwrap();
        store(&home, &client(&[]), false).unwrap();
        assert_eq!(fs::read_dir(&home).unwrap().count(), 1);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

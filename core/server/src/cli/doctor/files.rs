//! The home and what is in it: is it there, is it private.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::check::Check;

/// `from` is who said that the home is there.
pub(super) fn check(home: &Path, from: Option<&str>) -> Vec<Check> {
    let shown = home.display();
    let mut checks = Vec::new();
    match fs::metadata(home) {
        Ok(facts) if !facts.is_dir() => {
            let message = format!("{shown} is not a folder; set COMPOSIO_HOME to one");
            checks.push(Check::fail("home", message));
        }
        Ok(_) => checks.push(private("home", home, 0o077, "700")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            checks.push(Check::ok("home", format!("{shown} (not made yet)")));
        }
        Err(error) => checks.push(Check::fail("home", format!("{shown} cannot be read: {error}"))),
    }
    if let (Some(from), [home]) = (from, checks.as_mut_slice()) {
        home.message.push_str(&format!("  from {from}"));
    }
    for name in ["composio.db", "master.key", "composio.toml"] {
        let path = home.join(name);
        if path.exists() {
            checks.push(private(name, &path, 0o077, "600"));
        }
    }
    checks
}

/// Secrets are in there, so nobody else may look.
#[cfg(unix)]
fn private(name: &str, path: &Path, forbidden: u32, wanted: &str) -> Check {
    use std::os::unix::fs::PermissionsExt as _;
    let shown = path.display();
    match fs::metadata(path) {
        Ok(facts) if facts.permissions().mode() & forbidden != 0 => {
            let mode = facts.permissions().mode() & 0o777;
            Check::warn(name, format!("{shown} can be read by others (mode {mode:o}); chmod {wanted} {shown}"))
        }
        Ok(_) => Check::ok(name, format!("{shown} (private)")),
        Err(error) => Check::fail(name, format!("{shown} cannot be read: {error}")),
    }
}

#[cfg(not(unix))]
fn private(name: &str, path: &Path, _: u32, _: &str) -> Check {
    Check::ok(name, path.display().to_string())
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt as _;

    use super::super::check::Status;
    use super::*;

    #[test]
    fn what_others_can_read_is_a_warning_with_the_cure() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("master.key"), "k").unwrap();
        for (mode, status) in [(0o600, Status::Ok), (0o640, Status::Warn), (0o604, Status::Warn)] {
            fs::set_permissions(home.path().join("master.key"), fs::Permissions::from_mode(mode)).unwrap();
            let checks = check(home.path(), None);
            let key = checks.iter().find(|check| check.name == "master.key").unwrap();
            assert_eq!(key.status, status, "{mode:o}");
            assert_eq!(key.message.contains("chmod 600"), status == Status::Warn);
        }
    }

    #[test]
    fn a_home_that_is_not_there_is_fine_and_one_that_is_a_file_is_not() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(check(&home.path().join("new"), None)[0].status, Status::Ok);
        fs::write(home.path().join("file"), "").unwrap();
        assert_eq!(check(&home.path().join("file"), Some("COMPOSIO_HOME"))[0].status, Status::Fail);
    }
}

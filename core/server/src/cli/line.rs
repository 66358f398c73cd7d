//! Commands to type next, with the flags that the one before was given: for another user or home they would do
//! something else.

use super::arguments::Global;

pub(super) struct Flags(String);

impl Flags {
    pub fn of(global: &Global) -> Self {
        // Who is named by the environment is named there for the next command too.
        let user = global.user_was_typed.then_some(global.user.as_str());
        let home = global.home.as_deref().map(|home| home.to_string_lossy());
        let given =
            [("--user", user), ("--home", home.as_deref()), ("--connect-origin", global.connect_origin.as_deref())];
        Self(given.into_iter().filter_map(|(flag, value)| Some(format!(" {flag} {}", quoted(value?)))).collect())
    }

    pub fn line(&self, words: &str) -> String {
        format!("composio {words}{}", self.0)
    }
}

/// As a shell reads it back.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@+~".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::super::arguments::Arguments;
    use super::*;

    #[test]
    fn the_next_line_is_for_the_same_user_and_home() {
        for (typed, line) in [
            ("accounts", "composio connect exa"),
            ("accounts --user ana", "composio connect exa --user ana"),
            ("--user ana accounts list", "composio connect exa --user ana"),
            ("--home /srv/x accounts", "composio connect exa --home /srv/x"),
            ("accounts --user o'neil --home ~/x", "composio connect exa --user 'o'\\''neil' --home ~/x"),
            (
                "accounts --connect-origin http://localhost:1",
                "composio connect exa --connect-origin http://localhost:1",
            ),
        ] {
            let words = std::iter::once("composio").chain(typed.split(' ')).map(Into::into);
            let flags = Arguments::read(words).map(|arguments| Flags::of(&arguments.global));
            assert_eq!(flags.map(|flags| flags.line("connect exa")).ok().as_deref(), Some(line), "{typed}");
        }
        assert_eq!(quoted("my home"), "'my home'");
    }
}

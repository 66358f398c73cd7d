//! Which way to take.
//!
//! A login that is on the machine is taken over only when somebody writes its name: neither a number, nor a kind, nor
//! being the shortest is enough. So logins have no number.

use super::super::context::nearest;
use super::ladder::{Step, Way};

/// The ways that have a number, in its order.
pub(super) fn numbered(steps: &[Step]) -> impl Iterator<Item = (usize, &Step)> {
    steps.iter().enumerate().filter(|(_, step)| !matches!(step.way, Way::LocalLogin(_) | Way::Unknown))
}

/// The way that `--with` names: by number, kind, or the name of a login.
pub(super) fn named(steps: &[Step], with: &str) -> Result<usize, String> {
    let login = |step: &Step| match &step.way {
        Way::LocalLogin(login) => Some(login.name.clone()),
        _ => None,
    };
    if let Some(found) = steps.iter().position(|step| login(step).as_deref() == Some(with)) {
        return Ok(found);
    }
    let found = match with.parse::<usize>() {
        Ok(number) => number.checked_sub(1).and_then(|index| numbered(steps).nth(index)).map(|(index, _)| index),
        Err(_) => steps.iter().position(|step| step.way.kind() == with),
    };
    let Some(found) = found else {
        let known = || steps.iter().filter(|step| !matches!(step.way, Way::Unknown));
        let names: Vec<String> =
            known().map(|step| login(step).unwrap_or_else(|| step.way.kind().to_owned())).collect();
        let hint = match nearest(with, names.iter().map(String::as_str)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("there are: {} (or 1 to {})", names.join(", "), numbered(steps).count()),
        };
        return Err(format!("there is no way `{with}`; {hint}"));
    };
    match login(&steps[found]) {
        Some(name) => Err(format!("a login that is on this machine is taken over only by its name: `{name}`")),
        None => Ok(found),
    }
}

/// What was typed at the question; Enter takes number 1.
pub(super) fn answered(steps: &[Step], answer: &str) -> Result<usize, String> {
    if !answer.is_empty() {
        return named(steps, answer);
    }
    numbered(steps).next().map(|(index, _)| index).ok_or_else(|| "choose one by its name".to_owned())
}

/// The shortest way that needs neither a browser nor an answer: a token that is piped in.
pub(super) fn without_asking(steps: &[Step]) -> Option<usize> {
    steps.iter().position(|step| matches!(step.way, Way::TokenPage { .. }))
}

#[cfg(test)]
mod tests {
    use super::super::ladder::tests::steps;
    use super::*;

    #[test]
    fn a_way_is_named_by_number_kind_or_login() {
        let steps = steps();
        for (with, found) in [("gh", 0), ("1", 1), ("3", 3), ("token_page", 1), ("app_manifest", 2), ("own_client", 3)]
        {
            assert_eq!(named(&steps, with), Ok(found), "{with}");
        }
        for (with, message) in [
            ("local_login", "only by its name: `gh`"),
            ("0", "there is no way `0`"),
            ("4", "(or 1 to 3)"),
            ("own_cleint", "did you mean `own_client`?"),
        ] {
            assert!(named(&steps, with).is_err_and(|why| why.contains(message)), "{with}");
        }
    }

    #[test]
    fn a_login_is_never_taken_over_unasked() {
        let steps = steps();
        assert_eq!(answered(&steps, ""), Ok(1));
        assert_eq!(answered(&steps, "1"), Ok(1));
        assert!(answered(&steps[..1], "").is_err());
        assert_eq!(without_asking(&steps), Some(1));
        assert_eq!(without_asking(&steps[2..]), None);
    }
}

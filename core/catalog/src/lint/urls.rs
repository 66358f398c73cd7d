//! What an address in a toolkit file may look like.

use crate::format::Success;

/// Why a URL is refused, if it is: credentials go there, so it is https to a plain, fixed host.
pub(super) fn fault(url: &str) -> Option<String> {
    let Some(rest) = url.strip_prefix("https://") else {
        return Some(format!("`{url}` must start with https://"));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
        && host.contains('.');
    if plain {
        None
    } else {
        Some(format!("`{host}` is no plain host name; write it in lower case, without user or port"))
    }
}

/// Whether a name can be a header's (RFC 9110 section 5.6.2).
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Whether a text can be a header's value, or the start of one.
pub(super) fn is_header_value(value: &str) -> bool {
    value.chars().all(|c| c == '\t' || (' '..='~').contains(&c))
}

/// Whether a text is a JSON pointer (RFC 6901).
pub(super) fn is_pointer(text: &str) -> bool {
    let escapes_fine = text.match_indices('~').all(|(at, _)| text[at + 1..].starts_with(['0', '1']));
    (text.is_empty() || text.starts_with('/')) && escapes_fine
}

/// The pointers of a success test.
pub(super) fn success(success: &Success, broken: &mut dyn FnMut(String)) {
    for pointer in [&success.pointer, &success.error].into_iter().chain(&success.details) {
        if !is_pointer(pointer) {
            broken(format!("success: `{pointer}` must be a JSON pointer such as `/ok`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_to_a_fixed_host_passes() {
        for url in ["https://api.github.com", "https://a-b.example.org/v1/x?y#z"] {
            assert_eq!(fault(url), None, "{url}");
        }
        let bad = [
            "http://api.github.com",
            "//api.github.com",
            "https://",
            "https://localhost",
            "https://u:p@a.com",
            "https://a.com:8080",
            "https://{tenant}.a.com",
            "https://A.com",
            "https://a..com",
            "https://-a.com",
            "",
        ];
        for url in bad {
            assert!(fault(url).is_some(), "{url}");
        }
    }

    #[test]
    fn pointers_are_absolute_and_escaped() {
        for (text, expected) in [("", true), ("/a/0", true), ("/a~1b", true), ("a", false), ("/a~b", false)] {
            assert_eq!(is_pointer(text), expected, "{text}");
        }
    }
}

//! Text that somebody else wrote, about to be shown.

/// Whether a character changes how others look instead of showing something: terminals take orders by control
/// characters, and the marks of writing direction let a text read as another one.
pub fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_shows_something_is_honest() {
        for (c, expected) in [
            ('a', false),
            ('é', false),
            ('中', false),
            ('ש', false),
            (' ', false),
            ('\u{200d}', false),
            ('\u{1b}', true),
            ('\u{9b}', true),
            ('\u{7f}', true),
            ('\u{202e}', true),
            ('\u{2066}', true),
        ] {
            assert_eq!(deceives(c), expected, "{c:?}");
        }
    }
}

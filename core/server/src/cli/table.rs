//! Columns, as wide as what is in them.

/// Rows in aligned columns, the last one ragged.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect::<Vec<_>>();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// The first sentence, cut to `most` characters.
pub(super) fn gist(text: &str, most: usize) -> String {
    let text = text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.');
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_have_no_tail() {
        let rows = [vec!["ä".to_owned(), "bb".to_owned()], vec!["ccc".to_owned(), String::new()]];
        assert_eq!(columns(&rows), "ä    bb\nccc\n");
        assert_eq!(columns(&[]), "");
    }

    #[test]
    fn a_gist_is_short() {
        for (text, most, expected) in [
            ("Creates an issue. In a repository.", 40, "Creates an issue"),
            ("One\ntwo  three", 40, "One two three"),
            ("abcdef ghi", 8, "abcdef…"),
            ("", 8, ""),
        ] {
            assert_eq!(gist(text, most), expected);
        }
    }
}

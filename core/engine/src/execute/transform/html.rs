//! The text of an HTML page, for readers who see no page.

/// Closing one of these ends a line.
const BLOCKS: [&str; 10] = ["p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6"];
/// What stands in these is for machines.
const UNSEEN: [&str; 3] = ["script", "style", "title"];
/// Bytes of `&#1114111;`: what is longer names no character.
const LONGEST_NAME: usize = 10;

pub(super) fn text(html: &str) -> String {
    // Lower case of ASCII alone keeps every place where it is.
    let lower = html.to_ascii_lowercase();
    let (mut out, mut at) = (String::new(), 0);
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        words(&html[at..open], &mut out);
        let comment = html[open..].starts_with("<!--");
        let end = if comment { "-->" } else { ">" };
        let Some(close) = html[open..].find(end).map(|found| open + found) else { return lines(&out) };
        at = close + end.len();
        let tag = &lower[open + 1..close];
        let (tag, closes) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name == "br" || closes && BLOCKS.contains(&name) {
            out.push('\n');
        }
        if !closes && UNSEEN.contains(&name) {
            at = lower[at..].find(&format!("</{name}")).map_or(html.len(), |found| at + found);
        }
    }
    words(&html[at..], &mut out);
    lines(&out)
}

/// Named and numbered characters, decoded.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((character(&rest[1..end])?, end + 1)));
        let (c, length) = decoded.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// White space of the source is one space.
fn words(source: &str, out: &mut String) {
    let spaced = source.starts_with(|c: char| c.is_ascii_whitespace());
    if spaced && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
    let words: Vec<&str> = source.split_ascii_whitespace().collect();
    out.push_str(&unescaped(&words.join(" ")));
    if !words.is_empty() && source.ends_with(|c: char| c.is_ascii_whitespace()) {
        out.push(' ');
    }
}

/// Without spaces at the ends of lines, with one empty line where there are several.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.split('\n').map(str::trim) {
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_text() {
        let cases = [
            ("<p>Hello <b>you</b>,</p>\n<p>two&nbsp;words &amp; more</p>", "Hello you,\ntwo words & more"),
            ("<style>p{color:red}</style><SCRIPT>alert('<p>')</SCRIPT>x", "x"),
            ("a<br>b<br/><br><br><br>c", "a\nb\n\nc"),
            ("<!-- <p>no</p> -->yes", "yes"),
            ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
            ("&#380;&#x17C; &unknown; &", "żż &unknown; &"),
            ("never <closed", "never"),
            ("<script>never closed", ""),
            ("plain", "plain"),
            ("", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(text(html), expected, "{html}");
        }
    }
}

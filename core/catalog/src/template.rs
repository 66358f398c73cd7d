//! The two small template languages of a toolkit file: URLs and composed query parameters.

use thiserror::Error;

/// A part of a URL template: `/repos/{owner}/contents/{+path}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlPart<'a> {
    Text(&'a str),
    /// `{name}`: one path segment, so that a slash in the value is encoded.
    Segment(&'a str),
    /// `{+name}`: a path whose slashes stay.
    Path(&'a str),
}

/// A part of a query template: `{query}{?language: language:{language}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryPart<'a> {
    Text(&'a str),
    Argument(&'a str),
    /// `{?name:…}`: stands only when argument `name` was given.
    When {
        name: &'a str,
        parts: Vec<QueryPart<'a>>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    #[error("`{{` at character {0} is never closed; add the `}}`")]
    Unclosed(usize),
    #[error("`}}` at character {0} closes nothing; remove it")]
    Unopened(usize),
    #[error("`{0}` is no parameter name; use letters, digits and `_`")]
    BadName(String),
}

/// Takes a URL template apart.
pub fn parse_url(template: &str) -> Result<Vec<UrlPart<'_>>, TemplateError> {
    let mut parts = Vec::new();
    let mut rest = template;
    while !rest.is_empty() {
        let at = template.len() - rest.len();
        if let Some(inner) = rest.strip_prefix('{') {
            let end = inner.find('}').ok_or(TemplateError::Unclosed(at))?;
            parts.push(match inner[..end].strip_prefix('+') {
                Some(name) => UrlPart::Path(checked(name)?),
                None => UrlPart::Segment(checked(&inner[..end])?),
            });
            rest = &inner[end + 1..];
        } else if rest.starts_with('}') {
            return Err(TemplateError::Unopened(at));
        } else {
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            parts.push(UrlPart::Text(&rest[..end]));
            rest = &rest[end..];
        }
    }
    Ok(parts)
}

/// Takes a query template apart.
pub fn parse_query(template: &str) -> Result<Vec<QueryPart<'_>>, TemplateError> {
    let mut rest = template;
    let parts = query_parts(template, &mut rest, false)?;
    Ok(parts)
}

/// The parameters a URL template names, in order of appearance.
pub fn url_names<'a>(parts: &[UrlPart<'a>]) -> Vec<&'a str> {
    parts
        .iter()
        .filter_map(|part| match part {
            UrlPart::Text(_) => None,
            UrlPart::Segment(name) | UrlPart::Path(name) => Some(*name),
        })
        .collect()
}

/// The parameters a query template names, in order of appearance.
pub fn query_names<'a>(parts: &[QueryPart<'a>]) -> Vec<&'a str> {
    let mut names = Vec::new();
    for part in parts {
        match part {
            QueryPart::Text(_) => {}
            QueryPart::Argument(name) => names.push(*name),
            QueryPart::When { name, parts } => {
                names.push(*name);
                names.extend(query_names(parts));
            }
        }
    }
    names
}

fn query_parts<'a>(template: &'a str, rest: &mut &'a str, inside: bool) -> Result<Vec<QueryPart<'a>>, TemplateError> {
    let opened = template.len() - rest.len();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let at = template.len() - rest.len();
        if let Some(inner) = rest.strip_prefix("{?") {
            let end = inner.find([':', '{', '}']).ok_or(TemplateError::Unclosed(at))?;
            if !inner[end..].starts_with(':') {
                return Err(TemplateError::BadName(inner[..end].to_owned()));
            }
            *rest = &inner[end + 1..];
            parts.push(QueryPart::When { name: checked(&inner[..end])?, parts: query_parts(template, rest, true)? });
        } else if let Some(inner) = rest.strip_prefix('{') {
            let end = inner.find('}').ok_or(TemplateError::Unclosed(at))?;
            parts.push(QueryPart::Argument(checked(&inner[..end])?));
            *rest = &inner[end + 1..];
        } else if let Some(after) = rest.strip_prefix('}') {
            if !inside {
                return Err(TemplateError::Unopened(at));
            }
            *rest = after;
            return Ok(parts);
        } else {
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            parts.push(QueryPart::Text(&rest[..end]));
            *rest = &rest[end..];
        }
    }
    if inside { Err(TemplateError::Unclosed(opened)) } else { Ok(parts) }
}

fn checked(name: &str) -> Result<&str, TemplateError> {
    let fine = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if fine { Ok(name) } else { Err(TemplateError::BadName(name.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        assert_eq!(
            parse_url("/repos/{owner}/contents/{+path}?x"),
            Ok(vec![
                UrlPart::Text("/repos/"),
                UrlPart::Segment("owner"),
                UrlPart::Text("/contents/"),
                UrlPart::Path("path"),
                UrlPart::Text("?x"),
            ])
        );
    }

    #[test]
    fn optional_segments_of_queries_nest() {
        assert_eq!(
            parse_query("{q}{?lang: language:{lang}{?min: >{min}}}"),
            Ok(vec![
                QueryPart::Argument("q"),
                QueryPart::When {
                    name: "lang",
                    parts: vec![
                        QueryPart::Text(" language:"),
                        QueryPart::Argument("lang"),
                        QueryPart::When { name: "min", parts: vec![QueryPart::Text(" >"), QueryPart::Argument("min")] },
                    ],
                },
            ])
        );
    }

    #[test]
    fn faults_say_where_they_are() {
        let urls = [
            ("/a/{b", TemplateError::Unclosed(3)),
            ("/a}/b", TemplateError::Unopened(2)),
            ("/{a b}", TemplateError::BadName("a b".into())),
            ("/{}", TemplateError::BadName(String::new())),
        ];
        for (template, error) in urls {
            assert_eq!(parse_url(template), Err(error), "{template}");
        }
        let queries = [
            ("{a}}", TemplateError::Unopened(3)),
            ("{?a:x", TemplateError::Unclosed(4)),
            ("{?a}", TemplateError::BadName("a".into())),
            ("{?a b:x}", TemplateError::BadName("a b".into())),
        ];
        for (template, error) in queries {
            assert_eq!(parse_query(template), Err(error), "{template}");
        }
    }
}

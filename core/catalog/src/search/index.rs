//! The index: for every term the tools it leads to, and how strongly.
//!
//! BM25F's share of one term in one tool depends on nothing in the query, so it is worked out once; ranking only adds.

use std::collections::{HashMap, HashSet};

use super::analysis::{terms, whole_words};
use crate::own::OWN_PREFIX;
use crate::tool::Tool;
use crate::toolkit::Toolkit;

/// How soon a term repeated in one tool stops counting for more.
const SATURATION: f32 = 1.6;

/// The fields of a tool's text.
#[derive(Clone, Copy)]
struct Field {
    weight: f32,
    /// How much a long field is held against its terms.
    length_penalty: f32,
}

const NAME: Field = Field { weight: 2.0, length_penalty: 0.2 };
const DESCRIPTION: Field = Field { weight: 1.0, length_penalty: 0.4 };
const TOOLKIT: Field = Field { weight: 1.0, length_penalty: 0.2 };
const PARAMS: Field = Field { weight: 0.5, length_penalty: 0.3 };
const EXAMPLES: Field = Field { weight: 0.7, length_penalty: 0.3 };
const FIELDS: [Field; 5] = [NAME, DESCRIPTION, TOOLKIT, PARAMS, EXAMPLES];

pub(crate) struct Index {
    postings: HashMap<String, Vec<Posting>>,
    /// What toolkits are called, by the first word of it.
    names: HashMap<String, Vec<Name>>,
    /// How many tools there are, and how long each of their fields is on average.
    count: f32,
    averages: [f32; 5],
}

pub(crate) struct Posting {
    /// Place in the catalog's sorted tools.
    pub(crate) tool: usize,
    /// The term's share in the score.
    pub(crate) weight: f32,
    /// How much of the tool's name the term makes up, 0 to 1.
    pub(crate) of_name: f32,
}

/// One name of a toolkit.
struct Name {
    words: Vec<String>,
    toolkit: String,
}

impl Index {
    pub(crate) fn build(toolkits: &[Toolkit], tools: &[Tool]) -> Self {
        let by_slug: HashMap<&str, Vec<String>> =
            toolkits.iter().map(|toolkit| (toolkit.slug.as_str(), terms(&toolkit_text(toolkit)))).collect();
        let texts: Vec<Text> = tools
            .iter()
            .map(|tool| text(tool, by_slug.get(tool.toolkit.as_str()).cloned().unwrap_or_default()))
            .collect();
        let count = texts.len() as f32;
        let average = |field: usize| texts.iter().map(|fields| fields[field].len()).sum::<usize>() as f32 / count;
        let averages: [f32; 5] = std::array::from_fn(average);
        Self { postings: postings(&texts, count, averages, |_| 0), names: names(toolkits), count, averages }
    }

    /// The index of a few more tools, weighed as if they stood among those of `base`: by themselves, no term of theirs
    /// would be rare, and their scores would not compare.
    pub(crate) fn beside(base: &Self, toolkits: &[&Toolkit], own: &[Toolkit], tools: &[Tool]) -> Self {
        let texts: Vec<Text> = tools
            .iter()
            .map(|tool| {
                let toolkit = toolkits.iter().find(|toolkit| toolkit.slug == tool.toolkit);
                text(tool, toolkit.map(|toolkit| terms(&toolkit_text(toolkit))).unwrap_or_default())
            })
            .collect();
        let count = base.count + texts.len() as f32;
        let postings = postings(&texts, count, base.averages, |term| base.postings(term).len());
        Self { postings, names: names(own), count, averages: base.averages }
    }

    pub(crate) fn postings(&self, term: &str) -> &[Posting] {
        self.postings.get(term).map_or(&[], Vec::as_slice)
    }

    /// Slugs of the toolkits a query names.
    pub(crate) fn mentioned(&self, query: &str) -> HashSet<&str> {
        let words = whole_words(query);
        let mut found = HashSet::new();
        for (at, first) in words.iter().enumerate() {
            let here = self.names.get(first).into_iter().flatten().filter(|name| words[at..].starts_with(&name.words));
            found.extend(here.map(|name| name.toolkit.as_str()));
        }
        found
    }
}

/// The terms of a tool, by field.
type Text = [Vec<String>; 5];

fn text(tool: &Tool, toolkit: Vec<String>) -> Text {
    let examples = terms(&tool.examples.join(". "));
    [name_terms(tool), terms(&tool.description), toolkit, terms(&param_text(tool)), examples]
}

/// `elsewhere` says how many tools that are not among these have a term.
fn postings(
    texts: &[Text],
    count: f32,
    averages: [f32; 5],
    elsewhere: impl Fn(&str) -> usize,
) -> HashMap<String, Vec<Posting>> {
    let mut frequencies: HashMap<&str, Vec<Posting>> = HashMap::new();
    for (tool, fields) in texts.iter().enumerate() {
        for ((field, words), average) in FIELDS.iter().zip(fields).zip(averages) {
            let length = 1.0 - field.length_penalty + field.length_penalty * words.len() as f32 / average;
            for word in words {
                let postings = frequencies.entry(word).or_default();
                match postings.last_mut() {
                    Some(last) if last.tool == tool => last.weight += field.weight / length,
                    _ => postings.push(Posting { tool, weight: field.weight / length, of_name: 0.0 }),
                }
            }
        }
    }
    let name_lengths: Vec<f32> =
        texts.iter().map(|[name, ..]| name.iter().collect::<HashSet<_>>().len() as f32).collect();
    frequencies
        .into_iter()
        .map(|(term, mut postings)| {
            let having = (postings.len() + elsewhere(term)) as f32;
            let rarity = (1.0 + (count - having + 0.5) / (having + 0.5)).ln();
            for posting in &mut postings {
                posting.weight = rarity * (SATURATION + 1.0) * posting.weight / (SATURATION + posting.weight);
                if texts[posting.tool][0].iter().any(|other| other == term) {
                    posting.of_name = 1.0 / name_lengths[posting.tool];
                }
            }
            (term.to_owned(), postings)
        })
        .collect()
}

/// The name's terms and those the slug adds to it; the toolkit's part of the slug is in the toolkit's field.
fn name_terms(tool: &Tool) -> Vec<String> {
    let mut found = terms(&tool.name);
    let slug = tool.slug.strip_prefix(OWN_PREFIX).unwrap_or(&tool.slug);
    let of_toolkit = slug.get(..tool.toolkit.len()).is_some_and(|start| start.eq_ignore_ascii_case(&tool.toolkit));
    let own = if of_toolkit { &slug[tool.toolkit.len()..] } else { slug };
    for term in terms(own) {
        if !found.contains(&term) {
            found.push(term);
        }
    }
    found
}

fn toolkit_text(toolkit: &Toolkit) -> String {
    let also = toolkit.also_called.join(". ");
    format!("{}. {}. {also}. {}", toolkit.slug, toolkit.name, toolkit.description)
}

fn param_text(tool: &Tool) -> String {
    let mut text = String::new();
    for (name, schema) in tool.input_schema["properties"].as_object().into_iter().flatten() {
        text.push_str(name);
        text.push_str(". ");
        text.push_str(schema["description"].as_str().unwrap_or_default());
        text.push_str(". ");
    }
    text
}

fn names(toolkits: &[Toolkit]) -> HashMap<String, Vec<Name>> {
    let mut names: HashMap<String, Vec<Name>> = HashMap::new();
    for toolkit in toolkits {
        let also = toolkit.also_called.iter().map(String::as_str);
        for name in [toolkit.slug.as_str(), &toolkit.name].into_iter().chain(also) {
            let words = whole_words(name);
            if let Some(first) = words.first().cloned() {
                names.entry(first).or_default().push(Name { words, toolkit: toolkit.slug.clone() });
            }
        }
    }
    names
}

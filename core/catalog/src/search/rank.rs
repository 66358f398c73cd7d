//! Ranking: the index's shares added up, and what a query says about toolkits.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::analysis::terms;
use super::clauses::clauses;
use super::index::Index;
use super::intent::only_asks;
use crate::tool::Tool;

/// How much likelier a tool is when the query names its toolkit.
const MENTION: f32 = 1.6;

/// How much likelier a tool is when the query says the whole of its name: otherwise, in a toolkit where most tools are
/// about issues, "create an issue" finds what creates anything.
const NAMED: f32 = 0.5;

/// How much likelier a tool that changes something is when the query only asks.
const UNASKED: f32 = 0.5;

/// A tool found, and how well it fits; scores compare within one search only.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    pub tool: &'a Tool,
    pub score: f32,
}

/// Tools and their index.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) index: &'a Index,
    pub(crate) tools: &'a [Tool],
}

/// The best of all parts together; `by_slug` finds the tools a query spells out.
pub(crate) fn rank<'a>(
    parts: &[Part<'a>],
    by_slug: impl Fn(&str) -> Option<&'a Tool>,
    query: &str,
    allowed: &dyn Fn(&Tool) -> bool,
    limit: usize,
) -> Vec<Hit<'a>> {
    let mut scores = scores(parts, query);
    for clause in clauses(query) {
        merge(&mut scores, &self::scores(parts, &clause));
    }
    let tools = parts.iter().flat_map(|part| part.tools);
    if only_asks(query) {
        for (_, score) in tools.clone().zip(&mut scores).filter(|(tool, _)| tool.changes()) {
            *score *= UNASKED;
        }
    }
    let found = tools.zip(scores).filter(|(tool, score)| *score > 0.0 && allowed(tool));
    let mut hits: Vec<Hit<'a>> = found.map(|(tool, score)| Hit { tool, score }).collect();
    for tool in named(by_slug, query).into_iter().filter(|tool| allowed(tool)) {
        hits.retain(|hit| hit.tool.slug != tool.slug);
        hits.push(Hit { tool, score: f32::MAX });
    }
    // Only the best need an order.
    if limit < hits.len() {
        hits.select_nth_unstable_by(limit, better_first);
        hits.truncate(limit);
    }
    hits.sort_unstable_by(better_first);
    hits
}

fn better_first(a: &Hit<'_>, b: &Hit<'_>) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| a.tool.slug.cmp(&b.tool.slug))
}

/// The score of every tool of every part for one wish.
fn scores(parts: &[Part<'_>], query: &str) -> Vec<f32> {
    let mut wanted = terms(query);
    wanted.sort_unstable();
    wanted.dedup();
    let mentioned: HashSet<&str> = parts.iter().flat_map(|part| part.index.mentioned(query)).collect();
    let mut scores = Vec::with_capacity(parts.iter().map(|part| part.tools.len()).sum());
    for part in parts {
        scores.extend(scores_of(*part, &wanted, &mentioned));
    }
    scores
}

fn scores_of(part: Part<'_>, wanted: &[String], mentioned: &HashSet<&str>) -> Vec<f32> {
    let mut scores = vec![0.0; part.tools.len()];
    let mut named = vec![0.0; part.tools.len()];
    for term in wanted {
        for posting in part.index.postings(term) {
            scores[posting.tool] += posting.weight;
            named[posting.tool] += posting.of_name;
        }
    }
    for (score, named) in scores.iter_mut().zip(named) {
        *score *= 1.0 + NAMED * named;
    }
    if !mentioned.is_empty() {
        for (tool, score) in part.tools.iter().zip(&mut scores) {
            if mentioned.contains(tool.toolkit.as_str()) {
                *score *= MENTION;
            }
        }
    }
    scores
}

/// Lifts what answers one clause well towards the top, where it would not get with only a part of the words; the less
/// the clause weighs in the query, the less.
fn merge(whole: &mut [f32], clause: &[f32]) {
    let top = |scores: &[f32]| scores.iter().copied().fold(0.0, f32::max);
    let (whole_top, clause_top) = (top(whole), top(clause));
    if clause_top > 0.0 {
        let lift = (whole_top / clause_top).sqrt();
        for (score, share) in whole.iter_mut().zip(clause) {
            *score = score.max(share * lift);
        }
    }
}

/// Tools the query spells out by their slugs.
fn named<'a>(by_slug: impl Fn(&str) -> Option<&'a Tool>, query: &str) -> Vec<&'a Tool> {
    query
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.contains('_'))
        .filter_map(by_slug)
        .collect()
}

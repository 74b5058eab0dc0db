//! When a post was published, and when it was changed.
//!
//! The two are never taken for each other. What stands among comments, in sidebars and in lists of other posts is about
//! something else, and the year of a copyright line is no date of a post.

use std::ops::ControlFlow;

use chrono::FixedOffset;
use larder_core::{Timestamp, Zone};
use larder_html::NodeId;

use super::{Claims, Mark, Scene, Told};
use crate::{date::feed, web::address};

/// `meta` that say when a post was published, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.created",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "og:published_time",
    "sailthru.date",
    "parsely-pub-date",
    "og:regdate",
    "article_date_original",
    "citation_publication_date",
];

/// `meta` that say when it was changed.
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "revised",
];

/// What stands before a date in a line.
const BEFORE: &[&str] = &[
    "published on",
    "published",
    "posted on",
    "posted",
    "on",
    "date:",
    "date",
    "등록일",
    "작성일",
    "작성시간",
    "게시일",
    "입력",
    "발행",
    "公開日",
    "投稿日",
    "更新日",
];

/// Fills in both lists of dates.
pub(super) fn fill(claims: &mut Claims, scene: &Scene<'_, '_>) {
    let facts = scene.facts;
    let mut reader = Reader {
        zone: scene.zone,
        published: Vec::new(),
        updated: Vec::new(),
        impossible: Vec::new(),
    };
    if let Some(platform) = scene.platform {
        let nodes = platform.date.iter().find_map(|it| facts.tree.find(facts.tree.root(), it));
        reader.node(scene, nodes, "platform");
    }
    reader.text(scene.data.published.as_deref(), "json-ld datePublished");
    for name in PUBLISHED {
        reader.text(facts.meta_of(name), name);
    }
    let here = |mark| facts.marked(mark).filter(|node| !facts.is_outside(*node));
    reader.node(scene, here(Mark::Published).next(), "published");
    let is_publication = |node: &NodeId| {
        facts.tree.attribute(*node, "pubdate").is_some() && !facts.is_outside(*node)
    };
    reader.node(scene, facts.times.iter().copied().find(is_publication), "time[pubdate]");
    reader.nodes(scene, here(Mark::Date).filter(|node| !is_update(scene, *node)), "date");
    reader.node(scene, first_time(scene), "time");
    reader.path(scene.address);
    reader.updated_text(scene.data.updated.as_deref(), "json-ld dateModified");
    for name in UPDATED {
        reader.updated_text(facts.meta_of(name), name);
    }
    let updated = here(Mark::Updated).find_map(|node| stated(scene, node));
    reader.updated_text(updated.as_deref(), "updated");
    (claims.published, claims.updated, claims.impossible) =
        (reader.published, reader.updated, reader.impossible);
}

struct Reader {
    zone: FixedOffset,
    published: Vec<Told<Timestamp>>,
    updated: Vec<Told<Timestamp>>,
    impossible: Vec<String>,
}

impl Reader {
    fn text(&mut self, text: Option<&str>, signal: &'static str) {
        let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) else { return };
        match read(text, self.zone) {
            Some(time) => self.published.push(Told::new(time, signal)),
            None if self.impossible.len() < 8 => {
                self.impossible.push(text.chars().take(64).collect())
            }
            None => {}
        }
    }

    fn updated_text(&mut self, text: Option<&str>, signal: &'static str) {
        let time = text.and_then(|text| read(text, self.zone));
        self.updated.extend(time.map(|time| Told::new(time, signal)));
    }

    fn node(&mut self, scene: &Scene<'_, '_>, node: Option<NodeId>, signal: &'static str) {
        let time =
            node.and_then(|node| stated(scene, node)).and_then(|text| read(&text, self.zone));
        self.published.extend(time.map(|time| Told::new(time, signal)));
    }

    /// The one date that these say. Where they say several, as lists of posts do, none of them is the post's.
    fn nodes(
        &mut self,
        scene: &Scene<'_, '_>,
        nodes: impl Iterator<Item = NodeId>,
        signal: &'static str,
    ) {
        let mut nodes = nodes;
        let times = nodes.try_fold(None, |known: Option<Timestamp>, node| {
            match (known, stated(scene, node).and_then(|text| read(&text, self.zone))) {
                (known, None) => ControlFlow::Continue(known),
                (None, Some(time)) => ControlFlow::Continue(Some(time)),
                (Some(known), Some(time)) if known.at().date_naive() == time.at().date_naive() => {
                    ControlFlow::Continue(Some(known))
                }
                _ => ControlFlow::Break(()),
            }
        });
        if let ControlFlow::Continue(Some(time)) = times {
            self.published.push(Told::new(time, signal));
        }
    }

    fn path(&mut self, address: Option<&str>) {
        let Some((year, month, day)) = address.and_then(address::day_in) else { return };
        if let Ok(time) = Timestamp::day(year, month, day, self.zone, Zone::Assumed) {
            self.published.push(Told::new(time, "path of the address"));
        }
    }
}

/// The first `time` of the post: the only article of the page, or what is named as its text and what stands around it.
fn first_time(scene: &Scene<'_, '_>) -> Option<NodeId> {
    let facts = scene.facts;
    let is_candidate = |node: &NodeId| !facts.is_outside(*node) && !is_update(scene, *node);
    let article = match facts.articles[..] {
        [only] => Some(only),
        _ => None,
    };
    let within = article.or_else(|| facts.marked(Mark::Entry).next())?;
    facts.times.iter().copied().filter(is_candidate).find(|node| facts.is_in(*node, within))
}

/// Whether an element says when something was changed.
fn is_update(scene: &Scene<'_, '_>, node: NodeId) -> bool {
    let tree = scene.facts.tree;
    let names = [tree.attribute(node, "class"), tree.attribute(node, "itemprop")];
    names.into_iter().flatten().any(|names| {
        let lower = names.to_ascii_lowercase();
        lower.contains("updated") && !lower.contains("published") || lower.contains("modified")
    })
}

/// What an element states as a date: its `datetime`, `title` or `content`, or its text.
fn stated(scene: &Scene<'_, '_>, node: NodeId) -> Option<String> {
    let facts = scene.facts;
    let told = |node: NodeId| {
        let value = |name| {
            facts.tree.attribute(node, name).filter(|it| it.bytes().any(|it| it.is_ascii_digit()))
        };
        value("datetime").or_else(|| value("content")).or_else(|| value("title")).map(str::to_owned)
    };
    let within = facts.tree.descendants(node).find(|it| facts.tree.name(*it) == Some("time"));
    told(node)
        .or_else(|| within.and_then(told))
        .or_else(|| within.and_then(|it| facts.line(it)))
        .or_else(|| facts.line(node))
}

/// A date, without what stands before it in a line.
fn read(text: &str, zone: FixedOffset) -> Option<Timestamp> {
    let text = text.trim();
    feed::parse(text, zone).or_else(|| {
        let lower = text.get(..text.len().min(64)).map(str::to_lowercase).unwrap_or_default();
        let before = BEFORE.iter().find(|before| lower.starts_with(**before))?;
        // Lower case may be longer in some languages: only the length of what was found counts.
        let rest = text.get(before.len()..)?.trim_start_matches([' ', ':', '|', '·']).trim();
        feed::parse(rest, zone)
    })
}

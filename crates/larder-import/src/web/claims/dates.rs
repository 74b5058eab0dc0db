//! When a post was published, and when it was changed.
//!
//! The two are never taken for each other. What stands among comments, in sidebars and in lists of other posts is about
//! something else, and the year of a copyright line is no date of a post.

use std::ops::ControlFlow;

use chrono::FixedOffset;
use larder_core::{Precision, Timestamp, Zone};
use larder_html::{Kind, NodeId};

use super::{BEFORE_CAPTURE, Claims, Mark, Numeric, Scene, Told, by_line::ByLine, less, line_of};
use crate::{
    date::feed,
    web::{address, facts::Facts, seen::Seen},
};

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

/// How many elements that may hold a date are looked at.
const MOST: usize = 256;

/// How many lines between a title and a text are looked at, and how many characters a date by itself may have.
const MOST_LINES: usize = 24;
const FEW_LINES: usize = 3;
const LONGEST_LINE: usize = 40;

/// Fills in both lists of dates. `lines` are those beside the title, one of which may be the `by_line`.
pub(super) fn fill(
    claims: &mut Claims,
    scene: &Scene<'_, '_>,
    lines: &[String],
    by_line: Option<&ByLine>,
) {
    let facts = scene.facts;
    let mut reader = Reader {
        zone: scene.zone,
        published: Vec::new(),
        updated: Vec::new(),
        impossible: Vec::new(),
        numeric: Vec::new(),
        passed: Vec::new(),
    };
    if let Some(platform) = scene.platform {
        reader.first(scene, platform.date);
    }
    reader.text(scene.data.published.as_deref(), "json-ld datePublished");
    for name in PUBLISHED {
        reader.text(facts.meta_of(name), name);
    }
    reader.twelve_hours(facts.meta_of("og:regdate"));
    let here = |mark| facts.marked(mark).take(MOST).filter(|node| is_of_post(scene, *node));
    reader.node(scene, here(Mark::Published).next(), "published");
    let is_publication = |node: &NodeId| {
        facts.tree.attribute(*node, "pubdate").is_some() && is_of_post(scene, *node)
    };
    reader.node(scene, facts.times.iter().copied().find(is_publication), "time[pubdate]");
    reader.nodes(scene, here(Mark::Date).filter(|node| !is_update(scene, *node)), "date");
    reader.node(scene, first_time(scene), "time");
    reader.beside(lines);
    reader.by_line(scene, by_line);
    reader.path(scene.address);
    reader.prefer_exact();
    reader.updated_text(scene.data.updated.as_deref(), "json-ld dateModified");
    for name in UPDATED {
        reader.updated_text(facts.meta_of(name), name);
    }
    let updated = here(Mark::Updated).find_map(|node| stated(scene, node));
    reader.updated_text(updated.as_deref(), "updated");
    reader.passed(scene.captured);
    (claims.published, claims.updated, claims.impossible) =
        (reader.published, reader.updated, reader.impossible);
    claims.numeric = reader.numeric;
}

struct Reader {
    zone: FixedOffset,
    published: Vec<Told<Timestamp>>,
    updated: Vec<Told<Timestamp>>,
    impossible: Vec<String>,
    numeric: Vec<Told<Numeric>>,
    /// Texts that may say how long ago it was.
    passed: Vec<Told<String>>,
}

impl Reader {
    /// Looks at a text that is no date by itself. Returns whether it may become one.
    fn less(&mut self, text: &str, signal: &'static str) -> bool {
        if let Some(numeric) = Numeric::read(text) {
            let told = Told::new(numeric, signal);
            if self.numeric.len() < FEW && !self.numeric.contains(&told) {
                self.numeric.push(told);
            }
            return true;
        }
        if self.passed.len() < FEW && text.len() <= LONGEST_LINE * 4 {
            self.passed.push(Told::new(text.to_owned(), signal));
        }
        false
    }

    /// How long before its capture the page says it was published, where nothing says when.
    fn passed(&mut self, captured: Option<Timestamp>) {
        let Some(captured) = captured.filter(|_| self.published.is_empty()) else { return };
        let mut times = self.passed.iter().filter_map(|told| {
            Some(Told::new(
                less::ago(&told.value, captured)?,
                format!("{}{BEFORE_CAPTURE}", told.signal),
            ))
        });
        let first = times.next();
        // Of two nobody knows which is meant.
        let first = first.filter(|first| times.all(|other| other.value == first.value));
        self.published.extend(first);
    }

    fn text(&mut self, text: Option<&str>, signal: &'static str) {
        let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) else { return };
        match read(text, self.zone) {
            Some(time) => self.published.push(Told::new(time, signal)),
            None if self.less(text, signal) => {}
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
        let Some(text) = node.and_then(|node| stated(scene, node)) else { return };
        match read(&text, self.zone) {
            Some(time) => self.published.push(Told::new(time, signal)),
            None => _ = self.less(&text, signal),
        }
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
            let text = stated(scene, node);
            let time = text.as_deref().and_then(|text| read(text, self.zone));
            if let (None, Some(text)) = (time, text) {
                self.less(&text, signal);
            }
            match (known, time) {
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

    /// The first date among the elements that a platform has for it.
    fn first(&mut self, scene: &Scene<'_, '_>, selectors: &[&str]) {
        let facts = scene.facts;
        let nodes = selectors.iter().flat_map(|it| facts.all_of(it).into_owned()).take(MOST);
        let nodes = nodes.filter(|node| !facts.is_outside(*node));
        for text in nodes.filter_map(|node| stated(scene, node)) {
            if let Some(time) = read(&text, self.zone) {
                return self.published.push(Told::new(time, "platform"));
            }
            self.less(&text, "platform");
        }
    }

    /// A day in a zone that is only assumed gives way to an exact point of time that can be on it.
    fn prefer_exact(&mut self) {
        let Some(first) = self.published.first().map(|told| told.value) else { return };
        if first.zone() == Zone::Stated {
            return;
        }
        let exact = self.published.iter().position(|told| {
            told.value.zone() == Zone::Stated
                && (told.value.at() - first.at()).num_hours().abs() <= 36
        });
        if let Some(exact) = exact {
            self.published[..=exact].rotate_right(1);
        }
    }

    /// What Kakao calls `og:regDate` has the hours of a clock with twelve, and no word that tells morning from evening:
    /// only the day is known.
    fn twelve_hours(&mut self, text: Option<&str>) {
        let day = text.map(str::trim).and_then(|text| text.get(..8));
        let time = day.and_then(|day| read(day, self.zone));
        self.published.extend(time.map(|time| Told::new(time, "meta og:regdate")));
    }

    /// A date by itself in the lines between the title and the text.
    fn beside(&mut self, lines: &[String]) {
        let parts = lines.iter().flat_map(|line| line.split(['|', '·', '•']));
        let mut times = parts.filter_map(|line| {
            let is_short = line.chars().count() <= LONGEST_LINE;
            day(line, self.zone).filter(|_| is_short)
        });
        // Of two days nobody knows which is meant.
        let first = times.next();
        let date = |time: &Timestamp| time.at().date_naive();
        let time = first.filter(|first| times.all(|other| date(&other) == date(first)));
        self.published.extend(time.map(|time| Told::new(time, "text beside the title")));
        let parts = lines.iter().flat_map(|line| line.split(['|', '·', '•'])).map(str::trim);
        for part in parts.filter(|it| it.chars().count() <= LONGEST_LINE) {
            self.less(part, "text beside the title");
        }
    }

    /// The date that stands with a name, or at the end of the line that a platform has for both.
    fn by_line(&mut self, scene: &Scene<'_, '_>, line: Option<&ByLine>) {
        let named = line.and_then(|line| line.date.as_deref());
        if let Some(text) = named.filter(|text| read(text, self.zone).is_none()) {
            self.less(text, "by-line");
        }
        let named = named.and_then(|text| read(text, self.zone));
        let of_platform = || {
            let node = scene.facts.first_of(scene.platform?.by_line)?;
            let line = scene.facts.line(node).filter(|_| !scene.facts.is_outside(node))?;
            read(at_the_end(&line, self.zone)?.1, self.zone)
        };
        let time = named.or_else(of_platform);
        self.published.extend(time.map(|time| Told::new(time, "by-line")));
    }

    fn path(&mut self, address: Option<&str>) {
        let Some((year, month, day)) = address.and_then(address::day_in) else { return };
        if let Ok(time) = Timestamp::day(year, month, day, self.zone, Zone::Assumed) {
            self.published.push(Told::new(time, "path of the address"));
        }
    }
}

/// How many characters of a text may stand in front of its date: names, numbers, the beginning of a line.
const IN_FRONT: u64 = 120;

/// Whether an element that holds a date says when the post was written, and not when something was that the text tells of, or
/// when another post was.
fn is_of_post(scene: &Scene<'_, '_>, node: NodeId) -> bool {
    let facts = scene.facts;
    if facts.is_outside(node) || is_told(scene, node) {
        return false;
    }
    match scene.entry() {
        Some(entry) if facts.is_in(node, entry) => true,
        // A date stands above the post that it is of; below it are others.
        Some(entry) => facts.is_before(node, entry) && !is_listed(facts, node),
        None => !is_listed(facts, node),
    }
}

/// How far above a date a list is looked for that it is an item of.
const DEEPEST_LIST: usize = 6;

/// Whether a date is an item of a list that leads somewhere besides: to the post that it is of.
fn is_listed(facts: &Facts<'_>, node: NodeId) -> bool {
    let tree = facts.tree;
    let mut above = tree.ancestors(node).take(DEEPEST_LIST);
    let Some(item) = above.find(|it| tree.name(*it) == Some("li")) else { return false };
    // The date may lead somewhere itself.
    let leads_on =
        |it: NodeId| tree.name(it) == Some("a") && !facts.is_in(it, node) && !facts.is_in(node, it);
    tree.descendants(item).take(MOST).any(leads_on)
}

/// Whether an element stands in the text of the post: where what was found as such begins with what is said of the post, behind
/// that.
fn is_told(scene: &Scene<'_, '_>, node: NodeId) -> bool {
    let facts = scene.facts;
    let is_in = |text: &NodeId| facts.is_in(node, *text) && *text != node;
    if facts.marked(Mark::Body).take(MOST).any(|text| is_in(&text)) {
        return true;
    }
    let Some(text) = scene.article.filter(is_in) else { return false };
    let mut seen = Seen::default();
    let mut nodes = facts.tree.descendants(text);
    while let Some(next) = nodes.next().filter(|next| *next != node) {
        match (facts.tree.kind(next), facts.tree.name(next)) {
            (_, Some("h1" | "h2" | "h3" | "script" | "style")) => nodes.leave(next),
            (Kind::Text(more), _) => seen.text(more, false),
            _ => {}
        }
        if seen.characters > IN_FRONT {
            return true;
        }
    }
    false
}

/// The first `time` of the post: the only article of the page, or what is named as its text and what stands around it.
fn first_time(scene: &Scene<'_, '_>) -> Option<NodeId> {
    let facts = scene.facts;
    let is_candidate = |node: &NodeId| !is_update(scene, *node) && is_of_post(scene, *node);
    let article = match facts.articles[..] {
        [only] => Some(only),
        _ => None,
    };
    let within = match scene.article {
        Some(_) => scene.entry(),
        None => article.or_else(|| facts.marked(Mark::Entry).next()),
    }?;
    facts.times.iter().copied().filter(is_candidate).find(|node| facts.is_in(*node, within))
}

/// The lines that stand between the title and the text of the post.
pub(super) fn lines_beside(scene: &Scene<'_, '_>, titles: &[Told<String>]) -> Vec<String> {
    let facts = scene.facts;
    let (tree, Some(body)) = (facts.tree, scene.article) else { return Vec::new() };
    let is_title = |node: &NodeId| {
        let line = facts.line(*node);
        let is_one = |line: &String| titles.iter().any(|told| super::is_alike(line, &told.value));
        !facts.is_outside(*node) && line.as_ref().is_some_and(is_one)
    };
    let Some(title) = facts.headings.iter().copied().find(is_title) else { return Vec::new() };
    // Where the title stands in the text, so does what is said of it: in the lines right below.
    let is_within = facts.is_in(title, body);
    let most = if is_within { FEW_LINES } else { MOST_LINES };
    let mut lines = Vec::new();
    let mut nodes = tree.descendants(tree.root());
    let mut is_after = false;
    while let Some(node) = nodes.next().filter(|_| lines.len() < most) {
        if node == body && is_after {
            return lines;
        }
        if node == title {
            is_after = true;
            nodes.leave(node);
        } else if facts.is_outside(node) || matches!(tree.name(node), Some("script" | "style")) {
            nodes.leave(node);
        } else if let (true, Kind::Text(text)) = (is_after, tree.kind(node)) {
            lines.extend(line_of(text));
        }
    }
    // Where the text does not follow, these lines are not between the two.
    if is_within { lines } else { Vec::new() }
}

/// How many texts are kept that are no dates by themselves.
const FEW: usize = 32;

/// How many words of a line are looked at for a date at its end, and how long one with such a date may be, in bytes.
const MOST_WORDS: usize = 16;
const LONGEST_DATED: usize = 200;

/// Whether a text is a date by itself, of a day at least.
pub(super) fn is_date(text: &str, zone: FixedOffset) -> bool {
    text.len() <= LONGEST_DATED && day(text, zone).is_some()
}

/// A text in two: what stands before the date at its end, and the date. None where no date ends it.
pub(super) fn at_the_end(text: &str, zone: FixedOffset) -> Option<(&str, &str)> {
    if text.len() > LONGEST_DATED || !text.bytes().any(|it| it.is_ascii_digit()) {
        return None;
    }
    let starts = text.match_indices(' ').map(|(at, _)| at + 1).take(MOST_WORDS);
    let mut parts = std::iter::once(0).chain(starts).filter_map(|at| text.split_at_checked(at));
    let is_date = |text: &str| day(text, zone).is_some() || Numeric::read(text).is_some();
    let (before, date) = parts.find(|(_, rest)| is_date(rest))?;
    Some((before.trim_end(), date))
}

/// A date that says the day.
fn day(text: &str, zone: FixedOffset) -> Option<Timestamp> {
    let is_day = |time: &Timestamp| !matches!(time.precision(), Precision::Year | Precision::Month);
    read(text, zone).filter(is_day)
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

/// The point of time that a text states, unless it is later than the capture.
pub(in super::super) fn point_of_time(
    text: &str,
    zone: FixedOffset,
    captured: Option<Timestamp>,
) -> Option<Timestamp> {
    let time = read(text, zone)?;
    // Nobody captured what was written later.
    let is_later = captured.is_some_and(|it| (time.at() - it.at()).num_hours() > 36);
    (!is_later).then_some(time)
}

/// The point of time that lies so long before the capture as a text says.
pub(in super::super) fn passed_before(
    text: &str,
    captured: Option<Timestamp>,
) -> Option<Timestamp> {
    less::ago(text, captured?)
}

/// A date, without what stands before it in a line.
fn read(text: &str, zone: FixedOffset) -> Option<Timestamp> {
    let time = as_stated(text, zone)?;
    // The beginning of the clock of computers is what programs write that know no date.
    let is_default = time.at().timestamp().abs() < 24 * 3600;
    (!is_default).then(|| as_day(time, text))
}

/// Midnight to the second, in no zone, is what programs write that know the day alone.
fn as_day(time: Timestamp, text: &str) -> Timestamp {
    let text = text.trim_end();
    let local = time.at().naive_local();
    let is_midnight = local.time() == chrono::NaiveTime::MIN
        && (time.precision() == Precision::Second || text.ends_with("T00:00"));
    let precision = if is_midnight { Precision::Day } else { time.precision() };
    match time.zone() {
        // That the zone of the writer is unknown does not make the time uncertain.
        Zone::Assumed if text.ends_with("-00:00") || text.ends_with("-0000") => {
            Timestamp::new(time.at(), time.precision(), Zone::Stated).unwrap_or(time)
        }
        Zone::Assumed => Timestamp::new(time.at(), precision, Zone::Assumed).unwrap_or(time),
        _ => time,
    }
}

fn as_stated(text: &str, zone: FixedOffset) -> Option<Timestamp> {
    let text = text.trim();
    // A count of seconds, as some platforms have it.
    if matches!(text.len(), 10 | 13) && text.bytes().all(|it| it.is_ascii_digit()) {
        return feed::unix(text.parse().ok()?);
    }
    feed::parse(text, zone).or_else(|| {
        let lower = text.get(..text.len().min(64)).map(str::to_lowercase).unwrap_or_default();
        let before = BEFORE.iter().find(|before| lower.starts_with(**before))?;
        // Lower case may be longer in some languages: only the length of what was found counts.
        let rest = text.get(before.len()..)?.trim_start_matches([' ', ':', '|', '·']).trim();
        feed::parse(rest, zone)
    })
}

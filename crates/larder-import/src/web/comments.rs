//! What readers wrote under a post, where the markup of a platform or a common name says which is what.
//!
//! ```text
//! parts of the page with comments ─► items: `.u_cbox_comment`, `.tt-item-reply`, `.comment` …, else list items with a name
//!                                    └► each by itself, without the answers within it: name, date, text, state
//! ```
//!
//! Forms, counts and buttons are no comments. What is secret, held or deleted never counts as shown: fail closed.

mod data;
mod item;
mod parts;
mod state;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use chrono::FixedOffset;
use larder_core::{CommentKind, Status, Timestamp};
use larder_html::NodeId;
use serde::{Deserialize, Serialize};

pub(super) use self::data::of as of_data;
pub(crate) use self::item::digits;
use self::parts::Parts;
use super::{facts::Facts, mark::Mark};

/// How many parts of a page are looked through.
const MOST_PARTS: usize = 4096;

/// A comment as a page has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remark {
    /// The name of its place in the page: `comment-5`.
    pub(crate) anchor: Option<String>,
    /// Its number on the platform.
    pub(crate) number: Option<String>,
    /// Its own address.
    pub(crate) address: Option<String>,
    /// The place in the list of the comment that it answers, which is before its own.
    pub(crate) parent: Option<usize>,
    /// The number of the comment that it answers, where that is not in the page.
    pub(crate) answers: Option<String>,
    pub(crate) kind: CommentKind,
    /// None for what nobody was shown, or not everybody.
    pub(crate) status: Option<Status>,
    pub(crate) name: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) published: Option<Timestamp>,
    /// The date as it stands there, where it is none, or says how long ago it was.
    pub(crate) date: Option<String>,
    pub(crate) html: String,
    /// Whether the one who wrote the post wrote it.
    pub(crate) is_author: bool,
}

/// The comments of a page.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    pub(crate) list: Vec<Remark>,
    /// How many the page says there are.
    pub(crate) stated: Option<u64>,
}

/// What comments are read with.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The offset of dates that state none.
    pub(super) zone: FixedOffset,
    /// When the page was captured.
    pub(super) captured: Option<Timestamp>,
    /// What an address of the page is outside of it.
    pub(super) resolved: &'a dyn Fn(&str) -> Option<String>,
}

impl Remarks {
    /// The comments that the markup of a page shows.
    pub(super) fn of(facts: &Facts<'_>, around: &Around<'_>) -> Self {
        let mut remarks = Self::default();
        let areas = facts.outermost(facts.marked(Mark::Comments));
        let asides = facts.outermost(facts.marked(Mark::Aside));
        let is_of_sidebar = |area: NodeId| {
            asides.iter().any(|aside| *aside != area && facts.is_in(area, *aside))
                && facts.tree.attribute(area, "id") != Some("comments")
                && !state::is_within_own_footer(facts, area)
        };
        for area in areas.into_iter().take(MOST_PARTS).filter(|area| !is_of_sidebar(*area)) {
            remarks.area(facts, area, around);
        }
        remarks.stated = remarks.stated.or_else(|| state::stated_elsewhere(facts));
        remarks
    }

    /// Adds the comments of other data of the page: those that are not here yet.
    pub(super) fn join(&mut self, more: Vec<Remark>) {
        if more.is_empty() {
            return;
        }
        let mut known: HashMap<String, usize> = HashMap::new();
        for (at, keys) in keys(&self.list).into_iter().enumerate() {
            known.extend(keys.number.into_iter().chain(keys.said).map(|key| (key, at)));
        }
        let all = keys(&more);
        let found = |keys: &Keys| {
            keys.number.iter().chain(&keys.said).find_map(|key| known.get(key).copied())
        };
        let found: Vec<Option<usize>> = all.iter().map(found).collect();
        let named: HashSet<usize> = found.iter().flatten().copied().collect();
        // Those that nobody is shown, and of which nothing says which of the others they are: any may be one.
        let hidden = |is_any: fn(&Remark) -> bool| {
            self.list.iter().enumerate().any(|(at, remark)| {
                remark.status != Some(Status::Published) && !named.contains(&at) && is_any(remark)
            })
        };
        let (is_any, is_any_unnumbered) = (hidden(|_| true), hidden(|it| it.number.is_none()));
        // Where each of them is in the list now.
        let mut places: Vec<usize> = Vec::with_capacity(more.len());
        for (mut remark, here) in more.into_iter().zip(found) {
            places.push(here.unwrap_or(self.list.len()));
            match here.and_then(|at| self.list.get_mut(at)) {
                Some(known) => known.complete(remark),
                None => {
                    // Two with numbers are two.
                    if is_any_unnumbered || is_any && remark.number.is_none() {
                        remark.status = remark.status.filter(|it| *it != Status::Published);
                    }
                    remark.parent = remark.parent.and_then(|at| places.get(at).copied());
                    self.list.push(remark);
                }
            }
        }
    }

    /// Reads one part of the page.
    fn area(&mut self, facts: &Facts<'_>, area: NodeId, around: &Around<'_>) {
        self.stated = self.stated.max(state::stated(facts, area));
        let items = item::all(facts, area);
        let mut numbers: HashMap<String, usize> = HashMap::new();
        // What each was made of, for those below it; None for items that are none.
        let mut made: Vec<Option<usize>> = Vec::with_capacity(items.len());
        let mut depths: Vec<(u32, usize)> = Vec::new();
        for item in &items {
            let parts = Parts::of(facts, item);
            let mut remark = parts.remark(facts, item, around);
            let above = item.above.and_then(|above| made.get(above).copied().flatten());
            if remark.is_nothing() {
                made.push(above);
                continue;
            }
            if let Some(depth) = item.depth {
                while depths.last().is_some_and(|(known, _)| *known >= depth) {
                    depths.pop();
                }
            }
            let by_number = remark.answers.as_ref().and_then(|it| numbers.get(it).copied());
            let by_depth = || depths.last().filter(|_| item.depth.is_some()).map(|(_, at)| *at);
            remark.parent = by_number.or(above).or_else(by_depth);
            if remark.parent.is_some() {
                remark.answers = None;
            }
            // Nobody sees the answer to what is secret.
            let is_hidden = remark.parent.and_then(|at| self.list.get(at)).is_some_and(|parent| {
                parent.status.is_none() || parent.status == Some(Status::Pending)
            });
            if is_hidden && remark.status == Some(Status::Published) {
                remark.status = None;
            }
            made.push(Some(self.list.len()));
            numbers.extend(remark.number.clone().map(|number| (number, self.list.len())));
            depths.extend(item.depth.map(|depth| (depth, self.list.len())));
            self.list.push(remark);
        }
    }
}

impl Remark {
    /// Adds what another place of the page says of the same comment. Fewer saw what one of them says fewer saw.
    fn complete(&mut self, other: Self) {
        self.name = self.name.take().or(other.name);
        self.site = self.site.take().or(other.site);
        self.published = self.published.or(other.published);
        self.address = self.address.take().or(other.address);
        if other.status != Some(Status::Published) {
            self.status = self.status.and(other.status);
        }
    }

    /// Whether nothing shows that somebody wrote something.
    fn is_nothing(&self) -> bool {
        let is_said = !self.html.is_empty() || self.status != Some(Status::Published);
        !is_said || self.name.is_none() && self.published.is_none() && self.number.is_none()
    }
}

/// What a comment is recognised by in another copy of its page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    /// Its number.
    pub(crate) number: Option<String>,
    /// Who said what, and whether it is the first, the second … of those that say the same on that day.
    pub(crate) said: Option<String>,
}

/// What all comments of a page are recognised by.
pub(crate) fn keys(list: &[Remark]) -> Vec<Keys> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let key = |remark: &Remark| {
        let number = remark.number.as_ref().filter(|it| !it.is_empty());
        let text = larder_html::text::to_text(&remark.html);
        let words: String = text.chars().filter(|it| !it.is_whitespace()).collect();
        let said = (!words.is_empty()).then(|| {
            let said = format!("said {}\n{words}", remark.name.as_deref().unwrap_or_default());
            // The same on another day is told apart by that.
            let day = remark.published.filter(|_| remark.date.is_none());
            let day = day.map(|it| it.at().date_naive().to_string()).unwrap_or_default();
            let count = counts.entry(format!("{said}\n{day}")).or_default();
            *count += 1;
            format!("{said}\n{count}")
        });
        Keys { number: number.map(|it| number_key(it)), said }
    };
    list.iter().map(key).collect()
}

/// What a comment with this number is recognised by.
pub(crate) fn number_key(number: &str) -> String {
    format!("number {number}")
}

//! The comments that were shown under a post, as data for templates: without addresses of e-mail and of the network.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Blog, Comment, CommentId, CommentKind, Digest, Timestamp};
use larder_html::{Removed, escape, url::Base};

use super::{
    body,
    emit::json,
    links::Links,
    value::{Map, Value},
};
use crate::feed::{
    Cost,
    people::{holds_mail, homepage, name_of},
};

/// How deep answers are shown to be; deeper ones stand at this depth.
const DEEPEST: u32 = 16;

/// The order in which the comments of a post are read, and the names of their anchors.
#[derive(Clone, Debug, Default)]
pub(crate) struct Threads {
    /// Their places in the blog, each with the comment that it answers and how deep it is.
    order: Vec<(usize, Option<usize>, u32)>,
    anchors: HashMap<usize, String>,
    /// The comments themselves, by their places, where they are held.
    held: HashMap<usize, Comment>,
}

/// What becomes of comments once they were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// They stay in memory until they are written: they are few.
    All,
    /// They are read again, one by one.
    None,
}

impl Threads {
    /// Reads which comment answers which. Of the comments, nothing else stays in memory but what `hold` says. Fails
    /// when the spool can no longer be read.
    pub(crate) fn of(blog: &Blog, comments: &[usize], hold: Hold) -> io::Result<Self> {
        let mut threads = Self::default();
        let mut places: HashMap<CommentId, usize> = HashMap::new();
        let mut parents = Vec::with_capacity(comments.len());
        for (at, &place) in comments.iter().enumerate() {
            let comment = blog.comments.get(place)?;
            places.entry(comment.id.clone()).or_insert(at);
            parents.push(comment.parent.clone());
            if hold == Hold::All {
                threads.held.insert(place, comment.into_owned());
            }
        }
        let parents: Vec<Option<usize>> =
            parents.iter().map(|id| places.get(id.as_ref()?).copied()).collect();
        threads.sort(comments, &parents);
        let mut taken = HashSet::new();
        for &place in comments {
            let anchor = anchor(&blog.comments.head(place).id, &mut taken);
            threads.anchors.insert(place, anchor);
        }
        Ok(threads)
    }

    /// Each comment behind the one it answers. Those that answer each other in a circle stand at the end.
    fn sort(&mut self, comments: &[usize], parents: &[Option<usize>]) {
        let mut answers = vec![Vec::new(); comments.len()];
        for (at, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                answers[*parent].push(at);
            }
        }
        let mut done = vec![false; comments.len()];
        let roots = (0..comments.len()).filter(|&at| parents[at].is_none());
        for root in roots.chain(0..comments.len()) {
            let mut ahead = vec![(root, None, 0)];
            while let Some((at, parent, depth)) = ahead.pop() {
                if std::mem::replace(&mut done[at], true) {
                    continue;
                }
                self.order.push((comments[at], parent, depth));
                let below = answers[at].iter().rev();
                ahead.extend(
                    below.map(|&answer| (answer, Some(comments[at]), (depth + 1).min(DEEPEST))),
                );
            }
        }
    }

    /// Writes them as a list in JSON, one after the other. Fails when the spool or the output does.
    pub(crate) fn write(
        &self,
        blog: &Blog,
        base: &Base,
        links: &mut Links<'_>,
        removed: &mut Vec<Removed>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        for (at, &(place, parent, depth)) in self.order.iter().enumerate() {
            let comment = match self.held.get(&place) {
                Some(held) => Cow::Borrowed(held),
                None => blog.comments.get(place)?,
            };
            let parent = parent.and_then(|parent| self.anchors.get(&parent));
            let mut map = Map::default();
            map.set("id", self.anchors[&place].as_str());
            map.set_some("parent", parent.map(String::as_str));
            map.set("depth", depth);
            removed.push(said(&comment, &mut map));
            map.set("html", text(&comment, base, links, removed)?);
            out.write_all(if at == 0 { b"[\n" } else { b",\n" })?;
            out.write_all(json(&Value::Map(map)).trim_end().as_bytes())?;
        }
        out.write_all(b"\n]\n")
    }
}

/// Who said it and when. A name that is an address of e-mail is none.
///
/// Returns what was lost.
fn said(comment: &Comment, map: &mut Map) -> Removed {
    let mut cost = Cost::default();
    let kind = match comment.kind {
        CommentKind::Pingback => Some("pingback"),
        CommentKind::Trackback => Some("trackback"),
        _ => None,
    };
    map.set_some("kind", kind);
    let name = comment.author_name.as_deref();
    let name = name.and_then(|name| name_of(name, &mut cost));
    map.set_some("name", name.filter(|name| !holds_mail(name)));
    map.set_some("url", homepage(comment.author_url.as_deref(), &mut cost));
    map.set_some("date", comment.published.as_ref().map(Timestamp::to_rfc3339));
    let mut lost = Removed::default();
    (lost.characters, lost.unsafe_links) = (cost.characters as usize, cost.links as usize);
    lost
}

fn text(
    comment: &Comment,
    base: &Base,
    links: &mut Links<'_>,
    removed: &mut Vec<Removed>,
) -> io::Result<String> {
    let said = comment.body.text()?;
    Ok(match comment.is_html {
        true => body::html(&said, base, links, removed),
        false => body::html(&escape::paragraphs(&said), base, links, removed),
    })
}

/// `comment-12`: where the page has the comment, for old links that lead there.
fn anchor(id: &CommentId, taken: &mut HashSet<String>) -> String {
    let is_kept =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':');
    let id = id.as_str();
    let own = format!("comment-{id}");
    if !id.is_empty() && id.len() <= 100 && id.chars().all(is_kept) && taken.insert(own.clone()) {
        return own;
    }
    let digest = Digest::of(id.as_bytes()).to_string();
    let free = (0_u64..).map(|at| match at {
        0 => format!("comment-{}", &digest[..16]),
        at => format!("comment-{}-{at}", &digest[..16]),
    });
    free.into_iter().find(|anchor| taken.insert(anchor.clone())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_behind_what_they_answer_and_circles_end() {
        let mut threads = Threads::default();
        // 10 ← 12 ← 13, 11, and 14 ↔ 15.
        threads.sort(&[10, 11, 12, 13, 14, 15], &[None, None, Some(0), Some(2), Some(5), Some(4)]);
        let order: Vec<_> =
            threads.order.iter().map(|&(place, parent, depth)| (place, parent, depth)).collect();
        assert_eq!(
            order,
            [
                (10, None, 0),
                (12, Some(10), 1),
                (13, Some(12), 2),
                (11, None, 0),
                (14, None, 0),
                (15, Some(14), 1),
            ]
        );
    }

    #[test]
    fn a_chain_of_any_length_is_sorted_without_recursion() {
        let length = 100_000;
        let parents: Vec<_> = (0..length).map(|at: usize| at.checked_sub(1)).collect();
        let mut threads = Threads::default();
        threads.sort(&(0..length).collect::<Vec<_>>(), &parents);
        assert_eq!(threads.order.last().unwrap(), &(length - 1, Some(length - 2), DEEPEST));
    }

    #[test]
    fn anchors_keep_old_ids_and_are_unique() {
        let mut taken = HashSet::new();
        assert_eq!(anchor(&CommentId::new("12"), &mut taken), "comment-12");
        for odd in ["12", "12", "a b", "x@example.org", "\"><script>", ""] {
            let anchor = anchor(&CommentId::new(odd), &mut taken);
            assert!(anchor.starts_with("comment-") && anchor.len() >= 24, "{odd}: {anchor}");
        }
        assert_eq!(taken.len(), 7);
    }
}

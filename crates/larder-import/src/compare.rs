//! Two states of one blog, as those who follow its feed would see them change.
//!
//! A feed reader knows a post by its id and hardly by anything else: with the same id it is the same post, edited or
//! not; with another id it is a new one, and everybody is told of it once more. So ids are compared as they stand in the
//! documents: read with [`ReadOptions::ids_as_written`](crate::ReadOptions::ids_as_written).
//!
//! ```text
//! new post ── id known ──► unchanged, edited
//!          └─ id unknown ─ is it one of the old posts? ─ yes ─► again, with the evidence and the cause
//!                                                      └ no ──► new, or older than what the old state ends with
//! ```
//!
//! Only what is public is compared: nobody follows anything else.

mod cause;
mod print;

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{
    Blog, Note, NoteKind, PostId,
    select::{Include, kept_out},
};
use rayon::prelude::*;

pub use self::{cause::Cause, print::Field};
use self::{
    cause::{is_known_by_path, is_known_by_sight},
    print::Print,
};
use crate::unique::Unique;

/// What became of the posts of one state in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// How many public posts the old state has.
    pub old_posts: usize,
    /// How many public posts the new state has.
    pub new_posts: usize,
    /// How many posts are in both, with the same id and nothing different that a [`Field`] names.
    pub unchanged: usize,
    /// Posts that changed and kept their id: feed readers show them once, in their place.
    pub edited: Vec<Edited>,
    /// Posts whose id changed: feed readers take them for new.
    pub again: Vec<Again>,
    /// Posts that are new.
    pub new: Vec<Named>,
    /// Posts that the old state does not have, though it ends with newer ones: they are announced late.
    pub late: Vec<Named>,
    /// Posts that are in the old state only. Whoever has them keeps them.
    pub gone: Vec<Named>,
    /// Posts of the new state whose id another of its posts has: feed readers show one of them.
    pub hidden: Vec<Named>,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Named {
    /// Its id.
    pub id: PostId,
    /// What it is called, if it has a title.
    pub title: Option<String>,
}

/// A post that changed in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edited {
    /// The post, as it is called now.
    pub post: Named,
    /// What changed.
    pub fields: Vec<Field>,
}

/// A post that is announced again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Again {
    /// The post, under its new id.
    pub post: Named,
    /// The id that it had.
    pub old_id: PostId,
    /// Why the id is another.
    pub cause: Cause,
    /// Why both are one post.
    pub evidence: Evidence,
    /// Whether it is announced also by readers that leave scheme and host of an id aside.
    pub by_path: bool,
    /// Whether it is announced also by readers that compare title, date and text.
    pub by_sight: bool,
}

/// Why two posts with different ids are one. The strongest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// They have the same id, which a format had to write in another form, which no other post has, or which a document
    /// does not state.
    Id,
    /// They have the same address.
    Address,
    /// They have the same address at another host.
    Path,
    /// They say the same, word by word.
    Text,
    /// They have the same title and the same date.
    TitleAndDate,
    /// They have the same title, and one has no date.
    Title,
}

impl Evidence {
    /// The strongest first.
    const ALL: [Self; 6] =
        [Self::Id, Self::Address, Self::Path, Self::Text, Self::TitleAndDate, Self::Title];
}

impl Again {
    fn of(
        known: &Print,
        print: &Print,
        new: &Blog,
        cause: Cause,
        evidence: Evidence,
    ) -> io::Result<Self> {
        Ok(Self {
            post: print.named(new)?,
            old_id: known.id.clone(),
            cause,
            evidence,
            by_path: !is_known_by_path(known, print),
            by_sight: !is_known_by_sight(known, print),
        })
    }
}

impl Comparison {
    /// Compares two states of a blog.
    ///
    /// Fails when a text cannot be read back from where it was put away.
    pub fn of(old: &Blog, new: &Blog) -> io::Result<Self> {
        let (before, after) = (prints(old)?, prints(new)?);
        let mut comparison =
            Self { old_posts: before.len(), new_posts: after.len(), ..Self::default() };
        let (was_hidden, hidden) = (hidden(old), hidden(new));
        let ids: HashMap<&PostId, &Print> = before
            .iter()
            .filter(|print| !was_hidden.contains_key(&print.id))
            .map(|print| (&print.id, print))
            .collect();
        let (mut unknown, mut met) = (Vec::new(), HashSet::new());
        for print in &after {
            let known = ids.get(&print.id).filter(|known| known.is_made == print.is_made);
            met.extend(known.map(|_| &print.id));
            match known {
                _ if hidden.contains_key(&print.id) => {
                    let id = PostId::new(hidden[&print.id]);
                    comparison.hidden.push(Named { id, ..print.named(new)? });
                }
                Some(known) => comparison.in_place(known, print, new)?,
                None => unknown.push(print),
            }
        }
        let mut left: Vec<_> = before.iter().filter(|it| !met.contains(&it.id)).collect();
        for evidence in Evidence::ALL {
            for (known, print) in pairs(&mut left, &mut unknown, evidence) {
                let cause = Cause::of(known, print, was_hidden.contains_key(&known.id));
                comparison.again.push(Again::of(known, print, new, cause, evidence)?);
            }
        }
        let newest = before.iter().filter_map(|print| print.dated).max();
        for print in unknown {
            let is_late = print.dated.is_some_and(|dated| Some(dated) < newest);
            let list = if is_late { &mut comparison.late } else { &mut comparison.new };
            list.push(print.named(new)?);
        }
        comparison.gone = left.iter().map(|print| print.named(old)).collect::<io::Result<_>>()?;
        Ok(comparison)
    }

    /// Whether nobody is told of a post that they may know, and every post is shown.
    pub fn is_quiet(&self) -> bool {
        self.again.is_empty() && self.late.is_empty() && self.hidden.is_empty()
    }

    /// Whether any post is in both.
    pub fn shares_posts(&self) -> bool {
        self.unchanged + self.edited.len() + self.again.len() > 0
    }

    fn in_place(&mut self, known: &Print, print: &Print, new: &Blog) -> io::Result<()> {
        let fields = known.changed(print);
        match fields.is_empty() {
            true => self.unchanged += 1,
            false => self.edited.push(Edited { post: print.named(new)?, fields }),
        }
        Ok(())
    }
}

fn prints(blog: &Blog) -> io::Result<Vec<Print>> {
    let slots = blog.posts.slots().par_iter().enumerate();
    let public = slots.filter(|(_, slot)| kept_out(slot.head(), &Include::default()).is_none());
    public.map(|(place, slot)| Print::of(&*slot.get()?, place)).collect()
}

/// The posts that were given an id of their own when they were read, because another had theirs; and that id.
fn hidden(blog: &Blog) -> HashMap<&PostId, &str> {
    blog.notes.iter().filter_map(clash).collect()
}

fn clash(note: &Note) -> Option<(&PostId, &str)> {
    match &note.kind {
        NoteKind::IdClash { id } => Some((note.place.post.as_ref()?, id.as_str())),
        _ => None,
    }
}

/// Takes out the pairs that only this evidence joins: what several posts have in common tells nothing.
fn pairs<'p>(
    old: &mut Vec<&'p Print>,
    new: &mut Vec<&'p Print>,
    evidence: Evidence,
) -> Vec<(&'p Print, &'p Print)> {
    let known = unique(old, evidence);
    let met = unique(new, evidence);
    let mut joined = HashSet::new();
    let mut pairs = Vec::new();
    for print in new.iter() {
        let Some(key) = print.key(evidence).filter(|key| met.get(*key).is_some()) else { continue };
        let Some(other) = known.get(key).filter(|it| it.fits(print, evidence)) else { continue };
        joined.extend([other.place_in(false), print.place_in(true)]);
        pairs.push((other, *print));
    }
    old.retain(|print| !joined.contains(&print.place_in(false)));
    new.retain(|print| !joined.contains(&print.place_in(true)));
    pairs
}

/// The posts that are the only one with their key.
fn unique<'p>(prints: &[&'p Print], evidence: Evidence) -> Unique<&'p Print> {
    prints.iter().filter_map(|print| Some((print.key(evidence)?, *print))).collect()
}

#[cfg(test)]
mod tests;

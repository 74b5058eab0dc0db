//! One post of all captures of it, one blog per author.
//!
//! ```text
//! drafts → who is who → groups (same post) → posts, field by field → blogs → series, neighbours, assets, comments
//! ```
//!
//! Every draft ends in the ledger as carried or joined; a response whose comments belong to no post of the input is
//! stored aside in `extra` of the blog.

mod assets;
mod author;
mod diff;
mod draft;
mod group;
mod merge;
mod parts;
mod people;
mod series;
mod sketch;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::Arc,
};

use larder_core::{Blog, Body, EntryId, Extra, Fate, Rule, Spool, Timestamp};
use rayon::prelude::*;

pub(super) use self::{
    assets::{Library, folder_of},
    draft::{Keys, Prepared, Waiting, prepare},
    people::Writers,
};
use self::{draft::Draft, group::Groups, merge::Merged, parts::Parts, people::People};
use super::capture::{Form, Writer};
use crate::{Intake, ReadError, ReadOptions, Source};

/// How many posts are made at once, on all cores.
const CHUNK: usize = 128;

/// How many bytes of comments without a post are kept.
const MOST_ASIDE: u64 = 64 << 20;

/// The captures of an input, while they wait for each other.
#[derive(Debug, Default)]
pub(super) struct Captures {
    /// In the order of their files.
    waiting: Vec<Box<Waiting>>,
    /// What the partners of each are found by.
    keys: Vec<Keys>,
    /// Everybody they name.
    writers: Writers,
}

impl Captures {
    /// Takes a capture of file number `file`.
    pub(super) fn push(&mut self, prepared: Prepared, file: u32, entry: EntryId) {
        let writer = self.writers.number(&prepared.who);
        self.keys.push(prepared.keys);
        self.waiting.push(Box::new(Waiting::new(prepared, file, entry, writer)));
    }

    /// Takes out the captures of which something is true.
    pub(super) fn take_out(&mut self, is_it: impl Fn(&Waiting) -> bool) -> Vec<Box<Waiting>> {
        if !self.waiting.iter().any(|waiting| is_it(waiting)) {
            return Vec::new();
        }
        let all = std::mem::take(&mut self.waiting).into_iter().zip(std::mem::take(&mut self.keys));
        let (out, rest): (Vec<_>, Vec<_>) = all.partition(|(waiting, _)| is_it(waiting));
        (self.waiting, self.keys) = rest.into_iter().unzip();
        out.into_iter().map(|(waiting, _)| waiting).collect()
    }

    /// The user's word makes captures of all of them.
    pub(super) fn trust_all(&mut self) {
        self.waiting.iter_mut().for_each(|waiting| waiting.trust());
    }
}

/// Puts the posts of all captures into blogs. Returns the unrecognised texts that turned out to be no capture.
pub(super) fn join(
    captures: Captures,
    library: &mut Library<'_>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Vec<Box<Waiting>>, ReadError> {
    let Captures { waiting, keys, writers } = captures;
    let people = People::learn(&writers, waiting.iter().map(|waiting| waiting.writer));
    let groups = Groups::find(&waiting, &keys, &people)?;
    drop((keys, writers));
    let (groups, strays) = groups.without_strays(&waiting);
    let mut waiting: Vec<Option<Box<Waiting>>> = waiting.into_iter().map(Some).collect();
    let mut take = |number: &u32| waiting[*number as usize].take();
    let spool = Arc::clone(intake.spool());
    let mut join = Join {
        people: &people,
        blogs: BTreeMap::new(),
        comments_only: Vec::new(),
        touched: BTreeSet::new(),
    };
    let all: Vec<&[u32]> = groups.iter().collect();
    let expected = people.only().map_or(0, |_| all.len());
    for chunk in all.chunks(CHUNK) {
        let source = library.source();
        let members: Vec<Vec<Box<Waiting>>> =
            chunk.iter().map(|group| group.iter().filter_map(&mut take).collect()).collect();
        let made: Result<Vec<Made>, ReadError> = members
            .into_par_iter()
            .map(|group| {
                if options.cancel.is_cancelled() {
                    return Err(ReadError::Cancelled);
                }
                Ok(Made::of(&group, source, &people, &spool)?)
            })
            .collect();
        for made in made? {
            join.take(made, expected, library, intake)?;
        }
        join.put_away(&spool)?;
    }
    let strays = strays.iter().filter_map(take).collect();
    drop(waiting);
    join.finish(intake)?;
    Ok(strays)
}

/// A response that is kept as it came.
struct Aside {
    file: Arc<str>,
    entry: EntryId,
    person: Option<String>,
    text: Body,
}

/// What became of one group of captures.
enum Made {
    /// A post, and what each capture says about who wrote it.
    Post(Box<Merged>, Option<String>, Vec<(Writer, Option<Timestamp>)>),
    /// Comments of a post that is not in the input.
    CommentsOnly(Vec<Aside>),
}

impl Made {
    /// Opens the captures of a group again and makes one post of them.
    fn of(
        group: &[Box<Waiting>],
        source: &dyn Source,
        people: &People,
        spool: &Arc<dyn Spool>,
    ) -> io::Result<Self> {
        let drafts: Vec<Draft> =
            group.iter().map(|waiting| waiting.open(source)).collect::<io::Result<_>>()?;
        if group.iter().all(|waiting| waiting.form() == Form::ApiComments) {
            let aside = |draft: Draft| Aside {
                file: draft.source.file,
                entry: draft.entry,
                person: people.key(draft.writer).map(str::to_owned),
                text: draft.original,
            };
            return Ok(Self::CommentsOnly(drafts.into_iter().map(aside).collect()));
        }
        let person = drafts.iter().find_map(|draft| people.key(draft.writer)).map(str::to_owned);
        let author = |draft: &Draft| (draft.capture.author.clone(), draft.capture.published);
        let authors = drafts.iter().map(author).collect();
        Ok(Self::Post(Box::new(merge::merge(drafts, people, spool)?), person, authors))
    }
}

/// The blogs while their posts are made.
struct Join<'a> {
    people: &'a People,
    blogs: BTreeMap<String, Parts>,
    /// The blogs that have posts which are not put away. There may be very many others.
    touched: BTreeSet<String>,
    comments_only: Vec<Aside>,
}

impl Join<'_> {
    fn take(
        &mut self,
        made: Made,
        expected: usize,
        library: &mut Library<'_>,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let (merged, person, authors) = match made {
            Made::Post(merged, person, authors) => (*merged, person, authors),
            Made::CommentsOnly(asides) => {
                self.comments_only.extend(asides);
                return Ok(());
            }
        };
        let person = person.or_else(|| self.people.only()).unwrap_or_default();
        self.touched.insert(person.clone());
        let parts = self.blogs.entry(person).or_insert_with(|| Parts::new(expected));
        authors.iter().for_each(|(writer, published)| parts.writer.learn(writer, *published));
        parts.take(merged, library, intake)
    }

    fn put_away(&mut self, spool: &Arc<dyn Spool>) -> io::Result<()> {
        for person in std::mem::take(&mut self.touched) {
            self.blogs.entry(person).or_default().put_away(spool)?;
        }
        Ok(())
    }

    fn finish(self, intake: &mut Intake) -> Result<(), ReadError> {
        let mut extras = self.keep_aside(intake)?;
        for (person, parts) in self.blogs {
            let name = parts.writer.first_name.as_deref();
            let mut blog = Blog::new(author::site(&person, self.people, name));
            parts::assemble(&mut blog, parts, intake.spool())?;
            blog.site.extra = extras.remove(&person).unwrap_or_default();
            intake.add_blog(blog);
        }
        Ok(())
    }

    /// Comments whose post is not in the input are kept as they came, in `extra` of their author's blog, else of the
    /// first. `extra` is in memory, so only so much of it.
    fn keep_aside(&self, intake: &mut Intake) -> Result<BTreeMap<String, Extra>, ReadError> {
        let mut extras: BTreeMap<String, Extra> = BTreeMap::new();
        let mut room = MOST_ASIDE;
        for aside in &self.comments_only {
            let own = aside.person.as_ref().filter(|person| self.blogs.contains_key(*person));
            let Some(person) = own.or_else(|| self.blogs.keys().next()) else {
                let found = "comments of a post that is not in the input";
                intake.leave_out(aside.entry, Rule::NotRecognised, found);
                continue;
            };
            let Some(rest) = room.checked_sub(aside.text.len()) else {
                let length = aside.text.len();
                let found = format!(
                    "{length} bytes of comments of a post that is not in the input; {MOST_ASIDE} bytes of such are kept"
                );
                intake.leave_out(aside.entry, Rule::TooMany, found);
                continue;
            };
            room = rest;
            let extra = extras.entry(person.clone()).or_default();
            let name = format!("commentsOfUnknownPost:{}", aside.file);
            extra.insert(name, aside.text.text()?.into_owned());
            intake.ledger().settle(aside.entry, Fate::StoredAside { place: "site.extra".into() });
        }
        Ok(extras)
    }
}

//! Entries are put away where they were read, on all cores. What is left of each is the place of its post in the spool,
//! and what fits it in with the others, which is done one after the other.

use std::{collections::HashSet, io, sync::Arc};

use larder_core::{
    AuthorId, List, NoteKind, Post, PostId, Provenance, Slot, Spool, TermId, TermKind,
};

use crate::{
    readers::feed::{
        entry::{Entry, MOST_COMPARED, Picture, TermDraft},
        id,
        person::Person,
    },
    xml::Repairs,
};

/// Says of a post that its document gives it no id, where ids are taken as they stand.
pub(crate) const MADE_ID: &str = "feed:id-made";

/// How many posts are put away in one piece.
pub(in super::super) const TOGETHER: usize = 32;

/// Where the entries of one document are put away.
#[derive(Clone, Debug)]
pub(in super::super) struct Stow {
    pub(super) file: Arc<str>,
    /// Whether ids are taken as they stand.
    pub(super) as_written: bool,
    pub(super) spool: Arc<dyn Spool>,
}

/// An entry whose post is in the spool.
///
/// The ids of the post are those that it has if no other entry has them for something else.
#[derive(Debug)]
pub(in super::super) struct Stowed {
    pub(super) slot: Slot<Post>,
    pub(super) fitting: Fitting,
}

/// What fits an entry in with the others.
///
/// It is made on another thread than it is used on. So it holds nothing that an entry before it says as well: where one
/// thread gives back the memory of another, one of them waits.
#[derive(Debug)]
pub(super) struct Fitting {
    /// Whether the document gave it no id.
    pub(super) is_generated: bool,
    /// Who wrote it, all of them. Empty if entries that were put away with it and before it were written by each of them, and by
    /// nobody else with the same id.
    pub(super) authors: Vec<(AuthorId, Person)>,
    /// Its terms, but for those of entries that were put away with it and before it.
    pub(super) terms: Vec<(TermId, TermDraft)>,
    pub(super) cover: Option<Picture>,
    pub(super) notes: Vec<NoteKind>,
    pub(super) repairs: Repairs,
    pub(super) line: u64,
    pub(super) print: u64,
}

impl Stow {
    /// Puts entries away in one piece. `form` is what they come from. Fails when the spool does.
    pub(in super::super) fn away(
        &self,
        entries: impl IntoIterator<Item = Entry>,
        form: &Arc<str>,
    ) -> io::Result<Vec<Stowed>> {
        let source = Provenance::new(Arc::clone(&self.file), Arc::clone(form));
        let mut said = Said::default();
        let apart =
            entries.into_iter().map(|entry| apart(entry, &source, self.as_written, &mut said));
        let (posts, fittings): (Vec<_>, Vec<_>) = apart.unzip();
        for content in posts.iter().filter_map(|post| post.content.as_ref()) {
            // Feeds will ask. Here the text is in the cache, and all cores are at work.
            content.html.tested(larder_html::is_normal)?;
        }
        let slots = Slot::away_all(posts, &self.spool)?;
        let both = slots.into_iter().zip(fittings);
        Ok(both.map(|(slot, fitting)| Stowed { slot, fitting }).collect())
    }
}

/// What entries that are put away together said before.
#[derive(Default)]
struct Said {
    /// Who wrote them.
    people: Vec<(Person, AuthorId)>,
    /// Which ids several of those have.
    shared: HashSet<AuthorId>,
    /// The terms. The first who names one tells what it is, and posts of a blog share most of theirs.
    terms: HashSet<TermId>,
    /// Room for the text of an id.
    id: String,
}

impl Said {
    /// The ids of those who wrote an entry, and who they are, unless [all is said](Fitting::authors).
    fn authors(&mut self, people: Vec<Person>) -> (Vec<AuthorId>, Vec<(AuthorId, Person)>) {
        let mut is_said = true;
        let mut ids = Vec::with_capacity(people.len());
        for person in &people {
            let known = self.people.iter().find(|(known, _)| known == person);
            let known = known.map(|(_, id)| id.clone());
            is_said &= known.as_ref().is_some_and(|id| !self.shared.contains(id));
            ids.push(known.unwrap_or_else(|| self.meet(person)));
        }
        let told = if is_said { Vec::new() } else { ids.iter().cloned().zip(people).collect() };
        (ids, told)
    }

    /// The id of somebody who was not met before.
    fn meet(&mut self, person: &Person) -> AuthorId {
        let id = of_person(person);
        if self.people.iter().any(|(_, known)| *known == id) {
            self.shared.insert(id.clone());
        }
        // Each is compared with all of them.
        if self.people.len() < MOST_COMPARED {
            self.people.push((person.clone(), id.clone()));
        }
        id
    }

    /// The ids of the terms of an entry, and what those are that none had before it.
    fn terms(&mut self, drafts: Vec<TermDraft>) -> (List<TermId>, Vec<(TermId, TermDraft)>) {
        let (mut ids, mut new) = (List::with_capacity(drafts.len()), Vec::new());
        for draft in drafts {
            of_term(&draft, &mut self.id);
            let known = self.terms.get(self.id.as_str()).cloned();
            ids.push(known.unwrap_or_else(|| {
                let id = TermId::new(self.id.as_str());
                self.terms.insert(id.clone());
                new.push((id.clone(), draft));
                id
            }));
        }
        (ids, new)
    }
}

/// The post with its ids, and what else there is of an entry.
fn apart(entry: Entry, source: &Provenance, as_written: bool, said: &mut Said) -> (Post, Fitting) {
    let Entry { id, mut post, authors, terms, cover, notes, repairs, line, print } = entry;
    let stated = id.filter(|id| !id.is_empty()).map(|id| id::read(id, as_written));
    for answered in &mut post.in_reply_to {
        answered.reference = id::read(std::mem::take(&mut answered.reference), as_written);
    }
    let is_generated = stated.is_none();
    if as_written && is_generated {
        post.extra.insert(MADE_ID, true);
    }
    post.id = stated.map_or_else(|| derived(&post), PostId::new);
    let (ids, authors) = said.authors(authors);
    post.authors = ids;
    let (ids, terms) = said.terms(terms);
    post.terms = ids;
    post.cover = cover.as_ref().map(Picture::id);
    post.source = vec![source.clone()];
    (post, Fitting { is_generated, authors, terms, cover, notes, repairs, line, print })
}

/// An id for an entry without one: its address, else a name made of what it says.
fn derived(post: &Post) -> PostId {
    if let Some(permalink) = &post.permalink {
        return PostId::new(permalink.as_str());
    }
    let text = post.content.as_ref().and_then(|content| content.original.text().ok());
    let date = post.published.or(post.updated).map(|date| date.to_rfc3339());
    let title = post.title.as_deref().unwrap_or_default();
    PostId::derived(&["feed", &date.unwrap_or_default(), title, &text.unwrap_or_default()])
}

/// Writes the id of a term.
fn of_term(draft: &TermDraft, id: &mut String) {
    id.clear();
    id.push_str(if draft.kind == TermKind::Tag { "tag:" } else { "category:" });
    if let Some(scheme) = &draft.scheme {
        id.push_str(scheme);
        id.push('#');
    }
    id.push_str(&draft.term);
}

/// The id of somebody, if nobody else has it.
pub(super) fn of_person(person: &Person) -> AuthorId {
    match person {
        Person { url: Some(url), .. } => AuthorId::new(url.as_str()),
        Person { name: Some(name), .. } => AuthorId::new(name.as_str()),
        // An e-mail address is private, and an id is not.
        Person { email, .. } => AuthorId::derived(&["feed", email.as_deref().unwrap_or_default()]),
    }
}

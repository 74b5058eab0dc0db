//! Where a reader puts what it finds.

use std::{io, sync::Arc};

use larder_core::{
    Blob, Blog, Body, EntryId, Fate, Ids, ItemKind, Ledger, Note, NoteKind, Part, Post, Rule, Slot,
    Spool,
};
use rayon::prelude::*;

use crate::{FileSpool, Limits, ReadError, Reading, Source, separate::separate};

/// Collects blogs, notes and the ledger of one run; bodies go to a spool.
#[derive(Debug)]
pub struct Intake {
    spool: Arc<dyn Spool>,
    /// The same spool, to which files can be lent.
    lender: Arc<FileSpool>,
    blogs: Vec<Blog>,
    notes: Vec<Note>,
    ledger: Ledger,
    files: Vec<EntryId>,
}

impl Intake {
    /// An intake for `source`: a ledger entry is opened for every entry, and what the source refused is settled.
    pub fn new(source: &dyn Source, limits: &Limits) -> Self {
        let mut ledger = Ledger::default();
        ledger.inputs.reserve_exact(source.entries().len() + source.refused().len());
        let files = source
            .entries()
            .iter()
            .map(|entry| ledger.open(ItemKind::File, Arc::clone(&entry.name), entry.length))
            .collect();
        let lender = Arc::new(FileSpool::new(limits.spool_bytes));
        let spool: Arc<dyn Spool> = Arc::clone(&lender) as Arc<dyn Spool>;
        let notes = source.notes().to_vec();
        let mut intake = Self { spool, lender, blogs: Vec::new(), notes, ledger, files };
        for refused in source.refused() {
            let id = intake.ledger.open(ItemKind::File, Arc::clone(&refused.name), None);
            intake.leave_out(id, refused.rule, refused.found.clone());
        }
        intake
    }

    /// Takes a blog that is complete.
    pub fn add_blog(&mut self, blog: Blog) {
        self.blogs.push(blog);
    }

    /// Puts a text into the spool.
    pub fn body(&self, text: &str) -> io::Result<Body> {
        Body::keep(&self.spool, text)
    }

    /// Puts bytes into the spool.
    pub fn blob(&self, bytes: &[u8]) -> io::Result<Blob> {
        Blob::keep(&self.spool, bytes)
    }

    /// The spool, for threads that put bodies in themselves. Where in it a body lies differs from run to run, and shows
    /// nowhere.
    pub fn spool(&self) -> &Arc<dyn Spool> {
        &self.spool
    }

    /// The file of an entry as a part of the spool: a text that stands in it as it is to be kept need not be put away. None
    /// where the entry is no file by itself, or where it is packed.
    pub(crate) fn lend(&self, source: &dyn Source, index: usize) -> Option<Blob> {
        let whole = self.lend_any(source, index)?;
        let start = whole.part(0, 2)?.bytes().ok()?;
        (!crate::source::is_packed(&start)).then_some(whole)
    }

    /// The same, of a file whatever is in it: its bytes are those that [`Source::read`] gives.
    pub(crate) fn lend_any(&self, source: &dyn Source, index: usize) -> Option<Blob> {
        self.lender.lend(&source.entries()[index].name, source.on_disk(index)?)
    }

    /// The ledger entry of the source's entry number `index`.
    pub fn file(&self, index: usize) -> EntryId {
        self.files[index]
    }

    /// Reads the entries of another source for a while: those that the files of this one were unpacked to. Returns the
    /// entries of this one, for [`leave`](Self::leave).
    pub(crate) fn enter(&mut self, files: Vec<EntryId>) -> Vec<EntryId> {
        std::mem::replace(&mut self.files, files)
    }

    /// Comes back to the entries that [`enter`](Self::enter) returned.
    pub(crate) fn leave(&mut self, files: Vec<EntryId>) {
        self.files = files;
    }

    /// The ledger.
    pub fn ledger(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// Notes something that belongs to no blog.
    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Leaves a thing out by a rule, with a note when it is a loss.
    pub fn leave_out(&mut self, id: EntryId, rule: Rule, found: impl Into<String>) {
        let found = found.into();
        if rule.is_loss() {
            let name = Arc::<str>::from(&self.ledger.entry(id).name);
            let kind = NoteKind::FileLeftOut { rule: rule.name().into(), found: found.clone() };
            self.notes.push(Note::new(kind).in_file(name));
        }
        self.ledger.settle(id, Fate::LeftOut { rule, found: found.into() });
    }

    /// Everything, in its canonical order: blogs by id, and each blog [sorted](Blog::sort).
    pub(crate) fn finish(mut self) -> Result<Reading, ReadError> {
        self.lender.check_lent().map_err(ReadError::Io)?;
        self.blogs.sort_by(|a, b| a.site.id.cmp(&b.site.id));
        self.notes.sort();
        for blog in &mut self.blogs {
            for (kind, id) in separate(blog).map_err(ReadError::Io)? {
                let entry = self.ledger.open(ItemKind::Item, format!("{kind} `{id}`"), None);
                let found = format!("the same record is here twice: {kind} `{id}`").into();
                self.ledger.settle(entry, Fate::LeftOut { rule: Rule::SameBytes, found });
            }
            blog.sort();
            if let Some(found) = mistake(blog).map_err(ReadError::Io)? {
                let name = blog.site.id.clone();
                return Err(ReadError::Unreadable { name, line: None, found });
            }
        }
        Ok(Reading { blogs: self.blogs, notes: self.notes, ledger: self.ledger })
    }
}

/// What a reader must never do: a reference that leads nowhere. As [`Blog::dangling`], on all cores.
///
/// Those of posts are looked at where mistakes of ours are looked for: in tests and by fuzzers. Each post would have to
/// be read again for it.
fn mistake(blog: &Blog) -> io::Result<Option<String>> {
    let ids = Ids::of(blog);
    let told = |from: Part<'_>, to: Part<'_>| format!("{from}: no {to}");
    if let Some((from, to)) = blog.references().find(|(_, to)| !ids.has(to)) {
        return Ok(Some(told(from, to)));
    }
    if !cfg!(debug_assertions) {
        return Ok(None);
    }
    let of_post = |slot: &Slot<Post>| match slot.get() {
        Ok(post) => {
            let lost = post.references().find(|to| !ids.has(to))?;
            Some(Ok(told(Part::Post(&post.id), lost)))
        }
        Err(error) => Some(Err(error)),
    };
    blog.posts.slots().par_iter().find_map_first(of_post).transpose()
}

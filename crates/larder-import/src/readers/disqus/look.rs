//! The files of an input: exports, of which each has threads and comments.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    io::Read,
    sync::Arc,
};

use larder_core::{
    Fate, ItemKind, Note, NoteKind, PostId, Provenance, Rule, Site, Term, TermId, TermKind,
};

use super::{
    comment::comment,
    is_export,
    items::{Items, Kind},
    record,
    thread::Threads,
};
use crate::{
    Intake, ReadError, ReadOptions, Source,
    collect::{Collection, Found},
    decode::decode,
    export,
    row::Row,
    shelf::Shelf,
    source,
    unique::hashed,
    xml::{Fault, Repairs, Stream},
};

/// How much of a file shows what it is.
const HEAD: u64 = 64 << 10;

/// All exports of an input.
#[derive(Default)]
pub(super) struct Exports {
    files: Vec<usize>,
    threads: Threads,
    /// The categories, by their numbers.
    categories: BTreeMap<String, Row>,
    /// The numbers of all comments.
    numbers: HashSet<u64>,
    /// The comments that others answer, with the forum of those: which of them are not here is known at the end.
    answered: BTreeSet<(String, Box<str>)>,
    others: Vec<usize>,
}

impl export::Files for Exports {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.file(place);
        if !is_ours(place, source, options) {
            self.others.push(place);
            return Ok(());
        }
        let mut items = match open(place, source, options) {
            Ok(items) => items,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let name = Arc::clone(&source.entries()[place].name);
        let (mut text, mut repairs) = (String::new(), Repairs::default());
        let fault = loop {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            let item = match items.next(&mut text) {
                Ok(Some(item)) => item,
                Ok(None) => break None,
                Err(fault) => break Some(fault),
            };
            match item.kind {
                Kind::Thread => {
                    let row = record::read(&text, &items.scope, &mut repairs);
                    let number = self.threads.all.len() + 1;
                    let title = format!("{name}: thread {number}");
                    let entry =
                        intake.ledger().open(ItemKind::Item, title, Some(text.len() as u64));
                    self.threads.take(row, (place, entry), item.line, item.is_whole);
                }
                Kind::Category => {
                    let row = record::read(&text, &items.scope, &mut repairs);
                    self.category(row, item.line, &name, intake);
                }
                Kind::Post => {}
            }
        };
        if items.declares {
            let found = "a document type with declarations of its own";
            intake.leave_out(entry, Rule::Damaged, found);
            return Ok(());
        }
        repairs.add(&items.repairs);
        self.note(&mut items, (&repairs, fault.as_ref()), &name, options, intake);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        self.files.push(place);
        Ok(())
    }

    fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut blogs = self.articles(source, options, intake)?;
        for place in std::mem::take(&mut self.files) {
            self.comments(place, &mut blogs, source, options, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        self.note_missing(&mut blogs);
        let mut shelf = Shelf::new(source, &[]);
        for collection in blogs.into_values() {
            let homes: Vec<String> = options.home.iter().cloned().collect();
            let blog = collection.finish(&homes, &mut shelf, intake)?;
            intake.add_blog(blog);
        }
        for place in self.others {
            let found = "no export of Disqus; what holds the posts is read by itself";
            intake.leave_out(intake.file(place), Rule::NotRecognised, found);
        }
        Ok(())
    }
}

impl Exports {
    /// Takes a category. One that is here already says nothing new.
    fn category(&mut self, row: Row, line: u64, name: &Arc<str>, intake: &mut Intake) {
        let number = row.text("dsq:id").to_owned();
        if !number.is_empty() {
            self.categories.entry(number).or_insert(row);
            return;
        }
        let entry = intake.ledger().open(ItemKind::Term, format!("{name}: category"), None);
        let found = format!("line {line}: a category without a number");
        intake.leave_out(entry, Rule::Damaged, found);
    }

    /// Says what a file is like.
    fn note<R: Read>(
        &self,
        items: &mut Items<R>,
        (repairs, fault): (&Repairs, Option<&Fault>),
        name: &Arc<str>,
        options: &ReadOptions,
        intake: &mut Intake,
    ) {
        let notes: Vec<NoteKind> =
            items.encoding_notes().into_iter().chain(repairs.notes()).collect();
        for kind in notes {
            intake.note(Note::new(kind).in_file(Arc::clone(name)));
        }
        for other in &items.others {
            let entry = intake.ledger().open(ItemKind::Item, format!("{name}: {other}"), None);
            let found = "an element that exports of Disqus do not have";
            intake.leave_out(entry, Rule::NotRecognised, found);
        }
        let is_cut = items.is_cut || fault.is_some();
        export::note_end((is_cut, fault), "</disqus>", name, intake);
        export::leave_out(&items.skipped, name, options, intake);
    }

    /// The blogs with their articles, by the forums that they have at Disqus.
    fn articles(
        &mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<BTreeMap<String, Collection>, ReadError> {
        let hosts = self.threads.settle();
        let mut blogs: BTreeMap<String, Collection> = BTreeMap::new();
        for threads in self.threads.articles().into_values() {
            let first = &self.threads.all[threads[0]];
            let forum = first.row.text("forum").to_owned();
            let name = Arc::clone(&source.entries()[first.file].name);
            let host = hosts.get(&forum).map_or("", String::as_str);
            let from = Provenance::new(name, "thread");
            let (best, post, notes) = self.threads.post(&threads, host, &from);
            for place in threads.iter().filter(|place| **place != best) {
                let fate = Fate::Joined { post: post.id.clone() };
                intake.ledger().settle(self.threads.all[*place].item, fate);
            }
            let thread = &self.threads.all[best];
            let mut found = Found::new(post, thread.file, thread.item);
            found.line = u32::try_from(thread.line).ok();
            found.notes = notes;
            found.terms = self.term(thread.row.text("category")).into_iter().collect();
            let blog = blogs.entry(forum).or_insert_with_key(|forum| begin(forum, options));
            blog.take(found, intake)?;
        }
        if blogs.is_empty() && !self.files.is_empty() {
            blogs.insert(String::new(), begin("", options));
        }
        // Each blog has the categories of its forum, whether anything is in them or not.
        for (number, row) in &self.categories {
            let forum = row.text("forum");
            let blog = match blogs.contains_key(forum) {
                true => blogs.get_mut(forum),
                false => blogs.values_mut().next(),
            };
            if let (Some(blog), Some(term)) = (blog, self.term(number)) {
                blog.term(term);
            }
        }
        Ok(blogs)
    }

    /// The category with this number.
    fn term(&self, number: &str) -> Option<Term> {
        if number.is_empty() {
            return None;
        }
        let known = self.categories.get(number);
        let title = known.map(|it| it.text("title").trim()).filter(|it| !it.is_empty());
        let id = TermId::new(["category:", number].concat());
        let mut term = Term::new(id, TermKind::Category, title.unwrap_or(number));
        if let Some(mut row) = known.cloned() {
            row.take("dsq:id");
            row.take("title");
            row.keep_as("disqus", &mut term.extra);
        }
        Some(term)
    }

    /// Says which comments are not here that others answer.
    fn note_missing(&mut self, blogs: &mut BTreeMap<String, Collection>) {
        for (forum, parent) in std::mem::take(&mut self.answered) {
            let (Some(blog), Ok(row)) = (blogs.get_mut(&forum), parent.parse()) else { continue };
            if !self.numbers.contains(&hashed(&*parent)) {
                blog.note(NoteKind::RowMissing { record: "comment".into(), row });
            }
        }
    }

    /// Reads the comments of a file.
    fn comments(
        &mut self,
        place: usize,
        blogs: &mut BTreeMap<String, Collection>,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = &source.entries()[place].name;
        let Ok(mut items) = open(place, source, options) else { return Ok(()) };
        let (mut text, mut repairs, mut number) = (String::new(), Repairs::default(), 0_u64);
        while let Ok(Some(item)) = items.next(&mut text) {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            if item.kind != Kind::Post {
                continue;
            }
            number += 1;
            let row = record::read(&text, &items.scope, &mut repairs);
            let thread = row.text("thread").to_owned();
            let (article, forum) = match self.threads.article(&thread) {
                Some((article, forum)) => (article, forum),
                None => (PostId::new(["disqus:", &thread].concat()), ""),
            };
            let blog = match blogs.contains_key(forum) {
                true => blogs.get_mut(forum),
                false => blogs.values_mut().next(),
            };
            let blog = blog.expect("there is a blog for every file");
            self.numbers.insert(hashed(row.text("dsq:id")));
            if !row.text("parent").is_empty() {
                self.answered.insert((forum.to_owned(), row.text("parent").into()));
            }
            match comment(row, item.is_whole, article, &mut blog.census) {
                Some(comment) => blog.comment(comment, place, intake)?,
                None => {
                    let title = format!("{name}: post {number}");
                    let entry = intake.ledger().open(ItemKind::Comment, title, None);
                    let found = format!("line {}: a comment without a number", item.line);
                    intake.leave_out(entry, Rule::Damaged, found);
                }
            }
        }
        Ok(())
    }
}

/// A blog without its articles.
fn begin(forum: &str, options: &ReadOptions) -> Collection {
    let mut site = Site::new(["disqus:", forum].concat());
    site.home.clone_from(&options.home);
    if !forum.is_empty() {
        site.extra.insert("disqus:forum", forum);
    }
    let mut collection = Collection::new(site, "disqus");
    collection.has_titles = false;
    collection
}

fn is_ours(place: usize, source: &dyn Source, options: &ReadOptions) -> bool {
    let mut head = Vec::new();
    let stream = source::unpacked(source, place, &options.limits);
    // What cannot be read to its end is read as far as it goes.
    let _ = stream.map(|stream| stream.take(HEAD).read_to_end(&mut head));
    is_export(&decode(&head, None).text)
}

/// The items of a file, or why there are none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Items<Box<dyn Read + Send + 's>>, (Rule, String)> {
    let stream =
        source::unpacked(source, place, &options.limits).map_err(crate::SourceError::into_rule)?;
    let stream = Stream::open(stream, options.limits.file_bytes, options.encoding.as_deref())
        .map_err(|error| (Rule::Unreadable, error.to_string()))?;
    Ok(Items::new(stream.until(&options.cancel)))
}

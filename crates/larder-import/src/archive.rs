//! Reads the JSON archive in both its forms; `json` and `jsonl` share all of it.
//!
//! ```text
//! entries ──► which are archives ──► Scanner: one record's bytes at a time ──► parsed on all cores, order kept
//!                                                                                 │ bodies go to the spool at once
//!                                        media beside the archive, checked  ◄──  Draft of a blog
//! ```
//!
//! Memory is bounded by the largest record. A source may hold several archives, and both forms of one: a blog that was
//! read already and is equal is left out as not selected, one that differs is refused, because nobody can tell which
//! state is meant. Feeds and schemas beside an archive are views of it and are left out.
//!
//! A record that cannot be read never stops the others: it is left out with its line, as damaged. So is the end of an
//! archive that was cut. What others refer to and is not there is noted as a loss ([`mend`]), and so are bytes that are
//! not beside the archive ([`media`]); records with one id are kept apart ([`separate`](crate::separate)). Fields and records of a newer minor version are kept and written back
//! ([`UNKNOWN_FIELDS`](larder_core::record::UNKNOWN_FIELDS)); a newer major version is refused.

mod batch;
mod document;
mod draft;
mod form;
mod lines;
mod media;
mod mend;
mod record;
pub(crate) mod scan;
mod sort;

use std::collections::BTreeMap;

use larder_core::{Blog, EntryId, Fate, ItemKind, Note, NoteKind, Rule, format};

pub(crate) use self::form::{Form, looks_for, vote};
use self::{batch::Batch, draft::Draft, media::Media, scan::Scanner, sort::Role};
use crate::{Intake, ReadError, ReadOptions, Source, source};

/// Reads every archive of the source, and accounts for every entry.
pub(crate) fn read(
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let roles = sort::roles(source, &options.limits);
    let archives: Vec<_> = roles.iter().filter_map(Role::archive).collect();
    if archives.is_empty() {
        return Err(not_recognised(source));
    }
    let mut reading = Run { source, options, blogs: Vec::new(), places: BTreeMap::new() };
    let mut failures = Vec::new();
    for (index, form) in &archives {
        match reading.archive(*index, *form, intake) {
            Ok(()) => {}
            Err(ReadError::Cancelled) => return Err(ReadError::Cancelled),
            Err(error) => failures.push((*index, error)),
        }
    }
    if failures.len() == archives.len() {
        return Err(failures.swap_remove(0).1);
    }
    for (index, error) in failures {
        intake.leave_out(intake.file(index), Rule::Unreadable, error.to_string());
    }
    reading.finish(intake).map_err(ReadError::Io)?;
    sort::settle(&roles, intake);
    Ok(())
}

fn not_recognised(source: &dyn Source) -> ReadError {
    let names = source.entries().iter().take(10).map(|entry| format!("`{}`", entry.name));
    ReadError::NotRecognised {
        name: source.name().to_owned(),
        looked_for: vec![
            (format::JSON.name, looks_for(Form::Document)),
            (format::JSONL.name, looks_for(Form::Lines)),
        ],
        found: names.collect(),
    }
}

/// One reading of one source.
struct Run<'a> {
    source: &'a dyn Source,
    options: &'a ReadOptions,
    /// The blogs that were read, each with the name of its archive.
    blogs: Vec<(&'a str, Blog)>,
    /// Where in that list the blog with this id is.
    places: BTreeMap<String, usize>,
}

impl<'a> Run<'a> {
    fn archive(&mut self, index: usize, form: Form, intake: &mut Intake) -> Result<(), ReadError> {
        let name: &'a str = &self.source.entries()[index].name;
        let unreadable =
            |line, found: String| ReadError::Unreadable { name: name.to_owned(), line, found };
        let stream = source::unpacked(self.source, index, &self.options.limits)
            .map_err(|error| unreadable(None, error.to_string()))?;
        // A record holds an original and what was made of it, each as large as a file may be, and escapes make both
        // longer.
        let limit = self.options.limits.file_bytes.saturating_mul(16);
        let mut scanner = Scanner::new(stream, limit);
        let mut batch = Batch::new(name, &self.options.cancel, intake.spool());
        match form {
            Form::Document => document::read(&mut scanner, &mut batch)?,
            Form::Lines => lines::read(&mut scanner, &mut batch)?,
        }
        let mut drafts = batch.finish()?;
        let mut blogs = Vec::new();
        for draft in &mut drafts {
            let taken = draft.take_blog().map_err(ReadError::Io)?;
            blogs.push(taken.map_err(|found| unreadable(None, found.to_owned()))?);
        }
        let several = blogs.len() > 1;
        let mut refused = Vec::new();
        for (draft, blog) in drafts.iter().zip(blogs) {
            account(name, draft, intake);
            if let Some(refusal) = self.take(name, blog) {
                refused.push(refusal);
            }
        }
        settle_archive(name, intake.file(index), several, refused, intake);
        Ok(())
    }

    /// Takes a blog, or says by which rule it is left out.
    fn take(&mut self, name: &'a str, mut blog: Blog) -> Option<(Rule, String)> {
        blog.sort();
        let id = blog.site.id.clone();
        let Some(&place) = self.places.get(&id) else {
            self.places.insert(id, self.blogs.len());
            self.blogs.push((name, blog));
            return None;
        };
        if self.blogs[place].1 == blog {
            let found = format!("the same blog `{id}` was read from another archive");
            return Some((Rule::NotSelected, found));
        }
        let found =
            format!("another archive here holds the blog `{id}` in another state; read them apart");
        Some((Rule::OtherState, found))
    }

    /// Hands the blogs over. Only now do they get their bytes: until here each is what its archive says, and two can be
    /// compared.
    fn finish(self, intake: &mut Intake) -> std::io::Result<()> {
        let mut media = Media::new(self.source);
        for (name, mut blog) in self.blogs {
            media.attach(&mut blog, name, intake)?;
            intake.add_blog(blog);
        }
        Ok(())
    }
}

/// Writes down what of an archive could not be read, and what was kept although nobody knows it.
fn account(name: &str, draft: &Draft, intake: &mut Intake) {
    for lost in draft.lost() {
        let place =
            lost.line.map_or_else(|| name.to_owned(), |line| format!("{name}, line {line}"));
        let item = intake.ledger().open(ItemKind::Item, place, None);
        intake.leave_out(item, lost.rule, lost.found.clone());
    }
    for note in draft.notes() {
        intake.note(note.clone().in_file(name));
    }
    if draft.unknown > 0 {
        let kind = NoteKind::UnknownFieldsKept { count: draft.unknown };
        intake.note(Note::new(kind).in_file(name));
    }
}

/// Settles the file of an archive: carried, unless its only blog was left out.
fn settle_archive(
    name: &str,
    file: EntryId,
    several: bool,
    refused: Vec<(Rule, String)>,
    intake: &mut Intake,
) {
    for (rule, found) in refused {
        let thing = if several {
            intake.ledger().open(ItemKind::Item, format!("{name}: a blog in it"), None)
        } else {
            file
        };
        intake.leave_out(thing, rule, found);
    }
    intake.ledger().settle(file, Fate::Carried { post: None });
}

#[cfg(test)]
mod tests;

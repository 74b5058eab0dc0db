//! Reads exports of Notion: a zip of pages in HTML or Markdown, of databases in CSV, and of the files that pages show.
//!
//! ```text
//! entries ─► first look: pages, databases, files (Index) ─► what is above what
//!            rows of databases ─► what pages say of themselves
//!            second look: pages ─► posts ─► Collection
//! ```
//!
//! A page is `Title <id>.html` or `.md`; what is below it lies in a folder of the same name; a database is a table, and
//! each of its rows a page of its own. Notion knows no status: nothing of an export is public.
//!
//! Format: <https://www.notion.com/help/export-your-content>

mod date;
mod index;
mod link;
mod markdown;
mod name;
mod page;
mod post;
mod property;
mod rows;
mod sign;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use larder_core::{Format, Note, NoteKind, Rule, Site, format};

use self::{
    index::Index,
    name::{Kind, Name},
};
use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    collect::{Collection, keep_rest},
    decode::decode,
    export,
    shelf::Shelf,
    table::Table,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notion;

impl Reader for Notion {
    fn format(&self) -> &'static Format {
        &format::NOTION
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match sign::of(sample) {
            Some(sign) => Vote::Signature(sign.into()),
            None if name::of(&sample.name).is_page() => {
                Vote::Name("its name ends with an id of Notion".into())
            }
            None => Vote::No,
        }
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        match sign::among(&probe.names) {
            Some(sign) => Vote::Signature(sign.into()),
            None => probe.samples.iter().map(|sample| self.vote(sample)).max().unwrap_or(Vote::No),
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of Notion: pages in HTML or Markdown whose names end with 32 hexadecimal digits, zipped or not"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        export::read::<Files>(source, options, intake)
    }
}

/// The entries of an export after the first look.
#[derive(Default)]
struct Files {
    index: Index,
    /// The places of the tables.
    tables: Vec<usize>,
    /// The places of everything else: pictures, attachments.
    others: Vec<usize>,
}

impl export::Files for Files {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let entry = &source.entries()[place];
        let name = name::of(&entry.name);
        match name.kind {
            Kind::Other => self.others.push(place),
            Kind::Html | Kind::Markdown | Kind::Table => {
                let Some(bytes) = bytes(place, source, intake) else { return Ok(()) };
                for kind in self.sort(place, &name, &bytes, intake) {
                    intake.note(Note::new(kind).in_file(Arc::clone(&entry.name)));
                }
            }
        }
        Ok(())
    }

    fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        self.index.settle();
        self.index.published_by.clone_from(&options.published_by);
        let shown: Vec<usize> = self.others.iter().chain(&self.tables).copied().collect();
        self.index.add_files(source, &shown);
        let mut collection = Collection::new(site(&self.index, options), "notion");
        let rows = rows::read(&self.index, &self.tables, &mut collection, source, intake)?;
        for at in 0..self.index.pages.len() {
            self.page(at, rows.of(at), &mut collection, source, options, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        let mut shelf = Shelf::new(source, &shown);
        let surroundings = link::Export::new(&self.index, options.home.as_deref());
        if collection.is_empty() && self.tables.is_empty() {
            self.leave_rest(source, intake);
            return Ok(());
        }
        let mut blog = collection.finish(&surroundings, &mut shelf, intake)?;
        keep_rest(&mut blog, &self.others, "notion", source, &mut shelf, intake)?;
        self.leave_rest(source, intake);
        intake.add_blog(blog);
        Ok(())
    }
}

impl Files {
    /// Finds out what an entry is. Returns what reading it cost.
    fn sort(
        &mut self,
        place: usize,
        name: &Name<'_>,
        bytes: &[u8],
        intake: &mut Intake,
    ) -> Vec<NoteKind> {
        if name.kind == Kind::Table {
            let table = Table::read(bytes, None);
            if let Err((rule @ Rule::TooMany, found)) = table {
                intake.leave_out(intake.file(place), rule, found);
                return Vec::new();
            }
            let Some(table) = table.ok().filter(|table| self.index.add_table(name, table)) else {
                self.others.push(place);
                return Vec::new();
            };
            self.tables.push(place);
            return table.notes();
        }
        let decoded = decode(bytes, None);
        if sign::is_list(name, &decoded.text) {
            let found = "the list of all pages of the workspace";
            intake.leave_out(intake.file(place), Rule::ListPage, found);
        } else if !self.index.add_page(place, name, &decoded.text) {
            self.others.push(place);
            return Vec::new();
        }
        decoded.notes()
    }

    /// Makes the post of a page.
    fn page(
        &self,
        at: usize,
        row: &[property::Property],
        collection: &mut Collection,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let known = &self.index.pages[at];
        // It could be read a moment ago; if not any more, that there was a page is said nevertheless.
        let bytes = bytes(known.place, source, intake).unwrap_or_default();
        let text = decode(&bytes, None).text;
        let page = match known.is_markdown {
            true => markdown::read(&text, self.index.columns(at)),
            false => page::read(&text, options),
        };
        let around = post::Around { index: &self.index, at, row, source };
        let found = post::make(page, &text, &around, &mut collection.census, intake)?;
        Ok(collection.take(found, intake)?)
    }

    /// Names what is neither page nor table, and what no page shows.
    fn leave_rest(&self, source: &dyn Source, intake: &mut Intake) {
        for &place in &self.others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_some() {
                continue;
            }
            let found = match name::of(&source.entries()[place].name).kind {
                Kind::Html | Kind::Markdown => "no page of Notion, and no page shows it",
                _ => "no page of Notion shows it, and it is no picture, sound, film or document",
            };
            intake.leave_out(entry, Rule::NotRecognised, found);
        }
    }
}

/// The bytes of an entry. None where there are none, or they cannot be read; then it is left out.
fn bytes(place: usize, source: &dyn Source, intake: &mut Intake) -> Option<Vec<u8>> {
    let entry = intake.file(place);
    let bytes = match source.read(place) {
        Ok(bytes) => bytes,
        Err(error) => {
            let (rule, found) = error.into_rule();
            intake.leave_out(entry, rule, found);
            return None;
        }
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        intake.leave_out(entry, Rule::EmptyFile, "no character that shows anything");
        return None;
    }
    Some(bytes)
}

/// The blog: a workspace has no address of its own. An export of one page, or of one database, is called like that.
fn site(index: &Index, options: &ReadOptions) -> Site {
    let top = index.top();
    let id = options.home.clone().or_else(|| top.as_ref().map(|(id, _)| id.clone()));
    let mut site = Site::new(id.unwrap_or_else(|| "notion".to_owned()));
    site.home.clone_from(&options.home);
    site.title = top.and_then(|(_, title)| title);
    site.platform = Some("notion".into());
    site
}

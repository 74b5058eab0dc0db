//! The files of an input: exports, what stands beside them, and what is neither.

mod other;

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    io::Read,
    sync::Arc,
};

use larder_core::{Fate, Holding, Note, NoteKind, Rule};

use super::{
    account::Rows,
    blog::{self, Surroundings},
    draft::Draft,
    index::Index,
    media::{self, entry_key},
    second,
    walk::{End, Piece, walk},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError,
    archive::scan::{Fault, Scanner},
    shelf::Shelf,
    source,
};

/// The files of an input after the first look.
#[derive(Default)]
pub(super) struct Files {
    exports: Vec<Export>,
    /// How many exports there are.
    blogs: usize,
    /// Pictures and files, by the folder that the blog is in.
    media: BTreeMap<String, HashMap<String, usize>>,
    beside: Surroundings,
    /// Smaller copies of pictures: the folder, the name of the original, and the place.
    smaller: Vec<(String, String, usize)>,
    /// What stands beside the exports and is kept as it is.
    kept: Vec<(String, String)>,
    /// What is neither; a post may show it.
    loose: Vec<usize>,
}

/// An export after the first look.
struct Export {
    /// Its place in the source.
    place: usize,
    index: Index,
    end: End,
}

impl Files {
    /// Looks at every file. What is wrong with one stops no other.
    pub(super) fn look(
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<Self, ReadError> {
        let total = source.entries().len();
        if let Some(progress) = &options.progress {
            progress.begin("read", 2 * total as u64);
        }
        let mut files = Self::default();
        files.beside.types.clone_from(&options.types);
        let mut others = Vec::new();
        for (place, entry) in source.entries().iter().enumerate() {
            match entry_key(&entry.name) {
                Some((folder, key)) => files.media(folder, key, place, intake),
                None => {
                    if !files.export(place, source, options, intake)? {
                        others.push(place);
                    }
                }
            }
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        files.settle_smaller(source, intake);
        files.blogs = files.exports.len();
        let has_export = files.blogs > 0;
        for place in others {
            files.other(place, has_export, source, options, intake);
        }
        Ok(files)
    }

    fn media(&mut self, folder: &str, key: String, place: usize, intake: &mut Intake) {
        if let Some(larger) = media::larger(&key) {
            return self.smaller.push((folder.to_owned(), larger, place));
        }
        let known = self.media.entry(folder.to_owned()).or_default();
        if known.contains_key(&key) {
            let found = format!("the blog has another file `{key}`");
            intake.leave_out(intake.file(place), Rule::OtherState, found);
            return;
        }
        known.insert(key, place);
    }

    /// Smaller copies are left out where the original is there; else the first of them stands for it.
    fn settle_smaller(&mut self, source: &dyn Source, intake: &mut Intake) {
        for (folder, key, place) in std::mem::take(&mut self.smaller) {
            let known = self.media.entry(folder).or_default();
            match known.get(&key) {
                Some(original) => {
                    let found = format!("a smaller copy of `{}`", source.entries()[*original].name);
                    intake.leave_out(intake.file(place), Rule::SmallerCopy, found);
                }
                None => {
                    let url = source.entries()[place].name.to_string();
                    intake.note(Note::new(NoteKind::ThumbnailOnly { url }));
                    known.insert(key, place);
                }
            }
        }
    }

    /// Takes a file if it is an export, and says whether it is or was dealt with.
    fn export(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<bool, ReadError> {
        let entry = intake.file(place);
        let stream = match open(place, source, options) {
            Ok(stream) => stream,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(true);
            }
        };
        let mut index = Index::default();
        let scanner = Scanner::new(stream, options.limits.file_bytes);
        let mut rows = 0_u64;
        let end = walk(scanner, &mut |piece| {
            rows += 1;
            if rows.is_multiple_of(1024) && options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            match piece {
                Piece::Meta(raw) => index.meta(raw),
                Piece::Row { table, raw, fit, .. } => index.row(table, &raw, fit, intake)?,
                Piece::Broken { table, .. } => index.broken(table),
                Piece::Other { name, raw } => index.other(name, raw),
            }
            Ok(())
        })?;
        if !end.is_export {
            return Ok(false);
        }
        if let Some(fault) = end.fault.as_ref().filter(|_| index.is_empty()) {
            let found = format!("line {}: {}", end.line, why(fault));
            intake.leave_out(entry, Rule::Damaged, found);
            return Ok(true);
        }
        index.settle();
        self.exports.push(Export { place, index, end });
        Ok(true)
    }

    /// Reads all blogs.
    pub(super) fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        // Of several states of one blog the newest counts.
        let exported = |export: &Export| {
            export.index.meta.get("exported_on").and_then(serde_json::Value::as_i64)
        };
        self.exports.sort_by_key(|export| (std::cmp::Reverse(exported(export)), export.place));
        // What the user says is said of one blog.
        if let [export] = &mut self.exports[..] {
            export.index.stated_home.clone_from(&options.home);
        }
        let mut read: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let loose = std::mem::take(&mut self.loose);
        let mut shelf = Shelf::new(source, &loose);
        for export in std::mem::take(&mut self.exports) {
            self.blog(export, (&mut read, &mut shelf), source, options, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        for place in loose {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "no export of Ghost, and no file that one refers to";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        let left = std::mem::take(&mut self.media).into_values().flat_map(HashMap::into_values);
        for place in left {
            let found = "a file of a blog whose export is not in the input";
            intake.leave_out(intake.file(place), Rule::NotRecognised, found);
        }
        if let Some(progress) = &options.progress {
            progress.end();
        }
        Ok(())
    }

    /// The files of the blog whose export is called `name`: those beside it, and those of no other.
    fn media_of(&mut self, name: &str, intake: &mut Intake) -> media::Files {
        let folder = name.rfind('/').map_or("", |slash| &name[..=slash]);
        let mut by_key = self.media.remove(folder).unwrap_or_default();
        if self.blogs == 1 {
            for (key, place) in std::mem::take(&mut self.media).into_values().flatten() {
                match by_key.entry(key) {
                    Entry::Vacant(free) => _ = free.insert(place),
                    Entry::Occupied(known) => {
                        let found = format!("the blog has another file `{}`", known.key());
                        intake.leave_out(intake.file(place), Rule::OtherState, found);
                    }
                }
            }
        }
        media::Files { by_key }
    }

    fn blog(
        &mut self,
        mut export: Export,
        (read, shelf): (&mut BTreeMap<String, Arc<str>>, &mut Shelf<'_>),
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = Arc::clone(&source.entries()[export.place].name);
        let entry = intake.file(export.place);
        let rows = Rows::of(&export.index);
        let (settled, mut draft) = blog::settle(&mut export.index, &name, &mut self.beside);
        let id = draft.blog.site.id.clone();
        if let Some(newer) = read.get(&id) {
            let found = format!("`{newer}` is a newer export of the same blog");
            intake.leave_out(entry, Rule::OtherState, found);
            return Ok(());
        }
        let Ok(stream) = open(export.place, source, options) else {
            let found = "it could be read a moment ago, and cannot any longer".to_owned();
            intake.leave_out(entry, Rule::Unreadable, found);
            return Ok(());
        };
        read.insert(id, Arc::clone(&name));
        second::look(stream, &settled, &mut draft, &name, options, intake)?;
        intake.ledger().settle(entry, Fate::Carried { post: None });
        let comments = draft.comments(&settled, intake)?;
        let orphans = draft.orphans(settled.index)?;
        let mut revisions = Holding::default();
        revisions.total = settled.index.revision_rows;
        revisions.carried = draft.revisions;
        revisions.aside = orphans;
        rows.account(&settled, &draft, (comments, revisions), (&name, entry), intake);
        for (field, text) in std::mem::take(&mut self.kept) {
            draft.blog.site.extra.insert(field, text);
        }
        draft.note_census(&name);
        note_end(&export.end, &name, intake);
        let source_of = settled.source.clone();
        let Draft { mut blog, library, .. } = draft;
        let files = self.media_of(&name, intake);
        library.finish(&files, &mut blog, (source, &source_of), shelf, intake)?;
        intake.add_blog(blog);
        Ok(())
    }
}

/// The text of a file, or why there is none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(|error| match error {
        SourceError::Refused { rule, found } => (rule, found),
        SourceError::Io(error) => (Rule::Unreadable, error.to_string()),
    })
}

/// Why a file could not be read to its end.
fn why(fault: &Fault) -> String {
    match fault {
        Fault::Cut | Fault::Stopped => "the file ends before the export does".to_owned(),
        Fault::Source(error) => error.to_string(),
        Fault::Unexpected { expected, found } => {
            format!("expected {expected}, found `{}`", found.escape_ascii())
        }
    }
}

/// Says where a file ends that does not end where it should.
fn note_end(end: &End, name: &Arc<str>, intake: &mut Intake) {
    let line = u32::try_from(end.line).unwrap_or(u32::MAX);
    let mut say = |kind| intake.note(Note::new(kind).in_file(Arc::clone(name)).at(line, None));
    if let Some(fault) = &end.fault {
        // What would follow is lost, and nobody knows how much it is.
        say(NoteKind::FileLeftOut { rule: Rule::Damaged.name().into(), found: why(fault) });
        if !matches!(fault, Fault::Unexpected { .. }) {
            say(NoteKind::Truncated { expected: "}".into() });
        }
    }
    if end.more > 0 {
        let repair = crate::xml::Repair::SecondDocument.text().to_owned();
        say(NoteKind::MarkupRepaired { repair, count: end.more.into() });
    }
}

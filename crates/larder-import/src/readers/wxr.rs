//! Reads exports of WordPress (WXR 1.0 to 1.2) and of Squarespace, which writes a dialect of it.
//!
//! ```text
//! file ─► Stream ─► Splitter ─► first look: what is there (Index) ─┐ the parts of one blog, however many files
//!           again ─► Splitter ─► second look: posts, on all cores ◄┘ ─► Draft of a blog
//! ```
//!
//! An export is RSS with a namespace of its own, in which posts, pages, attachments, menus and records of any other type
//! are items, in no order. Everything is read twice, so that nothing but an index has to be in memory.

mod blog;
mod body;
mod channel;
mod chunk;
mod index;
mod item;
mod media;
mod menu;
mod php;
mod post;
mod settled;
mod split;
mod squarespace;
#[cfg(test)]
mod tests;
mod zone;

use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
    sync::Arc,
};

use larder_core::{EntryId, EntryName, Fate, Format, ItemKind, Note, Rule, format};

use self::{
    blog::{Draft, Parts},
    channel::Channel,
    chunk::chunk,
    index::{Index, Look, look},
    media::Attachments,
    settled::{Settled, form},
    split::{Around, Splitter},
};
use super::plain_title;
use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, SourceError, Vote, export,
    shelf::Shelf,
    source,
    xml::{Fault, Stream},
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wxr;

impl Reader for Wxr {
    fn format(&self) -> &'static Format {
        &format::WXR
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match sign(&sample.text) {
            Some(sign) => Vote::Signature(sign.into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of WordPress: `<rss>` with the namespace `http://wordpress.org/export/`"
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

/// A title or a name as plain text. They are HTML, whichever version wrote them; but a `<` in one may as well be text.
fn title(text: &str) -> String {
    let plain = plain_title(text);
    if plain == text.trim() { crate::xml::decoded(&plain) } else { plain }
}

/// What shows that a text is an export.
fn sign(text: &str) -> Option<&'static str> {
    let has_root = memchr::memmem::find(text.as_bytes(), b"<rss").is_some();
    let find = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !has_root {
        return None;
    }
    if find("wordpress.org/export/") {
        return Some("the namespace of WordPress' exports");
    }
    if find("wp:wxr_version") {
        return Some("the element `wp:wxr_version`");
    }
    find("WordPress eXtended RSS").then_some("a comment that names WordPress eXtended RSS")
}

/// The files of all exports, blog by blog.
#[derive(Default)]
struct Files {
    /// The files that are no exports.
    others: Vec<usize>,
    /// The blogs, by their addresses.
    blogs: BTreeMap<String, Export>,
}

/// For how many comments room is made before they are read: as many as begin in an export may be none.
const MOST_RESERVED: usize = 1 << 18;

/// A blog after the first look.
#[derive(Default)]
struct Export {
    index: Index,
    files: Vec<File>,
}

/// A file after the first look.
struct File {
    /// Its place in the source.
    place: usize,
    items: Vec<EntryId>,
    parts: Parts,
}

impl Export {
    /// Begins another file.
    fn begin(&mut self, place: usize) {
        self.index.begin();
        self.files.push(File { place, items: Vec::new(), parts: Parts::default() });
    }

    /// Takes what was found of the file that was begun last.
    fn add(&mut self, look: Look, name: &Arc<str>, intake: &mut Intake) {
        let Some(file) = self.files.last_mut() else { return };
        file.parts.repairs.add(&look.repairs);
        for found in &look.found {
            let number = file.items.len() + 1;
            let entry = intake.ledger().open(
                found.item_kind(),
                EntryName::numbered(name, number as u64),
                None,
            );
            found.fate().into_iter().for_each(|fate| intake.ledger().settle(entry, fate));
            file.items.push(entry);
            file.parts.comments.total += found.comments;
            file.parts.comments.aside += found.comments_aside();
            file.parts.terms.total += found.terms;
            file.parts.terms.aside += found.terms_aside();
        }
        self.index.add(look.found, &look.zones);
    }
}

impl export::Files for Files {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.file(place);
        if is_media(place, source, options) {
            self.others.push(place);
            return Ok(());
        }
        let stream = match open(place, source, options) {
            Ok(stream) => stream,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let name = &source.entries()[place].name;
        let (mut key, mut is_export): (Option<String>, bool) = (None, false);
        let splitter = Splitter::new(stream);
        let (around, notes) = splitter.each(
            &options.cancel,
            |part| look(part, &options.types),
            |mut look| {
                let channel = look.channel.take();
                is_export = is_export || channel.as_deref().is_some_and(|it| it.is_export);
                if !is_export {
                    return Ok(());
                }
                let key =
                    key.get_or_insert_with(|| channel.as_deref().map(key_of).unwrap_or_default());
                let export = self.blogs.entry(key.clone()).or_default();
                if let Some(channel) = channel {
                    export.index.channel.fill_from(*channel, false);
                    export.begin(place);
                }
                export.add(look, name, intake);
                Ok(())
            },
        )?;
        match refused(&around) {
            Some((Rule::NotRecognised, _)) => {
                self.others.push(place);
                return Ok(());
            }
            Some((rule, what)) => {
                intake.leave_out(entry, rule, what);
                return Ok(());
            }
            None => {}
        }
        let channel = channel::read(&around.head, &around.scope);
        if !is_export && (around.items > 0 || !channel.is_export) {
            self.others.push(place);
            return Ok(());
        }
        let is_begun = key.is_some();
        let export = self.blogs.entry(key.unwrap_or_else(|| key_of(&channel))).or_default();
        if !is_begun {
            export.begin(place);
        }
        if let Some(file) = export.files.last_mut() {
            file.parts.repairs.add(&around.repairs);
            file.parts.repairs.add(&channel.repairs);
            file.parts.authors.total = channel.authors.len() as u64;
            let known: HashSet<_> =
                channel.authors.iter().map(|it| channel::author_id(&it.key())).collect();
            file.parts.authors.carried = known.len() as u64;
            file.parts.authors.joined = file.parts.authors.total - file.parts.authors.carried;
        }
        export.index.channel.fill_from(channel, true);
        notes.into_iter().for_each(|kind| intake.note(Note::new(kind).in_file(Arc::clone(name))));
        let end = (around.is_cut, around.fault.as_ref());
        export::note_end(end, "</rss>", name, intake);
        export::leave_out(&around.skipped, name, options, intake);
        for _ in 0..around.headless {
            let item = intake.ledger().open(ItemKind::Item, Arc::clone(name), None);
            intake.leave_out(item, Rule::Damaged, "an item without its beginning");
        }
        intake.ledger().settle(entry, Fate::Carried { post: None });
        Ok(())
    }

    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut shelf = Shelf::new(source, &self.others);
        for mut export in self.blogs.into_values() {
            let channel = &mut export.index.channel;
            if channel.home().is_none() {
                channel.blog.clone_from(&options.home);
            }
            read_blog(export, source, options, &mut shelf, intake)?;
        }
        for place in self.others {
            leave_out(place, &shelf, source, intake);
        }
        Ok(())
    }
}

/// Whether a file is a picture or another thing without text.
fn is_media(place: usize, source: &dyn Source, options: &ReadOptions) -> bool {
    let is_text = |kind: infer::Type| matches!(kind.matcher_type(), infer::MatcherType::Text);
    let Ok(stream) = source::unpacked(source, place, &options.limits) else { return false };
    let mut head = Vec::new();
    let read = stream.take(512).read_to_end(&mut head);
    read.is_ok() && infer::get(&head).is_some_and(|kind| !is_text(kind))
}

/// Settles a file that is no export, if no post shows it.
fn leave_out(place: usize, shelf: &Shelf<'_>, source: &dyn Source, intake: &mut Intake) {
    let entry = intake.file(place);
    if intake.ledger().entry(entry).fate.is_some() {
        return;
    }
    let name = &source.entries()[place].name;
    match smaller(name).and_then(|original| shelf.find(&original)) {
        Some(original) => {
            let found = format!("a smaller copy of `{}`", source.entries()[original].name);
            intake.leave_out(entry, Rule::SmallerCopy, found);
        }
        None => {
            let found = "no export of WordPress, and no file that one refers to";
            intake.leave_out(entry, Rule::NotRecognised, found);
        }
    }
}

/// The name of the picture of which `name` is a smaller copy: `a.jpg` for `a-300x200.jpg`.
fn smaller(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let (original, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    (is_number(width) && is_number(height)).then(|| [original, ".", extension].concat())
}

/// What the parts of one export have in common: the address of the blog, else its name.
fn key_of(channel: &Channel) -> String {
    let name = || ["title ", channel.title.as_deref().unwrap_or_default()].concat();
    channel.home().map_or_else(name, crate::address::plain)
}

/// The text of a file, or why there is none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Stream<Box<dyn Read + Send + 's>>, (Rule, String)> {
    let bytes = source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)?;
    Stream::open(bytes, options.limits.file_bytes, options.encoding.as_deref())
        .map(|stream| stream.until(&options.cancel))
        .map_err(|error| (Rule::Unreadable, error.to_string()))
}

/// Why a file is left out as a whole.
fn refused(around: &Around) -> Option<(Rule, String)> {
    if around.declares {
        let found = "its document type declares entities, which no export does; it was not read";
        return Some((Rule::Unreadable, found.into()));
    }
    match (&around.fault, around.has_root, around.items) {
        (Some(Fault::Io(error)), _, 0) => Some((Rule::Unreadable, error.to_string())),
        (_, false, _) => Some((Rule::NotRecognised, "no export of WordPress".into())),
        _ => None,
    }
}

fn read_blog(
    export: Export,
    source: &dyn Source,
    options: &ReadOptions,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let Export { mut index, mut files } = export;
    index.settle();
    let names: Vec<Arc<str>> =
        files.iter().map(|file| Arc::clone(&source.entries()[file.place].name)).collect();
    let form = form(&index.channel);
    let attachments = Attachments::take(&mut index, &names, &form, intake.spool())?;
    let settled = Settled::new(&index, &attachments, form, shelf);
    let comments: u64 = files.iter().map(|file| file.parts.comments.total).sum();
    let comments = usize::try_from(comments).unwrap_or(0).min(MOST_RESERVED);
    let mut draft = Draft::new(&settled, attachments, &names, comments, intake)?;
    for (number, file) in files.iter_mut().enumerate() {
        second_look(number, file, &settled, &mut draft, source, options, intake)?;
        options.progress.iter().for_each(|progress| progress.advance(1));
    }
    let (blog, joined) = draft.finish(&index, shelf, intake)?;
    for (file, comments) in joined {
        files[file].parts.comments.add(&comments);
    }
    for file in &mut files {
        // Comments that begin and are none: another one has taken them.
        let parts = &mut file.parts.comments;
        let lost = parts.total.saturating_sub(parts.accounted());
        parts.leave_out(Rule::Damaged, lost);
    }
    for (file, name) in files.iter().zip(&names) {
        account(file, name, intake);
    }
    intake.add_blog(blog);
    Ok(())
}

/// Makes the posts of a file.
fn second_look(
    number: usize,
    file: &mut File,
    settled: &Settled<'_>,
    draft: &mut Draft,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let name = &source.entries()[file.place].name;
    let Ok(stream) = open(file.place, source, options) else {
        // It could be read a moment ago: its items stay without a fate, and that is said.
        return Ok(());
    };
    let spool = Arc::clone(intake.spool());
    let (items, parts) = (&file.items, &mut file.parts);
    let splitter = Splitter::new(stream);
    splitter.each(
        &options.cancel,
        |part| chunk(part, (number, name), settled, &spool),
        |chunk| Ok(draft.take(chunk?, items, parts, settled.index, intake)?),
    )?;
    Ok(())
}

/// Puts down what became of the parts of a file.
fn account(file: &File, name: &Arc<str>, intake: &mut Intake) {
    let entry = intake.file(file.place);
    let parts = [
        (ItemKind::Comment, &file.parts.comments),
        (ItemKind::Term, &file.parts.terms),
        (ItemKind::Author, &file.parts.authors),
        (ItemKind::Link, &file.parts.links),
    ];
    export::account(entry, &parts, intake);
    for kind in file.parts.repairs.notes() {
        intake.note(Note::new(kind).in_file(Arc::clone(name)));
    }
}

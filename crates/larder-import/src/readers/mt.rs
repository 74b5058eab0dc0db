//! Reads exports in the text form of Movable Type, which TypePad, Hatena, FC2, Seesaa, livedoor and goo write as well.
//!
//! ```text
//! file ─► Lines ─► Splitter ─► first look: what is there (Index) ─┐ the files of one blog
//!          again ─► Splitter ─► second look: posts, on all cores ◄┘ ─► Draft of a blog
//! ```
//!
//! An entry is a head of `KEY: value` lines and sections such as `BODY:`, divided by lines of five hyphens; a line of eight
//! ends it. Nothing keeps such lines out of the texts themselves, so that what follows a line decides what it is, and each
//! doubtful place is noted. The form has no time zone, no ids and nothing about the blog.
//!
//! Platforms write a blog in several files. Those whose entries have addresses of one host are one blog, and so are all
//! without addresses.

mod blog;
mod body;
mod chunk;
mod comment;
mod copies;
mod date;
mod encoding;
mod entry;
mod index;
mod keys;
mod lines;
mod platform;
mod post;
mod said;
mod sign;
mod split;
mod status;
mod terms;
mod wrong;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, io::Read, sync::Arc};

use larder_core::{EntryId, EntryName, Fate, Format, ItemKind, Note, Rule, format};

use self::{
    blog::{Draft, Parts, Settled},
    chunk::chunk,
    entry::Entry,
    index::{Found, Index, look},
    lines::Lines,
    platform::Signs,
    sign::{Sign, sign},
    split::Splitter,
};
use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, SourceError, Vote, decode::decode,
    export, shelf::Shelf, source, xml::Fault,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mt;

impl Reader for Mt {
    fn format(&self) -> &'static Format {
        &format::MT
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match sign(&sample.text) {
            Sign::Sections => Vote::Signature("a line `-----` with `BODY:` behind it".into()),
            Sign::Keys => Vote::Name("it begins as an entry of Movable Type does".into()),
            Sign::None => match wrong::other_form(&sample.text).filter(|it| wrong::is_ours(it)) {
                // Nobody else knows what it is; read by this reader, it is refused with advice.
                Some(advice) => Vote::Name(advice.into()),
                None => Vote::No,
            },
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of Movable Type, TypePad, Hatena, FC2, Seesaa, livedoor or goo: lines such as `TITLE: …`, then a line `-----`, then `BODY:`"
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

/// The files of all exports, blog by blog.
#[derive(Default)]
struct Files {
    /// The blogs, by the hosts of their addresses.
    blogs: BTreeMap<String, Vec<File>>,
    /// The files that are no exports: pictures, maybe.
    others: Vec<usize>,
}

/// A file after the first look.
struct File {
    /// Its place in the source.
    place: usize,
    /// The site that its addresses are of. Empty: it has none.
    site: String,
    encoding: &'static str,
    found: Vec<Found>,
    signs: Signs,
    items: Vec<EntryId>,
    parts: Parts,
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
        match head(place, source, options) {
            Ok(head) if sign(&head) == Sign::None => {
                match wrong::other_form(&head) {
                    Some(advice) => intake.leave_out(entry, Rule::NotRecognised, advice),
                    None => self.others.push(place),
                }
                return Ok(());
            }
            Ok(_) => {}
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        }
        let lines = match open(place, source, options) {
            Ok(lines) => lines,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let (mut found, mut signs) = (Vec::new(), Signs::default());
        let around = Splitter::new(lines).each(&options.cancel, look, |look| {
            found.extend(look.found);
            signs.add(&look.signs);
            Ok(())
        })?;
        if let (Some(Fault::Io(error)), 0) = (&around.fault, around.entries) {
            intake.leave_out(entry, Rule::Unreadable, error.to_string());
            return Ok(());
        }
        signs.by_encoding =
            matches!(around.encoding, "Shift_JIS" | "EUC-JP" | "ISO-2022-JP" | "EUC-KR");
        let name = &source.entries()[place].name;
        for kind in around.notes {
            intake.note(Note::new(kind).in_file(Arc::clone(name)));
        }
        let end = (around.is_cut, around.fault.as_ref());
        export::note_end(end, keys::EIGHT, name, intake);
        export::leave_out(&around.skipped, name, options, intake);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        self.add(place, around.encoding, (found, signs), source, intake);
        Ok(())
    }

    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut shelf = Shelf::new(source, &self.others);
        for files in self.blogs.into_values() {
            read_blog(files, source, options, &mut shelf, intake)?;
        }
        for place in self.others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                intake.leave_out(entry, Rule::NotRecognised, wrong::NO_EXPORT);
            }
        }
        Ok(())
    }
}

impl Files {
    fn add(
        &mut self,
        place: usize,
        encoding: &'static str,
        (found, signs): (Vec<Found>, Signs),
        source: &dyn Source,
        intake: &mut Intake,
    ) {
        let name = &source.entries()[place].name;
        let open = |number: usize| {
            intake.ledger().open(ItemKind::Item, EntryName::numbered(name, number as u64 + 1), None)
        };
        let items = (0..found.len()).map(open).collect();
        let mut parts = Parts::default();
        parts.comments.total = found.iter().map(|it| it.said).sum();
        parts.terms.total = found.iter().map(|it| it.terms).sum();
        let site = found.iter().find_map(Found::site).unwrap_or_default();
        let host = crate::address::host(&site);
        let file = File { place, site, encoding, found, signs, items, parts };
        self.blogs.entry(host).or_default().push(file);
    }
}

/// How much of a file is looked at to see what it is.
const HEAD: u64 = 64 << 10;

/// The beginning of a file, as text.
fn head(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<String, (Rule, String)> {
    let mut bytes = Vec::new();
    let stream = unpacked(place, source, options)?;
    stream
        .take(HEAD)
        .read_to_end(&mut bytes)
        .map_err(|error| (Rule::Unreadable, error.to_string()))?;
    if bytes.is_empty() {
        return Err((Rule::EmptyFile, "no character that shows anything".into()));
    }
    Ok(decode(&bytes, None).text)
}

fn unpacked<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)
}

/// The lines of a file, or why there are none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Lines<Box<dyn Read + Send + 's>>, (Rule, String)> {
    let bytes = unpacked(place, source, options)?;
    Ok(Lines::new(bytes, options.limits.file_bytes, options.encoding.as_deref()))
}

fn read_blog(
    mut files: Vec<File>,
    source: &dyn Source,
    options: &ReadOptions,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let site = files.first().map(|file| file.site.clone()).filter(|site| !site.is_empty());
    let site = site.or_else(|| options.home.clone()).unwrap_or_default();
    let mut index = Index::new(&site);
    for file in &mut files {
        index.add(std::mem::take(&mut file.found), &file.signs);
    }
    index.settle();
    let settled = Settled::new(&index);
    let mut draft = Draft::new(&settled, &site, options.home.as_deref());
    for (number, file) in files.iter_mut().enumerate() {
        second_look(number, file, &settled, &mut draft, source, options, intake)?;
        options.progress.iter().for_each(|progress| progress.advance(1));
    }
    let mut parts: Vec<Parts> =
        files.iter_mut().map(|file| std::mem::take(&mut file.parts)).collect();
    let blog = draft.finish(&settled, &mut parts, shelf, intake)?;
    for (file, parts) in files.iter().zip(&parts) {
        let entry = intake.file(file.place);
        let parts = [
            (ItemKind::Comment, &parts.comments),
            (ItemKind::Term, &parts.terms),
            (ItemKind::Link, &parts.links),
        ];
        export::account(entry, &parts, intake);
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
    let provenance = settled.provenance(&source.entries()[file.place].name, file.encoding);
    let Ok(lines) = open(file.place, source, options) else {
        // It could be read a moment ago: its entries stay without a fate, and that is said.
        return Ok(());
    };
    let spool = Arc::clone(intake.spool());
    let (items, parts) = (&file.items, &mut file.parts);
    Splitter::new(lines).each(
        &options.cancel,
        |part| chunk(part, (number, &provenance), settled, &spool),
        |chunk| {
            draft.take(number, chunk?, items, parts, settled.around.index, intake);
            Ok(())
        },
    )?;
    Ok(())
}

impl Entry<'_> {
    /// How many comments and pings it has.
    fn said(&self) -> u64 {
        (self.comments.len() + self.pings.len()) as u64
    }
}

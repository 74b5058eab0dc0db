//! Reads TTXML, the backups of Tattertools and Textcube, and of Tistory until 2016: everything of a blog in one XML file,
//! its pictures and files as Base64 among it.
//!
//! ```text
//! file ─► Lift (files out, into the spool) ─► xml::Stream ─► Splitter ─► first look (Index): ids, settings, categories
//!         the same again, and files are kept this time                └► second look: posts, on all cores ─► Collection
//! ```
//!
//! Backups have hundreds of megabytes, nearly all of it Base64. It never gets to where XML is read: in its place stands the
//! number of a file. One name means different things in different places (`category`, `comment`, `name` …), so that elements
//! are read by where they stand. Converters write the form as well, some of them in several files; those of one address, or
//! of one name, are one blog.

mod address;
mod aside;
mod attachment;
mod base64;
mod blog;
mod body;
mod comment;
mod index;
mod lift;
mod place;
mod post;
mod setting;
mod split;
mod status;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    sync::Arc,
};

use larder_core::{Blog, Fate, Format, ItemKind, Note, Provenance, Rule, format};

use self::{
    address::Place,
    blog::{Draftsman, Parts, chunk, note_bare, site},
    index::{Index, Items, look},
    lift::{Files as Lifted, Lift, Store},
    split::{Around, Splitter},
};
use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, SourceError, Vote,
    collect::keep_rest,
    export,
    shelf::Shelf,
    source,
    xml::{Fault, Stream, Tag, Token, Tokens},
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ttxml;

impl Reader for Ttxml {
    fn format(&self) -> &'static Format {
        &format::TTXML
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match stated_type(&sample.text) {
            Some(stated) if is_known(&stated) => Vote::Signature(
                "the root `blog` with the type of a backup of Tattertools or Textcube".into(),
            ),
            // Nobody else knows what it is; read by this reader, it is refused with what was found.
            Some(_) => Vote::Name("the root `blog` with a type".into()),
            None => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "a backup of Textcube, Tattertools or the old Tistory: XML with the root `<blog type=\"tattertools/1.1\">`"
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

/// The type that the root of a backup states. None for everything else.
fn stated_type(text: &str) -> Option<String> {
    let mut tokens = Tokens::new(text);
    for _ in 0..64 {
        match tokens.next_with_range()?.0 {
            Token::Start(tag) if tag.name.eq_ignore_ascii_case("blog") => {
                return tag.attribute("type").filter(|_| tag.attribute("xmlns").is_none());
            }
            _ => {}
        }
    }
    None
}

/// Whether a type is one that this reader knows.
fn is_known(stated: &str) -> bool {
    let known = ["tattertools/1.0", "tattertools/1.1", "textcube/1.0", "textcube/1.1"];
    known.iter().any(|known| stated.trim().eq_ignore_ascii_case(known))
}

/// The files of all backups, blog by blog.
#[derive(Default)]
struct Files {
    /// The blogs, by their addresses or names.
    blogs: BTreeMap<String, Backup>,
    /// The files that are no backups.
    others: Vec<usize>,
}

/// A blog after the first look.
#[derive(Default)]
struct Backup {
    index: Index,
    root: BTreeMap<String, String>,
    files: Vec<File>,
}

/// A file after the first look.
struct File {
    /// Its place in the source.
    place: usize,
    items: Items,
    parts: Parts,
}

type Input<'s> = Box<dyn Read + Send + 's>;

/// The beginning of a file, as it is; nothing where it cannot be read.
fn head(place: usize, source: &dyn Source, options: &ReadOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    let stream = source::unpacked(source, place, &options.limits).ok();
    stream.map(|stream| stream.take(64 << 10).read_to_end(&mut bytes));
    bytes
}

/// The elements of a file, or why there are none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
    store: Option<Store>,
) -> Result<Splitter<Input<'s>>, (Rule, String)> {
    let bytes = source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)?;
    let (lift, lifted): (_, Lifted) = Lift::new(bytes, store);
    let stream = Stream::open(lift, options.limits.file_bytes, options.encoding.as_deref());
    let stream = stream.map_err(|error| (Rule::Unreadable, error.to_string()))?;
    Ok(Splitter::new(stream.until(&options.cancel), lifted))
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
        let head = head(place, source, options);
        match stated_type(&crate::decode(&head, options.encoding.as_deref()).text) {
            Some(stated) if is_known(&stated) => {}
            Some(stated) => {
                let stated: String = stated.chars().take(60).collect();
                let found = format!(
                    "a root `blog` of the type `{stated}`, which no backup of Textcube has"
                );
                intake.leave_out(entry, Rule::NotRecognised, found);
                return Ok(());
            }
            None if head.is_empty() => {
                // Reading it says why.
                match source.open(place).map_err(SourceError::into_rule) {
                    Ok(_) => intake.leave_out(entry, Rule::EmptyFile, "an empty file"),
                    Err((rule, found)) => intake.leave_out(entry, rule, found),
                }
                return Ok(());
            }
            None => {
                self.others.push(place);
                return Ok(());
            }
        }
        self.first_look(place, source, options, intake)
    }

    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut shelf = Shelf::new(source, &self.others);
        let beside = beside(&self.others, source);
        let mut blogs = Vec::new();
        for backup in self.blogs.into_values() {
            blogs.push(read_blog(backup, &beside, source, options, &mut shelf, intake)?);
        }
        // Only now is it known which files no blog shows.
        if let Some((blog, form)) = blogs.first_mut() {
            keep_rest(blog, &self.others, form, source, &mut shelf, intake)?;
        }
        blogs.into_iter().for_each(|(blog, _)| intake.add_blog(blog));
        for place in self.others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "no backup of Textcube or Tattertools, and no file that one refers to";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        Ok(())
    }
}

impl Files {
    fn first_look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.file(place);
        let splitter = match open(place, source, options, None) {
            Ok(splitter) => splitter,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let mut looks = Vec::new();
        let (around, notes) = splitter.each(&options.cancel, look, |look| {
            looks.push(look);
            Ok(())
        })?;
        if let Some((rule, found)) = refused(&around) {
            intake.leave_out(entry, rule, found);
            return Ok(());
        }
        let name = &source.entries()[place].name;
        let setting = looks.iter().find_map(|look| look.setting.clone()).unwrap_or_default();
        let key = setting.text("secondaryDomain").filter(|_| setting.is_on("defaultDomain"));
        let key = key.or_else(|| setting.text("name")).or_else(|| setting.text("title"));
        let backup = self.blogs.entry(key.unwrap_or_default().to_owned()).or_default();
        let number = backup.files.len();
        let mut items = Items::new();
        for look in looks {
            for found in &look.found {
                let label = format!("{name}#{} {}", found.class.name(), found.number);
                items.insert(found.number, intake.ledger().open(ItemKind::Item, label, None));
            }
            backup.index.add(number, look);
        }
        for (attribute, value) in attributes(&around.root) {
            backup.root.entry(attribute).or_insert(value);
        }
        let mut parts = Parts::default();
        parts.repaired(&around.repairs);
        backup.files.push(File { place, items, parts });
        notes.into_iter().for_each(|kind| intake.note(Note::new(kind).in_file(Arc::clone(name))));
        let end = (around.is_cut, around.fault.as_ref());
        export::note_end(end, "</blog>", name, intake);
        export::leave_out(&around.skipped, name, options, intake);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        Ok(())
    }
}

/// Why a file is left out as a whole.
fn refused(around: &Around) -> Option<(Rule, String)> {
    if around.declares {
        let found = "its document type declares entities, which no backup does; it was not read";
        return Some((Rule::Unreadable, found.into()));
    }
    match (&around.fault, around.pieces) {
        (Some(Fault::Io(error)), 0) => Some((Rule::Unreadable, error.to_string())),
        _ if !around.has_root => Some((
            Rule::NotRecognised,
            "no backup of Textcube or Tattertools, and no file that one refers to".into(),
        )),
        _ => None,
    }
}

/// The attributes of the root.
fn attributes(root: &str) -> Vec<(String, String)> {
    let tag = Tag { name: "blog", attributes: root, is_empty: false };
    let all = tag.attributes().take(64);
    all.map(|(name, value)| (name.to_owned(), crate::xml::decoded(value))).collect()
}

/// The files of folders `attach/N`, as servers keep them, by their names; None where two have one name.
fn beside(others: &[usize], source: &dyn Source) -> HashMap<String, Option<usize>> {
    let mut beside: HashMap<String, Option<usize>> = HashMap::new();
    for &place in others {
        let name = larder_core::key::name(&source.entries()[place].name);
        let mut parts = name.rsplit('/');
        let (file, folders) = (parts.next().unwrap_or_default(), parts.take(2));
        if folders.into_iter().any(|folder| folder == "attach") {
            beside.entry(file.to_owned()).and_modify(|it| *it = None).or_insert(Some(place));
        }
    }
    beside
}

/// Makes a blog, without the files that none shows. Returns also what a record of it is said to come from.
fn read_blog(
    backup: Backup,
    beside: &HashMap<String, Option<usize>>,
    source: &dyn Source,
    options: &ReadOptions,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(Blog, Arc<str>), ReadError> {
    let Backup { mut index, root, mut files } = backup;
    index.settle(options.home.as_deref());
    let form: Arc<str> = ["ttxml-", index.platform(&root)].concat().into();
    let site = site(&index, &root);
    let mut draft = Draftsman::new(site, &index, options.limits.file_bytes);
    for (number, file) in files.iter_mut().enumerate() {
        second_look(number, file, &form, &mut draft, source, options, intake)?;
        options.progress.iter().for_each(|progress| progress.advance(1));
    }
    draft.keep_aside();
    let place = Place { index: draft.index(), beside, rooted: std::mem::take(&mut draft.rooted) };
    let bare = std::mem::take(&mut draft.bare);
    let mut blog = draft.collection.finish(&place, shelf, intake)?;
    note_bare(&mut blog, bare)?;
    for file in &files {
        file.parts.account(file.place, &source.entries()[file.place].name, intake);
    }
    Ok((blog, form))
}

/// Makes the posts of a file.
fn second_look(
    number: usize,
    file: &mut File,
    form: &Arc<str>,
    draft: &mut Draftsman<'_>,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let provenance =
        Provenance::new(Arc::clone(&source.entries()[file.place].name), Arc::clone(form));
    let spool = Arc::clone(intake.spool());
    let store = Store { spool: Arc::clone(&spool), limit: options.limits.file_bytes };
    let Ok(splitter) = open(file.place, source, options, Some(store)) else {
        // It could be read a moment ago: its records stay without a fate, and that is said.
        return Ok(());
    };
    let (items, parts, index) = (&file.items, &mut file.parts, draft.index());
    splitter.each(
        &options.cancel,
        |part| chunk(part, (file.place, number), &provenance, index, &spool),
        |made| {
            made?
                .into_iter()
                .try_for_each(|made| draft.take(made, &provenance, items, parts, intake))
        },
    )?;
    Ok(())
}

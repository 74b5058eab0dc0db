//! An output as it lies there: the parts that one folder may hold, what each reads as, and all its files.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, Read as _},
    sync::Arc,
};

use larder_core::{
    Blog, Cancel, Digest, Fate, Note, Rule, Severity,
    format::{GHOST, GHOST_COMMENTS_FILE, WACZ, WEB},
};
use larder_export::{
    MediaFolder, WRITERS, Writer,
    redirects::{self, Host},
};
use larder_import::{
    ReadOptions, Reading, Source, SourceEntry, SourceError, detect, read_with,
    source::{self, Refused},
};
use larder_verify::{Finding, FindingKind, Findings, Redirects, Secrets};

use crate::{diff::noted_formats, failure::Failure, messages::Message};

/// How the names of tables of redirects end.
const REDIRECTS: &str = "redirects.csv";

/// Those files of a source that belong to one output.
pub(super) struct Part<'s> {
    source: &'s dyn Source,
    /// The writer whose file is there, where that is known by its name.
    writer: Option<&'static dyn Writer>,
    entries: Vec<SourceEntry>,
    /// The places of these in the source.
    places: Vec<usize>,
    /// Which of them belong to this output alone, and not to whatever else lies in the folder.
    is_own: Vec<bool>,
    /// Whether an archive lies in the same folder, which has files that are not public.
    is_beside_archive: bool,
}

impl<'s> Part<'s> {
    /// The outputs that a source holds: several where it has the files of several writers, else one. Of several, only the
    /// one that is asked for, if one is.
    pub(super) fn all(source: &'s dyn Source, asked: Option<&'static dyn Writer>) -> Vec<Self> {
        let names: Vec<&str> = source.entries().iter().map(|entry| &*entry.name).collect();
        let is_there = |writer: &&&dyn Writer| {
            let format = writer.format();
            names.iter().any(|name| match holder(name) {
                Some(holder) => holder.format().name == format.name,
                None => last(name) == format.file,
            })
        };
        let there: Vec<&'static dyn Writer> = WRITERS.iter().filter(is_there).copied().collect();
        if there.len() < 2 {
            return vec![Self::of(source, &there, there.first().copied())];
        }
        let is_asked = |writer: &&&dyn Writer| {
            asked.is_none_or(|asked| asked.format().name == writer.format().name)
        };
        let parts: Vec<Self> =
            there.iter().filter(is_asked).map(|it| Self::of(source, &there, Some(*it))).collect();
        match parts.is_empty() {
            true => vec![Self::of(source, &[], None)],
            false => parts,
        }
    }

    /// The files of `writer`, and those that are nobody's.
    fn of(
        source: &'s dyn Source,
        there: &[&'static dyn Writer],
        writer: Option<&'static dyn Writer>,
    ) -> Self {
        let mut part = Self {
            source,
            writer: writer.filter(|_| there.len() > 1),
            entries: Vec::new(),
            places: Vec::new(),
            is_own: Vec::new(),
            is_beside_archive: there.iter().any(|it| !it.is_public()),
        };
        let mut mine = Vec::new();
        for (place, entry) in source.entries().iter().enumerate() {
            // What `npm install` put beside a site is nobody's blog.
            if entry.name.split('/').any(|folder| folder == "node_modules") {
                continue;
            }
            let owner = owner(&entry.name, there);
            let is_own = owner
                .as_ref()
                .map(|(it, _)| writer.is_some_and(|me| me.format().name == it.format().name));
            if is_own != Some(false) {
                let mut entry = entry.clone();
                entry.name = owner.map_or(entry.name, |(_, name)| name.into());
                mine.push((entry, place, is_own == Some(true)));
            }
        }
        // Without the folder before them, names may be in another order.
        mine.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        for (entry, place, is_own) in mine {
            part.entries.push(entry);
            part.places.push(place);
            part.is_own.push(is_own);
        }
        part
    }
}

/// The writer that a file belongs to, and its name within that one's output. A folder of a writer holds files of any name.
fn owner<'n>(
    name: &'n str,
    there: &[&'static dyn Writer],
) -> Option<(&'static dyn Writer, Cow<'n, str>)> {
    let is_there = |writer: &&dyn Writer| {
        there.iter().any(|other| other.format().name == writer.format().name)
    };
    let holder = holder(name).filter(is_there).into_iter();
    let all = holder.chain(there.iter().copied());
    all.filter_map(|it| Some((it, within(name, it.format().file)?))).next()
}

/// The writer of the folder, or of the zip, that a file stands in: what is in there is nobody else's, whatever it is called.
fn holder(name: &str) -> Option<&'static dyn Writer> {
    let is_in = |writer: &&&dyn Writer| {
        let file = writer.format().file;
        match writer.format().is_folder() {
            true => within(name, file).is_some(),
            false => name.split('/').rev().skip(1).any(|part| belongs(part, file)),
        }
    };
    WRITERS.iter().find(is_in).copied()
}

/// The name of a file within the output that `file` stands for, if it belongs to it. A folder (`hugo/`) may stand within
/// that of a blog, and is left out of the name.
fn within<'n>(name: &'n str, file: &str) -> Option<Cow<'n, str>> {
    if !file.ends_with('/') {
        // What is in a zip has that as the folder before it.
        let is_of_it = name.split('/').any(|part| belongs(part, file));
        return is_of_it.then_some(Cow::Borrowed(name));
    }
    if let Some(rest) = name.strip_prefix(file) {
        return Some(Cow::Borrowed(rest));
    }
    let (blog, rest) = name.split_once(&format!("/{file}"))?;
    Some(Cow::Owned(format!("{blog}/{rest}")))
}

/// The last part of a name.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Whether a file is one that goes with `file`: itself, `everything.FILE`, or one of its numbered pages.
fn belongs(name: &str, file: &str) -> bool {
    let name = last(name);
    if file == GHOST.file && name == GHOST_COMMENTS_FILE {
        return true;
    }
    let is_page = || {
        let (stem, end) = file.rsplit_once('.')?;
        let rest = name.strip_prefix(stem)?.strip_prefix('-')?;
        let number = rest.strip_suffix(end)?.strip_suffix('.')?;
        Some(!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_more = || name.strip_suffix(file).is_some_and(|rest| rest.ends_with('.'));
    name == file || is_more() || is_page() == Some(true)
}

impl<'s> Part<'s> {
    /// Those of its files that stand in a folder of one blog, named as they are within it. None where none does.
    fn below(&self, folder: &str) -> Option<Self> {
        let mut part = Self {
            source: self.source,
            writer: self.writer,
            entries: Vec::new(),
            places: Vec::new(),
            is_own: Vec::new(),
            is_beside_archive: self.is_beside_archive,
        };
        for (at, entry) in self.entries.iter().enumerate() {
            let name = entry.name.strip_prefix(folder).and_then(|name| name.strip_prefix('/'));
            let Some(name) = name else { continue };
            let mut entry = entry.clone();
            entry.name = name.into();
            part.entries.push(entry);
            part.places.push(self.places[at]);
            part.is_own.push(self.is_own[at]);
        }
        (!part.entries.is_empty()).then_some(part)
    }
}

impl Source for Part<'_> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn entries(&self) -> &[SourceEntry] {
        &self.entries
    }

    fn refused(&self) -> &[Refused] {
        self.source.refused()
    }

    fn notes(&self) -> &[Note] {
        self.source.notes()
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError> {
        self.source.read(self.place(index)?)
    }

    fn open(&self, index: usize) -> Result<Box<dyn io::Read + Send + '_>, SourceError> {
        self.source.open(self.place(index)?)
    }
}

impl Part<'_> {
    fn place(&self, index: usize) -> Result<usize, SourceError> {
        let missing = || SourceError::Io(io::ErrorKind::NotFound.into());
        self.places.get(index).copied().ok_or_else(missing)
    }
}

/// An output that was read back.
pub(super) struct Written<'s> {
    part: Part<'s>,
    limits: larder_import::Limits,
    pub(super) writer: &'static dyn Writer,
    pub(super) reading: Reading,
}

/// What a look through all files of an output found.
pub(super) struct Searched {
    pub(super) findings: Findings,
    /// The files, by digest, with their lengths.
    pub(super) files: BTreeMap<Digest, u64>,
}

impl<'s> Written<'s> {
    /// Reads an output back. Fails when it cannot be read, and when nobody can tell what format it was written in.
    pub(super) fn read(
        part: Part<'s>,
        options: &ReadOptions,
        asked: Option<&'static dyn Writer>,
    ) -> Result<Self, Failure> {
        let mut options = options.clone();
        let named = asked.or(part.writer).map(|writer| writer.format().name);
        options.from =
            named.filter(|name| larder_import::reader(name).is_some()).map(str::to_owned);
        let detection = detect(&part, &options)?;
        let reading = read_with(detection.reader, &part, &options)?;
        let reader = detection.reader.format().name;
        let writer = match asked.or(part.writer) {
            Some(writer) => writer,
            None => told(&part, reader, &reading)?,
        };
        Ok(Self { part, limits: options.limits, writer, reading })
    }

    /// What stands in the folder of one blog, where several blogs have one each. None where nothing does that can be read.
    pub(super) fn below(&self, folder: &str, options: &ReadOptions) -> Option<Self> {
        Self::read(self.part.below(folder)?, options, Some(self.writer)).ok()
    }

    /// Where pictures are that the archive has.
    pub(super) fn media(&self) -> MediaFolder {
        let has_media = |entry: &SourceEntry| entry.name.contains("media/sha256/");
        match self.part.source.entries().iter().any(has_media) {
            true => MediaFolder::Beside,
            false => MediaFolder::NotWritten,
        }
    }

    /// What could not be read of it. What notes the archive had before are no news.
    pub(super) fn unread(&self, before: &[Blog]) -> Vec<Finding> {
        let known: std::collections::HashSet<&Note> =
            before.iter().flat_map(|blog| &blog.notes).collect();
        let notes = self.reading.blogs.iter().flat_map(|blog| &blog.notes);
        let notes = notes.chain(&self.reading.notes).filter(|note| {
            let is_of_writing = matches!(note.kind, larder_core::NoteKind::FileLeftOut { .. });
            note.kind.severity() == Severity::Loss && !is_of_writing && !known.contains(note)
        });
        let notes = notes.map(|note| note.to_string());
        let lost = self.reading.ledger.inputs.iter().filter_map(|entry| match &entry.fate {
            Some(Fate::LeftOut { rule, .. }) if is_damage(*rule) => {
                Some(format!("{} ({rule})", entry.name))
            }
            _ => None,
        });
        let unexplained = self.reading.ledger.unexplained();
        let unexplained = unexplained.iter().map(ToString::to_string);
        let all = notes.chain(lost).chain(unexplained);
        all.map(|what| Finding::new(FindingKind::NotReadWhole, what)).collect()
    }

    /// Where the tables of the output say that old addresses lead, of the blog in `folder`. A table that cannot be read
    /// says nothing, so that what it should have said is missing.
    pub(super) fn redirects(&self, folder: Option<&str>) -> Redirects {
        let mut leading = Redirects::default();
        for (place, entry) in self.part.entries.iter().enumerate() {
            let within = |folder: &str| entry.name.strip_prefix(folder)?.strip_prefix('/');
            if folder.is_some_and(|folder| within(folder).is_none())
                || !last(&entry.name).ends_with(REDIRECTS)
            {
                continue;
            }
            let Ok(bytes) = self.bytes(place) else { continue };
            let (table, _) = redirects::parse(Host::Csv, REDIRECTS, &bytes).table();
            for redirect in table.iter() {
                let to = redirect.to.iter().map(redirects::Target::page);
                to.for_each(|to| leading.add(&redirect.from.to_string(), to));
            }
        }
        leading
    }

    /// A file that may be a table. One that is larger than any table is read so far that this is seen.
    fn bytes(&self, place: usize) -> Result<Vec<u8>, SourceError> {
        const MOST: u64 = (64 << 20) + 1;
        let mut bytes = Vec::new();
        let stream = self.part.open(place)?;
        stream.take(MOST).read_to_end(&mut bytes).map_err(SourceError::Io)?;
        Ok(bytes)
    }

    /// Looks through every file, whatever it is. Fails when the user asks to stop.
    pub(super) fn search(&self, secrets: &Secrets, cancel: &Cancel) -> Result<Searched, Failure> {
        let mut searched = Searched { findings: Findings::default(), files: BTreeMap::new() };
        let is_public = self.writer.is_public();
        for index in 0..self.part.entries.len() {
            if cancel.is_cancelled() {
                return Err(Failure::stopped());
            }
            // What lies beside an archive is the archive's, and that is not public.
            let is_searched =
                is_public && (self.part.is_own[index] || !self.part.is_beside_archive);
            self.file(index, is_searched, secrets, &mut searched);
        }
        let refused = self.part.refused().iter().filter(|it| it.rule != Rule::SystemFile);
        for refused in refused.filter(|_| is_public && !secrets.is_empty()) {
            let what = format!("{} ({})", refused.name, refused.rule);
            searched.findings.push(Finding::new(FindingKind::FileNotSearched, what));
        }
        Ok(searched)
    }

    fn file(&self, index: usize, is_searched: bool, secrets: &Secrets, searched: &mut Searched) {
        let name: &Arc<str> = &self.part.entries[index].name;
        let nothing = Secrets::default();
        let looked_for = if is_searched { secrets } else { &nothing };
        let found = source::unpacked(&self.part, index, &self.limits)
            .and_then(|stream| Ok(looked_for.search(stream)?));
        let Ok(found) = found else {
            if is_searched && !secrets.is_empty() {
                let finding = Finding::new(FindingKind::FileNotSearched, &**name);
                searched.findings.push(finding);
            }
            return;
        };
        for (kind, count) in &found.secrets {
            let what = format!("{name}: {} ({count})", kind.name());
            searched.findings.push(Finding::new(FindingKind::SecretFound, what));
        }
        if found.is_hidden_media {
            searched.findings.push(Finding::new(FindingKind::MediaPublished, &**name));
        }
        searched.files.insert(found.digest, found.length);
    }
}

/// Rules by which a file is left out that should have been read.
fn is_damage(rule: Rule) -> bool {
    use Rule::{
        Damaged, NestedArchive, TimeUp, TooCompressed, TooLarge, TooMany, UnknownPacking,
        Unreadable,
    };
    let rules = [
        Damaged,
        NestedArchive,
        TimeUp,
        TooCompressed,
        TooLarge,
        TooMany,
        UnknownPacking,
        Unreadable,
    ];
    rules.contains(&rule)
}

/// The writer of the format that was recognised.
fn told(part: &Part<'_>, reader: &str, reading: &Reading) -> Result<&'static dyn Writer, Failure> {
    if let Some(writer) = larder_export::writer(reader) {
        return Ok(writer);
    }
    // Saved pages are written in one form only: as a package with a list of its files.
    let is_listed = |entry: &SourceEntry| last(&entry.name) == "datapackage.json";
    if reader == WEB.name
        && part.entries.iter().any(is_listed)
        && let Some(writer) = larder_export::writer(WACZ.name)
    {
        return Ok(writer);
    }
    let formats = noted_formats(reading);
    let mut writers = formats.iter().filter_map(|name| larder_export::writer(name));
    let name = part.source.name().to_owned();
    match (writers.next(), writers.next()) {
        (Some(writer), None) => Ok(writer),
        (Some(_), Some(_)) => {
            let formats = formats.iter().cloned().collect::<Vec<_>>().join(", ");
            let failure = Failure::usage("error-verify-several").with("name", name);
            Err(failure.with("formats", formats).hint(Message::new("hint-verify-as")))
        }
        (None, _) => {
            let failure = Failure::usage("error-verify-format").with("name", name);
            Err(failure.with("format", reader.to_owned()).hint(Message::new("hint-verify-as")))
        }
    }
}

/// For each blog of before, its place after: by id, by address, by title; and the last two whatever they are.
pub(super) fn pairs(before: &[Blog], after: &[Blog]) -> Vec<Option<usize>> {
    let mut found = vec![None; before.len()];
    let mut is_free = vec![true; after.len()];
    type Same = fn(&Blog, &Blog) -> bool;
    let same: [Same; 4] = [
        |a, b| a.site.id == b.site.id,
        |a, b| a.site.home.is_some() && a.site.home == b.site.home,
        |a, b| a.site.title.is_some() && a.site.title == b.site.title,
        |_, _| true,
    ];
    for (step, same) in same.iter().enumerate() {
        let left = found.iter().filter(|it| it.is_none()).count();
        if step == 3 && left != 1 {
            break;
        }
        for (blog, found) in before.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let place = (0..after.len()).find(|&at| is_free[at] && same(blog, &after[at]));
            if let Some(place) = place {
                is_free[place] = false;
                *found = Some(place);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use larder_core::Site;

    use super::*;

    #[test]
    fn files_that_go_together_are_known_by_their_names() {
        for name in ["rss.xml", "tag/a/rss.xml", "everything.rss.xml", "rss-12.xml"] {
            assert!(belongs(name, "rss.xml"), "{name}");
        }
        for name in ["atom.xml", "rss-.xml", "rss-a.xml", "xrss.xml", "rss.xml.css"] {
            assert!(!belongs(name, "rss.xml"), "{name}");
        }
    }

    #[test]
    fn the_files_of_a_folder_that_a_writer_makes_are_named_within_it() {
        assert_eq!(within("hugo/content/a.md", "hugo/").as_deref(), Some("content/a.md"));
        assert_eq!(within("blog/hugo/content/a.md", "hugo/").as_deref(), Some("blog/content/a.md"));
        assert_eq!(within("my-hugo/a.md", "hugo/"), None);
        assert_eq!(within("a/rss.xml", "rss.xml").as_deref(), Some("a/rss.xml"));
    }

    #[test]
    fn blogs_are_joined_once_each() {
        let blog = |id: &str, title: Option<&str>| {
            let mut blog = Blog::new(Site::new(id));
            blog.site.title = title.map(str::to_owned);
            blog
        };
        let before = [blog("1", None), blog("2", Some("Salt")), blog("3", None)];
        let after = [blog("x", Some("Salt")), blog("1", None), blog("y", None)];
        assert_eq!(pairs(&before, &after), [Some(1), Some(0), Some(2)]);
        assert_eq!(pairs(&before, &after[..1]), [None, Some(0), None]);
    }
}

//! From a source to blogs: probe, vote, read, close the books.

use std::{collections::BTreeMap, fmt, sync::Arc};

use larder_core::{Blog, Fate, Ledger, Note, NoteKind, Rule, format};

use crate::{
    Intake, Probe, READERS, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    probe::{describe, sample, samples},
};

/// How many entries are shown to the readers at once; when nobody recognises those, as many more.
const SHOWN: usize = 64;

/// How many are shown in all.
const SHOWN_IN_ALL: usize = 2048;

/// How many of the things that were found are named in an error.
const NAMED: usize = 10;

/// What was read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reading {
    /// The blogs, one per author, ordered by id.
    pub blogs: Vec<Blog>,
    /// Notes that belong to no blog.
    pub notes: Vec<Note>,
    /// What became of every input.
    pub ledger: Ledger,
}

/// Which reader was chosen, and what each said.
#[derive(Clone)]
#[non_exhaustive]
pub struct Detection {
    /// The reader that is used.
    pub reader: &'static dyn Reader,
    /// The vote of each reader.
    pub votes: Vec<(&'static str, Vote)>,
}

impl fmt::Debug for Detection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.reader.format().name;
        f.debug_struct("Detection").field("reader", &name).field("votes", &self.votes).finish()
    }
}

/// Finds the reader for `source`: the one named in the options, else the one with the surest vote. Of equally sure ones,
/// the one that is listed first in [`READERS`].
///
/// Fails when there is nothing to read, and when no reader recognises anything; the error says what was found.
pub fn detect(source: &dyn Source, options: &ReadOptions) -> Result<Detection, ReadError> {
    let forced = options.from.as_deref().map(named_reader).transpose()?;
    check_not_empty(source)?;
    let names = source.entries().iter().map(|entry| Arc::clone(&entry.name)).collect();
    let mut probe = Probe { names, samples: Vec::new() };
    let mut found = Vec::new();
    probe.samples =
        archive(source).and_then(|at| sample(source, at, &options.limits)).into_iter().collect();
    let of_archives = [format::JSON.name, format::JSONL.name];
    let is_of_archives = |reader: &&dyn Reader| of_archives.contains(&reader.format().name);
    let votes = votes(&probe);
    if let Some(reader) = surest(&votes).filter(is_of_archives).filter(|_| forced.is_none()) {
        return Ok(Detection { reader, votes });
    }
    for start in (0..probe.names.len().min(SHOWN_IN_ALL)).step_by(SHOWN) {
        probe.samples = samples(source, start..start + SHOWN, &options.limits);
        let votes = self::votes(&probe);
        let surest = surest(&votes).map(|reader| wider(reader, &probe));
        if let Some(reader) = forced.or(surest) {
            return Ok(Detection { reader, votes });
        }
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        found.extend(probe.samples.iter().take(NAMED.saturating_sub(found.len())).map(describe));
    }
    Err(not_recognised(source, found))
}

/// The place of an archive of ours that stands above or beside everything else: what was made of it stands there too, and
/// may be more files than are looked at together.
fn archive(source: &dyn Source) -> Option<usize> {
    let depth = |name: &str| name.matches('/').count();
    let names = || source.entries().iter().map(|entry| &*entry.name);
    let highest = names().map(depth).min()?;
    let files = [format::JSON.file, format::JSONL.file];
    let is_one = |name: &str| name.rsplit('/').next().is_some_and(|it| files.contains(&it));
    names().position(|name| depth(name) == highest && is_one(name))
}

/// Reads `source` with the reader that [`detect`] finds.
///
/// Fails when nothing at all came of it, for reasons that all have a name. Whatever the reader forgot stays open in the
/// ledger, where it counts as an unexplained loss.
pub fn read(source: &dyn Source, options: &ReadOptions) -> Result<Reading, ReadError> {
    read_with(detect(source, options)?.reader, source, options)
}

/// Reads `source` with a reader that was [detected](detect) before, and fails as [`read`] does.
pub fn read_with(
    reader: &dyn Reader,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<Reading, ReadError> {
    let mut intake = Intake::new(source, &options.limits);
    reader.read(source, options, &mut intake)?;
    note_others(reader, source, options, &mut intake);
    let reading = intake.finish()?;
    match nothing_usable(source, &reading) {
        Some(error) => Err(error),
        None => Ok(reading),
    }
}

/// Says where files that were left out can be read as another format: a person may have put two exports into one folder.
fn note_others(
    reader: &dyn Reader,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) {
    let mut others: BTreeMap<&'static str, (Arc<str>, u64)> = BTreeMap::new();
    let mut is_unknown = |place: &usize| {
        let entry = intake.file(*place);
        let fate = &intake.ledger().entry(entry).fate;
        matches!(fate, Some(Fate::LeftOut { rule: Rule::NotRecognised, .. }))
    };
    let unknown: Vec<usize> =
        (0..source.entries().len()).filter(|place| is_unknown(place)).take(SHOWN).collect();
    for sample in unknown.into_iter().filter_map(|place| sample(source, place, &options.limits)) {
        let is_sure = |it: &&&dyn Reader| matches!(it.vote(&sample), Vote::Signature(_));
        let name = reader.format().name;
        let other = READERS.iter().filter(|it| it.format().name != name).find(is_sure);
        if let Some(other) = other {
            let first = || (Arc::clone(&sample.name), 0);
            others.entry(other.format().name).or_insert_with(first).1 += 1;
        }
    }
    for (format, (file, count)) in others {
        let kind = NoteKind::OtherFormat { format: format.to_owned(), count };
        intake.note(Note::new(kind).in_file(file));
    }
}

fn named_reader(name: &str) -> Result<&'static dyn Reader, ReadError> {
    crate::reader(name).ok_or_else(|| ReadError::UnknownFormat { name: name.to_owned() })
}

fn votes(probe: &Probe) -> Vec<(&'static str, Vote)> {
    // What is in a container is no file of the input: only who opens it is shown it.
    let opener = |sample: &Sample| {
        READERS.iter().find(|reader| reader.opens(sample)).map(|reader| reader.format().name)
    };
    let openers: Vec<Option<&str>> = probe.samples.iter().map(opener).collect();
    let vote = |reader: &'static dyn Reader| {
        let name = reader.format().name;
        let is_shown = |opener: &Option<&str>| opener.is_none_or(|opener| opener == name);
        if openers.iter().all(is_shown) {
            return reader.vote_on_all(probe);
        }
        let mut shown = probe.clone();
        let mut all = openers.iter();
        shown.samples.retain(|_| all.next().is_none_or(is_shown));
        reader.vote_on_all(&shown)
    };
    READERS.iter().map(|reader| (reader.format().name, vote(*reader))).collect()
}

/// The reader, or one that hands it files, where files that only the other one is sure of stand beside its own: saved pages
/// and web archives beside a feed, or beside pages of brunch.
fn wider(reader: &'static dyn Reader, probe: &Probe) -> &'static dyn Reader {
    let hands =
        |other: &&&dyn Reader| other.hands_to().iter().any(|it| it.name == reader.format().name);
    let is_sure = |other: &dyn Reader, sample: &Sample| {
        other.opens(sample)
            || reader.vote(sample) == Vote::No
                && matches!(other.vote(sample), Vote::Signature(_))
                && !is_part_of_page(&sample.name, probe)
    };
    let has_own =
        |other: &&&dyn Reader| probe.samples.iter().any(|sample| is_sure(**other, sample));
    READERS.iter().filter(hands).find(has_own).copied().unwrap_or(reader)
}

/// Whether a file lies in the folder of a saved page, which is called by the name of the page: `a.html`, `a_files/`.
fn is_part_of_page(name: &str, probe: &Probe) -> bool {
    let Some((folder, _)) = name.rsplit_once('/') else { return false };
    probe.names.iter().any(|page| {
        let stem = page.strip_suffix(".html").or_else(|| page.strip_suffix(".htm"));
        stem.is_some_and(|stem| folder.strip_prefix(stem).is_some_and(|end| !end.contains('/')))
    })
}

fn surest(votes: &[(&'static str, Vote)]) -> Option<&'static dyn Reader> {
    let most = votes.iter().map(|(_, vote)| vote.strength()).max().filter(|&most| most > 0)?;
    let first = votes.iter().position(|(_, vote)| vote.strength() == most)?;
    READERS.get(first).copied()
}

fn check_not_empty(source: &dyn Source) -> Result<(), ReadError> {
    if !source.entries().is_empty() {
        return Ok(());
    }
    let lost = source.refused().iter().filter(|refused| refused.rule != Rule::SystemFile);
    let lost = lost.map(|it| (it.name.to_string(), it.rule, it.found.clone()));
    Err(left_out(source, lost)
        .unwrap_or_else(|| ReadError::Empty { name: source.name().to_owned() }))
}

fn not_recognised(source: &dyn Source, mut found: Vec<String>) -> ReadError {
    let refused = source.refused().iter().take(NAMED.saturating_sub(found.len()));
    found.extend(refused.map(|it| format!("`{}`: {} ({})", it.name, it.found, it.rule)));
    let more = (source.entries().len() + source.refused().len()).saturating_sub(found.len());
    if more > 0 {
        found.push(format!("and {more} more"));
    }
    found.extend(damage(source).map(|(name, what)| format!("`{name}`: {what}")));
    ReadError::NotRecognised {
        name: source.name().to_owned(),
        looked_for: READERS.iter().map(|it| (it.format().name, it.looks_for())).collect(),
        found,
    }
}

/// The error that everything was left out, unless there is a post, something was kept, or something is unexplained.
fn nothing_usable(source: &dyn Source, reading: &Reading) -> Option<ReadError> {
    let posts = reading.blogs.iter().any(|blog| !blog.posts.is_empty());
    let mut lost = Vec::new();
    for entry in &reading.ledger.inputs {
        let Some(Fate::LeftOut { rule, found }) = entry.fate.as_ref().filter(|_| !posts) else {
            return None;
        };
        if *rule != Rule::SystemFile {
            lost.push((entry.name.to_string(), *rule, found.to_string()));
        }
    }
    left_out(source, lost)
}

fn left_out(
    source: &dyn Source,
    lost: impl IntoIterator<Item = (String, Rule, String)>,
) -> Option<ReadError> {
    let mut lost = lost.into_iter();
    let mut refused: Vec<_> = lost.by_ref().take(NAMED).collect();
    let name = source.name().to_owned();
    if refused.is_empty() {
        return None;
    }
    refused.extend(damage(source).map(|(name, what)| (name, Rule::Damaged, what)));
    Some(ReadError::NothingUsable { name, refused, more: lost.count() })
}

/// The archives of a source that are cut or damaged: what is missing may be what was looked for.
fn damage(source: &dyn Source) -> impl Iterator<Item = (String, String)> {
    let said = source.notes().iter().filter_map(|note| match &note.kind {
        NoteKind::ContainerDamaged { what } => {
            let name = note.place.file.as_deref().unwrap_or(source.name());
            let found = format!(
                "the archive is cut or damaged, and the posts may be in what is missing: {what}"
            );
            Some((name.to_owned(), found))
        }
        _ => None,
    });
    said.take(NAMED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn what_is_said_of_nothing_names_archives_that_are_cut() {
        // A zip with one entry, and nothing behind it.
        let mut zip =
            b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\x8c\xb9\xe5\x0c\x05\0\0\0\x05\0\0\0\x05\0\0\0"
                .to_vec();
        zip.extend(b"a.binQ\0\x01\x02\x03");
        let source =
            crate::source::from_bytes("cut.zip", zip, &ReadOptions::default().limits).unwrap();
        let error = read(&*source, &ReadOptions::default()).unwrap_err();
        assert!(format!("{error:?}").contains("the archive is cut or damaged"), "{error:?}");
    }

    #[test]
    fn a_second_export_in_one_folder_is_named() {
        let word_press = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\
            <channel><wp:wxr_version>1.2</wp:wxr_version><item><title>a</title><guid>1</guid></item></channel></rss>";
        let ghost = r#"{"db":[{"meta":{"version":"5.0.0"},"data":{"posts":[]}}]}"#;
        let source = Memory::new("in", [("a.xml", word_press), ("b.json", ghost)]);
        let reading = read(&source, &ReadOptions::default()).unwrap();
        let others: Vec<String> = reading
            .notes
            .iter()
            .filter(|note| note.kind.code() == "other-format")
            .map(ToString::to_string)
            .collect();
        assert_eq!(others.len(), 1, "{:?}", reading.notes);
        assert!(others[0].starts_with("b.json: this can be read as ghost"), "{}", others[0]);
    }
}

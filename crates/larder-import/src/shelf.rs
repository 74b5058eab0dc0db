//! Files beside an export: an uploads folder, the media in its zip. They are found by their paths, and what they are their
//! bytes show.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{self, Read},
    sync::Arc,
};

use larder_core::{Blob, Digest, Fate, Rule, Spool, Stored, key};

use crate::{Intake, ReadError, Source, SourceError, names::percent_decode_name};

/// The extensions that files of the archive may have: pictures, sound, film and documents that no program runs.
const SAFE_EXTENSIONS: &[&str] = &[
    "jpg", "png", "gif", "webp", "bmp", "tif", "heif", "avif", "ico", "mp3", "m4a", "ogg", "wav",
    "flac", "mp4", "webm", "mov", "pdf", "zip",
];

/// The files of a source that may belong to posts.
pub(crate) struct Shelf<'a> {
    source: &'a dyn Source,
    /// The files by their names and the folders they are in, as names are compared; those in no folder by their names.
    names: HashMap<String, Vec<(usize, String)>>,
    /// How many files have a name, in whatever folder.
    same: HashMap<String, usize>,
    stored: BTreeMap<usize, Option<Box<Stored>>>,
}

impl<'a> Shelf<'a> {
    /// The files of a source with these places.
    pub(crate) fn new(source: &'a dyn Source, files: &[usize]) -> Self {
        let mut names: HashMap<String, Vec<(usize, String)>> = HashMap::new();
        let mut same: HashMap<String, usize> = HashMap::new();
        for &file in files {
            let name = key::name(&source.entries()[file].name);
            *same.entry(last(&name, 1).to_owned()).or_default() += 1;
            names.entry(last(&name, 2).to_owned()).or_default().push((file, name));
        }
        Self { source, names, same, stored: BTreeMap::new() }
    }

    /// The name of the file at this place of the source.
    pub(crate) fn name(&self, file: usize) -> Arc<str> {
        Arc::clone(&self.source.entries()[file].name)
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The file that an address or a path means: the one with which it has most folders in common at its end, and at
    /// least one, because the same name in two folders is two files. A file that lies in no folder, and has a name that no
    /// other has, needs none. None where several fit equally well.
    pub(crate) fn find(&self, address: &str) -> Option<usize> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        let path = key::name(&percent_decode_name(path));
        let alone = last(&path, 1);
        let is_alone = self.same.get(alone) == Some(&1);
        let beside = self.names.get(last(&path, 2));
        let top = self.names.get(alone).filter(|_| is_alone);
        let files = beside.into_iter().chain(top).flatten();
        let common = |file: &(usize, String)| {
            let common = common(&file.1, &path)?;
            (common > 1 || is_alone && !file.1.contains('/')).then_some((common, file.0))
        };
        let mut fits: Vec<_> = files.filter_map(common).collect();
        fits.dedup();
        fits.sort_unstable_by(|a, b| b.cmp(a));
        match fits[..] {
            [(first, _), (second, _), ..] if first == second => None,
            [(_, file), ..] => Some(file),
            [] => None,
        }
    }

    /// Whether a file is there that an address or a path means, as [`find`](Self::find) tells.
    pub(crate) fn has(&self, address: &str) -> bool {
        !self.is_empty() && self.find(address).is_some()
    }

    /// The bytes of a file, which is carried with them. None where it cannot be read; then it is left out.
    pub(crate) fn store(
        &mut self,
        file: usize,
        intake: &mut Intake,
    ) -> Result<Option<Box<Stored>>, ReadError> {
        if let Some(known) = self.stored.get(&file) {
            return Ok(known.clone());
        }
        let entry = intake.file(file);
        let stored = match stored(self.source, file, intake)? {
            Ok(stored) => {
                intake.ledger().settle(entry, Fate::Carried { post: None });
                Some(Box::new(stored))
            }
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
                None
            }
        };
        self.stored.insert(file, stored.clone());
        Ok(stored)
    }
}

/// Whether a file is a picture, a sound, a film or a document, by its bytes.
pub(crate) fn is_media(source: &dyn Source, place: usize) -> bool {
    let is_text = |kind: infer::Type| matches!(kind.matcher_type(), infer::MatcherType::Text);
    let Ok(stream) = source.open(place) else { return false };
    let mut head = Vec::new();
    let read = stream.take(512).read_to_end(&mut head);
    read.is_ok() && infer::get(&head).is_some_and(|kind| !is_text(kind))
}

/// The files at these places, by those of the folders that they are in. Each folder has its `/` behind it, or is empty.
pub(crate) fn in_folders<'f>(
    source: &dyn Source,
    places: &[usize],
    folders: &HashSet<&'f str>,
) -> HashMap<&'f str, Vec<usize>> {
    let mut found: HashMap<&str, Vec<usize>> = HashMap::new();
    for &place in places {
        let name = &source.entries()[place].name;
        let ends = memchr::memchr_iter(b'/', name.as_bytes()).map(|at| at + 1);
        for folder in [0].into_iter().chain(ends).filter_map(|end| folders.get(&name[..end])) {
            found.entry(folder).or_default().push(place);
        }
    }
    found
}

/// The last parts of a path, so many of them.
fn last(path: &str, count: usize) -> &str {
    let mut starts = path.rmatch_indices('/').map(|(at, _)| at + 1);
    starts.nth(count - 1).map_or(path, |at| &path[at..])
}

/// How many parts at their ends two paths have in common. None where they part in a number: January of one year is not
/// that of another.
fn common(one: &str, other: &str) -> Option<usize> {
    let (mut one, mut other) = (one.rsplit('/'), other.rsplit('/'));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    for count in 0.. {
        match (one.next(), other.next()) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if is_number(a) || is_number(b) => return None,
            _ => return Some(count),
        }
    }
    None
}

/// From how many bytes on a file is not read into memory to be put away.
const LARGE: u64 = 4 << 20;

/// How much of a file shows what it is, and how large a picture is.
const HEAD: u64 = 256 << 10;

/// A file of a source, put away with what its bytes show, or why there are none. Fails when the spool does.
fn stored(
    source: &dyn Source,
    file: usize,
    intake: &Intake,
) -> io::Result<Result<Stored, SourceError>> {
    Ok(match held(source, file, intake)? {
        Ok(Held::Memory(bytes)) => Ok(store_in(&bytes, intake.spool())?),
        Ok(Held::Spool(blob)) => Ok(store_blob(blob)?),
        Err(error) => Err(error),
    })
}

/// The bytes of a file.
pub(crate) enum Held {
    Memory(Vec<u8>),
    /// Those of a large one, and those that were in the spool already.
    Spool(Blob),
}

/// The bytes of a file, or why there are none. A large one is never in memory as a whole, so that the limit on that does not
/// bound it. Fails when the spool does.
pub(crate) fn held(
    source: &dyn Source,
    file: usize,
    intake: &Intake,
) -> io::Result<Result<Held, SourceError>> {
    if let Some(blob) = source.blob(file) {
        return Ok(Ok(Held::Spool(blob)));
    }
    if source.entries()[file].length.is_some_and(|length| length >= LARGE) {
        return streamed(source, file, intake);
    }
    match source.read(file) {
        Err(SourceError::Refused { rule: Rule::TooLarge, .. }) => streamed(source, file, intake),
        read => Ok(read.map(Held::Memory)),
    }
}

/// A file on disk is lent, so that nothing of it is copied; of what comes out of an archive the length is known only when all
/// of it came.
fn streamed(
    source: &dyn Source,
    file: usize,
    intake: &Intake,
) -> io::Result<Result<Held, SourceError>> {
    if let Some(blob) = intake.lend_any(source, file) {
        return Ok(Ok(Held::Spool(blob)));
    }
    let opened = source.open(file).and_then(|mut stream| {
        let length = io::copy(&mut stream, &mut io::sink()).map_err(SourceError::from_reading)?;
        Ok((length, source.open(file)?))
    });
    let (length, reader) = match opened {
        Ok(opened) => opened,
        Err(error) => return Ok(Err(error)),
    };
    let mut stream = Watched { reader, has_failed: false };
    match Blob::keep_from(intake.spool(), &mut stream, length) {
        Ok(blob) => Ok(Ok(Held::Spool(blob))),
        Err(error) if stream.has_failed => Ok(Err(SourceError::from_reading(error))),
        Err(error) => Err(error),
    }
}

/// A reader of which is known whether it failed, or ended before its time: else it is the one who takes that failed.
struct Watched<R> {
    reader: R,
    has_failed: bool,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer);
        self.has_failed |= match &read {
            Ok(count) => *count == 0,
            Err(error) => error.kind() != io::ErrorKind::Interrupted,
        };
        read
    }
}

/// What bytes in the spool show. Fails when the spool does.
fn store_blob(blob: Blob) -> io::Result<Stored> {
    let head = blob.part(0, HEAD.min(blob.len())).map_or_else(|| blob.bytes(), |it| it.bytes())?;
    let (digest, _) = Digest::of_reader(blob.reader())?;
    Ok(shown(digest, &head, blob))
}

/// What bytes show that begin with `head`.
fn shown(digest: Digest, head: &[u8], blob: Blob) -> Stored {
    let kind = infer::get(head);
    let extension = kind
        .map(|kind| kind.extension())
        .filter(|it| SAFE_EXTENSIONS.contains(it))
        .unwrap_or("bin");
    let mut stored = Stored::new(digest, blob.len(), extension);
    stored.media_type = kind.map(|kind| kind.mime_type().to_owned());
    if let Ok(size) = imagesize::blob_size(head) {
        stored.width = u32::try_from(size.width).ok();
        stored.height = u32::try_from(size.height).ok();
    }
    stored.blob = Some(blob);
    stored
}

/// What the bytes show, never what a name says.
pub(crate) fn store(bytes: &[u8], intake: &Intake) -> Result<Stored, ReadError> {
    Ok(store_in(bytes, intake.spool())?)
}

/// [`store`] for readers that put files away while they read. Fails when the spool does.
pub(crate) fn store_in(bytes: &[u8], spool: &Arc<dyn Spool>) -> io::Result<Stored> {
    Ok(shown(Digest::of(bytes), bytes, Blob::keep(spool, bytes)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_file_is_found_by_its_name_and_its_folders() {
        let names = [
            "uploads/2024/01/a.jpg",
            "uploads/2024/02/a.jpg",
            "uploads/글 1.png",
            "b.gif",
            "x/c.png",
            "y/c.png",
        ];
        let source = Memory::new("in", names.map(|name| (name, "x")));
        let all: Vec<usize> = (0..source.entries().len()).collect();
        let shelf = Shelf::new(&source, &all);
        let found = |address: &str| shelf.find(address).map(|file| &*source.entries()[file].name);
        assert_eq!(
            found("https://e.example/wp-content/uploads/2024/02/a.jpg?w=3"),
            Some("uploads/2024/02/a.jpg")
        );
        assert_eq!(found("2024/01/a.jpg"), Some("uploads/2024/01/a.jpg"));
        assert_eq!(found("https://e.example/uploads/%EA%B8%80%201.png"), Some("uploads/글 1.png"));
        assert_eq!(found("https://e.example/any/b.gif"), Some("b.gif"));
        // Nothing says which, or only the name is the same.
        for address in [
            "https://e.example/a.jpg",
            "https://e.example/2023/01/a.jpg",
            "c.png",
            "",
            "/",
            "https://e.example/",
        ] {
            assert_eq!(found(address), None, "{address}");
        }
    }
}

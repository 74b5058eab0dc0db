//! Some entries of an input, for a reader that knows them better.

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::Arc,
};

use larder_core::{Blob, EntryId};

use super::{library::Library, unpack::Unpacked};
use crate::{
    Intake, ReadError, ReadOptions, Reader, Reading, Sample, Source, SourceEntry, SourceError, Vote,
};

/// How many bytes a reader is shown.
pub(super) const HEAD: usize = 64 << 10;

/// Some entries of a source, and files that these may refer to.
pub(super) struct Part<'s> {
    source: &'s Unpacked<'s>,
    /// The places of all entries in the source, in the order of their names.
    places: Vec<usize>,
    entries: Vec<SourceEntry>,
    lent: Option<Lent<'s>>,
}

/// Files that are lent to the entries of a part.
struct Lent<'s> {
    library: &'s Library,
    /// The places of the files in the part, by those in the source.
    places: HashMap<usize, usize>,
}

impl<'s> Part<'s> {
    pub(super) fn new(source: &'s Unpacked<'s>, mut places: Vec<usize>) -> Self {
        let entry = |place: &usize| &source.entries()[*place];
        places.sort_by(|one, other| entry(one).name.cmp(&entry(other).name));
        let entries = places.iter().map(|place| entry(place).clone()).collect();
        Self { source, places, entries, lent: None }
    }

    /// The same with files that are lent to it.
    pub(super) fn lending(
        source: &'s Unpacked<'s>,
        mut places: Vec<usize>,
        files: &[usize],
        library: &'s Library,
    ) -> Self {
        places.extend(files);
        let mut part = Self::new(source, places);
        let files: HashSet<usize> = files.iter().copied().collect();
        let places = part.places.iter().enumerate();
        let places =
            places.filter(|(_, it)| files.contains(it)).map(|(own, it)| (*it, own)).collect();
        part.lent = Some(Lent { library, places });
        part
    }

    /// Has a reader read them into the same intake, each with the entry that it has in the ledger.
    pub(super) fn read_into(
        &self,
        reader: &dyn Reader,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let own: Vec<EntryId> = self.places.iter().map(|place| intake.file(*place)).collect();
        let all = intake.enter(own);
        let mut options = options.clone();
        (options.from, options.progress) = (None, None);
        let read = reader.read(self, &options, intake);
        intake.leave(all);
        read
    }

    /// Has a reader read them by themselves.
    pub(super) fn read(
        &self,
        reader: &dyn Reader,
        options: &ReadOptions,
    ) -> Result<Reading, ReadError> {
        let mut options = options.clone();
        (options.from, options.progress) = (None, None);
        crate::read_with(reader, self, &options)
    }
}

impl Source for Part<'_> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn entries(&self) -> &[SourceEntry] {
        &self.entries
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError> {
        self.source.read(self.places[index])
    }

    fn open(&self, index: usize) -> Result<Box<dyn io::Read + Send + '_>, SourceError> {
        self.source.open(self.places[index])
    }

    fn blob(&self, index: usize) -> Option<Blob> {
        self.source.blob(self.places[index])
    }

    fn captured(&self, address: &str) -> Option<usize> {
        let lent = self.lent.as_ref()?;
        lent.places.get(&lent.library.captured(address)?).copied()
    }

    fn captured_at(&self, index: usize) -> Option<i64> {
        let captured = self.source.known(*self.places.get(index)?).captured;
        captured.map(|it| it.timestamp_millis())
    }

    fn is_lent(&self, index: usize) -> bool {
        let lent = self.lent.as_ref();
        lent.is_some_and(|lent| lent.places.contains_key(&self.places[index]))
    }
}

/// Whether a reader is sure of a file.
pub(super) fn is_of(reader: &dyn Reader, name: &Arc<str>, bytes: &[u8], text: &str) -> bool {
    let head = bytes[..bytes.len().min(HEAD)].to_vec();
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = Sample { index: 0, name: Arc::clone(name), head, text: text[..end].to_owned() };
    matches!(reader.vote(&sample), Vote::Signature(_))
}

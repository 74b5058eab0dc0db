//! From records to entries: what is offered, what is refused, what is an archive itself.

use std::sync::atomic::AtomicU64;

use larder_core::{Note, NoteKind, Rule};

use super::{
    DEEPEST, Part,
    directory::Directory,
    is_archive, may_be_archive,
    record::{Packing, Record},
    recover,
    unpack::Unpacking,
};
use crate::{
    names,
    source::{Budget, Bytes, Catalogue, FoundArchive, Listed, SourceError, read_bounded},
};

/// What an archive holds.
pub(super) struct Found {
    pub(super) listed: Listed<Part>,
    pub(super) archives: Vec<FoundArchive>,
}

/// A record whose data was found, or what is wrong with it.
pub(super) struct Located {
    pub(super) record: Record,
    /// Where the data begins.
    pub(super) start: Result<u64, String>,
}

/// Lists the archive. Fails when there is neither a central directory nor a whole entry.
pub(super) fn list(bytes: &Bytes, budget: &Budget, depth: u32) -> Result<Found, String> {
    let mut listing =
        Listing { bytes, budget, depth, catalogue: Catalogue::default(), archives: Vec::new() };
    let directory =
        Directory::read(bytes, || budget.take_file()).map_err(|error| error.to_string())?;
    let (located, more) = match directory {
        Some(directory) => listing.locate(directory),
        None => listing.recover()?,
    };
    for located in located {
        listing.meet(located);
    }
    if more {
        listing.catalogue.refuse("…", Rule::TooMany, budget.too_many());
    }
    Ok(Found { listed: listing.catalogue.finish(), archives: listing.archives })
}

struct Listing<'a> {
    bytes: &'a Bytes,
    budget: &'a Budget,
    depth: u32,
    catalogue: Catalogue<Part>,
    archives: Vec<FoundArchive>,
}

impl Listing<'_> {
    /// Finds the data of every record by its local header.
    fn locate(&mut self, directory: Directory) -> (Vec<Located>, bool) {
        let Directory { start: directory_start, mut records, more, odd } = directory;
        odd.into_iter().for_each(|what| self.note(what));
        records.sort_by_key(|record| record.header);
        let mut differing = 0;
        // Up to here the file belongs to entries that were met already.
        let mut taken = 0;
        let mut located = Vec::new();
        for record in records {
            let start = match Record::local(self.bytes, record.header) {
                None => Err("its local header is missing".to_owned()),
                Some(_) if record.header < taken => Err("it overlaps another entry".to_owned()),
                Some((local, start)) => {
                    differing +=
                        u64::from(local.name != record.name || local.method != record.method);
                    let end =
                        start.checked_add(record.packed).filter(|&end| end <= directory_start);
                    taken = end.unwrap_or(taken);
                    end.map(|_| start).ok_or_else(|| "its data ends outside the archive".to_owned())
                }
            };
            located.push(Located { record, start });
        }
        if differing > 0 {
            self.note(format!(
                "{differing} entries have another name or method in their local headers; the central directory was followed"
            ));
        }
        (located, more)
    }

    fn recover(&mut self) -> Result<(Vec<Located>, bool), String> {
        let (located, more) =
            recover::recover(self.bytes, self.budget).map_err(|error| error.to_string())?;
        if !located.iter().any(|located| located.start.is_ok()) {
            return Err(
                "a damaged zip file: neither a central directory nor a whole entry was found"
                    .to_owned(),
            );
        }
        self.note(
            "there is no central directory; the entries were found by their own headers".to_owned(),
        );
        Ok((located, more))
    }

    fn note(&mut self, what: String) {
        self.catalogue.note(Note::new(NoteKind::ContainerDamaged { what }));
    }

    fn meet(&mut self, Located { record, start }: Located) {
        let name = record.label();
        if record.is_folder() {
            // A folder holds nothing, but its name is still told when it leads out.
            let folder = name.trim_end_matches(['/', '\\']);
            if let Some(found) = names::unsafe_name(folder) {
                self.catalogue.refuse(&name, Rule::UnsafeName, found);
            }
            return;
        }
        if let Some(found) = record.special() {
            return self.catalogue.refuse(&name, Rule::NotARegularFile, found);
        }
        let packing = match record.packing() {
            Ok(packing) => packing,
            Err(found) => return self.catalogue.refuse(&name, Rule::UnknownPacking, found),
        };
        let start = match start {
            Ok(start) => start,
            Err(found) => return self.catalogue.refuse(&name, Rule::Damaged, found),
        };
        let unpacked = AtomicU64::new(0);
        let part = Part { start, packed: record.packed, packing, crc: record.crc, unpacked };
        if names::refusal(&name).is_none() && may_be_archive(&name) && self.begins_as_archive(&part)
        {
            return self.meet_archive(name, &part);
        }
        self.catalogue.offer_named(name, &record.name, Some(record.unpacked), part);
    }

    fn begins_as_archive(&self, part: &Part) -> bool {
        // A damaged entry is found to be so when it is read.
        read_bounded(std::io::Read::take(Unpacking::new(part, self.bytes, self.budget), 4), 4)
            .is_ok_and(|head| is_archive(&head))
    }

    fn meet_archive(&mut self, name: String, part: &Part) {
        if self.depth >= DEEPEST {
            return self.catalogue.refuse(
                &name,
                Rule::NestedArchive,
                "an archive within an archive within an archive",
            );
        }
        match self.archive(part) {
            Ok(bytes) => self.archives.push(FoundArchive { name, bytes }),
            Err(SourceError::Refused { rule, found }) => self.catalogue.refuse(&name, rule, found),
            Err(SourceError::Io(error)) => {
                self.catalogue.refuse(&name, Rule::Unreadable, error.to_string())
            }
        }
    }

    /// The bytes of an archive in this one: as they are here, where they are not packed, else unpacked into the spool.
    fn archive(&self, part: &Part) -> Result<Bytes, SourceError> {
        if part.packing == Packing::Stored {
            return Ok(self.bytes.slice(part.start, part.packed));
        }
        let reader = Unpacking::new(part, self.bytes, self.budget);
        Bytes::spooled(self.budget.spool(), reader).map_err(SourceError::from_reading)
    }
}

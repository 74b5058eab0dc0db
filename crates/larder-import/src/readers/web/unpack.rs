//! The pages and files of an input, whatever they are packed in: each is one entry.

mod crawl;
mod kept;
mod mirror;
mod recognise;

use std::{
    collections::HashSet,
    io::{self, Cursor, Read},
    sync::Arc,
};

use chrono::{DateTime, FixedOffset};
use larder_capture::{har, mhtml, saved_page, single_file, warc, webarchive};
use larder_core::{Blob, EntryId, Fate, ItemKind, Rule};
use rayon::prelude::*;

pub(crate) use self::recognise::is_container;
pub(super) use self::recognise::{is_markup, recognise};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceEntry, SourceError,
    source::{is_packed, unpacked, unpacked_bytes},
};

/// How many bytes of a file tell what it is.
const HEAD: u64 = 64 << 10;

/// What is known of a page or a file besides its bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The address it was captured from.
    pub(super) address: Option<String>,
    /// The address that its name stands for in a mirror.
    pub(super) mirrored: Option<String>,
    /// When it was captured.
    pub(super) captured: Option<DateTime<FixedOffset>>,
    /// With what the server answered.
    pub(super) status: Option<u16>,
    /// The media type that the server told.
    pub(super) media_type: Option<String>,
    /// The label of its encoding, as the server or the container tells it.
    pub(super) encoding: Option<String>,
    /// The name by which other parts of its container call it.
    pub(super) content_id: Option<String>,
    /// Whether it is a document within another one.
    pub(super) is_frame: bool,
    /// Where it begins in its container.
    pub(super) offset: Option<u64>,
}

/// Where the bytes of an entry are.
#[derive(Debug)]
enum Place {
    /// In an entry of the input.
    Input(usize),
    /// Out of a container, in the spool; its entry in the ledger.
    Kept(Blob, EntryId),
}

#[derive(Debug)]
struct Item {
    place: Place,
    known: Known,
}

/// An address that led to another one.
#[derive(Clone, Debug)]
pub(super) struct Led {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) entry: EntryId,
}

/// All pages and files of an input, out of their containers.
pub(super) struct Unpacked<'s> {
    source: &'s dyn Source,
    entries: Vec<SourceEntry>,
    items: Vec<Item>,
    names: HashSet<Arc<str>>,
    /// The redirects that were captured.
    pub(super) led: Vec<Led>,
    /// Other addresses of entries, by their places.
    pub(super) also: Vec<(usize, String)>,
    /// The addresses of pages that a crawl names as such.
    pub(super) listed: HashSet<String>,
}

impl<'s> Unpacked<'s> {
    /// Unpacks an input. What is wrong with one container stops no other. Fails when the spool does, or the user cancels.
    pub(super) fn of(
        source: &'s dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<Self, ReadError> {
        let mut unpacked = Self {
            source,
            entries: Vec::new(),
            items: Vec::new(),
            names: HashSet::new(),
            led: Vec::new(),
            also: Vec::new(),
            listed: HashSet::new(),
        };
        let told: Vec<Known> =
            (0..source.entries().len()).into_par_iter().map(|place| told(source, place)).collect();
        let is_wacz = source.entries().iter().any(|it| it.name.ends_with("datapackage.json"));
        for (place, known) in told.into_iter().enumerate() {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            if !unpacked.container(place, is_wacz, options, intake)? {
                unpacked.file(place, known);
            }
        }
        Ok(unpacked)
    }

    /// Unpacks an entry, if it is a container.
    fn container(
        &mut self,
        place: usize,
        is_wacz: bool,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<bool, ReadError> {
        let name = Arc::clone(&self.source.entries()[place].name);
        if is_wacz && self.crawl_list(place, &name, intake) {
            return Ok(true);
        }
        let Some(head) = self.head(place, options) else { return Ok(false) };
        if is_crawl(&name, &head) {
            self.crawl(place, &name, options, intake)?;
            return Ok(true);
        }
        let mut limits = larder_capture::capture::Limits::default();
        (limits.body, limits.bodies) = (options.limits.file_bytes, options.limits.unpacked_bytes);
        let source = self.source;
        let all = || {
            let bytes = source.read(place).and_then(|bytes| unpacked_bytes(bytes, &options.limits));
            bytes.map_err(SourceError::into_rule)
        };
        let bytes = match () {
            () if har::is_har(&head) => match unpacked(source, place, &options.limits) {
                Ok(stream) => {
                    self.saved(place, &name, intake, |each| har::read(stream, &limits, each))?;
                    return Ok(true);
                }
                Err(error) => Err(error.into_rule()),
            },
            () if mhtml::is_mhtml(&head)
                || webarchive::is_webarchive(&head)
                || single_file::is_single_file(&head) =>
            {
                all()
            }
            () => return Ok(false),
        };
        let entry = intake.file(place);
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(true);
            }
        };
        match () {
            () if mhtml::is_mhtml(&head) => {
                self.saved(place, &name, intake, |each| mhtml::read(&bytes, &limits, each))?
            }
            () if webarchive::is_webarchive(&head) => {
                self.saved(place, &name, intake, |each| webarchive::read(&bytes, &limits, each))?;
            }
            () => {
                self.saved(place, &name, intake, |each| single_file::read(&bytes, &limits, each))?
            }
        }
        Ok(true)
    }

    /// The beginning of an entry, unpacked from gzip where it is no crawl.
    fn head(&self, place: usize, options: &ReadOptions) -> Option<Vec<u8>> {
        let mut head = Vec::new();
        let stream = self.source.open(place).ok()?;
        // What is cut or damaged is looked at as far as it goes.
        let _ = stream.take(HEAD).read_to_end(&mut head);
        if is_packed(&head) {
            let mut inner = Vec::new();
            let stream = unpacked(self.source, place, &options.limits).ok()?;
            let _ = stream.take(HEAD).read_to_end(&mut inner);
            return Some(inner);
        }
        Some(head)
    }

    /// A file that is what it is.
    fn file(&mut self, place: usize, known: Known) {
        self.entries.push(self.source.entries()[place].clone());
        self.items.push(Item { place: Place::Input(place), known });
    }

    /// Takes something out of a container.
    fn keep(
        &mut self,
        container: &Arc<str>,
        known: Known,
        bytes: &[u8],
        intake: &mut Intake,
    ) -> Result<usize, ReadError> {
        let name =
            kept::name(container, self.items.len(), known.address.as_deref(), &mut self.names);
        let mut item = SourceEntry::new(Arc::clone(&name));
        item.length = Some(bytes.len() as u64);
        let entry = intake.ledger().open(ItemKind::Item, name, Some(bytes.len() as u64));
        let blob = intake.blob(bytes)?;
        self.entries.push(item);
        self.items.push(Item { place: Place::Kept(blob, entry), known });
        Ok(self.items.len() - 1)
    }

    /// What is known of an entry.
    pub(super) fn known(&self, place: usize) -> &Known {
        &self.items[place].known
    }

    /// Reads these entries instead of those of the input. Returns the latter, which come back with [`Intake::leave`].
    pub(super) fn enter(&self, intake: &mut Intake) -> Vec<EntryId> {
        let entry = |item: &Item| match &item.place {
            Place::Input(input) => intake.file(*input),
            Place::Kept(_, entry) => *entry,
        };
        let files: Vec<EntryId> = self.items.iter().map(entry).collect();
        intake.enter(files)
    }
}

/// What a file says of itself, and what its name says.
fn told(source: &dyn Source, place: usize) -> Known {
    let name = &source.entries()[place].name;
    let mut known = Known { mirrored: mirror::address(name, b""), ..Known::default() };
    let mut head = Vec::new();
    let begun = source.open(place).map(|stream| stream.take(4096).read_to_end(&mut head));
    if begun.is_err() || !is_markup(&head) {
        return known;
    }
    // The innermost counts: a copy of an archive may have been saved by a browser.
    let bytes = source.read(place).unwrap_or_default();
    known.mirrored = mirror::address(name, &bytes);
    for said in saved_page::said(&bytes) {
        let with_scheme =
            |url: String| if url.starts_with("//") { ["http:", &url].concat() } else { url };
        known.address = said.url.map(with_scheme).or(known.address);
        known.captured = said.time.map(|time| time.at).or(known.captured);
    }
    known
}

/// Whether a file is a crawl, by what it begins with.
fn is_crawl(name: &str, head: &[u8]) -> bool {
    // Any file may be packed so: only the name tells that a crawl is in it.
    let is_frame = head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let is_dictionary =
        head.len() > 4 && head[0] & 0xf0 == 0x50 && head[1..4] == [0x2a, 0x4d, 0x18];
    warc::is_start(head) || name.contains("arc.zst") && (is_frame || is_dictionary)
}

/// Leaves out what a container holds besides pages and files, so many of them.
fn leave_out(intake: &mut Intake, container: &Arc<str>, what: &str, count: u64) {
    if count > 0 {
        let entry = intake.ledger().open(ItemKind::Item, format!("{container}: {what}"), None);
        intake.ledger().settle(
            entry,
            Fate::LeftOut { rule: Rule::NotContent, found: format!("{what} ({count})") },
        );
    }
}

impl Source for Unpacked<'_> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn entries(&self) -> &[SourceEntry] {
        &self.entries
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError> {
        match &self.items[index].place {
            Place::Input(place) => self.source.read(*place),
            Place::Kept(blob, _) => Ok(blob.bytes()?),
        }
    }

    fn open(&self, index: usize) -> Result<Box<dyn io::Read + Send + '_>, SourceError> {
        match &self.items[index].place {
            Place::Input(place) => self.source.open(*place),
            Place::Kept(blob, _) => Ok(Box::new(Cursor::new(blob.bytes()?))),
        }
    }
}

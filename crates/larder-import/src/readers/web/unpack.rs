//! The pages and files of an input, whatever they are packed in: each is one entry.

mod crawl;
mod kept;
mod mirror;
mod recognise;
mod told;
mod wacz;

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::Arc,
};

use chrono::{DateTime, FixedOffset};
use larder_capture::{har, mhtml, single_file, warc::Holders, webarchive};
use larder_core::{Blob, EntryId, Fate, ItemKind, Rule};
use rayon::prelude::*;

pub(super) use self::recognise::{is_container, is_markup, recognise};
use self::{crawl::Crawl, told::Container};
use super::gist::Texts;
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceEntry, SourceError,
    source::{unpacked, unpacked_bytes},
};

/// What is known of a page or a file besides its bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The address it was captured from.
    pub(super) address: Option<Arc<str>>,
    /// The address that its name stands for in a mirror.
    pub(super) mirrored: Option<Arc<str>>,
    /// When it was captured.
    pub(super) captured: Option<DateTime<FixedOffset>>,
    /// With what the server answered.
    pub(super) status: Option<u16>,
    /// The media type that the server told.
    pub(super) media_type: Option<Arc<str>>,
    /// The label of its encoding, as the server or the container tells it.
    pub(super) encoding: Option<Arc<str>>,
    /// The name by which other parts of its container call it.
    pub(super) content_id: Option<Arc<str>>,
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
    /// The names of what was in containers, until all is out.
    names: HashSet<Arc<str>>,
    /// The media types and encodings, which many entries have in common.
    texts: Texts,
    /// The redirects that were captured.
    pub(super) led: Vec<Led>,
    /// Other addresses of entries, by their places.
    pub(super) also: Vec<(usize, String)>,
    /// The addresses of pages that a crawl names as such, by how two are compared.
    pub(super) listed: HashMap<String, String>,
    /// The files of captures, until all are read.
    crawls: Vec<Crawl>,
    /// Which of these have what revisits in others may mean.
    holders: Holders,
    /// How many bytes of one file may be in memory.
    most: u64,
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
            texts: Texts::default(),
            led: Vec::new(),
            also: Vec::new(),
            listed: HashMap::new(),
            crawls: Vec::new(),
            holders: Holders::default(),
            most: options.limits.file_bytes,
        };
        let places = (0..source.entries().len()).into_par_iter();
        let told: Vec<(Known, Option<Container>)> =
            places.map(|place| told::told(source, place, options)).collect();
        let lists = unpacked.packages(options, intake)?;
        for (place, (known, container)) in told.into_iter().enumerate() {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            if lists.contains(&place) {
                continue;
            }
            let name = Arc::clone(&source.entries()[place].name);
            match container {
                Some(container) => {
                    unpacked.container(place, &name, container, options, intake)?;
                }
                None => unpacked.file(place, known),
            }
        }
        unpacked.revisits(intake);
        (unpacked.names, unpacked.texts) = Default::default();
        Ok(unpacked)
    }

    /// Unpacks a container.
    fn container(
        &mut self,
        place: usize,
        name: &Arc<str>,
        container: Container,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        if container == Container::Crawl {
            return self.crawl(place, name, options, intake);
        }
        let mut limits = larder_capture::capture::Limits::default();
        (limits.body, limits.bodies) = (options.limits.file_bytes, options.limits.unpacked_bytes);
        let source = self.source;
        let bytes = match container {
            Container::Har => match unpacked(source, place, &options.limits) {
                Ok(stream) => {
                    return self
                        .saved(place, name, intake, |each| har::read(stream, &limits, each));
                }
                Err(error) => Err(error),
            },
            _ => source.read(place).and_then(|bytes| unpacked_bytes(bytes, &options.limits)),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                let entry = intake.file(place);
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        self.saved(place, name, intake, |each| match container {
            Container::Mhtml => mhtml::read(&bytes, &limits, each),
            Container::WebArchive => webarchive::read(&bytes, &limits, each),
            _ => single_file::read(&bytes, &limits, each),
        })
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
        let blob = intake.blob(bytes)?;
        Ok(self.keep_blob(container, known, blob, intake))
    }

    /// Takes something out of a container that is in the spool.
    fn keep_blob(
        &mut self,
        container: &Arc<str>,
        mut known: Known,
        blob: Blob,
        intake: &mut Intake,
    ) -> usize {
        let name =
            kept::name(container, self.items.len(), known.address.as_deref(), &mut self.names);
        for text in [&mut known.media_type, &mut known.encoding].into_iter().flatten() {
            self.texts.share(text);
        }
        let mut item = SourceEntry::new(Arc::clone(&name));
        item.length = Some(blob.len());
        let entry = intake.ledger().open(ItemKind::Item, name, Some(blob.len()));
        self.entries.push(item);
        self.items.push(Item { place: Place::Kept(blob, entry), known });
        self.items.len() - 1
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

/// Leaves out what a container holds besides pages and files, so many of them.
fn leave_out(intake: &mut Intake, container: &Arc<str>, what: &str, count: u64) {
    if count > 0 {
        let entry = intake.ledger().open(ItemKind::Item, format!("{container}: {what}"), None);
        intake.ledger().settle(
            entry,
            Fate::LeftOut { rule: Rule::NotContent, found: format!("{what} ({count})").into() },
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
            Place::Kept(blob, _) if blob.len() > self.most => {
                Err(SourceError::too_large(self.most))
            }
            Place::Kept(blob, _) => Ok(blob.bytes()?),
        }
    }

    fn open(&self, index: usize) -> Result<Box<dyn io::Read + Send + '_>, SourceError> {
        match &self.items[index].place {
            Place::Input(place) => self.source.open(*place),
            Place::Kept(blob, _) => Ok(Box::new(blob.reader())),
        }
    }

    fn blob(&self, index: usize) -> Option<Blob> {
        match &self.items[index].place {
            Place::Input(place) => self.source.blob(*place),
            Place::Kept(blob, _) => Some(blob.clone()),
        }
    }
}

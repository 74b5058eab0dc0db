//! The pages and files of an input, whatever they are packed in: each is one entry.

use std::{io, sync::Arc};

use chrono::{DateTime, FixedOffset};
use larder_core::{EntryId, ItemKind};

use crate::{Intake, ReadError, ReadOptions, Source, SourceEntry, SourceError, Vote};

/// What is known of a page or a file besides its bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The address it was captured from.
    pub(super) address: Option<String>,
    /// When it was captured.
    pub(super) captured: Option<DateTime<FixedOffset>>,
    /// With what the server answered.
    pub(super) status: Option<u16>,
    /// The media type that the server told.
    pub(super) media_type: Option<String>,
    /// The label of its encoding, as the server or the container tells it.
    pub(super) encoding: Option<String>,
}

/// Where the bytes of an entry are.
#[derive(Debug)]
enum Place {
    /// In an entry of the input.
    Input(usize),
}

#[derive(Debug)]
struct Item {
    place: Place,
    known: Known,
}

/// All pages and files of an input, out of their containers.
pub(super) struct Unpacked<'s> {
    source: &'s dyn Source,
    entries: Vec<SourceEntry>,
    items: Vec<Item>,
}

impl<'s> Unpacked<'s> {
    /// Unpacks an input. What is wrong with one container stops no other.
    pub(super) fn of(
        source: &'s dyn Source,
        _options: &ReadOptions,
        _intake: &mut Intake,
    ) -> Result<Self, ReadError> {
        let mut unpacked = Self { source, entries: Vec::new(), items: Vec::new() };
        for (place, entry) in source.entries().iter().enumerate() {
            unpacked.entries.push(entry.clone());
            unpacked.items.push(Item { place: Place::Input(place), known: Known::default() });
        }
        Ok(unpacked)
    }

    /// What is known of an entry.
    pub(super) fn known(&self, place: usize) -> &Known {
        &self.items[place].known
    }

    /// Opens a ledger entry for each entry that has none. Returns those of the input, which come back with
    /// [`Intake::leave`].
    pub(super) fn enter(&self, intake: &mut Intake) -> Vec<EntryId> {
        let files = (0..self.items.len()).map(|place| match self.items[place].place {
            Place::Input(input) => intake.file(input),
        });
        let files: Vec<EntryId> = files.collect();
        let _ = ItemKind::File;
        intake.enter(files)
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
        }
    }

    fn open(&self, index: usize) -> Result<Box<dyn io::Read + Send + '_>, SourceError> {
        match &self.items[index].place {
            Place::Input(place) => self.source.open(*place),
        }
    }
}

/// What a reader of saved pages says of a file.
pub(super) fn recognise(name: &Arc<str>, head: &[u8], text: &str) -> Vote {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let lower: String = start.chars().take(2048).flat_map(char::to_lowercase).collect();
    let is_page = !crate::looks_binary(head)
        && (lower.starts_with("<!doctype html")
            || lower.starts_with("<html")
            || lower.starts_with("<!--") && lower.contains("<html")
            || lower.starts_with("<?xml") && lower.contains("<html"));
    if !is_page {
        return Vote::No;
    }
    let whole = text.to_lowercase();
    let signs = [
        ("page saved with singlefile", "a page that SingleFile saved"),
        ("archive processed by singlefile", "a page that SingleFile saved"),
        ("<!-- saved from url=", "a page that a browser saved"),
        ("mirrored from ", "a page that HTTrack mirrored"),
        ("begin wayback toolbar insert", "a copy from the Wayback Machine"),
        ("\"blogposting\"", "a page with the data of a blog post"),
        ("property=\"og:type\" content=\"article\"", "a page with the data of an article"),
        ("content=\"article\" property=\"og:type\"", "a page with the data of an article"),
        ("property='og:type' content='article'", "a page with the data of an article"),
        ("og:type content=article", "a page with the data of an article"),
    ];
    match signs.iter().find(|(sign, _)| whole.contains(sign)) {
        Some((_, found)) => Vote::Signature((*found).to_owned()),
        None => Vote::Name(format!("`{name}` is a page of HTML")),
    }
}

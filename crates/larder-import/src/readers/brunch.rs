//! Reads archived posts of brunch.co.kr (브런치), Kakao's writing platform, which has no export.
//!
//! A post can survive as a text capture in one of five layouts ([`text`]), as a saved page of one of several generations
//! ([`page`]), as JSON inside a page or as an archived API response ([`api`]). Each becomes a
//! [`Capture`](capture::Capture) first; [`join`] then makes one post of all captures of it, and one blog per author.
//!
//! Files are parsed and posts are made on all cores, a chunk at a time. What captures say waits in the spool until all of
//! them are known; in memory is only what tells which of them show the same post.
//!
//! Two things no capture states, and no note repeats for each of them. *Who could see a post*: what a page showed to
//! whoever captured it was published and public; an API response that says otherwise (`private`, `notPublished`, another
//! `status`) is believed. *The language*: `ko` for the blog as a whole, because the platform has no other; a post's own
//! language stays absent.

#![expect(
    clippy::vec_box,
    reason = "the list of captures is long: each is freed as soon as its post is made"
)]

mod address;
mod api;
mod body;
mod capture;
mod join;
mod page;
mod parse;
#[cfg(test)]
mod tests;
mod text;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use larder_core::{Digest, EntryId, Fate, Format, ItemKind, Rule, format, key};
use rayon::prelude::*;

use self::{
    join::{Captures, Library, Prepared, Waiting, folder_of},
    parse::{FileFacts, Parsed},
};
use crate::{Intake, ReadError, ReadOptions, Reader, Sample, Source, SourceError, Vote};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brunch;

/// How many files are in memory at once.
const CHUNK: usize = 128;

impl Reader for Brunch {
    fn format(&self) -> &'static Format {
        &format::BRUNCH
    }

    fn vote(&self, sample: &Sample) -> Vote {
        let text = &sample.text;
        let sign = api::recognise_response(text)
            .or_else(|| page::recognise_page(text))
            .or_else(|| text::recognise(text).map(|(_, sign)| sign));
        sign.map_or(Vote::No, Vote::Signature)
    }

    fn looks_for(&self) -> &'static str {
        "a text capture (`by NAME Mon DD. YYYY`), a saved page of brunch.co.kr, or an archived API response"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut files = Files::default();
        let spool = Arc::clone(intake.spool());
        let places: Vec<usize> =
            (0..source.entries().len()).filter(|it| !source.is_lent(*it)).collect();
        let total = places.len();
        if let Some(progress) = &options.progress {
            progress.begin("read", total as u64);
        }
        for start in (0..total).step_by(CHUNK) {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            let end = total.min(start + CHUNK);
            let parsed: Vec<Parsed> = places[start..end]
                .par_iter()
                .map(|index| parse::parse(source, *index, options, &spool))
                .collect();
            for (index, parsed) in places[start..end].iter().zip(parsed) {
                files.take(*index, parsed, source, intake)?;
            }
            if let Some(progress) = &options.progress {
                progress.advance((end - start) as u64);
            }
        }
        if let Some(progress) = &options.progress {
            progress.end();
        }
        files.sort_out_strays(options.from.as_deref() == Some("brunch"), source, intake);
        let mut library = Library::new(source);
        files.seen = HashMap::new();
        let captures = std::mem::take(&mut files.captures);
        let strays = join::join(captures, &mut library, options, intake)?;
        files.take_strays(&strays, source, intake);
        files.settle_others(&library, source, intake);
        Ok(())
    }
}

/// What the files of the input turned out to be.
#[derive(Default)]
struct Files {
    captures: Captures,
    /// The files with captures: where the first with these bytes is.
    seen: HashMap<Digest, u32>,
    /// Folders that saved pages keep their pictures, styles and scripts in.
    page_folders: BTreeSet<String>,
    /// Files that are no captures: what they are.
    others: Vec<(usize, String)>,
}

impl Files {
    fn take(
        &mut self,
        index: usize,
        parsed: Parsed,
        source: &dyn Source,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.file(index);
        match parsed {
            Parsed::Captures(captures, facts) => {
                return self.take_captures(index, captures, facts, source, intake);
            }
            Parsed::Refused(refusal) => intake.leave_out(entry, refusal.rule, refusal.found),
            Parsed::NotText(found) | Parsed::NoCapture(found) => self.others.push((index, found)),
            Parsed::Unread(SourceError::Refused { rule, found }) => {
                intake.leave_out(entry, rule, found)
            }
            Parsed::Spool(error) => return Err(ReadError::Io(error)),
            Parsed::Unread(SourceError::Io(error)) => {
                intake.leave_out(entry, Rule::Unreadable, error.to_string())
            }
        }
        Ok(())
    }

    fn take_captures(
        &mut self,
        index: usize,
        captures: Vec<Prepared>,
        facts: FileFacts,
        source: &dyn Source,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let file = &source.entries()[index].name;
        let entry = intake.file(index);
        let folders = facts.local.iter().filter_map(|reference| folder_of(file, reference));
        // A page that keeps its pictures beside itself makes nobody else's files its own.
        self.page_folders.extend(folders.filter(|folder| *folder != folder_name(file)));
        let number = u32::try_from(index).expect("the limit on files is far below 2^32");
        if let Some(same) = self.seen.get(&facts.sha256) {
            let found = format!("the same bytes as `{}`", source.entries()[*same as usize].name);
            intake.leave_out(entry, Rule::SameBytes, found);
            return Ok(());
        }
        self.seen.insert(facts.sha256, number);
        let several = captures.len() != 1;
        if several {
            intake.ledger().settle(entry, Fate::Carried { post: None });
        }
        for (place, prepared) in captures.into_iter().enumerate() {
            let item = format!("{file}#{}", place + 1);
            let entry =
                if several { intake.ledger().open(ItemKind::Item, item, None) } else { entry };
            self.captures.push(prepared, number, entry);
        }
        Ok(())
    }

    /// Texts without a sign of a capture: beside a saved page they are its styles and scripts, else the user's word, if
    /// there is one, makes them captures.
    fn sort_out_strays(&mut self, forced: bool, source: &dyn Source, intake: &Intake) {
        let of_a_page = |waiting: &Waiting| {
            let folder = || folder_name(&source.entries()[waiting.file as usize].name);
            waiting.is_stray() && self.page_folders.contains(&folder())
        };
        let furniture = self.captures.take_out(of_a_page);
        if forced {
            self.captures.trust_all();
        }
        self.take_strays(&furniture, source, intake);
    }

    /// Texts that turned out to be no captures are files like any others.
    fn take_strays(&mut self, strays: &[Box<Waiting>], source: &dyn Source, intake: &Intake) {
        if strays.is_empty() {
            return;
        }
        let entries: BTreeSet<EntryId> = strays.iter().map(|stray| stray.entry).collect();
        for index in 0..source.entries().len() {
            if entries.contains(&intake.file(index)) {
                let found = "text without any sign of a capture, and like no capture here";
                self.others.push((index, found.to_owned()));
            }
        }
    }

    /// Pictures of posts are carried; the rest of a saved page's folder is its frame; anything else was not recognised.
    ///
    /// What is byte for byte a picture of a post is left out as such, wherever it lies: nothing of it is missing.
    fn settle_others(self, library: &Library<'_>, source: &dyn Source, intake: &mut Intake) {
        let used: BTreeSet<usize> = library.used().collect();
        let contents = library.contents();
        let lengths: HashSet<u64> = contents.keys().map(|(length, _)| *length).collect();
        let twin = |index: usize| {
            // Only what may be the same is read once more.
            let length =
                source.entries()[index].length.filter(|length| lengths.contains(length))?;
            let digest = Digest::of(&source.read(index).ok()?);
            contents.get(&(length, digest)).map(|&twin| &source.entries()[twin].name)
        };
        for index in used.iter().filter(|index| source.is_lent(**index)) {
            let entry = intake.file(*index);
            intake.ledger().settle(entry, Fate::Carried { post: None });
        }
        for (index, found) in self.others {
            let entry = intake.file(index);
            let folder = folder_name(&source.entries()[index].name);
            if used.contains(&index) {
                intake.ledger().settle(entry, Fate::Carried { post: None });
            } else if let Some(same) = twin(index) {
                intake.leave_out(entry, Rule::SameBytes, format!("the same bytes as `{same}`"));
            } else if self.page_folders.contains(&folder) {
                intake.leave_out(entry, Rule::PageFurniture, found);
            } else {
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
    }
}

/// The folder a file lies in, as names are compared; empty at the top.
fn folder_name(file: &str) -> String {
    key::name(file.rsplit_once('/').map(|(folder, _)| folder).unwrap_or_default())
}

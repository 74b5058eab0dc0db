//! The bytes of images and files beside an archive. They are taken only when they are what the archive says.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use larder_core::{
    Asset, Blob, Blog, Digest, Fate, Note, NoteKind, Rule, Stored, record::MISSING_MEDIA,
};

use super::record::check_file;
use crate::{
    Intake, Source,
    shelf::{self, Held},
};

/// The media of a source. Each file is read once, however many records name it.
pub(super) struct Media<'a> {
    source: &'a dyn Source,
    names: BTreeMap<&'a str, usize>,
    read: BTreeMap<usize, Option<Blob>>,
    /// The files that are not there.
    missing: BTreeSet<String>,
}

impl<'a> Media<'a> {
    pub(super) fn new(source: &'a dyn Source) -> Self {
        let entries = source.entries().iter().enumerate();
        let names = entries.map(|(index, entry)| (&*entry.name, index)).collect();
        Self { source, names, read: BTreeMap::new(), missing: BTreeSet::new() }
    }

    /// Gives each asset of `blog` its bytes, from beside the archive called `archive`.
    ///
    /// An asset whose bytes are missing or wrong keeps what was said of them in `extra`, so that nobody takes them for
    /// stored, and takes it back when they are there again. Fails when the spool does.
    pub(super) fn attach(
        &mut self,
        blog: &mut Blog,
        archive: &str,
        intake: &mut Intake,
    ) -> io::Result<()> {
        let folder = super::sort::folder(archive);
        for at in 0..blog.assets.len() {
            let slot = &blog.assets.slots()[at];
            let mut asset = slot.get()?.into_owned();
            if asset.stored.is_none()
                && let Some(stored) = self.found_again(&asset, folder)
            {
                asset.stored = Some(stored);
                asset.extra.remove(MISSING_MEDIA);
            }
            let Some(stored) = asset.stored.as_mut() else { continue };
            let name = format!("{folder}{}", stored.file);
            stored.blob = match self.names.get(name.as_str()) {
                Some(&index) => self.bytes(index, stored, intake)?,
                None => {
                    self.miss(name, &stored.file, archive, intake);
                    None
                }
            };
            set_aside(&mut asset);
            let changed = blog.assets.slots()[at].with(asset)?;
            blog.assets.replace(at, changed);
        }
        Ok(())
    }

    /// What an earlier reading set aside, when its file is here now.
    fn found_again(&self, asset: &Asset, folder: &str) -> Option<Box<Stored>> {
        let value = asset.extra.value(MISSING_MEDIA)?;
        let stored: Stored = serde_json::from_value(value.clone()).ok()?;
        check_file(&stored).ok()?;
        let is_here = self.names.contains_key(format!("{folder}{}", stored.file).as_str());
        is_here.then(|| Box::new(stored))
    }

    fn miss(&mut self, name: String, file: &str, archive: &str, intake: &mut Intake) {
        if self.missing.insert(name) {
            let kind = NoteKind::MediaMissing { name: file.to_owned() };
            intake.note(Note::new(kind).in_file(archive));
        }
    }

    fn bytes(
        &mut self,
        index: usize,
        stored: &Stored,
        intake: &mut Intake,
    ) -> io::Result<Option<Blob>> {
        if let Some(read) = self.read.get(&index) {
            return Ok(read.clone());
        }
        let file = intake.file(index);
        let blob = match read_checked(self.source, index, stored, intake)? {
            Ok(blob) => {
                intake.ledger().settle(file, Fate::Carried { post: None });
                Some(blob)
            }
            Err((rule, found)) => {
                intake.leave_out(file, rule, found);
                None
            }
        };
        self.read.insert(index, blob.clone());
        Ok(blob)
    }
}

/// The bytes of a file, if they are what the archive says, else why they are not taken. Fails when the spool does.
fn read_checked(
    source: &dyn Source,
    index: usize,
    stored: &Stored,
    intake: &Intake,
) -> io::Result<Result<Blob, (Rule, String)>> {
    let held = match shelf::held(source, index, intake)? {
        Ok(held) => held,
        Err(error) => return Ok(Err(error.into_rule())),
    };
    let (found, length) = match &held {
        Held::Memory(bytes) => (Digest::of(bytes), bytes.len() as u64),
        Held::Spool(blob) => Digest::of_reader(blob.reader())?,
    };
    if found != stored.sha256 {
        let found = format!("expected the SHA-256 of its name, found {found}");
        return Ok(Err((Rule::Damaged, found)));
    }
    if length != stored.length {
        let found = format!("expected {} bytes, found {length}", stored.length);
        return Ok(Err((Rule::Damaged, found)));
    }
    Ok(Ok(match held {
        Held::Memory(bytes) => intake.blob(&bytes)?,
        Held::Spool(blob) => blob,
    }))
}

/// Keeps in `extra` what is said of bytes that are not here.
fn set_aside(asset: &mut Asset) {
    let Some(stored) = asset.stored.take_if(|stored| stored.blob.is_none()) else { return };
    let said = serde_json::to_value(&stored).expect("text and numbers are JSON");
    asset.extra.insert(MISSING_MEDIA, said);
}

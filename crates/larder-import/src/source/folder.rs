//! A folder and everything below it. Links are not followed, special files are not opened.

use std::{
    collections::BTreeSet,
    io::{self, Read},
    path::{Path, PathBuf},
};

use larder_core::{Note, Rule};

use super::{
    Budget, Bytes, Catalogue, FoundArchive, Listed, Refused, Source, SourceEntry, SourceError,
    disk, tar, zip,
};
use crate::{Limits, ReadError, names};

/// The deepest folder that is entered.
const DEEPEST: usize = 128;

/// The files of a folder, in the order of their names.
#[derive(Debug)]
pub struct Folder {
    name: String,
    root: PathBuf,
    listed: Listed<Part>,
    limits: Limits,
}

/// How a file is found again.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    identity: disk::Identity,
}

impl Folder {
    /// Lists the folder at `path`. Archives in it are entries like any other; [`open`](super::open()) looks into them.
    ///
    /// Fails when the folder itself cannot be listed. What cannot be listed below it is refused.
    pub fn new(path: impl Into<PathBuf>, limits: &Limits) -> Result<Self, ReadError> {
        let budget = Budget::new(limits);
        Ok(Self::list(path.into(), &budget, Archives::AreFiles)?.0)
    }

    /// Lists the folder at `path`, and apart from it the archives in it.
    pub(super) fn with_archives(
        path: PathBuf,
        budget: &Budget,
    ) -> Result<(Self, Vec<FoundArchive>), ReadError> {
        Self::list(path, budget, Archives::StandApart)
    }

    fn list(
        root: PathBuf,
        budget: &Budget,
        archives: Archives,
    ) -> Result<(Self, Vec<FoundArchive>), ReadError> {
        let name = super::open::label(&root);
        let mut walk = Walk::new(&root, budget, archives);
        walk.run().map_err(|error| ReadError::Unreadable {
            name: name.clone(),
            line: None,
            found: error.to_string(),
        })?;
        let (listed, archives) = (walk.catalogue.finish(), walk.found);
        Ok((Self { name, root, listed, limits: budget.limits().clone() }, archives))
    }
}

impl Source for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn entries(&self) -> &[SourceEntry] {
        &self.listed.entries
    }

    fn refused(&self) -> &[Refused] {
        &self.listed.refused
    }

    fn notes(&self) -> &[Note] {
        &self.listed.notes
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, SourceError> {
        let (file, length) = self.opened(index)?;
        // A file that is too large is refused by its length: a sparse one has no bytes to read.
        if length > self.limits.file_bytes {
            return Err(SourceError::too_large(self.limits.file_bytes));
        }
        super::read_bounded(file, self.limits.file_bytes)
    }

    fn open(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, SourceError> {
        let (file, _) = self.opened(index)?;
        Ok(Box::new(file.take(self.limits.unpacked_bytes)))
    }

    fn on_disk(&self, index: usize) -> Option<std::fs::File> {
        self.listed.parts.get(index)?.identity?;
        let (file, length) = self.opened(index).ok()?;
        // What is behind the limit is not read, so that it is none of the entry.
        (length <= self.limits.unpacked_bytes).then_some(file)
    }
}

impl Folder {
    fn opened(&self, index: usize) -> Result<(std::fs::File, u64), SourceError> {
        let part = self.listed.parts.get(index).ok_or_else(SourceError::no_such_entry)?;
        disk::open_seen(&self.root.join(&part.path), part.identity)
    }
}

/// Whether zip files and tar archives are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Archives {
    AreFiles,
    StandApart,
}

/// One walk through a folder. The folders to enter are on a stack of our own, not on the program's.
struct Walk<'a> {
    root: &'a Path,
    budget: &'a Budget,
    archives: Archives,
    catalogue: Catalogue<Part>,
    found: Vec<FoundArchive>,
    /// Folders to enter: path below the root, depth.
    ahead: Vec<(PathBuf, usize)>,
    entered: BTreeSet<(u64, u64)>,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Path, budget: &'a Budget, archives: Archives) -> Self {
        Self {
            root,
            budget,
            archives,
            catalogue: Catalogue::default(),
            found: Vec::new(),
            ahead: Vec::new(),
            entered: BTreeSet::new(),
        }
    }

    /// Fails when the root itself cannot be listed.
    fn run(&mut self) -> io::Result<()> {
        self.entered.extend(disk::identity(&disk::named(self.root)?));
        let mut full = self.enter(&PathBuf::new(), 0)?;
        while full.is_none() {
            let Some((folder, depth)) = self.ahead.pop() else { return Ok(()) };
            full = self.enter(&folder, depth).unwrap_or_else(|error| {
                self.refuse(&folder, Rule::Unreadable, error.to_string());
                None
            });
        }
        if let Some(path) = full {
            self.refuse(&path, Rule::TooMany, self.budget.too_many());
        }
        Ok(())
    }

    /// Meets everything in a folder. Returns the first path that the limit on files left out.
    fn enter(&mut self, folder: &Path, depth: usize) -> io::Result<Option<PathBuf>> {
        let first = self.ahead.len();
        for name in disk::names(&self.root.join(folder))? {
            let path = folder.join(name);
            match disk::seen(&self.root.join(&path)) {
                Ok(metadata) if metadata.is_dir() => self.meet_folder(path, &metadata, depth + 1),
                Ok(_) | Err(_) if !self.budget.take_file() => return Ok(Some(path)),
                Ok(metadata) if metadata.is_file() => self.meet_file(path, &metadata),
                Ok(metadata) => self.refuse(&path, Rule::NotARegularFile, disk::kind(&metadata)),
                Err(error) => self.refuse(&path, Rule::Unreadable, error.to_string()),
            }
        }
        // The folder whose name comes first is entered first.
        self.ahead[first..].reverse();
        Ok(None)
    }

    fn meet_folder(&mut self, path: PathBuf, metadata: &std::fs::Metadata, depth: usize) {
        let again = disk::identity(metadata).is_some_and(|identity| !self.entered.insert(identity));
        match () {
            () if again => {
                self.refuse(&path, Rule::NotARegularFile, "a folder that was met before: a loop")
            }
            () if depth > DEEPEST => {
                self.refuse(&path, Rule::TooMany, format!("folders more than {DEEPEST} deep"));
            }
            () => self.ahead.push((path, depth)),
        }
    }

    fn meet_file(&mut self, path: PathBuf, metadata: &std::fs::Metadata) {
        let (name, raw) = label(&path);
        let identity = disk::identity(metadata);
        if names::is_system_file(&name) {
            return self.refuse(&path, Rule::SystemFile, names::SYSTEM_FILE);
        }
        let apart = self.archives == Archives::StandApart
            && (zip::may_be_archive(&name) || tar::may_be_archive(&name));
        if let Some(bytes) = apart.then(|| self.archive(&path, identity)).flatten() {
            return self.found.push(FoundArchive { name, bytes });
        }
        self.catalogue.take(name, &raw, Some(metadata.len()), Part { path, identity });
    }

    /// The bytes of the file, if they are those of an archive. An unreadable one is found to be so when it is read.
    fn archive(&self, path: &Path, identity: disk::Identity) -> Option<Bytes> {
        let bytes = Bytes::on_disk(self.root.join(path), identity).ok()?;
        (zip::is_archive(&bytes.head(4).ok()?) || tar::is_archive(&bytes)).then_some(bytes)
    }

    fn refuse(&mut self, path: &Path, rule: Rule, found: impl Into<String>) {
        self.catalogue.refuse(&label(path).0, rule, found);
    }
}

/// The name of a path below the root, and the same as raw bytes.
fn label(path: &Path) -> (String, Vec<u8>) {
    let parts: Vec<_> = path.iter().map(|part| part.as_encoded_bytes()).collect();
    let raw = parts.join(&b'/');
    let name: Vec<_> = parts.iter().map(|part| names::entry_name(part)).collect();
    (name.join("/"), raw)
}

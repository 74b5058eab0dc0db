//! From what the user named to one source.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    path::Path,
    sync::Arc,
};

use larder_core::Rule;

use super::{
    Budget, Bytes, Folder, FoundArchive, Source, disk,
    many::{Many, Piece},
    single::Single,
    tar::{self, Tar},
    zip::{self, Zip},
};
use crate::{Limits, ReadError, names};

/// Opens `inputs` as one source: folders, zip files, tar archives (packed with gzip or not), single files, and `-` for
/// standard input.
///
/// Zip files are looked into wherever they are, one within another at most; tar archives where they are named, and in
/// folders. Names of entries begin with the name of their
/// input only when there are several inputs; no name ever tells where on this machine the input lies.
///
/// Fails when an input cannot be opened, or is neither a folder nor a regular file.
pub fn open<P: AsRef<Path>>(inputs: &[P], limits: &Limits) -> Result<Box<dyn Source>, ReadError> {
    let inputs: Vec<&Path> = inputs.iter().map(AsRef::as_ref).collect();
    let mut opening = Opening::new(limits);
    if let [input] = inputs[..] {
        opening.input(input, label(input), "")?;
    } else {
        let mut seen = BTreeMap::new();
        for input in inputs {
            let label = unique(label(input), &mut seen);
            let prefix = format!("{label}/");
            opening.input(input, label, &prefix)?;
        }
    }
    Ok(opening.finish())
}

/// Opens `bytes` as [`open`] opens a file called `name` that holds them.
pub fn from_bytes(
    name: &str,
    bytes: impl Into<Arc<[u8]>>,
    limits: &Limits,
) -> Result<Box<dyn Source>, ReadError> {
    let mut opening = Opening::new(limits);
    opening.bytes(name.to_owned(), name.as_bytes(), Bytes::of_memory(bytes.into()), "")?;
    Ok(opening.finish())
}

/// What to call an input: the last part of its path.
pub(super) fn label(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    let last = path.file_name().map(|name| names::entry_name(name.as_encoded_bytes()));
    // `.` and `..` have no last part, and the folder's own name is none of the archive's business.
    last.unwrap_or_else(|| "input".to_owned())
}

/// The label, or the first of its numbered forms that nobody has. `seen` holds the last number tried for each label.
fn unique(label: String, seen: &mut BTreeMap<String, u32>) -> String {
    let Some(tried) = seen.get(&label) else {
        seen.insert(label.clone(), 1);
        return label;
    };
    let mut numbered = (tried + 1..).map(|number| (number, names::numbered(&label, number)));
    let free = numbered.find(|(_, name)| !seen.contains_key(name));
    let (number, name) = free.expect("there are more numbers than inputs");
    seen.insert(label, number);
    seen.insert(name.clone(), 1);
    name
}

/// The pieces found so far.
struct Opening {
    budget: Budget,
    pieces: Vec<Piece>,
    refused: Vec<(String, Rule, String)>,
    labels: Vec<String>,
}

impl Opening {
    fn new(limits: &Limits) -> Self {
        Self {
            budget: Budget::new(limits),
            pieces: Vec::new(),
            refused: Vec::new(),
            labels: Vec::new(),
        }
    }

    fn input(&mut self, input: &Path, label: String, prefix: &str) -> Result<(), ReadError> {
        if input.as_os_str() == "-" {
            let bytes = self.standard_input().map_err(|error| unreadable(input, error))?;
            return self.bytes(label, b"stdin", bytes, prefix);
        }
        let metadata = disk::named(input).map_err(|error| unreadable(input, error))?;
        if metadata.is_dir() {
            return self.folder(input, label, prefix);
        }
        if !metadata.is_file() {
            let found = format!(
                "{} is neither a file nor a folder; `-` reads standard input",
                disk::kind(&metadata)
            );
            return Err(unreadable(input, found));
        }
        let (file, length) = disk::open_named(input).map_err(|error| unreadable(input, error))?;
        let raw = input.file_name().unwrap_or_default().as_encoded_bytes();
        self.bytes(label, raw, Bytes::of_file(file, length), prefix)
    }

    fn folder(&mut self, input: &Path, label: String, prefix: &str) -> Result<(), ReadError> {
        let (folder, archives) = Folder::with_archives(input.to_owned(), &self.budget)?;
        self.labels.push(label);
        self.pieces.push(Piece { prefix: prefix.to_owned(), source: Box::new(folder) });
        for archive in archives {
            self.inner_archive(archive, prefix, 1);
        }
        Ok(())
    }

    /// A file that the user named, or standard input. A single file needs no prefix: its name is that of the input.
    fn bytes(
        &mut self,
        label: String,
        raw: &[u8],
        bytes: Bytes,
        prefix: &str,
    ) -> Result<(), ReadError> {
        let head = bytes.head(4).map_err(|error| unreadable(Path::new(&label), error))?;
        if zip::is_archive(&head) || tar::is_archive(&bytes) {
            let archive = FoundArchive { name: label.clone(), bytes };
            self.labels.push(label);
            return self.archive(archive, prefix, 1);
        }
        let single = Single::new(label.clone(), raw, bytes, &self.budget);
        let prefix = String::new();
        self.pieces.push(Piece { prefix, source: Box::new(single) });
        self.labels.push(label);
        Ok(())
    }

    /// An archive below an input: when it cannot be read, that is one refusal among the others.
    fn inner_archive(&mut self, mut archive: FoundArchive, prefix: &str, depth: u32) {
        let name = format!("{prefix}{}", archive.name);
        archive.name.clone_from(&name);
        if let Err(error) = self.archive(archive, &format!("{name}/"), depth) {
            let found = match error {
                ReadError::Unreadable { found, .. } => found,
                other => other.to_string(),
            };
            self.refused.push((name, Rule::Damaged, found));
        }
    }

    /// Takes the entries of an archive under `prefix`, and those of the archives in it.
    fn archive(
        &mut self,
        archive: FoundArchive,
        prefix: &str,
        depth: u32,
    ) -> Result<(), ReadError> {
        let name = archive.name.clone();
        let (source, inner) = self.listed(archive, depth)?;
        if source.entries().is_empty() && source.refused().is_empty() && inner.is_empty() {
            self.refused.push((name, Rule::EmptyFile, "an archive without files".into()));
        }
        self.pieces.push(Piece { prefix: prefix.to_owned(), source });
        for archive in inner {
            self.inner_archive(archive, prefix, depth + 1);
        }
        Ok(())
    }

    /// An archive by what it is, and the archives in it.
    fn listed(
        &self,
        archive: FoundArchive,
        depth: u32,
    ) -> Result<(Box<dyn Source>, Vec<FoundArchive>), ReadError> {
        let is_zip = archive.bytes.head(4).is_ok_and(|head| zip::is_archive(&head));
        if is_zip {
            let (zip, inner) = Zip::open(archive, &self.budget, depth)?;
            return Ok((Box::new(zip), inner));
        }
        let (tar, inner) = Tar::open(archive, &self.budget, depth)?;
        Ok((Box::new(tar), inner))
    }

    fn standard_input(&self) -> io::Result<Bytes> {
        let limit = self.budget.limits().unpacked_bytes;
        let reader = io::stdin().lock().take(limit.saturating_add(1));
        let bytes = Bytes::spooled(self.budget.spool(), reader)?;
        if bytes.len() > limit {
            let found = format!("more than {limit} bytes; --max-unpacked-size raises the limit");
            return Err(io::Error::other(found));
        }
        Ok(bytes)
    }

    fn finish(mut self) -> Box<dyn Source> {
        let alone = self.pieces.len() == 1 && self.refused.is_empty();
        match self.pieces.pop_if(|piece| alone && piece.prefix.is_empty()) {
            Some(piece) => piece.source,
            None => Box::new(Many::new(self.labels.join(", "), self.pieces, self.refused)),
        }
    }
}

fn unreadable(input: &Path, found: impl ToString) -> ReadError {
    let name = names::printable(&input.to_string_lossy());
    ReadError::Unreadable { name, line: None, found: found.to_string() }
}

//! The records of the archive, and the index by which programs find them.

use std::io::{self, BufRead, Write};

use chrono::{DateTime, Utc};
use larder_capture::warc::{Compress, Writer};
use larder_core::{Digest, Hashing, derived_uuid};
use serde::Serialize;
use url::Url;

use super::surt::surt;
use crate::{WriteError, feed::GENERATOR, moving::Package};

/// The name of the file with the records, within its folder.
const FILE: &str = "data.warc.gz";

/// What records are of: nobody saw how a server answered, and so they are the things themselves.
const ABOUT: &str = "Pages that were made of the archive of a blog, and the files that these show. No server was asked: ";

/// What the date of the records is.
const STATED: &str = "the dates of the records are the time at which they were written";
const LAST: &str =
    "the dates of the records are the date of the last change that the archive knows of";

/// A file of the archive, as its list of files says it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Listed {
    name: &'static str,
    path: String,
    hash: String,
    bytes: u64,
}

impl Listed {
    pub(super) fn new(path: &str, digest: Digest, bytes: u64) -> Self {
        let name = match path.rsplit_once('/') {
            Some((_, "index.cdx")) => "index.cdx",
            Some((_, "pages.jsonl")) => "pages.jsonl",
            _ => FILE,
        };
        Self { name, path: path.to_owned(), hash: format!("sha256:{digest}"), bytes }
    }
}

/// The date of an archive, in the forms that it is written in.
#[derive(Clone, Debug)]
pub(super) struct Date {
    /// As RFC 3339 says it, in UTC.
    pub(super) text: String,
    /// In fourteen digits.
    stamp: String,
    /// What date it is.
    about: &'static str,
}

impl Date {
    /// A date, and whether it is stated as that of writing.
    pub(super) fn new(at: DateTime<Utc>, is_stated: bool) -> Self {
        let text = at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let about = if is_stated { STATED } else { LAST };
        Self { text, stamp: at.format("%Y%m%d%H%M%S").to_string(), about }
    }
}

/// The records, as they are written into the package.
pub(super) struct Crawl<'p> {
    writer: Writer<Hashed<'p>>,
    date: &'p Date,
    index: Vec<String>,
}

/// What a record holds.
pub(super) struct Bytes<'b> {
    pub(super) block: &'b mut dyn BufRead,
    /// How many there are.
    pub(super) length: u64,
    pub(super) sha256: &'b Digest,
    /// Whether they are packed already.
    pub(super) are_packed: bool,
}

/// A line of the index, behind the key and the date.
#[derive(Serialize)]
struct Line<'a> {
    url: &'a str,
    mime: &'a str,
    status: &'a str,
    digest: &'a str,
    length: String,
    offset: String,
    filename: &'a str,
}

impl<'p> Crawl<'p> {
    /// Begins the file of records, which will have about so many bytes.
    pub(super) fn begin(
        package: &'p mut Package,
        date: &'p Date,
        length: u64,
    ) -> Result<Self, WriteError> {
        package.begin(&path(), length)?;
        let out = Hashed { out: package.raw(), hashing: Hashing::default(), bytes: 0 };
        let mut crawl = Self { writer: Writer::new(out, Compress::Gzip), date, index: Vec::new() };
        let (name, version) = GENERATOR;
        let block = format!(
            "software: {name}/{version}\r\nformat: WARC File Format 1.1\r\n\
            conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
            description: {ABOUT}{}\r\n",
            date.about
        );
        let (id, digest) = (id(FILE, &Digest::of(block.as_bytes())), digest(block.as_bytes()));
        let fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", &*id),
            ("WARC-Date", &*crawl.date.text),
            ("WARC-Filename", FILE),
            ("WARC-Block-Digest", &*digest),
            ("Content-Type", "application/warc-fields"),
        ];
        crawl.writer.write(&fields, block.as_bytes()).map_err(failed)?;
        Ok(crawl)
    }

    /// Writes what is at an address.
    pub(super) fn add(
        &mut self,
        address: &Url,
        media_type: &str,
        block: &[u8],
    ) -> Result<(), WriteError> {
        let (length, sha256) = (block.len() as u64, Digest::of(block));
        let bytes = Bytes { block: &mut &*block, length, sha256: &sha256, are_packed: false };
        self.add_from(address, media_type, bytes)
    }

    /// Writes what is at an address, which is not in memory all at once.
    pub(super) fn add_from(
        &mut self,
        address: &Url,
        media_type: &str,
        bytes: Bytes<'_>,
    ) -> Result<(), WriteError> {
        let Bytes { block, length, sha256, are_packed } = bytes;
        let (id, digest) = (id(address.as_str(), sha256), format!("sha256:{sha256}"));
        let fields = [
            ("WARC-Type", "resource"),
            ("WARC-Record-ID", &*id),
            ("WARC-Target-URI", address.as_str()),
            ("WARC-Date", &*self.date.text),
            ("WARC-Block-Digest", &*digest),
            ("WARC-Payload-Digest", &*digest),
            ("Content-Type", media_type),
        ];
        let written = self.writer.write_from(&fields, block, length, are_packed).map_err(failed)?;
        let line = Line {
            url: address.as_str(),
            mime: media_type.split(';').next().unwrap_or_default().trim(),
            status: "200",
            digest: &digest,
            length: written.length.to_string(),
            offset: written.offset.to_string(),
            filename: FILE,
        };
        let line = serde_json::to_string(&line).map_err(io::Error::from).map_err(failed)?;
        self.index.push(format!("{} {} {line}\n", surt(address), self.date.stamp));
        Ok(())
    }

    /// The index, in the order in which it is searched, and what is listed of the records.
    pub(super) fn finish(self) -> (Vec<String>, Listed) {
        let Self { writer, mut index, .. } = self;
        index.sort_unstable();
        let Hashed { hashing, bytes, .. } = writer.into_inner();
        (index, Listed::new(&path(), hashing.finish(), bytes))
    }
}

fn path() -> String {
    format!("archive/{FILE}")
}

fn digest(block: &[u8]) -> String {
    format!("sha256:{}", Digest::of(block))
}

/// The id of a record, which is made of what it is.
fn id(of: &str, digest: &Digest) -> String {
    format!("<{}>", derived_uuid(&[of, &digest.to_string()]))
}

pub(super) fn failed(error: io::Error) -> WriteError {
    WriteError::Sink(crate::SinkError::Io {
        name: larder_core::format::WACZ.file.to_owned(),
        error,
    })
}

/// Bytes on their way, with their digest and their number.
struct Hashed<'p> {
    out: &'p mut dyn Write,
    hashing: Hashing,
    bytes: u64,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.hashing.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

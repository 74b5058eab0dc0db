//! Collects raw records, parses them on all cores, and puts them into drafts of blogs in their order.

use std::sync::Arc;

use larder_core::{Cancel, Rule, Spool};
use rayon::prelude::*;

use super::{
    draft::Draft,
    record::{self, Parsed},
    scan::Fault,
};
use crate::{ReadError, SourceError};

/// How many bytes of raw records, and how many of them, are parsed at once.
const SIZE: (usize, usize) = (8 << 20, 512);

/// What a record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The first line of the archive as lines.
    Header,
    /// The field `larder` or `minor` of a document.
    Version(&'static str),
    Site,
    Author,
    Term,
    Series,
    Post,
    Comment,
    Asset,
    Note,
    /// Of a newer version.
    Other(String),
    /// No record at all.
    Broken,
}

impl Kind {
    /// What a list of a document holds, if its name is known.
    pub(super) fn of_list(name: &str) -> Option<Self> {
        Some(match name {
            "authors" => Self::Author,
            "terms" => Self::Term,
            "series" => Self::Series,
            "posts" => Self::Post,
            "comments" => Self::Comment,
            "assets" => Self::Asset,
            "notes" => Self::Note,
            _ => return None,
        })
    }

    /// What a field of a document is when it is no list.
    pub(super) fn of_field(name: &str) -> Self {
        match name {
            "larder" => Self::Version("larder"),
            "minor" => Self::Version("minor"),
            "site" => Self::Site,
            other => Self::Other(other.to_owned()),
        }
    }

    /// What a line of this type is.
    pub(super) fn of_line(name: &str) -> Self {
        match name {
            "blog" => Self::Header,
            "site" => Self::Site,
            "author" => Self::Author,
            "term" => Self::Term,
            "series" => Self::Series,
            "post" => Self::Post,
            "comment" => Self::Comment,
            "asset" => Self::Asset,
            "note" => Self::Note,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// The bytes of a record.
pub(super) struct Raw {
    pub(super) kind: Kind,
    pub(super) line: u64,
    pub(super) json: Vec<u8>,
    /// Whether it is a line of its own, with a field `type`.
    pub(super) is_line: bool,
    /// Whether only its beginning is here.
    pub(super) too_large: bool,
}

/// What is being read of one archive.
pub(super) struct Batch<'a> {
    name: &'a str,
    cancel: &'a Cancel,
    spool: Arc<dyn Spool>,
    waiting: Vec<Raw>,
    bytes: usize,
    drafts: Vec<Draft>,
    failure: Option<ReadError>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(name: &'a str, cancel: &'a Cancel, spool: &Arc<dyn Spool>) -> Self {
        Self {
            name,
            cancel,
            spool: Arc::clone(spool),
            waiting: Vec::new(),
            bytes: 0,
            drafts: Vec::new(),
            failure: None,
        }
    }

    /// A blog begins.
    pub(super) fn begin(&mut self) {
        self.parse();
        self.drafts.push(Draft::default());
    }

    /// Takes the next record of the blog that began last. Stops the scan after a failure.
    pub(super) fn take(&mut self, raw: Raw) -> Result<(), Fault> {
        if self.drafts.is_empty() {
            let found = "expected {\"type\":\"blog\",\"larder\":1,…} as the first line".to_owned();
            self.failure = Some(self.unreadable(raw.line, found));
        }
        self.bytes += raw.json.len();
        self.waiting.push(raw);
        if self.bytes >= SIZE.0 || self.waiting.len() >= SIZE.1 {
            self.parse();
        }
        if self.failure.is_some() { Err(Fault::Stopped) } else { Ok(()) }
    }

    /// The stream is over, well or not.
    pub(super) fn end(&mut self, result: Result<(), Fault>, line: u64) -> Result<(), ReadError> {
        self.parse();
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let found = match result {
            Ok(()) | Err(Fault::Stopped) => return Ok(()),
            Err(Fault::Cut) => "the archive ends in the middle: it was cut".to_owned(),
            Err(Fault::Unexpected { expected, found }) => {
                format!("expected {expected}, found `{}`", found.escape_ascii())
            }
            Err(Fault::Source(error)) => return self.source_failed(error, line),
        };
        self.stop(line, Rule::Damaged, found)
    }

    /// All blogs of the archive.
    pub(super) fn finish(self) -> Result<Vec<Draft>, ReadError> {
        if self.drafts.is_empty() {
            return Err(self.unreadable(1, "the archive is empty".into()));
        }
        Ok(self.drafts)
    }

    /// What the source refuses in the middle of an archive (a limit, a damaged zip) cuts it; an error of the system is
    /// one of the whole.
    fn source_failed(&mut self, error: SourceError, line: u64) -> Result<(), ReadError> {
        match error {
            SourceError::Refused { rule, found } => self.stop(line, rule, found),
            SourceError::Io(error) => Err(self.unreadable(line, error.to_string())),
        }
    }

    /// Keeps what was read so far, when that is a blog.
    fn stop(&mut self, line: u64, rule: Rule, found: String) -> Result<(), ReadError> {
        match self.drafts.last_mut().filter(|draft| draft.has_site()) {
            Some(draft) => {
                draft.lose(Some(line), rule, found);
                Ok(())
            }
            None => Err(self.unreadable(line, found)),
        }
    }

    fn unreadable(&self, line: u64, found: String) -> ReadError {
        ReadError::Unreadable { name: self.name.to_owned(), line: Some(line), found }
    }

    fn parse(&mut self) {
        self.bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        if self.failure.is_none() && self.cancel.is_cancelled() {
            self.failure = Some(ReadError::Cancelled);
        }
        if self.failure.is_some() {
            return;
        }
        let spool = &self.spool;
        let parsed: Vec<_> = waiting.par_iter().map(|raw| record::parse(raw, spool)).collect();
        for (raw, parsed) in waiting.iter().zip(parsed) {
            let placed = parsed.map_err(ReadError::Io).and_then(|parsed| self.place(raw, parsed));
            if let Err(failure) = placed {
                self.failure = Some(failure);
                return;
            }
        }
    }

    fn place(&mut self, raw: &Raw, parsed: Parsed) -> Result<(), ReadError> {
        let draft = self.drafts.last_mut().expect("`take` refuses records before the first blog");
        if let Parsed::Unsupported(found) = parsed {
            return Err(ReadError::NewerVersion { name: self.name.to_owned(), found });
        }
        draft.place(raw.line, parsed);
        Ok(())
    }
}

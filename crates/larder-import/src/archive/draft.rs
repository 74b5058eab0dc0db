//! A blog that is being read from an archive.

use std::io;

use larder_core::{Blog, Note, Rule, Site, record::UNKNOWN_RECORDS};
use serde_json::{Map, Value};

use super::{
    mend::mend,
    record::{Known, Parsed},
};
use crate::separate::separate;

/// How many lost records of one archive are named one by one.
const NAMED: usize = 1000;

/// What was read of one blog.
#[derive(Default)]
pub(super) struct Draft {
    has_version: bool,
    promised: Option<u64>,
    records: u64,
    site: Option<Site>,
    // Its site is a placeholder until the end.
    blog: Option<Blog>,
    unknown_records: Map<String, Value>,
    /// How many fields and records are kept although nobody knows them.
    pub(super) unknown: u64,
    lost: Vec<Lost>,
    lost_unnamed: u64,
    /// What was missing of it.
    notes: Vec<Note>,
}

/// A part of an archive that could not be read.
pub(super) struct Lost {
    pub(super) line: Option<u64>,
    pub(super) rule: Rule,
    pub(super) found: String,
}

impl Draft {
    /// Whether there is enough for a blog.
    pub(super) fn has_site(&self) -> bool {
        self.site.is_some()
    }

    /// What could not be read.
    pub(super) fn lost(&self) -> &[Lost] {
        &self.lost
    }

    /// What others refer to and is not there.
    pub(super) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Writes down that something could not be read.
    pub(super) fn lose(&mut self, line: Option<u64>, rule: Rule, found: String) {
        if self.lost.len() < NAMED {
            self.lost.push(Lost { line, rule, found });
        } else {
            self.lost_unnamed += 1;
        }
    }

    /// Puts a record into the blog.
    pub(super) fn place(&mut self, line: u64, parsed: Parsed) {
        match parsed {
            Parsed::Version => self.has_version = true,
            Parsed::Minor | Parsed::Unsupported(_) => {}
            Parsed::Header { records, others } => {
                self.has_version = true;
                self.promised = records;
                if !others.is_empty() {
                    self.keep("blog".into(), Value::Object(others));
                }
            }
            Parsed::Known(record, unknown) => {
                self.records += 1;
                self.unknown += unknown;
                self.place_known(line, record);
            }
            Parsed::Unknown { name, value } => {
                self.records += 1;
                self.keep(name, value);
            }
            Parsed::Lost { rule, found } => {
                self.records += 1;
                self.lose(Some(line), rule, found);
            }
        }
    }

    /// The blog, once everything is read; or what is missing, when the archive states no version or no site. Fails when
    /// the spool does.
    pub(super) fn take_blog(&mut self) -> io::Result<Result<Blog, &'static str>> {
        if !self.has_version {
            return Ok(Err("expected a version (`larder`), found none"));
        }
        let Some(mut site) = self.site.take() else {
            return Ok(Err("expected a `site`, found none"));
        };
        if let Some(promised) = self.promised.filter(|&promised| promised > self.records) {
            let found = format!("the archive states {promised} records, {} are here", self.records);
            self.lose(None, Rule::Damaged, found);
        }
        if !self.unknown_records.is_empty() {
            let mut kept = std::mem::take(&mut self.unknown_records);
            if let Some(Value::Object(earlier)) = site.extra.remove(UNKNOWN_RECORDS) {
                kept.extend(earlier);
            }
            site.extra.insert(UNKNOWN_RECORDS, Value::Object(kept));
        }
        let mut blog = self.blog.take().unwrap_or_else(|| Blog::new(Site::new("")));
        blog.site = site;
        for (kind, id) in separate(&mut blog)? {
            let found = format!("the same record is here twice: {kind} `{id}`");
            self.lose(None, Rule::SameBytes, found);
        }
        self.notes = mend(&mut blog)?;
        if self.lost_unnamed > 0 {
            let found = format!("and {} more parts that could not be read", self.lost_unnamed);
            self.lost.push(Lost { line: None, rule: Rule::Damaged, found });
        }
        Ok(Ok(blog))
    }

    fn place_known(&mut self, line: u64, record: Known) {
        let blog = self.blog.get_or_insert_with(|| Blog::new(Site::new("")));
        match record {
            Known::Site(_) if self.site.is_some() => {
                self.lose(Some(line), Rule::Damaged, "a second site of one blog".into());
            }
            Known::Site(site) => self.site = Some(*site),
            Known::Author(author) => blog.authors.push(*author),
            Known::Term(term) => blog.terms.push(*term),
            Known::Series(series) => blog.series.push(*series),
            Known::Post(post) => blog.posts.add(post),
            Known::Comment(comment) => blog.comments.add(comment),
            Known::Asset(asset) => blog.assets.add(asset),
            Known::Note(note) => blog.notes.push(*note),
        }
    }

    /// Keeps a record that nobody knows: lists of one name are joined.
    fn keep(&mut self, name: String, value: Value) {
        self.unknown += 1;
        match (self.unknown_records.get_mut(&name), value) {
            (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
            (Some(Value::Array(list)), value) => list.push(value),
            (_, value) => {
                self.unknown_records.insert(name, value);
            }
        }
    }
}

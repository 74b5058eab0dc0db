//! The forecast: what a writer could not carry of a blog, field by field, before anything is written.
//!
//! It is told by the writer itself, which writes the blog into nowhere, and by what its format has no place for. With
//! `--json`, each blog has `forecasts`:
//!
//! ```text
//! [{ "format", "posts", "written", "left_out": { rule: n }, "files", "bytes",
//!    "fields": [{ "field", "count", "why" }], "changes": { code: n } }]
//! ```

use std::collections::{BTreeMap, BTreeSet};

use larder_core::{Blog, PostId, Rule};
use larder_export::{WriteOptions, Writer};
use larder_import::ReadError;
use serde::Serialize;

use super::used::Counts;
use crate::{failure::Failure, report::counts, verify::dry_run};

/// What would become of a blog in one format.
#[derive(Serialize)]
pub(crate) struct Forecast {
    pub(super) format: &'static str,
    /// How many posts the blog has.
    pub(super) posts: u64,
    /// How many of them would be written.
    pub(super) written: u64,
    /// The others, by rule.
    pub(super) left_out: BTreeMap<Rule, usize>,
    /// How many files there would be, and how many bytes in them.
    pub(super) files: usize,
    pub(super) bytes: u64,
    /// The fields that it has no place for and the blog uses.
    pub(super) fields: Vec<FieldForecast>,
    /// How often something would be changed or not be carried, by the codes of notes.
    pub(super) changes: BTreeMap<&'static str, usize>,
}

/// A field that would not be carried.
#[derive(Serialize)]
pub(crate) struct FieldForecast {
    pub(super) field: String,
    /// How many records use it.
    pub(super) count: u64,
    pub(super) why: String,
}

impl Forecast {
    /// The forecast for `blog`. Fails as writing it would.
    pub(super) fn of(blog: &Blog, writer: &'static dyn Writer) -> Result<Self, Failure> {
        let dry = dry_run(blog, writer, &WriteOptions::default())?;
        let output = &dry.account.output;
        let left_out: BTreeSet<&PostId> = output.left_out.values().flatten().collect();
        let used = Counts::of(blog, &left_out).map_err(ReadError::Io)?;
        let fields = dry.losses.into_iter().filter_map(|loss| {
            let count = used.of_field(&loss.field);
            (count > 0).then_some(FieldForecast { field: loss.field, count, why: loss.why })
        });
        let notes = dry.account.notes.iter();
        // What was left out is told above, by rule.
        let notes = notes.filter(|note| note.kind.code() != "post-left-out");
        Ok(Self {
            format: writer.format().name,
            posts: output.posts,
            written: output.written,
            left_out: output.left_out.iter().map(|(rule, posts)| (*rule, posts.len())).collect(),
            files: dry.files.0,
            bytes: dry.files.1,
            fields: fields.collect(),
            changes: counts(notes).into_iter().collect(),
        })
    }
}

//! The report as JSON, for programs: the whole account of a run.
//!
//! ```text
//! { "larder": "0.1.0", "command": "convert", "input": [...], "output": "out", "dry_run": false,
//!   "detection": { "reader": "brunch", "votes": [{ "reader", "vote", "reason" }] },
//!   "blogs": [{ "id", "name", "folder", "posts", "not_public": { words: n } }],
//!   "ledger": { "inputs": [{ "kind", "name", "fate" }], "outputs": [{ "format", "posts", "written", "left_out", "comments" }] },
//!   "notes": [{ "severity", "blog", "output", "post_title", "message", "note": { "code", … } }],
//!   "unexplained": [], "outcome": "losses", "exit_code": 1 }
//! ```
//!
//! Always in English: `message` is for people who read the file, everything else for programs.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _, Write as _},
    path::Path,
};

use larder_core::{Ledger, Note};
use larder_import::Vote;
use serde::{Serialize, Serializer};

use super::{BlogFacts, Noted, Run};
use crate::{
    failure::{Failure, reason},
    messages::{Language, Messages},
};

#[derive(Serialize)]
struct Document<'a> {
    larder: &'static str,
    command: &'static str,
    input: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'a str>,
    dry_run: bool,
    detection: DetectionRecord,
    blogs: Vec<BlogRecord<'a>>,
    ledger: &'a Ledger,
    notes: Notes<'a>,
    unexplained: Vec<String>,
    outcome: &'static str,
    exit_code: u8,
}

#[derive(Serialize)]
struct DetectionRecord {
    reader: &'static str,
    votes: Vec<VoteRecord>,
}

/// What one reader said of the input.
#[derive(Serialize)]
pub(crate) struct VoteRecord {
    reader: &'static str,
    vote: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
}

#[derive(Serialize)]
struct BlogRecord<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<&'a str>,
    posts: usize,
    /// Posts that are not public, by the words of `--include` that carry them; an empty text where none does.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    not_public: BTreeMap<&'a str, usize>,
}

/// Notes, each made into its record when it is written: there may be very many.
struct Notes<'a>(&'a [Noted]);

impl Serialize for Notes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(note_record))
    }
}

#[derive(Serialize)]
struct NoteRecord<'a> {
    severity: larder_core::Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    blog: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_title: Option<&'a str>,
    message: String,
    /// Not flattened: some kinds have fields of the same names.
    note: &'a Note,
}

#[derive(Serialize)]
struct Failed<'a> {
    larder: &'static str,
    command: &'static str,
    input: &'a [String],
    error: String,
    details: Vec<String>,
    outcome: &'static str,
    exit_code: u8,
}

impl Run {
    /// The report.
    pub(crate) fn document(&self) -> impl Serialize {
        let detection = &self.detection;
        Document {
            larder: env!("CARGO_PKG_VERSION"),
            command: "convert",
            input: &self.inputs,
            output: self.output.as_deref(),
            dry_run: self.dry_run.is_some(),
            detection: DetectionRecord {
                reader: detection.reader.format().name,
                votes: votes(&detection.votes),
            },
            blogs: self.blogs.iter().map(blog_record).collect(),
            ledger: &self.ledger,
            notes: Notes(&self.notes),
            unexplained: self.ledger.unexplained().iter().map(ToString::to_string).collect(),
            outcome: self.exit().name(),
            exit_code: self.exit().code(),
        }
    }
}

/// The report of a run that failed.
pub(crate) fn failed(inputs: &[String], failure: &Failure) -> impl Serialize {
    let english = Messages::new(Language::English);
    Failed {
        larder: env!("CARGO_PKG_VERSION"),
        command: "convert",
        input: inputs,
        error: english.say(&failure.error),
        details: failure.details.iter().map(|detail| english.say(detail)).collect(),
        outcome: failure.exit.name(),
        exit_code: failure.exit.code(),
    }
}

/// What each reader said, for reports.
pub(crate) fn votes(votes: &[(&'static str, Vote)]) -> Vec<VoteRecord> {
    let record = |(reader, vote): &(&'static str, Vote)| {
        let kind = match vote {
            Vote::No => "no",
            Vote::Name(_) => "name",
            Vote::Signature(_) => "signature",
            _ => "other",
        };
        VoteRecord { reader, vote: kind, reason: vote.reason().to_owned() }
    };
    votes.iter().map(record).collect()
}

/// Writes a report to `path`: whole, or not at all. An older file there is replaced in one step.
pub(crate) fn write(path: &Path, document: &impl Serialize) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let result =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).and_then(|mut file| {
            let mut out = io::BufWriter::new(&mut file);
            serde_json::to_writer_pretty(&mut out, document)?;
            out.write_all(b"\n")?;
            out.into_inner()?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)?;
            Ok(())
        });
    result.map_err(|error| {
        let failure = Failure::usage("write-report").with("path", path.display().to_string());
        failure.with("reason", reason(&error))
    })
}

/// Whether a report stands at `path`: only those are replaced.
#[expect(clippy::disallowed_methods, reason = "looks whether a report of ours is there")]
pub(crate) fn is_report(path: &Path) -> bool {
    // Read from a regular file only: a pipe would never end.
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut head = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| file.take(BEGINS.len() as u64).read_to_end(&mut head));
    read.is_ok() && head == BEGINS.as_bytes()
}

/// What every report begins with.
const BEGINS: &str = "{\n  \"larder\": \"";

fn blog_record(blog: &BlogFacts) -> BlogRecord<'_> {
    let not_public = blog.not_public.iter();
    BlogRecord {
        id: &blog.id,
        name: &blog.name,
        folder: blog.folder.as_deref(),
        posts: blog.posts,
        not_public: not_public
            .map(|(words, count)| (words.as_deref().unwrap_or_default(), *count))
            .collect(),
    }
}

fn note_record(noted: &Noted) -> NoteRecord<'_> {
    NoteRecord {
        severity: noted.note.severity(),
        blog: noted.blog.as_deref(),
        output: noted.output,
        post_title: noted.title.as_deref(),
        message: noted.note.kind.to_string(),
        note: &noted.note,
    }
}

/// JSON for people and programs: indented, with a line break at the end.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value);
    let mut json = json.expect("the records have no maps with keys that are no strings");
    json.push('\n');
    json
}

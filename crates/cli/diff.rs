//! `larder diff`: who would be told of which posts again, and why.
//!
//! Reads both sides as programs do that follow a feed: ids as they stand. The result goes to standard output. With
//! `--json`:
//!
//! ```text
//! { "larder": "0.1.0", "command": "diff",
//!   "old": { "name", "posts", "notes": { code: n } }, "new": { the same },
//!   "unchanged": n, "edited": [{ "id", "title", "fields": [field] }],
//!   "again": [{ "id", "title", "old_id", "cause", "evidence", "by_path", "by_sight" }],
//!   "late": [{ "id", "title" }], "hidden": [the same], "added": [the same], "gone": [the same],
//!   "told_again": { "by_id": n, "by_path": n, "by_sight": n },
//!   "outcome": "complete" | "findings", "exit_code" }
//! ```

mod page;
mod record;

use std::{collections::BTreeSet, path::Path};

use larder_core::{Blog, Cancel, Fate, ItemKind, Note, NoteKind, Severity};
use larder_import::{Reading, compare::Comparison};

use crate::{
    args::DiffArgs,
    exit::Exit,
    failure::Failure,
    input::{read_as_followed, stop_on_signal},
    messages::Message,
    report::{Talk, pretty},
};

/// Compares two states of a feed, and prints what became of its posts.
pub(crate) fn run(args: &DiffArgs, talk: &Talk) -> Result<Exit, Failure> {
    let cancel = stop_on_signal(&talk.messages);
    let old = Side::read(&args.old, args, &cancel, talk)?;
    let new = Side::read(&args.new, args, &cancel, talk)?;
    let comparison = Comparison::of(old.blog(), new.blog());
    let comparison = comparison.map_err(larder_import::ReadError::Io)?;
    let difference = Difference { old, new, comparison };
    let text = match args.json {
        true => pretty(&record::Document::of(&difference)),
        false => page::text(talk, &difference),
    };
    talk.result(&text)?;
    Ok(difference.exit())
}

/// Both sides, and what is different.
struct Difference {
    old: Side,
    new: Side,
    comparison: Comparison,
}

impl Difference {
    fn exit(&self) -> Exit {
        // What could not be read might be anything.
        let is_whole = self.old.is_whole() && self.new.is_whole();
        if self.comparison.is_quiet() && is_whole { Exit::Complete } else { Exit::Findings }
    }
}

/// One state of the feed.
struct Side {
    /// As the user named it.
    name: String,
    /// Has one blog.
    reading: Reading,
}

impl Side {
    fn read(path: &Path, args: &DiffArgs, cancel: &Cancel, talk: &Talk) -> Result<Self, Failure> {
        let name = path.to_string_lossy().into_owned();
        let reading = read_as_followed(path, args, cancel, talk)?;
        let formats = formats(&reading);
        if formats.len() > 1 {
            let formats = formats.into_iter().collect::<Vec<_>>().join(", ");
            let failure = Failure::usage("error-several-formats").with("name", name);
            return Err(failure.with("formats", formats).hint(Message::new("hint-one-format")));
        }
        match reading.blogs.len() {
            1 => Ok(Self { name, reading }),
            0 => Err(Failure::unreadable("read-nothing-found").with("name", name)),
            count => {
                let failure = Failure::usage("error-several-blogs").with("name", name);
                Err(failure.with("count", count).hint(Message::new("hint-one-feed")))
            }
        }
    }

    fn blog(&self) -> &Blog {
        &self.reading.blogs[0]
    }

    /// Whether nothing was left out of the feed that could not be read.
    fn is_whole(&self) -> bool {
        let is_loss = |note: &Note| note.kind.severity() == Severity::Loss;
        if self.blog().notes.iter().any(is_loss) {
            return false;
        }
        let mut items = self.reading.ledger.inputs.iter().filter(|it| it.kind == ItemKind::Item);
        items.all(|it| !matches!(it.fate, Some(Fate::LeftOut { .. })))
    }

    /// What was doubtful or missing when it was read.
    fn doubts(&self) -> impl Iterator<Item = &Note> {
        let notes = self.reading.notes.iter().chain(&self.blog().notes);
        notes.filter(|note| note.kind.severity() != Severity::Info)
    }
}

/// The formats of the documents of a feed: one has other ids than another, and everybody follows one.
fn formats(reading: &Reading) -> BTreeSet<String> {
    if reading.ledger.inputs.iter().all(|entry| entry.kind != ItemKind::Item) {
        return BTreeSet::new(); // An archive, which also tells what it was read from.
    }
    noted_formats(reading)
}

/// The formats that reading notes, whether of these documents or of those that an archive was made of.
pub(crate) fn noted_formats(reading: &Reading) -> BTreeSet<String> {
    let notes = reading.blogs.iter().flat_map(|blog| &blog.notes);
    let format = |note: &Note| match &note.kind {
        NoteKind::FeedRead { form, .. } => {
            Some(form.trim_end_matches(|c: char| c.is_ascii_digit() || ".-".contains(c)).to_owned())
        }
        _ => None,
    };
    notes.filter_map(format).collect()
}

//! The second look at an export: its posts, and what became of each row.

use std::{io::Read, sync::Arc};

use larder_core::{Fate, ItemKind, PostKind, Rule};

use super::{
    blog::Settled,
    draft::{Draft, Waiting, chunks},
    index::{Known, Role},
    row::Row,
    table::Table,
    walk::{Piece, walk},
};
use crate::{
    Intake, ReadError, ReadOptions,
    archive::scan::{Fit, Scanner},
    xml::Repairs,
};

/// How many bytes of rows are read at once, and how many rows.
const PART_BYTES: usize = 1 << 20;
const PART_ROWS: usize = 512;

/// Reads the posts of a file, each with an entry in the ledger. Fails when the spool does.
pub(super) fn look(
    stream: Box<dyn Read + Send + '_>,
    settled: &Settled<'_>,
    draft: &mut Draft,
    name: &Arc<str>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut second =
        Second { settled, draft, name, intake, waiting: Vec::new(), bytes: 0, next: 0 };
    let scanner = Scanner::new(stream, options.limits.file_bytes);
    walk(scanner, &mut |piece| {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        match piece {
            Piece::Row { table, line, raw, fit } if Table::of(table) == Table::Posts => {
                second.wait(line, raw, fit)
            }
            Piece::Broken { table, line } if Table::of(table) == Table::Posts => {
                second.broken(line);
                Ok(())
            }
            _ => Ok(()),
        }
    })?;
    second.flush()
}

struct Second<'s, 'i> {
    settled: &'s Settled<'i>,
    draft: &'s mut Draft,
    name: &'s Arc<str>,
    intake: &'s mut Intake,
    waiting: Vec<Waiting>,
    bytes: usize,
    /// The number of the next row.
    next: usize,
}

impl Second<'_, '_> {
    fn wait(&mut self, line: u64, raw: Vec<u8>, fit: Fit) -> Result<(), ReadError> {
        self.bytes += raw.len();
        self.waiting.push((self.next, line, raw, fit));
        self.next += 1;
        if self.bytes >= PART_BYTES || self.waiting.len() >= PART_ROWS {
            return self.flush();
        }
        Ok(())
    }

    /// A row whose end is not there.
    fn broken(&mut self, line: u64) {
        let name = format!("{}#{}", self.name, self.next + 1);
        let entry = self.intake.ledger().open(ItemKind::Item, name, None);
        let found = format!("line {line}: the file ends in the middle of this row");
        self.intake.leave_out(entry, Rule::Damaged, found);
    }

    fn flush(&mut self) -> Result<(), ReadError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let spool = Arc::clone(self.intake.spool());
        let made = chunks(&waiting, self.settled, &spool)?;
        let mut kinds = made.iter().flat_map(|chunk| chunk.kinds().to_vec()).collect::<Vec<_>>();
        kinds.reverse();
        for (number, line, raw, fit) in &waiting {
            let name = format!("{}#{}", self.name, number + 1);
            let entry = self.intake.ledger().open(ItemKind::Item, name, Some(raw.len() as u64));
            let known = &self.settled.index.posts[*number];
            match known.role {
                Role::Post | Role::Clash => {
                    let fate = kinds.pop().map(|kind| fate(known, kind));
                    fate.into_iter().for_each(|fate| self.intake.ledger().settle(entry, fate));
                }
                Role::Same(first) => {
                    let found = format!("the same row as {}#{}", self.name, first + 1);
                    self.intake.leave_out(entry, Rule::SameBytes, found);
                }
                Role::Lost => {
                    let (rule, found) = lost(raw, *fit);
                    self.intake.leave_out(entry, rule, format!("line {line}: {found}"));
                }
            }
        }
        made.into_iter().for_each(|chunk| self.draft.take(chunk));
        Ok(())
    }
}

fn fate(known: &Known, kind: PostKind) -> Fate {
    match kind {
        PostKind::Other => Fate::StoredAside { place: format!("post `{}`", known.id).into() },
        _ => Fate::Carried { post: Some(known.id.clone()) },
    }
}

/// Why a row was not read.
fn lost(raw: &[u8], fit: Fit) -> (Rule, String) {
    if fit == Fit::TooLarge {
        let found = "a row larger than the limit; --max-file-size raises it";
        return (Rule::TooLarge, found.to_owned());
    }
    let read = Row::read(raw, &mut Repairs::default());
    (Rule::Damaged, read.err().unwrap_or_default())
}

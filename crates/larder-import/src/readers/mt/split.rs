//! An export as a stream: where its entries begin and end.
//!
//! A line of eight hyphens ends an entry, if an entry or nothing comes behind it; else it is a line of a text. Only the
//! next line that is not empty tells.

use std::io::Read;

use larder_core::{Cancel, NoteKind};

use super::{
    keys::{self, EIGHT, FIVE},
    lines::{Line, Lines},
};
use crate::{
    ReadError,
    batches::{self, Split},
    xml::{Fault, Skipped},
};

/// An entry: where it stands among the texts of those that are read with it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its number in the file, counted from 1.
    pub(super) number: u64,
    /// The line it begins in.
    pub(super) line: u64,
    /// Lines of eight hyphens in it that were taken for text.
    pub(super) hyphens: Vec<u64>,
    /// Whether the line before its end is no line of five hyphens, as it should be.
    pub(super) is_open: bool,
    /// Whether its end is missing.
    pub(super) is_cut: bool,
}

/// Entries that one core reads together.
pub(super) type Part<'a> = batches::Part<'a, Piece, ()>;

/// What is known of a text when all of it was read.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// How many entries there are, but for those that are too large.
    pub(super) entries: u64,
    /// Whether the last entry has no end.
    pub(super) is_cut: bool,
    /// The name of the encoding.
    pub(super) encoding: &'static str,
    /// What is larger than may be.
    pub(super) skipped: Skipped,
    /// What ended it early.
    pub(super) fault: Option<Fault>,
    /// How the bytes became text.
    pub(super) notes: Vec<NoteKind>,
}

/// A line of eight hyphens that may end an entry.
#[derive(Clone, Copy, Debug)]
struct Pending {
    /// Where it begins behind the beginning of the entry, and where the line behind it does.
    start: usize,
    next: usize,
    /// Its number, and whether a line of five is before it.
    line: u64,
    follows_five: bool,
}

impl Pending {
    /// Whether it ends an entry if this is the next line that is not empty.
    fn ends_before(&self, line: &str) -> bool {
        match line {
            EIGHT => self.follows_five,
            _ => keys::begins_entry(line) || self.follows_five && keys::pair(line).is_some(),
        }
    }
}

impl Pending {
    /// The same of the next line, of which this is the beginning. Where nothing but empty lines are there, it is what stands
    /// before that tells.
    fn ends_before_long(&self, start: &str) -> bool {
        match start.trim_ascii().is_empty() {
            true => self.follows_five,
            false => self.ends_before(start),
        }
    }
}

/// Splits a text into its entries.
pub(super) struct Splitter<R> {
    lines: Lines<R>,
    around: Around,
}

impl<R: Read> Splitter<R> {
    /// The entries of a text.
    pub(super) fn new(lines: Lines<R>) -> Self {
        Self { lines, around: Around::default() }
    }

    /// Reads all entries, some at a time on each core, and takes what was read in the order of the text. Fails when taking
    /// does, and when the user cancels.
    pub(super) fn each<T: Send>(
        mut self,
        cancel: &Cancel,
        read: impl Fn(&Part<'_>) -> T + Sync,
        take: impl FnMut(T) -> Result<(), ReadError>,
    ) -> Result<Around, ReadError> {
        self.around.fault = batches::each(&mut self, cancel, read, take)?;
        self.around.notes = self.lines.notes();
        self.around.encoding = self.lines.encoding();
        Ok(self.around)
    }

    /// The text of a line, and its places behind the beginning of the entry.
    fn line(&self, line: Line) -> (&str, (usize, usize)) {
        let kept = self.lines.kept();
        (self.lines.text(line.start, line.end), (line.start - kept, line.next - kept))
    }

    /// The entry behind which nothing comes.
    fn last(
        &mut self,
        begin: (u64, usize),
        pending: Option<Pending>,
        hyphens: Vec<u64>,
        texts: &mut String,
    ) -> Piece {
        let length = self.lines.at() - self.lines.kept();
        let (end, is_open) = pending.map_or((length, false), |it| (it.start, !it.follows_five));
        let mut piece = self.piece((begin, end), hyphens, is_open, texts);
        piece.is_cut = pending.is_none();
        self.around.is_cut |= piece.is_cut;
        piece
    }

    /// The entry that begins in a line at a place, and ends at another.
    fn piece(
        &mut self,
        ((line, begin), end): ((u64, usize), usize),
        hyphens: Vec<u64>,
        is_open: bool,
        texts: &mut String,
    ) -> Piece {
        self.around.entries += 1;
        let kept = self.lines.kept();
        texts.push_str(self.lines.text(kept + begin, kept + end));
        Piece { number: self.around.entries, line, hyphens, is_open, is_cut: false }
    }

    /// The next entry, whose text is put behind `texts`; of one that is larger than may be, which `is_lost` then says, only
    /// a part.
    fn find(&mut self, texts: &mut String, is_lost: &mut bool) -> Result<Option<Piece>, Fault> {
        self.lines.keep_from(self.lines.at());
        let (mut begin, mut hyphens) = (None, Vec::new());
        let mut pending: Option<Pending> = None;
        let mut after_five = false;
        loop {
            if pending.is_none() && (*is_lost || begin.is_none()) {
                self.lines.keep_from(self.lines.at());
            }
            let number = self.lines.line();
            let next = match self.lines.next() {
                Err(Fault::TooLarge) => {
                    // The line that is too long, or that makes it too much, tells by its beginning whether it begins an entry.
                    let end = pending.filter(|it| it.ends_before_long(self.lines.started()));
                    if let (Some(it), Some(begin)) = (end, begin) {
                        let next = self.lines.kept() + it.next;
                        self.lines.back_to(next, it.line + 1);
                        let (end, is_open) = (it.start, !it.follows_five);
                        return Ok(Some(self.piece((begin, end), hyphens, is_open, texts)));
                    }
                    let line = begin.or(pending.map(|it| (it.line, 0)));
                    begin = Some((line.map_or(number, |(line, _)| line), 0));
                    (*is_lost, pending, after_five) = (true, None, false);
                    self.lines.skip()?;
                    continue;
                }
                next => next?,
            };
            let Some(line) = next else { break };
            let (text, (start, next)) = self.line(line);
            if text.trim_ascii().is_empty() {
                continue;
            }
            let (is_five, is_eight) = (text == FIVE, text == EIGHT);
            let waiting = pending.take();
            if let Some(it) = waiting.filter(|it| !it.ends_before(text)) {
                begin.get_or_insert((it.line, it.start));
                if !*is_lost {
                    hyphens.push(it.line);
                }
            } else if let Some(it) = waiting {
                let end = self.lines.kept() + it.next;
                if let Some(begin) = begin {
                    self.lines.back_to(end, it.line + 1);
                    return Ok(Some(self.piece(
                        (begin, it.start),
                        hyphens,
                        !it.follows_five,
                        texts,
                    )));
                }
                // Between two ends there is nothing.
                self.lines.back_to(end, it.line + 1);
                self.lines.keep_from(end);
                continue;
            }
            if is_eight {
                let follows_five = after_five || begin.is_none();
                pending = Some(Pending { start, next, line: number, follows_five });
            } else {
                begin.get_or_insert((number, start));
            }
            after_five = is_five;
        }
        Ok(begin.map(|begin| self.last(begin, pending, hyphens, texts)))
    }
}

impl<R: Read> Split for Splitter<R> {
    type Piece = Piece;
    /// Nothing outside of an entry says anything about it.
    type Context = ();

    fn next(&mut self, texts: &mut String) -> Result<Option<Piece>, Fault> {
        loop {
            let (start, mut is_lost) = (texts.len(), false);
            let Some(piece) = self.find(texts, &mut is_lost)? else { return Ok(None) };
            if !is_lost && texts.len() - start <= self.lines.limit() {
                return Ok(Some(piece));
            }
            texts.truncate(start);
            self.around.entries -= 1;
            self.around.skipped.items.push((piece.line, 0));
        }
    }

    fn context(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (Vec<(String, u64, Vec<u64>)>, Around) {
        let mut found = Vec::new();
        let splitter = Splitter::new(Lines::new(text.as_bytes(), 1 << 20, None));
        let around = splitter
            .each(
                &Cancel::default(),
                |part| {
                    let own = |(piece, text): (&Piece, &str)| {
                        (text.to_owned(), piece.line, piece.hyphens.clone())
                    };
                    part.pieces().map(own).collect::<Vec<_>>()
                },
                |part| {
                    found.extend(part);
                    Ok(())
                },
            )
            .unwrap();
        (found, around)
    }

    #[test]
    fn eight_hyphens_end_entries_where_an_entry_or_nothing_follows() {
        let text = "TITLE: a\n-----\nBODY:\nx\n--------\ny\n-----\n--------\n\nAUTHOR: b\n-----\nBODY:\n-----\n--------\n\n";
        let (found, around) = split(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, "TITLE: a\n-----\nBODY:\nx\n--------\ny\n-----\n");
        assert_eq!((found[0].1, found[0].2.as_slice()), (1, [5].as_slice()));
        assert_eq!((found[1].1, around.is_cut), (10, false));
    }

    #[test]
    fn the_last_entry_may_have_no_end_and_empty_ones_are_none() {
        let (found, around) = split("--------\n--------\nTITLE: a\n-----\nBODY:\nx");
        assert_eq!((found.len(), around.is_cut), (1, true));
        for nothing in ["", "\n\r\n", "--------\n", "-------- \n--------"] {
            let (found, _) = split(nothing);
            assert!(found.len() <= 1, "{nothing:?}");
        }
    }

    #[test]
    fn an_ornament_of_two_lines_is_text() {
        let (found, _) =
            split("TITLE: a\n-----\nBODY:\nx\n--------\n--------\ny\n-----\n--------\n");
        assert_eq!((found.len(), found[0].2.as_slice()), (1, [5, 6].as_slice()));
    }
}

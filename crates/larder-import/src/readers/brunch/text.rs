//! Plain-text captures of a post: the visible text of the page, saved without its address and its time of day.
//!
//! Five layouts are known, by what made them: W (the old site's whole page), N and N2 (the new site's), L (one line per
//! text node) and T (the main content only). [`layout`] tells them apart; each has a module of its own that takes head
//! and foot off in their places and leaves the rest to [`blocks`]. Nothing is repaired: traces of lost words, media
//! gaps and doubtful subtitles become notes, and every line ends as kept, furniture or unknown ([`lines`]).

mod blocks;
mod byline;
mod foot;
mod footnotes;
mod images;
mod l;
mod layout;
mod lines;
pub(super) mod lost;
mod member;
mod n;
mod nav;
mod refuse;
mod series;
mod subtitle;
mod t;
#[cfg(test)]
mod tests;
mod w;

use larder_core::{MediaType, Note, NoteKind};

use self::{layout::Layout, lines::Lines};
use super::{
    body::Block,
    capture::{Capture, Captures, Form, Refusal},
};
use crate::SubtitleChoice;

/// How sure it is that the text is a capture, and of which layout, with the sign that was seen; `None` when it is not.
///
/// T without its quote line shows no sign and is never recognised.
pub(super) fn recognise(text: &str) -> Option<(Form, String)> {
    let lines = Lines::of(text);
    layout::recognise(&lines).map(|layout| (layout.form(), layout.reason(&lines)))
}

/// Reads a capture. `text` is decoded and has no byte order mark; CRLF is accepted.
///
/// `forced`: the user named the format, so that whatever shows no sign of another layout is read as T. Fails when there
/// is nothing to read, when an error page was captured, or when nothing was recognised and nothing forced.
pub(super) fn read(text: impl Into<String>, subtitle: SubtitleChoice, forced: bool) -> Captures {
    read_at_most(u64::MAX, text.into(), subtitle, forced)
}

/// Reads a capture as [`read`] does, but none in which more than so many lines show something.
pub(super) fn read_at_most(
    lines: u64,
    text: String,
    subtitle: SubtitleChoice,
    forced: bool,
) -> Captures {
    let mut capture = read_lines(&text, subtitle, forced, lines)?;
    // Only now: while it is read, the text must not be in memory twice.
    capture.original = text;
    Ok(vec![capture])
}

fn read_lines(
    text: &str,
    subtitle: SubtitleChoice,
    forced: bool,
    most_lines: u64,
) -> Result<Capture, Refusal> {
    let lines = Lines::of(text);
    let layout = layout::recognise(&lines);
    if let Some(refusal) = refuse::refusal(&lines, layout.as_ref(), forced, most_lines) {
        return Err(refusal);
    }
    let layout = layout.unwrap_or(Layout::Bare);
    let capture = Capture::new(layout.form(), MediaType::PLAIN, String::new());
    let mut reading = Reading { lines, subtitle, capture };
    match layout {
        Layout::W { quote, byline } => w::read(&mut reading, quote, byline),
        Layout::N { byline, .. } => n::read(&mut reading, byline),
        Layout::L => l::read(&mut reading),
        Layout::T | Layout::Bare => t::read(&mut reading),
    }
    Ok(reading.finish(text))
}

/// A capture while it is read.
struct Reading<'a> {
    /// The text, and what became of its lines.
    lines: Lines<'a>,
    /// What the user says about subtitles.
    subtitle: SubtitleChoice,
    /// What was found.
    capture: Capture,
}

impl Reading<'_> {
    /// Notes something about the line with this index.
    fn note(&mut self, line: usize, kind: NoteKind) {
        self.note_at(line, None, kind);
    }

    /// Notes something about a character, counted from 1, of the line with this index.
    fn note_at(&mut self, line: usize, column: Option<u32>, kind: NoteKind) {
        self.capture.notes.push(Note::new(kind).at(lines::number(line), column));
    }

    fn finish(mut self, text: &str) -> Capture {
        let replaced = text.matches('\u{fffd}').count();
        if replaced > 0 {
            self.capture.note(NoteKind::BytesLostBefore { count: replaced as u64 });
        }
        let has_text = |block: &Block| !matches!(block, Block::Empty(_) | Block::MediaGap(_));
        if !self.capture.blocks.iter().flatten().any(has_text) {
            self.capture.note(NoteKind::BodyMissing);
        }
        // Notes about the whole first, then from top to bottom, whatever the order in which they were found.
        self.capture.notes.sort_by_key(|note| note.place.line);
        self.capture.lines = Some(self.lines.account());
        self.capture
    }
}

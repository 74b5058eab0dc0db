//! The body: what blank lines, spacer lines and long gaps between lines say about its blocks.
//!
//! One blank line divides two blocks; each further one is an empty paragraph, and a spacer line (only no-break or plain
//! spaces) between two blank lines is the text of such a paragraph. Five or more white lines in a row held something
//! without text. A line break within a block is a `<br>`. Spaces are the author's, wherever they stand.

use std::{borrow::Cow, ops::Range};

use larder_core::NoteKind;

use super::{
    super::body::{Block, Image, TextKind, push_inline},
    Reading,
    footnotes::{self, Anchor},
    images,
    lines::size,
    lost,
};

/// Whether image lines show themselves by a file name (layouts N, N2) or leave only their captions (the others).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Images {
    /// A line that begins with a file name is an image.
    Named,
    /// No line is an image.
    Unnamed,
}

/// Reads the paragraphs of a range as the capture's body, and looks for lost words in them.
pub(super) fn read(reading: &mut Reading<'_>, range: Range<usize>, images: Images) {
    let pieces = Paragraphs::new(reading, range.clone(), images).split();
    let shown = pieces.iter().filter(|piece| matches!(piece.kind, Kind::Text));
    lost::look(reading, shown.flat_map(|piece| piece.lines.clone()).collect());
    finish(reading, range, pieces);
}

/// Reads a range in which each line is a paragraph as the capture's body, without the lines of `furniture` in it.
pub(super) fn read_lines(reading: &mut Reading<'_>, range: Range<usize>, furniture: Range<usize>) {
    let mut pieces = single_lines(reading, range.start..furniture.start);
    pieces.append(&mut single_lines(reading, furniture.end..range.end));
    finish(reading, range, pieces);
}

/// So many white lines in a row mean that something without text stood there.
const MEDIA_GAP: usize = 5;

/// A part of the body, with its lines.
struct Piece {
    lines: Range<usize>,
    kind: Kind,
}

enum Kind {
    Text,
    Empty(u32),
    Gap(u32),
    Image(Box<Image>),
}

/// Divides lines into paragraphs.
struct Paragraphs<'r, 'a> {
    reading: &'r Reading<'a>,
    images: Images,
    range: Range<usize>,
    /// The block that is being read.
    open: Range<usize>,
    pieces: Vec<Piece>,
}

impl<'r, 'a> Paragraphs<'r, 'a> {
    fn new(reading: &'r Reading<'a>, range: Range<usize>, images: Images) -> Self {
        let open = range.start..range.start;
        Self { reading, images, range, open, pieces: Vec::new() }
    }

    fn split(mut self) -> Vec<Piece> {
        let mut at = self.range.start;
        while at < self.range.end {
            let text = self.reading.lines.text_from(at..self.range.end);
            if text > at {
                self.white(at..text);
            }
            at = self.reading.lines.block_end(text..self.range.end);
            self.open.end = at;
        }
        self.close();
        self.pieces
    }

    fn white(&mut self, run: Range<usize>) {
        if run.len() >= MEDIA_GAP {
            self.close();
            self.pieces.push(Piece { kind: Kind::Gap(size(run.len())), lines: run.clone() });
            self.open = run.end..run.end;
        } else {
            self.few_white(run);
        }
    }

    /// Spacers directly below or above a line belong to its block; the blank lines divide.
    fn few_white(&mut self, run: Range<usize>) {
        let is_blank = |at: &usize| self.reading.lines.at(*at).is_empty();
        let Some(first) = run.clone().find(is_blank) else {
            return self.spacers(run);
        };
        let last = run.clone().rev().find(is_blank).unwrap_or(first);
        let empty = run.clone().filter(is_blank).count() - 1;
        if !self.open.is_empty() {
            self.open.end = first;
        }
        self.close();
        let between = !self.pieces.is_empty() && run.end < self.range.end;
        if between && empty > 0 {
            self.pieces.push(Piece { kind: Kind::Empty(size(empty)), lines: first..last + 1 });
        }
        let next = if run.end < self.range.end { last + 1 } else { run.end };
        self.open = next..run.end;
    }

    /// Without a blank line, spacers are lines of the block around them, if there is one.
    fn spacers(&mut self, run: Range<usize>) {
        if self.open.is_empty() {
            let start = if run.end < self.range.end { run.start } else { run.end };
            self.open = start..start;
        }
        self.open.end = run.end;
    }

    /// Ends the block that is being read.
    fn close(&mut self) {
        let open = std::mem::replace(&mut self.open, self.range.end..self.range.end);
        if self.images == Images::Unnamed {
            return self.text(open);
        }
        let mut start = open.start;
        for at in open.clone() {
            let Some(image) = images::parse(self.reading.lines.at(at)) else { continue };
            self.text(start..at);
            self.pieces.push(Piece { lines: at..at + 1, kind: Kind::Image(Box::new(image)) });
            start = at + 1;
        }
        self.text(start..open.end);
    }

    fn text(&mut self, lines: Range<usize>) {
        if !lines.is_empty() {
            self.pieces.push(Piece { lines, kind: Kind::Text });
        }
    }
}

/// Each line is a paragraph; so is each white one between them.
fn single_lines(reading: &Reading<'_>, range: Range<usize>) -> Vec<Piece> {
    let lines = &reading.lines;
    let mut pieces = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let text = lines.text_from(at..range.end);
        let run = at..text;
        let between = at > range.start && text < range.end;
        if run.len() >= MEDIA_GAP {
            pieces.push(Piece { kind: Kind::Gap(size(run.len())), lines: run });
        } else if between && !run.is_empty() {
            pieces.push(Piece { kind: Kind::Empty(size(run.len())), lines: run });
        }
        if text < range.end {
            pieces.push(Piece { lines: text..text + 1, kind: Kind::Text });
        }
        at = text + 1;
    }
    pieces
}

/// Makes blocks of the pieces, with their notes, and settles the lines.
fn finish(reading: &mut Reading<'_>, range: Range<usize>, pieces: Vec<Piece>) {
    reading.lines.separators(range);
    let footnotes = footnotes::link(&texts(reading, &pieces));
    for footnote in &footnotes.words {
        let line = pieces[footnote.note].lines.start;
        reading.note(line, NoteKind::FootnoteLinked { word: footnote.word.clone() });
    }
    let mut anchors = footnotes.anchors.into_iter().peekable();
    let mut blocks = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.into_iter().enumerate() {
        reading.lines.keep(piece.lines.clone());
        let mut own = Vec::new();
        while let Some(anchor) = anchors.next_if(|anchor| anchor.piece == index) {
            own.push(anchor);
        }
        blocks.push(block(reading, piece, &own));
    }
    reading.capture.blocks = Some(blocks);
}

/// The text of each piece, as far as footnotes are looked for in it.
fn texts<'a>(reading: &Reading<'a>, pieces: &[Piece]) -> Vec<Cow<'a, str>> {
    let text = |piece: &Piece| match piece.kind {
        Kind::Text => reading.lines.joined(piece.lines.clone()),
        _ => Cow::Borrowed(""),
    };
    pieces.iter().map(text).collect()
}

fn block(reading: &mut Reading<'_>, piece: Piece, anchors: &[Anchor]) -> Block {
    let line = piece.lines.start;
    match piece.kind {
        Kind::Text => {
            let text = reading.lines.joined(piece.lines);
            Block::Text { kind: TextKind::Paragraph, html: with_anchors(&text, anchors) }
        }
        Kind::Empty(count) => Block::Empty(count),
        Kind::Gap(lines) => {
            reading.note(line, NoteKind::MediaGap { lines });
            Block::MediaGap(lines)
        }
        Kind::Image(image) => {
            let name = image.file_name.clone().unwrap_or_default();
            reading.note(line, NoteKind::AssetMissing { name });
            Block::Image(*image)
        }
    }
}

/// The text as inline HTML, with the asterisks of linked footnotes made links. The text itself stays as it is.
fn with_anchors(text: &str, anchors: &[Anchor]) -> String {
    let mut html = String::new();
    let mut written = 0;
    for anchor in anchors {
        push_inline(&mut html, text.get(written..anchor.at).unwrap_or_default());
        html.push_str(&anchor.html());
        written = anchor.at + 1;
    }
    push_inline(&mut html, text.get(written..).unwrap_or_default());
    html
}

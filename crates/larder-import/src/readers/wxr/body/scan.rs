//! A body in pieces: text, line ends, tags, comments, and what may be a shortcode.
//!
//! Everything a search did not find is not searched for again, so that the work
//! stays in proportion to the body: once there is no `-->`, there is none later.

use std::sync::LazyLock;

use memchr::{
    memchr, memchr3,
    memmem::{self, Finder},
};

use super::tags::{self, Kind, Raw, Tag};

/// A piece of a body.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'a> {
    /// Text on one line, references and all.
    Text(&'a str),
    /// White space with at least one line end in it.
    Gap(&'a str),
    /// A tag by itself.
    Tag(Tag<'a>),
    /// An element with its content, which is not to be looked into.
    Raw(Raw, &'a str),
    /// A comment or a processing instruction, whole.
    Comment(&'a str),
    /// A `[`: all the rest of the body. Nothing of it counts as read.
    Bracket(&'a str),
    /// A `$latex`: all the rest of the body. Nothing of it counts as read.
    Formula(&'a str),
}

/// Reads pieces one by one.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    source: &'a str,
    position: usize,
    has_formulas: bool,
    /// What is not ahead any more.
    absent: Absent,
}

#[derive(Debug, Default)]
struct Absent {
    comment_end: bool,
    tag_end: bool,
    /// Quotes do not match, so that they say nothing about where tags end.
    quotes: bool,
    /// Names of elements that have no end tag any more.
    elements: Vec<&'static str>,
}

impl<'a> Scanner<'a> {
    /// Reads a body whose line ends are all `\n`.
    pub(super) fn new(source: &'a str) -> Self {
        let has_formulas = FORMULAS.find(source.as_bytes()).is_some();
        Self { source, position: 0, has_formulas, absent: Absent::default() }
    }

    /// How far it has read.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.position..]
    }

    /// What is to be read from a place on.
    pub(super) fn source_from(&self, place: usize) -> &'a str {
        &self.source[place..]
    }

    /// Goes on from a place between two characters that is not behind.
    pub(super) fn jump(&mut self, place: usize) {
        self.position = place;
    }

    /// Takes the next bytes for read, which must end between characters.
    pub(super) fn advance(&mut self, length: usize) -> &'a str {
        let (skipped, _) = self.rest().split_at(length);
        self.position += length;
        skipped
    }

    fn text(&mut self) -> Piece<'a> {
        let rest = self.rest().as_bytes();
        // The first byte begins no other piece, whatever it is.
        let end = memchr3(b'<', b'\n', b'[', &rest[1..]).map_or(rest.len(), |at| at + 1);
        let formula = match self.has_formulas {
            true => FORMULAS.find(&rest[1..end]).map(|at| at + 1),
            false => None,
        };
        Piece::Text(self.advance(formula.unwrap_or(end)))
    }

    fn gap(&mut self) -> Piece<'a> {
        let rest = self.rest().as_bytes();
        let end = rest.iter().position(|byte| !is_space(*byte)).unwrap_or(rest.len());
        Piece::Gap(self.advance(end))
    }

    /// What `<` begins.
    fn markup(&mut self) -> Piece<'a> {
        let piece = match self.rest().as_bytes() {
            [_, b'!', b'-', b'-', ..] => self.comment(),
            [_, b'!' | b'?', ..] => self.declaration(),
            [_, b'/', letter, ..] | [_, letter, ..] if letter.is_ascii_alphabetic() => self.tag(),
            _ => None,
        };
        piece.unwrap_or_else(|| self.text())
    }

    fn comment(&mut self) -> Option<Piece<'a>> {
        if self.absent.comment_end {
            return None;
        }
        // `<!-->` is a comment too.
        let end = COMMENT_ENDS.find(&self.rest().as_bytes()[2..]).map(|at| at + 5);
        self.absent.comment_end = end.is_none();
        Some(Piece::Comment(self.advance(end?)))
    }

    fn declaration(&mut self) -> Option<Piece<'a>> {
        let end = self.first_tag_end()?;
        Some(Piece::Comment(self.advance(end)))
    }

    fn tag(&mut self) -> Option<Piece<'a>> {
        let end = self.tag_end()?;
        let text = self.advance(end);
        let is_end = text.as_bytes()[1] == b'/';
        let name = name(&text[1 + usize::from(is_end)..]);
        let kind = tags::kind(name);
        match kind {
            Kind::Raw(raw) if !is_end => self.raw(raw, text),
            _ => None,
        }
        .or(Some(Piece::Tag(Tag { text, kind, is_end })))
    }

    /// An element whose start tag was just read, if it has an end tag.
    fn raw(&mut self, raw: Raw, start: &'a str) -> Option<Piece<'a>> {
        if self.absent.elements.contains(&raw.name()) {
            return None;
        }
        let Some(end) = end_tag(self.rest(), raw.name()) else {
            self.absent.elements.push(raw.name());
            return None;
        };
        let from = self.position - start.len();
        self.position += end;
        Some(Piece::Raw(raw, &self.source[from..self.position]))
    }

    /// Where the tag ends that the rest begins with. A `>` in a quoted value ends none.
    fn tag_end(&mut self) -> Option<usize> {
        if self.absent.quotes {
            return self.first_tag_end();
        }
        let end = quoted_tag_end(self.rest().as_bytes());
        self.absent.quotes = end.is_none();
        end.or_else(|| self.first_tag_end())
    }

    fn first_tag_end(&mut self) -> Option<usize> {
        if self.absent.tag_end {
            return None;
        }
        let end = memchr(b'>', self.rest().as_bytes());
        self.absent.tag_end = end.is_none();
        end.map(|at| at + 1)
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.rest();
        Some(match rest.as_bytes().first()? {
            b'<' => self.markup(),
            b'[' => Piece::Bracket(rest),
            b'\n' => self.gap(),
            b'$' if self.has_formulas && rest.as_bytes().starts_with(FORMULA) => {
                Piece::Formula(rest)
            }
            _ => self.text(),
        })
    }
}

/// What a formula in a line begins with.
const FORMULA: &[u8] = b"$latex";

// Most texts between two comments or tags are short; making these for each would take longer than the search.

/// Finds formulas.
pub(super) static FORMULAS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(FORMULA));

/// Finds where comments begin.
pub(super) static COMMENTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<!--"));

/// Finds where comments end.
pub(super) static COMMENT_ENDS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("-->"));

/// Finds what may be a note.
pub(super) static NOTES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("(("));

/// Finds web addresses.
pub(super) static ADDRESSES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("http"));

/// White space between words and lines.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c')
}

/// Whether a text is nothing but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_space)
}

/// The name that a tag's text begins with.
pub(super) fn name(text: &str) -> &str {
    let end = text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-'));
    &text[..end.unwrap_or(text.len())]
}

fn quoted_tag_end(tag: &[u8]) -> Option<usize> {
    let mut position = 1;
    loop {
        position += memchr3(b'>', b'"', b'\'', &tag[position..])?;
        match tag[position] {
            b'>' => return Some(position + 1),
            quote => position += 2 + memchr(quote, &tag[position + 1..])?,
        }
    }
}

/// Where the end tag of this name ends.
fn end_tag(rest: &str, name: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let is_it = |at: &usize| {
        let (found, after) = bytes[at + 2..].split_at_checked(name.len()).unwrap_or_default();
        found.eq_ignore_ascii_case(name.as_bytes())
            && matches!(after.first(), Some(b'>' | b' ' | b'\n' | b'\t' | b'/'))
    };
    let at = memmem::find_iter(bytes, b"</").find(is_it)?;
    memchr(b'>', &bytes[at..]).map(|end| at + end + 1)
}

//! A backup as a stream: the elements inside its root, one after the other.

use std::{collections::HashMap, io::Read};

use larder_core::{Cancel, NoteKind};
use memchr::memmem;

use super::lift::{File, Files, Lift, MARK};
use crate::{
    ReadError,
    batches::{self, Split},
    xml::{Fault, ItemEnd, Repair, Repairs, Skipped, Stream, Tag, Token},
};

/// An element of the root.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its number in the file, counted from 1.
    pub(super) number: u64,
    /// The line it begins in.
    pub(super) line: u64,
    /// Its name, in lower case.
    pub(super) name: String,
    /// Whether its end is missing, or what stands before the end belongs to another one.
    pub(super) is_damaged: bool,
    /// The files in it, by the numbers that stand in their places.
    pub(super) files: HashMap<u64, File>,
}

/// Elements that one core reads together.
pub(super) type Part<'a> = batches::Part<'a, Piece, ()>;

/// What was found around the elements of a document.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The attributes of the root, as they stand there.
    pub(super) root: String,
    /// How many elements there are, but for those that are too large.
    pub(super) pieces: u64,
    /// What is larger than may be.
    pub(super) skipped: Skipped,
    /// What had to be repaired.
    pub(super) repairs: Repairs,
    /// Whether it ends before its own end.
    pub(super) is_cut: bool,
    /// Whether it begins as a backup does.
    pub(super) has_root: bool,
    /// A document type with declarations of its own, which is refused.
    pub(super) declares: bool,
    /// What ended it early.
    pub(super) fault: Option<Fault>,
}

/// Splits a document into the elements of its root.
pub(super) struct Splitter<R> {
    stream: Stream<Lift<R>>,
    files: Files,
    around: Around,
    is_closed: bool,
}

/// Elements that stand nowhere but in the root: where one begins, whatever is open was never closed.
const OUTERMOST: [&str; 9] = [
    "post",
    "page",
    "notice",
    "keyword",
    "guestbook",
    "linkCategories",
    "commentsNotified",
    "commentsNotifiedSiteInfo",
    "userSetting",
];

impl<R: Read> Splitter<R> {
    /// The elements of a stream, out of which the files were lifted.
    pub(super) fn new(stream: Stream<Lift<R>>, files: Files) -> Self {
        Self { stream, files, around: Around::default(), is_closed: false }
    }

    /// Reads all elements, some at a time on each core, and takes what was read in the order of the document. Returns what
    /// stands around them. Fails when taking does, and when the user cancels.
    pub(super) fn each<T: Send>(
        mut self,
        cancel: &Cancel,
        read: impl Fn(&Part<'_>) -> T + Sync,
        take: impl FnMut(T) -> Result<(), ReadError>,
    ) -> Result<(Around, Vec<NoteKind>), ReadError> {
        self.around.fault = batches::each(&mut self, cancel, read, take)?;
        let notes = self.stream.encoding_notes();
        Ok((self.around, notes))
    }

    /// The root, or a second one behind it.
    fn open(&mut self, attributes: &str) {
        match self.around.has_root {
            true => self.around.repairs.count(Repair::SecondDocument),
            false => attributes.clone_into(&mut self.around.root),
        }
        self.around.has_root = true;
        self.is_closed = false;
    }

    /// An element whose start tag was just met. None if it is larger than may be.
    fn piece(
        &mut self,
        name: &str,
        is_empty: bool,
        texts: &mut String,
    ) -> Result<Option<Piece>, Fault> {
        self.stream.mark();
        let line = self.stream.line();
        let end = if is_empty { ItemEnd::sound() } else { self.piece_end(name)? };
        let Some(text) = self.stream.item(line, end, &mut self.around.skipped) else {
            return Ok(None);
        };
        texts.push_str(text);
        let files = numbers(text).filter_map(|number| Some((number, self.files.take(number)?)));
        let files = files.collect();
        self.around.pieces += 1;
        let (number, name) = (self.around.pieces, name.to_ascii_lowercase());
        Ok(Some(Piece { number, line, name, is_damaged: !end.is_whole, files }))
    }

    /// Goes to the end of an element.
    fn piece_end(&mut self, name: &str) -> Result<ItemEnd, Fault> {
        let matters = |other: &str| is_named(other, name) || is_outermost(other) || is_root(other);
        let end = format!("</{name}>");
        let end = memmem::Finder::new(&end);
        let holds_end = |data: &str| end.find(data.as_bytes()).is_some();
        let (mut depth, mut found) = (0_u32, ItemEnd::sound());
        loop {
            let next = self.stream.next_of(name, matters, holds_end, &mut found.is_lost)?;
            let Some(token) = next else {
                self.around.is_cut = true;
                return Ok(ItemEnd { is_whole: false, ..found });
            };
            match token {
                Token::End(other) if is_named(other, name) => match depth {
                    0 => return Ok(found),
                    _ => depth -= 1,
                },
                Token::Start(Tag { name: other, .. }) | Token::End(other)
                    if is_root(other) || is_outermost(other) =>
                {
                    self.around.repairs.count(Repair::Unclosed);
                    return Ok(ItemEnd { is_next: true, is_whole: false, ..found });
                }
                Token::Start(Tag { name: other, is_empty, .. }) if is_named(other, name) => {
                    depth += u32::from(!is_empty);
                }
                Token::Data(text) if holds_end(text) => {
                    self.around.repairs.count(Repair::CharacterData);
                    found.is_whole = false;
                }
                _ => {}
            }
        }
    }
}

impl<R: Read> Split for Splitter<R> {
    type Piece = Piece;
    type Context = ();

    fn next(&mut self, texts: &mut String) -> Result<Option<Piece>, Fault> {
        loop {
            let next = match self.around.has_root {
                true => self.stream.next_or_skip("", &mut self.around.skipped.is_around)?,
                false => self.stream.next("")?,
            };
            let Some((token, is_odd)) = next else {
                self.around.is_cut |= self.around.has_root && !self.is_closed;
                return Ok(None);
            };
            let mut repair = None;
            let started = match token {
                Token::Start(tag) if is_root(tag.name) => {
                    Some((tag.name.to_owned(), tag.attributes.to_owned(), tag.is_empty))
                }
                Token::Start(tag) if self.around.has_root => {
                    Some((tag.name.to_owned(), String::new(), tag.is_empty))
                }
                Token::End(name) if is_root(name) => {
                    self.is_closed = true;
                    None
                }
                Token::Start(_) | Token::End(_) if !self.around.has_root => {
                    repair = Some(Repair::Junk);
                    None
                }
                Token::End(_) => {
                    repair = Some(Repair::Stray);
                    None
                }
                Token::Text(text) | Token::Data(text) if !text.trim().is_empty() => {
                    let is_mark = text.trim_matches('\u{feff}').trim().is_empty();
                    repair = (!is_mark).then_some(match self.around.has_root {
                        true => Repair::Loose,
                        false => Repair::Junk,
                    });
                    None
                }
                Token::Other(other) => {
                    self.around.declares |= !self.around.has_root && declares(other);
                    repair = is_odd.then_some(Repair::Endless);
                    None
                }
                _ => None,
            };
            repair.into_iter().for_each(|repair| self.around.repairs.count(repair));
            if self.around.declares {
                return Ok(None);
            }
            match started {
                Some((name, attributes, is_empty)) if is_root(&name) => {
                    self.open(&attributes);
                    self.is_closed |= is_empty;
                }
                Some((name, _, is_empty)) => {
                    if let Some(piece) = self.piece(&name, is_empty, texts)? {
                        return Ok(Some(piece));
                    }
                }
                None => {}
            }
        }
    }

    fn context(&mut self) {}
}

/// The numbers of the files whose places are marked in a text.
fn numbers(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.split(MARK).skip(1).step_by(2).filter_map(|number| number.parse().ok())
}

/// The number of the file whose place is marked here.
pub(super) fn marked(text: &str) -> Option<u64> {
    numbers(text).next()
}

/// Whether a declaration is a document type with declarations of its own: a door for entities without end.
fn declares(other: &str) -> bool {
    const TYPE: &str = "<!DOCTYPE";
    other.get(..TYPE.len()).is_some_and(|it| it.eq_ignore_ascii_case(TYPE)) && other.contains('[')
}

fn is_root(name: &str) -> bool {
    is_named(name, "blog")
}

fn is_outermost(name: &str) -> bool {
    OUTERMOST.iter().any(|known| is_named(name, known))
}

fn is_named(name: &str, expected: &str) -> bool {
    name.eq_ignore_ascii_case(expected)
}

//! An export as a stream: where its entries begin and end, and what stands around them.

use std::io::Read;

use larder_core::{Cancel, NoteKind};

use crate::{
    ReadError,
    batches::{self, Split},
    xml::{Fault, ItemEnd, Ns, Repair, Repairs, Scope, Skipped, Stream, Tag, Token},
};

/// An entry: where it stands, and whether all of it is there.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its number in the file, counted from 1.
    pub(super) number: u64,
    /// The line it begins in.
    pub(super) line: u64,
    /// Whether its own end was found. What is not whole may lack the mark that it is a draft.
    pub(super) is_whole: bool,
}

/// What holds for entries.
#[derive(Debug)]
pub(super) struct Context {
    /// What holds in the feed.
    pub(super) scope: Scope,
}

/// Entries that one core reads together.
pub(super) type Part<'a> = batches::Part<'a, Piece, Context>;

/// What was found around the entries of a document.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// What stands in the feed before its first entry.
    pub(super) head: String,
    /// What stands between entries and behind them, and belongs to none: of an entry whose beginning is damaged, maybe.
    pub(super) loose: String,
    /// What holds in the feed.
    pub(super) scope: Scope,
    /// How many entries have an end and no beginning.
    pub(super) headless: u64,
    /// What is larger than may be.
    pub(super) skipped: Skipped,
    /// What had to be repaired.
    pub(super) repairs: Repairs,
    /// Whether it ends before its own end.
    pub(super) is_cut: bool,
    /// The document type with declarations of its own, which is refused.
    pub(super) declares: bool,
    /// What ended it early.
    pub(super) fault: Option<Fault>,
    /// How many entries there are, but for those that are too large.
    pub(super) entries: u64,
    has_root: bool,
}

/// Splits a document into its entries.
pub(super) struct Splitter<R> {
    stream: Stream<R>,
    around: Around,
    /// Whether the root was closed.
    is_closed: bool,
}

/// A tag that matters.
enum Met {
    /// A start tag: name, attributes, and whether it is its own end.
    Start(String, String, bool),
    /// The end of the feed.
    End,
}

impl<R: Read> Splitter<R> {
    /// The entries of a stream.
    pub(super) fn new(stream: Stream<R>) -> Self {
        let around = Around::default();
        Self { stream, around, is_closed: false }
    }

    /// Reads all entries, some at a time on each core, and takes what was read in the order of the document. Returns what
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

    /// The next tag that matters.
    fn met(&mut self) -> Result<Option<Met>, Fault> {
        loop {
            let is_lost = &mut self.around.skipped.is_around;
            let next = self.stream.next_of("", matters, |_| false, is_lost)?;
            let Some(token) = next else { return Ok(None) };
            match token {
                Token::Start(Tag { name, attributes, is_empty }) if matters(name) => {
                    return Ok(Some(Met::Start(name.to_owned(), attributes.to_owned(), is_empty)));
                }
                Token::End(name) if is_feed(name) => return Ok(Some(Met::End)),
                Token::End(name) if is_entry(name) => self.around.headless += 1,
                Token::Other(other) if !self.around.has_root => {
                    self.around.declares |= declares(other);
                }
                _ => {}
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        let tag = Tag { name, attributes, is_empty: false };
        let around = &mut self.around;
        around.repairs.count_many(Repair::SecondDocument, u32::from(around.has_root));
        around.scope = around.scope.inside(&tag, &mut around.repairs).into_owned();
        around.scope.core = Some(Ns::Atom);
        (around.has_root, self.is_closed) = (true, false);
    }

    /// An entry whose start tag was just met. None if it is larger than may be.
    fn entry(
        &mut self,
        name: &str,
        is_empty: bool,
        texts: &mut String,
    ) -> Result<Option<Piece>, Fault> {
        self.stream.mark();
        let line = self.stream.line();
        let end = if is_empty { ItemEnd::sound() } else { self.end(name)? };
        let Some(text) = self.stream.item(line, end, &mut self.around.skipped) else {
            return Ok(None);
        };
        texts.push_str(text);
        self.around.entries += 1;
        Ok(Some(Piece { number: self.around.entries, line, is_whole: end.is_whole }))
    }

    /// Goes to the end of an entry.
    fn end(&mut self, name: &str) -> Result<ItemEnd, Fault> {
        let mut end = ItemEnd::sound();
        loop {
            let next = self.stream.next_of(name, matters, holds_end, &mut end.is_lost)?;
            let Some(token) = next else {
                self.around.is_cut = true;
                return Ok(ItemEnd { is_whole: false, ..end });
            };
            match token {
                Token::End(name) if is_entry(name) => return Ok(end),
                // Entries hold no entries and no feed: this one was never closed.
                Token::Start(Tag { name, .. }) | Token::End(name) if matters(name) => {
                    self.around.repairs.count(Repair::Unclosed);
                    return Ok(ItemEnd { is_whole: false, is_next: true, ..end });
                }
                Token::Data(text) if holds_end(text) => {
                    self.around.repairs.count(Repair::CharacterData);
                    end.is_whole = false;
                }
                _ => {}
            }
        }
    }
}

impl<R: Read> Split for Splitter<R> {
    type Piece = Piece;
    type Context = Context;

    fn next(&mut self, texts: &mut String) -> Result<Option<Piece>, Fault> {
        loop {
            if self.around.has_root {
                self.stream.mark_here();
            }
            let met = self.met()?;
            if self.around.declares {
                return Ok(None);
            }
            let Around { head, loose, skipped, entries, .. } = &mut self.around;
            let kept = if *entries == 0 { head } else { loose };
            self.stream.keep_marked(kept, skipped);
            match met {
                Some(Met::Start(name, _, is_empty)) if is_entry(&name) => {
                    if let Some(piece) = self.entry(&name, is_empty, texts)? {
                        return Ok(Some(piece));
                    }
                }
                Some(Met::Start(name, attributes, _)) => self.open(&name, &attributes),
                Some(Met::End) => self.is_closed = true,
                None => {
                    self.around.is_cut |= !self.is_closed;
                    return Ok(None);
                }
            }
        }
    }

    fn context(&mut self) -> Context {
        Context { scope: self.around.scope.clone() }
    }
}

/// Whether a declaration is a document type with declarations of its own: a door for entities without end.
fn declares(other: &str) -> bool {
    const TYPE: &str = "<!DOCTYPE";
    other.get(..TYPE.len()).is_some_and(|it| it.eq_ignore_ascii_case(TYPE)) && other.contains('[')
}

/// Whether character data holds the end of an entry.
fn holds_end(data: &str) -> bool {
    data.contains("</entry>")
}

fn matters(name: &str) -> bool {
    is_feed(name) || is_entry(name)
}

fn is_feed(name: &str) -> bool {
    is_named(name, "feed")
}

fn is_entry(name: &str) -> bool {
    is_named(name, "entry")
}

fn is_named(name: &str, expected: &str) -> bool {
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    local.eq_ignore_ascii_case(expected)
}

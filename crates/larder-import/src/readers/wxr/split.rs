//! An export as a stream: where its items begin and end, and what stands around them.

use std::{
    io::Read,
    sync::{Arc, LazyLock},
};

use larder_core::{Cancel, NoteKind};
use memchr::memmem;

use crate::{
    ReadError,
    batches::{self, Split},
    xml::{Fault, ItemEnd, Repair, Repairs, Scope, Skipped, Stream, Tag, Token},
};

/// An item: where it stands among the texts of those that are read with it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its number in the file, counted from 1.
    pub(super) number: u64,
    /// The line it begins in.
    pub(super) line: u64,
    /// How much of it is sure to be its own.
    pub(super) soundness: Soundness,
}

/// How much of an item is sure to be there, and to be its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Soundness {
    /// All of it.
    Whole,
    /// Its end is missing.
    Cut,
    /// A section of character data without its own end has taken the end of the item: what follows is of the next one.
    Swallowed,
}

/// What holds for items.
#[derive(Debug)]
pub(super) struct Context {
    /// What holds in the channel.
    pub(super) scope: Scope,
    /// Everything that stands before the first item.
    pub(super) head: Arc<str>,
}

/// Items that one core reads together.
pub(super) type Part<'a> = batches::Part<'a, Piece, Context>;

/// What was found around the items of a document.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Everything in the channel that is no item, as it stands there.
    pub(super) head: String,
    /// What holds in the channel.
    pub(super) scope: Scope,
    /// How many items there are, but for those that are too large.
    pub(super) items: u64,
    /// How many items have an end and no beginning: nobody knows which of them what stands before is.
    pub(super) headless: u64,
    /// What is larger than may be.
    pub(super) skipped: Skipped,
    /// What had to be repaired.
    pub(super) repairs: Repairs,
    /// Whether it ends before its own end.
    pub(super) is_cut: bool,
    /// Whether it begins as an export does.
    pub(super) has_root: bool,
    /// The document type with declarations of its own, which is refused.
    pub(super) declares: bool,
    /// What ended it early.
    pub(super) fault: Option<Fault>,
}

/// Splits a document into its items.
pub(super) struct Splitter<R> {
    stream: Stream<R>,
    around: Around,
    /// What stands before the first item.
    first_head: Option<Arc<str>>,
    /// Whether the root was closed.
    is_closed: bool,
    /// Whether character data of the item that is read holds the end of an item.
    has_swallowed: bool,
}

/// What ends an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Its end tag.
    Own,
    /// The beginning of the next one, or the end of the channel, which stays to be read.
    Next,
    /// The end of the document.
    Document,
}

/// A tag that matters.
enum Met {
    /// A start tag: name, attributes, and whether it is its own end.
    Start(String, String, bool),
    /// An end tag; whether it is that of the root.
    End(bool),
}

impl<R: Read> Splitter<R> {
    /// The items of a stream.
    pub(super) fn new(stream: Stream<R>) -> Self {
        Self {
            stream,
            around: Around::default(),
            first_head: None,
            is_closed: false,
            has_swallowed: false,
        }
    }

    /// Reads all items, some at a time on each core, and takes what was read in the order of the document. Returns what
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
        let matters = |name: &str| is_item(name) || is_holder(name);
        loop {
            let is_lost = &mut self.around.skipped.is_around;
            let next = self.stream.next_of("", matters, |_| false, is_lost)?;
            let Some(token) = next else { return Ok(None) };
            match token {
                Token::Start(Tag { name, attributes, is_empty }) if matters(name) => {
                    return Ok(Some(Met::Start(name.to_owned(), attributes.to_owned(), is_empty)));
                }
                Token::End(name) if is_holder(name) => {
                    return Ok(Some(Met::End(is_named(name, "rss"))));
                }
                Token::End(name) if is_item(name) => self.around.headless += 1,
                Token::Other(other) if !self.around.has_root => {
                    self.around.declares |= declares(other);
                }
                _ => {}
            }
        }
    }

    /// The root, or the channel in it.
    fn open(&mut self, name: &str, attributes: &str) {
        let tag = Tag { name, attributes, is_empty: false };
        let scope = self.around.scope.inside(&tag, &mut self.around.repairs).into_owned();
        self.around.scope = scope;
        if is_named(name, "rss") {
            self.around.repairs.count_many(Repair::SecondDocument, u32::from(self.around.has_root));
            self.is_closed = false;
            self.around.has_root = true;
        }
    }

    /// An item whose start tag was just met. None if it is larger than may be.
    fn item(
        &mut self,
        name: &str,
        is_empty: bool,
        texts: &mut String,
    ) -> Result<Option<Piece>, Fault> {
        self.stream.mark();
        let line = self.stream.line();
        let (end, is_lost) = if is_empty { (End::Own, false) } else { self.item_end(name)? };
        let has_swallowed = std::mem::take(&mut self.has_swallowed);
        let how = ItemEnd { is_next: end == End::Next, is_lost, ..ItemEnd::sound() };
        let Some(text) = self.stream.item(line, how, &mut self.around.skipped) else {
            return Ok(None);
        };
        texts.push_str(text);
        let soundness = match end {
            _ if has_swallowed => Soundness::Swallowed,
            End::Own => Soundness::Whole,
            End::Next | End::Document => Soundness::Cut,
        };
        self.around.items += 1;
        Ok(Some(Piece { number: self.around.items, line, soundness }))
    }

    /// Goes to the end of an item. Returns also whether it is larger than may be.
    fn item_end(&mut self, name: &str) -> Result<(End, bool), Fault> {
        let matters = |other: &str| is_item(other) || is_holder(other);
        let mut is_lost = false;
        loop {
            let next = self.stream.next_of(name, matters, holds_end, &mut is_lost)?;
            let Some(token) = next else {
                self.around.is_cut = true;
                return Ok((End::Document, is_lost));
            };
            match token {
                Token::End(end) if is_item(end) => return Ok((End::Own, is_lost)),
                // Items hold no items, and no channel: this one was never closed. Other tags may come, too.
                Token::Start(Tag { name, .. }) | Token::End(name) if matters(name) => {
                    self.around.repairs.count(Repair::Unclosed);
                    return Ok((End::Next, is_lost));
                }
                Token::Data(text) if holds_end(text) => {
                    self.around.repairs.count(Repair::CharacterData);
                    self.has_swallowed = true;
                }
                _ => {}
            }
        }
    }
}

impl<R: Read> Split for Splitter<R> {
    type Piece = Piece;
    type Context = Context;

    /// The next item. What stands before it belongs to the head.
    fn next(&mut self, texts: &mut String) -> Result<Option<Piece>, Fault> {
        loop {
            if self.around.has_root {
                self.stream.mark_here();
            }
            let met = self.met()?;
            if self.around.declares {
                return Ok(None);
            }
            let Around { head, skipped, .. } = &mut self.around;
            self.stream.keep_marked(head, skipped);
            match met {
                Some(Met::Start(name, _, is_empty)) if is_item(&name) => {
                    if let Some(piece) = self.item(&name, is_empty, texts)? {
                        return Ok(Some(piece));
                    }
                }
                Some(Met::Start(name, attributes, _)) => self.open(&name, &attributes),
                Some(Met::End(is_root)) => self.is_closed |= is_root,
                None => {
                    self.around.is_cut |= self.around.has_root && !self.is_closed;
                    return Ok(None);
                }
            }
        }
    }

    fn context(&mut self) -> Context {
        let head = self.first_head.get_or_insert_with(|| Arc::from(&*self.around.head));
        Context { scope: self.around.scope.clone(), head: Arc::clone(head) }
    }
}

/// Whether a declaration is a document type with declarations of its own: a door for entities without end.
fn declares(other: &str) -> bool {
    const TYPE: &str = "<!DOCTYPE";
    other.get(..TYPE.len()).is_some_and(|it| it.eq_ignore_ascii_case(TYPE)) && other.contains('[')
}

/// Whether character data holds the end of an item.
fn holds_end(data: &str) -> bool {
    static END: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(b"</item>"));
    END.find(data.as_bytes()).is_some()
}

fn is_holder(name: &str) -> bool {
    is_named(name, "rss") || is_named(name, "channel")
}

fn is_item(name: &str) -> bool {
    is_named(name, "item")
}

fn is_named(name: &str, expected: &str) -> bool {
    name.eq_ignore_ascii_case(expected)
}

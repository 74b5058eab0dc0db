//! An export as a stream of its categories, threads and posts.

use std::{collections::BTreeSet, io::Read};

use memchr::memmem;

use crate::xml::{Fault, ItemEnd, Repair, Repairs, Scope, Skipped, Stream, Tag, Token};

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Category,
    /// An article.
    Thread,
    /// A comment.
    Post,
}

/// An item, whose text was given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// The line it begins in.
    pub(super) line: u64,
    /// Whether its end is its own, and there.
    pub(super) is_whole: bool,
}

/// The items of a stream.
pub(super) struct Items<R> {
    stream: Stream<R>,
    /// What holds in the root.
    pub(super) scope: Scope,
    pub(super) repairs: Repairs,
    pub(super) has_root: bool,
    /// Whether it ends before its own end.
    pub(super) is_cut: bool,
    /// Whether it has a document type with declarations of its own, which is refused.
    pub(super) declares: bool,
    /// What is larger than may be.
    pub(super) skipped: Skipped,
    /// The names of elements that exports do not have.
    pub(super) others: BTreeSet<String>,
    is_closed: bool,
}

/// What was met between items.
enum Met {
    Item(Kind, bool),
    Root(String, String),
    RootEnd,
    Nothing,
}

impl<R: Read> Items<R> {
    pub(super) fn new(stream: Stream<R>) -> Self {
        Self {
            stream,
            scope: Scope::default(),
            repairs: Repairs::default(),
            has_root: false,
            is_cut: false,
            declares: false,
            skipped: Skipped::default(),
            others: BTreeSet::new(),
            is_closed: false,
        }
    }

    /// How the bytes became text.
    pub(super) fn encoding_notes(&self) -> Vec<larder_core::NoteKind> {
        self.stream.encoding_notes()
    }

    /// The next item, whose text is put into `text`. None at the end.
    pub(super) fn next(&mut self, text: &mut String) -> Result<Option<Item>, Fault> {
        text.clear();
        loop {
            let next = match self.has_root {
                true => self.stream.next_or_skip("", &mut self.skipped.is_around)?,
                false => self.stream.next("")?,
            };
            let Some((token, _)) = next else {
                self.is_cut = !self.is_closed;
                return Ok(None);
            };
            let met = match token {
                Token::Start(tag) => match (kind(tag.name), self.has_root) {
                    (Some(kind), true) => Met::Item(kind, tag.is_empty),
                    _ if local(tag.name) == "disqus" => {
                        Met::Root(tag.name.to_owned(), tag.attributes.to_owned())
                    }
                    (_, has_root) => {
                        if has_root && self.others.len() < 64 {
                            self.others.insert(tag.name.chars().take(64).collect());
                        }
                        Met::Nothing
                    }
                },
                Token::End(name) if local(name) == "disqus" => Met::RootEnd,
                Token::Other(other) if !self.has_root && declares(other) => {
                    self.declares = true;
                    return Ok(None);
                }
                _ => Met::Nothing,
            };
            match met {
                Met::Item(kind, is_empty) => {
                    if let Some(item) = self.item(kind, is_empty, text)? {
                        return Ok(Some(item));
                    }
                }
                Met::Root(name, attributes) => self.open(&name, &attributes),
                Met::RootEnd => self.is_closed = true,
                Met::Nothing => {}
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        let tag = Tag { name, attributes, is_empty: false };
        self.scope = Scope::default().inside(&tag, &mut self.repairs).into_owned();
        self.repairs.count_many(Repair::SecondDocument, u32::from(self.has_root));
        (self.has_root, self.is_closed) = (true, false);
    }

    /// An item whose start tag was just met. None if it is larger than may be.
    fn item(
        &mut self,
        kind: Kind,
        is_empty: bool,
        text: &mut String,
    ) -> Result<Option<Item>, Fault> {
        self.stream.mark();
        let line = self.stream.line();
        let end = if is_empty { ItemEnd::sound() } else { self.end(kind)? };
        let Some(all) = self.stream.item(line, end, &mut self.skipped) else { return Ok(None) };
        text.push_str(all);
        self.repairs.count_many(Repair::Unclosed, u32::from(end.is_next));
        Ok(Some(Item { kind, line, is_whole: end.is_whole }))
    }

    /// Goes to the end of an item.
    fn end(&mut self, item: Kind) -> Result<ItemEnd, Fault> {
        let mut end = ItemEnd::sound();
        loop {
            let next = self.stream.next_or_skip(item.name(), &mut end.is_lost)?;
            let Some((token, _)) = next else {
                self.is_cut = true;
                return Ok(ItemEnd { is_whole: false, ..end });
            };
            let ends_before = match token {
                Token::End(name) if kind(name) == Some(item) => return Ok(end),
                Token::Start(tag) => kind(tag.name) == Some(item),
                Token::End(name) => local(name) == "disqus",
                _ => false,
            };
            if ends_before {
                return Ok(ItemEnd { is_whole: false, is_next: true, ..end });
            }
            match token {
                // Character data without an end has taken what follows.
                Token::Data(text) if memmem::find(text.as_bytes(), item.end()).is_some() => {
                    self.repairs.count(Repair::CharacterData);
                    end.is_whole = false;
                }
                _ => {}
            }
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Thread => "thread",
            Self::Post => "post",
        }
    }

    fn end(self) -> &'static [u8] {
        match self {
            Self::Category => b"</category>",
            Self::Thread => b"</thread>",
            Self::Post => b"</post>",
        }
    }
}

fn kind(name: &str) -> Option<Kind> {
    match local(name) {
        "category" => Some(Kind::Category),
        "thread" => Some(Kind::Thread),
        "post" => Some(Kind::Post),
        _ => None,
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Whether it is a document type with declarations of its own.
fn declares(other: &str) -> bool {
    other.get(..9).is_some_and(|it| it.eq_ignore_ascii_case("<!DOCTYPE")) && other.contains('[')
}

//! Where an entry ends, and the entries of a part read together.

use std::{
    io::{self, Read},
    ops::Range,
    sync::{Arc, LazyLock},
};

use larder_core::{Blob, Passage};
use memchr::memmem;

use super::{
    Document,
    structure::{is_another, is_declaration, local},
};
use crate::{
    ahead::Room,
    readers::feed::{
        blog::{Stow, Stowed},
        entry::{self, Context},
    },
    xml::{Fault, Repair, Scope, Stream, Token},
};

/// An entry: where it stands among the [texts](Document::texts) of the entries that are read with it.
pub(super) struct Piece {
    text: Range<usize>,
    /// The same text in the file that it was read from, if it stands there so.
    place: Option<Blob>,
    line: u64,
    scope: Arc<Scope>,
}

/// The text of an entry, among others, of which the texts of its post are parts.
pub(in crate::readers::feed) struct Whole<'t> {
    texts: &'t Arc<String>,
    text: Range<usize>,
    place: Option<&'t Blob>,
}

impl<'t> Whole<'t> {
    /// All of it.
    pub(in crate::readers::feed) fn text(&self) -> &'t str {
        &self.texts[self.text.clone()]
    }

    /// A part of it, without a copy. None if `part` is another text.
    pub(in crate::readers::feed) fn passage(&self, part: &str) -> Option<Passage> {
        let passage = Passage::of(self.texts, part)?;
        let start = passage.start().checked_sub(self.text.start);
        let place = self.place.zip(start);
        let place = place.and_then(|(all, start)| all.part(start as u64, part.len() as u64));
        Some(passage.kept_at(place))
    }
}

/// Entries that one core reads and puts away together.
pub(super) struct Entries {
    pub(super) texts: Arc<String>,
    pub(super) pieces: Vec<Piece>,
    /// The entry behind them, if that is larger than may be.
    pub(super) lost: Option<Lost>,
    pub(super) context: Arc<Context>,
}

/// What became of entries that were read together.
pub(super) struct Made {
    pub(super) stowed: Vec<Stowed>,
    /// [`Entries::lost`]
    pub(super) lost: Option<Lost>,
}

/// An entry that is larger than may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost {
    /// The line it begins in.
    pub(super) line: u64,
    /// How many end tags of entries stand in what was passed by.
    pub(super) ends: u64,
}

/// An entry that was found.
pub(super) enum Found {
    /// All of it, or what is there of it.
    Piece(Piece),
    /// More than is held in memory.
    TooLarge(Lost),
}

impl Entries {
    /// Reads them and puts them away; the room of their texts is used again. Fails when the spool does.
    pub(super) fn read(self, stow: &Stow, room: &Room) -> io::Result<Made> {
        let Self { texts, pieces, lost, context } = &self;
        let read = pieces.iter().filter_map(|Piece { text, place, line, scope }| {
            let whole = Whole { texts, text: text.clone(), place: place.as_ref() };
            Some(entry::read(&whole, scope, context, *line)?.restored(context))
        });
        let made = stow.away(read, &context.form);
        let made = made.map(|stowed| Made { stowed, lost: *lost });
        // The posts are put away, and have nothing of it any more.
        Arc::into_inner(self.texts).into_iter().for_each(|texts| room.give_back(texts));
        made
    }
}

/// Takes the text of an entry, to its last token or before that.
type Take<R> = fn(&mut Stream<R>) -> &str;

impl<R: Read> Document<'_, R> {
    /// An entry, whose start tag was just met.
    pub(super) fn entry(&mut self, name: &str, is_empty: bool) -> Result<Found, Fault> {
        self.learn();
        self.stream.mark();
        let line = self.stream.line();
        let scope = self.scopes.last().cloned().unwrap_or_default();
        if is_empty {
            return Ok(self.piece(Stream::take, line, scope));
        }
        // Elements of an item may be called as those around it.
        let mut namesakes = 0_usize;
        let mut is_lost = false;
        let end: Take<R> = loop {
            let (open, is_declared) = (&self.open, self.is_declared);
            let is_root = |tag: &str| matches!(&*local(tag), "rss" | "feed" | "rdf");
            let matters = |tag: &str| {
                tag.eq_ignore_ascii_case(name)
                    || is_holding(open, tag)
                    || is_declared && is_root(tag)
            };
            let data_matters = |data: &str| is_swallowed(data, name);
            let next = self.stream.next_of(name, matters, data_matters, &mut is_lost);
            let next = next.unwrap_or_else(|fault| {
                self.fault = Some(fault);
                None
            });
            let Some(token) = next else {
                self.is_cut = true;
                break Stream::take;
            };
            match token {
                Token::End(end) if end.eq_ignore_ascii_case(name) => break Stream::take,
                Token::Start(tag) if tag.name == name && !tag.is_empty => {
                    // Entries do not hold entries: the one before was never closed.
                    self.repairs.count(Repair::Unclosed);
                    break Stream::take_before;
                }
                Token::Start(tag)
                    if self.is_declared
                        && !self.is_last
                        && is_another(&self.open, true, &local(tag.name), &tag) =>
                {
                    // The entry is cut off, and another document follows.
                    self.repairs.count(Repair::Unclosed);
                    break Stream::take_before;
                }
                Token::Start(tag) if !tag.is_empty && is_holding(&self.open, tag.name) => {
                    namesakes += 1;
                }
                Token::End(end) if is_holding(&self.open, end) => {
                    if namesakes > 0 {
                        namesakes -= 1;
                        continue;
                    }
                    self.repairs.count(Repair::Unclosed);
                    break Stream::take_before;
                }
                Token::Other(other) => self.is_declared |= is_declaration(other),
                Token::Data(text) if is_swallowed(text, name) => {
                    self.repairs.count(Repair::CharacterData);
                }
                _ => {}
            }
        };
        if is_lost {
            // Whatever of it is there, the next one begins behind it.
            end(&mut self.stream);
            return Ok(Found::TooLarge(Lost { line, ends: self.stream.ends_passed() }));
        }
        Ok(self.piece(end, line, scope))
    }

    /// Puts the text of an entry behind the others.
    fn piece(&mut self, take: Take<R>, line: u64, scope: Arc<Scope>) -> Found {
        let (limit, origin) = (self.stream.limit(), self.stream.origin());
        let text = take(&mut self.stream);
        if text.len() > limit {
            return Found::TooLarge(Lost { line, ends: 0 });
        }
        let start = self.texts.len();
        self.texts.push_str(text);
        let text = start..self.texts.len();
        let place = self.whole.as_ref().zip(origin);
        let place = place.and_then(|(whole, origin)| whole.part(origin, text.len() as u64));
        Found::Piece(Piece { text, place, line, scope })
    }
}

/// Whether an element of this name is open that only holds others.
fn is_holding(open: &[(String, bool)], name: &str) -> bool {
    open.iter().any(|(open, is_head)| open == name && !is_head)
}

/// Whether a section of character data has taken the end of its entry and the next section: its own end is missing.
fn is_swallowed(data: &str, name: &str) -> bool {
    static SECTION: LazyLock<memmem::Finder<'_>> =
        LazyLock::new(|| memmem::Finder::new(b"<![CDATA["));
    // The last one: hardly any section of character data holds the beginning of another.
    let Some(section) = SECTION.find_iter(data.as_bytes()).last() else { return false };
    data[..section].match_indices("</").any(|(at, _)| data[at + 2..].starts_with(name))
}

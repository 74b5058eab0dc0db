//! Lifts the files out of a backup before it is read as XML: they are most of it, and no part of its text.
//!
//! ```text
//! <attachment …><content>iVBORw0KGgo…</content></attachment>
//! <attachment …><content>␁12␁</content></attachment>              and the file number 12, in the spool
//! ```
//!
//! A file is decoded while it is read, and only one of them is in memory at a time. What is larger than the limit is
//! measured and not kept.

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    io::{self, Read},
    sync::{Arc, Mutex, PoisonError},
};

use larder_core::{Spool, Stored};
use memchr::{memchr, memmem};

use super::base64::Decoder;
use crate::shelf::store_in;

/// What stands around the number of a file: a character that XML forbids, so that no text has it.
pub(super) const MARK: char = '\u{1}';

/// What stands in its place where a text has it after all.
const FORBIDDEN: u8 = 2;

/// How many bytes are read at once, and how long a tag may be that is looked at.
const CHUNK: usize = 64 << 10;

/// A file that was lifted out.
#[derive(Clone, Debug, Default)]
pub(super) struct File {
    /// The file. None if it is too large, or if files are only passed by.
    pub(super) stored: Option<Box<Stored>>,
    /// How many bytes it has.
    pub(super) length: u64,
    /// How many characters stood in it that no Base64 has.
    pub(super) odd: u64,
    /// Whether it is larger than the limit.
    pub(super) is_too_large: bool,
}

/// Files that were lifted out and not taken yet, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(Arc<Mutex<BTreeMap<u64, File>>>);

impl Files {
    /// Takes the file with this number.
    pub(super) fn take(&self, number: u64) -> Option<File> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&number)
    }

    fn add(&self, number: u64, file: File) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(number, file);
    }
}

/// Where files are put, and how large they may be.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) spool: Arc<dyn Spool>,
    pub(super) limit: u64,
}

/// A backup without its files.
pub(super) struct Lift<R> {
    source: R,
    /// What was read, and how much of it is done with.
    input: Vec<u8>,
    done: usize,
    has_ended: bool,
    /// What is given on, and how much of it was given.
    output: Vec<u8>,
    given: usize,
    state: State,
    /// Whether an element is open that holds a file.
    is_holder: bool,
    /// Whether bytes are given on as they are: encodings whose characters are no single bytes.
    is_wide: bool,
    number: u64,
    decoder: Decoder,
    bytes: Vec<u8>,
    length: u64,
    store: Option<Store>,
    files: Files,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Markup,
    /// In a section that ends with these characters.
    Section(&'static [u8]),
    /// In a file.
    File,
}

impl<R: Read> Lift<R> {
    /// Lifts files out of what `source` yields, and keeps them in `store`; without one, they are passed by.
    pub(super) fn new(source: R, store: Option<Store>) -> (Self, Files) {
        let files = Files::default();
        let lift = Self {
            source,
            input: Vec::new(),
            done: 0,
            has_ended: false,
            output: Vec::new(),
            given: 0,
            state: State::Markup,
            is_holder: false,
            is_wide: false,
            number: 0,
            decoder: Decoder::default(),
            bytes: Vec::new(),
            length: 0,
            store,
            files: files.clone(),
        };
        (lift, files)
    }

    /// Reads more.
    fn fill(&mut self) -> io::Result<()> {
        let is_first = self.input.is_empty() && self.number == 0 && self.done == 0;
        self.input.drain(..self.done);
        self.done = 0;
        let start = self.input.len();
        self.input.resize(start + CHUNK, 0);
        let count = loop {
            match self.source.read(&mut self.input[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.input.truncate(start + *count.as_ref().unwrap_or(&0));
        self.has_ended = count? == 0;
        if is_first {
            self.is_wide = is_wide(&self.input);
        }
        Ok(())
    }

    /// Gives on so many bytes as they are. What stands around the numbers of files may stand nowhere else: another character
    /// that XML forbids takes its place, which is dropped and counted where texts are read.
    fn give(&mut self, count: usize) {
        let start = self.output.len();
        self.output.extend_from_slice(&self.input[self.done..self.done + count]);
        self.done += count;
        if !self.is_wide {
            let given = self.output[start..].iter_mut().filter(|byte| **byte == MARK as u8);
            given.for_each(|byte| *byte = FORBIDDEN);
        }
    }

    /// Does something with what was read. Returns whether more has to be read first.
    fn step(&mut self) -> io::Result<bool> {
        let rest = &self.input[self.done..];
        if self.is_wide || rest.is_empty() {
            let length = rest.len();
            self.give(length);
            return Ok(true);
        }
        match self.state {
            State::Markup => match memchr(b'<', rest) {
                Some(0) => Ok(self.markup()),
                at => {
                    let length = at.unwrap_or(rest.len());
                    self.give(length);
                    Ok(false)
                }
            },
            State::Section(end) => Ok(self.section(end)),
            State::File => self.file(),
        }
    }

    /// Something that begins with `<`.
    fn markup(&mut self) -> bool {
        const DATA: &[u8] = b"<![CDATA[";
        let rest = &self.input[self.done..];
        if rest.len() < 16 && !self.has_ended {
            return true;
        }
        if rest.starts_with(DATA) {
            self.state = State::Section(b"]]>");
            self.give(DATA.len());
        } else if rest.starts_with(b"<!--") {
            self.state = State::Section(b"-->");
            self.give(4);
        } else if HOLDERS.iter().any(|name| is_tag(&rest[1..], name)) {
            return self.holder();
        } else if self.is_holder && is_tag(&rest[1..], b"content") {
            return self.content();
        } else {
            if OTHERS.iter().any(|name| is_tag(&rest[1..], name)) || rest.starts_with(b"</") {
                self.is_holder &= !ends_holder(rest);
            }
            self.give(1);
        }
        false
    }

    /// The start tag of an element that holds a file.
    fn holder(&mut self) -> bool {
        let rest = &self.input[self.done..];
        match tag_length(rest) {
            None if self.may_go_on() => true,
            None => {
                self.give(1);
                false
            }
            Some(length) => {
                self.is_holder = rest[length - 2] != b'/';
                self.give(length);
                false
            }
        }
    }

    /// Whether the end of a tag may be in what is not read yet.
    fn may_go_on(&self) -> bool {
        let rest = &self.input[self.done..];
        !self.has_ended && rest.len() < CHUNK && !rest[1..].contains(&b'<')
    }

    /// The start tag in front of a file.
    fn content(&mut self) -> bool {
        let rest = &self.input[self.done..];
        match tag_length(rest) {
            None if self.may_go_on() => true,
            Some(length) if rest[length - 2] != b'/' => {
                self.give(length);
                self.state = State::File;
                false
            }
            length => {
                self.give(length.unwrap_or(1));
                false
            }
        }
    }

    fn section(&mut self, end: &'static [u8]) -> bool {
        let rest = &self.input[self.done..];
        if let Some(at) = memmem::find(rest, end) {
            self.state = State::Markup;
            self.give(at + end.len());
            return false;
        }
        // The end may be cut in the middle.
        let sure = if self.has_ended { rest.len() } else { rest.len().saturating_sub(end.len()) };
        self.give(sure);
        true
    }

    /// Some of a file.
    fn file(&mut self) -> io::Result<bool> {
        const DATA: &[u8] = b"<![CDATA[";
        let rest = &self.input[self.done..];
        match memchr(b'<', rest) {
            Some(0) if rest.len() < DATA.len() && !self.has_ended => Ok(true),
            Some(0) if rest.starts_with(DATA) => {
                self.done += DATA.len();
                Ok(false)
            }
            Some(0) => {
                self.finish()?;
                Ok(false)
            }
            at => {
                let length = at.unwrap_or(rest.len());
                self.decode(length);
                Ok(at.is_none())
            }
        }
    }

    /// Decodes so many characters of a file.
    fn decode(&mut self, count: usize) {
        let text = &self.input[self.done..self.done + count];
        self.done += count;
        let Some(store) = &self.store else { return };
        let before = self.bytes.len();
        self.decoder.push(text, &mut self.bytes);
        self.length += (self.bytes.len() - before) as u64;
        if self.length > store.limit {
            self.bytes = Vec::new();
        }
    }

    /// Ends a file: it is put away, and its number stands where it was.
    fn finish(&mut self) -> io::Result<()> {
        self.state = State::Markup;
        self.number += 1;
        self.output.extend_from_slice(format!("{MARK}{}{MARK}", self.number).as_bytes());
        let Some(store) = &self.store else { return Ok(()) };
        let before = self.bytes.len();
        self.decoder.finish(&mut self.bytes);
        let length = self.length + (self.bytes.len() - before) as u64;
        let is_too_large = length > store.limit;
        let odd = self.decoder.odd;
        let stored = match is_too_large {
            true => None,
            false => Some(Box::new(store_in(&self.bytes, &store.spool)?)),
        };
        self.files.add(self.number, File { stored, length, odd, is_too_large });
        (self.decoder, self.length) = (Decoder::default(), 0);
        self.bytes.clear();
        self.bytes.shrink_to(CHUNK);
        Ok(())
    }
}

impl<R: Read> Read for Lift<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() {
            (self.given, self.output) = (0, std::mem::take(&mut self.output));
            self.output.clear();
            if !self.step()? {
                continue;
            }
            if !self.has_ended {
                self.fill()?;
            } else if self.state == State::File {
                self.finish()?;
            } else if self.output.is_empty() {
                return Ok(0);
            }
        }
        let count = buffer.len().min(self.output.len() - self.given);
        buffer[..count].copy_from_slice(&self.output[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// The elements that hold files.
const HOLDERS: [&[u8]; 2] = [b"attachment", b"banner"];

/// Elements that no file's element holds: it was never closed.
const OTHERS: [&[u8]; 8] =
    [b"post", b"page", b"notice", b"keyword", b"comment", b"trackback", b"category", b"setting"];

/// Whether a name stands at the beginning of what is behind a `<`, and nothing more belongs to it.
fn is_tag(rest: &[u8], name: &[u8]) -> bool {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    rest.len() >= name.len()
        && rest[..name.len()].eq_ignore_ascii_case(name)
        && rest.get(name.len()).is_none_or(ends)
}

/// Whether a tag ends an element that holds a file, or shows that it was never closed.
fn ends_holder(rest: &[u8]) -> bool {
    match rest.strip_prefix(b"</") {
        Some(name) => HOLDERS.iter().chain(&OTHERS).any(|known| is_tag(name, known)),
        None => true,
    }
}

/// How long a tag is, where it ends. None if another one begins before: no tag has a `<` in it.
fn tag_length(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.iter().enumerate().skip(1) {
        match (quote, byte) {
            (_, b'<') => return None,
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Whether the characters of a text are no single bytes: UTF-16 and UTF-32.
fn is_wide(head: &[u8]) -> bool {
    let head = &head[..head.len().min(4)];
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || head.contains(&0)
}

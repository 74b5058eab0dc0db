//! One document: its kind, its head, and its entries, a part at a time.
//!
//! The stream is tokenised once, to find where each entry begins and ends; everything else is its head. Entries are read
//! on all cores while the next ones are looked for.

use std::{
    io::{self, Read},
    ops::Range,
    sync::{Arc, LazyLock},
};

use chrono::FixedOffset;
use larder_core::{NoteKind, Rule};
use memchr::memmem;
use rayon::prelude::*;

use super::{
    blog::{Draft, Stow, Stowed, TOGETHER},
    channel::{self, Head},
    entry::{self, Context},
    json,
    kind::Kind,
    list::List,
    mojibake, wayback,
};
use crate::{
    Intake, ReadError, ReadOptions,
    decode::Verdict,
    xml::{Fault, Ns, Repair, Repairs, Scope, Stream, Tag, Token},
};

/// What became of a file.
pub(super) enum Outcome {
    /// It is a feed, or several, one after the other.
    Feeds(Vec<Draft>),
    /// It is a list of feeds; there may be feeds before and behind it.
    List(Box<List>, Vec<Draft>),
    /// It is none, or cannot be read.
    Refused {
        /// By which rule it is left out.
        rule: Rule,
        /// What was found.
        found: String,
    },
}

impl Outcome {
    pub(super) fn refused(rule: Rule, found: impl Into<String>) -> Self {
        Self::Refused { rule, found: found.into() }
    }
}

/// How many bytes of entries are read at once, and how many of them.
const PART: (usize, usize) = (2 << 20, 512);

/// The namespace of RSS 0.90, which is read as that of RSS 1.0 is.
const OLDEST: &str = "netscape.com/rdf/simple/0.9";

/// How deep structure is followed, in elements.
const DEPTH: usize = 256;

/// How many authors of a feed every entry without one gets.
const MOST_AUTHORS: usize = 64;

/// An entry: where it stands among the [texts](Document::texts) of the entries that are read with it.
struct Piece {
    text: Range<usize>,
    line: u64,
    scope: Arc<Scope>,
}

/// Reads a document.
pub(super) fn read(
    source: impl Read,
    name: &Arc<str>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Outcome, ReadError> {
    let mut source = source;
    let mut start = Vec::new();
    if let Err(error) = source.by_ref().take(1 << 10).read_to_end(&mut start) {
        return Ok(Outcome::refused(Rule::Unreadable, error.to_string()));
    }
    let is_json = is_json(&start);
    let source = std::io::Cursor::new(start).chain(source);
    if is_json {
        return json::read(source, name, options, intake);
    }
    match Stream::open(source, options.limits.file_bytes, options.encoding.as_deref()) {
        Ok(stream) => read_all(stream, name, options, intake),
        Err(error) => Ok(Outcome::refused(Rule::Unreadable, error.to_string())),
    }
}

/// How many documents are read out of one file. Those after them are read as parts of the last.
pub(super) const MOST_DOCUMENTS: usize = 1024;

/// Reads one document after the other: feeds that were only put together are still several.
fn read_all<R: Read>(
    mut stream: Stream<R>,
    name: &Arc<str>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Outcome, ReadError> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut list: Option<Box<List>> = None;
    loop {
        let mut document = Document::new(stream, name, options);
        document.is_last = drafts.len() + 1 == MOST_DOCUMENTS;
        document.draft = document.draft.after(drafts.last().map_or(0, Draft::entries));
        let (outcome, rest) = document.read(intake)?;
        match outcome {
            Outcome::Feeds(more) => drafts.extend(more),
            Outcome::List(more, _) => match &mut list {
                Some(list) => list.add(*more),
                None => list = Some(more),
            },
            // Only the first can be none: where another begins, the root of a feed or of a list was met.
            other if drafts.is_empty() && list.is_none() && rest.is_none() => return Ok(other),
            _ => {}
        }
        stream = match (rest, list.take()) {
            (Some(rest), kept) => {
                list = kept;
                rest
            }
            (None, Some(list)) => return Ok(Outcome::List(list, drafts)),
            (None, None) => return Ok(Outcome::Feeds(drafts)),
        };
    }
}

fn is_json(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.trim_ascii_start().first() == Some(&b'{')
}

struct Document<'o, R> {
    stream: Stream<R>,
    options: &'o ReadOptions,
    draft: Draft,
    /// The root, once it was met.
    context: Option<Context>,
    /// The names of the open elements, and whether each is part of the head.
    open: Vec<(String, bool)>,
    /// What holds inside each open element that only holds others.
    scopes: Vec<Arc<Scope>>,
    head: String,
    /// The entries that were found and are not read yet, as they stand in the document, one behind the other.
    texts: String,
    /// Room for those to come.
    spare: String,
    repairs: Repairs,
    is_cut: bool,
    /// Whether an entry was met.
    has_entries: bool,
    /// What ended the document within an entry, all of which that could be read is kept.
    fault: Option<Fault>,
    /// The line of the entry that is larger than may be.
    lost: Option<u64>,
    /// What stood before the root, when it was the root of something else.
    other: Option<String>,
    /// The list of feeds that it is instead of a feed.
    list: Option<List>,
    /// Whether an XML declaration was met behind the root: with one, another document begins.
    is_declared: bool,
    /// Whether another document follows, up to whose root everything was read.
    has_next: bool,
    /// Whether something that is no XML stands behind it.
    has_other: bool,
    /// Whether what follows is part of it, even if it is another document.
    is_last: bool,
}

/// What is met while looking for entries.
enum Found {
    /// Some entries, and whether more may follow.
    Pieces(Vec<Piece>, bool),
    /// The document ends early.
    Failed(Vec<Piece>, Fault),
}

impl<'o, R: Read> Document<'o, R> {
    fn new(stream: Stream<R>, name: &Arc<str>, options: &'o ReadOptions) -> Self {
        Self {
            stream,
            options,
            draft: Draft::new(name, options),
            context: None,
            open: Vec::new(),
            scopes: Vec::new(),
            head: String::new(),
            texts: String::new(),
            spare: String::new(),
            repairs: Repairs::default(),
            is_cut: false,
            has_entries: false,
            fault: None,
            lost: None,
            other: None,
            list: None,
            is_declared: false,
            has_next: false,
            has_other: false,
            is_last: false,
        }
    }

    /// Reads it. Returns also the stream, where another document follows.
    fn read(mut self, intake: &mut Intake) -> Result<(Outcome, Option<Stream<R>>), ReadError> {
        let stow = self.draft.stow(intake);
        let (mut ready, mut read) = (Vec::new(), Vec::new());
        let mut goes_on = true;
        let mut fault = None;
        while goes_on || !ready.is_empty() || !read.is_empty() {
            if self.options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            let context = self.context.clone();
            let pieces = std::mem::take(&mut ready);
            let mut texts = std::mem::replace(&mut self.texts, std::mem::take(&mut self.spare));
            let earlier = std::mem::take(&mut read);
            let mut stowed = Ok(Vec::new());
            // The next entries are looked for, and earlier ones taken, while these are read and put away.
            let found = rayon::in_place_scope(|scope| {
                scope.spawn(|_| stowed = parse(&texts, &pieces, context.as_ref(), &stow));
                let found = if goes_on { self.look() } else { Found::Pieces(Vec::new(), false) };
                self.draft.add(earlier, intake).map(|()| found)
            })?;
            read = stowed?;
            if texts.capacity() <= 2 * PART.0 {
                texts.clear();
                self.spare = texts;
            }
            (ready, goes_on) = match found {
                Found::Pieces(pieces, goes_on) => (pieces, goes_on),
                Found::Failed(pieces, failed) => {
                    fault = Some(failed);
                    (pieces, false)
                }
            };
        }
        if let Some(line) = self.lost {
            self.draft.lose(line, Rule::TooLarge, &too_large(self.options), intake);
        }
        let outcome = self.finish(fault);
        // What was no text, and labels that say something else, are told once.
        self.stream.decoded.replaced = 0;
        self.stream.unused.clear();
        Ok((outcome, self.has_next.then_some(self.stream)))
    }

    fn finish(&mut self, fault: Option<Fault>) -> Outcome {
        if let Some(list) = self.list.take().filter(|list| list.names_any()) {
            return self.finish_list(list, fault);
        }
        let Some(context) = self.context.take() else { return self.refuse(fault) };
        let mut head = self.head(&context);
        head.repairs.add(&self.repairs);
        head.notes.extend(self.encoding_notes());
        if self.is_cut || fault.is_some() {
            // A document that is one entry has no open root.
            let expected = self.open.first().map_or("entry", |(name, _)| name);
            head.notes.push(NoteKind::Truncated { expected: format!("</{expected}>") });
        }
        head.notes.extend(fault.map(|fault| self.fault_note(fault)));
        let mut draft = std::mem::replace(&mut self.draft, Draft::new(&"".into(), self.options));
        draft.close(head, &context);
        Outcome::Feeds(vec![draft])
    }

    /// What it says of the blog, as it was before others changed it.
    fn head(&mut self, context: &Context) -> Head {
        let scope = self.scopes.pop().unwrap_or_default();
        let mut head = channel::read(&self.head, &scope, context);
        if context.kind == Kind::Cdf {
            head.home = head.home.or(self.draft.about.clone());
        }
        let is_rewritten = match self.has_entries {
            // They were put back, or not; what is said of them must not differ.
            true => context.is_rewritten,
            false => wayback::is_rewritten(head.itself.as_deref(), head.home.as_deref()),
        };
        if is_rewritten {
            wayback::undo_in_head(&mut head);
            wayback::undo(&mut self.draft.about, &mut head.repairs);
        }
        mojibake::in_head(&mut head, self.options.mojibake);
        head
    }

    /// It is no feed.
    fn refuse(&self, fault: Option<Fault>) -> Outcome {
        match fault {
            Some(Fault::TooLarge) => Outcome::refused(Rule::TooLarge, too_large(self.options)),
            Some(Fault::Io(error)) => Outcome::refused(Rule::Unreadable, error.to_string()),
            None => Outcome::refused(Rule::NotRecognised, self.no_feed()),
        }
    }

    /// Why it goes no further.
    fn fault_note(&self, fault: Fault) -> NoteKind {
        match fault {
            Fault::TooLarge => NoteKind::LimitReached {
                limit: match self.lost {
                    Some(_) => "one entry of a feed".into(),
                    None => "the head of a feed".into(),
                },
                value: self.options.limits.file_bytes,
                option: "--max-file-size".into(),
            },
            Fault::Io(error) => NoteKind::ContainerDamaged { what: error.to_string() },
        }
    }

    fn finish_list(&mut self, mut list: List, fault: Option<Fault>) -> Outcome {
        list.notes.extend(self.encoding_notes());
        if !list.is_closed || fault.is_some() {
            list.notes.push(NoteKind::Truncated { expected: "</opml>".into() });
        }
        list.notes.extend(fault.map(|fault| self.fault_note(fault)));
        list.notes.extend(self.repairs.notes());
        Outcome::List(Box::new(list), Vec::new())
    }

    /// How the bytes became text, where that is worth knowing.
    fn encoding_notes(&self) -> Vec<NoteKind> {
        let mut notes = Vec::new();
        let decoded = &self.stream.decoded;
        if decoded.encoding != "UTF-8" {
            let (encoding, how) = (decoded.encoding.to_owned(), decoded.how.to_owned());
            notes.push(NoteKind::EncodingDecoded { encoding, how });
        }
        for (stated, verdict) in &self.stream.unused {
            let (encoding, how) = (decoded.encoding.to_owned(), decoded.how.to_owned());
            let stated = stated.chars().take(40).collect();
            notes.push(match verdict {
                Verdict::Unknown => NoteKind::EncodingUnknown { stated, encoding, how },
                Verdict::Contradicted => NoteKind::EncodingContradicted { stated, encoding, how },
            });
        }
        if decoded.replaced > 0 {
            notes.push(NoteKind::BytesReplaced { count: decoded.replaced });
        }
        notes
    }

    /// What was found instead of a feed.
    fn no_feed(&self) -> String {
        match &self.other {
            Some(root) if root == "opml" => "a list (OPML) that names no feed".to_owned(),
            Some(root) if root == "html" => {
                "a page, not a feed; the feed's address is in its `<link rel=\"alternate\">`"
                    .to_owned()
            }
            Some(root) => format!("a document whose root is `<{root}>`, not a feed"),
            None => "no root element of a feed".to_owned(),
        }
    }

    /// Looks for the next entries, until there are enough to be read.
    fn look(&mut self) -> Found {
        let mut pieces = Vec::new();
        let mut steps = 0_u32;
        while pieces.len() < PART.1 && self.texts.len() < PART.0 {
            steps = steps.wrapping_add(1);
            // A head may be as long as a document.
            if steps.is_multiple_of(1 << 12) && self.options.cancel.is_cancelled() {
                return Found::Pieces(pieces, true);
            }
            match self.step() {
                Ok(Some(Some(piece))) => {
                    pieces.push(piece);
                    // The context is made of the head before the first entry.
                    if !std::mem::replace(&mut self.has_entries, true) {
                        return Found::Pieces(pieces, true);
                    }
                }
                Ok(Some(None)) => {}
                Ok(None) => {
                    self.is_cut |= !self.open.is_empty();
                    return Found::Pieces(pieces, false);
                }
                Err(fault) => return Found::Failed(pieces, fault),
            }
        }
        Found::Pieces(pieces, true)
    }

    /// One token of the structure, or one entry. None at the end.
    fn step(&mut self) -> Result<Option<Option<Piece>>, Fault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let inner = self.open.last().map_or("", |(name, _)| name);
        let Some((token, is_odd)) = self.stream.next(inner)? else { return Ok(None) };
        match token {
            Token::Start(tag) => {
                let (name, tag) = (local(tag.name), Owned::of(&tag));
                if self.list.is_some()
                    && name != "opml"
                    && is_another(&[], true, &name, &tag.as_tag())
                {
                    // A feed follows the list, or stands in it.
                    self.repairs.count(Repair::SecondDocument);
                    self.stream.put_back();
                    self.has_next = true;
                    return Ok(None);
                }
                let is_another = || is_another(&self.open, self.is_declared, &name, &tag.as_tag());
                if self.context.is_some() && !self.is_last && is_another() {
                    self.repairs.count(Repair::SecondDocument);
                    self.stream.put_back();
                    self.has_next = true;
                    return Ok(None);
                }
                if self.context.is_none() {
                    self.root(&tag.as_tag());
                    // A single entry is a document too.
                    return match self.context.is_some() && name == "entry" {
                        true => self.entry(&tag.name, tag.is_empty).map(|piece| Some(Some(piece))),
                        false => Ok(Some(None)),
                    };
                }
                if matches!(&*name, "item" | "entry") && self.is_ours(&tag.as_tag()) {
                    return self.entry(&tag.name, tag.is_empty).map(|piece| Some(Some(piece)));
                }
                let is_holder = self.is_holder(&name);
                self.start(&tag.as_tag(), is_holder);
            }
            Token::End(name) => {
                let name = name.to_owned();
                self.end(&name);
            }
            // The names and dates of a list are its own matter.
            Token::Text(_) | Token::Data(_) if self.list.is_some() => {}
            Token::Text(text) if self.context.is_none() => {
                let is_blank = text.trim().trim_start_matches('\u{feff}').is_empty();
                self.repairs.count_many(Repair::Junk, u32::from(!is_blank));
            }
            Token::Text(_) | Token::Data(_) if self.open.last().is_some_and(|(_, it)| *it) => {
                self.head.push_str(self.stream.raw());
            }
            Token::Text(text) if self.open.is_empty() && text.trim_start().starts_with('{') => {
                // Probably a feed of another kind; this one goes on no further.
                if !std::mem::replace(&mut self.has_other, true) {
                    let found = "what stands behind the feed is no XML".to_owned();
                    let rule = Rule::NotRecognised.name().to_owned();
                    self.draft.doubt(NoteKind::FileLeftOut { rule, found });
                }
            }
            Token::Text(text) | Token::Data(text) => {
                self.repairs.count_many(Repair::Loose, u32::from(!text.trim().is_empty()));
            }
            Token::Other(_) if is_odd => self.repairs.count(Repair::Endless),
            Token::Other(other) => {
                self.is_declared |= self.context.is_some() && is_declaration(other);
            }
        }
        if self.head.len() > self.options.limits.file_bytes as usize {
            return Err(Fault::TooLarge);
        }
        Ok(Some(None))
    }

    /// Whether a tag with a prefix is one of the feed itself, and not of an extension.
    fn is_ours(&self, tag: &Tag<'_>) -> bool {
        if !tag.name.contains(':') {
            return true;
        }
        let scope = self.scopes.last().cloned().unwrap_or_default();
        let mut aside = Repairs::default();
        let (ns, _) = scope.inside(tag, &mut aside).resolve(tag.name, &mut aside);
        matches!(ns, Ns::Core | Ns::Atom | Ns::Atom03 | Ns::Rss1 | Ns::Rss11)
    }

    /// Whether an element only holds others: what stands in it belongs to the head by itself.
    fn is_holder(&self, name: &str) -> bool {
        // What is in the head is in the head with all that is in it.
        let is_top = self.open.last().is_none_or(|(_, is_head)| !is_head);
        is_top && matches!(name, "channel" | "rss" | "feed" | "rdf")
            || is_top
                && name == "items"
                && self.context.as_ref().is_some_and(|it| it.kind == Kind::Rss11)
    }

    /// A start tag before the root was met.
    fn root(&mut self, tag: &Tag<'_>) {
        if let Some(list) = &mut self.list {
            return list.take(tag);
        }
        let outer = Scope::default();
        let mut repairs = Repairs::default();
        let mut scope = outer.inside(tag, &mut repairs).into_owned();
        let (ns, name) = scope.resolve(tag.name, &mut repairs);
        let name = name.into_owned();
        let version = tag.attribute("version");
        let Some(kind) = Kind::of_root(ns, &name, version.as_deref()) else {
            if name == "opml" && self.other.is_none() {
                self.list = Some(List::new(self.draft.file(), self.options.limits.lines));
            } else {
                self.repairs.count(Repair::Junk);
            }
            self.other.get_or_insert(name);
            return;
        };
        let expected = kind.core();
        if ns != expected && !(kind == Kind::Rdf && ns == Ns::Rdf) {
            self.repairs.count(Repair::Namespace);
            // What stands beside the root in its wrong namespace is meant as the root is.
            scope.adopt(tag.name, expected);
        }
        let is_oldest = tag.attributes().any(|(_, value)| value.contains(OLDEST));
        self.repairs.add(&repairs);
        scope.core = Some(expected);
        self.context = Some(Context {
            kind,
            form: kind.form(ns, version.as_deref(), is_oldest).into(),
            language: scope.language.as_deref().map(str::to_owned),
            base: None,
            offset: FixedOffset::east_opt(0).expect("UTC is an offset"),
            authors: Vec::new(),
            is_brunch: false,
            is_rewritten: false,
            mojibake: self.options.mojibake,
        });
        if kind == Kind::Cdf {
            self.draft.about = tag.attribute("href");
        }
        self.scopes.push(Arc::new(scope));
        if !tag.is_empty && &*name != "entry" {
            self.open.push((tag.name.to_owned(), false));
        }
    }

    fn start(&mut self, tag: &Tag<'_>, is_holder: bool) {
        if is_holder {
            let outer = self.scopes.last().cloned().unwrap_or_default();
            let mut scope = outer.inside(tag, &mut self.repairs).into_owned();
            if self.open.is_empty() {
                self.repairs.count(Repair::SecondDocument);
            }
            scope.core = scope.core.or(self.context.as_ref().map(|context| context.kind.core()));
            if !tag.is_empty && self.open.len() < DEPTH {
                self.scopes.push(Arc::new(scope));
            }
            if self.draft.about.is_none() {
                self.draft.about = tag.attribute("rdf:about");
            }
        } else {
            self.head.push_str(self.stream.raw());
        }
        if tag.is_empty {
            return;
        }
        if self.open.len() < DEPTH {
            self.open.push((tag.name.to_owned(), !is_holder));
        } else {
            self.repairs.count(Repair::Depth);
        }
    }

    fn end(&mut self, name: &str) {
        let found = self.open.iter().rposition(|(open, _)| open == name);
        let found = found
            .or_else(|| self.open.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name)));
        let Some(place) = found else {
            if self.context.is_some() {
                self.repairs.count(Repair::Stray);
            }
            if let Some(list) = &mut self.list {
                list.is_closed |= name.eq_ignore_ascii_case("opml");
            }
            return;
        };
        let is_head = self.open[place].1;
        let unclosed = self.open.len() - place - 1;
        self.repairs.count_many(Repair::Unclosed, u32::try_from(unclosed).unwrap_or(u32::MAX));
        let holders = self.open[place..].iter().filter(|(_, is_head)| !is_head).count();
        self.open.truncate(place);
        if is_head {
            self.head.push_str(self.stream.raw());
        }
        // The innermost scope of all is kept for the head.
        self.scopes.truncate(self.scopes.len().saturating_sub(holders).max(1));
    }

    /// An entry, whose start tag was just met.
    fn entry(&mut self, name: &str, is_empty: bool) -> Result<Piece, Fault> {
        self.learn();
        self.stream.mark();
        let line = self.stream.line();
        let scope = self.scopes.last().cloned().unwrap_or_default();
        if is_empty {
            return Ok(Piece { text: self.keep(Stream::take), line, scope });
        }
        // Elements of an item may be called as those around it.
        let mut namesakes = 0_usize;
        loop {
            let (open, is_declared) = (&self.open, self.is_declared);
            let is_root = |tag: &str| matches!(&*local(tag), "rss" | "feed" | "rdf");
            let matters = |tag: &str| {
                tag.eq_ignore_ascii_case(name)
                    || is_holding(open, tag)
                    || is_declared && is_root(tag)
            };
            let next = match self.stream.next_of(name, matters) {
                Err(Fault::TooLarge) => {
                    self.lost = Some(line);
                    return Err(Fault::TooLarge);
                }
                Err(fault) => {
                    self.fault = Some(fault);
                    None
                }
                Ok(next) => next,
            };
            let Some(token) = next else {
                self.is_cut = true;
                break;
            };
            match token {
                Token::End(end) if end.eq_ignore_ascii_case(name) => break,
                Token::Start(tag) if tag.name == name && !tag.is_empty => {
                    // Entries do not hold entries: the one before was never closed.
                    self.repairs.count(Repair::Unclosed);
                    let text = self.keep(Stream::take_before);
                    return Ok(Piece { text, line, scope });
                }
                Token::Start(tag)
                    if self.is_declared
                        && !self.is_last
                        && is_another(&self.open, true, &local(tag.name), &tag) =>
                {
                    // The entry is cut off, and another document follows.
                    self.repairs.count(Repair::Unclosed);
                    let text = self.keep(Stream::take_before);
                    return Ok(Piece { text, line, scope });
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
                    let text = self.keep(Stream::take_before);
                    return Ok(Piece { text, line, scope });
                }
                Token::Other(other) => self.is_declared |= is_declaration(other),
                Token::Data(text) if is_swallowed(text, name) => {
                    self.repairs.count(Repair::CharacterData);
                }
                _ => {}
            }
        }
        Ok(Piece { text: self.keep(Stream::take), line, scope })
    }

    /// Puts the text of an entry behind the others.
    fn keep(&mut self, take: fn(&mut Stream<R>) -> &str) -> Range<usize> {
        let start = self.texts.len();
        self.texts.push_str(take(&mut self.stream));
        start..self.texts.len()
    }

    /// What the head before the first entry tells all entries.
    fn learn(&mut self) {
        if self.has_entries {
            return;
        }
        let Some(context) = &mut self.context else { return };
        let scope = self.scopes.last().cloned().unwrap_or_default();
        let mut head = channel::read(&self.head, &scope, context);
        context.is_rewritten = wayback::is_rewritten(head.itself.as_deref(), head.home.as_deref());
        if context.is_rewritten {
            wayback::undo_in_head(&mut head);
        }
        let Head { language, home, itself, generator, authors, .. } = head;
        context.language = language.or(context.language.take());
        if context.kind.is_atom() {
            context.authors = authors.into_iter().take(MOST_AUTHORS).collect();
        }
        // Korea and Japan have one zone, and always the same.
        const EASTERN: [&str; 4] = ["EUC-KR", "Shift_JIS", "EUC-JP", "ISO-2022-JP"];
        let is_eastern = |language: &str| language.starts_with("ko") || language.starts_with("ja");
        if context.language.as_deref().is_some_and(is_eastern)
            || EASTERN.contains(&self.stream.decoded.encoding)
        {
            context.offset = crate::date::korea();
        }
        // Feeds that we wrote state the right zone.
        let is_ours = generator.as_deref().is_some_and(|it| it.starts_with("Larder "));
        let is_brunch = |address: &Option<String>| {
            address.as_deref().is_some_and(|it| it.starts_with("https://brunch.co.kr/"))
        };
        context.is_brunch = generator.as_deref() == Some("Kakao Brunch")
            || is_brunch(&home) && context.kind == Kind::Rss && !is_ours;
        context.base = itself.or(home);
        self.draft.form = Arc::clone(&context.form);
        self.draft.versions(context.kind.is_atom());
    }
}

/// A tag apart from the stream it was met in.
struct Owned {
    name: String,
    attributes: String,
    is_empty: bool,
}

impl Owned {
    fn of(tag: &Tag<'_>) -> Self {
        let (name, attributes) = (tag.name.to_owned(), tag.attributes.to_owned());
        Self { name, attributes, is_empty: tag.is_empty }
    }

    fn as_tag(&self) -> Tag<'_> {
        Tag { name: &self.name, attributes: &self.attributes, is_empty: self.is_empty }
    }
}

/// Whether an element of this name is open that only holds others.
fn is_holding(open: &[(String, bool)], name: &str) -> bool {
    open.iter().any(|(open, is_head)| open == name && !is_head)
}

/// Whether a comment, an instruction or a declaration is the one that XML documents begin with.
fn is_declaration(other: &str) -> bool {
    other.strip_prefix("<?xml").is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']))
}

/// Whether a tag is the root of another feed: after the end of the one that is read, any root; within it, where it is cut
/// off, one behind an XML declaration that is called as its own and says what roots say.
fn is_another(open: &[(String, bool)], is_declared: bool, name: &str, tag: &Tag<'_>) -> bool {
    match open.first() {
        None => match name {
            "rss" | "feed" | "opml" => true,
            "rdf" => tag.attributes().any(|(_, value)| Ns::of(value) == Ns::Rss1),
            "channel" => tag.attributes().any(|(_, value)| Ns::of(value) == Ns::Rss11),
            _ => false,
        },
        Some((root, _)) => {
            let says =
                |name: &str| name.eq_ignore_ascii_case("version") || name.starts_with("xmlns");
            is_declared
                && (tag.name == root || !tag.name.contains(':'))
                && matches!(name, "rss" | "feed" | "rdf")
                && tag.attributes().any(|(name, _)| says(name))
        }
    }
}

/// Whether a section of character data has taken the end of its entry and the next section: its own end is missing.
fn is_swallowed(data: &str, name: &str) -> bool {
    static SECTION: LazyLock<memmem::Finder<'_>> =
        LazyLock::new(|| memmem::Finder::new(b"<![CDATA["));
    // The last one: hardly any section of character data holds the beginning of another.
    let Some(section) = SECTION.find_iter(data.as_bytes()).last() else { return false };
    data[..section].match_indices("</").any(|(at, _)| data[at + 2..].starts_with(name))
}

/// Reads entries and puts them away, some at a time on each core.
fn parse(
    texts: &str,
    pieces: &[Piece],
    context: Option<&Context>,
    stow: &Stow,
) -> io::Result<Vec<Stowed>> {
    let Some(context) = context else { return Ok(Vec::new()) };
    let read = |piece: &Piece| {
        let entry = entry::read(&texts[piece.text.clone()], &piece.scope, context, piece.line)?;
        Some(entry.restored(context))
    };
    let chunks = pieces.par_chunks(TOGETHER);
    let stowed = chunks.map(|some| stow.away(some.iter().filter_map(read), &context.form));
    Ok(stowed.collect::<io::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

fn too_large(options: &ReadOptions) -> String {
    format!(
        "more than {} bytes in one piece; --max-file-size raises the limit",
        options.limits.file_bytes
    )
}

/// The name without a prefix, in lower case.
fn local(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_ascii_lowercase()
}

//! One document: its kind, its head, and its entries, a part at a time.
//!
//! The stream is tokenised once, to find where each entry begins and ends; everything else is its head. Entries are read
//! on all cores while the next ones are looked for.

mod item;
mod structure;

use std::{
    io::{self, Read},
    sync::Arc,
};

use larder_core::{Blob, NoteKind, Rule};

pub(super) use self::item::Whole;
use self::item::{Entries, Lost, Made};
use super::{
    blog::Draft,
    channel::{self, Head},
    entry::Context,
    json,
    kind::Kind,
    list::List,
    mojibake, wayback,
};
use crate::{
    Intake, ReadError, ReadOptions,
    ahead::{self, Ahead, Room},
    xml::{Fault, Repairs, Scope, Stream},
};

/// What became of a file.
pub(super) enum Outcome {
    /// It holds feeds, one after the other, or a list of feeds, or both.
    Read {
        /// The feeds.
        feeds: Vec<Draft>,
        /// The list.
        list: Option<Box<List>>,
    },
    /// It is none, or cannot be read.
    Refused {
        /// By which rule it is left out.
        rule: Rule,
        /// What was found.
        found: String,
    },
}

impl Outcome {
    pub(super) fn feeds(feeds: Vec<Draft>) -> Self {
        Self::Read { feeds, list: None }
    }

    pub(super) fn refused(rule: Rule, found: impl Into<String>) -> Self {
        Self::Refused { rule, found: found.into() }
    }
}

/// How many entries are read and put away together, at most.
const PART_ENTRIES: usize = 64;

/// How many authors of a feed every entry without one gets.
const MOST_AUTHORS: usize = 64;

/// Reads a document. `whole` is the file that it stands in byte for byte, if that was lent.
pub(super) fn read(
    source: impl Read,
    (name, whole): (&Arc<str>, Option<Blob>),
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
        Ok(stream) => read_all(stream.until(&options.cancel), (name, whole), options, intake),
        Err(error) => Ok(Outcome::refused(Rule::Unreadable, error.to_string())),
    }
}

/// How many documents are read out of one file. Those after them are read as parts of the last.
pub(super) const MOST_DOCUMENTS: usize = 1024;

/// Reads one document after the other: feeds that were only put together are still several.
fn read_all<R: Read>(
    mut stream: Stream<R>,
    (name, whole): (&Arc<str>, Option<Blob>),
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Outcome, ReadError> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut list: Option<Box<List>> = None;
    loop {
        let mut document = Document::new(stream, name, options);
        document.whole.clone_from(&whole);
        document.is_last = drafts.len() + 1 == MOST_DOCUMENTS;
        document.draft = document.draft.after(drafts.last().map_or(0, Draft::entries));
        let (outcome, rest) = document.read(intake)?;
        match outcome {
            Outcome::Read { feeds, list: more } => {
                drafts.extend(feeds);
                list = match (list, more) {
                    (Some(mut list), Some(more)) => {
                        list.add(*more);
                        Some(list)
                    }
                    (list, more) => list.or(more),
                };
            }
            // A document that is none stands alone: another begins with the root of a feed or of a list.
            refused if drafts.is_empty() && list.is_none() && rest.is_none() => return Ok(refused),
            Outcome::Refused { .. } => {}
        }
        match rest {
            Some(rest) => stream = rest,
            None => return Ok(Outcome::Read { feeds: drafts, list }),
        }
    }
}

fn is_json(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.trim_ascii_start().first() == Some(&b'{')
}

/// A document whose entries are being read.
struct Reading<'o, 'i, R> {
    document: Document<'o, R>,
    intake: &'i mut Intake,
    room: &'i Room,
    /// Whether more entries may follow.
    goes_on: bool,
    /// What ended it early.
    fault: Option<Fault>,
}

impl<R: Read> Ahead for Reading<'_, '_, R> {
    type Part = Entries;
    type Made = io::Result<Made>;
    type Error = ReadError;

    fn next(&mut self) -> Result<Option<(Entries, usize)>, ReadError> {
        let (mut pieces, mut lost) = (Vec::new(), None);
        if self.goes_on {
            self.document.texts = self.room.take();
            self.goes_on = self.document.look(&mut pieces, &mut lost).unwrap_or_else(|failed| {
                self.fault = Some(failed);
                false
            });
        }
        // Looking ends early where the user has asked to stop: what it has not found is not all there is.
        if self.document.options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let texts = std::mem::take(&mut self.document.texts);
        let has_any = !pieces.is_empty() || lost.is_some();
        let context = self.document.context.clone().filter(|_| has_any);
        Ok(context.map(|context| {
            let length = texts.len();
            (Entries { texts: Arc::new(texts), pieces, lost, context }, length)
        }))
    }

    fn take(&mut self, made: io::Result<Made>) -> Result<(), ReadError> {
        let Made { stowed, lost } = made?;
        let Document { draft, options, .. } = &mut self.document;
        draft.add(stowed, self.intake)?;
        if let Some(Lost { line, ends }) = lost {
            let mut found = too_large(options);
            if ends > 0 {
                found = format!("{found}; the ends of {ends} more may stand in it");
            }
            draft.lose(line, Rule::TooLarge, &found, self.intake);
        }
        Ok(())
    }
}

struct Document<'o, R> {
    stream: Stream<R>,
    options: &'o ReadOptions,
    draft: Draft,
    /// The file that it stands in, if that was lent.
    whole: Option<Blob>,
    /// The root, once it was met.
    context: Option<Arc<Context>>,
    /// The names of the open elements, and whether each is part of the head.
    open: Vec<(String, bool)>,
    /// What holds inside each open element that only holds others.
    scopes: Vec<Arc<Scope>>,
    head: String,
    /// The entries that were found and are not read yet, as they stand in the document, one behind the other.
    texts: String,
    repairs: Repairs,
    is_cut: bool,
    /// Whether an entry was met.
    has_entries: bool,
    /// What ended the document within an entry, all of which that could be read is kept.
    fault: Option<Fault>,
    /// Whether parts of the head are larger than may be, and were passed by.
    has_large_head: bool,
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

impl<'o, R: Read> Document<'o, R> {
    fn new(stream: Stream<R>, name: &Arc<str>, options: &'o ReadOptions) -> Self {
        Self {
            stream,
            options,
            draft: Draft::new(name, options),
            whole: None,
            context: None,
            open: Vec::new(),
            scopes: Vec::new(),
            head: String::new(),
            texts: String::new(),
            repairs: Repairs::default(),
            is_cut: false,
            has_entries: false,
            fault: None,
            has_large_head: false,
            other: None,
            list: None,
            is_declared: false,
            has_next: false,
            has_other: false,
            is_last: false,
        }
    }

    /// Reads it. Returns also the stream, where another document follows.
    fn read(self, intake: &mut Intake) -> Result<(Outcome, Option<Stream<R>>), ReadError> {
        let stow = self.draft.stow(intake);
        let room = &Room::default();
        let mut reading = Reading { document: self, intake, room, goes_on: true, fault: None };
        // The next entries are looked for, and earlier ones taken, while others are read and put away.
        ahead::all(&mut reading, |entries: Entries| entries.read(&stow, room))?;
        let Reading { document: this, fault, .. } = reading;
        let has_next = this.has_next;
        let (outcome, mut stream) = this.finish(fault);
        // What was no text, and labels that say something else, are told once.
        stream.decoded.replaced = 0;
        stream.unused.clear();
        Ok((outcome, has_next.then_some(stream)))
    }

    /// What became of it, and the stream that it was read from.
    fn finish(mut self, fault: Option<Fault>) -> (Outcome, Stream<R>) {
        if let Some(list) = self.list.take().filter(|list| list.names_any()) {
            return (self.finish_list(list, fault), self.stream);
        }
        let Some(context) = self.context.take() else {
            return (self.refuse(fault), self.stream);
        };
        let mut head = self.head(&context);
        head.repairs.add(&self.repairs);
        head.notes.extend(self.stream.encoding_notes());
        if self.has_large_head {
            head.notes.push(self.fault_note(Fault::TooLarge));
        }
        if self.is_cut || fault.is_some() {
            // A document that is one entry has no open root.
            let expected = self.open.first().map_or("entry", |(name, _)| name);
            head.notes.push(NoteKind::Truncated { expected: format!("</{expected}>") });
        }
        head.notes.extend(fault.map(|fault| self.fault_note(fault)));
        self.draft.close(head, &context);
        (Outcome::feeds(vec![self.draft]), self.stream)
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
                limit: "the head of a feed".into(),
                value: self.options.limits.file_bytes,
                option: "--max-file-size".into(),
            },
            Fault::Io(error) => NoteKind::ContainerDamaged { what: error.to_string() },
        }
    }

    fn finish_list(&self, mut list: List, fault: Option<Fault>) -> Outcome {
        list.notes.extend(self.stream.encoding_notes());
        if self.has_large_head {
            list.notes.push(self.fault_note(Fault::TooLarge));
        }
        if !list.is_closed || fault.is_some() {
            list.notes.push(NoteKind::Truncated { expected: "</opml>".into() });
        }
        list.notes.extend(fault.map(|fault| self.fault_note(fault)));
        list.notes.extend(self.repairs.notes());
        Outcome::Read { feeds: Vec::new(), list: Some(Box::new(list)) }
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

    /// What the head before the first entry tells all entries.
    fn learn(&mut self) {
        if self.has_entries {
            return;
        }
        let Some(context) = self.context.as_mut().map(Arc::make_mut) else { return };
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

fn too_large(options: &ReadOptions) -> String {
    format!(
        "more than {} bytes in one piece; --max-file-size raises the limit",
        options.limits.file_bytes
    )
}

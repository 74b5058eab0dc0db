//! JSON Feed 1.0 and 1.1.

mod object;

use std::{
    io::{self, Read},
    sync::Arc,
};

use chrono::FixedOffset;
use larder_core::{
    Body, Content, Enclosure, ItemKind, Link, MediaType, NoteKind, Post, PostId, Rule, Status,
    TermKind, Timestamp, Visibility,
};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, error::Category, value::RawValue};

use self::object::{Fields, Object};
use super::{
    base,
    blog::{Draft, Stow, Stowed, TOGETHER},
    channel::Head,
    document::{MOST_DOCUMENTS, Outcome},
    entry::{Context, Entry, Picture, TermDraft, print},
    kind::Kind,
    mojibake, wayback,
};
use crate::{
    Intake, Mojibake, ReadError, ReadOptions,
    archive::scan::{Fault, Fit, Scanner},
    date::feed as date,
    xml::{Repair, Repairs},
};

/// How many bytes of items are read at once, and how many of them.
const PART_BYTES: usize = 1 << 20;
const PART_ITEMS: usize = 512;

/// Reads a document.
pub(super) fn read(
    source: impl Read,
    name: &Arc<str>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Outcome, ReadError> {
    let mut scanner = Scanner::new(source, options.limits.file_bytes);
    let mut drafts: Vec<Draft> = Vec::new();
    loop {
        let mut document = Document::new(name, options);
        document.draft = document.draft.after(drafts.last().map_or(0, Draft::entries));
        match document.object(&mut scanner, options, intake) {
            Ok(()) => {}
            Err(Stop::Read(error)) => return Err(error),
            // What came before is kept; a document that is no object, or has nothing yet, is none.
            Err(Stop::Fault(fault)) => {
                if document.has_nothing() {
                    let line = scanner.line();
                    let found = format!("JSON that cannot be read, line {line}: {}", why(&fault));
                    let Some(last) = drafts.last() else {
                        return Ok(Outcome::refused(Rule::Damaged, found));
                    };
                    leave_rest(last, Rule::Damaged, found, intake);
                    return Ok(Outcome::feeds(drafts));
                }
                if let Fault::Source(error) = fault {
                    document.notes.push(NoteKind::ContainerDamaged { what: error.to_string() });
                }
                document.is_cut = true;
            }
        }
        let behind = document.look_behind(&mut scanner);
        document.flush_during(intake, |_| ())?;
        let draft = document.finish();
        let rest = match behind {
            Some(b'{') if drafts.len() + 1 < MOST_DOCUMENTS => {
                drafts.push(draft);
                continue;
            }
            Some(b'{') => {
                Some((Rule::TooMany, format!("more than {MOST_DOCUMENTS} documents in one file")))
            }
            Some(_) => {
                Some((Rule::NotRecognised, "something stands behind the document".to_owned()))
            }
            None => None,
        };
        if let Some((rule, found)) = rest {
            leave_rest(&draft, rule, format!("line {}: {found}", scanner.line()), intake);
        }
        drafts.push(draft);
        return Ok(Outcome::feeds(drafts));
    }
}

/// Leaves out what stands behind the last document that is read, whatever it is.
fn leave_rest(last: &Draft, rule: Rule, found: String, intake: &mut Intake) {
    let name = format!("{}#{}", last.file(), last.entries() + 1);
    let rest = intake.ledger().open(ItemKind::Item, name, None);
    intake.leave_out(rest, rule, found);
}

fn why(fault: &Fault) -> String {
    match fault {
        Fault::Cut => "it ends in the middle".to_owned(),
        Fault::Unexpected { expected, found } => {
            format!("expected {expected}, found `{}`", found.escape_ascii())
        }
        Fault::Source(error) => error.to_string(),
        Fault::Stopped => "stopped".to_owned(),
    }
}

enum Stop {
    Fault(Fault),
    Read(ReadError),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

/// An item that was found and not read yet, and the line it begins in.
type Waiting = (u64, Option<Vec<u8>>);

struct Document {
    draft: Draft,
    fields: Object,
    /// Items and the lines they begin in; those that are too large are not kept.
    waiting: Vec<Waiting>,
    is_cut: bool,
    repairs: Repairs,
    notes: Vec<NoteKind>,
    /// What all its items were told, once some were read.
    context: Option<Arc<Context>>,
    mojibake: Mojibake,
}

impl Document {
    fn new(name: &Arc<str>, options: &ReadOptions) -> Self {
        Self {
            draft: Draft::new(name, options),
            fields: Object::default(),
            waiting: Vec::new(),
            is_cut: false,
            repairs: Repairs::default(),
            notes: Vec::new(),
            context: None,
            mojibake: options.mojibake,
        }
    }

    /// Whether nothing of it was read.
    fn has_nothing(&self) -> bool {
        self.draft.is_empty() && self.waiting.is_empty() && self.fields.map.is_empty()
    }

    /// Looks at what stands behind it. Returns what that begins with: another document with `{`.
    fn look_behind<R: Read>(&mut self, scanner: &mut Scanner<R>) -> Option<u8> {
        if self.is_cut {
            return None;
        }
        let mut look = || {
            scanner.next_mark()?;
            // Files that were put together may each have a byte order mark.
            scanner.skip_mark()?;
            scanner.next_mark()
        };
        let next = look().unwrap_or_else(|fault| {
            self.notes.push(NoteKind::ContainerDamaged { what: why(&fault) });
            None
        });
        self.repairs.count_many(Repair::SecondDocument, u32::from(next == Some(b'{')));
        next
    }

    fn object<R: Read>(
        &mut self,
        scanner: &mut Scanner<R>,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        scanner.skip_mark()?;
        scanner.expect(b'{', "`{`")?;
        if scanner.accept(b'}')? {
            return Ok(());
        }
        loop {
            let mut raw = Vec::new();
            scanner.value(&mut raw)?;
            let key: String = serde_json::from_slice(&raw).map_err(|_| Fault::Unexpected {
                expected: "a name in quotation marks",
                found: raw.first().copied().unwrap_or_default(),
            })?;
            scanner.expect(b':', "`:`")?;
            if key == "items" && scanner.next_mark()? == Some(b'[') {
                self.items(scanner, options, intake)?;
            } else {
                raw.clear();
                let fit = scanner.value(&mut raw)?;
                match serde_json::from_slice(&raw) {
                    Ok(value) if matches!(fit, Fit::Whole) => self.fields.insert(key, value),
                    _ => self.repairs.count(Repair::Value),
                }
            }
            if scanner.accept(b'}')? {
                return Ok(());
            }
            scanner.expect(b',', "`,` or `}`")?;
        }
    }

    fn items<R: Read>(
        &mut self,
        scanner: &mut Scanner<R>,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        scanner.expect(b'[', "`[`")?;
        if scanner.accept(b']')? {
            return Ok(());
        }
        loop {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled.into());
            }
            // The next items are looked for while these are read.
            let goes_on = self.flush_during(intake, |document| document.look(scanner))?;
            if !goes_on? {
                return Ok(());
            }
        }
    }

    /// Looks for items, until there are enough to be read. Returns whether more may follow.
    fn look<R: Read>(&mut self, scanner: &mut Scanner<R>) -> Result<bool, Fault> {
        let mut bytes = 0;
        while bytes < PART_BYTES && self.waiting.len() < PART_ITEMS {
            scanner.next_mark()?;
            let line = scanner.line();
            let mut raw = Vec::new();
            match scanner.value(&mut raw)? {
                Fit::Whole => {
                    bytes += raw.len();
                    self.waiting.push((line, Some(raw)));
                }
                Fit::TooLarge => self.waiting.push((line, None)),
            }
            if scanner.accept(b']')? {
                return Ok(false);
            }
            scanner.expect(b',', "`,` or `]`")?;
        }
        Ok(true)
    }

    /// Reads and adds the items that wait, while something else is done with the document.
    fn flush_during<T>(
        &mut self,
        intake: &mut Intake,
        meanwhile: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, ReadError> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(meanwhile(self));
        }
        let context = self.learn();
        let stow = self.draft.stow(intake);
        let mut read = Ok(Vec::new());
        let done = rayon::in_place_scope(|scope| {
            scope.spawn(|_| read = parse(&waiting, &context, &stow));
            meanwhile(self)
        });
        for item in read?.into_iter().flatten() {
            match item {
                Ok(entry) => self.draft.add([entry], intake)?,
                // What is lost has its number among the others.
                Err((line, rule, found)) => self.draft.lose(line, rule, &found, intake),
            }
        }
        Ok(done)
    }

    /// What the document tells all its items. What stands behind the first of very many comes too late for all of them.
    fn learn(&mut self) -> Arc<Context> {
        if let Some(context) = &self.context {
            return Arc::clone(context);
        }
        let context = Arc::new(self.context());
        self.draft.form = Arc::clone(&context.form);
        self.context = Some(Arc::clone(&context));
        context
    }

    fn context(&self) -> Context {
        let text = |name: &str| self.fields.text(name).map(str::to_owned);
        let version = text("version").unwrap_or_default();
        let version = version.rsplit('/').next().unwrap_or_default();
        let form = match version {
            "1" | "1.0" => "json-feed-1.0",
            "1.1" => "json-feed-1.1",
            // Nothing is stated, or nothing that is known.
            _ => "json-feed",
        };
        let base = text("feed_url").or_else(|| text("home_page_url"));
        let is_rewritten = self.is_rewritten();
        Context {
            kind: Kind::Rss,
            form: form.into(),
            language: text("language"),
            base: base.map(|base| match is_rewritten {
                true => wayback::restored(&base).unwrap_or(base),
                false => base,
            }),
            offset: FixedOffset::east_opt(0).expect("UTC is an offset"),
            authors: head(self.fields.map.clone()).authors,
            is_brunch: false,
            is_rewritten,
            mojibake: self.mojibake,
        }
    }

    fn is_rewritten(&self) -> bool {
        wayback::is_rewritten(self.fields.text("feed_url"), self.fields.text("home_page_url"))
    }

    fn finish(mut self) -> Draft {
        let mut context = self.context();
        let mut head = head(std::mem::take(&mut self.fields).settled(&mut self.repairs));
        if let Some(told) = &self.context {
            // The items were put back, or not; what is said of them must not differ.
            context.is_rewritten = told.is_rewritten;
        }
        if context.is_rewritten {
            wayback::undo_in_head(&mut head);
        }
        mojibake::in_head(&mut head, context.mojibake);
        head.repairs.add(&self.repairs);
        head.notes.append(&mut self.notes);
        if self.is_cut {
            head.notes.push(NoteKind::Truncated { expected: "}".into() });
        }
        self.draft.close(head, &context);
        self.draft
    }
}

fn head(map: Map<String, Value>) -> Head {
    let mut head = Head::default();
    let mut repairs = Repairs::default();
    let mut fields = Fields { map, repairs: &mut repairs };
    fields.text("version");
    head.title = fields.text("title");
    head.description = fields.text("description");
    head.home = fields.text("home_page_url");
    head.itself = fields.text("feed_url");
    head.language = fields.text("language").map(|it| it.replace('_', "-"));
    head.authors = fields.people();
    let icon = fields.text("icon");
    head.image = icon.map(|url| Picture { url, ..Picture::default() });
    if let Some(next) = fields.text("next_url") {
        head.pages.push(next);
    }
    for (name, value) in fields.map {
        if !value.is_null() {
            head.extensions.push(name, value);
        }
    }
    head.repairs = repairs;
    head
}

/// An item that was put away; or the line of something that is none, and why.
type Item = Result<Stowed, (u64, Rule, String)>;

/// Reads items and puts them away, some at a time on each core.
fn parse(items: &[Waiting], context: &Context, stow: &Stow) -> io::Result<Vec<Vec<Item>>> {
    items.par_chunks(TOGETHER).map(|some| parse_some(some, context, stow)).collect()
}

fn parse_some(items: &[Waiting], context: &Context, stow: &Stow) -> io::Result<Vec<Item>> {
    let read = items.iter().map(|(line, raw)| {
        let Some(raw) = raw else {
            let found = "an item larger than the limit; --max-file-size raises it";
            return Err((*line, Rule::TooLarge, found.to_owned()));
        };
        let entry = item(raw, *line, context).map(|entry| entry.restored(context));
        entry.map_err(|error| {
            let found = match error.classify() {
                Category::Data => format!("an item that is no object: {error}"),
                _ => format!("an item that cannot be read: {error}"),
            };
            (*line, Rule::Damaged, found)
        })
    });
    let mut entries = Vec::new();
    let read: Vec<_> = read.map(|item| item.map(|entry| entries.push(entry))).collect();
    let mut stowed = stow.away(entries, &context.form)?.into_iter();
    let mut next = || stowed.next().expect("there is one for each entry");
    Ok(read.into_iter().map(|item| item.map(|()| next())).collect())
}

/// Reads one item. Fails if it is no object, or none that can be read.
fn item(raw: &[u8], line: u64, context: &Context) -> serde_json::Result<Entry> {
    let (mut repairs, mut notes) = (Repairs::default(), Vec::new());
    let map = serde_json::from_slice::<Object>(raw)?.settled(&mut repairs);
    let mut fields = Fields { map, repairs: &mut repairs };
    let mut post = Post::new(PostId::new(""));
    if let Some(digits) = long_number(raw, &fields.map) {
        fields.map.insert("id".to_owned(), digits.into());
    }
    let id = fields.text("id");
    let link = |reference: Option<String>| {
        reference.map(|reference| base::address(&reference, context.base.as_deref()))
    };
    post.permalink = link(fields.text("url"));
    if let Some(external) = link(fields.text("external_url")) {
        post.links.push(Link::new("related", external));
    }
    post.title = fields.text("title");
    post.summary = fields.text("summary");
    post.content = content(&mut fields);
    post.status = Some(Status::Published);
    post.visibility = Some(Visibility::Public);
    let language = fields.text("language").map(|it| it.replace('_', "-"));
    post.language = language.filter(|it| Some(it) != context.language.as_ref()).map(Into::into);
    let mut date = |name: &str| -> Option<Timestamp> {
        let text = fields.text(name)?;
        let number = text.parse().ok().and_then(date::unix);
        number.or_else(|| context.date(&text, &mut notes))
    };
    (post.published, post.updated) = (date("date_published"), date("date_modified"));
    if post.published.is_none() && post.updated.is_none() {
        notes.push(NoteKind::DateMissing);
    }
    let mut authors = fields.people();
    if authors.is_empty() {
        authors.clone_from(&context.authors);
    }
    let (tags, odd): (Vec<_>, Vec<_>) = fields.list("tags").into_iter().partition(Value::is_string);
    fields.keep("tags", odd);
    let tags = tags.iter().filter_map(Value::as_str).map(str::trim).filter(|tag| !tag.is_empty());
    let terms: Vec<TermDraft> = tags.map(|tag| TermDraft::new(TermKind::Tag, tag)).collect();
    let cover = link(fields.text("image").or_else(|| fields.text("banner_image")));
    let mut odd = Vec::new();
    for attachment in fields.list("attachments") {
        let (enclosure, is_whole) = enclosure(attachment.clone(), context, fields.repairs);
        post.enclosures.extend(enclosure);
        if !is_whole {
            odd.push(attachment);
        }
    }
    if !odd.is_empty() {
        fields.map.insert("attachments".into(), odd.into());
    }
    for (name, value) in std::mem::take(&mut fields.map) {
        if !value.is_null() {
            post.extra.insert(name, value);
        }
    }
    let cover = cover.map(|url| Picture { url, ..Picture::default() });
    let print = print(&post);
    Ok(Entry { id, post, authors, terms, cover, notes, repairs, line, print })
}

/// The id, where it is a number that is too long to be one for a program, digit for digit.
fn long_number(raw: &[u8], map: &Map<String, Value>) -> Option<String> {
    #[derive(Deserialize)]
    struct Written<'r> {
        #[serde(borrow)]
        id: &'r RawValue,
    }
    map.get("id").filter(|id| id.is_f64())?;
    let written: Written<'_> = serde_json::from_slice(raw).ok()?;
    Some(written.id.get().to_owned())
}

/// HTML where it is given, else the text; where both are, the text is kept beside it.
fn content(fields: &mut Fields<'_>) -> Option<Box<Content>> {
    if let Some(html) = fields.map.get("content_html").and_then(Value::as_str)
        && (!html.trim().is_empty() || !fields.map.contains_key("content_text"))
    {
        let html = html.to_owned();
        fields.map.remove("content_html");
        return Some(Box::new(Content::html(Body::inline(html))));
    }
    let plain = fields.map.get("content_text").and_then(Value::as_str)?.to_owned();
    fields.map.remove("content_text");
    let html = larder_html::escape::paragraphs(&plain);
    Some(Box::new(Content::new(MediaType::PLAIN, Body::inline(plain), Body::inline(html))))
}

/// Reads an attachment. Returns also whether the enclosure says all of it.
fn enclosure(value: Value, context: &Context, repairs: &mut Repairs) -> (Option<Enclosure>, bool) {
    let map = if let Value::Object(map) = value { map } else { Map::new() };
    let mut fields = Fields { map, repairs };
    let Some(url) = fields.text("url") else {
        fields.repairs.count(Repair::Value);
        return (None, false);
    };
    let mut enclosure = Enclosure::new(base::address(&url, context.base.as_deref()));
    enclosure.media_type = fields.text("mime_type");
    enclosure.title = fields.text("title");
    enclosure.length = fields.number("size_in_bytes").filter(|it| *it > 0);
    enclosure.seconds = fields.number("duration_in_seconds").filter(|it| *it > 0);
    (Some(enclosure), fields.map.values().all(Value::is_null))
}

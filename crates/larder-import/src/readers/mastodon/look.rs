//! The files of an input: archives, each with an outbox, and what lies in them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Read,
    sync::Arc,
};

use larder_core::{EntryId, Fate, ItemKind, Note, NoteKind, PostKind, Provenance, Rule};
use rayon::prelude::*;
use serde_json::{Map, Value};

use super::{
    account::Account,
    activity::{self, Context, Made},
    attachment::address,
    doubt::Doubt,
    files::{self, Files},
    sign::{self, List, Sign, sign},
};
use crate::{
    Intake, ReadError, ReadOptions, Source,
    archive::scan::{Fault, Fit},
    collect::{Collection, Found, keep_rest},
    decode::decode,
    export,
    row::{self, Row},
    shelf::{Shelf, in_folders},
    source,
    walk::{End, Piece, Step, walk},
    xml::Repairs,
};

/// How much of a file shows what it is.
const HEAD: u64 = 64 << 10;

/// How many bytes of activities are read at once, and how many of them; and how many by one core.
const PART_BYTES: usize = 1 << 20;
const PART_ITEMS: usize = 512;
const TOGETHER: usize = 16;

/// All archives of an input.
#[derive(Default)]
pub(super) struct Archives {
    actors: BTreeMap<String, (usize, Row)>,
    /// The outboxes: the folder, the place, and whose they say they are.
    outboxes: Vec<(String, usize, Option<String>)>,
    others: Vec<usize>,
}

impl export::Files for Archives {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let name = Arc::clone(&source.entries()[place].name);
        let folder = name.rfind('/').map_or("", |slash| &name[..=slash]).to_owned();
        let head = match head(place, source, options) {
            Ok(head) => head,
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(intake.file(place), rule, found);
                return Ok(());
            }
        };
        match sign(&head, &name) {
            Sign::Outbox => {
                let actor = peek(place, source, options)?;
                self.outboxes.push((folder, place, actor));
            }
            Sign::Actor if !self.actors.contains_key(&folder) => {
                self.actor(folder, place, source, intake);
            }
            Sign::Actor => self.others.push(place),
            Sign::List(List::People) => {
                let found = "a list of other people";
                intake.leave_out(intake.file(place), Rule::SubscriberList, found);
            }
            Sign::List(list) => {
                let found = match list {
                    List::Likes => "what the account liked; it is not read",
                    List::Bookmarks => "what the account put a bookmark in; it is not read",
                    _ => "a list of addresses; it is not read",
                };
                intake.leave_out(intake.file(place), Rule::NotSelected, found);
            }
            Sign::Pages => intake.leave_out(intake.file(place), Rule::NotRecognised, sign::PAGES),
            Sign::Other => self.others.push(place),
        }
        Ok(())
    }

    fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let accounts = self.accounts();
        let mut shelf = Shelf::new(source, &self.others);
        let is_alone = accounts.len() == 1;
        let names = files::names(source, &self.others);
        let folders: Vec<String> = accounts.values().flat_map(|it| &it.folders).cloned().collect();
        let folders = folders.iter().map(String::as_str).collect();
        let beside = in_folders(source, &self.others, &folders);
        for account in accounts.into_values() {
            // What the user says is said of one blog.
            let home = options.home.as_deref().filter(|_| is_alone);
            let files = Files::new(&names, account.folders.clone());
            let folders = account.folders.clone();
            let reading = Reading { source, options, files: &files, home };
            let Some(collection) = reading.account(account, intake)? else { continue };
            let mut blog = collection.finish(&files, &mut shelf, intake)?;
            let own = match is_alone {
                true => self.others.clone(),
                false => {
                    folders.iter().filter_map(|it| beside.get(&**it)).flatten().copied().collect()
                }
            };
            keep_rest(&mut blog, &own, "attachment", source, &mut shelf, intake)?;
            intake.add_blog(blog);
        }
        for (_, (place, _)) in self.actors {
            let found = "what an account says of itself, without its outbox; the archive has both: Preferences → Import and export → Data export";
            intake.leave_out(intake.file(place), Rule::NotRecognised, found);
        }
        for place in self.others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "neither an outbox nor a file that a post comes with";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        Ok(())
    }
}

impl Archives {
    fn actor(&mut self, folder: String, place: usize, source: &dyn Source, intake: &mut Intake) {
        let read = source.read(place).map_err(crate::SourceError::into_rule).and_then(|raw| {
            let text = decode(&raw, None).text;
            Row::read(text.trim().as_bytes(), &mut Repairs::default())
                .map_err(|found| (Rule::Damaged, found))
        });
        match read {
            Ok(row) => _ = self.actors.insert(folder, (place, row)),
            Err((rule, found)) => intake.leave_out(intake.file(place), rule, found),
        }
    }

    /// The archives of each account, by its id: those in whose folder the account says who it is, else those whose
    /// activities do.
    fn accounts(&mut self) -> BTreeMap<String, Account> {
        let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
        // Of each folder, the accounts that have archives in it.
        let mut known: HashMap<String, BTreeSet<String>> = HashMap::new();
        for (folder, place, actor) in std::mem::take(&mut self.outboxes) {
            let stated = self.actors.get(&folder).map(|(_, row)| row.text("id").to_owned());
            let others = known.entry(folder.clone()).or_default();
            let other = others.first().cloned().filter(|_| stated.is_none());
            let id = stated.filter(|it| !it.is_empty()).or(actor).or(other).unwrap_or_default();
            let is_new = others.insert(id.clone());
            let account = accounts.entry(id.clone()).or_default();
            account.id = id;
            account.outboxes.push(place);
            account.actors.extend(self.actors.remove(&folder));
            if is_new {
                account.folders.push(folder);
            }
        }
        accounts
    }
}

/// Reads the outboxes of one account.
struct Reading<'a> {
    source: &'a dyn Source,
    options: &'a ReadOptions,
    files: &'a Files,
    home: Option<&'a str>,
}

impl Reading<'_> {
    /// The blog with its posts. None if no outbox could be read.
    fn account(
        &self,
        mut account: Account,
        intake: &mut Intake,
    ) -> Result<Option<Collection>, ReadError> {
        let name = |place: usize| Arc::clone(&self.source.entries()[place].name);
        let first = name(*account.outboxes.first().expect("an account has an outbox"));
        let (actor, followers) = (account.id.clone(), account.followers());
        let said: Vec<usize> = account.actors.iter().map(|(place, _)| *place).collect();
        let of = |place: usize| Provenance::new(name(place), "actor");
        let (mut collection, secrets) = account.begin(self.home, &first, &of, self.files);
        for place in said {
            let entry = intake.file(place);
            intake.ledger().settle(entry, Fate::Carried { post: None });
        }
        if secrets > 0 {
            let name = format!("{first}: keys");
            let item = intake.ledger().open(ItemKind::Item, name, None);
            intake.leave_out(item, Rule::Secret, format!("{secrets} values"));
        }
        for place in account.outboxes {
            let context = Context {
                actor: &actor,
                followers: &followers,
                files: self.files,
                source: Provenance::new(name(place), "outbox"),
                types: &self.options.types,
            };
            Outbox::new(place, name(place), &context).read(self, &mut collection, intake)?;
            self.options.progress.iter().for_each(|progress| progress.advance(1));
        }
        Ok(Some(collection))
    }
}

/// An outbox while it is read.
struct Outbox<'c> {
    place: usize,
    name: Arc<str>,
    context: &'c Context<'c>,
    waiting: Vec<(u64, Vec<u8>, Fit)>,
    bytes: usize,
    /// How many activities there were.
    number: u64,
    fields: Map<String, Value>,
    repairs: Repairs,
    doubt: Doubt,
}

impl<'c> Outbox<'c> {
    fn new(place: usize, name: Arc<str>, context: &'c Context<'c>) -> Self {
        Self {
            place,
            name,
            context,
            waiting: Vec::new(),
            bytes: 0,
            number: 0,
            fields: Map::new(),
            repairs: Repairs::default(),
            doubt: Doubt::default(),
        }
    }

    fn read(
        mut self,
        reading: &Reading<'_>,
        collection: &mut Collection,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let (options, entry) = (reading.options, intake.file(self.place));
        if let Ok(stream) = source::unpacked(reading.source, self.place, &options.limits) {
            self.doubt = Doubt::of(stream, options)?;
        }
        let stream = match source::unpacked(reading.source, self.place, &options.limits) {
            Ok(stream) => stream,
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let end = walk(stream, options.limits.file_bytes, step, &mut |piece| {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            match piece {
                Piece::Field { path, fit: Fit::TooLarge, .. } => {
                    let found = format!("`{path}` is larger than the limit");
                    let item = self.item(intake, None);
                    intake.leave_out(item, Rule::TooLarge, found);
                }
                Piece::Field { path, raw, .. } => {
                    let value = row::any(&raw, &mut self.repairs);
                    self.fields.insert(path.to_owned(), value);
                }
                Piece::Item { line, raw, fit, .. } => {
                    self.bytes += raw.len();
                    self.waiting.push((line, raw, fit));
                    if self.bytes >= PART_BYTES || self.waiting.len() >= PART_ITEMS {
                        self.flush(collection, intake)?;
                    }
                }
                Piece::Broken { line, .. } => {
                    self.flush(collection, intake)?;
                    let found =
                        format!("line {line}: the file ends in the middle of this activity");
                    let item = self.item(intake, None);
                    intake.leave_out(item, Rule::Damaged, found);
                }
            }
            Ok(true)
        })?;
        self.flush(collection, intake)?;
        self.finish(&end, collection, intake);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        Ok(())
    }

    /// The next entry of the ledger.
    fn item(&mut self, intake: &mut Intake, bytes: Option<u64>) -> EntryId {
        self.number += 1;
        let name = format!("{}#{}", self.name, self.number);
        intake.ledger().open(ItemKind::Item, name, bytes)
    }

    /// Reads what waits, on all cores.
    fn flush(&mut self, collection: &mut Collection, intake: &mut Intake) -> Result<(), ReadError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let read = |(line, raw, fit): &(u64, Vec<u8>, Fit)| match fit {
            Fit::Whole => activity::read(raw, self.context)
                .map_err(|found| (Rule::Damaged, format!("line {line}: {found}"))),
            Fit::TooLarge => {
                let found = format!(
                    "line {line}: an activity larger than the limit; --max-file-size raises it"
                );
                Err((Rule::TooLarge, found))
            }
        };
        let made: Vec<_> = waiting.par_iter().with_min_len(TOGETHER).map(read).collect();
        for ((line, raw, _), made) in waiting.iter().zip(made) {
            let item = self.item(intake, Some(raw.len() as u64));
            match made {
                Ok(made) => self.take(made, *line, item, collection, intake)?,
                Err((rule, found)) => intake.leave_out(item, rule, found),
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        mut made: Made,
        line: u64,
        item: EntryId,
        collection: &mut Collection,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let census = &mut collection.census;
        let is_shown = made.post.kind != PostKind::Other && made.post.status.is_some();
        if let Some(why) = self.doubt.about(&made.post).filter(|_| is_shown) {
            made.post.status = None;
            *census.unknown_statuses.entry(why.to_owned()).or_default() += 1;
        }
        if made.zones > 0 {
            *census.zones_assumed.entry("+00:00".to_owned()).or_default() += made.zones;
        }
        if let Some(class) = made.class {
            *census.types_aside.entry(class).or_default() += 1;
        }
        for markup in made.markup {
            *census.markup.entry(markup).or_default() += 1;
        }
        self.repairs.add(&made.repairs);
        let mut found = Found::new(made.post, self.place, item);
        found.terms = made.terms;
        found.assets = made.assets;
        found.addresses = made.addresses;
        found.notes = made.notes;
        found.line = u32::try_from(line).ok();
        Ok(collection.take(found, intake)?)
    }

    /// Says what the outbox says of itself, and where it ends.
    fn finish(mut self, end: &End, collection: &mut Collection, intake: &mut Intake) {
        let mut notes: Vec<NoteKind> = self.repairs.notes().collect();
        let stated = self.fields.get("totalItems").and_then(Value::as_u64);
        if let Some(stated) = stated.filter(|it| *it != self.number) {
            notes.push(NoteKind::SourcesDisagree {
                field: "totalItems".into(),
                taken: self.number.to_string(),
                other: stated.to_string(),
            });
        }
        if let Some(fault) = &end.fault {
            let found = why(fault);
            notes.push(NoteKind::FileLeftOut { rule: Rule::Damaged.name().into(), found });
            if !matches!(fault, Fault::Unexpected { .. }) {
                notes.push(NoteKind::Truncated { expected: "}".into() });
            }
        }
        let line = u32::try_from(end.line).unwrap_or(u32::MAX);
        for kind in notes {
            intake.note(Note::new(kind).in_file(Arc::clone(&self.name)).at(line, None));
        }
        self.fields.retain(|_, value| !value.is_null());
        if !self.fields.is_empty() {
            let extra = &mut collection.blog.site.extra;
            let name = match extra.value("mastodon:outbox") {
                None => "mastodon:outbox".to_owned(),
                Some(_) => format!("mastodon:outbox {}", self.name),
            };
            extra.insert(name, self.fields);
        }
    }
}

/// Why a file could not be read to its end.
fn why(fault: &Fault) -> String {
    match fault {
        Fault::Cut | Fault::Stopped => "the file ends before the outbox does".to_owned(),
        Fault::Source(error) => error.to_string(),
        Fault::Unexpected { expected, found } => {
            format!("expected {expected}, found `{}`", found.escape_ascii())
        }
    }
}

/// The beginning of a file as text. Of a picture nothing but a few bytes.
fn head(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<String, crate::SourceError> {
    let mut stream = source::unpacked(source, place, &options.limits)?;
    let mut head = Vec::new();
    // One that is cut is read as far as it goes.
    let _ = stream.by_ref().take(512).read_to_end(&mut head);
    let first = head.iter().find(|it| !it.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(it));
    if first == Some(&b'{') {
        let _ = stream.take(HEAD).read_to_end(&mut head);
    }
    Ok(decode(&head, None).text)
}

/// Where in an outbox its activities are: in itself, or in the first page of a longer one.
pub(super) fn step(path: &str) -> Step {
    match path {
        "" | "first" => Step::Enter,
        "orderedItems" | "items" | "first.orderedItems" | "first.items" => Step::Items,
        _ => Step::Keep,
    }
}

/// Whose outbox it is, by the first activity that says it.
fn peek(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<Option<String>, ReadError> {
    let Ok(stream) = source::unpacked(source, place, &options.limits) else { return Ok(None) };
    let (mut actor, mut looked_at) = (None, 0);
    walk(stream, options.limits.file_bytes, step, &mut |piece| {
        let Piece::Item { raw, fit: Fit::Whole, .. } = piece else { return Ok(true) };
        looked_at += 1;
        if let Ok(row) = Row::read(&raw, &mut Repairs::default()) {
            let stated = row.value("actor").or(row.value("attributedTo")).and_then(address);
            actor = stated.map(str::to_owned);
        }
        Ok(actor.is_none() && looked_at < PART_ITEMS)
    })?;
    Ok(actor)
}

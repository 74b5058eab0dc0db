//! The files of an input: months of entries, comments, single entries, tables.

use std::{collections::BTreeMap, io::Read, sync::Arc};

use larder_core::{Comment, EntryName, Fate, ItemKind, Note, NoteKind, Provenance, Rule, Spool};

use super::{
    comment,
    entry::{self, Draft},
    fields::Fields,
    journal::Journal,
    sign::{Form, form},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError,
    collect::{Collection, Found, keep_rest},
    decode::decode,
    export,
    records::{Around, Grammar, Part, Piece, Records, root_of},
    shelf::Shelf,
    source,
    xml::{Cursor, Element, Fault, Ns, Repair, Repairs, Scope, Stream},
};

/// What an export consists of.
const EXPORT: Grammar = Grammar { root: "livejournal", records: &["entry", "comment"] };

/// What comments of `ljdump` consist of.
const COMMENTS: Grammar = Grammar { root: "comments", records: &["comment"] };

/// The files of all journals after the first look, by the folders that `ljdump` has for each.
#[derive(Default)]
pub(super) struct Files {
    files: Vec<File>,
    others: Vec<usize>,
}

/// A file.
struct File {
    place: usize,
    form: Form,
    /// The folder of its journal.
    folder: String,
}

const HEAD: u64 = 64 << 10;

impl export::Files for Files {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = &source.entries()[place].name;
        let mut head = Vec::new();
        let read = open(place, source, options).and_then(|stream| {
            let read = stream.take(HEAD).read_to_end(&mut head);
            read.map_err(|error| SourceError::from_reading(error).into_rule())
        });
        if let Err((rule, found)) = read {
            intake.leave_out(intake.file(place), rule, found);
            return Ok(());
        }
        match form(&decode(&head, None).text) {
            Some(form) => {
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                let folder = if form.is_of_ljdump() { folder.to_owned() } else { String::new() };
                self.files.push(File { place, form, folder });
            }
            None => self.others.push(place),
        }
        Ok(())
    }

    fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        self.join_folders();
        let mut journals: BTreeMap<String, Vec<File>> = BTreeMap::new();
        for file in self.files {
            journals.entry(file.folder.clone()).or_default().push(file);
        }
        let alone = journals.len() == 1;
        let mut shelf = Shelf::new(source, &self.others);
        for (folder, files) in journals {
            let mut journal = Journal::new(if alone { "" } else { &folder });
            for file in &files {
                first_look(file, &mut journal, source, options, intake)?;
            }
            if let Some(home) = options.home.as_deref().filter(|_| alone) {
                journal.home = Some(home.trim_end_matches('/').to_owned());
            }
            let mut second = Second::new(journal, source, options);
            for file in &files {
                second.look(file, intake)?;
                options.progress.iter().for_each(|progress| progress.advance(1));
            }
            let Second { journal, collection, .. } = second;
            let homes: Vec<String> = journal.home.iter().map(|home| format!("{home}/")).collect();
            let mut blog = collection.finish(&homes, &mut shelf, intake)?;
            let is_beside = |place: &&usize| {
                alone || source.entries()[**place].name.starts_with(&format!("{folder}/"))
            };
            let beside: Vec<usize> = self.others.iter().filter(is_beside).copied().collect();
            keep_rest(&mut blog, &beside, "livejournal-media", source, &mut shelf, intake)?;
            intake.add_blog(blog);
        }
        for place in self.others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "no export of a journal, and no file that one shows";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        Ok(())
    }
}

impl Files {
    /// Exports say of no folder whose they are: they belong to the only one there is.
    fn join_folders(&mut self) {
        // The list of pictures alone is no journal.
        let is_part = |file: &&File| file.form.is_of_ljdump() && file.form != Form::Pictures;
        let mut folders: Vec<String> =
            self.files.iter().filter(is_part).map(|file| file.folder.clone()).collect();
        folders.sort();
        folders.dedup();
        if let [folder] = &folders[..] {
            self.files.iter_mut().for_each(|file| file.folder.clone_from(folder));
            return;
        }
        for file in self.files.iter_mut().filter(|file| file.form == Form::Pictures) {
            while !file.folder.is_empty() && folders.binary_search(&file.folder).is_err() {
                let end = file.folder.rfind('/').unwrap_or(0);
                file.folder.truncate(end);
            }
        }
    }
}

fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)
}

/// A record of a file.
enum Record {
    Entry(Fields),
    Comment(Fields),
}

/// Reads a record.
fn record(piece: &Piece, text: &str, scope: &Scope, repairs: &mut Repairs) -> Option<Record> {
    let element = Element::outermost(text, scope, repairs)?;
    let fields = Fields::of(&element, scope, repairs);
    Some(if piece.name == "entry" { Record::Entry(fields) } else { Record::Comment(fields) })
}

/// All of a file that is small by its nature, decoded.
fn whole(
    file: &File,
    source: &dyn Source,
    intake: &mut Intake,
) -> Result<Option<String>, ReadError> {
    match source.read(file.place) {
        Ok(bytes) => {
            let decoded = decode(&bytes, None);
            if decoded.replaced > 0 {
                let kind = NoteKind::BytesReplaced { count: decoded.replaced };
                let name = Arc::clone(&source.entries()[file.place].name);
                intake.note(Note::new(kind).in_file(name));
            }
            Ok(Some(decoded.text))
        }
        Err(error) => {
            let (rule, found) = error.into_rule();
            intake.leave_out(intake.file(file.place), rule, found);
            Ok(None)
        }
    }
}

/// The rows of a table. One with too few or too many values is an error of that row alone.
fn rows(text: &str) -> Vec<Result<Fields, String>> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> = table.headers().map_or(Vec::new(), |row| {
        row.iter()
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_ascii_lowercase())
            .collect()
    });
    let read = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.map_err(|error| error.to_string())?;
        if row.len() != names.len() {
            return Err(format!("a row of {} values in a table of {}", row.len(), names.len()));
        }
        let mut fields = Fields::default();
        names.iter().zip(&row).for_each(|(name, value)| fields.push(name, value.to_owned()));
        Ok(fields)
    };
    table.records().map(read).collect()
}

/// The single record of a file of `ljdump`, and whether all of it is there.
fn event(text: &str) -> Option<(Fields, bool, Repairs)> {
    let (mut repairs, scope) = (Repairs::default(), Scope::default());
    let at = text.len() - text[text.find("<event")?..].len();
    root_of(text)?;
    let element = Element::outermost(&text[at..], &scope, &mut repairs)?;
    let fields = Fields::of(&element, &scope, &mut repairs);
    // Its text is called as the whole is: there have to be both ends.
    let is_whole = text.trim_ascii_end().ends_with("</event>")
        && text.matches("</event>").count() + text.matches("<event/>").count() >= 2;
    Some((fields, is_whole, repairs))
}

/// Finds whose journal it is, and what its entries and comments are called.
fn first_look(
    file: &File,
    journal: &mut Journal,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let take_entry = |fields: &Fields, journal: &mut Journal| {
        let Some(numbers) = entry::numbers(fields, file.form) else { return };
        fields.get("url").into_iter().for_each(|url| journal.address(url));
        let Some(shown) = numbers.shown else { return };
        let event = fields.get("eventtime").unwrap_or_default();
        journal.entry(shown, numbers.raw, event, fields.get("logtime"));
    };
    match file.form {
        Form::Event | Form::Table => {
            let Ok(bytes) = source.read(file.place) else { return Ok(()) };
            let text = decode(&bytes, None).text;
            match file.form {
                Form::Table => {
                    rows(&text).iter().flatten().for_each(|fields| take_entry(fields, journal));
                }
                _ => event(&text).iter().for_each(|(fields, ..)| take_entry(fields, journal)),
            }
        }
        Form::Export | Form::Comments => {
            let read = |part: &Part<'_>| {
                let mut repairs = Repairs::default();
                let records = part
                    .pieces()
                    .filter_map(|(piece, text)| record(piece, text, part.context, &mut repairs));
                records.collect::<Vec<_>>()
            };
            let around = each(file, source, options, read, |records| {
                for record in records {
                    match record {
                        Record::Entry(fields) => take_entry(&fields, journal),
                        Record::Comment(fields) if !comment::is_all(&fields) => {
                            let id = fields.get("id").unwrap_or_default().to_owned();
                            let state = fields.get("state").unwrap_or_default().to_owned();
                            journal.states.insert(id, state);
                        }
                        Record::Comment(fields) => journal.has_text(&fields),
                    }
                }
                Ok(())
            })?;
            match around {
                Ok(around) => users(&around, journal),
                Err((rule, found)) => intake.leave_out(intake.file(file.place), rule, found),
            }
        }
        Form::Pictures => {}
    }
    Ok(())
}

/// Reads the records of a file, or says why there are none.
fn each<T: Send>(
    file: &File,
    source: &dyn Source,
    options: &ReadOptions,
    read: impl Fn(&Part<'_>) -> T + Sync,
    take: impl FnMut(T) -> Result<(), ReadError>,
) -> Result<Result<Around, (Rule, String)>, ReadError> {
    let limit = options.limits.file_bytes;
    let stream = open(file.place, source, options).and_then(|bytes| {
        Stream::open(bytes, limit, options.encoding.as_deref())
            .map(|stream| stream.until(&options.cancel))
            .map_err(|error| SourceError::from_reading(error).into_rule())
    });
    let stream = match stream {
        Ok(stream) => stream,
        Err(refused) => return Ok(Err(refused)),
    };
    let grammar = if file.form == Form::Export { EXPORT } else { COMMENTS };
    let around = Records::new(stream, grammar).each(&options.cancel, read, take)?;
    Ok(match &around.fault {
        Some(Fault::Io(error)) if around.records == 0 => Err((Rule::Unreadable, error.to_string())),
        _ if around.declares => {
            Err((Rule::Damaged, "a document type with declarations of its own".into()))
        }
        _ if !around.has_root => Err((Rule::Damaged, "the root element is not in the file".into())),
        _ => Ok(around),
    })
}

/// Who wrote comments: `<usermap id="7" user="moon"/>`.
fn users(around: &Around, journal: &mut Journal) {
    let mut repairs = Repairs::default();
    let mut inside = Cursor::new(&around.head, &around.scope, &nothing, &mut repairs);
    while let Some(element) = inside.next() {
        let mut within = vec![element];
        if let Some(holder) = within.pop_if(|it| &*it.name == "usermaps") {
            let mut aside = Repairs::default();
            let mut maps = holder.children(&nothing, &mut aside);
            while let Some(map) = maps.next() {
                take_user(&map, journal);
            }
        }
        within.iter().for_each(|map| take_user(map, journal));
    }
}

fn take_user(map: &Element<'_>, journal: &mut Journal) {
    if let (Some(id), Some(user)) = (map.value("id"), map.value("user")) {
        journal.users.insert(id, user);
    }
}

fn nothing(_: Ns, _: &str) -> bool {
    false
}

/// What one core made of some records.
#[derive(Default)]
struct Made {
    entries: Vec<(Draft, Piece)>,
    comments: Vec<Comment>,
    repairs: Repairs,
}

/// The second look.
struct Second<'s> {
    journal: Journal,
    collection: Collection,
    source: &'s dyn Source,
    options: &'s ReadOptions,
}

impl<'s> Second<'s> {
    fn new(journal: Journal, source: &'s dyn Source, options: &'s ReadOptions) -> Self {
        let mut collection = Collection::new(journal.site(), "livejournal");
        journal.offsets.note().into_iter().for_each(|note| collection.note(note));
        // Many entries have no subject.
        collection.has_titles = false;
        Self { journal, collection, source, options }
    }

    fn look(&mut self, file: &File, intake: &mut Intake) -> Result<(), ReadError> {
        let entry = intake.file(file.place);
        if intake.ledger().entry(entry).fate.is_some() {
            return Ok(());
        }
        match file.form {
            Form::Export | Form::Comments => self.records(file, intake),
            Form::Event => self.event(file, intake),
            Form::Table => self.table(file, intake),
            Form::Pictures => self.pictures(file, intake),
        }
    }

    fn name(&self, file: &File) -> Arc<str> {
        Arc::clone(&self.source.entries()[file.place].name)
    }

    fn provenance(&self, file: &File) -> Provenance {
        let form = match file.form {
            Form::Export => "livejournal-export",
            Form::Event | Form::Comments => "ljdump",
            Form::Table => "livejournal-table",
            Form::Pictures => "ljdump-userpics",
        };
        Provenance::new(self.name(file), form)
    }

    fn records(&mut self, file: &File, intake: &mut Intake) -> Result<(), ReadError> {
        let (source, spool) = (self.provenance(file), Arc::clone(intake.spool()));
        let entry_number = entry_of(&source.file);
        let (journal, collection) = (&self.journal, &mut self.collection);
        let read = |part: &Part<'_>| -> std::io::Result<Made> {
            read_part(part, journal, &source, entry_number, &spool)
        };
        let name = Arc::clone(&source.file);
        let mut repairs = Repairs::default();
        let around = each(file, self.source, self.options, read, |made| {
            let made = made?;
            repairs.add(&made.repairs);
            for (draft, piece) in made.entries {
                let label = format!("{name}#{}", piece.number);
                let item = intake.ledger().open(ItemKind::Item, label, None);
                take(collection, draft, (file.place, item, piece.line), intake)?;
            }
            for comment in made.comments {
                collection.comment(comment, file.place, intake)?;
            }
            Ok(())
        })?;
        let around = match around {
            Ok(around) => around,
            Err((rule, found)) => {
                intake.leave_out(intake.file(file.place), rule, found);
                return Ok(());
            }
        };
        if !around.head.trim().is_empty() && file.form == Form::Export {
            let said = [("livejournal:around", around.head.trim())];
            crate::extension::keep_all(&mut self.collection.blog.site.extra, said);
        }
        repairs.add(&around.repairs);
        for kind in repairs.notes().chain(around.notes.iter().cloned()) {
            intake.note(Note::new(kind).in_file(Arc::clone(&name)));
        }
        let end = if file.form == Form::Export { "</livejournal>" } else { "</comments>" };
        export::note_end((around.is_cut, around.fault.as_ref()), end, &name, intake);
        export::leave_out(&around.skipped, &name, self.options, intake);
        if around.headless > 0 {
            let found = "an end of an entry or a comment whose beginning is not there";
            let rule = Rule::Damaged.name().into();
            let kind = NoteKind::FileLeftOut { rule, found: found.into() };
            intake.note(Note::new(kind).in_file(name));
        }
        let entry = intake.file(file.place);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        Ok(())
    }

    fn event(&mut self, file: &File, intake: &mut Intake) -> Result<(), ReadError> {
        let item = intake.file(file.place);
        let Some(text) = whole(file, self.source, intake)? else { return Ok(()) };
        let Some((fields, is_whole, repairs)) = event(&text) else {
            intake.leave_out(item, Rule::Damaged, "an entry without its beginning");
            return Ok(());
        };
        let source = self.provenance(file);
        let mut draft =
            entry::make(fields, file.form, is_whole, &self.journal, &source, intake.spool())?;
        draft.notes.extend(repairs.notes());
        if !is_whole {
            draft.notes.push(NoteKind::Truncated { expected: "</event>".into() });
        }
        take(&mut self.collection, draft, (file.place, item, 1), intake)
    }

    fn table(&mut self, file: &File, intake: &mut Intake) -> Result<(), ReadError> {
        let Some(text) = whole(file, self.source, intake)? else { return Ok(()) };
        let (source, name) = (self.provenance(file), self.name(file));
        let entry = intake.file(file.place);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        for (number, row) in (1..).zip(rows(&text)) {
            let item =
                intake.ledger().open(ItemKind::Item, EntryName::numbered(&name, number), None);
            match row {
                Ok(fields) => {
                    let draft = entry::make(
                        fields,
                        file.form,
                        true,
                        &self.journal,
                        &source,
                        intake.spool(),
                    )?;
                    take(&mut self.collection, draft, (file.place, item, number + 1), intake)?;
                }
                Err(found) => intake.leave_out(item, Rule::Damaged, found),
            }
        }
        Ok(())
    }

    fn pictures(&mut self, file: &File, intake: &mut Intake) -> Result<(), ReadError> {
        let Some(text) = whole(file, self.source, intake)? else { return Ok(()) };
        let place = "site";
        self.collection.blog.site.extra.push("livejournal:userpics", text);
        let entry = intake.file(file.place);
        intake.ledger().settle(entry, Fate::StoredAside { place: place.into() });
        Ok(())
    }
}

/// The number of the entry that a file of comments is about: `C-12`.
fn entry_of(name: &str) -> Option<u64> {
    name.rsplit('/').next()?.strip_prefix("C-")?.split('.').next()?.parse().ok()
}

/// Whether a tag in a record is lost: with it, maybe, what says who may see it.
fn is_torn(repairs: &Repairs) -> bool {
    let all = [Repair::Loose, Repair::Stray, Repair::Unclosed, Repair::CharacterData];
    all.iter().any(|repair| repairs.of(*repair) > 0)
}

fn read_part(
    part: &Part<'_>,
    journal: &Journal,
    source: &Provenance,
    entry_number: Option<u64>,
    spool: &Arc<dyn Spool>,
) -> std::io::Result<Made> {
    let mut made = Made::default();
    for (piece, text) in part.pieces() {
        let mut repairs = Repairs::default();
        let record = record(piece, text, part.context, &mut repairs);
        let is_sound = piece.is_whole && !is_torn(&repairs);
        made.repairs.add(&repairs);
        match record {
            Some(Record::Entry(fields)) => {
                let draft = entry::make(fields, Form::Export, is_sound, journal, source, spool)?;
                made.entries.push((draft, *piece));
            }
            // What the list says of a comment whose text is here was taken in the first look.
            Some(Record::Comment(fields)) if journal.is_alone(&fields) => {
                made.comments.push(comment::make(fields, entry_number, is_sound, journal, spool)?);
            }
            Some(Record::Comment(_)) | None => {}
        }
    }
    Ok(made)
}

/// Takes an entry.
fn take(
    collection: &mut Collection,
    draft: Draft,
    (file, item, line): (usize, larder_core::EntryId, u64),
    intake: &Intake,
) -> Result<(), ReadError> {
    let census = &mut collection.census;
    census.without_status += u64::from(draft.is_untold);
    if let Some(status) = draft.unknown_status {
        *census.unknown_statuses.entry(status).or_default() += 1;
    }
    if draft.is_zone_assumed {
        *census.zones_assumed.entry("+00:00".into()).or_default() += 1;
    }
    for name in draft.met {
        *census.markup.entry(("element", name)).or_default() += 1;
    }
    let mut found = Found::new(draft.post, file, item);
    found.authors.extend(draft.author);
    (found.terms, found.addresses, found.notes) = (draft.terms, draft.addresses, draft.notes);
    found.line = u32::try_from(line).ok();
    Ok(collection.take(found, intake)?)
}

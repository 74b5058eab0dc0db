//! The files of an input of which some are exports made of items.

use std::{collections::BTreeMap, io::Read, sync::Arc};

use larder_core::{EntryId, EntryName, Fate, ItemKind, Note, NoteKind, Rule};
use serde_json::Value;

use crate::walk::{End, Piece, Step, walk};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError,
    archive::scan::{Fault, Fit},
    collect::{Collection, Surroundings, keep_rest},
    decode::decode,
    row::{self, Row},
    shelf::Shelf,
    source,
    xml::Repairs,
};

/// Where an item is.
#[derive(Clone, Debug)]
pub(crate) struct At {
    /// The place of its file in the source.
    pub(crate) place: usize,
    /// The name of its file.
    pub(crate) name: Arc<str>,
    /// Its line.
    pub(crate) line: u32,
    /// Which list it is in.
    pub(crate) path: String,
    /// The number of the object that the list is in.
    pub(crate) scope: u32,
    /// Its entry in the ledger.
    pub(crate) item: EntryId,
}

/// A blog whose posts are there, and what is known around it.
pub(crate) struct Made {
    pub(crate) collection: Collection,
    pub(crate) surroundings: Box<dyn Surroundings>,
}

/// What a reader knows of its exports.
pub(crate) trait Export: Sized {
    /// The name of the format.
    const NAME: &'static str;

    /// What shows that a file is an export, in the beginning of its text.
    fn sign(text: &str) -> Option<&'static str>;

    /// What a file is that people take for the export, and what to export instead. By default nothing is known.
    fn advice(_name: &str, _text: &str) -> Option<&'static str> {
        None
    }

    /// What to do with what stands at a path.
    fn step(path: &str) -> Step;

    /// Looks at an item before any is taken. By default nothing has to be known first.
    fn look(&mut self, _row: Row, _path: &str, _at: (usize, u32)) {}

    /// Looks at a field of an object that was entered: the file, the number of the object. Returns it if it means nothing to
    /// the reader; then it is kept with the blog. By default none means anything.
    fn field(&mut self, _path: &str, value: Value, _at: (usize, u32)) -> Option<Value> {
        Some(value)
    }

    /// Takes an item: its entry in the ledger is settled, or goes into a [`Found`](crate::collect::Found).
    fn take(&mut self, row: Row, at: At, intake: &mut Intake) -> Result<(), ReadError>;

    /// Takes a file that is none of these exports. Returns whether it is of any use. By default it is not.
    fn other(
        &mut self,
        _place: usize,
        _source: &dyn Source,
        _options: &ReadOptions,
        _intake: &mut Intake,
    ) -> Result<bool, ReadError> {
        Ok(false)
    }

    /// All blogs.
    fn finish(self, source: &dyn Source, intake: &mut Intake) -> Result<Vec<Made>, ReadError>;
}

/// What stands in the places of items and is none, and what means nothing to the reader.
#[derive(Default)]
struct Unread {
    items: Vec<(EntryId, String, String)>,
    bytes: usize,
    fields: BTreeMap<String, Vec<Value>>,
    /// How many fields were too much to keep.
    beyond: u64,
}

impl Unread {
    /// How many bytes are kept.
    const MOST: usize = 8 << 20;

    /// How many fields of different names are kept.
    const FIELDS: usize = 10_000;

    fn add(&mut self, raw: &[u8], found: String, item: EntryId, intake: &mut Intake) {
        self.bytes = self.bytes.saturating_add(raw.len());
        match self.bytes > Self::MOST {
            true => intake.leave_out(item, Rule::Damaged, found),
            false => self.items.push((item, String::from_utf8_lossy(raw).into_owned(), found)),
        }
    }

    /// Keeps a field. Those that are too much to keep are counted.
    fn field(&mut self, path: &str, value: Value, length: usize) {
        if value.is_null() {
            return;
        }
        let is_new = !self.fields.contains_key(path);
        let bytes = self.bytes.saturating_add(length);
        if bytes > Self::MOST || is_new && self.fields.len() >= Self::FIELDS {
            self.beyond += 1;
            return;
        }
        self.bytes = bytes;
        self.fields.entry(path.to_owned()).or_default().push(value);
    }

    /// Keeps all of it with a blog, or says that there is none.
    fn settle(mut self, format: &str, made: &mut [Made], intake: &mut Intake) {
        if self.beyond > 0 {
            let item = intake.ledger().open(ItemKind::Item, "fields around the posts", None);
            let found = format!("{} fields that mean nothing to the reader", self.beyond);
            intake.leave_out(item, Rule::TooLarge, found);
        }
        if let Some(first) = made.first_mut() {
            for (path, mut values) in std::mem::take(&mut self.fields) {
                let value = if values.len() == 1 { values.remove(0) } else { values.into() };
                let name = format!("{format}:{path}");
                first.collection.blog.site.extra.insert(name, value);
            }
        }
        let name = format!("{format}:unread");
        let Some(first) = made.first_mut().filter(|_| !self.items.is_empty()) else {
            for (item, _, found) in self.items {
                intake.leave_out(item, Rule::Damaged, found);
            }
            return;
        };
        note_unread(&self.items, &name, intake);
        let mut texts: Vec<Value> = Vec::new();
        for (item, text, _) in self.items {
            let place = format!("site `{name}`");
            intake.ledger().settle(item, Fate::StoredAside { place: place.into() });
            texts.push(text.into());
        }
        first.collection.blog.site.extra.insert(name, texts);
    }
}

/// Says once that records could not be read: each may have been a post.
fn note_unread(items: &[(EntryId, String, String)], name: &str, intake: &mut Intake) {
    let Some((first, _, why)) = items.first() else { return };
    let file = Arc::<str>::from(&intake.ledger().entry(*first).name);
    let count = items.len();
    let found = format!(
        "records that could not be read: {count}; they are no posts, and the archive keeps them as `{name}`; the first: {why}"
    );
    let kind = NoteKind::FileLeftOut { rule: Rule::Damaged.name().into(), found };
    intake.note(Note::new(kind).in_file(file));
}

/// Reads all exports in a source.
pub(crate) fn read<E: Export>(
    mut export: E,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let total = source.entries().len();
    options.progress.iter().for_each(|progress| progress.begin("read", 2 * total as u64));
    let (mut exports, mut others) = (Vec::new(), Vec::new());
    let mut unread = Unread::default();
    for place in 0..total {
        match head(place, source, options) {
            Ok(head) if E::sign(&head).is_some() => {
                look(&mut export, place, &mut unread, source, options)?;
                exports.push(place);
            }
            Ok(head) => match E::advice(&source.entries()[place].name, &head) {
                Some(advice) => {
                    intake.leave_out(intake.file(place), Rule::NotRecognised, advice);
                }
                None if export.other(place, source, options, intake)? => {}
                None => others.push(place),
            },
            Err((rule, found)) => intake.leave_out(intake.file(place), rule, found),
        }
        options.progress.iter().for_each(|progress| progress.advance(1));
    }
    for place in exports {
        second_look(&mut export, place, &mut unread, source, options, intake)?;
        options.progress.iter().for_each(|progress| progress.advance(1));
    }
    let mut made = export.finish(source, intake)?;
    unread.settle(E::NAME, &mut made, intake);
    finish::<E>(made, &others, source, intake)?;
    options.progress.iter().for_each(|progress| progress.end());
    Ok(())
}

/// Makes the blogs, with the files beside the exports.
fn finish<E: Export>(
    made: Vec<Made>,
    others: &[usize],
    source: &dyn Source,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut shelf = Shelf::new(source, others);
    // What no post shows is of the only blog that there is, or the only one with posts.
    let with_posts = made.iter().filter(|made| !made.collection.is_empty()).count();
    let is_alone = made.len() == 1 || with_posts == 1;
    for Made { collection, surroundings } in made {
        let is_it = is_alone && (with_posts == 0 || !collection.is_empty());
        let mut blog = collection.finish(&*surroundings, &mut shelf, intake)?;
        if is_it {
            keep_rest(&mut blog, others, E::NAME, source, &mut shelf, intake)?;
        }
        intake.add_blog(blog);
    }
    for &place in others {
        let entry = intake.file(place);
        if intake.ledger().entry(entry).fate.is_none() {
            let found = "no export of this platform, and no file that one refers to";
            intake.leave_out(entry, Rule::NotRecognised, found);
        }
    }
    Ok(())
}

/// Shows every item to the reader, so that it knows what there is.
fn look<E: Export>(
    export: &mut E,
    place: usize,
    unread: &mut Unread,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    let Ok(stream) = open(place, source, options) else { return Ok(()) };
    let mut repairs = Repairs::default();
    walk(stream, options.limits.file_bytes, E::step, &mut |piece| {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        match piece {
            Piece::Item { path, scope, raw, fit: Fit::Whole, .. } => {
                if let Ok(row) = Row::read(&raw, &mut repairs) {
                    export.look(row, path, (place, scope));
                }
            }
            Piece::Field { path, scope, raw, fit: Fit::Whole } => {
                let value = row::any(&raw, &mut repairs);
                let rest = export.field(path, value, (place, scope));
                rest.into_iter().for_each(|value| unread.field(path, value, raw.len()));
            }
            _ => {}
        }
        Ok(true)
    })?;
    Ok(())
}

/// Takes every item of a file.
fn second_look<E: Export>(
    export: &mut E,
    place: usize,
    unread: &mut Unread,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let entry = intake.file(place);
    let stream = match open(place, source, options) {
        Ok(stream) => stream,
        Err((rule, found)) => {
            intake.leave_out(entry, rule, found);
            return Ok(());
        }
    };
    let name = Arc::clone(&source.entries()[place].name);
    let (mut repairs, mut number) = (Repairs::default(), 0_u64);
    let end = walk(stream, options.limits.file_bytes, E::step, &mut |piece| {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let (path, scope, line, raw, fit) = match piece {
            Piece::Item { path, scope, line, raw, fit } => (path, scope, line, raw, fit),
            Piece::Broken { path, line } => (path, 0, line, Vec::new(), Fit::Whole),
            Piece::Field { path, fit: Fit::TooLarge, .. } => {
                let name = format!("{name}: {path}");
                let item = intake.ledger().open(ItemKind::Item, name, None);
                intake.leave_out(item, Rule::TooLarge, too_large(options));
                return Ok(true);
            }
            Piece::Field { .. } => return Ok(true),
        };
        number += 1;
        let item = intake.ledger().open(ItemKind::Item, EntryName::numbered(&name, number), None);
        if fit == Fit::TooLarge {
            intake.leave_out(item, Rule::TooLarge, too_large(options));
            return Ok(true);
        }
        if raw.is_empty() {
            intake.leave_out(item, Rule::Damaged, "the file ends in the middle of it");
            return Ok(true);
        }
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let (path, name) = (path.to_owned(), Arc::clone(&name));
        match Row::read(&raw, &mut repairs) {
            Ok(row) => export.take(row, At { place, name, line, path, scope, item }, intake)?,
            Err(found) => unread.add(&raw, found, item, intake),
        }
        Ok(true)
    })?;
    for kind in repairs.notes() {
        intake.note(Note::new(kind).in_file(Arc::clone(&name)));
    }
    note_end(&end, &name, intake);
    match (&end.fault, number) {
        (Some(fault), 0) => intake.leave_out(entry, Rule::Damaged, why(fault)),
        _ => intake.ledger().settle(entry, Fate::Carried { post: None }),
    }
    Ok(())
}

fn too_large(options: &ReadOptions) -> String {
    let limit = options.limits.file_bytes;
    format!("more than {limit} bytes; --max-file-size raises the limit")
}

/// How much of a file is looked at to see what it is.
const HEAD: u64 = 64 << 10;

/// The beginning of a file, as text.
fn head(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<String, (Rule, String)> {
    let mut bytes = Vec::new();
    let unreadable = |error: std::io::Error| (Rule::Unreadable, error.to_string());
    open(place, source, options)?.take(HEAD).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.is_empty() {
        return Err((Rule::EmptyFile, "no character that shows anything".into()));
    }
    Ok(decode(&bytes, None).text)
}

/// The bytes of a file, or why there are none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)
}

/// Why a file could not be read to its end.
fn why(fault: &Fault) -> String {
    match fault {
        Fault::Cut | Fault::Stopped => "the file ends before the export does".to_owned(),
        Fault::Source(error) => error.to_string(),
        Fault::Unexpected { expected, found } => {
            format!("expected {expected}, found `{}`", found.escape_ascii())
        }
    }
}

/// Says where a file ends that does not end where it should.
fn note_end(end: &End, name: &Arc<str>, intake: &mut Intake) {
    let Some(fault) = &end.fault else { return };
    let line = u32::try_from(end.line).unwrap_or(u32::MAX);
    let mut say = |kind| intake.note(Note::new(kind).in_file(Arc::clone(name)).at(line, None));
    // What would follow is lost, and nobody knows how much it is.
    say(NoteKind::FileLeftOut { rule: Rule::Damaged.name().into(), found: why(fault) });
    if !matches!(fault, Fault::Unexpected { .. }) {
        say(NoteKind::Truncated { expected: "}".into() });
    }
}

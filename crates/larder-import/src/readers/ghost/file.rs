//! The files of an input: exports, what stands beside them, and what is neither.

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    sync::Arc,
};

use larder_core::{Fate, Holding, ItemKind, Note, NoteKind, PostKind, Rule};

use super::{
    beside::{Beside, Redirects},
    blog::{self, Draft, Settled, Surroundings, Waiting, chunks},
    index::{Index, Known, Role},
    media::{self, entry_key},
    route,
    table::Table,
    walk::{End, Piece, walk},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError,
    archive::scan::{Fault, Fit, Scanner},
    source,
};

/// How many bytes of rows are read at once, and how many rows.
const PART_BYTES: usize = 1 << 20;
const PART_ROWS: usize = 512;

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 64 << 10;

/// The files of an input after the first look.
#[derive(Default)]
pub(super) struct Files {
    exports: Vec<Export>,
    /// Pictures and files, by the folder that the blog is in.
    media: BTreeMap<String, HashMap<String, usize>>,
    beside: Surroundings,
    /// What stands beside the exports and is kept as it is.
    kept: Vec<(String, String)>,
}

/// An export after the first look.
struct Export {
    /// Its place in the source.
    place: usize,
    index: Index,
    end: End,
}

impl Files {
    /// Looks at every file. What is wrong with one stops no other.
    pub(super) fn look(
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<Self, ReadError> {
        let total = source.entries().len();
        if let Some(progress) = &options.progress {
            progress.begin("read", 2 * total as u64);
        }
        let mut files = Self::default();
        files.beside.types.clone_from(&options.types);
        let mut others = Vec::new();
        for (place, entry) in source.entries().iter().enumerate() {
            match entry_key(&entry.name) {
                Some((folder, key)) => files.media(folder, key, place, intake),
                None => {
                    if !files.export(place, source, options, intake)? {
                        others.push(place);
                    }
                }
            }
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        let has_export = !files.exports.is_empty();
        for place in others {
            files.other(place, has_export, source, options, intake);
        }
        Ok(files)
    }

    fn media(&mut self, folder: &str, key: String, place: usize, intake: &mut Intake) {
        let known = self.media.entry(folder.to_owned()).or_default();
        if known.contains_key(&key) {
            let found = format!("the blog has another file `{key}`");
            intake.leave_out(intake.file(place), Rule::OtherState, found);
            return;
        }
        known.insert(key, place);
    }

    /// Takes a file if it is an export, and says whether it is or was dealt with.
    fn export(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<bool, ReadError> {
        let entry = intake.file(place);
        let stream = match open(place, source, options) {
            Ok(stream) => stream,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(true);
            }
        };
        let mut index = Index::default();
        let scanner = Scanner::new(stream, options.limits.file_bytes);
        let mut rows = 0_u64;
        let end = walk(scanner, &mut |piece| {
            rows += 1;
            if rows.is_multiple_of(1024) && options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            match piece {
                Piece::Meta(raw) => index.meta(raw),
                Piece::Row { table, raw, fit, .. } => index.row(table, &raw, fit, intake)?,
                Piece::Broken { table, .. } => index.broken(table),
                Piece::Other { name, raw } => index.other(name, raw),
            }
            Ok(())
        })?;
        if !end.is_export {
            return Ok(false);
        }
        index.settle();
        self.exports.push(Export { place, index, end });
        Ok(true)
    }

    /// Deals with a file that is no export.
    fn other(
        &mut self,
        place: usize,
        has_export: bool,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) {
        let (entry, name) = (intake.file(place), &source.entries()[place].name);
        let head = open(place, source, options).ok().and_then(|stream| {
            let mut head = Vec::new();
            stream.take(HEAD).read_to_end(&mut head).ok()?;
            Some(head)
        });
        let text = String::from_utf8_lossy(head.as_deref().unwrap_or_default()).into_owned();
        let beside = Beside::of(name, &text);
        match beside {
            Some(Beside::Members) if has_export => {
                let found = format!("{} lines", text.lines().count());
                intake.leave_out(entry, Rule::SubscriberList, found);
            }
            Some(Beside::Routes | Beside::Redirects) if has_export => {
                if beside == Some(Beside::Routes) {
                    self.beside.route = route::of_yaml(&text).or(self.beside.route.take());
                } else {
                    let read = Redirects::read(name, &text);
                    self.beside.redirects.pairs.extend(read.pairs);
                }
                let field = name.rsplit('/').next().unwrap_or(name).to_owned();
                intake
                    .ledger()
                    .settle(entry, Fate::StoredAside { place: format!("site `{field}`") });
                self.kept.push((field, text));
            }
            Some(beside) => intake.leave_out(entry, Rule::NotRecognised, beside.advice()),
            None => intake.leave_out(entry, Rule::NotRecognised, "no export of Ghost"),
        }
    }

    /// Reads all blogs.
    pub(super) fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        // Of several states of one blog the newest counts.
        let exported = |export: &Export| {
            export.index.meta.get("exported_on").and_then(serde_json::Value::as_i64)
        };
        self.exports.sort_by_key(|export| (std::cmp::Reverse(exported(export)), export.place));
        let mut read: BTreeMap<String, Arc<str>> = BTreeMap::new();
        for export in std::mem::take(&mut self.exports) {
            self.blog(export, &mut read, source, options, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        let left = std::mem::take(&mut self.media).into_values().flat_map(HashMap::into_values);
        for place in left {
            let found = "a file of a blog whose export is not in the input";
            intake.leave_out(intake.file(place), Rule::NotRecognised, found);
        }
        if let Some(progress) = &options.progress {
            progress.end();
        }
        Ok(())
    }

    /// The files of the blog whose export is called `name`: those beside it, else those of no other.
    fn media_of(&mut self, name: &str) -> media::Files {
        let folder = name.rfind('/').map_or("", |slash| &name[..=slash]);
        let found = self.media.remove(folder).or_else(|| {
            (self.media.len() == 1).then(|| self.media.pop_first().map(|(_, files)| files))?
        });
        media::Files { by_key: found.unwrap_or_default() }
    }

    fn blog(
        &mut self,
        mut export: Export,
        read: &mut BTreeMap<String, Arc<str>>,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = Arc::clone(&source.entries()[export.place].name);
        let entry = intake.file(export.place);
        let rows = Rows::of(&export.index);
        let (settled, mut draft) = blog::settle(&mut export.index, &name, &mut self.beside);
        let id = draft.blog.site.id.clone();
        if let Some(newer) = read.get(&id) {
            let found = format!("`{newer}` is a newer export of the same blog");
            intake.leave_out(entry, Rule::OtherState, found);
            return Ok(());
        }
        let Ok(stream) = open(export.place, source, options) else {
            let found = "it could be read a moment ago, and cannot any longer".to_owned();
            intake.leave_out(entry, Rule::Unreadable, found);
            return Ok(());
        };
        read.insert(id, Arc::clone(&name));
        posts(stream, &settled, &mut draft, &name, options, intake)?;
        intake.ledger().settle(entry, Fate::Carried { post: None });
        let comments = draft.comments(&settled, intake)?;
        let orphans = draft.orphans(settled.index)?;
        let mut revisions = Holding::default();
        revisions.total = settled.index.revision_rows;
        revisions.carried = draft.revisions;
        revisions.aside = orphans;
        rows.account(&settled, &draft, (comments, revisions), (&name, entry), intake);
        for (field, text) in std::mem::take(&mut self.kept) {
            draft.blog.site.extra.insert(field, text);
        }
        draft.note_census(&name);
        note_end(&export.end, &name, intake);
        let source_of = settled.source.clone();
        let Draft { mut blog, library, .. } = draft;
        let files = self.media_of(&name);
        library.finish(&files, &mut blog, (source, &source_of), intake)?;
        intake.add_blog(blog);
        Ok(())
    }
}

/// The text of a file, or why there is none.
fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(|error| match error {
        SourceError::Refused { rule, found } => (rule, found),
        SourceError::Io(error) => (Rule::Unreadable, error.to_string()),
    })
}

/// The second look.
fn posts(
    stream: Box<dyn Read + Send + '_>,
    settled: &Settled<'_>,
    draft: &mut Draft,
    name: &Arc<str>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let mut second =
        Second { settled, draft, name, intake, waiting: Vec::new(), bytes: 0, next: 0 };
    let scanner = Scanner::new(stream, options.limits.file_bytes);
    walk(scanner, &mut |piece| {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        match piece {
            Piece::Row { table, line, raw, fit } if Table::of(table) == Table::Posts => {
                second.wait(line, raw, fit)
            }
            Piece::Broken { table, line } if Table::of(table) == Table::Posts => {
                second.broken(line);
                Ok(())
            }
            _ => Ok(()),
        }
    })?;
    second.flush()
}

struct Second<'s, 'i> {
    settled: &'s Settled<'i>,
    draft: &'s mut Draft,
    name: &'s Arc<str>,
    intake: &'s mut Intake,
    waiting: Vec<Waiting>,
    bytes: usize,
    /// The number of the next row.
    next: usize,
}

impl Second<'_, '_> {
    fn wait(&mut self, line: u64, raw: Vec<u8>, fit: Fit) -> Result<(), ReadError> {
        self.bytes += raw.len();
        self.waiting.push((self.next, line, raw, fit));
        self.next += 1;
        if self.bytes >= PART_BYTES || self.waiting.len() >= PART_ROWS {
            return self.flush();
        }
        Ok(())
    }

    /// A row whose end is not there.
    fn broken(&mut self, line: u64) {
        let name = format!("{}#{}", self.name, self.next + 1);
        let entry = self.intake.ledger().open(ItemKind::Item, name, None);
        let found = format!("line {line}: the file ends in the middle of this row");
        self.intake.leave_out(entry, Rule::Damaged, found);
    }

    fn flush(&mut self) -> Result<(), ReadError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let spool = Arc::clone(self.intake.spool());
        let made = chunks(&waiting, self.settled, &spool)?;
        let mut kinds = made.iter().flat_map(|chunk| chunk.kinds().to_vec()).collect::<Vec<_>>();
        kinds.reverse();
        for (number, line, raw, fit) in &waiting {
            let name = format!("{}#{}", self.name, number + 1);
            let entry = self.intake.ledger().open(ItemKind::Item, name, Some(raw.len() as u64));
            let known = &self.settled.index.posts[*number];
            match known.role {
                Role::Post | Role::Clash => {
                    let fate = kinds.pop().map(|kind| fate(known, kind));
                    fate.into_iter().for_each(|fate| self.intake.ledger().settle(entry, fate));
                }
                Role::Same(first) => {
                    let found = format!("the same row as {}#{}", self.name, first + 1);
                    self.intake.leave_out(entry, Rule::SameBytes, found);
                }
                Role::Lost => {
                    let (rule, found) = lost(raw, *fit);
                    self.intake.leave_out(entry, rule, format!("line {line}: {found}"));
                }
            }
        }
        made.into_iter().for_each(|chunk| self.draft.take(chunk));
        Ok(())
    }
}

fn fate(known: &Known, kind: PostKind) -> Fate {
    match kind {
        PostKind::Other => Fate::StoredAside { place: format!("post `{}`", known.id) },
        _ => Fate::Carried { post: Some(known.id.clone()) },
    }
}

/// Why a row was not read.
fn lost(raw: &[u8], fit: Fit) -> (Rule, String) {
    if fit == Fit::TooLarge {
        let found = "a row larger than the limit; --max-file-size raises it";
        return (Rule::TooLarge, found.to_owned());
    }
    let read = super::row::Row::read(raw, &mut crate::xml::Repairs::default());
    (Rule::Damaged, read.err().unwrap_or_default())
}

/// Says where a file ends that does not end where it should.
fn note_end(end: &End, name: &Arc<str>, intake: &mut Intake) {
    let line = u32::try_from(end.line).unwrap_or(u32::MAX);
    let mut say = |kind| intake.note(Note::new(kind).in_file(Arc::clone(name)).at(line, None));
    match &end.fault {
        Some(Fault::Cut | Fault::Stopped) => say(NoteKind::Truncated { expected: "}".into() }),
        Some(Fault::Source(error)) => {
            say(NoteKind::ContainerDamaged { what: error.to_string() });
            say(NoteKind::Truncated { expected: "}".into() });
        }
        Some(Fault::Unexpected { expected, found }) => {
            let found = format!("expected {expected}, found `{}`", found.escape_ascii());
            say(NoteKind::FileLeftOut { rule: Rule::Damaged.name().into(), found });
        }
        None => {}
    }
    if end.more > 0 {
        let repair = crate::xml::Repair::SecondDocument.text().to_owned();
        say(NoteKind::MarkupRepaired { repair, count: end.more.into() });
    }
}

/// How many rows there are of tables that become something, counted before it is made.
struct Rows {
    tags: u64,
    users: u64,
    aside: BTreeMap<String, (u64, u64)>,
}

impl Rows {
    fn of(index: &Index) -> Self {
        let aside = index.aside.iter();
        let counts = aside.map(|(name, it)| (name.clone(), (it.rows.len() as u64, it.over)));
        Self {
            tags: index.tags.len() as u64,
            users: index.users.len() as u64,
            aside: counts.collect(),
        }
    }

    /// Puts down what became of everything that is no post.
    fn account(
        &self,
        settled: &Settled<'_>,
        draft: &Draft,
        (comments, revisions): (Holding, Holding),
        (name, entry): (&Arc<str>, larder_core::EntryId),
        intake: &mut Intake,
    ) {
        let index = settled.index;
        let lost = |table: &str| index.lost.get(table).copied().unwrap_or(0);
        let mut terms = Holding::default();
        terms.total = self.tags + lost("tags");
        terms.carried = draft.blog.terms.len() as u64;
        terms.aside = settled.tags.internal.len() as u64;
        terms.leave_out(Rule::Damaged, lost("tags"));
        let mut authors = Holding::default();
        authors.total = self.users + lost("users");
        authors.carried = draft.blog.authors.len() as u64;
        authors.leave_out(Rule::Damaged, lost("users"));
        let mut revisions = revisions;
        for table in ["mobiledoc_revisions", "post_revisions"] {
            revisions.leave_out(Rule::Damaged, lost(table));
        }
        let parts = [
            (ItemKind::Term, terms),
            (ItemKind::Author, authors),
            (ItemKind::Comment, comments),
            (ItemKind::Capture, revisions),
        ];
        for (kind, holding) in parts.into_iter().filter(|(_, holding)| holding.total > 0) {
            intake.ledger().account_parts(entry, kind, &holding);
        }
        let mut table = |table: &str, fate: Result<Fate, (Rule, String)>| {
            let item = intake.ledger().open(ItemKind::Item, format!("{name}: {table}"), None);
            match fate {
                Ok(fate) => intake.ledger().settle(item, fate),
                Err((rule, found)) => intake.leave_out(item, rule, found),
            }
        };
        for (aside, (_, over)) in &self.aside {
            table(aside, Ok(Fate::StoredAside { place: format!("site `{aside}`") }));
            if *over > 0 {
                let found = format!("{over} rows beyond the size that is kept of such tables");
                table(aside, Err((Rule::TooLarge, found)));
            }
        }
        for (left, count) in &index.not_kept {
            let rule = match Table::of(left) {
                Table::Subscribers => Rule::SubscriberList,
                _ => Rule::Secret,
            };
            table(left, Err((rule, format!("{count} rows"))));
        }
        for (field, count) in [("users.password", draft.passwords), ("settings", draft.keys)] {
            if count > 0 {
                table(field, Err((Rule::Secret, format!("{count} values"))));
            }
        }
        let held = ["tags", "users", "comments", "mobiledoc_revisions", "post_revisions", "posts"];
        for (lost, count) in index.lost.iter().filter(|(name, _)| !held.contains(&&***name)) {
            table(lost, Err((Rule::Damaged, format!("{count} rows that cannot be read"))));
        }
        if let Some(broken) = &index.broken {
            let found = "the file ends in the middle of a row".to_owned();
            table(broken, Err((Rule::Damaged, found)));
        }
    }
}

//! The files of an input: archives, each with a feed, pages, and what they show.

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    sync::Arc,
};

use larder_core::{EntryId, Fate, ItemKind, Note, NoteKind, Provenance, Rule, Site};

use super::{
    files::{self, Files},
    folder, is_feed, is_page,
    item::{self, Made},
    page::{self, Entry},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, address,
    archive::scan::{Fault, Fit},
    collect::{Collection, Found, keep_rest},
    decode::decode,
    export,
    row::Row,
    shelf::{Shelf, in_folders},
    source,
    walk::{Piece, Step, walk},
    xml::Repairs,
};

/// How much of a file shows what it is.
const HEAD: u64 = 64 << 10;

/// All archives of an input.
#[derive(Default)]
pub(super) struct Archives {
    /// The feeds, by the folders that stand for the root of a zip.
    feeds: BTreeMap<String, usize>,
    pages: Vec<usize>,
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
        let name = &source.entries()[place].name;
        let mut head = Vec::new();
        match source::unpacked(source, place, &options.limits) {
            // What cannot be read to its end is read as far as it goes.
            Ok(mut stream) => _ = stream.by_ref().take(HEAD).read_to_end(&mut head),
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(intake.file(place), rule, found);
                return Ok(());
            }
        }
        let text = decode(&head, None).text;
        let folder = folder(name).to_owned();
        if is_feed(&text) && !self.feeds.contains_key(&folder) {
            self.feeds.insert(folder, place);
        } else if is_page(&text) {
            self.pages.push(place);
        } else {
            self.others.push(place);
        }
        Ok(())
    }

    fn read(
        mut self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let archives = self.archives(source);
        let mut shelf = Shelf::new(source, &self.others);
        let is_alone = archives.len() == 1;
        let names = files::names(source, &self.others);
        let roots: Vec<String> = archives.keys().cloned().collect();
        let roots = roots.iter().map(String::as_str).collect();
        let own = in_folders(source, &self.others, &roots);
        for (root, (feed, pages)) in archives {
            let files = Files::new(&names, &root);
            let home = options.home.clone().filter(|_| is_alone);
            let mut archive = Archive {
                source,
                options,
                files,
                collection: begin(home, &root),
                entries: Vec::new(),
                by_address: HashMap::new(),
                repairs: Repairs::default(),
                items: 0,
                has_feed: feed.is_some(),
            };
            for place in pages {
                archive.page(place, intake);
            }
            if let Some(place) = feed {
                archive.feed(place, intake)?;
            }
            let (collection, files) = archive.finish(intake)?;
            let mut blog = collection.finish(&files, &mut shelf, intake)?;
            let own = own.get(&*root).map(Vec::as_slice).unwrap_or_default();
            keep_rest(&mut blog, own, "upload", source, &mut shelf, intake)?;
            intake.add_blog(blog);
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        for place in self.others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "neither a page, nor a feed, nor a file that one of them shows";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        Ok(())
    }
}

/// An archive: the place of its feed, and those of its pages.
type Places = (Option<usize>, Vec<usize>);

impl Archives {
    /// The archives, by their roots: the folders of feeds, with the pages in and below them, and those of other pages.
    fn archives(&mut self, source: &dyn Source) -> BTreeMap<String, Places> {
        let mut archives: BTreeMap<String, Places> = BTreeMap::new();
        for (root, place) in std::mem::take(&mut self.feeds) {
            archives.entry(root).or_default().0 = Some(place);
        }
        for place in std::mem::take(&mut self.pages) {
            let mut root = folder(&source.entries()[place].name);
            while !archives.contains_key(root) && !root.is_empty() {
                root = folder(&root[..root.len() - 1]);
            }
            let own = folder(&source.entries()[place].name);
            let root = if archives.contains_key(root) { root } else { own };
            archives.entry(root.to_owned()).or_default().1.push(place);
        }
        archives
    }
}

/// What the id of a blog begins with about which nothing is known.
const MADE: &str = "bar:";

fn begin(home: Option<String>, root: &str) -> Collection {
    let mut site = Site::new([MADE, root].concat());
    site.home = home;
    let mut collection = Collection::new(site, "bar");
    // Short posts have none.
    collection.has_titles = false;
    collection
}

/// An archive while it is read.
struct Archive<'a> {
    source: &'a dyn Source,
    options: &'a ReadOptions,
    files: Files,
    collection: Collection,
    /// What pages have, until the post of `feed.json` is met that it is: with the file and its entry in the ledger.
    entries: Vec<Option<(Entry, usize, EntryId)>>,
    by_address: HashMap<String, Vec<usize>>,
    repairs: Repairs,
    items: u64,
    has_feed: bool,
}

impl Archive<'_> {
    /// Takes the posts of a page.
    fn page(&mut self, place: usize, intake: &mut Intake) {
        let entry = intake.file(place);
        let bytes = match self.source.read(place) {
            Ok(bytes) => bytes,
            Err(error) => {
                let (rule, found) = error.into_rule();
                return intake.leave_out(entry, rule, found);
            }
        };
        let bytes = source::unpacked_bytes(bytes, &self.options.limits).unwrap_or_default();
        let name = Arc::clone(&self.source.entries()[place].name);
        let page = page::read(&decode(&bytes, None).text, self.options.limits.depth);
        if page.is_cut {
            let kind = NoteKind::LimitReached {
                limit: "the markup of a page".into(),
                value: self.options.limits.depth.into(),
                option: "--max-depth".into(),
            };
            intake.note(Note::new(kind).in_file(Arc::clone(&name)));
        }
        let site = &mut self.collection.blog.site;
        site.title = site.title.take().or(page.title);
        for (number, read) in page.entries.into_iter().enumerate() {
            let title = format!("{name}#{}", number + 1);
            let item = intake.ledger().open(ItemKind::Item, title, None);
            if let Some(url) = &read.url {
                let at = self.entries.len();
                self.by_address.entry(address::plain(url)).or_default().push(at);
            }
            self.entries.push(Some((read, place, item)));
        }
        intake.ledger().settle(entry, Fate::Carried { post: None });
    }

    /// Takes the posts of the feed.
    fn feed(&mut self, place: usize, intake: &mut Intake) -> Result<(), ReadError> {
        let name = Arc::clone(&self.source.entries()[place].name);
        let from = Provenance::new(Arc::clone(&name), "feed");
        let options = self.options;
        let entry = intake.file(place);
        self.head(place, &from);
        let stream = match source::unpacked(self.source, place, &options.limits) {
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
            let lost =
                |line: u64, rule: Rule, found: &str| Err((rule, format!("line {line}: {found}")));
            let (line, bytes, made) = match piece {
                Piece::Field { .. } => return Ok(true),
                Piece::Broken { line, .. } => {
                    let found = "the file ends in the middle of this item";
                    (line, None, lost(line, Rule::Damaged, found))
                }
                Piece::Item { line, raw, fit: Fit::TooLarge, .. } => {
                    let found = "an item larger than the limit; --max-file-size raises it";
                    (line, Some(raw.len() as u64), lost(line, Rule::TooLarge, found))
                }
                Piece::Item { line, raw, fit: Fit::Whole, .. } => {
                    let made = item::read(&raw, &self.files, &from, &mut self.repairs);
                    let made = made.map_err(|it| (Rule::Damaged, format!("line {line}: {it}")));
                    (line, Some(raw.len() as u64), made)
                }
            };
            self.items += 1;
            let title = format!("{name}#{}", self.items);
            let item = intake.ledger().open(ItemKind::Item, title, bytes);
            match made {
                Ok(made) => self.post(made, (place, item, line), intake)?,
                Err((rule, found)) => intake.leave_out(item, rule, found),
            }
            Ok(true)
        })?;
        if let Some(fault) = &end.fault {
            let line = u32::try_from(end.line).unwrap_or(u32::MAX);
            let rule = Rule::Damaged.name().into();
            let kind = NoteKind::FileLeftOut { rule, found: why(fault) };
            intake.note(Note::new(kind).in_file(Arc::clone(&name)).at(line, None));
        }
        intake.ledger().settle(entry, Fate::Carried { post: None });
        Ok(())
    }

    /// What the feed says of the blog, wherever in the file it stands.
    fn head(&mut self, place: usize, from: &Provenance) {
        let Ok(stream) = source::unpacked(self.source, place, &self.options.limits) else { return };
        let mut row = Row::default();
        let walked = walk(stream, self.options.limits.file_bytes, step, &mut |piece| {
            if let Piece::Field { path, raw, .. } = piece {
                row.put(path, crate::row::any(&raw, &mut self.repairs));
            }
            Ok(true)
        });
        let (collection, files) = (&mut self.collection, &mut self.files);
        // Nothing in it fails.
        let _ = walked;
        let mut assets = Vec::new();
        let home = row.take_text("home_page_url");
        let site = &mut collection.blog.site;
        site.home = home.or(site.home.take());
        files.home.clone_from(&site.home);
        if !row.text("feed_url").is_empty() {
            site.id = row.text("feed_url").to_owned();
        }
        if let Some(title) = row.take_text("title") {
            if let Some(other) = site.title.take().filter(|it| *it != title) {
                collection.blog.notes.push(Note::new(NoteKind::SourcesDisagree {
                    field: "title".into(),
                    taken: title.clone(),
                    other,
                }));
            }
            site.title = Some(title);
        }
        site.description = row.take_text("description");
        site.language = row.take_text("language").map(|it| it.replace('_', "-"));
        site.feeds.extend(row.take_text("feed_url"));
        site.image = item::picture(&mut row, files, from, &mut assets);
        let authors = item::authors(&mut row, files, from, &mut assets);
        site.authors = authors.iter().map(|it| it.id.clone()).collect();
        row.keep_as("bar", &mut site.extra);
        authors.into_iter().for_each(|author| collection.author(author));
        assets.into_iter().for_each(|asset| collection.asset(asset));
    }

    /// Takes a post of the feed, with what the page says of it.
    fn post(
        &mut self,
        mut made: Made,
        (file, item, line): (usize, EntryId, u64),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let addresses =
            made.post.permalink.iter().map(String::as_str).chain([made.post.id.as_str()]);
        let keys: Vec<String> = addresses.map(address::plain).collect();
        let places = keys.iter().filter_map(|key| self.by_address.get(key)).flatten();
        let free = places.copied().find(|at| self.entries[*at].is_some());
        if let Some((entry, page, entry_item)) = free.and_then(|at| self.entries[at].take()) {
            let from = Provenance::new(Arc::clone(&self.source.entries()[page].name), "h-feed");
            item::fill(&entry, &from, &mut made);
            let fate = Fate::Joined { post: made.post.id.clone() };
            intake.ledger().settle(entry_item, fate);
        }
        self.take(made, (file, item, Some(line)), intake)
    }

    fn take(
        &mut self,
        made: Made,
        (file, item, line): (usize, EntryId, Option<u64>),
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        if made.zones > 0 {
            *self.collection.census.zones_assumed.entry("+00:00".to_owned()).or_default() +=
                made.zones;
        }
        let html = made.post.content.as_ref().map(|it| it.html.text());
        let html = html.transpose()?.unwrap_or_default().into_owned();
        let mut found = Found::new(made.post, file, item);
        found.authors = made.authors;
        if found.authors.is_empty() {
            found.post.authors.clone_from(&self.collection.blog.site.authors);
        }
        found.terms = made.terms;
        found.assets = made.assets;
        found.notes = made.notes;
        let (doubtful, more) = self.files.doubtful(&html);
        found.notes.extend(doubtful);
        if more > 0 {
            let what = ("address", "not in the archive".to_owned());
            *self.collection.census.markup.entry(what).or_default() += more;
        }
        found.line = line.and_then(|line| u32::try_from(line).ok());
        Ok(self.collection.take(found, intake)?)
    }

    /// Takes what only the pages have, and says what is missing.
    fn finish(mut self, intake: &mut Intake) -> Result<(Collection, Files), ReadError> {
        let site = &mut self.collection.blog.site;
        if let Some(home) = &site.home {
            site.id.clone_from(home);
        }
        self.files.home.clone_from(&site.home);
        let entries = std::mem::take(&mut self.entries);
        let on_pages = entries.len() as u64;
        let left: Vec<_> = entries.into_iter().flatten().collect();
        let (has_pages, only_pages) = (on_pages > 0, left.len() as u64);
        for (entry, page, item) in left {
            let from = Provenance::new(Arc::clone(&self.source.entries()[page].name), "h-feed");
            let made = item::from_page(&entry, &from);
            self.take(made, (page, item, None), intake)?;
        }
        let joined = on_pages - only_pages;
        if self.has_feed && has_pages && (only_pages > 0 || joined < self.items) {
            self.collection.note(NoteKind::SourcesDisagree {
                field: "posts".into(),
                taken: format!("{} in feed.json", self.items),
                other: format!("{on_pages} in index.html"),
            });
        }
        let missing = match (self.has_feed, has_pages) {
            (true, false) => Some("index.html"),
            (false, true) => Some("feed.json"),
            _ => None,
        };
        if let Some(what) = missing {
            self.collection.note(NoteKind::DataUnreadable { what: what.into() });
        }
        self.repairs.notes().for_each(|kind| self.collection.note(kind));
        Ok((self.collection, self.files))
    }
}

/// Why a file could not be read to its end.
fn why(fault: &Fault) -> String {
    match fault {
        Fault::Cut | Fault::Stopped => "the file ends before the feed does".to_owned(),
        Fault::Source(error) => error.to_string(),
        Fault::Unexpected { expected, found } => {
            format!("expected {expected}, found `{}`", found.escape_ascii())
        }
    }
}

/// Where in a feed its items are.
fn step(path: &str) -> Step {
    match path {
        "" => Step::Enter,
        "items" => Step::Items,
        _ => Step::Keep,
    }
}

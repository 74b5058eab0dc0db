//! The files of an input: exports, and the media beside them.

use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
    sync::Arc,
};

use larder_core::{
    Asset, AssetId, EntryId, Fate, ItemKind, Note, NoteKind, Post, PostId, Provenance, Rule,
};

use super::{
    comment,
    index::{Blog, Index},
    is_export,
    post::{self, Draft},
    row::{Row, Table, table},
};
use crate::{
    Intake, ReadError, ReadOptions, Source, SourceError,
    archive::scan::{Fault, Fit, Scanner},
    collect::{Collection, Found, keep_rest},
    decode::decode,
    export,
    shelf::Shelf,
    source,
};

/// The files of all exports after the first look.
#[derive(Default)]
pub(super) struct Files {
    exports: Vec<(usize, Index)>,
    others: Vec<usize>,
}

const HEAD: u64 = 4 << 10;

impl export::Files for Files {
    fn look(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let mut start = Vec::new();
        let read = open(place, source, options).and_then(|stream| {
            let read = stream.take(HEAD).read_to_end(&mut start);
            read.map_err(|error| SourceError::from_reading(error).into_rule())
        });
        if let Err((rule, found)) = read {
            intake.leave_out(intake.file(place), rule, found);
            return Ok(());
        }
        if !is_export(&decode(&start, None).text) {
            self.others.push(place);
            return Ok(());
        }
        let mut index = Index::default();
        let end = walk(place, source, options, &mut |line| {
            if let Line::Row { table, row, .. } = line {
                // A row of it that cannot be read may be the one that says that a blog is closed.
                index.lists_blogs |= table.name == "blog";
                if let Ok(row) = row {
                    index.take(&table.name, row);
                }
            }
            Ok(())
        })?;
        match end {
            Ok(_) => {
                index.settle();
                self.exports.push((place, index));
            }
            Err((rule, found)) => intake.leave_out(intake.file(place), rule, found),
        }
        Ok(())
    }

    fn read(
        self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let alone = self.exports.iter().map(|(_, index)| index.blogs.len()).sum::<usize>() == 1;
        let mut shelf = Shelf::new(source, &self.others);
        let (mut is_first, mut ids) = (true, HashSet::new());
        for (place, mut index) in self.exports {
            for blog in index.blogs.values_mut().filter(|_| alone) {
                blog.stated.clone_from(&options.home);
            }
            let mut second = Second::new(place, index, source, options);
            second.look(&mut shelf, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
            for (id, mut collection) in second.collections {
                let site = &mut collection.blog.site;
                // Blogs of two exports that have neither name nor address differ in the file that they are of.
                if site.home.is_none() && ids.contains(&site.id) {
                    let parts = ["dotclear", &id, &source.entries()[place].name];
                    site.id = PostId::derived(&parts).to_string();
                }
                ids.insert(site.id.clone());
                let home = second.index.blogs.get(&id).and_then(Blog::home);
                let homes: Vec<String> = home.into_iter().collect();
                let mut blog = collection.finish(&homes, &mut shelf, intake)?;
                if std::mem::take(&mut is_first) {
                    keep(&mut blog, &self.others, source, &mut shelf, intake)?;
                }
                intake.add_blog(blog);
            }
        }
        for place in self.others {
            if is_free(place, intake) {
                let found = "no export of Dotclear, and no file that a post of it shows";
                intake.leave_out(intake.file(place), Rule::NotRecognised, found);
            }
        }
        Ok(())
    }
}

fn is_free(place: usize, intake: &mut Intake) -> bool {
    let entry = intake.file(place);
    intake.ledger().entry(entry).fate.is_none()
}

/// Keeps the files that no post shows, but for smaller copies of those that are there.
fn keep(
    blog: &mut larder_core::Blog,
    others: &[usize],
    source: &dyn Source,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let names: std::collections::BTreeSet<&str> =
        others.iter().filter_map(|place| stem(&source.entries()[*place].name)).collect();
    for place in others.iter().copied().filter(|place| is_free(*place, intake)).collect::<Vec<_>>()
    {
        let original = original(&source.entries()[place].name);
        if let Some(original) = original.filter(|original| names.contains(original.as_str())) {
            let found = format!("a smaller copy of `{original}`");
            intake.leave_out(intake.file(place), Rule::SmallerCopy, found);
        }
    }
    keep_rest(blog, others, "dotclear-media", source, shelf, intake)
}

/// A name without its extension.
fn stem(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty())
}

/// The name, without its extension, of the picture that `public/.river_m.jpg` is a smaller copy of.
fn original(name: &str) -> Option<String> {
    let (folder, last) = name.rsplit_once('/').map_or(("", name), |(folder, last)| (folder, last));
    let (own, size) = stem(last)?.strip_prefix('.')?.rsplit_once('_')?;
    let is_size = matches!(size, "sq" | "t" | "s" | "m");
    let path = if folder.is_empty() { own.to_owned() } else { format!("{folder}/{own}") };
    is_size.then_some(path)
}

fn open<'s>(
    place: usize,
    source: &'s dyn Source,
    options: &ReadOptions,
) -> Result<Box<dyn Read + Send + 's>, (Rule, String)> {
    source::unpacked(source, place, &options.limits).map_err(SourceError::into_rule)
}

/// A line that says something.
enum Line<'t> {
    /// A row, or what is wrong with it. Its number in its table, counted from 1, and its line.
    Row { table: &'t Table, row: Result<Row, (Rule, String)>, number: u64, line: u64 },
    /// A line that is in no table.
    Stray,
}

/// How a walk ended: whether it was cut, and how many places were no text.
#[derive(Default)]
struct End {
    replaced: u64,
}

/// Walks through an export line by line, or says why it cannot be read. Fails only when `each` does.
fn walk(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
    each: &mut dyn FnMut(Line<'_>) -> Result<(), ReadError>,
) -> Result<Result<End, (Rule, String)>, ReadError> {
    let stream = match open(place, source, options) {
        Ok(stream) => stream,
        Err(refused) => return Ok(Err(refused)),
    };
    let limit = options.limits.file_bytes;
    let mut scanner = Scanner::new(stream, limit);
    let (mut current, mut number, mut end) = (Table::default(), 0, End::default());
    let mut bytes = Vec::new();
    for line in 1_u64.. {
        bytes.clear();
        let fit = match scanner.rest_of_line(&mut bytes) {
            Ok(Some((fit, _))) => fit,
            Ok(None) => break,
            Err(Fault::Source(error)) => return Ok(Err(error.into_rule())),
            Err(_) => break,
        };
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let text = String::from_utf8_lossy(&bytes);
        end.replaced += text.matches('\u{fffd}').count() as u64;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() || text.starts_with("///DOTCLEAR|") {
            continue;
        }
        if let Some(next) = table(text) {
            (current, number) = (next, 0);
            continue;
        }
        if current.name.is_empty() {
            each(Line::Stray)?;
            continue;
        }
        number += 1;
        let row = match fit {
            Fit::Whole => Row::read(text, &current).map_err(|found| (Rule::Damaged, found)),
            Fit::TooLarge => {
                let found = format!("more than {limit} bytes; --max-file-size raises the limit");
                Err((Rule::TooLarge, found))
            }
        };
        each(Line::Row { table: &current, row, number, line })?;
    }
    Ok(Ok(end))
}

/// The second look: posts and comments, and what is wrong with rows.
struct Second<'s> {
    place: usize,
    index: Index,
    collections: BTreeMap<String, Collection>,
    /// The ids of files, by their numbers.
    media: BTreeMap<String, AssetId>,
    source: &'s dyn Source,
    options: &'s ReadOptions,
}

impl<'s> Second<'s> {
    fn new(place: usize, index: Index, source: &'s dyn Source, options: &'s ReadOptions) -> Self {
        let made = index.blogs.iter().map(|(id, blog)| {
            let mut collection = Collection::new(blog.site(id), "dotclear");
            blog.categories.values().cloned().for_each(|term| collection.term(term));
            (id.clone(), collection)
        });
        let mut collections: BTreeMap<String, Collection> = made.collect();
        // Those who wrote nothing are people of the blog, too.
        if let Some(first) = collections.values_mut().next() {
            index.authors.values().cloned().for_each(|author| first.author(author));
        }
        Self { place, collections, media: BTreeMap::new(), index, source, options }
    }

    fn look(&mut self, shelf: &mut Shelf<'_>, intake: &mut Intake) -> Result<(), ReadError> {
        let name = Arc::clone(&self.source.entries()[self.place].name);
        let entry = intake.file(self.place);
        self.account(&name, intake);
        self.media(&name, shelf);
        let provenance = Provenance::new(Arc::clone(&name), "dotclear");
        let (place, source, options) = (self.place, self.source, self.options);
        let (mut stray, mut last) = (0_u64, 0);
        let end = walk(place, source, options, &mut |line| {
            let Line::Row { table, row, number, line } = line else {
                stray += 1;
                return Ok(());
            };
            last = line;
            let label = format!("{name}#{} {number}", table.name);
            match (row, table.name.as_str()) {
                (Err((rule, found)), _) => {
                    let item = intake.ledger().open(ItemKind::Item, label, None);
                    intake.leave_out(item, rule, found);
                }
                (Ok(row), "post") => {
                    let item = intake.ledger().open(ItemKind::Item, label, None);
                    self.post(row, &provenance, (item, line), intake)?;
                }
                (Ok(row), "comment") => self.comment(row, intake)?,
                (Ok(_), _) => {}
            }
            Ok(())
        })?;
        match end {
            Ok(end) => {
                intake.ledger().settle(entry, Fate::Carried { post: None });
                let mut say = |kind| intake.note(Note::new(kind).in_file(Arc::clone(&name)));
                if end.replaced > 0 {
                    say(NoteKind::BytesReplaced { count: end.replaced });
                }
                if stray > 0 {
                    let repair = "lines that are in no table were left out".to_owned();
                    say(NoteKind::MarkupRepaired { repair, count: stray });
                }
            }
            Err((rule, found)) => intake.leave_out(entry, rule, found),
        }
        Ok(())
    }

    /// Says what is not archived.
    fn account(&mut self, name: &Arc<str>, intake: &mut Intake) {
        let index = &self.index;
        let secret = index.secrets.iter().map(|(table, count)| (table, count, Rule::Secret));
        let account = index.account.iter().map(|(table, count)| (table, count, Rule::AccountData));
        let beyond = index.beyond.iter().map(|(table, count)| (table, count, Rule::TooMany));
        for (table, count, rule) in secret.chain(account).chain(beyond).filter(|it| *it.1 > 0) {
            let unit = if rule == Rule::Secret { "values" } else { "rows" };
            let label = format!("{name}#{table} ({})", rule.name());
            let item = intake.ledger().open(ItemKind::Item, label, None);
            intake.leave_out(item, rule, format!("{count} {unit}"));
        }
    }

    /// Every file that the export lists.
    fn media(&mut self, name: &Arc<str>, shelf: &Shelf<'_>) {
        let owners = self.owners();
        for (number, row) in &self.index.media {
            let mut row = row.clone();
            let Some(owner) = owners.get(number) else { continue };
            let blog = self.index.blogs.get(owner);
            let path = public(blog, row.get("media_file").unwrap_or_default());
            let id = self.media_id(number, blog, name, shelf);
            self.media.insert(number.clone(), id.clone());
            let file = row.take("media_file").unwrap_or_default();
            let mut asset = Asset::new(id);
            asset.url =
                Some(asset.id.as_str()).filter(|it| crate::address::is_web(it)).map(str::to_owned);
            asset.file_name = file.rsplit('/').next().map(str::to_owned);
            asset.also_at.push(path);
            row.keep(&mut asset.extra);
            asset.extra.insert("dotclear:media_file", file);
            asset.source = vec![Provenance::new(Arc::clone(name), "dotclear")];
            self.collections.entry(owner.clone()).and_modify(|it| it.asset(asset));
        }
    }

    /// The blogs of files, by their numbers: the one that a file names, else the only one with its folder, else the one
    /// with the first post that it belongs to, else the first.
    fn owners(&self) -> BTreeMap<String, String> {
        let blogs = &self.index.blogs;
        let mut folders: BTreeMap<&str, Option<&String>> = BTreeMap::new();
        for (id, blog) in blogs {
            let Some(folder) = blog.setting("public_path") else { continue };
            folders.entry(folder).and_modify(|it| *it = None).or_insert(Some(id));
        }
        let mut shown: BTreeMap<&str, &String> = BTreeMap::new();
        for (post, files) in &self.index.attached {
            let Some((blog, _)) = self.index.posts.get(post) else { continue };
            for file in files {
                let known = shown.entry(file).or_insert(blog);
                *known = blog.min(known);
            }
        }
        let owner = |(number, row): (&String, &Row)| {
            let stated = row.get("blog_id").and_then(|id| Some(blogs.get_key_value(id)?.0));
            let by_folder = || folders.get(row.get("media_path")?).copied().flatten();
            let by_post = || shown.get(number.as_str()).copied();
            let owner = stated.or_else(by_folder).or_else(by_post).or_else(|| blogs.keys().next());
            Some((number.clone(), owner?.clone()))
        };
        self.index.media.iter().filter_map(owner).collect()
    }

    /// The id of a file, which is that by which bodies show it.
    fn media_id(
        &self,
        number: &str,
        blog: Option<&Blog>,
        name: &str,
        shelf: &Shelf<'_>,
    ) -> AssetId {
        let file = self.index.media.get(number).and_then(|row| row.get("media_file"));
        let Some(path) = file.map(|path| public(blog, path)) else {
            return AssetId::derived(&["dotclear", "media", number]);
        };
        let home = blog.and_then(Blog::home);
        let base = home.and_then(|home| url::Url::parse(&home).ok());
        match base.and_then(|base| base.join(&path).ok()) {
            Some(url) => AssetId::new(String::from(url)),
            None => match shelf.find(&path) {
                Some(file) => AssetId::new(shelf.name(file)),
                None => AssetId::new(format!("{name} {path}")),
            },
        }
    }

    fn post(
        &mut self,
        row: Row,
        source: &Provenance,
        (item, line): (EntryId, u64),
        intake: &Intake,
    ) -> Result<(), ReadError> {
        let number = row.get("post_id").unwrap_or_default().to_owned();
        let blog_id = row.get("blog_id").unwrap_or_default().to_owned();
        let id = PostId::derived(&["dotclear", &blog_id, &number]);
        let Some(blog) = self.index.blogs.get(&blog_id) else { return Ok(()) };
        let post = Post::new(id);
        let draft = post::make(row, post, (blog, &self.index), source, intake.spool())?;
        let attached = self.index.attached.get(&number).map(Vec::as_slice).unwrap_or_default();
        let known = attached.iter().filter_map(|number| self.media.get(number));
        let assets: Vec<AssetId> = known.cloned().collect();
        let Some(collection) = self.collections.get_mut(&blog_id) else { return Ok(()) };
        take(collection, draft, assets, (self.place, item, line), intake)
    }

    fn comment(&mut self, row: Row, intake: &Intake) -> Result<(), ReadError> {
        let number = row.get("post_id").unwrap_or_default();
        let first = || self.collections.keys().next().cloned().unwrap_or_default();
        let (blog, id) = match self.index.posts.get(number) {
            Some((blog, id)) => (blog.clone(), id.clone()),
            None => (first(), PostId::derived(&["dotclear", "", number])),
        };
        let zone = self.index.blogs.get(&blog).and_then(|blog| blog.setting("blog_timezone"));
        let (comment, is_assumed) = comment::make(row, id, zone, intake.spool())?;
        let Some(collection) = self.collections.get_mut(&blog) else { return Ok(()) };
        if is_assumed {
            *collection.census.zones_assumed.entry("+00:00".into()).or_default() += 1;
        }
        Ok(collection.comment(comment, self.place, intake)?)
    }
}

/// The path of a file under the folder that a blog shows its files in.
fn public(blog: Option<&Blog>, path: &str) -> String {
    let setting = blog.and_then(|blog| blog.setting("public_url"));
    format!("{}/{path}", setting.unwrap_or("/public").trim_end_matches('/'))
}

/// Takes a post.
fn take(
    collection: &mut Collection,
    draft: Draft,
    assets: Vec<AssetId>,
    (file, item, line): (usize, EntryId, u64),
    intake: &Intake,
) -> Result<(), ReadError> {
    let census = &mut collection.census;
    census.without_status += u64::from(draft.without_status);
    if let Some(status) = draft.unknown_status {
        *census.unknown_statuses.entry(status).or_default() += 1;
    }
    if let Some(class) = draft.aside {
        *census.types_aside.entry(class).or_default() += 1;
    }
    if draft.zones_assumed > 0 {
        *census.zones_assumed.entry("+00:00".into()).or_default() += draft.zones_assumed;
    }
    let mut post = draft.post;
    // The files themselves are known already; one that is not is known by its id alone.
    let mut known: HashSet<AssetId> = post.assets.iter().cloned().collect();
    for id in assets {
        if known.insert(id.clone()) {
            collection.asset(Asset::new(id.clone()));
            post.assets.push(id);
        }
    }
    let mut found = Found::new(post, file, item);
    (found.authors, found.terms) = (draft.authors, draft.terms);
    (found.addresses, found.notes) = (draft.addresses, draft.notes);
    found.line = u32::try_from(line).ok();
    Ok(collection.take(found, intake)?)
}

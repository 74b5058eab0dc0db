//! Reads the backup that Tistory has made since the end of 2022: a zip of one HTML file per post, in a folder of its number.
//!
//! ```text
//! 7/7-국수-한-그릇.html        h2.title-article · p.category · p.date · div.contents_style · div.tags
//! 7/img/국수.png               what the body shows
//! ```
//!
//! The form has no address, no kind (post, notice, page), no comments, no date of the last change, and nothing about who may
//! see a post: private ones are among the others. What nobody says is public is not.

mod page;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use larder_core::{
    Asset, Body, Content, Fate, Format, ItemKind, MediaType, NoteKind, Post, PostId, Provenance,
    Rule, Site, Term, TermId, TermKind, format,
};

use self::page::{Page, without_signatures};
use crate::{
    Intake, ReadError, ReadOptions, Reader, Sample, Source, SourceError, Vote,
    collect::{Collection, Found, Surroundings, asset_at, keep_rest},
    date::{self, DateError},
    decode, percent_decode_name,
    shelf::Shelf,
    source::unpacked_bytes,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tistory;

impl Reader for Tistory {
    fn format(&self) -> &'static Format {
        &format::TISTORY
    }

    fn vote(&self, sample: &Sample) -> Vote {
        match (number(&sample.name), Page::is_one(&sample.text), Page::has_title(&sample.text)) {
            (Some(_), true, _) => {
                Vote::Signature("a post of a Tistory backup, in the folder of its number".into())
            }
            (None, true, true) if !sample.text.contains("TistoryBlog") => {
                Vote::Name("a page like those of a Tistory backup".into())
            }
            _ => Vote::No,
        }
    }

    fn looks_for(&self) -> &'static str {
        "the zip that Tistory makes of a blog: `7/7-….html` with `h2.title-article` and `div.contents_style`"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let total = source.entries().len() as u64;
        options.progress.iter().for_each(|progress| progress.begin("read", total));
        let mut backup = Backup::new(options);
        for place in 0..source.entries().len() {
            if options.cancel.is_cancelled() {
                return Err(ReadError::Cancelled);
            }
            backup.file(place, source, options, intake)?;
            options.progress.iter().for_each(|progress| progress.advance(1));
        }
        backup.finish(source, intake)?;
        options.progress.iter().for_each(|progress| progress.end());
        Ok(())
    }
}

/// The number of a post by the name of its file: `7/7-….html`, whatever folders are in front of it.
fn number(name: &str) -> Option<&str> {
    let (folders, file) = name.rsplit_once('/')?;
    let folder = folders.rsplit('/').next()?;
    let is_number = !folder.is_empty() && folder.bytes().all(|byte| byte.is_ascii_digit());
    let rest = file.strip_prefix(folder).filter(|_| is_number)?;
    let is_page = rest.to_ascii_lowercase().ends_with(".html");
    (is_page && rest.starts_with(['-', '.'])).then_some(folder)
}

/// The title in the name of a file, which is cut there.
fn title_in(name: &str) -> Option<String> {
    let file = name.rsplit('/').next()?;
    let (stem, _) = file.rsplit_once('.')?;
    let (_, title) = stem.split_once('-')?;
    (!title.trim().is_empty()).then(|| title.trim().to_owned())
}

/// A blog while its files come in.
struct Backup {
    collection: Collection,
    home: Option<String>,
    others: Vec<usize>,
    /// The posts by their numbers.
    posts: BTreeMap<String, PostId>,
}

impl Backup {
    fn new(options: &ReadOptions) -> Self {
        let home = options.home.as_deref().map(|home| home.trim_end_matches('/').to_owned());
        let mut site = Site::new(home.clone().unwrap_or_else(|| "tistory".into()));
        site.home.clone_from(&home);
        site.platform = Some("tistory".into());
        Self {
            collection: Collection::new(site, "tistory"),
            home,
            others: Vec::new(),
            posts: BTreeMap::new(),
        }
    }

    /// Reads a file, if it is a post.
    fn file(
        &mut self,
        place: usize,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = &source.entries()[place].name;
        let lower = name.to_ascii_lowercase();
        if !lower.ends_with(".html") && !lower.ends_with(".htm") {
            self.others.push(place);
            return Ok(());
        }
        let entry = intake.file(place);
        let bytes = match bytes(place, source, options) {
            Ok(bytes) => bytes,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let decoded =
            decode(&bytes, options.encoding.as_deref().or(crate::declared_in_html(&bytes)));
        if !Page::is_one(&decoded.text) && !Page::has_title(&decoded.text) {
            self.others.push(place);
            return Ok(());
        }
        let mut source = Provenance::new(Arc::clone(name), "tistory-html");
        source.encoding = Some(decoded.encoding).filter(|it| *it != "UTF-8").map(Into::into);
        let item = intake.ledger().open(ItemKind::Item, format!("{name}#post"), None);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        let mut found = self.found(&decoded.text, source, name);
        (found.file, found.item) = (place, item);
        if decoded.replaced > 0 {
            found.notes.push(NoteKind::BytesReplaced { count: decoded.replaced });
        }
        Ok(self.collection.take(found, intake)?)
    }

    /// The post of a page.
    fn found(&mut self, text: &str, source: Provenance, name: &str) -> Found {
        let page = Page::read(text);
        let mut post = Post::new(self.id(name));
        let mut notes = Vec::new();
        post.title = page.title.or_else(|| {
            notes.push(NoteKind::DataUnreadable { what: "the title in the page".into() });
            title_in(name)
        });
        if let Some((home, number)) = self.home.as_ref().zip(number(name)) {
            post.permalink = Some(format!("{home}/{number}"));
        }
        if let Some(date) = page.date {
            match date::iso(&date) {
                Ok(published) => {
                    post.published = Some(published);
                    let zones = &mut self.collection.census.zones_assumed;
                    *zones.entry("+09:00".to_owned()).or_default() += 1;
                }
                Err(error) => {
                    if error == DateError::Impossible {
                        notes.push(NoteKind::DateImpossible { text: date.clone() });
                    }
                    post.extra.insert("tistory:date", date);
                }
            }
        }
        let mut signed = Vec::new();
        post.content = page.body.map(|body| {
            let (html, addresses) = without_signatures(&body);
            signed = addresses;
            Box::new(content(body, html))
        });
        self.collection.census.without_visibility += 1;
        if let Some(number) = number(name) {
            self.posts.insert(number.to_owned(), post.id.clone());
            post.extra.insert("tistory:number", number);
        }
        if page.is_cut {
            notes.push(NoteKind::Truncated { expected: "</html>".into() });
        }
        post.source = vec![source.clone()];
        let mut found = Found::new(post, 0, larder_core::EntryId::default());
        found.terms = terms(page.category.as_deref(), page.tags.as_deref());
        for (address, until) in &signed {
            let asset = signed_asset(address, until, &source);
            notes.push(NoteKind::AssetMissing { name: asset.id.to_string() });
            found.assets.push(asset);
        }
        found.notes = notes;
        found
    }

    /// The id of the post of a file: its address, where the user says where the blog was; else made of its number.
    fn id(&self, name: &str) -> PostId {
        match (&self.home, number(name)) {
            (Some(home), Some(number)) => PostId::new(format!("{home}/{number}")),
            (None, Some(number)) => PostId::derived(&["tistory", number]),
            (_, None) => PostId::derived(&["tistory", "file", name]),
        }
    }

    fn finish(mut self, source: &dyn Source, intake: &mut Intake) -> Result<(), ReadError> {
        if self.collection.is_empty() {
            return self.leave_out(intake);
        }
        self.collection.note(NoteKind::NotInFormat {
            format: "tistory".into(),
            what: "who may see a post, whether it is a notice or a page, comments, addresses, dates of changes".into(),
        });
        let others = std::mem::take(&mut self.others);
        let mut shelf = Shelf::new(source, &others);
        let around = Folders {
            home: self.home.clone(),
            files: files(&others, source),
            posts: std::mem::take(&mut self.posts),
        };
        let mut blog = self.collection.finish(&around, &mut shelf, intake)?;
        keep_rest(&mut blog, &others, "tistory-file", source, &mut shelf, intake)?;
        keep_attached(&mut blog, &others, source, &mut shelf, intake)?;
        intake.add_blog(blog);
        for place in others {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                intake.leave_out(entry, Rule::NotRecognised, NO_POST);
            }
        }
        Ok(())
    }

    /// Nothing is a post.
    fn leave_out(&self, intake: &mut Intake) -> Result<(), ReadError> {
        for place in &self.others {
            let entry = intake.file(*place);
            intake.leave_out(entry, Rule::NotRecognised, NO_POST);
        }
        Ok(())
    }
}

const NO_POST: &str = "no post of a Tistory backup, and no file that one shows";

/// The bytes of a file, within the limit.
fn bytes(
    place: usize,
    source: &dyn Source,
    options: &ReadOptions,
) -> Result<Vec<u8>, (Rule, String)> {
    let bytes = source.read(place).map_err(SourceError::into_rule)?;
    let bytes = unpacked_bytes(bytes, &options.limits).map_err(SourceError::into_rule)?;
    match bytes.is_empty() {
        true => Err((Rule::EmptyFile, "an empty file".into())),
        false => Ok(bytes),
    }
}

/// The category, with the one above it, and the tags.
fn terms(category: Option<&str>, tags: Option<&str>) -> Vec<Term> {
    let mut terms = Vec::new();
    if let Some(label) = category {
        let term = |id: &str, name: &str| {
            Term::new(TermId::new(["category:", id].concat()), TermKind::Category, name.trim())
        };
        match label.split_once('/') {
            Some((above, name)) if !above.trim().is_empty() && !name.trim().is_empty() => {
                let above = term(above, above);
                let mut below = term(label, name);
                below.parent = Some(above.id.clone());
                terms.extend([below, above]);
            }
            _ => terms.push(term(label, label)),
        }
    }
    let tags = tags.unwrap_or_default().split('#').map(str::trim).filter(|tag| !tag.is_empty());
    terms
        .extend(tags.map(|tag| Term::new(TermId::new(["tag:", tag].concat()), TermKind::Tag, tag)));
    terms
}

/// A body, and the HTML of it.
fn content(body: String, html: String) -> Content {
    match html == body {
        true => Content::html(Body::inline(body)),
        false => Content::new(MediaType::HTML, Body::inline(body), Body::inline(html)),
    }
}

/// A picture whose address is signed, and good until a day that it names.
fn signed_asset(address: &str, until: &str, source: &Provenance) -> Asset {
    let mut asset = asset_at(address, source);
    asset.extra.insert("tistory:expires", until);
    asset
}

/// The files beside posts, by their folder and name.
fn files(others: &[usize], source: &dyn Source) -> BTreeMap<String, usize> {
    others
        .iter()
        .map(|place| (larder_core::key::name(&source.entries()[*place].name), *place))
        .collect()
}

/// Keeps the files that lie in the folder of a post and are neither pictures nor the like: they were attached to it. Fails
/// when the spool does.
fn keep_attached(
    blog: &mut larder_core::Blog,
    places: &[usize],
    source: &dyn Source,
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    for &place in places {
        let entry = intake.file(place);
        let name = &source.entries()[place].name;
        // In the folder of the post itself, or in one inside it.
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
        let is_attached = name.rsplit('/').skip(1).take(2).any(is_number);
        if intake.ledger().entry(entry).fate.is_some() || !is_attached {
            continue;
        }
        let Some(stored) = shelf.store(place, intake)? else { continue };
        let mut asset = Asset::new(larder_core::AssetId::new(name));
        asset.file_name = name.rsplit('/').next().map(str::to_owned);
        asset.stored = Some(stored);
        asset.source = vec![Provenance::new(Arc::clone(name), "tistory-file")];
        blog.assets.put_away(asset, intake.spool())?;
    }
    Ok(())
}

/// Posts in folders, with their files beside them.
struct Folders {
    home: Option<String>,
    files: BTreeMap<String, usize>,
    /// The posts by their numbers.
    posts: BTreeMap<String, PostId>,
}

impl Surroundings for Folders {
    fn homes(&self) -> Vec<String> {
        self.home.iter().cloned().collect()
    }

    /// `/7` is the post with that number, wherever the blog was.
    fn linked(&self, href: &str, _post: &Post) -> Option<PostId> {
        let path = href.strip_prefix('/')?.split(['?', '#']).next()?;
        let number = path.strip_prefix("m/").unwrap_or(path).trim_end_matches('/');
        self.posts.get(number).cloned()
    }

    /// Relative addresses are those of files in the folder of the post.
    fn base(&self, _post: &Post) -> Option<url::Url> {
        None
    }

    fn file(
        &self,
        _shelf: &Shelf<'_>,
        address: &str,
        is_own: bool,
        post: Option<&Post>,
    ) -> Option<usize> {
        let source = post.filter(|_| is_own)?.source.first()?;
        let folder = source.file.rsplit_once('/').map(|(folder, _)| folder).unwrap_or_default();
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let inside = path.strip_prefix("./").unwrap_or(path);
        let name = |inside: &str| larder_core::key::name(&[folder, "/", inside].concat());
        // A name may have a `%` of its own.
        let names = [name(inside), name(&percent_decode_name(inside))];
        names.iter().find_map(|name| self.files.get(name.trim_start_matches('/'))).copied()
    }
}

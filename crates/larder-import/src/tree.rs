//! Blogs as folders of files with front matter, as programs read them that make sites.
//!
//! ```text
//! names ─► roots of sites ─► Site (settings, zone, address)
//!                             │
//! pages ─► first look: front matter ─► Index (id, address, language of each page)
//!     └──► second look, on all cores ─► Found ─► Collection ─► links, files, copies, account
//! ```
//!
//! What all of them have in common is here; a [`Generator`] says where its pages are and what their addresses are. Every
//! page is read twice, so that nothing but an index has to be in memory.
//!
//! No clock is asked: a page with a date to come, or with one on which it was to expire, is as published as its front
//! matter says. Those dates are kept.

mod around;
mod body;
mod comments;
mod data;
mod date;
mod defaults;
mod enclosures;
mod fields;
mod front;
mod ignored;
mod index;
mod look;
mod markup;
mod moved;
mod near;
mod pattern;
mod people;
mod role;
mod settings;
mod site;
mod slug;
mod sources;
mod status;
mod terms;
mod told;
mod value;
mod yaml;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use larder_core::{Fate, Format, ItemKind, NoteKind, Rule};
use rayon::prelude::*;

use self::{around::Around, body::Bodies, role::Sorted};
pub(crate) use self::{
    around::joined,
    date::{SiteZone, in_name},
    defaults::Defaults,
    index::{Index, usual_names},
    look::Page,
    markup::Syntax,
    moved::FOLDER as FILES_FOLDER,
    pattern::{Pattern, clean},
    people::authors,
    role::{Role, Spot, extension, is_page_name, split_name},
    settings::Settings,
    site::Site,
    slug::{hexo_slug, hugo_path, jekyll_slug, pretty_slug, zola_slug},
    status::hides,
    value::{Map, Value},
};
use crate::{Intake, ReadError, ReadOptions, Source, collect::Collection, shelf::Shelf};

/// How many pages are in memory at once.
const CHUNK: usize = 128;

/// A program that makes a site of a folder.
pub(crate) trait Generator: Sync {
    /// Name and summary.
    fn format(&self) -> &'static Format;

    /// The folder of the site that a file of settings belongs to, by the path of the file: `""` or `my/site/`. None for
    /// all other files.
    fn root<'a>(&self, path: &'a str) -> Option<&'a str>;

    /// What its settings say of the site. By default, what most of them call so.
    fn settle(&self, _site: &mut Site<'_>) {}

    /// What a file of the site is, by its path below the site's folder.
    fn role(&self, path: &str, site: &Site<'_>) -> Role;

    /// The address of a page on its site: `/2019/05/a-walk/`. None where nothing in the input tells.
    fn address(&self, page: &Page, site: &Site<'_>) -> Option<String>;

    /// The template language in the body of a page.
    fn syntax(&self, _: &Page) -> Syntax {
        Syntax::None
    }

    /// What it does with front matter in its own way.
    fn habits(&self) -> Habits {
        Habits::default()
    }

    /// The names under which other pages may mean this one, besides its path, in lower case.
    fn names(&self, _path: &str, _site: &Site<'_>) -> Vec<String> {
        Vec::new()
    }

    /// What the site says for all pages at this place, which counts where a page says nothing else.
    fn defaults(&self, _path: &str, _spot: &Spot, _site: &Site<'_>) -> Map {
        Map::default()
    }

    /// The folders whose files stand at the root of the site: `static/`.
    fn public_folders(&self, _site: &Site<'_>) -> Vec<String> {
        vec![String::new()]
    }

    /// The folder of files that belong to a page alone, by the path of the page: `content/posts/walk/`.
    fn bundle(&self, _path: &str, _site: &Site<'_>) -> Option<String> {
        None
    }
}

/// What a generator does with front matter in its own way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habits {
    /// What parts several tags in one text. By default nothing does.
    pub(crate) separator: Option<char>,
    /// Whether each category of a list is below the one before it.
    pub(crate) nests_categories: bool,
    /// Whether `---` may be missing in front, and `;;;` stands around JSON.
    pub(crate) has_hexo_fences: bool,
    /// Whether blank lines may stand before front matter.
    pub(crate) reads_over_blank_lines: bool,
    /// Whether a file without front matter is made into no page.
    pub(crate) needs_front: bool,
    /// Whether a file may be content that is neither a page nor a picture.
    pub(crate) is_all_content: bool,
    /// The map of front matter for what the program has no name for, and the names in it that are read as if they stood
    /// outside of it. By default none are.
    pub(crate) lifted: (&'static str, &'static [&'static str]),
    /// Names of times that say more exactly what others say: with their zone. They stand for those. By default there are
    /// none.
    pub(crate) exact: &'static [(&'static str, &'static str)],
}

/// The part of a date that a name in an address stands for; days are those of the site.
pub(crate) fn date_in_address(
    name: &str,
    date: larder_core::Timestamp,
    zone: SiteZone,
) -> Option<String> {
    pattern::of_date(name, date::at_site(date, zone))
}

/// The text that a program gives a name: `site: 'https://example.org'`. None where it is no text.
fn literal(program: &str, name: &str) -> Option<String> {
    program.match_indices(name).take(1000).find_map(|(at, _)| {
        let before = program[..at].chars().next_back();
        if before.is_some_and(|it| it.is_alphanumeric() || "_$.'\"/".contains(it)) {
            return None;
        }
        let value = program[at + name.len()..].trim_start().strip_prefix(':')?.trim_start();
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\'' | '`'))?;
        let text = value[1..].split(quote).next()?;
        (!text.contains(['\n', '$'])).then(|| text.to_owned())
    })
}

/// Reads all sites of a source.
pub(crate) fn read(
    generator: &dyn Generator,
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let total = source.entries().len();
    if let Some(progress) = &options.progress {
        progress.begin("read", 2 * total as u64);
    }
    let mut outside: BTreeSet<usize> = (0..total).collect();
    for root in roots(generator, source) {
        let site = Site::new(generator, source, root, options);
        site.files.iter().for_each(|file| _ = outside.remove(file));
        read_site(generator, site, options, intake)?;
    }
    for place in outside {
        let entry = intake.file(place);
        match role::furniture(&source.entries()[place].name) {
            Some(what) => intake.leave_out(entry, Rule::PageFurniture, what),
            None => intake.leave_out(entry, Rule::NotRecognised, "beside the folder of the site"),
        }
    }
    if let Some(progress) = &options.progress {
        progress.end();
    }
    Ok(())
}

/// The folders of sites: those with settings that are in no other. Without any, all is one.
fn roots(generator: &dyn Generator, source: &dyn Source) -> Vec<String> {
    let names = source.entries().iter().map(|entry| &*entry.name);
    let found: BTreeSet<&str> = names.filter_map(|name| generator.root(name)).collect();
    let mut roots: Vec<String> = Vec::new();
    for root in found {
        if roots.last().is_none_or(|last| !root.starts_with(last.as_str())) {
            roots.push(root.to_owned());
        }
    }
    if roots.is_empty() {
        roots.push(String::new());
    }
    roots
}

fn read_site(
    generator: &dyn Generator,
    site: Site<'_>,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let source = site.source;
    let mut sorted = Sorted::of(generator, &site, intake);
    let index = first_look(generator, &site, &sorted.pages, options, intake)?;
    let mut shelf = Shelf::new(source, &sorted.files);
    let mut collection = Collection::new(site.start(), generator.format().name);
    sorted.pages.retain(|(place, _)| index.at(*place).is_some());
    {
        let around = Around::new(generator, &site, &index);
        let said =
            second_look(&around, &sorted.pages, &mut shelf, &mut collection, options, intake)?;
        sorted.data.retain(|place| !said.contains(place));
        said.into_iter().for_each(|place| carried(place, intake));
    }
    data::keep(&site, &sorted.data, &mut collection, intake);
    if index.addresses_unknown > 0 {
        collection.note(NoteKind::AddressesUnknown { count: index.addresses_unknown });
    }
    let around = Around::new(generator, &site, &index);
    let mut blog = collection.finish(&around, &mut shelf, intake)?;
    told::add(&around, &mut blog, &mut shelf, intake)?;
    site.account(intake);
    keep_files(&mut blog, &around, &sorted.files, &mut shelf, intake)?;
    intake.add_blog(blog);
    Ok(())
}

/// Takes what front matter says of every page. What cannot be read is left out.
fn first_look(
    generator: &dyn Generator,
    site: &Site<'_>,
    pages: &[(usize, Spot)],
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<Index, ReadError> {
    let mut index = Index::default();
    for chunk in pages.chunks(CHUNK) {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let looked: Vec<_> = chunk
            .par_iter()
            .map(|(place, spot)| {
                let page = Page::read(generator, site, *place, spot)?;
                let address = page.address(generator, site);
                let seen = status::of(&page, generator.habits().needs_front);
                let is_lost = address.is_none() && seen.is_shown();
                let claim = page.claim(site, address.as_deref());
                Ok((claim, address, page.language, page.translation, is_lost))
            })
            .collect();
        for ((place, _), looked) in chunk.iter().zip(looked) {
            match looked {
                Ok((claim, address, language, translation, is_lost)) => {
                    index.addresses_unknown += u64::from(is_lost);
                    let path = site.path(*place);
                    let names = generator.names(path, site);
                    index.add(*place, path, &names, claim, address, (language, translation));
                }
                Err(look::Refusal { rule, found }) => {
                    intake.leave_out(intake.file(*place), rule, found);
                }
            }
        }
        options.progress.iter().for_each(|progress| progress.advance(chunk.len() as u64));
    }
    Ok(index)
}

/// Makes the posts. Returns the places of the files that their comments are from.
fn second_look(
    around: &Around<'_, '_>,
    pages: &[(usize, Spot)],
    shelf: &mut Shelf<'_>,
    collection: &mut Collection,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<BTreeSet<usize>, ReadError> {
    let (mut series, mut comments) = (HashSet::new(), BTreeSet::new());
    let bodies = Bodies::new(Arc::clone(intake.spool()));
    for chunk in pages.chunks(CHUNK) {
        if options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let made: Vec<_> = chunk
            .par_iter()
            .map(|(place, spot)| {
                let page = Page::read(around.generator, around.site, *place, spot);
                page.map(|page| fields::make(page, *place, around, shelf, &bodies))
            })
            .collect();
        for ((place, _), made) in chunk.iter().zip(made) {
            let entry = intake.file(*place);
            match made {
                Ok(made) => {
                    let mut made = made?;
                    // A list of comments is of one page: others that name it would repeat it.
                    if made.comments().is_some_and(|file| !comments.insert(file)) {
                        made.leave_comments();
                    }
                    made.take(*place, entry, shelf, (collection, &mut series), intake)?;
                }
                Err(look::Refusal { rule, found }) => intake.leave_out(entry, rule, found),
            }
        }
        options.progress.iter().for_each(|progress| progress.advance(chunk.len() as u64));
    }
    Ok(comments)
}

/// Keeps the pictures of the site that no page shows, and everything that belongs to a page. The rest is what the site is
/// shown with.
fn keep_files(
    blog: &mut larder_core::Blog,
    around: &Around<'_, '_>,
    files: &[usize],
    shelf: &mut Shelf<'_>,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    let (source, form) = (around.site.source, around.generator.format().name);
    if blog.posts.is_empty() {
        // Pictures and documents alone are no site.
        for &place in files {
            let entry = intake.file(place);
            if intake.ledger().entry(entry).fate.is_none() {
                let found = "there is no page that it could be of";
                intake.leave_out(entry, Rule::NotRecognised, found);
            }
        }
        return Ok(());
    }
    crate::collect::keep_rest(blog, files, form, source, shelf, intake)?;
    for &place in files {
        let entry = intake.file(place);
        if intake.ledger().entry(entry).fate.is_some() {
            continue;
        }
        match around.owner(place) {
            true => around::keep(blog, place, form, source, shelf, intake)?,
            false => {
                let rule = match around.generator.habits().is_all_content {
                    true => Rule::NotRecognised,
                    false => Rule::PageFurniture,
                };
                intake.leave_out(entry, rule, "a file that no page refers to");
            }
        }
    }
    Ok(())
}

/// Says that a file is in the blog.
fn carried(place: usize, intake: &mut Intake) {
    let entry = intake.file(place);
    intake.ledger().settle(entry, Fate::Carried { post: None });
}

/// Says that a file is kept with the site.
fn aside(place: usize, name: &str, intake: &mut Intake) {
    let entry = intake.file(place);
    intake.ledger().settle(entry, Fate::StoredAside { place: format!("site, `{name}`").into() });
}

/// Puts down how many keys and passwords a file of settings holds that are not kept.
fn account_secrets(place: usize, count: u64, intake: &mut Intake) {
    if count == 0 {
        return;
    }
    let mut holding = larder_core::Holding::default();
    holding.total = count;
    holding.leave_out(Rule::Secret, count);
    let entry = intake.file(place);
    intake.ledger().account_parts(entry, ItemKind::Item, &holding);
}

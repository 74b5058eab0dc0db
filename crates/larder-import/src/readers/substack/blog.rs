//! From the files of an input to blogs: one for each publication.

use std::{
    collections::{BTreeMap, HashMap},
    mem::take,
};

use larder_core::{EntryId, Fate, ItemKind, Note, NoteKind, PostId, Rule, Site};
use rayon::prelude::*;

use super::{
    advice,
    home::{self, Home},
    layout::{Layout, Name, Part},
    post::{self, Around, Piece, Read},
};
use crate::{
    Intake, ReadError, ReadOptions, Source,
    collect::{Collection, keep_rest},
    shelf::Shelf,
    table::Table,
};

/// How many posts are read at once.
const BATCH: usize = 64;

/// Reads all blogs of an input.
pub(super) fn read(
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    if let Some(progress) = &options.progress {
        progress.begin("read", source.entries().len() as u64);
    }
    let mut layout = Layout::of(source, options, intake);
    let found = if layout.parts.is_empty() { advice::ADVICE } else { advice::FOUND };
    for place in layout.lists {
        intake.leave_out(intake.file(place), Rule::SubscriberList, found);
    }
    let mut shelf = Shelf::new(source, &layout.others);
    let groups = groups(take(&mut layout.parts), source, options);
    let is_one = groups.len() == 1;
    for group in groups {
        let rest = if is_one { &*layout.others } else { &[] };
        blog(group, is_one, (&mut shelf, rest), source, options, intake)?;
    }
    for place in layout.others {
        let entry = intake.file(place);
        if intake.ledger().entry(entry).fate.is_none() {
            intake.leave_out(entry, Rule::NotRecognised, "no part of an export of Substack");
        }
    }
    if let Some(progress) = &options.progress {
        progress.end();
    }
    Ok(())
}

/// The exports of one publication.
#[derive(Default)]
struct Group {
    publication: Option<String>,
    home: Option<Home>,
    parts: Vec<Part>,
}

/// Which exports are of one publication: those with its name, else those of one address. What says neither is by itself.
fn groups(parts: BTreeMap<String, Part>, source: &dyn Source, options: &ReadOptions) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let (mut by_name, mut by_url) = (HashMap::new(), HashMap::new());
    let mut parts: Vec<Part> = parts.into_values().collect();
    // Those that say most come first.
    parts.sort_by_key(|part| part.publication.is_none());
    for part in parts {
        let home = home::inferred(&part, source, options);
        let known = match (&part.publication, url(&home)) {
            (Some(name), _) => by_name.get(name),
            (None, Some(url)) => by_url.get(url),
            (None, None) => None,
        };
        if let Some(place) = known {
            let group: &mut Group = &mut groups[*place];
            group.parts.push(part);
            continue;
        }
        by_name.extend(part.publication.clone().map(|name| (name, groups.len())));
        if let Some(url) = url(&home) {
            by_url.entry(url.to_owned()).or_insert(groups.len());
        }
        groups.push(Group { publication: part.publication.clone(), home, parts: vec![part] });
    }
    groups
}

fn url(home: &Option<Home>) -> Option<&str> {
    home.as_ref().map(|home| &*home.url)
}

/// Reads a blog.
fn blog(
    group: Group,
    is_one: bool,
    (shelf, rest): (&mut Shelf<'_>, &[usize]),
    source: &dyn Source,
    options: &ReadOptions,
    intake: &mut Intake,
) -> Result<(), ReadError> {
    // What the user says is said of one blog.
    let stated = options.home.as_ref().filter(|_| is_one);
    let stated = stated.map(|home| format!("{}/", home.trim_end_matches('/')));
    let home = stated.clone().or_else(|| url(&group.home).map(str::to_owned));
    let mut collection = Collection::new(site(home.as_deref(), &group), "substack");
    if let (None, Some(Home { url, from })) = (&stated, &group.home) {
        collection.note(NoteKind::HomeInferred { home: url.clone(), from: (*from).to_owned() });
    }
    let around = Around { source, options, home: home.as_deref() };
    let mut empty = BTreeMap::new();
    for part in group.parts {
        Export { around: &around, collection: &mut collection, empty: &mut empty }
            .part(part, intake)?;
    }
    for (name, count) in empty {
        collection.note(NoteKind::BlockEmpty { name, count });
    }
    let platform = group.publication.map(|name| format!("https://{name}.substack.com/"));
    let homes: Vec<String> = home.into_iter().chain(platform).collect();
    let mut blog = collection.finish(&homes, shelf, intake)?;
    keep_rest(&mut blog, rest, "substack", source, shelf, intake)?;
    intake.add_blog(blog);
    Ok(())
}

fn site(home: Option<&str>, group: &Group) -> Site {
    let first = || {
        let bodies = group.parts.iter().flat_map(|part| &part.bodies);
        let first = bodies.map(|(name, _)| &*name.number).min_by_key(|it| (it.len(), *it));
        PostId::derived(&["substack", first.unwrap_or_default()]).to_string()
    };
    let mut site = Site::new(home.map_or_else(first, str::to_owned));
    site.home = home.map(str::to_owned);
    site.platform = Some("substack".into());
    site.platform_home = Some("https://substack.com/".into());
    site
}

/// One export while it is read.
struct Export<'e> {
    around: &'e Around<'e>,
    collection: &'e mut Collection,
    empty: &'e mut BTreeMap<String, u64>,
}

/// The bodies by their numbers.
type Bodies = HashMap<String, Same>;

/// The bodies with one number.
#[derive(Default)]
struct Same {
    /// Each with its slug, its place, and whether a row was found for it.
    all: Vec<(String, usize, bool)>,
    /// The first of each slug.
    slugs: HashMap<String, usize>,
    /// All before it have rows.
    next: usize,
}

impl Same {
    fn push(&mut self, slug: String, place: usize) {
        self.slugs.entry(slug.clone()).or_insert(self.all.len());
        self.all.push((slug, place, false));
    }
}

impl Export<'_> {
    fn part(&mut self, part: Part, intake: &mut Intake) -> Result<(), ReadError> {
        let mut bodies = Bodies::new();
        for (name, place) in &part.bodies {
            bodies.entry(name.number.clone()).or_default().push(name.slug.clone(), *place);
        }
        for place in part.tables {
            self.table(place, &mut bodies, intake)?;
        }
        let mut alone: Vec<(Name, usize)> = Vec::new();
        for (number, same) in bodies {
            let left = same.all.into_iter().filter(|(.., has_row)| !has_row);
            alone.extend(
                left.map(|(slug, place, _)| (Name { number: number.clone(), slug }, place)),
            );
        }
        alone.sort();
        let pieces: Vec<Piece> = alone
            .into_iter()
            .map(|(name, place)| {
                let item = intake.file(place);
                Piece { name, row: None, body: Some(place), file: place, item }
            })
            .collect();
        let mut pieces = pieces.into_iter();
        while pieces.len() > 0 {
            self.read(pieces.by_ref().take(BATCH).collect(), intake)?;
        }
        Ok(())
    }

    /// Reads the rows of a table, each with its body.
    fn table(
        &mut self,
        place: usize,
        bodies: &mut Bodies,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = intake.file(place);
        let bytes = match self.around.source.read(place) {
            Ok(bytes) => bytes,
            Err(error) => {
                let (rule, found) = error.into_rule();
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let table = match Table::read(&bytes, self.around.options.encoding.as_deref()) {
            Ok(table) => table,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        drop(bytes);
        let file = &self.around.source.entries()[place].name;
        let notes = table.notes().into_iter();
        let notes = notes.map(|kind| Note::new(kind).in_file(std::sync::Arc::clone(file)));
        self.collection.blog.notes.extend(notes);
        intake.ledger().settle(entry, Fate::Carried { post: None });
        let mut pieces = Vec::with_capacity(BATCH);
        for mut row in table.rows() {
            let post_id = row.take("post_id").unwrap_or_default();
            let label = format!("{file}, line {}: {post_id}", row.line);
            let item = intake.ledger().open(ItemKind::Item, label, None);
            let name = Name::of(post_id.trim());
            let body = body_of(&name, bodies);
            pieces.push(Piece { name, row: Some(row), body, file: place, item });
            if pieces.len() == BATCH {
                self.read(take(&mut pieces), intake)?;
            }
        }
        self.read(pieces, intake)
    }

    /// Reads some posts on all cores.
    fn read(&mut self, pieces: Vec<Piece>, intake: &mut Intake) -> Result<(), ReadError> {
        if self.around.options.cancel.is_cancelled() {
            return Err(ReadError::Cancelled);
        }
        let files: Vec<(Option<usize>, EntryId)> =
            pieces.iter().map(|piece| (piece.body, piece.item)).collect();
        let around = self.around;
        let read: Vec<Read> =
            pieces.into_par_iter().map(|piece| post::read(piece, around)).collect();
        for (Read { found, notes, census, empty, refused }, (body, item)) in
            read.into_iter().zip(files)
        {
            self.collection.census.add(census);
            for (name, count) in empty {
                *self.empty.entry(name).or_default() += count;
            }
            if let Some((place, rule, why)) = refused {
                intake.leave_out(intake.file(place), rule, why);
            }
            self.collection.blog.notes.extend(notes);
            let Some(found) = found else { continue };
            let own = body.map(|place| intake.file(place)).filter(|entry| *entry != item);
            if let Some(entry) = own {
                intake.ledger().settle(entry, Fate::Carried { post: Some(found.post.id.clone()) });
            }
            self.collection.take(found, intake)?;
            self.around.options.progress.iter().for_each(|progress| progress.advance(1));
        }
        Ok(())
    }
}

/// The body of a row: the one with the same slug, else one with the same number that no row has yet.
///
/// A row that comes again has the same body as the first: they are copies of one post.
fn body_of(name: &Name, bodies: &mut Bodies) -> Option<usize> {
    let Same { all, slugs, next } = bodies.get_mut(&name.number)?;
    while all.get(*next).is_some_and(|(.., has_row)| *has_row) {
        *next += 1;
    }
    let free = Some(*next).filter(|next| *next < all.len());
    let at = slugs.get(&name.slug).copied().or(free).unwrap_or(0);
    let (_, place, has_row) = all.get_mut(at)?;
    *has_row = true;
    Some(*place)
}

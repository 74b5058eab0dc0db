//! One zip: the posts of a part of the blog, the people and tags they name, and the files they show.

use std::collections::{BTreeSet, HashMap};

use larder_core::{
    AuthorId, Blog, PostId, TermId,
    format::{self, ghost_file},
};

use super::{
    files::Shelf,
    people::Users,
    post::{Maker, Rows},
    row::{PostAuthor, PostTag},
    tag::Tags,
};
use crate::{
    Account, Sink, WriteError, WriteOptions,
    archive::to_json,
    feed::home,
    moving::{Files, Goal, Moved, Package, People, Tally, Texts, each},
};

/// The version of Ghost whose tables these are.
const VERSION: &str = "6.0.0";

/// Writes a part, counted from 1, with the posts at these places.
pub(super) fn write(
    blog: &Blog,
    options: &WriteOptions,
    (part, places): (usize, &[usize]),
    slugs: &HashMap<PostId, String>,
    sink: &mut dyn Sink,
    account: &mut Account,
) -> Result<Lists, WriteError> {
    let mut tally = Tally::default();
    let people = People::new(blog, places).map_err(WriteError::Spool)?;
    let files = Files::new(blog, places, &people, &mut Shelf::default(), &mut tally)
        .map_err(WriteError::Spool)?;
    let users = Users::new(&people, &files, &mut tally, account);
    let used = terms(blog, places).map_err(WriteError::Spool)?;
    tally.lose("categories and tags of nothing that is carried", blog.terms.len() - used.len());
    let tags = Tags::new(blog, &used, &mut tally, account);
    // Posts stand at `/slug/`, unless the new blog has other routes.
    let paths = slugs.iter().map(|(id, slug)| (id.clone(), format!("{slug}/"))).collect();
    let is_ghost = blog.site.platform.as_deref() == Some("ghost");
    let goal = Goal { root: "__GHOST_URL__/", posts: &paths, is_rooted: is_ghost, has_cards: true };
    let texts = Texts { goal, files: &files, home: home(&blog.site) };
    let maker = Maker { texts, files: &files, slugs, options, is_ghost };

    let mut package = Package::new(ghost_file(part));
    let bytes = places.iter().map(|&place| blog.posts.head(place).weight).sum();
    package.begin("ghost.json", bytes)?;
    package.write(head(blog, places).as_bytes())?;
    let mut tables = Tables::default();
    let make = |_, post: std::borrow::Cow<'_, larder_core::Post>| {
        let relations = Relations { authors: post.authors.clone(), terms: post.terms.to_vec() };
        Ok((maker.make(&post)?, relations))
    };
    each(blog, places, &options.cancel, make, |place, (moved, relations)| {
        let Moved { made: Rows { post, meta }, tally: more, notes } = moved;
        let post_id = &blog.posts.head(place).id;
        tally.take(more, post_id, (&format::GHOST, &mut account.notes));
        account.notes.extend(notes);
        let row = to_json(&post).map_err(WriteError::Spool)?;
        package.write(if tables.posts == 0 { b"\n" } else { b",\n" })?;
        package.write(&row)?;
        tables.posts += 1;
        if let Some(meta) = meta {
            tables.meta.push(to_json(&meta).map_err(WriteError::Spool)?);
        }
        tables.relate(&post.id, &relations, &users, &tags).map_err(WriteError::Spool)
    })?;
    package.write(b"]")?;
    let mut lists = Lists::of(&tags, &users);
    lists.files = files.packed.iter().map(|it| (it.place, it.path.clone())).collect();
    let tags = rows(&tags.rows).map_err(WriteError::Spool)?;
    let users = rows(&users.rows).map_err(WriteError::Spool)?;
    for (name, rows) in [
        ("posts_meta", &tables.meta),
        ("tags", &tags),
        ("posts_tags", &tables.tags),
        ("users", &users),
        ("posts_authors", &tables.authors),
    ] {
        table(name, rows, &mut package)?;
    }
    package.write(b"}}\n")?;
    for packed in &files.packed {
        if options.cancel.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        package.file(blog, packed)?;
    }
    tally.note(account);
    package.finish(sink, account)?;
    Ok(lists)
}

/// Where the lists of posts and the files are in the new blog.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The slugs of tags.
    pub(super) terms: HashMap<TermId, String>,
    /// The slugs of people.
    pub(super) authors: HashMap<AuthorId, String>,
    /// The places of files in the blog, and their paths.
    pub(super) files: Vec<(usize, String)>,
}

impl Lists {
    fn of(tags: &Tags, users: &Users) -> Self {
        let tag_slugs: HashMap<&str, &str> =
            tags.rows.iter().map(|row| (&*row.id, &*row.slug)).collect();
        let user_slugs: HashMap<&str, &str> =
            users.rows.iter().map(|row| (&*row.id, &*row.slug)).collect();
        let terms = tags
            .ids
            .iter()
            .filter_map(|(term, id)| Some((term.clone(), (*tag_slugs.get(&**id)?).to_owned())));
        let authors = users.ids.iter().filter_map(|(author, id)| {
            Some((author.clone(), (*user_slugs.get(&**id)?).to_owned()))
        });
        Self { terms: terms.collect(), authors: authors.collect(), files: Vec::new() }
    }

    /// Adds those of another part. What both have keeps its first place.
    pub(super) fn add(&mut self, other: Self) {
        for (term, slug) in other.terms {
            self.terms.entry(term).or_insert(slug);
        }
        for (author, slug) in other.authors {
            self.authors.entry(author).or_insert(slug);
        }
        self.files.extend(other.files);
    }
}

/// What says of the document what it is. It is as old as its newest post.
fn head(blog: &Blog, places: &[usize]) -> String {
    let dates = places.iter().filter_map(|&place| blog.posts.head(place).changed());
    let newest = dates.map(|date| date.at().timestamp_millis()).max().unwrap_or(0).max(0);
    format!(
        "{{\"meta\":{{\"exported_on\":{newest},\"version\":\"{VERSION}\"}},\n\"data\":{{\"posts\":["
    )
}

/// The terms of these posts.
fn terms(blog: &Blog, places: &[usize]) -> std::io::Result<BTreeSet<TermId>> {
    let mut used = BTreeSet::new();
    for &place in places {
        used.extend(blog.posts.get(place)?.terms.iter().cloned());
    }
    used.retain(|id| blog.term(id).is_some());
    Ok(used)
}

fn rows<T: serde::Serialize>(rows: &[T]) -> std::io::Result<Vec<Vec<u8>>> {
    rows.iter().map(to_json).collect()
}

fn table(name: &str, rows: &[Vec<u8>], package: &mut Package) -> Result<(), WriteError> {
    package.write(format!(",\n\"{name}\":[").as_bytes())?;
    for (number, row) in rows.iter().enumerate() {
        package.write(if number == 0 { b"\n" } else { b",\n" })?;
        package.write(row)?;
    }
    package.write(b"]")
}

struct Relations {
    authors: Vec<AuthorId>,
    terms: Vec<TermId>,
}

/// The rows that stand behind the posts. They are short.
#[derive(Default)]
struct Tables {
    posts: usize,
    meta: Vec<Vec<u8>>,
    tags: Vec<Vec<u8>>,
    authors: Vec<Vec<u8>>,
}

impl Tables {
    fn relate(
        &mut self,
        post: &str,
        relations: &Relations,
        users: &Users,
        tags: &Tags,
    ) -> std::io::Result<()> {
        let mut seen = BTreeSet::new();
        let of_terms = relations.terms.iter().filter_map(|term| tags.ids.get(term));
        for (sort_order, tag) in of_terms.filter(|tag| seen.insert(tag.as_str())).enumerate() {
            let (post_id, tag_id) = (post.to_owned(), tag.clone());
            self.tags.push(to_json(&PostTag { post_id, tag_id, sort_order })?);
        }
        let of_people = relations.authors.iter().filter_map(|author| users.ids.get(author));
        for (sort_order, author) in of_people.enumerate() {
            let (post_id, author_id) = (post.to_owned(), author.clone());
            self.authors.push(to_json(&PostAuthor { post_id, author_id, sort_order })?);
        }
        Ok(())
    }
}

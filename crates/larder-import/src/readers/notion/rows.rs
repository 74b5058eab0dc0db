//! The rows of databases. Each is a page of its own, which is found by its title; what a column says and the page does not
//! is added to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use larder_core::{Fate, ItemKind, Note, NoteKind, Post, PostId, Provenance, key};

use super::{index::Index, name, property::Property};
use crate::{
    Intake, ReadError, Source,
    collect::{Collection, Found},
    table::{Row, Table},
};

/// What rows say of pages.
#[derive(Debug, Default)]
pub(super) struct Rows(HashMap<usize, (Vec<Property>, HashSet<String>)>);

impl Rows {
    /// The columns of the row that a page is.
    pub(super) fn of(&self, page: usize) -> &[Property] {
        self.0.get(&page).map(|(row, _)| row.as_slice()).unwrap_or_default()
    }

    /// Adds columns that are not known yet.
    fn add(&mut self, page: usize, row: Vec<Property>) {
        let (known, names) = self.0.entry(page).or_default();
        known.extend(row.into_iter().filter(|property| names.insert(property.name.clone())));
    }
}

/// Reads all tables. A row without a page becomes a post without a text.
pub(super) fn read(
    index: &Index,
    tables: &[usize],
    collection: &mut Collection,
    source: &dyn Source,
    intake: &mut Intake,
) -> Result<Rows, ReadError> {
    let pages = by_title(index);
    let mut rows = Rows::default();
    for &place in tables {
        let bytes = super::bytes(place, source, intake);
        let Some(table) = bytes.and_then(|it| Table::read(&it, None).ok()) else {
            continue;
        };
        let mut reading = Reading { index, place, source, titles: BTreeMap::new() };
        for row in table.rows() {
            reading.row(row, &pages, &mut rows, collection, intake)?;
        }
        let entry = intake.file(place);
        intake.ledger().settle(entry, Fate::Carried { post: None });
    }
    Ok(rows)
}

/// The pages of each database by their titles.
type Pages = HashMap<(usize, String), Vec<usize>>;

fn by_title(index: &Index) -> Pages {
    let mut pages = Pages::new();
    for (at, page) in index.pages.iter().enumerate() {
        let Some(database) = page.database else { continue };
        let title = page.title.as_deref().unwrap_or(name::of(&page.path).title);
        pages.entry((database, title_key(title))).or_default().push(at);
    }
    pages
}

/// Titles as two are compared. Pages without one say so.
fn title_key(title: &str) -> String {
    let key = key::words(title);
    if key == "Untitled" { String::new() } else { key }
}

/// A table while it is read.
struct Reading<'a> {
    index: &'a Index,
    place: usize,
    source: &'a dyn Source,
    /// How many rows of each title were met: several have the pages of that title in turn.
    titles: BTreeMap<String, usize>,
}

impl Reading<'_> {
    fn row(
        &mut self,
        mut row: Row,
        pages: &Pages,
        rows: &mut Rows,
        collection: &mut Collection,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let entry = &self.source.entries()[self.place].name;
        let item = intake.ledger().open(ItemKind::Item, format!("{entry}:{}", row.line), None);
        let (notes, is_odd) = (row.notes(), row.is_odd());
        let surplus = std::mem::take(&mut row.surplus);
        // The title is the first column, whatever it is called.
        let mut cells = row.rest().into_iter();
        let first = self.first_column();
        let mut title = None;
        let mut properties: Vec<Property> = Vec::new();
        for (column, value) in cells.by_ref() {
            match Some(&*column) == first.as_deref() {
                true => title = Some(value),
                false => properties.push(Property::plain(&column, &value)),
            }
        }
        for (number, value) in surplus.iter().enumerate() {
            properties.push(Property::plain(&format!("surplus {}", number + 1), value));
        }
        // A row whose values may be in wrong columns, or of two pages, does not say what was published.
        let published_by = self.index.published_by.as_ref().filter(|_| is_odd);
        for property in &mut properties {
            if published_by.is_some_and(|by| by.is_column(&property.name)) {
                property.name.push_str(" (odd row)");
            }
        }
        let key = title_key(title.as_deref().unwrap_or_default());
        let count = self.titles.entry(key.clone()).or_default();
        let number = std::mem::replace(count, *count + 1);
        let database = self.index.database(&name::of(entry));
        let same = database.and_then(|database| pages.get(&(database, key)));
        if let Some(&page) = same.and_then(|same| same.get(number).or(same.last())) {
            self.note(&notes, intake);
            let post = self.index.pages[page].id.clone();
            intake.ledger().settle(item, Fate::Joined { post });
            rows.add(page, properties);
            return Ok(());
        }
        let mut found = Found::new(self.post(title, number, database), self.place, item);
        super::post::apply(&properties, &mut found, self.index, &mut collection.census);
        found.notes.extend(notes);
        found.line = Some(row.line);
        Ok(collection.take(found, intake)?)
    }

    fn note(&self, notes: &[NoteKind], intake: &mut Intake) {
        let name = &self.source.entries()[self.place].name;
        for kind in notes {
            intake.note(Note::new(kind.clone()).in_file(std::sync::Arc::clone(name)));
        }
    }

    fn first_column(&self) -> Option<String> {
        let name = name::of(&self.source.entries()[self.place].name);
        let database = self.index.database(&name).map(|at| &self.index.databases[at]);
        database.and_then(|database| database.columns.first().cloned())
    }

    /// The post of a row that has no page.
    fn post(&self, title: Option<String>, number: usize, database: Option<usize>) -> Post {
        let entry = &self.source.entries()[self.place].name;
        let name = name::of(entry);
        let table = database.and_then(|at| self.index.databases[at].id.clone());
        let table = table.unwrap_or_else(|| name.path.to_owned());
        let said = title.clone().unwrap_or_default();
        let id = PostId::derived(&["notion", &table, &said, &number.to_string()]);
        let mut post = Post::new(id);
        post.title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        if let Some(database) = database.map(|at| &self.index.databases[at]) {
            post.extra.insert("notion:database", database.title.as_str());
        }
        let above = self.index.above(name.path, None).0;
        post.parent = above.map(|above| self.index.pages[above].id.clone());
        post.source = vec![Provenance::new(std::sync::Arc::clone(entry), "notion-csv")];
        post.extra.insert("notion:id-made", true);
        post
    }
}

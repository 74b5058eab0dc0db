//! What there is in an export, and what is above what.

use std::collections::{BTreeMap, HashMap, HashSet};

use larder_core::{PostId, key};
use memchr::memmem;

use super::{
    name::{self, Kind, Name},
    sign,
};
use crate::{PublishedBy, Source, table::Table};

/// A page, as far as it is known before it is read.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) place: usize,
    pub(super) id: PostId,
    /// The whole title, where the page says it.
    pub(super) title: Option<String>,
    pub(super) path: String,
    pub(super) is_markdown: bool,
    /// The page above it.
    pub(super) parent: Option<usize>,
    /// The database that it is a row of.
    pub(super) database: Option<usize>,
}

/// A database: a table of pages. Two tables are one database: that of all rows, and that of a view.
#[derive(Debug)]
pub(super) struct Database {
    pub(super) id: Option<String>,
    pub(super) title: String,
    /// The names of the columns of all its tables.
    pub(super) columns: Vec<String>,
    /// The same, to know those that come again.
    known: HashSet<String>,
    /// Where it stands, without an extension.
    path: String,
}

/// What a folder holds the pages of. The first with the name of the folder counts.
#[derive(Clone, Copy, Debug, Default)]
struct Owner {
    page: Option<usize>,
    database: Option<usize>,
}

/// Everything in an export but what is in the pages.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) pages: Vec<Known>,
    pub(super) databases: Vec<Database>,
    ids: HashMap<String, usize>,
    tables: HashMap<String, usize>,
    /// The folders by their names, those of pages and databases with ids.
    owners: HashMap<String, Owner>,
    /// The folders of newer exports, which have no ids. None for those that two pages are called like.
    titles: HashMap<String, Option<Owner>>,
    /// The entries that pages may show, by their paths.
    files: HashMap<String, Vec<usize>>,
    /// What the user says tells whether a page was published.
    pub(super) published_by: Option<PublishedBy>,
}

impl Index {
    /// Adds a page. Returns whether it is one.
    pub(super) fn add_page(&mut self, place: usize, name: &Name<'_>, text: &str) -> bool {
        let is_markdown = name.kind == Kind::Markdown;
        let (id, title) = match is_markdown {
            true => (name.id.clone(), heading(text)),
            false if sign::is_page(text) => {
                (article(text).or_else(|| name.id.clone()), title(text))
            }
            false => return false,
        };
        if is_markdown && id.is_none() && title.is_none() {
            return false;
        }
        let post = match &id {
            Some(id) => PostId::new(id.as_str()),
            None => PostId::derived(&["notion", name.path]),
        };
        let at = self.pages.len();
        id.into_iter().for_each(|id| _ = self.ids.entry(id).or_insert(at));
        self.own(name, |owner| _ = owner.page.get_or_insert(at));
        let path = name.path.to_owned();
        let (parent, database) = (None, None);
        self.pages.push(Known { place, id: post, title, path, is_markdown, parent, database });
        true
    }

    /// Adds a table. Returns whether it is one of a database.
    pub(super) fn add_table(&mut self, name: &Name<'_>, table: &Table) -> bool {
        if name.id.is_none() {
            return false;
        }
        let path = joined(name.folder, name.stem);
        let next = self.databases.len();
        let at = *self.tables.entry(path.clone()).or_insert(next);
        if at == next {
            let (id, title) = (name.id.clone(), name.title.to_owned());
            let (columns, known) = Default::default();
            self.databases.push(Database { id, title, columns, known, path });
            self.own(name, |owner| _ = owner.database.get_or_insert(at));
        }
        let Database { columns, known, .. } = &mut self.databases[at];
        let new = table.columns().iter().map(|column| column.to_string());
        columns.extend(new.filter(|column| known.insert(column.clone())));
        true
    }

    /// The folder that is called like a page or a table belongs to it.
    fn own(&mut self, name: &Name<'_>, add: impl Fn(&mut Owner)) {
        let stem = key::name(&joined(name.folder, name.stem));
        add(self.owners.entry(stem).or_default());
        if name.id.is_none() {
            return;
        }
        let mut own = Owner::default();
        add(&mut own);
        let title = key::name(&joined(name.folder, name.title));
        let known = self.titles.entry(title).or_insert(Some(Owner::default()));
        let clashes = |known: &Owner| {
            known.page.is_some() && own.page.is_some()
                || known.database.is_some() && own.database.is_some()
        };
        match known {
            Some(owner) if clashes(owner) => *known = None,
            Some(owner) => add(owner),
            None => {}
        }
    }

    /// The table at a path, without an extension.
    pub(super) fn database(&self, name: &Name<'_>) -> Option<usize> {
        self.tables.get(&joined(name.folder, name.stem)).copied()
    }

    /// Finds out what is above what, when everything is there.
    pub(super) fn settle(&mut self) {
        for at in 0..self.pages.len() {
            let (parent, database) = self.above(&self.pages[at].path, Some(at));
            (self.pages[at].parent, self.pages[at].database) = (parent, database);
        }
        self.break_circles();
    }

    /// The page above a path, and the database whose folder it lies in.
    pub(super) fn above(&self, path: &str, own: Option<usize>) -> (Option<usize>, Option<usize>) {
        let (mut rest, mut database, mut is_first) = (path, None, true);
        while let Some((folder, _)) = rest.rsplit_once('/') {
            let owner = self.owner(folder);
            if is_first {
                database = owner.database;
            }
            let page = owner.page.filter(|page| own != Some(*page) && self.differs(*page, own));
            if page.is_some() {
                return (page, database);
            }
            (rest, is_first) = (folder, false);
        }
        (None, database)
    }

    /// Whether two pages are not copies of one.
    fn differs(&self, page: usize, other: Option<usize>) -> bool {
        other.is_none_or(|other| self.pages[page].id != self.pages[other].id)
    }

    fn owner(&self, folder: &str) -> Owner {
        let name = key::name(folder);
        if let Some(owner) = self.owners.get(&name) {
            return *owner;
        }
        let last = folder.rsplit('/').next().unwrap_or_default();
        let page = name::split(last).1.and_then(|id| self.ids.get(&id).copied());
        if page.is_some() {
            return Owner { page, database: None };
        }
        self.titles.get(&name).copied().flatten().unwrap_or_default()
    }

    /// Folders that name each other have no top: the page that is met again is above none.
    fn break_circles(&mut self) {
        let mut done = vec![false; self.pages.len()];
        for start in 0..self.pages.len() {
            let (mut path, mut at) = (Vec::new(), start);
            while !done[at] {
                done[at] = true;
                path.push(at);
                let Some(parent) = self.pages[at].parent else { break };
                if path.contains(&parent) {
                    self.pages[at].parent = None;
                    break;
                }
                at = parent;
            }
        }
    }

    /// Adds the entries that pages may show.
    pub(super) fn add_files(&mut self, source: &dyn Source, places: &[usize]) {
        for &place in places {
            let path = key::name(name::within(&source.entries()[place].name));
            self.files.entry(path).or_default().push(place);
        }
    }

    /// The entry at a path; none where there are two, in two parts of an export.
    pub(super) fn file(&self, path: &str) -> Option<usize> {
        match self.files.get(&key::name(path)).map(Vec::as_slice) {
            Some([file]) => Some(*file),
            _ => None,
        }
    }

    /// The post with an id.
    pub(super) fn post(&self, id: &str) -> Option<&PostId> {
        self.ids.get(id).map(|at| &self.pages[*at].id)
    }

    /// The columns of the database that a page is a row of. None for pages that are in none.
    pub(super) fn columns(&self, page: usize) -> &[String] {
        let database = self.pages[page].database.map(|at| &self.databases[at]);
        database.map(|database| database.columns.as_slice()).unwrap_or_default()
    }

    /// Id and title of what everything else is below of, where there is one such page or database.
    pub(super) fn top(&self) -> Option<(String, Option<String>)> {
        let mut tops = BTreeMap::new();
        for page in self.pages.iter().filter(|page| page.parent.is_none()) {
            match page.database.map(|at| &self.databases[at]) {
                Some(Database { id: Some(id), title, .. }) => {
                    tops.insert(id.clone(), Some(title.clone()));
                }
                _ => _ = tops.insert(page.id.as_str().to_owned(), page.title.clone()),
            }
        }
        for database in &self.databases {
            let is_below = self.above(&database.path, None).0.is_some();
            let id = database.id.clone().filter(|_| !is_below);
            id.into_iter().for_each(|id| {
                tops.entry(id).or_insert_with(|| Some(database.title.clone()));
            });
        }
        let first = tops.pop_first();
        first.filter(|_| tops.is_empty())
    }
}

/// A path from a folder and a name.
pub(super) fn joined(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => [folder, "/", name].concat(),
    }
}

/// How far into a page its title stands.
const HEAD: usize = 64 << 10;

/// The id on the `article`.
fn article(text: &str) -> Option<String> {
    name::uuid(between(text, "<article id=\"", "\"")?)
}

fn title(text: &str) -> Option<String> {
    let title = larder_html::text::to_text(between(text, "<title>", "</title>")?);
    Some(title.trim().to_owned()).filter(|title| !title.is_empty())
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    let from = memmem::find(head, start.as_bytes())? + start.len();
    let length = memmem::find(head.get(from..)?, end.as_bytes())?;
    text.get(from..from + length)
}

/// The title in Markdown.
pub(super) fn heading(text: &str) -> Option<String> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let title = first.trim_start_matches('\u{feff}').strip_prefix("# ")?.trim();
    Some(title.to_owned()).filter(|title| !title.is_empty())
}

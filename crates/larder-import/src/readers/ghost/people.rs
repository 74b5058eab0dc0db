//! Who writes, and what posts are filed under.

use std::collections::{HashMap, HashSet};

use larder_core::{Author, AuthorId, Term, TermId, TermKind};
use serde_json::Value;

use super::{
    body::Address,
    index::Index,
    media::{Library, Shown},
    row::Row,
};

/// The authors of a blog.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) authors: Vec<Author>,
    pub(super) by_row: HashMap<String, AuthorId>,
    pub(super) handles: HashMap<AuthorId, String>,
    /// How many passwords, or what is made of them, were left out.
    pub(super) passwords: u64,
}

impl People {
    pub(super) fn read(index: &mut Index, address: &Address, library: &mut Library) -> Self {
        let mut people = Self::default();
        for row in std::mem::take(&mut index.users) {
            let key = row_id(&row);
            let roles = index.user_roles.of(&key);
            let roles: Vec<&str> = roles
                .into_iter()
                .map(|role| index.roles.get(role).map_or(role, String::as_str))
                .collect();
            people.author(row, key, &roles, address, library);
        }
        people
    }

    fn author(
        &mut self,
        mut row: Row,
        key: String,
        roles: &[&str],
        address: &Address,
        library: &mut Library,
    ) {
        row.take("id");
        // Nothing needs it, and whoever finds it may guess what it was made of.
        self.passwords += u64::from(row.take("password").is_some());
        let email = row.take_text("email").filter(|email| !is_nobodys(email));
        let id = match key.is_empty() {
            true => AuthorId::derived(&["ghost", row.text("slug"), row.text("name")]),
            false => AuthorId::new(&*key),
        };
        let mut author = Author::new(id.clone());
        author.name = row.take_text("name");
        author.handle = row.take_text("slug");
        author.email = email;
        author.bio = row.take_text("bio");
        let page = author.handle.as_ref().and_then(|it| address.whole(&format!("/author/{it}/")));
        author.url = row.take_text("website").or(page);
        let image = row.take_text("profile_image").or_else(|| row.take_text("image"));
        author.image = image.map(|url| library.add(Shown::new(url), None));
        if !roles.is_empty() {
            author.extra.insert("roles", roles.to_vec());
        }
        row.keep(&mut author.extra);
        if let Some(handle) = &author.handle {
            self.handles.insert(id.clone(), handle.clone());
        }
        self.by_row.entry(key).or_insert(id);
        self.authors.push(author);
    }
}

/// Whether an address is one that nobody can have (RFC 2606): Ghost demands one of everybody, and who makes a file for its
/// importer may have none.
fn is_nobodys(email: &str) -> bool {
    email.ends_with("@example.invalid")
}

/// What a post may be filed under.
#[derive(Clone, Debug)]
pub(super) enum Tag {
    Term {
        id: TermId,
        slug: String,
    },
    /// Only the blog's own people see it: `#newsletter`.
    Internal(String),
}

/// The tags of a blog.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pub(super) terms: Vec<Term>,
    pub(super) by_row: HashMap<String, Tag>,
    /// Those that are not public, as they stand.
    pub(super) internal: Vec<Value>,
}

impl Tags {
    pub(super) fn read(index: &mut Index, address: &Address) -> Self {
        let mut tags = Self::default();
        let rows = std::mem::take(&mut index.tags);
        // Ghost nests no deeper than once, so that only what is at the top has something below it.
        let tops: HashSet<String> = rows
            .iter()
            .filter(|row| parent(row).is_none() && !is_internal(row))
            .map(row_id)
            .collect();
        rows.into_iter().for_each(|row| tags.tag(row, &tops, address));
        tags
    }

    fn tag(&mut self, mut row: Row, tops: &HashSet<String>, address: &Address) {
        let key = row_id(&row);
        if is_internal(&row) {
            let name = [row.text("name"), row.text("slug")].into_iter().find(|it| !it.is_empty());
            let name = name.unwrap_or(&key).to_owned();
            self.by_row.entry(key).or_insert(Tag::Internal(name));
            return self.internal.push(row.into_value());
        }
        row.take("id");
        let (name, slug) = (row.take_text("name"), row.take_text("slug"));
        let shown = name.or_else(|| slug.clone()).unwrap_or_else(|| key.clone());
        let id = match key.is_empty() {
            true => TermId::derived(&["ghost", &shown, slug.as_deref().unwrap_or_default()]),
            false => TermId::new(&*key),
        };
        let mut term = Term::new(id.clone(), TermKind::Tag, shown);
        term.url = slug.as_ref().and_then(|slug| address.whole(&format!("/tag/{slug}/")));
        term.description = row.take_text("description");
        let above = parent(&row).filter(|above| tops.contains(above) && *above != key);
        if let Some(above) = above {
            row.take("parent_id");
            row.take("parent");
            term.parent = Some(TermId::new(above));
        }
        if row.text("visibility") == "public" {
            row.take("visibility");
        }
        row.keep(&mut term.extra);
        let known = Tag::Term { id, slug: slug.clone().unwrap_or_default() };
        term.slug = slug;
        self.by_row.entry(key).or_insert(known);
        self.terms.push(term);
    }
}

/// Whether a tag is not for everybody. What has a word that nobody knows is not.
fn is_internal(row: &Row) -> bool {
    let visibility = row.text("visibility");
    let is_hidden = match row.value("hidden") {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::Number(number)) => number.as_u64() != Some(0),
        _ => false,
    };
    !matches!(visibility, "" | "public") || row.text("name").starts_with('#') || is_hidden
}

fn parent(row: &Row) -> Option<String> {
    ["parent_id", "parent"].into_iter().find_map(|name| text_of(row.value(name)?))
}

fn row_id(row: &Row) -> String {
    row.value("id").and_then(text_of).unwrap_or_default()
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

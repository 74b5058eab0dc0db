//! The first look at an export: everything but the bodies, which may be read only when all tables were seen.
//!
//! Tables come in the order of their names, so that a post stands before its tags and after its authors. What belongs to
//! one post and may be long (`posts_meta`, older versions) waits in the spool.

mod relation;

use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::Entry},
    io,
};

use larder_core::{Body, Digest, PostId};
use serde_json::{Map, Value};

use self::relation::Relation;
use super::{
    body::Form,
    row::{self, Row},
    table::Table,
};
use crate::{Intake, archive::scan::Fit, xml::Repairs};

/// How many bytes of tables without a place in the model are kept.
const MOST_ASIDE: usize = 16 << 20;

/// A row of `posts` after the first look.
#[derive(Debug)]
pub(super) struct Known {
    /// The id that it gets.
    pub(super) id: PostId,
    /// What other tables call it. Empty where they have nothing to call it by, or mean another row.
    pub(super) key: Box<str>,
    pub(super) slug: Box<str>,
    pub(super) uuid: Box<str>,
    pub(super) is_page: bool,
    pub(super) role: Role,
}

/// What a row of `posts` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Post,
    /// Another row has its id and says something else.
    Clash,
    /// Byte for byte the row at this place.
    Same(u32),
    /// It cannot be read; the second look says why.
    Lost,
}

/// A table that is kept as it is.
#[derive(Debug, Default)]
pub(super) struct Aside {
    pub(super) rows: Vec<Value>,
    /// How many rows were too many.
    pub(super) over: u64,
}

/// Everything that is known of an export after the first look.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) meta: Map<String, Value>,
    pub(super) settings: BTreeMap<String, Value>,
    pub(super) users: Vec<Row>,
    pub(super) tags: Vec<Row>,
    pub(super) roles: HashMap<String, String>,
    pub(super) user_roles: Relation,
    pub(super) post_tags: Relation,
    pub(super) post_authors: Relation,
    pub(super) metas: HashMap<Box<str>, Vec<Body>>,
    pub(super) revisions: HashMap<Box<str>, Vec<(Form, Body)>>,
    pub(super) comments: Vec<Body>,
    /// What members are called, for the comments they wrote. Nothing else of them is kept, and this only while reading.
    pub(super) members: HashMap<Box<str>, Box<str>>,
    pub(super) aside: BTreeMap<String, Aside>,
    /// How many rows there are of tables that are not kept, by their names.
    pub(super) not_kept: BTreeMap<String, u64>,
    /// The table in a row of which the file ends, if it is not that of the posts.
    pub(super) broken: Option<String>,
    /// How many rows of each table could not be read. A table that is no list counts as one.
    pub(super) lost: BTreeMap<String, u64>,
    pub(super) posts: Vec<Known>,
    /// Where the blog stood, as the user says.
    pub(super) stated_home: Option<String>,
    /// Addresses that show where the blog stood.
    pub(super) origins: BTreeMap<String, u64>,
    pub(super) repairs: Repairs,
    pub(super) fields: Map<String, Value>,
    pub(super) comment_rows: u64,
    pub(super) revision_rows: u64,
    ids: HashMap<PostId, (u32, Digest)>,
    keys: HashSet<Box<str>>,
    aside_bytes: usize,
}

impl Index {
    /// Takes what the export says of itself.
    pub(super) fn meta(&mut self, raw: &[u8]) {
        match row::any(raw, &mut self.repairs) {
            Value::Object(map) => self.meta.extend(map),
            other => _ = self.fields.insert("meta".into(), other),
        }
    }

    /// Takes a field that exports do not have, or a table that is no list of rows. `null` is none.
    pub(super) fn other(&mut self, name: &str, raw: &[u8]) {
        if raw == b"null" {
            return;
        }
        match Table::of(name) {
            Table::Aside if self.fits(raw.len()) => {
                let value = row::any(raw, &mut self.repairs);
                self.fields.insert(name.to_owned(), value);
            }
            // Whatever form they have, they are not kept.
            Table::Subscribers | Table::Secrets => {
                *self.not_kept.entry(name.to_owned()).or_default() += 1;
            }
            table => {
                self.comment_rows += u64::from(table == Table::Comments);
                self.revision_rows += u64::from(matches!(table, Table::Revisions(_)));
                *self.lost.entry(name.to_owned()).or_default() += 1;
            }
        }
    }

    /// Whether there is nothing in it but perhaps what it says of itself.
    pub(super) fn is_empty(&self) -> bool {
        let rows = self.posts.len() + self.tags.len() + self.users.len() + self.settings.len();
        rows == 0 && self.aside.is_empty() && self.comments.is_empty() && self.metas.is_empty()
    }

    /// The version that the export is of. None where it does not say.
    pub(super) fn version(&self) -> Option<&str> {
        self.meta.get("version").and_then(Value::as_str).filter(|it| !it.is_empty())
    }

    /// Whether it is of version 0, which said `0xx` for all of it.
    pub(super) fn is_oldest(&self) -> bool {
        self.version().is_some_and(|version| version.starts_with('0'))
    }

    pub(super) fn setting(&self, key: &str) -> Option<&str> {
        self.settings.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    /// Whether a setting is on.
    pub(super) fn is_on(&self, key: &str) -> bool {
        match self.settings.get(key) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::Number(number)) => number.as_u64() == Some(1),
            Some(Value::String(text)) => text == "true" || text == "1",
            _ => false,
        }
    }

    /// Takes a row. Fails when the spool does.
    pub(super) fn row(
        &mut self,
        name: &str,
        raw: &[u8],
        fit: Fit,
        intake: &Intake,
    ) -> io::Result<()> {
        let table = Table::of(name);
        match table {
            Table::Comments => self.comment_rows += 1,
            Table::Revisions(_) => self.revision_rows += 1,
            Table::Subscribers | Table::Secrets => {
                *self.not_kept.entry(name.to_owned()).or_default() += 1;
            }
            _ => {}
        }
        let read = match fit {
            Fit::Whole => Row::read(raw, &mut self.repairs),
            Fit::TooLarge => Err(String::new()),
        };
        match (table, read) {
            (Table::Posts, Ok(row)) => self.post(&row, raw),
            (Table::Posts, Err(_)) => self.posts.push(Known::lost()),
            (_, Ok(row)) => self.take(table, name, row, raw, intake)?,
            (Table::Subscribers | Table::Secrets, Err(_)) => {}
            (_, Err(_)) => *self.lost.entry(name.to_owned()).or_default() += 1,
        }
        Ok(())
    }

    /// A row whose end is not there. That of a post the second look tells.
    pub(super) fn broken(&mut self, name: &str) {
        let is_posts = Table::of(name) == Table::Posts;
        self.broken = (!is_posts).then(|| name.to_owned());
    }

    fn take(
        &mut self,
        table: Table,
        name: &str,
        mut row: Row,
        raw: &[u8],
        intake: &Intake,
    ) -> io::Result<()> {
        let mut key = |name: &str| row.take_text(name).unwrap_or_default();
        match table {
            Table::PostsTags | Table::PostsAuthors | Table::RolesUsers => {
                let (relation, from, to) = match table {
                    Table::PostsTags => (&mut self.post_tags, "post_id", "tag_id"),
                    Table::PostsAuthors => (&mut self.post_authors, "post_id", "author_id"),
                    _ => (&mut self.user_roles, "user_id", "role_id"),
                };
                let (from, to) = (key(from), key(to));
                relation.add(&from, &to, row.take_number("sort_order").unwrap_or(0));
            }
            Table::Roles => _ = self.roles.insert(key("id"), key("name")),
            Table::PostsMeta => {
                let body = intake.body(&String::from_utf8_lossy(raw))?;
                self.metas.entry(key("post_id").into()).or_default().push(body);
            }
            Table::Revisions(form) => {
                let body = intake.body(&String::from_utf8_lossy(raw))?;
                self.revisions.entry(key("post_id").into()).or_default().push((form, body));
            }
            Table::Comments => self.comments.push(intake.body(&String::from_utf8_lossy(raw))?),
            Table::Settings => {
                let key = key("key");
                self.settings.insert(key, row.take("value").unwrap_or(Value::Null));
            }
            Table::Tags => self.tags.push(row),
            Table::Users => self.users.push(row),
            Table::Subscribers if name == "members" => {
                let (id, name) = (key("id"), key("name"));
                if !name.is_empty() {
                    self.members.insert(id.into(), name.into());
                }
            }
            Table::Aside => {
                let is_kept = self.fits(raw.len());
                let aside = self.aside.entry(name.to_owned()).or_default();
                match is_kept {
                    true => aside.rows.push(row.into_value()),
                    false => aside.over += 1,
                }
            }
            Table::Subscribers | Table::Secrets | Table::Posts => {}
        }
        Ok(())
    }

    fn fits(&mut self, bytes: usize) -> bool {
        self.aside_bytes = self.aside_bytes.saturating_add(bytes);
        self.aside_bytes <= MOST_ASIDE
    }

    fn post(&mut self, row: &Row, raw: &[u8]) {
        self.origin(row);
        let (key, uuid) = (row_key(row), row.text("uuid"));
        // Feeds of version 0, where ids were numbers, had the UUID for an id; later ones have the id itself.
        let is_number = row.value("id").is_some_and(Value::is_number);
        let stated = if is_number && !uuid.is_empty() { uuid } else { &key };
        let digest = Digest::of(raw);
        let place = u32::try_from(self.posts.len()).unwrap_or(u32::MAX);
        let fallback = || PostId::derived(&["ghost", stated, &digest.to_string()]);
        let id = if stated.is_empty() { fallback() } else { PostId::new(stated) };
        let (id, role) = match self.ids.entry(id.clone()) {
            Entry::Vacant(free) => {
                free.insert((place, digest));
                (id, Role::Post)
            }
            Entry::Occupied(known) if known.get().1 == digest => (id, Role::Same(known.get().0)),
            Entry::Occupied(_) => {
                let own = fallback();
                match self.ids.insert(own.clone(), (place, digest)) {
                    Some((first, _)) => (own, Role::Same(first)),
                    None => (own, Role::Clash),
                }
            }
        };
        let slug = row.text("slug").into();
        let mut key: Box<str> = key.into();
        // What other tables say of a number is said of the first row that has it.
        if matches!(role, Role::Same(_)) || !self.keys.insert(key.clone()) {
            key = "".into();
        }
        let is_flagged = |value: &Value| value.as_bool() == Some(true) || value.as_i64() == Some(1);
        let is_page = row.text("type") == "page" || row.value("page").is_some_and(is_flagged);
        self.posts.push(Known { id, key, slug, uuid: uuid.into(), is_page, role });
    }

    /// Where the blog stood, by its own pictures with an address.
    fn origin(&mut self, row: &Row) {
        for name in ["feature_image", "image", "og_image", "twitter_image"] {
            let Some((before, _)) = row.text(name).split_once("/content/images/") else { continue };
            if crate::address::is_web(before) {
                *self.origins.entry(before.to_owned()).or_default() += 1;
            }
        }
        // Later versions write a name for their own address; what stands in full there is another blog's.
        let is_old = self.version().and_then(|it| it.split('.').next()?.parse::<u32>().ok());
        let canonical = row.text("canonical_url").trim_end_matches('/');
        let slug = row.text("slug");
        let own = canonical.strip_suffix(slug).and_then(|rest| rest.strip_suffix('/'));
        if let Some(own) = own.filter(|own| crate::address::is_web(own) && !slug.is_empty())
            && is_old.is_some_and(|major| major < 4)
        {
            *self.origins.entry(own.to_owned()).or_default() += 1;
        }
    }

    /// The address of the blog: the one that the user says, else the one that all shows that shows any.
    pub(super) fn home(&self) -> Option<String> {
        if let Some(stated) = &self.stated_home {
            return Some(format!("{}/", stated.trim_end_matches('/')));
        }
        let mut origins = self.origins.keys();
        let only = origins.next()?;
        origins.next().is_none().then(|| format!("{only}/"))
    }

    /// No more ids are given.
    pub(super) fn settle(&mut self) {
        self.ids = HashMap::new();
        self.keys = HashSet::new();
    }
}

impl Known {
    fn lost() -> Self {
        Self {
            id: PostId::new(""),
            key: "".into(),
            slug: "".into(),
            uuid: "".into(),
            is_page: false,
            role: Role::Lost,
        }
    }
}

/// What other tables call a row: a number in version 0.
fn row_key(row: &Row) -> String {
    match row.value("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    }
}

//! What the first look finds: everything but posts and comments, and the numbers of posts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use larder_core::{Author, AuthorId, PostId, Site, Term, TermId, TermKind};
use serde_json::Value;

use super::row::Row;

/// How many rows of a table that is only kept are in memory.
const MOST_ROWS: usize = 10_000;

/// Columns whose values open doors.
const SECRETS: [&str; 3] = ["user_pwd", "user_recover_key", "user_options"];

/// Tables that are of accounts, not of blogs.
const ACCOUNT: [&str; 5] = ["log", "session", "permissions", "pref", "prefs"];

/// A blog of an export.
#[derive(Debug, Default)]
pub(super) struct Blog {
    /// Its row, in an export of everything.
    about: Option<Row>,
    /// Whether the export has rows of blogs, but not of this one: nobody knows whether it could be read.
    is_lost: bool,
    settings: BTreeMap<String, String>,
    pub(super) categories: BTreeMap<String, Term>,
    /// Categories as a nested set: left, right, number.
    sets: Vec<(i64, i64, String)>,
    /// Rows of other tables, as they are.
    kept: BTreeMap<String, Vec<Value>>,
    /// The address, as the user says it.
    pub(super) stated: Option<String>,
}

/// What an export holds around its posts.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) blogs: BTreeMap<String, Blog>,
    /// The blog of each post, and its id.
    pub(super) posts: HashMap<String, (String, PostId)>,
    pub(super) authors: BTreeMap<String, Author>,
    /// What posts are tagged with, and other words about them: type and value.
    pub(super) metas: HashMap<String, Vec<(String, String)>>,
    pub(super) media: BTreeMap<String, Row>,
    /// The files of posts.
    pub(super) attached: HashMap<String, Vec<String>>,
    /// How many values there were that open doors, by table.
    pub(super) secrets: BTreeMap<String, u64>,
    /// How many rows there were that are of accounts, by table.
    pub(super) account: BTreeMap<String, u64>,
    /// How many rows were too many, by table.
    pub(super) beyond: BTreeMap<String, u64>,
    /// Whether a table of blogs is there, which says of each whether it can be read.
    pub(super) lists_blogs: bool,
}

impl Index {
    /// Takes a row.
    pub(super) fn take(&mut self, table: &str, mut row: Row) {
        let blog = row.get("blog_id").unwrap_or_default().to_owned();
        match table {
            "post" => self.post(blog, &row),
            "comment" => {}
            "blog" if self.blogs.get(&blog).is_some_and(|known| known.about.is_some()) => {
                self.keep(table, &blog, row);
            }
            "blog" => self.blogs.entry(blog).or_default().about = Some(row),
            "setting" => self.setting(blog, &mut row),
            "category" => {
                if let Err(row) = self.blogs.entry(blog.clone()).or_default().category(row) {
                    self.keep(table, &blog, row);
                }
            }
            "user" => self.user(&blog, row),
            "meta" => {
                let of = row.get("post_id").unwrap_or_default().to_owned();
                let class = row.get("meta_type").unwrap_or_default().to_owned();
                let value = row.take("meta_id").unwrap_or_default();
                self.metas.entry(of).or_default().push((class, value));
            }
            "media" => {
                let number = row.get("media_id").unwrap_or_default().to_owned();
                match number.is_empty() || self.media.contains_key(&number) {
                    true => self.keep(table, &blog, row),
                    false => _ = self.media.insert(number, row),
                }
            }
            "post_media" => {
                let of = row.get("post_id").unwrap_or_default().to_owned();
                let media = row.get("media_id").unwrap_or_default().to_owned();
                self.attached.entry(of).or_default().push(media);
            }
            account if ACCOUNT.contains(&account) => {
                *self.account.entry(account.to_owned()).or_default() += 1;
            }
            other => self.keep(other, &blog, row),
        }
    }

    fn post(&mut self, blog: String, row: &Row) {
        let number = row.get("post_id").unwrap_or_default().to_owned();
        let id = PostId::derived(&["dotclear", &blog, &number]);
        self.blogs.entry(blog.clone()).or_default();
        self.posts.insert(number, (blog, id));
    }

    /// A setting. One that opens doors is not kept.
    fn setting(&mut self, blog: String, row: &mut Row) {
        let name = row.take("setting_id").unwrap_or_default();
        let value = row.take("setting_value").unwrap_or_default();
        if is_secret(&name) && !value.is_empty() {
            *self.secrets.entry("setting".into()).or_default() += 1;
            return;
        }
        // Settings of the whole installation are those of every blog that has none of its own.
        let space = row.get("setting_ns").filter(|space| *space != "system");
        let name = space.map(|space| format!("{space}/{name}")).unwrap_or(name);
        self.blogs.entry(blog).or_default().settings.insert(name, value);
    }

    /// Somebody who writes, without what opens doors.
    fn user(&mut self, blog: &str, mut row: Row) {
        let lost = SECRETS.iter().filter_map(|name| row.take(name)).count() as u64;
        *self.secrets.entry("user".into()).or_default() += lost;
        let id = row.get("user_id").filter(|id| !self.authors.contains_key(*id));
        let Some(id) = id.map(str::to_owned) else { return self.keep("user", blog, row) };
        row.take("user_id");
        let mut author = Author::new(AuthorId::new(&*id));
        let names = ["user_firstname", "user_name"].map(|name| row.get(name).map(str::to_owned));
        let full = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        author.name = row.take("user_displayname").or(Some(full)).filter(|name| !name.is_empty());
        author.email = row.take("user_email");
        author.url = row.take("user_url");
        author.handle = Some(id.clone());
        row.keep(&mut author.extra);
        self.authors.insert(id, author);
    }

    fn keep(&mut self, table: &str, blog: &str, row: Row) {
        let rows = self.blogs.entry(blog.to_owned()).or_default();
        let rows = rows.kept.entry(table.to_owned()).or_default();
        match rows.len() < MOST_ROWS {
            true => rows.push(row.into_value()),
            false => *self.beyond.entry(table.to_owned()).or_default() += 1,
        }
    }

    /// Keeps words about posts that are not here.
    fn keep_lost(&mut self) {
        let posts = &self.posts;
        let lost = self.metas.extract_if(|post, _| !posts.contains_key(post));
        let mut rows: Vec<Value> = lost
            .flat_map(|(post, metas)| {
                metas.into_iter().map(move |(class, value)| {
                    serde_json::json!({"post_id": post, "meta_type": class, "meta_id": value})
                })
            })
            .collect();
        rows.sort_by_key(Value::to_string);
        if let Some(first) = self.blogs.values_mut().next().filter(|_| !rows.is_empty()) {
            first.kept.entry("meta".into()).or_default().extend(rows);
        }
    }

    /// Gives what says no blog to the blogs that there are: all have the settings, the first has the rest.
    pub(super) fn settle(&mut self) {
        let owners: BTreeSet<String> = self.posts.values().map(|(blog, _)| blog.clone()).collect();
        let shared = (self.blogs.len() > 1 && !owners.contains("")).then(|| self.blogs.remove(""));
        if let Some(shared) = shared.flatten() {
            for blog in self.blogs.values_mut() {
                for (name, value) in &shared.settings {
                    blog.settings.entry(name.clone()).or_insert_with(|| value.clone());
                }
            }
            if let Some(first) = self.blogs.values_mut().next() {
                first.take_over(shared);
            }
        }
        let lists_blogs = self.lists_blogs || self.blogs.values().any(|blog| blog.about.is_some());
        for blog in self.blogs.values_mut() {
            blog.nest();
            blog.is_lost = lists_blogs && blog.about.is_none();
        }
        self.keep_lost();
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["passw", "secret", "token", "api_key", "_key", "_pwd"].iter().any(|word| name.contains(word))
}

impl Blog {
    /// What another blog has that is none by itself.
    fn take_over(&mut self, other: Self) {
        for (table, rows) in other.kept {
            self.kept.entry(table).or_default().extend(rows);
        }
        if let Some(about) = other.about {
            self.kept.entry("blog".into()).or_default().push(about.into_value());
        }
        let is_free = |number: &String| !self.categories.contains_key(number);
        self.sets.extend(other.sets.into_iter().filter(|(.., number)| is_free(number)));
        for (number, term) in other.categories {
            self.categories.entry(number).or_insert(term);
        }
    }

    /// Takes a category, or gives the row back if it has no number of its own.
    fn category(&mut self, mut row: Row) -> Result<(), Row> {
        let number = row.get("cat_id").filter(|number| !self.categories.contains_key(*number));
        let Some(number) = number.map(str::to_owned) else { return Err(row) };
        row.take("cat_id");
        let name = row.take("cat_title").unwrap_or_else(|| number.clone());
        let mut term =
            Term::new(TermId::new(format!("category:{number}")), TermKind::Category, name);
        term.slug = row.take("cat_url");
        if let Some(text) = row.take("cat_desc") {
            term.description = Some(larder_html::text::to_text(&text)).filter(|it| !it.is_empty());
            term.extra.insert("dotclear:cat_desc", text);
        }
        if let (Some(left), Some(right)) = (row.number("cat_lft"), row.number("cat_rgt")) {
            self.sets.push((left, right, number.clone()));
        }
        row.keep(&mut term.extra);
        self.categories.insert(number, term);
        Ok(())
    }

    /// Parents are those whose numbers hold one's own.
    fn nest(&mut self) {
        self.sets.sort();
        let mut open: Vec<(i64, String)> = Vec::new();
        for (left, right, number) in &self.sets {
            while open.pop_if(|(end, _)| *end < *left).is_some() {}
            let above = open.last().filter(|(end, above)| right < end && above != number);
            if let (Some((_, above)), Some(term)) = (above, self.categories.get_mut(number)) {
                term.parent = Some(TermId::new(format!("category:{above}")));
            }
            if left < right {
                open.push((*right, number.clone()));
            }
        }
    }

    /// Whether the blog as a whole could be read. Only an export of everything says that it could not.
    pub(super) fn is_online(&self) -> bool {
        match &self.about {
            Some(row) => row.get("blog_status") == Some("1"),
            None => !self.is_lost,
        }
    }

    pub(super) fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The address of the blog, to which addresses of posts are put behind.
    pub(super) fn home(&self) -> Option<String> {
        let own = self.about.as_ref().and_then(|row| row.get("blog_url"));
        let home = self.stated.as_deref().or(own).filter(|home| crate::address::is_web(home))?;
        Some(match home.ends_with(['/', '?']) {
            true => home.to_owned(),
            false => format!("{home}/"),
        })
    }

    /// What is known of the blog as a whole.
    pub(super) fn site(&self, id: &str) -> Site {
        let home = self.home();
        let about = |name: &str| self.about.as_ref().and_then(|row| row.get(name));
        let name = about("blog_name").unwrap_or_default();
        let made = || PostId::derived(&["dotclear", id, name]).to_string();
        let mut site = Site::new(home.clone().unwrap_or_else(made));
        site.home = home.map(|home| home.trim_end_matches('?').to_owned());
        let plain = match name.contains(['&', '<']) {
            true => larder_html::text::to_text(name),
            false => name.to_owned(),
        };
        site.title = Some(plain).filter(|name| !name.is_empty());
        site.description = about("blog_desc").map(larder_html::text::to_text);
        site.language = self.setting("lang").map(str::to_owned);
        site.rights = self.setting("copyright_notice").map(str::to_owned);
        site.platform = Some("dotclear".into());
        if let Some(about) = self.about.clone() {
            about.keep(&mut site.extra);
        }
        let settings: serde_json::Map<String, Value> = self
            .settings
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().into()))
            .collect();
        if !settings.is_empty() {
            site.extra.insert("dotclear:setting", settings);
        }
        for (table, rows) in &self.kept {
            site.extra.insert(format!("dotclear:{table}"), rows.clone());
        }
        site
    }
}

//! Reads exports of WriteFreely and Write.as: JSON of an account, the table (CSV) of its posts, and its zip of texts.
//!
//! ```text
//! {"username":…,"collections":[{"alias":…,"posts":[…]}],"posts":[anonymous posts]}
//! id,slug,blog,url,created,title,body                       line ends in bodies are `\n`, in two characters
//! blog/slug_id.txt                                          the text alone
//! ```
//!
//! The JSON says most; some versions left pinned posts out of it. What the others have besides comes in from them. Each
//! collection is a blog, and so are the posts that belong to none.

mod beside;
mod post;
mod sign;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use larder_core::{Fate, Format, ItemKind, Post, Rule, Site, Visibility, format};
use serde_json::Value;

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    collect::Collection,
    items::{self, At, Export, Made, Step},
    row::Row,
    unique::hashed,
};

/// The reader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writefreely;

impl Reader for Writefreely {
    fn format(&self) -> &'static Format {
        &format::WRITEFREELY
    }

    fn vote(&self, sample: &Sample) -> Vote {
        let sign = sign::of(&sample.text).or_else(|| sign::of_table(&sample.text));
        match sign {
            Some(sign) => Vote::Signature(sign.into()),
            None => Vote::No,
        }
    }

    fn vote_on_all(&self, probe: &Probe) -> Vote {
        let surest = probe.samples.iter().map(|sample| self.vote(sample)).max();
        match surest.unwrap_or(Vote::No) {
            Vote::No if sign::are_texts(&probe.names) => {
                Vote::Name("texts called `blog/slug_id.txt`".into())
            }
            vote => vote,
        }
    }

    fn looks_for(&self) -> &'static str {
        "an export of WriteFreely or Write.as: JSON with `username` and `collections`, its table, or its texts in a zip"
    }

    fn read(
        &self,
        source: &dyn Source,
        options: &ReadOptions,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let home = options.home.clone();
        items::read(Account { home, ..Account::default() }, source, options, intake)
    }
}

/// An account while its posts come in.
#[derive(Default)]
struct Account {
    /// The address of the blog, as the user says.
    home: Option<String>,
    username: Option<String>,
    email: Option<String>,
    /// What collections say of themselves, by file and object.
    said: BTreeMap<(usize, u32), BTreeMap<String, Value>>,
    /// Who may see each blog, by its name: where two exports differ, as the one that shows it to fewer says.
    stated: HashMap<String, Option<Visibility>>,
    /// The posts that came already, by their ids.
    known: HashMap<String, Known>,
    /// The addresses of posts, which only tables have.
    addresses: HashMap<String, String>,
    blogs: BTreeMap<String, Collection>,
    tables: Vec<usize>,
    texts: Vec<usize>,
    secrets: u64,
}

/// A post that came already.
struct Known {
    /// The name of its blog.
    blog: String,
    visibility: Option<Visibility>,
    /// What its copies say.
    texts: HashSet<u64>,
}

/// Fields that open doors.
const SECRETS: [&str; 6] = ["pass", "password", "hashed_pass", "access_token", "token", "code"];

impl Export for Account {
    const NAME: &'static str = "writefreely";

    fn sign(text: &str) -> Option<&'static str> {
        sign::of(text)
    }

    fn step(path: &str) -> Step {
        match path {
            "" | "collections" => Step::Enter,
            "posts" | "collections.posts" => Step::Items,
            _ => Step::Keep,
        }
    }

    fn field(&mut self, path: &str, value: Value, at: (usize, u32)) -> Option<Value> {
        let name = path.rsplit('.').next().unwrap_or_default();
        if SECRETS.contains(&name) {
            self.secrets += 1;
            return None;
        }
        match (path, value) {
            ("username", Value::String(name)) => self.username = Some(name),
            ("email", Value::String(email)) => self.email = Some(email),
            (_, value) if path.starts_with("collections.") => {
                self.said.entry(at).or_default().insert(name.to_owned(), value);
            }
            (_, value) => return Some(value),
        }
        None
    }

    fn take(&mut self, row: Row, at: At, intake: &mut Intake) -> Result<(), ReadError> {
        let alias = match at.path.as_str() {
            "collections.posts" => self.collection((at.place, at.scope)),
            _ => None,
        };
        self.add(row, alias.as_deref(), &at, intake)
    }

    fn other(
        &mut self,
        place: usize,
        source: &dyn Source,
        _options: &ReadOptions,
        _intake: &mut Intake,
    ) -> Result<bool, ReadError> {
        let name = &source.entries()[place].name;
        if name.ends_with(".csv") && beside::is_table(place, source) {
            for (id, address) in beside::addresses(place, source) {
                self.addresses.insert(id, address);
            }
            self.tables.push(place);
            return Ok(true);
        }
        let is_text = sign::text_of(name).is_some();
        if is_text {
            self.texts.push(place);
        }
        Ok(is_text)
    }

    fn finish(mut self, source: &dyn Source, intake: &mut Intake) -> Result<Vec<Made>, ReadError> {
        self.state();
        for place in std::mem::take(&mut self.tables) {
            self.table(place, source, intake)?;
        }
        for place in std::mem::take(&mut self.texts) {
            self.text(place, source, intake)?;
        }
        if self.secrets > 0 {
            let item = intake.ledger().open(ItemKind::Item, "secrets of the account", None);
            intake.leave_out(item, Rule::Secret, format!("{} values", self.secrets));
        }
        self.empty();
        let Self { blogs, home, .. } = self;
        let with_posts = blogs.values().filter(|blog| !blog.is_empty()).count();
        let is_alone = blogs.len() == 1 || with_posts == 1;
        let made = blogs.into_values().map(|mut collection| {
            let is_it = is_alone && (with_posts == 0 || !collection.is_empty());
            if let Some(home) = home.clone().filter(|_| is_it) {
                collection.blog.site.id.clone_from(&home);
                collection.blog.site.home = Some(home);
            }
            let homes: Vec<String> = collection.blog.site.home.iter().cloned().collect();
            Made { collection, surroundings: Box::new(homes) }
        });
        Ok(made.collect())
    }
}

impl Account {
    /// The name of a collection.
    fn collection(&self, at: (usize, u32)) -> Option<String> {
        let alias = self.said.get(&at)?.get("alias")?.as_str()?;
        (!alias.is_empty()).then(|| alias.to_owned())
    }

    /// Takes a post of a collection, or of none.
    fn add(
        &mut self,
        row: Row,
        alias: Option<&str>,
        at: &At,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        // What has no id is no copy of what has none.
        let id = Some(row.text("id")).filter(|id| !id.is_empty()).map(str::to_owned);
        let address = id.as_ref().and_then(|id| self.addresses.get(id).cloned());
        let said = self.said.get(&(at.place, at.scope)).filter(|_| at.path == "collections.posts");
        let first = id.as_ref().and_then(|id| self.known.get(id)).filter(|_| is_beside(at));
        let visibility = match (alias, said, first) {
            (_, _, Some(first)) => first.visibility,
            // A post that belongs to no blog is for those who have its address.
            (None, None, _) => Some(Visibility::Unlisted),
            (_, Some(said), _) => post::visibility(said),
            // Tables and texts do not say whose eyes a blog is for; else it is for those who have its address.
            (Some(alias), None, _) => {
                self.stated.get(alias).copied().unwrap_or(Some(Visibility::Unlisted))
            }
        };
        let name = first.map_or_else(|| self.name(alias, at), |first| first.blog.clone());
        if let Some(id) = id {
            let new = || Known { blog: name.clone(), visibility, texts: HashSet::new() };
            self.known.entry(id).or_insert_with(new).texts.insert(said_in(&row));
        }
        let author = post::author(self.username.as_deref(), self.email.as_deref());
        let said = self.said.get(&(at.place, at.scope)).filter(|_| at.path == "collections.posts");
        let make = || blog(&name, said.cloned());
        let blog = self.blogs.entry(name.clone()).or_insert_with(make);
        let home = self.home.clone().or_else(|| blog.blog.site.home.clone());
        let around = post::Around { at, address, visibility, home, author };
        let found = post::make(row, around, &mut blog.census, intake)?;
        Ok(blog.take(found, intake)?)
    }

    /// Finds out who may see each blog, as its JSON says.
    fn state(&mut self) {
        for said in self.said.values() {
            let Some(Value::String(alias)) = said.get("alias") else { continue };
            let own = post::visibility(said);
            let known = self.stated.entry(alias.clone()).or_insert(own);
            *known = known.zip(own).map(|(known, own)| known.max(own));
        }
    }

    /// What to call a blog.
    fn name(&self, alias: Option<&str>, at: &At) -> String {
        match (alias, &self.username) {
            (Some(alias), _) => alias.to_owned(),
            (None, Some(user)) if at.path == "posts" => format!("{user}:anonymous"),
            _ => "anonymous".to_owned(),
        }
    }

    /// Collections without posts are blogs, too.
    fn empty(&mut self) {
        let is_empty = self.blogs.is_empty();
        for said in std::mem::take(&mut self.said).into_values() {
            let alias = said.get("alias").and_then(Value::as_str);
            let name = alias.filter(|alias| !alias.is_empty()).unwrap_or("unnamed").to_owned();
            self.blogs.entry(name.clone()).or_insert_with(|| blog(&name, Some(said)));
        }
        if self.blogs.is_empty() {
            let name = self.username.clone().unwrap_or_else(|| "writefreely".to_owned());
            self.blogs.insert(name.clone(), blog(&name, None));
        }
        // Where there are posts, whose account it is stands with them.
        let author = post::author(self.username.as_deref(), self.email.as_deref());
        let author = author.filter(|_| is_empty);
        if let Some((blog, author)) = self.blogs.values_mut().next().zip(author) {
            blog.blog.site.authors.push(author.id.clone());
            blog.author(author);
        }
    }

    /// The post that a table or a text has another copy of which says the same.
    fn copied(&self, row: &Row) -> Option<larder_core::PostId> {
        let id = row.text("id");
        let known = self.known.get(id).filter(|_| !id.is_empty())?;
        known.texts.contains(&said_in(row)).then(|| larder_core::PostId::new(id))
    }

    fn table(
        &mut self,
        place: usize,
        source: &dyn Source,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = std::sync::Arc::clone(&source.entries()[place].name);
        let entry = intake.file(place);
        let rows = match beside::rows(place, source) {
            Ok(rows) => rows,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        for found in rows {
            let item = intake.ledger().open(ItemKind::Item, format!("{name}:{}", found.line), None);
            if let Some(post) = self.copied(&found.row) {
                intake.ledger().settle(item, Fate::Joined { post });
                continue;
            }
            let (path, name) = ("table".to_owned(), std::sync::Arc::clone(&name));
            let at = At { place, name, line: found.line, path, scope: 0, item };
            self.add(found.row, found.alias.as_deref(), &at, intake)?;
        }
        intake.ledger().settle(entry, Fate::Carried { post: None });
        Ok(())
    }

    fn text(
        &mut self,
        place: usize,
        source: &dyn Source,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = std::sync::Arc::clone(&source.entries()[place].name);
        let entry = intake.file(place);
        let Some((alias, ..)) = sign::text_of(&name) else { return Ok(()) };
        let row = match beside::text(&name, place, source) {
            Ok(row) => row,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        if let Some(post) = self.copied(&row) {
            intake.ledger().settle(entry, Fate::Joined { post });
            return Ok(());
        }
        let alias = alias.to_owned();
        let alias = Some(alias.as_str()).filter(|alias| !alias.is_empty());
        let path = "text".to_owned();
        let at =
            At { place, name: std::sync::Arc::clone(&name), line: 1, path, scope: 0, item: entry };
        self.add(row, alias, &at, intake)
    }
}

/// Whether a record is of a table or a text.
fn is_beside(at: &At) -> bool {
    matches!(at.path.as_str(), "table" | "text")
}

/// What a record says, to know copies that say the same: a title may stand in the text, and in tables `\n` is a line's end.
fn said_in(row: &Row) -> u64 {
    let title = Some(row.text("title").trim()).filter(|title| !title.is_empty());
    let text = beside::unescaped(row.text("body"));
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let title = title.map(|title| ["# ", title].concat());
    hashed(title.iter().map(String::as_str).chain(lines).collect::<Vec<_>>().join("\n"))
}

/// What another copy does not say is no difference: tables and texts say less than the JSON.
fn complete(post: &mut Post, copy: &mut Post) {
    fn both<T: Clone>(one: &mut Option<T>, other: &mut Option<T>) {
        *one = one.take().or_else(|| other.clone());
        *other = other.take().or_else(|| one.clone());
    }
    both(&mut post.slug, &mut copy.slug);
    both(&mut post.permalink, &mut copy.permalink);
    both(&mut post.language, &mut copy.language);
    both(&mut post.published, &mut copy.published);
    both(&mut post.updated, &mut copy.updated);
    both(&mut post.counts, &mut copy.counts);
    if copy.terms.is_empty() {
        copy.terms.clone_from(&post.terms);
    }
    post.extra.fill_from(copy.extra.clone());
    copy.extra.fill_from(post.extra.clone());
}

/// A blog, with what its collection says of itself.
fn blog(name: &str, said: Option<BTreeMap<String, Value>>) -> Collection {
    let mut site = Site::new(["writefreely:", name].concat());
    site.platform = Some("writefreely".into());
    let said = said.unwrap_or_default();
    // What a blog is called that is not for everybody is in no feed either.
    let is_public = post::visibility(&said) == Some(Visibility::Public);
    for (name, value) in said {
        match (name.as_str(), value) {
            ("title", Value::String(title)) if is_public && !title.is_empty() => {
                site.title = Some(title);
            }
            ("description", Value::String(text)) if is_public && !text.is_empty() => {
                site.description = Some(text);
            }
            ("url", Value::String(url)) if crate::address::is_web(&url) => {
                site.id.clone_from(&url);
                site.home = Some(url);
            }
            (_, Value::Null) => {}
            (_, value) => _ = site.extra.insert(["writefreely:", &name].concat(), value),
        }
    }
    let mut collection = Collection::new(site, "writefreely");
    // Posts need no titles there.
    collection.has_titles = false;
    collection.complete = complete;
    collection
}

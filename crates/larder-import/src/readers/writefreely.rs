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

use std::collections::{BTreeMap, BTreeSet, HashMap};

use larder_core::{Fate, Format, ItemKind, Rule, Site, Visibility, format};
use serde_json::Value;

use crate::{
    Intake, Probe, ReadError, ReadOptions, Reader, Sample, Source, Vote,
    collect::Collection,
    items::{self, At, Export, Made, Step},
    row::Row,
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
    said: HashMap<(usize, u32), BTreeMap<String, Value>>,
    /// The posts that came already.
    known: BTreeSet<String>,
    /// The addresses of posts, which only tables have.
    addresses: HashMap<String, String>,
    blogs: BTreeMap<String, Collection>,
    tables: Vec<usize>,
    texts: Vec<usize>,
    secrets: u64,
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
        let is_alone = blogs.len() == 1;
        let made = blogs.into_values().map(|mut collection| {
            if let Some(home) = home.clone().filter(|_| is_alone) {
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
        let id = row.text("id").to_owned();
        let address = self.addresses.get(&id).cloned();
        self.known.insert(id);
        let said = self.said.get(&(at.place, at.scope)).filter(|_| at.path == "collections.posts");
        let visibility = match (alias, said) {
            // A post that belongs to no blog is for those who have its address.
            (None, None) => Some(Visibility::Unlisted),
            (_, Some(said)) => post::visibility(said),
            // Tables and texts do not say whose eyes a blog is for.
            (Some(alias), None) => self.stated(alias),
        };
        let name = self.name(alias, at);
        let home = self.home.clone();
        let author = post::author(self.username.as_deref(), self.email.as_deref());
        let said = said.cloned();
        let blog = self.blogs.entry(name.clone()).or_insert_with(|| blog(&name, said));
        let home = home.or_else(|| blog.blog.site.home.clone());
        let around = post::Around { at, address, visibility, home, author };
        let found = post::make(row, around, &mut blog.census, intake)?;
        Ok(blog.take(found, intake)?)
    }

    /// Who may see a blog, as its JSON says; else those who have its address.
    fn stated(&self, alias: &str) -> Option<Visibility> {
        let is_meant = |said: &&BTreeMap<String, Value>| said.get("alias") == Some(&alias.into());
        match self.said.values().find(is_meant) {
            Some(said) => post::visibility(said),
            None => Some(Visibility::Unlisted),
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

    /// Collections without posts are blogs, too, if there is nothing else.
    fn empty(&mut self) {
        if !self.blogs.is_empty() {
            return;
        }
        let name = self.username.clone().unwrap_or_else(|| "writefreely".to_owned());
        self.blogs.insert(name.clone(), blog(&name, self.said.values().next().cloned()));
    }

    fn table(
        &mut self,
        place: usize,
        source: &dyn Source,
        intake: &mut Intake,
    ) -> Result<(), ReadError> {
        let name = std::sync::Arc::clone(&source.entries()[place].name);
        for found in beside::rows(place, source) {
            let item = intake.ledger().open(ItemKind::Item, format!("{name}:{}", found.line), None);
            if self.known.contains(found.row.text("id")) {
                let post = larder_core::PostId::new(found.row.text("id"));
                intake.ledger().settle(item, Fate::Joined { post });
                continue;
            }
            let (path, name) = ("table".to_owned(), std::sync::Arc::clone(&name));
            let at = At { place, name, line: found.line, path, scope: 0, item };
            self.add(found.row, found.alias.as_deref(), &at, intake)?;
        }
        let entry = intake.file(place);
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
        let Some((alias, _, id)) = sign::text_of(&name) else { return Ok(()) };
        if self.known.contains(id) {
            let post = larder_core::PostId::new(id);
            intake.ledger().settle(entry, Fate::Joined { post });
            return Ok(());
        }
        let row = match beside::text(&name, place, source) {
            Ok(row) => row,
            Err((rule, found)) => {
                intake.leave_out(entry, rule, found);
                return Ok(());
            }
        };
        let alias = alias.to_owned();
        let alias = Some(alias.as_str()).filter(|alias| !alias.is_empty());
        let path = "text".to_owned();
        let at =
            At { place, name: std::sync::Arc::clone(&name), line: 1, path, scope: 0, item: entry };
        self.add(row, alias, &at, intake)
    }
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
    collection
}

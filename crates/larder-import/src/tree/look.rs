//! A page as its file has it.

use std::{ops::Range, sync::Arc};

use larder_core::{Digest, NoteKind, PostId, PostKind, Provenance, Rule, Timestamp, Zone};

use super::{
    Generator, Site,
    date::{self, SiteZone},
    front,
    role::{Spot, extension},
    value::{Map, Value},
};
use crate::{decode, decode::looks_binary, unique::hashed};

/// A page: its front matter and its text.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Its path below the folder of the site.
    pub(crate) path: String,
    /// What the path says.
    pub(crate) spot: Spot,
    /// What its front matter says, and what the site says for all pages like it.
    pub(crate) map: Map,
    /// Whether it has front matter.
    pub(crate) is_there: bool,
    /// Whether its front matter is broken.
    pub(crate) is_broken: bool,
    /// When it was published, as it says or its name does.
    pub(crate) published: Option<Timestamp>,
    /// The language, where it is not that of the site.
    pub(crate) language: Option<String>,
    /// What pages have in common that are translations of each other.
    pub(crate) translation: u64,
    /// What is to be said about it.
    pub(crate) notes: Vec<NoteKind>,
    /// Where it was read from.
    pub(crate) source: Provenance,
    /// The line in which its front matter is broken.
    pub(super) broken_line: Option<u32>,
    /// Names that its front matter has more than once.
    pub(crate) doubled: Vec<String>,
    /// What the site says for all pages like it; `map` has it, too, where the page says nothing else.
    pub(super) defaults: Map,
    /// The file that may say something of it for all pages like it, and was not read.
    pub(super) doubt: Option<String>,
    text: String,
    body: Range<usize>,
}

/// Why a file is no page.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) rule: Rule,
    pub(super) found: String,
}

/// The names of dates of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "date",
    "pubdate",
    "publishdate",
    "published_at",
    "pubdatetime",
    "publisheddate",
    "published",
    "created",
    "created_at",
];

/// The same for Hugo, which publishes on `publishDate`, and shows `date`.
const PUBLISHED_HUGO: &[&str] = &[
    "publishdate",
    "pubdate",
    "published",
    "date",
    "published_at",
    "pubdatetime",
    "publisheddate",
    "created",
    "created_at",
];

impl Page {
    /// Reads a page.
    pub(super) fn read(
        generator: &dyn Generator,
        site: &Site<'_>,
        place: usize,
        spot: &Spot,
    ) -> Result<Self, Refusal> {
        let bytes = site.source.read(place).map_err(|error| {
            let (rule, found) = error.into_rule();
            Refusal { rule, found }
        })?;
        if bytes.is_empty() {
            return Err(Refusal { rule: Rule::EmptyFile, found: "a page without a byte".into() });
        }
        let decoded = decode(&bytes, None);
        if looks_binary(&bytes) {
            let found = "named like a text, but not one".into();
            return Err(Refusal { rule: Rule::NotRecognised, found });
        }
        let form = generator.format().name;
        let mut source = Provenance::new(Arc::clone(&site.source.entries()[place].name), form);
        source.sha256 = Some(Digest::of(&bytes));
        let mut notes = Vec::new();
        if decoded.encoding != "UTF-8" {
            source.encoding = Some(decoded.encoding.into());
            let (encoding, how) = (decoded.encoding.into(), decoded.how.into());
            notes.push(NoteKind::EncodingDecoded { encoding, how });
        }
        if decoded.replaced > 0 {
            notes.push(NoteKind::BytesReplaced { count: decoded.replaced });
        }
        let path = site.path(place);
        Ok(Self::of(decoded.text, path, spot, notes, source, (generator, site)))
    }

    fn of(
        text: String,
        path: &str,
        spot: &Spot,
        mut notes: Vec<NoteKind>,
        source: Provenance,
        (generator, site): (&dyn Generator, &Site<'_>),
    ) -> Self {
        let habits = generator.habits();
        let front = match habits.reads_over_blank_lines {
            true => front::split_trimmed(&text),
            false => front::split(&text, habits.has_hexo_fences),
        };
        if let Some((_, what)) = &front.broken {
            let what = format!("the front matter ({what})");
            notes.push(NoteKind::DataUnreadable { what });
        }
        if !front.doubled.is_empty() {
            let repair = format!(
                "front matter says `{}` twice; the last counts",
                front.doubled.join("`, `")
            );
            notes.push(NoteKind::MarkupRepaired { repair, count: front.doubled.len() as u64 });
        }
        let start = text.len() - front.body.len();
        let body = start..text.len();
        let broken_line = front.broken.as_ref().map(|(line, _)| *line);
        let defaults = generator.defaults(path, spot, site);
        let doubt = site.defaults.doubt_of(path).map(str::to_owned);
        let (mut map, is_there, is_broken) = (front.map, front.is_there, front.broken.is_some());
        lift(&mut map, habits.lifted);
        habits.exact.iter().for_each(|&(name, exact)| take_exact(&mut map, name, exact));
        map.fill_from(&defaults);
        let doubled = front.doubled;
        let mut page = Self {
            path: path.to_owned(),
            spot: spot.clone(),
            map,
            is_there,
            is_broken,
            published: None,
            language: None,
            translation: 0,
            notes,
            source,
            broken_line,
            doubled,
            defaults,
            doubt,
            text,
            body,
        };
        page.settle(site);
        page
    }

    /// What front matter and path say together.
    pub(super) fn settle(&mut self, site: &Site<'_>) {
        let names = self.published_names();
        self.published = self.date(names, site.zone).or_else(|| {
            let named = self.spot.date.as_deref().filter(|_| !self.is_impossible(names))?;
            date::parse(named, site.zone)
        });
        let said = self.map.text("lang").or_else(|| self.map.text("language"));
        let language = said.map(str::to_owned).or_else(|| self.spot.language.clone());
        self.language = language.filter(|language| Some(language) != site.language.as_ref());
        let key = self.map.text("translationKey").map(str::to_owned);
        let spot = &self.spot;
        self.translation =
            hashed(key.unwrap_or_else(|| [&*spot.folder, "/", &*spot.stem].concat()));
    }

    /// The names of dates of publication, the surest first.
    pub(super) fn published_names(&self) -> &'static [&'static str] {
        if &*self.source.form == "hugo" { PUBLISHED_HUGO } else { PUBLISHED }
    }

    /// The first of these names that is a date.
    pub(crate) fn date(&self, names: &[&str], zone: SiteZone) -> Option<Timestamp> {
        names.iter().find_map(|name| date::parse(self.map.text(name)?, zone))
    }

    /// Whether the first of these names that says anything says no date.
    fn is_impossible(&self, names: &[&str]) -> bool {
        let said = names.iter().find_map(|name| self.map.text(name));
        said.is_some_and(|text| text.bytes().any(|byte| byte.is_ascii_digit()))
    }

    /// The text, without front matter.
    pub(crate) fn body(&self) -> &str {
        &self.text[self.body.clone()]
    }

    /// Whether the text is HTML already.
    pub(crate) fn is_html(&self) -> bool {
        matches!(extension(&self.path).as_str(), "html" | "htm")
    }

    /// Post or page: as the folder says, else as the front matter, else as the date does.
    pub(crate) fn kind(&self) -> PostKind {
        if self.spot.aside.is_some() {
            return PostKind::Other;
        }
        let said = self.map.text("type").or_else(|| self.map.text("layout"));
        match said {
            Some("page" | "pages") => PostKind::Page,
            Some("post" | "posts") => PostKind::Post,
            _ => match self.spot.kind {
                Some(kind) => kind,
                None if self.published.is_some() => PostKind::Post,
                None if self.is_impossible(self.published_names()) => PostKind::Post,
                None => PostKind::Page,
            },
        }
    }

    /// Its address on the site.
    pub(crate) fn address(&self, generator: &dyn Generator, site: &Site<'_>) -> Option<String> {
        if self.is_broken {
            return None;
        }
        generator.address(self, site)
    }

    /// The id that it has by itself: its own, else its address, else its path.
    pub(super) fn claim(&self, site: &Site<'_>, address: Option<&str>) -> PostId {
        let own = ["guid", "uuid"].iter().find_map(|name| self.map.text(name));
        let address = || address.and_then(|address| site.absolute(address));
        match own.map(str::to_owned).or_else(address) {
            Some(id) => PostId::new(id),
            None => self.derived(),
        }
    }

    /// An id that no other file has.
    pub(super) fn derived(&self) -> PostId {
        PostId::derived(&[&self.source.form, &self.path])
    }

    /// What a template in an address may ask for.
    pub(crate) fn title(&self) -> Option<&str> {
        self.map.text("title")
    }
}

/// Puts a time with its zone into the place of the same time without one.
fn take_exact(map: &mut Map, name: &str, exact: &str) {
    let time = map.text(exact).and_then(|text| date::parse(text, SiteZone::Unknown));
    if time.is_some_and(|time| time.zone() == Zone::Stated) {
        map.take(name);
        for value in map.take(exact) {
            map.0.push((name.to_owned(), value));
        }
    }
}

/// Takes texts out of a map of front matter that say what other programs say beside it. What stands there already stays.
fn lift(map: &mut Map, (from, names): (&str, &[&str])) {
    let inner =
        map.0.iter().position(|(name, value)| name == from && matches!(value, Value::Map(_)));
    let Some(at) = inner else { return };
    for name in names {
        if map.get(name).is_some() {
            continue;
        }
        let Value::Map(inner) = &mut map.0[at].1 else { return };
        if inner.text(name).is_some() {
            let taken = inner.take(name);
            map.0.extend(taken.into_iter().map(|value| ((*name).to_owned(), value)));
        }
    }
    if matches!(&map.0[at].1, Value::Map(inner) if inner.0.is_empty()) {
        map.0.remove(at);
    }
}

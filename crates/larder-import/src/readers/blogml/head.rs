//! What stands around the posts: the blog, its authors, its categories.

use std::collections::BTreeMap;

use larder_core::{Author, AuthorId, Extra, PostId, Site, Term, TermId, TermKind};
use serde_json::{Map, Value};
use url::Url;

use super::text::plain;
use crate::{
    extension,
    records::Around,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// What is known of a blog around its posts.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) site: Site,
    pub(super) authors: BTreeMap<String, Author>,
    pub(super) categories: BTreeMap<String, Term>,
    /// Names of properties whose values open doors.
    pub(super) secrets: Vec<String>,
    /// What relative addresses are relative to.
    pub(super) base: Option<Url>,
    pub(super) repairs: Repairs,
}

/// Reads what stands around the posts. `home` is the address of the blog as the user says it.
pub(super) fn read(around: &Around, home: Option<&str>) -> Head {
    let mut repairs = Repairs::default();
    let scope = Scope::default();
    let root = Element::outermost(&around.root, &scope, &mut repairs);
    let attribute = |name: &str| root.as_ref().and_then(|root| root.value(name));
    let stated = attribute("root-url");
    let home = home.map(str::to_owned).or_else(|| stated.clone());
    let base = home.as_deref().and_then(|home| Url::parse(home).ok());
    let mut head = Head {
        site: Site::new(""),
        authors: BTreeMap::new(),
        categories: BTreeMap::new(),
        secrets: Vec::new(),
        base: base.filter(|url| matches!(url.scheme(), "http" | "https")),
        repairs: Repairs::default(),
    };
    head.site.home = head.base.as_ref().map(Url::to_string);
    let kept = [("root-url", stated), ("date-created", attribute("date-created"))];
    for (name, value) in kept.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        head.site.extra.insert(format!("blogml:{name}"), value);
    }
    let mut children = Cursor::new(&around.head, &around.scope, &nothing, &mut repairs);
    let mut found = Vec::new();
    while let Some(child) = children.next() {
        found.push(child);
    }
    found.iter().for_each(|child| head.take(child, &mut repairs));
    let title = head.site.title.clone().unwrap_or_default();
    let date = attribute("date-created").unwrap_or_default();
    let made = || PostId::derived(&["blogml", &title, &date]).to_string();
    head.site.id = head.site.home.clone().unwrap_or_else(made);
    head.repairs = repairs;
    head
}

fn nothing(_: Ns, _: &str) -> bool {
    false
}

/// All elements in an element.
pub(super) fn inside<'a>(element: &'a Element<'_>, repairs: &mut Repairs) -> Vec<Element<'a>> {
    let mut children = Cursor::new(element.inner, &element.scope, &nothing, repairs);
    std::iter::from_fn(|| children.next()).collect()
}

impl Head {
    fn take(&mut self, child: &Element<'_>, repairs: &mut Repairs) {
        match &*child.name {
            // A second one is that of a post whose beginning is lost.
            "title" if self.site.title.is_none() => self.site.title = plain(child, repairs),
            "sub-title" if self.site.description.is_none() => {
                self.site.description = plain(child, repairs);
            }
            "authors" => {
                inside(child, repairs).iter().for_each(|it| self.author(it, repairs));
            }
            "categories" => {
                inside(child, repairs).iter().for_each(|it| self.category(it, repairs));
            }
            "extended-properties" => self.properties(child, repairs),
            // The posts were taken out of it.
            "posts" if !child.has_elements() => {}
            _ => extension::keep_all(
                &mut self.site.extra,
                [(format!("blogml:{}", child.name), child.outer)],
            ),
        }
    }

    fn author(&mut self, element: &Element<'_>, repairs: &mut Repairs) {
        let Some(id) = element.value("id") else { return };
        let mut author = Author::new(AuthorId::new(&*id));
        author.email = element.value("email");
        let title = inside(element, repairs).into_iter().find(|child| child.name == "title");
        author.name = title.and_then(|title| plain(&title, repairs));
        keep_attributes(element, &["id", "email"], &mut author.extra);
        self.authors.insert(id, author);
    }

    fn category(&mut self, element: &Element<'_>, repairs: &mut Repairs) {
        let Some(id) = element.value("id") else { return };
        let title = inside(element, repairs).into_iter().find(|child| child.name == "title");
        let name = title.and_then(|title| plain(&title, repairs)).unwrap_or_else(|| id.clone());
        let mut term = Term::new(term_id(&id), TermKind::Category, name);
        term.description = element.value("description");
        let above = element.value("parentref").filter(|above| *above != id && *above != "0");
        term.parent = above.map(|above| term_id(&above));
        keep_attributes(element, &["id", "description", "parentref"], &mut term.extra);
        self.categories.insert(id, term);
    }

    /// Properties by name. What opens doors is not kept.
    fn properties(&mut self, element: &Element<'_>, repairs: &mut Repairs) {
        let mut kept = Map::new();
        for property in inside(element, repairs) {
            let name = property.value("name").unwrap_or_default();
            match is_secret(&name) {
                true => self.secrets.push(name),
                false => _ = kept.insert(name, property.attribute("value").into()),
            }
        }
        if !kept.is_empty() {
            self.site.extra.insert("blogml:extended-properties", Value::Object(kept));
        }
    }

    /// The categories, none above itself, none below one that is not there.
    pub(super) fn terms(&mut self) -> Vec<Term> {
        let mut terms: BTreeMap<TermId, Term> =
            self.categories.values().map(|term| (term.id.clone(), term.clone())).collect();
        let above: BTreeMap<TermId, TermId> = terms
            .values()
            .filter_map(|term| Some((term.id.clone(), term.parent.clone()?)))
            .collect();
        let odd = |id: &&TermId| !is_sound(id, &above, &terms);
        let odd: Vec<TermId> = above.keys().filter(odd).cloned().collect();
        for id in &odd {
            let Some(term) = terms.get_mut(id) else { continue };
            let parent = term.parent.take();
            let parent = parent.as_ref().and_then(|id| id.as_str().strip_prefix(CATEGORY));
            term.extra.insert("blogml:parentref", parent);
        }
        terms.into_values().collect()
    }
}

/// How many categories may stand one in the other.
const DEEPEST: usize = 64;

/// Whether a category stands below one that is there, and in no circle.
fn is_sound(id: &TermId, above: &BTreeMap<TermId, TermId>, terms: &BTreeMap<TermId, Term>) -> bool {
    let line = std::iter::successors(above.get(id), |id| above.get(*id));
    let mut line = line.take(DEEPEST + 1);
    let is_there = above.get(id).is_some_and(|parent| terms.contains_key(parent));
    is_there && line.clone().count() <= DEEPEST && line.all(|other| other != id)
}

/// What stands before the id of a category: tags have ids of the same kind.
const CATEGORY: &str = "category:";

/// The id of a category.
pub(super) fn term_id(id: &str) -> TermId {
    TermId::new([CATEGORY, id].concat())
}

/// Keeps the attributes that were not taken.
pub(super) fn keep_attributes(element: &Element<'_>, taken: &[&str], extra: &mut Extra) {
    for (name, value) in element.tag.attributes() {
        let is_taken = taken.iter().any(|taken| name.eq_ignore_ascii_case(taken));
        if !is_taken && !name.starts_with("xmlns") && !value.is_empty() {
            extra.insert(format!("blogml:{name}"), crate::xml::decoded(value));
        }
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "token", "apikey", "api-key", "api_key", "privatekey", "passphrase"]
        .iter()
        .any(|word| name.contains(word))
}

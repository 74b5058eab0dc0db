//! What a feed says of the blog as a whole.

use larder_core::{NoteKind, Timestamp};
use serde_json::{Map, Value, json};

use super::{
    base,
    entry::{Context, Picture, atom_person, is_structure},
    extension::Extensions,
    person::Person,
    text,
};
use crate::{
    date::feed as date,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// What a feed says of the blog, and of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// The id of the feed.
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    /// The address of the blog.
    pub(super) home: Option<String>,
    /// The address of the feed itself.
    pub(super) itself: Option<String>,
    pub(super) language: Option<String>,
    pub(super) rights: Option<String>,
    pub(super) generator: Option<String>,
    pub(super) updated: Option<Timestamp>,
    pub(super) image: Option<Picture>,
    pub(super) authors: Vec<Person>,
    /// The documents before and after this one, as they are linked: relation and address.
    pub(super) pages: Vec<(String, String)>,
    /// What the feed says is deleted: `ref`, `when`, `by`, `comment`.
    pub(super) deleted: Vec<Value>,
    pub(super) extensions: Extensions,
    pub(super) notes: Vec<NoteKind>,
    pub(super) repairs: Repairs,
}

/// Relations that lead to other documents of the same feed.
const PAGES: [&str; 9] = [
    "prev-archive",
    "next-archive",
    "current",
    "next",
    "prev",
    "previous",
    "first",
    "last",
    "archives",
];

/// Reads the head of a feed: everything that stands in no entry.
pub(super) fn read(text: &str, scope: &Scope, context: &Context) -> Head {
    let mut head =
        Head { language: scope.language.as_deref().map(str::to_owned), ..Head::default() };
    let mut repairs = Repairs::default();
    let mut elements = Cursor::new(text, scope, &is_structure, &mut repairs);
    while let Some(element) = elements.next() {
        let is_known = match element.ns {
            Ns::Core if context.kind.is_atom() => atom(&mut head, &element, context),
            Ns::Core => rss(&mut head, &element, context),
            Ns::Atom | Ns::Atom03 => atom(&mut head, &element, context),
            _ => module(&mut head, &element, context),
        };
        if !is_known {
            head.extensions.keep(&element, &mut head.repairs);
        }
    }
    head.repairs.add(&repairs);
    head.language = head.language.filter(|language| !language.is_empty());
    if head.generator.as_deref().is_some_and(|it| it.starts_with("Larder ")) {
        // Atom demands somebody; where nobody is known, our feeds name the blog itself.
        let blog = Person { name: head.title.clone(), ..Person::default() };
        head.authors.retain(|person| *person != blog);
    }
    head
}

/// Takes what is stated first. Returns whether nothing of it is lost.
fn set(place: &mut Option<String>, value: Option<String>) -> bool {
    match place {
        None => *place = value,
        Some(known) => return value.is_none_or(|value| value == *known),
    }
    true
}

fn plain(element: &Element<'_>, repairs: &mut Repairs) -> Option<String> {
    Some(text::title(element, repairs).into_plain()).filter(|text| !text.is_empty())
}

fn address(element: &Element<'_>, reference: &str) -> String {
    base::address(reference, element.scope.base.as_deref())
}

fn updated(head: &mut Head, element: &Element<'_>, context: &Context) -> Option<Timestamp> {
    let text = text::value(element, &mut head.repairs)?;
    let found = date::parse(&text, context.offset);
    if found.is_none() {
        let text = text.chars().take(100).collect();
        head.notes.push(NoteKind::DateImpossible { text });
    }
    found
}

fn rss(head: &mut Head, element: &Element<'_>, context: &Context) -> bool {
    match &*element.name {
        "title" => return set(&mut head.title, plain(element, &mut head.repairs)),
        "link" => match element.value("href") {
            Some(_) => return atom(head, element, context),
            None => {
                let link = text::value(element, &mut head.repairs);
                return set(&mut head.home, link.map(|link| address(element, &link)));
            }
        },
        "description" | "abstract" => {
            let text = text::html(element, &mut head.repairs).into_plain();
            return set(&mut head.description, Some(text).filter(|text| !text.is_empty()));
        }
        "language" => {
            let stated = text::value(element, &mut head.repairs).map(|it| it.replace('_', "-"));
            head.language = stated.or(head.language.take());
        }
        "copyright" | "rights" => return set(&mut head.rights, plain(element, &mut head.repairs)),
        "generator" => return set(&mut head.generator, text::value(element, &mut head.repairs)),
        "lastbuilddate" => head.updated = updated(head, element, context).or(head.updated),
        "pubdate" => head.updated = head.updated.or(updated(head, element, context)),
        "managingeditor" => {
            let person = text::value(element, &mut head.repairs);
            head.authors.extend(person.as_deref().and_then(Person::parse));
        }
        "image" => return image(head, element),
        // The list of items, which are read by themselves.
        "items" => {}
        _ => return false,
    }
    true
}

/// The picture of RSS, or the reference of RSS 1.0 to it. Returns whether it says nothing else.
fn image(head: &mut Head, element: &Element<'_>) -> bool {
    let mut is_whole = true;
    let mut picture = Picture::default();
    let mut aside = Repairs::default();
    let mut children = element.children(&is_structure, &mut aside);
    while let Some(child) = children.next() {
        let value = text::value(&child, &mut head.repairs);
        match &*child.name {
            "url" => picture.url = value.map(|url| address(&child, &url)).unwrap_or_default(),
            "width" => picture.width = value.and_then(|it| it.parse().ok()),
            "height" => picture.height = value.and_then(|it| it.parse().ok()),
            // The two repeat those of the blog, as the specification demands.
            "title" => is_whole &= value.is_none() || value == head.title,
            "link" => {
                let link = value.map(|link| address(&child, &link));
                is_whole &= link.is_none() || link == head.home;
            }
            _ => is_whole = false,
        }
    }
    if !picture.url.is_empty() {
        head.image = Some(picture);
    } else if let Some(url) = element.value("rdf:resource").or_else(|| element.value("href")) {
        head.image.get_or_insert(Picture { url: address(element, &url), ..Picture::default() });
    }
    is_whole
}

fn atom(head: &mut Head, element: &Element<'_>, context: &Context) -> bool {
    let is_old = context.kind == super::kind::Kind::Atom03;
    let plain = |head: &mut Head| {
        let text = text::construct(element, is_old, &mut head.repairs).into_plain();
        Some(text).filter(|text| !text.is_empty())
    };
    match &*element.name {
        "title" => {
            let title = plain(head);
            return set(&mut head.title, title);
        }
        "subtitle" | "tagline" => {
            let subtitle = plain(head);
            return set(&mut head.description, subtitle);
        }
        "rights" | "copyright" => {
            let rights = plain(head);
            return set(&mut head.rights, rights);
        }
        "id" => return set(&mut head.id, text::value(element, &mut head.repairs)),
        "link" => return link(head, element),
        "updated" | "modified" => head.updated = updated(head, element, context).or(head.updated),
        "author" => head.authors.extend(atom_person(element, &mut head.repairs)),
        "generator" => {
            let name = text::value(element, &mut head.repairs);
            let version = element.value("version");
            let parts: Vec<String> = name.into_iter().chain(version).collect();
            return set(&mut head.generator, Some(parts.join(" ")).filter(|it| !it.is_empty()));
        }
        "logo" | "icon" => {
            if let Some(url) = text::value(element, &mut head.repairs) {
                let picture = Picture { url: address(element, &url), ..Picture::default() };
                match &*element.name {
                    "logo" => head.image = Some(picture),
                    _ => _ = head.image.get_or_insert(picture),
                }
            }
        }
        _ => return false,
    }
    true
}

fn link(head: &mut Head, element: &Element<'_>) -> bool {
    let Some(href) = element.value("href") else { return false };
    let href = address(element, &href);
    let rel = element.value("rel").unwrap_or_else(|| "alternate".to_owned());
    let is_page = element.value("type").is_none_or(|it| it.contains("html"));
    match &*rel {
        "alternate" if is_page => return set(&mut head.home, Some(href)),
        "self" => return set(&mut head.itself, Some(href)),
        rel if PAGES.contains(&rel) => head.pages.push((rel.to_owned(), href)),
        _ => return false,
    }
    true
}

fn module(head: &mut Head, element: &Element<'_>, context: &Context) -> bool {
    let name = &*element.name;
    match (element.ns, name) {
        (Ns::Dc, "title") => return set(&mut head.title, plain(element, &mut head.repairs)),
        (Ns::Dc, "language") => {
            let stated = text::value(element, &mut head.repairs).map(|it| it.replace('_', "-"));
            head.language = head.language.take().or(stated);
        }
        (Ns::Dc, "rights") => return set(&mut head.rights, plain(element, &mut head.repairs)),
        (Ns::Dc, "date") | (Ns::DcTerms, "modified") => {
            head.updated = head.updated.or(updated(head, element, context));
        }
        (Ns::Dc, "creator") => {
            let person = text::value(element, &mut head.repairs);
            head.authors.extend(person.as_deref().and_then(Person::parse));
        }
        (Ns::Admin, "generatoragent") => {
            return set(&mut head.generator, element.value("rdf:resource"));
        }
        (Ns::Itunes, "author") => {
            let person = text::value(element, &mut head.repairs);
            let person = person.as_deref().and_then(Person::parse);
            let is_new = |person: &Person| {
                !head.authors.iter().take(64).any(|known| known.name == person.name)
            };
            let person = person.filter(is_new);
            head.authors.extend(person);
        }
        (Ns::Itunes, "subtitle" | "summary") => {
            set(&mut head.description, plain(element, &mut head.repairs));
            return false;
        }
        (Ns::Itunes, "image") => {
            let url = element.value("href").map(|url| address(element, &url));
            if let Some(url) = url {
                head.image.get_or_insert(Picture { url, ..Picture::default() });
            }
        }
        (Ns::Tombstones, "deleted-entry") => head.deleted.push(deleted(element)),
        _ => return false,
    }
    true
}

fn deleted(element: &Element<'_>) -> Value {
    let mut said = Map::new();
    for name in ["ref", "when"] {
        said.extend(element.value(name).map(|value| (name.to_owned(), value.into())));
    }
    let mut aside = Repairs::default();
    let mut children = element.children(&is_structure, &mut aside);
    while let Some(child) = children.next() {
        let mut repairs = Repairs::default();
        let value = match &*child.name {
            "by" => atom_person(&child, &mut repairs).and_then(|person| person.name),
            "comment" => text::value(&child, &mut repairs),
            _ => continue,
        };
        said.extend(value.map(|value| (child.name.to_string(), json!(value))));
    }
    said.into()
}

//! What a feed says of the blog as a whole.

use larder_core::{NoteKind, Timestamp};
use serde_json::{Map, Value, json};

use super::{
    base,
    entry::{Context, Picture, atom_person, is_structure},
    person::Person,
    text,
};
use crate::extension::Extensions;
use crate::xml::{Cursor, Element, Ns, Repairs, Scope};

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
    /// The addresses of the documents before and after this one.
    pub(super) pages: Vec<String>,
    /// What the feed says is deleted: `ref`, `when`, `by`, `comment`.
    pub(super) deleted: Vec<Value>,
    pub(super) extensions: Extensions,
    pub(super) notes: Vec<NoteKind>,
    pub(super) repairs: Repairs,
}

/// Relations that lead to other documents of the same feed, each of which leads on.
const PAGES: [&str; 5] = ["prev-archive", "next-archive", "next", "prev", "previous"];

/// Reads the head of a feed: everything that stands in no entry.
pub(super) fn read(text: &str, scope: &Scope, context: &Context) -> Head {
    let mut head = Head::default();
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
    let stated = scope.language.as_deref().filter(|language| !language.is_empty());
    if let Some(language) = stated
        && !set(&mut head.language, Some(language.to_owned()))
    {
        head.extensions.push("xml:lang", language);
    }
    if head.generator.as_deref().is_some_and(|it| it.starts_with("Larder ")) {
        // Atom demands somebody; where nobody is known, our feeds name the blog itself.
        let blog = Person { name: head.title.clone(), ..Person::default() };
        head.authors.retain(|person| *person != blog);
    }
    head
}

/// Takes what is stated first. Returns whether nothing of it is lost.
fn set<T: PartialEq>(place: &mut Option<T>, value: Option<T>) -> bool {
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
    context.date(&text, &mut head.notes)
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
            return set(&mut head.language, stated);
        }
        "copyright" | "rights" => return set(&mut head.rights, plain(element, &mut head.repairs)),
        "generator" => return set(&mut head.generator, text::value(element, &mut head.repairs)),
        "lastbuilddate" => {
            let earlier = head.updated;
            head.updated = updated(head, element, context).or(earlier);
            if let Some(earlier) = earlier.filter(|it| Some(*it) != head.updated) {
                head.extensions.push("feed:updated", earlier.to_rfc3339());
            }
        }
        "pubdate" => {
            let published = updated(head, element, context);
            return set(&mut head.updated, published);
        }
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
        replace(head, picture);
    } else if let Some(url) = element.value("rdf:resource").or_else(|| element.value("href")) {
        let url = address(element, &url);
        is_whole &= show(head, Picture { url, ..Picture::default() });
    }
    is_whole
}

/// Takes a picture that counts more than the one before, whose address is kept.
fn replace(head: &mut Head, picture: Picture) {
    let url = picture.url.clone();
    if let Some(known) = head.image.replace(picture).filter(|known| known.url != url) {
        head.extensions.push("feed:picture", known.url);
    }
}

/// Takes a picture where none is known. Returns whether nothing of it is lost.
fn show(head: &mut Head, picture: Picture) -> bool {
    head.image.get_or_insert_with(|| picture.clone()).url == picture.url
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
        "updated" | "modified" => {
            let updated = updated(head, element, context);
            return set(&mut head.updated, updated);
        }
        "author" => {
            let (person, is_whole) = atom_person(element, &mut head.repairs);
            head.authors.extend(person);
            return is_whole;
        }
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
                    "logo" => replace(head, picture),
                    _ => return show(head, picture),
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
        rel if PAGES.contains(&rel) => head.pages.push(href),
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
            return set(&mut head.language, stated);
        }
        (Ns::Dc, "rights") => return set(&mut head.rights, plain(element, &mut head.repairs)),
        (Ns::Dc, "date") | (Ns::DcTerms, "modified") => {
            let updated = updated(head, element, context);
            return set(&mut head.updated, updated);
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
                return show(head, Picture { url, ..Picture::default() });
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
            "by" => atom_person(&child, &mut repairs).0.and_then(|person| person.name),
            "comment" => text::value(&child, &mut repairs),
            _ => continue,
        };
        said.extend(value.map(|value| (child.name.to_string(), json!(value))));
    }
    said.into()
}

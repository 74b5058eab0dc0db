//! What an export says of the blog: its name, who writes in it, its categories and tags.

use std::collections::HashSet;

use larder_core::{Author, AuthorId, Extra, Site, Term, TermId, TermKind};
use serde_json::{Map, Value, json};

use super::item::{Meta, meta};
use crate::{
    extension::{keep_all, told},
    readers::wxr::title,
    unique::hashed,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// The head of an export.
#[derive(Clone, Debug, Default)]
pub(super) struct Channel {
    pub(super) title: Option<String>,
    /// `link`
    pub(super) link: Option<String>,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) generator: Option<String>,
    /// `wp:wxr_version`
    pub(super) version: Option<String>,
    /// `wp:base_blog_url`
    pub(super) blog: Option<String>,
    /// `wp:base_site_url`
    pub(super) site: Option<String>,
    /// Whether it says that it is an export, and not any feed.
    pub(super) is_export: bool,
    is_squarespace: bool,
    pub(super) authors: Vec<Writer>,
    pub(super) terms: Vec<Named>,
    /// The picture of the blog.
    pub(super) image: Option<String>,
    /// Everything else.
    pub(super) others: Vec<(String, Value)>,
    pub(super) repairs: Repairs,
}

/// `wp:author`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Writer {
    /// `wp:author_id`; Squarespace counts below zero.
    pub(super) row: Option<i64>,
    pub(super) login: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) others: Vec<(String, Value)>,
}

/// `wp:category`, `wp:tag` or `wp:term`
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) taxonomy: String,
    pub(super) slug: String,
    /// The slug of the one above.
    pub(super) parent: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) others: Vec<(String, Value)>,
    pub(super) meta: Vec<(String, String)>,
}

impl Writer {
    /// What posts call it by, else what else is known.
    pub(super) fn key(&self) -> String {
        let all = [&self.login, &self.email, &self.name];
        all.into_iter().find(|it| !it.is_empty()).cloned().unwrap_or_default()
    }

    fn is_squarespace(&self) -> bool {
        self.row.is_some_and(|row| row < 0)
    }
}

/// Reads the head.
pub(super) fn read(text: &str, scope: &Scope) -> Channel {
    let mut channel = Channel::default();
    let mut repairs = Repairs::default();
    let is_structure = |ns: Ns, _: &str| matches!(ns, Ns::Wp);
    let mut aside = Repairs::default();
    let mut elements = Cursor::new(text, scope, &is_structure, &mut aside);
    while let Some(element) = elements.next() {
        channel.take(&element, scope, &mut repairs);
    }
    repairs.add(&aside);
    channel.repairs = repairs;
    channel.is_export = scope.has(Ns::Wp) || channel.version.is_some();
    channel
}

impl Channel {
    /// The address of the blog.
    pub(super) fn home(&self) -> Option<&str> {
        let all = [&self.blog, &self.link, &self.site];
        all.into_iter().flatten().map(String::as_str).find(|it| !it.is_empty())
    }

    /// Whether Squarespace wrote it, which counts its authors below zero.
    pub(super) fn is_squarespace(&self) -> bool {
        self.is_squarespace || self.authors.iter().any(Writer::is_squarespace)
    }

    /// Takes over what another part of the same export says and this one does not. `is_all` says whether its lists are to
    /// be taken, too: they come once, when all of it was read.
    pub(super) fn fill_from(&mut self, other: Self, is_all: bool) {
        let fill = |place: &mut Option<String>, other: Option<String>| {
            if place.is_none() {
                *place = other;
            }
        };
        fill(&mut self.title, other.title);
        fill(&mut self.link, other.link);
        fill(&mut self.description, other.description);
        fill(&mut self.language, other.language);
        fill(&mut self.generator, other.generator);
        fill(&mut self.version, other.version);
        fill(&mut self.blog, other.blog);
        fill(&mut self.site, other.site);
        fill(&mut self.image, other.image);
        if !is_all {
            // Who it is from shows in its authors, whoever they are.
            self.is_squarespace |= other.authors.iter().any(Writer::is_squarespace);
            return;
        }
        self.authors.extend(other.authors);
        self.terms.extend(other.terms);
        let told = |(name, value): &(String, Value)| hashed((name, value.to_string()));
        let known: HashSet<u64> = self.others.iter().map(told).collect();
        self.others.extend(other.others.into_iter().filter(|it| !known.contains(&told(it))));
    }

    fn take<'a>(&mut self, element: &Element<'a>, scope: &'a Scope, repairs: &mut Repairs) {
        let place = match (element.ns, &*element.name) {
            (Ns::Core, "title") => &mut self.title,
            (Ns::Core, "link") => &mut self.link,
            (Ns::Core, "description") => &mut self.description,
            (Ns::Core, "language") => &mut self.language,
            (Ns::Core, "generator") => &mut self.generator,
            (Ns::Wp, "wxr_version") => &mut self.version,
            (Ns::Wp, "base_blog_url") => &mut self.blog,
            (Ns::Wp, "base_site_url") => &mut self.site,
            (Ns::Core, "image") => {
                self.image = self.image.take().or_else(|| inside(element, scope, "url", repairs));
                return;
            }
            (Ns::Wp, "author") => return self.authors.push(writer(element, scope, repairs)),
            (Ns::Wp, "category" | "tag" | "term") => {
                return self.terms.push(named(element, scope, repairs));
            }
            _ => return self.others.push(told(element, repairs)),
        };
        let text = element.text(repairs).trim().to_owned();
        if place.is_none() && !text.is_empty() {
            *place = Some(text);
        }
    }
}

/// The names and texts of the elements in another one.
fn fields<'a>(
    element: &Element<'a>,
    scope: &'a Scope,
    repairs: &mut Repairs,
    mut take: impl FnMut(&Element<'a>, String),
) {
    let (mut aside, nothing) = (Repairs::default(), |_: Ns, _: &str| false);
    let mut children = Cursor::new(element.inner, scope, &nothing, &mut aside);
    while let Some(child) = children.next() {
        let text = match child.has_elements() {
            true => String::new(),
            false => child.data(repairs).trim().to_owned(),
        };
        take(&child, text);
    }
    repairs.add(&aside);
}

fn inside<'a>(
    element: &Element<'a>,
    scope: &'a Scope,
    name: &str,
    repairs: &mut Repairs,
) -> Option<String> {
    let mut found = None;
    fields(element, scope, repairs, |child, text| {
        if child.name == name && !text.is_empty() {
            found.get_or_insert(text);
        }
    });
    found
}

fn writer<'a>(element: &Element<'a>, scope: &'a Scope, repairs: &mut Repairs) -> Writer {
    let mut writer = Writer::default();
    fields(element, scope, repairs, |child, text| match &*child.name {
        "author_id" => writer.row = text.parse().ok(),
        "author_login" => writer.login = text,
        "author_email" => writer.email = text,
        "author_display_name" => writer.name = text,
        name if !text.is_empty() => writer.others.push((format!("wp:{name}"), text.into())),
        _ => {}
    });
    writer
}

fn named<'a>(element: &Element<'a>, scope: &'a Scope, repairs: &mut Repairs) -> Named {
    let taxonomy = match &*element.name {
        "category" => "category",
        "tag" => "post_tag",
        _ => "",
    };
    let mut term = Named { taxonomy: taxonomy.to_owned(), ..Named::default() };
    let mut pairs = Vec::new();
    fields(element, scope, repairs, |child, text| match &*child.name {
        "term_taxonomy" => term.taxonomy = text,
        "category_nicename" | "tag_slug" | "term_slug" => term.slug = text,
        "category_parent" | "term_parent" => term.parent = text,
        "cat_name" | "tag_name" | "term_name" => term.name = text,
        "category_description" | "tag_description" | "term_description" => term.description = text,
        "termmeta" => {
            let Meta { key, value } = meta(child, scope, &mut Repairs::default());
            pairs.push((key.into_owned(), value.into_owned()));
        }
        name if !text.is_empty() => term.others.push((format!("wp:{name}"), text.into())),
        _ => {}
    });
    term.meta = pairs;
    term
}

/// The blog, apart from its parts.
pub(super) fn site(channel: &Channel, platform: &str) -> Site {
    let home = channel.home().map(|home| home.trim_end_matches('/'));
    let mut site = Site::new(home.unwrap_or("wxr"));
    site.home = channel.home().map(str::to_owned);
    site.title = channel.title.as_deref().map(title);
    site.description = channel.description.as_deref().map(title);
    site.language.clone_from(&channel.language);
    site.platform = Some(platform.to_owned());
    if let Some(version) = &channel.version {
        site.extra.insert("wp:wxr_version", version.as_str());
    }
    if let Some(generator) = &channel.generator {
        site.extra.insert("generator", generator.as_str());
    }
    if let Some(base) = channel.site.as_ref().filter(|it| Some(*it) != channel.blog.as_ref()) {
        site.extra.insert("wp:base_site_url", base.as_str());
    }
    // When it was exported says nothing of the blog.
    let others = channel.others.iter().filter(|(name, value)| name != "pubDate" && value != "");
    keep_all(&mut site.extra, others.cloned());
    site
}

/// Somebody who writes. An address of e-mail, which some use as their login, is private, and an id is not.
pub(super) fn author_id(login: &str) -> AuthorId {
    match login.contains('@') {
        true => AuthorId::derived(&["wxr", login]),
        false => AuthorId::new(login),
    }
}

/// The author that the head of an export tells of.
pub(super) fn author(writer: &Writer) -> Author {
    let mut author = Author::new(author_id(&writer.key()));
    let is_name = |name: &&String| !name.is_empty() && !name.contains('@');
    author.name = Some(&writer.name).filter(is_name).cloned();
    author.handle = Some(&writer.login).filter(is_name).cloned();
    author.email = [&writer.email, &writer.login].into_iter().find(|it| it.contains('@')).cloned();
    let mut others = writer.others.clone();
    if let Some(bio) = others.iter().position(|(name, _)| name == "wp:author_description") {
        author.bio = others.remove(bio).1.as_str().map(str::to_owned);
    }
    if let Some(row) = writer.row {
        author.extra.insert("wp:author_id", row);
    }
    if writer.name.contains('@') {
        author.extra.insert("wp:author_display_name", writer.name.as_str());
    }
    keep_all(&mut author.extra, others);
    author
}

/// What kind of term a taxonomy has; None for those that the model has no terms for.
pub(super) fn kind(taxonomy: &str) -> Option<TermKind> {
    match taxonomy {
        "category" => Some(TermKind::Category),
        "post_tag" | "tag" => Some(TermKind::Tag),
        _ => None,
    }
}

/// The id of a term: `category:essays`.
pub(super) fn term_id(kind: TermKind, slug: &str) -> TermId {
    let class = if kind == TermKind::Tag { "tag" } else { "category" };
    TermId::new([class, ":", slug].concat())
}

/// The term that the head of an export tells of.
pub(super) fn term(named: &Named, kind: TermKind, is_known: impl Fn(&TermId) -> bool) -> Term {
    let mut term = Term::new(term_id(kind, &named.slug), kind, title(&named.name));
    term.slug = Some(named.slug.clone());
    term.description = Some(&named.description).filter(|it| !it.is_empty()).cloned();
    match Some(&*named.parent).filter(|it| !it.is_empty()).map(|it| term_id(kind, it)) {
        Some(parent) if is_known(&parent) && parent != term.id => term.parent = Some(parent),
        Some(_) => _ = term.extra.insert("wp:parent", named.parent.as_str()),
        None => {}
    }
    keep_all(&mut term.extra, named.others.iter().cloned());
    keep_meta(&mut term.extra, named.meta.iter().map(|(key, value)| (&**key, &**value)));
    term
}

/// A term of a taxonomy that the model has no place for.
pub(super) fn aside(named: &Named) -> Value {
    let mut value = json!({ "taxonomy": named.taxonomy, "slug": named.slug, "name": named.name });
    let fields = [("parent", &named.parent), ("description", &named.description)];
    for (name, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
        value[name] = text.as_str().into();
    }
    for (name, text) in &named.others {
        value[name] = text.clone();
    }
    if !named.meta.is_empty() {
        value["meta"] = named.meta.iter().map(|(key, text)| json!([key, text])).collect();
    }
    value
}

/// Keeps keys and values under `wp:meta`; of a key that is there several times, all values.
pub(super) fn keep_meta<'m>(extra: &mut Extra, pairs: impl Iterator<Item = (&'m str, &'m str)>) {
    let mut all = Map::new();
    for (key, value) in pairs {
        match all.get_mut(key) {
            None => _ = all.insert(key.to_owned(), value.into()),
            Some(Value::Array(values)) => values.push(value.into()),
            Some(known) => {
                let first = known.take();
                *known = json!([first, value]);
            }
        }
    }
    if !all.is_empty() {
        extra.insert("wp:meta", Value::Object(all));
    }
}

//! One item of an export: its fields, as they stand there.

use std::{borrow::Cow, sync::LazyLock};

use memchr::memmem;
use serde_json::{Value, json};

use super::split::Soundness;
use crate::{
    extension::told,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// An item. Texts are decoded; fields that are not there are empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Item<'a> {
    pub(super) title: Cow<'a, str>,
    pub(super) link: Cow<'a, str>,
    pub(super) guid: Cow<'a, str>,
    pub(super) creator: Cow<'a, str>,
    pub(super) pub_date: Cow<'a, str>,
    pub(super) description: Cow<'a, str>,
    pub(super) content: Cow<'a, str>,
    pub(super) excerpt: Cow<'a, str>,
    /// `wp:post_id`
    pub(super) row: Option<u64>,
    /// `wp:post_date`, `wp:post_date_gmt`
    pub(super) date: Dates<'a>,
    /// `wp:post_modified`, `wp:post_modified_gmt`
    pub(super) modified: Dates<'a>,
    /// `wp:post_name`
    pub(super) slug: Cow<'a, str>,
    pub(super) status: Cow<'a, str>,
    /// `wp:post_parent`; 0 for none.
    pub(super) parent: u64,
    /// `wp:post_type`
    pub(super) class: Cow<'a, str>,
    /// `wp:post_password`. None where nothing says whether there is one.
    pub(super) password: Option<Cow<'a, str>>,
    /// Whether anything stands behind the password, so that all of it is there.
    is_past_password: bool,
    /// Whether it states twice what it is or who may see it: two items may have run into one.
    is_doubtful: bool,
    /// How many comments begin in it, however they end.
    pub(super) begun: u64,
    /// How many comments were found, read or not.
    pub(super) said: u64,
    pub(super) attachment_url: Cow<'a, str>,
    pub(super) terms: Vec<Category<'a>>,
    /// `wp:postmeta`, in the order of the item.
    pub(super) meta: Vec<Meta<'a>>,
    pub(super) comments: Vec<Comment<'a>>,
    /// Everything else, under the names that the export uses.
    pub(super) others: Vec<(String, Value)>,
    /// What had to be repaired.
    pub(super) repairs: Repairs,
}

/// A date in local time and in UTC.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates<'a> {
    pub(super) local: Cow<'a, str>,
    pub(super) gmt: Cow<'a, str>,
}

/// A term of an item.
#[derive(Clone, Debug, Default)]
pub(super) struct Category<'a> {
    /// The taxonomy. Empty in the oldest exports.
    pub(super) domain: String,
    /// The slug.
    pub(super) nicename: String,
    pub(super) name: Cow<'a, str>,
}

impl Category<'_> {
    /// It in JSON.
    pub(super) fn told(&self) -> Value {
        json!({ "taxonomy": self.domain, "slug": self.nicename, "name": &*self.name })
    }
}

/// A key and a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
}

/// A comment.
#[derive(Clone, Debug, Default)]
pub(super) struct Comment<'a> {
    pub(super) row: Option<u64>,
    pub(super) author: Cow<'a, str>,
    pub(super) email: Cow<'a, str>,
    pub(super) url: Cow<'a, str>,
    pub(super) ip: Cow<'a, str>,
    pub(super) date: Dates<'a>,
    pub(super) content: Cow<'a, str>,
    pub(super) approved: Cow<'a, str>,
    pub(super) class: Cow<'a, str>,
    pub(super) parent: u64,
    pub(super) others: Vec<(String, Value)>,
    pub(super) meta: Vec<Meta<'a>>,
    /// Whether it states twice whether it was shown, or holds what is of another.
    pub(super) is_doubtful: bool,
}

/// How much of an item is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// What others refer to, and how many comments there are: no bodies.
    Index,
}

/// Finds where comments begin.
static COMMENTS: LazyLock<memmem::Finder<'_>> =
    LazyLock::new(|| memmem::Finder::new(b"<wp:comment>"));

/// Reads an item, all of whose text is `text`.
pub(super) fn read<'a>(text: &'a str, scope: &'a Scope, extent: Extent) -> Item<'a> {
    let mut item = Item::default();
    let mut repairs = Repairs::default();
    item.begun = COMMENTS.find_iter(text.as_bytes()).count() as u64;
    let Some(element) = Element::outermost(text, scope, &mut repairs) else { return item };
    let mut aside = Repairs::default();
    let mut children = Cursor::new(element.inner, scope, &is_structure, &mut aside);
    while let Some(child) = children.next() {
        item.take(&child, scope, extent, &mut repairs);
    }
    repairs.add(&aside);
    item.repairs = repairs;
    item
}

/// What an item is made of: where one of these begins, an element before it that was never closed ends.
pub(super) fn is_structure(ns: Ns, name: &str) -> bool {
    const NAMES: [&str; 7] =
        ["title", "link", "guid", "pubdate", "description", "category", "enclosure"];
    match ns {
        Ns::Core => NAMES.contains(&name),
        Ns::Wp => !matches!(name, "meta_key" | "meta_value") && !name.starts_with("comment_"),
        Ns::Content | Ns::Dc => true,
        _ => false,
    }
}

impl<'a> Item<'a> {
    /// The password, if it has one.
    pub(super) fn password(&self) -> &str {
        self.password.as_deref().unwrap_or_default()
    }

    /// Whether everything is there that says who may see it. Of an item that is cut off, a password may be missing.
    pub(super) fn tells_all(&self, soundness: Soundness) -> bool {
        match soundness {
            _ if self.is_doubtful => false,
            Soundness::Whole => true,
            Soundness::Cut => self.is_past_password,
            Soundness::Swallowed => false,
        }
    }

    /// The text of another field.
    pub(super) fn other(&self, name: &str) -> Option<&str> {
        let field = self.others.iter().find(|(known, _)| known == name);
        field.and_then(|(_, value)| value.as_str())
    }

    /// What has no place in the model, but for what every item says and says nothing.
    pub(super) fn telling(&self) -> impl Iterator<Item = &(String, Value)> {
        let is_default = |name: &str, value: &Value| match name {
            "wp:menu_order" | "wp:is_sticky" => value == "0",
            // The address of the feed of its comments.
            "wfw:commentRss" => true,
            _ => value == "",
        };
        self.others.iter().filter(move |(name, value)| !is_default(name, value))
    }

    /// The first value of a key.
    pub(super) fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|meta| meta.key == key).map(|meta| &*meta.value)
    }

    fn take(
        &mut self,
        element: &Element<'a>,
        scope: &'a Scope,
        extent: Extent,
        repairs: &mut Repairs,
    ) {
        self.is_past_password |= self.password.is_some();
        match (element.ns, &*element.name) {
            (Ns::Core, "title") => {
                let title = text(element, repairs);
                self.keep_first("title", &title);
                self.title = title;
            }
            (Ns::Core, "link") => self.link = value(element, repairs),
            (Ns::Core, "guid") => self.guid = value(element, repairs),
            (Ns::Core, "pubdate") => self.pub_date = value(element, repairs),
            (Ns::Core, "description") => self.description = value(element, repairs),
            (Ns::Core, "category") => self.terms.push(category(element, repairs)),
            (Ns::Dc, "creator") => self.creator = value(element, repairs),
            (Ns::Content, "encoded") if extent == Extent::Whole => {
                let content = element.data(repairs);
                self.keep_first("content:encoded", &content);
                self.content = content;
            }
            (Ns::Content, "encoded") => {}
            (Ns::Wp, name) => self.take_own(name, element, scope, extent, repairs),
            _ => self.others.push(told(element, repairs)),
        }
    }

    fn take_own(
        &mut self,
        name: &str,
        element: &Element<'a>,
        scope: &'a Scope,
        extent: Extent,
        repairs: &mut Repairs,
    ) {
        match name {
            // Of the namespace of excerpts.
            "encoded" => self.excerpt = element.data(repairs),
            "post_id" => {
                self.is_doubtful |= self.row.is_some();
                self.row = number(element, repairs);
            }
            "post_date" => self.date.local = value(element, repairs),
            "post_date_gmt" => self.date.gmt = value(element, repairs),
            "post_modified" => self.modified.local = value(element, repairs),
            "post_modified_gmt" => self.modified.gmt = value(element, repairs),
            "post_name" => self.slug = value(element, repairs),
            "status" => {
                self.is_doubtful |= !self.status.is_empty();
                self.status = value(element, repairs);
            }
            "post_parent" => self.parent = number(element, repairs).unwrap_or_default(),
            "post_type" => {
                self.is_doubtful |= !self.class.is_empty();
                self.class = value(element, repairs);
            }
            "post_password" => {
                let password = password(element, repairs);
                if self.password().is_empty() {
                    self.password = Some(password);
                }
            }
            "attachment_url" => self.attachment_url = value(element, repairs),
            "postmeta" => self.meta.push(meta(element, scope, repairs)),
            "comment" => {
                self.said += 1;
                if extent == Extent::Whole {
                    self.comments.push(comment(element, scope, repairs));
                }
            }
            _ => self.others.push(told(element, repairs)),
        }
    }

    /// Keeps the first of two values of a field, of which the last counts.
    fn keep_first(&mut self, name: &str, next: &str) {
        let first = match name {
            "title" => &self.title,
            _ => &self.content,
        };
        if !first.is_empty() && **first != *next {
            self.others.push((name.to_owned(), (&**first).into()));
        }
    }
}

/// The password of an item. What stands where it should be and cannot be read is one.
fn password<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Cow<'a, str> {
    let text = text(element, repairs);
    let raw = element.inner.trim_ascii();
    let is_none = raw.is_empty() || raw == "<![CDATA[]]>";
    if text.is_empty() && !is_none { Cow::Borrowed(raw) } else { text }
}

fn text<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Cow<'a, str> {
    element.text(repairs)
}

/// A text without white space around it.
fn value<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Cow<'a, str> {
    match element.text(repairs) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

fn number(element: &Element<'_>, repairs: &mut Repairs) -> Option<u64> {
    value(element, repairs).parse().ok()
}

fn category<'a>(element: &Element<'a>, repairs: &mut Repairs) -> Category<'a> {
    Category {
        domain: element.value("domain").unwrap_or_default(),
        nicename: element.value("nicename").unwrap_or_default(),
        name: value(element, repairs),
    }
}

/// A key with its value, of a post, a comment or a term.
pub(super) fn meta<'a>(element: &Element<'a>, scope: &'a Scope, repairs: &mut Repairs) -> Meta<'a> {
    let mut meta = Meta::default();
    let mut aside = Repairs::default();
    let mut children = Cursor::new(element.inner, scope, &nothing, &mut aside);
    while let Some(child) = children.next() {
        match &*child.name {
            "meta_key" => meta.key = value(&child, repairs),
            "meta_value" => meta.value = child.data(repairs),
            _ => {}
        }
    }
    repairs.add(&aside);
    meta
}

fn comment<'a>(element: &Element<'a>, scope: &'a Scope, repairs: &mut Repairs) -> Comment<'a> {
    let is_doubtful = holds_another(element.inner);
    let mut comment = Comment { is_doubtful, ..Comment::default() };
    let mut aside = Repairs::default();
    let mut children = Cursor::new(element.inner, scope, &nothing, &mut aside);
    while let Some(child) = children.next() {
        comment.take(&child, scope, repairs);
    }
    repairs.add(&aside);
    comment
}

/// Whether the text of a comment holds a part of another: character data without its own end has taken it, and the fields
/// that follow are of that one.
fn holds_another(inner: &str) -> bool {
    static TAGS: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(b"comment>"));
    TAGS.find_iter(inner.as_bytes()).any(|at| {
        let before = &inner[..at];
        before.ends_with("<wp:") || before.ends_with("</wp:")
    })
}

impl<'a> Comment<'a> {
    fn take(&mut self, element: &Element<'a>, scope: &'a Scope, repairs: &mut Repairs) {
        let name = if element.ns == Ns::Wp { &*element.name } else { "" };
        match name {
            "comment_id" => self.row = number(element, repairs),
            "comment_author" => self.author = value(element, repairs),
            "comment_author_email" => self.email = value(element, repairs),
            "comment_author_url" => self.url = value(element, repairs),
            "comment_author_ip" => self.ip = value(element, repairs),
            "comment_date" => self.date.local = value(element, repairs),
            "comment_date_gmt" => self.date.gmt = value(element, repairs),
            "comment_content" => self.content = element.data(repairs),
            "comment_approved" => {
                self.is_doubtful |= !self.approved.is_empty();
                self.approved = value(element, repairs);
            }
            "comment_type" => {
                self.is_doubtful |= !self.class.is_empty();
                self.class = value(element, repairs);
            }
            "comment_parent" => self.parent = number(element, repairs).unwrap_or_default(),
            "commentmeta" => self.meta.push(meta(element, scope, repairs)),
            _ => self.others.push(told(element, repairs)),
        }
    }
}

fn nothing(_: Ns, _: &str) -> bool {
    false
}

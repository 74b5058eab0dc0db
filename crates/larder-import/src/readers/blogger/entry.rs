//! One entry of an export: its fields, as they stand there.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{
    person::Person,
    text::{Text, body, filled, said, title, value},
};
use crate::{
    extension::told,
    xml::{Cursor, Element, Ns, Repair, Repairs, Scope},
};

/// An entry. Texts are decoded; fields that are not there are empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) title: Cow<'a, str>,
    /// None where the entry has no body at all.
    pub(super) content: Option<Text<'a>>,
    /// `blogger:metaDescription`, or Atom's `summary`.
    pub(super) summary: Cow<'a, str>,
    pub(super) published: Cow<'a, str>,
    pub(super) updated: Cow<'a, str>,
    /// `blogger:created`
    pub(super) created: Cow<'a, str>,
    pub(super) authors: Vec<Person>,
    pub(super) labels: Vec<String>,
    pub(super) links: Vec<Link>,
    /// Classic: what stands behind `kind#`.
    pub(super) kind: Option<String>,
    /// Takeout: `blogger:type`.
    pub(super) class: Option<String>,
    /// Takeout: `blogger:status`.
    pub(super) status: Option<String>,
    /// Takeout: `blogger:trashed`, when it was thrown away.
    pub(super) trashed: Cow<'a, str>,
    /// `app:draft`
    pub(super) draft: Option<String>,
    /// `blogger:filename`, the path of its address.
    pub(super) filename: Cow<'a, str>,
    /// The post that a comment stands under: `blogger:parent`, or what `thr:in-reply-to` says.
    pub(super) parent: Cow<'a, str>,
    /// `thr:in-reply-to`: the address of the post.
    pub(super) parent_link: Option<String>,
    /// `blogger:inReplyTo`: the comment that is answered.
    pub(super) answered: Cow<'a, str>,
    /// `thr:total`
    pub(super) total: Option<u64>,
    pub(super) place: Place,
    /// Everything else, under the names that the export uses.
    pub(super) others: Vec<(String, Value)>,
    /// Whether anything in it is of Blogger's own namespace, as in Takeout.
    pub(super) has_own: bool,
    /// Whether it says twice what it is or who may see it: two entries may have run into one.
    pub(super) is_doubtful: bool,
    /// What had to be repaired.
    pub(super) repairs: Repairs,
}

/// A link.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    pub(super) rel: String,
    pub(super) href: String,
    pub(super) media_type: Option<String>,
    pub(super) title: Option<String>,
    pub(super) length: Option<u64>,
}

/// Where something was written, as it stands there.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) name: Option<String>,
    pub(super) latitude: Option<String>,
    pub(super) longitude: Option<String>,
}

/// Reads an entry, all of whose text is `text`.
pub(super) fn read<'a>(text: &'a str, scope: &'a Scope) -> Entry<'a> {
    let mut entry = Entry::default();
    let mut repairs = Repairs::default();
    let Some(element) = Element::outermost(text, scope, &mut repairs) else { return entry };
    let mut aside = Repairs::default();
    let mut children = Cursor::new(element.inner, scope, &is_structure, &mut aside);
    while let Some(child) = children.next() {
        entry.take(&child, &mut repairs);
    }
    repairs.add(&aside);
    entry.repairs = repairs;
    entry
}

/// The namespace of an element. Where the declaration of a prefix is damaged, its usual one.
pub(super) fn ns_of(element: &Element<'_>) -> Ns {
    match element.ns {
        Ns::Other => match element.tag.name.split_once(':') {
            Some((prefix, _)) => Ns::usual(prefix).unwrap_or(Ns::Other),
            None => Ns::Core,
        },
        Ns::Atom => Ns::Core,
        ns => ns,
    }
}

/// What an entry is made of: where one of these begins, an element before it that was never closed ends.
pub(super) fn is_structure(ns: Ns, name: &str) -> bool {
    const NAMES: [&str; 9] =
        ["id", "title", "content", "summary", "published", "updated", "category", "link", "author"];
    match ns {
        Ns::Core => NAMES.contains(&name),
        Ns::Blogger | Ns::App | Ns::Thread | Ns::GeoRss | Ns::Google => true,
        _ => false,
    }
}

/// Inside an element that is a record of its own, nothing is structure.
pub(super) fn nothing(_: Ns, _: &str) -> bool {
    false
}

impl<'a> Entry<'a> {
    /// The first link of this relation.
    pub(super) fn link(&self, rel: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.rel == rel)
    }

    /// The address of its page.
    pub(super) fn page(&self) -> Option<&str> {
        let is_html =
            |link: &&Link| link.media_type.as_deref().is_none_or(|it| it.contains("html"));
        let mut pages = self.links.iter().filter(|link| link.rel == "alternate");
        pages.find(is_html).map(|link| &*link.href)
    }

    fn take(&mut self, element: &Element<'a>, repairs: &mut Repairs) {
        if self.is_again(element) {
            // The first counts, and nothing is sure any more.
            self.is_doubtful = true;
            return self.others.push(told(element, repairs));
        }
        match (ns_of(element), &*element.name) {
            (Ns::Core, "id") => self.id = value(element, repairs),
            (Ns::Core, "title") => self.title = title(element, repairs),
            (Ns::Core, "content") if element.value("src").is_none() => {
                self.content = Some(body(element, repairs));
            }
            (Ns::Core, "summary") => self.summary = title(element, repairs),
            (Ns::Core, "published") => self.published = value(element, repairs),
            (Ns::Core, "updated") => self.updated = value(element, repairs),
            (Ns::Core, "author") => self.authors.push(Person::read(element, repairs)),
            (Ns::Core, "category") => self.category(element, repairs),
            (Ns::Core | Ns::Blogger, "link") => self.take_link(element, "", repairs),
            (Ns::Core | Ns::Blogger, "enclosure") => {
                self.take_link(element, "enclosure", repairs);
            }
            (Ns::Blogger, name) => self.take_own(name, element, repairs),
            (Ns::App, "control") => self.control(element, repairs),
            // Where its frame is damaged.
            (_, "draft") => self.take_draft(element, repairs),
            (Ns::Thread, "in-reply-to") => self.reply(element, repairs),
            (Ns::Thread, "total") => match value(element, repairs).parse() {
                Ok(total) => self.total = Some(total),
                Err(_) => {
                    repairs.count(Repair::Value);
                    self.others.push(told(element, repairs));
                }
            },
            (Ns::GeoRss, "point") => self.point(element, repairs),
            (Ns::GeoRss, "featurename") => self.place.name = said(element, repairs),
            // Takeout's own, were the prefix not damaged. Nothing else is called so.
            (_, "trashed" | "status") => {
                self.is_doubtful = true;
                self.others.push(told(element, repairs));
            }
            _ => self.others.push(told(element, repairs)),
        }
    }

    /// Whether an element says again what an entry says once.
    fn is_again(&self, element: &Element<'_>) -> bool {
        match (ns_of(element), &*element.name) {
            (Ns::Core, "id") => !self.id.is_empty(),
            (Ns::Core, "title") => !self.title.is_empty(),
            (Ns::Core, "content") => self.content.is_some(),
            (Ns::Core, "published") => !self.published.is_empty(),
            (Ns::Core, "updated") => !self.updated.is_empty(),
            (Ns::Blogger, "type") => self.class.is_some(),
            (Ns::Blogger, "status") => self.status.is_some(),
            (Ns::Blogger, "filename") => !self.filename.is_empty(),
            (Ns::Blogger, "parent") => !self.parent.is_empty(),
            _ => false,
        }
    }

    /// An element of Takeout.
    fn take_own(&mut self, name: &str, element: &Element<'a>, repairs: &mut Repairs) {
        self.has_own = true;
        match name {
            "type" => self.class = said(element, repairs),
            "status" => self.status = said(element, repairs),
            "trashed" if self.trashed.is_empty() => self.trashed = filled(element, repairs),
            "created" => self.created = value(element, repairs),
            "metadescription" => self.summary = value(element, repairs),
            "filename" => self.filename = value(element, repairs),
            "parent" => self.parent = value(element, repairs),
            "inreplyto" => self.answered = value(element, repairs),
            "location" => self.location(element, repairs),
            _ => self.others.push(told(element, repairs)),
        }
    }

    /// A label, or the kind of the entry.
    fn category(&mut self, element: &Element<'a>, repairs: &mut Repairs) {
        let term = element.value("term").or_else(|| said(element, repairs));
        let scheme = element.value("scheme").unwrap_or_default();
        match term {
            Some(term) if term.contains(KIND) || scheme.ends_with("#kind") => {
                let kind = term.rsplit_once('#').map_or(&*term, |(_, kind)| kind).to_owned();
                self.is_doubtful |= self.kind.is_some();
                self.kind = Some(kind);
            }
            Some(term) if is_of_labels(&scheme) => self.labels.push(term),
            _ => self.others.push(told(element, repairs)),
        }
    }

    fn take_link(&mut self, element: &Element<'a>, rel: &str, repairs: &mut Repairs) {
        let href = element.value("href").or_else(|| element.value("url"));
        let Some(href) = href.or_else(|| said(element, repairs)) else {
            // Takeout has them empty.
            if element.tag.attributes().next().is_some() {
                self.others.push(told(element, repairs));
            }
            return;
        };
        let rel = if rel.is_empty() { element.value("rel") } else { Some(rel.to_owned()) };
        self.links.push(Link {
            rel: rel.unwrap_or_else(|| "alternate".to_owned()),
            href,
            media_type: element.value("type"),
            title: element.value("title"),
            length: element.value("length").and_then(|it| it.parse().ok()),
        });
    }

    fn control(&mut self, element: &Element<'a>, repairs: &mut Repairs) {
        let mut aside = Repairs::default();
        let mut children = element.children(&nothing, &mut aside);
        let before = self.draft.is_some();
        while let Some(child) = children.next() {
            match &*child.name {
                "draft" => self.take_draft(&child, repairs),
                _ => self.others.push(told(&child, repairs)),
            }
        }
        repairs.add(&aside);
        // It is there for nothing but to say that something is a draft.
        if self.draft.is_some() == before {
            self.draft.get_or_insert_default();
        }
    }

    fn take_draft(&mut self, element: &Element<'_>, repairs: &mut Repairs) {
        self.is_doubtful |= self.draft.is_some();
        self.draft = Some(value(element, repairs).into_owned());
    }

    fn reply(&mut self, element: &Element<'a>, repairs: &mut Repairs) {
        self.parent_link = element.value("href");
        let from_source = || post_id_of(&element.value("source")?);
        match element.value("ref").or_else(from_source) {
            Some(id) => self.parent = Cow::Owned(id),
            None => self.others.push(told(element, repairs)),
        }
    }

    fn location(&mut self, element: &Element<'a>, repairs: &mut Repairs) {
        let mut aside = Repairs::default();
        let mut children = element.children(&nothing, &mut aside);
        let mut kept = Map::new();
        while let Some(child) = children.next() {
            match &*child.name {
                "name" => self.place.name = said(&child, repairs),
                "latitude" => self.place.latitude = said(&child, repairs),
                "longitude" => self.place.longitude = said(&child, repairs),
                name => {
                    let value = said(&child, repairs);
                    value.into_iter().for_each(|it| _ = kept.insert(name.to_owned(), it.into()));
                }
            }
        }
        repairs.add(&aside);
        if !kept.is_empty() {
            self.others.push(("blogger:location".to_owned(), kept.into()));
        }
    }

    /// `37.5665 126.978`
    fn point(&mut self, element: &Element<'a>, repairs: &mut Repairs) {
        let text = value(element, repairs);
        match text.split_once([' ', ',']) {
            Some((latitude, longitude)) => {
                self.place.latitude = Some(latitude.to_owned());
                self.place.longitude = Some(longitude.trim().to_owned());
            }
            None => self.others.push(told(element, repairs)),
        }
    }
}

/// What stands in terms that say what an entry is.
const KIND: &str = "schemas.google.com/blogger/2008/kind#";

/// Labels have the scheme of Blogger, in Takeout that of the blog, and of old none.
fn is_of_labels(scheme: &str) -> bool {
    scheme.is_empty()
        || scheme.ends_with("blogger.com/atom/ns#")
        || super::blog_of(scheme).is_some()
}

/// The id of the post at `http://www.blogger.com/feeds/N/posts/default/M`.
fn post_id_of(address: &str) -> Option<String> {
    let (_, path) = address.split_once("/feeds/")?;
    let mut parts = path.split('/');
    let (blog, post) = (parts.next()?, parts.next_back()?);
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(blog) && is_number(post)).then(|| format!("{}{blog}.post-{post}", super::TAG))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(inner: &str) -> Entry<'static> {
        let text = Box::leak(format!("<entry>{inner}</entry>").into_boxed_str());
        let scope: &'static mut Scope = Box::leak(Box::default());
        scope.core = Some(Ns::Atom);
        read(text, scope)
    }

    #[test]
    fn labels_are_told_from_kinds() {
        let entry = entry(
            "<category scheme='http://schemas.google.com/g/2005#kind' \
             term='http://schemas.google.com/blogger/2008/kind#post'/>\
             <category scheme='http://www.blogger.com/atom/ns#' term='여행'/>\
             <category scheme='tag:blogger.com,1999:blog-7' term='kind'/><category term='old'/>\
             <category scheme='https://other.example/' term='x'/>",
        );
        assert_eq!(entry.kind.as_deref(), Some("post"));
        assert_eq!(entry.labels, ["여행", "kind", "old"]);
        assert_eq!(entry.others.len(), 1);
    }

    #[test]
    fn the_post_of_a_comment_is_known_by_its_id_or_its_feed() {
        let by_id =
            entry("<thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-2' href='http://b/'/>");
        assert_eq!(&*by_id.parent, "tag:blogger.com,1999:blog-1.post-2");
        let by_feed =
            entry("<thr:in-reply-to source='http://www.blogger.com/feeds/1/posts/default/2'/>");
        assert_eq!(&*by_feed.parent, "tag:blogger.com,1999:blog-1.post-2");
        assert_eq!(entry("<thr:in-reply-to/>").others.len(), 1);
    }

    #[test]
    fn whatever_may_say_that_it_is_a_draft_counts() {
        let draft = |inner: &str| entry(inner).draft;
        assert_eq!(
            draft("<app:control><app:draft>yes</app:draft></app:control>").as_deref(),
            Some("yes")
        );
        assert_eq!(draft("<x:draft>yes</x:draft>").as_deref(), Some("yes"));
        assert_eq!(
            draft("<app:control><app:drift>yes</app:drift></app:control>").as_deref(),
            Some("")
        );
        assert_eq!(draft("<app:control/>").as_deref(), Some(""));
        assert_eq!(draft("<title>draft</title>"), None);
    }

    #[test]
    fn what_is_said_twice_is_doubtful() {
        assert!(entry("<id>1</id><id>2</id>").is_doubtful);
        assert!(
            entry("<blogger:status>LIVE</blogger:status><blogger:status>DRAFT</blogger:status>")
                .is_doubtful
        );
        assert!(!entry("<id>1</id><title>a</title>").is_doubtful);
    }

    #[test]
    fn empty_links_of_takeout_say_nothing() {
        let entry = entry("<link/><enclosure></enclosure><link href='https://a.example/'/>");
        assert_eq!((entry.links.len(), entry.others.len()), (1, 0));
    }
}

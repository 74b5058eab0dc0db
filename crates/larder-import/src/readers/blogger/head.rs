//! What an export says of the blog before its first entry.

use larder_core::Timestamp;
use serde_json::Value;

use super::{
    date,
    entry::{Link, is_structure, ns_of},
    person::Person,
    text::{said, title, value},
};
use crate::{
    extension::told,
    xml::{Cursor, Element, Ns, Repairs, Scope},
};

/// The head of a feed.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    /// When the blog last changed; of an export, when it was made.
    pub(super) updated: Option<Timestamp>,
    pub(super) authors: Vec<Person>,
    /// The labels of the blog.
    pub(super) labels: Vec<String>,
    pub(super) links: Vec<Link>,
    /// Everything else.
    pub(super) others: Vec<(String, Value)>,
    pub(super) repairs: Repairs,
}

/// Reads the head. Where an entry begins whose start tag is damaged, it ends.
pub(super) fn read(text: &str, scope: &Scope) -> Head {
    let mut head = Head::default();
    let mut repairs = Repairs::default();
    let mut aside = Repairs::default();
    let mut elements = Cursor::new(text, scope, &is_structure, &mut aside);
    let mut is_entry = false;
    while let Some(element) = elements.next() {
        is_entry |= head.is_over(&element);
        match is_entry {
            true => head.others.push(("between-entries".to_owned(), element.outer.into())),
            false => head.take(&element, &mut repairs),
        }
    }
    repairs.add(&aside);
    head.repairs = repairs;
    head
}

impl Head {
    /// The address of the blog.
    pub(super) fn home(&self) -> Option<&str> {
        let is_html =
            |link: &&Link| link.media_type.as_deref().is_none_or(|it| it.contains("html"));
        let mut homes = self.links.iter().filter(|link| link.rel == "alternate");
        homes.find(is_html).map(|link| &*link.href).filter(|href| crate::address::is_web(href))
    }

    /// Whether an element is one of an entry.
    fn is_over(&self, element: &Element<'_>) -> bool {
        match (ns_of(element), &*element.name) {
            (Ns::Core, "id") => self.id.is_some(),
            (Ns::Core, "content" | "published" | "summary") => true,
            (Ns::Blogger, "type" | "status") => true,
            _ => false,
        }
    }

    fn take(&mut self, element: &Element<'_>, repairs: &mut Repairs) {
        match (ns_of(element), &*element.name) {
            (Ns::Core, "id") => self.id = said(element, repairs),
            (Ns::Core, "title") if self.title.is_none() => {
                let title = title(element, repairs).into_owned();
                self.title = Some(title).filter(|it| !it.is_empty());
            }
            (Ns::Core, "subtitle") => {
                let subtitle = title(element, repairs).into_owned();
                self.subtitle = Some(subtitle).filter(|it| !it.is_empty());
            }
            (Ns::Core, "updated") => match date::stated(&value(element, repairs)) {
                Some(time) => self.updated = Some(time),
                None => self.others.push(told(element, repairs)),
            },
            (Ns::Core, "author") => self.authors.push(Person::read(element, repairs)),
            (Ns::Core, "category") => self.labels.extend(element.value("term")),
            (Ns::Core, "link") => match element.value("href") {
                Some(href) => self.links.push(Link {
                    rel: element.value("rel").unwrap_or_else(|| "alternate".to_owned()),
                    href,
                    media_type: element.value("type"),
                    ..Link::default()
                }),
                None if element.tag.attributes().next().is_none() => {}
                None => self.others.push(told(element, repairs)),
            },
            _ => self.others.push(told(element, repairs)),
        }
    }
}

//! One block of a body before it is read: its markup, its data, its number.

use larder_core::{Note, NoteKind};
use larder_html::{NodeId, Tree};
use serde_json::Value;

use crate::readers::brunch::api::json::{self, Object};

/// A block as it was found. It has markup, or data, or both.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    /// Its number in the body, counted from 1.
    pub(super) number: u32,
    /// The page.
    pub(super) tree: &'a Tree,
    /// Its element.
    pub(super) node: Option<NodeId>,
    /// Its data.
    pub(super) data: Option<&'a Object>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Text,
    Quote,
    Image,
    Gallery,
    Video,
    Rule,
    Card,
    /// Something the reader does not know, by the name that the page gives it.
    Other(String),
}

/// The `data-app` of an element, parsed. Where it cannot be, a note says so and the markup has to do.
pub(super) fn data_of(
    tree: &Tree,
    node: NodeId,
    what: &str,
    notes: &mut Vec<Note>,
) -> Option<Object> {
    let raw = tree.attribute(node, "data-app").filter(|raw| !raw.trim_ascii().is_empty())?;
    match json::parse(raw) {
        Ok(parsed) => {
            if parsed.replaced > 0 {
                notes.push(NoteKind::BytesLostBefore { count: parsed.replaced }.into());
            }
            if let Value::Object(object) = parsed.value {
                return Some(object);
            }
            notes.push(unreadable(what, "it is no object"));
        }
        Err(error) => notes.push(unreadable(what, &error.to_string())),
    }
    None
}

fn unreadable(what: &str, why: &str) -> Note {
    NoteKind::DataUnreadable { what: format!("{what} ({why})") }.into()
}

impl<'a> Item<'a> {
    /// What it is: its data decides, then its tag, then its class.
    pub(super) fn kind(&self) -> ItemKind {
        if let Some(kind) = self.data.and_then(|data| json::text(data, "type")) {
            return ItemKind::of(kind);
        }
        let tag = self.node.and_then(|node| self.tree.name(node)).unwrap_or_default();
        match tag {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return ItemKind::Text,
            "blockquote" => return ItemKind::Quote,
            "hr" => return ItemKind::Rule,
            "img" => return ItemKind::Image,
            _ => {}
        }
        let class = self.class(|class| class.starts_with("item_type_"));
        match class.as_deref().and_then(|class| class.strip_prefix("item_type_")) {
            Some(kind) => ItemKind::of(kind),
            None => ItemKind::Text,
        }
    }

    /// The first of its classes for which `wanted` holds.
    pub(super) fn class(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let classes = self.tree.attribute(self.node?, "class")?;
        classes.split_ascii_whitespace().find(|class| wanted(class)).map(str::to_owned)
    }

    /// The first element in it that one of the selectors names, in the order of the selectors.
    pub(super) fn find(&self, selectors: &[&str]) -> Option<NodeId> {
        let node = self.node?;
        let itself = |selector: &&&str| self.tree.matches(node, selector);
        if selectors.iter().find(itself).is_some() {
            return Some(node);
        }
        selectors.iter().find_map(|selector| self.tree.find(node, selector))
    }

    /// All elements in it that the selector names.
    pub(super) fn find_all(&self, selector: &str) -> Vec<NodeId> {
        self.node.map(|node| self.tree.find_all(node, selector)).unwrap_or_default()
    }

    /// A text of its data.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        json::text(self.data?, name)
    }
}

impl ItemKind {
    /// The kind of a `type`, of a page's `data-app`, of Astro's content, or after `item_type_`.
    fn of(name: &str) -> Self {
        match name {
            "text" | "heading" | "br" | "paragraph" => Self::Text,
            "quotation" | "quote" => Self::Quote,
            "img" | "image" => Self::Image,
            "gridGallery" | "gallery" => Self::Gallery,
            "video" | "embed" => Self::Video,
            "hr" | "division" => Self::Rule,
            "opengraph" => Self::Card,
            other => Self::Other(other.to_owned()),
        }
    }
}

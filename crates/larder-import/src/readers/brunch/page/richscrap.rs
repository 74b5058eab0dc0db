//! `ks:richscrap`: the whole post as JSON in a meta element of the old site, without formatting. The body of last
//! resort.

use larder_core::{Note, NoteKind};
use larder_html::Tree;
use serde_json::Value;

use super::{blocks::Body, head::Head, image};
use crate::readers::brunch::{
    api::json::{self, Object},
    body::{Block, Image, TextKind, inline_of},
};

/// What the scrap says.
#[derive(Debug, Default)]
pub(super) struct Scrap {
    header: Object,
    author: Object,
    cards: Vec<Value>,
}

/// Reads the scrap of a page. None: it has none, or it cannot be read, which is noted.
pub(super) fn read(head: &Head<'_>, notes: &mut Vec<Note>) -> Option<Scrap> {
    let raw = head.meta("ks:richscrap")?;
    let parsed = match json::parse(raw) {
        Ok(parsed) => parsed,
        Err(error) => {
            notes.push(
                NoteKind::DataUnreadable { what: format!("`ks:richscrap` ({error})") }.into(),
            );
            return None;
        }
    };
    let Value::Object(mut scrap) = parsed.value else { return None };
    let mut object = |name: &str| match scrap.remove(name) {
        Some(Value::Object(object)) => object,
        _ => Object::default(),
    };
    let (header, author) = (object("header"), object("author"));
    let cards = match scrap.remove("cards") {
        Some(Value::Array(cards)) => cards,
        _ => Vec::new(),
    };
    Some(Scrap { header, author, cards })
}

impl Scrap {
    /// A text of the header: `title`, `subtitle`, `category_title`, `image`, `date`.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        json::text(&self.header, name)
    }

    /// The author's name.
    pub(super) fn author(&self) -> Option<&str> {
        json::text(&self.author, "name")
    }

    /// Whether there is a body.
    pub(super) fn has_cards(&self) -> bool {
        !self.cards.is_empty()
    }

    /// The body.
    pub(super) fn body(&self, tree: &Tree) -> Body {
        let mut notes = Vec::new();
        let blocks = self.cards.iter().zip(1..).map(|(card, number)| {
            block(tree, card).unwrap_or_else(|| {
                let kind = card.get("type").and_then(Value::as_str).unwrap_or("card").to_owned();
                notes.push(NoteKind::UnknownBlock { block: kind.clone(), number }.into());
                Block::Unknown { kind, html: String::new(), raw: card.to_string() }
            })
        });
        let blocks = blocks.collect();
        Body::new(blocks, notes)
    }
}

/// The block of a card. None: a kind nobody knows.
fn block(tree: &Tree, card: &Value) -> Option<Block> {
    let body = card.get("body")?.as_object()?;
    match card.get("type")?.as_str()? {
        "text" => {
            let text = body.get("content")?.as_str()?;
            Some(match text.trim_ascii().is_empty() {
                true => Block::Empty(1),
                false => Block::Text { kind: TextKind::Paragraph, html: inline_of(text) },
            })
        }
        "image" => {
            let mut found: Image = image::image(tree, None, Some(body));
            image::add(&mut found, json::text(body, "image")?);
            Some(Block::Image(found))
        }
        _ => None,
    }
}

//! The blocks of a body.
//!
//! In markup, blocks are the `.wrap_item`s; those inside another one follow it. Text is read from the markup, because links
//! stand only there, and compared with its data; everything else is read from its data, because the markup around it
//! changes, and from the markup where there is no data. See the modules [`media`] and
//! [`inline`].

use larder_core::{Note, NoteKind};
use larder_html::{NodeId, Tree};
use serde_json::Value;

use super::{
    inline,
    item::{self, Item, ItemKind},
    media,
    rich::{self, Rich},
    unknown,
};
use crate::readers::brunch::body::{Block, TextKind, inline_of};

/// The blocks of a body, and what was doubtful in them.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) blocks: Vec<Block>,
    pub(super) notes: Vec<Note>,
    count: u32,
    styles: Vec<String>,
}

/// The outermost `.wrap_item`s of a page, in its order.
pub(super) fn outermost(tree: &Tree) -> Vec<NodeId> {
    outermost_in(tree, tree.root())
}

fn outermost_in(tree: &Tree, top: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut nodes = tree.descendants(top);
    while let Some(node) = nodes.next() {
        if tree.has_class(node, "wrap_item") {
            found.push(node);
            nodes.leave(node);
        }
    }
    found
}

/// A body in markup.
pub(super) fn from_markup(tree: &Tree, items: &[NodeId]) -> Body {
    let mut body = Body::default();
    for node in items {
        body.add_element(tree, *node);
    }
    body
}

/// A body in the editor's JSON: objects, or bare strings.
pub(super) fn from_data(tree: &Tree, items: &[Value]) -> Body {
    let mut body = Body::default();
    for item in items {
        body.count += 1;
        match item {
            Value::Object(data) => {
                let item = Item { number: body.count, tree, node: None, data: Some(data) };
                body.add(&item, item.kind());
            }
            other => body.push_paragraph(rich::from_data(other)),
        }
    }
    body
}

/// A body without block structure: each line a paragraph.
pub(super) fn from_text(text: &str) -> Body {
    let mut body = Body::default();
    for line in text.lines() {
        body.push_paragraph(Rich {
            html: inline_of(line),
            text: line.to_owned(),
            ..Rich::default()
        });
    }
    body
}

impl Body {
    /// A body that was read elsewhere.
    pub(super) fn new(blocks: Vec<Block>, notes: Vec<Note>) -> Self {
        Self { blocks, notes, ..Self::default() }
    }

    /// Adds a block and those inside it, which follow it: a block that was never closed holds the rest of the page.
    ///
    /// What a text shows is read with it, in its order; only what it does not show, because it stands in data, follows.
    fn add_element(&mut self, tree: &Tree, top: NodeId) {
        let mut coming = vec![(top, false)];
        while let Some((node, is_shown)) = coming.pop() {
            self.count += 1;
            let what = format!("the data of block {}", self.count);
            let data = item::data_of(tree, node, &what, &mut self.notes);
            let item = Item { number: self.count, tree, node: Some(node), data: data.as_ref() };
            let kind = item.kind();
            let shows_all = matches!(kind, ItemKind::Text | ItemKind::Quote | ItemKind::Other(_));
            let is_blank = || inline::is_blank(&inline::text_of(tree, node));
            let is_there = is_shown && (shows_all || shows_media(&item));
            if !(is_there || shows_all && node != top && is_blank()) {
                self.add(&item, kind);
            }
            let first = coming.len();
            let inner = outermost_in(tree, node).into_iter();
            coming.extend(inner.map(|inner| (inner, is_shown || shows_all)));
            coming[first..].reverse();
        }
    }

    fn add(&mut self, item: &Item<'_>, kind: ItemKind) {
        match kind {
            ItemKind::Text | ItemKind::Quote => self.add_text(item),
            ItemKind::Image => self.blocks.push(media::picture(item)),
            ItemKind::Gallery => self.blocks.push(media::gallery(item)),
            ItemKind::Video => self.blocks.push(media::video(item)),
            ItemKind::Rule => self.blocks.push(media::rule(item)),
            ItemKind::Card => self.blocks.push(media::card(item)),
            ItemKind::Other(kind) => self.add_unknown(item, kind),
        }
    }

    fn add_text(&mut self, item: &Item<'_>) {
        let kind = text_kind(item);
        let stated = item.data.and_then(|data| data.get("data").or_else(|| data.get("text")));
        let stated = stated.map(rich::from_data);
        for style in stated.iter().flat_map(|stated| &stated.unknown_styles) {
            self.note_style(style);
        }
        let Some(node) = item.node else {
            return self.push_text(kind, stated.unwrap_or_default(), false);
        };
        let text = inline::text_of(item.tree, node);
        let has_media = !item.find_all("img").is_empty() || !item.find_all("iframe").is_empty();
        match stated {
            Some(stated)
                if inline::is_blank(&text) && !inline::is_blank(&stated.text) && !has_media =>
            {
                self.note_unseen(item.number, &stated.text);
                return self.push_text(kind, stated, false);
            }
            Some(stated) if !inline::same_words(&text, &stated.text) => {
                self.notes.push(NoteKind::BlockDiffers { number: item.number }.into());
            }
            _ => {}
        }
        let html = inline::from_markup(item.tree, node);
        self.push_text(kind, Rich { html, text, ..Rich::default() }, has_media);
    }

    fn push_paragraph(&mut self, rich: Rich) {
        self.push_text(TextKind::Paragraph, rich, false);
    }

    /// A paragraph that shows nothing is the author's visible break; several in a row are counted.
    fn push_text(&mut self, kind: TextKind, rich: Rich, has_media: bool) {
        let empty = kind == TextKind::Paragraph && !has_media && inline::is_blank(&rich.text);
        match self.blocks.last_mut() {
            Some(Block::Empty(count)) if empty => *count = count.saturating_add(1),
            _ if empty => self.blocks.push(Block::Empty(1)),
            _ => self.blocks.push(Block::Text { kind, html: rich.html }),
        }
    }

    fn add_unknown(&mut self, item: &Item<'_>, kind: String) {
        let html = unknown::html(item, &kind);
        let attribute =
            item.node.and_then(|node| item.tree.attribute(node, "data-app")).map(str::to_owned);
        let object = || item.data.and_then(|data| serde_json::to_string(data).ok());
        let markup = || item.node.map(|node| item.tree.outer_html(node));
        let raw = attribute
            .filter(|_| item.data.is_some())
            .or_else(object)
            .or_else(markup)
            .unwrap_or_default();
        self.notes.push(NoteKind::UnknownBlock { block: kind.clone(), number: item.number }.into());
        self.blocks.push(Block::Unknown { kind, html, raw });
    }

    /// Notes a style, once in a body and only the first few: a page can name as many as it likes.
    fn note_style(&mut self, style: &str) {
        if self.styles.len() < 64 && !self.styles.iter().any(|known| known == style) {
            self.styles.push(style.to_owned());
            self.notes.push(NoteKind::UnknownStyle { style: style.to_owned() }.into());
        }
    }

    fn note_unseen(&mut self, number: u32, text: &str) {
        let taken = text.chars().take(80).collect();
        let field = format!("block {number}");
        self.notes.push(NoteKind::SourcesDisagree { field, taken, other: String::new() }.into());
    }
}

/// Whether the markup itself shows a picture or a player, so that a text around it has it already.
fn shows_media(item: &Item<'_>) -> bool {
    let node = item.find(&["img", "iframe", "video", "embed"]);
    node.and_then(|node| item.tree.attribute(node, "src"))
        .is_some_and(|address| !address.is_empty())
}

/// Paragraph, heading or quote: the data says, then the tag, then the class.
fn text_kind(item: &Item<'_>) -> TextKind {
    let tag = item.node.and_then(|node| item.tree.name(node)).unwrap_or_default();
    let is_quote = item.kind() == ItemKind::Quote || tag == "blockquote";
    if is_quote {
        quote_kind(item)
    } else {
        heading_level(item, tag).map_or(TextKind::Paragraph, TextKind::Heading)
    }
}

fn quote_kind(item: &Item<'_>) -> TextKind {
    let style = item.data.and_then(|data| data.get("style")?.get("kind")?.as_str());
    let class = item.class(|class| class.starts_with("blockquote_type"));
    match item.text("kind").or(style).or(class.as_deref()) {
        Some("bar" | "blockquote_type2") => TextKind::Bar,
        Some("box" | "blockquote_type3") => TextKind::Box,
        _ => TextKind::Quote,
    }
}

/// brunch has headings of level 2 to 4; others are pulled to the nearest.
fn heading_level(item: &Item<'_>, tag: &str) -> Option<u8> {
    let of_name = |name: &str| {
        name.strip_prefix('h')?.parse::<u8>().ok().filter(|level| (1..=6).contains(level))
    };
    let level = item
        .data
        .and_then(|data| data.get("level")?.as_u64())
        .and_then(|level| u8::try_from(level).ok());
    let size = item.text("size").and_then(of_name);
    let is_heading = item.text("type") == Some("heading");
    let level =
        size.or(level.filter(|_| is_heading)).or_else(|| of_name(tag)).or(is_heading.then_some(2));
    level.map(|level| level.clamp(2, 4))
}

#[cfg(test)]
mod tests;

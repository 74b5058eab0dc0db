//! What people see of a page, or of a part of it: counted once for all of its elements.

use std::ops::{Add, Sub};

use larder_html::{Kind, NodeId, Tree};
use serde::{Deserialize, Serialize};

/// What people see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// Characters without white space.
    pub(crate) characters: u64,
    /// Those of them that stand in links.
    pub(crate) linked: u64,
    pub(crate) pictures: u64,
    pub(crate) links: u64,
}

impl Seen {
    pub(super) fn text(&mut self, text: &str, is_link: bool) {
        let characters = characters(text);
        self.characters += characters;
        self.linked += if is_link { characters } else { 0 };
    }

    pub(super) fn element(&mut self, name: Option<&str>) {
        match name {
            Some("img") => self.pictures += 1,
            Some("a") => self.links += 1,
            _ => {}
        }
    }

    /// Without a part of the page that is carried elsewhere.
    pub(super) fn without(self, html: &str) -> Self {
        let mut part = Self::default();
        part.text(&larder_html::text::to_text(html), false);
        part.pictures = html.matches("<img").count() as u64;
        part.links = html.matches("<a ").count() as u64;
        self - part
    }

    /// The characters, as a length.
    pub(super) fn length(self) -> usize {
        usize::try_from(self.characters).unwrap_or(usize::MAX)
    }
}

/// How many characters a text has, without white space.
fn characters(text: &str) -> u64 {
    // All white space beyond ASCII begins with one of these; hardly anything of Hangul or Latin does.
    let may_be_wide = |byte: u8| matches!(byte, 0xc2 | 0xe1 | 0xe2 | 0xe3);
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let (mut characters, mut is_plain) = (0_u64, true);
    // In short pieces, whose counts fit into a byte, many bytes are looked at at once.
    for piece in text.as_bytes().chunks(128) {
        let (mut count, mut wide) = (0_u8, 0_u8);
        for byte in piece {
            count = count.wrapping_add(u8::from((byte & 0xc0 != 0x80) & !is_space(*byte)));
            wide |= u8::from(may_be_wide(*byte));
        }
        characters += u64::from(count);
        is_plain &= wide == 0;
    }
    match is_plain {
        true => characters,
        false => text.chars().filter(|it| !it.is_whitespace()).count() as u64,
    }
}

impl Add for Seen {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            characters: self.characters + other.characters,
            linked: self.linked + other.linked,
            pictures: self.pictures + other.pictures,
            links: self.links + other.links,
        }
    }
}

impl Sub for Seen {
    type Output = Self;

    /// What is more than there is counts as all of it.
    fn sub(self, other: Self) -> Self {
        Self {
            characters: self.characters.saturating_sub(other.characters),
            linked: self.linked.saturating_sub(other.linked),
            pictures: self.pictures.saturating_sub(other.pictures),
            links: self.links.saturating_sub(other.links),
        }
    }
}

/// What people see of all that a node holds, of which `is_dropped` says what does not count.
pub(super) fn count(tree: &Tree, node: NodeId, is_dropped: impl Fn(NodeId) -> bool) -> Seen {
    let mut seen = Seen::default();
    // Where the link ends that the walk is in.
    let mut link: Option<NodeId> = None;
    let mut nodes = tree.descendants(node);
    while let Some(node) = nodes.next() {
        if link.is_some_and(|link| !tree.ancestors(node).take(DEEPEST).any(|it| it == link)) {
            link = None;
        }
        if is_unseen(tree, node) || is_dropped(node) {
            nodes.leave(node);
            continue;
        }
        match tree.kind(node) {
            Kind::Text(text) => seen.text(text, link.is_some()),
            Kind::Element => {
                let name = tree.name(node);
                seen.element(name);
                link = link.or_else(|| (name == Some("a")).then_some(node));
            }
            _ => {}
        }
    }
    seen
}

/// How deep in a link its text may lie to count as such.
const DEEPEST: usize = 32;

/// Whether nobody sees anything of a node.
pub(super) fn is_unseen(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.name(node), Some("script" | "style" | "template" | "link" | "meta"))
        || matches!(tree.foreign_name(node), Some("script" | "style"))
        || matches!(tree.kind(node), Kind::Comment(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_without_white_space_of_any_kind() {
        let all = (0..=0x10_ffff_u32).filter_map(char::from_u32);
        for character in all.filter(|it| it.is_whitespace() || *it < '\u{3100}' || *it == '글') {
            let expected = u64::from(!character.is_whitespace()) + 2;
            assert_eq!(characters(&format!("가 {character}\u{a0}b")), expected, "{character:?}");
            assert_eq!(characters(&format!("가 {character}b")), expected, "{character:?}");
        }
    }
}

//! Links and pictures.

use super::{Spelling, Writer, html};
use crate::{
    address,
    content::{Content, Item, Name, Open},
    dialect::Template,
};

/// Signs that may act in the description of a picture.
const SIGNS: &str = "\\`*_[]<>&~|$#{}!\"^=:";

impl Writer<'_> {
    /// Writes a link whose text is its address, if there is a short form of it. Returns whether it did.
    pub(super) fn is_bare_address(&mut self, at: usize, open: Open) -> bool {
        if self.spelling != Spelling::Markdown {
            return false;
        }
        let Some(href) = self.content.attribute(open, Name::Href) else { return false };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/?=#%+:,".contains(&byte);
        let is_address = href.starts_with("https://") || href.starts_with("http://");
        let is_bare = is_address
            && href.bytes().all(is_plain)
            && self.content.attribute(open, Name::Title).is_none()
            && self.only_text(at, open) == Some(href);
        if is_bare {
            self.text.push('<');
            self.text.push_str(href);
            self.text.push('>');
        }
        is_bare
    }

    /// Whether Markdown has a form for what a link says.
    pub(super) fn is_markdown_link(&self, at: usize, open: Open) -> bool {
        let href = self.content.attribute(open, Name::Href);
        let title = self.content.attribute(open, Name::Title);
        href.is_some_and(|href| self.is_target(href))
            && !self.has_brackets_beside_markup(at, open)
            && title.is_none_or(|title| self.is_title(title))
    }

    /// Whether the text of a link has brackets beside pictures or markup, or what looks like a link. Renderers differ in what they make of those.
    fn has_brackets_beside_markup(&self, at: usize, open: Open) -> bool {
        if let Some(text) = self.only_text(at, open) {
            return text.contains("](");
        }
        let has_brackets = |item: &Item| match item {
            Item::Text(span) => self.content.text(*span).contains(['[', ']']),
            _ => false,
        };
        self.content.items[Content::inside(at, open)].iter().any(has_brackets)
    }

    /// Writes what ends a link.
    pub(super) fn link_end(&mut self, open: Open) {
        let href = self.content.attribute(open, Name::Href).unwrap_or("");
        let title = self.content.attribute(open, Name::Title);
        self.target(href, title);
    }

    /// Whether Markdown can say all that is known of a picture.
    pub(super) fn is_markdown_picture(&self, open: Open) -> bool {
        let attribute = |name| self.content.attribute(open, name);
        let is_sized = attribute(Name::Width).or(attribute(Name::Height)).is_some();
        // Not all renderers read escapes in a description. In notes, what stands behind a bar is a size.
        let signs = if self.dialect.notes_syntax { "|" } else { SIGNS };
        let acts = |it: char| signs.contains(it) || it.is_whitespace() && it != ' ';
        let is_plain = |alt: &str| !alt.contains(acts) && !alt.contains("  ");
        self.spelling == Spelling::Markdown
            && !is_sized
            && is_plain(attribute(Name::Alt).unwrap_or(""))
            && self.is_target(attribute(Name::Src).unwrap_or(""))
            && (!self.dialect.pictures_are_files
                || address::is_elsewhere(attribute(Name::Src).unwrap_or("")))
            && attribute(Name::Title).is_none_or(|title| self.is_title(title))
    }

    /// A picture: as Markdown if that can say all.
    pub(super) fn picture(&mut self, open: Open) {
        if !self.is_markdown_picture(open) {
            self.has_html = true;
            return html::push_start(&mut self.text, self.content, open, self.dialect);
        }
        let attribute = |name| self.content.attribute(open, name);
        let src = attribute(Name::Src).unwrap_or("");
        let (alt, title) = (attribute(Name::Alt).unwrap_or(""), attribute(Name::Title));
        self.text.push_str("![");
        for letter in alt.chars() {
            if self.dialect.notes_syntax && (SIGNS.contains(letter) || letter == '%') {
                self.text.push('\\');
            }
            self.text.push(letter);
        }
        self.target(src, title);
    }

    /// Whether an address can stand behind brackets. A backslash is something else there.
    fn is_target(&self, address: &str) -> bool {
        let acts = |it: char| it.is_control() || it == '\\' || it == '|' || it == '\u{a0}';
        let is_inline = address.starts_with("data:");
        !address.contains(acts) && !is_inline && address.len() <= 4096
    }

    fn is_title(&self, title: &str) -> bool {
        // kramdown takes titles as they stand.
        let acts = if self.dialect.attribute_lists { "|\"\\&{}<>[]*_`$~" } else { "|" };
        !title.contains(|it: char| acts.contains(it) || it.is_whitespace() && it != ' ')
    }

    fn target(&mut self, address: &str, title: Option<&str>) {
        self.text.push_str("](");
        let needs_brackets = address.is_empty() || address.contains([' ', '(', ')', '<', '>']);
        if needs_brackets {
            self.text.push('<');
        }
        let has_templates = self.dialect.template != Template::None;
        let braces_act = self.dialect.heading_attributes;
        for (at, character) in address.char_indices() {
            match character {
                '<' => self.text.push_str("%3C"),
                '>' => self.text.push_str("%3E"),
                '&' => self.text.push_str("&amp;"),
                '{' if braces_act || has_templates && html::begins_delimiter(&address[at..]) => {
                    self.text.push_str("%7B");
                }
                '}' if html::ends_comment(&address[..at]) => self.text.push_str("%7D"),
                _ => self.text.push(character),
            }
        }
        if needs_brackets {
            self.text.push('>');
        }
        if let Some(title) = title {
            self.text.push_str(" \"");
            self.title(title);
            self.text.push('"');
        }
        self.text.push(')');
    }

    fn title(&mut self, title: &str) {
        let braces_act = self.dialect.heading_attributes;
        let mut rest = title;
        while let Some(at) = rest.find(['"', '\\', '&', '{', '}']) {
            self.text.push_str(&rest[..at]);
            match rest.as_bytes()[at] {
                b'&' => self.text.push_str("&amp;"),
                b'}' if html::ends_comment(&rest[..at]) => self.text.push_str("&#125;"),
                b'}' => self.text.push('}'),
                b'{' if self.dialect.template == Template::None && !braces_act => {
                    self.text.push('{');
                }
                b'{' => self.text.push_str("&#123;"),
                byte => self.text.extend(['\\', char::from(byte)]),
            }
            rest = &rest[at + 1..];
        }
        self.text.push_str(rest);
    }
}

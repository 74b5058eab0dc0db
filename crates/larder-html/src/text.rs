//! HTML as plain text, for summaries, comparison and search.

mod excerpt;

pub use self::excerpt::excerpt;
use crate::{
    characters,
    limits::Limits,
    normalise::{Element, Fate},
    tokenizer::{RawKind, Tag, Token, Tokenizer, Within},
};

/// The text of HTML: references decoded, white space as a browser shows it, a
/// line for each block.
///
/// Scripts, styles and other things nobody sees are left out. Never fails; the
/// tags need not match.
///
/// ```
/// use larder_html::text::to_text;
///
/// assert_eq!(to_text("<h1>R&amp;D</h1><p>a\n  <b>b</b><br>c"), "R&D\na b\nc");
/// ```
pub fn to_text(html: &str) -> String {
    text_until(html, usize::MAX)
}

/// The text of HTML, or at least its first `length` bytes.
fn text_until(html: &str, length: usize) -> String {
    let cleaned = characters::clean(html);
    let limits = Limits::default();
    let mut lines = Lines { text: String::new(), gap: Gap::Nothing, preformatted: 0 };
    let mut tokens = Tokenizer::new(&cleaned.text, &limits);
    while lines.text.len() < length {
        match tokens.next(Within::Html) {
            Token::Text(text) => lines.text(text),
            Token::Reference(reference) => {
                for character in reference.characters() {
                    lines.text(&characters::clean(character.encode_utf8(&mut [0; 4])).text);
                }
            }
            Token::Start(tag) => start(tag, &mut lines, &mut tokens),
            Token::End(tag) => lines.border(tag, Side::End),
            Token::Comment(_) | Token::Doctype(_) => {}
            Token::EndOfInput => break,
        }
    }
    lines.text
}

fn start<'a>(tag: Tag<'a>, lines: &mut Lines, tokens: &mut Tokenizer<'a>) {
    let kind = match Element::of_any_case(tag.name) {
        Some(Element::Script) => RawKind::Script,
        Some(
            Element::Style
            | Element::Iframe
            | Element::Noembed
            | Element::Noframes
            | Element::Title
            | Element::Textarea,
        ) => RawKind::Plain,
        _ => return lines.border(tag, Side::Start),
    };
    tokens.enter_raw(kind, tag.name);
    while let Token::Text(_) = tokens.next(Within::Html) {}
}

/// What stands between the text written and the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Nothing,
    Space,
    Line,
}

/// Which tag of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

struct Lines {
    text: String,
    gap: Gap,
    /// How many `pre` are open.
    preformatted: usize,
}

impl Lines {
    fn border(&mut self, tag: Tag<'_>, side: Side) {
        let Some(element) = Element::of_any_case(tag.name) else { return };
        match element.fate() {
            Fate::Cell => self.widen(Gap::Space),
            Fate::Preformatted => self.pre(side),
            _ if element == Element::Pre => self.pre(side),
            _ if element == Element::Br => self.line(),
            _ if element.ends_paragraph() || matches!(element, Element::Tr | Element::Caption) => {
                self.widen(Gap::Line);
            }
            _ => {}
        }
    }

    fn pre(&mut self, side: Side) {
        self.widen(Gap::Line);
        self.preformatted = match side {
            Side::Start => self.preformatted + 1,
            Side::End => self.preformatted.saturating_sub(1),
        };
    }

    /// A line end that was written as one.
    fn line(&mut self) {
        if self.gap == Gap::Line && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.gap = Gap::Line;
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            return self.verbatim(text);
        }
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| !is_space(byte)) {
            if at > 0 {
                self.widen(Gap::Space);
            }
            rest = &rest[at..];
            let end = rest.bytes().position(is_space).unwrap_or(rest.len());
            self.close_gap();
            self.text.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        if !rest.is_empty() {
            self.widen(Gap::Space);
        }
    }

    fn verbatim(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.line();
            }
            if !line.is_empty() {
                self.close_gap();
                self.text.push_str(line);
            }
        }
    }

    fn close_gap(&mut self) {
        match std::mem::replace(&mut self.gap, Gap::Nothing) {
            _ if self.text.is_empty() => {}
            Gap::Nothing => {}
            Gap::Space => self.text.push(' '),
            Gap::Line => self.text.push('\n'),
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c')
}

#[cfg(test)]
mod tests;

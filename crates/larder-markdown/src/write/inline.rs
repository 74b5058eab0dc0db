//! The text of a block.

use std::ops::Range;

use larder_html::Element;

use super::{Spelling, Writer, html};
use crate::{
    content::{Content, Item, Name, Open},
    dialect::Breaks,
    marks::Marks,
};

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph, which may have more than one line.
    Paragraph,
    /// In a heading: one line.
    Heading,
    /// In a cell of a table: one line, and `|` ends it.
    Cell,
}

/// What stands around a piece of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    pub(super) place: Place,
    pub(super) is_line_start: bool,
    pub(super) is_in_link: bool,
    /// Whether nothing follows in the block.
    pub(super) is_last: bool,
    /// How many tildes there are in the block: one alone strikes nothing.
    pub(super) tildes: usize,
    /// How many dollar signs there are in the block.
    pub(super) dollars: usize,
}

/// How an element of text that is open will be ended.
#[derive(Clone, Debug)]
pub(super) enum Ending {
    /// With these characters.
    Marks(&'static str),
    /// With the target of a link.
    Link(Open),
    /// With its end tag.
    Tag(Element),
}

impl Writer<'_> {
    /// Writes what a block of text holds.
    pub(super) fn inline(&mut self, range: Range<usize>, place: Place) {
        let mut around = self.around(range.clone(), place);
        let start = self.text.len();
        let mut endings: Vec<Ending> = Vec::new();
        let spelling = self.spelling;
        let mut at = range.start;
        while at < range.end {
            match self.content.items[at] {
                Item::Text(span) => {
                    around.is_in_link =
                        endings.iter().any(|ending| matches!(ending, Ending::Link(_)));
                    around.is_last = at + 1 == range.end;
                    let text = self.content.text(span);
                    self.escaped(text, &around);
                }
                Item::Open(open) => {
                    if self.is_written_whole(at, open, &around, start) {
                        at = open.end as usize;
                    } else {
                        let ending = self.begin(at, open, range.clone(), place, endings.last());
                        if self.dialect.html_is_opaque && matches!(ending, Ending::Tag(_)) {
                            self.spelling = Spelling::InlineHtml;
                        }
                        endings.push(ending);
                    }
                }
                Item::Close => {
                    if let Some(ending) = endings.pop() {
                        self.end(ending);
                    }
                    if !endings.iter().any(|ending| matches!(ending, Ending::Tag(_))) {
                        self.spelling = spelling;
                    }
                }
            }
            around.is_line_start = std::mem::take(&mut self.begins_line);
            at += 1;
        }
    }

    fn around(&self, range: Range<usize>, place: Place) -> Around {
        let (mut tildes, mut dollars) = (0, 0);
        for item in &self.content.items[range] {
            match item {
                Item::Text(span) => {
                    let text = self.content.text(*span).as_bytes();
                    if self.dialect.strikethrough {
                        tildes += text.iter().filter(|byte| **byte == b'~').count();
                    }
                    if self.dialect.dollar_math || self.dialect.double_dollar_math {
                        dollars += text.iter().filter(|byte| **byte == b'$').count();
                    }
                }
                Item::Open(open) if open.element == Element::Del => tildes += 2,
                _ => {}
            }
        }
        // kramdown takes a row of hyphens for the line under the head, wherever it stands.
        let is_line_start =
            place == Place::Paragraph || place == Place::Cell && self.dialect.loose_tables;
        Around { place, is_line_start, is_in_link: false, is_last: false, tildes, dollars }
    }

    /// Writes an element that holds no Markdown, with all in it. Returns whether it did.
    fn is_written_whole(&mut self, at: usize, open: Open, around: &Around, start: usize) -> bool {
        match open.element {
            Element::Br => self.line_break(at, open, around.place),
            Element::Img => self.picture(open),
            Element::Input => self.check_box(open, start),
            Element::Embed => {
                let mark = self.content.attribute(open, Name::Mark).and_then(|it| it.parse().ok());
                self.text.push_str(&mark.map(Marks::written).unwrap_or_default());
            }
            Element::Code => return self.code_span(at, open, around.place),
            Element::A if around.place != Place::Cell && self.is_bare_address(at, open) => {}
            Element::A if self.content.attribute(open, Name::Id).is_some() => {
                self.verbatim(at, open)
            }
            Element::Iframe | Element::Video | Element::Audio | Element::Picture => {
                self.verbatim(at, open);
            }
            _ => return false,
        }
        true
    }

    /// Writes an element as HTML, with all in it.
    fn verbatim(&mut self, at: usize, open: Open) {
        self.has_html = true;
        for item in &self.content.items[at..=open.end as usize] {
            match item {
                Item::Open(open) => self.tag(*open),
                Item::Close | Item::Text(_) => {}
            }
        }
        html::push_end(&mut self.text, open.element);
    }

    fn tag(&mut self, open: Open) {
        self.has_html = true;
        let start = self.text.len();
        html::push_start(&mut self.text, self.content, open, self.dialect);
        if self.dialect.loose_tables || self.dialect.tables {
            escape_bars(&mut self.text, start);
        }
    }

    fn begin(
        &mut self,
        at: usize,
        open: Open,
        range: Range<usize>,
        place: Place,
        within: Option<&Ending>,
    ) -> Ending {
        if self.spelling == Spelling::Markdown {
            // goldmark as of Hugo 0.111 may stop the build at a struck text in a heading.
            let is_refused = open.element == Element::Del
                && place == Place::Heading
                && self.dialect.heading_attributes;
            if !is_refused && let Some(marks) = self.emphasis(at, open, range, within) {
                self.text.push_str(marks);
                return Ending::Marks(marks);
            }
            if open.element == Element::A && self.is_markdown_link(at, open) {
                self.text.push('[');
                return Ending::Link(open);
            }
        }
        self.tag(open);
        Ending::Tag(open.element)
    }

    fn end(&mut self, ending: Ending) {
        match ending {
            Ending::Marks(marks) => self.text.push_str(marks),
            Ending::Link(open) => self.link_end(open),
            Ending::Tag(element) => html::push_end(&mut self.text, element),
        }
    }

    /// The end of a line within a text.
    fn line_break(&mut self, at: usize, open: Open, place: Place) {
        let follows_break =
            at > 1 && matches!(self.content.open(at - 2), Some(it) if it.element == Element::Br);
        let next = self.content.open(open.end as usize + 1);
        let precedes_break = next.is_some_and(|next| next.element == Element::Br);
        let is_plain = place == Place::Paragraph
            && self.spelling == Spelling::Markdown
            && !follows_break
            && !precedes_break;
        if !is_plain {
            self.has_html = true;
            // No line end: where those are breaks too there would be one more.
            return self.text.push_str("<br>");
        }
        self.text.push_str(match self.dialect.breaks {
            Breaks::Backslash => "\\",
            Breaks::Spaces => "  ",
        });
        self.new_line();
        self.begins_line = true;
    }

    fn check_box(&mut self, open: Open, start: usize) {
        let is_checked = self.content.attribute(open, Name::Checked).is_some();
        if self.dialect.task_lists && self.text.len() == start {
            self.text.push_str(if is_checked { "[x] " } else { "[ ] " });
        } else {
            self.tag(open);
            self.text.push(' ');
        }
    }

    /// The first character that will be written for what stands at a place.
    pub(super) fn peek(&self, at: usize, range: &Range<usize>) -> char {
        if at >= range.end {
            return '\n';
        }
        match self.content.items[at] {
            Item::Text(span) => match self.content.text(span).chars().next() {
                Some('\u{a0}') => '&',
                first => first.unwrap_or(' '),
            },
            Item::Open(open) => match open.element {
                Element::Br => '\\',
                Element::Strong | Element::Em => '*',
                _ => '<',
            },
            // The end of what is around is a mark.
            Item::Close => '*',
        }
    }

    /// The last character written for what ends before a place.
    pub(super) fn peek_back(&self, at: usize) -> char {
        match self.content.items[at] {
            Item::Text(span) => match self.content.text(span).chars().next_back() {
                Some('\u{a0}') => ';',
                last => last.unwrap_or(' '),
            },
            Item::Open(_) | Item::Close => '*',
        }
    }

    /// What an element holds if it is one piece of text.
    pub(super) fn only_text(&self, at: usize, open: Open) -> Option<&str> {
        let inside = Content::inside(at, open);
        match self.content.items[inside.clone()] {
            [Item::Text(span)] => Some(self.content.text(span)),
            _ => None,
        }
    }
}

/// In a line of a table, and in kramdown in every line, a bar in an attribute would end a cell.
fn escape_bars(text: &mut String, from: usize) {
    if text[from..].contains('|') {
        let escaped = text[from..].replace('|', "&#124;");
        text.truncate(from);
        text.push_str(&escaped);
    }
}

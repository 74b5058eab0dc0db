//! From content to Markdown.

mod code;
mod emphasis;
mod escape;
mod html;
mod inline;
mod link;
mod list;
mod table;

use std::{collections::BTreeMap, ops::Range};

use larder_html::Element;

use crate::{
    content::{Content, Item, Name, Open},
    dialect::Dialect,
    marks::Marks,
};

/// How a block is written, from the one that is nicest to the one that is safest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spelling {
    /// Markdown.
    #[default]
    Markdown,
    /// A Markdown block; in its text, HTML stands for markup and references for characters that could act.
    InlineHtml,
    /// HTML.
    RawHtml,
}

/// How each block is written: those that are not written as Markdown, by their place in the content.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    spellings: BTreeMap<usize, Spelling>,
}

impl Plan {
    pub(crate) fn set(&mut self, at: usize, spelling: Spelling) {
        self.spellings.insert(at, spelling);
    }

    pub(crate) fn spelling(&self, at: usize) -> Spelling {
        self.spellings.get(&at).copied().unwrap_or_default()
    }
}

/// How many blocks were written how.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) markdown: usize,
    pub(crate) inline_html: usize,
    pub(crate) raw_html: usize,
}

/// How wide the beginnings of lines may grow. What is nested deeper is HTML, so that a
/// line for each byte of a text cannot make it many times as long.
const WIDEST_PREFIX: usize = 32;

/// Writes blocks.
pub(crate) struct Writer<'c> {
    content: &'c Content,
    dialect: &'c Dialect,
    plan: &'c Plan,
    marks: &'c mut Marks,
    text: String,
    /// What each line begins with.
    prefix: String,
    /// How the block in hand is written.
    spelling: Spelling,
    /// Whether HTML was written into the text of the block in hand.
    has_html: bool,
    /// Whether a line within a paragraph was just ended.
    begins_line: bool,
    tally: Tally,
}

impl<'c> Writer<'c> {
    pub(crate) fn new(
        content: &'c Content,
        dialect: &'c Dialect,
        plan: &'c Plan,
        marks: &'c mut Marks,
    ) -> Self {
        Self {
            content,
            dialect,
            plan,
            marks,
            text: String::new(),
            prefix: String::new(),
            spelling: Spelling::Markdown,
            has_html: false,
            begins_line: false,
            tally: Tally::default(),
        }
    }

    /// Writes one block by itself.
    pub(crate) fn one(mut self, at: usize, open: Open) -> (String, Tally) {
        self.block(at, open);
        (self.text, self.tally)
    }

    /// Blocks, with an empty line between them.
    fn blocks(&mut self, range: Range<usize>) {
        let mut previous = None;
        for (at, open) in self.content.children(range) {
            if let Some(previous) = previous {
                self.empty_line();
                let before = separator(previous, open, self.dialect);
                if !before.is_empty() {
                    self.text.push_str(before);
                    self.empty_line();
                }
            }
            self.block(at, open);
            previous = Some(open);
        }
    }

    fn block(&mut self, at: usize, open: Open) {
        self.spelling = self.spelling.max(self.plan.spelling(at));
        let before = self.spelling;
        let inside = Content::inside(at, open);
        match open.element {
            _ if self.spelling == Spelling::RawHtml || self.is_refused(at, open) => {
                self.raw(at, open)
            }
            Element::P if self.only_mark(inside.clone()).is_some() => {
                // It is counted where it was found.
                let mark = self.only_mark(inside).map(Marks::written_alone);
                self.text.push_str(&mark.unwrap_or_default());
            }
            Element::P if self.is_only_html(inside.clone()) => self.alone(inside),
            Element::P => self.line(inside, inline::Place::Paragraph),
            Element::Hr => {
                self.text.push_str("***");
                self.tally.markdown += 1;
            }
            Element::Pre => self.code(at, open),
            Element::Blockquote => self.quote(inside),
            Element::Ul | Element::Ol => self.list(at, open),
            Element::Table => self.table(at, open),
            element if element.is_heading() => self.heading(element, inside),
            _ => self.raw(at, open),
        }
        self.spelling = before;
    }

    /// Whether Markdown has no form for a block: for its attributes, for how deep it is, or for what it holds.
    fn is_refused(&self, at: usize, open: Open) -> bool {
        self.prefix.len() > WIDEST_PREFIX
            || self.content.attribute(open, Name::Dir).is_some()
            || self.dialect.html_is_opaque && self.has_frame_in_text(at, open)
    }

    /// Whether a player stands in a text. kramdown shows its tags there, and plays it only where it stands alone.
    fn has_frame_in_text(&self, at: usize, open: Open) -> bool {
        if !(open.element == Element::P
            || open.element == Element::Table
            || open.element.is_heading())
        {
            return false;
        }
        let inside = Content::inside(at, open);
        let is_alone = inside.len() == 2 && open.element == Element::P;
        let is_frame =
            |item: &Item| matches!(item, Item::Open(open) if open.element == Element::Iframe);
        !is_alone && self.content.items[inside].iter().any(is_frame)
    }

    /// The mark that is all there is in a paragraph.
    fn only_mark(&self, inside: Range<usize>) -> Option<usize> {
        let open = self.content.open(inside.start).filter(|_| inside.len() == 2)?;
        self.content.attribute(open, Name::Mark)?.parse().ok()
    }

    /// Whether a paragraph is a picture or a player with HTML around nothing: that would begin HTML without a
    /// paragraph, which runs into the next that does.
    fn is_only_html(&self, inside: Range<usize>) -> bool {
        let Some(Item::Open(open)) = self.content.items.get(inside.start) else { return false };
        let is_html = match open.element {
            Element::Iframe => true,
            Element::Img => !self.is_markdown_picture(*open),
            _ => false,
        };
        is_html && open.end as usize + 1 == inside.end
    }

    /// A paragraph with its tags, around a picture or a player.
    fn alone(&mut self, inside: Range<usize>) {
        self.text.push_str("<p>");
        self.line(inside, inline::Place::Paragraph);
        self.text.push_str("</p>");
    }

    fn line(&mut self, inside: Range<usize>, place: inline::Place) {
        self.has_html = false;
        self.inline(inside, place);
        if self.has_html {
            self.tally.inline_html += 1;
        } else {
            self.tally.markdown += 1;
        }
    }

    fn heading(&mut self, element: Element, inside: Range<usize>) {
        let level = usize::from(element.name().as_bytes()[1] - b'0');
        self.text.push_str(&"######"[..level]);
        self.text.push(' ');
        let Some((id, after)) = self.heading_id(inside.clone()) else {
            return self.line(inside, inline::Place::Heading);
        };
        // The renderer here reads the anchor that the attribute stands for.
        let anchor = self.marks.replaced(&format!("<a id=\"{id}\"></a>"), "");
        let attribute = self.marks.replaced("", &format!(" {{#{id}}}"));
        self.text.push_str(&anchor);
        self.line(after, inline::Place::Heading);
        self.text.push_str(&attribute);
    }

    /// The id of a heading, if the dialect has a form for it, and where what follows it is.
    fn heading_id(&self, inside: Range<usize>) -> Option<(String, Range<usize>)> {
        let open = self.content.open(inside.start)?;
        let id = self.content.attribute(open, Name::Id)?;
        let after = open.end as usize + 1..inside.end;
        let is_plain = id.starts_with(|it: char| it.is_ascii_alphabetic())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let is_anchor = |open: Open| self.content.attribute(open, Name::Id).is_some();
        let is_only = !after.is_empty() && !self.content.open(after.start).is_some_and(is_anchor);
        (self.dialect.heading_attributes && is_plain && is_only).then(|| (id.to_owned(), after))
    }

    fn quote(&mut self, inside: Range<usize>) {
        self.text.push_str("> ");
        self.within("> ", |writer| writer.blocks(inside));
    }

    /// Writes with a longer beginning of lines.
    fn within(&mut self, prefix: &str, write: impl FnOnce(&mut Self)) {
        let length = self.prefix.len();
        self.prefix.push_str(prefix);
        write(self);
        self.prefix.truncate(length);
    }

    fn raw(&mut self, at: usize, open: Open) {
        let is_one_line = self.dialect.lists_merge && !self.prefix.is_empty();
        let html = html::block(self.content, at, open, self.dialect, is_one_line);
        self.lines(&html);
        self.tally.raw_html += 1;
    }

    /// Text of any number of lines.
    fn lines(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.text.push('\n');
                let prefix = if line.is_empty() { self.prefix.trim_end() } else { &self.prefix };
                self.text.push_str(prefix);
            }
            self.text.push_str(line);
        }
    }

    /// Ends a line and begins the next.
    fn new_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&self.prefix);
    }

    fn empty_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(self.prefix.trim_end());
        self.new_line();
    }
}

/// What stands between two blocks that would be one otherwise. It shows nothing.
pub(crate) fn separator(previous: Open, next: Open, dialect: &Dialect) -> &'static str {
    let is_list = |open: Open| matches!(open.element, Element::Ul | Element::Ol);
    let are_alike = previous.element == next.element;
    let merge = is_list(previous) && is_list(next) && (are_alike || dialect.lists_merge);
    let quotes = are_alike && previous.element == Element::Blockquote && dialect.lists_merge;
    if merge || quotes { "<!-- -->" } else { "" }
}

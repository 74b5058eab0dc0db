//! Paragraphs of lines, as WordPress makes them of classic bodies ("wpautop").
//!
//! * An empty line ends a paragraph, and so do two `<br>`; any other line end
//!   becomes `<br />`.
//! * Block elements are in no paragraph. The text in them is in none either if it
//!   has no empty line; in quotations it always is. Text after them is.
//! * Paragraphs that are there stay, and what is alone on its line and shows
//!   nothing by itself, like a shortcode, gets none.
//!
//! WordPress does this by a row of replacements and leaves end tags without start
//! tags behind, which browsers put right. Here a *chunk*, the text between two
//! borders, is written first and its tags are put around it when it ends: the
//! result has the same paragraphs and is well formed if the body was.

use super::{
    scan::{is_blank, is_space},
    tags::{Kind, Tag},
};

/// What becomes of line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// They make paragraphs.
    Paragraphs,
    /// Nothing: the text is HTML.
    Verbatim,
    /// Line breaks, all of them: the text stands inside of a paragraph.
    Lines,
}

/// What the next text stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// Nothing: it is a paragraph by itself.
    Flow,
    /// Directly behind the start tag of a block.
    Opened,
    /// Directly behind the start tag of a list's item.
    Item,
    /// A `p` of the body, whose start tag is here.
    Paragraph { start: usize, end: usize },
    /// A heading, or another element without paragraphs.
    Phrasing,
}

/// What ends a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border {
    EmptyLine,
    Element,
}

/// HTML that is being written.
#[derive(Debug)]
pub(super) struct Paragraphs {
    html: String,
    mode: Mode,
    inside: Inside,
    /// Where the chunk begins, if there is one.
    chunk: Option<usize>,
    /// Whether there is something to be seen in the chunk.
    is_visible: bool,
    /// Line ends that were read and not written.
    lines: u8,
    /// Where a `<br>` is, if nothing came after it.
    line_break: Option<usize>,
    /// Whether a `p` of the body was ended before its end tag, so that the rest of it
    /// needs another one.
    is_split: bool,
    /// Where the summary ends.
    mark: Option<usize>,
}

impl Paragraphs {
    /// Nothing yet, of a body of this length.
    pub(super) fn new(mode: Mode, length: usize) -> Self {
        Self {
            html: String::with_capacity(length + length / 8),
            mode,
            inside: Inside::Flow,
            chunk: None,
            is_visible: false,
            lines: 0,
            line_break: None,
            is_split: false,
            mark: None,
        }
    }

    /// From here on, line ends mean something else.
    pub(super) fn set_mode(&mut self, mode: Mode) {
        if self.mode != mode {
            self.close(Border::Element);
            self.mode = mode;
            self.inside = Inside::Flow;
        }
    }

    /// What becomes of line ends.
    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether it stands in a `p` of the body.
    pub(super) fn is_in_paragraph(&self) -> bool {
        matches!(self.inside, Inside::Paragraph { .. })
    }

    /// Text on one line.
    pub(super) fn text(&mut self, text: &str) {
        let is_blank = is_blank(text);
        if self.chunk.is_some() && is_blank {
            return self.html.push_str(text);
        }
        match (self.chunk, self.mode) {
            (None, Mode::Verbatim) if is_blank => self.html.push_str(text),
            (None, _) if is_blank => {}
            (Some(_), _) | (None, Mode::Verbatim) if !self.is_split => self.inline(text, true),
            _ => self.inline(text.trim_ascii_start(), true),
        }
    }

    /// A tag, a comment or another thing in a line.
    pub(super) fn inline(&mut self, html: &str, is_visible: bool) {
        self.begin();
        self.html.push_str(html);
        self.is_visible |= is_visible;
        self.line_break = None;
    }

    /// A `<br>`. Two of them are an empty line.
    pub(super) fn line_break(&mut self, tag: &str) {
        if let (Some(first), Mode::Paragraphs) = (self.line_break, self.mode) {
            self.truncate(first);
            (self.line_break, self.lines) = (None, 0);
            return self.gap("\n\n");
        }
        self.begin();
        self.line_break = Some(self.html.len());
        self.html.push_str(tag);
    }

    /// White space with line ends.
    pub(super) fn gap(&mut self, space: &str) {
        let is_empty_line = memchr::memchr_iter(b'\n', space.as_bytes()).nth(1).is_some();
        let lines = 1 + u8::from(is_empty_line);
        match self.mode {
            Mode::Verbatim => self.html.push_str(space),
            Mode::Lines => self.lines = lines,
            Mode::Paragraphs if is_empty_line => self.empty_line(),
            Mode::Paragraphs => self.lines = self.lines.max(1),
        }
    }

    fn empty_line(&mut self) {
        self.lines = self.lines.max(1);
        match self.inside {
            Inside::Phrasing if self.chunk.is_some() => self.lines = 2,
            Inside::Phrasing => {}
            Inside::Paragraph { .. } if self.is_visible => self.end_paragraph(),
            Inside::Paragraph { .. } => {}
            Inside::Flow | Inside::Opened | Inside::Item => {
                self.close(Border::EmptyLine);
                self.inside = Inside::Flow;
            }
        }
    }

    /// A tag of a block.
    pub(super) fn block(&mut self, tag: Tag<'_>) {
        match (tag.kind, tag.is_end) {
            (Kind::Either, _) if self.is_in_paragraph() => return self.inline(tag.text, true),
            (Kind::Paragraph, true) => return self.paragraph_end(tag),
            _ if self.is_in_paragraph() && self.mode == Mode::Paragraphs => self.end_paragraph(),
            _ => self.close(Border::Element),
        }
        self.write_line_end();
        let start = self.html.len();
        self.html.push_str(tag.text);
        self.is_split = false;
        self.inside = match tag.kind {
            _ if tag.is_end => Inside::Flow,
            Kind::Paragraph => Inside::Paragraph { start, end: self.html.len() },
            Kind::Item => Inside::Item,
            Kind::Phrasing => Inside::Phrasing,
            Kind::Quote | Kind::Rule => Inside::Flow,
            _ => Inside::Opened,
        };
    }

    /// The end tag of a `p` of the body. One that was ended before needs none.
    fn paragraph_end(&mut self, tag: Tag<'_>) {
        let inside = std::mem::replace(&mut self.inside, Inside::Flow);
        let Inside::Paragraph { start, end } = inside else {
            self.close(Border::Element);
            if self.mode != Mode::Paragraphs && !self.is_split {
                self.html.push_str(tag.text);
            }
            self.is_split = false;
            return;
        };
        self.inside = inside;
        self.close(Border::Element);
        self.inside = Inside::Flow;
        if self.mode == Mode::Paragraphs && self.html[start..].trim_ascii_end() == "<p>" {
            return self.truncate(start);
        }
        if self.mode == Mode::Paragraphs {
            (_, self.lines) = (self.trim(end), 0);
        }
        self.html.push_str(tag.text);
    }

    /// Ends a `p` of the body before its end tag. If it is empty, it is not there.
    fn end_paragraph(&mut self) {
        let Inside::Paragraph { start, end } = self.inside else { return };
        self.close(Border::Element);
        self.inside = Inside::Flow;
        if is_blank(&self.html[end..]) {
            return self.truncate(start);
        }
        self.trim(end);
        self.html.push_str("</p>");
        self.lines = 1;
    }

    /// HTML that stands beside paragraphs.
    pub(super) fn beside(&mut self, html: &str) {
        match self.inside {
            Inside::Paragraph { .. } => {
                self.end_paragraph();
                self.is_split = self.mode != Mode::Paragraphs;
            }
            _ => self.close(Border::Element),
        }
        self.write_line_end();
        self.html.push_str(html);
        self.lines = u8::from(self.mode == Mode::Paragraphs || self.is_split);
        if self.inside != Inside::Phrasing {
            self.inside = Inside::Flow;
        }
    }

    /// The border between two pages.
    pub(super) fn page(&mut self) {
        if self.mode == Mode::Paragraphs {
            self.gap("\n\n");
        }
    }

    /// Here ends the summary, and the line with it if it is the last thing of one.
    pub(super) fn mark(&mut self, is_last_in_line: bool) {
        if self.mode == Mode::Paragraphs && (is_last_in_line || self.lines > 0) {
            self.gap("\n\n");
        }
        self.mark = self.mark.or(Some(self.html.len()));
    }

    /// What was written, and where its summary ends.
    pub(super) fn finish(mut self) -> (String, Option<usize>) {
        self.close(Border::Element);
        self.trim(0);
        (self.html, self.mark)
    }

    /// Begins a chunk, or a line in it.
    fn begin(&mut self) {
        if self.chunk.is_none() {
            if self.mode == Mode::Paragraphs && self.is_in_paragraph() {
                self.lines = 0;
            }
            self.write_line_end();
            self.chunk = Some(self.html.len());
            return;
        }
        let lines = std::mem::take(&mut self.lines);
        if lines == 0 {
            return;
        }
        self.trim(self.chunk.unwrap_or_default());
        // A line that ends in a `<br>` has its line break.
        let breaks = lines - u8::from(self.line_break.is_some());
        (0..breaks).for_each(|_| self.html.push_str("<br />"));
        self.html.push('\n');
    }

    /// Ends the chunk, and puts it into a paragraph if it is one.
    fn close(&mut self, border: Border) {
        self.line_break = None;
        let is_visible = std::mem::take(&mut self.is_visible);
        let Some(start) = self.chunk.take() else { return };
        if self.mode == Mode::Verbatim && !self.is_split {
            return;
        }
        self.trim(start);
        let is_paragraph = match self.inside {
            Inside::Flow => self.mode == Mode::Paragraphs || self.is_split,
            Inside::Opened => self.mode == Mode::Paragraphs && border == Border::EmptyLine,
            Inside::Item | Inside::Paragraph { .. } | Inside::Phrasing => false,
        };
        if is_paragraph && is_visible {
            self.html.insert_str(start, "<p>");
            self.mark = self.mark.map(|mark| if mark > start { mark + "<p>".len() } else { mark });
            self.html.push_str("</p>");
            self.lines = 1;
        }
    }

    /// Writes the line end between two things that are no text.
    fn write_line_end(&mut self) {
        let is_due = std::mem::take(&mut self.lines) > 0;
        if is_due && !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Takes away the white space at the end, not further than to `start`.
    fn trim(&mut self, start: usize) {
        let written = &self.html.as_bytes()[start..];
        let length = written.iter().rposition(|byte| !is_space(*byte)).map_or(0, |at| at + 1);
        self.truncate(start + length);
    }

    fn truncate(&mut self, length: usize) {
        self.html.truncate(length);
        self.mark = self.mark.map(|mark| mark.min(length));
        self.chunk = self.chunk.map(|chunk| chunk.min(length));
    }

    /// Ends the line, if there is one: a block begins or ends here.
    pub(super) fn end_line(&mut self) {
        if !self.is_at_line_start() {
            self.html.push('\n');
        }
    }

    /// Whether nothing stands on the last line.
    pub(super) fn is_at_line_start(&self) -> bool {
        self.html.is_empty() || self.html.ends_with('\n')
    }
}

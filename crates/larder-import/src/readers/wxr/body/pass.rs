//! One text on its way through the rules.

use memchr::memmem;

use super::{
    Context,
    census::count,
    code, embed, languages,
    paragraphs::{Mode, Paragraphs},
    scan::{NOTES, Piece, Scanner, is_blank, is_space},
    shortcode::Twins,
    tags::{Kind, Raw, Tag},
};

/// How deep shortcodes may stand in each other.
const DEEPEST: usize = 3;

/// A text that is being read, and the HTML that is being written.
pub(super) struct Pass<'s, 'p, 'c> {
    pub(super) context: &'p mut Context<'c>,
    pub(super) out: &'p mut Paragraphs,
    pub(super) scanner: Scanner<'s>,
    /// Where the end tags of shortcodes are.
    pub(super) twins: Twins<'s>,
    /// Whether nothing is on the line, or in the `p`, so far.
    is_line_start: bool,
    /// How many `code` are open: what is in them is meant as it stands.
    codes: usize,
    /// Whether a link is open.
    is_in_link: bool,
}

/// Reads a whole text.
pub(super) fn read(source: &str, context: &mut Context<'_>, out: &mut Paragraphs) {
    let scanner = Scanner::new(source);
    let twins = Twins::new(source);
    Pass { context, out, scanner, twins, is_line_start: true, codes: 0, is_in_link: false }.run();
}

impl<'s> Pass<'s, '_, '_> {
    fn run(mut self) {
        while let Some(piece) = self.scanner.next() {
            match piece {
                Piece::Text(text) => self.text(text),
                Piece::Gap(space) => {
                    self.out.gap(space);
                    self.is_line_start = true;
                }
                Piece::Tag(tag) => self.tag(tag),
                Piece::Raw(raw, text) => self.raw(raw, text),
                Piece::Comment(text) => self.comment(text),
                Piece::Bracket(rest) => self.bracket(rest),
                Piece::Formula(rest) => self.formula(rest),
            }
        }
    }

    /// The HTML of a text that stands inside of a shortcode, in one paragraph.
    ///
    /// None if that would be too deep.
    pub(super) fn inner(&mut self, text: &str) -> Option<String> {
        if self.context.depth >= DEEPEST {
            return None;
        }
        self.context.depth += 1;
        let mut out = Paragraphs::new(Mode::Lines, text.len());
        read(text.trim_ascii(), self.context, &mut out);
        self.context.depth -= 1;
        Some(out.finish().0)
    }

    /// Something in a line that is written as it is.
    pub(super) fn write(&mut self, html: &str, is_visible: bool) {
        self.out.inline(html, is_visible);
        self.is_line_start = false;
    }

    /// Something beside paragraphs.
    pub(super) fn write_beside(&mut self, html: &str) {
        self.out.beside(html);
        self.is_line_start = true;
    }

    /// Whether what is read is meant as it stands.
    pub(super) fn is_in_code(&self) -> bool {
        self.codes > 0
    }

    fn text(&mut self, text: &'s str) {
        if self.is_line_start && !self.is_in_link && self.codes == 0 && self.embed(text) {
            return;
        }
        if self.codes == 0 && has_doubled_parentheses(text) {
            count(&mut self.context.census.unknown, "((");
        }
        self.out.text(text);
        self.is_line_start &= is_blank(text);
    }

    /// An address that is alone on its line, or in its `p`.
    fn embed(&mut self, text: &'s str) -> bool {
        let start = self.scanner.position() - text.len();
        let line = text.trim_ascii_start();
        let from = start + text.len() - line.len();
        let Some(length) = embed::address(self.scanner.source_from(from)) else { return false };
        let ahead = self.scanner.source_from(from + length);
        if !is_line_end(ahead) {
            return false;
        }
        let address = &self.scanner.source_from(from)[..length];
        self.scanner.jump(from + length);
        self.link_to(address);
        true
    }

    /// A link to something that WordPress shows in place of its address.
    pub(super) fn link_to(&mut self, address: &str) {
        let link = embed::link(address, &mut self.context.census);
        match self.out.is_in_paragraph() || self.out.mode() == Mode::Lines {
            true => self.write(&link, true),
            false => self.write_beside(&format!("<p>{link}</p>")),
        }
    }

    fn tag(&mut self, tag: Tag<'_>) {
        if tag.kind.is_block() {
            self.out.block(tag);
            self.is_line_start = tag.kind == Kind::Paragraph && !tag.is_end;
            if tag.is_end {
                (self.codes, self.is_in_link) = (0, false);
            }
            return;
        }
        match tag.kind {
            Kind::Code if tag.is_end => self.codes = self.codes.saturating_sub(1),
            Kind::Code => self.codes += 1,
            Kind::Anchor => self.is_in_link = !tag.is_end,
            Kind::Break => {
                self.is_line_start = false;
                return self.out.line_break(tag.text);
            }
            _ => {}
        }
        let is_visible = !tag.is_end && matches!(tag.kind, Kind::Visible | Kind::Raw(_));
        self.write(tag.text, is_visible);
    }

    fn raw(&mut self, raw: Raw, text: &str) {
        match raw {
            Raw::Pre => self.write_beside(&code::unescaped(text)),
            Raw::Hidden(_) => self.write(text, false),
            Raw::Visible(_) => self.write(text, true),
        }
    }

    fn comment(&mut self, text: &str) {
        match Mark::of(text) {
            Some(Mark::More) => self.more(),
            Some(Mark::NoTeaser) => self.context.census.has_no_teaser = true,
            Some(Mark::NextPage) => {
                self.out.page();
                if self.context.is_own_text() {
                    self.context.census.count_page();
                }
            }
            None => {
                if let Some(language) = languages::comment(text) {
                    self.context.census.count_language(language);
                }
                self.out.inline(text, false);
            }
        }
    }

    fn more(&mut self) {
        if self.context.is_own_text() {
            let is_last = is_line_end(self.scanner.rest());
            self.out.mark(is_last);
            self.context.census.has_more = true;
        }
    }
}

/// A comment that WordPress reads.
enum Mark {
    More,
    NoTeaser,
    NextPage,
}

impl Mark {
    fn of(comment: &str) -> Option<Self> {
        let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?;
        match inner {
            "noteaser" => Some(Self::NoTeaser),
            "nextpage" => Some(Self::NextPage),
            // What follows is the text of the link that leads on.
            _ if inner.starts_with("more") => Some(Self::More),
            _ => None,
        }
    }
}

/// Whether a line ends here, or the `p` it stands in.
fn is_line_end(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let end = bytes.iter().position(|byte| !is_space(*byte) || *byte == b'\n');
    match end.map(|at| &bytes[at..]) {
        None => true,
        Some(rest) => rest[0] == b'\n' || rest.starts_with(b"</p>"),
    }
}

/// Whether there is `((…))`, the mark of notes of some plugins, and of nothing in others.
fn has_doubled_parentheses(text: &str) -> bool {
    NOTES
        .find(text.as_bytes())
        .is_some_and(|at| memmem::find(&text.as_bytes()[at..], b"))").is_some())
}

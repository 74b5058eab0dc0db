//! Bodies of the block editor: HTML between comments that say what it is.
//!
//! `<!-- wp:name {json} -->` begins a block, `<!-- /wp:name -->` ends it, and
//! `<!-- wp:name {json} /-->` is one that has no HTML. The comments are dropped with
//! the line ends around them. Of the blocks without HTML, those that can be filled
//! in from the export are.

use std::borrow::Cow;

use memchr::memmem;
use serde::Deserialize;

use super::{
    Context,
    census::count,
    embed,
    paragraphs::{Mode, Paragraphs},
    pass, plain,
    scan::{COMMENT_ENDS, COMMENTS},
};

/// How deep reusable blocks may stand in each other.
const DEEPEST: usize = 8;

/// Whether a body is one of the block editor. This is the whole of WordPress' rule.
pub(super) fn are_in(body: &str) -> bool {
    memmem::find(body.as_bytes(), b"<!-- wp:").is_some()
}

/// Reads a text with blocks.
pub(super) fn read(source: &str, context: &mut Context<'_>, out: &mut Paragraphs) {
    let mut opened: Option<Delimiter<'_>> = None;
    let mut delimiters = Delimiters::new(source);
    loop {
        let (html, delimiter) = delimiters.next();
        let is_empty = html.trim_ascii().is_empty();
        read_html(html, context, out);
        let Some(delimiter) = delimiter else { return };
        // A block that nothing is in may be written with two comments too.
        if let Some(opened) = opened.take()
            && delimiter.side == Side::End
            && is_empty
            && !opened.may_be_empty()
        {
            fill(&opened, context, out);
        }
        if delimiter.side != Side::End {
            count(&mut context.census.blocks, &delimiter.full_name());
        }
        match delimiter.side {
            Side::Whole => fill(&delimiter, context, out),
            Side::Start => opened = Some(delimiter),
            Side::End => {}
        }
        if delimiter.is("freeform") {
            out.set_mode(match delimiter.side {
                Side::Start => Mode::Paragraphs,
                _ => Mode::Verbatim,
            });
        }
    }
}

/// Reads what stands between two comments.
fn read_html(html: &str, context: &mut Context<'_>, out: &mut Paragraphs) {
    let html = match out.is_at_line_start() {
        true => html.trim_start_matches('\n'),
        false => html,
    };
    let inner = html.trim_end_matches('\n');
    if out.mode() == Mode::Verbatim && plain::is_html(inner) {
        out.text(inner);
    } else {
        pass::read(inner, context, out);
    }
    if inner.len() < html.len() {
        out.end_line();
    }
}

/// Writes a block of which nothing is in the body.
fn fill(delimiter: &Delimiter<'_>, context: &mut Context<'_>, out: &mut Paragraphs) {
    let attributes = || serde_json::from_str::<Attributes<'_>>(delimiter.attributes).ok();
    match &*delimiter.full_name() {
        "core/block" => match attributes().and_then(|it| it.reference) {
            Some(row) => reuse(row, context, out),
            None => count(&mut context.census.dynamic, "core/block"),
        },
        "core/footnotes" => context.footnotes.write_noted(out),
        name => match attributes().and_then(|it| it.url) {
            Some(url) if name == "core/embed" || name.starts_with("core-embed/") => {
                let link = embed::link(&url, &mut context.census);
                out.beside(&format!("<figure class=\"wp-block-embed\"><p>{link}</p></figure>"));
            }
            _ => count(&mut context.census.dynamic, name),
        },
    }
}

/// Writes a reusable block in place of its number.
fn reuse(row: u64, context: &mut Context<'_>, out: &mut Paragraphs) {
    let Some(text) = context.around.block(row) else {
        return context.census.missing_blocks.push(row);
    };
    let is_refused = context.reused.contains(&row)
        || context.reused.len() >= DEEPEST
        || !context.allowance.spend(text.len());
    if is_refused {
        return context.census.refused_blocks.push(row);
    }
    context.reused.push(row);
    read(&super::with_plain_line_ends(text), context, out);
    context.reused.pop();
}

/// What is read of a block's attributes.
#[derive(Deserialize)]
struct Attributes<'a> {
    #[serde(rename = "ref")]
    reference: Option<u64>,
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
}

/// A comment that begins or ends a block.
#[derive(Clone, Copy, Debug)]
struct Delimiter<'a> {
    name: &'a str,
    /// JSON, or nothing.
    attributes: &'a str,
    side: Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Start,
    End,
    Whole,
}

impl<'a> Delimiter<'a> {
    /// Reads the inside of a comment, from `<!--` to `-->`.
    fn read(comment: &'a str) -> Option<Self> {
        let inner = comment.trim_ascii_start();
        let (is_end, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let inner = inner.strip_prefix("wp:").filter(|_| inner.len() < comment.len())?;
        let length = inner.bytes().position(|byte| !is_name(byte)).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(length);
        let rest = rest.trim_ascii();
        let (is_whole, attributes) = match rest.strip_suffix('/') {
            Some(attributes) => (true, attributes.trim_ascii_end()),
            None => (false, rest),
        };
        let side = match (is_end, is_whole) {
            (true, _) => Side::End,
            (false, true) => Side::Whole,
            (false, false) => Side::Start,
        };
        (!name.is_empty()).then_some(Self { name, attributes, side })
    }

    /// Whether it is WordPress' own block of this name.
    fn is(&self, name: &str) -> bool {
        self.name.strip_prefix("core/").unwrap_or(self.name) == name
    }

    /// Whether it may be empty because nobody wrote anything.
    fn may_be_empty(&self) -> bool {
        ["freeform", "html", "shortcode", "paragraph", "missing"].iter().any(|it| self.is(it))
    }

    /// Its name with a namespace, which WordPress' own blocks are written without.
    fn full_name(&self) -> Cow<'a, str> {
        match self.name.contains('/') {
            true => Cow::Borrowed(self.name),
            false => Cow::Owned(format!("core/{}", self.name)),
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'/')
}

/// A text, cut at the comments of blocks.
struct Delimiters<'a> {
    rest: &'a str,
}

impl<'a> Delimiters<'a> {
    fn new(source: &'a str) -> Self {
        Self { rest: source }
    }

    /// What stands before the next comment, and the comment. After the last there is none.
    ///
    /// A comment without end is no comment: everything behind it is text.
    fn next(&mut self) -> (&'a str, Option<Delimiter<'a>>) {
        let mut position = 0;
        while let Some(at) = COMMENTS.find(&self.rest.as_bytes()[position..]) {
            let start = position + at;
            let inside = &self.rest[start + 4..];
            let Some(length) = COMMENT_ENDS.find(inside.as_bytes()) else { break };
            if let Some(delimiter) = Delimiter::read(&inside[..length]) {
                let before = &self.rest[..start];
                self.rest = &inside[length + 3..];
                return (before, Some(delimiter));
            }
            position = start + 4 + length;
        }
        (std::mem::take(&mut self.rest), None)
    }
}

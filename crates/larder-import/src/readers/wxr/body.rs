//! What the body of a WordPress post means, as HTML.
//!
//! The database does not hold what visitors saw. On the way to them, WordPress
//! makes paragraphs of lines, drops the comments of the block editor and fills in
//! shortcodes. The theme and the plugins that did this are not in the export; what
//! can be done without them is done here, and the rest is kept and counted.
//!
//! There are two kinds of bodies, and whether there are [`blocks`] in one decides
//! what it is, as in WordPress: bodies of the block editor are HTML already;
//! classic ones get [`paragraphs`]. Shortcodes are filled in for both.
//!
//! A body is read once, piece by piece ([`scan`]), whatever is in it: nothing is
//! looked for twice, and what other posts and attachments add to it has a limit
//! ([`Allowance`]). Nothing is sanitised, that is up to writers.
//!
//! Format: <https://developer.wordpress.org/reference/functions/wpautop/>,
//! <https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/>,
//! <https://codex.wordpress.org/Shortcode_API>

mod allowance;
mod blocks;
mod caption;
mod census;
mod code;
mod embed;
mod footnotes;
mod languages;
mod media;
mod paragraphs;
mod pass;
mod plain;
mod scan;
mod shortcode;
mod shortcodes;
mod tags;

use std::borrow::Cow;

use memchr::memmem;

use self::{
    allowance::Allowance,
    footnotes::Footnotes,
    paragraphs::{Mode, Paragraphs},
};
pub(super) use self::{census::Census, languages::language_parts};

/// What is known around a body.
pub(super) trait Around {
    /// The attachment with a row id: for galleries and playlists.
    fn attachment(&self, row: u64) -> Option<Picture<'_>>;

    /// The text of a reusable block (`wp:block {"ref":12}`).
    fn block(&self, row: u64) -> Option<&str>;

    /// How many bodies the blog has.
    fn bodies(&self) -> usize;

    /// Row ids of all attachments uploaded to this post, in their order: for
    /// `[gallery]` without ids.
    fn uploaded_here(&self) -> Vec<u64>;
}

/// An attachment: a picture, a sound or a film.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Picture<'a> {
    /// Where the file is, in its full size. Empty if it is unknown.
    pub(super) url: &'a str,
    /// What it shows, as plain text.
    pub(super) alt: &'a str,
    /// What stands below it, as HTML: the attachment's excerpt.
    pub(super) caption: &'a str,
    /// Its title, as plain text.
    pub(super) title: &'a str,
    /// Its type, `image/jpeg`. Empty if it is unknown, and then it may be anything.
    pub(super) media_type: &'a str,
    /// Its width in pixels, if the export says it.
    pub(super) width: Option<u32>,
    /// Its height in pixels, if the export says it.
    pub(super) height: Option<u32>,
}

/// A body as HTML.
#[derive(Debug)]
pub(super) struct Rendered<'a> {
    /// The HTML. Borrowed if the body says what it means already.
    pub(super) html: Cow<'a, str>,
    /// Where in `html` the summary ends, because `<!--more-->` stood there.
    ///
    /// In the middle of a sentence this is in the middle of a paragraph.
    pub(super) excerpt_end: Option<usize>,
    /// What was met on the way.
    pub(super) census: Census,
}

/// What is carried through one body.
struct Context<'c> {
    around: &'c dyn Around,
    census: Census,
    footnotes: Footnotes,
    allowance: Allowance,
    /// The attachments of this post, as soon as they were asked for.
    uploaded: Option<Vec<u64>>,
    /// How many shortcodes the text being read is inside of.
    depth: usize,
    /// The reusable blocks the text being read is inside of.
    reused: Vec<u64>,
}

/// Renders a body.
///
/// `footnotes` is the value of the `footnotes` meta key, if the post has one.
/// Never fails: what is not understood stays as it is.
pub(super) fn render<'a>(
    original: &'a str,
    footnotes: Option<&str>,
    around: &dyn Around,
) -> Rendered<'a> {
    let is_blocks = blocks::are_in(original);
    let footnotes = footnotes.filter(|_| memmem::find(original.as_bytes(), b"data-fn").is_some());
    if !is_blocks && footnotes.is_none() && plain::is_finished(original) {
        let (html, census) = (Cow::Borrowed(original), Census::default());
        return Rendered { html, excerpt_end: None, census };
    }
    let mut context = Context {
        around,
        census: Census::default(),
        footnotes: Footnotes::new(footnotes),
        allowance: Allowance::of_one_in(around.bodies()),
        uploaded: None,
        depth: 0,
        reused: Vec::new(),
    };
    let source = with_plain_line_ends(original);
    let mode = if is_blocks { Mode::Verbatim } else { Mode::Paragraphs };
    let mut out = Paragraphs::new(mode, source.len());
    match mode {
        Mode::Verbatim => blocks::read(&source, &mut context, &mut out),
        _ => pass::read(&source, &mut context, &mut out),
    }
    context.finish(out)
}

impl Context<'_> {
    fn finish<'a>(mut self, mut out: Paragraphs) -> Rendered<'a> {
        self.footnotes.finish(&mut out);
        self.census.finish();
        let (html, excerpt_end) = out.finish();
        Rendered { html: Cow::Owned(html), excerpt_end, census: self.census }
    }

    /// Whether this is the post's own text, not one that was put into it.
    fn is_own_text(&self) -> bool {
        self.depth == 0 && self.reused.is_empty()
    }
}

/// A body with `\n` for all line ends.
fn with_plain_line_ends(body: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', body.as_bytes()) {
        None => Cow::Borrowed(body),
        Some(_) => Cow::Owned(body.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

#[cfg(test)]
mod tests;

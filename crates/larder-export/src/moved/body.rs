//! Bodies and other texts in HTML, as blogging platforms take them.

use std::{borrow::Cow, collections::HashSet, io, ops::RangeInclusive};

use larder_core::Blog;
use larder_html::{Marks, Normalise, is_normal, normalise, url::Base};
use memchr::memchr;

use crate::{
    MediaFolder, WriteOptions,
    feed::{
        Cost, body,
        media::{Lost, Media},
    },
};

/// What the bodies of a blog are made with.
#[derive(Debug)]
pub(crate) struct Bodies<'a> {
    /// Where its files can be had.
    pub(crate) media: Media,
    home: Option<&'a str>,
    options: &'a WriteOptions,
}

impl<'a> Bodies<'a> {
    /// Of `blog`, whose files stand beside the output if `options` say so. Fails when the spool can no longer be read.
    pub(crate) fn new(blog: &'a Blog, options: &'a WriteOptions) -> io::Result<Self> {
        let public = options.public_address.as_deref();
        let public = public.filter(|_| options.media == MediaFolder::Beside);
        let public = public.map(|address| format!("{}/", address.trim_end_matches('/')));
        let media = Media::new(blog, public.as_deref())?;
        Ok(Self { media, home: blog.site.home.as_deref(), options })
    }

    /// HTML that is safe to publish: without scripts, with absolute addresses. Relative ones are relative to `link`, else
    /// to the blog.
    pub(crate) fn html<'h>(
        &self,
        html: &'h str,
        link: Option<&str>,
        marks: Marks,
        cost: &mut Cost,
    ) -> Cow<'h, str> {
        let (html, lost) = match self.media.change(html) {
            None => (Cow::Borrowed(html), Lost::default()),
            Some((changed, lost)) => (changed.into(), lost),
        };
        if lost.all == 0 && is_normal(&html) {
            return html;
        }
        let mut options = Normalise::default();
        let base = match link {
            Some(link) => Base::new(None, Some(link)),
            None => Base::new(self.home, None),
        };
        options.base = base.with_places();
        options.embeds = self.options.embeds;
        options.marks = marks;
        let mut normalised = normalise(&html, &options);
        // They stood there as data. Those that are not kept were missing in the archive already, and its reader said so.
        let removed = &mut normalised.removed;
        removed.inline_pictures = removed.inline_pictures.saturating_sub(lost.all);
        body::count(&normalised.removed, cost);
        cost.pictures += lost.kept as u64;
        normalised.html.into()
    }
}

/// The elements around which platforms that make paragraphs of lines make none.
const BLOCKS: [&str; 42] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];

/// Whether the tag that a text of normalised HTML begins with, behind its `<`, is one of a block.
fn is_block(tag: &str) -> bool {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
    BLOCKS.contains(&&name[..end]) || matches!(&name[..end], "ul" | "main" | "center")
}

/// Normalised HTML without line ends that mean something to platforms which make paragraphs and line breaks of them:
/// outside `pre` they stand beside tags of blocks only, one at a time.
pub(crate) fn flat(html: &str) -> Cow<'_, str> {
    if memchr(b'\n', html.as_bytes()).is_none() {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut is_behind_block, mut preformatted) = (html, true, 0_usize);
    while !rest.is_empty() {
        let (text, tag) = rest.split_at(memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()));
        // In normalised HTML no value holds a raw `>`.
        let (tag, behind) =
            tag.split_at(memchr(b'>', tag.as_bytes()).map_or(tag.len(), |at| at + 1));
        let is_before_block = tag.get(1..).is_none_or(is_block);
        match preformatted {
            0 => push_flat(&mut out, text, is_behind_block, is_before_block),
            _ => out.push_str(text),
        }
        match tag {
            tag if tag.starts_with("<pre") && !tag[4..].starts_with(char::is_alphanumeric) => {
                preformatted += 1;
            }
            "</pre>" => preformatted = preformatted.saturating_sub(1),
            _ => {}
        }
        out.push_str(tag);
        (is_behind_block, rest) = (is_before_block, behind);
    }
    let end = out.trim_end_matches('\n').len();
    out.truncate(end);
    out.into()
}

/// A text between two tags.
fn push_flat(out: &mut String, text: &str, is_behind_block: bool, is_before_block: bool) {
    let is_space = |it: char| matches!(it, ' ' | '\n' | '\t');
    let mut rest = text;
    while let Some(at) = memchr(b'\n', rest.as_bytes()) {
        let before = rest[..at].trim_end_matches(is_space);
        let behind = rest[at..].trim_start_matches(is_space);
        out.push_str(before);
        let is_first = before.is_empty() && rest.len() == text.len();
        let is_at_block = is_first && is_behind_block || behind.is_empty() && is_before_block;
        match is_at_block {
            true if out.is_empty() => {}
            true => out.push('\n'),
            false => out.push(' '),
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// HTML in which no bracket can begin a short code: `[gallery]` of another platform is a text, and stays one.
pub(crate) fn literal_brackets(html: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let begins_code = |at: &usize| {
        bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || b"[/_".contains(next))
    };
    let places: Vec<usize> = memchr::memchr_iter(b'[', bytes).filter(begins_code).collect();
    if places.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len() + places.len() * BRACKET.len());
    let mut written = 0;
    for at in places {
        out.push_str(&html[written..at]);
        out.push_str(BRACKET);
        written = at + 1;
    }
    out.push_str(&html[written..]);
    out.into()
}

/// A bracket that begins no short code.
const BRACKET: &str = "&#91;";

/// What `make` makes of HTML, in which brackets that are written as references stay references: an author who wrote
/// `&#91;gallery]` does not mean the short code.
pub(crate) fn quoted_brackets(html: &str, make: impl FnOnce(&str) -> String) -> String {
    const WRITTEN: [&str; 7] =
        ["&#91;", "&#091;", "&#x5b;", "&#x5B;", "&#X5B;", "&lbrack;", "&lsqb;"];
    if !WRITTEN.iter().any(|it| html.contains(it)) {
        return make(html);
    }
    // A character for private use that the text has not stands in their place.
    const STAND_INS: RangeInclusive<char> = '\u{f0000}'..='\u{f0fff}';
    let met: HashSet<char> = html.chars().filter(|it| STAND_INS.contains(it)).collect();
    let Some(stand_in) = STAND_INS.into_iter().find(|it| !met.contains(it)) else {
        return literal_brackets(make(html).into()).into_owned();
    };
    let mut marked = html.to_owned();
    for written in WRITTEN {
        marked = marked.replace(written, stand_in.encode_utf8(&mut [0; 4]));
    }
    make(&marked).replace(stand_in, BRACKET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_stand_beside_blocks_only() {
        for (html, expected) in [
            ("<p>a\nb</p>\n\n<p>c<br>\nd</p>\n", "<p>a b</p>\n<p>c<br> d</p>"),
            ("a\n\nb <b>c</b>\n\nd", "a b <b>c</b> d"),
            ("\n<ul>\n<li>a\n</li>\n</ul>", "<ul>\n<li>a\n</li>\n</ul>"),
            ("<pre>a\n\nb</pre>\n\n\n<p>c</p>", "<pre>a\n\nb</pre>\n<p>c</p>"),
            ("<b>a</b> \n <i>c</i>", "<b>a</b> <i>c</i>"),
            ("<p>a</p>\n<!--more-->\n<p>b</p>", "<p>a</p>\n<!--more-->\n<p>b</p>"),
        ] {
            assert_eq!(flat(html), expected, "{html}");
            assert_eq!(flat(expected), expected, "{html}");
        }
    }

    #[test]
    fn brackets_that_could_be_short_codes_are_references() {
        let html = "<p>a [1] [gallery ids=\"1\"] [[x]] [/b]</p>";
        let literal = "<p>a [1] &#91;gallery ids=\"1\"] &#91;&#91;x]] &#91;/b]</p>";
        assert_eq!(literal_brackets(html.into()), literal);
        assert_eq!(
            quoted_brackets("&#91;a] [b] &lbrack;c]", |it| it.replace(' ', "-")),
            "&#91;a]-[b]-&#91;c]"
        );
    }
}

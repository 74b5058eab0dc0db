//! Bodies: normalised HTML that is never empty, and the beginning of it as plain text.
//!
//! Most bodies are in normal form already, and the model [remembers](larder_core::Body::tested) it. Those are borrowed
//! all the way to the bytes of the document.

use std::{borrow::Cow, io, sync::LazyLock};

use larder_core::Post;
use larder_html::{Normalise, Removed, escape, is_blank, is_normal, normalise, text};
use memchr::{memchr, memmem};

use super::{Cost, Feed, line::line, link::Relative, media::Lost};

/// How long an excerpt is, in characters.
const EXCERPT: usize = 200;

/// A body in HTML for feeds. It may be blank.
#[derive(Debug, Default)]
pub(crate) struct Normal<'a> {
    html: Cow<'a, str>,
    removed: Removed,
    /// How many pictures it does not show that the archive has.
    pictures: u64,
}

impl Normal<'_> {
    /// Whether there is nothing to see.
    pub(crate) fn is_blank(&self) -> bool {
        is_blank(&self.html)
    }
}

/// The body of a post in HTML for feeds.
///
/// Relative addresses are relative to the post's own, else to the blog's. Fails when the text cannot be read back.
pub(crate) fn normalised<'a>(
    feed: &Feed<'_>,
    post: &'a Post,
    base: &Relative<'_>,
) -> io::Result<Normal<'a>> {
    let Some(content) = &post.content else { return Ok(Normal::default()) };
    let (html, passes) = content.html.tested(is_normal)?;
    let (html, passes, lost) = match feed.media.change(&html) {
        None => (html, passes, Lost::default()),
        Some((changed, lost)) => {
            let passes = lost.all == 0 && is_normal(&changed);
            (changed.into(), passes, lost)
        }
    };
    if passes {
        return Ok(Normal { html, ..Normal::default() });
    }
    let mut options = Normalise::default();
    options.base = base.get().clone();
    options.embeds = feed.options.embeds;
    let mut normalised = normalise(&html, &options);
    // They stood there as data. Those that are not kept were missing in the archive already, and its reader said so.
    let removed = &mut normalised.removed;
    removed.inline_pictures = removed.inline_pictures.saturating_sub(lost.all);
    Ok(Normal {
        html: normalised.html.into(),
        removed: normalised.removed,
        pictures: lost.kept as u64,
    })
}

/// The body as the feed carries it: with the subtitle before it, or what can be said where it is blank.
pub(crate) fn carried<'a>(
    body: Normal<'a>,
    subtitle: Option<&str>,
    title: Option<&str>,
    link: Option<&str>,
    cost: &mut Cost,
) -> Cow<'a, str> {
    cost.markup(&body.removed);
    cost.pictures += body.pictures;
    let blank = body.is_blank();
    let html = if blank { Cow::default() } else { breakable(body.html) };
    match subtitle {
        Some(subtitle) => {
            Cow::Owned(format!("<p><strong>{}</strong></p>{html}", escape::text(subtitle)))
        }
        None if blank => Cow::Owned(instead(title, link)),
        None => html,
    }
}

/// No-break spaces beside Hangul become spaces.
///
/// Text that was pasted into an editor is full of them, and a Korean paragraph without places to break runs out of the
/// reader's window. The archive keeps them; elsewhere (between a number and its unit, say) they stay here too.
fn breakable(html: Cow<'_, str>) -> Cow<'_, str> {
    const BLANK: &str = "&nbsp;";
    static FINDER: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(BLANK));
    if FINDER.find(html.as_bytes()).is_none() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = &*html;
    while let Some(at) = FINDER.find(rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = &from[BLANK.len()..];
        let hangul = out.chars().next_back().is_some_and(is_hangul)
            || rest.chars().next().is_some_and(is_hangul);
        out.push_str(if hangul { " " } else { BLANK });
    }
    out.push_str(rest);
    out.into()
}

fn is_hangul(character: char) -> bool {
    matches!(character, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}')
}

/// What stands where there is no body: a link to the post.
fn instead(title: Option<&str>, link: Option<&str>) -> String {
    let label = escape::text(title.or(link).unwrap_or("…"));
    match link {
        Some(link) => format!("<p><a href=\"{}\">{label}</a></p>", escape::attribute(link)),
        None => format!("<p>{label}</p>"),
    }
}

/// The beginning of normalised HTML as plain text of at most `length` characters, or None if it has no text.
pub(crate) fn excerpt(html: &str, length: usize) -> Option<String> {
    let excerpt = text::excerpt(beginning(html, length), length);
    line(&excerpt, &mut Cost::default())
}

/// As much of normalised HTML as holds more than `length` characters of text, whatever the white space in it.
fn beginning(html: &str, length: usize) -> &str {
    let (mut at, mut seen) = (0, 0);
    while let Some(tag) = memchr(b'<', &html.as_bytes()[at..]) {
        // In normalised HTML no value holds a raw `>`.
        let end =
            memchr(b'>', &html.as_bytes()[at + tag..]).map_or(html.len(), |end| at + tag + end + 1);
        let text = &html[at..at + tag];
        // A reference of at most six bytes is one character; continuation bytes are none.
        let characters = text.bytes().filter(|byte| is_counted(*byte)).count();
        seen +=
            characters - text.bytes().filter(|byte| *byte == b'&').count().min(characters / 6) * 5;
        at = end;
        if seen > length {
            return &html[..at];
        }
    }
    html
}

/// Whether a byte begins a character that shows something.
fn is_counted(byte: u8) -> bool {
    byte & 0xc0 != 0x80 && byte > b' '
}

/// The beginning of a body where a summary is wanted.
pub(crate) fn summary(html: &str) -> Option<String> {
    excerpt(html, EXCERPT)
}

/// Adds what the normaliser took out of another text than a body.
pub(crate) fn count(removed: &Removed, cost: &mut Cost) {
    cost.markup(removed);
}

impl Cost {
    /// Adds what the normaliser took out.
    fn markup(&mut self, removed: &Removed) {
        let add = |to: &mut u64, counts: &[usize]| *to += counts.iter().sum::<usize>() as u64;
        add(&mut self.characters, &[removed.characters]);
        add(
            &mut self.links,
            &[
                removed.links_without_base,
                removed.links_within,
                removed.unsafe_links,
                removed.invalid_links,
                removed.inline_pictures,
            ],
        );
        add(&mut self.embeds_linked, &[removed.embeds_linked]);
        add(&mut self.embeds_dropped, &[removed.embeds_dropped]);
        add(&mut self.tags, &[removed.limits.deep_tags, removed.limits.tags_over_budget]);
        add(&mut self.bytes, &[removed.limits.bytes]);
        add(
            &mut self.markup,
            &[
                removed.scripts,
                removed.styles,
                removed.foreign,
                removed.elements,
                removed.unwrapped,
                removed.limits.attributes,
                usize::from(removed.escaped),
            ],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_break_spaces_between_korean_words_become_spaces() {
        let pasted = "<p>골목&nbsp;끝에&nbsp;<b>우체통이</b> 10&nbsp;km&nbsp;</p>";
        assert_eq!(breakable(pasted.into()), "<p>골목 끝에 <b>우체통이</b> 10&nbsp;km&nbsp;</p>");
        assert_eq!(breakable("plain".into()), "plain");
    }
}

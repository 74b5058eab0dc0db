//! Makes any HTML into HTML that every reader of feeds shows alike.

mod attribute;
mod element;
mod embed;
mod foreign;
mod image;
mod mark;
mod normal;
mod noscript;
mod output;
mod strict;
mod thorough;

pub use self::{
    element::{Element, Fate},
    mark::Marks,
    normal::is_normal,
    noscript::{picture_address, repeated_later, repeats_picture},
};
use crate::{
    characters,
    limits::{Dropped, Limits},
    url::Base,
};

/// How HTML is normalised.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Normalise {
    /// What addresses are relative to. By default nothing is known: relative
    /// links lose their address and keep their text.
    pub base: Base,
    /// What becomes of players and widgets. By default, a link.
    pub embeds: Embeds,
    /// The longest `data:` address of a picture that stays, in bytes. By
    /// default 0: none.
    pub inline_pictures: usize,
    /// What becomes of the marks of WordPress' editors. By default they go.
    pub marks: Marks,
    /// How large the document may grow while it is parsed.
    pub limits: Limits,
}

/// What becomes of players and widgets: `iframe`, `embed`, `object`, `applet`
/// and scripts that are known to write one.
///
/// `video`, `audio` and `picture` are none of these and always stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Embeds {
    /// They stay. Validators warn of them.
    Keep,
    /// A link to what they show.
    #[default]
    Link,
    /// Nothing.
    Drop,
}

/// Normalised HTML, and what it cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Normalised {
    /// A fragment of HTML that parses without an error and stays the same when
    /// it is normalised again.
    pub html: String,
    /// What is not in it.
    pub removed: Removed,
}

/// What the normaliser took out, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Scripts.
    pub scripts: usize,
    /// Style sheets.
    pub styles: usize,
    /// Comments, block comments of editors included unless they are asked for.
    pub comments: usize,
    /// Players and widgets that became links.
    pub embeds_linked: usize,
    /// Players and widgets of which nothing stays.
    pub embeds_dropped: usize,
    /// Addresses dropped because they are relative and no base is known.
    pub links_without_base: usize,
    /// Addresses dropped for their scheme: `javascript:` and its like.
    pub unsafe_links: usize,
    /// Addresses dropped because they are none, or too long; also pictures and
    /// players that are said to be the page itself (`src=""`).
    pub invalid_links: usize,
    /// Links to a place in the body itself (`#fn1`), which became text because
    /// the body's own address is not known.
    pub links_within: usize,
    /// Pictures whose `data:` address was dropped.
    pub inline_pictures: usize,
    /// Pictures without any address, replaced by their description.
    pub pictures_without_source: usize,
    /// Drawings and formulas (SVG, MathML) replaced by their words.
    pub foreign: usize,
    /// Form fields, titles and other elements removed with what they held.
    pub elements: usize,
    /// Elements whose tags went and whose content stayed.
    pub unwrapped: usize,
    /// Characters that no document may hold.
    pub characters: usize,
    /// What the limits cost.
    pub limits: Dropped,
    /// Whether nothing but the text could be saved.
    pub escaped: bool,
}

/// Normalises a body of HTML.
///
/// The result holds only elements, attributes and schemes from the list for
/// feeds, has absolute ASCII addresses, parses without an error, and is a fixed
/// point: normalising it again changes nothing. It is never more dangerous than
/// text. It may be empty; see [`Normalised::is_blank`].
///
/// ```
/// use larder_html::{Normalise, normalise, url::Base};
///
/// let mut options = Normalise::default();
/// options.base = Base::new(Some("https://example.org/"), None);
/// let body = normalise("<p onclick=x>R&D <a href=/walk>walk<p>end", &options);
/// assert_eq!(
///     body.html,
///     r#"<p>R&amp;D <a href="https://example.org/walk">walk</a></p><p><a href="https://example.org/walk">end</a></p>"#
/// );
/// ```
pub fn normalise(html: &str, options: &Normalise) -> Normalised {
    let cleaned = characters::clean(html);
    let fits = cleaned.text.len() <= options.limits.bytes;
    let quick = if fits { strict::normalise(&cleaned.text, options) } else { None };
    let (html, mut removed) = quick.unwrap_or_else(|| thorough::normalise(&cleaned.text, options));
    removed.characters += cleaned.dropped;
    Normalised { html, removed }
}

impl Normalised {
    /// Whether there is nothing to see: [`is_blank`] of the HTML.
    pub fn is_blank(&self) -> bool {
        is_blank(&self.html)
    }
}

/// Whether there is nothing to see in normalised HTML: no text, no picture, no player.
pub fn is_blank(html: &str) -> bool {
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        if !is_blank_text(text) || SEEN.iter().any(|name| begins_tag(tag, name)) {
            return false;
        }
        // In normalised HTML no value holds a raw `>`.
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    is_blank_text(rest)
}

/// Elements that show something without text.
const SEEN: [&str; 8] = ["img", "video", "audio", "iframe", "embed", "object", "meter", "progress"];

fn begins_tag(tag: &str, name: &str) -> bool {
    tag.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '>']))
}

fn is_blank_text(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix("&nbsp;") {
        rest = after.trim_start();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests;

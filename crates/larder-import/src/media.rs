//! What a body refers to: files that it shows or offers, and where its links lead. Nothing is fetched.
//!
//! ```text
//! HTML ─► Tags (those that may name a file) ─► Gather ─► References, each file once, with the address of its original
//!                                                     └► links as they stand, for Permalinks
//! ```
//!
//! A picture stands in a body under many addresses: its sizes, the ones that a script would load, the twin in a
//! `noscript`, the larger one that it links to. They are one [`Reference`], so that one file is looked for and none is
//! counted twice. Pictures that only count visitors are references as well: which those are is not known here.
//!
//! All of it takes one pass, in time and memory linear in the body, whatever that is.

mod address;
mod css;
mod extension;
mod gather;
mod given;
mod original;
mod picture;
mod tags;

#[cfg(test)]
mod tests;

pub(crate) use self::{
    extension::kind as kind_of,
    original::{original, wordpress_original, wrapped},
};
use self::{gather::Gather, original::stated_size, tags::Tags};

/// A file that HTML refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Its address as it stands there: references to characters decoded, absolute where there is something to make it so.
    /// Of several, the one of the largest.
    pub(crate) url: String,
    /// The address of the original, where [`original()`] knows a better one than `url`.
    pub(crate) original: Option<String>,
    /// Other addresses that the body has for the same file, in no order that means anything. Each belongs to one reference.
    pub(crate) also: Vec<String>,
    /// What it is there for.
    pub(crate) kind: Kind,
    /// What is said in place of the picture. Empty if the HTML says that there is nothing to say.
    pub(crate) alt: Option<String>,
    /// The title that is shown over it.
    pub(crate) title: Option<String>,
    /// Its width in pixels: that of the original where the HTML has it, else the one that it is shown in.
    pub(crate) width: Option<u32>,
    /// Its height in pixels, like `width`.
    pub(crate) height: Option<u32>,
}

/// What a file is in the body. Where the HTML does not say, the extension of its address does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A picture.
    Image,
    /// Something to hear.
    Audio,
    /// A film.
    Video,
    /// The picture that is shown until a film begins.
    Poster,
    /// Subtitles or chapters of a film.
    Track,
    /// A file to open or to keep: a document, an archive, a program.
    Document,
}

/// All that a body refers to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files, in order of appearance.
    pub(crate) references: Vec<Reference>,
    /// The addresses of all links to pages and files, in order, as often as they stand there; not made absolute. Links to
    /// places in the body itself, and such as `mailto:`, are not among them.
    pub(crate) links: Vec<String>,
    /// How many files stand in the HTML itself, as `data:` addresses.
    pub(crate) data_uris: u32,
}

/// Finds what a body refers to.
///
/// Relative addresses of files are made absolute with `base`; without it they stay as they are.
pub(crate) fn scan(html: &str, base: Option<&url::Url>) -> Found {
    let mut gather = Gather::new(base);
    Tags::new(html).for_each(|mark| gather.take(mark));
    gather.finish()
}

/// The files of [`scan`].
#[cfg(test)]
pub(crate) fn references(html: &str, base: Option<&url::Url>) -> Vec<Reference> {
    scan(html, base).references
}

/// The links of [`scan`].
#[cfg(test)]
pub(crate) fn links(html: &str) -> Vec<String> {
    scan(html, None).links
}

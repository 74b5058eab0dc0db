//! How much of a document is built, and what was left out of it.

use std::time::Instant;

/// The default of [`Limits::value`].
pub(crate) const VALUE: usize = 1 << 20;

/// What a parse may grow to, whatever the bytes.
///
/// The defaults hold every page a person wrote; only a document made to hurt
/// reaches them. Text always goes through: a limit costs markup.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// How many elements may be open at once. By default 512, as in browsers.
    pub depth: u32,

    /// How many nodes and attributes a document may have, beside one per byte
    /// of input. By default 100 000.
    ///
    /// Open formatting elements are built again in every paragraph, so that
    /// 80 KB can ask for eight million nodes.
    pub nodes: usize,

    /// How many attributes an element may have. By default 1 024.
    pub attributes: usize,

    /// The longest value of an attribute in bytes. By default 1 MiB.
    pub value: usize,

    /// The longest value that begins with `data:`. By default 32 MiB: saved
    /// pages carry their images so.
    pub data_value: usize,

    /// How many bytes of the document are read. By default 64 MiB.
    pub bytes: usize,

    /// When building stops, finished or not. By default never.
    pub until: Option<Instant>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 512,
            nodes: 100_000,
            attributes: 1024,
            value: VALUE,
            data_value: 32 << 20,
            bytes: 64 << 20,
            until: None,
        }
    }
}

/// What the limits cost a document. All zero for honest pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dropped {
    /// Tags that would have nested deeper than [`Limits::depth`].
    pub deep_tags: usize,
    /// Tags after [`Limits::nodes`] was spent.
    pub tags_over_budget: usize,
    /// Attributes beyond [`Limits::attributes`], or with a value that is too long.
    pub attributes: usize,
    /// Bytes at the end of the document beyond [`Limits::bytes`].
    pub bytes: usize,
    /// Whether [`Limits::until`] came before the end of the document. How much
    /// is missing is not the same in every run: do not use such a tree.
    pub unfinished: bool,
}

impl Dropped {
    /// Whether the document was built in full.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

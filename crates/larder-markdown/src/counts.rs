//! What was written, and what became of each part of it.

use std::collections::BTreeMap;

/// A body as Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Emitted {
    /// The text. It ends with a line end unless it is empty, and its first line
    /// is never one that begins front matter.
    pub markdown: String,
    /// What became of the body.
    pub counts: Counts,
}

/// What became of the blocks and elements of a body.
///
/// Blocks are paragraphs, headings, code blocks, tables and rules, wherever they
/// stand. What is written as HTML counts as one block, with all it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Blocks that are Markdown and nothing else.
    pub markdown: usize,
    /// Blocks that are Markdown with HTML in their text (`<sup>`, `<br>`), and
    /// paragraphs that are one picture with its size, or one player.
    pub inline_html: usize,
    /// Blocks that are HTML.
    pub raw_html: usize,
    /// Blocks that are HTML because their Markdown did not come back from the
    /// renderer, or would have cost too much to prove. Also in `raw_html`.
    pub refused: usize,
    /// Players and the like that [`Pass::embed`](crate::Pass::embed) had a form for.
    pub embeds: usize,
    /// What was left out, by the name of the element or the rule: `script`,
    /// `style`, `comment`, `unsafe address`, `empty paragraph`, `srcset` (other
    /// sizes of a picture that is there), `id` (to which nothing points), …
    ///
    /// Attributes that say how something looks or behaves (`class`, `style`,
    /// `target`, `rel`, …) are not counted.
    pub dropped: BTreeMap<&'static str, usize>,
    /// Elements whose tags went and whose content stayed, by name: `div`,
    /// `figure`, `figcaption`, `font`, …
    pub unwrapped: BTreeMap<&'static str, usize>,
    /// Whether the whole text was rendered and found equal to its source. If
    /// not, it is HTML from the first to the last block.
    pub is_proved: bool,
}

impl Counts {
    /// How many blocks there are.
    pub fn blocks(&self) -> usize {
        self.markdown + self.inline_html + self.raw_html + self.embeds
    }

    pub(crate) fn drop_one(&mut self, rule: &'static str) {
        *self.dropped.entry(rule).or_default() += 1;
    }

    pub(crate) fn unwrap_one(&mut self, name: &'static str) {
        *self.unwrapped.entry(name).or_default() += 1;
    }
}

//! From HTML to proved Markdown.

use std::borrow::Cow;

use larder_html::{Element, Limits, Tree};

use crate::{
    content::{Content, Open, difference, is_same},
    counts::{Counts, Emitted},
    dialect::Dialect,
    marks::Marks,
    pass::Pass,
    prove::Renderer,
    read::{self, Asked},
    write::{Plan, Spelling, Tally, Writer, separator},
};

/// How often a whole text is rendered again because its blocks do not stand beside each other.
const ATTEMPTS: usize = 4;

/// Writes a body of HTML as Markdown.
///
/// Any HTML will do, broken or hostile. What cannot be said in Markdown is said
/// in HTML; what does not come back from the renderer as it was is HTML too. The
/// same input makes the same output.
///
/// ```
/// use larder_markdown::{AsItIs, Dialect, emit};
///
/// let html = r#"<div class="post"><h2>산책</h2><p>Slow <b>walk</b>, H<sub>2</sub>O<script>x()</script>"#;
/// let emitted = emit(html, &Dialect::gfm(), &mut AsItIs::default());
/// assert_eq!(emitted.markdown, "## 산책\n\nSlow **walk**, H<sub>2</sub>O\n");
/// assert_eq!(emitted.counts.dropped["script"], 1);
/// ```
pub fn emit(html: &str, dialect: &Dialect, pass: &mut dyn Pass) -> Emitted {
    let mut counts = Counts::default();
    let mut marks = Marks::default();
    let cleaned = larder_html::characters::clean(html);
    let limits = Limits::default();
    let tree = Tree::fragment(&cleaned.text, &limits);
    note_losses(&tree, cleaned.dropped, &mut counts);
    let asked = Asked { pass, marks: &mut marks, counts: &mut counts };
    let content = read::source(&tree, html.len(), asked);
    drop(tree);
    let document = Document::new(&content, dialect, marks);
    document.prove(counts)
}

fn note_losses(tree: &Tree, characters: usize, counts: &mut Counts) {
    let dropped = tree.dropped();
    for (rule, number) in [
        ("character", characters),
        ("nested too deep", dropped.deep_tags),
        ("too many nodes", dropped.tags_over_budget),
        ("attribute too long", dropped.attributes),
        ("too long", dropped.bytes),
    ] {
        if number > 0 {
            counts.dropped.insert(rule, number);
        }
    }
}

/// A body while it is written.
struct Document<'c> {
    content: &'c Content,
    dialect: &'c Dialect,
    renderer: Renderer,
    marks: Marks,
    plan: Plan,
    /// The blocks at the top: where they are, and how they are written.
    blocks: Vec<Block>,
    refused: usize,
}

struct Block {
    at: usize,
    open: Open,
    text: String,
    tally: Tally,
}

impl<'c> Document<'c> {
    fn new(content: &'c Content, dialect: &'c Dialect, marks: Marks) -> Self {
        let renderer = Renderer::new(dialect);
        let blocks = content.children(0..content.items.len()).map(|(at, open)| Block {
            at,
            open,
            text: String::new(),
            tally: Tally::default(),
        });
        let blocks = blocks.collect();
        let plan = Plan::default();
        Self { content, dialect, renderer, marks, plan, blocks, refused: 0 }
    }

    /// Writes and proves. Most texts are proved as a whole at once; only where that fails is each block proved.
    fn prove(mut self, counts: Counts) -> Emitted {
        for index in 0..self.blocks.len() {
            self.write(index);
        }
        let text = self.text();
        if self.failing(&text).is_none() {
            return self.finish(counts, true, text);
        }
        for index in 0..self.blocks.len() {
            self.prove_block(index);
        }
        for _ in 0..ATTEMPTS {
            let text = self.text();
            let Some(index) = self.failing(&text) else { return self.finish(counts, true, text) };
            self.refuse_near(index);
        }
        for index in 0..self.blocks.len() {
            self.refuse(index);
        }
        let text = self.text();
        let is_proved = self.failing(&text).is_none();
        self.finish(counts, is_proved, text)
    }

    fn write(&mut self, index: usize) {
        let Block { at, open, .. } = self.blocks[index];
        let writer = Writer::new(self.content, self.dialect, &self.plan, &mut self.marks);
        let (text, tally) = writer.one(at, open);
        let block = &mut self.blocks[index];
        (block.text, block.tally) = (text, tally);
    }

    /// Which block is the first that is not the same when all is rendered.
    fn failing(&self, text: &str) -> Option<usize> {
        let rendered = self.renderer.content(&self.marks.for_proof(text));
        let all = 0..self.content.items.len();
        let at = difference(self.content, all, &rendered, 0..rendered.items.len())?;
        let index = self.blocks.partition_point(|block| block.at <= at);
        Some(index.saturating_sub(1))
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut previous: Option<&Block> = None;
        for block in &self.blocks {
            if let Some(previous) = previous {
                text.push_str("\n\n");
                let between = separator(previous.open, block.open, self.dialect);
                text.push_str(between);
                if !between.is_empty() {
                    text.push_str("\n\n");
                }
            }
            text.push_str(&block.text);
            previous = Some(block);
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    /// Proves one block: as Markdown, then with what fails in it as HTML, then with HTML in all its text, then as HTML.
    fn prove_block(&mut self, index: usize) {
        if self.is_proved(index) {
            return;
        }
        let Block { at, open, .. } = self.blocks[index];
        if matches!(open.element, Element::Ul | Element::Ol | Element::Blockquote) {
            self.prove_leaves(at, open);
            self.write(index);
            if self.is_proved(index) {
                return;
            }
        }
        self.plan.set(at, Spelling::InlineHtml);
        self.write(index);
        if !self.is_proved(index) {
            self.refuse(index);
        }
    }

    fn is_proved(&self, index: usize) -> bool {
        let Block { at, open, ref text, .. } = self.blocks[index];
        self.comes_back(at, open, text)
    }

    fn comes_back(&self, at: usize, open: Open, text: &str) -> bool {
        let rendered = self.renderer.content(&self.marks.for_proof(text));
        let range = at..open.end as usize + 1;
        is_same(self.content, range, &rendered, 0..rendered.items.len())
    }

    /// Proves the paragraphs, headings, tables and codes within a block, each by itself.
    fn prove_leaves(&mut self, at: usize, open: Open) {
        let mut inside = at + 1;
        while inside < open.end as usize {
            let Some(leaf) = self.content.open(inside) else {
                inside += 1;
                continue;
            };
            let holds_blocks = matches!(
                leaf.element,
                Element::Ul | Element::Ol | Element::Li | Element::Blockquote
            );
            if holds_blocks {
                inside += 1;
                continue;
            }
            self.prove_leaf(inside, leaf);
            inside = leaf.end as usize + 1;
        }
    }

    fn prove_leaf(&mut self, at: usize, open: Open) {
        for spelling in [Spelling::Markdown, Spelling::InlineHtml, Spelling::RawHtml] {
            self.plan.set(at, spelling);
            if spelling == Spelling::RawHtml {
                self.refused += 1;
                return;
            }
            let writer = Writer::new(self.content, self.dialect, &self.plan, &mut self.marks);
            let (text, _) = writer.one(at, open);
            if self.comes_back(at, open, &text) {
                return;
            }
        }
    }

    fn refuse(&mut self, index: usize) {
        let at = self.blocks[index].at;
        if self.plan.spelling(at) != Spelling::RawHtml {
            self.plan.set(at, Spelling::RawHtml);
            self.refused += 1;
            self.write(index);
        }
    }

    /// Makes a block HTML; if it is already, the one before it.
    fn refuse_near(&mut self, index: usize) {
        let is_raw = |index: usize| self.plan.spelling(self.blocks[index].at) == Spelling::RawHtml;
        let near = (0..=index).rev().find(|index| !is_raw(*index));
        if let Some(near) = near {
            self.refuse(near);
        }
    }

    fn finish(self, mut counts: Counts, is_proved: bool, text: String) -> Emitted {
        for block in &self.blocks {
            counts.markdown += block.tally.markdown;
            counts.inline_html += block.tally.inline_html;
            counts.raw_html += block.tally.raw_html;
        }
        counts.refused = self.refused;
        counts.is_proved = is_proved;
        let markdown = match self.marks.for_target(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(text) => text,
        };
        Emitted { markdown, counts }
    }
}

//! Renders Markdown and reads what came of it.

use comrak::Options;
use larder_html::{Limits, Tree};

use crate::{content::Content, dialect::Dialect, read};

/// Renders a dialect as its target does, as far as that can be known here.
pub(crate) struct Renderer {
    options: Options<'static>,
    limits: Limits,
}

impl Renderer {
    pub(crate) fn new(dialect: &Dialect) -> Self {
        let mut options = Options::default();
        options.extension.table = dialect.tables;
        options.extension.strikethrough = dialect.strikethrough;
        options.extension.tasklist = dialect.task_lists;
        options.extension.autolink = dialect.autolinks;
        options.extension.footnotes = dialect.footnotes;
        options.extension.math_dollars = dialect.dollar_math;
        options.extension.description_lists = dialect.definition_lists;
        options.parse.smart = dialect.smart_punctuation;
        options.render.r#unsafe = true;
        Self { options, limits: Limits::default() }
    }

    /// The content of what Markdown renders to.
    pub(crate) fn content(&self, markdown: &str) -> Content {
        let html = comrak::markdown_to_html(markdown, &self.options);
        let tree = Tree::fragment(&html, &self.limits);
        read::rendered(&tree, html.len())
    }
}

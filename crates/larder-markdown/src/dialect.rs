//! What each reader of Markdown knows.

/// A kind of Markdown, by what its renderer does.
///
/// The constructors are the renderers of known targets; a field can be changed
/// where a site is set up differently.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dialect {
    /// Pipe tables.
    pub tables: bool,
    /// `~~struck~~`.
    pub strikethrough: bool,
    /// `- [x] done`.
    pub task_lists: bool,
    /// `[^1]`. Footnotes are not made; what looks like one is escaped.
    pub footnotes: bool,
    /// Bare addresses become links, so those that are text are escaped.
    pub autolinks: bool,
    /// `$…$` and `$$…$$` are formulas.
    pub dollar_math: bool,
    /// `$$…$$` are formulas, also within a line.
    pub double_dollar_math: bool,
    /// `{: …}` after a block or a span gives it attributes, as in kramdown.
    pub attribute_lists: bool,
    /// `{#id}` at the end of a heading is its id.
    pub heading_attributes: bool,
    /// Straight quotes, `--` and `...` become typographic ones, unless a
    /// backslash stands before them: then they are written with one.
    ///
    /// By default no, for it makes texts ugly: the site's settings should turn
    /// it off instead (Hugo: `markup.goldmark.extensions.typographer.disable`;
    /// kramdown: `smart_quotes: apos,apos,quot,quot` and
    /// `typographic_symbols`).
    pub smart_punctuation: bool,
    /// `==marked==`, `%%comment%%`, `#tag` and `[[links]]`, as in Obsidian.
    pub notes_syntax: bool,
    /// `: ` at the beginning of a line is a definition.
    pub definition_lists: bool,
    /// A `|` anywhere in a line can make it a table, as in kramdown.
    pub loose_tables: bool,
    /// Two lists are one unless something stands between them, whatever their marks.
    pub lists_merge: bool,
    /// Within HTML tags in a text Markdown is not read, or not always: there HTML
    /// stands for all markup and references for all characters that could act.
    pub html_is_opaque: bool,
    /// An item of a list must hold something.
    pub items_need_text: bool,
    /// Numbered lists begin with 1, whatever their first number.
    pub lists_start_at_one: bool,
    /// A picture must be there when the site is made, unless its address is whole or begins with `/`; and
    /// one whose escapes are no UTF-8 cannot be read. Such pictures are HTML, which nobody looks into.
    pub pictures_are_files: bool,
    /// How a line ends within a paragraph.
    pub breaks: Breaks,
    /// The template language that runs before Markdown is rendered.
    pub template: Template,
}

/// How a line ends within a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Breaks {
    /// A backslash at its end.
    Backslash,
    /// Two spaces at its end.
    Spaces,
}

/// A template language whose delimiters would act in a text, code included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Template {
    /// None.
    #[default]
    None,
    /// Hugo's shortcodes: `{{<` and `{{%`.
    Hugo,
    /// Liquid, of Jekyll: `{{` and `{%`.
    Liquid,
    /// Nunjucks, of Hexo and Eleventy: `{{`, `{%`, `{#`, and `#}`, which stops it alone.
    ///
    /// Only references are used against it, which also hold where it runs
    /// after Markdown.
    Nunjucks,
    /// Zola's shortcodes: `{{` and `{%`.
    Zola,
}

impl Dialect {
    /// CommonMark and nothing else.
    pub fn commonmark() -> Self {
        Self {
            tables: false,
            strikethrough: false,
            task_lists: false,
            footnotes: false,
            autolinks: false,
            dollar_math: false,
            double_dollar_math: false,
            attribute_lists: false,
            heading_attributes: false,
            smart_punctuation: false,
            notes_syntax: false,
            definition_lists: false,
            loose_tables: false,
            lists_merge: false,
            html_is_opaque: false,
            items_need_text: false,
            lists_start_at_one: false,
            pictures_are_files: false,
            breaks: Breaks::Backslash,
            template: Template::None,
        }
    }

    /// GitHub Flavored Markdown.
    pub fn gfm() -> Self {
        Self {
            tables: true,
            strikethrough: true,
            task_lists: true,
            footnotes: true,
            autolinks: true,
            ..Self::commonmark()
        }
    }

    /// goldmark as Hugo sets it up. Raw HTML needs `markup.goldmark.renderer.unsafe`.
    pub fn goldmark() -> Self {
        Self {
            heading_attributes: true,
            definition_lists: true,
            // An empty item ends the list that it is nested in.
            items_need_text: true,
            template: Template::Hugo,
            ..Self::gfm()
        }
    }

    /// kramdown as Jekyll sets it up (`input: GFM`).
    pub fn kramdown() -> Self {
        Self {
            autolinks: false,
            double_dollar_math: true,
            attribute_lists: true,
            heading_attributes: true,
            definition_lists: true,
            loose_tables: true,
            lists_merge: true,
            html_is_opaque: true,
            items_need_text: true,
            lists_start_at_one: true,
            breaks: Breaks::Spaces,
            template: Template::Liquid,
            ..Self::gfm()
        }
    }

    /// pulldown-cmark as Zola sets it up.
    pub fn pulldown_zola() -> Self {
        Self { autolinks: false, heading_attributes: true, template: Template::Zola, ..Self::gfm() }
    }

    /// markdown-it as Eleventy sets it up, in files that no template language reads
    /// (`templateEngineOverride: md`).
    pub fn markdown_it() -> Self {
        Self { task_lists: false, footnotes: false, autolinks: false, ..Self::gfm() }
    }

    /// remark as Astro sets it up.
    ///
    /// It makes links of bare addresses in a text whether they are escaped or
    /// not. What such an address says stays the same.
    pub fn remark() -> Self {
        Self { pictures_are_files: true, ..Self::gfm() }
    }

    /// marked as Hexo sets it up.
    pub fn marked() -> Self {
        Self { footnotes: false, template: Template::Nunjucks, ..Self::gfm() }
    }

    /// Obsidian.
    pub fn obsidian() -> Self {
        Self { dollar_math: true, double_dollar_math: true, notes_syntax: true, ..Self::gfm() }
    }

    /// The dialect with another template language.
    #[must_use]
    pub fn with_template(mut self, template: Template) -> Self {
        self.template = template;
        self
    }
}

//! Markdown as HTML.

use comrak::Options;
use larder_html::escape;

/// The longest text that is taken for Markdown, in bytes. No honest post is longer.
const LONGEST: usize = 8 << 20;

/// What a platform reads as Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// What Markdown was at first; `is_smart` says whether quotes and dashes become those of printers.
    Original {
        /// `markdown_with_smartypants`
        is_smart: bool,
    },
    /// With tables, struck text, addresses that are links, and footnotes.
    Extended,
}

/// The HTML that Markdown means. HTML within it stays as it is: writers clean what they write.
///
/// What is too long to be a post is shown as plain text.
pub(crate) fn to_html(text: &str, dialect: Dialect) -> String {
    if text.len() > LONGEST {
        return escape::paragraphs(text);
    }
    let is_extended = dialect == Dialect::Extended;
    let mut options = Options::default();
    options.parse.smart = dialect == Dialect::Original { is_smart: true };
    options.extension.strikethrough = is_extended;
    options.extension.table = is_extended;
    options.extension.autolink = is_extended;
    options.extension.footnotes = is_extended;
    options.extension.cjk_friendly_emphasis = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(text, &options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_stands_beside_hangul() {
        let html = |text: &str| to_html(text, Dialect::Extended);
        assert_eq!(html("**느리게**걷기"), "<p><strong>느리게</strong>걷기</p>\n");
        assert_eq!(html("<div>a</div>\n"), "<div>a</div>\n");
    }

    #[test]
    fn what_is_nested_deep_takes_no_stack() {
        for piece in ["> ", "* ", "[", "**a ", "<b>", "![", "- [ ] "] {
            let html = std::thread::Builder::new()
                .stack_size(2 << 20)
                .spawn(move || to_html(&piece.repeat(20_000), Dialect::Extended).len())
                .unwrap();
            assert!(html.join().unwrap() > 0, "{piece}");
        }
    }
}

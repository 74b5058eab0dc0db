//! Markdown as HTML.

use comrak::Options;
use larder_html::escape;

/// The longest text that is taken for Markdown, in bytes. No honest post is longer.
const LONGEST: usize = 8 << 20;

/// The HTML that Markdown means. HTML within it stays as it is: writers clean what they write.
///
/// What is too long to be a post is shown as plain text.
pub(crate) fn to_html(text: &str) -> String {
    if text.len() > LONGEST {
        return escape::paragraphs(text);
    }
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(text, &options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_stands_beside_hangul() {
        assert_eq!(to_html("**느리게**걷기"), "<p><strong>느리게</strong>걷기</p>\n");
        assert_eq!(to_html("<div>a</div>\n"), "<div>a</div>\n");
    }

    #[test]
    fn what_is_nested_deep_takes_no_stack() {
        for piece in ["> ", "* ", "[", "**a ", "<b>", "![", "- [ ] "] {
            let html = std::thread::Builder::new()
                .stack_size(2 << 20)
                .spawn(move || to_html(&piece.repeat(20_000)).len())
                .unwrap();
            assert!(html.join().unwrap() > 0, "{piece}");
        }
    }
}

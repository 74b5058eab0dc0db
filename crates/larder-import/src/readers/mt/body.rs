//! The text of a post as HTML, by what `CONVERT BREAKS` says of its lines.

mod paragraphs;

use std::borrow::Cow;

use larder_core::MediaType;

pub(super) use self::paragraphs::{has_blocks, paragraphs};
use crate::markdown::{self, Dialect};

/// Where the summary ends and the rest of the text goes on, in the form that WordPress made common.
pub(super) const MORE: &str = "<!--more-->";

/// How the lines of a text are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// It is HTML.
    Html,
    /// HTML in which empty lines divide paragraphs.
    Paragraphs,
    Markdown {
        /// Whether quotation marks and dashes are made typographic.
        is_smart: bool,
    },
    /// Textile, which is not rendered: its lines are kept.
    Textile,
    /// Nothing is said.
    Unsaid,
    /// A filter that nobody knows.
    Unknown,
}

/// How lines are meant, by the value of `CONVERT BREAKS`.
pub(super) fn lines(value: Option<&str>) -> Lines {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Lines::Unsaid };
    match &*value.to_ascii_lowercase() {
        "0" | "richtext" | "wysiwyg" | "none" => Lines::Html,
        "1" | "__default__" => Lines::Paragraphs,
        "markdown" => Lines::Markdown { is_smart: false },
        "markdown_with_smartypants" => Lines::Markdown { is_smart: true },
        "textile_1" | "textile_2" | "textile" => Lines::Textile,
        _ => Lines::Unknown,
    }
}

impl Lines {
    /// What the text is before anything is made of it.
    pub(super) fn media_type(self) -> MediaType {
        match self {
            Self::Markdown { .. } => MediaType::new("text/markdown"),
            Self::Textile => MediaType::new("text/x-textile"),
            _ => MediaType::HTML,
        }
    }

    /// The HTML that a text means.
    pub(super) fn render(self, text: &str) -> Cow<'_, str> {
        let text = unified(text);
        match self {
            Self::Html => text,
            Self::Paragraphs | Self::Textile => paragraphs(&text).into(),
            Self::Markdown { is_smart } => {
                markdown::to_html(&text, Dialect::Original { is_smart }).into()
            }
            // Who says nothing of lines and has blocks has said what they are.
            Self::Unsaid | Self::Unknown if has_blocks(&text) => text,
            Self::Unsaid | Self::Unknown => paragraphs(&text).into(),
        }
    }
}

/// A text in which all line ends are `\n`.
pub(super) fn unified(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_lines_counts() {
        let render = |value, text| lines(value).render(text).into_owned();
        assert_eq!(render(Some("0"), "a\n\nb"), "a\n\nb");
        assert_eq!(render(Some("__default__"), "a\n\nb"), "<p>a</p>\n\n<p>b</p>");
        assert_eq!(render(Some("1"), "a\r\nb"), "<p>a<br />\nb</p>");
        assert_eq!(render(Some("markdown"), "*a* \"b\""), "<p><em>a</em> &quot;b&quot;</p>\n");
        assert_eq!(render(Some("markdown_with_smartypants"), "\"b\" -- c"), "<p>“b” – c</p>\n");
        assert_eq!(render(None, "<p>a</p>\n\nb"), "<p>a</p>\n\nb");
        assert_eq!(render(Some("mystery"), "a\n\nb"), "<p>a</p>\n\n<p>b</p>");
    }

    #[test]
    fn emphasis_stands_next_to_letters_of_east_asia() {
        let html = markdown::to_html(
            "**「雪」**が降る. **글(文)**을 쓴다.",
            Dialect::Original { is_smart: false },
        );
        assert_eq!(html, "<p><strong>「雪」</strong>が降る. <strong>글(文)</strong>을 쓴다.</p>\n");
    }

    #[test]
    fn hostile_markdown_takes_no_long_time() {
        for text in
            ["> ".repeat(30_000), "[".repeat(60_000), "*a ".repeat(20_000), "- ".repeat(20_000)]
        {
            let started = std::time::Instant::now();
            let html = markdown::to_html(&text, Dialect::Original { is_smart: true });
            assert!(!html.is_empty() && started.elapsed().as_secs() < 20);
        }
    }
}

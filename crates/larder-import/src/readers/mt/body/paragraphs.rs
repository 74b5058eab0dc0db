//! Paragraphs of lines, as Movable Type makes them: a block between empty lines is a paragraph unless it begins with the
//! tag of a block, and the line ends in it are line breaks.

/// The elements that are in no paragraph.
const BLOCKS: [&str; 37] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "select",
    "table",
    "ul",
    "video",
];

/// The elements in which lines are what they are.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// The HTML of a text whose line ends are `\n`.
pub(in super::super) fn paragraphs(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut verbatim: Option<&'static str> = None;
    for block in blocks(text) {
        if !html.is_empty() {
            html.push_str("\n\n");
        }
        let is_inside = verbatim.is_some();
        verbatim = still_open(block, verbatim);
        if is_inside || starts_block(block) {
            html.push_str(block);
        } else {
            html.push_str("<p>");
            push_lines(&mut html, block, verbatim.is_some());
            html.push_str("</p>");
        }
    }
    html
}

/// The parts between empty lines.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim_matches('\n');
    let parts = text.split("\n\n").map(|part| part.trim_matches('\n'));
    parts.filter(|part| !part.is_empty())
}

fn push_lines(html: &mut String, block: &str, is_verbatim: bool) {
    if is_verbatim {
        return html.push_str(block);
    }
    for (number, line) in block.split('\n').enumerate() {
        if number > 0 {
            html.push_str("<br />\n");
        }
        html.push_str(line);
    }
}

/// Whether a text has tags of blocks or line breaks, as one has that was written as HTML.
pub(in super::super) fn has_blocks(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes())
        .any(|at| starts_block(&text[at..]) || is_tag(&text[at..], "br"))
}

fn starts_block(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('<') && BLOCKS.iter().any(|name| is_tag(text, name))
}

/// Whether a text begins with a start or an end tag of this name.
fn is_tag(text: &str, name: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest).as_bytes();
    let is_named =
        rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
    is_named && rest.get(name.len()).is_none_or(|next| !next.is_ascii_alphanumeric())
}

/// The element with lines of its own that is open behind a block, if one was before it.
fn still_open(block: &str, mut open: Option<&'static str>) -> Option<&'static str> {
    for at in memchr::memchr_iter(b'<', block.as_bytes()) {
        let tag = &block[at..];
        let is_end = tag.as_bytes().get(1) == Some(&b'/');
        open = match open {
            Some(name) if is_end && is_tag(tag, name) => None,
            None if !is_end => VERBATIM.into_iter().find(|name| is_tag(tag, name)),
            open => open,
        };
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_divide_paragraphs_and_line_ends_break_lines() {
        assert_eq!(paragraphs("a\nb\n\n\n\nc\n"), "<p>a<br />\nb</p>\n\n<p>c</p>");
        assert_eq!(paragraphs("\n"), "");
    }

    #[test]
    fn blocks_are_in_no_paragraph() {
        let text = "<h2>a</h2>\n\nb <b>c</b>\n\n<UL>\n<li>d</li>\n</UL>\n\n<pretty>e";
        let html = "<h2>a</h2>\n\n<p>b <b>c</b></p>\n\n<UL>\n<li>d</li>\n</UL>\n\n<p><pretty>e</p>";
        assert_eq!(paragraphs(text), html);
    }

    #[test]
    fn what_is_preformatted_keeps_its_empty_lines() {
        let text = "<pre>a\n\nb\n\nc</pre>\n\nd";
        assert_eq!(paragraphs(text), "<pre>a\n\nb\n\nc</pre>\n\n<p>d</p>");
    }

    #[test]
    fn html_is_known_by_its_blocks() {
        assert!(has_blocks("a<br>b") && has_blocks("x <P class=a>") && !has_blocks("a <b>c</b> <"));
    }
}

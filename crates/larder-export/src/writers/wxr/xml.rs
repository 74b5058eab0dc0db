//! The lines of an export, as WordPress writes them: three parsers of its importer look for just this.

use std::fmt::Write as _;

use larder_html::characters;

use crate::feed::Cost;

/// Begins an export.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>
<rss version=\"2.0\"
\txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"
\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"
\txmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"
\txmlns:dc=\"http://purl.org/dc/elements/1.1/\"
\txmlns:wp=\"http://wordpress.org/export/1.2/\"
>
<channel>
";

/// Ends it.
pub(super) const FOOT: &[u8] = b"</channel>\n</rss>\n";

/// Lines of XML in memory.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) text: String,
    /// What it cost to write them.
    pub(super) cost: Cost,
    /// How many names were longer than WordPress takes.
    pub(super) long_names: u64,
}

impl Lines {
    /// A line as it is.
    pub(super) fn line(&mut self, depth: usize, line: &str) {
        self.indent(depth);
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An element with a number or another text that needs no escaping.
    pub(super) fn plain(&mut self, depth: usize, name: &str, value: impl std::fmt::Display) {
        self.indent(depth);
        write!(self.text, "<{name}>{value}</{name}>").expect("memory takes all");
        self.text.push('\n');
    }

    /// An element with a text.
    pub(super) fn element(&mut self, depth: usize, name: &str, value: &str) {
        self.indent(depth);
        self.inline(name, value);
        self.text.push('\n');
    }

    /// An element with a text, without a line of its own.
    pub(super) fn inline(&mut self, name: &str, value: &str) {
        self.start(name, "");
        self.cdata(value);
        self.end(name);
    }

    /// The id of an item, which is no address that leads to it.
    pub(super) fn guid(&mut self, id: &str) {
        self.indent(2);
        self.start("guid", " isPermaLink=\"false\"");
        self.cdata(id);
        self.end("guid");
        self.text.push('\n');
    }

    /// `<category domain="…" nicename="…">` of an item: both attributes, in this order.
    pub(super) fn term(&mut self, domain: &str, slug: &str, name: &str) {
        self.indent(2);
        // Slugs are letters, digits, `-`, `_` and `%`.
        self.start("category", &format!(" domain=\"{domain}\" nicename=\"{slug}\""));
        self.cdata(name);
        self.end("category");
        self.text.push('\n');
    }

    /// A key and a value.
    pub(super) fn meta(&mut self, key: &str, value: &str) {
        self.line(2, "<wp:postmeta>");
        self.element(3, "wp:meta_key", key);
        self.element(3, "wp:meta_value", value);
        self.line(2, "</wp:postmeta>");
    }

    /// At most so many characters of a name.
    pub(super) fn name(&mut self, name: &str, longest: usize) -> String {
        let mut letters = name.chars();
        let short: String = letters.by_ref().take(longest).collect();
        self.long_names += u64::from(letters.next().is_some());
        short
    }

    fn indent(&mut self, depth: usize) {
        self.text.extend(std::iter::repeat_n('\t', depth));
    }

    fn start(&mut self, name: &str, attributes: &str) {
        for piece in ["<", name, attributes, ">"] {
            self.text.push_str(piece);
        }
    }

    fn end(&mut self, name: &str) {
        for piece in ["</", name, ">"] {
            self.text.push_str(piece);
        }
    }

    /// Character data. Characters that no document holds are dropped and counted.
    fn cdata(&mut self, value: &str) {
        let cleaned = characters::clean(value);
        self.cost.characters += cleaned.dropped as u64;
        self.text.push_str("<![CDATA[");
        let mut pieces = cleaned.text.split("]]>");
        self.text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.text.push_str("]]]]><![CDATA[>");
            self.text.push_str(piece);
        }
        self.text.push_str("]]>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_its_character_data() {
        let mut lines = Lines::default();
        lines.element(1, "title", "a]]>b]]]>\0");
        assert_eq!(lines.text, "\t<title><![CDATA[a]]]]><![CDATA[>b]]]]]><![CDATA[>]]></title>\n");
        assert_eq!(lines.cost.characters, 1);
    }

    #[test]
    fn terms_have_both_attributes_in_their_order() {
        let mut lines = Lines::default();
        lines.term("post_tag", "r-d", "R&amp;D");
        assert_eq!(
            lines.text,
            "\t\t<category domain=\"post_tag\" nicename=\"r-d\"><![CDATA[R&amp;D]]></category>\n"
        );
    }
}

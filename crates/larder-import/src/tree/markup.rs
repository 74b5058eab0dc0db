//! Template languages in bodies: short codes, tags, components.
//!
//! What is certain becomes what the site shows: pictures, players, code, links to other pages. All else stays as it is, and
//! is counted. So that Markdown does not read it, a mark stands in its place until the HTML is made.

mod arguments;
mod known;
mod scan;

use std::collections::HashSet;

use larder_html::escape;

use super::{Page, around::Around, body::Counts};

/// A template language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// None.
    #[default]
    None,
    /// `{{< name >}}`, `{{% name %}}`.
    Hugo,
    /// `{{ value }}`, `{% tag %}`.
    Liquid,
    /// `{{ name() }}`, `{% name() %}…{% end %}`, links to `@/page.md`.
    Zola,
    /// `{% tag %}` as Hexo has them.
    Hexo,
    /// `import`, `<Component />`.
    Mdx,
}

/// What stands in the place of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A text, as it is.
    Text(String),
    /// HTML.
    Html(String),
}

/// A text with marks, and what stands in their places.
#[derive(Debug)]
pub(super) struct Marked {
    text: String,
    pieces: Vec<Piece>,
    marks: Option<(char, char)>,
}

/// Reads the template language of a page's text, and counts what it meets.
pub(super) fn read(
    text: &str,
    page: &Page,
    around: &Around<'_, '_>,
    counts: &mut Counts,
) -> Marked {
    let syntax = match around.generator.syntax(page) {
        _ if page.path.ends_with(".mdx") => Syntax::Mdx,
        syntax => syntax,
    };
    let marks = if syntax == Syntax::None { None } else { free_marks(text) };
    let Some(marks) = marks else {
        return Marked { text: text.to_owned(), pieces: Vec::new(), marks: None };
    };
    let mut out = Out {
        marked: Marked { text: String::new(), pieces: Vec::new(), marks: Some(marks) },
        counts,
    };
    scan::scan(text, syntax, page, around, &mut out);
    out.marked
}

/// A text that is being written, with marks.
struct Out<'a> {
    marked: Marked,
    counts: &'a mut Counts,
}

impl Out<'_> {
    fn plain(&mut self, text: &str) {
        self.marked.text.push_str(text);
    }

    /// Takes back what was written last, if it is this.
    fn without_end(&mut self, end: &str) {
        if self.marked.text.ends_with(end) {
            self.marked.text.truncate(self.marked.text.len() - end.len());
        }
    }

    fn piece(&mut self, piece: Piece) {
        let Some((begin, end)) = self.marked.marks else { return };
        self.marked.text.push(begin);
        self.marked.text.push_str(&self.marked.pieces.len().to_string());
        self.marked.text.push(end);
        self.marked.pieces.push(piece);
    }

    fn count(&mut self, what: &'static str, name: &str) {
        let name: String = name.chars().take(64).collect();
        *self.counts.entry((what, name)).or_default() += 1;
    }
}

/// Two characters for private use that the text does not hold.
fn free_marks(text: &str) -> Option<(char, char)> {
    let used: HashSet<char> = text.chars().filter(|it| PRIVATE.contains(it)).collect();
    let mut free = PRIVATE.filter(|it| !used.contains(it));
    Some((free.next()?, free.next()?))
}

const PRIVATE: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{f8ff}';

impl Marked {
    /// The HTML that `make` makes of the text, with the pieces in their places.
    pub(super) fn html(self, make: impl Fn(&str) -> String) -> String {
        let html = make(&self.text);
        let Some((begin, end)) = self.marks.filter(|_| !self.pieces.is_empty()) else {
            return html;
        };
        // Marks in addresses were written in escapes.
        let html = html.replace(&escaped(begin), begin.encode_utf8(&mut [0; 4]));
        let html = html.replace(&escaped(end), end.encode_utf8(&mut [0; 4]));
        let mut out = String::with_capacity(html.len());
        let mut rest = html.as_str();
        while let Some(at) = rest.find(begin) {
            out.push_str(&rest[..at]);
            rest = &rest[at + begin.len_utf8()..];
            let close = rest.find(end).unwrap_or(rest.len());
            let piece =
                rest[..close].parse().ok().and_then(|number: usize| self.pieces.get(number));
            rest = rest.get(close + end.len_utf8()..).unwrap_or_default();
            match piece {
                Some(Piece::Text(text)) => out.push_str(&escape::attribute(text)),
                // What is a block of its own is in no paragraph.
                Some(Piece::Html(html)) if out.ends_with("<p>") && rest.starts_with("</p>") => {
                    out.truncate(out.len() - 3);
                    rest = &rest[4..];
                    out.push_str(html);
                }
                Some(Piece::Html(html)) => out.push_str(html),
                None => {}
            }
        }
        out.push_str(rest);
        out
    }
}

fn escaped(character: char) -> String {
    character.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

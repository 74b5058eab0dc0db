//! Tags with their places, for whoever changes a page without reading it: everything between the changes stays as it is,
//! byte by byte. What a page means is told by `larder-html`, from what comes out here.
//!
//! The rules are those of the HTML standard's tokenizer. Bytes, because what is looked for is ASCII in every encoding that
//! a saved page has, UTF-16 excepted.

pub(crate) mod edit;

use std::ops::Range;

/// A piece of markup. Ranges are places in the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// What stands between `<!--` and `-->`.
    Comment(Range<usize>),
    Start(Tag),
    End(Tag),
    /// The text of an element in which no tags are.
    Raw {
        element: String,
        text: Range<usize>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tag {
    /// In lower case.
    pub(crate) name: String,
    pub(crate) range: Range<usize>,
    pub(crate) name_range: Range<usize>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) self_closing: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribute {
    /// In lower case.
    pub(crate) name: String,
    /// From the name to the end of the value, quotes included.
    pub(crate) range: Range<usize>,
    /// The value without its quotes, references in it not decoded.
    pub(crate) value: Range<usize>,
}

impl Tag {
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// The most attributes of a tag that are looked at.
const ATTRIBUTES: usize = 1024;

/// Goes through a page from one piece of markup to the next.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'a> {
    html: &'a [u8],
    at: usize,
    raw: Option<String>,
    is_cut: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(html: &'a [u8]) -> Self {
        Self { html, at: 0, raw: None, is_cut: false }
    }

    /// Whether the page ended within a tag, a comment or a style sheet. Only known at the end.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }

    fn rest(&self) -> &'a [u8] {
        &self.html[self.at..]
    }

    fn raw_text(&mut self, element: String) -> Token {
        let start = self.at;
        let found = end_of_raw(self.rest(), element.as_bytes());
        self.is_cut |= found.is_none() && element != "plaintext";
        let end = found.map_or(self.html.len(), |at| start + at);
        self.at = end;
        Token::Raw { element, text: start..end }
    }

    fn comment(&mut self) -> Token {
        let start = self.at + 4;
        let rest = &self.html[start..];
        let (length, close) = match rest {
            [b'>', ..] => (0, 1),
            [b'-', b'>', ..] => (0, 2),
            _ => end_of_comment(rest),
        };
        self.is_cut |= close == 0;
        self.at = start + length + close;
        Token::Comment(start..start + length)
    }

    /// `<!DOCTYPE …>`, `<?xml …>`, `</ …>`: nothing that matters here.
    fn skip_declaration(&mut self) {
        let end = memchr::memchr(b'>', self.rest()).map(|at| at + 1);
        self.at += end.unwrap_or_else(|| self.rest().len());
    }

    /// A tag whose name begins `skip` bytes on. None if the page ends within it.
    fn tag(&mut self, skip: usize) -> Option<Tag> {
        let start = self.at;
        let name_start = start + skip;
        let length = self.html[name_start..].iter().position(|byte| ends_name(*byte))?;
        let name_range = name_start..name_start + length;
        let mut attributes = Vec::new();
        let mut at = name_range.end;
        loop {
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
            at += self.html[at..].iter().take_while(|byte| blank(byte)).count();
            if *self.html.get(at)? == b'>' {
                break;
            }
            let attribute = self.attribute(at)?;
            at = attribute.range.end;
            if attributes.len() < ATTRIBUTES {
                attributes.push(attribute);
            }
        }
        let self_closing =
            self.html[at - 1] == b'/' && attributes.last().is_none_or(|it| it.range.end < at);
        self.at = at + 1;
        let name = lower(&self.html[name_range.clone()]);
        Some(Tag { name, range: start..self.at, name_range, attributes, self_closing })
    }

    fn attribute(&self, start: usize) -> Option<Attribute> {
        // An equals sign at the beginning belongs to the name.
        let name_end =
            self.html[start + 1..].iter().position(|byte| ends_name(*byte) || *byte == b'=')?;
        let name_end = start + 1 + name_end;
        let name = lower(&self.html[start..name_end]);
        let blanks =
            |at: usize| self.html[at..].iter().take_while(|it| it.is_ascii_whitespace()).count();
        let equals = name_end + blanks(name_end);
        if *self.html.get(equals)? != b'=' {
            return Some(Attribute { name, range: start..name_end, value: name_end..name_end });
        }
        let at = equals + 1 + blanks(equals + 1);
        let (value, end) = match *self.html.get(at)? {
            quote @ (b'"' | b'\'') => {
                let length = memchr::memchr(quote, &self.html[at + 1..])?;
                (at + 1..at + 1 + length, at + 2 + length)
            }
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
                let end = at + self.html[at..].iter().position(ends)?;
                (at..end, end)
            }
        };
        Some(Attribute { name, range: start..end, value })
    }

    fn start_tag(&mut self) -> Option<Token> {
        let tag = self.tag(1)?;
        if is_raw(&tag.name) && !tag.self_closing {
            self.raw = Some(tag.name.clone());
        }
        Some(Token::Start(tag))
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(element) = self.raw.take() {
            return Some(self.raw_text(element));
        }
        loop {
            self.at += memchr::memchr(b'<', self.rest())?;
            let token = match self.rest() {
                [_, b'!', b'-', b'-', ..] => return Some(self.comment()),
                [_, b'!' | b'?', ..] => {
                    self.skip_declaration();
                    continue;
                }
                [_, b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                    self.tag(2).map(Token::End)
                }
                [_, b'/', ..] => {
                    self.skip_declaration();
                    continue;
                }
                [_, letter, ..] if letter.is_ascii_alphabetic() => self.start_tag(),
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            if token.is_none() {
                self.is_cut = true;
                self.at = self.html.len();
            }
            return token;
        }
    }
}

/// Where the end tag of an element is that holds text only.
fn end_of_raw(text: &[u8], element: &[u8]) -> Option<usize> {
    if element == b"plaintext" {
        return None;
    }
    memchr::memmem::find_iter(text, b"</").find(|at| {
        let name = &text[at + 2..];
        name.get(..element.len()).is_some_and(|start| start.eq_ignore_ascii_case(element))
            && name.get(element.len()).is_none_or(|next| ends_name(*next))
    })
}

/// How long a comment is, and its end.
fn end_of_comment(text: &[u8]) -> (usize, usize) {
    let ends = memchr::memchr_iter(b'>', text).find_map(|at| match &text[..at] {
        [.., b'-', b'-'] => Some((at - 2, 3)),
        [.., b'-', b'-', b'!'] => Some((at - 3, 4)),
        _ => None,
    });
    ends.unwrap_or((text.len(), 0))
}

fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "xmp"
            | "iframe"
            | "noembed"
            | "noframes"
            | "plaintext"
    )
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

fn lower(name: &[u8]) -> String {
    // No name that matters is longer.
    let name = name.get(..256).unwrap_or(name);
    String::from_utf8_lossy(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> String {
        let mut seen = String::new();
        for token in Scanner::new(html.as_bytes()) {
            match token {
                Token::Comment(range) => seen.push_str(&format!("!{}!", &html[range])),
                Token::Start(tag) => {
                    seen.push_str(&format!("<{}", tag.name));
                    for attribute in tag.attributes {
                        seen.push_str(&format!(" {}={}", attribute.name, &html[attribute.value]));
                    }
                    seen.push_str(if tag.self_closing { "/>" } else { ">" });
                }
                Token::End(tag) => seen.push_str(&format!("</{}>", tag.name)),
                Token::Raw { text, .. } => seen.push_str(&format!("[{}]", &html[text])),
            }
        }
        seen
    }

    #[test]
    fn markup_is_found_as_browsers_find_it() {
        assert_eq!(
            seen("<!doctype html><P Class=a/b ID='c>d' x>e</P\n>"),
            "<p class=a/b id=c>d x=></p>"
        );
        assert_eq!(seen("a < b <1 </ x><?pi?><br/><img src=a/>"), "<br/><img src=a/>");
        assert_eq!(seen("<!--a--><!--><!---><!-- -- b--!>c<!---a--->"), "!a!!!!!! -- b!!-a-!");
        assert_eq!(
            seen("<script>a<b>'</scrip>'</SCRIPT ><p>"),
            "<script>[a<b>'</scrip>']</script><p>"
        );
        assert_eq!(
            seen("<style>a</style><title><p></title>"),
            "<style>[a]</style><title>[<p>]</title>"
        );
        assert_eq!(seen("<p =a=b c = \"d\" / e>"), "<p =a=b c=d e=>");
        assert_eq!(seen("<p a='x"), "");
        assert_eq!(seen("<!-- open"), "! open!");
    }

    #[test]
    fn every_beginning_of_a_page_ends() {
        let html = "<!DOCTYPE html><html a=b c='d'><!-- e --><style>f</style><p g>h</p></html>";
        for cut in 0..html.len() {
            assert!(Scanner::new(&html.as_bytes()[..cut]).count() <= 9);
        }
    }
}

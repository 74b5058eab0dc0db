//! What `<!` and `<?` begin: comments, document types, CDATA.

use memchr::memmem;

use super::{Token, Tokenizer, Within};

/// A document type. Only quirks mode depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Doctype<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) public: Option<&'a str>,
    pub(crate) system: Option<&'a str>,
    /// Whether it is too broken to say what it means.
    pub(crate) broken: bool,
}

impl<'a> Tokenizer<'a> {
    /// Reads a declaration; `rest` is what follows `<!`.
    pub(super) fn declaration(&mut self, rest: &'a str, within: Within) -> Token<'a> {
        if let Some(comment) = rest.strip_prefix("--") {
            return self.comment(comment);
        }
        if within == Within::Foreign && rest.starts_with("[CDATA[") {
            return self.character_data(&rest[7..]);
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) {
            return self.doctype(&rest[7..]);
        }
        self.bogus_comment(2)
    }

    /// Reads up to the next `>` as a comment that begins `skip` bytes on.
    pub(super) fn bogus_comment(&mut self, skip: usize) -> Token<'a> {
        self.errors += 1;
        let rest = &self.input[self.position + skip..];
        let end = memchr::memchr(b'>', rest.as_bytes());
        self.position += skip + end.map_or(rest.len(), |end| end + 1);
        Token::Comment(&rest[..end.unwrap_or(rest.len())])
    }

    fn comment(&mut self, rest: &'a str) -> Token<'a> {
        let (text, length) = if rest.starts_with('>') {
            ("", 1)
        } else if rest.starts_with("->") {
            ("", 2)
        } else {
            comment_end(rest)
        };
        let whole = &rest[..length];
        self.errors += usize::from(!whole.ends_with("-->") || text.contains("<!--"));
        self.position += 4 + length;
        Token::Comment(text)
    }

    fn character_data(&mut self, rest: &'a str) -> Token<'a> {
        let end = memmem::find(rest.as_bytes(), b"]]>");
        self.errors += usize::from(end.is_none());
        self.position += 9 + end.map_or(rest.len(), |end| end + 3);
        Token::Text(&rest[..end.unwrap_or(rest.len())])
    }

    fn doctype(&mut self, rest: &'a str) -> Token<'a> {
        let end = memchr::memchr(b'>', rest.as_bytes());
        let text = &rest[..end.unwrap_or(rest.len())];
        self.position += 9 + end.map_or(rest.len(), |end| end + 1);
        let mut doctype = read_doctype(text);
        doctype.broken |= end.is_none();
        Token::Doctype(doctype)
    }
}

/// The text of a comment and the length of it with its end.
fn comment_end(rest: &str) -> (&str, usize) {
    let mut from = 0;
    while let Some(at) = memmem::find(&rest.as_bytes()[from..], b"--") {
        let dashes = from + at;
        let after = &rest[dashes + 2..];
        if after.starts_with('>') {
            return (&rest[..dashes], dashes + 3);
        }
        if after.starts_with("!>") {
            return (&rest[..dashes], dashes + 4);
        }
        from = dashes + 1;
    }
    let unfinished = ["--!", "--", "-"].iter().find_map(|end| rest.strip_suffix(end));
    (unfinished.unwrap_or(rest), rest.len())
}

fn read_doctype(text: &str) -> Doctype<'_> {
    let text = text.trim_start_matches(is_space);
    let end = text.find(is_space).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut doctype =
        Doctype { name: Some(name).filter(|name| !name.is_empty()), ..Doctype::default() };
    doctype.broken = doctype.name.is_none();
    let rest = rest.trim_start_matches(is_space);
    let Some(keyword) = rest.get(..6) else {
        doctype.broken |= !rest.is_empty();
        return doctype;
    };
    let rest = rest[6..].trim_start_matches(is_space);
    if keyword.eq_ignore_ascii_case("public") {
        let rest = read_id(rest, &mut doctype.public);
        read_id(rest, &mut doctype.system);
        doctype.broken |= doctype.public.is_none();
    } else if keyword.eq_ignore_ascii_case("system") {
        read_id(rest, &mut doctype.system);
        doctype.broken |= doctype.system.is_none();
    } else {
        doctype.broken = true;
    }
    doctype
}

fn read_id<'a>(text: &'a str, id: &mut Option<&'a str>) -> &'a str {
    let text = text.trim_start_matches(is_space);
    let Some(quote) = text.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
        return text;
    };
    let Some(end) = text[1..].find(quote) else { return text };
    *id = Some(&text[1..=end]);
    &text[end + 2..]
}

fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\x0c' | ' ')
}

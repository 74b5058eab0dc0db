//! Tokens: where each ends, and what it is. Markup is looked for byte by byte with `memchr`; nothing is decoded here.

use std::sync::LazyLock;

use memchr::{memchr, memchr3, memmem};

/// A piece of a document, as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag.
    Start(Tag<'a>),
    /// The name in an end tag.
    End(&'a str),
    /// Characters, with references in them.
    Text(&'a str),
    /// The characters of a CDATA section.
    Data(&'a str),
    /// A comment, an instruction or a declaration, whole.
    Other(&'a str),
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The name with its prefix.
    pub(crate) name: &'a str,
    /// Everything between the name and the end.
    pub(crate) attributes: &'a str,
    /// Whether it is its own end.
    pub(crate) is_empty: bool,
}

/// What kind a token is, and where its text lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    kind: Kind,
    /// Where the name or the text begins and ends.
    text: (usize, usize),
    /// Where the name ends that the text begins with, in a start tag.
    name: usize,
    /// Where the token ends.
    pub(super) end: usize,
    /// Whether something was amiss with it: a bare `<`, or the end is missing.
    pub(super) is_odd: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Start,
    Empty,
    End,
    Text,
    Data,
    Other,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A token.
    Token(Span),
    /// The beginning of a token whose end is not there yet.
    More,
    /// Nothing: all was read.
    Done,
}

impl Span {
    /// Whether it is text outside of sections of character data.
    pub(super) fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    /// The token itself.
    pub(super) fn token<'a>(&self, text: &'a str) -> Token<'a> {
        let inside = &text[self.text.0..self.text.1];
        match self.kind {
            Kind::Start | Kind::Empty => {
                let (name, attributes) = inside.split_at(self.name - self.text.0);
                Token::Start(Tag { name, attributes, is_empty: self.kind == Kind::Empty })
            }
            Kind::End => Token::End(inside),
            Kind::Text => Token::Text(inside),
            Kind::Data => Token::Data(inside),
            Kind::Other => Token::Other(inside),
        }
    }
}

/// Ends that no later token has: they were looked for in vain up to the end of the document. Without this, a document of
/// nothing but beginnings would be searched to its end for each of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Absent {
    data: bool,
    comment: bool,
    instruction: bool,
    document_type: bool,
}

/// Looks for the end of a token in a text that goes by and is not kept: for its own end, whatever stands before that.
///
/// Nothing else may end it, not even the end tag of the element around it: what a section or a comment quotes is none of the
/// document, and may be private.
pub(super) struct Ending {
    begin: Begin,
    mark: memmem::Finder<'static>,
    /// The quote that encloses the value in which a tag was left.
    quote: Option<u8>,
}

/// How a token begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    Data,
    Comment,
    Instruction,
    /// A declaration. None that is worth reading is too large for memory: it has no end.
    Declaration,
    Tag,
    /// A `<` that is a character.
    Less,
    Text,
}

impl Begin {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'<', b'!', b'-', b'-', ..] => Self::Comment,
            [b'<', b'!', ..] if bytes.get(..DATA.len()).is_some_and(is_data) => Self::Data,
            [b'<', b'!', ..] => Self::Declaration,
            [b'<', b'?', ..] => Self::Instruction,
            [b'<', b'/', ..] => Self::Tag,
            [b'<', next, ..] if is_name_start(*next) => Self::Tag,
            [b'<', ..] => Self::Less,
            _ => Self::Text,
        }
    }

    /// How many bytes it has that are no end.
    fn length(self) -> usize {
        match self {
            Self::Data => DATA.len(),
            Self::Comment => 4,
            Self::Instruction | Self::Declaration => 2,
            Self::Tag | Self::Less => 1,
            Self::Text => 0,
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Self::Data => "]]>",
            Self::Comment => "-->",
            Self::Instruction => "?>",
            Self::Declaration | Self::Tag => ">",
            Self::Less | Self::Text => "<",
        }
    }
}

impl Ending {
    /// The end of the token that `text` begins with.
    pub(super) fn of(text: &str) -> Self {
        let begin = Begin::of(text.as_bytes());
        Self { begin, mark: memmem::Finder::new(begin.mark()), quote: None }
    }

    /// How many bytes of the token come before its end may.
    pub(super) fn begins_at(&self) -> usize {
        self.begin.length()
    }

    /// Where the token ends, in the next part of it.
    pub(super) fn find(&mut self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        match self.begin {
            Begin::Declaration => None,
            Begin::Tag => self.end_of_tag(bytes),
            Begin::Less | Begin::Text => self.mark.find(bytes),
            _ => self.mark.find(bytes).map(|at| at + self.begin.mark().len()),
        }
    }

    fn end_of_tag(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        loop {
            at += match self.quote {
                Some(quote) => memchr(quote, &bytes[at..])?,
                None => memchr3(b'>', b'"', b'\'', &bytes[at..])?,
            } + 1;
            match (bytes[at - 1], self.quote) {
                (_, Some(_)) => self.quote = None,
                (b'>', None) => return Some(at),
                (quote, None) => self.quote = Some(quote),
            }
        }
    }

    /// How many bytes at the end of a part may be the beginning of the end. Those before were looked at.
    pub(super) fn overlap(&self) -> usize {
        match self.begin {
            Begin::Tag => 0,
            begin => begin.mark().len() - 1,
        }
    }
}

/// What is known of the text while it becomes tokens.
#[derive(Debug)]
pub(super) struct Look<'a> {
    /// The name of the innermost open element: an unclosed CDATA section ends at its end tag.
    pub(super) open: &'a str,
    /// Whether no more text follows, so that what has no end must end here.
    pub(super) is_all: bool,
    /// Ends that are not there any more.
    pub(super) absent: &'a mut Absent,
}

/// The token that begins at a place.
pub(super) fn step(text: &str, at: usize, look: &mut Look<'_>) -> Step {
    let is_all = look.is_all;
    let bytes = &text.as_bytes()[at..];
    let found = match bytes {
        [] if is_all => return Step::Done,
        [] => None,
        [b'<', rest @ ..] => match rest {
            [] if !is_all => None,
            [b'!', ..] => declaration(bytes, look),
            [b'?', ..] => until(bytes, 2, b"?>", is_all, &mut look.absent.instruction),
            [b'/', next, ..] if is_name_start(*next) => end_tag(bytes, is_all),
            [b'/'] if !is_all => None,
            [b'/', ..] => until(bytes, 2, b">", is_all, &mut false).map(Span::odd),
            [next, ..] if is_name_start(*next) => start_tag(bytes, is_all),
            _ => characters(bytes, 1, is_all).map(Span::odd),
        },
        _ => characters(bytes, 0, is_all),
    };
    match found {
        Some(span) => Step::Token(span.moved(at)),
        None if !is_all => Step::More,
        // A tag that is cut off by the end of the document.
        None => Step::Token(Span::new(Kind::Other, (0, bytes.len()), bytes.len()).odd().moved(at)),
    }
}

/// Passes by text, sound tags whose names do not matter, and sections of character data that do not matter. What takes
/// more than a look is left to [`step`], with the text in front of it.
pub(super) fn pass_by(
    text: &str,
    at: usize,
    absent: &Absent,
    matters: impl Fn(&str) -> bool,
    data_matters: impl Fn(&str) -> bool,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    while let Some(length) = memchr(b'<', &bytes[at..]) {
        let less = at + length;
        if bytes.get(less + 1) == Some(&b'!') {
            match data(&text[less..], absent) {
                Some(data) if !data_matters(data) => at = less + data_length(data),
                _ => break,
            }
            continue;
        }
        let is_end = bytes.get(less + 1) == Some(&b'/');
        let start = less + 1 + usize::from(is_end);
        if !bytes.get(start).is_some_and(|byte| is_name_start(*byte)) {
            break;
        }
        let end = start + name_length(&bytes[start..]);
        if matters(&text[start..end]) {
            break;
        }
        at = match bytes.get(end) {
            Some(b'>') => end + 1,
            Some(_) if !is_end => match start_tag(&bytes[less..], false) {
                Some(span) => less + span.end,
                None => break,
            },
            _ => break,
        };
    }
    at
}

impl Span {
    fn new(kind: Kind, text: (usize, usize), end: usize) -> Self {
        Self { kind, text, name: text.1, end, is_odd: false }
    }

    fn odd(self) -> Self {
        Self { is_odd: true, ..self }
    }

    fn moved(self, by: usize) -> Self {
        let text = (self.text.0 + by, self.text.1 + by);
        Self { text, name: self.name + by, end: self.end + by, ..self }
    }
}

/// Characters up to the next markup. The first `skip` bytes are characters whatever they look like.
fn characters(bytes: &[u8], skip: usize, is_all: bool) -> Option<Span> {
    let mut from = skip;
    loop {
        let Some(found) = memchr(b'<', &bytes[from..]) else {
            return is_all.then(|| Span::new(Kind::Text, (0, bytes.len()), bytes.len()));
        };
        let less = from + found;
        match bytes.get(less + 1) {
            None if !is_all => return None,
            Some(b'!' | b'?' | b'/') => {}
            Some(next) if is_name_start(*next) => {}
            _ => {
                from = less + 1;
                continue;
            }
        }
        return Some(Span::new(Kind::Text, (0, less), less));
    }
}

/// A tag. A `<` whose tag is never finished before the next one is a character.
fn start_tag(bytes: &[u8], is_all: bool) -> Option<Span> {
    let name = 1 + name_length(&bytes[1..]);
    let mut at = name;
    let mut is_value = false;
    loop {
        match *bytes.get(at)? {
            b'>' => break,
            b'<' => return characters(bytes, at, is_all).map(Span::odd),
            quote @ (b'"' | b'\'') if is_value => match memchr(quote, &bytes[at + 1..]) {
                Some(length) if !holds_end_tag(&bytes[at + 1..][..length]) => at += length + 1,
                // The quote is never closed, so it is none. What closes it belongs to a later tag.
                Some(_) => {}
                None if is_all => {}
                None => return None,
            },
            _ => {}
        }
        is_value = match bytes[at] {
            b'=' => true,
            byte => is_value && byte.is_ascii_whitespace(),
        };
        at += 1;
    }
    let is_empty = bytes[at - 1] == b'/';
    let (kind, text) = if is_empty { (Kind::Empty, at - 1) } else { (Kind::Start, at) };
    Some(Span { name, ..Span::new(kind, (1, text.max(name)), at + 1) })
}

/// Whether an end tag stands in a value. XML allows no `<` there, so that the value must have ended before.
fn holds_end_tag(value: &[u8]) -> bool {
    memchr(b'<', value).is_some() && memmem::find(value, b"</").is_some()
}

fn end_tag(bytes: &[u8], is_all: bool) -> Option<Span> {
    let name = 2 + name_length(&bytes[2..]);
    let rest = &bytes[name..];
    if rest.first() == Some(&b'>') {
        return Some(Span::new(Kind::End, (2, name), name + 1));
    }
    match memchr::memchr2(b'>', b'<', rest) {
        Some(length) if rest[length] == b'>' => {
            Some(Span::new(Kind::End, (2, name), name + length + 1))
        }
        // Its own end is missing.
        Some(length) => Some(Span::new(Kind::End, (2, name), name + length).odd()),
        None => is_all.then(|| Span::new(Kind::End, (2, name), bytes.len()).odd()),
    }
}

const DATA: &[u8] = b"<![CDATA[";

fn is_data(bytes: &[u8]) -> bool {
    bytes.eq_ignore_ascii_case(DATA)
}

/// Finds where character data ends.
static DATA_END: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(b"]]>"));

/// Character data, a comment or a declaration.
fn declaration(bytes: &[u8], look: &mut Look<'_>) -> Option<Span> {
    let is_all = look.is_all;
    let head = &bytes[..bytes.len().min(DATA.len())];
    let begins = |sign: &[u8]| {
        head.len() <= sign.len() && sign[..head.len()].eq_ignore_ascii_case(head)
            || head.len() > sign.len() && head[..sign.len()].eq_ignore_ascii_case(sign)
    };
    let is_cut = |sign: &[u8]| head.len() < sign.len() && !is_all && begins(sign);
    if is_cut(DATA) || is_cut(b"<!--") {
        return None;
    }
    if is_data(head) {
        return section(bytes, look);
    }
    if begins(b"<!--") && head.len() >= 4 {
        return until(bytes, 4, b"-->", is_all, &mut look.absent.comment);
    }
    document_type(bytes, is_all, &mut look.absent.document_type)
}

/// What is in the section of character data that a text begins with; None where its end is not there.
pub(super) fn data<'a>(text: &'a str, absent: &Absent) -> Option<&'a str> {
    let inside = text.strip_prefix("<![CDATA[").filter(|_| !absent.data)?;
    DATA_END.find(inside.as_bytes()).map(|length| &inside[..length])
}

/// The length of a section of character data, with its marks.
pub(super) fn data_length(data: &str) -> usize {
    DATA.len() + data.len() + b"]]>".len()
}

fn section(bytes: &[u8], look: &mut Look<'_>) -> Option<Span> {
    let inside = &bytes[DATA.len()..];
    if !look.absent.data
        && let Some(length) = DATA_END.find(inside)
    {
        let end = DATA.len() + length;
        return Some(Span::new(Kind::Data, (DATA.len(), end), end + 3));
    }
    if !look.is_all {
        return None;
    }
    look.absent.data = true;
    let end_tag = format!("</{}", look.open);
    let length = Some(look.open).filter(|it| !it.is_empty());
    let length = length.and_then(|_| memmem::find(inside, end_tag.as_bytes()));
    let end = DATA.len() + length.unwrap_or(inside.len());
    Some(Span::new(Kind::Data, (DATA.len(), end), end).odd())
}

/// Up to a mark, which belongs to it; without one, up to the first `>` or the end.
fn until(
    bytes: &[u8],
    from: usize,
    mark: &[u8],
    is_all: bool,
    is_absent: &mut bool,
) -> Option<Span> {
    let from = from.min(bytes.len());
    if !*is_absent && let Some(length) = memmem::find(&bytes[from..], mark) {
        let end = from + length + mark.len();
        return Some(Span::new(Kind::Other, (0, end), end));
    }
    *is_absent = is_all;
    let end = memchr(b'>', &bytes[from..]).map_or(bytes.len(), |length| from + length + 1);
    is_all.then(|| Span::new(Kind::Other, (0, end), end).odd())
}

/// A declaration, with all that stands between its brackets.
fn document_type(bytes: &[u8], is_all: bool, is_absent: &mut bool) -> Option<Span> {
    let (mut at, mut depth) = (2, 0_u32);
    while let Some(&byte) = bytes.get(at).filter(|_| !*is_absent) {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'"' | b'\'' => at += memchr(byte, &bytes[at + 1..]).map_or(0, |length| length + 1),
            b'<' if bytes[at..].starts_with(b"<!--") => {
                at += memmem::find(&bytes[at..], b"-->").map_or(bytes.len(), |length| length + 2);
            }
            b'>' if depth == 0 => return Some(Span::new(Kind::Other, (0, at + 1), at + 1)),
            _ => {}
        }
        at += 1;
    }
    *is_absent = is_all;
    if is_all { until(bytes, 2, b">", true, &mut true).map(Span::odd) } else { None }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'_' | b':')
}

/// The bytes that no name has in it.
const ENDS_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let end = byte as u8;
        table[byte] = end.is_ascii_whitespace() || matches!(end, b'/' | b'>' | b'<' | b'=');
        byte += 1;
    }
    table
};

/// How many bytes belong to the name at the beginning.
fn name_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| ENDS_NAME[usize::from(*byte)]).unwrap_or(bytes.len())
}

impl<'a> Tag<'a> {
    /// Names and values, as they stand there, quotes removed. Doubled ones are all told.
    pub(crate) fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.attributes }
    }

    /// The value of an attribute, decoded. Names of attributes are compared without case.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(super::decoded(value))
    }
}

/// The attributes of a tag.
#[derive(Clone, Debug)]
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let skipped = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
        let start = self.rest.bytes().position(|byte| !skipped(byte))?;
        let rest = &self.rest[start..];
        let ends = |byte: u8| byte.is_ascii_whitespace() || byte == b'=';
        // A `=` without a name is part of one.
        let end = rest.bytes().skip(1).position(ends).map_or(rest.len(), |length| length + 1);
        let (name, rest) = rest.split_at(end);
        let after = rest.trim_ascii_start();
        let Some(value) = after.strip_prefix('=') else {
            self.rest = rest;
            return Some((name, ""));
        };
        let (value, rest) = value_of(value.trim_ascii_start());
        self.rest = rest;
        Some((name, value))
    }
}

/// A value at the beginning, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    let quote = text.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''));
    if let Some(quote) = quote
        && let Some(length) = memchr(quote, &text.as_bytes()[1..])
    {
        return (&text[1..=length], &text[length + 2..]);
    }
    let text = text.strip_prefix(['"', '\'']).unwrap_or(text);
    text.split_at(text.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All tokens of a text, and how many of them were odd.
    fn tokens(text: &str) -> (Vec<Token<'_>>, usize) {
        let (mut found, mut odd, mut at) = (Vec::new(), 0, 0);
        let mut absent = Absent::default();
        loop {
            match step(text, at, &mut Look { open: "a", is_all: true, absent: &mut absent }) {
                Step::Token(span) => {
                    assert!(span.end > at, "{text}");
                    (at, odd) = (span.end, odd + usize::from(span.is_odd));
                    found.push(span.token(text));
                }
                Step::Done => return (found, odd),
                Step::More => panic!("everything is there"),
            }
        }
    }

    fn start<'a>(name: &'a str, attributes: &'a str, is_empty: bool) -> Token<'a> {
        Token::Start(Tag { name, attributes, is_empty })
    }

    #[test]
    fn a_sound_document_is_its_tokens() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \">\"> <!-- ]> -->]><a b=\"1>2\" c='/'>x<![CDATA[<y>]]><br/></a><!-- > -->";
        let expected = [
            Token::Other("<?xml version='1.0'?>"),
            Token::Other("<!DOCTYPE a [<!ENTITY b \">\"> <!-- ]> -->]>"),
            start("a", " b=\"1>2\" c='/'", false),
            Token::Text("x"),
            Token::Data("<y>"),
            start("br", "", true),
            Token::End("a"),
            Token::Other("<!-- > -->"),
        ];
        assert_eq!(tokens(text), (expected.to_vec(), 0));
    }

    #[test]
    fn what_is_no_tag_is_text() {
        for text in ["a < b", "<3", "<", "< a>", "1<2>3"] {
            let (found, _) = tokens(text);
            assert!(found.iter().all(|token| matches!(token, Token::Text(_))), "{found:?}");
        }
        assert_eq!(
            tokens("x <y <b>z"),
            (
                vec![
                    Token::Text("x "),
                    Token::Text("<y "),
                    start("b", "", false),
                    Token::Text("z")
                ],
                1
            )
        );
        assert_eq!(tokens("</>x"), (vec![Token::Other("</>"), Token::Text("x")], 1));
    }

    #[test]
    fn what_has_no_end_ends_somewhere() {
        assert_eq!(tokens("</a"), (vec![Token::End("a")], 1));
        assert_eq!(tokens("</b<a>"), (vec![Token::End("b"), start("a", "", false)], 1));
        assert_eq!(
            tokens("<![CDATA[x <b> </a>y"),
            (vec![Token::Data("x <b> "), Token::End("a"), Token::Text("y")], 1)
        );
        assert_eq!(tokens("<![CDATA[x"), (vec![Token::Data("x")], 1));
        assert_eq!(tokens("<!-- x>y"), (vec![Token::Other("<!-- x>"), Token::Text("y")], 1));
        assert_eq!(tokens("<a b=\"x>y"), (vec![start("a", " b=\"x", false), Token::Text("y")], 0));
        assert_eq!(tokens("<a b=").1, 1);
    }

    #[test]
    fn a_token_waits_for_its_end() {
        let text = "<![CDATA[x]]></a><a b='1'><!-- --><!DOCTYPE a []>글</b>";
        let (mut at, mut absent) = (0, Absent::default());
        let mut look = |text: &str, at, is_all| {
            step(text, at, &mut Look { open: "a", is_all, absent: &mut absent })
        };
        while let Step::Token(span) = look(text, at, true) {
            for end in (at..span.end).filter(|end| text.is_char_boundary(*end)) {
                let cut = look(&text[..end], at, false);
                assert_eq!(cut, Step::More, "{}", &text[at..end]);
            }
            at = span.end;
        }
    }

    #[test]
    fn what_is_passed_by_does_not_matter() {
        let text = "a < b<b c=\"</i>\" d='<item>'>1<br/></b><글 y=\"<item>\" ><3</글 ></item ><ITEM z='>'><![CDATA[<item>]]><![cdata[]]><![CDATA[<x>]]y]]>\
            <!-- <item> --><item/>x<items></items></Item><b <item></b <item><c d='<item><x";
        let matters = |name: &str| name.eq_ignore_ascii_case("item");
        let data_matters = |data: &str| data.contains("<item>");
        let kept = |text: &'static str, passes_by: bool| {
            let (mut found, mut at, mut absent) = (Vec::new(), 0, Absent::default());
            loop {
                if passes_by {
                    at = pass_by(text, at, &absent, matters, data_matters);
                }
                let mut look = Look { open: "item", is_all: true, absent: &mut absent };
                let Step::Token(span) = step(text, at, &mut look) else { return found };
                at = span.end;
                match span.token(text) {
                    Token::Text(_) => {}
                    Token::Start(Tag { name, .. }) | Token::End(name) if !matters(name) => {}
                    Token::Data(data) if !data_matters(data) => {}
                    token => found.push((token, at)),
                }
            }
        };
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert_eq!(kept(&text[..end], true), kept(&text[..end], false), "{}", &text[..end]);
        }
    }

    #[test]
    fn attributes_are_told_however_they_are_written() {
        let of = |attributes: &'static str| {
            let tag = Tag { name: "a", attributes, is_empty: false };
            tag.attributes().collect::<Vec<_>>()
        };
        assert_eq!(of(" a=\"1\" b='2'"), [("a", "1"), ("b", "2")]);
        assert_eq!(of(" a = 1 b=\"x\"c='y' d"), [("a", "1"), ("b", "x"), ("c", "y"), ("d", "")]);
        assert_eq!(of(" a=\"<>\" a='2'"), [("a", "<>"), ("a", "2")]);
        assert_eq!(of(" a=\"x b='y'"), [("a", "x"), ("b", "y")]);
        assert_eq!(of(" = \" 글=글"), [("=", ""), ("글", "글")]);
        assert_eq!(of(""), []);
    }
}

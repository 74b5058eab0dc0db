//! The elements inside one element, one after the other, by namespace.

use std::{borrow::Cow, ops::Range};

use memchr::{memchr, memmem, memrchr};

use super::{
    Absent, Markup, Ns, Repair, Repairs, Tag, Token, decode,
    token::{Look, Step, data, data_length, pass_by, step},
};

/// What holds for everything inside an element: namespaces, base and language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Prefixes with their namespaces and addresses, the innermost last.
    bindings: Vec<(Box<str>, Ns, Box<str>)>,
    /// `xml:base`, each relative to the one around it.
    pub(crate) base: Option<Box<str>>,
    /// `xml:lang`; empty where an element says that nothing is known.
    pub(crate) language: Option<Box<str>>,
    /// What elements without a prefix are where nothing says it.
    pub(crate) core: Option<Ns>,
}

/// An element, or what stands for one that was never closed.
#[derive(Clone, Debug)]
pub(crate) struct Element<'a> {
    /// Its namespace.
    pub(crate) ns: Ns,
    /// Its name without a prefix, in lower case where it is one of RSS or Atom.
    pub(crate) name: Cow<'a, str>,
    /// Its start tag.
    pub(crate) tag: Tag<'a>,
    /// Everything between its tags.
    pub(crate) inner: &'a str,
    /// The only token between its tags, where it has one and nothing is amiss with it.
    only: Option<Token<'a>>,
    /// All of it, tags included.
    pub(crate) outer: &'a str,
    /// What holds inside it.
    pub(crate) scope: Cow<'a, Scope>,
}

/// How many declarations of namespaces hold at once; each name is looked for among all.
const MOST_BINDINGS: usize = 256;

/// How long an address or a language may be that many elements inherit: each keeps its own.
const LONGEST: usize = 1024;

fn is_base(url: &url::Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.as_str().len() <= LONGEST
}

/// How many elements that are not closed are looked after in one text: each costs a search to its end. The next one
/// takes all that is left.
const MOST_UNCLOSED: u32 = 32;

/// Walks through the elements inside another one.
pub(crate) struct Cursor<'a, 'r> {
    tokens: Tokens<'a>,
    scope: &'a Scope,
    /// How many elements were not closed.
    unclosed: u32,
    /// Which elements, by their names in lower case, are structure even where another one was not closed before them.
    structure: &'r dyn Fn(Ns, &str) -> bool,
    /// What had to be repaired.
    pub(crate) repairs: &'r mut Repairs,
}

impl Scope {
    /// The scope inside an element with this tag.
    pub(crate) fn inside(&self, tag: &Tag<'_>, repairs: &mut Repairs) -> Cow<'_, Self> {
        let says = |name: &str| name.starts_with("xmlns") || name.starts_with("xml:");
        if tag.attributes.is_empty()
            || !tag.attributes.contains("xml")
            || !tag.attributes().any(|(name, _)| says(name))
        {
            return Cow::Borrowed(self);
        }
        let mut scope = self.clone();
        for (name, value) in tag.attributes() {
            let value = || decode::characters(value, &mut Repairs::default()).trim().to_owned();
            match name {
                "xmlns" => scope.bind("", value(), repairs),
                "xml:lang" => {
                    let language = value().replace('_', "-");
                    match language.len() > LONGEST {
                        true => repairs.count(Repair::Value),
                        false => scope.language = Some(language.into()),
                    }
                }
                "xml:base" => scope.rebase(&value(), repairs),
                _ => {
                    if let Some(prefix) = name.strip_prefix("xmlns:") {
                        scope.bind(prefix, value(), repairs);
                    }
                }
            }
        }
        Cow::Owned(scope)
    }

    fn bind(&mut self, prefix: &str, uri: String, repairs: &mut Repairs) {
        if self.bindings.len() >= MOST_BINDINGS || uri.len() > LONGEST {
            return repairs.count(Repair::Bindings);
        }
        self.bindings.push((prefix.into(), Ns::of(&uri), uri.into()));
    }

    /// Lets the prefix of a tag mean another namespace than it was declared for.
    pub(crate) fn adopt(&mut self, name: &str, ns: Ns) {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let same = self.bindings.iter_mut().filter(|(known, ..)| **known == *prefix);
        same.for_each(|(_, known, _)| *known = ns);
    }

    fn rebase(&mut self, base: &str, repairs: &mut Repairs) {
        let outer = self.base.as_deref().and_then(|outer| url::Url::parse(outer).ok());
        let joined = match &outer {
            Some(outer) => outer.join(base),
            None => url::Url::parse(base),
        };
        match joined.ok().filter(is_base) {
            Some(url) => self.base = Some(String::from(url).into()),
            None => repairs.count(Repair::Relative),
        }
    }

    /// Whether any prefix is declared for a namespace.
    pub(crate) fn has(&self, ns: Ns) -> bool {
        self.bindings.iter().any(|(_, known, _)| *known == ns)
    }

    /// The namespace of a prefix; None if nothing declares it.
    fn declared(&self, prefix: &str) -> Option<Ns> {
        let mut innermost = self.bindings.iter().rev();
        innermost.find(|(known, ..)| **known == *prefix).map(|(_, ns, _)| *ns)
    }

    /// The address of a prefix's namespace, if it is declared.
    pub(crate) fn uri(&self, prefix: &str) -> Option<&str> {
        let mut innermost = self.bindings.iter().rev();
        innermost.find(|(known, ..)| **known == *prefix).map(|(.., uri)| &**uri)
    }

    /// The namespace and the local name of an element.
    pub(crate) fn resolve<'n>(&self, name: &'n str, repairs: &mut Repairs) -> (Ns, Cow<'n, str>) {
        let colon = name.bytes().position(|byte| byte == b':');
        let (prefix, local) = colon.map_or(("", name), |at| (&name[..at], &name[at + 1..]));
        let ns = match (self.declared(prefix), prefix) {
            (Some(ns), _) => self.core_of(ns),
            (None, "") => Ns::Core,
            (None, prefix) => {
                repairs.count(Repair::Prefix);
                self.core_of(Ns::usual(prefix).unwrap_or(Ns::Other))
            }
        };
        if local.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return (ns, Cow::Owned(local.to_ascii_lowercase()));
        }
        (ns, Cow::Borrowed(local))
    }

    /// The document's own namespace is the core.
    fn core_of(&self, ns: Ns) -> Ns {
        if Some(ns) == self.core { Ns::Core } else { ns }
    }
}

impl<'a> Element<'a> {
    /// The value of an attribute, decoded. Names of attributes are compared without case.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.tag.attribute(name)
    }

    /// The value of an attribute without white space around it, if anything is left.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let mut value = self.attribute(name)?;
        let trimmed = value.trim();
        if trimmed.len() < value.len() {
            value = trimmed.to_owned();
        }
        (!value.is_empty()).then_some(value)
    }

    /// The element that a text begins with; all of the text belongs to it, whether it is closed or not.
    pub(crate) fn outermost(
        text: &'a str,
        scope: &'a Scope,
        repairs: &mut Repairs,
    ) -> Option<Self> {
        let mut tokens = Tokens::new(text);
        let tag = loop {
            if let Token::Start(tag) = tokens.next("")?.0 {
                break tag;
            }
        };
        let start = tokens.at;
        let closes = |end: &usize| {
            let name = text[*end + 2..].trim_end().trim_end_matches('>').trim_end();
            *end >= start && name.eq_ignore_ascii_case(tag.name)
        };
        // Its end tag is where the last `<` is, mostly.
        let last = memrchr(b'<', text.as_bytes()).filter(|at| text[*at..].starts_with("</"));
        let end = last.or_else(|| text.rfind("</")).filter(closes).unwrap_or(text.len());
        let scope = scope.inside(&tag, repairs);
        let (ns, name) = scope.resolve(tag.name, repairs);
        Some(Self { ns, name, tag, inner: &text[start..end], only: None, outer: text, scope })
    }

    /// Its text, if nothing but text stands in it; None where there are elements.
    pub(crate) fn text_alone(&self, repairs: &mut Repairs) -> Option<Cow<'a, str>> {
        let mut own = Repairs::default();
        let text = self.pieces(true, &mut own)?;
        repairs.add(&own);
        Some(text)
    }

    /// Whether elements stand inside it.
    pub(crate) fn has_elements(&self) -> bool {
        if let Some(only) = &self.only {
            return matches!(only, Token::Start(_) | Token::End(_));
        }
        let mut tokens = Tokens::new(self.inner);
        std::iter::from_fn(|| tokens.next(self.tag.name))
            .any(|(token, _)| matches!(token, Token::Start(_) | Token::End(_)))
    }

    /// Its text: characters decoded, CDATA sections as they are. Of elements inside it, only their text.
    pub(crate) fn text(&self, repairs: &mut Repairs) -> Cow<'a, str> {
        self.pieces(false, repairs).unwrap_or_default()
    }

    /// Its text up to this place in it, where another element begins that does not belong in it.
    pub(crate) fn text_up_to(&self, end: usize, repairs: &mut Repairs) -> Cow<'a, str> {
        match self.inner.get(..end).filter(|inner| inner.len() < self.inner.len()) {
            Some(inner) => Self { inner, only: None, ..self.clone() }.text(repairs),
            None => self.text(repairs),
        }
    }

    /// Its text, which exports put into one CDATA section, whatever it is. A section within it, which some plug-ins write,
    /// ends at the first `]]>`, and so would the text: it goes on to the last one before the end tag.
    pub(crate) fn data(&self, repairs: &mut Repairs) -> Cow<'a, str> {
        const START: &str = "<![CDATA[";
        const END: &str = "]]>";
        if let Some(Token::Data(_)) = self.only {
            return self.text(repairs);
        }
        let inner = self.inner.trim_ascii();
        let body = inner.strip_prefix(START).and_then(|rest| rest.strip_suffix(END));
        match body {
            // What is split as it has to be is joined; white space between sections is none of the text.
            Some(body)
                if memmem::find_iter(body.as_bytes(), END.as_bytes())
                    .all(|at| body[at + END.len()..].trim_ascii_start().starts_with(START)) =>
            {
                self.text(repairs)
            }
            Some(body) => {
                repairs.count(Repair::NestedData);
                decode::data(body, repairs)
            }
            None if self.has_elements() => {
                repairs.count(Repair::Markup);
                Cow::Owned(self.markup(true, repairs))
            }
            None => self.text(repairs),
        }
    }

    /// All pieces of text, joined. None where there are elements, if it must be alone.
    fn pieces(&self, is_alone: bool, repairs: &mut Repairs) -> Option<Cow<'a, str>> {
        if let Some(only @ (Token::Text(_) | Token::Data(_))) = self.only {
            return piece(only, false, repairs);
        }
        let mut tokens = Tokens::new(self.inner);
        let mut text = Cow::Borrowed("");
        while let Some((token, is_odd)) = tokens.next(self.tag.name) {
            match piece(token, is_odd, repairs) {
                None if is_alone => return None,
                None => {}
                Some(piece) if text.is_empty() => text = piece,
                Some(piece) => text.to_mut().push_str(&piece),
            }
        }
        Some(text)
    }

    /// What stands inside it as HTML: elements as they are, without prefixes. `data_is_html` says whether CDATA sections
    /// hold markup, as in RSS, or text, as in XHTML.
    pub(crate) fn markup(&self, data_is_html: bool, repairs: &mut Repairs) -> String {
        let mut tokens = Tokens::new(self.inner);
        let mut markup = Markup::default();
        while let Some((token, _)) = tokens.next(self.tag.name) {
            match token {
                Token::Start(tag) => {
                    markup.start(&tag, self.scope.resolve(tag.name, &mut Repairs::default()).0);
                }
                Token::End(name) => {
                    markup.end(name, self.scope.resolve(name, &mut Repairs::default()).0);
                }
                Token::Text(raw) => markup.raw(&decode::data(raw, repairs)),
                Token::Data(raw) if data_is_html => markup.raw(&decode::data(raw, repairs)),
                Token::Data(raw) => markup.text(&decode::data(raw, repairs)),
                Token::Other(_) => {}
            }
        }
        markup.into_html()
    }

    /// The elements inside it.
    pub(crate) fn children<'r>(
        &'r self,
        structure: &'r dyn Fn(Ns, &str) -> bool,
        repairs: &'r mut Repairs,
    ) -> Cursor<'r, 'r> {
        Cursor::new(self.inner, &self.scope, structure, repairs)
    }
}

impl<'a, 'r> Cursor<'a, 'r> {
    /// The elements in `text`, to which `scope` applies.
    pub(crate) fn new(
        text: &'a str,
        scope: &'a Scope,
        structure: &'r dyn Fn(Ns, &str) -> bool,
        repairs: &'r mut Repairs,
    ) -> Self {
        Self { tokens: Tokens::new(text), scope, unclosed: 0, structure, repairs }
    }

    /// The next element. Text between elements, comments and stray end tags are passed by.
    pub(crate) fn next(&mut self) -> Option<Element<'a>> {
        loop {
            let start = self.tokens.at;
            let (token, is_odd) = self.tokens.next("")?;
            match token {
                Token::Start(tag) => return Some(self.element(start, tag)),
                Token::End(_) => self.repairs.count(Repair::Stray),
                Token::Text(text) | Token::Data(text) if !is_blank(text) => {
                    self.repairs.count(Repair::Loose);
                }
                Token::Other(_) if is_odd => self.repairs.count(Repair::Endless),
                _ => {}
            }
        }
    }

    fn element(&mut self, start: usize, tag: Tag<'a>) -> Element<'a> {
        let scope = self.scope.inside(&tag, self.repairs);
        let (ns, name) = scope.resolve(tag.name, self.repairs);
        let content = self.tokens.at;
        let (end, only) = if tag.is_empty { (content, None) } else { self.close(&tag, content) };
        let (inner, outer) =
            (&self.tokens.text[content..end], &self.tokens.text[start..self.tokens.at.max(end)]);
        Element { ns, name, tag, inner, only, outer, scope }
    }

    /// Goes behind the end tag of an element. Returns where its content ends, and the only token in it, if there is one.
    fn close(&mut self, tag: &Tag<'a>, content: usize) -> (usize, Option<Token<'a>>) {
        if self.unclosed == MOST_UNCLOSED {
            self.tokens.at = self.tokens.text.len();
            return (self.tokens.at, None);
        }
        if let Some(text) = self.tokens.text_before_end(tag.name) {
            let only = (!text.is_empty()).then_some(Token::Text(text));
            return (content + text.len(), only);
        }
        if let Some(data) = self.tokens.data_before_end(tag.name) {
            return (content + data_length(data), Some(Token::Data(data)));
        }
        let (mut depth, mut count, mut first) = (0_u32, 0_u32, None);
        loop {
            let before = self.tokens.at;
            let Some((token, is_odd)) = self.tokens.next(tag.name) else { break };
            match token {
                Token::End(name) if name == tag.name => match depth {
                    0 => return (before, first.filter(|_| count == 1)),
                    _ => depth -= 1,
                },
                Token::Start(inner) if inner.name == tag.name && !inner.is_empty => depth += 1,
                _ => {}
            }
            if count == 0 && !is_odd {
                first = Some(token);
            }
            // What has another name neither ends it nor stands for it.
            count = count.saturating_add(1 + u32::from(self.tokens.pass_by(tag.name)));
        }
        self.repairs.count(Repair::Unclosed);
        self.unclosed += 1;
        (self.close_somewhere(tag, content), None)
    }

    /// Where an element ends that is not closed: at the first end tag of its name, in any letter case; else where the
    /// next piece of structure begins; else at the end.
    fn close_somewhere(&mut self, tag: &Tag<'a>, content: usize) -> usize {
        self.tokens.go_back(content);
        let mut structure = None;
        loop {
            let before = self.tokens.at;
            match self.tokens.next(tag.name) {
                Some((Token::End(name), _)) if name.eq_ignore_ascii_case(tag.name) => {
                    return match structure {
                        // It closes a later one of the same name.
                        Some((at, true)) => self.tokens.go_back(at),
                        _ => before,
                    };
                }
                Some((Token::Start(inner), _)) if structure.is_none() => {
                    let (ns, name) = self.scope.resolve(inner.name, &mut Repairs::default());
                    if (self.structure)(ns, &name) {
                        structure = Some((before, inner.name == tag.name));
                    }
                }
                Some((Token::Start(inner), _)) if inner.name == tag.name => {
                    structure = structure.map(|(at, _)| (at, true));
                }
                Some(_) => {}
                None => break,
            }
        }
        match structure {
            Some((at, _)) => self.tokens.go_back(at),
            None => self.tokens.text.len(),
        }
    }
}

/// Whether a text is nothing but white space: mostly what stands between two lines.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace()) || text.trim().is_empty()
}

/// What a token adds to a text. None for elements.
fn piece<'a>(token: Token<'a>, is_odd: bool, repairs: &mut Repairs) -> Option<Cow<'a, str>> {
    match token {
        Token::Text(raw) => {
            repairs.count_many(Repair::Less, u32::from(is_odd));
            Some(decode::characters(raw, repairs))
        }
        Token::Data(raw) => {
            repairs.count_many(Repair::CharacterData, u32::from(is_odd));
            Some(decode::data(raw, repairs))
        }
        Token::Other(_) => Some(Cow::Borrowed("")),
        Token::Start(_) | Token::End(_) => None,
    }
}

/// The tokens of a text that is all there.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    absent: Absent,
}

impl<'a> Tokens<'a> {
    /// The tokens of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, absent: Absent::default() }
    }

    /// The next token, and where it stands.
    pub(crate) fn next_with_range(&mut self) -> Option<(Token<'a>, Range<usize>)> {
        let start = self.at;
        self.next("").map(|(token, _)| (token, start..self.at))
    }

    /// Goes back to a place, and returns it. What is absent behind a later place may stand behind this one.
    fn go_back(&mut self, at: usize) -> usize {
        self.absent = Absent::default();
        self.at = at;
        at
    }

    /// Goes behind the end tag of an element that holds nothing but text, as most do, and returns the text. None, and
    /// nothing is passed by, where it holds more.
    fn text_before_end(&mut self, name: &str) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let length = memchr(b'<', rest.as_bytes())?;
        let end = rest[length..].strip_prefix("</")?.strip_prefix(name)?;
        let after = end.strip_prefix('>')?;
        self.at = self.text.len() - after.len();
        Some(&rest[..length])
    }

    /// Goes behind the end tag of an element that holds one section of character data and nothing else, and returns what is
    /// in that. None, and nothing is passed by, where it holds more.
    fn data_before_end(&mut self, name: &str) -> Option<&'a str> {
        let data = data(&self.text[self.at..], &self.absent)?;
        let start = self.at + data_length(data);
        let end = self.text[start..].strip_prefix("</")?.strip_prefix(name)?;
        let after = end.strip_prefix('>')?;
        self.at = self.text.len() - after.len();
        Some(data)
    }

    /// Passes by elements and sections of character data as long as no tag has this name. Returns whether there were any.
    fn pass_by(&mut self, name: &str) -> bool {
        let before = self.at;
        self.at = pass_by(self.text, before, &self.absent, |other| other == name, |_| false);
        self.at > before
    }

    fn next(&mut self, open: &str) -> Option<(Token<'a>, bool)> {
        let mut look = Look { open, is_all: true, absent: &mut self.absent };
        match step(self.text, self.at, &mut look) {
            Step::Token(span) => {
                self.at = span.end;
                Some((span.token(self.text), span.is_odd))
            }
            Step::More | Step::Done => None,
        }
    }
}

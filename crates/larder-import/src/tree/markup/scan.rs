//! Finds template language in a text, in one pass.

use std::collections::HashSet;

use memchr::memmem;

use super::{Out, Piece, Syntax, known};
use crate::tree::{Page, around::Around};

/// The longest tag that is one, in bytes.
const LONGEST: usize = 16 << 10;

/// A tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// All of it.
    pub(super) text: &'a str,
    /// What is between the brackets, without white space around it and without the `-` of Liquid.
    pub(super) inner: &'a str,
    /// Whether it shows a value: `{{ … }}`.
    pub(super) is_value: bool,
    /// Where it ends.
    pub(super) end: usize,
}

/// What is known where a tag stands.
pub(super) struct Context<'a, 's> {
    pub(super) text: &'a str,
    pub(super) syntax: Syntax,
    pub(super) page: &'a Page,
    pub(super) around: &'a Around<'a, 's>,
    /// Ends of tags that the rest of the text does not have.
    missing: HashSet<String>,
}

/// Reads a text.
pub(super) fn scan(
    text: &str,
    syntax: Syntax,
    page: &Page,
    around: &Around<'_, '_>,
    out: &mut Out<'_>,
) {
    if syntax == Syntax::Mdx {
        return modules(text, out);
    }
    let mut context = Context { text, syntax, page, around, missing: HashSet::new() };
    let mut closes = Closes::default();
    let (mut at, mut done) = (0, 0);
    while let Some(open) = context.next_open(at) {
        let link = (syntax == Syntax::Zola).then(|| known::zola_link(&context, open)).flatten();
        if let Some((address, end)) = link {
            out.plain(&text[done..open]);
            out.plain(&address);
            (at, done) = (end, end);
            continue;
        }
        let Some(tag) = context.tag(open, &mut closes) else {
            at = open + 1;
            continue;
        };
        out.plain(&text[done..open]);
        let end = known::take(&mut context, tag, out);
        (at, done) = (end, end);
    }
    out.plain(&text[done..]);
}

impl<'a> Context<'a, '_> {
    /// Where the next thing may begin that is more than text.
    fn next_open(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            at += memchr::memchr2(b'{', b'@', bytes.get(at..)?)?;
            let next = bytes.get(at + 1);
            let is_open = match (bytes[at], next) {
                (b'{', Some(b'{')) if self.syntax == Syntax::Hugo => {
                    matches!(bytes.get(at + 2), Some(b'<' | b'%'))
                }
                (b'{', Some(b'{')) => true,
                (b'{', Some(b'%')) => self.syntax != Syntax::Hugo,
                (b'@', Some(b'/')) => self.syntax == Syntax::Zola,
                _ => false,
            };
            if is_open {
                return Some(at);
            }
            at += 1;
        }
    }

    /// The tag that begins here.
    fn tag(&self, open: usize, closes: &mut Closes) -> Option<Tag<'a>> {
        let start = &self.text[open..];
        let (width, close) = match self.syntax {
            Syntax::Hugo if start.starts_with("{{<") => (3, 0),
            Syntax::Hugo => (3, 1),
            _ if start.starts_with("{{") => (2, 2),
            _ if start.starts_with("{%") => (2, 3),
            _ => return None,
        };
        let at = closes.find(self.text, close, open + width)?;
        if at - open > LONGEST {
            return None;
        }
        let end = at + CLOSES[close].len();
        let inner = self.text.get(open + width..at)?;
        let inner =
            inner.trim_matches(|it: char| it.is_whitespace() || it == '-' && self.is_liquid());
        Some(Tag { text: &self.text[open..end], inner, is_value: close == 2, end })
    }

    fn is_liquid(&self) -> bool {
        matches!(self.syntax, Syntax::Liquid | Syntax::Hexo)
    }

    /// What is between here and the tag that has this inner text, and where that ends.
    pub(super) fn until(&mut self, from: usize, inner: &str) -> Option<(&'a str, usize)> {
        if self.missing.contains(inner) {
            return None;
        }
        let rest = &self.text[from..];
        let (open, close) = match self.syntax {
            Syntax::Hugo => (["{{<", "{{%"], [">}}", "%}}"]),
            _ => (["{%", "{%-"], ["%}", "-%}"]),
        };
        for at in memmem::find_iter(rest.as_bytes(), inner.as_bytes()) {
            let before = rest[..at].trim_end_matches([' ', '\t']);
            let after = rest[at + inner.len()..].trim_start_matches([' ', '\t']);
            let begin = open.iter().find_map(|open| before.strip_suffix(open));
            let behind = close.iter().find_map(|close| after.strip_prefix(close));
            if let (Some(begin), Some(behind)) = (begin, behind) {
                return Some((begin, self.text.len() - behind.len()));
            }
        }
        self.missing.insert(inner.to_owned());
        None
    }
}

const CLOSES: [&str; 4] = [">}}", "%}}", "}}", "%}"];

/// Where the next end of each kind is, so that no part of a text is searched twice.
#[derive(Default)]
struct Closes([Option<usize>; 4]);

impl Closes {
    fn find(&mut self, text: &str, kind: usize, from: usize) -> Option<usize> {
        if self.0[kind].is_none_or(|known| known < from) {
            let found = memmem::find(&text.as_bytes()[from..], CLOSES[kind].as_bytes());
            self.0[kind] = Some(found.map_or(usize::MAX, |at| from + at));
        }
        self.0[kind].filter(|at| *at != usize::MAX)
    }
}

/// MDX: modules that are imported are not text; components stay as they are.
fn modules(text: &str, out: &mut Out<'_>) {
    let (mut fence, mut is_module) = (None, false);
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        match fence {
            Some(mark) if start.starts_with(mark) => fence = None,
            Some(_) => {}
            None => {
                fence = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
                is_module = if is_module { !start.is_empty() } else { is_import(line) };
                if is_module {
                    if is_import(line) {
                        out.count("module", line.split(' ').next().unwrap_or_default());
                    }
                    continue;
                }
                count_components(line, out);
            }
        }
        out.plain(line);
    }
}

fn is_import(line: &str) -> bool {
    let is_value = |rest: &str| {
        ["const ", "default ", "function ", "let ", "{"].iter().any(|it| rest.starts_with(it))
    };
    line.strip_prefix("import ")
        .is_some_and(|rest| rest.contains(['"', '\'']) || rest.starts_with('{'))
        || line.strip_prefix("export ").is_some_and(is_value)
}

fn count_components(line: &str, out: &mut Out<'_>) {
    for (at, _) in line.match_indices('<') {
        let rest = &line[at + 1..];
        let end = rest.find(|it: char| !it.is_alphanumeric() && it != '.').unwrap_or(rest.len());
        if rest.starts_with(|it: char| it.is_ascii_uppercase()) {
            out.count("component", &rest[..end]);
        }
    }
}

/// Keeps a tag as it is.
pub(super) fn keep(tag: Tag<'_>, name: &str, out: &mut Out<'_>) -> usize {
    out.piece(Piece::Text(tag.text.to_owned()));
    out.count("kept tag", name);
    tag.end
}

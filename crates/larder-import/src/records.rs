//! An export in XML as a stream of records: elements with names of their own, one behind the other, and what stands
//! around them.

use std::io::Read;

use larder_core::{Cancel, NoteKind};
use memchr::memmem;

use crate::{
    ReadError,
    batches::{self, Split},
    xml::{Fault, ItemEnd, Repair, Repairs, Scope, Skipped, Stream, Tag, Token},
};

/// Which elements matter. Names are without prefixes, in lower case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grammar {
    /// The element around everything.
    pub(crate) root: &'static str,
    /// The records. Of these, none stands in one of its own name.
    pub(crate) records: &'static [&'static str],
}

/// A record: where it stands, and how much of it is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// Which element it is.
    pub(crate) name: &'static str,
    /// Its number among those of its name, counted from 1.
    pub(crate) number: u64,
    /// The line it begins in.
    pub(crate) line: u64,
    /// Whether all of it is there, and nothing but it.
    pub(crate) is_whole: bool,
}

/// What was found around the records of a document.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// Everything in the root that is no record, as it stands there.
    pub(crate) head: String,
    /// The start tag of the root.
    pub(crate) root: String,
    /// What holds in the root.
    pub(crate) scope: Scope,
    /// How many records there are, but for those that are too large.
    pub(crate) records: u64,
    /// How many records have an end and no beginning.
    pub(crate) headless: u64,
    /// What is larger than may be.
    pub(crate) skipped: Skipped,
    /// What had to be repaired.
    pub(crate) repairs: Repairs,
    /// Whether it ends before its own end.
    pub(crate) is_cut: bool,
    /// Whether it begins as it should.
    pub(crate) has_root: bool,
    /// Whether its document type has declarations of its own, which is refused.
    pub(crate) declares: bool,
    /// What ended it early.
    pub(crate) fault: Option<Fault>,
    /// How its bytes were read.
    pub(crate) notes: Vec<NoteKind>,
}

/// Records that one core reads together.
pub(crate) type Part<'a> = batches::Part<'a, Piece, Scope>;

/// Splits a document into its records.
pub(crate) struct Records<R> {
    stream: Stream<R>,
    grammar: Grammar,
    around: Around,
    numbers: Vec<u64>,
    is_closed: bool,
}

impl<R: Read> Records<R> {
    /// The records of a stream.
    pub(crate) fn new(stream: Stream<R>, grammar: Grammar) -> Self {
        Self {
            stream,
            grammar,
            around: Around::default(),
            numbers: vec![0; grammar.records.len()],
            is_closed: false,
        }
    }

    /// Reads all records, some at a time on each core, and takes what was read in the order of the document. Returns what
    /// stands around them. Fails when taking does, and when the user cancels.
    pub(crate) fn each<T: Send>(
        mut self,
        cancel: &Cancel,
        read: impl Fn(&Part<'_>) -> T + Sync,
        take: impl FnMut(T) -> Result<(), ReadError>,
    ) -> Result<Around, ReadError> {
        let fault = batches::each(&mut self, cancel, read, take)?;
        let notes = self.stream.encoding_notes();
        Ok(Around { fault, notes, ..self.around })
    }

    /// Which record has this name.
    fn record(&self, name: &str) -> Option<usize> {
        self.grammar.records.iter().position(|record| is_named(name, record))
    }

    /// A record whose start tag was just met. None if it is larger than may be.
    fn piece(
        &mut self,
        which: usize,
        is_empty: bool,
        texts: &mut String,
    ) -> Result<Option<Piece>, Fault> {
        let name = self.grammar.records[which];
        self.stream.mark();
        let line = self.stream.line();
        let end = if is_empty { ItemEnd::sound() } else { self.end(name)? };
        let Some(text) = self.stream.item(line, end, &mut self.around.skipped) else {
            return Ok(None);
        };
        texts.push_str(text);
        self.around.records += 1;
        self.numbers[which] += 1;
        Ok(Some(Piece { name, number: self.numbers[which], line, is_whole: end.is_whole }))
    }

    /// Goes to the end of a record, or to what shows that it has none.
    fn end(&mut self, name: &str) -> Result<ItemEnd, Fault> {
        let root = self.grammar.root;
        let matters = |other: &str| is_named(other, name) || is_named(other, root);
        let own_end = format!("</{name}>");
        let own_end = memmem::Finder::new(&own_end);
        let holds_end = |data: &str| own_end.find(data.as_bytes()).is_some();
        let mut end = ItemEnd::sound();
        loop {
            match self.stream.next_of(name, matters, holds_end, &mut end.is_lost)? {
                None => {
                    self.around.is_cut = true;
                    return Ok(ItemEnd { is_whole: false, ..end });
                }
                Some(Token::End(other)) if is_named(other, name) => return Ok(end),
                Some(Token::Start(Tag { name: other, .. }) | Token::End(other))
                    if matters(other) =>
                {
                    self.around.repairs.count(Repair::Unclosed);
                    return Ok(ItemEnd { is_whole: false, is_next: true, ..end });
                }
                // A section without its own end has taken the end of the record: what follows is of the next one.
                Some(Token::Data(text)) if holds_end(text) => {
                    self.around.repairs.count(Repair::CharacterData);
                    end.is_whole = false;
                }
                Some(_) => {}
            }
        }
    }

    fn open_root(&mut self, name: &str, attributes: &str) {
        let tag = Tag { name, attributes, is_empty: false };
        let scope = self.around.scope.inside(&tag, &mut self.around.repairs).into_owned();
        self.around.scope = scope;
        self.around.repairs.count_many(Repair::SecondDocument, u32::from(self.around.has_root));
        if !self.around.has_root {
            self.around.root = format!("<{name}{attributes}>");
        }
        (self.around.has_root, self.is_closed) = (true, false);
    }
}

/// A tag that matters.
enum Met {
    Start(String, String, bool),
    EndOfRoot,
}

impl<R: Read> Records<R> {
    fn met(&mut self) -> Result<Option<Met>, Fault> {
        let grammar = self.grammar;
        let is_record = |name: &str| grammar.records.iter().any(|record| is_named(name, record));
        let matters = |name: &str| is_named(name, grammar.root) || is_record(name);
        loop {
            let is_lost = &mut self.around.skipped.is_around;
            let next = self.stream.next_of("", matters, |_| false, is_lost)?;
            let Some(token) = next else { return Ok(None) };
            match token {
                Token::Start(Tag { name, attributes, is_empty }) if matters(name) => {
                    return Ok(Some(Met::Start(name.to_owned(), attributes.to_owned(), is_empty)));
                }
                Token::End(name) if is_named(name, grammar.root) => {
                    return Ok(Some(Met::EndOfRoot));
                }
                Token::End(name) if is_record(name) => self.around.headless += 1,
                Token::Other(other) if !self.around.has_root => {
                    self.around.declares |= declares(other);
                }
                _ => {}
            }
        }
    }
}

impl<R: Read> Split for Records<R> {
    type Piece = Piece;
    type Context = Scope;

    fn next(&mut self, texts: &mut String) -> Result<Option<Piece>, Fault> {
        loop {
            if self.around.has_root {
                self.stream.mark_here();
            }
            let met = self.met()?;
            if self.around.declares {
                return Ok(None);
            }
            let Around { head, skipped, .. } = &mut self.around;
            self.stream.keep_marked(head, skipped);
            match met {
                Some(Met::Start(name, attributes, is_empty)) => match self.record(&name) {
                    Some(which) if self.around.has_root => {
                        if let Some(piece) = self.piece(which, is_empty, texts)? {
                            return Ok(Some(piece));
                        }
                    }
                    Some(_) => {}
                    None => self.open_root(&name, &attributes),
                },
                Some(Met::EndOfRoot) => self.is_closed = true,
                None => {
                    self.around.is_cut |= self.around.has_root && !self.is_closed;
                    return Ok(None);
                }
            }
        }
    }

    fn context(&mut self) -> Scope {
        self.around.scope.clone()
    }
}

/// Whether a declaration is a document type with declarations of its own: a door for entities without end.
fn declares(other: &str) -> bool {
    const TYPE: &str = "<!DOCTYPE";
    other.get(..TYPE.len()).is_some_and(|it| it.eq_ignore_ascii_case(TYPE)) && other.contains('[')
}

/// Whether a name, its prefix aside, is this one.
fn is_named(name: &str, expected: &str) -> bool {
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    local.eq_ignore_ascii_case(expected)
}

/// The name of the first element of a text, without its prefix, in lower case, and its start tag. None for what is no XML.
pub(crate) fn root_of(text: &str) -> Option<(String, &str)> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let body = rest.strip_prefix('<')?;
        let end = match body.as_bytes().first()? {
            b'?' => "?>",
            b'!' if body.starts_with("!--") => "-->",
            b'!' => ">",
            _ => break,
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let tag = &rest[..rest.find('>').map_or(rest.len(), |at| at + 1)];
    let name = tag[1..].split(|it: char| it.is_whitespace() || matches!(it, '>' | '/')).next()?;
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    (!local.is_empty()).then(|| (local.to_ascii_lowercase(), tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAMMAR: Grammar = Grammar { root: "log", records: &["entry", "note"] };

    fn split(text: &str) -> (Vec<(String, u64, bool)>, Around) {
        let stream = Stream::open(text.as_bytes(), 1 << 20, None).unwrap();
        let mut all = Vec::new();
        let around = Records::new(stream, GRAMMAR)
            .each(
                &Cancel::default(),
                |part| {
                    let told = |(piece, text): (&Piece, &str)| {
                        (text.to_owned(), piece.number, piece.is_whole)
                    };
                    part.pieces().map(told).collect::<Vec<_>>()
                },
                |some| {
                    all.extend(some);
                    Ok(())
                },
            )
            .unwrap();
        (all, around)
    }

    #[test]
    fn records_of_several_names_are_found_and_the_rest_is_the_head() {
        let (all, around) = split(
            "<?xml version='1.0'?><log a='b'><x>1</x><entry>a</entry><note/><y/><x:entry>b</x:entry></log>",
        );
        let expected = [("<entry>a</entry>", 1), ("<note/>", 1), ("<x:entry>b</x:entry>", 2)];
        let expected: Vec<_> =
            expected.map(|(text, number)| (text.to_owned(), number, true)).into();
        assert_eq!(all, expected);
        assert_eq!((around.head.as_str(), around.root.as_str()), ("<x>1</x><y/>", "<log a='b'>"));
        assert!(!around.is_cut);
    }

    #[test]
    fn what_is_cut_swallowed_or_never_closed_is_not_whole() {
        let (all, around) = split(
            "<log><entry>a<entry>b</entry><entry><![CDATA[x</entry><entry>y]]></entry><entry>c",
        );
        let whole: Vec<bool> = all.iter().map(|(.., is_whole)| *is_whole).collect();
        assert_eq!(whole, [false, true, false, false]);
        assert!(around.is_cut);
    }

    #[test]
    fn a_document_type_with_declarations_is_refused() {
        let (all, around) = split("<!DOCTYPE log [<!ENTITY a 'b'>]><log><entry>&a;</entry></log>");
        assert!(all.is_empty() && around.declares);
    }

    #[test]
    fn the_root_is_the_first_element() {
        let of = |text: &'static str| root_of(text).map(|(name, tag)| (name, tag.to_owned()));
        assert_eq!(
            of("\u{feff}<?xml version=\"1.0\"?>\n<!-- x -->\n<a:Blog b=\"c\"><d>"),
            Some(("blog".into(), "<a:Blog b=\"c\">".into()))
        );
        assert_eq!(of("hello <a>"), None);
        assert_eq!(of("<?xml"), None);
        assert_eq!(of("<>"), None);
    }
}

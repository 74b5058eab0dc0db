//! The structure around the entries: which elements are open, what belongs to the head, where another document begins.

use std::{io::Read, sync::Arc};

use chrono::FixedOffset;
use larder_core::{NoteKind, Rule};

use super::{
    Document, PART_ENTRIES,
    item::{Found, Lost, Piece},
};
use crate::{
    ahead::PART_BYTES,
    readers::feed::{entry::Context, kind::Kind, list::List},
    xml::{Fault, Ns, Repair, Repairs, Scope, Tag, Token},
};

/// The namespace of RSS 0.90, which is read as that of RSS 1.0 is.
const OLDEST: &str = "netscape.com/rdf/simple/0.9";

/// How deep structure is followed, in elements.
const DEPTH: usize = 256;

/// After how many steps it is looked whether the user has asked to stop: a head may be as long as a document.
const STEPS: u32 = 1 << 12;

/// What a step meets.
enum Met {
    /// An entry.
    Entry(Found),
    /// Something else: part of the head, or of what holds the entries.
    Structure,
    /// The end of the document, or where another one begins.
    End,
}

impl<R: Read> Document<'_, R> {
    /// Looks for the next entries, until there are enough to be read, or one is too large for that, which is put into
    /// `lost`. Returns whether more may follow.
    pub(super) fn look(
        &mut self,
        pieces: &mut Vec<Piece>,
        lost: &mut Option<Lost>,
    ) -> Result<bool, Fault> {
        let mut steps = 0_u32;
        while pieces.len() < PART_ENTRIES && self.texts.len() < PART_BYTES {
            steps = steps.wrapping_add(1);
            if steps.is_multiple_of(STEPS) && self.options.cancel.is_cancelled() {
                return Ok(true);
            }
            match self.step()? {
                Met::Entry(found) => {
                    match found {
                        Found::Piece(piece) => pieces.push(piece),
                        Found::TooLarge(entry) => *lost = Some(entry),
                    }
                    // The context is made of the head before the first entry.
                    if !std::mem::replace(&mut self.has_entries, true) || lost.is_some() {
                        return Ok(true);
                    }
                }
                Met::Structure => {}
                Met::End => {
                    self.is_cut |= !self.open.is_empty();
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// One token of the structure, or one entry.
    fn step(&mut self) -> Result<Met, Fault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let inner = self.open.last().map_or("", |(name, _)| name);
        let next = match self.context.is_some() || self.list.is_some() {
            true => self.stream.next_or_skip(inner, &mut self.has_large_head)?,
            false => self.stream.next(inner)?,
        };
        let Some((token, is_odd)) = next else { return Ok(Met::End) };
        match token {
            Token::Start(tag) => {
                let tag = Owned::of(&tag);
                return self.tag(&tag.as_tag());
            }
            Token::End(name) => {
                let name = name.to_owned();
                self.end(&name);
            }
            // The names and dates of a list are its own matter.
            Token::Text(_) | Token::Data(_) if self.list.is_some() => {}
            Token::Text(text) if self.context.is_none() => {
                let is_blank = text.trim().trim_start_matches('\u{feff}').is_empty();
                self.repairs.count_many(Repair::Junk, u32::from(!is_blank));
            }
            Token::Text(_) | Token::Data(_) if self.open.last().is_some_and(|(_, it)| *it) => {
                self.keep();
            }
            Token::Text(text) if self.open.is_empty() && text.trim_start().starts_with('{') => {
                // Probably a feed of another kind; this one goes on no further.
                if !std::mem::replace(&mut self.has_other, true) {
                    let found = "what stands behind the feed is no XML".to_owned();
                    let rule = Rule::NotRecognised.name().to_owned();
                    self.draft.doubt(NoteKind::FileLeftOut { rule, found });
                }
            }
            Token::Text(text) | Token::Data(text) => {
                self.repairs.count_many(Repair::Loose, u32::from(!text.trim().is_empty()));
            }
            Token::Other(_) if is_odd => self.repairs.count(Repair::Endless),
            Token::Other(other) => {
                self.is_declared |= self.context.is_some() && is_declaration(other);
            }
        }
        Ok(Met::Structure)
    }

    /// Puts the last token to the head, if there is room for it.
    fn keep(&mut self) {
        let token = self.stream.raw();
        if self.head.len() + token.len() > self.stream.limit() {
            self.has_large_head = true;
        } else {
            self.head.push_str(token);
        }
    }

    /// A start tag outside of entries.
    fn tag(&mut self, tag: &Tag<'_>) -> Result<Met, Fault> {
        let name = local(tag.name);
        if self.ends_before(&name, tag) {
            self.repairs.count(Repair::SecondDocument);
            self.stream.put_back();
            self.has_next = true;
            return Ok(Met::End);
        }
        if self.context.is_none() {
            self.root(tag);
            // A single entry is a document too.
            return match self.context.is_some() && name == "entry" {
                true => self.entry(tag.name, tag.is_empty).map(Met::Entry),
                false => Ok(Met::Structure),
            };
        }
        if matches!(&*name, "item" | "entry") && self.is_ours(tag) {
            return self.entry(tag.name, tag.is_empty).map(Met::Entry);
        }
        let is_holder = self.is_holder(&name);
        self.start(tag, is_holder);
        Ok(Met::Structure)
    }

    /// Whether another document begins with this tag. In a list, which has no root that is followed, any feed does.
    fn ends_before(&self, name: &str, tag: &Tag<'_>) -> bool {
        match self.list {
            Some(_) => name != "opml" && is_another(&[], true, name, tag),
            None => {
                self.context.is_some()
                    && !self.is_last
                    && is_another(&self.open, self.is_declared, name, tag)
            }
        }
    }

    /// Whether a tag with a prefix is one of the feed itself, and not of an extension.
    fn is_ours(&self, tag: &Tag<'_>) -> bool {
        if !tag.name.contains(':') {
            return true;
        }
        let scope = self.scopes.last().cloned().unwrap_or_default();
        let mut aside = Repairs::default();
        let (ns, _) = scope.inside(tag, &mut aside).resolve(tag.name, &mut aside);
        matches!(ns, Ns::Core | Ns::Atom | Ns::Atom03 | Ns::Rss1 | Ns::Rss11)
    }

    /// Whether an element only holds others: what stands in it belongs to the head by itself.
    fn is_holder(&self, name: &str) -> bool {
        // What is in the head is in the head with all that is in it.
        let is_top = self.open.last().is_none_or(|(_, is_head)| !is_head);
        is_top && matches!(name, "channel" | "rss" | "feed" | "rdf")
            || is_top
                && name == "items"
                && self.context.as_ref().is_some_and(|it| it.kind == Kind::Rss11)
    }

    /// A start tag before the root was met.
    fn root(&mut self, tag: &Tag<'_>) {
        if let Some(list) = &mut self.list {
            return list.take(tag);
        }
        let outer = Scope::default();
        let mut repairs = Repairs::default();
        let mut scope = outer.inside(tag, &mut repairs).into_owned();
        let (ns, name) = scope.resolve(tag.name, &mut repairs);
        let name = name.into_owned();
        let version = tag.attribute("version");
        let Some(kind) = Kind::of_root(ns, &name, version.as_deref()) else {
            if name == "opml" && self.other.is_none() {
                self.list = Some(List::new(self.draft.file(), self.options.limits.lines));
            } else {
                self.repairs.count(Repair::Junk);
            }
            self.other.get_or_insert(name);
            return;
        };
        let expected = kind.core();
        if ns != expected && !(kind == Kind::Rdf && ns == Ns::Rdf) {
            self.repairs.count(Repair::Namespace);
            // What stands beside the root in its wrong namespace is meant as the root is.
            scope.adopt(tag.name, expected);
        }
        let is_oldest = tag.attributes().any(|(_, value)| value.contains(OLDEST));
        self.repairs.add(&repairs);
        scope.core = Some(expected);
        self.context = Some(Arc::new(Context {
            kind,
            form: kind.form(ns, version.as_deref(), is_oldest).into(),
            language: scope.language.as_deref().map(str::to_owned),
            base: None,
            offset: FixedOffset::east_opt(0).expect("UTC is an offset"),
            authors: Vec::new(),
            is_brunch: false,
            is_rewritten: false,
            mojibake: self.options.mojibake,
        }));
        if kind == Kind::Cdf {
            self.draft.about = tag.attribute("href");
        }
        self.scopes.push(Arc::new(scope));
        if !tag.is_empty && &*name != "entry" {
            self.open.push((tag.name.to_owned(), false));
        }
    }

    fn start(&mut self, tag: &Tag<'_>, is_holder: bool) {
        if is_holder {
            let outer = self.scopes.last().cloned().unwrap_or_default();
            let mut scope = outer.inside(tag, &mut self.repairs).into_owned();
            if self.open.is_empty() {
                self.repairs.count(Repair::SecondDocument);
            }
            scope.core = scope.core.or(self.context.as_ref().map(|context| context.kind.core()));
            if !tag.is_empty && self.open.len() < DEPTH {
                self.scopes.push(Arc::new(scope));
            }
            if self.draft.about.is_none() {
                self.draft.about = tag.attribute("rdf:about");
            }
        } else {
            self.keep();
        }
        if tag.is_empty {
            return;
        }
        if self.open.len() < DEPTH {
            self.open.push((tag.name.to_owned(), !is_holder));
        } else {
            self.repairs.count(Repair::Depth);
        }
    }

    fn end(&mut self, name: &str) {
        let found = self.open.iter().rposition(|(open, _)| open == name);
        let found = found
            .or_else(|| self.open.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name)));
        let Some(place) = found else {
            if self.context.is_some() {
                self.repairs.count(Repair::Stray);
            }
            if let Some(list) = &mut self.list {
                list.is_closed |= name.eq_ignore_ascii_case("opml");
            }
            return;
        };
        let is_head = self.open[place].1;
        let unclosed = self.open.len() - place - 1;
        self.repairs.count_many(Repair::Unclosed, u32::try_from(unclosed).unwrap_or(u32::MAX));
        let holders = self.open[place..].iter().filter(|(_, is_head)| !is_head).count();
        self.open.truncate(place);
        if is_head {
            self.keep();
        }
        // The innermost scope of all is kept for the head.
        self.scopes.truncate(self.scopes.len().saturating_sub(holders).max(1));
    }
}

/// A tag apart from the stream it was met in.
struct Owned {
    name: String,
    attributes: String,
    is_empty: bool,
}

impl Owned {
    fn of(tag: &Tag<'_>) -> Self {
        let (name, attributes) = (tag.name.to_owned(), tag.attributes.to_owned());
        Self { name, attributes, is_empty: tag.is_empty }
    }

    fn as_tag(&self) -> Tag<'_> {
        Tag { name: &self.name, attributes: &self.attributes, is_empty: self.is_empty }
    }
}

/// Whether a comment, an instruction or a declaration is the one that XML documents begin with.
pub(super) fn is_declaration(other: &str) -> bool {
    other.strip_prefix("<?xml").is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']))
}

/// Whether a tag is the root of another document: after the end of the one that is read, any root; within it, where it is
/// cut off, that of a feed behind an XML declaration, which says what roots say.
pub(super) fn is_another(
    open: &[(String, bool)],
    is_declared: bool,
    name: &str,
    tag: &Tag<'_>,
) -> bool {
    match open.first() {
        None => match name {
            "rss" | "feed" | "opml" => true,
            "rdf" => tag.attributes().any(|(_, value)| Ns::of(value) == Ns::Rss1),
            "channel" => tag.attributes().any(|(_, value)| Ns::of(value) == Ns::Rss11),
            _ => false,
        },
        Some((root, _)) => {
            let says =
                |name: &str| name.eq_ignore_ascii_case("version") || name.starts_with("xmlns");
            is_declared
                && (tag.name == root || !tag.name.contains(':'))
                && matches!(name, "rss" | "feed" | "rdf")
                && tag.attributes().any(|(name, _)| says(name))
        }
    }
}

/// The name without a prefix, in lower case.
pub(super) fn local(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_ascii_lowercase()
}

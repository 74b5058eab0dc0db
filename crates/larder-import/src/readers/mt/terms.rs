//! Categories and tags.

use larder_core::{TermId, TermKind};
use serde_json::Value;

use super::{entry::Entry, post::Made};

/// How many terms an entry names.
pub(super) fn count_terms(entry: &Entry<'_>) -> u64 {
    let categories = entry.values("PRIMARY CATEGORY").chain(entry.values("CATEGORY")).count();
    let tags: usize = entry.values("TAGS").map(|tags| split_tags(tags).len()).sum();
    (categories + tags) as u64
}

/// Tags, divided by commas; those with blanks or commas in them are quoted.
fn split_tags(text: &str) -> Vec<&str> {
    let (mut tags, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, character) in text.char_indices() {
        match (character, quote) {
            ('"' | '\'', None) if text[start..at].trim().is_empty() => quote = Some(character),
            (character, Some(open)) if character == open => quote = None,
            (',', None) => {
                tags.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    tags.push(&text[start..]);
    tags.into_iter().map(unquoted).filter(|tag| !tag.is_empty()).collect()
}

fn unquoted(tag: &str) -> &str {
    let tag = tag.trim();
    let inner =
        ['"', '\''].into_iter().find_map(|quote| tag.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(tag).trim()
}

impl Made {
    /// The categories and tags of a post.
    pub(super) fn categories(&mut self, entry: &Entry<'_>) {
        let names = entry.values("PRIMARY CATEGORY").chain(entry.values("CATEGORY"));
        for name in names {
            self.term(TermKind::Category, "category", name);
        }
        let mut private = Vec::new();
        for tag in entry.values("TAGS").flat_map(split_tags) {
            // Such tags are marks of the author's own.
            match tag.starts_with('@') {
                true => private.push(Value::from(tag)),
                false => self.term(TermKind::Tag, "tag", tag),
            }
        }
        if !private.is_empty() {
            self.terms_aside += private.len() as u64;
            self.post.extra.insert("mt:TAGS", private);
        }
    }

    fn term(&mut self, kind: TermKind, class: &str, name: &str) {
        let id = TermId::new([class, ":", name].concat());
        if !self.seen.terms.insert(id.clone()) {
            self.terms_joined += 1;
            return;
        }
        self.post.terms.push(id.clone());
        self.terms.push((id, kind, name.to_owned()));
    }
}

//! The list of a source's entries: names made comparable, made unique, ordered; what may not be offered refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use larder_core::{Note, NoteKind, Rule, key};

use super::{Refused, SourceEntry};
use crate::names;

/// Collects what a source finds. `T` is whatever the source needs to find an entry's bytes again.
#[derive(Debug)]
pub(super) struct Catalogue<T> {
    found: Vec<Found<T>>,
    refused: Vec<Refused>,
    notes: Vec<Note>,
}

#[derive(Debug)]
struct Found<T> {
    entry: SourceEntry,
    part: T,
}

/// A finished list: `parts[n]` belongs to `entries[n]`.
#[derive(Debug)]
pub(super) struct Listed<T> {
    pub(super) entries: Vec<SourceEntry>,
    pub(super) parts: Vec<T>,
    pub(super) refused: Vec<Refused>,
    pub(super) notes: Vec<Note>,
}

impl<T> Default for Catalogue<T> {
    fn default() -> Self {
        Self { found: Vec::new(), refused: Vec::new(), notes: Vec::new() }
    }
}

impl<T> Catalogue<T> {
    /// Takes an entry by its raw name, unless a rule about names refuses it.
    pub(super) fn offer(&mut self, raw: &[u8], length: Option<u64>, part: T) {
        self.offer_named(names::entry_name(raw), raw, length, part);
    }

    /// Takes an entry whose name was decoded from `raw`, unless a rule about names refuses it.
    pub(super) fn offer_named(&mut self, name: String, raw: &[u8], length: Option<u64>, part: T) {
        match names::refusal(&name) {
            Some((rule, found)) => self.refuse(&name, rule, found),
            None => self.take(name, raw, length, part),
        }
    }

    /// Takes an entry whose name was checked already.
    pub(super) fn take(&mut self, name: String, raw: &[u8], length: Option<u64>, part: T) {
        let mut entry = SourceEntry::new(name);
        entry.raw = (entry.name.as_bytes() != raw).then(|| raw.into());
        entry.length = length;
        self.found.push(Found { entry, part });
    }

    /// Says that something is there but is not offered.
    pub(super) fn refuse(&mut self, name: &str, rule: Rule, found: impl Into<String>) {
        self.refused.push(Refused::new(names::printable(name), rule, found));
    }

    /// Says that something is odd.
    pub(super) fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// The list in its order: by name, then by raw name, then as found.
    pub(super) fn finish(mut self) -> Listed<T> {
        self.found.sort_by(|a, b| {
            let (a, b) = (&a.entry, &b.entry);
            a.name.cmp(&b.name).then_with(|| a.raw.cmp(&b.raw))
        });
        self.make_unique();
        self.found.sort_by(|a, b| a.entry.name.cmp(&b.entry.name));
        self.refused.sort_by(|a, b| (&a.name, a.rule).cmp(&(&b.name, b.rule)));
        self.notes.sort();
        let (entries, parts) =
            self.found.into_iter().map(|found| (found.entry, found.part)).unzip();
        Listed { entries, parts, refused: self.refused, notes: self.notes }
    }

    /// Gives the second of two equal names a number. Names that differ in case only stay, and are noted: on other
    /// systems they are one.
    fn make_unique(&mut self) {
        let taken: BTreeSet<_> =
            self.found.iter().map(|found| Arc::clone(&found.entry.name)).collect();
        let mut folded: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let mut previous: Option<Arc<str>> = None;
        let mut numbers = 2..;
        for entry in self.found.iter_mut().map(|found| &mut found.entry) {
            let name = Arc::clone(&entry.name);
            let twin = folded.entry(fold(&name)).or_insert_with(|| Arc::clone(&name));
            let again = previous.as_ref() == Some(&name);
            if again {
                let free = |name: &String| !taken.contains(name.as_str());
                let mut names = numbers.by_ref().map(|number: u32| names::numbered(&name, number));
                entry.raw.get_or_insert_with(|| name.as_bytes().into());
                entry.name = names.find(free).expect("there are more numbers than entries").into();
            } else {
                numbers = 2..;
            }
            if again || *twin != name {
                let clash = NoteKind::NameClash { other: twin.to_string() };
                self.notes.push(Note::new(clash).in_file(Arc::clone(&entry.name)));
            }
            previous = Some(name);
        }
    }
}

fn fold(name: &str) -> String {
    key::name(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(names: &[&str]) -> Listed<usize> {
        let mut catalogue = Catalogue::default();
        for (number, name) in names.iter().enumerate() {
            catalogue.offer(name.as_bytes(), None, number);
        }
        catalogue.finish()
    }

    fn shown(listed: &Listed<usize>) -> Vec<(&str, usize)> {
        let names = listed.entries.iter().map(|entry| &*entry.name);
        names.zip(listed.parts.iter().copied()).collect()
    }

    #[test]
    fn equal_names_are_both_kept_and_noted() {
        let listed = listed(&[
            "a.txt",
            "각.txt",
            "a.txt",
            "a (2).txt",
            "\u{1100}\u{1161}\u{11a8}.txt",
            "a.txt",
        ]);
        let expected = [
            ("a (2).txt", 3),
            ("a (3).txt", 2),
            ("a (4).txt", 5),
            ("a.txt", 0),
            ("각 (2).txt", 4),
            ("각.txt", 1),
        ];
        assert_eq!(shown(&listed), expected);
        let clash = |name: &str, other: &str| {
            Note::new(NoteKind::NameClash { other: other.into() }).in_file(name)
        };
        let expected = [("a (3).txt", "a.txt"), ("a (4).txt", "a.txt"), ("각 (2).txt", "각.txt")];
        assert_eq!(listed.notes, expected.map(|(name, other)| clash(name, other)));
    }

    #[test]
    fn names_that_differ_in_case_stay_and_are_noted() {
        let listed = listed(&["a.txt", "A.txt"]);
        assert_eq!(shown(&listed), [("A.txt", 1), ("a.txt", 0)]);
        assert_eq!(listed.notes.len(), 1);
    }

    #[test]
    fn many_equal_names_take_no_time() {
        let listed = listed(&vec!["a"; 20_000]);
        assert_eq!(listed.entries.len(), 20_000);
        assert!(listed.entries.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn unsafe_names_and_system_files_are_refused_and_printable() {
        let listed = listed(&["../a\u{202e}", ".DS_Store", "b"]);
        assert_eq!(shown(&listed), [("b", 2)]);
        let refused: Vec<_> =
            listed.refused.iter().map(|refused| (&*refused.name, refused.rule)).collect();
        assert_eq!(refused, [("../a\\u{202e}", Rule::UnsafeName), (".DS_Store", Rule::SystemFile)]);
    }
}

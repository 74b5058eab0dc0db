//! What people, terms and series are called on a site. There, a name is all they are known by.

use std::collections::{HashMap, HashSet};

use larder_core::{AuthorId, Blog, SeriesId, Term, TermId, TermKind, key};

use super::{part::Parted, plan::Named, site::plain};
use crate::feed::{
    Cost,
    people::{holds_mail, name_of, shown},
};

/// How deep categories are nested.
const DEEPEST: usize = 32;

/// The names of people, terms and series.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    authors: HashMap<AuthorId, String>,
    terms: HashMap<TermId, TermLabel>,
    series: HashMap<SeriesId, String>,
    /// How many terms have the name of another one, but for letter case and punctuation: they are one on the site.
    pub(crate) merged: u64,
    /// How many people, terms and series have no name that a site could call them by.
    pub(crate) nameless: u64,
}

/// The name of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TermLabel {
    /// Category or tag.
    pub(crate) kind: TermKind,
    /// The names of the terms above it, outermost first, and its own.
    pub(crate) path: Vec<String>,
}

impl Labels {
    /// The names of all that is named by something carried. What is published has them first.
    pub(crate) fn new(blog: &Blog, named: &Parted<Named>) -> Self {
        let mut labels = Self::default();
        labels.name_authors(blog, named);
        labels.name_terms(blog, named);
        labels.name_series(blog, named);
        labels
    }

    /// The name of an author.
    pub(crate) fn author(&self, id: &AuthorId) -> Option<&str> {
        self.authors.get(id).map(String::as_str)
    }

    /// The name of a term.
    pub(crate) fn term(&self, id: &TermId) -> Option<&TermLabel> {
        self.terms.get(id)
    }

    /// The name of a series.
    pub(crate) fn series(&self, id: &SeriesId) -> Option<&str> {
        self.series.get(id).map(String::as_str)
    }

    /// An author's name, never an address of e-mail; of two with one name, the second has the handle beside it.
    fn name_authors(&mut self, blog: &Blog, named: &Parted<Named>) {
        let mut taken = HashSet::new();
        let named = named.all().into_iter().flat_map(|named| &named.authors);
        for author in named.map(|&at| &blog.authors[at]) {
            let cost = &mut Cost::default();
            let handle =
                || author.handle.as_deref().and_then(|it| name_of(it, &mut Cost::default()));
            let Some(mut name) = shown(author, cost).filter(|name| !holds_mail(name)) else {
                self.nameless += 1;
                continue;
            };
            if !taken.insert(name.clone()) {
                let other = handle().filter(|handle| *handle != name && !holds_mail(handle));
                name = other.map_or_else(|| name.clone(), |handle| format!("{name} ({handle})"));
                taken.insert(name.clone());
            }
            self.authors.insert(author.id.clone(), name);
        }
    }

    fn name_terms(&mut self, blog: &Blog, named: &Parted<Named>) {
        let mut shown: HashMap<(TermKind, String), String> = HashMap::new();
        let mut names: HashMap<&TermId, (&Term, String)> = HashMap::new();
        let named = named.all().into_iter().flat_map(|named| &named.terms);
        for term in named.map(|&at| &blog.terms[at]) {
            let name = plain(&term.name).filter(|name| !fold(name).is_empty());
            let Some(name) = name else {
                self.nameless += 1;
                continue;
            };
            let first = shown.entry((term.kind, fold(&name))).or_insert_with(|| name.clone());
            // Below different ones, terms of one name are not one, but a site without levels shows them as one.
            self.merged += u64::from(*first != name);
            names.insert(&term.id, (term, first.clone()));
        }
        for (id, (term, name)) in &names {
            let mut path = vec![name.clone()];
            let (mut met, mut above) = (HashSet::from([*id]), term.parent.as_ref());
            while let Some(id) = above.filter(|id| path.len() < DEEPEST && met.insert(*id)) {
                let Some((term, name)) = names.get(id) else { break };
                path.push(name.clone());
                above = term.parent.as_ref();
            }
            path.reverse();
            self.terms.insert((*id).clone(), TermLabel { kind: term.kind, path });
        }
    }

    fn name_series(&mut self, blog: &Blog, named: &Parted<Named>) {
        let named = named.all().into_iter().flat_map(|named| &named.series);
        for series in named.map(|&at| &blog.series[at]) {
            let title =
                series.title.as_deref().and_then(plain).filter(|title| !fold(title).is_empty());
            match title {
                Some(title) => _ = self.series.insert(series.id.clone(), title),
                None => self.nameless += 1,
            }
        }
    }
}

/// What generators leave of a name in an address. Empty for a name without letters and digits, which some leave nothing of.
fn fold(name: &str) -> String {
    let mut folded = String::new();
    for letter in key::name(name).chars().flat_map(char::to_lowercase) {
        match letter {
            letter if letter.is_alphanumeric() || "._#+~@/".contains(letter) => folded.push(letter),
            letter if (letter == '-' || letter.is_whitespace()) && !folded.ends_with('-') => {
                folded.push('-')
            }
            _ => {}
        }
    }
    if folded.contains(char::is_alphanumeric) { folded } else { String::new() }
}

#[cfg(test)]
mod tests {
    use larder_core::{Author, Series, SeriesKind, Site};

    use super::*;

    fn term(id: &str, name: &str, parent: Option<&str>) -> Term {
        let mut term = Term::new(TermId::new(id), TermKind::Category, name);
        term.parent = parent.map(TermId::new);
        term
    }

    fn labels(blog: &Blog) -> Labels {
        let named = Named {
            authors: (0..blog.authors.len()).collect(),
            terms: (0..blog.terms.len()).collect(),
            series: (0..blog.series.len()).collect(),
        };
        Labels::new(blog, &Parted { published: named, unpublished: Named::default() })
    }

    #[test]
    fn people_are_called_by_name_and_never_by_address_of_mail() {
        let mut blog = Blog::new(Site::new("b"));
        for (id, name, handle) in [
            ("1", Some("누리"), None),
            ("2", Some("누리"), Some("nuri2")),
            ("3", Some("nuri@example.org"), None),
            ("4", None, Some("@nuri")),
        ] {
            let mut author = Author::new(AuthorId::new(id));
            (author.name, author.handle) = (name.map(Into::into), handle.map(Into::into));
            blog.authors.push(author);
        }
        let labels = labels(&blog);
        let name = |id| labels.author(&AuthorId::new(id));
        assert_eq!(
            [name("1"), name("2"), name("3"), name("4")],
            [Some("누리"), Some("누리 (nuri2)"), None, Some("@nuri")]
        );
        assert_eq!(labels.nameless, 1);
    }

    #[test]
    fn terms_that_differ_in_letter_case_are_one_and_loops_end() {
        let mut blog = Blog::new(Site::new("b"));
        blog.terms = vec![
            term("1", "Rust", Some("3")),
            term("2", "rust", Some("1")),
            term("3", "언어", Some("2")),
            term("4", "!!!", None),
        ];
        blog.series.push(Series::new(SeriesId::new("s"), SeriesKind::Book));
        let labels = labels(&blog);
        assert_eq!((labels.merged, labels.nameless), (1, 2));
        assert_eq!(labels.term(&TermId::new("2")).unwrap().path.last().unwrap(), "Rust");
        assert_eq!(labels.term(&TermId::new("3")).unwrap().path.len(), 3);
        assert_eq!(labels.term(&TermId::new("4")), None);
        assert_eq!(labels.series(&SeriesId::new("s")), None);
    }
}

//! Two records of one kind with one id, in a damaged archive or by a reader's mistake: both are kept where they differ.
//!
//! The first keeps the id, and what refers to the id refers to it. A later one that says the same is left out; one that
//! says something else gets an id of its own, made of its id and its content, and a note.

use std::collections::{HashMap, hash_map::Entry};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Comment, CommentId, Digest, Note, NoteKind, Post,
    PostId, Series, SeriesId, Term, TermId,
};
use serde::Serialize;

/// Gives every record of `blog` an id of its own. Returns the kind and id of each that was there twice.
pub(crate) fn separate(blog: &mut Blog) -> Vec<(&'static str, String)> {
    if blog.doubled().next().is_none() {
        return Vec::new();
    }
    let Blog { authors, terms, series, posts, comments, assets, notes, .. } = blog;
    let mut twice = Vec::new();
    separate_list(authors, notes, &mut twice);
    separate_list(terms, notes, &mut twice);
    separate_list(series, notes, &mut twice);
    separate_list(posts, notes, &mut twice);
    separate_list(comments, notes, &mut twice);
    separate_list(assets, notes, &mut twice);
    twice
}

fn separate_list<R: Identified>(
    list: &mut Vec<R>,
    notes: &mut Vec<Note>,
    twice: &mut Vec<(&'static str, String)>,
) {
    let mut kept: Vec<Option<R>> = Vec::with_capacity(list.len());
    let mut places = HashMap::new();
    let mut later = Vec::new();
    for (at, record) in std::mem::take(list).into_iter().enumerate() {
        match places.entry(record.id().to_owned()) {
            Entry::Vacant(place) => {
                place.insert(at);
                kept.push(Some(record));
            }
            Entry::Occupied(_) => {
                kept.push(None);
                later.push((at, record));
            }
        }
    }
    // Only now: who has an id from the beginning keeps it, also against one that is made here.
    for (at, record) in later {
        match find_place(record, &kept, &mut places, at) {
            Ok((record, note)) => {
                kept[at] = Some(record);
                notes.push(note);
            }
            Err(id) => twice.push((R::KIND, id)),
        }
    }
    list.extend(kept.into_iter().flatten());
}

/// The record under an id that nobody has, and a note; or its id, when it is there already.
fn find_place<R: Identified>(
    mut record: R,
    kept: &[Option<R>],
    places: &mut HashMap<String, usize>,
    at: usize,
) -> Result<(R, Note), String> {
    let id = record.id().to_owned();
    if kept[places[&id]].as_ref() == Some(&record) {
        return Err(id);
    }
    let content = Digest::of(&serde_json::to_vec(&record).unwrap_or_default()).to_string();
    let mut number = 1_u64;
    loop {
        record.rename(&["larder", R::KIND, &id, &content, &number.to_string()]);
        match places.entry(record.id().to_owned()) {
            Entry::Vacant(place) => {
                place.insert(at);
                let note = record.note(id);
                return Ok((record, note));
            }
            Entry::Occupied(place) if kept[*place.get()].as_ref() == Some(&record) => {
                return Err(id);
            }
            Entry::Occupied(_) => number += 1,
        }
    }
}

/// A record with an id.
trait Identified: PartialEq + Serialize {
    const KIND: &'static str;

    fn id(&self) -> &str;

    /// Gives it an id made of `facts`.
    fn rename(&mut self, facts: &[&str]);

    /// That it had another id.
    fn note(&self, id: String) -> Note {
        let (record, renamed) = (Self::KIND.to_owned(), self.id().to_owned());
        Note::new(NoteKind::IdDoubled { record, id, renamed })
    }
}

macro_rules! identified {
    ($($record:ident $id:ident $kind:literal;)+) => { $(
        impl Identified for $record {
            const KIND: &'static str = $kind;

            fn id(&self) -> &str {
                self.id.as_str()
            }

            fn rename(&mut self, facts: &[&str]) {
                self.id = $id::derived(facts);
            }
        }
    )+ };
}

identified! {
    Author AuthorId "author";
    Term TermId "term";
    Series SeriesId "series";
    Post PostId "post";
    Comment CommentId "comment";
    Asset AssetId "asset";
}

#[cfg(test)]
mod tests {
    use larder_core::Site;

    use super::*;

    #[test]
    fn the_first_keeps_its_id_and_what_differs_is_kept_under_another() {
        let mut blog = Blog::new(Site::new("b"));
        for name in ["하나", "둘", "하나", "둘"] {
            let mut author = Author::new(AuthorId::new("a"));
            author.name = Some(name.into());
            blog.authors.push(author);
        }
        blog.series.push(Series::new(SeriesId::new("a"), larder_core::SeriesKind::Book));
        let before = blog.series.clone();
        assert_eq!(separate(&mut blog), [("author", "a".to_owned()), ("author", "a".to_owned())]);
        let names: Vec<_> = blog.authors.iter().map(|it| it.name.as_deref().unwrap()).collect();
        assert_eq!((names, blog.authors[0].id.as_str()), (vec!["하나", "둘"], "a"));
        let renamed = blog.authors[1].id.to_string();
        let note = NoteKind::IdDoubled { record: "author".into(), id: "a".into(), renamed };
        assert_eq!((&blog.notes, blog.series.clone()), (&vec![Note::new(note)], before));
        assert_eq!(separate(&mut blog), []);
    }

    #[test]
    fn an_id_that_is_made_never_takes_that_of_another() {
        let pair = |id: &str| {
            ["하나", "둘"].map(|name| {
                let mut author = Author::new(AuthorId::new(id));
                author.name = Some(name.into());
                author
            })
        };
        let mut blog = Blog::new(Site::new("b"));
        blog.authors.extend(pair("a"));
        separate(&mut blog);
        let made = blog.authors[1].id.to_string();

        let mut blog = Blog::new(Site::new("b"));
        blog.authors.extend(pair("a"));
        blog.authors.push(Author::new(AuthorId::new(made.as_str())));
        assert_eq!(separate(&mut blog), []);
        assert_eq!((blog.authors.len(), blog.authors[2].id.as_str()), (3, made.as_str()));
        assert_eq!(blog.doubled().count(), 0);
    }
}

//! Two records of one kind with one id, in a damaged archive or by a reader's mistake: both are kept where they differ.
//!
//! The first keeps the id, and what refers to the id refers to it. A later one that says the same is left out; one that
//! says something else gets an id of its own, made of its id and its content, and a note.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet, hash_map::Entry},
    io,
    mem::take,
};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Comment, CommentId, Digest, Note, NoteKind, Post,
    PostHead, PostId, Series, SeriesId, Slot, Status, Term, TermId, Visibility,
};
use serde::Serialize;

/// Gives every record of `blog` an id of its own. Returns the kind and id of each that was there twice. Fails when the
/// spool can no longer be read or takes no more.
pub(crate) fn separate(blog: &mut Blog) -> io::Result<Vec<(&'static str, String)>> {
    if blog.doubled().next().is_none() {
        return Ok(Vec::new());
    }
    hide_comments(blog)?;
    let Blog { authors, terms, series, posts, comments, assets, notes, .. } = blog;
    let mut twice = Vec::new();
    *authors = separate_list(take(authors), notes, &mut twice)?;
    *terms = separate_list(take(terms), notes, &mut twice)?;
    *series = separate_list(take(series), notes, &mut twice)?;
    *posts = separate_list(take(posts).into_slots(), notes, &mut twice)?.into_iter().collect();
    *comments =
        separate_list(take(comments).into_slots(), notes, &mut twice)?.into_iter().collect();
    *assets = separate_list(take(assets).into_slots(), notes, &mut twice)?.into_iter().collect();
    Ok(twice)
}

/// Where posts with one id are not all public, nobody knows under which of them a comment was: it is shown no more.
fn hide_comments(blog: &mut Blog) -> io::Result<()> {
    let is_public = |head: &PostHead| {
        (head.status, head.visibility) == (Some(Status::Published), Some(Visibility::Public))
    };
    let mut known: HashMap<&PostId, bool> = HashMap::new();
    let mut unclear: HashSet<PostId> = HashSet::new();
    for head in blog.posts.heads() {
        if let Some(other) = known.insert(&head.id, is_public(head))
            && other != is_public(head)
        {
            unclear.insert(head.id.clone());
        }
    }
    let mut hidden: BTreeSet<PostId> = BTreeSet::new();
    for at in 0..blog.comments.len() {
        let head = blog.comments.head(at);
        if head.status == Some(Status::Published) && unclear.contains(&head.post) {
            hidden.insert(head.post.clone());
            blog.comments.change(at, |comment| comment.status = None)?;
        }
    }
    for post in hidden {
        let (field, taken, other) = ("comments", "unknown", "published");
        let kind = NoteKind::SourcesDisagree {
            field: field.into(),
            taken: taken.into(),
            other: other.into(),
        };
        blog.notes.push(Note::new(kind).on_post(&post));
    }
    Ok(())
}

fn separate_list<H: Held>(
    list: Vec<H>,
    notes: &mut Vec<Note>,
    twice: &mut Vec<(&'static str, String)>,
) -> io::Result<Vec<H>> {
    let mut kept: Vec<Option<H>> = Vec::with_capacity(list.len());
    let mut places = HashMap::new();
    let mut later = Vec::new();
    for (at, held) in list.into_iter().enumerate() {
        match places.entry(held.name().to_owned()) {
            Entry::Vacant(place) => {
                place.insert(at);
                kept.push(Some(held));
            }
            Entry::Occupied(_) => {
                kept.push(None);
                later.push((at, held));
            }
        }
    }
    // Only now: who has an id from the beginning keeps it, also against one that is made here.
    for (at, held) in later {
        match find_place(held, &kept, &mut places, at)? {
            Ok((held, note)) => {
                kept[at] = Some(held);
                notes.push(note);
            }
            Err(id) => twice.push((H::Record::KIND, id)),
        }
    }
    Ok(kept.into_iter().flatten().collect())
}

/// The record under an id that nobody has, and a note; or its id, when it is there already.
fn find_place<H: Held>(
    held: H,
    kept: &[Option<H>],
    places: &mut HashMap<String, usize>,
    at: usize,
) -> io::Result<Result<(H, Note), String>> {
    let id = held.name().to_owned();
    if kept[places[&id]].as_ref() == Some(&held) {
        return Ok(Err(id));
    }
    let mut record = held.record()?.into_owned();
    let content = Digest::of(&serde_json::to_vec(&record).unwrap_or_default()).to_string();
    let mut number = 1_u64;
    loop {
        record.rename(&["larder", H::Record::KIND, &id, &content, &number.to_string()]);
        match places.entry(record.id().to_owned()) {
            Entry::Vacant(place) => {
                place.insert(at);
                let note = record.note(id);
                return Ok(Ok((held.with(record)?, note)));
            }
            Entry::Occupied(place) => {
                let renamed = held.with(record.clone())?;
                if kept[*place.get()].as_ref() == Some(&renamed) {
                    return Ok(Err(id));
                }
                number += 1;
            }
        }
    }
}

/// Something that a record can be had from: itself, or its place in a table.
trait Held: PartialEq + Sized {
    type Record: Identified;

    fn name(&self) -> &str;

    fn record(&self) -> io::Result<Cow<'_, Self::Record>>;

    /// Another record in the place of this one.
    fn with(&self, record: Self::Record) -> io::Result<Self>;
}

impl<R: Identified> Held for R {
    type Record = R;

    fn name(&self) -> &str {
        self.id()
    }

    fn record(&self) -> io::Result<Cow<'_, R>> {
        Ok(Cow::Borrowed(self))
    }

    fn with(&self, record: R) -> io::Result<Self> {
        Ok(record)
    }
}

macro_rules! held {
    ($($record:ident)+) => { $(
        impl Held for Slot<$record> {
            type Record = $record;

            fn name(&self) -> &str {
                self.head().id.as_str()
            }

            fn record(&self) -> io::Result<Cow<'_, $record>> {
                self.get()
            }

            fn with(&self, record: $record) -> io::Result<Self> {
                Slot::with(self, record)
            }
        }
    )+ };
}

held! { Post Comment Asset }

/// A record with an id.
trait Identified: Clone + PartialEq + Serialize {
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
        assert_eq!(
            separate(&mut blog).unwrap(),
            [("author", "a".to_owned()), ("author", "a".to_owned())]
        );
        let names: Vec<_> = blog.authors.iter().map(|it| it.name.as_deref().unwrap()).collect();
        assert_eq!((names, blog.authors[0].id.as_str()), (vec!["하나", "둘"], "a"));
        let renamed = blog.authors[1].id.to_string();
        let note = NoteKind::IdDoubled { record: "author".into(), id: "a".into(), renamed };
        assert_eq!((&blog.notes, blog.series.clone()), (&vec![Note::new(note)], before));
        assert_eq!(separate(&mut blog).unwrap(), []);
    }

    #[test]
    fn a_comment_of_one_of_two_posts_is_shown_only_if_both_are() {
        let shown = |visibilities: [Visibility; 2]| {
            let mut blog = Blog::new(Site::new("b"));
            for (title, visibility) in ["하나", "둘"].into_iter().zip(visibilities) {
                let mut post = Post::new(PostId::new("a"));
                (post.title, post.status) = (Some(title.into()), Some(Status::Published));
                post.visibility = Some(visibility);
                blog.posts.push(post);
            }
            let body = larder_core::Body::inline("글");
            let mut comment = Comment::new(CommentId::new("c"), PostId::new("a"), body);
            comment.status = Some(Status::Published);
            blog.comments.push(comment);
            separate(&mut blog).unwrap();
            (blog.comments.head(0).status, blog.notes.len())
        };
        use Visibility::{Private, Public};
        assert_eq!(shown([Public, Public]), (Some(Status::Published), 1));
        assert_eq!(shown([Public, Private]), (None, 2));
        assert_eq!(shown([Private, Public]), (None, 2));
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
        let _ = separate(&mut blog).unwrap();
        let made = blog.authors[1].id.to_string();

        let mut blog = Blog::new(Site::new("b"));
        blog.authors.extend(pair("a"));
        blog.authors.push(Author::new(AuthorId::new(made.as_str())));
        assert_eq!(separate(&mut blog).unwrap(), []);
        assert_eq!((blog.authors.len(), blog.authors[2].id.as_str()), (3, made.as_str()));
        assert_eq!(blog.doubled().count(), 0);
    }
}

//! What a damaged archive refers to and does not hold. An archive that is whole passes through unchanged.
//!
//! Damage in one record must not cost another, and nothing is repaired in silence:
//!
//! - An author, an asset, or the post of a comment of which only the id is left stands for itself: a record with that id
//!   and nothing else. Such a post has no status, so no public output carries it.
//! - A term or a series cannot be without a name or a kind, and a neighbour, a translation or a page above that is not
//!   there is better absent: the reference is taken out and kept in `extra` ([`UNRESOLVED`]).
//! - The parent of a comment stays as it is; it may be missing in a whole archive too.
//!
//! Each missing record is noted once, as a loss.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blog, Extra, Note, NoteKind, Part, Post, PostId, SeriesId,
    Term, TermId, record::UNRESOLVED,
};
use serde_json::{Value, json};

/// Makes every reference of `blog` lead somewhere, and notes what was missing.
///
/// Fails when the spool can no longer be read or takes no more.
pub(super) fn mend(blog: &mut Blog) -> io::Result<Vec<Note>> {
    let missing = Missing::of(blog)?;
    if missing.counts.is_empty() {
        return Ok(Vec::new());
    }
    missing.stand_in(blog);
    missing.take_out(blog)?;
    Ok(missing.notes())
}

/// The records that are referred to and are not there.
#[derive(Default)]
struct Missing {
    authors: BTreeSet<AuthorId>,
    terms: BTreeSet<TermId>,
    series: BTreeSet<SeriesId>,
    /// Posts that comments stand under.
    commented: BTreeSet<PostId>,
    /// Other posts.
    posts: BTreeSet<PostId>,
    assets: BTreeSet<AssetId>,
    /// How many references lead to each, by its kind and id.
    counts: BTreeMap<(&'static str, String), u64>,
}

impl Missing {
    fn of(blog: &Blog) -> io::Result<Self> {
        let mut missing = Self::default();
        blog.dangling(&mut |from, to| {
            *missing.counts.entry((to.kind(), to.id().to_owned())).or_default() += 1;
            match (from, to) {
                (_, Part::Author(id)) => _ = missing.authors.insert(id.clone()),
                (_, Part::Term(id)) => _ = missing.terms.insert(id.clone()),
                (_, Part::Series(id)) => _ = missing.series.insert(id.clone()),
                (Part::Comment(_), Part::Post(id)) => _ = missing.commented.insert(id.clone()),
                (_, Part::Post(id)) => _ = missing.posts.insert(id.clone()),
                (_, Part::Asset(id)) => _ = missing.assets.insert(id.clone()),
                _ => unreachable!("nothing refers to the site or has to refer to a comment"),
            }
        })?;
        missing.posts.retain(|id| !missing.commented.contains(id));
        Ok(missing)
    }

    /// Puts records in that are nothing but their id.
    fn stand_in(&self, blog: &mut Blog) {
        blog.authors.extend(self.authors.iter().cloned().map(Author::new));
        blog.assets.extend(self.assets.iter().cloned().map(Asset::new));
        blog.posts.extend(self.commented.iter().cloned().map(Post::new));
        let bodiless = self.commented.iter().map(|id| Note::new(NoteKind::BodyMissing).on_post(id));
        blog.notes.extend(bodiless);
    }

    /// Takes the references out that nothing can stand in for.
    fn take_out(&self, blog: &mut Blog) -> io::Result<()> {
        if self.terms.is_empty() && self.series.is_empty() && self.posts.is_empty() {
            return Ok(());
        }
        blog.terms.iter_mut().for_each(|term| self.take_out_of_term(term));
        for at in 0..blog.posts.len() {
            let refers = blog.posts.get(at)?.references().any(|part| self.is_taken_out(&part));
            if refers {
                blog.posts.change(at, |post| self.take_out_of_post(post))?;
            }
        }
        Ok(())
    }

    fn is_taken_out(&self, part: &Part<'_>) -> bool {
        match part {
            Part::Term(id) => self.terms.contains(*id),
            Part::Series(id) => self.series.contains(*id),
            Part::Post(id) => self.posts.contains(*id),
            _ => false,
        }
    }

    fn take_out_of_term(&self, term: &mut Term) {
        if let Some(id) = term.parent.take_if(|id| self.terms.contains(id)) {
            keep(&mut term.extra, vec![unresolved("parent", id.as_str())]);
        }
    }

    fn take_out_of_post(&self, post: &mut Post) {
        let mut kept = Vec::new();
        for id in post.terms.extract_if(.., |id| self.terms.contains(id)) {
            kept.push(unresolved("terms", id.as_str()));
        }
        for part in post.series.extract_if(.., |part| self.series.contains(&part.series)) {
            kept.push(unresolved("series", json!(part)));
        }
        for (number, neighbour) in post.neighbours.iter_mut().enumerate() {
            if let Some(id) = neighbour.post.take_if(|id| self.posts.contains(id)) {
                kept.push(unresolved(&format!("neighbours/{number}/post"), id.as_str()));
            }
        }
        for (number, translation) in post.translations.iter_mut().enumerate() {
            if let Some(id) = translation.post.take_if(|id| self.posts.contains(id)) {
                kept.push(unresolved(&format!("translations/{number}/post"), id.as_str()));
            }
        }
        if let Some(id) = post.parent.take_if(|id| self.posts.contains(id)) {
            kept.push(unresolved("parent", id.as_str()));
        }
        keep(&mut post.extra, kept);
    }

    fn notes(self) -> Vec<Note> {
        let note = |((record, id), count): ((&str, String), u64)| {
            Note::new(NoteKind::RecordMissing { record: record.to_owned(), id, count })
        };
        self.counts.into_iter().map(note).collect()
    }
}

fn unresolved(field: &str, value: impl Into<Value>) -> Value {
    json!({ "field": field, "value": value.into() })
}

/// Keeps references beside those that an earlier reading kept.
fn keep(extra: &mut Extra, references: Vec<Value>) {
    if references.is_empty() {
        return;
    }
    let mut all = match extra.remove(UNRESOLVED) {
        Some(Value::Array(earlier)) => earlier,
        // Not ours.
        other => other.into_iter().collect(),
    };
    all.extend(references);
    extra.insert(UNRESOLVED, all);
}

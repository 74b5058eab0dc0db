//! What a move could not carry, counted by field.

use std::collections::BTreeMap;

use larder_core::{Format, Note, NoteKind, Post, PostId};

use crate::{Account, feed::Cost};

/// Counts of fields without a place, and what cleaning took out of bodies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    fields: BTreeMap<&'static str, u64>,
    /// What cleaning took out.
    pub(crate) cost: Cost,
}

impl Tally {
    /// Counts something that has no place.
    pub(crate) fn lose(&mut self, field: &'static str, count: usize) {
        if count > 0 {
            *self.fields.entry(field).or_default() += count as u64;
        }
    }

    /// Counts what no platform has a place for that takes posts one by one.
    pub(crate) fn lose_usual(&mut self, post: &Post) {
        self.lose("Post::series", post.series.len());
        self.lose("Post::translations", post.translations.len());
        self.lose("Post::in_reply_to", post.in_reply_to.len());
        self.lose("Post::revisions", post.revisions.len());
        self.lose("Post::old_addresses", post.old_addresses.len());
        self.lose("Post::rights", usize::from(post.rights.is_some()));
        self.lose("Post::parent", usize::from(post.parent.is_some()));
    }

    /// Adds the counts of another one.
    pub(crate) fn add(&mut self, more: Self) {
        for (field, count) in more.fields {
            *self.fields.entry(field).or_default() += count;
        }
        self.cost.add(more.cost);
    }

    /// Adds the counts of a post. What cleaning took out of its texts is noted on the post, where whoever misses it looks.
    pub(crate) fn take(
        &mut self,
        more: Self,
        post: &PostId,
        (output, notes): (&Format, &mut Vec<Note>),
    ) {
        notes.extend(more.cost.notes(output.name).map(|kind| Note::new(kind).on_post(post)));
        self.add(Self { cost: Cost::default(), ..more });
    }

    /// Notes the counts on the output as a whole.
    pub(crate) fn note(self, account: &mut Account) {
        let output = account.output.format.clone();
        for (field, count) in self.fields {
            let field = field.to_owned();
            account.note(NoteKind::FieldNotCarried { output: output.clone(), field, count });
        }
        self.cost.note(&output, account);
    }
}

/// The beginning of a text that has at most `most` characters, and whether it is all of it.
pub(crate) fn cut(text: &str, most: usize) -> (&str, bool) {
    match text.char_indices().nth(most) {
        None => (text, true),
        Some((end, _)) => (text[..end].trim_end(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_characters() {
        assert_eq!(cut("골목 끝", 4), ("골목 끝", true));
        assert_eq!(cut("골목 끝", 3), ("골목", false));
        assert_eq!(cut("", 0), ("", true));
    }
}

//! What the writers of moves to blogging platforms have in common: bodies in HTML, dates in the zone of a blog, names
//! without addresses of e-mail. `addresses` and `redirects` are for all moves, those to sites too.

pub(crate) mod addresses;
mod body;
mod clock;
mod parts;
pub(crate) mod redirects;

pub(crate) use self::{
    body::{Bodies, flat, literal_brackets, quoted_brackets},
    clock::Clock,
    parts::{Files, Group, write},
};
use larder_core::{Note, NoteKind, PostId};

use crate::{Account, feed::Cost};

/// A text in one line, without characters that no document holds; empty where nothing is left.
pub(crate) fn one_line(text: &str, cost: &mut Cost) -> String {
    crate::feed::line::line(text, cost).unwrap_or_default()
}

/// At most `longest` bytes of a text, cut between characters. Whether it was longer is counted in `cut`.
pub(crate) fn clipped<'t>(text: &'t str, longest: usize, cut: &mut u64) -> &'t str {
    if text.len() <= longest {
        return text;
    }
    *cut += 1;
    let end = (0..=longest).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Notes on a post what cleaning took out of its texts.
pub(crate) fn note_on(post: &PostId, cost: Cost, account: &mut Account) {
    let notes = cost.notes(&account.output.format);
    account.notes.extend(notes.map(|kind| Note::new(kind).on_post(post)));
}

/// Notes that an output has no place for so many of something, if there are any.
pub(crate) fn lost(account: &mut Account, field: &str, count: u64) {
    if count > 0 {
        let output = account.output.format.clone();
        account.note(NoteKind::FieldNotCarried { output, field: field.into(), count });
    }
}

/// Notes that so many texts are longer than the platform takes, if there are any.
pub(crate) fn cut_short(account: &mut Account, limit: &str, value: usize, count: u64) {
    if count > 0 {
        let (limit, option) = (limit.to_owned(), "`--to json`".to_owned());
        account.note(NoteKind::LimitReached { limit, value: value as u64, option });
    }
}

/// Plain text as HTML, as platforms keep titles and names.
pub(crate) fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            letter => html.push(letter),
        }
    }
    html
}

//! Notes for people: by kind with the first few of each, or all of them.

use std::{cmp::Reverse, collections::BTreeMap};

use larder_core::{Note, NoteKind, Severity};

use super::{Noted, Talk, Volume, severity_style};
use crate::{
    messages::{Messages, Value},
    terminal::shorten,
};

/// How many notes of a kind are shown, and how much of each.
const EXAMPLES: usize = 2;
const LONGEST: usize = 160;

/// What is said about `notes`. Empty when there are none.
pub(super) fn text(talk: &Talk, notes: &[Noted]) -> String {
    let messages = &talk.messages;
    let total = ("count", notes.len().into());
    match (notes.is_empty(), talk.volume) {
        (true, _) | (_, Volume::Quiet) => String::new(),
        (_, Volume::Normal) => {
            format!("  {}\n{}", messages.text("summary-notes", &[total]), grouped(messages, notes))
        }
        (_, Volume::Verbose) => {
            let heading = messages.text("summary-notes-all", &[total]);
            format!("  {heading}\n{}", each(messages, notes))
        }
    }
}

/// Every note, a line each.
pub(crate) fn each(messages: &Messages, notes: &[Noted]) -> String {
    let lines = notes.iter().map(|noted| {
        let label = label(messages, noted.note.severity());
        format!("    {label} {}\n", said(messages, noted))
    });
    lines.collect()
}

/// How many notes there are of each kind, the gravest first.
pub(crate) fn counts<'a>(notes: impl Iterator<Item = &'a Note>) -> Vec<(&'static str, usize)> {
    let groups = by_kind(notes, |note| note);
    groups.into_iter().map(|(_, code, notes)| (code, notes.len())).collect()
}

/// Items by the kind of their note, the gravest kind first.
fn by_kind<T>(
    items: impl Iterator<Item = T>,
    note: impl Fn(&T) -> &Note,
) -> Vec<(Severity, &'static str, Vec<T>)> {
    let mut groups = BTreeMap::<_, Vec<T>>::new();
    for item in items {
        let (severity, code) = (note(&item).severity(), note(&item).kind.code());
        let place = NoteKind::CODES.iter().position(|other| *other == code);
        groups.entry((Reverse(severity), place, code)).or_default().push(item);
    }
    let groups = groups.into_iter();
    groups.map(|((severity, _, code), items)| (severity.0, code, items)).collect()
}

/// One line for each kind of note, the gravest first: a sentence, the code, and how many there are.
pub(crate) fn kinds<'a>(messages: &Messages, notes: impl Iterator<Item = &'a Note>) -> String {
    let groups = by_kind(notes, |note| note).into_iter();
    groups.map(|(severity, code, notes)| heading(messages, severity, code, notes.len())).collect()
}

fn heading(messages: &Messages, severity: Severity, code: &'static str, count: usize) -> String {
    let kind = Value::Text(messages.kind(code));
    let values = [("kind", kind), ("code", code.into()), ("count", count.into())];
    format!("    {} {}\n", label(messages, severity), messages.text("summary-kind", &values))
}

/// Losses and warnings with examples; what is only worth knowing is counted.
fn grouped(messages: &Messages, notes: &[Noted]) -> String {
    let mut lines = String::new();
    for (severity, code, notes) in by_kind(notes.iter(), |noted| &noted.note) {
        lines.push_str(&heading(messages, severity, code, notes.len()));
        if severity == Severity::Info {
            continue;
        }
        for noted in notes.iter().take(EXAMPLES) {
            lines.push_str(&format!("      {}\n", shorten(&said(messages, noted), LONGEST)));
        }
        if notes.len() > EXAMPLES {
            lines.push_str("      …\n");
        }
    }
    lines
}

fn label(messages: &Messages, severity: Severity) -> String {
    let style = severity_style(severity);
    format!("{style}{}:{style:#}", messages.severity(severity))
}

fn said(messages: &Messages, noted: &Noted) -> String {
    let place = messages.place(&noted.note.place, noted.title.as_deref());
    format!("{place}{}", messages.note(&noted.note))
}

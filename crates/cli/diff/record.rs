//! What is different, for programs.

use std::collections::BTreeMap;

use larder_import::compare::{Again, Cause, Edited, Evidence, Field, Named};
use serde::Serialize;

use super::{Difference, Side};
use crate::report::counts;

/// Everything that is said about a comparison.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    larder: &'static str,
    command: &'static str,
    old: State<'a>,
    new: State<'a>,
    unchanged: usize,
    edited: Vec<EditedRecord<'a>>,
    again: Vec<AgainRecord<'a>>,
    late: Vec<NamedRecord<'a>>,
    hidden: Vec<NamedRecord<'a>>,
    added: Vec<NamedRecord<'a>>,
    gone: Vec<NamedRecord<'a>>,
    told_again: Told,
    outcome: &'static str,
    exit_code: u8,
}

#[derive(Serialize)]
struct State<'a> {
    name: &'a str,
    posts: usize,
    /// What was doubtful when it was read, by the codes of the notes.
    notes: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct NamedRecord<'a> {
    id: &'a str,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct EditedRecord<'a> {
    #[serde(flatten)]
    post: NamedRecord<'a>,
    fields: Vec<&'static str>,
}

#[derive(Serialize)]
struct AgainRecord<'a> {
    #[serde(flatten)]
    post: NamedRecord<'a>,
    old_id: &'a str,
    cause: &'static str,
    evidence: &'static str,
    by_path: bool,
    by_sight: bool,
}

/// How many posts are announced again, by what feed readers know a post by.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Told {
    /// By its id, as nearly all.
    pub(super) by_id: usize,
    /// By its id without scheme and host.
    pub(super) by_path: usize,
    /// By title, date and text.
    pub(super) by_sight: usize,
}

impl Told {
    pub(super) fn of(again: &[Again]) -> Self {
        Self {
            by_id: again.len(),
            by_path: again.iter().filter(|it| it.by_path).count(),
            by_sight: again.iter().filter(|it| it.by_sight).count(),
        }
    }
}

impl<'a> Document<'a> {
    pub(super) fn of(difference: &'a Difference) -> Self {
        let Difference { old, new, comparison } = difference;
        let named = |list: &'a [Named]| list.iter().map(NamedRecord::of).collect();
        Self {
            larder: env!("CARGO_PKG_VERSION"),
            command: "diff",
            old: State::of(old, comparison.old_posts),
            new: State::of(new, comparison.new_posts),
            unchanged: comparison.unchanged,
            edited: comparison.edited.iter().map(EditedRecord::of).collect(),
            again: comparison.again.iter().map(AgainRecord::of).collect(),
            late: named(&comparison.late),
            hidden: named(&comparison.hidden),
            added: named(&comparison.new),
            gone: named(&comparison.gone),
            told_again: Told::of(&comparison.again),
            outcome: difference.exit().name(),
            exit_code: difference.exit().code(),
        }
    }
}

impl<'a> State<'a> {
    fn of(side: &'a Side, posts: usize) -> Self {
        Self { name: &side.name, posts, notes: counts(side.doubts()).into_iter().collect() }
    }
}

impl<'a> NamedRecord<'a> {
    fn of(post: &'a Named) -> Self {
        Self { id: post.id.as_str(), title: post.title.as_deref() }
    }
}

impl<'a> EditedRecord<'a> {
    fn of(edited: &'a Edited) -> Self {
        let fields = edited.fields.iter().map(|it| field(*it)).collect();
        Self { post: NamedRecord::of(&edited.post), fields }
    }
}

impl<'a> AgainRecord<'a> {
    fn of(again: &'a Again) -> Self {
        Self {
            post: NamedRecord::of(&again.post),
            old_id: again.old_id.as_str(),
            cause: cause(again.cause),
            evidence: evidence(again.evidence),
            by_path: again.by_path,
            by_sight: again.by_sight,
        }
    }
}

/// The word for a field.
pub(super) fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Permalink => "permalink",
        Field::Text => "text",
        Field::Markup => "markup",
        Field::Enclosures => "enclosures",
        _ => "date",
    }
}

/// The word for why an id changed.
pub(super) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::HadNone => "had-none",
        Cause::HasNone => "has-none",
        Cause::Shared => "shared",
        Cause::Mapped => "mapped",
        Cause::Scheme => "scheme",
        Cause::Spelling => "spelling",
        Cause::Host => "host",
        Cause::IsAddress => "is-address",
        Cause::WasAddress => "was-address",
        _ => "other",
    }
}

/// The word for why two posts are one.
pub(super) fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Id => "id",
        Evidence::Address => "address",
        Evidence::Path => "path",
        Evidence::Text => "text",
        Evidence::TitleAndDate => "title-and-date",
        _ => "title",
    }
}

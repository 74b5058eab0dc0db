//! The first look at a file: what has to be known of the blog before its posts are made.

use std::collections::{HashMap, HashSet};

use larder_core::Status;

use super::{
    Form,
    albums::Named,
    blog_of,
    entry::{self, Entry},
    home::Evidence,
    settings::{self, Settings},
    split::Part,
    state::{self, Kind},
};
use crate::unique::hashed;

/// What was seen of a file, or of a part of it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) evidence: Evidence,
    pub(super) named: Named,
    pub(super) settings: Settings,
    /// The ids of posts and pages.
    pub(super) posts: HashSet<u64>,
    /// The ids of comments that are not shown, each with what it is then.
    pub(super) hidden: HashMap<u64, Option<Status>>,
    pub(super) comments: u64,
    /// How many entries are no comments.
    pub(super) others: u64,
    /// Whether entries say what they are, as they do in all but very old backups.
    pub(super) has_kinds: bool,
    /// The number of the blog, as the first entry has it that has one.
    pub(super) blog: Option<String>,
}

/// Looks at some entries. `has_pictures` says whether there are files that bodies may show.
pub(super) fn look(part: &Part<'_>, form: Form, has_pictures: bool) -> Seen {
    let mut seen = Seen::default();
    for (piece, text) in part.pieces() {
        let entry = entry::read(text, &part.context.scope);
        seen.blog = seen.blog.take().or_else(|| blog_of(&entry.id).map(str::to_owned));
        seen.has_kinds |= entry.kind.is_some();
        match state::kind(&entry, form) {
            Kind::Comment => {
                seen.comments += 1;
                let state = state::state(&entry, form, piece.is_whole, (None, None));
                if state.status != Some(Status::Published) {
                    seen.hidden.insert(hashed(&*entry.id), state.status);
                }
                continue;
            }
            Kind::Post(_) => seen.post(&entry, form, has_pictures),
            Kind::Setting(name) if piece.is_whole && !entry.is_doubtful && !name.is_empty() => {
                let value = entry.content.as_ref().map_or("", |text| &text.original);
                seen.settings.add(&name, value);
            }
            Kind::Setting(_) => seen.settings.add_damaged(),
            Kind::Template => {}
            // Kinds that nobody knows may come; what was a setting still says so somewhere.
            Kind::Other(_) if settings::speaks_of_itself(text) => seen.settings.add_damaged(),
            Kind::Other(_) => {}
        }
        if !piece.is_whole && settings::speaks_of_itself(text) {
            seen.settings.add_damaged();
        }
        seen.others += 1;
    }
    seen
}

impl Seen {
    fn post(&mut self, entry: &Entry<'_>, form: Form, has_pictures: bool) {
        self.posts.insert(hashed(&*entry.id));
        let Some(text) = &entry.content else { return };
        if form == Form::Takeout {
            self.evidence.own(&entry.filename);
            self.evidence.links(&text.original);
        }
        if has_pictures {
            self.named.scan(text.as_html());
        }
    }

    /// Adds what was seen later.
    pub(super) fn add(&mut self, other: Self) {
        self.evidence.add(other.evidence);
        self.named.add(other.named);
        self.settings.fill_from(other.settings);
        self.posts.extend(other.posts);
        self.hidden.extend(other.hidden);
        self.comments += other.comments;
        self.others += other.others;
        self.has_kinds |= other.has_kinds;
        self.blog = self.blog.take().or(other.blog);
    }

    /// Whether there is nothing but comments: those that the account wrote, on whichever blogs.
    pub(super) fn is_comments_only(&self) -> bool {
        self.comments > 0 && self.others == 0
    }
}

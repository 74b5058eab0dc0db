//! What is known of an output before it is looked at: what was chosen for it, and what its format has no place for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use larder_core::{Digest, NoteKind, PostId, Rule, select::Selection};

use crate::Redirects;

/// What an output was to be. By default an archive, which carries everything.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Target {
    /// Whether it is meant for the public: what is not public must not be in it.
    pub is_public: bool,
    /// Which posts were chosen, by the options of the run that made it.
    pub selection: Selection,
    /// Whether only the beginnings of texts were asked for.
    pub is_summary: bool,
    /// Fields that an option gave another value, such as `Site::title`.
    pub overridden: BTreeSet<String>,
    /// Where the site was to stand, if an option said so: its address is that one then, and not the one before.
    pub address: Option<String>,
    /// Where the output says that old addresses lead.
    pub redirects: Redirects,
    /// What the format has no place for.
    pub losses: Vec<DeclaredLoss>,
    /// What its writer says that it leaves out of this blog.
    pub declared: Declared,
    /// The files of the output with their lengths, by digest.
    pub files: BTreeMap<Digest, u64>,
    /// Whether the address of e-mail of those who write was to be published, as in podcasts.
    pub emails_published: bool,
    /// Whether the blog was read from an archive, where what is not public stays.
    pub is_archived: bool,
}

/// A field of the model that a format has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeclaredLoss {
    /// The field, such as `Post::series`.
    pub field: String,
    /// What becomes of it.
    pub why: String,
}

/// What a writer says of one blog, without writing it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Declared {
    /// The posts that it leaves out, each by its rule.
    pub left_out: HashMap<PostId, Rule>,
    /// The comments that it leaves out, by rule. Nothing where it has no place for any.
    pub comments: Option<BTreeMap<Rule, u64>>,
    /// What it changes or cannot carry of single posts, and of the blog as a whole (`None`).
    pub notes: HashMap<Option<PostId>, BTreeSet<DeclaredNote>>,
}

/// One thing that a writer changes or cannot carry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct DeclaredNote {
    /// The code of the note, such as `embeds-linked`.
    pub code: &'static str,
    /// The field that it names, where it names one.
    pub field: Option<String>,
}

impl Declared {
    /// Whether a note of this kind was made of the blog as a whole.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.notes.get(&None).is_some_and(|notes| notes.iter().any(|note| note.code == code))
    }
}

impl DeclaredLoss {
    /// `field` is lost, because of `why`.
    pub fn new(field: impl Into<String>, why: impl Into<String>) -> Self {
        Self { field: field.into(), why: why.into() }
    }
}

impl DeclaredNote {
    /// What a note of a writer declares.
    pub fn of(kind: &NoteKind) -> Self {
        let field = match kind {
            NoteKind::FieldNotCarried { field, .. } | NoteKind::TextCut { field, .. } => {
                Some(field.clone())
            }
            NoteKind::SlugChanged { .. } => Some("Post::slug".into()),
            _ => None,
        };
        Self { code: kind.code(), field }
    }
}

/// The notes of writers that tell of changes to a body.
const OF_BODIES: &[&str] = &[
    "characters-dropped",
    "links-dropped",
    "pictures-dropped",
    "embeds-linked",
    "embeds-dropped",
    "markup-removed",
    "nesting-cut",
    "limit-reached",
    "field-not-carried",
];

/// Those of them after which words may be gone.
const OF_WORDS: &[&str] = &["characters-dropped", "limit-reached"];

impl Target {
    /// Why a field is not there, if the format says so. `Post::extra[x]` is declared by `Post::extra`.
    pub(crate) fn loss(&self, field: &str) -> Option<&str> {
        let whole = field.find('[').map_or(field, |end| &field[..end]);
        let found = self.losses.iter().find(|loss| loss.field == field || loss.field == whole);
        found.map(|loss| loss.why.as_str())
    }

    /// Why a field of a post, or of the blog, is not there, if its writer notes it.
    pub(crate) fn noted(&self, post: Option<&PostId>, field: &str) -> Option<&'static str> {
        let names = |note: &&DeclaredNote| note.field.as_deref().is_some_and(|it| names(it, field));
        self.notes(post).find(names).map(|note| note.code)
    }

    /// The first note that tells of a change to the body of a post.
    pub(crate) fn changes_body(&self, post: &PostId) -> Option<&'static str> {
        self.notes(Some(post)).map(|note| note.code).find(|code| OF_BODIES.contains(code))
    }

    /// The first note that tells of lost words in the body of a post.
    pub(crate) fn loses_words(&self, post: &PostId) -> Option<&'static str> {
        self.notes(Some(post)).map(|note| note.code).find(|code| OF_WORDS.contains(code))
    }

    /// Whether a note of this kind was made for a post.
    pub(crate) fn has_note(&self, post: &PostId, code: &str) -> bool {
        self.notes(Some(post)).any(|note| note.code == code)
    }

    /// The first note that tells of files that have no place where the output could show them.
    pub(crate) fn leaves_files(&self, post: Option<&PostId>) -> Option<&'static str> {
        const OF_POST: &[&str] = &["pictures-dropped", "links-dropped"];
        let of_post = self.notes(post).map(|note| note.code).find(|code| OF_POST.contains(code));
        let of_blog =
            || self.notes(None).map(|note| note.code).find(|code| *code == "media-elsewhere");
        of_post.or_else(of_blog)
    }

    /// The note that tells of enclosures which the writer left out, because they are nowhere on the web.
    pub(crate) fn leaves_enclosures(&self) -> Option<&'static str> {
        let is_of_them = |note: &&DeclaredNote| {
            note.field.as_deref().is_some_and(|it| it == "enclosures without an address on the web")
        };
        self.notes(None).find(is_of_them).map(|note| note.code)
    }

    fn notes(&self, post: Option<&PostId>) -> impl Iterator<Item = &DeclaredNote> {
        self.declared.notes.get(&post.cloned()).into_iter().flatten()
    }
}

/// Whether what a note names (`comments`, ``Site::extra `x` ``) is this field of the model.
fn names(noted: &str, field: &str) -> bool {
    if let Some(rest) = noted.strip_prefix(field) {
        return !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    }
    // ``the beginning of Term::name``
    if noted.split(' ').any(|word| word == field) {
        return true;
    }
    let last = field.rsplit("::").next().unwrap_or(field);
    noted.eq_ignore_ascii_case(&last.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_declared_for_its_field_alone() {
        let mut target = Target::default();
        target.losses.push(DeclaredLoss::new("Post::extra", "no place"));
        assert_eq!(target.loss("Post::extra[a]"), Some("no place"));
        assert_eq!(target.loss("Post::slug"), None);
        assert!(
            names("Site::extra `feed:deleted`", "Site::extra")
                && names("comments", "Blog::comments")
        );
        assert!(!names("Site::extras", "Site::extra") && !names("media files", "Post::title"));
    }
}

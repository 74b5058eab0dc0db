//! What an entry is, and who may see it.

use larder_core::{PostKind, Status, Timestamp};

use super::{Form, TAG, entry::Entry};

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A post or a page.
    Post(PostKind),
    /// Somebody's words.
    Comment,
    /// A setting of the blog: its name.
    Setting(String),
    /// The whole theme.
    Template,
    /// Anything else, under the name that the export has for it. Empty where it has none.
    Other(String),
}

/// Whether an entry was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// None where that is not known, which is never public.
    pub(super) status: Option<Status>,
    /// The word that nobody knows.
    pub(super) unknown: Option<String>,
    /// Whether the export should say it and does not; it is read as a draft.
    pub(super) is_missing: bool,
}

/// What an entry is. Tools that ask the id alone take comments for posts.
pub(super) fn kind(entry: &Entry<'_>, form: Form) -> Kind {
    if let Some(class) = &entry.class {
        return match &**class {
            "POST" => Kind::Post(PostKind::Post),
            "PAGE" => Kind::Post(PostKind::Page),
            "COMMENT" => Kind::Comment,
            other => Kind::Other(other.to_owned()),
        };
    }
    let is_reply = !entry.parent.is_empty() || !entry.answered.is_empty();
    match entry.kind.as_deref() {
        Some("post") if !is_reply => Kind::Post(PostKind::Post),
        Some("page") if !is_reply => Kind::Post(PostKind::Page),
        Some("comment" | "post" | "page") => Kind::Comment,
        Some("settings") => Kind::Setting(setting(&entry.id).unwrap_or_default().to_owned()),
        Some("template") => Kind::Template,
        Some(other) => Kind::Other(other.to_owned()),
        None if is_reply => Kind::Comment,
        // In Takeout, every entry says what it is.
        None if form == Form::Takeout || entry.has_own => Kind::Other(String::new()),
        None => by_id(&entry.id),
    }
}

/// Very old backups do not say what an entry is.
fn by_id(id: &str) -> Kind {
    let record = id.strip_prefix(TAG).and_then(|rest| rest.split_once('.'));
    match record.map(|(_, record)| record) {
        Some(record) if record.starts_with("post-") => Kind::Post(PostKind::Post),
        Some(record) if record.starts_with("page-") => Kind::Post(PostKind::Page),
        Some("layout" | "template") => Kind::Template,
        Some(_) => match setting(id) {
            Some(name) => Kind::Setting(name.to_owned()),
            None => Kind::Other(String::new()),
        },
        None => Kind::Other(String::new()),
    }
}

/// `BLOG_NAME` of `tag:blogger.com,1999:blog-7.settings.BLOG_NAME`.
fn setting(id: &str) -> Option<&str> {
    id.split_once(".settings.").map(|(_, name)| name).filter(|name| !name.is_empty())
}

/// Whether an entry was published. `made` is when the export was made, and `published` when the entry was: later, it was
/// still to come.
pub(super) fn state(
    entry: &Entry<'_>,
    form: Form,
    is_whole: bool,
    (made, published): (Option<Timestamp>, Option<Timestamp>),
) -> State {
    if !is_whole || entry.is_doubtful {
        return State::default();
    }
    if !entry.trashed.is_empty() {
        return known(Status::Trashed);
    }
    let own = match form == Form::Takeout || entry.has_own {
        true => takeout(entry),
        false => known(Status::Published),
    };
    if own.status != Some(Status::Published) {
        return own;
    }
    match entry.draft.as_deref() {
        Some("yes") => known(Status::Draft),
        Some("no") | None if is_to_come(made, published) => known(Status::Scheduled),
        Some("no") | None => own,
        Some(other) => State { unknown: Some(["app:draft ", other].concat()), ..State::default() },
    }
}

fn known(status: Status) -> State {
    State { status: Some(status), ..State::default() }
}

fn takeout(entry: &Entry<'_>) -> State {
    let status = match entry.status.as_deref() {
        Some("LIVE") => Some(Status::Published),
        Some("DRAFT") => Some(Status::Draft),
        Some("SCHEDULED") => Some(Status::Scheduled),
        Some("SOFT_TRASHED") => Some(Status::Trashed),
        Some(_) => None,
        None => return State { is_missing: true, ..known(Status::Draft) },
    };
    let unknown = entry.status.clone().filter(|_| status.is_none());
    State { status, unknown, is_missing: false }
}

fn is_to_come(made: Option<Timestamp>, published: Option<Timestamp>) -> bool {
    made.zip(published).is_some_and(|(made, published)| published.at() > made.at())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(class: Option<&str>, kind: Option<&str>, id: &str) -> Entry<'static> {
        Entry {
            class: class.map(str::to_owned),
            kind: kind.map(str::to_owned),
            id: id.to_owned().into(),
            ..Entry::default()
        }
    }

    #[test]
    fn what_an_entry_is_is_told_by_type_then_kind_then_id() {
        let post = Kind::Post(PostKind::Post);
        let told = |class, kind_, id: &str| kind(&with(class, kind_, id), Form::Classic);
        assert_eq!(told(Some("POST"), None, ""), post);
        assert_eq!(told(Some("STORY"), Some("post"), ""), Kind::Other("STORY".into()));
        assert_eq!(
            told(None, Some("page"), "tag:blogger.com,1999:blog-1.page-2"),
            Kind::Post(PostKind::Page)
        );
        assert_eq!(told(None, None, "tag:blogger.com,1999:blog-1.post-2"), post);
        assert_eq!(told(None, None, "tag:blogger.com,1999:blog-1.layout"), Kind::Template);
        let setting = "tag:blogger.com,1999:blog-1.settings.BLOG_NAME";
        assert_eq!(told(None, None, setting), Kind::Setting("BLOG_NAME".into()));
        assert_eq!(told(None, Some("settings"), setting), Kind::Setting("BLOG_NAME".into()));
        assert_eq!(told(None, None, "urn:x"), Kind::Other(String::new()));
        let mut comment = with(None, None, "tag:blogger.com,1999:blog-1.post-3");
        comment.parent = "tag:blogger.com,1999:blog-1.post-2".into();
        assert_eq!(kind(&comment, Form::Classic), Kind::Comment);
        let bare = with(None, None, "tag:blogger.com,1999:blog-1.post-3");
        assert_eq!(kind(&bare, Form::Takeout), Kind::Other(String::new()));
    }

    #[test]
    fn only_what_is_known_to_be_shown_is_published() {
        let takeout = |status: &str| {
            let entry = Entry { status: Some(status.to_owned()), ..Entry::default() };
            state(&entry, Form::Takeout, true, (None, None)).status
        };
        assert_eq!(takeout("LIVE"), Some(Status::Published));
        assert_eq!(takeout("DRAFT"), Some(Status::Draft));
        assert_eq!(takeout("SCHEDULED"), Some(Status::Scheduled));
        assert_eq!(takeout("SOFT_TRASHED"), Some(Status::Trashed));
        for other in ["", "live", "SPAM_COMMENT", "PUBLISHED"] {
            assert_eq!(takeout(other), None, "{other}");
        }
        let nothing = Entry::default();
        assert!(state(&nothing, Form::Takeout, true, (None, None)).is_missing);
        assert_eq!(state(&nothing, Form::Classic, false, (None, None)).status, None);
        let trashed =
            Entry { status: Some("LIVE".into()), trashed: "x".into(), ..Entry::default() };
        assert_eq!(
            state(&trashed, Form::Takeout, true, (None, None)).status,
            Some(Status::Trashed)
        );
    }

    #[test]
    fn classic_drafts_and_what_was_still_to_come_are_told() {
        let day = |text| Some(Timestamp::from_rfc3339(text).unwrap());
        let at = |draft: Option<&str>, published| {
            let entry = Entry { draft: draft.map(str::to_owned), ..Entry::default() };
            state(&entry, Form::Classic, true, (day("2020-01-02T00:00:00Z"), day(published)))
        };
        let (past, future) = ("2020-01-01T00:00:00Z", "2020-01-03T00:00:00+09:00");
        assert_eq!(at(None, past).status, Some(Status::Published));
        assert_eq!(at(Some("no"), past).status, Some(Status::Published));
        assert_eq!(at(Some("yes"), past).status, Some(Status::Draft));
        assert_eq!(at(None, future).status, Some(Status::Scheduled));
        assert_eq!(at(Some("maybe"), past).unknown.as_deref(), Some("app:draft maybe"));
    }
}

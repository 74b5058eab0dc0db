//! Whether an entry was published, and who could see it. What is not known is not public.

use larder_core::{Status, Visibility};

use super::entry::Entry;

/// The status that an entry states, and who may see it then. What is not known is not public.
pub(super) fn stated(status: &str) -> Option<(Status, Visibility)> {
    use {Status as S, Visibility as V};
    Some(match &*status.to_lowercase() {
        "publish" | "published" | "公開" | "공개" => (S::Published, V::Public),
        "draft" | "unpublish" | "下書き" | "임시저장" => (S::Draft, V::Public),
        "future" | "予約" | "予約投稿" => (S::Scheduled, V::Public),
        "review" => (S::Pending, V::Public),
        "junk" | "spam" => (S::Trashed, V::Public),
        "private" | "非公開" | "비공개" => (S::Published, V::Private),
        _ => return None,
    })
}

/// Keys by which a platform may lock an entry, and who sees it then.
const LOCKS: [(&str, Visibility); 4] = [
    ("PASSWORD", Visibility::Password),
    ("PASS", Visibility::Password),
    ("SECRET", Visibility::Private),
    ("PRIVATE", Visibility::Private),
];

/// Who sees an entry that is locked.
pub(super) fn lock(entry: &Entry<'_>) -> Option<Visibility> {
    LOCKS.iter().find(|(key, _)| entry.value(key).is_some_and(|it| it != "0")).map(|(_, who)| *who)
}

/// Whether everybody may see an entry.
pub(super) fn is_shown(entry: &Entry<'_>) -> bool {
    let public = Some((Status::Published, Visibility::Public));
    lock(entry).is_none() && entry.value("STATUS").and_then(stated) == public
}

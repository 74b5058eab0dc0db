//! Two versions of one post, two heads of one feed.

use larder_core::{Post, Revision, RevisionRole};
use serde_json::Value;

use crate::readers::feed::channel::Head;

/// Where summaries of earlier versions are kept, which a revision has no place for.
const OLDER_SUMMARY: &str = "feed:summary-older";

/// Whether two entries have the same texts.
pub(super) fn is_same_text(a: &Post, b: &Post) -> bool {
    a.title == b.title && a.summary == b.summary && a.content == b.content
}

/// Whether two entries have the same beside their texts.
pub(super) fn is_same_rest(a: &Post, b: &Post) -> bool {
    (&a.terms, &a.links, &a.enclosures, &a.in_reply_to)
        == (&b.terms, &b.links, &b.enclosures, &b.in_reply_to)
        && (&a.authors, &a.cover, &a.counts, &a.extra)
            == (&b.authors, &b.cover, &b.counts, &b.extra)
}

/// One post of two versions of it. The one that changed later counts, of equally new ones the first; the other is kept
/// as a revision where its text differs. The earliest date of publication, and all terms, files, links and sources stay.
pub(super) fn merge(first: Post, second: Post) -> Post {
    let changed = |post: &Post| post.updated.or(post.published);
    let (mut newer, mut older) = match changed(&second) > changed(&first) {
        true => (second, first),
        false => (first, second),
    };
    if !is_same_text(&newer, &older) {
        let source = older.source[0].clone();
        let mut revision = Revision::new(RevisionRole::Older, source);
        (revision.title, revision.updated) = (older.title.take(), changed(&older));
        revision.content = older.content.take().map(|content| *content);
        if !newer
            .revisions
            .iter()
            .any(|known| known.content == revision.content && known.title == revision.title)
        {
            newer.revisions.push(revision);
        }
    }
    newer.revisions.extend(std::mem::take(&mut older.revisions));
    newer.published = [newer.published, older.published].into_iter().flatten().min();
    newer.permalink = newer.permalink.take().or(older.permalink.take());
    newer.cover = newer.cover.take().or(older.cover.take());
    newer.rights = newer.rights.take().or(older.rights.take());
    newer.language = newer.language.take().or(older.language.take());
    newer.location = newer.location.take().or(older.location.take());
    match newer.summary {
        None => newer.summary = older.summary.take(),
        Some(_) => {
            if let Some(summary) =
                older.summary.take().filter(|it| Some(it) != newer.summary.as_ref())
            {
                let mut known = match newer.extra.remove(OLDER_SUMMARY) {
                    Some(Value::Array(known)) => known,
                    known => known.into_iter().collect(),
                };
                known.push(summary.into());
                newer.extra.insert(OLDER_SUMMARY, known);
            }
        }
    }
    newer.counts = newer.counts.take().or(older.counts.take());
    extend(&mut newer.terms, older.terms);
    extend(&mut newer.links, older.links);
    extend(&mut newer.enclosures, older.enclosures);
    extend(&mut newer.in_reply_to, older.in_reply_to);
    if newer.authors.is_empty() {
        newer.authors = older.authors;
    }
    newer.extra.fill_from(older.extra);
    for source in older.source {
        if !newer.source.contains(&source) {
            newer.source.push(source);
        }
    }
    newer
}

fn extend<T: PartialEq>(list: &mut larder_core::List<T>, more: larder_core::List<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// Fills in what the newest head of a feed does not say and an older one does.
pub(super) fn fill(head: &mut Head, older: Head) {
    let fill = |place: &mut Option<String>, value: Option<String>| {
        if place.is_none() {
            *place = value;
        }
    };
    fill(&mut head.id, older.id);
    fill(&mut head.title, older.title);
    fill(&mut head.description, older.description);
    fill(&mut head.home, older.home);
    fill(&mut head.itself, older.itself);
    fill(&mut head.language, older.language);
    fill(&mut head.rights, older.rights);
    fill(&mut head.generator, older.generator);
    head.updated = head.updated.max(older.updated);
    head.image = head.image.take().or(older.image);
    if head.authors.is_empty() {
        head.authors = older.authors;
    }
    for deleted in older.deleted {
        if !head.deleted.contains(&deleted) {
            head.deleted.push(deleted);
        }
    }
}

//! Several posts with one id: the newest counts, and what the others say is kept with it.

use std::{collections::HashSet, io, mem::take};

use larder_core::{
    Audience, NoteKind, Post, PostKind, Provenance, Revision, RevisionRole, Status, Visibility,
};
use serde_json::Value;

/// Several copies of one post, with their places, in the order of the input.
pub(super) type Copies = Vec<(usize, Post)>;

/// One post of several copies: the place of the one that counts, the post, and what is to be said.
///
/// The newest counts; of two that are equally new, to the second and whatever zone they are shown in, the one that fewer may
/// see, so that nothing comes back that somebody withdrew; of those the later in the input. One without a date counts where it
/// is more hidden than the newest, as nobody knows which came first; one that says that the post was deleted always does.
/// `complete` is what both take over from each other before they are compared. Fails when the spool does.
///
/// Where the `later_is_newer`, as in captures that state when they were made, no date is asked.
pub(super) fn join(
    mut copies: Copies,
    later_is_newer: bool,
    complete: fn(&mut Post, &mut Post),
) -> io::Result<Option<(usize, Post, Vec<NoteKind>)>> {
    let dated = |post: &Post| post.updated.or(post.published).map(|time| time.at().timestamp());
    let second = |post: &Post| if later_is_newer { Some(0) } else { dated(post) };
    let hidden = |post: &Post| if later_is_newer { Default::default() } else { hidden(post) };
    copies.sort_by_key(|(_, post)| (is_deletion(post), second(post), hidden(post)));
    let is_undated = |(_, post): &&(usize, Post)| second(post).is_none();
    // The sort puts the most hidden of those without a date last among them, before all others.
    if let (Some((_, newest)), undated @ 1..) =
        (copies.last(), copies.iter().take_while(is_undated).count())
        && !is_deletion(newest)
        && hidden(&copies[undated - 1].1) > hidden(newest)
    {
        let hidden = copies.remove(undated - 1);
        copies.push(hidden);
    }
    let Some((place, mut post)) = copies.pop() else { return Ok(None) };
    let (mut notes, mut others) = (Vec::new(), Vec::new());
    let mut addresses = post.permalink.iter().chain(&post.old_addresses).cloned().collect();
    for (_, mut copy) in copies.into_iter().rev() {
        complete(&mut post, &mut copy);
        let other = copy.source.first().map_or_else(String::new, |source| source.file.to_string());
        notes.push(match keep(&mut post, copy, &mut addresses, &mut others)? {
            true => NoteKind::CapturesDiffer { other },
            false => NoteKind::DuplicateJoined { other },
        });
    }
    if !others.is_empty() {
        post.extra.insert(OTHER, others);
    }
    Ok(Some((place, post, notes)))
}

/// Whether nothing is said but that the post was deleted.
fn is_deletion(post: &Post) -> bool {
    post.kind == PostKind::Other && post.status == Some(Status::Trashed) && post.content.is_none()
}

/// How much is known to be hidden: the higher, the fewer may see it.
fn hidden(post: &Post) -> (bool, Option<Visibility>, Option<Audience>) {
    let is_open = post.status == Some(Status::Published)
        && matches!(post.visibility, Some(Visibility::Public | Visibility::Unlisted));
    (!is_open, post.visibility, post.audience)
}

/// Keeps what another copy says: its text as a revision, what else differs with `others`. Returns whether anything does.
///
/// A post may have any number of copies: what it has of them already is not looked at again.
fn keep(
    post: &mut Post,
    mut copy: Post,
    addresses: &mut HashSet<String>,
    others: &mut Vec<Value>,
) -> io::Result<bool> {
    let differs = post.title != copy.title || !is_same_text(post, &copy)?;
    let own = take(&mut copy.source);
    let content = copy.content.take();
    if differs {
        let source = own.first().cloned().unwrap_or_else(|| Provenance::new("", ""));
        let mut other = Revision::new(RevisionRole::Differs, source);
        other.title.clone_from(&copy.title);
        other.updated = copy.updated.or(copy.published);
        other.content = content.map(|content| *content);
        post.revisions.push(other);
        copy.title.clone_from(&post.title);
    }
    for address in copy.permalink.iter().chain(&copy.old_addresses) {
        if addresses.insert(address.clone()) {
            post.old_addresses.push(address.clone());
        }
    }
    copy.old_addresses.clear();
    copy.revisions.clear();
    let aside = (take(&mut post.source), take(&mut post.old_addresses), take(&mut post.revisions));
    let text = post.content.take();
    let is_same = *post == copy;
    (post.source, post.old_addresses, post.revisions) = aside;
    post.content = text;
    post.source.extend(own.iter().cloned());
    if !is_same {
        copy.source = own;
        others.push(serde_json::to_value(&copy).map_err(io::Error::other)?);
    }
    Ok(differs || !is_same)
}

/// Whether two copies have the same original.
fn is_same_text(one: &Post, other: &Post) -> io::Result<bool> {
    match (&one.content, &other.content) {
        (Some(one), Some(other)) if one.original.len() == other.original.len() => {
            Ok(one.original.text()? == other.original.text()?)
        }
        (one, other) => Ok(one.is_none() && other.is_none()),
    }
}

/// Where what other copies say is kept, but for their texts.
const OTHER: &str = "other-copies";

#[cfg(test)]
mod tests {
    use larder_core::{PostId, Timestamp};

    use super::*;

    fn post(place: usize, updated: &str, status: Status) -> (usize, Post) {
        let mut post = Post::new(PostId::new("p"));
        post.updated = Some(Timestamp::from_rfc3339(updated).unwrap());
        (post.status, post.visibility) = (Some(status), Some(Visibility::Public));
        post.source.push(Provenance::new(place.to_string(), "x"));
        (place, post)
    }

    #[test]
    fn of_two_that_are_equally_new_the_hidden_one_counts_whatever_their_zones() {
        let shown = post(0, "2020-01-01T09:00:00.4+09:00", Status::Published);
        let hidden = post(1, "2020-01-01T00:00:00Z", Status::Draft);
        for copies in [vec![shown.clone(), hidden.clone()], vec![hidden, shown]] {
            let (place, joined, _) = join(copies, false, |_, _| {}).unwrap().unwrap();
            assert_eq!((place, joined.status), (1, Some(Status::Draft)));
        }
    }

    #[test]
    fn a_hidden_one_without_a_date_counts_before_a_public_one_with_a_date() {
        let old = post(0, "2019-01-01T00:00:00Z", Status::Draft);
        let shown = post(1, "2020-01-01T00:00:00Z", Status::Published);
        let (mut hidden, mut open) = (shown.clone(), shown.clone());
        (hidden.0, hidden.1.updated, hidden.1.visibility) = (2, None, Some(Visibility::Private));
        (open.0, open.1.updated) = (3, None);
        let winner = |copies: &[&(usize, Post)]| {
            let copies = copies.iter().map(|copy| (*copy).clone()).collect();
            join(copies, false, |_, _| {}).unwrap().unwrap().0
        };
        for copies in [[&shown, &hidden, &open], [&open, &hidden, &shown]] {
            assert_eq!(winner(&copies), 2);
        }
        // One that is not hidden changes nothing.
        assert_eq!(winner(&[&old, &shown, &open]), 1);
        assert_eq!(winner(&[&hidden, &open]), 2);
    }

    #[test]
    fn what_says_that_a_post_was_deleted_counts_whatever_the_dates() {
        let shown = post(0, "2020-01-01T00:00:00Z", Status::Published);
        for date in ["2019-01-01T00:00:00Z", ""] {
            let mut deleted = post(1, "2019-01-01T00:00:00Z", Status::Trashed);
            (deleted.1.kind, deleted.1.visibility) = (PostKind::Other, None);
            deleted.1.updated = deleted.1.updated.filter(|_| !date.is_empty());
            let (place, ..) =
                join(vec![deleted, shown.clone()], false, |_, _| {}).unwrap().unwrap();
            assert_eq!(place, 1);
        }
    }

    #[test]
    fn what_copies_take_over_from_each_other_differs_no_longer() {
        let (old, mut new) = (
            post(0, "2020-01-01T00:00:00Z", Status::Published),
            post(1, "2020-01-01T00:00:01Z", Status::Published),
        );
        new.1.title = Some("글".into());
        let told =
            |complete| join(vec![old.clone(), new.clone()], false, complete).unwrap().unwrap().2;
        assert_eq!(told(|_, _| {})[0].code(), "captures-differ");
        let complete = |post: &mut Post, copy: &mut Post| {
            copy.title.clone_from(&post.title);
            copy.updated = post.updated;
        };
        assert_eq!(told(complete)[0].code(), "duplicate-joined");
    }

    #[test]
    fn of_two_that_are_equally_new_the_one_for_fewer_counts() {
        let open = post(0, "2020-01-01T00:00:00Z", Status::Published);
        let mut paid = post(1, "2020-01-01T00:00:00Z", Status::Published);
        paid.1.audience = Some(Audience::Paid);
        for copies in [vec![open.clone(), paid.clone()], vec![paid, open]] {
            let (place, ..) = join(copies, false, |_, _| {}).unwrap().unwrap();
            assert_eq!(place, 1);
        }
    }
}

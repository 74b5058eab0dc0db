//! How the two forms of one post come together.

use larder_core::{Post, Timestamp};

/// Two forms of one post, of which each has what the other lacks: the one that counts comes first. A date with an offset
/// says more than the same instant in UTC.
pub(super) fn complete(post: &mut Post, copy: &mut Post) {
    richer(&mut post.published, &mut copy.published);
    richer(&mut post.updated, &mut copy.updated);
    either(&mut post.permalink, &mut copy.permalink);
    either(&mut post.slug, &mut copy.slug);
    either(&mut post.title, &mut copy.title);
    either(&mut post.summary, &mut copy.summary);
    either(&mut post.location, &mut copy.location);
    either(&mut post.counts, &mut copy.counts);
    fill(&mut post.authors, &mut copy.authors, Vec::is_empty);
    fill(&mut post.terms, &mut copy.terms, |list| list.is_empty());
    fill(&mut post.enclosures, &mut copy.enclosures, |list| list.is_empty());
    post.extra.fill_from(copy.extra.clone());
    copy.extra.fill_from(post.extra.clone());
}

/// The same second, once with an offset and once in UTC, is that with the offset.
fn richer(one: &mut Option<Timestamp>, other: &mut Option<Timestamp>) {
    let (Some(a), Some(b)) = (*one, *other) else { return either(one, other) };
    let is_local = |time: Timestamp| time.at().offset().local_minus_utc() != 0;
    if a.at().timestamp() == b.at().timestamp() {
        let rich = if is_local(b) && !is_local(a) { b } else { a };
        (*one, *other) = (Some(rich), Some(rich));
    }
}

fn either<T: Clone>(one: &mut Option<T>, other: &mut Option<T>) {
    fill(one, other, Option::is_none);
}

/// Where one of two says nothing, it says what the other says.
fn fill<T: Clone>(one: &mut T, other: &mut T, is_nothing: fn(&T) -> bool) {
    if is_nothing(one) {
        one.clone_from(other);
    } else if is_nothing(other) {
        other.clone_from(one);
    }
}

//! Several posts with one id: the newest counts, and what the others say is kept with it.

use std::io;

use larder_core::{NoteKind, Post, Provenance, Revision, RevisionRole, Status, Visibility};
use serde_json::Value;

/// Several copies of one post, with their places, in the order of the input.
pub(super) type Copies = Vec<(usize, Post)>;

/// One post of several copies: the place of the one that counts, the post, and what is to be said.
///
/// The newest counts; of two that are equally new, the one that fewer may see, so that nothing comes back that somebody
/// withdrew; of those the later in the input. Fails when the spool does.
pub(super) fn join(mut copies: Copies) -> io::Result<Option<(usize, Post, Vec<NoteKind>)>> {
    let rank = |post: &Post| (post.updated.or(post.published), hidden(post));
    copies.sort_by_key(|(_, post)| rank(post));
    let Some((place, mut post)) = copies.pop() else { return Ok(None) };
    let mut notes = Vec::new();
    for (_, copy) in copies.into_iter().rev() {
        let source = copy.source.first().cloned().unwrap_or_else(|| Provenance::new("", ""));
        let other = source.file.to_string();
        notes.push(match keep(&mut post, copy, source)? {
            true => NoteKind::CapturesDiffer { other },
            false => NoteKind::DuplicateJoined { other },
        });
    }
    Ok(Some((place, post, notes)))
}

/// How much is known to be hidden: the higher, the fewer may see it.
fn hidden(post: &Post) -> (bool, Option<Visibility>) {
    let is_open = post.status == Some(Status::Published)
        && matches!(post.visibility, Some(Visibility::Public | Visibility::Unlisted));
    (!is_open, post.visibility)
}

/// Keeps what another copy says. Returns whether it says something else.
fn keep(post: &mut Post, mut copy: Post, source: Provenance) -> io::Result<bool> {
    let text = |post: &Post| match &post.content {
        Some(content) => content.original.text().map(|text| Some(text.into_owned())),
        None => Ok(None),
    };
    let differs = post.title != copy.title || text(post)? != text(&copy)?;
    let content = copy.content.take();
    if differs {
        let mut other = Revision::new(RevisionRole::Differs, source);
        other.title.clone_from(&copy.title);
        other.updated = copy.updated.or(copy.published);
        other.content = content.map(|content| *content);
        post.revisions.push(other);
    }
    post.source.append(&mut copy.source);
    for address in copy.permalink.iter().chain(&copy.old_addresses) {
        if post.permalink.as_ref() != Some(address) && !post.old_addresses.contains(address) {
            post.old_addresses.push(address.clone());
        }
    }
    copy.source.clone_from(&post.source);
    copy.old_addresses.clone_from(&post.old_addresses);
    copy.revisions.clear();
    let mut bare = post.clone();
    (bare.content, copy.title) = (None, if differs { bare.title.clone() } else { copy.title });
    bare.revisions.clear();
    bare.extra.remove(OTHER);
    if bare == copy {
        return Ok(differs);
    }
    let mut all = match post.extra.remove(OTHER) {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    };
    all.push(serde_json::to_value(&copy).map_err(io::Error::other)?);
    post.extra.insert(OTHER, all);
    Ok(true)
}

/// Where what other copies say is kept, but for their texts.
const OTHER: &str = "other-copies";

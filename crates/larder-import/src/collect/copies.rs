//! Several posts with one id: the newest counts, and what the others say is kept with it.

use std::{collections::HashSet, io};

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
    let Some((place, post)) = copies.pop() else { return Ok(None) };
    let mut joined = Joined::new(post)?;
    for (_, copy) in copies.into_iter().rev() {
        joined.take(copy)?;
    }
    let (post, notes) = joined.finish();
    Ok(Some((place, post, notes)))
}

/// How much is known to be hidden: the higher, the fewer may see it.
fn hidden(post: &Post) -> (bool, Option<Visibility>) {
    let is_open = post.status == Some(Status::Published)
        && matches!(post.visibility, Some(Visibility::Public | Visibility::Unlisted));
    (!is_open, post.visibility)
}

/// The text of a post, as the export has it.
fn text(post: &Post) -> io::Result<Option<String>> {
    let original = post.content.as_ref().map(|content| content.original.text());
    Ok(original.transpose()?.map(|text| text.into_owned()))
}

/// A post with what its copies say.
struct Joined {
    post: Post,
    /// The post without its texts, as copies are compared with it.
    bare: Post,
    text: Option<String>,
    addresses: HashSet<String>,
    /// What copies say that the post does not, but for their texts.
    others: Vec<Value>,
    notes: Vec<NoteKind>,
}

impl Joined {
    fn new(post: Post) -> io::Result<Self> {
        let text = text(&post)?;
        let addresses = post.permalink.iter().chain(&post.old_addresses).cloned().collect();
        let bare = bare(post.clone());
        Ok(Self { post, bare, text, addresses, others: Vec::new(), notes: Vec::new() })
    }

    fn take(&mut self, mut copy: Post) -> io::Result<()> {
        let source = copy.source.first().cloned().unwrap_or_else(|| Provenance::new("", ""));
        let other = source.file.to_string();
        let mut differs = self.post.title != copy.title || self.text != text(&copy)?;
        let content = copy.content.take();
        if differs {
            let mut version = Revision::new(RevisionRole::Differs, source);
            version.title.clone_from(&copy.title);
            version.updated = copy.updated.or(copy.published);
            version.content = content.map(|content| *content);
            self.post.revisions.push(version);
            copy.title.clone_from(&self.bare.title);
        }
        self.post.source.append(&mut copy.source);
        for address in copy.permalink.iter().chain(&copy.old_addresses) {
            if self.addresses.insert(address.clone()) {
                self.post.old_addresses.push(address.clone());
            }
        }
        let copy = bare(copy);
        if copy != self.bare {
            differs = true;
            self.others.push(serde_json::to_value(&copy).map_err(io::Error::other)?);
        }
        self.notes.push(match differs {
            true => NoteKind::CapturesDiffer { other },
            false => NoteKind::DuplicateJoined { other },
        });
        Ok(())
    }

    fn finish(mut self) -> (Post, Vec<NoteKind>) {
        if !self.others.is_empty() {
            self.post.extra.insert("other-copies", self.others);
        }
        (self.post, self.notes)
    }
}

/// A post without its texts, its addresses and where it is from.
fn bare(mut post: Post) -> Post {
    post.content = None;
    post.revisions.clear();
    post.source.clear();
    post.old_addresses.clear();
    post
}

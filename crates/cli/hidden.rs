//! Posts that are not public: why, and which words of `--include` carry them.

use clap::ValueEnum as _;
use larder_core::{Audience, PostHead, PostKind, Status, Visibility};

use crate::args::Included;

/// Why a post is not public, such as `draft` and `paid`: the names of messages. Empty for a post that is.
pub(crate) fn reasons(post: &PostHead) -> Vec<&'static str> {
    let status = match post.status {
        Some(Status::Published) => None,
        Some(Status::Draft) => Some("draft"),
        Some(Status::Pending) => Some("pending"),
        Some(Status::Scheduled) => Some("scheduled"),
        Some(Status::Trashed) => Some("trashed"),
        _ => Some("status-unknown"),
    };
    let visibility = match post.visibility {
        Some(Visibility::Public) => None,
        Some(Visibility::Unlisted) => Some("unlisted"),
        Some(Visibility::Password) => Some("password"),
        Some(Visibility::Friends) => Some("friends"),
        Some(Visibility::Private) => Some("private"),
        _ => Some("visibility-unknown"),
    };
    let audience = match post.audience {
        Some(Audience::Members) => Some("members"),
        Some(Audience::Paid) => Some("paid"),
        _ => None,
    };
    [status, visibility, audience].into_iter().flatten().collect()
}

/// The words of `--include` that carry a post, besides those that were given: `drafts,undated`. Empty when nothing is
/// missing; none when no word carries it, because it is neither a post nor a page.
pub(crate) fn words(post: &PostHead, given: &[Included]) -> Option<String> {
    let status = match post.status {
        Some(Status::Published) => None,
        Some(Status::Draft) => Some(Included::Drafts),
        Some(Status::Pending) => Some(Included::Pending),
        Some(Status::Scheduled) => Some(Included::Scheduled),
        Some(Status::Trashed) => Some(Included::Trash),
        Some(_) => return None,
        None => Some(Included::Unsaid),
    };
    let visibility = match post.visibility {
        Some(Visibility::Public) => None,
        Some(Visibility::Unlisted) => Some(Included::Unlisted),
        Some(Visibility::Password) => Some(Included::Password),
        Some(Visibility::Friends) => Some(Included::Friends),
        Some(Visibility::Private) => Some(Included::Private),
        Some(_) => return None,
        None => Some(Included::Unsaid),
    };
    let audience = match post.audience {
        None | Some(Audience::Public) => None,
        Some(Audience::Members) => Some(Included::Members),
        Some(Audience::Paid) => Some(Included::Paid),
        Some(_) => return None,
    };
    let kind = match post.kind {
        PostKind::Post => None,
        PostKind::Page => Some(Included::Pages),
        _ => return None,
    };
    let date = post.dated().is_none().then_some(Included::Undated);
    let mut missing: Vec<Included> =
        [status, visibility, audience, kind, date].into_iter().flatten().collect();
    // A post of which nothing was said needs one word, not two.
    missing.dedup();
    missing.retain(|word| !given.contains(word));
    let names = missing.iter().filter_map(|word| word.to_possible_value());
    Some(names.map(|word| word.get_name().to_owned()).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use larder_core::{Post, PostId, Timestamp, table::Row as _};

    use super::*;

    fn post(status: Option<Status>, visibility: Option<Visibility>) -> Post {
        let mut post = Post::new(PostId::new("1"));
        (post.status, post.visibility) = (status, visibility);
        post.published = Timestamp::from_rfc3339("2020-01-01T00:00:00Z").ok();
        post
    }

    #[test]
    fn each_post_needs_the_words_for_all_that_hides_it() {
        let mut draft = post(Some(Status::Draft), Some(Visibility::Private));
        assert_eq!(words(&draft.head(), &[]).as_deref(), Some("drafts,private"));
        assert_eq!(words(&draft.head(), &[Included::Drafts]).as_deref(), Some("private"));
        assert_eq!(reasons(&draft.head()), ["draft", "private"]);
        (draft.kind, draft.published) = (PostKind::Page, None);
        assert_eq!(words(&draft.head(), &[]).as_deref(), Some("drafts,private,pages,undated"));
        let unsaid = post(None, None);
        assert_eq!(words(&unsaid.head(), &[]).as_deref(), Some("unsaid"));
        let public = post(Some(Status::Published), Some(Visibility::Public));
        assert_eq!(words(&public.head(), &[]).as_deref(), Some(""));
        assert!(reasons(&public.head()).is_empty());
    }

    #[test]
    fn no_word_carries_what_is_neither_a_post_nor_a_page() {
        let mut other = post(None, None);
        other.kind = PostKind::Other;
        assert_eq!(words(&other.head(), &[]), None);
    }
}

//! Whether a post was published, and who could see it. What is not known is not public.

use larder_core::{Status, Visibility};

/// What a word of `state` means. None for one that nobody knows.
pub(super) fn stated(state: &str) -> Option<(Status, Visibility)> {
    use {Status as S, Visibility as V};
    Some(match state {
        "published" => (S::Published, V::Public),
        "draft" => (S::Draft, V::Public),
        "queued" | "queue" => (S::Scheduled, V::Public),
        "submission" | "unapproved" => (S::Pending, V::Public),
        "private" => (S::Published, V::Private),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_published_is_public() {
        let public = Some((Status::Published, Visibility::Public));
        for state in ["draft", "queued", "queue", "submission", "private", "Published", "", "live"]
        {
            assert_ne!(stated(state), public, "{state}");
        }
        assert_eq!(stated("published"), public);
        assert_eq!(stated("live"), None);
    }
}

//! Whether a post was published, and for whom. What is not known is not public.

use larder_core::{Audience, PostKind, Status, Visibility};

/// What a row says about who may see its post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) status: Option<Status>,
    pub(super) visibility: Option<Visibility>,
    pub(super) audience: Option<Audience>,
}

/// Reads `is_published` and `audience`.
pub(super) fn access(is_published: &str, audience: &str) -> Access {
    let status = match &*is_published.trim().to_ascii_lowercase() {
        "true" => Some(Status::Published),
        // Nothing said is a draft; of the whole blog that is noted.
        "false" | "" => Some(Status::Draft),
        _ => None,
    };
    let audience = match audience.trim() {
        "everyone" => Some(Audience::Public),
        "only_free" => Some(Audience::Members),
        "only_paid" | "founding" => Some(Audience::Paid),
        _ => None,
    };
    Access { status, visibility: audience.map(|_| Visibility::Public), audience }
}

/// What a post of this type is. None for types that nobody knows: who was meant to see those is not known either.
pub(super) fn kind(class: &str) -> Option<PostKind> {
    match class {
        "page" => Some(PostKind::Page),
        "newsletter" | "podcast" | "video" | "thread" | "restack" | "" => Some(PostKind::Post),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_published_for_everyone_is_public() {
        let published = ["true", "TRUE", "false", "FALSE", "", "yes", "1", "scheduled"];
        let audiences =
            ["everyone", "only_free", "only_paid", "founding", "", "Everyone", "friends"];
        for is_published in published {
            for audience in audiences {
                let access = access(is_published, audience);
                let is_public = access.status == Some(Status::Published)
                    && access.visibility == Some(Visibility::Public)
                    && access.audience == Some(Audience::Public);
                let expected = is_published.eq_ignore_ascii_case("true") && audience == "everyone";
                assert_eq!(is_public, expected, "{is_published} {audience}");
            }
        }
    }

    #[test]
    fn messages_of_unknown_types_are_no_posts() {
        assert_eq!(kind("page"), Some(PostKind::Page));
        assert_eq!(kind("podcast"), Some(PostKind::Post));
        assert_eq!((kind("adhoc_email"), kind("Page")), (None, None));
    }
}

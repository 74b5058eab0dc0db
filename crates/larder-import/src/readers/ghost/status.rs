//! Whether a post was published, and for whom. What is not known is not public.

use larder_core::{Audience, Status, Visibility};

/// What the fields of a row say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stated<'r> {
    pub(super) status: &'r str,
    pub(super) visibility: &'r str,
    /// `posts_meta.email_only`: it was sent, and stands nowhere.
    pub(super) is_email_only: bool,
}

/// What is true of the blog as a whole.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// Whether nobody sees anything of the blog without its password (`settings.is_private`).
    pub(super) is_private: bool,
    /// Whether the version had no visibility yet: all that it published was for everybody.
    pub(super) is_before_visibility: bool,
}

/// Status, visibility and audience.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) status: Option<Status>,
    pub(super) visibility: Option<Visibility>,
    pub(super) audience: Option<Audience>,
}

/// Reads the fields. What has a word that nobody knows has neither status nor visibility.
pub(super) fn access(stated: Stated<'_>, around: Around) -> Access {
    let (status, is_sent) = match stated.status {
        "published" => (Some(Status::Published), false),
        "sent" => (Some(Status::Published), true),
        "draft" => (Some(Status::Draft), false),
        "scheduled" => (Some(Status::Scheduled), false),
        _ => (None, false),
    };
    let audience = match stated.visibility {
        "" if around.is_before_visibility => Some(Audience::Public),
        visibility => audience(visibility),
    };
    let visibility = audience.map(|_| match is_sent || stated.is_email_only {
        _ if around.is_private => Visibility::Password,
        // It has an address, which only those know who got the e-mail.
        true => Visibility::Unlisted,
        false => Visibility::Public,
    });
    Access { status, visibility, audience }
}

/// Whether a word of visibility is known; where it is, for whom a post with it is.
fn audience(visibility: &str) -> Option<Audience> {
    match visibility {
        "public" => Some(Audience::Public),
        "members" => Some(Audience::Members),
        "paid" | "tiers" | "filter" => Some(Audience::Paid),
        // A filter: `product:gold`, `label:friends+status:-free`.
        filter if filter.contains(':') => Some(Audience::Paid),
        _ => None,
    }
}

/// Whether a status is one of Ghost's.
pub(super) fn is_status(status: &str) -> bool {
    matches!(status, "published" | "sent" | "draft" | "scheduled")
}

/// Whether a visibility is one of Ghost's.
pub(super) fn is_visibility(visibility: &str) -> bool {
    audience(visibility).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: &str, visibility: &str) -> Access {
        access(Stated { status, visibility, is_email_only: false }, Around::default())
    }

    fn is_public(access: Access) -> bool {
        access.status == Some(Status::Published)
            && access.visibility == Some(Visibility::Public)
            && access.audience == Some(Audience::Public)
    }

    #[test]
    fn only_what_is_published_for_everybody_is_public() {
        let statuses = ["published", "draft", "scheduled", "sent", "Published", "live", ""];
        let visibilities =
            ["public", "members", "paid", "tiers", "filter", "product:gold", "internal", ""];
        for status in statuses {
            for visibility in visibilities {
                let expected = status == "published" && visibility == "public";
                assert_eq!(is_public(of(status, visibility)), expected, "{status} {visibility}");
            }
        }
    }

    #[test]
    fn what_was_sent_stands_nowhere() {
        assert_eq!(of("sent", "public").visibility, Some(Visibility::Unlisted));
        assert_eq!(of("sent", "members").audience, Some(Audience::Members));
        let email_only = Stated { status: "published", visibility: "public", is_email_only: true };
        assert!(!is_public(access(email_only, Around::default())));
    }

    #[test]
    fn in_a_private_blog_nothing_is_public() {
        let around = Around { is_private: true, ..Around::default() };
        let stated = Stated { status: "published", visibility: "public", is_email_only: false };
        assert_eq!(access(stated, around).visibility, Some(Visibility::Password));
    }

    #[test]
    fn the_oldest_exports_had_no_visibility() {
        let around = Around { is_before_visibility: true, ..Around::default() };
        let stated = Stated { status: "published", ..Stated::default() };
        assert!(is_public(access(stated, around)));
        assert!(!is_public(access(stated, Around::default())));
    }
}

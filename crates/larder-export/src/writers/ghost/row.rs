//! The rows of Ghost's tables. Fields without a value are left out: the importer puts its defaults there.

use serde::Serialize;

/// A row of `posts`.
#[derive(Debug, Default, Serialize)]
pub(super) struct PostRow {
    pub(super) id: String,
    pub(super) uuid: String,
    pub(super) title: String,
    pub(super) slug: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) comment_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) feature_image: Option<String>,
    pub(super) featured: bool,
    pub(super) r#type: &'static str,
    pub(super) status: &'static str,
    pub(super) visibility: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) custom_excerpt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) canonical_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) show_title_and_feature_image: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) created_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) updated_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) published_at: Option<String>,
}

/// A row of `posts_meta`.
#[derive(Debug, Default, Serialize)]
pub(super) struct MetaRow {
    pub(super) post_id: String,
    #[serde(flatten)]
    pub(super) fields: std::collections::BTreeMap<&'static str, String>,
}

/// A row of `tags`.
#[derive(Debug, Serialize)]
pub(super) struct TagRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) slug: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) visibility: &'static str,
}

/// A row of `posts_tags`.
#[derive(Debug, Serialize)]
pub(super) struct PostTag {
    pub(super) post_id: String,
    pub(super) tag_id: String,
    pub(super) sort_order: usize,
}

/// A row of `users`.
#[derive(Debug, Serialize)]
pub(super) struct UserRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) profile_image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) website: Option<String>,
}

/// A row of `posts_authors`.
#[derive(Debug, Serialize)]
pub(super) struct PostAuthor {
    pub(super) post_id: String,
    pub(super) author_id: String,
    pub(super) sort_order: usize,
}

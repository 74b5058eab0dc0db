//! What pages say to programs: JSON-LD in the words of schema.org.
//!
//! Everything that the reader of saved pages takes from a page of ours stands here, but for the texts, which stand in the page.

use serde::Serialize;

const CONTEXT: &str = "https://schema.org";

/// A post.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Posting {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: Kind,
    pub(super) identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alternative_headline: Option<String>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) author: Vec<Person>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) article_section: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) associated_media: Vec<Media>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) same_as: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) copyright_notice: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) interaction_statistic: Vec<Counter>,
    /// What it is, if it is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) creative_work_status: Option<String>,
    /// Who may see it, if not everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) conditions_of_access: Option<String>,
    /// For whom it is, if not for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) audience: Option<Audience>,
    pub(super) is_part_of: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) comment: Vec<Remark>,
}

impl Posting {
    /// A post, or a page.
    pub(super) fn new(identifier: String, is_page: bool) -> Self {
        Self {
            context: CONTEXT,
            kind: if is_page {
                Kind::Both(["Article", "WebPage"])
            } else {
                Kind::One("BlogPosting")
            },
            identifier,
            url: None,
            headline: None,
            alternative_headline: None,
            summary: None,
            date_published: None,
            date_modified: None,
            author: Vec::new(),
            keywords: Vec::new(),
            article_section: Vec::new(),
            in_language: None,
            image: None,
            associated_media: Vec::new(),
            same_as: Vec::new(),
            copyright_notice: None,
            interaction_statistic: Vec::new(),
            creative_work_status: None,
            conditions_of_access: None,
            audience: None,
            is_part_of: Vec::new(),
            comment: Vec::new(),
        }
    }
}

/// What something is.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Kind {
    One(&'static str),
    Both([&'static str; 2]),
}

/// Somebody who writes.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Person {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
}

impl Person {
    pub(super) fn new(name: Option<String>, url: Option<String>, image: Option<String>) -> Self {
        Self { kind: "Person", name, url, image }
    }
}

/// A file that comes with a post.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Media {
    #[serde(rename = "@type")]
    kind: &'static str,
    pub(super) content_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// In bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content_size: Option<String>,
    /// As ISO 8601 says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) duration: Option<String>,
}

impl Media {
    pub(super) fn new(content_url: String) -> Self {
        Self {
            kind: "MediaObject",
            content_url,
            encoding_format: None,
            name: None,
            content_size: None,
            duration: None,
        }
    }
}

/// How often something was done with a post.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counter {
    #[serde(rename = "@type")]
    kind: &'static str,
    interaction_type: &'static str,
    user_interaction_count: u64,
}

impl Counter {
    pub(super) fn new(interaction_type: &'static str, user_interaction_count: u64) -> Self {
        Self { kind: "InteractionCounter", interaction_type, user_interaction_count }
    }
}

/// For whom a post is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Audience {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) audience_type: String,
}

/// What a post is a part of.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Part {
    Blog(Blog),
    Series(Series),
}

/// The blog.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Blog {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<&'static str>,
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) author: Vec<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) copyright_notice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_modified: Option<String>,
}

impl Blog {
    /// What every page says of it: which one it is.
    pub(super) fn short(&self) -> Self {
        Self {
            context: None,
            description: None,
            author: Vec::new(),
            image: None,
            copyright_notice: None,
            date_modified: None,
            ..self.clone()
        }
    }

    /// What the page says of it that lists the posts.
    pub(super) fn whole(&self) -> Self {
        Self { context: Some(CONTEXT), ..self.clone() }
    }
}

/// A book, a magazine, a serial.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Series {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) additional_type: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    /// The number of the post in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Option<u32>,
}

/// What somebody wrote under a post. Its text stands in the page, under this fragment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Remark {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) identifier: String,
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) author: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_created: Option<String>,
    /// The id of the comment that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent_item: Option<Answered>,
    /// What it is, if it is no comment: `pingback`, `trackback`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) additional_type: Option<String>,
}

/// A comment that is answered.
#[derive(Debug, Serialize)]
pub(super) struct Answered {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) identifier: String,
}

//! Names that themes give to the parts of a page: classes, `itemprop`, `rel`. Hundreds of themes share a few dozen.

/// What a part of a page is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    /// The whole post.
    Entry,
    /// The title of the post.
    Title,
    /// The text of the post.
    Body,
    /// When it was published.
    Published,
    /// When it was changed.
    Updated,
    /// When something was, nobody says what.
    Date,
    /// Who wrote it.
    Author,
    /// A category or a tag.
    Term,
    /// What readers wrote.
    Comments,
    /// What stands around posts: sidebars, menus.
    Aside,
    /// What stands around posts and in them, and is never theirs: lists of other posts, buttons.
    Furniture,
}

impl Mark {
    /// Whether it is something that stands around posts, or among their comments.
    pub(super) fn is_around(self) -> bool {
        matches!(self, Self::Comments | Self::Aside | Self::Furniture)
    }

    /// What a class says, in lower case.
    pub(super) fn of_class(class: &str) -> Option<Self> {
        Some(match class {
            "h-entry" | "hentry" | "h-article" => Self::Entry,
            "p-name" | "entry-title" | "post-title" | "article-title" | "blog-title-post" => {
                Self::Title
            }
            "e-content"
            | "entry-content"
            | "post-content"
            | "post-body"
            | "article-body"
            | "article-content"
            | "post__content"
            | "post_content"
            | "article__body"
            | "entry-body"
            | "entry__content"
            | "post-entry"
            | "article_view"
            | "contents_style"
            | "tt_article_useless_p_margin"
            | "post-text"
            | "single-content" => Self::Body,
            "dt-published" | "published" | "date-published" | "post-published" => Self::Published,
            "dt-updated" | "updated" | "date-updated" | "modified" => Self::Updated,
            "date" | "post-date" | "entry-date" | "posted-on" | "post_date" | "article-date"
            | "post-timestamp" | "timestamp" | "post-meta-date" | "meta-date" | "date-header"
            | "post__date" | "entry-time" | "blog-date" | "publish-date" | "post-time" => {
                Self::Date
            }
            "p-author" | "byline" | "author" | "post-author" | "entry-author" | "byline-name"
            | "author-name" | "post__author" | "posted-by" | "article-author" => Self::Author,
            "p-category" | "post-tag" | "tag-link" => Self::Term,
            "reply"
            | "replies"
            | "list_reply"
            | "comments"
            | "comment-list"
            | "commentlist"
            | "comments-area"
            | "comment"
            | "h-cite"
            | "comment-body"
            | "disqus_thread"
            | "comments-section"
            | "area_reply"
            | "tt-area-reply"
            | "area-reply"
            | "comment-respond"
            | "comment-form"
            | "commentform"
            | "commentlayer"
            | "comment_list"
            | "cmt_area"
            | "post-comments"
            | "comment-box"
            | "comment-holder"
            | "b-leaf"
            | "cmtlist"
            | "reply_list"
            | "u_cbox"
            | "u_cbox_comment"
            | "btn_comment"
            | "tt-comment-cont"
            | "tt-list-reply"
            | "u-comment"
            | "p-comment"
            | "ljcmt_full"
            | "gh-comments"
            | "comments-block"
            | "webmentions"
            | "comment-thread"
            | "wp-block-comments"
            | "wp-block-comment-template"
            | "entry-comment" => Self::Comments,
            "sidebar" | "widget" | "widget-area" | "site-footer" | "site-header" | "breadcrumb"
            | "calendar" | "recent-posts" => Self::Aside,
            "related-posts"
            | "relatedposts"
            | "jp-relatedposts"
            | "yarpp-related"
            | "post-navigation"
            | "nav-links"
            | "another_category"
            | "sharedaddy"
            | "social-share"
            | "share-buttons"
            | "addtoany_share_save_container"
            | "sd-sharing"
            | "a2a_kit"
            | "container_postbtn" => Self::Furniture,
            _ => return None,
        })
    }

    /// What an `itemprop` of schema.org says.
    pub(super) fn of_property(property: &str) -> Option<Self> {
        Some(match property {
            "headline" => Self::Title,
            "articleBody" | "blogPost articleBody" => Self::Body,
            "datePublished" | "dateCreated" => Self::Published,
            "dateModified" => Self::Updated,
            "author" => Self::Author,
            "comment" => Self::Comments,
            _ => return None,
        })
    }

    /// What an element is by its name.
    pub(super) fn of_element(name: &str) -> Option<Self> {
        Some(match name {
            "aside" | "nav" | "footer" => Self::Aside,
            _ => return None,
        })
    }
}

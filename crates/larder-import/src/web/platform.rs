//! The platforms that are known by their pages: how each is recognised, and where its pages keep what.
//!
//! Own domains are common, so the address alone is never needed. Where a platform is known, its part of the page is the
//! post, whatever else stands there; what it does not say is looked for as on any page.

use super::facts::Facts;

/// A platform, as far as its pages show it. Selectors are tried in their order.
#[derive(Debug)]
pub(crate) struct Platform {
    /// Its name in the model.
    pub(crate) name: &'static str,
    /// Its address, for blogs on it.
    pub(crate) home: Option<&'static str>,
    /// The ends of host names of its blogs.
    hosts: &'static [&'static str],
    /// What `meta generator` begins with, in lower case.
    generators: &'static [&'static str],
    /// Selectors of the text of a post.
    pub(super) body: &'static [&'static str],
    /// Selectors of the title.
    pub(super) title: &'static [&'static str],
    /// Selectors of the date of publication.
    pub(super) date: &'static [&'static str],
    /// Selectors of who wrote it.
    pub(super) author: &'static [&'static str],
    /// Selectors of lines that say who wrote it, and when: `by NAME DATE`.
    pub(super) by_line: &'static [&'static str],
    /// Selectors of tags.
    pub(super) tags: &'static [&'static str],
    /// Selectors of categories.
    pub(super) categories: &'static [&'static str],
    /// Selectors of what stands within the text and is none of it.
    pub(super) drop: &'static [&'static str],
    /// What it adds to the titles of all pages.
    pub(super) suffixes: &'static [&'static str],
    /// The link to the post before this one, where no `rel` says so. It is not called by the title of that post.
    pub(super) older: Option<&'static str>,
    /// The link to the post after it.
    pub(super) newer: Option<&'static str>,
    /// What its addresses of tags begin with, where the classes of its pages mean nothing.
    pub(super) tag_folder: Option<&'static str>,
    /// The key under which a script of the page has the category.
    pub(super) category_key: Option<&'static str>,
    /// The frame that has the post, if the page itself has not.
    pub(super) frame: Option<&'static str>,
    /// The hours by which its clock is before UTC, where its dates state no zone.
    pub(super) offset: Option<i32>,
}

impl Platform {
    /// All that it has names for in its pages.
    pub(super) fn selectors(&self) -> impl Iterator<Item = &'static str> {
        let lists = [
            self.body,
            self.title,
            self.date,
            self.author,
            self.by_line,
            self.tags,
            self.categories,
        ];
        lists.into_iter().flatten().copied().chain(self.older).chain(self.newer)
    }
}

const NONE: Platform = Platform {
    name: "",
    home: None,
    hosts: &[],
    generators: &[],
    body: &[],
    title: &[],
    date: &[],
    author: &[],
    by_line: &[],
    tags: &[],
    categories: &[],
    drop: &[],
    suffixes: &[],
    older: None,
    newer: None,
    tag_folder: None,
    category_key: None,
    frame: None,
    offset: None,
};

/// All platforms that are known by their pages.
pub(crate) static PLATFORMS: &[Platform] = &[
    Platform {
        name: "tistory",
        home: Some("https://www.tistory.com/"),
        hosts: &[".tistory.com"],
        body: &[
            ".tt_article_useless_p_margin.contents_style",
            ".contents_style",
            ".tt_article_useless_p_margin",
            ".article_view",
            "#article-view",
        ],
        author: &[".info_post .author", ".article_header .writer", ".box_meta .author"],
        by_line: &[".info_post", ".txt_by", ".article_header", ".post-cover .meta", ".titleWrap"],
        tags: &[".area_tag a", ".tag_trail a", ".tags a", ".tag_label a", ".article_tag a"],
        drop: &[
            ".container_postbtn",
            ".another_category",
            ".postbtn_like",
            ".tt-plugin",
            ".revenue_unit_wrap",
            "#tt-body-page-reaction",
        ],
        suffixes: &["티스토리", "Tistory"],
        category_key: Some("categoryLabel"),
        offset: Some(9),
        ..NONE
    },
    Platform {
        name: "naver",
        home: Some("https://blog.naver.com/"),
        hosts: &["blog.naver.com", "m.blog.naver.com"],
        body: &[
            ".se-main-container",
            ".se_component_wrap.sect_dsc",
            ".se_doc_viewer .sect_dsc",
            "#postViewArea",
            ".post-view",
            ".post_ct",
            ".post_area",
            "#post-content",
            ".blog_content",
        ],
        title: &[
            ".se-title-text",
            "h3.se_textarea",
            ".pcol1 .itemSubjectBoldfont",
            ".itemSubjectBoldfont",
            "h3.tit_h3",
        ],
        date: &[".se_publishDate", ".se-publishDate", ".blog_date", "._postAddDate", ".date.fil5"],
        author: &["#nickNameArea", ".nick", ".blog_author strong"],
        tags: &[".wrap_tag a.item", ".post_tag a"],
        categories: &[".blog2_series a", ".blog_category", ".cate_wrap", ".pcol2.fil1"],
        drop: &[".se-documentTitle", ".se_title", ".wrap_blog2_sympathy", ".post_footer_contents"],
        suffixes: &["네이버 블로그", "네이버블로그", "Naver Blog"],
        frame: Some("mainFrame"),
        offset: Some(9),
        ..NONE
    },
    Platform {
        name: "velog",
        home: Some("https://velog.io/"),
        hosts: &["velog.io"],
        body: &["[data-testid=post-content]", ".atom-one", ".atom-one-light"],
        author: &[".username"],
        date: &[".information span"],
        tag_folder: Some("/tags/"),
        offset: Some(9),
        ..NONE
    },
    Platform {
        name: "daum",
        home: Some("https://blog.daum.net/"),
        hosts: &["blog.daum.net"],
        body: &[
            "#contentDiv",
            ".article_view",
            "#cContentBody",
            ".blogview_content",
            "#daum-blog-article",
        ],
        title: &[".blogview_tit .tit_view", ".cB_Title", ".tit_view"],
        date: &[".cB_Tdate", ".blogview_tit time", ".txt_date"],
        author: &[".cB_Name", ".blogview_info .link_name"],
        tags: &[".cB_Tag a", ".tag_area a"],
        categories: &[".cB_Folder a", ".blogview_tit .link_category"],
        frame: Some("BlogMain"),
        suffixes: &["Daum 블로그", "Daum블로그"],
        offset: Some(9),
        ..NONE
    },
    Platform {
        name: "egloos",
        home: Some("http://www.egloos.com/"),
        hosts: &[".egloos.com"],
        body: &[".post_view .hentry", ".hentry .post_content", ".post_content", ".hentry"],
        title: &[".post_title_area a", ".post_title a", ".subject h3"],
        date: &[".post_title_area abbr", ".post_info abbr", "abbr.published"],
        tags: &[".post_taglist a", "ul.tag a"],
        categories: &[".post_title_category", "li.post_info_category"],
        drop: &[".post_taglist", ".comment_list"],
        offset: Some(9),
        ..NONE
    },
    Platform {
        name: "hatena",
        home: Some("https://hatena.blog/"),
        hosts: &[
            ".hatenablog.com",
            ".hatenablog.jp",
            ".hateblo.jp",
            ".hatenadiary.com",
            ".hatenadiary.jp",
            ".hatenadiary.org",
            "d.hatena.ne.jp",
        ],
        generators: &["hatena"],
        body: &[".entry-content.hatenablog-entry", ".entry-content", ".section"],
        title: &[".entry-title a", "h1.entry-title", "h3.title"],
        date: &[".entry-date time", ".date time"],
        author: &[".entry-author .author", ".fn"],
        tags: &[".entry-categories a", ".categories a"],
        drop: &[".entry-footer", ".customized-footer", ".hatena-star-container"],
        offset: Some(9),
        ..NONE
    },
    Platform {
        name: "note",
        home: Some("https://note.com/"),
        hosts: &["note.com", "note.mu"],
        body: &[".note-common-styles__textnote-body", "[data-name=body]", ".p-article__content"],
        title: &["h1.o-noteContentHeader__title", ".o-noteContentHeader__title"],
        date: &[".o-noteContentHeader__date time", ".o-noteContentHeader time", "time"],
        author: &[".o-noteContentHeader__name a", ".o-noteContentHeader__name"],
        tags: &[".m-tagList__item a", ".m-tagList a"],
        suffixes: &["note", "note（ノート）"],
        offset: Some(9),
        ..NONE
    },
    Platform {
        name: "blogger",
        home: Some("https://www.blogger.com/"),
        hosts: &[".blogspot.com"],
        generators: &["blogger"],
        body: &[".post-body.entry-content", ".post-body", "[itemprop=description articleBody]"],
        title: &["h3.post-title", "h1.post-title", ".post-title.entry-title"],
        date: &["abbr.published", "time.published", ".published"],
        author: &[".post-author [itemprop=name]", ".post-author .fn", ".post-author"],
        tags: &[".post-labels a", "[rel=tag]"],
        drop: &[".post-share-buttons", ".post-footer"],
        older: Some("a.blog-pager-older-link"),
        newer: Some("a.blog-pager-newer-link"),
        ..NONE
    },
    Platform {
        name: "wordpress",
        hosts: &[".wordpress.com"],
        generators: &["wordpress"],
        body: &[
            ".wp-block-post-content",
            "article .entry-content",
            ".entry-content",
            ".post-content",
            ".single-content",
            ".post .entry",
        ],
        title: &["h1.entry-title", "h1.wp-block-post-title", ".entry-title", "h1.post-title"],
        date: &[
            "time.entry-date.published",
            "time.entry-date",
            ".wp-block-post-date time",
            ".posted-on time",
        ],
        author: &[
            ".author.vcard .fn",
            ".byline .author",
            ".wp-block-post-author__name",
            ".wp-block-post-author-name",
            ".author.vcard",
        ],
        tags: &[".tags-links a", ".post-tags a", ".wp-block-post-terms.taxonomy-post_tag a"],
        categories: &[".cat-links a", ".wp-block-post-terms.taxonomy-category a"],
        drop: &[
            ".sharedaddy",
            "#jp-post-flair",
            ".jp-relatedposts",
            ".post-navigation",
            ".wpcnt",
            ".addtoany_share_save_container",
            ".page-links",
            "#atatags-26942",
        ],
        ..NONE
    },
    Platform {
        name: "medium",
        home: Some("https://medium.com/"),
        hosts: &["medium.com", ".medium.com"],
        body: &["article section", "article .section-content", "article"],
        title: &["h1[data-testid=storyTitle]", "h1.pw-post-title", "h1.graf--title"],
        author: &["[data-testid=authorName]", "a[rel=author]"],
        drop: &[
            "[data-testid=storyTitle]",
            "h1.pw-post-title",
            "h1.graf--title",
            "[data-testid=authorPhoto]",
            "[data-testid=headerSocialShareButton]",
            ".speechify-ignore",
            "button",
        ],
        suffixes: &["Medium"],
        ..NONE
    },
    Platform {
        name: "substack",
        home: Some("https://substack.com/"),
        hosts: &[".substack.com"],
        generators: &["substack"],
        body: &[".available-content .body.markup", ".available-content", ".body.markup"],
        title: &["h1.post-title", ".post-header h1"],
        author: &[".post-header .profile-hover-card-target a", ".byline-wrapper a"],
        drop: &[
            ".subscription-widget-wrap",
            ".subscribe-widget",
            ".image-link-expand",
            ".button-wrapper",
            ".post-ufi",
        ],
        ..NONE
    },
    Platform {
        name: "ghost",
        generators: &["ghost"],
        body: &[
            ".gh-content",
            ".post-full-content .post-content",
            ".kg-canvas",
            ".post-content",
            ".content",
        ],
        title: &["h1.gh-article-title", "h1.article-title", "h1.post-full-title", "h1.gh-title"],
        date: &[
            "time.gh-article-meta-date",
            "time.post-full-meta-date",
            ".gh-article-meta time",
            "time.byline-meta-date",
        ],
        author: &[".gh-article-author-name", ".author-name"],
        drop: &[".gh-post-upgrade-cta", ".kg-signup-card", ".gh-comments"],
        ..NONE
    },
    Platform {
        name: "livejournal",
        home: Some("https://www.livejournal.com/"),
        hosts: &[".livejournal.com"],
        body: &[
            ".aentry-post__text",
            ".entry-content",
            ".b-singlepost-body",
            ".entry-text",
            ".entry_text",
            ".asset-body",
        ],
        title: &[".aentry-post__title", ".b-singlepost-title", ".entry-title", ".asset-header h2"],
        date: &[
            ".aentry-head__date time",
            ".b-singlepost-author-date",
            ".datetime",
            ".asset-meta abbr",
            "abbr.datetime",
        ],
        author: &[".aentry-head__user .ljuser", ".ljuser", ".asset-meta .ljuser"],
        tags: &[".aentry-tags a", ".b-singlepost-tags-items a", ".ljtags a", ".tag a"],
        drop: &[".ljtags", ".aentry-tags", ".b-singlepost-tags"],
        suffixes: &["LiveJournal"],
        ..NONE
    },
    Platform {
        name: "dreamwidth",
        home: Some("https://www.dreamwidth.org/"),
        hosts: &[".dreamwidth.org"],
        body: &[".entry-content"],
        title: &["h3.entry-title", ".entry-title"],
        date: &[".entry .datetime", ".datetime"],
        author: &[".entry-poster .ljuser", ".poster .ljuser"],
        tags: &[".tag li a", ".tag a"],
        suffixes: &["Dreamwidth"],
        ..NONE
    },
    Platform {
        name: "tumblr",
        home: Some("https://www.tumblr.com/"),
        hosts: &[".tumblr.com"],
        body: &[
            ".post-content .body-text",
            ".post-content",
            "article .body-text",
            "article .copy",
            ".post .caption",
            ".post",
        ],
        date: &[".post-date a", ".date"],
        tags: &[".tags a", ".tag-link"],
        drop: &[".post-notes", ".notes", ".post-controls"],
        suffixes: &["Tumblr"],
        ..NONE
    },
    Platform {
        name: "squarespace",
        generators: &["squarespace"],
        body: &[
            ".blog-item-content",
            "article .entry-content",
            ".sqs-layout",
            ".blog-item-content-wrapper",
        ],
        title: &["h1.entry-title", ".blog-item-title h1", "h1.blog-title"],
        date: &["time.dt-published", "time.blog-date", "time.published"],
        author: &[".blog-author-name", ".entry-author"],
        tags: &[".blog-item-tag", ".entry-tags a"],
        categories: &[".blog-item-category", ".entry-category a"],
        ..NONE
    },
    Platform {
        name: "wix",
        hosts: &[".wixsite.com"],
        generators: &["wix.com"],
        body: &[
            "[data-hook=post-description]",
            "[data-hook=post-page] [data-hook=rcv-block-first]",
            ".rich-content-viewer",
        ],
        title: &["[data-hook=post-title]"],
        date: &["[data-hook=time-ago]"],
        author: &["[data-hook=user-name]"],
        tags: &["[data-hook=tag-list-root] a"],
        categories: &["[data-hook=category-label-list] a"],
        ..NONE
    },
];

/// The platform that a class, an id or another sign in the markup belongs to alone.
pub(super) fn of_sign(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "tt_article_useless_p_margin" | "tt-body-page" | "tt-body-index" | "tt-body-category" => {
            "tistory"
        }
        "se-main-container" | "se_component_wrap" | "postViewArea" | "se_doc_viewer"
        | "nickNameArea" => "naver",
        "hatenablog-entry" | "hatena-module" => "hatena",
        "o-noteContentHeader" | "note-common-styles__textnote-body" => "note",
        "blogview_content" | "cContentBody" | "daum-blog-article" => "daum",
        "post_title_area" | "post_taglist" => "egloos",
        "gh-content" | "gh-article" | "kg-canvas" => "ghost",
        "aentry-post__text" | "b-singlepost-body" => "livejournal",
        "pw-post-title" | "graf--title" => "medium",
        "available-content" => "substack",
        "wp-block-post-content"
        | "wp-block-post-title"
        | "wp-site-blocks"
        | "wp-singular"
        | "wp-custom-logo"
        | "single-format-standard"
        | "wpadminbar" => "wordpress",
        "sqs-layout" | "blog-item-content" => "squarespace",
        _ => return None,
    })
}

/// The platform of this name.
pub(crate) fn named(name: &str) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|platform| platform.name == name)
}

/// The platform of a page: by what only its markup has, by what it says made it, by its address.
pub(super) fn of(facts: &Facts<'_>, host: &str) -> Option<&'static Platform> {
    let generator = facts.meta_of("generator").unwrap_or_default().to_ascii_lowercase();
    let made =
        |platform: &&Platform| platform.generators.iter().any(|it| generator.starts_with(it));
    let is_at = |platform: &&Platform| {
        platform.hosts.iter().any(|end| host == *end || end.starts_with('.') && host.ends_with(end))
    };
    let by_sign = facts.signs.first().and_then(|name| named(name));
    // The address of its API stands in the head of every page, also where the theme hides who made it.
    let has_api = facts.links_of("https://api.w.org/").next().is_some();
    let by_sign = by_sign.or_else(|| named("wordpress").filter(|_| has_api));
    by_sign.or_else(|| PLATFORMS.iter().find(made)).or_else(|| PLATFORMS.iter().find(is_at))
}

//! Any blog at all: generated from an alphabet of what breaks documents.

use larder_core::{
    Blog, Body, Claim, Comment, CommentId, Counts, Enclosure, InReplyTo, Link, Status, Translation,
};
use larder_export::{Also, Extent, Grouping};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    blog::{blog, by, date, post, tag},
    run::{FORMATS, all_clean, options, write_with},
};

/// Pieces that mean something to XML, HTML, JSON, URLs or Unicode.
const PIECES: [&str; 48] = [
    "a",
    "한글",
    "\0",
    "\u{8}",
    "\t",
    "\n",
    "\r",
    "\u{85}",
    "\u{a0}",
    "\u{3000}",
    "\u{200b}",
    "\u{202e}",
    "\u{fdd0}",
    "\u{fffe}",
    "\u{fffd}",
    "\u{feff}",
    "\u{1fffe}",
    "👨‍👩‍👧",
    "&",
    "&amp;",
    "&#0;",
    "&#x80;",
    "&pi;",
    "<",
    ">",
    "\"",
    "'",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "</b>",
    "<b>",
    "<p",
    "<script>",
    "<img src=",
    "<a href=\"",
    "<table>",
    "<svg>",
    "<?xml",
    "<!DOCTYPE",
    "javascript:",
    "https://e.example.org/",
    "?a=[1]&b={",
    "#fn1",
    "%zz",
    "tag:x,2000:",
    "12345",
];

fn text() -> impl Strategy<Value = String> {
    vec(select(PIECES.to_vec()), 0..9).prop_map(|pieces| pieces.concat())
}

fn times() -> impl Strategy<Value = Option<larder_core::Timestamp>> {
    let dates = [
        "0001-01-02T00:00:00Z",
        "1931-01-01T00:00:00+00:19",
        "2022-10-17T23:59:59.5-09:30",
        "9999-12-30T00:00:00Z",
    ];
    proptest::option::weighted(0.8, select(dates.to_vec()).prop_map(date))
}

prop_compose! {
    fn any_post()(
        texts in vec(text(), 16),
        published in times(),
        updated in times(),
        holes in any::<u16>(),
        many in 0_usize..3,
    ) -> larder_core::Post {
        let mut post = post(&texts[0], &texts[1]);
        let given = |bit: u32, at: usize| (holes >> bit & 1 == 0).then(|| texts[at].clone());
        post.title = given(0, 2);
        post.permalink = given(1, 3);
        post.subtitle = given(2, 4).map(|text| Box::new(Claim::stated(text)));
        post.summary = given(3, 5);
        post.language = given(4, 6).map(Into::into);
        post.rights = given(5, 7).map(Into::into);
        if holes >> 6 & 1 == 0 {
            post.content = None;
        }
        (post.published, post.updated) = (published, updated);
        let mut counts = Counts::default();
        counts.comments = (holes >> 7 & 1 == 0).then_some(u64::from(holes));
        post.counts = Some(Box::new(counts));
        for at in 0..many {
            let mut enclosure = Enclosure::new(texts[8 + at].clone());
            enclosure.media_type = given(8, 10);
            enclosure.title = given(9, 11);
            post.enclosures.push(enclosure);
            let rel = if at == 0 { "related".into() } else { texts[12].clone() };
            let mut link = Link::new(rel, texts[13 - at].clone());
            (link.media_type, link.language, link.title) = (given(10, 2), given(11, 6), given(12, 4));
            post.links.push(link);
            let mut answered = InReplyTo::new(texts[14 - at].clone());
            (answered.url, answered.media_type) = (given(13, 3), given(14, 10));
            post.in_reply_to.push(answered);
            let mut translation = Translation::new(texts[15 - at].clone());
            translation.url = given(15, 9);
            post.translations.push(translation);
        }
        post
    }
}

fn any_blog() -> impl Strategy<Value = Blog> {
    (vec(any_post(), 0..4), vec(text(), 9)).prop_map(|(posts, texts)| {
        let mut made = blog(posts);
        by(&mut made, "1", &texts[0]);
        by(&mut made, "2", &texts[1]);
        made.authors[0].url = Some(texts[2].clone());
        tag(&mut made, &texts[3]);
        tag(&mut made, &texts[4]);
        made.site.id = texts[5].clone();
        made.site.title = Some(texts[6].clone());
        made.site.description = Some(texts[7].clone());
        made.site.language = Some(texts[8].clone());
        made.site.rights = Some(texts[0].clone());
        made.site.updated = Some(date("2022-10-17T00:00:00Z"));
        made.site.authors = made.authors.iter().map(|author| author.id.clone()).collect();
        made
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Groups, archive documents, everything, comments, the podcast and the list: whatever is written is clean.
    #[test]
    fn every_document_beside_the_feed_is_clean_too(
        blog in any_blog(),
        comments in vec(text(), 0..4),
        pages in 0_usize..3,
    ) {
        let mut blog = blog;
        let posts: Vec<_> = blog.posts.heads().map(|post| post.id.clone()).collect();
        for (number, said) in comments.iter().enumerate() {
            let Some(post) = posts.get(number % 2) else { continue };
            let body = Body::inline(said.clone());
            let mut comment = Comment::new(CommentId::new(format!("{number}{said}")), post.clone(), body);
            comment.status = Some(Status::Published);
            comment.is_html = number % 2 == 0;
            (comment.author_name, comment.author_url) = (Some(said.clone()), Some(said.clone()));
            blog.comments.push(comment);
        }
        let extra = &mut blog.site.extra;
        extra.insert("itunes:category", serde_json::json!(["Arts", { "text": "Music", "category": "Music History" }]));
        extra.insert("itunes:explicit", "no");
        extra.insert("itunes:author", blog.site.title.clone().unwrap());
        extra.insert("itunes:owner", serde_json::json!({ "name": blog.site.title, "email": "a@example.org" }));
        blog.sort();
        let mut options = options();
        options.feeds_per = Grouping::ALL.into();
        options.also =
            [Also::CommentsFeed, Also::CommentsFeedPerPost, Also::Podcast, Also::Everything].into();
        options.archive_pages = std::num::NonZeroUsize::new(pages);
        options.selection.undated = true;
        all_clean(&blog, &options);
    }

    /// [`write_with`] parses what was written, checks its characters and counts its items.
    #[test]
    fn any_blog_is_a_valid_document_in_every_format(
        blog in any_blog(),
        summary in any::<bool>(),
        undated in any::<bool>(),
    ) {
        let mut options = options();
        options.extent = if summary { Extent::Summary } else { Extent::Full };
        options.selection.undated = undated;
        for format in FORMATS {
            let first = write_with(format, &blog, &options).unwrap();
            let again = write_with(format, &blog, &options).unwrap();
            prop_assert_eq!(first.text, again.text);
        }
    }
}

//! What is written for Zola builds without a hand touching it: `zola/site.rs` does what Zola does, and stops where it would.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking and read their fixtures"
)]

#[path = "common/blogs.rs"]
mod blogs;
#[path = "zola/site.rs"]
mod site;

use std::{collections::BTreeSet, path::Path, sync::Arc};

use larder_core::{
    Asset, AssetId, Blob, Blog, Body, Comment, CommentId, Content, Digest, MemorySpool, Post,
    PostId, PostKind, Site, Spool, Status, Stored, Term, TermId, TermKind, Timestamp, Visibility,
};
use larder_export::{Account, WriteOptions, sink::Memory, writer};
use larder_import::{ReadOptions, read, source};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::Url;

use self::site::Built;

const BASE: &str = "https://example.org/blog/";

fn options() -> WriteOptions {
    let mut options = WriteOptions::default();
    options.public_address = Some(BASE.into());
    options
}

fn written(blog: &Blog, options: &WriteOptions) -> (Memory, Account) {
    let zola = writer("zola").unwrap();
    let mut account = Account::new(zola.format(), blog);
    let mut sink = Memory::default();
    zola.write(blog, options, &mut sink, &mut account).unwrap();
    (sink, account)
}

/// The blog of a case of export.
fn case(folder: &Path) -> Blog {
    let bytes = std::fs::read(folder.join("blog.json")).unwrap();
    let source = source::Memory::new("blog", [("blog.json", bytes)]);
    let blogs = read(&source, &ReadOptions::default()).unwrap().blogs;
    <[Blog; 1]>::try_from(blogs).unwrap().into_iter().next().unwrap()
}

/// The files that links and pictures of other pages lead to. Panics where nothing stands at one.
fn reached(built: &Built) -> BTreeSet<&str> {
    let mut reached = BTreeSet::new();
    for (file, text) in built.iter().filter(|(file, _)| file.ends_with(".html")) {
        let name = file.replace('%', "%25").replace('#', "%23");
        let here = Url::parse(BASE).unwrap().join(&name).unwrap();
        for address in ["href=\"", "src=\""].iter().flat_map(|name| text.split(name).skip(1)) {
            let address = address.split('"').next().unwrap_or_default();
            let address =
                address.replace("&#x2F;", "/").replace("&#x27;", "'").replace("&amp;", "&");
            let Ok(target) = here.join(&address) else { continue };
            let Some(inner) = target.as_str().strip_prefix(BASE) else { continue };
            let inner = inner.split(['?', '#']).next().unwrap_or_default();
            let inner = percent_decode_str(inner).decode_utf8().unwrap();
            let folder = format!("{}/index.html", inner.trim_end_matches('/'));
            let names = [&*inner, folder.trim_start_matches('/')];
            let target = names.into_iter().find_map(|name| built.get_key_value(name));
            let (target, _) = target.unwrap_or_else(|| panic!("{file}: nothing is at {address}"));
            if target != file {
                reached.insert(target.as_str());
            }
        }
    }
    reached
}

/// Builds a blog and looks at what was built. Returns it, with the account.
fn built(blog: &Blog) -> (Built, Account) {
    let (sink, account) = written(blog, &options());
    let built = site::build(sink.files());
    let pages = sink.files().keys().filter(|name| name.ends_with("/index.md")).count();
    assert_eq!(account.output.written, pages as u64);
    let reached = reached(&built);
    // Aliases are for old links, and an empty list is for nobody.
    let is_alone = |(file, text): &(&String, &String)| {
        *file == "posts/undated/index.html" || text.starts_with(BASE) || !file.ends_with(".html")
    };
    for (file, _) in built.iter().filter(|it| !is_alone(it)) {
        assert!(reached.contains(file.as_str()), "no link leads to {file}");
    }
    (built, account)
}

fn post(id: &str, title: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.title = Some(title.to_owned());
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn picture(id: &str, bytes: &[u8]) -> Asset {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    let mut stored = Stored::new(Digest::of(bytes), bytes.len() as u64, "gif");
    stored.blob = Some(Blob::keep(&spool, bytes).unwrap());
    let mut asset = Asset::new(AssetId::new(id));
    asset.url = Some(format!("https://blog.example.org/{id}.gif"));
    asset.stored = Some(Box::new(stored));
    asset
}

#[test]
fn the_export_cases_build_as_they_are() {
    let folder = Path::new("tests/fixtures/export");
    let mut seen = 0;
    for case_folder in std::fs::read_dir(folder).unwrap() {
        let blog = case(&case_folder.unwrap().path());
        let (built, account) = built(&blog);
        let feed = &built["rss.xml"];
        roxmltree::Document::parse(feed).unwrap_or_else(|error| panic!("{error}\n{feed}"));
        seen += account.output.written;
    }
    assert_eq!(seen, 23, "of six cases");
}

#[test]
fn a_page_shows_all_that_is_said_of_its_post() {
    let mut blog = Blog::new(Site::new("b"));
    blog.site.home = Some("https://old.example/".into());
    blog.site.language = Some("ko".into());
    blog.terms = vec![
        Term::new(TermId::new("1"), TermKind::Tag, "C#"),
        Term::new(TermId::new("2"), TermKind::Tag, "a/b 100%"),
        Term::new(TermId::new("3"), TermKind::Category, "산책"),
        Term::new(TermId::new("4"), TermKind::Tag, "가".repeat(100)),
    ];
    let mut one =
        post("tag:old.example,2019:1", "첫 <글>", "<p>우체통 <a href=\"/two\">둘</a></p>");
    one.published = Some(Timestamp::from_rfc3339("2019-03-01T23:30:00+09:00").unwrap());
    one.permalink = Some("https://old.example/2019/03/First.html".into());
    one.summary = Some("a \"summary\"".into());
    one.terms = vec![TermId::new("1"), TermId::new("2"), TermId::new("3"), TermId::new("4")].into();
    let mut two = post("2", "2019-03-04", "<p>둘</p>");
    two.permalink = Some("https://old.example/two".into());
    two.slug = Some("2019-03-04".into());
    let mut page = post("3", "소개", "<p>소개</p>");
    page.kind = PostKind::Page;
    blog.posts = vec![one, two, page].into();
    let mut comment = Comment::new(
        CommentId::new("12"),
        PostId::new("tag:old.example,2019:1"),
        Body::inline("<b>잘</b> 읽었습니다"),
    );
    (comment.status, comment.is_html) = (Some(Status::Published), true);
    comment.author_name = Some("누리".into());
    blog.comments = vec![comment].into();
    blog.sort();
    let (built, _) = built(&blog);
    let first = &built["posts/first/index.html"];
    for shown in [
        "<h1>첫 &lt;글&gt;</h1>",
        "datetime=\"2019-03-01T23:30:00+09:00\">2019-03-01</time>",
        "href=\"/blog/two/\"",
        "https://example.org/blog/tags/C%23/\">#C#</a>",
        "https://example.org/blog/tags/ab 100%25/\">#a&#x2F;b 100%</a>",
        "https://example.org/blog/categories/산책/\">산책</a>",
        "<li id=\"comment-12\"",
        "<b>잘</b> 읽었습니다",
        "<meta name=\"description\" content=\"a &quot;summary&quot;\">",
    ] {
        assert!(first.contains(shown), "{shown} is not in\n{first}");
    }
    // The old address was a file, from which a page leads here; the other one is kept, and has no date.
    assert_eq!(built["2019/03/First.html"], "https://example.org/blog/posts/first/");
    assert!(!built["two/index.html"].contains("<time"));
    assert!(built["posts/undated/index.html"].contains(">2019-03-04</a>"));
    let feed = roxmltree::Document::parse(&built["rss.xml"]).unwrap();
    let texts = |name: &str| -> Vec<&str> {
        feed.descendants().filter(|it| it.has_tag_name(name)).filter_map(|it| it.text()).collect()
    };
    assert_eq!(texts("guid"), ["tag:old.example,2019:1"]);
    assert_eq!(texts("pubDate"), ["Fri, 01 Mar 2019 23:30:00 +0900"]);
    let encoded = feed.descendants().find(|it| it.tag_name().name() == "encoded").unwrap();
    assert!(encoded.text().unwrap().contains("href=\"https://example.org/blog/two/\""));
    assert_eq!(texts("language"), ["ko"]);
}

#[test]
fn hostile_texts_stop_no_build_and_are_shown() {
    let said = [
        "{{ x() }}",
        "{{ config.title }}",
        "{% raw %}",
        "{% end %}",
        "{{/* y() */}}",
        "+++",
        "---",
        "{: .x}",
        "a | b",
        "$$",
        "@/x.md",
        "<!-- more -->",
        "\"'\\",
        "{{ }} {%",
        "{#",
    ];
    let posts = said.iter().enumerate().map(|(at, said)| {
        let shown = said.replace('&', "&amp;").replace('<', "&lt;");
        let html = format!(
            "<p>{shown}</p><pre><code>{shown}\n</code></pre><p>a <code>{shown}</code></p><table><tr><td>{shown}</td></tr></table>"
        );
        let mut post = post(&format!("id-{at}"), said, &html);
        post.summary = Some((*said).to_owned());
        post.slug = Some("one".into());
        for (name, value) in [
            ("zola:extra", serde_json::json!({ "comment_file": "../x", "cover": true, "enclosures": "x" })),
            ("zola:weight", serde_json::json!(-1)),
            ("zola:template", serde_json::json!("none.html")),
            ("zola:in_search_index", serde_json::json!("no")),
        ] {
            post.extra.insert(name, value);
        }
        post
    });
    let mut blog = Blog::new(Site::new("b"));
    blog.posts = posts.collect::<Vec<_>>().into();
    blog.sort();
    let (built, _) = built(&blog);
    for said in said {
        let shown = said
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        let pages = built.values().filter(|text| text.contains(&format!("<p>{shown}</p>")));
        assert_eq!(pages.count(), 1, "{said} is not shown as it is");
    }
}

#[test]
fn what_is_not_public_is_in_the_folder_only_when_it_is_asked_for_and_is_never_built() {
    let mut blog = Blog::new(Site::new("b"));
    let shown = "<p>SECRET <img src=\"https://blog.example.org/secret.gif\"></p>";
    let mut draft = post("1", "비밀", shown);
    draft.status = Some(Status::Draft);
    draft.assets.push(AssetId::new("secret"));
    let mut other = draft.clone();
    other.id = PostId::new("3");
    blog.posts = vec![draft, post("2", "글", "<p>글</p>"), other].into();
    blog.assets = vec![picture("secret", b"GIF89a SECRET")].into();
    blog.sort();
    let holds = |sink: &Memory| {
        sink.files().values().any(|bytes| String::from_utf8_lossy(bytes).contains("SECRET"))
    };
    assert!(!holds(&written(&blog, &options()).0));
    let mut asked = options();
    asked.selection.include.statuses = BTreeSet::from([Status::Draft]);
    let (sink, account) = written(&blog, &asked);
    assert!(holds(&sink) && account.output.written == 3);
    assert!(sink.files().contains_key("_unpublished/static/media/secret.gif"));
    let built = site::build(sink.files());
    assert!(!built.values().any(|text| text.contains("SECRET") || text.contains("비밀")));
    assert!(!built.keys().any(|name| name.contains("secret")), "{:?}", built.keys());
}

#[test]
fn a_draft_that_is_published_without_its_comments_builds() {
    let mut blog = Blog::new(Site::new("b"));
    let mut draft = post("1", "글", "<p>글</p>");
    (draft.status, draft.slug) = (Some(Status::Draft), Some("letter".into()));
    let mut comment =
        Comment::new(CommentId::new("1"), PostId::new("1"), Body::inline("잘 읽었습니다"));
    comment.status = Some(Status::Published);
    (blog.posts, blog.comments) = (vec![draft].into(), vec![comment].into());
    let mut asked = options();
    asked.selection.include.statuses = BTreeSet::from([Status::Draft]);
    let mut files = written(&blog, &asked).0.files().clone();
    assert!(files.contains_key("_unpublished/data/comments/letter.json"));
    let page = files.get_mut("content/posts/undated/letter/index.md").unwrap();
    *page = String::from_utf8(page.clone()).unwrap().replace("draft = true\n", "").into_bytes();
    let built = site::build(&files);
    assert!(built["posts/letter/index.html"].contains("<p>글</p>"), "{:?}", built.keys());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_blog_builds(seed: u64, posts in 0_usize..8) {
        let blog = blogs::blog(seed, posts);
        let (sink, _) = written(&blog, &options());
        site::build(sink.files());
    }
}

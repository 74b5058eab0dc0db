//! Folders of small blogs.

use std::sync::Arc;

use larder_core::{
    Asset, AssetId, Blob, Body, Comment, CommentId, Content, Digest, InternalLink, MemorySpool,
    Post, PostId, PostKind, Site, Spool, Status, Stored, Timestamp, Visibility,
};

use super::*;
use crate::sink::Memory;

fn public(id: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.slug = Some(id.to_owned());
    post.permalink = Some(format!("https://blog.example.org/{id}"));
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn blog(posts: Vec<Post>) -> Blog {
    let mut blog = Blog::new(Site::new("https://blog.example.org/"));
    blog.site.home = Some("https://blog.example.org/".into());
    blog.posts = posts.into();
    blog.sort();
    blog
}

fn written(blog: &Blog, options: &WriteOptions) -> (Memory, Vec<String>) {
    let mut sink = Memory::default();
    let mut account = Account::new(&format::MARKDOWN, blog);
    Markdown.write(blog, options, &mut sink, &mut account).unwrap();
    (sink, account.notes.iter().map(|note| note.kind.to_string()).collect())
}

fn text<'s>(sink: &'s Memory, name: &str) -> &'s str {
    std::str::from_utf8(&sink.files()[name]).unwrap()
}

fn picture(url: &str) -> Asset {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    let mut stored = Stored::new(Digest::of(b"GIF89a"), 6, "gif");
    stored.blob = Some(Blob::keep(&spool, b"GIF89a").unwrap());
    let mut asset = Asset::new(AssetId::new(url));
    (asset.url, asset.stored) = (Some(url.to_owned()), Some(Box::new(stored)));
    asset
}

#[test]
fn addresses_are_those_at_which_a_post_was_and_links_lead_to_files() {
    let mut one = public("one", "<p><a href=\"/two#end\">둘</a> <a href=\"/\">home</a></p>");
    one.old_addresses.push("https://old.example/?p=1".into());
    one.internal_links.push(InternalLink::new("/two#end", PostId::new("two")));
    let mut two =
        public("two", "<p id=\"end\">끝 <a href=\"https://blog.example.org/one\">하나</a></p>");
    two.kind = PostKind::Page;
    // Nobody serves the folder, wherever it is put.
    let public_address = Some("https://new.example/blog/".into());
    let options = WriteOptions { public_address, ..WriteOptions::default() };
    let (sink, _) = written(&blog(vec![one, two]), &options);
    assert_eq!(
        text(&sink, "posts/one.md"),
        "---\nslug: \"one\"\npermalink: \"https://blog.example.org/one\"\n\
         redirect_from: [\"https://old.example/?p=1\"]\nguid: \"one\"\n---\n\n\
         [둘](../pages/two.md#end) [home](../index.md)\n"
    );
    assert!(
        text(&sink, "pages/two.md").ends_with("<a id=\"end\"></a>끝 [하나](../posts/one.md)\n")
    );
    assert!(!sink.files().keys().any(|name| name.starts_with("redirects/")));
}

#[test]
fn pictures_of_the_folder_are_markdown_and_say_where_they_were() {
    let url = "https://blog.example.org/up/a%20b.gif";
    let html = format!(
        "<p><img src=\"{url}\" alt=\"가 [b]\" width=\"30\"></p><p><img src=\"https://e.org/c.gif\" width=\"3\"></p>"
    );
    let mut post = public("one", &html);
    post.assets.push(AssetId::new(url));
    let mut blog = blog(vec![post]);
    blog.assets.push(picture(url));
    let (sink, notes) = written(&blog, &WriteOptions::default());
    let page = text(&sink, "posts/one.md");
    assert!(page.contains("![가 \\[b\\]](../media/a-b.gif)\n"), "{page}");
    assert!(page.contains("<img src=\"https://e.org/c.gif\" width=\"3\">"), "{page}");
    assert_eq!(notes, ["markdown has no place for sizes of pictures (1)"]);
    assert_eq!(
        text(&sink, "data/media.json"),
        "{\n  \"media/a-b.gif\": {\n    \"old_address\": \"https://blog.example.org/up/a%20b.gif\"\n  }\n}\n"
    );
}

#[test]
fn the_first_page_lists_all_and_says_what_the_blog_is() {
    let dated = |id: &str, date: &str, title: &str| {
        let mut post = public(id, "");
        post.published = Some(Timestamp::from_rfc3339(date).unwrap());
        post.title = Some(title.to_owned());
        post
    };
    let mut page = public("about", "");
    page.kind = PostKind::Page;
    let mut draft = dated("c", "2020-02-01T00:00:00Z", "%%셋%%");
    draft.status = Some(Status::Draft);
    let posts = vec![
        dated("a", "2019-12-31T23:00:00Z", "[[하나]] #1"),
        dated("b", "2020-01-01T09:00:00Z", "1. 둘"),
        draft,
        public("z", ""),
        page,
    ];
    let mut blog = blog(posts);
    blog.site.title = Some("# 골목 #".into());
    blog.site.description = Some("느린\n글".into());
    let mut options = WriteOptions::default();
    options.selection.include.statuses.insert(Status::Draft);
    let (sink, _) = written(&blog, &options);
    assert_eq!(
        text(&sink, "index.md"),
        "---\nlarder_list: \"home\"\ntitle: \"# 골목 #\"\ndescription: \"느린 글\"\n\
         permalink: \"https://blog.example.org/\"\ntimezone: \"UTC\"\n---\n\n\
         # \\# 골목 \\#\n\n> 느린 글\n\n- [about](pages/about.md)\n\n\
         ## 2020\n\n- 2020-02-01 [\\%\\%셋\\%\\%](posts/c.md) (draft)\n- 2020-01-01 [1. 둘](posts/b.md)\n\n\
         ## 2019\n\n- 2019-12-31 [\\[\\[하나\\]\\] \\#1](posts/a.md)\n\n---\n\n- [z](posts/z.md)\n"
    );
    let (sink, _) = written(&blog, &WriteOptions::default());
    assert!(!text(&sink, "index.md").contains("셋"));
}

#[test]
fn comments_are_read_from_anywhere() {
    let mut blog = blog(vec![public("one", "<p>하나</p>"), public("two", "<p>둘</p>")]);
    let html = "<p><a href=\"/two\">둘</a> <a href=\"https://e.org/\">e</a></p>";
    let mut comment = Comment::new(CommentId::new("1"), PostId::new("one"), Body::inline(html));
    (comment.is_html, comment.status) = (true, Some(Status::Published));
    blog.comments = vec![comment].into();
    let (sink, _) = written(&blog, &WriteOptions::default());
    let said = text(&sink, "comments/one.json");
    assert!(said.contains("<a href=\\\"https://blog.example.org/two\\\">둘</a>"), "{said}");
    assert!(text(&sink, "posts/one.md").contains("\ncomments: \"one\"\n"));
}

use larder_core::{Body, Content, Post, PostId, Site, Status, Timestamp, Visibility};

use super::*;
use crate::sink::Memory;

fn post(id: &str, slug: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.slug = Some(slug.to_owned());
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn blog(posts: Vec<Post>) -> Blog {
    let mut blog = Blog::new(Site::new("b"));
    blog.site.home = Some("https://blog.example.org/".into());
    blog.posts = posts.into();
    blog.sort();
    blog
}

fn written(blog: &Blog, options: &WriteOptions) -> Vec<(String, String)> {
    let mut account = Account::new(&format::JEKYLL, blog);
    let mut sink = Memory::default();
    Jekyll.write(blog, options, &mut sink, &mut account).unwrap();
    let own = sink.files().iter().filter(|(name, _)| name.ends_with(".md"));
    own.map(|(name, bytes)| (name.clone(), String::from_utf8(bytes.clone()).unwrap())).collect()
}

fn pages(posts: Vec<Post>) -> Vec<(String, String)> {
    written(&blog(posts), &WriteOptions::default())
}

#[test]
fn times_are_as_jekyll_writes_them() {
    for (text, expected) in [
        ("2019-03-04T10:20:30+09:00", "2019-03-04 10:20:30 +0900"),
        ("2019-03-01T23:30:00Z", "2019-03-01 23:30:00 +0000"),
        ("2019-03-01T23:30:00.25-03:30", "2019-03-01 23:30:00.25 -0330"),
        ("2019-03-04", "2019-03-04"),
    ] {
        assert_eq!(date(text), Value::Date(expected.into()));
    }
}

#[test]
fn a_post_stands_under_its_day_in_the_zone_of_the_site_and_an_undated_one_beside() {
    let mut late = post("1", "late", "<p>밤</p>");
    late.published = Some(Timestamp::from_rfc3339("2019-03-01T23:30:00Z").unwrap());
    let mut noon = post("2", "정오", "<p>낮</p>");
    noon.published = Some(Timestamp::from_rfc3339("2019-03-04T12:00:00+09:00").unwrap());
    let mut other = post("3", "other", "");
    other.published = Some(Timestamp::from_rfc3339("2019-03-05T12:00:00+09:00").unwrap());
    let undated = post("4", "undated", "<p>언젠가</p>");
    let mut page = post("5", "About", "<p>소개</p>");
    page.kind = PostKind::Page;
    let names = pages(vec![late, noon, other, undated, page]);
    let names: Vec<_> = names.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "_posts/2019-03-02-late.md",
            "_posts/2019-03-04-정오.md",
            "_posts/2019-03-05-other.md",
            "pages/about.md",
            "undated/undated.md",
        ]
    );
}

#[test]
fn a_day_after_the_last_year_stops_nothing() {
    let mut last = post("1", "last", "");
    last.published = Some(Timestamp::from_rfc3339("9999-12-31T23:30:00Z").unwrap());
    let korean = ["2", "3"].map(|id| {
        let mut post = post(id, id, "");
        post.published = Some(Timestamp::from_rfc3339("2019-03-04T12:00:00+09:00").unwrap());
        post
    });
    let all = pages(std::iter::once(last).chain(korean).collect());
    let (name, text) = all.last().unwrap();
    assert_eq!(name, "undated/last.md");
    assert!(text.contains("date: 9999-12-31 23:30:00 +0000\n"), "{text}");
}

#[test]
fn drafts_are_written_only_when_asked_for_and_where_jekyll_builds_none_of_them() {
    let mut draft = post("1", "draft", "<p>아직</p>");
    draft.status = Some(Status::Draft);
    draft.published = Some(Timestamp::from_rfc3339("2019-03-04T12:00:00Z").unwrap());
    let mut private = post("2", "private", "<p>나만</p>");
    private.visibility = Some(Visibility::Private);
    let mut page = post("3", "page", "<p>아직</p>");
    (page.status, page.kind) = (Some(Status::Draft), PostKind::Page);
    let blog = blog(vec![draft, private, page]);
    assert_eq!(written(&blog, &WriteOptions::default()), []);
    let mut options = WriteOptions::default();
    options.selection.include.statuses.insert(Status::Draft);
    options.selection.include.visibilities.insert(Visibility::Private);
    let expected = [
        (
            "_drafts/draft.md",
            "---\ndate: 2019-03-04 12:00:00 +0000\nslug: \"draft\"\npermalink: \"/posts/draft/\"\nguid: \"1\"\n---\n\n아직\n",
        ),
        (
            "_drafts/private.md",
            "---\nslug: \"private\"\npermalink: \"/posts/private/\"\nguid: \"2\"\n---\n\n나만\n",
        ),
        (
            "pages/page.md",
            "---\npublished: false\nslug: \"page\"\npermalink: \"/page/\"\nguid: \"3\"\n---\n\n아직\n",
        ),
    ];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(written(&blog, &options), expected);
}

#[test]
fn addresses_that_jekyll_would_write_elsewhere_are_not_kept() {
    let at = |id: &str, path: &str| {
        let mut post = post(id, id, "");
        post.permalink = Some(["https://blog.example.org", path].concat());
        post
    };
    let all = pages(vec![
        at("html", "/2019/My.Post.html"),
        at("htm", "/2019/old.htm"),
        at("dots", "/a..b/"),
        at("upper", "/OLD.HTML"),
    ]);
    let permalink = |name: &str| {
        let (_, text) = all.iter().find(|(file, _)| file.contains(name)).unwrap();
        text.lines().find(|line| line.starts_with("permalink")).unwrap().to_owned()
    };
    assert_eq!(permalink("/html"), "permalink: \"/2019/My.Post.html\"");
    assert_eq!(permalink("/htm."), "permalink: \"/posts/htm/\"");
    assert_eq!(permalink("/dots"), "permalink: \"/posts/dots/\"");
    assert_eq!(permalink("/upper"), "permalink: \"/posts/upper/\"");
}

#[test]
fn names_of_comment_files_are_of_ascii_and_unique() {
    assert_eq!(Jekyll.comments_name("walk-2"), "walk-2");
    let (one, two) = (Jekyll.comments_name("소개"), Jekyll.comments_name("골목"));
    assert!(one.is_ascii() && one.starts_with("x_") && one != two, "{one}, {two}");
}

#[test]
fn what_liquid_and_kramdown_would_read_is_text() {
    let html = "<p>{{ page.title }} and {% raw %}</p><p>{: .x} 100$$ a | b</p><p>---</p>\
        <pre><code>{% include x %}</code></pre><pre><code>{% endraw %}{{ y }}</code></pre>\
        <p><code>{{ z }}</code> <a href=\"/a?{{b}}\" title=\"{% c %}\">d</a></p>";
    let [(_, text)] = <[_; 1]>::try_from(pages(vec![post("1", "a", html)])).unwrap();
    let (_, body) = text.split_once("\n---\n").unwrap();
    let expected = r#"
&#123;{ page.title }} and &#123;% raw %}

\{: .x} 100\$\$ a \| b

\---

{% raw %}
```
{% include x %}
```
{% endraw %}

<pre><code>&#123;% endraw %}&#123;&#123; y }}</code></pre>

{% raw %}`{{ z }}`{% endraw %} <a href="https://blog.example.org/a?%7B%7Bb%7D%7D" title="&#123;% c %}">d</a>
"#;
    assert_eq!(body, expected);
}

//! What a site for Astro is made of.

use chrono::FixedOffset;
use larder_core::{Post, PostId, PostKind, Site, Status, Visibility, Zone};
use serde_json::json;

use super::*;
use crate::sink::Memory;

fn public(id: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.slug = Some(id.to_owned());
    post
}

fn blog(posts: Vec<Post>) -> Blog {
    let mut blog = Blog::new(Site::new("b"));
    blog.posts = posts.into();
    blog.sort();
    blog
}

fn written(blog: &Blog, options: &WriteOptions) -> Memory {
    let mut sink = Memory::default();
    let mut account = Account::new(&format::ASTRO, blog);
    Astro.write(blog, options, &mut sink, &mut account).unwrap();
    sink
}

fn text<'s>(sink: &'s Memory, name: &str) -> &'s str {
    std::str::from_utf8(&sink.files()[name]).unwrap()
}

#[test]
fn a_day_is_the_text_of_its_midnight_where_it_was() {
    let mut post = public("walk");
    let seoul = FixedOffset::east_opt(9 * 3600).unwrap();
    post.published = Some(Timestamp::day(2019, 3, 4, seoul, Zone::Stated).unwrap());
    post.updated = Some(Timestamp::from_rfc3339("2019-03-05T10:20:30Z").unwrap());
    let sink = written(&blog(vec![post]), &WriteOptions::default());
    assert_eq!(
        text(&sink, "src/content/posts/walk.md"),
        "---\npubDate: \"2019-03-04T00:00:00+09:00\"\nupdatedDate: \"2019-03-05T10:20:30Z\"\n\
         slug: \"walk\"\npath: \"/posts/walk/\"\nguid: \"walk\"\n---\n"
    );
    assert!(text(&sink, "src/content.config.ts").contains("  pubDate: z.string().optional(),\n"));
}

#[test]
fn posts_and_pages_are_two_collections_and_an_empty_one_is_none() {
    let mut page = public("about");
    page.kind = PostKind::Page;
    let sink = written(&blog(vec![page.clone()]), &WriteOptions::default());
    let config = text(&sink, "src/content.config.ts");
    assert!(config.contains("  pages: defineCollection") && !config.contains("  posts: define"));
    let sink = written(&blog(vec![page, public("walk")]), &WriteOptions::default());
    let config = text(&sink, "src/content.config.ts");
    assert!(config.contains("  pages: defineCollection") && config.contains("  posts: define"));
    assert!(!config.contains("  comments: define"), "{config}");
    assert!(sink.files().contains_key("src/content/pages/about.md"));
    assert!(sink.files().contains_key("src/pages/[...path].astro"));
}

#[test]
fn settings_say_where_the_site_stands_if_that_is_known() {
    let sink = written(&blog(vec![public("walk")]), &WriteOptions::default());
    let settings = text(&sink, "astro.config.mjs");
    assert!(!settings.contains("site:") && !settings.contains("base:"), "{settings}");
    let options = WriteOptions {
        public_address: Some("https://example.org:8080/my blog/".into()),
        ..WriteOptions::default()
    };
    let sink = written(&blog(vec![public("walk")]), &options);
    let settings = text(&sink, "astro.config.mjs");
    assert!(
        settings.contains("  site: \"https://example.org:8080\",\n  base: \"/my%20blog\",\n"),
        "{settings}"
    );
}

#[test]
fn addresses_are_kept_that_a_route_can_make_and_others_are_listed() {
    let posts = ["/2019/05/My.Post.html", "/old.htm", "/X.HTML", "/404/", "/글 하나/"];
    let post = |path: &&str| {
        let mut post = public(&format!("id{}", path.len()));
        post.permalink = Some(format!("https://blog.example{path}"));
        post
    };
    let mut blog = blog(posts.iter().map(post).collect());
    blog.site.home = Some("https://blog.example/".into());
    let sink = written(&blog, &WriteOptions::default());
    let pages = sink.files().iter().filter(|(name, _)| name.ends_with(".md"));
    let paths: std::collections::BTreeSet<String> = pages
        .filter_map(|(_, page)| {
            let page = std::str::from_utf8(page).unwrap();
            page.lines().find_map(|line| line.strip_prefix("path: ")).map(str::to_owned)
        })
        .collect();
    let expected = [
        "\"/2019/05/My.Post.html\"",
        "\"/posts/id5/\"",
        "\"/posts/id7/\"",
        "\"/posts/id8/\"",
        "\"/글 하나/\"",
    ];
    assert_eq!(paths.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn a_draft_is_there_only_if_it_is_asked_for_and_says_so() {
    let mut draft = public("unfinished");
    draft.status = Some(Status::Draft);
    let blog = blog(vec![draft, public("walk")]);
    let sink = written(&blog, &WriteOptions::default());
    assert!(!sink.files().contains_key("src/content/posts/unfinished.md"));
    let mut options = WriteOptions::default();
    options.selection.include.statuses.insert(Status::Draft);
    let sink = written(&blog, &options);
    assert!(text(&sink, "src/content/posts/unfinished.md").contains("\ndraft: true\n"));
    assert!(!text(&sink, "src/content/posts/walk.md").contains("draft"));
}

#[test]
fn fields_go_back_but_not_those_that_stop_a_build() {
    let mut post = public("walk");
    for (name, value) in [
        ("mood", json!("calm")),
        ("heroImage", json!(7)),
        ("__proto__", json!({ "__proto__": [{ "__proto__": 1 }] })),
    ] {
        post.extra.insert(format!("astro:{name}"), value);
    }
    let sink = written(&blog(vec![post]), &WriteOptions::default());
    assert_eq!(
        text(&sink, "src/content/posts/walk.md"),
        "---\nslug: \"walk\"\npath: \"/posts/walk/\"\nguid: \"walk\"\n\
         params:\n  other:\n    \"astro:heroImage\": 7\n\
         proto:\n  proto:\n    - proto: 1\nmood: \"calm\"\n---\n"
    );
    assert!(!text(&sink, "src/content.config.ts").contains("__proto__"));
}

#[test]
fn a_picture_that_no_file_is_there_for_is_html() {
    let mut post = public("walk");
    let body = "<p><img src=\"a.png\"> <img src=\"https://e.org/a.png\"></p>";
    post.content = Some(Box::new(larder_core::Content::html(larder_core::Body::inline(body))));
    let sink = written(&blog(vec![post]), &WriteOptions::default());
    let page = text(&sink, "src/content/posts/walk.md");
    assert!(page.ends_with("---\n\n<img src=\"a.png\"> ![](https://e.org/a.png)\n"), "{page}");
}

#[test]
fn only_lists_whose_addresses_no_other_name_can_have_are_promised() {
    for (name, is_promised) in [
        ("산책", true),
        ("slow-walk", true),
        ("2019년", true),
        ("Slow walk", false),
        ("C++", false),
        ("a--b", false),
        ("-", false),
        ("", false),
        ("é", false),
        (&"가".repeat(61), false),
    ] {
        let path = [name.to_owned()];
        let list = Astro.list(Listed::Term(TermKind::Tag, &path));
        assert_eq!(list, is_promised.then(|| format!("/tags/{name}/")), "{name}");
        assert_eq!(Astro.list(Listed::Author(name)).is_some(), is_promised, "{name}");
    }
    assert_eq!(Astro.list(Listed::Month), None);
}

use larder_core::{
    Body, Content, Post, PostId, PostKind, Site, Status, Term, TermId, Timestamp, Visibility, Zone,
};

use super::{front::set_time, *};
use crate::{ZoneName, sink::Memory};

fn post(id: &str) -> Post {
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
    let mut account = Account::new(&format::HEXO, blog);
    Hexo.write(blog, options, &mut sink, &mut account).unwrap();
    sink
}

fn time(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

/// What front matter says of a time on a site in this zone.
fn said(time: Timestamp, zone: &str) -> String {
    let mut front = Map::default();
    set_time(&mut front, ("date", "exact_date"), Some(time), ZoneName::named(zone));
    yaml(&front)
}

#[test]
fn a_clock_of_the_site_tells_a_time_or_the_time_stands_beside() {
    for (text, zone, expected) in [
        ("2019-03-04T10:20:30+09:00", "Asia/Seoul", "date: 2019-03-04 10:20:30\n"),
        ("2019-03-04T10:20:30.25Z", "UTC", "date: 2019-03-04 10:20:30.250\n"),
        (
            "2019-03-01T23:30:00Z",
            "Asia/Seoul",
            "date: 2019-03-02 08:30:00\nexact_date: \"2019-03-01T23:30:00Z\"\n",
        ),
        // Clocks were an hour ahead that summer.
        (
            "1988-07-01T10:00:00+09:00",
            "Asia/Seoul",
            "date: 1988-07-01 11:00:00\nexact_date: \"1988-07-01T10:00:00+09:00\"\n",
        ),
        // Clocks are put back, and show the hour again.
        ("2019-10-27T02:30:00+02:00", "Europe/Berlin", "date: 2019-10-27 02:30:00\n"),
        (
            "2019-10-27T02:30:00+01:00",
            "Europe/Berlin",
            "date: 2019-10-27 02:30:00\nexact_date: \"2019-10-27T02:30:00+01:00\"\n",
        ),
        (
            "9999-12-31T23:00:00Z",
            "Asia/Seoul",
            "date: 9999-12-31 23:00:00\nexact_date: \"9999-12-31T23:00:00Z\"\n",
        ),
    ] {
        assert_eq!(said(time(text), zone), expected, "{text} {zone}");
    }
    let offset = |hours: i32| chrono::FixedOffset::east_opt(hours * 3600).unwrap();
    let day = |hours| Timestamp::day(2019, 3, 4, offset(hours), Zone::Stated).unwrap();
    assert_eq!(said(day(9), "Asia/Seoul"), "date: 2019-03-04\n");
    assert_eq!(
        said(day(0), "Asia/Seoul"),
        "date: 2019-03-04 09:00:00\nexact_date: \"2019-03-04T00:00:00Z\"\n"
    );
}

#[test]
fn a_site_in_a_zone_without_a_name_is_in_utc() {
    let mut odd = post("walk");
    odd.published = Some(time("2019-03-04T10:20:30+00:13"));
    let sink = written(&blog(vec![odd]), &WriteOptions::default());
    assert!(sink.text("_config.yml").contains("\ntimezone: \"UTC\"\n"));
    assert!(
        sink.text("source/_posts/walk.md")
            .contains("\ndate: 2019-03-04 10:07:30\nexact_date: \"2019-03-04T10:20:30+00:13\"\n")
    );
}

#[test]
fn posts_without_a_date_pages_and_drafts_have_their_folders() {
    let mut dated = post("dated");
    dated.published = Some(time("2019-03-04T10:20:30Z"));
    let mut page = post("about");
    page.kind = PostKind::Page;
    let (mut draft, mut hidden) = (post("draft"), post("hidden"));
    (draft.status, hidden.status) = (Some(Status::Draft), Some(Status::Draft));
    hidden.kind = PostKind::Page;
    let blog = blog(vec![dated, post("undated"), page, draft, hidden]);
    let mut options = WriteOptions::default();
    let layouts = |options: &WriteOptions| {
        let sink = written(&blog, options);
        let pages = sink.files().keys().filter(|name| name.ends_with(".md"));
        let layout = |name: &String| {
            let line = sink.text(name).lines().find(|line| line.starts_with("layout: "));
            format!("{name} {}", line.unwrap_or("-"))
        };
        pages.map(layout).collect::<Vec<_>>()
    };
    let shown = [
        "source/_posts/dated.md -",
        "source/pages/about.md -",
        "source/undated/undated.md layout: \"post\"",
    ];
    assert_eq!(layouts(&options), shown);
    options.selection.include.statuses.insert(Status::Draft);
    let drafts = ["source/_drafts/draft.md -", "source/_drafts/hidden.md layout: \"page\""];
    assert_eq!(layouts(&options), [&drafts[..], &shown].concat());
}

#[test]
fn categories_are_paths_and_those_above_go_without_saying() {
    let mut blog = blog(vec![post("walk")]);
    for (id, parent) in [("a", None), ("b", Some("a")), ("c", Some("b")), ("d", None)] {
        let mut term = Term::new(TermId::new(id), TermKind::Category, id.to_uppercase());
        term.parent = parent.map(TermId::new);
        blog.terms.push(term);
    }
    let terms = ["a", "c", "d"].map(TermId::new);
    blog.posts.change(0, |post| post.terms = terms.to_vec().into()).unwrap();
    let sink = written(&blog, &WriteOptions::default());
    let page = sink.text("source/undated/walk.md");
    assert!(page.contains("\ncategories: [[\"A\", \"B\", \"C\"], [\"D\"]]\n"), "{page}");
}

#[test]
fn templates_in_bodies_are_text() {
    let mut walk = post("walk");
    let html = "<p>{{ x }}</p><pre><code>{% raw %}</code></pre>";
    walk.content = Some(Box::new(Content::html(Body::inline(html))));
    let sink = written(&blog(vec![walk]), &WriteOptions::default());
    assert_eq!(
        sink.text("source/undated/walk.md"),
        "---\nlayout: \"post\"\ndisableNunjucks: true\nslug: \"walk\"\n\
         permalink: \"/posts/walk/\"\nguid: \"walk\"\n---\n\n{{ x }}\n\n```\n{% raw %}\n```\n"
    );
}

#[test]
fn fields_that_give_orders_do_not_go_back_to_the_front() {
    let mut walk = post("walk");
    for (name, value) in [
        ("mood", "calm"),
        ("save", "x"),
        ("engine", "njk"),
        ("permalink", "/x/"),
        ("disableNunjucks", "x"),
        ("__proto__", "x"),
        ("a.b", "x"),
    ] {
        walk.extra.insert(format!("hexo:{name}"), value);
    }
    let sink = written(&blog(vec![walk]), &WriteOptions::default());
    assert_eq!(
        sink.text("source/undated/walk.md"),
        "---\nlayout: \"post\"\ndisableNunjucks: true\nslug: \"walk\"\n\
         permalink: \"/posts/walk/\"\nguid: \"walk\"\nmood: \"calm\"\nparams:\n  other:\n    \
         \"hexo:disableNunjucks\": \"x\"\n    \"hexo:engine\": \"njk\"\n  \
         \"__proto__\": \"x\"\n  \"a.b\": \"x\"\n  save: \"x\"\n---\n"
    );
}

#[test]
fn lists_are_where_nothing_else_can_be() {
    let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let category = |all: &[&str]| Hexo.list(Listed::Term(TermKind::Category, &names(all)));
    assert_eq!(category(&["Texts", "짧은-글"]).as_deref(), Some("/categories/texts/짧은-글/"));
    for name in ["C++", "a b", "-a", "", "Ä", "한글.", &"가".repeat(61)] {
        assert_eq!(category(&[name]), None, "{name}");
    }
    assert_eq!(Hexo.list(Listed::Author("누리")).as_deref(), Some("/authors/누리/"));
    assert_eq!(Hexo.list(Listed::Author("Nuri")), None);
    assert_eq!(Hexo.list(Listed::Month), None);
}

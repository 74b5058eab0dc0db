//! Whole exports in, whole blogs out; and what no export should be.

mod hostile;

use larder_core::{Blog, PostKind, Status, Visibility};

use crate::{ReadError, ReadOptions, Reading, detect, read, source::Memory};

const TAKEOUT: &str =
    include_str!("../../../../../tests/fixtures/import/blogger/status/input.atom");
const CLASSIC: &str =
    include_str!("../../../../../tests/fixtures/import/blogger/classic/input.xml");

fn try_read(files: &[(&str, &[u8])], home: Option<&str>) -> Result<Reading, ReadError> {
    let options = ReadOptions { home: home.map(str::to_owned), ..ReadOptions::default() };
    let reading = read(&Memory::new("in", files.iter().copied()), &options)?;
    assert_eq!(reading.ledger.unexplained(), []);
    Ok(reading)
}

fn blog(text: &str) -> Blog {
    try_read(&[("a.xml", text.as_bytes())], None).unwrap().blogs.remove(0)
}

/// A Takeout with these entries.
fn takeout(entries: &str) -> String {
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>\
         <id>tag:blogger.com,1999:blog-7</id><title>글</title>{entries}</feed>"
    )
}

fn entry(number: u32, inner: &str) -> String {
    let class =
        if inner.contains("<blogger:type>") { "" } else { "<blogger:type>POST</blogger:type>" };
    format!(
        "<entry><id>tag:blogger.com,1999:blog-7.post-{number}</id>{class}<blogger:status>LIVE</blogger:status>\
         <title>t{number}</title><content type='html'>x{number}</content>\
         <published>2020-01-0{number}T00:00:00Z</published>{inner}</entry>"
    )
}

fn reader_of(files: &[(&str, &str)]) -> &'static str {
    let source = Memory::new("in", files.iter().copied());
    detect(&source, &ReadOptions::default()).map_or("", |found| found.reader.format().name)
}

#[test]
fn exports_are_read_as_such_and_feeds_for_readers_as_feeds() {
    assert_eq!(reader_of(&[("x", TAKEOUT)]), "blogger");
    assert_eq!(reader_of(&[("x.txt", CLASSIC)]), "blogger");
    let followed = "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' \
        xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:blogger='http://schemas.google.com/blogger/2008' \
        xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0'>\
        <id>tag:blogger.com,1999:blog-7</id><title>글</title>\
        <link rel='self' href='https://b.example/feeds/posts/default'/><generator>Blogger</generator>\
        <entry><id>tag:blogger.com,1999:blog-7.post-1</id><title>t</title>\
        <category scheme='http://www.blogger.com/atom/ns#' term='a'/><thr:total>0</thr:total></entry></feed>";
    assert_eq!(reader_of(&[("blog-01-01-2020.xml", followed)]), "feed");
    assert_eq!(reader_of(&[("Blogger/feeds/mine/feed.atom", followed)]), "feed");
    let rss = "<rss version='2.0'><channel><title>t</title><item><guid>tag:blogger.com,1999:blog-7.post-1</guid></item></channel></rss>";
    assert_eq!(reader_of(&[("feed.atom", rss)]), "feed");
}

#[test]
fn a_takeout_is_known_by_its_folders_among_any_number_of_pictures() {
    let mut files: Vec<(String, String)> = (0..3000)
        .map(|n| (format!("Takeout/Blogger/Albums/b/{n:05}.jpg.json"), "{}".into()))
        .collect();
    files.push(("Takeout/Blogger/Blogs/b/feed.atom".into(), takeout(&entry(1, ""))));
    let source = Memory::new("in", files);
    let found = detect(&source, &ReadOptions::default()).unwrap();
    assert_eq!(found.reader.format().name, "blogger");
}

#[test]
fn a_blog_whose_settings_cannot_be_read_is_not_public() {
    let feed = takeout(&entry(1, ""));
    let visibility = |settings: Option<&[u8]>, folder: &str| {
        let mut files = vec![("Takeout/Blogger/Blogs/b/feed.atom", feed.as_bytes())];
        let name = format!("Takeout/Blogger/Blogs/{folder}/settings.csv");
        files.extend(settings.map(|bytes| (&*name, bytes)));
        try_read(&files, None).unwrap().blogs[0].posts.head(0).visibility
    };
    assert_eq!(visibility(None, "b"), Some(Visibility::Public));
    assert_eq!(visibility(Some(b"Name,Privacy,x\nt,Public,y\n"), "b"), Some(Visibility::Public));
    assert_eq!(visibility(Some(b"Name,Privacy,x\nt,Private,y\n"), "b"), None);
    assert_eq!(visibility(Some(b""), "b"), None);
    assert_eq!(visibility(Some(b""), "other"), None);
}

#[test]
fn the_address_that_the_user_gives_counts_most() {
    let text = takeout(&entry(1, "<blogger:filename>/2020/01/a.html</blogger:filename>"));
    let given = try_read(&[("a", text.as_bytes())], Some("https://given.example")).unwrap();
    let post = given.blogs[0].posts.get(0).unwrap();
    assert_eq!(post.permalink.as_deref(), Some("https://given.example/2020/01/a.html"));
    assert_eq!(given.blogs[0].site.home.as_deref(), Some("https://given.example"));
    let unknown = blog(&text);
    assert_eq!(unknown.site.home, None);
    assert_eq!(unknown.posts.get(0).unwrap().permalink, None);
}

#[test]
fn comments_are_no_posts_though_their_ids_are_like_those_of_posts() {
    let comment = "<blogger:type>COMMENT</blogger:type><blogger:parent>tag:blogger.com,1999:blog-7.post-1</blogger:parent>";
    let blog = blog(&takeout(&[entry(1, ""), entry(2, comment)].concat()));
    assert_eq!((blog.posts.len(), blog.comments.len()), (1, 1));
}

#[test]
fn a_loop_of_answers_is_kept_as_it_is() {
    let comment = |number: u32, answered: u32| {
        entry(
            number,
            &format!(
                "<blogger:type>COMMENT</blogger:type><blogger:parent>tag:blogger.com,1999:blog-7.post-1</blogger:parent>\
             <blogger:inReplyTo>tag:blogger.com,1999:blog-7.post-{answered}</blogger:inReplyTo>"
            ),
        )
    };
    let blog = blog(&takeout(&[entry(1, ""), comment(2, 3), comment(3, 2)].concat()));
    assert_eq!(blog.comments.len(), 2);
}

#[test]
fn two_posts_with_one_id_are_one_and_nothing_of_them_is_lost() {
    let twice = takeout(&[entry(1, ""), entry(1, "").replace("x1", "y1")].concat());
    let blog = blog(&twice);
    assert_eq!((blog.posts.len(), blog.posts.get(0).unwrap().revisions.len()), (1, 1));
}

#[test]
fn a_comment_that_says_something_else_under_one_id_is_kept_and_not_shown() {
    let comment = |text: &str| {
        let comment = "<blogger:type>COMMENT</blogger:type><blogger:parent>tag:blogger.com,1999:blog-7.post-1</blogger:parent>";
        entry(2, comment).replace("x2", text)
    };
    let blog = blog(&takeout(&[entry(1, ""), comment("one"), comment("two")].concat()));
    let shown = |it: &larder_core::Comment| it.status == Some(Status::Published);
    let all: Vec<_> = blog.comments.iter().map(|it| it.unwrap().into_owned()).collect();
    assert_eq!((all.len(), all.iter().filter(|it| shown(it)).count()), (2, 1));
}

#[test]
fn an_export_without_posts_says_so() {
    let reading = try_read(&[("a", takeout("").as_bytes())], None).unwrap();
    let codes: Vec<_> = reading.blogs[0].notes.iter().map(|note| note.kind.code()).collect();
    assert_eq!(codes, ["export-empty"]);
}

#[test]
fn what_is_no_kind_that_is_known_is_kept_beside_the_posts() {
    let blog = blog(&takeout(&entry(1, "<blogger:type>POLL</blogger:type>")));
    assert_eq!(blog.posts.head(0).kind, PostKind::Other);
}

#[test]
fn declared_entities_are_refused() {
    let bomb = format!("<!DOCTYPE feed [<!ENTITY a 'aaaa'>]>{}", takeout(&entry(1, "")));
    assert!(matches!(
        try_read(&[("a", bomb.as_bytes())], None),
        Err(ReadError::NothingUsable { .. })
    ));
}

#[test]
fn one_folder_of_both_forms_gives_the_richer_dates() {
    let classic = "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-7.archive</id>\
        <updated>2021-01-01T00:00:00.000-08:00</updated><entry><id>tag:blogger.com,1999:blog-7.post-1</id>\
        <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>\
        <title>t1</title><content type='html'>x1</content><published>2019-12-31T16:00:00.000-08:00</published></entry></feed>";
    let takeout = takeout(&entry(1, ""));
    for files in [[("a", classic), ("b", &*takeout)], [("b", classic), ("a", &*takeout)]] {
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let reading = try_read(&files, None).unwrap();
        let [blog] = &reading.blogs[..] else { panic!("one blog") };
        assert_eq!(blog.posts.len(), 1);
        let published = blog.posts.head(0).published.unwrap();
        assert_eq!(published.to_rfc3339(), "2019-12-31T16:00:00-08:00");
        assert!(blog.posts.get(0).unwrap().revisions.is_empty());
    }
}

/// A classic backup with these settings, and whether its post is public.
fn is_open(settings: &str) -> bool {
    let post = "<entry><id>tag:blogger.com,1999:blog-7.post-1</id><published>2009-04-01T12:00:00Z</published>\
        <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>\
        <title>t</title><content type='html'>x</content></entry>";
    let text = format!(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-7.archive</id>\
         <title>t</title><generator uri='http://www.blogger.com'>Blogger</generator>{settings}{post}</feed>"
    );
    let blog = blog(&text);
    let mut posts = blog.posts.heads().filter(|it| it.kind == PostKind::Post);
    posts
        .any(|it| it.status == Some(Status::Published) && it.visibility == Some(Visibility::Public))
}

#[test]
fn a_backup_whose_settings_are_damaged_is_not_public() {
    let setting = |name: &str, value: &str| {
        format!(
            "<entry><id>tag:blogger.com,1999:blog-7.settings.{name}</id>\
             <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#settings'/>\
             <title>A setting</title><content type='text'>{value}</content></entry>"
        )
    };
    let name = setting("BLOG_NAME", "t");
    let open = [&*name, &setting("BLOG_READ_ACCESS_MODE", "PUBLIC")].concat();
    let closed = setting("BLOG_READ_ACCESS_MODE", "PRIVATE");
    assert!(is_open("") && is_open(&open));
    assert!(!is_open(&closed) && !is_open(&name));
    for (from, to) in [
        ("<entry>", "<entrz>"),
        ("kind#settings", "kind#setuings"),
        (".settings.", ".settingr."),
        ("</entry>", ""),
        ("READ_ACCESS", "READ ACCESS"),
        ("<id>", "id>"),
        ("PRIVATE", ""),
    ] {
        let damaged = closed.replace(from, to);
        assert!(!is_open(&damaged), "{damaged}");
        assert!(!is_open(&[&*name, &damaged].concat()), "{damaged}");
    }
}

#[test]
fn a_mark_of_takeout_with_a_damaged_prefix_hides_its_entry() {
    for mark in
        ["<jlogger:trashed>2020-02-01T00:00:00Z</jlogger:trashed>", "<b:status>DRAFT</b:status>"]
    {
        let blog = blog(&takeout(&entry(1, mark)));
        assert!(blog.posts.heads().all(|it| it.status.is_none()), "{mark}");
    }
}

//! Folders for generators of sites: what is written is read back as the same blog, up to what the writer declares; whatever
//! a blog holds, names stay safe and unique; nothing private is in them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/blogs.rs"]
mod blogs;
#[path = "sites/unpublished.rs"]
mod unpublished;

use std::{collections::BTreeSet, sync::Arc};

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blob, Blog, Body, Comment, CommentId, Content, Digest,
    InReplyTo, InternalLink, Link, MemorySpool, Post, PostId, PostKind, Series, SeriesId,
    SeriesKind, SeriesPart, Site, Spool, Status, Stored, Term, TermId, TermKind, Timestamp,
    Translation, Visibility,
};
use larder_export::{Account, WRITERS, WriteOptions, Writer, sink::Memory};
use larder_import::{ReadOptions, read, source};

/// The writers of folders.
fn writers() -> impl Iterator<Item = &'static dyn Writer> {
    WRITERS.iter().copied().filter(|writer| writer.format().is_folder())
}

/// Whether a folder is made a site of, which has addresses.
fn is_site(writer: &dyn Writer) -> bool {
    writer.takes_redirects()
}

fn written(writer: &dyn Writer, blog: &Blog) -> (Memory, Account) {
    let mut account = Account::new(writer.format(), blog);
    let mut sink = Memory::default();
    writer.write(blog, &WriteOptions::default(), &mut sink, &mut account).unwrap();
    (sink, account)
}

fn read_back(writer: &dyn Writer, sink: &Memory) -> Blog {
    let files = sink.files().iter().map(|(name, bytes)| (name.as_str(), bytes.clone()));
    let mut options = ReadOptions::default();
    options.from = Some(writer.format().name.to_owned());
    let reading = read(&source::Memory::new("site", files), &options).unwrap();
    let [blog] = <[Blog; 1]>::try_from(reading.blogs).unwrap();
    blog
}

fn public(id: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn picture(id: &str, url: &str, bytes: &[u8]) -> Asset {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    let mut stored = Stored::new(Digest::of(bytes), bytes.len() as u64, "gif");
    stored.blob = Some(Blob::keep(&spool, bytes).unwrap());
    let mut asset = Asset::new(AssetId::new(id));
    asset.url = Some(url.to_owned());
    asset.stored = Some(Box::new(stored));
    asset
}

/// A blog of which nothing is lost on a site.
fn blog() -> Blog {
    let mut blog = Blog::new(Site::new("https://blog.example.org/"));
    blog.site.home = Some("https://blog.example.org/".into());
    blog.site.title = Some("느린 편지: \"notes\"".into());
    blog.site.language = Some("ko-KR".into());
    let mut author = Author::new(AuthorId::new("a"));
    author.name = Some("누리".into());
    author.email = Some("nuri@example.org".into());
    blog.authors.push(author);
    blog.terms.push(Term::new(TermId::new("c"), TermKind::Category, "산책"));
    blog.terms.push(Term::new(TermId::new("t"), TermKind::Tag, "1.10"));
    // A name that every object of JavaScript has.
    blog.terms.push(Term::new(TermId::new("k"), TermKind::Tag, "constructor"));
    let mut series = Series::new(SeriesId::new("s"), SeriesKind::Sequence);
    series.title = Some("골목: 셋".into());
    blog.series.push(series);
    let mut one = public(
        "tag:blog.example.org,2019:1",
        "<p>우체통 <b>하나</b>와 <a href=\"/entry/two#c\">둘</a>.</p>",
    );
    one.title = Some("--- 첫째: \"글\" #1".into());
    one.permalink = Some("https://blog.example.org/2019/05/My.Post.html".into());
    one.slug = Some("My.Post".into());
    one.old_addresses.push("https://blog.example.org/archives/000123.html".into());
    one.published = Some(Timestamp::from_rfc3339("2019-03-01T23:30:00Z").unwrap());
    one.updated = Some(Timestamp::from_rfc3339("2019-03-02T10:00:00+09:00").unwrap());
    one.summary = Some("no".into());
    one.authors.push(AuthorId::new("a"));
    one.terms.extend([TermId::new("c"), TermId::new("k"), TermId::new("t")]);
    let mut part = SeriesPart::new(SeriesId::new("s"));
    part.number = Some(larder_core::Claim::stated(3));
    one.series.push(part);
    one.internal_links
        .push(InternalLink::new("/entry/two#c", PostId::new("https://blog.example.org/?p=2")));
    let mut two = public(
        "https://blog.example.org/?p=2",
        "<p><img src=\"https://blog.example.org/up/%EA%B3%A8%EB%AA%A9.gif\" alt=\"골목\"></p>",
    );
    (two.title, two.slug) = (Some("둘".into()), Some("two".into()));
    two.permalink = Some("https://blog.example.org/entry/two/".into());
    two.published = Some(Timestamp::from_rfc3339("2019-03-04T10:20:30+09:00").unwrap());
    two.assets.push(AssetId::new("alley"));
    let mut page = public("about", "<p>소개</p>");
    page.kind = PostKind::Page;
    (page.title, page.slug) = (Some("소개".into()), Some("about".into()));
    page.permalink = Some("https://blog.example.org/about/".into());
    blog.posts = vec![one, two, page].into();
    blog.assets = vec![picture(
        "alley",
        "https://blog.example.org/up/%EA%B3%A8%EB%AA%A9.gif",
        b"GIF89a alley",
    )]
    .into();
    blog.sort();
    blog
}

#[test]
fn files_that_belong_to_a_post_and_that_its_text_does_not_show_come_back() {
    let mut blog = Blog::new(Site::new("https://blog.example.org/"));
    blog.site.home = Some("https://blog.example.org/".into());
    let mut post = public("1", "<p>지도는 따로 있다.</p>");
    (post.slug, post.title) = (Some("map".into()), Some("지도".into()));
    post.published = Some(Timestamp::from_rfc3339("2019-03-04T10:20:30+09:00").unwrap());
    post.assets.extend([AssetId::new("map"), AssetId::new("far")]);
    blog.posts = vec![post].into();
    let mut far = Asset::new(AssetId::new("far"));
    far.url = Some("https://elsewhere.example/far.pdf".into());
    let map = picture("map", "https://blog.example.org/up/map.gif", b"GIF89a map");
    let digest = map.stored.as_ref().unwrap().sha256;
    blog.assets = vec![far, map].into();
    blog.sort();
    for writer in writers() {
        let name = writer.format().name;
        let again = read_back(writer, &written(writer, &blog).0);
        let post = again.posts.get(0).unwrap();
        let assets = || again.assets.iter().map(Result::unwrap);
        let named = |asset: &Asset| post.assets.contains(&asset.id);
        let has_bytes = |it: &Asset| it.stored.as_ref().is_some_and(|it| it.sha256 == digest);
        assert!(assets().any(|it| named(&it) && has_bytes(&it)), "{name}: {post:?}");
        let is_far = |it: &Asset| it.url.as_deref() == Some("https://elsewhere.example/far.pdf");
        assert!(assets().any(|it| named(&it) && is_far(&it)), "{name}: {post:?}");
    }
}

/// What a site says of a post, by names rather than ids.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    id: String,
    kind: PostKind,
    title: Option<String>,
    permalink: Option<String>,
    old: Vec<String>,
    dates: [Option<String>; 2],
    summary: Option<String>,
    authors: Vec<Option<String>>,
    terms: BTreeSet<(TermKind, String)>,
    series: Vec<(Option<String>, Option<u32>)>,
    pictures: Vec<Digest>,
    links: Vec<String>,
}

fn said(blog: &Blog) -> Vec<Said> {
    let mut all: Vec<Said> = blog.posts.iter().map(|post| of_post(blog, &post.unwrap())).collect();
    all.sort();
    all
}

fn of_post(blog: &Blog, post: &Post) -> Said {
    let date = |time: &Option<Timestamp>| time.map(|time| time.to_rfc3339());
    let terms = post.terms.iter().map(|id| blog.term(id).unwrap());
    let series = post.series.iter().map(|part| {
        let title = blog.series(&part.series).unwrap().title.clone();
        (title, part.number.as_ref().map(|number| number.value))
    });
    let digest = |id: &AssetId| Some(blog.asset(id).unwrap()?.stored.as_ref()?.sha256);
    Said {
        id: post.id.to_string(),
        kind: post.kind,
        title: post.title.clone(),
        permalink: post.permalink.clone(),
        old: post.old_addresses.to_vec(),
        dates: [date(&post.published), date(&post.updated)],
        summary: post.summary.clone(),
        authors: post.authors.iter().map(|id| blog.author(id).unwrap().name.clone()).collect(),
        terms: terms.map(|term| (term.kind, term.name.clone())).collect(),
        series: series.collect(),
        pictures: post.assets.iter().filter_map(digest).collect(),
        links: post.internal_links.iter().map(|link| link.post.to_string()).collect(),
    }
}

/// What a site of this generator says: Zola makes a folder of each address, and leads from files to it.
fn as_kept(generator: &str, mut said: Vec<Said>) -> Vec<Said> {
    for said in said.iter_mut().filter(|_| generator == "zola") {
        let Some(file) = said.permalink.take_if(|link| link.ends_with(".html")) else { continue };
        said.permalink = Some("https://blog.example.org/posts/my-post/".into());
        said.old.insert(0, file);
    }
    said
}

#[test]
fn what_is_written_is_read_back_as_the_same_blog() {
    let blog = blog();
    for writer in writers() {
        let (sink, account) = written(writer, &blog);
        // That the server has to send those on who ask for a file is no loss. Where there is no server, nothing moves.
        let codes: Vec<_> = account.notes.iter().map(|note| note.kind.code()).collect();
        let expected = if is_site(writer) { &["addresses-moved"][..] } else { &[] };
        assert_eq!((account.output.written, &*codes), (3, expected));
        let again = read_back(writer, &sink);
        let name = writer.format().name;
        assert_eq!(again.site.title, blog.site.title, "{name}");
        assert_eq!(again.site.home, blog.site.home, "{name}");
        assert_eq!(again.site.language, blog.site.language, "{name}");
        assert_eq!(said(&again), as_kept(name, said(&blog)), "{name}");
        // What is read from the site makes the same site again.
        let (second, _) = written(writer, &again);
        let pages = |sink: &Memory| {
            let pages = sink.files().iter().filter(|(file, _)| file.ends_with(".md"));
            pages
                .map(|(file, bytes)| (file.clone(), String::from_utf8(bytes.clone()).unwrap()))
                .collect::<Vec<_>>()
        };
        assert_eq!(pages(&second), pages(&sink), "{name}");
    }
}

#[test]
fn titles_that_look_like_something_else_stay_titles() {
    let titles = [
        "---",
        "+++",
        "a\n---\nb",
        "\"quoted\" \\ back",
        "{{< x >}}",
        "{{ .Site }}",
        "{% raw %}",
        "no",
        "1.10",
        "2019-01-01",
        "<script>alert(1)</script>",
        "# heading",
        "a\u{0}b\u{85}c\u{2028}d",
        "- list",
        "@x: y",
        "",
    ];
    let mut blog = Blog::new(Site::new("b"));
    let posts = titles.iter().enumerate().map(|(at, title)| {
        let mut post = public(
            &format!("id-{at:02}"),
            "<p>{{&lt; x &gt;}} and <code>{{% y %}}</code></p><hr><p>---</p>",
        );
        post.title = Some((*title).to_owned());
        post
    });
    blog.posts = posts.collect::<Vec<_>>().into();
    blog.sort();
    for writer in writers() {
        let (sink, account) = written(writer, &blog);
        assert_eq!(account.output.written, titles.len() as u64);
        let again = read_back(writer, &sink);
        for (at, title) in titles.iter().enumerate() {
            let id = PostId::new(format!("id-{at:02}"));
            let post = again.posts.iter().map(Result::unwrap).find(|post| post.id == id).unwrap();
            // On one line, and without characters that no document can hold.
            let line = title.replace('\u{0}', "").replace('\u{85}', "…").replace('\u{2028}', " ");
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(post.title.as_deref().unwrap_or_default(), line, "{}", writer.format().name);
            let html = post.content.as_ref().unwrap().html.text().unwrap().into_owned();
            assert!(html.contains("{{&lt; x &gt;}} and <code>{{% y %}}</code>"), "{html}");
            assert!(html.contains("---"), "{html}");
        }
    }
}

#[test]
fn a_hundred_posts_of_one_slug_have_a_hundred_names_and_addresses() {
    let mut blog = Blog::new(Site::new("b"));
    blog.site.home = Some("https://blog.example.org/".into());
    let posts = (0..100).map(|at| {
        let mut post = public(&format!("id-{at}"), &format!("<p>{at}</p>"));
        post.slug = Some(if at % 2 == 0 { "Walk" } else { "walk" }.into());
        post.permalink = Some("https://blog.example.org/walk/".into());
        post
    });
    blog.posts = posts.collect::<Vec<_>>().into();
    blog.sort();
    for writer in writers() {
        let (sink, account) = written(writer, &blog);
        assert_eq!(account.output.written, 100);
        let again = read_back(writer, &sink);
        let addresses: BTreeSet<_> =
            again.posts.iter().map(|post| post.unwrap().permalink.clone().unwrap()).collect();
        // Nobody serves a folder: it says what the archive says.
        let expected = if is_site(writer) { 100 } else { 1 };
        assert_eq!(addresses.len(), expected, "{}", writer.format().name);
        assert!(addresses.contains("https://blog.example.org/walk/"));
        // The names do not depend on what other posts there are.
        let mut fewer = blog.clone();
        fewer.posts = blog
            .posts
            .iter()
            .map(|post| post.unwrap().into_owned())
            .skip(1)
            .collect::<Vec<_>>()
            .into();
        let (some, _) = written(writer, &fewer);
        let kept = some.files().keys().filter(|file| sink.files().contains_key(*file)).count();
        assert!(kept + 1 >= some.files().len(), "{kept} of {}", some.files().len());
    }
}

#[test]
fn what_stands_in_files_of_data_comes_back() {
    let mut blog = blog();
    let comment = |id: &str, parent: Option<&str>, text: &str| {
        let post = PostId::new("about");
        let mut comment = Comment::new(CommentId::new(id), post, Body::inline(text));
        comment.status = Some(Status::Published);
        comment.author_name = Some("읽는 이 <reader@example.org>".into());
        comment.parent = parent.map(CommentId::new);
        comment.published = Some(Timestamp::from_rfc3339("2019-03-05T10:00:00+09:00").unwrap());
        comment
    };
    blog.comments = vec![comment("7", None, "1 < 2"), comment("8", Some("7"), "맞아요")].into();
    for term in &mut blog.terms {
        (term.slug, term.description) = (Some("walks".into()), Some("천천히".into()));
    }
    let series = &mut blog.series[0];
    (series.kind, series.description) = (SeriesKind::Book, Some("세 편".into()));
    blog.sort();
    for writer in writers() {
        let (sink, _) = written(writer, &blog);
        let again = read_back(writer, &sink);
        let said: Vec<_> = again.comments.iter().map(|it| it.unwrap().into_owned()).collect();
        let of = |it: &Comment| {
            let text = it.body.text().unwrap().into_owned();
            (it.author_name.clone(), it.parent.is_some(), it.published, it.status, text)
        };
        let name = Some("읽는 이".to_owned());
        let date = Some(Timestamp::from_rfc3339("2019-03-05T10:00:00+09:00").unwrap());
        let shown = Some(Status::Published);
        let expected = [
            (name.clone(), false, date, shown, "<p>1 &lt; 2</p>".to_owned()),
            (name, true, date, shown, "<p>맞아요</p>".to_owned()),
        ];
        assert_eq!(said.iter().map(of).collect::<Vec<_>>(), expected, "{}", writer.format().name);
        assert!(said.iter().all(|it| it.post == PostId::new("about")));
        for term in &again.terms {
            assert_eq!(term.slug.as_deref(), Some("walks"), "{}", term.name);
            assert_eq!(term.description.as_deref(), Some("천천히"));
        }
        for post in again.posts.iter().map(Result::unwrap) {
            // The name of the file says nothing any more.
            let is_told = |(name, _): (&str, &_)| !name.contains("comment");
            assert!(post.extra.iter().all(is_told), "{}", writer.format().name);
        }
        assert_eq!(again.series[0].kind, SeriesKind::Book);
        assert_eq!(again.series[0].description.as_deref(), Some("세 편"));
    }
}

#[test]
fn nothing_private_is_on_a_site() {
    let mut blog = blog();
    let mut secret = public(
        "https://blog.example.org/?p=9",
        "<p>SECRET <img src=\"https://blog.example.org/up/s.gif\"></p>",
    );
    secret.visibility = Some(Visibility::Private);
    secret.slug = Some("SECRET-slug".into());
    secret.permalink = Some("https://blog.example.org/SECRET-slug/".into());
    secret.assets.push(AssetId::new("secret"));
    let mut author = Author::new(AuthorId::new("z"));
    (author.name, author.image) = (Some("SECRET author".into()), Some(AssetId::new("secret")));
    blog.authors.push(author);
    secret.authors.push(AuthorId::new("z"));
    blog.posts.push(secret);
    blog.assets.push(picture("secret", "https://blog.example.org/up/s.gif", b"GIF89a SECRET"));
    let comment = |id: &str, status, text: &str| {
        let mut comment =
            Comment::new(CommentId::new(id), PostId::new("about"), Body::inline(text));
        comment.status = status;
        comment.author_name = Some("SECRET@example.org".into());
        comment.author_email = Some("SECRET@example.org".into());
        comment.author_ip = Some("192.0.2.1".into());
        comment
    };
    blog.comments = vec![
        comment("1", Some(Status::Published), "shown <b>as it is</b>"),
        comment("2", Some(Status::Pending), "SECRET"),
        comment("3", None, "SECRET"),
    ]
    .into();
    blog.sort();
    for writer in writers() {
        let (sink, account) = written(writer, &blog);
        assert_eq!(account.output.written, 3);
        let mut shown = false;
        for (file, bytes) in sink.files() {
            let text = String::from_utf8_lossy(bytes);
            shown |= text.contains("shown &lt;b&gt;as it is&lt;/b&gt;");
            for secret in ["SECRET", "secret", "nuri@example.org", "192.0.2.1"] {
                assert!(
                    !file.contains(secret) && !text.contains(secret),
                    "{file} holds {secret}:\n{text}"
                );
            }
        }
        assert!(shown, "{} has no comments", writer.format().name);
    }
}

#[test]
fn what_a_post_answers_or_points_at_tells_of_no_private_post() {
    let mut blog = blog();
    let address = "https://blog.example.org/SECRET-slug/";
    let mut secret = public("SECRET-id", "<p>hidden</p>");
    secret.visibility = Some(Visibility::Private);
    secret.permalink = Some(address.into());
    blog.posts.push(secret);
    blog.posts
        .change(0, |post| {
            post.in_reply_to.push(InReplyTo::new("SECRET-id"));
            let mut answered = InReplyTo::new("https://elsewhere.example/1");
            answered.url = Some("http://blog.example.org/SECRET-slug".into());
            post.in_reply_to.push(answered);
            post.links.push(Link::new("related", address));
            let mut translation = Translation::new("en");
            translation.url = Some(address.into());
            post.translations.push(translation);
        })
        .unwrap();
    for writer in WRITERS.iter().filter(|writer| writer.is_public()) {
        let (sink, account) = written(*writer, &blog);
        for (file, bytes) in sink.files() {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("SECRET"), "{file} tells of a private post:\n{text}");
        }
        assert!(!account.notes.is_empty(), "{} says nothing", writer.format().name);
    }
}

//! Old addresses of a blog on its new site: the table of redirects, links in texts, spelling of addresses, dates.

use std::sync::Arc;

use larder_core::{
    Asset, AssetId, Author, AuthorId, Blob, Blog, Body, Content, Digest, InternalLink, MemorySpool,
    Post, PostId, PostKind, Site, Spool, Status, Stored, Term, TermId, TermKind, Timestamp,
    Visibility,
};

use crate::{
    Account, Slugs, WriteOptions, Writer, ZoneName, redirects::Host, sink::Memory, writer,
};

fn hugo() -> &'static dyn Writer {
    writer("hugo").unwrap()
}

fn write(blog: &Blog, change: impl FnOnce(&mut WriteOptions)) -> (Memory, Account) {
    let mut options = WriteOptions::default();
    change(&mut options);
    let mut account = Account::new(hugo().format(), blog);
    let mut sink = Memory::default();
    hugo().write(blog, &options, &mut sink, &mut account).unwrap();
    (sink, account)
}

fn text(sink: &Memory, name: &str) -> String {
    String::from_utf8(sink.files()[name].clone()).unwrap()
}

fn notes(account: &Account) -> Vec<String> {
    account.notes.iter().map(|note| note.kind.to_string()).collect()
}

const FIELDS: &str = "hugo has no place for custom fields (2)";
const LINKS: &str = "hugo: 2 links lead to the old site, because what they lead to is not carried";
const MOVED: &str = "hugo: 34 old addresses are served by no page; the server has to redirect them";
const GONE: &str = "hugo: 1 lists of posts (of months, categories, tags or people) have no page, so \
                    their old addresses lead nowhere";

/// A blog of WordPress whose posts stood at addresses with dates, and move to another host.
fn wordpress() -> Blog {
    let mut blog = Blog::new(Site::new("https://old.example"));
    blog.site.home = Some("https://old.example/".into());
    blog.site.platform = Some("wordpress".into());
    blog.site.feeds.push("https://old.example/my-feed.xml".into());
    let mut author = Author::new(AuthorId::new("a"));
    (author.name, author.handle) = (Some("누리".into()), Some("nuri".into()));
    blog.authors.push(author);
    let mut life = Term::new(TermId::new("life"), TermKind::Category, "일상");
    life.slug = Some("life".into());
    let mut walk = Term::new(TermId::new("walk"), TermKind::Category, "느린 산책");
    (walk.slug, walk.parent) = (Some("walk".into()), Some(TermId::new("life")));
    let mut hidden = Term::new(TermId::new("hidden"), TermKind::Tag, "hidden-tag");
    hidden.slug = Some("hidden-tag".into());
    blog.terms = vec![life, walk, hidden];
    blog.posts = vec![snow(), page(), secret()].into();
    blog.assets = vec![file()].into();
    blog.sort();
    blog
}

fn snow() -> Post {
    let mut post = public(
        "https://old.example/?p=12",
        "<p><a href=\"/category/life/walk/\">a</a> <a href=\"https://www.old.example/author/nuri\">b</a> \
         <a href=\"/about/?m=1\">c</a> <a href=\"/2019/05/first-snow/amp/\">d</a> \
         <a href=\"/2019/05/\">e</a> <a href=\"/?page_id=3#comment-7\">f</a> \
         <a href=\"/secret-slug/\">g</a> <a href=\"/feed/\">h</a></p>",
    );
    post.title = Some("첫눈".into());
    post.slug = Some("first-snow".into());
    post.permalink = Some("https://old.example/2019/05/first-snow/".into());
    post.old_addresses.push("https://old.example/2019/05/erstes/".into());
    post.old_addresses.push("https://old.example/?p=12".into());
    post.published = Some(Timestamp::from_rfc3339("2019-05-31T23:30:00Z").unwrap());
    post.authors.push(AuthorId::new("a"));
    post.terms.push(TermId::new("walk"));
    post.assets.push(AssetId::new("alley"));
    post.extra.insert("wp:post_id", 12);
    post
}

fn page() -> Post {
    let mut post = public("https://old.example/?page_id=3", "<p>소개</p>");
    post.kind = PostKind::Page;
    (post.title, post.slug) = (Some("소개".into()), Some("about".into()));
    post.permalink = Some("https://old.example/about/".into());
    post.extra.insert("wp:post_id", 3);
    post
}

fn secret() -> Post {
    let mut post = public("https://old.example/?p=99", "<p>SECRET</p>");
    post.visibility = Some(Visibility::Private);
    post.slug = Some("secret-slug".into());
    post.permalink = Some("https://old.example/2019/05/secret-slug/".into());
    post.old_addresses.push("https://old.example/secret-older/".into());
    post.published = Some(Timestamp::from_rfc3339("2017-02-01T23:30:00Z").unwrap());
    post.terms.push(TermId::new("hidden"));
    post.extra.insert("wp:post_id", 99);
    post
}

fn public(id: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn file() -> Asset {
    let (spool, bytes): (Arc<dyn Spool>, _) = (Arc::new(MemorySpool::default()), b"GIF89a alley");
    let mut stored = Stored::new(Digest::of(bytes), bytes.len() as u64, "gif");
    stored.blob = Some(Blob::keep(&spool, bytes).unwrap());
    let mut asset = Asset::new(AssetId::new("alley"));
    asset.stored = Some(Box::new(stored));
    asset.url = Some("https://old.example/up/alley.gif".into());
    asset.also_at.push("https://old.example/up/alley-300x200.gif".into());
    asset.also_at.push("https://elsewhere.example/alley.gif".into());
    asset.extra.insert("wp:post_id", 13);
    asset
}

#[test]
fn old_addresses_of_every_class_lead_to_the_new_site_and_none_of_a_private_post() {
    let (sink, account) = write(&wordpress(), |options| {
        options.public_address = Some("https://new.example/".into());
    });
    let table = text(&sink, "redirects/redirects.csv");
    assert_eq!(table, include_str!("tests.csv"), "{table}");
    let tests = text(&sink, "redirects/redirects.test.csv");
    assert!(tests.contains("/?p=12,301,/2019/05/first-snow/\n"), "{tests}");
    for (name, bytes) in sink.files() {
        let text = String::from_utf8_lossy(bytes);
        for secret in ["SECRET", "secret-older", "p=99", "hidden-tag", "2017"] {
            assert!(!text.contains(secret), "{name} holds {secret}:\n{text}");
        }
        // What a public text says itself is in that text alone.
        assert!(name.ends_with(".md") || !text.contains("secret"), "{name}:\n{text}");
    }
    assert_eq!(notes(&account), [FIELDS, LINKS, MOVED, GONE]);
}

#[test]
fn links_to_lists_and_other_forms_of_addresses_lead_to_the_new_pages() {
    let (sink, _) = write(&wordpress(), |options| {
        options.public_address = Some("https://new.example/blog/".into());
    });
    let name = sink.files().keys().find(|name| name.contains("first-snow/index.md")).unwrap();
    let body = text(&sink, name);
    let body = body.rsplit_once("---\n").unwrap().1;
    // The month has no page and the hidden post is not carried: both keep their whole old addresses.
    let expected = "\n[a](/blog/categories/느린-산책/) [b](/blog/authors/누리/) [c](/blog/about/) \
                    [d](/blog/2019/05/first-snow/) [e](https://old.example/2019/05/) \
                    [f](/blog/about/#comment-7) [g](https://old.example/secret-slug/) \
                    [h](/blog/index.xml)\n";
    assert_eq!(body, expected);
}

#[test]
fn what_a_host_cannot_express_is_counted() {
    let (sink, account) = write(&wordpress(), |options| {
        options.redirects = [Host::Netlify, Host::GitLab].into();
    });
    let rules = text(&sink, "redirects/netlify/_redirects");
    assert!(rules.contains("/ p=12 /2019/05/first-snow/ 301!\n"), "{rules}");
    let lost = "hugo: gitlab cannot express 12 redirects, which `redirects.csv` has: \
                the host does not look at what is behind the `?`";
    assert_eq!(notes(&account), [FIELDS, LINKS, lost, MOVED, GONE]);
}

#[test]
fn romanised_addresses_are_unique_and_the_old_ones_lead_to_them() {
    let mut blog = Blog::new(Site::new("b"));
    blog.site.home = Some("https://old.example/".into());
    let titled = |id: &str, address: &str| {
        let mut post = public(id, "<p>x</p>");
        post.permalink = Some(format!("https://old.example{address}"));
        post
    };
    // Two spellings that sound the same, one that is Latin already, and one in Chinese characters.
    let same = [
        ("1", "/entry/신라/"),
        ("2", "/entry/실라/"),
        ("3", "/entry/silla-2/"),
        ("4", "/entry/新羅/"),
    ];
    blog.posts = same.iter().map(|(id, at)| titled(id, at)).collect::<Vec<_>>().into();
    blog.sort();
    let (sink, _) = write(&blog, |options| options.slugs = Slugs::Romanised);
    let names: Vec<&String> =
        sink.files().keys().filter(|name| name.ends_with("index.md")).collect();
    let urls: Vec<String> = names
        .iter()
        .map(|name| {
            text(&sink, name)
                .lines()
                .filter(|it| {
                    it.starts_with("url") || it.starts_with("  -") || it.starts_with("aliases")
                })
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let expected = [
        "url: \"/entry/silla-2/\"",
        "url: \"/posts/silla-d4735e3a/\" aliases: [\"/entry/실라/\"]",
        "url: \"/entry/silla/\" aliases: [\"/entry/신라/\"]",
        "url: \"/entry/新羅/\"",
    ];
    assert_eq!(urls, expected);
    let table = "from,to,status,rule\n/entry/신라/,/entry/silla/,301,permalink\n\
                 /entry/실라/,/posts/silla-d4735e3a/,301,permalink\n";
    assert_eq!(text(&sink, "redirects/redirects.csv"), table);
}

#[test]
fn dates_are_stated_in_the_zone_that_is_asked_for() {
    let (sink, _) = write(&wordpress(), |options| {
        options.site_zone = ZoneName::named("Asia/Seoul");
    });
    let name = sink.files().keys().find(|name| name.contains("first-snow/index.md")).unwrap();
    assert!(
        text(&sink, name).contains("date: 2019-06-01T08:30:00+09:00\n"),
        "{}",
        text(&sink, name)
    );
    assert!(text(&sink, "hugo.toml").contains("timeZone = \"Asia/Seoul\"\n"));
    assert_eq!(ZoneName::named("Asia/Nowhere"), None);
}

#[test]
fn links_within_posts_are_followed_by_id_first() {
    let mut blog = wordpress();
    let mut post = snow();
    post.internal_links
        .push(InternalLink::new("/about/?m=1", PostId::new("https://old.example/?p=12")));
    post.status = Some(Status::Published);
    blog.posts = vec![post, page()].into();
    blog.sort();
    let (sink, _) = write(&blog, |_| ());
    let name = sink.files().keys().find(|name| name.contains("first-snow/index.md")).unwrap();
    assert!(text(&sink, name).contains("[c](/2019/05/first-snow/)"), "{}", text(&sink, name));
}

//! Archives of small blogs, opened as other programs open them: by the list of files, by the index, record by record.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
    sync::Arc,
};

use larder_capture::warc::{Block, Item, Records};
use larder_core::{
    Asset, AssetId, Blob, Body, Comment, CommentId, Content, Digest, MemorySpool, Note, Post, Site,
    Spool, Stored, Term, TermId, TermKind, Timestamp, Visibility,
};
use serde_json::Value;

use super::*;
use crate::sink::Memory;

fn public(id: &str, html: &str) -> Post {
    let mut post = Post::new(PostId::new(id));
    (post.status, post.visibility) = (Some(Status::Published), Some(Visibility::Public));
    post.permalink = Some(format!("https://blog.example/{id}"));
    post.title = Some(id.to_owned());
    post.published = Some(Timestamp::from_rfc3339("2020-01-02T03:04:05+09:00").unwrap());
    post.content = Some(Box::new(Content::html(Body::inline(html))));
    post
}

fn blog(posts: Vec<Post>) -> Blog {
    let mut blog = Blog::new(Site::new("https://blog.example/"));
    (blog.site.home, blog.site.title) = (Some(blog.site.id.clone()), Some("골목".into()));
    blog.posts = posts.into();
    blog.sort();
    blog
}

fn asset(id: &str, url: Option<&str>, bytes: &[u8], media_type: Option<&str>) -> Asset {
    let spool: Arc<dyn Spool> = Arc::new(MemorySpool::default());
    let mut stored = Stored::new(Digest::of(bytes), bytes.len() as u64, "bin");
    stored.blob = Some(Blob::keep(&spool, bytes).unwrap());
    stored.media_type = media_type.map(str::to_owned);
    let mut asset = Asset::new(AssetId::new(id));
    (asset.url, asset.stored) = (url.map(str::to_owned), Some(Box::new(stored)));
    asset.also_at.push(id.to_owned());
    asset
}

/// The entries of an archive, and what its writer said.
struct Opened {
    entries: BTreeMap<String, Vec<u8>>,
    account: Account,
}

fn opened(blog: &Blog, options: &WriteOptions) -> Opened {
    let (mut sink, mut account) = (Memory::default(), Account::new(&format::WACZ, blog));
    Wacz.write(blog, options, &mut sink, &mut account).unwrap();
    let mut entries = BTreeMap::new();
    if let Some(bytes) = sink.files().get("blog.wacz") {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).unwrap();
            let name = entry.name().unwrap().to_string();
            let is_stored = entry.compression() == zip::CompressionMethod::Stored;
            assert!(is_stored || !name.starts_with("archive/"), "{name} is packed again");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            entries.insert(name, bytes);
        }
    }
    Opened { entries, account }
}

impl Opened {
    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.entries[name]).unwrap()
    }

    /// The lines of the index: the key, and what is said of the record.
    fn index(&self) -> Vec<(String, Value)> {
        let lines = self.text("indexes/index.cdx").lines();
        let line = |line: &str| {
            let (key, rest) = line.split_once(' ').unwrap();
            (key.to_owned(), serde_json::from_str(rest.split_once(' ').unwrap().1).unwrap())
        };
        lines.map(line).collect()
    }

    /// What stands at an address: its type and its bytes, found as programs find it.
    fn at(&self, address: &str) -> (String, Vec<u8>) {
        let index = self.index();
        let (_, line) = index.iter().find(|(_, line)| line["url"] == address).unwrap();
        let number = |name: &str| line[name].as_str().unwrap().parse::<usize>().unwrap();
        let (offset, length) = (number("offset"), number("length"));
        let member = &self.entries["archive/data.warc.gz"][offset..offset + length];
        let mut records = Records::new(member);
        let Some(Item::Record(record)) = records.next_item().unwrap() else { panic!("no record") };
        assert_eq!(record.head.target().as_deref(), Some(address));
        assert_eq!(record.head.kind().name(), "resource");
        let Block::Here(block) = record.block else { panic!("a long block") };
        assert_eq!(line["digest"], format!("sha256:{}", Digest::of(block)));
        let kind = record.head.media_type().unwrap().into_owned();
        let block = block.to_vec();
        assert!(records.next_item().unwrap().is_none(), "a member of several records");
        (kind, block)
    }

    fn page(&self, address: &str) -> String {
        String::from_utf8(self.at(address).1).unwrap()
    }

    fn notes(&self) -> Vec<String> {
        self.account.notes.iter().map(|note: &Note| note.kind.to_string()).collect()
    }
}

#[test]
fn what_the_list_of_files_says_is_true_and_the_index_leads_to_every_record() {
    let mut two = public("Two", "<p>둘</p>");
    two.title = None;
    let found = opened(&blog(vec![public("one", "<p>하나</p>"), two]), &WriteOptions::default());
    let list: Value = serde_json::from_slice(&found.entries["datapackage.json"]).unwrap();
    for file in list["resources"].as_array().unwrap() {
        let bytes = &found.entries[file["path"].as_str().unwrap()];
        assert_eq!(file["bytes"], bytes.len());
        assert_eq!(file["hash"], format!("sha256:{}", Digest::of(bytes)));
    }
    let of_list: Value = serde_json::from_slice(&found.entries["datapackage-digest.json"]).unwrap();
    let digest = Digest::of(&found.entries["datapackage.json"]);
    assert_eq!(of_list["hash"], format!("sha256:{digest}"));
    assert_eq!(
        (&list["profile"], &list["wacz_version"]),
        (&"data-package".into(), &"1.1.1".into())
    );
    assert_eq!(list["mainPageUrl"], "https://blog.example/");
    let index = found.index();
    let keys: Vec<&str> = index.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "example,blog)/",
            "example,blog)/larder/atom.xml",
            "example,blog)/one",
            "example,blog)/two"
        ]
    );
    for (_, line) in &index {
        found.at(line["url"].as_str().unwrap());
    }
    let pages: Vec<Value> = found
        .text("pages/pages.jsonl")
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let titles: Vec<&Value> = pages[1..].iter().map(|page| &page["title"]).collect();
    assert_eq!(titles, ["골목", "one", "둘"]);
    // The last change that is known, and no clock of ours.
    assert!(pages[1..].iter().all(|page| page["ts"] == "2020-01-01T18:04:05Z"));
}

#[test]
fn the_first_record_says_that_no_server_was_asked() {
    let found = opened(&blog(vec![public("one", "")]), &WriteOptions::default());
    let mut records = Records::new(&*found.entries["archive/data.warc.gz"]);
    let Some(Item::Record(record)) = records.next_item().unwrap() else { panic!("no record") };
    assert_eq!(record.head.kind().name(), "warcinfo");
    let Block::Here(block) = record.block else { panic!("a long block") };
    let text = String::from_utf8_lossy(block);
    assert!(
        text.starts_with("software: Larder/") && text.contains("No server was asked"),
        "{text}"
    );
}

#[test]
fn no_text_of_others_is_a_script_an_end_of_one_or_a_header() {
    let nasty = "</script><script>alert(1)</script><!--<svg onload=alert(1)>\r\nX-A: b\u{2028}";
    let mut post =
        public("one", &format!("<p onclick=alert(1)>text {nasty}</p><iframe srcdoc=x></iframe>"));
    (post.title, post.summary) = (Some(nasty.into()), Some(nasty.into()));
    post.permalink = Some("https://blog.example/\"><script>alert(1)</script>?a=\r\nX-A: b".into());
    let term = Term::new(TermId::new("t"), TermKind::Tag, nasty);
    post.terms.push(term.id.clone());
    let mut blog = blog(vec![post]);
    blog.terms.push(term);
    (blog.site.title, blog.site.description) = (Some(nasty.into()), Some(nasty.into()));
    let mut comment = Comment::new(CommentId::new(nasty), PostId::new("one"), Body::inline(nasty));
    (comment.status, comment.author_name) = (Some(Status::Published), Some(nasty.into()));
    comment.author_url = Some("javascript:alert(1)".into());
    blog.comments = vec![comment].into();
    let found = opened(&blog, &WriteOptions::default());
    for (_, line) in found.index() {
        let address = line["url"].as_str().unwrap();
        assert!(!address.contains(['"', '<', '>', '\r', '\n', ' ']), "{address}");
        let page = found.page(address);
        if !page.starts_with("<!doctype html>") {
            continue;
        }
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert_eq!(page.matches("</script").count(), 1, "{page}");
        assert!(!page.contains("<svg") && !page.contains("\"javascript:"), "{page}");
        let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
        let data: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        assert!(data["identifier"].is_string());
    }
}

#[test]
fn files_that_a_browser_would_run_are_bytes_and_nothing_else() {
    let page = b"<!doctype html><script>alert(1)</script>";
    let mut post = public("one", "<p><img src=a.gif><img src=\"https://img.example/b.svg\"></p>");
    let assets = [
        asset("a.gif", None, b"GIF89a", Some("image/gif")),
        asset("svg", Some("https://img.example/b.svg"), b"<svg/>", Some("image/svg+xml")),
        asset("page", Some("https://blog.example/page.html"), page, Some("text/html")),
        asset("odd", Some("https://blog.example/odd"), b"x", Some("image/x\r\nX-A: b")),
    ];
    post.assets.extend(assets.iter().map(|asset| asset.id.clone()));
    let mut blog = blog(vec![post]);
    blog.assets = assets.to_vec().into();
    let found = opened(&blog, &WriteOptions::default());
    let made = "https://blog.example/larder/files/a.gif";
    assert_eq!(found.at(made), ("image/gif".into(), b"GIF89a".to_vec()));
    assert!(found.page("https://blog.example/one").contains(&format!("<img src=\"{made}\">")));
    for address in
        ["https://img.example/b.svg", "https://blog.example/page.html", "https://blog.example/odd"]
    {
        assert_eq!(found.at(address).0, "application/octet-stream", "{address}");
    }
}

#[test]
fn of_two_things_at_one_address_each_has_a_place_and_says_where_it_was() {
    let (one, mut again) = (public("one", "<p>1</p>"), public("two", "<p>2</p>"));
    // Programs take all three for one.
    again.permalink = Some("http://www.blog.example/one/".into());
    let mut part = public("three", "<p>3</p>");
    part.permalink = Some("https://blog.example/all#three".into());
    let mut without = public("four", "<p>4</p>");
    (without.permalink, without.title) = (None, Some("길 / 4?".into()));
    let mut home = public("home", "<p>5</p>");
    home.permalink = Some("https://blog.example/".into());
    let mut capital = public("six", "<p>6</p>");
    capital.permalink = Some("https://blog.example/ONE".into());
    let mut posts = vec![one, again, part, without, home, capital];
    for (day, post) in posts.iter_mut().enumerate() {
        let date = format!("2020-01-0{}T00:00:00Z", 9 - day);
        post.published = Some(Timestamp::from_rfc3339(&date).unwrap());
    }
    let found = opened(&blog(posts), &WriteOptions::default());
    let index = found.index();
    let addresses: Vec<&str> =
        index.iter().map(|(_, line)| line["url"].as_str().unwrap()).collect();
    assert_eq!(
        addresses,
        [
            "https://blog.example/",
            "https://blog.example/larder/%EA%B8%B8-4.html",
            "https://blog.example/larder/atom.xml",
            "https://blog.example/larder/index.html",
            "https://blog.example/larder/six.html",
            "https://blog.example/larder/three.html",
            "https://blog.example/larder/two.html",
            "https://blog.example/one",
        ]
    );
    assert!(found.page(addresses[0]).contains("<p>5</p>"));
    assert!(found.page(addresses[4]).contains("\"url\":\"https://blog.example/ONE\""));
    assert!(found.page(addresses[5]).contains("\"url\":\"https://blog.example/all#three\""));
    let keys: std::collections::HashSet<&String> = index.iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), addresses.len());
    // One that never had an address says none.
    assert!(!found.page(addresses[1]).contains("\"headline\":\"길 / 4?\",\"url\""));
    assert!(!found.page(addresses[1]).contains("\"url\":\"https://blog.example/larder"));
}

#[test]
fn a_blog_without_an_address_or_without_any_date_has_no_archive() {
    let mut nowhere = blog(vec![public("one", "<p>1</p>")]);
    nowhere.site.home = None;
    let (mut sink, mut account) = (Memory::default(), Account::new(&format::WACZ, &nowhere));
    let options = WriteOptions::default();
    let failed = Wacz.write(&nowhere, &options, &mut sink, &mut account).unwrap_err().to_string();
    assert!(failed.contains("demands the address of the blog"), "{failed}");
    let public_address = Some("https://new.example/blog/".to_owned());
    let options = WriteOptions { public_address, ..WriteOptions::default() };
    let found = opened(&nowhere, &options);
    let list = found.page("https://new.example/blog/");
    // It stands there, but nobody says that the blog is at home there.
    assert!(list.contains("\"@type\":\"Blog\"") && !list.contains("\"url\":"), "{list}");

    let mut undated = public("one", "<p>1</p>");
    undated.published = None;
    let found = opened(&blog(vec![undated]), &WriteOptions::default());
    assert!(found.entries.is_empty());
    assert_eq!(found.account.output.left_out[&Rule::Undated], [PostId::new("one")]);
    assert!(found.notes().iter().any(|it| it.contains("it demands a date")), "{:?}", found.notes());
    let written_at = Some(Timestamp::from_rfc3339("2026-11-30T12:00:00+09:00").unwrap());
    let options = WriteOptions { written_at, ..WriteOptions::default() };
    let mut undated = public("one", "<p>1</p>");
    undated.published = None;
    let found = opened(&blog(vec![undated]), &options);
    assert!(found.text("pages/pages.jsonl").contains("\"ts\":\"2026-11-30T03:00:00Z\""));
    assert!(!found.page("https://blog.example/one").contains("2026"));
}

#[test]
fn what_is_not_public_is_in_it_only_when_asked_for_and_says_so() {
    let mut draft = public("secret", "<p>SECRET</p>");
    (draft.status, draft.visibility) = (Some(Status::Draft), Some(Visibility::Private));
    draft.title = Some("SECRET".into());
    let blog = blog(vec![public("one", "<p>1</p>"), draft]);
    let unpacked = |found: &Opened| {
        let mut text = String::new();
        let pages = found.index();
        pages.iter().for_each(|(_, line)| text += &found.page(line["url"].as_str().unwrap()));
        text
    };
    let found = opened(&blog, &WriteOptions::default());
    assert!(!unpacked(&found).contains("SECRET") && !unpacked(&found).contains("secret"));
    let mut options = WriteOptions::default();
    options.selection.include.statuses.insert(Status::Draft);
    options.selection.include.visibilities.insert(Visibility::Private);
    let found = opened(&blog, &options);
    let page = found.page("https://blog.example/secret");
    assert!(page.contains("\"creativeWorkStatus\":\"draft\",\"conditionsOfAccess\":\"private\""));
    // Whoever follows the feed is not told.
    let feed = found.page("https://blog.example/larder/atom.xml");
    assert!(
        feed.contains("blog.example/one") && !feed.contains("SECRET") && !feed.contains("complete")
    );
}

#[test]
fn comments_that_were_shown_stand_under_their_post_and_answers_say_what_they_answer() {
    let mut blog = blog(vec![public("one", "<p>1</p>")]);
    let said = |id: &str, status, text: &str| {
        let mut comment = Comment::new(CommentId::new(id), PostId::new("one"), Body::inline(text));
        comment.status = Some(status);
        comment.author_email = Some("reader@mail.example".into());
        comment.published = Some(Timestamp::from_rfc3339("2020-02-01T00:00:00Z").unwrap());
        comment
    };
    let mut answer = said("b", Status::Published, "<b>네</b>");
    (answer.parent, answer.is_html) = (Some(CommentId::new("a")), true);
    blog.comments = vec![
        said("a", Status::Published, "좋은 글 <3"),
        answer,
        said("c", Status::Pending, "SPAM"),
    ]
    .into();
    let found = opened(&blog, &WriteOptions::default());
    let page = found.page("https://blog.example/one");
    assert!(page.contains("<div class=\"e-content\"><p>좋은 글 &lt;3</p></div>"), "{page}");
    assert!(page.contains("\"parentItem\":{\"@type\":\"Comment\",\"identifier\":\"a\"}"), "{page}");
    assert!(!page.contains("SPAM") && !page.contains("mail.example"));
    assert_eq!(found.account.output.comments.as_ref().map(|it| it.written), Some(2));
    // A comment is a change of what the page shows.
    assert!(found.text("pages/pages.jsonl").contains("2020-02-01T00:00:00Z"));
}

#[test]
fn links_lead_to_the_place_of_a_post_whichever_of_its_addresses_they_name() {
    let html = "<p><a href=\"/?p=2#end\">2</a> <a href=\"/4\">4</a> <a href=\"/9\">9</a></p>";
    let mut one = public("one", html);
    let link = |href: &str, post: &str| larder_core::InternalLink::new(href, PostId::new(post));
    one.internal_links.extend([link("/?p=2#end", "two"), link("/4", "four")]);
    let mut without = public("four", "<p>4</p>");
    without.permalink = None;
    let posts = vec![one, public("two", "<p id=end>2</p>"), without];
    let found = opened(&blog(posts), &WriteOptions::default());
    let expected = "<p><a href=\"https://blog.example/two#end\">2</a> \
        <a href=\"https://blog.example/larder/four.html\">4</a> <a href=\"https://blog.example/9\">9</a></p>";
    assert!(found.page("https://blog.example/one").contains(expected));
}

#[test]
fn many_posts_are_listed_on_several_pages() {
    let posts = (0..LISTED + 1).map(|number| public(&format!("p{number}"), "<p>x</p>")).collect();
    let found = opened(&blog(posts), &WriteOptions::default());
    let (first, second) = (
        found.page("https://blog.example/"),
        found.page("https://blog.example/larder/page-2.html"),
    );
    let count = |page: &str| page.matches("<li>").count();
    assert_eq!((count(&first), count(&second)), (LISTED, 1));
    assert!(first.contains("<a rel=\"next\" href=\"https://blog.example/larder/page-2.html\">"));
    assert!(second.contains("<a rel=\"prev\" href=\"https://blog.example/\">"));
}

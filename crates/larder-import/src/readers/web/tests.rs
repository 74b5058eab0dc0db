use crate::{ReadOptions, read, source::Memory};

fn blogs(files: &[(&str, &str)]) -> crate::Reading {
    let source = Memory::new("in", files.iter().map(|(name, text)| (*name, (*text).to_owned())));
    read(&source, &ReadOptions::default()).unwrap()
}

const POST: &str = "<html lang=en><meta property=og:type content=article><meta property=article:published_time content=2020-01-05T10:00:00Z>\
    <title>Snow</title><article><h1>Snow</h1><div class=entry-content><p>It snowed all day. <a href='/2020/01/06/ice/'>Ice</a></p></div></article>";

#[test]
fn pages_of_two_blogs_are_two_blogs_and_links_lead_to_posts() {
    let one = POST
        .replace("<title>", "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>");
    let ice = one.replace("05/snow", "06/ice").replace("Snow", "Ice");
    let other = one.replace("a.example", "b.example");
    let reading =
        blogs(&[("1.html", &one), ("2.html", &ice), ("3.html", &other), ("a.css", "p{}")]);
    assert_eq!(
        reading.blogs.iter().map(|it| it.site.id.as_str()).collect::<Vec<_>>(),
        ["https://a.example/", "https://b.example/"]
    );
    let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
    assert_eq!(post.internal_links.len(), 1);
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn a_feed_says_what_a_page_does_not_and_has_posts_that_nobody_captured() {
    let page = "<html><title>Snow</title><link rel=canonical href=https://a.example/snow/><article><h1>Snow</h1>\
        <div class=entry-content><p>It snowed all day.</p></div></article>";
    let feed = "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>A</title><link>https://a.example/</link>\
        <item><title>Snow</title><link>https://a.example/snow/</link><guid>tag:a,1</guid><dc:creator>Kim</dc:creator>\
        <pubDate>Sun, 05 Jan 2020 10:00:00 +0900</pubDate><description>&lt;p&gt;It snowed all day.&lt;/p&gt;</description></item>\
        <item><title>Rain</title><link>https://a.example/rain/</link><guid>tag:a,2</guid><description>It rained.</description></item></channel></rss>";
    let source = Memory::new("in", [("snow.html", page), ("feed.xml", feed)]);
    let options = ReadOptions { from: Some("web".into()), ..ReadOptions::default() };
    let reading = read(&source, &options).unwrap();
    let [blog] = &reading.blogs[..] else { panic!("{:?}", reading.blogs.len()) };
    assert_eq!(blog.site.title.as_deref(), Some("A"));
    let posts: Vec<_> =
        blog.posts.slots().iter().map(|it| it.get().unwrap().into_owned()).collect();
    let snow = posts.iter().find(|it| it.title.as_deref() == Some("Snow")).unwrap();
    assert_eq!((snow.id.as_str(), snow.authors.len(), snow.revisions.len()), ("tag:a,1", 1, 0));
    assert_eq!(snow.published.unwrap().to_rfc3339(), "2020-01-05T10:00:00+09:00");
    assert!(posts.iter().any(|it| it.title.as_deref() == Some("Rain")));
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
}

#[test]
fn captures_of_one_post_are_one_post_with_revisions() {
    let one = POST
        .replace("<title>", "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>");
    let later = one.replace("It snowed all day.", "It snowed all day and all night.");
    let reading = blogs(&[("a.html", &one), ("b.html", &later), ("c.html", &one)]);
    let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
    assert_eq!(reading.blogs[0].posts.len(), 1);
    assert!(post.content.unwrap().html.text().unwrap().contains("all night"));
    assert_eq!(post.revisions.len(), 1);
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn what_is_no_post_says_why() {
    let list = "<html><title>A</title><link rel=canonical href=https://a.example/><article class=hentry><h2><a href=/2020/01/05/snow/>Snow</a></h2>x</article>\
        <article class=hentry><h2><a href=/2020/01/07/fog/>Fog</a></h2>y</article>";
    let gone = "<html><title>404 Not Found</title><h1>Not Found</h1><p>Nothing here.</p>";
    let frame = "<html><title>글 : 네이버 블로그</title><link rel=canonical href=https://blog.naver.com/writer/1><frameset><frame id=mainFrame src='/PostView.naver?blogId=writer&logNo=1'></frameset>";
    let login = "<html><title>Log in</title><form><input type=password name=p></form>Log in";
    let post = POST
        .replace("<title>", "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>");
    let reading = blogs(&[
        ("list.html", list),
        ("gone.html", gone),
        ("frame.html", frame),
        ("login.html", login),
        ("post.html", &post),
    ]);
    let said: Vec<String> = reading
        .ledger
        .inputs
        .iter()
        .filter_map(|entry| match &entry.fate {
            Some(larder_core::Fate::LeftOut { rule, found }) => {
                Some(format!("{} {} {found}", entry.name, rule.name()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(said.len(), 4, "{said:?}");
    for (name, rule) in [
        ("list", "list-page"),
        ("gone", "error-page"),
        ("frame", "empty-shell"),
        ("login", "login-page"),
    ] {
        assert!(
            said.iter().any(|it| it.starts_with(&format!("{name}.html {rule}"))),
            "{name}: {said:?}"
        );
    }
    let missing =
        reading.blogs[0].notes.iter().find(|note| note.kind.code() == "posts-not-captured");
    assert!(
        missing
            .unwrap()
            .to_string()
            .contains("1 posts are linked but not captured, such as `https://a.example/2020/01/"),
        "{missing:?}"
    );
}

#[test]
fn a_page_of_others_that_says_it_is_ours_says_nothing_of_a_blog() {
    let forged = "<html><meta name=generator content=Larder><script type=application/ld+json>\
        {\"@type\":\"BlogPosting\",\"identifier\":\"https://a.example/2020/01/05/snow/\",\
        \"url\":\"https://a.example/2020/01/05/snow/\",\"isPartOf\":[{\"@type\":\"Blog\",\"identifier\":\"b\",\
        \"url\":\"https://a.example/\"}]}</script><article class=h-entry><div class=e-content><p>FORGED</p></div></article>";
    let post = POST
        .replace("<title>", "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>");
    let saved = |from: &str| format!("<!-- saved from url=(0026){from} -->{forged}");
    for (from, is_believed) in
        [("https://evil.example/a", false), ("https://a.example/2020/01/05/snow/", true)]
    {
        let reading = blogs(&[("a.html", &*post), ("b.html", &saved(from))]);
        let mut of_blog = reading
            .blogs
            .iter()
            .filter(|blog| blog.site.home.as_deref() == Some("https://a.example/"));
        let archived = format!("{:?}", of_blog.next().unwrap().site);
        assert_eq!(archived.contains("\"b\""), is_believed, "{from}: {archived}");
    }
}

/// Writes a crawl.
struct Crawl(larder_capture::warc::Writer<Vec<u8>>, u64);

impl Crawl {
    fn new() -> Self {
        Self(larder_capture::warc::Writer::new(Vec::new(), larder_capture::warc::Compress::Gzip), 0)
    }

    fn record(&mut self, kind: &str, url: &str, day: u32, more: &[(&str, &str)], block: &[u8]) {
        self.1 += 1;
        let (date, id) =
            (format!("2020-02-{day:02}T10:00:00Z"), format!("<urn:uuid:{:032x}>", self.1));
        let mut fields = vec![("WARC-Type", kind), ("WARC-Date", &*date), ("WARC-Record-ID", &*id)];
        if !url.is_empty() {
            fields.push(("WARC-Target-URI", url));
        }
        fields.extend(more);
        self.0.write(&fields, block).unwrap();
    }

    fn answer(&mut self, url: &str, day: u32, status: &str, head: &str, body: &[u8]) {
        let mut block = format!("HTTP/1.1 {status}\r\n{head}\r\n").into_bytes();
        block.extend_from_slice(body);
        let kind = [("Content-Type", "application/http; msgtype=response")];
        self.record(
            "request",
            url,
            day,
            &[("Content-Type", "application/http; msgtype=request")],
            b"GET / HTTP/1.1\r\nCookie: SECRET\r\n\r\n",
        );
        self.record("response", url, day, &kind, &block);
    }
}

#[test]
fn a_crawl_of_ten_blogs_is_ten_blogs_and_every_record_is_accounted_for() {
    let mut crawl = Crawl::new();
    crawl.record(
        "warcinfo",
        "",
        1,
        &[("Content-Type", "application/warc-fields")],
        b"software: x\r\n",
    );
    let png = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x02\x08\x02\0\0\0"[..], &[0; 32]]
        .concat();
    for blog in 0..10 {
        let home = format!("https://blog{blog}.example");
        let page = |title: &str, text: &str| {
            format!(
                "<html lang=en><meta property=og:type content=article><meta property=article:published_time content=2020-01-05T10:00:00Z>\
                 <title>{title}</title><article><h1>{title}</h1><div class=entry-content><p>{text} <a href=/2020/01/06/ice/>Ice</a>\
                 <img src=/a.png></p></div></article>"
            )
        };
        let html = "Content-Type: text/html; charset=utf-8\r\n";
        crawl.answer(
            &format!("{home}/2020/01/05/snow/"),
            2,
            "200 OK",
            html,
            page("Snow", "It snowed.").as_bytes(),
        );
        crawl.answer(
            &format!("{home}/2020/01/05/snow/"),
            9,
            "200 OK",
            html,
            page("Snow", "It snowed all night.").as_bytes(),
        );
        crawl.answer(
            &format!("{home}/2020/01/06/ice/"),
            3,
            "200 OK",
            html,
            page("Ice", "It froze.").as_bytes(),
        );
        crawl.answer(
            &format!("{home}/?p=1"),
            3,
            "301 Moved",
            &format!("Location: {home}/2020/01/05/snow/\r\n"),
            b"",
        );
        crawl.answer(&format!("{home}/gone"), 3, "404 Not Found", html, b"<html>gone");
        crawl.answer(&format!("{home}/a.png"), 3, "200 OK", "Content-Type: image/png\r\n", &png);
        crawl.answer(&format!("{home}/b.css"), 3, "200 OK", "Content-Type: text/css\r\n", b"p{}");
        let profile = [
            ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
            ("WARC-Refers-To-Target-URI", &*format!("{home}/2020/01/06/ice/")),
            ("WARC-Refers-To-Date", "2020-02-03T10:00:00Z"),
        ];
        crawl.record("revisit", &format!("{home}/2020/01/06/ice/"), 12, &profile, b"");
    }
    let records = crawl.1;
    let file = crawl.0.into_inner();
    let source = Memory::new("in", [("x.warc.gz", file)]);
    let reading = read(&source, &ReadOptions::default()).unwrap();
    assert_eq!(reading.blogs.len(), 10);
    for blog in &reading.blogs {
        let posts: Vec<_> =
            blog.posts.slots().iter().map(|it| it.get().unwrap().into_owned()).collect();
        let snow = posts.iter().find(|it| it.title.as_deref() == Some("Snow")).unwrap();
        assert!(snow.content.as_ref().unwrap().html.text().unwrap().contains("all night"));
        assert_eq!((posts.len(), snow.revisions.len(), snow.internal_links.len()), (2, 1, 1));
        assert!(
            snow.old_addresses.iter().any(|it| it.ends_with("/?p=1")),
            "{:?}",
            snow.old_addresses
        );
        let assets: Vec<_> =
            blog.assets.slots().iter().map(|it| it.get().unwrap().into_owned()).collect();
        assert!(assets.iter().any(|it| it.stored.is_some()), "{assets:?}");
    }
    assert!(reading.ledger.unexplained().is_empty());
    // One entry for each capture; what is no content is counted in one.
    let mut found = 0;
    for entry in &reading.ledger.inputs {
        let counted = match &entry.fate {
            Some(larder_core::Fate::LeftOut { rule: larder_core::Rule::NotContent, found }) => {
                found.rsplit_once('(').and_then(|(_, it)| it.trim_end_matches(')').parse().ok())
            }
            _ => None,
        };
        found += counted.unwrap_or(u64::from(&*entry.name != "x.warc.gz"));
    }
    assert_eq!(found, records, "{:#?}", reading.ledger.inputs);
    let all = format!("{:?}", reading.blogs);
    assert!(!all.contains("SECRET"));
}

#[test]
fn a_copy_of_the_wayback_machine_is_the_page_it_was() {
    let page = "<!DOCTYPE html><html><head><script src='https://web-static.archive.org/_static/js/bundle.js'></script><script>__wm.wombat(\"http://a.example/2012/05/06/hill/\",\"20150102030405\",\"https://web.archive.org/\",\"web\");</script><title>Hill</title></head><body>\
        <!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=wm-ipp><a href=/web/2014/http://a.example/>2014</a> captures</div><!-- END WAYBACK TOOLBAR INSERT -->\
        <div class=hentry><h1>Hill</h1><div class=entry-content><p>A walk. <a href=/web/20150102030405/http://a.example/2012/05/07/lake/>Lake</a> \
        <img src=/web/20150102030405im_/http://a.example/hill.jpg></p></div></div></body></html><!-- FILE ARCHIVED ON 03:04:05 Jan 02, 2015 AND RETRIEVED FROM THE INTERNET ARCHIVE ON 01:00:00 Jan 01, 2020. -->";
    let reading = blogs(&[("hill.html", page)]);
    let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
    assert_eq!(post.permalink.as_deref(), Some("http://a.example/2012/05/06/hill/"));
    let html = post.content.unwrap().html.text().unwrap().into_owned();
    assert!(
        html.contains("\"http://a.example/hill.jpg\"")
            && html.contains("http://a.example/2012/05/07/lake/"),
        "{html}"
    );
    assert!(
        post.extra
            .value("web:captured")
            .unwrap()
            .as_str()
            .unwrap()
            .starts_with("2015-01-02T03:04:05")
    );
    assert_eq!(post.published.unwrap().to_rfc3339(), "2012-05-06T00:00:00Z");
}

#[test]
fn pages_and_containers_may_be_packed() {
    let pack = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, bytes).unwrap();
        encoder.finish().unwrap()
    };
    let page = |number: u8| {
        let link =
            format!("<link rel=canonical href=https://a.example/2020/01/0{number}/x/><title>");
        POST.replace("<title>", &link)
    };
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/2020/01/02/x/\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
         Content-Location: https://a.example/2020/01/02/x/\r\n\r\n{}\r\n--b--\r\n",
        page(2)
    );
    let files = [("1.html.gz", pack(page(1).as_bytes())), ("2.mhtml.gz", pack(mhtml.as_bytes()))];
    let source = Memory::new("in", files);
    let reading = read(&source, &ReadOptions::default()).unwrap();
    assert_eq!(reading.blogs[0].posts.len(), 2, "{:?}", reading.ledger.inputs);
}

#[test]
fn an_address_that_several_posts_say_is_theirs_is_none_of_theirs() {
    let page = POST.replace("<title>", "<link rel=canonical href=https://a.example/x/><title>");
    let reading = blogs(&[("1.html", &page), ("2.html", &page.replace("Snow", "Ice"))]);
    let posts: Vec<_> =
        reading.blogs[0].posts.slots().iter().map(|it| it.get().unwrap().into_owned()).collect();
    assert_eq!(posts.len(), 2);
    assert!(posts.iter().all(|post| post.permalink.is_none()));
    let disagree = |note: &&larder_core::Note| note.kind.code() == "sources-disagree";
    assert_eq!(reading.blogs[0].notes.iter().filter(disagree).count(), 2);
}

/// A record of a crawl with a page.
fn response(address: &str, time: &str, page: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let digest = larder_core::Digest::of(page.as_bytes());
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {time}\r\nWARC-Record-ID: <urn:uuid:{time}>\r\n\
         WARC-Payload-Digest: sha256:{digest}\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

/// A record that says that something was the same at another time.
fn revisit(address: &str, time: &str, of: &str, then: &str) -> String {
    format!(
        "WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Target-URI: {address}\r\nWARC-Date: {time}\r\nWARC-Record-ID: <urn:uuid:{time}>\r\n\
         WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n\
         WARC-Refers-To-Target-URI: {of}\r\nWARC-Refers-To-Date: {then}\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
}

fn left_out(reading: &crate::Reading, rule: larder_core::Rule) -> Vec<String> {
    let entries = reading.ledger.inputs.iter();
    entries
        .filter(|entry| {
            matches!(&entry.fate, Some(larder_core::Fate::LeftOut { rule: found, .. }) if *found == rule)
        })
        .map(|entry| entry.name.to_string())
        .collect()
}

#[test]
fn a_revisit_finds_what_it_means_in_another_file() {
    let address = "https://a.example/2020/01/05/snow/";
    let page = POST.replace("<title>", &format!("<link rel=canonical href={address}><title>"));
    let (then, now) = ("2020-02-01T00:00:00Z", "2021-02-01T00:00:00Z");
    let first = response(address, then, &page);
    // Both records begin at the same byte of their files: neither is the other.
    let of_it = revisit("https://a.example/?p=5", now, address, then);
    let of_none = revisit("https://a.example/?p=6", now, "https://a.example/6", then);
    let crawls = [("a.warc", &*[of_it.as_str(), &of_none].concat()), ("b.warc", &first)];
    let reading = blogs(&crawls);
    let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
    assert_eq!(post.old_addresses, ["https://a.example/?p=5"]);
    assert_eq!(
        left_out(&reading, larder_core::Rule::SameBytes),
        ["a.warc: https://a.example/?p=5"]
    );
    assert_eq!(
        left_out(&reading, larder_core::Rule::OriginalNotHere),
        ["a.warc: https://a.example/?p=6"]
    );
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn a_revisit_knows_what_it_means_in_another_file_by_its_payload_or_its_id() {
    let address = "https://a.example/2020/01/05/snow/";
    let page = POST.replace("<title>", &format!("<link rel=canonical href={address}><title>"));
    let (then, now) = ("2020-02-01T00:00:00Z", "2021-02-01T00:00:00Z");
    let first = response(address, then, &page);
    let stated = |name: &str| {
        first.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap()
    };
    for field in [
        format!("WARC-Payload-Digest: {}", stated("WARC-Payload-Digest")),
        format!("WARC-Refers-To: {}", stated("WARC-Record-ID")),
    ] {
        let again = revisit("https://a.example/?p=5", now, "https://a.example/6", now);
        let again = again.replacen("WARC-Profile", &format!("{field}\r\nWARC-Profile"), 1);
        let reading = blogs(&[("a.warc", &*again), ("b.warc", &first)]);
        let found = left_out(&reading, larder_core::Rule::SameBytes);
        assert_eq!(found, ["a.warc: https://a.example/?p=5"], "{field}");
    }
}

#[test]
fn revisits_in_many_files_do_not_ask_each_of_the_others() {
    let (then, now) = ("2020-02-01T00:00:00Z", "2021-02-01T00:00:00Z");
    let start = std::time::Instant::now();
    let none =
        |number: u32| revisit("https://a.example/x", now, &format!("https://{number}"), then);
    let crawls: Vec<(String, String)> = (0..1_000)
        .map(|file| (format!("{file}.warc"), (0..60).map(|it| none(file * 60 + it)).collect()))
        .collect();
    let crawls: Vec<(&str, &str)> = crawls.iter().map(|(name, it)| (&**name, &**it)).collect();
    let reading = blogs(&crawls);
    assert_eq!(left_out(&reading, larder_core::Rule::OriginalNotHere).len(), 60_000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// The files of a package with one page, and what it says of them.
fn package(crawl: &str, stated: &str) -> [(String, String); 3] {
    let pages = "{\"format\":\"json-pages-1.0\",\"id\":\"pages\"}\n\
        {\"url\":\"https://a.example/2020/01/05/snow/\",\"ts\":\"2020-02-01T00:00:00Z\"}\n\
        {\"url\":\"https://a.example/2020/01/06/ice/\",\"ts\":\"2020-02-01T00:00:00Z\"}\n";
    let list = serde_json::json!({
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "resources": [
            { "name": "data.warc", "path": "archive/data.warc", "hash": format!("sha256:{stated}"), "bytes": crawl.len() },
            { "name": "pages.jsonl", "path": "pages/pages.jsonl", "hash": format!("sha256:{}", larder_core::Digest::of(pages.as_bytes())), "bytes": pages.len() },
        ],
    });
    [
        ("archive/data.warc".into(), crawl.into()),
        ("pages/pages.jsonl".into(), pages.into()),
        ("datapackage.json".into(), list.to_string()),
    ]
}

#[test]
fn a_package_is_checked_and_its_list_of_pages_is_used() {
    let address = "https://a.example/2020/01/05/snow/";
    let page = POST.replace("<title>", &format!("<link rel=canonical href={address}><title>"));
    let crawl = response(address, "2020-02-01T00:00:00Z", &page);
    let digest = larder_core::Digest::of(crawl.as_bytes()).to_string();
    let of = |files: Vec<(String, String)>| {
        read(&Memory::new("in", files), &ReadOptions::default()).unwrap()
    };
    let faults = |reading: &crate::Reading| {
        let notes = reading.notes.iter().filter(|it| it.kind.code() == "container-damaged");
        notes.map(ToString::to_string).collect::<Vec<_>>()
    };
    let codes = |reading: &crate::Reading, code: &str| {
        reading.notes.iter().filter(|it| it.kind.code() == code).count()
    };
    let files = package(&crawl, &digest);
    let whole = of(files.to_vec());
    assert_eq!(faults(&whole), [""; 0]);
    assert_eq!(codes(&whole, "markup-met"), 0);
    let missing = whole.blogs[0].notes.iter().find(|it| it.kind.code() == "posts-not-captured");
    assert!(missing.unwrap().to_string().contains("https://a.example/2020/01/06/ice/"));
    assert!(whole.ledger.unexplained().is_empty());

    // In a folder, and one byte is another one.
    let mut changed = files.clone().map(|(name, text)| (format!("saved/{name}"), text));
    changed[0].1 = changed[0].1.replace("all day", "all Day");
    let told = faults(&of(changed.to_vec()));
    assert!(
        told.len() == 1 && told[0].contains("`archive/data.warc` is not as it was packed"),
        "{told:?}"
    );

    let mut short = files.clone();
    short[1].1.push('\n');
    let told = faults(&of(short.to_vec()));
    assert!(told.len() == 1 && told[0].contains("by the list of the package"), "{told:?}");

    let mut lacking = files.to_vec();
    lacking.push(("archive/more.warc".into(), crawl.clone()));
    let told = of(lacking);
    assert_eq!((faults(&told).len(), codes(&told, "markup-met")), (0, 1));
    let mut odd = files.clone();
    odd[1].1.push_str("{\"url\":\n");
    odd[2].1 = odd[2].1.replace(&format!("sha256:{digest}"), "0cc175b9c0f1b6a831c399e269772661");
    odd[2].1 = odd[2].1.replace("\"resources\":[", "\"resources\":[{\"name\":\"x\"},");
    let told = of(odd.to_vec());
    assert_eq!(codes(&told, "markup-met"), 1);
    let told = faults(&told).join("\n");
    for fault in ["1 entries of the list of the package", "1 lines of the list of pages"] {
        assert!(told.contains(fault), "{told}");
    }

    let [crawls, _, list] = files;
    let told = faults(&of(vec![crawls, list]));
    assert!(told.len() == 1 && told[0].contains("`pages/pages.jsonl` is listed"), "{told:?}");
}

#[test]
fn text_that_was_saved_in_the_wrong_encoding_is_put_right_if_asked_for() {
    let page = POST.replace("Snow", "첫눈").replace("It snowed all day.", "하루 종일 눈이 왔다.");
    let wrong = encoding_rs::WINDOWS_1252.decode_without_bom_handling(page.as_bytes()).0;
    let of = |mojibake| {
        let source = Memory::new("in", [("a.html", wrong.to_string())]);
        let options = ReadOptions { mojibake, ..ReadOptions::default() };
        let reading = read(&source, &options).unwrap();
        let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
        let notes = reading.blogs[0].notes.iter();
        let codes: Vec<_> = notes.map(|it| it.kind.code()).collect();
        (post.title.clone().unwrap(), post.content.unwrap(), codes)
    };
    let (title, content, codes) = of(crate::Mojibake::Keep);
    assert!(title.starts_with('ì') && content.html.text().unwrap().contains("ëˆˆ"), "{title}");
    assert!(codes.contains(&"suspected-mojibake"), "{codes:?}");
    let (title, content, codes) = of(crate::Mojibake::Repair);
    assert_eq!(title, "첫눈");
    assert!(content.html.text().unwrap().contains("하루 종일 눈이 왔다."));
    assert!(content.original.text().unwrap().contains("ëˆˆ"), "the saved page stays");
    assert!(codes.contains(&"mojibake-repaired"), "{codes:?}");
}

/// A fixture of the reader of brunch.
#[expect(clippy::disallowed_methods, reason = "the test reads a fixture")]
fn fixture(name: &str) -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/import/brunch/");
    std::fs::read(format!("{root}{name}")).unwrap()
}

#[test]
fn pages_of_brunch_beside_other_captures_are_of_its_reader_with_their_pictures() {
    let folder = "html-saved-folder/input/";
    let saved = "빨간 우체통_files";
    let picture = fixture(&format!("{folder}{saved}/AbC-dEf_123.jpg"));
    let other = POST.replace("<title>", "<link rel=canonical href=https://a.example/snow/><title>");
    let files = [
        ("빨간 우체통.html".to_owned(), fixture(&format!("{folder}빨간 우체통.html"))),
        (format!("{saved}/AbC-dEf_123.jpg"), picture.clone()),
        ("snow.html".to_owned(), other.into_bytes()),
        ("글.txt".to_owned(), fixture("w-1/input.txt")),
    ];
    let reading = read(&Memory::new("in", files), &ReadOptions::default()).unwrap();
    let homes: Vec<_> = reading.blogs.iter().map(|it| it.site.platform.clone()).collect();
    assert!(homes.contains(&Some("brunch".into())) && homes.len() > 1, "{homes:?}");
    assert!(reading.ledger.unexplained().is_empty());
    let digest = larder_core::Digest::of(&picture);
    let has_picture = |blog: &larder_core::Blog| {
        let stored = |it: &larder_core::Slot<larder_core::Asset>| it.get().unwrap().stored.clone();
        blog.assets.slots().iter().filter_map(stored).any(|it| it.sha256 == digest)
    };
    assert!(reading.blogs.iter().any(has_picture));
    let carried = |entry: &larder_core::Entry| {
        matches!(
            &entry.fate,
            Some(larder_core::Fate::Carried { .. } | larder_core::Fate::Joined { .. })
        )
    };
    assert!(reading.ledger.inputs.iter().all(carried), "{:?}", reading.ledger.inputs);
    assert_eq!(left_out(&reading, larder_core::Rule::NotRecognised), [""; 0]);
}

#[test]
fn pictures_of_pages_of_brunch_are_found_by_the_addresses_they_were_captured_from() {
    let picture = fixture("html-saved-folder/input/빨간 우체통_files/AbC-dEf_123.jpg");
    let shown = "https://img1.daumcdn.net/thumb/R1280x0.fjpg/?fname=http://t1.daumcdn.net/brunch/service/user/Zz9Z/image/AbC-dEf_123.jpg";
    let mut crawl = Crawl::new();
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let page = fixture("html-2024/input.html");
    crawl.answer("https://brunch.co.kr/@example-writer/12", 2, "200 OK", html, &page);
    crawl.answer(shown, 2, "200 OK", "Content-Type: image/jpeg\r\n", &picture);
    let source = Memory::new("in", [("x.warc.gz", crawl.0.into_inner())]);
    let reading = read(&source, &ReadOptions::default()).unwrap();
    let [blog] = &reading.blogs[..] else { panic!("{}", reading.blogs.len()) };
    let asset = blog.assets.slots()[0].get().unwrap().into_owned();
    assert_eq!(asset.stored.unwrap().sha256, larder_core::Digest::of(&picture));
    assert_eq!(left_out(&reading, larder_core::Rule::PageFurniture), [""; 0]);
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn a_post_that_was_emptied_says_so() {
    let address = "https://a.example/2020/01/05/snow/";
    let long = POST.replace("It snowed all day.", &"It snowed all day. ".repeat(60));
    let of = |first: &str, second: &str| {
        let crawl = [
            response(address, "2020-02-01T00:00:00Z", first),
            response(address, "2021-02-01T00:00:00Z", second),
        ];
        let reading = blogs(&[("a.warc", &crawl.concat())]);
        let notes = reading.blogs[0].notes.iter();
        notes.filter(|it| it.kind.code() == "older-capture-longer").count()
    };
    assert_eq!((of(&long, POST), of(POST, &long), of(POST, POST)), (1, 0, 0));
}

#[test]
fn pages_without_an_address_are_of_the_blog_whose_name_they_have() {
    let of = |site: &str| {
        POST.replace("<title>", &format!("<meta property=og:site_name content={site}><title>"))
    };
    let second = of("Walks").replace("Snow", "Rain");
    let other = of("Notes").replace("Snow", "Ink");
    let reading = blogs(&[("1.html", &of("Walks")), ("2.html", &second), ("3.html", &other)]);
    let found: Vec<_> =
        reading.blogs.iter().map(|it| (it.site.title.clone().unwrap(), it.posts.len())).collect();
    assert!(
        found.contains(&("Walks".into(), 2)) && found.contains(&("Notes".into(), 1)),
        "{found:?}"
    );
}

#[test]
fn comments_of_all_captures_are_there_once_as_the_newest_has_them() {
    let page = |comments: &str| {
        let head = "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>";
        POST.replace("<title>", head) + "<div id=comments>" + comments + "</div>"
    };
    let comment = |id: &str, class: &str, text: &str| {
        format!(
            "<li class='comment {class}' id=comment-{id}><b class=fn>Ana</b><p class=comment-content>{text}</p></li>"
        )
    };
    let old = page(
        &[
            comment("1", "", "Old"),
            comment("2", "", "Gone"),
            comment("3", "unapproved", "Held"),
            comment("4", "secret", "Hidden"),
        ]
        .concat(),
    );
    let new = page(
        &[
            comment("1", "", "New"),
            comment("2", "", "Comment deleted."),
            comment("3", "", "Held"),
            comment("4", "", "Hidden"),
            comment("5", "", "Last"),
        ]
        .concat(),
    );
    let saved = |page: &str, time: &str| {
        format!(
            "<!--\n Page saved with SingleFile \n url: https://a.example/2020/01/05/snow/ \n saved date: {time}\n-->{page}"
        )
    };
    let reading = blogs(&[
        ("b.html", &saved(&old, "Sun Jan 05 2020 12:00:00 GMT+0000 (UTC)")),
        ("a.html", &saved(&new, "Mon Jan 06 2020 12:00:00 GMT+0000 (UTC)")),
    ]);
    let told: Vec<_> = reading.blogs[0]
        .comments
        .slots()
        .iter()
        .map(|slot| {
            let comment = slot.get().unwrap();
            let number = comment.id.as_str().rsplit('-').next().unwrap().to_owned();
            (number, comment.status, comment.body.text().unwrap().into_owned())
        })
        .collect();
    use larder_core::Status::{Published, Trashed};
    let text = |it: &str| it.to_owned();
    assert_eq!(
        told,
        [
            (text("1"), Some(Published), text("New")),
            // The text of what was removed is kept, and not shown.
            (text("2"), Some(Trashed), text("Gone")),
            (text("3"), Some(Published), text("Held")),
            // What was secret once is never shown.
            (text("4"), None, text("Hidden")),
            (text("5"), Some(Published), text("Last")),
        ]
    );
    let first = reading.blogs[0].comments.slots()[0].get().unwrap().into_owned();
    assert_eq!(first.extra.value("web:other-text").unwrap(), "Old");
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
}

/// Captures of one post, each with the day on which it was saved, and its comments.
fn captures(of: &[(u32, &str)]) -> crate::Reading {
    let page = |day: u32, comments: &str| {
        let head = "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>";
        format!(
            "<!--\n Page saved with SingleFile \n url: https://a.example/2020/01/05/snow/ \n \
            saved date: Mon Jan {day:02} 2020 12:00:00 GMT+0000 (UTC)\n-->{}<div id=comments>{comments}</div>",
            POST.replace("<title>", head)
        )
    };
    let files: Vec<_> =
        of.iter().map(|(day, comments)| (format!("{day}.html"), page(*day, comments))).collect();
    blogs(&files.iter().map(|(name, page)| (&**name, &**page)).collect::<Vec<_>>())
}

fn comments_of(reading: &crate::Reading) -> Vec<(Option<larder_core::Status>, String)> {
    let slots = reading.blogs[0].comments.slots().iter();
    let comments = slots.map(|slot| slot.get().unwrap().into_owned());
    comments.map(|it| (it.status, it.body.text().unwrap().into_owned())).collect()
}

#[test]
fn an_answer_to_what_another_capture_hides_is_not_shown() {
    let one = |number: u32, above: u32, text: &str| {
        format!(
            "<li class=u_cbox_comment data-info=\"commentNo:'{number}', parentCommentNo:'{above}'\">\
            <span class=u_cbox_nick>Ana</span><span class=u_cbox_contents>{text}</span></li>"
        )
    };
    let reading = captures(&[
        (6, &one(5, 5, "비밀 댓글입니다.")),
        (7, &[one(7, 5, "To your address"), one(9, 9, "Fine")].concat()),
    ]);
    let shown = Some(larder_core::Status::Published);
    let told = comments_of(&reading);
    assert!(told.contains(&(None, "To your address".into())), "{told:?}");
    assert!(told.contains(&(shown, "Fine".into())), "{told:?}");
}

/// A comment of a theme that gives it no number.
fn unnumbered(text: &str, date: &str) -> String {
    format!(
        "<li class=comment><b class=fn>Ana</b><time datetime={date}></time><p class=comment-content>{text}</p></li>"
    )
}

#[test]
fn the_same_words_on_another_day_are_another_comment() {
    let early = unnumbered("Thanks!", "2020-01-05T10:00:00+09:00");
    let late = unnumbered("Thanks!", "2020-03-09T10:00:00+09:00");
    let reading = captures(&[(6, &early), (7, &late), (8, &[&*early, &late].concat())]);
    // The third capture has both, and of each it is another copy.
    assert_eq!(comments_of(&reading).len(), 2);
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn a_number_that_somebody_else_has_on_another_day_is_of_another_comment() {
    let one = |name: &str, text: &str, day: &str| {
        unnumbered(text, &format!("2020-01-{day}T10:00:00+09:00"))
            .replace("class=comment>", "class=comment id=comment-5>")
            .replace("Ana", name)
    };
    let read = |first: &str, second: &str| {
        let reading = captures(&[(20, first), (21, second)]);
        assert!(reading.ledger.unexplained().is_empty());
        comments_of(&reading).len()
    };
    assert_eq!(read(&one("Ana", "First", "05"), &one("Bo", "Other", "09")), 2);
    assert_eq!(read(&one("Ana", "First", "05"), &one("Ana", "Edited", "05")), 1);
    // A name that stands in the place of another is no other's.
    assert_eq!(read(&one("Ana", "First", "05"), &one("?", "비밀댓글입니다.", "09")), 1);
}

#[test]
fn what_became_secret_is_known_by_its_minute_where_it_has_no_number() {
    let date = "2020-01-05T10:00:00+09:00";
    let shown = unnumbered("My address", date);
    let hidden = unnumbered("비밀댓글입니다.", date);
    for captures_of in [[(6, &*shown), (7, &*hidden)], [(6, &*hidden), (7, &*shown)]] {
        let told = comments_of(&captures(&captures_of));
        assert_eq!(told, [(None, "My address".into())]);
    }
    // Others of that minute stay what they are.
    let other = shown.replace("Ana", "Bo");
    let told = comments_of(&captures(&[(6, &other), (7, &hidden)]));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn what_a_feed_says_and_pages_may_hide_is_not_shown() {
    let feed = "<rss version=\"2.0\"><channel><title>Comments on: Snow</title>\
        <link>https://a.example/2020/01/05/snow/</link><item><title>By: Ana</title>\
        <link>https://a.example/2020/01/05/snow/#comment-5</link><guid>x</guid>\
        <description>My address</description></item><item><title>By: Bo</title>\
        <link>https://a.example/2020/01/05/snow/#comment-9</link><guid>y</guid>\
        <pubDate>Sun, 12 Jan 2020 10:00:00 +0900</pubDate><description>Later</description></item></channel></rss>";
    let read = |text: &str| {
        let comment = unnumbered(text, "2020-01-05T10:00:00+09:00");
        let head = "<link rel=canonical href=https://a.example/2020/01/05/snow/><title>";
        let page = POST.replace("<title>", head) + "<div id=comments>" + &comment + "</div>";
        comments_of(&blogs(&[("a.html", &page), ("feed.xml", feed)]))
    };
    assert!(read("비밀댓글입니다.").contains(&(None, "My address".into())));
    let shown = Some(larder_core::Status::Published);
    // What is of another day is another one.
    assert!(read("비밀댓글입니다.").contains(&(shown, "Later".into())));
    assert!(read("Snow!").contains(&(shown, "My address".into())));
}

/// A page as the writer of web archives makes it, with these words in its JSON-LD.
fn of_ours(said: &str, html: &str) -> String {
    format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"Larder\">\n\
        <title>x</title>\n<script type=\"application/ld+json\">{said}</script>\n</head>\n<body>\n\
        <article class=\"h-entry\">\n<h1 class=\"p-name\">x</h1>\n{html}</article>\n</body>\n</html>\n"
    )
}

const OF_BLOG: &str =
    r#""isPartOf":[{"@type":"Blog","identifier":"b","url":"https://a.example/","name":"A"}]"#;

#[test]
fn a_page_of_ours_is_its_post_and_nothing_of_it_is_guessed() {
    let said = format!(
        r##"{{"@type":"BlogPosting","identifier":"tag:a,1","url":"https://other.example/snow#x","headline":"Snow | A",
        "datePublished":"2020-01-05T10:00:00+09:00","author":[{{"@type":"Person","name":"admin"}}],"keywords":["#a"],
        "articleSection":["b"],"comment":[{{"@type":"Comment","identifier":"c","url":"#comment-1","author":{{"name":"Kim"}}}}],
        {OF_BLOG}}}"##
    );
    let body = "<div class=\"e-content\"><h1>Snow | A</h1><div class=\"e-content\">in</div><section class=\"comments\"></section></div>\n";
    let page = of_ours(&said, body).replace(
        "</body>",
        "<section class=\"comments\"><article class=\"h-cite\" id=\"comment-1\"><p>Kim</p>\
        <div class=\"e-content\"><p>yes</p></div></article></section></body>",
    );
    let reading =
        blogs(&[("a.html", &page), ("b.html", &of_ours(&said.replace("tag:a,1", "2"), ""))]);
    let [blog] = &reading.blogs[..] else { panic!("{} blogs", reading.blogs.len()) };
    assert_eq!((blog.site.id.as_str(), blog.site.title.as_deref()), ("b", Some("A")));
    let posts: Vec<_> =
        blog.posts.slots().iter().map(|it| it.get().unwrap().into_owned()).collect();
    let post = posts.iter().find(|it| it.id.as_str() == "tag:a,1").unwrap();
    assert_eq!(post.title.as_deref(), Some("Snow | A"));
    assert_eq!(post.permalink.as_deref(), Some("https://other.example/snow#x"));
    assert_eq!(blog.author(&post.authors[0]).unwrap().name.as_deref(), Some("admin"));
    assert_eq!(
        post.content.as_ref().unwrap().html.text().unwrap(),
        "<h1>Snow | A</h1><div class=\"e-content\">in</div><section class=\"comments\"></section>"
    );
    // Two posts of one address are two, and one without a text has none.
    assert!(posts.len() == 2 && posts.iter().any(|it| it.content.is_none()));
    let comment = blog.comments.get(0).unwrap();
    assert_eq!(
        (&*comment.body.text().unwrap(), comment.author_name.as_deref()),
        ("<p>yes</p>", Some("Kim"))
    );
    assert!(reading.ledger.unexplained().is_empty());
}

#[test]
fn a_page_of_ours_that_lost_texts_of_comments_says_so() {
    let comment = |number: u32| {
        format!(r##"{{"@type":"Comment","identifier":"c{number}","url":"#comment-{number}"}}"##)
    };
    let said = format!(
        r#"{{"@type":"BlogPosting","identifier":"1","comment":[{},{}],{OF_BLOG}}}"#,
        comment(1),
        comment(2)
    );
    let text = |number: u32| {
        format!(
            "<article class=\"h-cite\" id=\"comment-{number}\"><div class=\"e-content\">x</div></article>"
        )
    };
    let lost = |texts: &str| {
        let section = format!("<section class=\"comments\">{texts}</section></body>");
        let reading = blogs(&[("a.html", &of_ours(&said, "").replace("</body>", &section))]);
        let is_it = |kind: &larder_core::NoteKind| {
            matches!(kind, larder_core::NoteKind::CommentsNotCaptured { stated: 2, found: 1 })
        };
        reading.blogs[0].notes.iter().any(|note| is_it(&note.kind))
    };
    assert!(lost(&text(1)));
    assert!(!lost(&[text(1), text(2)].concat()));
}

#[test]
fn a_word_that_we_never_write_makes_a_page_of_ours_private() {
    use larder_core::{Audience, Status, Visibility};

    for (words, status, visibility, audience) in [
        (
            r#""creativeWorkStatus":"draft","conditionsOfAccess":"private""#,
            Some(Status::Draft),
            Some(Visibility::Private),
            None,
        ),
        (r#""creativeWorkStatus":"pubished","conditionsOfAccess":7"#, None, None, None),
        (
            r#""audience":{"audienceType":"members"}"#,
            Some(Status::Published),
            Some(Visibility::Public),
            Some(Audience::Members),
        ),
        (
            r#""audience":"everybody""#,
            Some(Status::Published),
            Some(Visibility::Public),
            Some(Audience::Paid),
        ),
    ] {
        let page = of_ours(
            &format!(r#"{{"@type":"BlogPosting","identifier":"1",{words},{OF_BLOG}}}"#),
            "",
        );
        let reading = blogs(&[("a.html", &page)]);
        let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
        assert_eq!(
            (post.status, post.visibility, post.audience),
            (status, visibility, audience),
            "{words}"
        );
    }
}

#[test]
fn a_page_that_says_it_is_ours_and_is_not_is_read_as_any_other() {
    for said in [
        "",
        "[]",
        "{",
        r#"{"@type":"BlogPosting"}"#,
        r#"{"@type":"BlogPosting","identifier":7,"isPartOf":[{"@type":"Blog","identifier":"b"}]}"#,
        r#"{"@type":"BlogPosting","identifier":"1","isPartOf":{"@type":"Blog","identifier":"b"}}"#,
        r#"{"@type":"BlogPosting","identifier":"1","isPartOf":[{"@type":"Blog"}]}"#,
    ] {
        let html =
            format!("<div class=\"e-content\"><p>{}</p></div>", "It snowed all day. ".repeat(20));
        let options = ReadOptions { from: Some("web".into()), ..ReadOptions::default() };
        let source = Memory::new("in", [("a.html", of_ours(said, &html))]);
        let reading = read(&source, &options).unwrap();
        let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
        assert!(post.extra.value("web:found-by").is_some(), "{said}");
        assert!(reading.ledger.unexplained().is_empty());
    }
}

#[test]
fn what_another_feed_says_of_pages_of_ours_is_kept() {
    let said = format!(
        r#"{{"@type":"BlogPosting","identifier":"1","url":"https://a.example/1","headline":"One",{OF_BLOG}}}"#
    );
    let item = |n: u32| {
        format!(
            "<item><title>{n}</title><link>https://a.example/{n}</link><guid>https://a.example/{n}</guid>\
            <pubDate>Sun, 05 Jan 2020 10:00:00 +0900</pubDate></item>"
        )
    };
    let feed = format!(
        "<rss version='2.0'><channel><title>A</title><link>https://a.example/</link>{}{}</channel></rss>",
        item(1),
        item(2)
    );
    let reading = blogs(&[("a.html", &of_ours(&said, "")), ("feed.xml", &feed)]);
    let [blog] = &reading.blogs[..] else { panic!("{} blogs", reading.blogs.len()) };
    let ids: Vec<_> = blog.posts.heads().map(|it| it.id.as_str()).collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(ids.contains(&"1") && ids.contains(&"https://a.example/2"), "{ids:?}");
    let posts = blog.posts.slots().iter().map(|it| it.get().unwrap().into_owned());
    let one = posts.into_iter().find(|it| it.id.as_str() == "1").unwrap();
    assert!(one.published.is_some() && one.extra.value("web:feed-item").is_some());
    assert!(reading.ledger.unexplained().is_empty(), "{:?}", reading.ledger.unexplained());
}

#[test]
fn addresses_that_a_page_of_ours_cannot_have_are_not_taken() {
    let said = format!(
        r##"{{"@type":"BlogPosting","identifier":"tag:a,1","url":"javascript:alert(1)","headline":"Snow","image":"data:image/svg+xml,x",
        "sameAs":["vbscript:x","https://a.example/old","/old"],"author":[{{"@type":"Person","name":"Kim","url":"javascript:alert(2)"}}],
        {OF_BLOG}}}"##
    );
    let reading = blogs(&[("a.html", &of_ours(&said, "<div class=\"e-content\"><p>x</p></div>"))]);
    let post = reading.blogs[0].posts.slots()[0].get().unwrap().into_owned();
    assert_eq!((post.permalink, post.cover), (None, None));
    assert_eq!(post.old_addresses, ["https://a.example/old", "/old"]);
    assert_eq!(reading.blogs[0].authors[0].url, None);
}

//! Crawls, packages of them, and what they say of other captures.

use larder_core::NoteKind;

use super::*;

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
        found += counted.unwrap_or(u64::from(entry.name.text() != "x.warc.gz"));
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
    let [page, file] = &told[..] else { panic!("{told:?}") };
    assert!(page.contains(&format!("{address}: payload digest mismatch")), "{page}");
    assert!(file.contains("`archive/data.warc` is not as it was packed"), "{file}");

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
fn of_two_captures_of_a_page_of_brunch_the_newer_one_is_the_post() {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let newer = fixture("html-2024/input.html");
    let newer = String::from_utf8(newer).unwrap();
    let title = "우체통이 있던 골목";
    assert!(newer.contains(title), "the page says it");
    let older = newer.replace(title, "담장이 있던 골목");
    for days in [(2, 9), (9, 2)] {
        let mut crawl = Crawl::new();
        let at = "https://brunch.co.kr/@example-writer/12";
        // The newer text is the one of the ninth, wherever it stands.
        for day in [days.0, days.1] {
            let page = if day == 9 { &newer } else { &older };
            crawl.answer(at, day, "200 OK", html, page.as_bytes());
        }
        let source = Memory::new("in", [("x.warc.gz", crawl.0.into_inner())]);
        let options = ReadOptions { from: Some("web".into()), ..ReadOptions::default() };
        let reading = read(&source, &options).unwrap();
        let [blog] = &reading.blogs[..] else { panic!("{}", reading.blogs.len()) };
        assert_eq!(blog.posts.len(), 1);
        let post = blog.posts.get(0).unwrap();
        assert_eq!(post.title.as_deref(), Some(title), "{days:?}");
    }
}

#[test]
fn a_page_of_brunch_that_a_server_answered_with_an_error_is_no_post() {
    let mut crawl = Crawl::new();
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let page = fixture("html-2024/input.html");
    crawl.answer("https://brunch.co.kr/@example-writer/12", 2, "404 Not Found", html, &page);
    let source = Memory::new("in", [("x.warc.gz", crawl.0.into_inner())]);
    let options = ReadOptions { from: Some("web".into()), ..ReadOptions::default() };
    let reading = read(&source, &options).unwrap();
    assert_eq!(reading.blogs.iter().map(|blog| blog.posts.len()).sum::<usize>(), 0);
    assert_eq!(left_out(&reading, larder_core::Rule::ErrorPage).len(), 1);
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
fn a_digest_that_is_not_that_of_the_bytes_is_noted_with_the_address() {
    let address = "https://a.example/2020/01/05/snow/";
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{POST}");
    let right = |bytes: &str| {
        larder_capture::digest::Algorithm::Sha256.digest(bytes.as_bytes()).to_string()
    };
    let notes = |block: &str, payload: &str| {
        let mut crawl = Crawl::new();
        let fields = [
            ("Content-Type", "application/http; msgtype=response"),
            ("WARC-Block-Digest", block),
            ("WARC-Payload-Digest", payload),
        ];
        crawl.record("response", address, 2, &fields, answer.as_bytes());
        let source = Memory::new("in", [("x.warc.gz", crawl.0.into_inner())]);
        let reading = read(&source, &ReadOptions::default()).unwrap();
        assert_eq!(reading.blogs[0].posts.len(), 1, "the post is kept all the same");
        let notes = reading.notes.into_iter().chain(reading.blogs[0].notes.clone());
        let damages = notes.filter_map(|note| match note.kind {
            NoteKind::ContainerDamaged { what } => Some(what),
            _ => None,
        });
        damages.collect::<Vec<_>>()
    };
    assert_eq!(notes(&right(&answer), &right(POST)), Vec::<String>::new());
    for (block, payload) in [(right("x"), right(POST)), (right(&answer), right("x"))] {
        let found = notes(&block, &payload);
        assert!(matches!(&found[..], [one] if one.starts_with(address)), "{found:?}");
    }
}

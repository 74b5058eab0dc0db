mod comments;
mod crawls;
mod ours;

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

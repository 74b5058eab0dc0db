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

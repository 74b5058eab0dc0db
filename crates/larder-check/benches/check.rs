//! Checking feeds of 1,000 posts of 5 KB, in each format.
//!
//! `ours` has bodies in normal form, as Larder writes them: of these only that they are is looked at. `foreign` has the
//! same bodies as other programs write them, and each goes through the parser of HTML.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail by panicking")]

use std::fmt::Write as _;

use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use larder_check::{Options, Rule, check};

const POSTS: usize = 1_000;

fn main() {
    divan::main();
}

#[divan::bench(args = ["rss", "atom", "json-feed"], sample_count = 20, sample_size = 1)]
fn ours(bencher: Bencher<'_, '_>, format: &str) {
    measure(bencher, &feed(format, normal_body));
}

#[divan::bench(args = ["rss", "atom", "json-feed"], sample_count = 20, sample_size = 1)]
fn foreign(bencher: Bencher<'_, '_>, format: &str) {
    measure(bencher, &feed(format, foreign_body));
}

fn measure(bencher: Bencher<'_, '_>, text: &str) {
    // That it is long, and nothing else.
    let report = check(text.as_bytes(), &Options::default());
    let is_long = |rule| matches!(rule, Rule::LargeDocument | Rule::ValidatorLimit);
    assert!(report.findings.iter().all(|it| is_long(it.rule)), "{:?}", report.findings);
    bencher
        .counter(BytesCount::new(text.len()))
        .counter(ItemsCount::new(POSTS))
        .bench_local(|| check(text.as_bytes(), &Options::default()));
}

fn feed(format: &str, body: fn(usize) -> String) -> String {
    match format {
        "rss" => rss(body),
        "atom" => atom(body),
        _ => json(body),
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

fn rss(body: fn(usize) -> String) -> String {
    let mut text = format!(
        "{DECLARATION}<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel>\n<title>느린 기록</title>\n\
         <link>https://blog.example.org/</link>\n<description>느린 기록</description>\n<language>ko</language>\n\
         <atom:link href=\"https://feeds.example.org/rss.xml\" rel=\"self\" type=\"application/rss+xml\"/>\n"
    );
    for number in (0..POSTS).rev() {
        let _ = writeln!(
            text,
            "<item>\n<title>{number}번째 산책 &#x26; 기록</title>\n<link>https://blog.example.org/{number}</link>\n\
             <description>우체통이 있던 골목</description>\n<content:encoded><![CDATA[{}]]></content:encoded>\n\
             <category>산책</category>\n<guid isPermaLink=\"true\">https://blog.example.org/{number}</guid>\n\
             <pubDate>Sun, 13 Sep 2020 21:{:02}:{:02} +0900</pubDate>\n</item>",
            body(number),
            number / 60,
            number % 60
        );
    }
    text + "</channel>\n</rss>\n"
}

fn atom(body: fn(usize) -> String) -> String {
    let mut text = format!(
        "{DECLARATION}<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ko\">\n<title>느린 기록</title>\n\
         <id>https://blog.example.org/</id>\n<updated>{}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"https://feeds.example.org/atom.xml\"/>\n\
         <author><name>나무</name></author>\n",
        date(POSTS - 1)
    );
    for number in (0..POSTS).rev() {
        let html = body(number).replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            text,
            "<entry>\n<title>{number}번째 산책 &amp; 기록</title>\n<id>https://blog.example.org/{number}</id>\n\
             <updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"https://blog.example.org/{number}\"/>\n\
             <category term=\"산책\"/>\n<content type=\"html\">{html}</content>\n</entry>",
            date(number)
        );
    }
    text + "</feed>\n"
}

fn json(body: fn(usize) -> String) -> String {
    let mut text = String::from(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"느린 기록\",\
         \"home_page_url\":\"https://blog.example.org/\",\"feed_url\":\"https://feeds.example.org/feed.json\",\
         \"language\":\"ko\",\"items\":[\n",
    );
    for number in (0..POSTS).rev() {
        let html = serde_json::to_string(&body(number)).unwrap();
        let comma = if number > 0 { "," } else { "" };
        let _ = writeln!(
            text,
            "{{\"id\":\"https://blog.example.org/{number}\",\"url\":\"https://blog.example.org/{number}\",\
             \"title\":\"{number}번째 산책 & 기록\",\"content_html\":{html},\"date_published\":\"{}\",\
             \"tags\":[\"산책\"]}}{comma}",
            date(number)
        );
    }
    text + "]}\n"
}

fn date(number: usize) -> String {
    format!("2020-09-13T21:{:02}:{:02}+09:00", number / 60, number % 60)
}

/// About 5 KB of HTML in the normal form of Larder.
fn normal_body(number: usize) -> String {
    let mut html = String::new();
    for paragraph in 0..11 {
        let _ = writeln!(
            html,
            "<p>우체통이 있던 골목을 지나 {number}번째로 걸었다. 비가 온 뒤라 흙냄새가 났고, <strong>오래된 담장</strong> 위로 \
             고양이 한 마리가 느리게 지나갔다. 그 뒤로는 아무 일도 없었다. Nothing else happened that day, and nobody minded; \
             see <a href=\"https://blog.example.org/{number}/{paragraph}?a=1&amp;b=2\">the other walk</a> &amp; its \
             <em>notes</em>.</p>"
        );
    }
    html
}

/// The same without what need not be there, which is valid too.
fn foreign_body(number: usize) -> String {
    normal_body(number).replace("</p>", "").replace("</strong>", "</strong><br />")
}

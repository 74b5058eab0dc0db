//! What a feed says about the blog.

use larder_core::{Asset, AssetId, Author, AuthorId, Blog, Site};
use larder_export::{WriteError, WriteOptions};
use serde_json::json;

use crate::{
    blog::{blog, date, post},
    run::{FORMATS, json, options, write, write_with},
};

fn one() -> Blog {
    blog([post("urn:x-post:1", "<p>x</p>")])
}

#[test]
fn without_a_public_address_a_feed_does_not_say_where_it_lives() {
    for format in FORMATS {
        let written = write_with(format, &one(), &WriteOptions::default()).unwrap();
        assert_eq!(written.codes(), ["no-public-address"]);
        assert!(!written.text.contains("self") && !written.text.contains("feed_url"));
    }
}

#[test]
fn a_public_address_is_a_folder_with_or_without_its_slash() {
    let mut options = options();
    options.public_address = Some("https://feeds.example.org/나무?x#y".into());
    let written = write_with("json-feed", &one(), &options).unwrap();
    let address = "https://feeds.example.org/%EB%82%98%EB%AC%B4/feed.json";
    assert_eq!(json(&written.text)["feed_url"], address);
}

#[test]
fn a_blog_without_address_borrows_one_and_says_which() {
    let mut blog = one();
    blog.site.home = None;
    let home = |blog: &Blog, options: &WriteOptions| {
        let written = write_with("json-feed", blog, options).unwrap();
        (json(&written.text)["home_page_url"].clone(), written.account.notes[0].to_string())
    };
    assert_eq!(
        home(&blog, &options()),
        (
            json!("https://feeds.example.org/"),
            "json-feed demands the address of the blog, which is not known; the public address of the output was used"
                .into()
        )
    );
    blog.site.platform_home = Some("https://brunch.co.kr".into());
    assert_eq!(home(&blog, &WriteOptions::default()).0, "https://brunch.co.kr/");
}

#[test]
fn a_blog_without_any_address_cannot_be_written() {
    let mut blog = one();
    blog.site.home = Some("not an address".into());
    for format in FORMATS {
        let error = write_with(format, &blog, &WriteOptions::default()).err().unwrap();
        assert!(matches!(error, WriteError::Missing { option: "--public-url", .. }), "{error}");
    }
}

#[test]
fn the_name_is_that_which_is_asked_for_else_the_blogs_else_the_authors_else_the_address() {
    let mut blog = one();
    let title = |blog: &Blog, options: &WriteOptions| {
        json(&write_with("json-feed", blog, options).unwrap().text)["title"].clone()
    };
    let mut asked = options();
    asked.title = Some("다른 이름".into());
    assert_eq!(title(&blog, &asked), "다른 이름");
    blog.site.title = Some("\0 ".into());
    let mut author = Author::new(AuthorId::new("1"));
    author.handle = Some("@@Zz9Z".into());
    blog.authors.push(author);
    assert_eq!(title(&blog, &options()), "https://blog.example.org/");
    blog.site.authors.push(AuthorId::new("1"));
    assert_eq!(title(&blog, &options()), "@@Zz9Z");
}

#[test]
fn a_language_is_the_one_asked_for_else_the_blogs_if_feeds_know_it() {
    let mut blog = one();
    let language = |blog: &Blog, asked: Option<&str>| {
        let mut options = options();
        options.language = asked.map(str::to_owned);
        json(&write_with("json-feed", blog, &options).unwrap().text)["language"].clone()
    };
    blog.site.language = Some("iw".into());
    assert_eq!(language(&blog, None), "he");
    assert_eq!(language(&blog, Some("en")), "en");
    blog.site.language = Some("i-klingon".into());
    assert_eq!(language(&blog, None), serde_json::Value::Null);
}

#[test]
fn a_picture_is_shown_in_rss_if_it_is_of_a_kind_and_size_that_readers_show() {
    let image = |url: &str, width, height| {
        let mut blog = one();
        let mut asset = Asset::new(AssetId::new("1"));
        asset.url = Some(url.into());
        (asset.width, asset.height) = (Some(width), Some(height));
        blog.assets.push(asset);
        blog.site.image = Some(AssetId::new("1"));
        write("rss", &blog).text
    };
    let small = image("https://c.example.org/a.png", 88, 31);
    let title =
        "<title>나무의 블로그 &#x26; notes</title>\n<link>https://blog.example.org/</link>\n";
    let url = "<url>https://c.example.org/a.png</url>\n";
    assert!(small.contains(&format!(
        "<image>\n{url}{title}<width>88</width>\n<height>31</height>\n</image>\n"
    )));
    let large = image("https://c.example.org/a.png", 512, 512);
    assert!(large.contains(&format!("<image>\n{url}{title}</image>\n")));
    assert!(!image("https://c.example.org/a.svg", 10, 10).contains("<image>"));
    assert!(image("https://c.example.org/picture", 10, 10).contains("<image>"));
}

#[test]
fn an_empty_blog_is_a_valid_empty_feed() {
    let mut blog = blog([]);
    for format in ["rss", "json-feed"] {
        assert_eq!(write(format, &blog).codes(), [""; 0]);
    }
    blog.site.updated = Some(date("2020-01-02T03:04:05Z"));
    assert!(write("atom", &blog).text.contains("<updated>2020-01-02T03:04:05Z</updated>"));
    assert!(
        write("rss", &blog)
            .text
            .contains("<lastBuildDate>Thu, 02 Jan 2020 03:04:05 +0000</lastBuildDate>")
    );
}

#[test]
fn an_atom_feed_of_no_posts_borrows_its_date_from_those_left_out() {
    let mut options = options();
    options.selection.count = Some(0);
    let written = write_with("atom", &one(), &options).unwrap();
    assert!(written.text.contains("<updated>2022-10-14T09:39:21+09:00</updated>"));
    assert_eq!(written.codes(), ["date-borrowed"]);
}

#[test]
fn an_id_of_a_blog_that_is_no_uri_is_mapped_in_atom() {
    let mut site = Site::new("내 블로그");
    site.home = Some("https://blog.example.org/".into());
    let mut blog = Blog::new(site);
    blog.posts = one().posts;
    let written = write("atom", &blog);
    assert!(written.text.contains("<id>tag:blog.example.org,2022:guid:%EB%82%B4%20"));
    assert_eq!(written.codes(), ["id-mapped"]);
}

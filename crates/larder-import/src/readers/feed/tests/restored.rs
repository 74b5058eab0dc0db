//! What others changed before the feed came to us: the Wayback Machine, and whoever read it in the wrong encoding.

use encoding_rs::WINDOWS_1252;

use super::*;
use crate::Mojibake;

fn misread(text: &str) -> String {
    WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn read_repaired(text: &str) -> Reading {
    let mut options = ReadOptions { from: Some("feed".into()), ..ReadOptions::default() };
    options.mojibake = Mojibake::Repair;
    read(&Memory::new("feeds", [("a.xml", text.as_bytes())]), &options).unwrap()
}

const ITEM: &str = "<item><guid>1</guid><title>첫 글</title><dc:creator>나무</dc:creator><category>에세이</category><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><description>&lt;p&gt;골목 끝 café&lt;/p&gt;</description></item>";

#[test]
fn text_in_the_wrong_encoding_is_noted_and_left_as_it_is() {
    let wrong = misread(&rss(ITEM));
    let reading = reading(&wrong);
    assert_eq!(titles(&reading), [misread("첫 글")]);
    assert_eq!(codes(&reading), ["suspected-mojibake"]);
    assert!(codes(&super::reading(&rss(ITEM))).is_empty(), "what is sound is not suspected");
}

#[test]
fn text_in_the_wrong_encoding_is_put_right_when_asked() {
    let reading = read_repaired(&misread(&rss(ITEM)));
    let right = super::reading(&rss(ITEM));
    assert_eq!(titles(&reading), ["첫 글"]);
    let found = posts(&reading).remove(0);
    assert_eq!(html(&found), "<p>골목 끝 café</p>");
    // The original stays, and what short texts were is kept.
    let original = found.content.as_ref().unwrap().original.text().unwrap().into_owned();
    assert_eq!(original, misread("<p>골목 끝 café</p>"));
    let kept = ["첫 글", "나무", "에세이"].map(misread);
    assert_eq!(found.extra.value("feed:mojibake"), Some(&serde_json::json!(kept)));
    assert_eq!(found.authors, posts(&right)[0].authors);
    assert_eq!(found.terms, posts(&right)[0].terms);
    let sample = misread("첫");
    assert!(
        reading.blogs[0].notes.iter().any(|note| {
            note.kind == NoteKind::MojibakeRepaired { count: 4, sample: sample.clone() }
        }),
        "{:?}",
        reading.blogs[0].notes
    );
}

#[test]
fn a_json_feed_and_the_name_of_a_blog_are_put_right_too() {
    let text = misread(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"느린 편지\",\"items\":[{\"id\":\"1\",\"content_text\":\"글과 그림\",\"date_published\":\"2024-01-01\"}]}",
    );
    let reading = read_repaired(&text);
    assert_eq!(reading.blogs[0].site.title.as_deref(), Some("느린 편지"));
    assert_eq!(html(&posts(&reading)[0]), "<p>글과 그림</p>");
}

fn archived(home: &str, item: &str) -> String {
    format!(
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>T</title><link>{home}</link>{item}</channel></rss>"
    )
}

const MACHINE: &str = "https://web.archive.org/web/20201010000000";

#[test]
fn what_the_wayback_machine_changed_is_put_back() {
    let item = format!(
        "<item><guid>{MACHINE}id_/https://e.org/1</guid><link>{MACHINE}/https://e.org/1?a=b&amp;c=d</link>\
         <enclosure url='{MACHINE}oe_/https://e.org/a.mp3' type='audio/mpeg' length='1'/>\
         <pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><description><![CDATA[<!-- BEGIN WAYBACK TOOLBAR INSERT --><b>bar</b><!-- END WAYBACK TOOLBAR INSERT -->\
         <a href='{MACHINE}/https://e.org/2'>{MACHINE}/https://e.org/2</a><img src='/web/20201010000000im_/https://e.org/x.png' srcset='{MACHINE}im_/https://e.org/x,1.png 2x'>\
         <a href='{MACHINE}/https://web.archive.org/web/2001/http://x.org/'>옛</a>]]></description></item>"
    );
    let reading = reading(&archived(&format!("{MACHINE}/https://e.org/"), &item));
    assert_eq!(reading.blogs[0].site.home.as_deref(), Some("https://e.org/"));
    let post = posts(&reading).remove(0);
    assert_eq!(post.id.as_str(), "https://e.org/1");
    assert_eq!(post.permalink.as_deref(), Some("https://e.org/1?a=b&c=d"));
    assert_eq!(post.enclosures[0].url, "https://e.org/a.mp3");
    // Text that is shown is no address; a link that led to the machine before still does.
    assert_eq!(
        html(&post),
        format!(
            "<a href=\"https://e.org/2\">{MACHINE}/https://e.org/2</a><img src=\"https://e.org/x.png\" srcset=\"https://e.org/x,1.png 2x\">\
             <a href=\"https://web.archive.org/web/2001/http://x.org/\">옛</a>"
        )
    );
    assert!(post.content.as_ref().unwrap().original.text().unwrap().contains("TOOLBAR"));
    let found = format!("{MACHINE}id_/https://e.org/1");
    assert_eq!(post.extra.value("feed:id"), Some(&serde_json::json!(found)));
    let said: Vec<_> = reading.blogs[0].notes.iter().map(|note| note.kind.to_string()).collect();
    let put_back = "the Wayback Machine had changed an address, which was put back (8)";
    assert!(said.iter().any(|it| it == put_back), "{said:?}");
}

#[test]
fn a_blog_may_link_to_the_wayback_machine() {
    let link = format!("{MACHINE}/https://x.org/");
    let item = format!(
        "<item><guid>{link}</guid><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><description>&lt;a href='{link}'&gt;x&lt;/a&gt;</description></item>"
    );
    let reading = reading(&archived("https://e.org/", &item));
    let post = posts(&reading).remove(0);
    assert_eq!((post.id.as_str(), html(&post)), (&*link, format!("<a href='{link}'>x</a>")));
    assert!(codes(&reading).is_empty());
}

#[test]
fn a_json_feed_from_the_wayback_machine_is_put_back_too() {
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"home_page_url\":\"{MACHINE}/https://e.org/\",\"items\":[{{\"id\":\"{MACHINE}/https://e.org/1\",\"url\":\"/2\",\"content_text\":\"x\"}}]}}"
    );
    let post = posts(&reading(&json)).remove(0);
    assert_eq!(
        (post.id.as_str(), post.permalink.as_deref()),
        ("https://e.org/1", Some("https://e.org/2"))
    );
}

#[test]
fn all_items_of_a_json_feed_are_treated_alike_wherever_its_head_stands() {
    let head = format!("\"home_page_url\":\"{MACHINE}/https://e.org/\",\"language\":\"ko\"");
    let items = |count: u32| {
        let item = |n| {
            format!(
                "{{\"id\":\"{MACHINE}/https://e.org/{n}\",\"url\":\"/p/{n}\",\"language\":\"ko\"}}"
            )
        };
        format!("\"items\":[{}]", (1..=count).map(item).collect::<Vec<_>>().join(","))
    };
    let alike = |text: String, is_put_back: bool| {
        let reading = reading(&text);
        let known = |post: &Post| {
            let id = post.id.as_str().starts_with("https://e.org/");
            let base = post.permalink.as_deref().unwrap().starts_with("https://e.org/");
            (id, base, post.language.is_none())
        };
        let treated: Vec<_> = posts(&reading).iter().map(known).collect();
        let expected = (is_put_back, is_put_back, is_put_back);
        assert!(treated.iter().all(|it| *it == expected), "{:?}", treated);
        let home = reading.blogs[0].site.home.clone().unwrap();
        assert_eq!(home.starts_with("https://e.org/"), is_put_back);
    };
    alike(format!("{{{head},{}}}", items(1200)), true);
    alike(format!("{{{},{head}}}", items(100)), true);
    // They are read before the head is met.
    alike(format!("{{{},{head}}}", items(1200)), false);
}

#[test]
fn a_feed_without_entries_and_what_it_says_is_gone_are_put_back_too() {
    let head = format!("<title>T</title><id>urn:t</id><link href='{MACHINE}/https://e.org/'/>");
    let gone = format!(
        "<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='{MACHINE}/https://e.org/9' when='2024-01-01T00:00:00Z'/>"
    );
    let text = format!("<feed xmlns='http://www.w3.org/2005/Atom'>{head}{gone}</feed>");
    let site = &reading(&text).blogs[0].site;
    assert_eq!(site.home.as_deref(), Some("https://e.org/"));
    assert_eq!(site.extra.value("feed:deleted").unwrap()[0]["ref"], "https://e.org/9");
}

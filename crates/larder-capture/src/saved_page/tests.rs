use super::*;

fn seen(page: &str) -> Vec<(Tool, String, String)> {
    let stated =
        |time: Option<CaptureTime>| time.map(|time| time.at.to_rfc3339()).unwrap_or_default();
    let all = said(page.as_bytes()).into_iter();
    all.map(|said| (said.tool, said.url.unwrap_or_default(), stated(said.time))).collect()
}

fn one(tool: Tool, url: &str, time: &str) -> Vec<(Tool, String, String)> {
    vec![(tool, url.to_owned(), time.to_owned())]
}

#[test]
fn browsers_say_the_address_whatever_length_they_state() {
    let page = |comment: &str| seen(&format!("<!DOCTYPE html>\n<!-- {comment} -->\n<html><body>a"));
    let there = one(Tool::Browser, "https://blog.example/1", "");
    assert_eq!(page("saved from url=(0022)https://blog.example/1"), there);
    assert_eq!(page("saved from url=(0009)https://blog.example/1"), there);
    assert_eq!(page("saved from url=(0014)about:internet"), one(Tool::Browser, "", ""));
    assert_eq!(page("saved from url=(many)https://blog.example/1"), []);
    assert_eq!(page("not saved from url=(0022)https://blog.example/1"), []);
}

#[test]
fn what_stands_in_the_body_says_nothing() {
    assert_eq!(seen("<html><body><!-- saved from url=(0022)https://blog.example/1 -->"), []);
    assert_eq!(
        seen("<html><script>'<!-- saved from url=(0022)https://blog.example/1 -->'</script>"),
        []
    );
    assert_eq!(seen("<body><meta name=savepage-url content=x>"), []);
}

#[test]
fn single_file_says_address_and_time() {
    let time = "2022-10-15T15:19:00+09:00";
    for first in ["Page saved with SingleFile", "Archive processed by SingleFile"] {
        let page = format!(
            "<!DOCTYPE html> <html lang=ko><!--\n {first} \n url: https://blog.example/1 \n saved date: Sat Oct 15 2022 15:19:00 GMT+0900 (Korean Standard Time)\n info: x\n--><meta charset=utf-8>"
        );
        assert_eq!(seen(&page), one(Tool::SingleFile, "https://blog.example/1", time));
    }
    assert_eq!(
        seen("<html><!--\n Page saved with SingleFile\n url: https://a.example/\n--><p>"),
        one(Tool::SingleFile, "https://a.example/", "")
    );
}

#[test]
fn httrack_says_host_and_time_at_either_end() {
    let comment = "<!-- Mirrored from blog.example/1 by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 18 Jun 2022 11:24:04 GMT -->";
    let expected = one(Tool::Httrack, "//blog.example/1", "2022-06-18T11:24:04+00:00");
    assert_eq!(seen(&format!("<!DOCTYPE html>{comment}<html>")), expected);
    assert_eq!(seen(&format!("<html><body>a\n{comment}\n</html>")), expected);
    let long = format!("<html><body>{}{comment}</html>", "<p>a".repeat(200_000));
    assert_eq!(seen(&long), expected);
}

#[test]
fn copies_of_the_wayback_machine_say_the_original() {
    let end = "<!--\n     FILE ARCHIVED ON 15:19:00 Oct 15, 2022 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 06:12:13 Nov 30, 2026.\n-->";
    let time = "2022-10-15T15:19:00+00:00";
    assert_eq!(seen(&format!("<html><body>a{end}")), one(Tool::Wayback, "", time));
    let script = r#"<script>__wm.wombat("https:\/\/blog.example\/1","20221015151900","https://web.archive.org/","web");</script>"#;
    let there = one(Tool::Wayback, "https://blog.example/1", time);
    assert_eq!(seen(&format!("<html><head>{script}</head><body>a")), there);
    assert_eq!(seen(&format!("<html><head>{script}</head><body>a{end}")), there);
    let link = "<link rel=canonical href=\"https://web.archive.org/web/20221015151900/https://blog.example/1\">";
    assert_eq!(seen(&format!("<html><head>{link}<body>")), there);
    assert_eq!(
        said(format!("<html><head>{link}<body>").as_bytes())[0].certainty,
        Certainty::Stated
    );
    let toolbar = "<html><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div></div><!-- END WAYBACK TOOLBAR INSERT -->";
    assert_eq!(seen(toolbar), one(Tool::Wayback, "", ""));
}

#[test]
fn a_copy_that_a_browser_saved_says_both() {
    let address = "https://web.archive.org/web/20221015151900/https://blog.example/1";
    let page = format!("<!-- saved from url=(0061){address} --><html>");
    let mut expected = one(Tool::Browser, address, "");
    expected.extend(one(Tool::Wayback, "https://blog.example/1", "2022-10-15T15:19:00+00:00"));
    assert_eq!(seen(&page), expected);
}

#[test]
fn archive_today_is_known_under_all_its_names() {
    let time = "2022-10-15T15:19:00+00:00";
    let link =
        |address: &str| seen(&format!("<html><head><link rel=canonical href=\"{address}\"><body>"));
    let there = one(Tool::ArchiveToday, "https://blog.example/1", time);
    assert_eq!(link("https://archive.today/2022.10.15-151900/https://blog.example/1"), there);
    assert_eq!(link("http://archive.ph/20221015151900/https://blog.example/1"), there);
    assert_eq!(link("https://archive.is/AbCdE"), []);
    assert_eq!(link("https://archive.example/20221015151900/https://blog.example/1"), []);
}

#[test]
fn monolith_and_save_page_we_are_known() {
    let monolith = "<!-- Saved from https://blog.example/1 at 2022-10-15T06:19:00Z using monolith v2.8.1 --><html>";
    assert_eq!(
        seen(monolith),
        one(Tool::Monolith, "https://blog.example/1", "2022-10-15T06:19:00+00:00")
    );
    let local =
        "<!-- Saved from local source at 2022-10-15T06:19:00Z using monolith v2.8.1 --><html>";
    assert_eq!(seen(local), one(Tool::Monolith, "", "2022-10-15T06:19:00+00:00"));
    let page = "<html><head><meta name=\"savepage-url\" content=\"https://blog.example/1?a=1&amp;b\">\
        <meta name=\"savepage-date\" content=\"Sat Oct 15 2022 15:19:00 GMT+0900 (KST)\"><body>";
    assert_eq!(
        seen(page),
        one(Tool::SavePageWe, "https://blog.example/1?a=1&b", "2022-10-15T15:19:00+09:00")
    );
}

#[test]
fn pages_in_utf_16_are_read_too() {
    let page = "<!-- saved from url=(0022)https://blog.example/1 --><html>";
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(said(&wide)[0].url.as_deref(), Some("https://blog.example/1"));
}

#[test]
fn ordinary_pages_say_nothing_and_every_beginning_ends() {
    let page = "<!DOCTYPE html><html><head><link rel=canonical href=https://blog.example/1><meta property=og:url content=https://blog.example/1></head><body>a</body></html>";
    for cut in 0..page.len() {
        assert_eq!(seen(&page[..cut]), []);
    }
    let hostile = "<!--".repeat(1_000_000);
    assert_eq!(seen(&hostile), []);
    assert_eq!(seen(&"<meta name=".repeat(1_000_000)), []);
}

#[test]
fn the_unconverted_file_of_wget_is_known_by_its_name() {
    assert_eq!(wget_original_of("blog.example/index.html.orig"), Some("blog.example/index.html"));
    assert_eq!(wget_original_of("a/.orig"), None);
    assert_eq!(wget_original_of("index.html"), None);
}

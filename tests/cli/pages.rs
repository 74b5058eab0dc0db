//! Saved pages, through the whole program: what their scripts and their writers meant for nobody stays behind.

use std::{fs, path::Path};

use crate::program::{Ran, Test};

const HOSTILE: &str = r#"<!DOCTYPE html><html lang="en" onload="PWNED()"><head><title>A &lt;script&gt;PWNED()&lt;/script&gt; post</title>
<link rel="canonical" href="https://blog.example/2020/01/02/post/"><meta property="og:type" content="article">
<meta property="og:site_name" content="Blog"><meta name="author" content='<img src=x onerror=PWNED()>'>
<meta name="date" content="2020-01-02T03:04:05Z"><meta property="og:image" content="javascript:PWNED()">
<script type="application/ld+json">{"@type":"BlogPosting","headline":"A post","keywords":["<script>PWNED()</script>"]}</script></head>
<body onload="PWNED()"><div class="entry-content"><p onclick="PWNED()">Text <script>PWNED()</script>
<a href="javascript:PWNED()">one</a> <a href=" java&#10;script:PWNED()">two</a> <img src="https://blog.example/a.jpg" onerror="PWNED()">
<svg onload="PWNED()"><script>PWNED()</script></svg><iframe srcdoc="<script>PWNED()</script>"></iframe>
<object data="data:text/html,<script>PWNED()</script>"></object><form action="javascript:PWNED()"><button formaction="javascript:PWNED()">go</button></form>
<math><mtext><style><img src=x onerror=PWNED()></style></mtext></math><noscript><p title="</noscript><img src=x onerror=PWNED()>">x</p></noscript>
<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=javascript:PWNED()"></p></div></body></html>"#;

const DIARY: &str = r#"<!DOCTYPE html><html><head><title>Diary</title><meta name="generator" content="WordPress 6.4">
<link rel="canonical" href="https://blog.example/diary/"></head><body><h1 class="wp-block-post-title">Private: Diary</h1>
<div class="entry-content wp-block-post-content"><p>NOBODY-SHALL-KNOW</p></div></body></html>"#;

/// All that a run wrote, as one text: what browsers would run is a tag or an attribute, never text.
fn written(ran: &Ran) -> String {
    let files = ran.tree().into_iter().filter(|(name, _)| name.starts_with("out/"));
    files.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

/// The bodies of the items of a feed, as readers of feeds show them.
fn bodies(feed: &str) -> Vec<String> {
    let begins = feed.split("<content:encoded>").skip(1);
    let bodies = begins.map(|it| it.split("</content:encoded>").next().unwrap_or_default());
    let bare = bodies.map(|it| {
        it.trim().strip_prefix("<![CDATA[").and_then(|it| it.strip_suffix("]]>")).map_or_else(
            || {
                it.replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&")
            },
            str::to_owned,
        )
    });
    bare.collect()
}

#[test]
fn no_script_of_a_page_is_in_feeds_and_sites_made_of_it() {
    let ran = Test::new()
        .file("in/post.html", HOSTILE)
        .file("in/diary.html", DIARY)
        .run("larder convert in --to rss,hugo -o out");
    assert!(ran.exit < 2, "{}", ran.stderr);
    let all = written(&ran);
    assert!(all.contains("https://blog.example/a.jpg"), "{}", ran.stderr);
    assert!(!all.contains("NOBODY-SHALL-KNOW") && !all.contains("diary"), "{all}");
    let feed = ran.tree().into_iter().find(|(name, _)| name.ends_with("rss.xml")).unwrap().1;
    let found = bodies(std::str::from_utf8(&feed).unwrap());
    assert_eq!(found.len(), 1);
    let pages = ran.tree().into_iter().filter(|(name, _)| name.ends_with(".md"));
    let pages = pages.map(|(_, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        text.splitn(3, "---").last().unwrap_or_default().to_owned()
    });
    for text in found.into_iter().chain(pages) {
        for sign in ["<script", "<iframe", "<object", "<form", "<base", "<meta", "srcdoc"] {
            assert!(!text.to_lowercase().contains(sign), "{sign}: {text}");
        }
        for sign in ["onerror", "onclick", "onload", "javascript:", "PWNED"] {
            assert!(!text.contains(sign), "{sign}: {text}");
        }
    }
}

#[test]
fn nothing_of_the_pages_among_the_fixtures_is_lost_without_a_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import/web");
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap() {
        let input = case.unwrap().path().join("input");
        if !input.is_dir() {
            continue;
        }
        let ran =
            Test::new().run(&format!("larder convert '{}' --to rss,hugo -o out", input.display()));
        assert!(ran.exit < 2, "{}: {}", input.display(), ran.stderr);
        let all = written(&ran);
        for hidden in [
            "나만 본다",
            "Only for those who pay",
            "Nobody shall know",
            "비밀번호를 넣은 사람이 저장한 글이다",
            "Twigs.",
            "CANARY",
        ] {
            let is_shown = all.contains(hidden) && !input.to_string_lossy().contains("not-posts");
            assert!(!is_shown, "{}: {hidden}", input.display());
        }
        cases += 1;
    }
    assert!(cases > 15, "{cases}");
}

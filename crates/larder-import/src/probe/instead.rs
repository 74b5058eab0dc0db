//! Files that people take for the export of their blog, and what to export instead.

use memchr::memmem;

use super::Sample;

/// Something that is no export.
struct Mistaken {
    /// How its name ends, in lower case. Empty for any.
    end: &'static str,
    /// What all stands in it.
    signs: &'static [&'static str],
    /// What it is, and what to export instead.
    said: &'static str,
}

/// The first that fits counts.
const MISTAKEN: &[Mistaken] = &[
    Mistaken {
        end: "style.css",
        signs: &["Theme Name:"],
        said: "part of a theme of WordPress, not its posts; export them there: Tools → Export → All content",
    },
    Mistaken {
        end: ".php",
        signs: &["<?php"],
        said: "a program in PHP, as WordPress and its themes are made of; export the posts there: Tools → Export → All content",
    },
    Mistaken {
        end: "",
        signs: &["INSERT INTO", "_posts"],
        said: "a dump of a database of WordPress; export the posts there: Tools → Export → All content",
    },
    Mistaken {
        end: "",
        signs: &["{block:Posts}", "{/block:Posts}"],
        said: "a theme of Tumblr, not its posts; export them there: Settings → the blog → Export",
    },
    Mistaken {
        end: "",
        signs: &["<b:skin", "expr:"],
        said: "a theme of Blogger, not its posts; export them at takeout.google.com: Blogger",
    },
    Mistaken {
        end: "skin.html",
        signs: &["[##_", "<s_"],
        said: "a skin of Tistory or Textcube, not its posts; download the posts of Tistory there: 블로그 관리 → 데이터 관리 → 백업",
    },
    Mistaken {
        end: "index.xml",
        signs: &["<skin>", "<author>"],
        said: "the description of a skin of Tistory, not its posts; download them there: 블로그 관리 → 데이터 관리 → 백업",
    },
    Mistaken {
        end: "",
        signs: &["id=\"mainFrame\"", "blog.naver.com"],
        said: "the frame around a post of Naver Blog, which is not in it; open the address of the frame (PostView.naver) and save that page",
    },
    Mistaken {
        end: "",
        signs: &["네이버 블로그", "se-main-container"],
        said: "a saved page of Naver Blog, which is not read yet; Naver has no export but PDF, so keep the page",
    },
    Mistaken {
        end: "",
        signs: &["TistoryBlog", "contents_style"],
        said: "a saved page of Tistory, not the backup of its posts; download that there: 블로그 관리 → 데이터 관리 → 백업",
    },
    Mistaken {
        end: "",
        signs: &["<$Blog"],
        said: "a theme of Blogger, not its posts; export them at takeout.google.com: Blogger",
    },
    Mistaken {
        end: "archive_browser.html",
        signs: &[],
        said: "the table of contents of a Takeout; give the whole of it, and where no folder Blogger is in it, choose Blogger at takeout.google.com",
    },
    Mistaken {
        end: "package.json",
        signs: &["\"ghost\"", "\"engines\""],
        said: "part of a theme of Ghost, not its posts; export them there: Settings → Import/Export → Export",
    },
    Mistaken {
        end: ".csv",
        signs: &["Account address"],
        said: "a list of accounts of Mastodon, not its posts; ask for all of it there: Preferences → Import and export → Data export → Request your archive",
    },
    Mistaken {
        end: ".json",
        signs: &["\"OrderedCollection\"", "\"orderedItems\"", "activitystreams"],
        said: "a list from an archive of Mastodon, not its posts; those are in the `outbox.json` beside it",
    },
];

/// What a sample is and what to export instead, where people often mistake it.
pub(super) fn of(sample: &Sample) -> Option<&'static str> {
    let name = sample.name.to_ascii_lowercase();
    let has = |sign: &&str| memmem::find(sample.text.as_bytes(), sign.as_bytes()).is_some();
    let fits = |it: &&Mistaken| name.ends_with(it.end) && it.signs.iter().all(has);
    MISTAKEN.iter().find(fits).map(|it| it.said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_often_mistaken_is_known() {
        let of = |name: &str, text: &str| {
            let sample =
                Sample { index: 0, name: name.into(), head: text.into(), text: text.to_owned() };
            super::of(&sample).map(|said| said.split(&[',', ';'][..]).next().unwrap_or(said))
        };
        let theme = "/*\nTheme Name: Twenty Ten\n*/";
        assert_eq!(of("my/style.css", theme), Some("part of a theme of WordPress"));
        assert_eq!(of("style.txt", theme), None);
        let dump = "-- MySQL dump\nINSERT INTO `wp_posts` VALUES (1)";
        assert_eq!(of("a.sql", dump), Some("a dump of a database of WordPress"));
        assert_eq!(of("wp-config.php", "<?php\n"), Some("a program in PHP"));
        assert_eq!(of("theme.xml", "<html expr:dir='x'><b:skin>"), Some("a theme of Blogger"));
        let theme = "<html>{block:Posts}<p>{Body}</p>{/block:Posts}</html>";
        assert_eq!(of("theme.html", theme), Some("a theme of Tumblr"));
        let likes = r#"{"@context":"https://www.w3.org/ns/activitystreams","type":"OrderedCollection","orderedItems":[]}"#;
        assert_eq!(of("likes.json", likes), Some("a list from an archive of Mastodon"));
        let follows = "Account address,Show boosts\na@example.org,true\n";
        assert_eq!(of("following_accounts.csv", follows), Some("a list of accounts of Mastodon"));
        let skin = "<s_t3><title>[##_page_title_##]</title></s_t3>";
        assert_eq!(of("skin.html", skin), Some("a skin of Tistory or Textcube"));
        let frame = "<iframe id=\"mainFrame\" src=\"/PostView.naver?blogId=a\"></iframe><!-- blog.naver.com -->";
        assert_eq!(of("a.html", frame), Some("the frame around a post of Naver Blog"));
        let page = "<script>window.TistoryBlog = {}</script><div class=\"contents_style\">";
        assert_eq!(of("a.html", page), Some("a saved page of Tistory"));
        let classic = "<html><title><$BlogPageTitle$></title>";
        assert_eq!(of("theme-classic.html", classic), Some("a theme of Blogger"));
        let contents = of("Takeout/archive_browser.html", "<html>");
        assert_eq!(contents, Some("the table of contents of a Takeout"));
        assert_eq!(of("a.txt", "I wrote of <?php today"), None);
    }
}

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
        signs: &["<b:skin", "expr:"],
        said: "a theme of Blogger, not its posts; export them at takeout.google.com: Blogger",
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
        let classic = "<html><title><$BlogPageTitle$></title>";
        assert_eq!(of("theme-classic.html", classic), Some("a theme of Blogger"));
        let contents = of("Takeout/archive_browser.html", "<html>");
        assert_eq!(contents, Some("the table of contents of a Takeout"));
        assert_eq!(of("a.txt", "I wrote of <?php today"), None);
    }
}

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::{Normalise, Removed, normalise};

#[test]
fn what_blogs_are_made_of_is_normal() {
    for html in [
        "",
        "R&amp;D &lt;3&nbsp;\u{1f469}\u{200d}\u{1f467} ！©",
        "<p>One <strong>two <em>three</em></strong><br>four</p>\n<hr>\n<ul><li>a<ul><li>b</li></ul></li></ul>",
        "<h2 id=\"x\">X</h2><blockquote><p>q</p></blockquote><pre><code>a\n\n  b</code></pre>",
        "<figure><img src=\"https://e.org/a.png\" alt=\"a &quot;b&quot;\" width=\"1\"><figcaption>c</figcaption></figure>",
        "<p><a href=\"https://e.org/?a=1&amp;b=2\" title=\"t\">x</a></p><div><span lang=\"ko\">한</span></div>",
    ] {
        assert!(is_normal(html), "{html}");
        let normal = normalise(html, &Normalise::default());
        assert_eq!((&*normal.html, normal.removed), (html, Removed::default()));
    }
}

#[test]
fn what_the_normaliser_changes_is_not() {
    for html in [
        "a > b",
        "a & b",
        "&copy;",
        "&quot;",
        "a\u{a0}b",
        "a\r\nb",
        "a\0",
        "\u{feff}",
        "<P>x</P>",
        "<p>x",
        "x</p>",
        "<br/>",
        "<p ><b>x</p></b>",
        "<p><p>x</p></p>",
        "<p><ul></ul></p>",
        "<li>x</li>",
        "<a href=\"/x\">x</a>",
        "<a href=\"-/x\">x</a>",
        "<a href=\"javascript:x\">x</a>",
        "<a href=\"https://e.org\">x</a>",
        "<a><a>x</a></a>",
        "<h1><h2>x</h2></h1>",
        "<img>",
        "<img src=\"data:x\">",
        "<img src=\"https://e.org/a\" width=\"1\" height=\"1\">",
        "<p class=\"x\">x</p>",
        "<p onclick=\"x\">x</p>",
        "<a href=\"https://e.org/x\">x</a><a href=\"https://e.org/a/../b\">x</a>",
        "<a href=\"https://e.org/x\">x</a><a href=\"https://e.org/&copy;\">x</a>",
        "<a href=\"https://e.org/x\">x</a><a href=\"https://e.org.evil\">x</a>",
        "<p id=\"a\" id=\"b\">x</p>",
        "<p id=\"a\nb\">x</p>",
        "<p id=a>x</p>",
        "<!-- x -->",
        "<pre>\nx</pre>",
        "<script>x</script>",
        "<iframe src=\"https://e.org/\"></iframe>",
        "<p id=\"<\">x</p>",
        "<figure></figure>",
        "<figure><img src=\"https://e.org/a\"><figure> </figure></figure>",
        "<",
    ] {
        assert!(!is_normal(html), "{html}");
    }
}

#[test]
fn an_address_that_is_too_long_is_not_normal_wherever_it_stands() {
    let link = |length: usize| {
        let path = "x".repeat(length - "https://e.org/".len());
        format!("<a href=\"https://e.org/{path}\">x</a>")
    };
    for (length, expected) in [(url::LONGEST, true), (url::LONGEST + 1, false)] {
        for html in [link(length), link(20) + &link(length)] {
            assert_eq!(is_normal(&html), expected, "{length}");
            let normal = normalise(&html, &Normalise::default());
            assert_eq!(normal.html == html, expected, "{length}");
        }
    }
}

#[test]
fn a_value_that_the_tokenizer_leaves_out_is_not_normal() {
    for (length, expected) in [(limits::VALUE, true), (limits::VALUE + 1, false)] {
        let html = format!("<p title=\"{}\">x</p>", "x".repeat(length));
        assert_eq!(is_normal(&html), expected, "{length}");
        assert_eq!(normalise(&html, &Normalise::default()).html == html, expected, "{length}");
    }
}

const PIECES: [&str; 64] = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a>",
    "</a>",
    "<a href=\"https://e.org/x?a=1&amp;b=2\">",
    "<a href=\"https://e.org/..\">",
    "<a href=\"-/walk\">",
    "<a href=\"/walk\">",
    "<img src=\"-/a.png\">",
    "<a href=\"https://e.org/b/%41#c?/.x;\">",
    "<a href=\"https://e.org:443/\">",
    "<a href=\"https://e.org/x?'&amp;#\">",
    "<div>",
    "</div>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<br>",
    "<hr>",
    "<blockquote>",
    "</blockquote>",
    "<span id=\"x\">",
    "</span>",
    "<img src=\"https://e.org/a.png\">",
    "<img src=\"https://e.org/a.png\" width=\"1\" height=\"1\" alt=\"&quot;&amp;\">",
    "<code>",
    "</code>",
    "<figure>",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    "<p title=\"a&nbsp;b\" dir=\"x\">",
    "<q cite=\"x\">",
    "</q>",
    "\n",
    "\t",
    "a",
    "한",
    "👨‍👩‍👧",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "&quot;",
    "&copy",
    "&#x41;",
    "&",
    "\u{a0}",
    "\u{85}",
    "\u{fffd}",
    "<",
    ">",
    "\"",
    "</",
    "<!--",
    "<p id=\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_normaliser_changes_nothing_that_is_normal(pieces in vec(select(PIECES.to_vec()), 0..12)) {
        let html = pieces.concat();
        let normal = normalise(&html, &Normalise::default());
        if is_normal(&html) {
            prop_assert_eq!((&*normal.html, normal.removed), (&*html, Removed::default()));
        }
        // And most of what it makes of anything is, so that the test says something.
        let again = normalise(&normal.html, &Normalise::default());
        if is_normal(&normal.html) {
            prop_assert_eq!((&*again.html, again.removed), (&*normal.html, Removed::default()));
        }
    }
}

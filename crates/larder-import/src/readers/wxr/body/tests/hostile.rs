//! Bodies that were made to hurt, and all the others nobody thought of.

use std::time::{Duration, Instant};

use larder_html::text::to_text;
use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    super::{Around, Picture},
    Site, render, rendered,
};

/// What repeats badly in a parser that looks for ends.
const PIECES: &[&str] = &[
    "[caption]",
    "[caption",
    "[audio]",
    "[/audio]",
    "[code]",
    "[[gallery]",
    "[[/",
    "[",
    "]",
    "[gallery ids=\"1,2",
    "[gallery]",
    "[fn][ref]",
    "[a b=\"",
    "[a b=c]",
    "[:",
    "[:en]",
    "<!--",
    "<!-- wp:a ",
    "<!-- wp:a -->",
    "<!-- wp:block {\"ref\":12} /-->",
    "<!--:",
    "<!--more-->",
    "<pre>",
    "</pre ",
    "<script>",
    "<object>",
    "<",
    "<a b=\"c>\" ",
    "<a '",
    "<p>",
    "<div>",
    "</td>",
    "<br>",
    "<code>",
    "</p>",
    "\n",
    " \n\n",
    "                ",
    "$latex \\",
    "$latex x",
    "((",
    "http://",
    "\nhttp://e.org/ [",
    "한",
    "\0",
    "\r",
    "&#",
];

/// Renders a piece very often, and says so if that takes as long as it would if the work
/// were not in proportion to the body.
fn assert_quick(prefix: &str, piece: &str, times: usize, end: &str) {
    let body = format!("{prefix}{}{end}", piece.repeat(times));
    let start = Instant::now();
    let html = rendered(&body).html;
    let time = start.elapsed();
    assert!(time < Duration::from_secs(8), "{time:?} for {prefix:?} {piece:?}");
    // Reusable blocks are the only ones that add much, and they have a limit.
    assert!(html.len() < 30 * body.len() + 10_000_000, "{} of {piece:?}", html.len());
}

#[test]
fn work_is_in_proportion_to_the_body() {
    for (index, piece) in PIECES.iter().enumerate() {
        let prefix = ["", "<!-- wp:a -->", "x\n\n"][index % 3];
        assert_quick(prefix, piece, 30_000, PIECES[(index * 7 + 3) % PIECES.len()]);
    }
}

#[test]
fn nothing_that_has_no_end_is_searched_for_one_twice() {
    for piece in ["[caption", "[caption]", "<!-- wp:", "<!--", "<pre>", "<a '>\"", "[code]", "[/"] {
        assert_quick("", piece, 100_000, "");
    }
}

#[test]
fn any_cut_is_a_body() {
    let body = "a [caption id=\"x\" align='y']<a href=\"/한\"><img alt=\"글>\"></a> 글[/caption]\n\n<!--more-->\
                [[gallery]] $latex \\한$ ((글)) [:en]é[:] <pre>[[code]]</pre>\nhttps://e.org/한글\n\
                <!-- wp:block {\"ref\":12} /-->[fn]글[/fn]\u{a0}<!-- é --><br>\n<br>[audio:http://한]\0";
    let cuts: Vec<usize> = body.char_indices().map(|(at, _)| at).collect();
    for cut in &cuts {
        let rendered = rendered(&body[..*cut]);
        assert!(rendered.excerpt_end.is_none_or(|end| rendered.html.is_char_boundary(end)));
        super::html(&body[*cut..]);
    }
}

/// A site where every attachment has a long caption, and there are very many of them.
struct Crowd(String);

impl Around for Crowd {
    fn attachment(&self, row: u64) -> Option<Picture<'_>> {
        let url = if row.is_multiple_of(2) { "" } else { "/a" };
        Some(Picture { url, caption: &self.0, ..Picture::default() })
    }

    fn bodies(&self) -> usize {
        1
    }

    fn block(&self, row: u64) -> Option<&str> {
        (row < 9).then_some(&self.0)
    }

    fn uploaded_here(&self) -> Vec<u64> {
        (0..10_000).collect()
    }
}

#[test]
fn what_others_add_has_a_limit() {
    let blocks = "<!-- wp:block {\"ref\":1} /--><!-- wp:block {\"ref\":2} /-->".repeat(2_000);
    for body in ["[gallery]".repeat(20_000), "[gallery ids=\"1,1,3,5\"]".repeat(20_000), blocks] {
        let crowd = Crowd(body.clone());
        let rendered = render(&body, None, &crowd);
        assert!(rendered.html.len() < 20_000_000, "{}", rendered.html.len());
    }
}

/// Text of all kinds, with and without tags.
fn body(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![select(pieces).prop_map(str::to_owned), "[a-z가 ]{0,4}"];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// What classic bodies are made of, without anything that stands for something else.
const CLASSIC: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<br>",
    "<br />",
    "<h2>",
    "</h2>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<blockquote>",
    "</blockquote>",
    "<hr>",
    "<pre>a\n\nb</pre>",
    "<code>",
    "</code>",
    "<a href=\"/x\">",
    "</a>",
    "<img src=\"/a\" alt>",
    "<script>1</script>",
    "<!-- x -->",
    "&amp;",
    "[1]",
    "<",
    "< ",
    "<td>",
    "</td>",
    "<figure>",
];

fn words(html: &str) -> Vec<String> {
    to_text(html).split_whitespace().map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body in body(PIECES), other in "\\PC{0,40}") {
        for body in [&body, &other] {
            let rendered = render(body, Some(&other), &Site);
            prop_assert!(rendered.excerpt_end.is_none_or(|end| rendered.html.is_char_boundary(end)));
        }
    }

    #[test]
    fn all_text_survives(body in body(CLASSIC)) {
        // In a tag that never ends, WordPress breaks the lines: text becomes visible there that was not.
        let body = [&*body, " >"].concat();
        let (before, after) = (words(&body).concat(), words(&super::html(&body)).concat());
        prop_assert_eq!(before, after);
    }

    #[test]
    fn finished_bodies_would_come_out_the_same(body in body(CLASSIC)) {
        let once = super::html(&body);
        if super::super::plain::is_finished(&body) {
            prop_assert_eq!(once, body);
        }
    }
}

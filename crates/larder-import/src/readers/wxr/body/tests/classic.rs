//! Paragraphs and lines of classic bodies, and the comments that cut them.

use std::borrow::Cow;

use super::{super::language_parts, assert_html, counts, html, rendered};

#[test]
fn an_empty_line_ends_a_paragraph_and_a_line_end_is_a_line_break() {
    assert_html(&[
        ("one", "<p>one</p>"),
        ("one\ntwo\n\nthree", "<p>one<br />\ntwo</p>\n<p>three</p>"),
        ("one\r\ntwo\r\n\r\nthree\r\n", "<p>one<br />\ntwo</p>\n<p>three</p>"),
        ("one\n \t\n\n\ntwo\n", "<p>one</p>\n<p>two</p>"),
        ("  one  \n  two", "<p>one<br />\ntwo</p>"),
        ("<b>one\n\ntwo</b>", "<p><b>one</p>\n<p>two</b></p>"),
        ("<em>한</em>\n\n&nbsp;\n\n글", "<p><em>한</em></p>\n<p>&nbsp;</p>\n<p>글</p>"),
    ]);
}

#[test]
fn line_breaks_are_not_doubled_and_two_are_an_empty_line() {
    assert_html(&[
        ("one<br>\ntwo", "<p>one<br>\ntwo</p>"),
        ("one<br />two", "<p>one<br />two</p>"),
        ("one<br>\n<br />two", "<p>one</p>\n<p>two</p>"),
        ("<p>one<br><br>two</p>", "<p>one</p>\n<p>two</p>"),
    ]);
}

#[test]
fn paragraphs_that_are_there_stay() {
    assert_html(&[
        ("<p>one</p>\n\n<p class=\"x\">two</p>", "<p>one</p>\n\n<p class=\"x\">two</p>"),
        ("<p>one\ntwo</p>\nthree", "<p>one<br />\ntwo</p>\n<p>three</p>"),
        ("<p>one\n\ntwo</p>", "<p>one</p>\n<p>two</p>"),
        ("<p>one\n\n<p>two", "<p>one</p>\n<p>two"),
        ("one</p>two", "<p>one</p>\n<p>two</p>"),
        ("text\n\n<p></p>\n\n<p> </p>", "<p>text</p>"),
        ("<P>\none\n</P>\n", "<P>one</P>"),
    ]);
}

#[test]
fn blocks_are_in_no_paragraph() {
    assert_html(&[
        ("one\n<h2>two</h2>\nthree", "<p>one</p>\n<h2>two</h2>\n<p>three</p>"),
        ("<div>one\ntwo</div>", "<div>one<br />\ntwo</div>"),
        ("<div>\none\n\ntwo\n</div>", "<div>\n<p>one</p>\n<p>two</p>\n</div>"),
        ("<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b<br />\nc</li>\n</ul>"),
        ("<li>a\n\nb</li>", "<li>a\n<p>b</p>\n</li>"),
        ("<blockquote>one</blockquote>", "<blockquote><p>one</p>\n</blockquote>"),
        ("<h2>one\n\ntwo</h2>", "<h2>one<br /><br />\ntwo</h2>"),
        ("a<hr>b", "<p>a</p>\n<hr><p>b</p>"),
        (
            "<table>\n<tr>\n<td>1</td>\n</tr>\n</table>",
            "<table>\n<tr>\n<td>1</td>\n</tr>\n</table>",
        ),
    ]);
}

#[test]
fn what_shows_nothing_gets_no_paragraph() {
    assert_html(&[
        ("<a href=\"/x\"><div>one</div></a>", "<a href=\"/x\"><div>one</div></a>"),
        ("<!-- one -->\n\ntwo", "<!-- one -->\n<p>two</p>"),
        ("<script>a\n\nb</script>\n\none", "<script>a\n\nb</script>\n<p>one</p>"),
        ("<img src=\"/a.jpg\">", "<p><img src=\"/a.jpg\"></p>"),
    ]);
}

#[test]
fn nothing_is_a_line_where_line_ends_are_content() {
    assert_html(&[
        ("a\n<pre>b\n\n<b>c</b>\n</pre>\nd", "<p>a</p>\n<pre>b\n\n<b>c</b>\n</pre>\n<p>d</p>"),
        ("<textarea>a\n\nb</textarea>", "<p><textarea>a\n\nb</textarea></p>"),
        ("<style>a\n\nb</style>", "<style>a\n\nb</style>"),
        ("<object>\n\n<param>\n</object>", "<p><object>\n\n<param>\n</object></p>"),
        ("<a title=\"a\n\n> b\">c</a>", "<p><a title=\"a\n\n> b\">c</a></p>"),
    ]);
}

#[test]
fn finished_bodies_are_borrowed() {
    for body in [
        "",
        " \n",
        "<p>one</p>",
        "<p>one <b>two</b></p>\n<ul>\n<li>a</li>\n</ul>\n<p><img src=\"https://e.org/a\"><br>b</p>\n",
        "<h2>1 [2] [ ]</h2><blockquote><p>a</p></blockquote><hr><p>x</p>",
    ] {
        assert!(matches!(rendered(body).html, Cow::Borrowed(same) if same == body), "{body:?}");
    }
}

#[test]
fn more_ends_the_summary() {
    for (body, summary, all) in [
        ("one\n\n<!--more-->\n\ntwo", "<p>one</p>", "<p>one</p>\n<p>two</p>"),
        ("one\n<!--more Read on-->\ntwo", "<p>one</p>", "<p>one</p>\n<p>two</p>"),
        ("one<!--more-->\ntwo", "<p>one</p>", "<p>one</p>\n<p>two</p>"),
        ("a\n\nb <!--more-->c", "<p>a</p>\n<p>b ", "<p>a</p>\n<p>b c</p>"),
        ("<p>one</p>\n<!--more-->\n<p>two</p>", "<p>one</p>", "<p>one</p>\n<p>two</p>"),
        ("<!--more--><!--noteaser-->\none", "", "<p>one</p>"),
    ] {
        let rendered = rendered(body);
        assert_eq!(rendered.html, all);
        assert_eq!(&rendered.html[..rendered.excerpt_end.unwrap()], summary, "{body:?}");
        assert!(rendered.census.has_more);
        assert_eq!(rendered.census.has_no_teaser, body.contains("noteaser"));
    }
}

#[test]
fn pages_are_one_after_the_other() {
    let rendered = rendered("one\n<!--nextpage-->\ntwo<!--nextpage-->three");
    assert_eq!(rendered.html, "<p>one</p>\n<p>two</p>\n<p>three</p>");
    assert_eq!((rendered.census.pages, rendered.excerpt_end), (3, None));
}

#[test]
fn an_address_alone_is_a_link() {
    let link = "<p><a href=\"https://www.youtube.com/watch?v=1&amp;t=2\">\
                https://www.youtube.com/watch?v=1&amp;t=2</a></p>";
    for body in [
        "https://www.youtube.com/watch?v=1&t=2",
        "  https://www.youtube.com/watch?v=1&amp;t=2 \n",
        "<p>https://www.youtube.com/watch?v=1&amp;t=2</p>",
        "<p>\nhttps://www.youtube.com/watch?v=1&amp;t=2\n</p>",
        "[embed width=\"1\"]https://www.youtube.com/watch?v=1&amp;t=2[/embed]",
    ] {
        let rendered = rendered(body);
        assert_eq!(rendered.html, link, "{body:?}");
        assert_eq!(counts(&rendered.census.embeds), [("youtube.com", 1)]);
    }
    assert_eq!(
        html("one\nhttp://e.org/[1]\ntwo"),
        "<p>one</p>\n<p><a href=\"http://e.org/[1]\">http://e.org/[1]</a></p>\n<p>two</p>"
    );
}

#[test]
fn an_address_with_company_is_text() {
    assert_html(&[
        ("https://e.org/ is it", "<p>https://e.org/ is it</p>"),
        ("see\nhttps://e.org/<b>x</b>", "<p>see<br />\nhttps://e.org/<b>x</b></p>"),
        ("<a href=x>\nhttps://e.org/\n</a>", "<p><a href=x><br />\nhttps://e.org/<br />\n</a></p>"),
    ]);
}

#[test]
fn languages_stay_and_are_named() {
    let body = "[:en]Hello\n\nyou[:pt-br]Olá[:]<!--:ko-->안녕<!--:-->";
    let rendered = rendered(body);
    let expected = "<p>[:en]Hello</p>\n<p>you[:pt-br]Olá[:]<!--:ko-->안녕<!--:--></p>";
    assert_eq!(rendered.html, expected);
    let languages: Vec<_> = rendered.census.languages.iter().map(|it| &**it).collect();
    assert_eq!(languages, ["en", "ko", "pt-br"]);
    let parts = [("en", "Hello\n\nyou"), ("pt-br", "Olá"), ("ko", "안녕")];
    assert_eq!(language_parts(body).unwrap(), parts);
    assert_eq!(language_parts("a[:en]b[:]c").unwrap(), [("", "a"), ("en", "b"), ("", "c")]);
    assert_eq!(language_parts("a [: b] [:(] <!--:-)--> c"), None);
}

//! What stands in brackets.

use super::{assert_html, counts, html, rendered};

#[test]
fn captions_are_figures() {
    let img = "<img class=\"size-full\" src=\"/a.jpg\" alt=\"\" />";
    for (body, expected) in [
        (
            format!(
                "[caption id=\"attachment_1\" align=\"alignleft\" width=\"300\"]{img} A <em>b</em>[/caption]"
            ),
            format!(
                "<figure class=\"wp-caption alignleft\">{img}<figcaption>A <em>b</em></figcaption></figure>"
            ),
        ),
        (
            format!(
                "[caption align='alignright' caption='A &amp; <b>b</b>']<a href=\"/x\">{img}</a>[/caption]"
            ),
            format!(
                "<figure class=\"wp-caption alignright\"><a href=\"/x\">{img}</a><figcaption>A & <b>b</b></figcaption></figure>"
            ),
        ),
        (
            format!("a\n\n[caption]<a href=\"/x\">{img}</a> one\ntwo[/caption]\n\nb"),
            format!(
                "<p>a</p>\n<figure class=\"wp-caption\"><a href=\"/x\">{img}</a><figcaption>one<br />\ntwo</figcaption></figure>\n<p>b</p>"
            ),
        ),
        (
            format!("<p>a [caption]{img}[/caption] b</p>"),
            format!("<p>a</p>\n<figure class=\"wp-caption\">{img}</figure>\n<p>b</p>"),
        ),
    ] {
        assert_eq!(html(&body), expected, "{body}");
    }
}

const FIRST: &str = "<figure><img src=\"/1.jpg?a&amp;b\" alt=\"&quot;one&quot; &amp; &lt;1&gt;\">\
                     <figcaption>The <em>first</em></figcaption></figure>";
const SECOND: &str = "<figure><img src=\"/2.jpg\" alt=\"\" width=\"640\" height=\"480\"></figure>";

#[test]
fn galleries_are_figures_of_figures() {
    let both = format!("<figure class=\"gallery\">\n{FIRST}\n{SECOND}\n</figure>");
    for body in ["[gallery ids=\"1, 2,9\" link=file]", "<p>[gallery include=”1,2,9”]</p>"] {
        let rendered = rendered(body);
        assert_eq!(rendered.html, both, "{body}");
        assert_eq!(rendered.census.missing_attachments, [9]);
        assert_eq!(counts(&rendered.census.shortcodes), [("gallery", 1)]);
    }
    assert_eq!(html("[gallery]"), both);
    let second = format!("<figure class=\"gallery\">\n{SECOND}\n</figure>");
    assert_eq!(html("[gallery exclude=1 /]"), second);
}

#[test]
fn galleries_of_nothing_that_is_here_stay() {
    for body in ["[gallery ids=\"8,9\"]", "[gallery id=\"5\"]"] {
        let rendered = rendered(body);
        assert_eq!(rendered.html, body);
        assert_eq!(counts(&rendered.census.unknown), [("gallery", 1)]);
    }
}

#[test]
fn sounds_and_films_get_players() {
    assert_html(&[
        (
            "[audio src=\"/a.mp3?a=1&amp;b=2\"]",
            "<audio controls src=\"/a.mp3?a=1&amp;b=2\"></audio>",
        ),
        (
            "[audio mp3=\"/a.mp3\" ogg=\"/a.ogg\"][/audio]",
            "<audio controls><source src=\"/a.mp3\"><source src=\"/a.ogg\"></audio>",
        ),
        (
            "[audio:http://e.org/a.mp3|titles=x]",
            "<audio controls src=\"http://e.org/a.mp3\"></audio>",
        ),
        (
            "[video width=\"640\" height=\"360\" mp4=\"/a.mp4\" poster=\"/a.jpg\"][/video]",
            "<video controls src=\"/a.mp4\" poster=\"/a.jpg\" width=\"640\" height=\"360\"></video>",
        ),
        (
            "[playlist ids=\"3\"]",
            "<figure class=\"playlist\">\n<figure><audio controls src=\"/3.mp3\"></audio><figcaption>A &amp; B</figcaption></figure>\n</figure>",
        ),
        (
            "[playlist type=\"video\" ids=\"4,3\"]",
            "<figure class=\"playlist\">\n<figure><video controls src=\"/4.mp4\"></video></figure>\n</figure>",
        ),
        (
            "[audio src=/a] x [audio src=/b][/audio]",
            "<audio controls src=\"/a\"></audio>\n<p>x</p>\n<audio controls src=\"/b\"></audio>",
        ),
    ]);
}

#[test]
fn code_is_escaped_once_and_nothing_in_it_is_read() {
    assert_html(&[
        (
            "[code lang=\"PHP\"]\nif (a &lt; b) {\n\n  [gallery] // &amp;amp;\n}\n[/code]",
            "<pre><code class=\"language-php\">if (a &lt; b) {\n\n  [gallery] // &amp;amp;\n}</code></pre>",
        ),
        (
            "[sourcecode language='c++']#include <a.h> && \"&lt;\"[/sourcecode]",
            "<pre><code class=\"language-c++\">#include &lt;a.h&gt; &amp;&amp; \"&amp;lt;\"</code></pre>",
        ),
        (
            "a\n[php]<!--more-->[/php]\nb",
            "<p>a</p>\n<pre><code class=\"language-php\">&lt;!--more--&gt;</code></pre>\n<p>b</p>",
        ),
        ("[code]\n  x[/code]", "<pre><code>  x</code></pre>"),
        ("an array[c] and [html]", "<p>an array[c] and [html]</p>"),
    ]);
}

#[test]
fn services_become_links() {
    for (body, address) in [
        ("[youtube https://youtu.be/x]", "https://youtu.be/x"),
        (
            "[youtube=http://www.youtube.com/watch?v=x&amp;w=640]",
            "http://www.youtube.com/watch?v=x&amp;w=640",
        ),
        ("[youtube id=\"x_-1\"]", "https://www.youtube.com/watch?v=x_-1"),
        ("[vimeo 123 w=500]", "https://vimeo.com/123"),
        ("[gist]a/b[/gist]", "https://gist.github.com/a/b"),
        (
            "[soundcloud url=\"https://api.soundcloud.com/1\" params=\"\"]",
            "https://api.soundcloud.com/1",
        ),
        ("[embed]https://e.org/[/embed]", "https://e.org/"),
    ] {
        assert_eq!(html(body), format!("<p><a href=\"{address}\">{address}</a></p>"), "{body}");
    }
    assert_eq!(html("[youtube \"javascript:x()\"]"), "<p>[youtube \"javascript:x()\"]</p>");
}

#[test]
fn formulas_stay_as_code() {
    assert_html(&[
        ("so [latex]a &lt; b_1[/latex].", "<p>so <code class=\"math\">a &lt; b_1</code>.</p>"),
        ("so $latex \\$ a<b &s=2$.", "<p>so <code class=\"math\">\\$ a&lt;b</code>.</p>"),
        ("$latexit$ costs $latex", "<p>$latexit$ costs $latex</p>"),
        ("<code>$latex x$</code>", "<p><code>$latex x$</code></p>"),
    ]);
}

#[test]
fn footnotes_are_numbered() {
    let rendered =
        rendered("a[fn]one [ref]two[/ref][/fn]\n\nb[footnote]<b>x</b>[/footnote] ((three)) [ref]");
    let mark = |number| {
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}\">{number}</a></sup>"
        )
    };
    let expected = format!(
        "<p>a{}</p>\n<p>b{} ((three)) [ref]</p>\n<ol class=\"footnotes\">\n\
         <li id=\"fn-1\">one {} <a href=\"#fnref-1\">↩</a></li>\n\
         <li id=\"fn-2\">two <a href=\"#fnref-2\">↩</a></li>\n\
         <li id=\"fn-3\"><b>x</b> <a href=\"#fnref-3\">↩</a></li>\n</ol>",
        mark(1),
        mark(3),
        mark(2)
    );
    assert_eq!(rendered.html, expected);
    assert_eq!(counts(&rendered.census.unknown), [("((", 1)]);
}

#[test]
fn quoted_shortcodes_are_text() {
    assert_html(&[
        ("use [[gallery ids=\"1\"]]", "<p>use [gallery ids=\"1\"]</p>"),
        ("[[caption]a[/caption]]", "<p>[caption]a[/caption]</p>"),
        ("<pre>[[code]]\nx\n[[/code]]</pre>", "<pre>[code]\nx\n[/code]</pre>"),
        ("a [[wiki]] and [[1], [2]]", "<p>a [[wiki]] and [[1], [2]]</p>"),
    ]);
}

#[test]
fn settings_in_shortcodes_lose_addresses_of_mail() {
    let body = "[contact-form to=\"a.b@example.org, c@example.org\" subject='@home'][field x=1 /][/contact-form]";
    let expected = "[contact-form to=\"…, …\" subject='@home'][field x=1 /][/contact-form]";
    assert_html(&[
        (body, expected),
        ("[a-b to=c@d.e]", "[a-b to=…]"),
        // What is text stays text.
        ("<p>[mail me: a@example.org]</p>", "<p>[mail me: a@example.org]</p>"),
    ]);
}

#[test]
fn what_nobody_knows_stays_and_is_counted() {
    let body = "[contact-form-7 id=\"1\" title=\"x\"]\n\n[box]a\n\nb[/box]\n\n[button /] [sic] [1] [주] [ ] [see below] \
                [my_code] [url=http://e.org]x[/url] [/never] <code>[gallery]</code>";
    let rendered = rendered(body);
    assert_eq!(
        rendered.html,
        "[contact-form-7 id=\"1\" title=\"x\"]\n<p>[box]a</p>\n<p>b[/box]</p>\n<p>[button /] [sic] [1] [주] [ ] [see below] \
         [my_code] [url=http://e.org]x[/url] [/never] <code>[gallery]</code></p>"
    );
    assert_eq!(
        counts(&rendered.census.unknown),
        [("box", 1), ("button", 1), ("contact-form-7", 1), ("my_code", 1), ("url", 1)]
    );
}

#[test]
fn attributes_of_tags_are_not_looked_into() {
    let body = "<p><a href=\"[url]\" title='[gallery]'>x</a></p>";
    assert_eq!(html(body), body);
}

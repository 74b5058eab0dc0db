//! What renderers do otherwise than the standard, each seen in the renderer itself.

use larder_markdown::{AsItIs, Dialect, emit};

fn markdown(html: &str, dialect: &Dialect) -> String {
    emit(html, dialect, &mut AsItIs::default()).markdown
}

/// Each case by the same name of what would go wrong.
fn check(dialect: &Dialect, cases: &[(&str, &str, &str)]) {
    for (what, html, expected) in cases {
        assert_eq!(markdown(html, dialect), *expected, "{what}");
    }
}

#[test]
fn kramdown() {
    check(
        &Dialect::kramdown(),
        &[
            (
                "reads no escapes within tags",
                "<p><mark>*a*</mark></p>",
                "<mark>&#42;a&#42;</mark>\n",
            ),
            ("makes a table of a bar", "<p>a | b</p>", "a \\| b\n"),
            ("reads attributes", "<p>{: .a}</p>", "\\{: .a}\n"),
            ("reads formulas", "<p>$$x$$ for $5</p>", "\\$\\$x\\$\\$ for $5\n"),
            ("reads definitions", "<p>: a</p>", "\\: a\n"),
            ("knows no backslash at the end of a line", "a<br>b", "a  \nb\n"),
            ("numbers from 1", "<ol start=5><li>a</ol>", "<ol start=\"5\">\n<li>a</li>\n</ol>\n"),
            ("merges lists", "<ul><li>a</ul><ol><li>b</ol>", "- a\n\n<!-- -->\n\n1. b\n"),
            ("has no empty items", "<ul><li></ul>", "<ul>\n<li></li>\n</ul>\n"),
            (
                "takes lines of code in a list for items",
                "<ul><li><pre>- a\nb</pre></ul>",
                "- <pre><code>- a&#10;b</code></pre>\n",
            ),
            (
                "shows the tags of a player in a text",
                "<p>a <iframe src=/x></iframe></p>",
                "<p>a <iframe src=\"/x\"></iframe></p>\n",
            ),
            ("needs a longer fence", "<code>``a``</code>", "``` ``a`` ```\n"),
            (
                "takes titles as they stand",
                "<a href=/x title='a*b'>c</a>",
                "<a href=\"/x\" title=\"a*b\">c</a>\n",
            ),
        ],
    );
}

#[test]
fn goldmark() {
    check(
        &Dialect::goldmark(),
        &[
            ("makes boxes within a text", "<ul><li>a [x] b</ul>", "- a \\[x] b\n"),
            ("stops at struck text in a heading", "<h2><del>a</del></h2>", "## <del>a</del>\n"),
            ("reads braces of headings first", "<h2>a {b}</h2>", "## a &#123;b}\n"),
            (
                "shows escapes in descriptions",
                "<img src=a alt='*b*'>",
                "<p><img src=\"a\" alt=\"*b*\"></p>\n",
            ),
            (
                "makes links of addresses",
                "<p>https://e.org www.e.org a@b.org</p>",
                "https\\://e.org www\\.e.org a\\@b.org\n",
            ),
        ],
    );
}

#[test]
fn marked_makes_a_line_of_each_line_end() {
    assert_eq!(markdown("a<br><br>b", &Dialect::marked()), "a<br><br>b\n");
}

#[test]
fn markdown_it_knows_no_boxes() {
    assert_eq!(
        markdown("<ul><li><input type=checkbox checked> a</ul>", &Dialect::markdown_it()),
        "- <input type=\"checkbox\" checked disabled> a\n"
    );
}

#[test]
fn remark_looks_for_pictures_beside_the_text() {
    check(
        &Dialect::remark(),
        &[
            (
                "knows those of the web",
                "<img src=https://e.org/a.png>",
                "![](https://e.org/a.png)\n",
            ),
            ("knows those of the site", "<img src=/a.png alt=b>", "![b](/a.png)\n"),
            ("stops where there is none", "<p><img src=a.png></p>", "<p><img src=\"a.png\"></p>\n"),
            (
                "stops at escapes of other alphabets",
                "<p>a <img src=/%B1%DB.gif></p>",
                "a <img src=\"/%B1%DB.gif\">\n",
            ),
        ],
    );
}

#[test]
fn obsidian_knows_marks_tags_comments_and_formulas() {
    assert_eq!(
        markdown("<p>==a== #b %%c%% [[d]] $x$ $y$</p>", &Dialect::obsidian()),
        "\\=\\=a\\=\\= \\#b \\%\\%c\\%\\% \\[[d]] \\$x\\$ \\$y\\$\n"
    );
}

#[test]
fn obsidian_knows_boxes_of_notes_and_tags_behind_any_white_space() {
    let cases = [
        ("<blockquote><p>[!note] a</p></blockquote>", "> \\[!note] a\n"),
        ("<p>a\u{3000}#b c#d</p>", "a\u{3000}\\#b c#d\n"),
    ];
    for (html, expected) in cases {
        assert_eq!(markdown(html, &Dialect::obsidian()), expected);
    }
}

#[test]
fn obsidian_shows_files_of_its_own_by_markdown_alone_and_reads_escapes_in_descriptions() {
    let cases = [
        ("<p><img src=a.png alt='\"b\" [c] #d %e'></p>", "![\\\"b\\\" \\[c\\] \\#d \\%e](a.png)\n"),
        // It would be a size.
        ("<p><img src=a.png alt='b|3'></p>", "<p><img src=\"a.png\" alt=\"b|3\"></p>\n"),
    ];
    for (html, expected) in cases {
        assert_eq!(markdown(html, &Dialect::obsidian()), expected);
    }
}

#[test]
fn renderers_that_trim_keep_white_space_at_edges() {
    assert_eq!(
        markdown("<p>\u{3000}a\u{3000}b&nbsp;</p>", &Dialect::markdown_it()),
        "&#x3000;a\u{3000}b&nbsp;\n"
    );
}

#[test]
fn commonmark_writes_what_it_does_not_know_as_html() {
    assert_eq!(
        markdown("<p><del>a</del></p><table><tr><th>b</table>", &Dialect::commonmark()),
        "<del>a</del>\n\n<table>\n<tr>\n<th>b</th>\n</tr>\n</table>\n"
    );
}

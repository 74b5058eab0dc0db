//! Trees of HTML as blogs hold them, and worse.

#![allow(dead_code, reason = "each test uses its part")]

use larder_html::text::to_text;
use larder_markdown::{Dialect, Template};
use proptest::{collection::vec, prelude::*, sample::select};

/// All dialects, by name.
pub(crate) fn dialects() -> Vec<(&'static str, Dialect)> {
    vec![
        ("commonmark", Dialect::commonmark()),
        ("gfm", Dialect::gfm()),
        ("goldmark", Dialect::goldmark()),
        ("kramdown", Dialect::kramdown()),
        ("pulldown_zola", Dialect::pulldown_zola()),
        ("markdown_it", Dialect::markdown_it()),
        ("remark", Dialect::remark()),
        ("marked", Dialect::marked()),
        ("obsidian", Dialect::obsidian()),
    ]
}

/// The HTML of a text by a renderer that knows what the dialect knows.
pub(crate) fn render(markdown: &str, dialect: &Dialect) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = dialect.tables;
    options.extension.strikethrough = dialect.strikethrough;
    options.extension.tasklist = dialect.task_lists;
    options.extension.autolink = dialect.autolinks;
    options.extension.footnotes = dialect.footnotes;
    options.extension.math_dollars = dialect.dollar_math;
    options.render.r#unsafe = true;
    let lines: Vec<&str> = markdown.split('\n').map(|line| without_id(line, dialect)).collect();
    comrak::markdown_to_html(&lines.join("\n"), &options)
}

/// A heading without the attribute that is its id, which the renderer here does not know.
fn without_id<'l>(line: &'l str, dialect: &Dialect) -> &'l str {
    let is_id = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let heading = line.rsplit_once(" {#").filter(|(heading, rest)| {
        dialect.heading_attributes
            && heading.contains("## ")
            && rest.strip_suffix('}').is_some_and(is_id)
    });
    heading.map_or(line, |(heading, _)| heading)
}

/// What the target's template language leaves of a text that holds none of its tags but those that escape.
pub(crate) fn untemplated(markdown: &str, template: Template) -> String {
    match template {
        Template::Liquid => markdown.replace("{% raw %}", "").replace("{% endraw %}", ""),
        Template::Hugo | Template::Zola => TAGS.iter().fold(markdown.to_owned(), |text, tag| {
            let text = text.replace(&format!("{}/*", tag.0), tag.0);
            text.replace(&format!("*/{}", tag.1), tag.1)
        }),
        _ => markdown.to_owned(),
    }
}

/// How tags of shortcodes begin and end.
const TAGS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];

/// The text that people read, without white space.
pub(crate) fn words(html: &str) -> String {
    to_text(html).chars().filter(|it| !it.is_ascii_whitespace()).collect()
}

/// A body.
pub(crate) fn body() -> impl Strategy<Value = String> {
    vec(block(), 0..6).prop_map(|blocks| blocks.concat())
}

/// Tags of all kinds in no order.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let tag = (select(NAMES), select(VALUES)).prop_map(|(name, value)| format!("<{name} {value}>"));
    let end = select(NAMES).prop_map(|name| format!("</{name}>"));
    vec(prop_oneof![4 => tag, 3 => end, 4 => text()], 0..30).prop_map(|parts| parts.concat())
}

const NAMES: &[&str] = &[
    "p",
    "div",
    "a",
    "b",
    "i",
    "code",
    "span",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "h1",
    "h2",
    "pre",
    "blockquote",
    "figure",
    "figcaption",
    "img",
    "br",
    "hr",
    "ruby",
    "rt",
    "rp",
    "select",
    "option",
    "form",
    "button",
    "input",
    "textarea",
    "svg",
    "math",
    "mi",
    "annotation",
    "foreignObject",
    "desc",
    "title",
    "style",
    "script",
    "template",
    "noscript",
    "iframe",
    "object",
    "param",
    "embed",
    "xmp",
    "listing",
    "noembed",
    "frameset",
    "body",
    "base",
    "meta",
    "details",
    "summary",
    "video",
    "source",
    "audio",
    "track",
    "picture",
    "image",
    "bdo",
    "menu",
    "dir",
    "center",
    "wbr",
    "area",
    "map",
    "applet",
    "time",
    "q",
    "del",
    "sub",
    "sup",
    "mark",
    "font",
    "x-y",
    "abbr",
    "meter",
    "address",
    "nav",
    "tt",
    "u",
    "small",
];

const VALUES: &[&str] = &[
    "",
    "",
    "",
    "href=/x",
    "href='#x'",
    "href=javascript:x",
    "id=x",
    "name=y",
    "src=/a.jpg",
    "src=javascript:x",
    "src=https://www.youtube.com/embed/1",
    "data-src=/l.png",
    "srcset='/a 1x, /b 2x'",
    "alt='a*b'",
    "width=1 height=2",
    "title='&quot;a&quot; {{b}}'",
    "class='hljs rust'",
    "class=gutter",
    "class='code language-c'",
    "class=twitter-tweet",
    "dir=rtl",
    "dir=ltr",
    "lang=ko",
    "start=3",
    "start=-1",
    "value=7",
    "type=a",
    "type=checkbox checked",
    "colspan=2",
    "open",
    "controls",
    "style='font-weight:normal'",
    "data=/f",
    "data-mark=0",
    "cite=/c",
    "datetime=2020",
    "alttext=x^2",
];

/// A piece of text, with what acts in Markdown.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-c가나다]{1,4}",
        4 => select(PIECES).prop_map(str::to_owned),
        1 => "[ -~]{1,6}".prop_map(|text| larder_html::escape::text(&text)),
    ]
}

fn inline() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![8 => text(), 2 => select(LEAVES).prop_map(str::to_owned)];
    leaf.prop_recursive(3, 12, 4, |inner| {
        (select(INLINES), vec(inner, 0..4))
            .prop_map(|((open, close), inside)| format!("{open}{}{close}", inside.concat()))
    })
}

fn line() -> impl Strategy<Value = String> {
    vec(inline(), 0..6).prop_map(|parts| parts.concat())
}

fn block() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => (select(LINES), line()).prop_map(|((open, close), line)| format!("{open}{line}{close}")),
        1 => code(),
        1 => table(),
        1 => select(BLOCKS).prop_map(str::to_owned),
        1 => line(),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        (select(HOLDERS), vec(inner, 0..4)).prop_map(|((open, between, close), inside)| {
            format!("{open}{}{close}", inside.join(between))
        })
    })
}

fn code() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[a-z ]{0,6}".prop_map(String::from),
        select(PIECES).prop_map(str::to_owned),
        Just("```".to_owned()),
        Just("  \t".to_owned()),
        Just("{{ page.title }}{% if x %}{{< ref >}}".replace('<', "&lt;")),
    ];
    (select(&["<pre>", "<pre><code class=language-rust>"][..]), vec(line, 0..5))
        .prop_map(|(open, lines)| format!("{open}{}</pre>", lines.join("\n")))
}

fn table() -> impl Strategy<Value = String> {
    let row = (select(&["td", "th"][..]), vec(line(), 1..4)).prop_map(|(cell, lines)| {
        let cells: Vec<_> = lines.iter().map(|line| format!("<{cell}>{line}</{cell}>")).collect();
        format!("<tr>{}</tr>", cells.concat())
    });
    vec(row, 0..4).prop_map(|rows| format!("<table>{}</table>", rows.concat()))
}

const PIECES: &[&str] = &[
    " ",
    "  ",
    "\n",
    "&nbsp;",
    "\u{3000}",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "!",
    "#",
    "# ",
    "- ",
    "+ ",
    "1. ",
    "2) ",
    "&gt; ",
    "=",
    "---",
    "+++",
    "|",
    "| --- |",
    "\\",
    "&amp;",
    "&amp;lt;",
    "&amp;#42;",
    "&lt;b&gt;",
    "&lt;",
    "&lt;!--",
    "$",
    "$$",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "{{&lt; x >}}",
    "{{% y %}}",
    "{: .a}",
    "{:toc}",
    "http://e.org/a_b",
    "www.e.org",
    "a@b.org",
    ":",
    ": ",
    "::",
    "\"",
    "'",
    "...",
    "--",
    "“",
    "”",
    "（",
    "）",
    "。",
    "'인용'",
    "\"인용\"",
    "은",
    "한글",
    "é",
    "👍",
    "\u{200b}",
    "[^1]",
    "[x]",
    "[ ] ",
    "[a](b)",
    "![a](b)",
    "^",
    "==",
    "%%",
    "#tag",
    "&copy;",
    ".",
    ",",
    ";",
    "0",
    "~~~",
    "```",
];

const LEAVES: &[&str] = &[
    "<br>",
    "<br><br>",
    "<img src=/a.jpg alt='a *b* [c]'>",
    "<img src='/a b(1).jpg' title='t \"q\"' width=10>",
    "<img data-src=/lazy.png src=data:image/gif;base64,R0>",
    "<a href='https://e.org/x'>https://e.org/x</a>",
    "<span id=x></span>",
    "<a name=y></a>",
    "<iframe src=https://www.youtube.com/embed/1></iframe>",
    "<video src=/v.mp4 controls></video>",
    "<input type=checkbox checked>",
    "<code>a|b `c` {{ d }}</code>",
    "<script>alert(1)</script>",
    "<!-- c -->",
    "<ruby>漢<rp>(</rp><rt>한</rt><rp>)</rp></ruby>",
];

const INLINES: &[(&str, &str)] = &[
    ("<b>", "</b>"),
    ("<strong>", "</strong>"),
    ("<em>", "</em>"),
    ("<i>", "</i>"),
    ("<del>", "</del>"),
    ("<code>", "</code>"),
    ("<a href=/x>", "</a>"),
    ("<a href='/a b_(c)?x=1&amp;y={{z}}' title='a &quot;b&quot; *c*'>", "</a>"),
    ("<a href=#x>", "</a>"),
    ("<a href=javascript:x>", "</a>"),
    ("<span style=x>", "</span>"),
    ("<span lang=ja>", "</span>"),
    ("<sub>", "</sub>"),
    ("<sup>", "</sup>"),
    ("<mark>", "</mark>"),
    ("<u>", "</u>"),
    ("<font color=red>", "</font>"),
];

const LINES: &[(&str, &str)] = &[
    ("<p>", "</p>"),
    ("<p>", ""),
    ("<div>", "</div>"),
    ("<h2>", "</h2>"),
    ("<h3 id=x>", "</h3>"),
    ("<p id=fn1>", "</p>"),
    ("<p lang=ja>", "</p>"),
    ("<p dir=rtl>", "</p>"),
];

const BLOCKS: &[&str] = &[
    "<hr>",
    "<dl><dt>t<dd>d<dd>e</dl>",
    "<table><tr><td colspan=2>x</table>",
    "<ol start=3 reversed><li>a</ol>",
    "<details><summary>s</summary>d</details>",
    "<style>p{}</style>",
    "<p>&nbsp;</p>",
    "<p></p>",
    "<ul><li></ul>",
];

const HOLDERS: &[(&str, &str, &str)] = &[
    ("<ul><li>", "<li>", "</ul>"),
    ("<ul><li>", "", "</ul>"),
    ("<ol><li>", "<li>", "</ol>"),
    ("<ol start=9><li>", "<li>", "</ol>"),
    ("<blockquote>", "", "</blockquote>"),
    ("<div class=x>", "", "</div>"),
    ("<figure>", "<figcaption>", "</figure>"),
    ("<table><tr><td>", "<td>", "</table>"),
    ("<a href=/y>", "", "</a>"),
    ("<b>", "", "</b>"),
];

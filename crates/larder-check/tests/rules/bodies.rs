//! HTML bodies, as they stand in the content of an item.

use crate::{Row, check_table, rss};

const BODY: &str =
    r#"<p>Mit <a href="https://kueche.example.net/a?b=1&amp;c=2">Salz</a><br>und <b>Zeit</b></p>"#;

pub(crate) const ROWS: &[Row] = &[
    ("", BODY, "<p>a<p>b<ul><li>c</ul><br />"),
    (
        "",
        BODY,
        "<figure><img src='data:image/png;base64,AA' alt=''></figure><ruby>字<rt>ji</rt></ruby>",
    ),
    ("", BODY, "<img src='https://e.example/a.png' srcset='https://e.example/w_1,h_2/a.png 2x'>"),
    (
        "",
        BODY,
        "<p style='color:red'>a</p><center><font size=1>b</font></center><!-- c --><details></details>",
    ),
    ("NotBlank", BODY, " "),
    ("NotHtml", BODY, "<p><div></div></p>"),
    ("NotHtml", BODY, "AT&T"),
    ("NotHtml", BODY, "<a href='https://e.example/?a=1&copy=2'>x</a>"),
    ("NotHtml", BODY, "<a href='https://e.example/?a=1&b=2'>x</a>"),
    ("NotHtml", BODY, "&copy 2019"),
    ("NotHtml", BODY, "&foo;"),
    ("NotHtml", BODY, "&#128;"),
    ("NotHtml", BODY, "&#x80;"),
    ("NotHtml", BODY, "&#0;"),
    ("DiscouragedCharacter NotHtml", BODY, "\u{fdd0}"),
    ("DiscouragedCharacter NotHtml", BODY, "\u{2ffff}"),
    ("NotHtml", BODY, "<p \"=1>x</p>"),
    ("NotHtml", BODY, "<p a<b=1>x</p>"),
    ("NotHtml", BODY, "<![CDATA[x"),
    ("NotHtml", BODY, "<p a='1'b='2'>x</p>"),
    ("NotHtml", BODY, "x</i>"),
    ("NotHtml", BODY, "<p><ul></ul></p>"),
    ("NotHtml", BODY, "<h1>x<h2>y</h2></h1>"),
    ("NotHtml", BODY, "<form><form></form></form>"),
    ("NotHtml", BODY, "<table><tr><td><form></form></td></tr><form></form></table>"),
    ("NotHtml", BODY, "<select><p>x</p></select>"),
    ("", BODY, "<select><optgroup><option>x</option></optgroup></select>"),
    ("NotHtml", BODY, "<b>x"),
    ("NotHtml", BODY, "<div/>x</div>"),
    ("NotHtml", BODY, "</br>"),
    ("NotHtml", BODY, "<p a=1 a=2>x</p>"),
    ("NotHtml", BODY, "<p><table></table></p>"),
    ("NotHtml", BODY, "<a>x<a>y</a></a>"),
    ("NotHtml", BODY, "<!-- a -- b -->"),
    ("NotHtml", BODY, "<!DOCTYPE html>"),
    ("NotHtml", BODY, "<?php x ?>"),
    ("NotHtml", BODY, "<nobr>x</nobr>"),
    ("NotHtml", BODY, "<svg></svg>"),
    ("NotHtml", BODY, "<x-y>x</x-y>"),
    ("SecurityRisk", BODY, "<script>x</script>"),
    ("SecurityRisk", BODY, "<iframe src='https://e.example/'></iframe>"),
    ("SecurityRiskAttr", BODY, "<p onclick='x()'>x</p>"),
    ("DangerousStyleAttr", BODY, "<p style='position:fixed'>x</p>"),
    ("UnsafeScheme", BODY, "<a href='javascript:x'>x</a>"),
    ("ContainsRelRef", BODY, "<a href='#fn1'>x</a>"),
    ("ContainsRelRef", BODY, "<a href=''>x</a>"),
    ("ContainsRelRef", BODY, "<img src='//e.example/a.png'>"),
    ("RelativeUrlInBody", BODY, "<img src='https://e.example/a.png' srcset='b.png 2x'>"),
    ("RelativeUrlInBody", BODY, "<video poster='a.png'></video>"),
    ("InvalidUriChar", BODY, "<a href='a b'>x</a>"),
];

#[test]
fn each_row_breaks_what_it_says() {
    check_table(rss::CLEAN, ROWS);
}

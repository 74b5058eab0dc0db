//! Input made to hurt costs no more than its length, and nothing in it runs.

#![allow(clippy::unwrap_used, reason = "tests")]

use larder_markdown::{AsItIs, Dialect, Emitted, emit};

/// Emits in a thread with little stack.
fn emitted(html: String) -> Emitted {
    let run = move || emit(&html, &Dialect::kramdown(), &mut AsItIs::default());
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap()
}

/// Whether the output is in proportion to the input.
fn is_bounded(html: &str) {
    let emitted = emitted(html.to_owned());
    let (length, from) = (emitted.markdown.len(), html.len());
    assert!(length <= from * 40 + 4096, "{from} bytes became {length}");
}

#[test]
fn what_is_nested_deep_is_bounded() {
    for piece in [
        "<div>",
        "<p>",
        "<b>",
        "<i><b>",
        "<ul><li>",
        "<ol start=2><li>x",
        "<blockquote>",
        "<blockquote>x<ul><li>",
        "<em>x",
        "<sub>",
        "<span lang=ja>",
        "<a href=x>",
        "<table><tr><td>",
        "<details>",
        "<dl><dd>",
        "<pre>",
        "<h1>",
        "<figure>",
        "<ruby><rt>",
        "<font>",
        "<svg><g>",
        "<code>",
    ] {
        is_bounded(&piece.repeat(10_000));
        is_bounded(&format!("{}x", piece.repeat(3_000)));
    }
}

#[test]
fn a_hundred_thousand_open_tags_keep_their_text() {
    let html = format!("{}end of it", "<div>".repeat(100_000));
    assert_eq!(emitted(html).markdown, "end of it\n");
}

#[test]
fn long_values_and_long_runs_are_bounded() {
    let long = "x".repeat(1 << 20);
    is_bounded(&format!(
        "<a href=\"/{long}\" title=\"{long}\">a</a><img src=\"{long}\" alt=\"{long}\">"
    ));
    for run in [
        "*", "_", "`", "[", "](", "!", "<", "&", "~", "|", "#", "\\", "{{", "-", "1. ", "$",
        "\u{a0}", "[x](", "***a",
    ] {
        let text = run.replace('&', "&amp;").replace('<', "&lt;").repeat(20_000);
        is_bounded(&format!("<p>{text}</p>"));
        is_bounded(&format!("<h2>{text}</h2><pre>{text}</pre><table><tr><th>{text}</table>"));
    }
}

#[test]
fn what_is_opened_again_in_every_block_stays_in_proportion() {
    let href = "y".repeat(10_000);
    is_bounded(&format!("<a href=\"/{href}\">{}", "<div>x</div>".repeat(5_000)));
    is_bounded(&format!("<b><i><u><s><small><mark>{}", "<p>x".repeat(20_000)));
}

#[test]
fn many_blocks_that_do_not_come_back_are_each_proved_once() {
    is_bounded(&"<ul><li><p>a<span lang=x>*</span><b>(</b>b</ul>".repeat(2_000));
    is_bounded(&"<table><tr><td>a<td><ul><li>b</table>".repeat(2_000));
}

#[test]
fn nothing_runs() {
    let html = r#"<p onclick=x()>a</p><a href="javascript:x()">b</a><a href="java&#10;script:x()">c</a>
        <img src=x onerror=x()><svg onload=x()><script>x()</script></svg><iframe src="javascript:x()"></iframe>
        <iframe srcdoc="<script>x()</script>"></iframe><object data="data:text/html,x"></object>
        <details ontoggle=x() open><summary onclick=x()>d</summary></details><video src="data:text/html,x" onplay=x()></video>
        <form action="javascript:x()"><button formaction="javascript:x()">e</button></form><math href="javascript:x()">f</math>
        <base href="javascript:x"><meta http-equiv=refresh content="0;url=javascript:x"><style>@import 'x'</style>
        <ruby lang='"><script>x()</script>'>g</ruby><a href="/x" title='"><script>x()</script>'>h</a>
        <p>[i](javascript:x())</p><p>&lt;script&gt;x()&lt;/script&gt;</p><pre>&lt;/pre&gt;&lt;script&gt;x()</pre>"#;
    let markdown = emitted(html.to_owned()).markdown;
    let mut options = comrak::Options::default();
    options.render.r#unsafe = true;
    let html = comrak::markdown_to_html(&markdown, &options);
    let tree = larder_html::Tree::fragment(&html, &larder_html::Limits::default());
    for node in tree.descendants(tree.root()) {
        assert!(!matches!(
            tree.name(node),
            Some("script" | "style" | "object" | "embed" | "base" | "meta" | "form")
        ));
        for (name, value) in tree.attributes(node) {
            assert!(!name.starts_with("on") && name != "srcdoc" && name != "style", "{name}");
            assert!(!value.starts_with("javascript:") && !value.starts_with("data:"), "{value}");
        }
    }
}

#[test]
fn no_first_line_is_the_beginning_of_front_matter() {
    for (html, expected) in [
        ("<hr>", "***\n"),
        ("<p>---</p>", "\\---\n"),
        ("<p>+++</p>", "\\+++\n"),
        ("---<br>title: x<br>---", "\\---  \ntitle: x  \n\\---\n"),
    ] {
        assert_eq!(emitted(html.to_owned()).markdown, expected);
    }
}

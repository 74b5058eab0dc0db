//! What the caller changes, and what is left out by rule.

use std::collections::BTreeMap;

use larder_markdown::{AsItIs, Dialect, Embed, Pass, emit};

/// A site that has moved, with a shortcode for YouTube and for gists.
#[derive(Default)]
struct Moved {
    asked: Vec<String>,
}

impl Pass for Moved {
    fn link(&mut self, href: &str) -> Option<String> {
        self.asked.push(format!("link {href}"));
        href.strip_prefix("https://old.example").map(|path| format!("/blog{path}"))
    }

    fn media(&mut self, src: &str) -> Option<String> {
        self.asked.push(format!("media {src}"));
        let name = src.rsplit('/').next()?;
        Some(format!("media/{name}"))
    }

    fn embed(&mut self, embed: &Embed<'_>) -> Option<String> {
        match embed {
            Embed::Frame { src, .. } => {
                let id = src.strip_prefix("https://www.youtube.com/embed/")?;
                Some(format!("{{{{< youtube {id} >}}}}"))
            }
            Embed::Script { src } => Some(format!("{{{{< gist \"{src}\" >}}}}")),
            Embed::Quote { href, .. } => Some(format!("{{{{< tweet\n\"{href}\" >}}}}")),
            _ => None,
        }
    }

    fn is_target(&mut self, id: &str) -> bool {
        id == "from-elsewhere"
    }
}

#[test]
fn addresses_are_asked_for_once_each_and_changed() {
    let mut pass = Moved::default();
    let html = r#"<p><a href=" https://old.example/1 ">one</a> <a href="../x">rel</a> <img src=t.gif data-src="/up/a.jpg">
        <video src="/up/v.mp4" poster="/up/p.jpg"></video><picture><source srcset="/up/b.webp 2x"><img src="/up/b.jpg"></picture></p>"#;
    let emitted = emit(html, &Dialect::goldmark(), &mut pass);
    assert_eq!(
        emitted.markdown,
        "[one](/blog/1) [rel](../x) ![](media/t.gif) <video src=\"media/v.mp4\" poster=\"media/p.jpg\"></video>\
         <picture><source srcset=\"media/b.webp 2x\"><img src=\"media/b.jpg\"></picture>\n"
    );
    assert_eq!(
        pass.asked,
        [
            "link https://old.example/1",
            "link ../x",
            "media t.gif",
            "media /up/v.mp4",
            "media /up/p.jpg",
            "media /up/b.jpg",
            "media /up/b.webp",
        ]
    );
}

#[test]
fn what_the_target_has_for_players_stands_as_it_is() {
    let html = r#"<p>a</p><p><iframe src="https://www.youtube.com/embed/abc"></iframe></p>
        <script src="https://gist.github.com/a/1.js"></script><ul><li><blockquote class="twitter-tweet"><a href="https://t.example/1">x</a></blockquote></li></ul>
        <iframe src="https://maps.example/1"></iframe>"#;
    let emitted = emit(html, &Dialect::goldmark(), &mut Moved::default());
    assert_eq!(
        emitted.markdown,
        "a\n\n{{< youtube abc >}}\n\n{{< gist \"https://gist.github.com/a/1.js\" >}}\n\n- {{< tweet\n  \"https://t.example/1\" >}}\n\n\
         <p><iframe src=\"media/1\"></iframe></p>\n"
    );
    assert_eq!(emitted.counts.embeds, 3);
    assert!(emitted.counts.is_proved);
}

#[test]
fn an_address_that_runs_is_refused_also_from_the_caller() {
    struct Bad;
    impl Pass for Bad {
        fn link(&mut self, _: &str) -> Option<String> {
            Some("javascript:x()".to_owned())
        }
    }
    let emitted = emit("<a href=/x>y</a>", &Dialect::gfm(), &mut Bad);
    assert_eq!(emitted.markdown, "y\n");
    assert_eq!(emitted.counts.dropped["unsafe address"], 1);
}

#[test]
fn ids_stay_if_something_may_point_at_them() {
    let html = r##"<div id="SE-1"><h2 id="top">H</h2><p id="here">a <a href="#here">b</a></p><p id="x">c</p>
        <p id="from-elsewhere">d</p><ol><li id="fn:1">e</li></ol><p><a name="old"></a>f</p></div>"##;
    let emitted = emit(html, &Dialect::commonmark(), &mut Moved::default());
    assert_eq!(
        emitted.markdown,
        "## <a id=\"top\"></a>H\n\n<a id=\"here\"></a>a [b](#here)\n\nc\n\n<a id=\"from-elsewhere\"></a>d\n\n\
         1. <a id=\"fn:1\"></a>e\n\n<a id=\"old\"></a>f\n"
    );
    assert_eq!(emitted.counts.dropped["id"], 2);
}

#[test]
fn code_in_a_table_of_line_numbers_is_code() {
    let html = "<figure class=\"highlight css\"><table><tr><td class=gutter><pre>1\n2</pre></td>\
                <td class=code><pre>a {\n}</pre></td></tr></table></figure><p>b</p>";
    let emitted = emit(html, &Dialect::gfm(), &mut AsItIs::default());
    assert_eq!(emitted.markdown, "```css\na {\n}\n```\n\nb\n");
    assert_eq!(emitted.counts.dropped["line numbers"], 1);
}

#[test]
fn a_direction_within_another_is_kept() {
    let html = "<div dir=rtl><p>א</p><p dir=ltr>a</p></div><h1 dir=rtl><details dir=ltr>b";
    let emitted = emit(html, &Dialect::gfm(), &mut AsItIs::default());
    assert_eq!(
        emitted.markdown,
        "<p dir=\"rtl\">א</p>\n\n<p dir=\"ltr\">a</p>\n\n<details>\n<p dir=\"ltr\">b</p>\n</details>\n"
    );
    assert!(emitted.counts.is_proved);
}

#[test]
fn a_choice_of_pictures_without_a_picture_is_none() {
    let markdown = |html| emit(html, &Dialect::gfm(), &mut AsItIs::default()).markdown;
    assert_eq!(markdown("<picture><source srcset=a><img alt=b></picture>"), "b\n");
    assert_eq!(markdown("<picture><source><img src=a></picture>"), "![](a)\n");
}

#[test]
fn a_blurred_preview_is_not_the_picture() {
    let html = "<img src='/a.jpg?type=w80_blur' data-lazy-src='/a.jpg?type=w966' alt=a>";
    let markdown = emit(html, &Dialect::gfm(), &mut AsItIs::default()).markdown;
    assert_eq!(markdown, "![a](/a.jpg?type=w966)\n");
}

#[test]
fn a_heading_has_its_id_where_the_dialect_knows_one() {
    let html = "<h2 id=top>H <b>b</b></h2><h2 id=한글>I</h2>";
    let markdown = emit(html, &Dialect::kramdown(), &mut AsItIs::default()).markdown;
    assert_eq!(markdown, "## H **b** {#top}\n\n## <a id=\"한글\"></a>I\n");
}

#[test]
fn everything_left_out_is_counted_by_name() {
    let html = "<div><script>x</script><style>y</style><!-- c --><textarea>z</textarea><font color=red>a</font>\
                <figure><img src=a.jpg><figcaption>b</figcaption></figure><a href=javascript:x>c</a></div>";
    let counts = emit(html, &Dialect::gfm(), &mut AsItIs::default()).counts;
    let count = |pairs: &[(&'static str, usize)]| pairs.iter().copied().collect::<BTreeMap<_, _>>();
    assert_eq!(
        counts.dropped,
        count(&[
            ("comment", 1),
            ("script", 1),
            ("style", 1),
            ("textarea", 1),
            ("unsafe address", 1)
        ])
    );
    assert_eq!(
        counts.unwrapped,
        count(&[("a", 1), ("div", 1), ("figcaption", 1), ("figure", 1), ("font", 1)])
    );
    assert_eq!((counts.markdown, counts.inline_html, counts.raw_html), (4, 0, 0));
}

#[test]
fn languages_and_directions_survive() {
    let html =
        "<p lang=ja>日本</p><p dir=rtl>שלום</p><p dir=ltr>a</p><p>b <span lang=fr>c</span></p>";
    let markdown = emit(html, &Dialect::gfm(), &mut AsItIs::default()).markdown;
    assert_eq!(
        markdown,
        "<span lang=\"ja\">日本</span>\n\n<p dir=\"rtl\">שלום</p>\n\na\n\nb <span lang=\"fr\">c</span>\n"
    );
}

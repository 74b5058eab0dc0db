use larder_html::Limits;

use super::*;

fn made(html: &str) -> Made {
    let tree = Tree::fragment(html, &Limits::default());
    make(&tree, tree.root(), "It's a “Walk”.", "A subtitle")
}

#[track_caller]
fn shown(html: &str, expected: &str) {
    assert_eq!(made(html).html, expected, "{html}");
}

#[test]
fn titles_that_come_again_are_not_shown() {
    shown(
        "<section name=a class=section><div class=section-divider><hr class=section-divider></div><div class=section-content><div class='section-inner x'><h3 class='graf graf--title'>It’s a \"Walk\"</h3><h4 class='graf graf--subtitle'>A  subtitle.</h4><p name=b id=b class='graf graf--p graf-after--h4'>One</p></div></div></section><section class=section><div class=section-divider><hr class=section-divider></div><p>Two</p></section>",
        "<p>One</p><hr><p>Two</p>",
    );
    // Of another wording, and a second time.
    shown("<h3 class='graf graf--title'>Another</h3>", "<h3>Another</h3>");
    let twice = "<h3 class='graf graf--title'>It’s a “Walk”</h3>".repeat(2);
    shown(&twice, "<h3>It’s a “Walk”</h3>");
}

#[test]
fn code_has_its_lines_and_its_language() {
    shown(
        "<pre class='graf graf--pre'>a<br>  b &lt; c</pre>\n<pre class='graf graf--pre'>d</pre><p class=graf>x</p><pre class='graf graf--pre'><strong class='markup--strong'>e</strong></pre>",
        "<pre>a\n  b &lt; c\n\nd</pre>\n<p>x</p><pre><strong>e</strong></pre>",
    );
    shown(
        "<pre data-code-block-lang=rust class='graf graf--pre graf--preV2'><span class='pre--content'>a<br>b</span></pre>",
        "<pre><code class=\"language-rust\">a\nb</code></pre>",
    );
}

#[test]
fn marks_of_the_editor_go_and_all_else_stays() {
    shown(
        "<p id=a1 class='graf graf--p'><a href='#b2' data-href='#b2' class='markup--anchor mine' rel=nofollow>x</a></p><p id=b2 name=b2 class=graf>y</p>",
        "<p><a href=\"#b2\" rel=\"nofollow\" class=\"mine\">x</a></p><p id=\"b2\">y</p>",
    );
    shown(
        "<blockquote class='graf graf--pullquote'>q</blockquote>",
        "<blockquote class=\"pullquote\">q</blockquote>",
    );
}

#[test]
fn pictures_have_their_size_and_one_is_the_cover() {
    let picture = |name: &str, more: &str| {
        format!(
            "<figure class='graf graf--figure'><div class='aspectRatioPlaceholder'><div class='aspectRatioPlaceholder-fill'></div><img class=graf-image data-image-id='1*{name}' data-width=20 data-height=10 src='https://cdn-images-1.medium.com/max/800/1*{name}' {more}></div><figcaption class=imageCaption>c</figcaption></figure>"
        )
    };
    shown(
        &picture("a.jpeg", ""),
        "<figure><img src=\"https://cdn-images-1.medium.com/max/800/1*a.jpeg\" width=\"20\" height=\"10\"><figcaption>c</figcaption></figure>",
    );
    let cover =
        |html: String| made(&html).cover.map(|it| it.rsplit('*').next().unwrap().to_owned());
    let (first, other) = (picture("a.jpeg", ""), picture("b.jpeg", "data-is-featured=true"));
    assert_eq!(cover([&*first, "<p>x</p>", &first].concat()).as_deref(), Some("a.jpeg"));
    assert_eq!(cover([&*first, "<p>x</p>", &other].concat()).as_deref(), Some("b.jpeg"));
    assert_eq!(cover(["<p>x</p>", &*first].concat()), None);
}

#[test]
fn rows_of_pictures_are_galleries() {
    let made = made(
        "<div class='section-inner sectionLayout--outsetRow'><figure class=graf></figure> <figure></figure></div>",
    );
    assert_eq!(made.html, "<div class=\"gallery\"><figure></figure> <figure></figure></div>");
    assert_eq!(made.markup[&("gallery", "outsetRow".to_owned())], 1);
}

#[test]
fn embeds_stay_and_are_counted() {
    let html = "<script src=\"https://gist.github.com/mina/0a1b.js\"></script><iframe src=\"https://medium.com/media/1\" data-x=\"1\"></iframe>";
    let made = made(html);
    assert_eq!(made.html, html);
    assert_eq!(made.embeds, ["https://gist.github.com/mina/0a1b", "https://medium.com/media/1"]);
}

#[test]
fn cards_link_and_have_their_picture() {
    shown(
        "<div class='graf graf--mixtapeEmbed'><a href='https://e.org/' data-href='https://e.org/' class='markup--anchor markup--mixtapeEmbed-anchor'><strong class='markup--strong'>T</strong><br><em>d</em>e.org</a><a href='https://e.org/' class='js-mixtapeImage mixtapeImage' style='background-image: url(https://e.org/1.png);'></a></div>",
        "<div class=\"mixtapeEmbed\"><a href=\"https://e.org/\"><strong>T</strong><br><em>d</em>e.org</a><img src=\"https://e.org/1.png\" alt=\"\"></div>",
    );
}

#[test]
fn paragraphs_of_kinds_that_nobody_knows_are_told_and_kept() {
    let made = made("<p class=graf>1</p><p class='graf graf--hologram'>x</p>");
    assert_eq!(made.html, "<p>1</p><p class=\"graf graf--hologram\">x</p>");
    let note = NoteKind::UnknownBlock { block: "hologram".into(), number: 2 };
    assert_eq!(made.notes, [note]);
}

//! Bodies of the block editor.

use super::{Site, assert_html, counts, html, render, rendered};

#[test]
fn comments_of_blocks_are_dropped_and_nothing_else_is_done() {
    let rendered = rendered(
        "<!-- wp:paragraph {\"className\":\"a\\u002d\\u002d\\u003eb\"} -->\n<p>one\ntwo</p>\n<!-- /wp:paragraph -->\n\n\
         <!-- wp:list -->\n<ul class=\"wp-block-list\"><!-- wp:list-item -->\n<li>a</li>\n<!-- /wp:list-item -->\n\n\
         <!-- wp:list-item -->\n<li>b</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->\n\n\
         <!-- wp:code -->\n<pre><code>x\n\n[gallery]</code></pre>\n<!-- /wp:code -->\n",
    );
    assert_eq!(
        rendered.html,
        "<p>one\ntwo</p>\n<ul class=\"wp-block-list\">\n<li>a</li>\n<li>b</li>\n</ul>\n\
         <pre><code>x\n\n[gallery]</code></pre>"
    );
    assert_eq!(
        counts(&rendered.census.blocks),
        [("core/code", 1), ("core/list", 1), ("core/list-item", 2), ("core/paragraph", 1)]
    );
    assert!(rendered.census.shortcodes.is_empty());
}

#[test]
fn only_classic_blocks_get_paragraphs() {
    assert_html(&[(
        "<!-- wp:freeform -->\none\n\ntwo\n<!-- /wp:freeform -->\n\n\
         <!-- wp:html -->\nthree\n\nfour\n<!-- /wp:html -->\n\nfive",
        "<p>one</p>\n<p>two</p>\nthree\n\nfour\nfive",
    )]);
}

#[test]
fn reusable_blocks_are_put_in() {
    let rendered = rendered(
        "<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->\n\n\
         <!-- wp:block {\"ref\":10} /-->\n\n<!-- wp:block {\"ref\":99} /-->\n<!-- wp:block {\"ref\":99} /-->",
    );
    assert_eq!(rendered.html, "<p>a</p>\n<p>reused</p>");
    assert_eq!(rendered.census.missing_blocks, [99]);
}

#[test]
fn reusable_blocks_are_not_followed_round_in_circles() {
    let rendered = rendered("<!-- wp:block {\"ref\":11} /-->");
    assert_eq!(rendered.html, "<p>reused</p>");
    assert_eq!(rendered.census.refused_blocks, [11]);
}

#[test]
fn marks_count_in_the_post_itself_only() {
    let rendered = rendered("<!-- wp:block {\"ref\":15} /-->");
    assert_eq!(rendered.html, "<p>more</p>");
    assert_eq!((rendered.census.has_more, rendered.census.pages), (false, 0));
}

#[test]
fn blocks_without_html_are_counted() {
    let rendered = rendered(
        "<!-- wp:latest-posts {\"a\":1} /-->\n<!-- wp:jetpack/map -->\n<!-- /wp:jetpack/map -->\n\
         <!-- wp:paragraph --><!-- /wp:paragraph --><!-- wp:block /-->",
    );
    assert_eq!(rendered.html, "");
    assert_eq!(
        counts(&rendered.census.dynamic),
        [("core/block", 1), ("core/latest-posts", 1), ("jetpack/map", 1)]
    );
}

#[test]
fn more_and_next_page_are_blocks_too() {
    let rendered = rendered(
        "<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->\n\n\
         <!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->\n\n<!-- wp:paragraph -->\n<p>b</p>\n<!-- /wp:paragraph -->",
    );
    assert_eq!(rendered.html, "<p>a</p>\n<p>b</p>");
    assert_eq!((rendered.excerpt_end, rendered.census.pages), (Some("<p>a</p>\n".len()), 2));
}

#[test]
fn embeds_become_links() {
    let rendered = rendered(
        "<!-- wp:embed {\"url\":\"https://youtu.be/x\"} -->\n<figure class=\"wp-block-embed\">\
         <div class=\"wp-block-embed__wrapper\">\nhttps://youtu.be/x\n</div><figcaption>c</figcaption></figure>\n\
         <!-- /wp:embed -->\n<!-- wp:embed {\"url\":\"https://youtu.be/y?a\\u0026b\"} /-->\n\
         <!-- wp:paragraph -->\n<p>https://youtu.be/z</p>\n<!-- /wp:paragraph -->",
    );
    assert_eq!(
        rendered.html,
        "<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n\
         <p><a href=\"https://youtu.be/x\">https://youtu.be/x</a></p>\n\
         </div><figcaption>c</figcaption></figure>\n\
         <figure class=\"wp-block-embed\"><p><a href=\"https://youtu.be/y?a&amp;b\">https://youtu.be/y?a&amp;b</a></p></figure>\n\
         <p><a href=\"https://youtu.be/z\">https://youtu.be/z</a></p>"
    );
    assert_eq!(counts(&rendered.census.embeds), [("youtu.be", 3)]);
}

const NOTES: &str = r#"[{"content":"a <em>note<\/em>","id":"x-1"}]"#;
const MARK: &str =
    "<p>a<sup data-fn=\"x-1\" class=\"fn\"><a href=\"#x-1\" id=\"x-1-link\">1</a></sup></p>";
const LIST: &str = "<ol class=\"wp-block-footnotes\">\n\
                    <li id=\"x-1\">a <em>note</em> <a href=\"#x-1-link\">↩</a></li>\n</ol>";

#[test]
fn footnotes_stand_where_their_block_is() {
    let body = format!(
        "<!-- wp:paragraph -->\n{MARK}\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->\n<p>b</p>"
    );
    let expected = format!("{MARK}\n{LIST}\n<p>b</p>");
    assert_eq!(render(&body, Some(NOTES), &Site).html, expected);
}

#[test]
fn footnotes_without_a_block_come_last() {
    assert_eq!(render(MARK, Some(NOTES), &Site).html, format!("{MARK}\n{LIST}"));
    assert_eq!(render(MARK, Some("no JSON"), &Site).html, MARK);
    assert_eq!(render("<p>a</p>", Some(NOTES), &Site).html, "<p>a</p>");
}

#[test]
fn shortcodes_in_blocks_are_filled_in() {
    assert_eq!(
        html(
            "<!-- wp:shortcode -->\n[video mp4=\"/a.mp4\"][/video]\n<!-- /wp:shortcode -->\n\n\
              <!-- wp:paragraph -->\n<p>a [audio src=\"/a.mp3\"] b</p>\n<!-- /wp:paragraph -->\n\n\
              <!-- wp:paragraph -->\n<p>[vimeo 1]</p>\n<!-- /wp:paragraph -->"
        ),
        "<video controls src=\"/a.mp4\"></video>\n\
         <p>a</p>\n<audio controls src=\"/a.mp3\"></audio>\n<p>b</p>\n\
         <p><a href=\"https://vimeo.com/1\">https://vimeo.com/1</a></p>"
    );
}

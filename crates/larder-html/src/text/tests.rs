use proptest::prelude::*;

use super::{excerpt, to_text};
use crate::soup;

#[test]
fn blocks_are_lines_and_white_space_is_what_browsers_show() {
    for (html, text) in [
        ("<p>a</p><p>b</p>", "a\nb"),
        (" <p> a\n b </p>\n\n<p>\tc</p> ", "a b\nc"),
        ("a<b>b</b> <i>c</i>", "ab c"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>c", "a\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>\n  a\n\n    b\n</pre>c", "  a\n\n    b\nc"),
        ("a&nbsp;&lt;b&gt; &copy; &#48152;", "a\u{a0}<b> © 반"),
        (
            "a<script>no</script><style>no</style><!-- no --><iframe>no</iframe><title>no</title>b",
            "ab",
        ),
        ("<h1>제목</h1>글", "제목\n글"),
        ("a</p>b<p", "a\nb"),
        ("", ""),
    ] {
        assert_eq!(to_text(html), text, "{html}");
    }
}

#[test]
fn excerpts_end_at_a_sentence_or_a_word() {
    for (html, length, expected) in [
        ("<p>Short.</p>", 20, "Short."),
        ("<p>One two. Three four five</p>", 14, "One two. …"),
        ("<p>One two three four five</p>", 14, "One two three…"),
        ("<p>One two three four five</p>", 13, "One two…"),
        ("비가 왔다. 우리는 걸었다. 그리고 돌아왔다.", 17, "비가 왔다. 우리는 걸었다. …"),
        ("가나다라마바사아자차", 5, "가나다라…"),
        ("a b", 0, ""),
    ] {
        let found = excerpt(html, length);
        assert_eq!(found, expected, "{html}");
        assert!(found.chars().count() <= length);
    }
}

#[test]
fn excerpts_do_not_cut_visible_characters() {
    assert_eq!(excerpt("abcd👨‍👩‍👧e", 7), "abcd…");
    assert_eq!(excerpt("abcd🇰🇷🇯🇵e", 6), "abcd…");
    assert_eq!(excerpt("abcde\u{301}f", 6), "abcd…");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn excerpts_are_never_longer_than_asked(html in soup::mixed(), length in 0_usize..40) {
        prop_assert!(excerpt(&html, length).chars().count() <= length);
        prop_assert!(!to_text(&html).starts_with('\n'));
    }
}

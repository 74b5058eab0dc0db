use super::{Normalise, Normalised, normalise, strict, thorough};
use crate::{characters, url::Base};

fn options() -> Normalise {
    let base = Base::new(Some("https://example.org/base/"), Some("https://example.org/post"));
    Normalise { base, ..Normalise::default() }
}

/// Normalises, checks what must hold for anything, and returns the HTML.
fn html(input: &str) -> String {
    let Normalised { html, .. } = checked(input);
    html
}

fn checked(input: &str) -> Normalised {
    let options = options();
    let once = normalise(input, &options);
    let twice = normalise(&once.html, &options);
    assert_eq!(twice.html, once.html, "not a fixed point: {input}");
    let cleaned = characters::clean(input);
    let (thorough, removed) = thorough::normalise(&cleaned.text, &options);
    if let Some((quick, quickly)) = strict::normalise(&cleaned.text, &options) {
        assert_eq!(quick, thorough, "the ways differ: {input}");
        assert_eq!(quickly, removed, "the ways count differently: {input}");
    }
    once
}

#[test]
fn plain_bodies_take_the_quick_way() {
    let body = "<p>R&amp;D &nbsp; <a href='https://e.org/?a=1&b=2'>x</a> <b><i>y</i></b><br/></p>\n<ul>\n<li>1</li>\n</ul>\
        <pre>\n\nx</pre><table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td><p>b</p></td></tr></tbody></table>\
        <!-- wp:image --><figure><img src=/a.jpg alt='\"'></figure><script>if (a<b) {}</script><iframe src='https://www.youtube.com/embed/1'></iframe>";
    assert!(strict::normalise(body, &options()).is_some());
    assert_eq!(
        html(body),
        "<p>R&amp;D &nbsp; <a href=\"https://e.org/?a=1&amp;b=2\">x</a> <b><i>y</i></b><br></p>\n<ul>\n<li>1</li>\n</ul>\
        <pre>\n\nx</pre><table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td><p>b</p></td></tr></tbody></table>\
        <figure><img src=\"https://example.org/a.jpg\" alt=\"&quot;\"></figure><p><a href=\"https://www.youtube.com/watch?v=1\">YouTube</a></p>"
    );
}

//! Addresses in the values of `style` attributes.

use memchr::memchr_iter;

/// What stands in each `url(…)`, without its quotes.
pub(super) fn urls(style: &str) -> impl Iterator<Item = &str> {
    let mut rest = style;
    std::iter::from_fn(move || {
        let after = after_name(rest)?;
        let (inside, after) = argument(after.trim_ascii_start())?;
        rest = after;
        Some(inside)
    })
}

/// What follows the next `url(`.
fn after_name(style: &str) -> Option<&str> {
    let name = |end: usize| style.as_bytes().get(end.checked_sub(3)?..end);
    let is_name = |end: &usize| name(*end).is_some_and(|name| name.eq_ignore_ascii_case(b"url"));
    memchr_iter(b'(', style.as_bytes()).find(is_name).map(|end| &style[end + 1..])
}

fn argument(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split_once(&text[..1]),
        None => text.split_once(')').map(|(inside, after)| (inside.trim_ascii_end(), after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_all_spellings() {
        for (style, expected) in [
            ("background-image:url(a.jpg)", &["a.jpg"][..]),
            ("BACKGROUND: URL( 'a (1).jpg' ) red, url(\"b.jpg\")", &["a (1).jpg", "b.jpg"]),
            ("a:url(b", &[]),
            ("a:url('b", &[]),
            ("(url()url(글.png)", &["", "글.png"]),
            ("color:red", &[]),
        ] {
            assert_eq!(urls(style).collect::<Vec<_>>(), expected, "{style}");
        }
    }
}

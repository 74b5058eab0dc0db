//! The marks of WordPress' editors: comments that say where a block begins and ends, and where the summary does.
//!
//! They are the only comments that may stay, where they are asked for, and none is taken as it is: a mark is written anew
//! from its checked parts. What stays can end no comment and begin no element.
//!
//! Format: <https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/>

/// What becomes of the comments by which WordPress' editors mark blocks and breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Marks {
    /// They go, as all comments do, and so do the classes that belong to them.
    #[default]
    Drop,
    /// `<!--more-->`, which ends the summary, stays.
    More,
    /// `<!--more-->` and `<!--nextpage-->` stay, and `<!-- wp:name {…} -->`, and with them the classes of elements.
    ///
    /// Attributes of a block that hold markup, control characters, an unsafe address or an address of e-mail go; the
    /// block stays.
    Blocks,
}

/// The longest attributes of a block that stay, in bytes.
const LONGEST: usize = 64 << 10;

/// The mark that the text of a comment is, as it may stand in HTML; None if it is not one that stays.
pub(super) fn mark(comment: &str, marks: Marks) -> Option<String> {
    match (marks, comment.trim_ascii()) {
        (Marks::Drop, _) => None,
        (_, "more") => Some("<!--more-->".into()),
        (Marks::More, _) => None,
        (Marks::Blocks, "nextpage") => Some("<!--nextpage-->".into()),
        (Marks::Blocks, text) => block(text),
    }
}

/// Whether a class may stay on an element of a block: nothing but a word.
pub(super) fn is_class(class: &str) -> bool {
    class.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The beginning or the end of a block.
fn block(text: &str) -> Option<String> {
    if let Some(name) = text.strip_prefix("/wp:") {
        return is_name(name.trim_ascii_end()).then(|| format!("<!-- /wp:{} -->", name.trim_end()));
    }
    let rest = text.strip_prefix("wp:")?;
    let (rest, end) = match rest.strip_suffix('/') {
        Some(rest) => (rest.trim_ascii_end(), "/-->"),
        None => (rest, "-->"),
    };
    let (name, attributes) = rest.split_once([' ', '\n', '\t']).unwrap_or((rest, ""));
    if !is_name(name) {
        return None;
    }
    Some(match attributes.trim_ascii() {
        stated if are_safe(stated) => format!("<!-- wp:{name} {stated} {end}"),
        _ => format!("<!-- wp:{name} {end}"),
    })
}

/// `paragraph`, `my-plugin/box`.
fn is_name(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && !part.contains("--")
            && !part.ends_with('-')
            && part
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-_".contains(&it))
    };
    let mut parts = name.split('/');
    name.len() <= 200 && parts.by_ref().take(2).all(is_part) && parts.next().is_none()
}

/// Whether the attributes of a block can stay as they are: an object whose texts WordPress has escaped.
fn are_safe(attributes: &str) -> bool {
    let is_object = attributes.starts_with('{') && attributes.ends_with('}');
    let is_plain = |it: char| !matches!(it, '<' | '>' | '&') && !it.is_control();
    is_object
        && attributes.len() <= LONGEST
        && attributes.chars().all(is_plain)
        && !attributes.contains("--")
        && !holds_mail(attributes)
        && !holds_script(attributes)
}

/// Whether there is an address of e-mail in it: a letter or a number on both sides of `@`.
fn holds_mail(attributes: &str) -> bool {
    let bytes = attributes.as_bytes();
    memchr::memchr_iter(b'@', bytes).any(|at| {
        let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        at > 0 && is_word(bytes.get(at - 1)) && is_word(bytes.get(at + 1))
    }) || attributes.to_ascii_lowercase().contains("u0040")
}

fn holds_script(attributes: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| lower.contains(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(comment: &str, expected: Option<&str>) {
        assert_eq!(mark(comment, Marks::Blocks).as_deref(), expected, "{comment}");
    }

    #[test]
    fn marks_of_blocks_stay() {
        check(" wp:paragraph ", Some("<!-- wp:paragraph -->"));
        check(" /wp:paragraph ", Some("<!-- /wp:paragraph -->"));
        check(" wp:image {\"id\":7} ", Some("<!-- wp:image {\"id\":7} -->"));
        check(" wp:a/b {\"c\":{\"d\":1}} /", Some("<!-- wp:a/b {\"c\":{\"d\":1}} /-->"));
        check(" wp:latest-posts /", Some("<!-- wp:latest-posts /-->"));
        check("more", Some("<!--more-->"));
        check("nextpage", Some("<!--nextpage-->"));
    }

    #[test]
    fn nothing_else_does() {
        for comment in [
            "",
            "SECRET",
            " wp: ",
            " wp:A ",
            " wp:a/b/c ",
            " wp:a--b ",
            "[if IE]>",
            "more of it",
            " /wp:a b ",
        ] {
            check(comment, None);
        }
        assert_eq!(mark(" wp:paragraph ", Marks::More), None);
        assert_eq!(mark("more", Marks::Drop), None);
    }

    #[test]
    fn attributes_that_could_be_markup_or_a_secret_go() {
        for attributes in [
            r#"{"a":"<b>"}"#,
            r#"{"a":"-->"}"#,
            r#"{"a":"--!"}"#,
            r#"{"to":"jo@example.org"}"#,
            r#"{"to":"jo\u0040example.org"}"#,
            r#"{"url":"JavaScript:alert(1)"}"#,
            "{\"a\":\"\u{1}\"}",
            "no object",
        ] {
            check(&format!(" wp:a {attributes} "), Some("<!-- wp:a -->"));
        }
    }
}

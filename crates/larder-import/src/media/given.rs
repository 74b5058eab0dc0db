//! What a tag states, decoded.

use std::borrow::Cow;

use crate::xml::Tag;

/// How many attributes of a tag are looked at. Pages have some dozens.
const ATTRIBUTES: usize = 1024;

/// The attributes of a tag.
#[derive(Debug)]
pub(super) struct Given<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Given<'a> {
    pub(super) fn of(tag: &Tag<'a>) -> Self {
        Self(tag.attributes().take(ATTRIBUTES).collect())
    }

    /// The value of an attribute, decoded. The first counts, as in browsers.
    pub(super) fn value(&self, name: &str) -> Option<Cow<'a, str>> {
        let (_, value) = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(htmlize::unescape_attribute(*value))
    }

    /// The first of these attributes that says anything, without white space around it.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.said(name))
    }

    /// The value of an attribute, without white space around it; None if nothing is left.
    pub(super) fn said(&self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> (Option<u32>, Option<u32>) {
        let pair = PAIRS.iter().find_map(|name| pair(&self.value(name)?));
        if let Some((width, height)) = pair {
            return (Some(width), Some(height));
        }
        let one = |names: &[&str]| names.iter().find_map(|name| pixels(&self.value(name)?));
        (one(WIDTHS), one(HEIGHTS))
    }
}

/// Both in one attribute: WordPress.com, Squarespace.
const PAIRS: &[&str] = &["data-orig-size", "data-image-dimensions"];

/// Of the original first: Tistory, Medium.
const WIDTHS: &[&str] = &["data-origin-width", "data-width", "width"];
const HEIGHTS: &[&str] = &["data-origin-height", "data-height", "height"];

fn pair(text: &str) -> Option<(u32, u32)> {
    let (width, height) = text.split_once([',', 'x'])?;
    Some((pixels(width)?, pixels(height)?))
}

/// `640` and `640px`, but no `50%`.
fn pixels(text: &str) -> Option<u32> {
    let text = text.trim();
    let number: u32 = text.strip_suffix("px").unwrap_or(text).parse().ok()?;
    (number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(attributes: &str) -> Given<'_> {
        Given::of(&Tag { name: "img", attributes, is_empty: false })
    }

    #[test]
    fn sizes_are_pixels_and_the_originals_first() {
        for (attributes, expected) in [
            (" width=640 height='480px'", (Some(640), Some(480))),
            (" width=50% height=auto", (None, None)),
            (" width=0 height=1", (None, Some(1))),
            (" width=300 data-origin-width=1200 data-origin-height=900", (Some(1200), Some(900))),
            (" data-orig-size='1200,800' width=300", (Some(1200), Some(800))),
            (" data-image-dimensions='2500x1667'", (Some(2500), Some(1667))),
            (" data-image-dimensions='2500'", (None, None)),
            (" width=99999999999999999999", (None, None)),
        ] {
            assert_eq!(given(attributes).size(), expected, "{attributes}");
        }
    }

    #[test]
    fn values_are_decoded_once_and_the_first_counts() {
        let given = given(" SRC=' a?b=1&amp;c=2&amp;amp; ' src=d alt");
        assert_eq!(given.said("src").as_deref(), Some("a?b=1&c=2&amp;"));
        assert_eq!((given.value("alt").as_deref(), given.said("alt")), (Some(""), None));
    }
}

//! Pictures: which address a lazily loaded one has, and lists of candidates.

use std::borrow::Cow;

use super::attribute::{Attribute, Given, value};

/// How many candidates of a `srcset` are looked at.
const CANDIDATES: usize = 64;

/// Puts the address of a picture that a script would load into its `src`.
///
/// Only if its own is missing, empty, `data:` or one pixel large.
pub(crate) fn wake(given: &mut Vec<Given<'_>>) {
    let pixel =
        value(given, Attribute::Width) == Some("1") && value(given, Attribute::Height) == Some("1");
    if !pixel && !value(given, Attribute::Src).is_none_or(is_placeholder) {
        return;
    }
    let Some(source) = sleeping(given) else { return };
    given.retain(|(attribute, _)| match attribute {
        Attribute::Src => false,
        Attribute::Width | Attribute::Height => !pixel,
        _ => true,
    });
    given.insert(0, (Attribute::Src, Cow::Owned(source)));
}

/// Whether an address shows nothing until a script replaces it.
fn is_placeholder(source: &str) -> bool {
    is_within(source) || is_inline(source)
}

/// Whether an address is the page itself, or a place in it: nothing that could be shown there.
pub(crate) fn is_within(address: &str) -> bool {
    let address = address.trim_start_matches(|character: char| character <= ' ');
    address.is_empty() || address.starts_with('#')
}

/// Whether an address is a `data:` one.
pub(crate) fn is_inline(address: &str) -> bool {
    address.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn sleeping(given: &[Given<'_>]) -> Option<String> {
    let direct = [Attribute::DataSrc, Attribute::DataOriginal, Attribute::DataLazySrc];
    let lists = [Attribute::Srcset, Attribute::DataSrcset, Attribute::DataLazySrcset];
    let usable = |source: &&str| !is_placeholder(source);
    direct
        .into_iter()
        .find_map(|attribute| value(given, attribute).filter(usable))
        .or_else(|| lists.into_iter().find_map(|list| best(value(given, list)?)))
        .map(str::to_owned)
}

/// The largest candidate of a list.
fn best(list: &str) -> Option<&str> {
    let candidates = candidates(list).filter(|candidate| !is_placeholder(candidate.address));
    // `max_by` takes the last of equals; a page's first is the one meant.
    candidates
        .reduce(|best, next| if next.size() > best.size() { next } else { best })
        .map(|best| best.address)
}

/// A picture of a `srcset` and how large it is said to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate<'a> {
    pub(crate) address: &'a str,
    /// Like `640w` or `2x`; empty if not said.
    pub(crate) descriptor: &'a str,
}

impl Candidate<'_> {
    fn size(&self) -> f64 {
        let number = self.descriptor.trim_end_matches(['w', 'x', 'h']);
        number.parse().unwrap_or(1.0)
    }
}

/// The candidates of a `srcset` that are looked at.
pub(crate) fn candidates(list: &str) -> impl Iterator<Item = Candidate<'_>> {
    crate::srcset::candidates(list).take(CANDIDATES).map(|(address, description)| {
        let mut words = description.split_ascii_whitespace();
        let descriptor = words.find(|word| is_descriptor(word)).unwrap_or("");
        Candidate { address, descriptor }
    })
}

fn is_descriptor(word: &str) -> bool {
    let Some(number) = word.strip_suffix(['w', 'x', 'h']) else { return false };
    !number.is_empty()
        && number.len() <= 8
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::{Candidate, best, candidates};

    fn read(list: &str) -> Vec<(&str, &str)> {
        candidates(list).map(|Candidate { address, descriptor }| (address, descriptor)).collect()
    }

    #[test]
    fn commas_in_addresses_do_not_split() {
        let list = "https://cdn.example/w_424,c_limit,f_auto/a.jpg 424w, /b,c.jpg 848w,/d.jpg";
        assert_eq!(
            read(list),
            [
                ("https://cdn.example/w_424,c_limit,f_auto/a.jpg", "424w"),
                ("/b,c.jpg", "848w"),
                ("/d.jpg", ""),
            ]
        );
    }

    #[test]
    fn junk_descriptors_are_left_out() {
        assert_eq!(
            read(" , a.jpg (x,y) 2x , b.jpg,, c.jpg 3q"),
            [("a.jpg", "2x"), ("b.jpg", ""), ("c.jpg", "")]
        );
    }

    #[test]
    fn the_largest_is_best_and_the_first_of_equals() {
        assert_eq!(best("a 1x, b 2x, c 2x, data:x 9x"), Some("b"));
        assert_eq!(candidates(&"a 1x,".repeat(1000)).count(), 64);
    }
}

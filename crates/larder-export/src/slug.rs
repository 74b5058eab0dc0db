//! Names of folders that are made of names people gave: safe on every system, and readable in Korean.

mod romanise;

use std::{borrow::Cow, collections::BTreeSet};

use larder_core::{Digest, Post};
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

pub(crate) use self::romanise::{has_hangul, romanise};
use crate::sink::names::{is_caseless, is_device};

/// The longest slug in bytes, without what makes it unique: twenty syllables of Hangul.
const LONGEST: usize = 60;

/// How much of a digest makes a slug unique.
const DIGEST: usize = 8;

/// A thing that gets a slug: whether it comes behind all others, its id, and the name that the slug is made of.
pub(crate) type Thing<'t> = (bool, &'t str, Option<&'t str>);

/// A slug for each of some things, in their order.
///
/// Each is unique, whatever the letter case. Where two names make the same slug, it goes to the one that is written just
/// so, else to the one with the smaller id; the other slug ends with a digest of its id. So does a slug of which nothing
/// would be left, and one that Windows keeps for itself. The order of the things does not matter, and those that come
/// behind do not change the slugs of others.
pub(crate) fn slugs(things: &[Thing<'_>]) -> Vec<String> {
    let made: Vec<String> =
        things.iter().map(|(.., name)| slug(name.unwrap_or_default())).collect();
    let mut order: Vec<usize> = (0..things.len()).collect();
    let key = |at: usize| {
        let (is_behind, id, name) = things[at];
        (is_behind, name != Some(&*made[at]), id)
    };
    order.sort_by_key(|&at| key(at));
    let mut taken = BTreeSet::new();
    let mut slugs = vec![String::new(); things.len()];
    for at in order {
        slugs[at] = unique(&made[at], things[at].1, &mut taken);
    }
    slugs
}

/// A slug of a name that ends with a digest of the id in any case, so that it stays what it is whatever other things come
/// and go. Only where two digests begin alike does it depend on those that are `taken`, to which it is added.
pub(crate) fn steady(name: Option<&str>, id: &str, taken: &mut BTreeSet<String>) -> String {
    with_digest(&slug(name.unwrap_or_default()), id, taken)
}

/// The name that a post has in addresses: its slug, else the end of its address without what tells the kind of a file.
pub(crate) fn of_post(post: &Post) -> Option<String> {
    let slug = post.slug.as_deref().filter(|slug| !slug.trim().is_empty());
    let last = || {
        let url = url::Url::parse(post.permalink.as_deref()?).ok()?;
        let path = url.path().trim_end_matches('/').to_owned();
        let last = path.rsplit('/').next().filter(|last| !last.is_empty())?;
        Some(last.trim_end_matches(".html").trim_end_matches(".htm").to_owned())
    };
    slug.map(str::to_owned).or_else(last)
}

fn unique(made: &str, id: &str, taken: &mut BTreeSet<String>) -> String {
    if !made.is_empty() && !is_device(made) && taken.insert(made.to_owned()) {
        return made.to_owned();
    }
    with_digest(made, id, taken)
}

fn with_digest(made: &str, id: &str, taken: &mut BTreeSet<String>) -> String {
    let digest = Digest::of(id.as_bytes()).to_string();
    let stem = if made.is_empty() { Cow::from("x") } else { Cow::from(made) };
    let lengths = (DIGEST..=digest.len()).map(|length| format!("{stem}-{}", &digest[..length]));
    let free = lengths.into_iter().find(|slug| !taken.contains(slug));
    let slug = free.unwrap_or_else(|| format!("{stem}-{digest}-{}", taken.len()));
    taken.insert(slug.clone());
    slug
}

/// ASCII letters in lower case, digits, Hangul, kana and Chinese characters of a name (composed, and with its percent
/// escapes read), with `-` for everything between.
fn slug(name: &str) -> String {
    let read = percent_decode_str(name).decode_utf8().unwrap_or(Cow::Borrowed(name));
    let mut slug = String::new();
    for letter in read.nfc().map(|letter| letter.to_ascii_lowercase()) {
        let is_kept = letter.is_ascii_alphanumeric() || is_caseless(letter);
        if slug.len() + letter.len_utf8() > LONGEST {
            break;
        }
        match is_kept {
            true => slug.push(letter),
            false if slug.is_empty() || slug.ends_with('-') => {}
            false => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn hangul_stays_and_everything_else_is_made_safe() {
        for (name, expected) in [
            ("에세이", "에세이"),
            ("느린 편지", "느린-편지"),
            ("Rust & Go", "rust-go"),
            ("C++", "c"),
            ("../../etc/passwd", "etc-passwd"),
            ("%ec%97%90%ec%84%b8%ec%9d%b4", "에세이"),
            ("100%", "100"),
            ("日々のこと", "日々のこと".replace('々', "-").as_str()),
            ("..", ""),
            ("café", "caf"),
            ("a\u{202e}b\0c", "a-b-c"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        let decomposed: String = "에세이".nfd().collect();
        assert_eq!(slug(&decomposed), "에세이");
        assert_eq!(slug(&"가".repeat(100)).len(), LONGEST);
    }

    #[test]
    fn slugs_are_unique_in_every_letter_case_and_do_not_depend_on_the_order() {
        let things = [
            (false, "1", Some("Rust")),
            (false, "2", Some("rust")),
            (false, "3", Some("RUST!")),
            (false, "4", Some("con")),
            (false, "5", None),
            (false, "6", Some("Walk")),
            (true, "0", Some("walk")),
        ];
        let made = slugs(&things);
        assert_eq!(made[1], "rust", "the one that is written just so");
        assert!(made[0].starts_with("rust-") && made[3].starts_with("con-"), "{made:?}");
        assert!(made[4].starts_with("x-"), "{made:?}");
        assert!(made[5] == "walk" && made[6].starts_with("walk-"), "{made:?}");
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), made.len());
        let turned: Vec<_> = things.into_iter().rev().collect();
        assert_eq!(slugs(&turned).into_iter().rev().collect::<Vec<_>>(), made);
    }
    #[test]
    fn a_steady_slug_does_not_depend_on_other_things() {
        let alone = steady(Some("느린 편지"), "1", &mut BTreeSet::new());
        assert_eq!(alone, format!("느린-편지-{}", &Digest::of(b"1").to_string()[..DIGEST]));
        let mut taken = BTreeSet::new();
        let others = [("2", Some("느린 편지")), ("3", Some("느린-편지")), ("4", None)];
        let others = others.map(|(id, name)| steady(name, id, &mut taken));
        assert_eq!(steady(Some("느린 편지"), "1", &mut taken), alone);
        assert_eq!(taken.len(), 4, "{others:?}");
        assert!(others[2].starts_with("x-"), "{others:?}");
        assert!(!taken.contains(&steady(Some("느린 편지"), "1", &mut taken.clone())));
    }
}

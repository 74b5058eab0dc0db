//! Slugs. Ghost drops the second post of a slug, page or not, and makes one of the second tag; so each is given once.
//!
//! The slug of the source is kept where Ghost can have it. Where two want one, it goes to the one that is written just so,
//! else to the one with the smaller id, and the other ends with a digest of its id: the order of posts does not matter, and
//! no post changes its address because another one is added.

use std::{
    collections::{HashMap, HashSet},
    io,
};

use larder_core::{Blog, Digest, Note, NoteKind, Post, PostId, format};
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::limit::NAME;
use crate::{Account, moving::cut};

/// How much of a digest makes a slug unique.
const DIGEST: usize = 8;

/// A thing that wants a slug.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// Its id.
    pub(super) id: String,
    /// The slug that it had. None where it had none.
    pub(super) own: Option<String>,
    /// What one may be made of where it had none.
    pub(super) name: String,
}

/// The slugs of the posts at these places. What is not as it was, is noted.
pub(super) fn of_posts(
    blog: &Blog,
    places: &[usize],
    account: &mut Account,
) -> io::Result<HashMap<PostId, String>> {
    let mut wishes = Vec::with_capacity(places.len());
    for &place in places {
        wishes.push(wish(&*blog.posts.get(place)?));
    }
    let given = give(&wishes, "post");
    let mut uncertain = 0;
    let mut slugs = HashMap::with_capacity(places.len());
    for ((place, wish), slug) in places.iter().zip(wishes).zip(given) {
        let id = blog.posts.head(*place).id.clone();
        if let Some(own) = wish.own.filter(|own| decoded(own) != slug) {
            let (output, written) = (format::GHOST.name.to_owned(), slug.clone());
            let kind = NoteKind::SlugChanged { output, slug: own, written };
            account.notes.push(Note::new(kind).on_post(&id));
        }
        uncertain += u64::from(!slug.is_ascii());
        slugs.insert(id, slug);
    }
    if uncertain > 0 {
        let output = format::GHOST.name.into();
        account.note(NoteKind::SlugsUncertain { output, count: uncertain });
    }
    Ok(slugs)
}

fn wish(post: &Post) -> Wish {
    let of_address = || {
        let path = post.permalink.as_deref()?.split(['?', '#']).next()?;
        let (_, path) = path.split_once("://").and_then(|(_, rest)| rest.split_once('/'))?;
        let last = path.trim_end_matches('/').rsplit('/').next()?;
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        Some(stem.to_owned()).filter(|stem| !stem.is_empty())
    };
    let own = post.slug.clone().or_else(of_address).filter(|own| !own.trim().is_empty());
    Wish { id: post.id.to_string(), own, name: post.title.clone().unwrap_or_default() }
}

/// A slug for each, in their order. `word` is what one is called that nothing else can be made of.
pub(super) fn give(wishes: &[Wish], word: &str) -> Vec<String> {
    let made: Vec<String> = wishes.iter().map(make).collect();
    let is_just_so = |at: usize| wishes[at].own.as_deref() == Some(&*made[at]);
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&a, &b| (!is_just_so(a), &wishes[a].id).cmp(&(!is_just_so(b), &wishes[b].id)));
    let mut taken = HashSet::new();
    let mut slugs = vec![String::new(); wishes.len()];
    for at in order {
        slugs[at] = unique(&made[at], &wishes[at].id, word, &mut taken);
    }
    slugs
}

fn unique(made: &str, id: &str, word: &str, taken: &mut HashSet<String>) -> String {
    if !made.is_empty() && taken.insert(made.to_owned()) {
        return made.to_owned();
    }
    let stem = if made.is_empty() { word } else { made };
    let digest = Digest::of(id.as_bytes()).to_string();
    let mut longer = (DIGEST..=digest.len()).map(|length| {
        let (start, _) = cut(stem, NAME - length - 1);
        format!("{}-{}", start.trim_end_matches('-'), &digest[..length])
    });
    let free = longer.find(|slug| taken.insert(slug.clone()));
    free.unwrap_or_else(|| {
        let last = format!("{digest}-{}", taken.len());
        taken.insert(last.clone());
        last
    })
}

fn make(wish: &Wish) -> String {
    match &wish.own {
        Some(own) => slug(&decoded(own)),
        None => slug(&wish.name),
    }
}

/// Without percent escapes, and composed.
fn decoded(slug: &str) -> String {
    percent_decode_str(slug).decode_utf8_lossy().nfc().collect()
}

/// Letters and digits of every script in lower case, `_` and `-`; a `-` for whatever stands between.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.chars().flat_map(char::to_lowercase).nfc() {
        match letter {
            '-' | '_' => slug.push(letter),
            letter if letter.is_alphanumeric() => slug.push(letter),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    cut(slug.trim_end_matches('-'), NAME).0.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(id: &str, own: Option<&str>, name: &str) -> Wish {
        Wish { id: id.into(), own: own.map(str::to_owned), name: name.into() }
    }

    #[test]
    fn a_slug_of_the_source_stays_where_ghost_can_have_it() {
        for (own, expected) in [
            ("first-snow", "first-snow"),
            ("a--b_c", "a--b_c"),
            ("%EB%88%88", "눈"),
            ("눈이-온다", "눈이-온다"),
            ("My.Post", "my-post"),
            ("../../x", "x"),
            ("a b?c#d", "a-b-c-d"),
        ] {
            assert_eq!(slug(&decoded(own)), expected, "{own}");
        }
        assert_eq!(slug(&"가".repeat(500)).chars().count(), NAME);
    }

    #[test]
    fn slugs_are_unique_and_do_not_depend_on_the_order() {
        let wishes = [
            wish("1", Some("Snow"), ""),
            wish("2", Some("snow"), ""),
            wish("3", None, "Snow!"),
            wish("4", None, "!!!"),
        ];
        let given = give(&wishes, "post");
        assert_eq!(given[1], "snow", "the one that is written just so");
        assert!(given[0].starts_with("snow-") && given[2].starts_with("snow-"), "{given:?}");
        assert!(given[3].starts_with("post-"), "{given:?}");
        let turned: Vec<_> = wishes.iter().rev().cloned().collect();
        assert_eq!(give(&turned, "post").into_iter().rev().collect::<Vec<_>>(), given);
    }

    #[test]
    fn long_slugs_that_are_equal_stay_within_the_limit() {
        let long = "x".repeat(300);
        let wishes = ["1", "2"].map(|id| wish(id, Some(&long), ""));
        let given = give(&wishes, "post");
        assert!(given[0] != given[1] && given.iter().all(|it| it.chars().count() <= NAME));
    }
}

//! Which of the addresses of an `img` is the picture.

use larder_html::srcset;

use super::{address::is_data, given::Given, original, wordpress_original};

/// How many candidates of a `srcset` are looked at.
const CANDIDATES: usize = 64;

/// Attributes that name the whole picture: WordPress.com, Squarespace.
const WHOLE: &[&str] = &["data-orig-file", "data-image"];

/// Attributes that name what a script puts into `src`.
const LAZY: &[&str] = &[
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-large-file",
    "data-url",
    "data-image-src",
];

const LISTS: &[&str] = &["srcset", "data-srcset", "data-lazy-srcset"];

/// Those of [`LISTS`] that a script puts into `srcset`.
const LAZY_LISTS: &[&str] = &["data-srcset", "data-lazy-srcset"];

/// The addresses of a picture as they stand, decoded.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// The one to take; None if there is none but a `data:` one.
    pub(super) best: Option<String>,
    /// Others of the same picture.
    pub(super) others: Vec<String>,
    /// What is shown until a script has loaded the picture, where it may be another one.
    pub(super) before: Option<String>,
    /// Whether the picture stands in the HTML itself, and nowhere else.
    pub(super) is_inline: bool,
}

/// An address out of a list, and how large it is said to be.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    address: String,
    size: f64,
}

impl Picture {
    /// Reads an `img`; `offered` is what a `picture` around it offers instead.
    pub(super) fn of(given: &Given<'_>, offered: Vec<Candidate>) -> Self {
        let mut listed = candidates(given);
        listed.extend(offered);
        let lazy = real(given, LAZY);
        let (shown, before) = shown(given, lazy.first().or(listed.first().map(|it| &it.address)));
        let named = real(given, WHOLE).into_iter().chain(largest(&listed)).chain(lazy).chain(shown);
        let mut all = named.chain(listed.into_iter().map(|it| it.address));
        let best = all.next();
        let is_inline = best.is_none() && given.said("src").is_some_and(|it| is_data(&it));
        Self { best, others: all.collect(), before, is_inline }
    }

    /// A `picture` without an `img`.
    pub(super) fn offered(offered: Vec<Candidate>) -> Self {
        let best = largest(&offered).or_else(|| offered.first().map(|it| it.address.clone()));
        Self { best, others: offered.into_iter().map(|it| it.address).collect(), ..Self::default() }
    }
}

/// The candidates in all lists of a tag.
pub(super) fn candidates(given: &Given<'_>) -> Vec<Candidate> {
    LISTS.iter().filter_map(|name| given.value(name)).flat_map(|list| listed(&list)).collect()
}

fn listed(list: &str) -> Vec<Candidate> {
    let all = srcset::candidates(list).take(CANDIDATES).filter(|(address, _)| !is_data(address));
    let size = |description: &str| {
        let words = description.split_ascii_whitespace();
        words.filter_map(|word| word.trim_end_matches(['w', 'x']).parse().ok()).next()
    };
    all.map(|(address, description)| Candidate {
        address: address.to_owned(),
        size: size(description).filter(|size: &f64| size.is_finite()).unwrap_or(1.0),
    })
    .collect()
}

/// The largest, if any is said to be larger than what `src` has. The first of equals.
fn largest(candidates: &[Candidate]) -> Option<String> {
    let larger = candidates.iter().filter(|it| it.size > 1.0);
    larger
        .reduce(|best, it| if it.size > best.size { it } else { best })
        .map(|it| it.address.clone())
}

/// What `src` has: the picture itself, or what is shown before it. Neither, if it shows nothing.
fn shown(given: &Given<'_>, loaded: Option<&String>) -> (Option<String>, Option<String>) {
    let source = given.said("src").filter(|it| !is_data(it));
    let is_lazy = [LAZY, LAZY_LISTS].concat().iter().any(|name| given.said(name).is_some());
    match (source, loaded.filter(|_| is_lazy)) {
        (Some(source), Some(loaded)) if !is_same(&source, loaded) => {
            (None, Some(source).filter(|it| !is_blank(it, given)))
        }
        (source, _) => (source, None),
    }
}

fn real(given: &Given<'_>, names: &[&str]) -> Vec<String> {
    names.iter().filter_map(|name| given.said(name)).filter(|it| !is_data(it)).collect()
}

/// Words in the names of pictures that show nothing.
const BLANK: &[&str] = &[
    "blank",
    "placeholder",
    "spacer",
    "transparent",
    "pixel",
    "1x1",
    "loading",
    "lazy",
    "grey.gif",
];

/// Whether a picture that stands there until the real one is loaded shows nothing.
fn is_blank(address: &str, given: &Given<'_>) -> bool {
    let name = name(address).to_ascii_lowercase();
    given.size() == (Some(1), Some(1)) || BLANK.iter().any(|word| name.contains(word))
}

/// Whether two addresses name one file in different sizes, by its name.
fn is_same(one: &str, other: &str) -> bool {
    let stem = |address: &str| {
        let address = original(address).unwrap_or_else(|| address.to_owned());
        name(&wordpress_original(&address).unwrap_or(address)).to_owned()
    };
    one == other || stem(one) == stem(other)
}

fn name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().unwrap_or(path)
}

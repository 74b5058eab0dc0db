//! What a post is called.

use super::{Hidden, Mark, Scene, Told, line_of};

/// What stands between the title of a post and the name of the site.
const BETWEEN: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " : ", " · ", " » ", " « ", " :: ", "｜", " ／ ", " / "];

/// What WordPress puts before the titles of posts that not everybody sees, in the languages of its translations.
const HIDDEN: &[(&str, Hidden)] = &[
    ("Private: ", Hidden::Private),
    ("비공개: ", Hidden::Private),
    ("비공개글: ", Hidden::Private),
    ("非公開: ", Hidden::Private),
    ("私密: ", Hidden::Private),
    ("Privat: ", Hidden::Private),
    ("Privé : ", Hidden::Private),
    ("Privado: ", Hidden::Private),
    ("Protected: ", Hidden::Password),
    ("보호된 글: ", Hidden::Password),
    ("보호글: ", Hidden::Password),
    ("保護中: ", Hidden::Password),
    ("密码保护：", Hidden::Password),
    ("Geschützt: ", Hidden::Password),
    ("Protégé : ", Hidden::Password),
    ("Protegido: ", Hidden::Password),
];

/// Takes away what WordPress puts before the title of a post that not everybody sees, and returns who may. Its themes of
/// blocks say so nowhere else.
pub(super) fn hidden(titles: &mut [Told<String>], scene: &Scene<'_, '_>) -> Option<Hidden> {
    if scene.platform.is_none_or(|it| it.name != "wordpress") {
        return None;
    }
    let mut found = None;
    for told in titles {
        for (before, hidden) in HIDDEN {
            if let Some(rest) = told.value.strip_prefix(before).and_then(line_of) {
                told.value = rest;
                found = found.or(Some(*hidden));
                break;
            }
        }
    }
    found
}

/// All titles that the page has, the surest first.
///
/// One that also stands in the page as a heading counts more than one that stands only in its head: what people saw is
/// what the author wrote.
pub(super) fn of(scene: &Scene<'_, '_>, site: Option<&str>) -> Vec<Told<String>> {
    let facts = scene.facts;
    let mut titles: Vec<Told<String>> = Vec::new();
    let mut add = |title: Option<String>, signal: &'static str| {
        if let Some(title) = title {
            titles.push(Told::new(title, signal));
        }
    };
    if let Some(platform) = scene.platform {
        let node = facts.first_of(platform.title);
        add(node.and_then(|node| facts.line(node)), "platform");
    }
    add(scene.data.headline.clone(), "json-ld headline");
    add(facts.meta_of("og:title").and_then(line_of), "meta og:title");
    let marked = facts.marked(Mark::Title).filter(|node| !facts.is_outside(*node));
    add(marked.filter_map(|node| facts.line(node)).next(), "entry-title");
    add(heading(scene), "h1");
    add(facts.meta_of("twitter:title").and_then(line_of), "meta twitter:title");
    add(facts.title.clone(), "title");
    let is_platform =
        scene.platform.is_some() && titles.first().is_some_and(|it| it.signal == "platform");
    for told in &mut titles {
        if told.signal != "platform" {
            told.value = bare(&told.value, site, scene).unwrap_or(std::mem::take(&mut told.value));
        }
    }
    // A head that calls every page by the name of the site says nothing.
    if let Some(site) = site {
        let is_name = |told: &Told<String>| told.value.eq_ignore_ascii_case(site);
        let has_other = titles.iter().any(|told| !is_name(told));
        titles.retain(|told| !has_other || !is_name(told));
    }
    if !is_platform {
        let headings: Vec<String> =
            facts.headings.iter().filter_map(|node| facts.line(*node)).collect();
        let is_shown = |told: &Told<String>| headings.iter().any(|it| is_alike(it, &told.value));
        if let Some(shown) = titles.iter().position(is_shown) {
            let shown = titles.remove(shown);
            titles.insert(0, shown);
        }
    }
    titles
}

/// The only `h1` that is no part of a frame, or the first in the post.
fn heading(scene: &Scene<'_, '_>) -> Option<String> {
    let facts = scene.facts;
    let first: Vec<_> = facts
        .headings
        .iter()
        .copied()
        .filter(|node| facts.tree.name(*node) == Some("h1") && !facts.is_outside(*node))
        .filter(|node| !is_of_site(scene, *node))
        .collect();
    let within = scene
        .article
        .or_else(|| facts.articles.first().copied().filter(|_| facts.articles.len() == 1));
    let in_article =
        within.and_then(|article| first.iter().copied().find(|node| facts.is_in(*node, article)));
    let only = || match first[..] {
        [only] => Some(only),
        _ => None,
    };
    facts.line(in_article.or_else(only)?)
}

/// The name of the site, as the page shows it: the title of the page has it beside another heading.
pub(super) fn site(scene: &Scene<'_, '_>) -> Option<String> {
    let mut headings = scene.facts.headings.iter().copied();
    let found = headings
        .find(|node| scene.facts.tree.name(*node) == Some("h1") && is_of_site(scene, *node));
    scene.facts.line(found?)
}

/// Whether a heading is the name of the site: the title of the page has it beside another heading.
fn is_of_site(scene: &Scene<'_, '_>, node: larder_html::NodeId) -> bool {
    let facts = scene.facts;
    let (Some(name), Some(title)) = (facts.line(node), facts.title.as_deref()) else {
        return false;
    };
    let rest = BETWEEN.iter().find_map(|between| {
        let end = title.strip_suffix(name.as_str()).and_then(|rest| rest.strip_suffix(between));
        end.or_else(|| {
            title.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix(between))
        })
    });
    let is_other = |rest: &str| {
        let mut others = facts.headings.iter().filter(|other| **other != node);
        others.any(|other| facts.line(*other).is_some_and(|it| is_alike(&it, rest)))
    };
    rest.is_some_and(is_other)
}

/// A title without the name of the site, where that is known. None where it has none.
fn bare(title: &str, site: Option<&str>, scene: &Scene<'_, '_>) -> Option<String> {
    let of_platform = scene.platform.map(|platform| platform.suffixes).unwrap_or_default();
    let publisher = scene.data.publisher.as_deref();
    without(title, site.into_iter().chain(publisher).chain(of_platform.iter().copied()))
}

/// A title without the first of these names that stands at its end or its beginning.
pub(super) fn without<'n>(title: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    for name in names.filter(|it| !it.is_empty()) {
        for between in BETWEEN {
            let end = title.strip_suffix(name).and_then(|rest| rest.strip_suffix(between));
            let start = title.strip_prefix(name).and_then(|rest| rest.strip_prefix(between));
            if let Some(rest) = end.or(start).and_then(line_of) {
                return Some(rest);
            }
        }
    }
    None
}

/// Whether two titles are one, but for spaces, case and quotes.
pub(crate) fn is_alike(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let one = bare(one);
    !one.is_empty() && one == bare(other)
}

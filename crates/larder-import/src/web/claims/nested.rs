//! Categories within others, as Tistory names them: `생활/국수`.

use serde::{Deserialize, Serialize};

use super::Scene;

/// How many links are looked at.
const MOST: usize = 4096;

/// A category that is in another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Nested {
    /// The whole label.
    pub(crate) label: String,
    /// The name of the one above it, and its own.
    pub(crate) above: String,
    pub(crate) name: String,
}

/// Takes a label apart. A name may have a slash of its own: where the page leads to categories, it has to lead to the one
/// above, too.
pub(super) fn of(scene: &Scene<'_, '_>, label: &str) -> Option<Nested> {
    let cuts: Vec<(&str, &str)> = label
        .match_indices('/')
        .filter_map(|(at, _)| Some((label.get(..at)?.trim(), label.get(at + 1..)?.trim())))
        .filter(|(above, name)| !above.is_empty() && !name.is_empty())
        .take(8)
        .collect();
    if cuts.is_empty() {
        return None;
    }
    let shown = shown(scene);
    let is_shown = |above: &str| shown.iter().any(|it| it == above);
    let cut = match shown.is_empty() {
        true => cuts.first(),
        false => cuts.iter().find(|(above, _)| is_shown(above)),
    };
    cut.map(|(above, name)| Nested {
        label: label.to_owned(),
        above: (*above).to_owned(),
        name: (*name).to_owned(),
    })
}

/// The categories that the page leads to, as their addresses name them.
fn shown(scene: &Scene<'_, '_>) -> Vec<String> {
    let tree = scene.facts.tree;
    let links = tree.find_all(tree.root(), "a[href]").into_iter().take(MOST);
    let paths = links.filter_map(|node| {
        let href = tree.attribute(node, "href")?;
        let (_, path) = href.split(['?', '#']).next()?.split_once("/category/")?;
        Some(crate::percent_decode_name(path.trim_end_matches('/')))
    });
    paths.filter(|it| !it.is_empty()).collect()
}

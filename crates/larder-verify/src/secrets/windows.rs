//! The parts of a text that tell it from any other, and that every format writes as they are.

use larder_html::{Kind, Limits, Tree};

/// How many parts are taken of one text.
const PARTS: usize = 4;

/// The longest part, in characters.
const LONGEST: usize = 48;

/// The least characters of a telling part: in scripts with few letters, and in those with many.
const TELLING: usize = 20;
const TELLING_IN_MANY: usize = 10;

/// The least weight of a part where a text has no telling one. Shorter ones are words of formats too: `Unknown`.
const SHORTEST: usize = 10;

/// The telling parts of a fragment of HTML: letters, digits and single spaces within one piece of text, because anything
/// else is escaped somewhere.
pub(super) fn of_html(html: &str) -> Vec<String> {
    let tree = Tree::fragment(html, &Limits::default());
    let texts = tree.descendants(tree.root()).filter_map(|node| match tree.kind(node) {
        Kind::Text(text) => Some(text),
        _ => None,
    });
    telling(texts)
}

/// The telling parts of plain text.
pub(super) fn of_text(text: &str) -> Vec<String> {
    telling(std::iter::once(text))
}

fn telling<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let texts: Vec<&str> = texts.collect();
    let mut parts: Vec<(usize, &str)> = Vec::new();
    let joined = texts.iter().flat_map(|text| joined_runs(text)).map(|run| (weight(run), run));
    let longest = joined.max_by_key(|(weight, _)| *weight).filter(|it| it.0 >= SHORTEST);
    for run in texts.iter().flat_map(|text| runs(text)) {
        let weight = weight(run);
        let at = parts.partition_point(|(other, _)| *other >= weight);
        if at < PARTS {
            parts.insert(at, (weight, run));
            parts.truncate(PARTS);
        }
    }
    parts.retain(|(weight, _)| *weight >= TELLING);
    if parts.is_empty() {
        parts.extend(longest);
    }
    parts.into_iter().map(|(_, run)| run.chars().take(LONGEST).collect()).collect()
}

/// How telling a run is: a character of a script with very many of them tells as much as two letters.
fn weight(run: &str) -> usize {
    run.chars().map(|it| if it.is_ascii() { 1 } else { TELLING / TELLING_IN_MANY }).sum()
}

/// The runs of what stands in short texts, hyphens and commas too.
fn joined_runs(text: &str) -> impl Iterator<Item = &str> {
    let is_break = |it: char| !it.is_alphanumeric() && !matches!(it, ' ' | '-' | ',');
    text.split(is_break).map(str::trim)
}

/// The runs of letters, digits and single spaces.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let is_break = |character: char| !character.is_alphanumeric() && character != ' ';
    text.split(is_break)
        .flat_map(|run| run.split("  "))
        .map(str::trim)
        .filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telling_parts_lie_between_what_formats_escape() {
        let html = "<p>A line that is long enough &amp; one <b>more that is long too</b>, x</p>";
        assert_eq!(of_html(html), ["A line that is long enough", "more that is long too"]);
        assert_eq!(of_text("우체통이 있던 골목이다"), ["우체통이 있던 골목이다"]);
    }

    #[test]
    fn a_short_text_is_told_by_what_it_has() {
        assert_eq!(of_html("<p>hidden-too.</p>"), ["hidden-too"]);
        assert_eq!(of_html("<p>비밀 일기장</p>"), ["비밀 일기장"]);
        // A word of many formats: `<name>Unknown</name>`.
        assert!(of_html("<p>unknown</p>").is_empty());
    }
}

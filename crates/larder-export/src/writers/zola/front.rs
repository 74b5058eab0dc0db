//! Front matter of Zola: its own names, terms below `taxonomies`, and all else below `extra`.

use larder_core::PostKind;

use crate::tree::{Facts, Map, Value};

/// The taxonomies of a site, which its settings declare.
pub(super) const TAXONOMIES: [&str; 3] = ["categories", "tags", "series"];

/// The front matter of a page, in the order in which it is written.
pub(super) fn front(facts: &Facts<'_>) -> Map {
    let mut front = Map::default();
    front.set_some("title", facts.title.as_deref());
    front.set_some("description", facts.summary.as_deref());
    front.set_some("date", facts.date.clone().map(Value::Date));
    front.set_some("updated", facts.updated.clone().map(Value::Date));
    front.set_some("draft", facts.is_draft.then_some(true));
    front.set_some("slug", facts.slug);
    front.set("path", facts.page.url.trim_matches('/'));
    front.set_list("authors", facts.authors.iter().map(String::as_str));
    front.set_list("aliases", facts.page.aliases.iter().map(|alias| &**alias));
    facts.own.iter().filter(|(name, value)| is_own(name, value)).for_each(|(name, value)| {
        front.set(name, value.clone());
    });
    front.set_map("taxonomies", terms(facts, is_folder));
    front.set_map("extra", extra(facts));
    front
}

/// Whether a field of an older front matter is one of Zola's that may stand where it stood: of another type, it would stop
/// the build.
fn is_own(name: &str, value: &Value) -> bool {
    match (name, value) {
        ("weight", Value::Number(number)) => *number >= 0,
        ("in_search_index", Value::Truth(_)) => true,
        _ => false,
    }
}

/// The terms of the page whose names `fits` takes.
fn terms(facts: &Facts<'_>, fits: impl Fn(&str) -> bool) -> Map {
    let mut terms = Map::default();
    let categories = facts.leaf_categories();
    let mut names: Vec<&str> = Vec::new();
    categories.for_each(|name| {
        if !names.contains(&name) {
            names.push(name);
        }
    });
    terms.set_list("categories", names.into_iter().filter(|name| fits(name)));
    terms.set_list("tags", facts.tags.iter().map(String::as_str).filter(|name| fits(name)));
    let series = facts.series.iter().map(|(title, _)| title.as_str());
    terms.set_list("series", series.filter(|name| fits(name)));
    terms
}

/// The longest name that every file system takes for a folder, in bytes.
const LONGEST: usize = 240;

/// Whether Zola can make a folder of the name of a term: it leaves out what no file system takes.
fn is_folder(name: &str) -> bool {
    let kept = name.trim_end_matches([' ', '.']).chars().filter(|it| !"<>:\"/\\|?*".contains(*it));
    let length: usize = kept.map(char::len_utf8).sum();
    (1..=LONGEST).contains(&length)
}

/// What Zola has no names for. Templates ask for some of it.
fn extra(facts: &Facts<'_>) -> Map {
    let mut extra = Map::default();
    extra.set("guid", facts.guid);
    // The date says what it is, where that is true.
    match (facts.kind, facts.published) {
        (PostKind::Page, Some(_)) => extra.set("type", "page"),
        (PostKind::Post, None) => extra.set("type", "post"),
        _ => {}
    }
    extra.set_some("subtitle", facts.subtitle.as_deref());
    if let [(_, Some(number))] = facts.series.as_slice() {
        extra.set("series_order", *number);
    }
    extra.set_some("language", facts.language);
    extra.set_some("cover", facts.cover.as_deref());
    extra.set_some("copyright", facts.rights.as_deref());
    extra.set_some("canonical", facts.canonical.as_deref());
    extra.set_some("comment_file", facts.comments);
    let unfit = terms(facts, |name| !is_folder(name));
    let all = unfit.iter().chain(facts.rest.iter());
    let own = facts.own.iter().filter(|(name, value)| !is_own(name, value));
    all.chain(own).for_each(|(name, value)| match is_fit(name, value) {
        true => extra.set(name, value.clone()),
        false => extra.set(format!("other_{name}"), value.clone()),
    });
    extra
}

/// Whether a template that asks for this name can show the value: older front matter may mean something else by it.
fn is_fit(name: &str, value: &Value) -> bool {
    match name {
        "comment_file" => false,
        "enclosures" => match value {
            Value::List(items) => items.iter().all(|item| {
                matches!(item, Value::Map(map) if matches!(map.get("url"), Some(Value::Text(_))))
            }),
            _ => false,
        },
        "guid" | "type" | "subtitle" | "language" | "cover" | "copyright" | "canonical" => {
            matches!(value, Value::Text(_))
        }
        "series_order" => matches!(value, Value::Text(_) | Value::Number(_)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_can_be_folders_are_terms() {
        for name in ["산책", "C#", "1.10", "a/b", ".net", "100%"] {
            assert!(is_folder(name), "{name}");
        }
        for name in ["", "...", "?/", &"가".repeat(100)] {
            assert!(!is_folder(name), "{name}");
        }
    }

    #[test]
    fn what_would_stop_a_build_is_not_given_to_templates() {
        assert!(is_own("weight", &Value::Number(3)) && !is_own("weight", &Value::Number(-3)));
        assert!(!is_own("in_search_index", &"yes".into()) && !is_own("page", &true.into()));
        assert!(is_fit("cover", &"a.gif".into()) && !is_fit("cover", &true.into()));
        assert!(!is_fit("comment_file", &"../../x".into()));
        assert!(!is_fit("enclosures", &Value::List(vec!["x".into()])));
    }
}

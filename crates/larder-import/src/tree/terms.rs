//! Categories and tags.

use larder_core::{Term, TermId, TermKind};

use super::{Habits, value::Value};

/// The tags of a value: a list, or a text that may be several.
pub(super) fn tags(value: &Value, habits: &Habits) -> Vec<Term> {
    names(value, habits).into_iter().map(|name| term("tag", TermKind::Tag, name)).collect()
}

/// The terms of a taxonomy of the site's own.
pub(super) fn custom(taxonomy: &str, value: &Value, habits: &Habits) -> Vec<Term> {
    let terms = names(value, habits).into_iter().map(|name| term(taxonomy, TermKind::Tag, name));
    let named = terms.map(|mut term| {
        term.extra.insert("taxonomy", taxonomy);
        term
    });
    named.collect()
}

/// The categories of a value. Where lists nest, `[A, B]` is B below A, and `[[A], [B]]` is A and B.
pub(super) fn categories(value: &Value, habits: &Habits) -> Vec<Term> {
    let Value::List(items) = value else {
        return names(value, habits).into_iter().map(category).collect();
    };
    if !habits.nests_categories {
        return items.iter().filter_map(text).map(category).collect();
    }
    let has_lists = items.iter().any(|item| matches!(item, Value::List(_)));
    let paths: Vec<Vec<String>> = match has_lists {
        true => items.iter().map(|item| item.each().iter().filter_map(text).collect()).collect(),
        false => vec![items.iter().filter_map(text).collect()],
    };
    paths.into_iter().flat_map(|path| nested(&path)).collect()
}

/// Each of these names below the one before it.
pub(super) fn nested(path: &[String]) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::with_capacity(path.len());
    for depth in 1..=path.len().min(DEEPEST) {
        let mut term = term("category", TermKind::Category, path[depth - 1].clone());
        term.id = TermId::new(["category:", &path[..depth].join("/")].concat());
        term.parent = terms.last().map(|above| above.id.clone());
        terms.push(term);
    }
    terms
}

/// How deep categories may be nested.
const DEEPEST: usize = 64;

/// A category that is below no other.
pub(super) fn category(name: String) -> Term {
    term("category", TermKind::Category, name)
}

/// A category or a tag of this name, below no other.
pub(super) fn named(kind: TermKind, name: &str) -> Term {
    term(if kind == TermKind::Category { "category" } else { "tag" }, kind, name.to_owned())
}

fn term(taxonomy: &str, kind: TermKind, name: String) -> Term {
    Term::new(TermId::new([taxonomy, ":", &name].concat()), kind, name)
}

/// The names that a value is.
fn names(value: &Value, habits: &Habits) -> Vec<String> {
    match (value, habits.separator) {
        (Value::Scalar { text, .. }, Some(separator)) if !value.is_empty() => {
            let is_end =
                |c: char| if separator == ' ' { c.is_whitespace() } else { c == separator };
            let parts = text.split(is_end).map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect()
        }
        _ => value.each().iter().filter_map(text).collect(),
    }
}

/// A name; a map may have one.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Map(map) => map.text("name").or_else(|| map.text("title")).map(str::to_owned),
        value => value.text().map(str::to_owned),
    }
}

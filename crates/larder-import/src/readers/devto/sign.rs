//! What shows that JSON is of Forem.

use memchr::memmem;

use crate::row::Row;

/// What shows it in the beginning of a text.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !text.starts_with(['[', '{']) || !has("\"body_markdown\"") {
        return None;
    }
    let article = ["\"cached_tag_list\"", "\"tag_list\"", "\"processed_html\"", "\"type_of\""];
    // A long text may hide all other names.
    let inside = text.trim_start_matches('[').trim_start();
    let begins =
        inside.strip_prefix('{').is_some_and(|it| it.trim_start().starts_with("\"body_markdown\""));
    if article.into_iter().any(has) || begins && text.starts_with('[') {
        return Some("a list of articles with `body_markdown`");
    }
    has("\"commentable_path\"").then_some("a list of comments with `commentable_path`")
}

/// Whether an item is what the user wrote under an article of somebody.
pub(super) fn is_comment(row: &Row) -> bool {
    let has = |name| row.value(name).is_some();
    (has("commentable_path") || has("id_code")) && !has("title")
}

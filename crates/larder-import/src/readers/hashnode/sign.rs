//! What shows that JSON is of Hashnode.

use memchr::memmem;

/// What shows it in the beginning of a text.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !text.starts_with('{') {
        return None;
    }
    let is_export = has("\"posts\"") && has("\"contentMarkdown\"");
    let own = ["\"cuid\"", "\"dateAdded\"", "\"isActive\"", "\"coverImage\"", "\"brief\""];
    if is_export && own.into_iter().any(has) {
        return Some("`posts` with `contentMarkdown`");
    }
    let is_answer = has("\"publication\"") && has("\"markdown\"") && has("\"publishedAt\"");
    is_answer.then_some("a `publication` with posts of Hashnode")
}

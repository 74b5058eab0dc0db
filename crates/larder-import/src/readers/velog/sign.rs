//! What shows that JSON is an answer of velog.

use memchr::memmem;

/// What shows it in the beginning of a text.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let has_posts = ["\"post\"", "\"posts\"", "\"velogPosts\""].into_iter().any(has);
    let is_velog = has("\"url_slug\"") && (has("\"released_at\"") || has("\"is_markdown\""));
    (is_answer(text) && has_posts && is_velog).then_some("`data` with posts of velog")
}

/// An answer that has no posts, and stands beside those that have: it counts for nothing by itself.
pub(super) fn beside(text: &str) -> Option<&'static str> {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let signs = ["\"series_list\"", "\"seriesList\"", "\"userTags\"", "\"velog_config\""];
    (is_answer(text) && signs.into_iter().any(has)).then_some("`data` with a profile of velog")
}

/// Whether the first field is one of GraphQL.
fn is_answer(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let text = text.strip_prefix('[').map_or(text, str::trim_start);
    let Some(rest) = text.strip_prefix('{') else { return false };
    let first = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
    matches!(first, Some("data" | "errors" | "extensions"))
}

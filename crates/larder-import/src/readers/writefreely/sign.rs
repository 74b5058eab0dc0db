//! What shows that something is of WriteFreely.

use std::sync::Arc;

use memchr::memmem;

use crate::table;

/// What shows it in the beginning of JSON.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let is_account = text.starts_with('{') && has("\"username\"");
    let is_own =
        has("\"collections\"") && has("\"posts\"") || has("\"appearance\"") && has("\"posts\"");
    (is_account && is_own).then_some("`username` with `collections`")
}

/// What shows it in the beginning of a table.
pub(super) fn of_table(text: &str) -> Option<&'static str> {
    let columns = ["id", "slug", "blog", "url", "created", "title", "body"];
    table::has_columns(text, &columns).then_some("a table with `id`, `slug`, `blog` and `body`")
}

/// Whether nearly all entries are called as texts of a zip are.
pub(super) fn are_texts(names: &[Arc<str>]) -> bool {
    let texts =
        names.iter().filter(|name| text_of(name).is_some_and(|(alias, ..)| !alias.is_empty()));
    let texts = texts.count();
    texts > 0 && texts * 10 >= names.len() * 9
}

/// Blog, slug and id of a text, by its name: `blog/slug_id.txt`, `blog/id.txt`, `id.txt`.
pub(super) fn text_of(name: &str) -> Option<(&str, Option<&str>, &str)> {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let stem = file.strip_suffix(".txt")?;
    let (slug, id) = match stem.rsplit_once('_') {
        Some((slug, id)) => (Some(slug).filter(|slug| !slug.is_empty()), id),
        None => (None, stem),
    };
    let is_id = (8..=20).contains(&id.len())
        && id.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let has_digit = id.bytes().any(|it| it.is_ascii_digit());
    let alias = folder.rsplit('/').next().unwrap_or_default();
    (is_id && has_digit).then_some((alias, slug, id))
}

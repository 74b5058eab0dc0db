//! How a page of brunch.co.kr is recognised: by strings in its head, without parsing it.

/// Whether a text, or the head of one, is a page of brunch: the sign that was seen.
pub(in crate::readers::brunch) fn recognise_page(text: &str) -> Option<String> {
    if !is_page(text) {
        return None;
    }
    let has = |sign: &str| text.contains(sign);
    for sign in
        ["ks:richscrap", "dg:plink", "/brunch/static/", "id=\"ARTICLE_DATA\"", "id='ARTICLE_DATA'"]
    {
        if has(sign) {
            return Some(format!("a page with `{sign}`"));
        }
    }
    if let Some(name) = site_name(text) {
        return Some(format!("a page of the site `{name}`"));
    }
    if let Some(tag) = tags_with(text, "canonical").find(|tag| tag.contains("://brunch.co.kr/")) {
        return Some(format!(
            "a page with the address `{}`",
            quoted(tag, "href").unwrap_or("brunch.co.kr")
        ));
    }
    let saved = text.find("saved from url=(").and_then(|at| text.get(at..)?.split("-->").next());
    if saved.is_some_and(|comment| comment.contains("://brunch.co.kr/")) {
        return Some("a page saved from `brunch.co.kr`".to_owned());
    }
    let form =
        ["astro-island", "wrap_item", "wrap_view_article"].into_iter().find(|form| has(form))?;
    has("brunch.co.kr").then(|| format!("a page with `{form}` that names `brunch.co.kr`"))
}

/// Whether it is HTML at all. Feeds begin with `<` too.
fn is_page(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if !start.starts_with('<') {
        return false;
    }
    let head: String = start.chars().take(2048).collect::<String>().to_ascii_lowercase();
    let feed = ["<rss", "<feed", "<rdf:rdf"].iter().any(|root| head.contains(root));
    let page = ["<html", "<!doctype html", "<head", "<meta", "<body", "<div", "<title"]
        .iter()
        .any(|tag| head.contains(tag));
    page && !feed
}

/// The site's name, if it is brunch's.
fn site_name(text: &str) -> Option<&str> {
    let mut names = tags_with(text, "og:site_name").filter_map(|tag| quoted(tag, "content"));
    names.find(|name| matches!(*name, "brunch" | "브런치" | "브런치스토리" | "brunchstory"))
}

/// The tags in which a word stands; the first few, since the sign is in the head if anywhere.
fn tags_with<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(word).take(8).filter_map(|(at, _)| {
        let (before, after) = text.split_at_checked(at)?;
        let start = before.rfind('<')?;
        let end = at + after.find('>')?;
        text.get(start..end)
    })
}

/// The value of an attribute in the text of a tag.
fn quoted<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = tag.split_once(name)?;
    let value = after.trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
        _ => value.split([' ', '/', '>']).next(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_sign_is_seen_and_named() {
        let table = [
            (
                "<html><meta property='ks:richscrap' content='{}'>",
                Some("a page with `ks:richscrap`"),
            ),
            (
                "<!DOCTYPE html><script id=\"ARTICLE_DATA\">",
                Some("a page with `id=\"ARTICLE_DATA\"`"),
            ),
            (
                "<html><meta content=\"브런치\" property='og:site_name'>",
                Some("a page of the site `브런치`"),
            ),
            (
                "<html><meta property=og:site_name content=brunch>",
                Some("a page of the site `brunch`"),
            ),
            (
                "<html><link rel=canonical href='https://brunch.co.kr/@a/1'>",
                Some("a page with the address `https://brunch.co.kr/@a/1`"),
            ),
            (
                "<!doctype html>\n<!-- saved from url=(0026)https://brunch.co.kr/@a/1 -->",
                Some("a page saved from `brunch.co.kr`"),
            ),
            (
                "<html><link href='//t1.daumcdn.net/brunch/static/x.css'>",
                Some("a page with `/brunch/static/`"),
            ),
            ("<html><astro-island props='{}'></astro-island>", None),
            ("<html><meta property=og:site_name content='brunch & co'>", None),
            ("<html><p>https://brunch.co.kr/@a/1</p>", None),
            (
                "<?xml version='1.0'?><rss><channel><generator>Kakao Brunch</generator>dg:plink",
                None,
            ),
            ("brunch\n\n\"dg:plink\"", None),
            ("{\"content\": \"<html> dg:plink\"}", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(recognise_page(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(start in "(<html>|)", text in ".*", sign in "(og:site_name|canonical|saved from url=\\()?") {
            let _ = recognise_page(&(start + &text + &sign + &text));
        }
    }
}

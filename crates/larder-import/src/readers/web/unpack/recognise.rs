//! What a reader of saved pages says of a file.

use std::sync::Arc;

use super::told::Container;
use crate::Vote;

/// Traces in a page that show where it is from, in lower case.
const SIGNS: &[(&str, &str)] = &[
    ("<!-- saved from url=", "a page that a browser saved"),
    ("mirrored from ", "a page that HTTrack mirrored"),
    ("begin wayback toolbar insert", "a copy from the Wayback Machine"),
    ("\"blogposting\"", "a page with the data of a blog post"),
    ("property=\"og:type\" content=\"article\"", "a page with the data of an article"),
    ("content=\"article\" property=\"og:type\"", "a page with the data of an article"),
    ("property='og:type' content='article'", "a page with the data of an article"),
    ("property=og:type content=article", "a page with the data of an article"),
];

/// How sure it is that a file is a page that was saved, or a container of such.
pub(in super::super) fn recognise(name: &Arc<str>, head: &[u8], text: &str) -> Vote {
    if let Some(container) = Container::of(name, head) {
        return Vote::Signature(container.title().to_owned());
    }
    if !is_markup(head) {
        return Vote::No;
    }
    let whole = text.to_lowercase();
    match SIGNS.iter().find(|(sign, _)| whole.contains(sign)) {
        Some((_, found)) => Vote::Signature((*found).to_owned()),
        None => Vote::Name(format!("`{name}` is a page of HTML")),
    }
}

/// Whether a file holds captures: what its text seems to be is what is in them.
pub(in super::super) fn is_container(name: &str, head: &[u8]) -> bool {
    // A page of brunch that SingleFile saved is one of brunch.
    Container::of(name, head).is_some_and(|it| it != Container::SingleFile)
}

/// Whether a file begins as a page of HTML does.
pub(in super::super) fn is_markup(head: &[u8]) -> bool {
    let head = &head[..head.len().min(4096)];
    let is_wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if crate::looks_binary(head) && !is_wide {
        return false;
    }
    // Of wide characters every other byte is nothing.
    let bytes = head.iter().filter(|it| **it != 0).map(u8::to_ascii_lowercase);
    let mut start = bytes.skip_while(|it| it.is_ascii_whitespace() || *it >= 0x80);
    let first: Vec<u8> = start.by_ref().take(LONGEST_BEGINNING).collect();
    let begins = |text: &str| first.starts_with(text.as_bytes());
    let whole = || first.iter().copied().chain(start).collect::<Vec<u8>>();
    begins("<!doctype html")
        || begins("<html")
        || begins("<head")
        || begins("<body")
        || (begins("<!--") || begins("<?xml") || begins("<!doctype"))
            && memchr::memmem::find(&whole(), b"<html").is_some()
}

/// The longest text that a page is known by, in bytes.
const LONGEST_BEGINNING: usize = "<!doctype html".len();

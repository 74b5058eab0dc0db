//! Feeds that were saved through the Wayback Machine, which puts `https://web.archive.org/web/20201010000000id_/` before
//! every address: in feeds whose own address has it, it is taken away again.
//!
//! One layer goes: an address that led to the Wayback Machine before still does. A feed that was saved elsewhere may link to
//! it as much as it likes. The original of a body stays as it is; ids and links as they were found are kept in `extra`.

use larder_core::{Body, Post};

use super::{base, channel::Head, entry::Entry, person::Person};
use crate::extension::Extensions;
use crate::xml::{Repair, Repairs};

/// The host of the Wayback Machine.
const HOST: &str = "web.archive.org";

/// What the Wayback Machine puts into the pages that it shows.
const TOOLBAR: (&str, &str) =
    ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->");

/// Whether a feed was saved through the Wayback Machine: its own address says so, or that of its blog.
pub(super) fn is_rewritten(itself: Option<&str>, home: Option<&str>) -> bool {
    let host = |address: &str| {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        rest.trim_start_matches('/').split('/').next() == Some(HOST)
    };
    [itself, home].into_iter().flatten().any(|address| host(address) && original(address).is_some())
}

/// The address that was saved, where this is one of the Wayback Machine: on its own host, or on another, where it was
/// relative to that.
fn original(address: &str) -> Option<&str> {
    let path = match address.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest.split_once('/')?.1,
        _ => match address.strip_prefix("//") {
            Some(rest) => rest.split_once('/')?.1,
            None => address.strip_prefix('/')?,
        },
    };
    let (time, saved) = path.strip_prefix("web/")?.split_once('/')?;
    let digits = time.bytes().take_while(u8::is_ascii_digit).count();
    // `id_`, `im_`, `js_`: what is to be done with the page.
    let (_, flags) = time.split_at(digits);
    let is_time = (4..=14).contains(&digits) && (flags.is_empty() || flags.ends_with('_'));
    let is_address = saved.split_once(":/").is_some_and(|(scheme, _)| is_scheme(scheme));
    (is_time && is_address).then_some(saved)
}

fn is_scheme(text: &str) -> bool {
    text.eq_ignore_ascii_case("http") || text.eq_ignore_ascii_case("https")
}

/// The saved address, with the two slashes that some servers make one of.
pub(super) fn restored(address: &str) -> Option<String> {
    let saved = original(address)?;
    let (scheme, rest) = saved.split_once(":/")?;
    Some(format!("{scheme}://{}", rest.trim_start_matches('/')))
}

/// Takes the prefix away from every address of an entry.
pub(super) fn undo_in_entry(entry: &mut Entry) {
    let Entry { id, post, authors, cover, repairs, .. } = entry;
    let mut kept = Extensions::default();
    if let Some(found) = undo(id, repairs) {
        kept.push("feed:id", found);
    }
    if let Some(found) = undo(&mut post.permalink, repairs) {
        kept.push("feed:link", found);
    }
    let links = post.links.iter_mut().map(|link| &mut link.href);
    let files = post.enclosures.iter_mut().map(|file| &mut file.url);
    let answered = post
        .in_reply_to
        .iter_mut()
        .flat_map(|it| std::iter::once(&mut it.reference).chain(it.url.as_mut()));
    let pictures = cover.iter_mut().map(|picture| &mut picture.url);
    for address in links.chain(files).chain(answered).chain(pictures) {
        undo_one(address, repairs);
    }
    authors.iter_mut().for_each(|person| undo_person(person, repairs));
    undo_in_text(post, repairs);
    kept.move_to(&mut post.extra);
}

/// Takes the prefix away from every address that a feed says of its blog.
pub(super) fn undo_in_head(head: &mut Head) {
    let Head { id, home, itself, image, authors, pages, deleted, repairs, .. } = head;
    for address in [id, home, itself] {
        undo(address, repairs);
    }
    image.iter_mut().for_each(|picture| _ = undo_one(&mut picture.url, repairs));
    pages.iter_mut().for_each(|address| _ = undo_one(address, repairs));
    authors.iter_mut().for_each(|person| undo_person(person, repairs));
    let gone = deleted.iter_mut().filter_map(|gone| gone.get_mut("ref"));
    for reference in gone {
        let saved = reference.as_str().and_then(restored);
        repairs.count_many(Repair::Wayback, u32::from(saved.is_some()));
        saved.into_iter().for_each(|saved| *reference = saved.into());
    }
}

/// Takes the prefix away from an address, if there is one. Returns what stood there, where it was changed.
pub(super) fn undo(address: &mut Option<String>, repairs: &mut Repairs) -> Option<String> {
    address.as_mut().and_then(|address| undo_one(address, repairs))
}

fn undo_one(address: &mut String, repairs: &mut Repairs) -> Option<String> {
    let saved = restored(address)?;
    repairs.count(Repair::Wayback);
    Some(std::mem::replace(address, saved))
}

fn undo_person(person: &mut Person, repairs: &mut Repairs) {
    undo(&mut person.url, repairs);
    undo(&mut person.image, repairs);
}

/// The HTML of a body; its original stays.
fn undo_in_text(post: &mut Post, repairs: &mut Repairs) {
    let Some(content) = &mut post.content else { return };
    // Before it is put away, it is in memory.
    let Ok(html) = content.html.text() else { return };
    let mut count = 0;
    let without_bar = without_toolbar(&html);
    let changed = base::with_addresses(without_bar.as_deref().unwrap_or(&html), |address| {
        let saved = restored(address.trim())?;
        count += 1;
        Some(saved)
    });
    if let Some(html) = changed.or(without_bar) {
        content.html = Body::inline(html);
    }
    repairs.count_many(Repair::Wayback, count);
}

fn without_toolbar(html: &str) -> Option<String> {
    let (before, rest) = html.split_once(TOOLBAR.0)?;
    let (_, after) = rest.split_once(TOOLBAR.1)?;
    Some(format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_prefix_of_the_machine_is_taken_away_and_only_once() {
        for (address, saved) in [
            (
                "https://web.archive.org/web/20201010000000/https://e.org/a?b=c",
                "https://e.org/a?b=c",
            ),
            ("http://web.archive.org/web/20201010000000id_/http://e.org/", "http://e.org/"),
            ("//web.archive.org/web/2020/https://e.org/", "https://e.org/"),
            ("/web/20201010000000im_/https://e.org/x.png", "https://e.org/x.png"),
            ("https://e.org/web/20201010000000/http:/e.org/글", "http://e.org/글"),
            (
                "https://web.archive.org/web/2020/https://web.archive.org/web/2010/http://x.org/",
                "https://web.archive.org/web/2010/http://x.org/",
            ),
        ] {
            assert_eq!(restored(address).as_deref(), Some(saved), "{address}");
        }
        for other in [
            "https://e.org/",
            "https://web.archive.org/",
            "https://web.archive.org/web/*/https://e.org/",
            "https://web.archive.org/web/20201010000000/e.org",
            "https://web.archive.org/web/20201010000000/javascript:alert(1)",
            "web/2020/https://e.org/",
            "/web/20201010000000x/https://e.org/",
            "",
        ] {
            assert_eq!(restored(other), None, "{other}");
        }
        assert!(!is_rewritten(Some("https://e.org/web/2020/https://e.org/"), None));
    }
}

//! What a plain saved page says of itself: where it is from, when it was saved, and by what.
//!
//! Programs that save pages leave comments and tags near the beginning, or at the very end. Only these two places are
//! looked at, so that a page of any size costs the same.

mod archives;
mod comments;
mod tags;

use std::{borrow::Cow, sync::LazyLock};

use encoding_rs::Encoding;
use memchr::memmem::Finder;

pub use crate::capture::Certainty;
use crate::{
    capture::CaptureTime,
    html::{Scanner, Token},
    single_file,
};

/// What was said of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Said {
    /// The address of the page. It has no scheme (`//host/path`) where the program does not tell it.
    pub url: Option<String>,
    /// When the page was saved, or copied by the archive that it was saved from.
    pub time: Option<CaptureTime>,
    /// Who says so.
    pub tool: Tool,
    /// How far it can be relied on.
    pub certainty: Certainty,
}

/// A program, or an archive on the web, that leaves traces in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Tool {
    /// The extension SingleFile.
    SingleFile,
    /// "Save page as" of Chrome and its kin, and of Internet Explorer: `saved from url=(0024)https://…`.
    Browser,
    /// The program monolith.
    Monolith,
    /// The extension Save Page WE.
    SavePageWe,
    /// HTTrack, which mirrors sites.
    Httrack,
    /// The Wayback Machine of the Internet Archive.
    Wayback,
    /// archive.today, under any of its names.
    ArchiveToday,
}

/// What none of these programs leaves a page without, as it stands there: an address of an archive, or a word of its own.
const TRACES: [&str; 10] = [
    "SingleFile",
    "aved from ",
    "savepage-",
    "Mirrored from ",
    "/web/1",
    "/web/2",
    "archive.",
    "WAYBACK TOOLBAR",
    "__wm.wombat(",
    "FILE ARCHIVED ON ",
];

/// How much of the beginning is looked at.
const HEAD: usize = 256 << 10;
/// How much of the end is looked at.
const TAIL: usize = 16 << 10;

/// Everything that a page says of itself, by one program after the other, the innermost last: a copy that the Wayback
/// Machine made may have been saved by a browser.
///
/// ```
/// use larder_capture::saved_page::{Tool, said};
///
/// let page = b"<!DOCTYPE html>\n<!-- saved from url=(0022)https://blog.example/1 -->\n<html>";
/// let said = said(page);
/// assert_eq!(said[0].tool, Tool::Browser);
/// assert_eq!(said[0].url.as_deref(), Some("https://blog.example/1"));
/// ```
pub fn said(page: &[u8]) -> Vec<Said> {
    let (head, tail) = ends(page);
    let mut all = Vec::new();
    if !has_traces(&head) && !has_traces(&tail) {
        return all;
    }
    if let Some(comment) = single_file::comment(&head) {
        let (url, time) = (comment.url, comment.time);
        all.push(Said { url, time, tool: Tool::SingleFile, certainty: Certainty::Known });
    }
    let mut found = Found::default();
    for token in Scanner::new(&head) {
        match token {
            Token::Comment(range) => comments::read(&text(&head[range]), &mut found, &mut all),
            Token::Start(tag) => tags::read(&head, &tag, &mut found),
            Token::Raw { text: range, .. } => archives::script(&text(&head[range]), &mut found),
            Token::End(_) => {}
        }
    }
    all.extend(found.save_page_we.take());
    let ending = Scanner::new(&tail).filter_map(|token| match token {
        Token::Comment(range) => Some(text(&tail[range]).into_owned()),
        _ => None,
    });
    let mut at_end = Vec::new();
    for comment in ending {
        comments::read_at_end(&comment, &mut at_end);
    }
    for said in at_end {
        if !all.iter().any(|other| other.tool == said.tool) {
            all.push(said);
        }
    }
    archives::add(&mut all, &found);
    all
}

/// The name of the page that a file keeps the unconverted bytes of: wget's `-K` writes `index.html.orig` beside
/// `index.html`.
pub fn wget_original_of(name: &str) -> Option<&str> {
    name.strip_suffix(".orig").filter(|name| !name.is_empty() && !name.ends_with('/'))
}

/// What was found on the way.
#[derive(Debug, Default)]
struct Found {
    /// Whether the body has begun: what readers of a page wrote may quote anything.
    is_body: bool,
    /// The address and the digits that the script of the Wayback Machine was called with.
    wayback: Option<(String, String)>,
    /// What else says that the page is from the Wayback Machine.
    is_wayback: bool,
    /// Addresses that the head gives for the page.
    addresses: Vec<String>,
    save_page_we: Option<Said>,
}

/// Whether a text has any of the traces: most pages have none, and need not be taken apart.
fn has_traces(text: &[u8]) -> bool {
    static FINDERS: LazyLock<Vec<Finder<'static>>> =
        LazyLock::new(|| TRACES.iter().map(Finder::new).collect());
    FINDERS.iter().any(|finder| finder.find(text).is_some())
}

/// The beginning and the end of a page, as UTF-8 where a mark says that it is UTF-16.
fn ends(page: &[u8]) -> (Cow<'_, [u8]>, Cow<'_, [u8]>) {
    let head = page.get(..HEAD).unwrap_or(page);
    // Pairs of bytes stay pairs. The two may overlap: what stands at the end of a short page stands at its end.
    let start = page.len().saturating_sub(TAIL).next_multiple_of(2);
    let tail = page.get(start..).unwrap_or_default();
    match Encoding::for_bom(page) {
        Some((encoding, _)) if encoding != encoding_rs::UTF_8 => {
            let decoded =
                |bytes| encoding.decode_with_bom_removal(bytes).0.into_owned().into_bytes();
            (Cow::Owned(decoded(head)), Cow::Owned(decoded(tail)))
        }
        _ => (Cow::Borrowed(head), Cow::Borrowed(tail)),
    }
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

#[cfg(test)]
mod tests;

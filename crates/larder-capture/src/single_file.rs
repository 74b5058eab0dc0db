//! Pages that SingleFile saved: one HTML file with everything in it.
//!
//! What comes out is an ordinary page: every picture, style sheet and frame that stood in it as a `data:` address, in a
//! variable or in `srcdoc` is a capture of its own, and the page refers to it by address. That is the original address where
//! the file tells it, else `urn:sha256:` and the digest of what was there. All else in the page stays byte by byte, what is
//! hidden included ([`HIDDEN_CLASS`]). A page with `data:` addresses that other programs saved is read the same way.
//!
//! A self-extracting archive of SingleFile is a zip with a page around it; its `manifest.json` tells the addresses.

mod archive;
mod comment;
mod found;
mod page;
mod tool;

use std::io;

pub use self::comment::{Comment, comment};
use crate::{
    capture::{
        Capture, CaptureTime, Charset, Damage, Each, Error, Intake, Limits, Omission, Report, Role,
    },
    html::{Scanner, Token},
    zip::Zip,
};

/// The class of elements that could not be seen when the page was saved. They stay in the page; what they say is not what
/// its readers saw.
pub const HIDDEN_CLASS: &str = "sf-hidden";

/// Whether the beginning of a file is that of a page SingleFile saved, as one page or as an archive that opens itself.
///
/// Without its comment, such a page cannot be told from others; an archive behind a picture or a PDF is known by all of
/// its bytes only ([`is_archive`]).
pub fn is_single_file(head: &[u8]) -> bool {
    comment(head).is_some() || is_self_extracting(head)
}

/// Whether a file is an archive of SingleFile, whatever stands before it.
pub fn is_archive(bytes: &[u8]) -> bool {
    Zip::find(bytes).is_some_and(|zip| archive::is_page(&zip))
}

/// Whether `html` has the mark of the program.
fn is_self_extracting(head: &[u8]) -> bool {
    Scanner::new(head).take(8).any(|token| match token {
        Token::Start(tag) => tag.name == "html" && tag.attribute("data-sfz").is_some(),
        _ => false,
    })
}

/// Reads a file. What a page shows comes before the page.
///
/// # Errors
///
/// [`Error::Other`] if it is not HTML and no archive of SingleFile; [`Error::Io`] if `each` fails.
pub fn read(bytes: &[u8], limits: &Limits, each: &mut Each<'_>) -> Result<Report, Error> {
    let mut intake = Intake::new(limits, each);
    if let Some(zip) = archive(bytes) {
        archive::read(&zip, &mut intake)?;
        return Ok(intake.finish());
    }
    if !looks_like_html(bytes) {
        return Err(Error::Other { expected: "a page that SingleFile saved", found: "no HTML" });
    }
    read_page(bytes, &mut intake)?;
    Ok(intake.finish())
}

/// The archive in a file. Where its end is gone, its entries are found one by one if the page around it says that they
/// should be there.
fn archive(bytes: &[u8]) -> Option<Zip<'_>> {
    if let Some(zip) = Zip::find(bytes).filter(archive::is_page) {
        return Some(zip);
    }
    let head = bytes.get(..64 << 10).unwrap_or(bytes);
    if !is_self_extracting(head) {
        return None;
    }
    let is_binary = memchr::memchr(0, bytes).is_some();
    Some(Zip::recover(bytes)).filter(|zip| is_binary || !zip.entries.is_empty())
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    Scanner::new(head).next().is_some() && memchr::memchr(0, head).is_none()
}

fn read_page(bytes: &[u8], intake: &mut Intake<'_, '_>) -> io::Result<()> {
    let comment = comment(bytes).unwrap_or_default();
    let mut capture = Capture { role: Role::Page, ..Capture::default() };
    capture.url = comment.url.unwrap_or_default();
    capture.time.clone_from(&comment.time);
    capture.media_type = Some("text/html".to_owned());
    capture.damage = comment.damage;
    capture.origin.part = "page".to_owned();
    capture.origin.offset = Some(0);
    capture.origin.length = Some(bytes.len() as u64);
    let context = page::Context { base: url::Url::parse(&capture.url).ok(), time: comment.time };
    let mut pages = page::Pages::new(intake, context);
    capture.body = pages.page(bytes)?.unwrap_or_else(|| bytes.to_vec());
    capture.damage.append(&mut pages.damage);
    intake.give(capture)
}

#[cfg(test)]
mod tests;

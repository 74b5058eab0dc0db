//! MHTML (`.mht`, `.mhtml`): a page and what it shows, as the parts of a mail.
//!
//! Chrome and its kin write it ("Webpage, Single File"), Internet Explorer did, and mail gateways have rewritten some.
//! Where a part begins and ends is decided by the lines of its boundary alone. What is inside is handed over as bytes: the
//! transfer encoding is undone here, the encoding of the text is not. Libraries for mail decode texts by what their
//! headers say, which for a Korean page without a `charset` destroys it.
//!
//! Format: RFC 2557, RFC 2045 to 2047.

mod header;
mod parts;
mod transfer;
mod word;

use std::{
    collections::{HashMap, hash_map::Entry},
    ops::Range,
};

use self::{
    header::Headers,
    parts::{Part, Parts},
};
use crate::{
    capture::{
        Capture, CaptureTime, Damage, Each, Error, Intake, Limits, Omission, Origin, Report, Role,
        content_type, is_document, shown,
    },
    time,
};

/// Whether the beginning of a file is that of a saved page in this form. A mail is not, although it looks alike: nothing in
/// it says that a browser wrote it.
pub fn is_mhtml(head: &[u8]) -> bool {
    let (headers, _) = Headers::read(head, 0, Limits::default().header, |_| false);
    let kind = headers.text("content-type").unwrap_or_default();
    let from = headers.text("from").unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/related")
        && (from.contains("Saved by ")
            || headers.has("snapshot-content-location")
            || headers.has("x-snapshot-content-location")
            || headers.has("x-mimeole"))
}

/// Reads a file, part by part in the order of the file.
///
/// # Errors
///
/// [`Error::Other`] if it does not begin with the headers of a mail that say what it holds; [`Error::Io`] if `each` fails.
pub fn read(bytes: &[u8], limits: &Limits, each: &mut Each<'_>) -> Result<Report, Error> {
    let (headers, start) = Headers::read(bytes, 0, limits.header, |_| false);
    if !headers.has("content-type") {
        return Err(Error::Other { expected: "MHTML", found: "no header `Content-Type`" });
    }
    let mut intake = Intake::new(limits, each);
    let parts = Parts::find(bytes, &headers, start, limits, &mut intake.report);
    let message = Message::new(bytes, &headers, &parts, &mut intake.report);
    let mut seen = HashMap::new();
    for (number, part) in parts.iter().enumerate() {
        let capture = message.capture(number, part, &mut seen, intake.room());
        intake.report.leave_out(Omission::Headers, part.headers.count_other(&USED));
        intake.give(capture)?;
    }
    if message.root.is_none() {
        intake.report.damaged(Damage::NoPage);
    }
    Ok(intake.finish())
}

/// What holds for all parts.
struct Message<'a> {
    bytes: &'a [u8],
    location: Option<String>,
    base: Option<String>,
    title: Option<String>,
    lost_title: Option<Damage>,
    time: Option<CaptureTime>,
    root: Option<usize>,
}

impl<'a> Message<'a> {
    fn new(bytes: &'a [u8], headers: &Headers, parts: &[Part], report: &mut Report) -> Self {
        headers.damage().for_each(|damage| report.damaged(damage));
        let time = match headers.text("date").map(|date| time::or_damage(&date, time::mail)) {
            Some(Ok(time)) => Some(time),
            Some(Err(damage)) => {
                report.damaged(damage);
                None
            }
            None => None,
        };
        report.leave_out(Omission::Headers, headers.count_other(&USED));
        let location = ["snapshot-content-location", "x-snapshot-content-location"];
        let location = location.iter().find_map(|name| headers.text(name));
        let location = location.or_else(|| headers.text("content-location")).map(unfolded);
        let titles =
            ["x-snapshot-title", "subject"].into_iter().filter_map(|name| headers.text(name));
        let title = titles.map(word::decoded).find(|title| !title.trim().is_empty());
        let (title, lost_title) = title.map_or((None, None), trusted);
        let root = root(headers, parts, location.as_deref());
        let base = headers.text("content-base").map(unfolded);
        Self { bytes, location, base, title, lost_title, time, root }
    }

    fn capture(
        &self,
        number: usize,
        part: &Part,
        seen: &mut HashMap<String, Range<usize>>,
        room: usize,
    ) -> Capture {
        let (media_type, charset) =
            content_type(&part.headers.text("content-type").unwrap_or_default());
        let is_root = self.root == Some(number);
        let mut capture =
            Capture { media_type, charset, time: self.time.clone(), ..Capture::default() };
        capture.role = match is_root {
            true => Role::Page,
            false if is_document(capture.media_type.as_deref()) => Role::Frame,
            false => Role::Resource,
        };
        capture.content_id = part.headers.text("content-id").as_deref().map(id);
        capture.origin = origin(number, part, capture.content_id.clone());
        self.address(&mut capture, part, is_root);
        capture.damage.extend(part.headers.damage());
        let raw = &self.bytes[part.body.clone()];
        capture.body = transfer::undone(raw, &part.headers, room, &mut capture.damage);
        if part.is_cut {
            let present = capture.body.len() as u64;
            capture.damage.push(Damage::Truncated { expected: None, present });
        }
        self.note_repetition(&mut capture, part, seen);
        capture
    }

    fn address(&self, capture: &mut Capture, part: &Part, is_root: bool) {
        let stated = part.headers.text("content-location").map(unfolded);
        if is_root {
            capture.title.clone_from(&self.title);
            capture.damage.extend(self.lost_title.clone());
        }
        let whole = self.location.clone().filter(|_| is_root);
        capture.url = stated.or(whole).unwrap_or_default();
        let base = part.headers.text("content-base").map(unfolded).or_else(|| self.base.clone());
        let is_relative = !capture.url.is_empty() && url::Url::parse(&capture.url).is_err();
        capture.base = base.or_else(|| self.location.clone().filter(|_| is_relative));
    }

    /// Of several parts with one address, the first is what a browser shows.
    fn note_repetition(
        &self,
        capture: &mut Capture,
        part: &Part,
        seen: &mut HashMap<String, Range<usize>>,
    ) {
        if capture.url.is_empty() {
            return;
        }
        match seen.entry(capture.url.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(part.body.clone());
            }
            Entry::Occupied(first) => {
                if self.bytes[first.get().clone()] != self.bytes[part.body.clone()] {
                    capture.damage.push(Damage::Repeated { address: capture.url.clone() });
                }
            }
        }
    }
}

/// The headers of a message that mean something here.
const USED: [&str; 11] = [
    "content-type",
    "content-transfer-encoding",
    "content-location",
    "content-base",
    "content-id",
    "snapshot-content-location",
    "x-snapshot-content-location",
    "x-snapshot-title",
    "subject",
    "date",
    "mime-version",
];

/// The part that is the page: the one called `start`, else the document with the address of the whole, else the first
/// document.
fn root(headers: &Headers, parts: &[Part], location: Option<&str>) -> Option<usize> {
    let is_page = |part: &Part| {
        let kind = content_type(&part.headers.text("content-type").unwrap_or_default()).0;
        is_document(kind.as_deref())
    };
    let start = headers.parameter("content-type", "start").map(|start| id(&start));
    let by_start = start.and_then(|start| {
        parts.iter().position(|part| {
            part.headers.text("content-id").as_deref().map(id) == Some(start.clone())
        })
    });
    let has_location = |part: &Part| {
        location.is_some()
            && part.headers.text("content-location").map(unfolded).as_deref() == location
    };
    let find = |is_it: &dyn Fn(&Part) -> bool| parts.iter().position(is_it);
    // A part with the address of the whole is the page even if a gateway called it `application/octet-stream`.
    by_start
        .or_else(|| find(&|part| is_page(part) && has_location(part)))
        .or_else(|| find(&is_page))
        .or_else(|| find(&has_location))
}

fn origin(number: usize, part: &Part, record_id: Option<String>) -> Origin {
    let length = part.body.end.saturating_sub(part.start);
    Origin {
        part: format!("part {}", number + 1),
        offset: Some(part.start as u64),
        length: Some(length as u64),
        record_id,
        digest_stated: None,
    }
}

/// A `Content-ID` without its angle brackets.
fn id(value: &str) -> String {
    let value = value.trim();
    value.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(value).to_owned()
}

/// An address whose line was folded: folding puts white space where none was.
fn unfolded(address: String) -> String {
    let is_folded = address.contains(['\n', '\r', '\t']);
    let address = address.trim();
    match is_folded {
        true => address.split_ascii_whitespace().collect(),
        false => address.to_owned(),
    }
}

/// A title, unless it is what is left where every character beyond ASCII was written as `?`.
fn trusted(title: String) -> (Option<String>, Option<Damage>) {
    let title = title.trim();
    let letters = title.chars().filter(|character| !character.is_whitespace()).count();
    let marks = title.matches('?').count();
    let lost = title.contains('\u{fffd}') || marks > 1 && marks * 2 >= letters;
    let damage = lost.then(|| Damage::LostCharacters { stated: shown(title.as_bytes()) });
    ((!lost).then(|| title.to_owned()), damage)
}

#[cfg(test)]
mod tests;

//! HAR: what a browser's developer tools saw of the network, as JSON.
//!
//! A text in it has been decoded by the browser, so that the `charset` of its media type no longer applies. Files reach
//! gigabytes; they are read as a stream with one entry in memory, by a reader of JSON of our own (`json`): what is
//! odd costs nothing but itself, and a file that was cut gives all that stands before the cut.
//!
//! Cookies, headers that prove who somebody is, and what was sent to servers never reach a capture. They are counted.
//!
//! Format: HAR 1.2, with the additions of Chrome (`_resourceType`, `_webSocketMessages`).

mod entry;
mod json;

use std::{
    collections::{HashMap, HashSet},
    io::{BufReader, Read},
};

use self::{
    entry::Entry,
    json::{Json, Stop},
};
use crate::capture::{
    Capture, Damage, Each, Error, Intake, Limit, Limits, Omission, Report, Role, is_document,
};

/// Whether the beginning of a file looks like that of a HAR: an object whose first key is `log`.
pub fn is_har(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let inside = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let value =
        inside.and_then(|inside| inside.strip_prefix(b"\"log\"")).map(<[u8]>::trim_ascii_start);
    value.is_some_and(|value| value.starts_with(b":"))
}

/// Reads a file, entry by entry.
///
/// # Errors
///
/// [`Error::Other`] if it is no JSON object with a `log`; [`Error::Io`] if reading or `each` fails.
pub fn read(input: impl Read, limits: &Limits, each: &mut Each<'_>) -> Result<Report, Error> {
    let mut json = Json::new(BufReader::with_capacity(64 << 10, input));
    let mut log = Log {
        intake: Intake::new(limits, each),
        titles: HashMap::new(),
        title_bytes: 0,
        pages: HashSet::new(),
        is_log: false,
        entry_start: None,
    };
    let result = log.root(&mut json);
    log.finish(&mut json, result)
}

struct Log<'a, 'b> {
    intake: Intake<'a, 'b>,
    /// The titles of pages by their ids.
    titles: HashMap<String, String>,
    /// How many bytes these take.
    title_bytes: usize,
    /// The pages whose document has been met.
    pages: HashSet<String>,
    is_log: bool,
    /// Where the entry begins that is being read.
    entry_start: Option<u64>,
}

/// How many bytes of titles are kept.
const TITLES: usize = 16 << 20;

/// Why an entry, or the file, was not read to its end.
enum Fault {
    Stop(Stop),
    Each(std::io::Error),
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

type Outcome = Result<(), Fault>;

impl Log<'_, '_> {
    fn root<R: Read>(&mut self, json: &mut Json<R>) -> Outcome {
        json.object(|json, key| match key {
            "log" => {
                self.is_log = true;
                self.log(json)
            }
            _ => self.skip(json, Omission::Machinery),
        })
    }

    fn log<R: Read>(&mut self, json: &mut Json<R>) -> Outcome {
        json.object(|json, key| match key {
            "pages" => json.array(|json| self.page(json)),
            "entries" => json.array(|json| self.entry(json)),
            "version" => Ok(json.skip()?),
            _ => self.skip(json, Omission::Machinery),
        })
    }

    fn skip<R: Read>(&mut self, json: &mut Json<R>, rule: Omission) -> Outcome {
        self.intake.report.leave_out(rule, 1);
        Ok(json.skip()?)
    }

    fn page<R: Read>(&mut self, json: &mut Json<R>) -> Outcome {
        let (mut id, mut title) = (None, None);
        json.object(|json, key| {
            match key {
                "id" => id = json.short_text()?,
                "title" => title = json.short_text()?,
                _ => json.skip()?,
            }
            Ok::<_, Fault>(())
        })?;
        if let (Some(id), Some(title)) = (id, title)
            && self.title_bytes < TITLES
        {
            self.title_bytes += id.len() + title.len();
            self.titles.insert(id, title);
        }
        Ok(())
    }

    fn entry<R: Read>(&mut self, json: &mut Json<R>) -> Outcome {
        json.peek()?;
        let start = json.offset();
        self.entry_start = Some(start);
        let mut entry = Entry::default();
        let result = entry.read(json, self.intake.limits);
        let is_whole = result.is_ok();
        let number = self.intake.report.captures + 1;
        entry.count_omissions(&mut self.intake.report);
        if is_whole || entry.has_answer() {
            self.give(entry, number, start, json.offset() - start, is_whole)?;
            self.entry_start = None;
        }
        result.map_err(Fault::Stop)
    }

    fn give(
        &mut self,
        entry: Entry,
        number: u64,
        start: u64,
        length: u64,
        is_whole: bool,
    ) -> Outcome {
        let mut pageref = entry.pageref.clone().unwrap_or_default();
        // Nobody calls a page like that; all of them are remembered.
        if pageref.len() > 256 {
            pageref.clear();
        }
        let kind = entry.resource_type.clone();
        let Some(mut capture) = entry.capture(&mut self.intake) else { return Ok(()) };
        capture.origin.part = format!("entry {number}");
        capture.origin.offset = Some(start);
        capture.origin.length = Some(length);
        if !is_whole {
            let present = capture.body.len() as u64;
            capture.damage.push(Damage::Truncated { expected: None, present });
        }
        capture.role = self.role(&capture, &pageref, kind.as_deref());
        if capture.role == Role::Page {
            // Chrome takes the address for the title.
            let title = self.titles.get(&pageref).filter(|title| **title != capture.url);
            capture.title = title.filter(|title| !title.is_empty()).cloned();
        }
        self.intake.give(capture).map_err(Fault::Each)
    }

    /// The first document of a page is the page.
    fn role(&mut self, capture: &Capture, page: &str, kind: Option<&str>) -> Role {
        let is_answer = capture.status.is_none_or(|status| (200..300).contains(&status));
        let is_request = matches!(kind, Some("xhr" | "fetch" | "preflight" | "ping"));
        if is_document(capture.media_type.as_deref()) && !is_request {
            let is_first = is_answer && self.pages.insert(page.to_owned());
            return match (is_first, kind) {
                (true, _) => Role::Page,
                (false, Some("document")) if is_answer => Role::Frame,
                _ => Role::Unknown,
            };
        }
        let media_type = capture.media_type.as_deref().unwrap_or_default();
        let is_shown = ["image/", "font/", "audio/", "video/", "text/css", "application/font"]
            .iter()
            .any(|start| media_type.starts_with(start))
            || media_type.ends_with("javascript");
        if is_shown { Role::Resource } else { Role::Unknown }
    }

    fn finish<R: Read>(mut self, json: &mut Json<R>, result: Outcome) -> Result<Report, Error> {
        match result {
            Err(Fault::Each(error)) | Err(Fault::Stop(Stop::Io(error))) => return Err(error.into()),
            _ if !self.is_log => {
                return Err(Error::Other { expected: "HAR", found: "no object with a `log`" });
            }
            Ok(()) => {
                let count = json.count_rest(true)?;
                if count > 0 {
                    self.intake.report.damaged(Damage::TrailingBytes { count });
                }
            }
            Err(Fault::Stop(Stop::End)) => {
                let present = json.offset();
                self.intake.report.damaged(Damage::Truncated { expected: None, present });
                self.skipped(json)?;
            }
            Err(Fault::Stop(Stop::Syntax { expected })) => {
                let at = Some(json.offset());
                self.intake.report.damaged(Damage::malformed(at, format!("expected {expected}")));
                self.skipped(json)?;
            }
        }
        if self.intake.is_full() {
            let allowed = self.intake.limits.parts;
            let over = Damage::OverLimit { limit: Limit::Parts, allowed };
            if self.intake.report.left_out.contains_key(&Omission::OverLimit) {
                self.intake.report.damaged(over);
            }
            return Ok(self.intake.report);
        }
        Ok(self.intake.finish())
    }

    /// What follows a fault, and the entry that it is in.
    fn skipped<R: Read>(&mut self, json: &mut Json<R>) -> Result<(), Error> {
        let from = self.entry_start.unwrap_or_else(|| json.offset());
        json.count_rest(false)?;
        let to = json.offset();
        if to > from {
            self.intake.report.damaged(Damage::SkippedBytes { from, to });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

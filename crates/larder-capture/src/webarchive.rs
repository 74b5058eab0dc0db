//! Safari's `.webarchive`: a page, what it shows and its frames, as a property list.
//!
//! The list is binary or XML. Both are read here and not by the crate `plist`, whose values overflow the stack on
//! nested lists and double their work with every shared level; and because a binary list whose end was cut off still has
//! all that stands before the cut.
//!
//! There is no time of capture. What the server said when (`Date`) is in the archived answers of what the page shows.

mod binary;
mod response;
mod value;
mod xml;

use std::{
    collections::{HashMap, hash_map::Entry},
    io,
};

use self::value::Value;
use crate::capture::{
    Capture, Charset, Damage, Each, Error, Intake, Limit, Limits, Omission, Origin, Report, Role,
};

/// Whether the beginning of a file is that of a web archive.
pub fn is_webarchive(head: &[u8]) -> bool {
    let is_list = head.starts_with(binary::MAGIC) || xml::is_list(head);
    is_list && memchr::memmem::find(head, b"WebMainResource").is_some()
}

/// Reads an archive: the page, what it shows, then its frames in the same order.
///
/// # Errors
///
/// [`Error::Other`] if it is no property list with a main resource; [`Error::Io`] if `each` fails.
pub fn read(bytes: &[u8], limits: &Limits, each: &mut Each<'_>) -> Result<Report, Error> {
    let mut intake = Intake::new(limits, each);
    let root = if bytes.starts_with(binary::MAGIC) {
        binary::read(bytes, limits, &mut intake.report)
    } else {
        xml::read(bytes, limits, &mut intake.report)
    };
    let root = root.filter(|root| root.get("WebMainResource").is_some());
    let Some(root) = root else {
        return Err(Error::Other { expected: "a web archive", found: "no `WebMainResource`" });
    };
    Walk { intake: &mut intake, seen: HashMap::new() }.archive(&root)?;
    Ok(intake.finish())
}

/// An archive that is still to be read: it, its path, how deep it is.
struct Pending<'a> {
    archive: &'a Value<'a>,
    path: String,
    depth: usize,
}

struct Walk<'a, 'b, 'c> {
    intake: &'a mut Intake<'b, 'c>,
    /// The first body of every address.
    seen: HashMap<&'a str, &'a [u8]>,
}

impl<'a> Walk<'a, '_, '_> {
    fn archive(&mut self, root: &'a Value<'a>) -> io::Result<()> {
        let mut pending = vec![Pending { archive: root, path: String::new(), depth: 0 }];
        while let Some(next) = pending.pop() {
            self.resources(&next)?;
            let frames = self.items(&next, "WebSubframeArchives");
            let is_too_deep = next.depth >= self.intake.limits.depth;
            if is_too_deep && !frames.is_empty() {
                let allowed = self.intake.limits.depth as u64;
                self.intake.report.damaged(Damage::OverLimit { limit: Limit::Depth, allowed });
                self.intake.report.leave_out(Omission::OverLimit, frames.len() as u64);
                continue;
            }
            for (number, archive) in frames.iter().enumerate().rev() {
                let path = format!("{}WebSubframeArchives[{number}]/", next.path);
                pending.push(Pending { archive, path, depth: next.depth + 1 });
            }
        }
        Ok(())
    }

    /// The list that an archive has under a key.
    fn items(&mut self, archive: &Pending<'a>, key: &str) -> &'a [Value<'a>] {
        match archive.archive.get(key) {
            None => &[],
            Some(Value::Array(items)) => items,
            Some(_) => {
                let reason = format!("`{}{key}` is no list", archive.path);
                self.intake.report.damaged(Damage::malformed(None, reason));
                self.intake.report.leave_out(Omission::Unreadable, 1);
                &[]
            }
        }
    }

    fn resources(&mut self, archive: &Pending<'a>) -> io::Result<()> {
        let known = ["WebMainResource", "WebSubresources", "WebSubframeArchives"];
        self.intake.report.leave_out(Omission::OtherValues, archive.archive.count_other(&known));
        let role = if archive.depth == 0 { Role::Page } else { Role::Frame };
        match archive.archive.get("WebMainResource") {
            Some(page) => self.resource(page, role, format!("{}WebMainResource", archive.path))?,
            None => self.intake.report.damaged(Damage::NoPage),
        }
        let shown = self.items(archive, "WebSubresources");
        for (number, resource) in shown.iter().enumerate() {
            let part = format!("{}WebSubresources[{number}]", archive.path);
            self.resource(resource, Role::Resource, part)?;
        }
        Ok(())
    }

    fn resource(&mut self, resource: &'a Value<'a>, role: Role, part: String) -> io::Result<()> {
        if !matches!(resource, Value::Dictionary(_)) {
            self.intake.report.leave_out(Omission::Unreadable, 1);
            self.intake
                .report
                .damaged(Damage::malformed(None, format!("`{part}` is no dictionary")));
            return Ok(());
        }
        let text = |key| resource.get(key).and_then(Value::text);
        let mut capture = Capture { role, ..Capture::default() };
        capture.url = text("WebResourceURL").unwrap_or_default().to_owned();
        capture.media_type = text("WebResourceMIMEType").map(str::to_ascii_lowercase);
        let encoding = text("WebResourceTextEncodingName").filter(|label| !label.is_empty());
        capture.charset = encoding.map(Charset::known);
        capture.origin = Origin { part, ..Origin::default() };
        self.body(resource, &mut capture);
        if let Some(answer) = resource.get("WebResourceResponse").and_then(Value::data) {
            response::read(answer, self.intake.limits, &mut capture, &mut self.intake.report);
        }
        self.intake.report.leave_out(Omission::OtherValues, resource.count_other(&KNOWN));
        self.intake.give(capture)
    }

    fn body(&mut self, resource: &'a Value<'a>, capture: &mut Capture) {
        let Some(value) = resource.get("WebResourceData") else {
            capture.damage.push(Damage::malformed(None, "no `WebResourceData`"));
            return;
        };
        let Some(data) = value.data() else {
            capture.damage.push(Damage::malformed(None, "`WebResourceData` holds no bytes"));
            return;
        };
        (capture.origin.offset, capture.origin.length) = value.place().unzip();
        capture.damage.extend(value.damage());
        let most = self.intake.room().saturating_add(1);
        capture.body = data.get(..most).unwrap_or(data).to_vec();
        let Some(address) = resource.get("WebResourceURL").and_then(Value::text) else { return };
        match self.seen.entry(address) {
            Entry::Vacant(entry) => {
                entry.insert(data);
            }
            // Without room for bodies they are not compared either: a list made to hurt names them without end.
            Entry::Occupied(first) if most > 1 && !address.is_empty() && *first.get() != data => {
                capture.damage.push(Damage::Repeated { address: address.to_owned() });
            }
            Entry::Occupied(_) => {}
        }
    }
}

/// The keys of a resource that mean something here. The name of a frame does not: its address is what it is found by.
const KNOWN: [&str; 5] = [
    "WebResourceData",
    "WebResourceURL",
    "WebResourceMIMEType",
    "WebResourceTextEncodingName",
    "WebResourceResponse",
];

#[cfg(test)]
mod tests;

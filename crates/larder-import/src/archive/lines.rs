//! Reads the archive as lines: one record each, with its type.

use std::{borrow::Cow, io::Read};

use serde::Deserialize;

use super::{
    batch::{Batch, Kind, Raw},
    scan::{Fault, Fit, Scanner},
};
use crate::ReadError;

/// Reads every line of the stream. A line `blog` begins a blog; there may be several.
///
/// A line that is no record is left out. Fails when the first line is not the one of an archive.
pub(super) fn read<R: Read>(
    scanner: &mut Scanner<R>,
    batch: &mut Batch<'_>,
) -> Result<(), ReadError> {
    let result = lines(scanner, batch);
    batch.end(result, scanner.line())
}

fn lines<R: Read>(scanner: &mut Scanner<R>, batch: &mut Batch<'_>) -> Result<(), Fault> {
    scanner.skip_mark()?;
    loop {
        let (mut json, line) = (Vec::new(), scanner.line());
        let Some((fit, has_end)) = scanner.rest_of_line(&mut json)? else { return Ok(()) };
        if json.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) && fit == Fit::Whole {
            continue;
        }
        let too_large = fit == Fit::TooLarge;
        let kind = match type_of(&json) {
            Some(kind) => Kind::of_line(&kind),
            // Only the beginning of the line is there: too little to see the type behind a large field.
            None if too_large => Kind::Other("too large".into()),
            None if !has_end => return Err(Fault::Cut),
            None => Kind::Broken,
        };
        let is_whole = has_end || serde_json::from_slice::<serde::de::IgnoredAny>(&json).is_ok();
        if !is_whole && !too_large {
            return Err(Fault::Cut);
        }
        if kind == Kind::Header {
            batch.begin();
        }
        batch.take(Raw { kind, line, json, is_line: true, too_large })?;
    }
}

/// What the line says it is. Our own lines begin with it.
fn type_of(json: &[u8]) -> Option<Cow<'_, str>> {
    const BEGINNING: &[u8] = b"{\"type\":\"";
    if let Some(rest) = json.strip_prefix(BEGINNING) {
        let end = memchr::memchr2(b'"', b'\\', rest)?;
        if rest[end] == b'"' {
            return std::str::from_utf8(&rest[..end]).ok().map(Cow::Borrowed);
        }
    }
    #[derive(Deserialize)]
    struct Typed {
        #[serde(rename = "type")]
        name: String,
    }
    serde_json::from_slice::<Typed>(json).ok().map(|typed| Cow::Owned(typed.name))
}

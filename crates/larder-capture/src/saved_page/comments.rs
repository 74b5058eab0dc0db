//! What programs write into comments.

use chrono::{NaiveDateTime, TimeZone, Utc};

use super::{Certainty, Found, Said, Tool};
use crate::{capture::CaptureTime, time};

/// Reads a comment in the beginning of a page.
pub(super) fn read(comment: &str, found: &mut Found, all: &mut Vec<Said>) {
    let comment = comment.trim();
    found.is_wayback |= comment == "BEGIN WAYBACK TOOLBAR INSERT";
    if found.is_body {
        return;
    }
    let said = saved_from(comment).or_else(|| monolith(comment)).or_else(|| mirrored(comment));
    push(said, all);
}

/// Reads a comment in the end of a page.
pub(super) fn read_at_end(comment: &str, all: &mut Vec<Said>) {
    let comment = comment.trim();
    push(mirrored(comment).or_else(|| wayback(comment)), all);
}

/// The first statement of a program counts.
fn push(said: Option<Said>, all: &mut Vec<Said>) {
    if let Some(said) = said
        && !all.iter().any(|other| other.tool == said.tool)
    {
        all.push(said);
    }
}

/// `saved from url=(0024)https://…`. The number is the length of the address, and often wrong.
fn saved_from(comment: &str) -> Option<Said> {
    let rest = comment.strip_prefix("saved from url=(")?;
    let (length, url) = rest.split_once(')')?;
    let is_length = length.len() <= 8 && length.bytes().all(|byte| byte.is_ascii_digit());
    let url = Some(url.trim()).filter(|url| !url.is_empty() && *url != "about:internet");
    let url = url.map(str::to_owned);
    is_length.then_some(Said { url, time: None, tool: Tool::Browser, certainty: Certainty::Known })
}

/// `Saved from https://… at 2022-10-15T06:19:00Z using monolith v2.8.1`.
fn monolith(comment: &str) -> Option<Said> {
    let (rest, _) = comment.strip_prefix("Saved from ")?.rsplit_once(" using monolith")?;
    let (url, time) = rest.rsplit_once(" at ")?;
    // Of a local file it says that it was one.
    let url = Some(url.trim()).filter(|url| url.contains("://")).map(str::to_owned);
    Some(Said { url, time: time::iso(time), tool: Tool::Monolith, certainty: Certainty::Known })
}

/// `Mirrored from host/path by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 18 Jun 2022 11:24:04 GMT`. The scheme is not
/// said.
fn mirrored(comment: &str) -> Option<Said> {
    let (url, rest) = comment.strip_prefix("Mirrored from ")?.split_once(" by HTTrack")?;
    let time = rest.split_once("], ").and_then(|(_, date)| time::mail(date));
    let url = url.trim();
    let url = if url.contains("://") { url.to_owned() } else { format!("//{url}") };
    Some(Said { url: Some(url), time, tool: Tool::Httrack, certainty: Certainty::Known })
}

/// `FILE ARCHIVED ON 15:19:00 Oct 15, 2022 AND RETRIEVED FROM THE INTERNET ARCHIVE ON …`, in UTC.
fn wayback(comment: &str) -> Option<Said> {
    let rest = comment.strip_prefix("FILE ARCHIVED ON ")?;
    let (date, _) = rest.split_once(" AND RETRIEVED")?;
    let date = date.trim();
    let at = NaiveDateTime::parse_from_str(date, "%H:%M:%S %b %d, %Y").ok();
    let time = at.map(|at| CaptureTime {
        at: Utc.from_utc_datetime(&at).fixed_offset(),
        stated: date.to_owned(),
    });
    Some(Said { url: None, time, tool: Tool::Wayback, certainty: Certainty::Known })
}

//! Pages that were saved from an archive on the web.

use chrono::{NaiveDateTime, TimeZone, Utc};

use super::{Certainty, Found, Said, Tool};
use crate::{capture::CaptureTime, time, wayback};

/// Looks at a script: the Wayback Machine calls `__wm.wombat("https://…","20221015151900", …)`.
pub(super) fn script(script: &str, found: &mut Found) {
    if found.wayback.is_some() {
        return;
    }
    let Some((_, call)) = script.split_once("__wm.wombat(") else { return };
    let mut arguments = call.split('"');
    let (_, url, _, digits) =
        (arguments.next(), arguments.next(), arguments.next(), arguments.next());
    if let (Some(url), Some(digits)) = (url, digits) {
        // A script writes a slash as `\/`.
        found.wayback = Some((url.replace("\\/", "/"), digits.to_owned()));
    }
}

/// Says what archives the page is from.
pub(super) fn add(all: &mut Vec<Said>, found: &Found) {
    let wayback = by_script(found).or_else(|| by_address(all, found));
    let is_known = all.iter().position(|said| said.tool == Tool::Wayback);
    match (wayback, is_known) {
        (Some(said), Some(at)) => {
            let time = all[at].time.take();
            all[at] = Said { time: said.time.or(time), ..said };
        }
        (Some(said), None) => all.push(said),
        (None, None) if found.is_wayback => {
            all.push(Said {
                url: None,
                time: None,
                tool: Tool::Wayback,
                certainty: Certainty::Stated,
            });
        }
        (None, _) => {}
    }
    let addresses = all.iter().filter_map(|said| said.url.as_deref());
    let today = addresses.chain(found.addresses.iter().map(String::as_str)).find_map(archive_today);
    all.extend(today);
}

fn by_script(found: &Found) -> Option<Said> {
    let (url, digits) = found.wayback.as_ref()?;
    let time = time::digits(digits);
    Some(Said { url: Some(url.clone()), time, tool: Tool::Wayback, certainty: Certainty::Known })
}

/// By an address that a browser saved, or that the head gives. The latter may have been rewritten where the page meant a
/// link, and counts less.
fn by_address(all: &[Said], found: &Found) -> Option<Said> {
    let said = |address: &str, certainty| {
        let copy = wayback::original(address)?;
        Some(Said { url: Some(copy.url), time: copy.time, tool: Tool::Wayback, certainty })
    };
    let saved = all.iter().filter_map(|other| other.url.as_deref());
    let saved = saved.map(|address| (address, Certainty::Known));
    let stated = found.addresses.iter().map(|address| (address.as_str(), Certainty::Stated));
    saved.chain(stated).find_map(|(address, certainty)| said(address, certainty))
}

/// `https://archive.today/2022.10.15-151900/https://…`, or fourteen digits in a row. Short addresses tell nothing.
fn archive_today(address: &str) -> Option<Said> {
    const HOSTS: [&str; 7] = ["today", "ph", "is", "li", "vn", "fo", "md"];
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let (host, rest) = rest.split_once('/')?;
    let name = host.strip_prefix("www.").unwrap_or(host).strip_prefix("archive.")?;
    if !HOSTS.contains(&name) {
        return None;
    }
    let (stated, url) = rest.split_once('/')?;
    let at = NaiveDateTime::parse_from_str(stated, "%Y.%m.%d-%H%M%S").ok();
    let at = at.map(|at| Utc.from_utc_datetime(&at).fixed_offset());
    let time =
        at.map(|at| CaptureTime { at, stated: stated.to_owned() }).or_else(|| time::digits(stated));
    let is_address = time.is_some() && url.contains("://");
    let url = Some(url.to_owned());
    is_address.then_some(Said { url, time, tool: Tool::ArchiveToday, certainty: Certainty::Stated })
}

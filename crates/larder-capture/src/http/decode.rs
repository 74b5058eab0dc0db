//! Bodies, out of their chunks and codings.

use std::borrow::Cow;

use super::{
    Deviation, Message,
    chunked::unchunk,
    coding::{Coding, End},
};
use crate::Limits;

/// A body as it was meant, as far as it can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded<'a> {
    /// The body.
    pub bytes: Cow<'a, [u8]>,
    /// The codings that were taken off, in this order.
    pub codings: Vec<Coding>,
    /// In what the body is not what the head says. Empty if it is.
    pub deviations: Vec<Deviation>,
}

impl Message<'_> {
    /// The body without chunks and codings. What the head says is tried, and what does not hold is a deviation.
    pub fn decode(&self, limits: &Limits) -> Decoded<'_> {
        let mut decoded = self.unchunked();
        for (count, coding) in self.packing().1.iter().enumerate() {
            if count == limits.codings {
                decoded.deviations.push(Deviation::TooManyCodings);
                break;
            }
            if decoded.bytes.is_empty() || !take_off(&mut decoded, coding, limits) {
                break;
            }
        }
        decoded
    }

    /// Whether the body should be in chunks, and the codings that it should have inside, the outermost first.
    pub(super) fn packing(&self) -> (bool, Vec<String>) {
        let (chunks, transfer): (Vec<_>, Vec<_>) =
            self.codings("Transfer-Encoding").into_iter().partition(|it| is_chunked(it));
        let content = self.codings("Content-Encoding").into_iter();
        // What was put on last comes off first, and that is what was sent.
        let codings = transfer.into_iter().rev().chain(content.rev()).collect();
        (!chunks.is_empty(), codings)
    }

    /// The body without chunks, but in its codings.
    pub fn unchunked(&self) -> Decoded<'_> {
        let mut deviations = Vec::new();
        let is_in_chunks = self.codings("Transfer-Encoding").iter().any(|it| is_chunked(it));
        let mut body = self.body;
        let unchunked = is_in_chunks.then(|| out_of_chunks(body, &mut deviations)).flatten();
        let bytes = match unchunked {
            Some(bytes) => Cow::Owned(bytes),
            None => {
                if is_in_chunks && !body.is_empty() {
                    deviations.push(Deviation::NotChunked);
                }
                self.compare_length(&mut body, &mut deviations);
                Cow::Borrowed(body)
            }
        };
        Decoded { bytes, codings: Vec::new(), deviations }
    }

    fn codings(&self, name: &str) -> Vec<String> {
        let lists = self.named(name).map(|value| String::from_utf8_lossy(value).into_owned());
        let all = lists.collect::<Vec<_>>().join(",");
        let names = all.split(',').map(str::trim);
        let says_something =
            |name: &&str| !name.is_empty() && !name.eq_ignore_ascii_case("identity");
        names.filter(says_something).map(|name| name.chars().take(100).collect()).collect()
    }

    fn compare_length(&self, body: &mut &[u8], deviations: &mut Vec<Deviation>) {
        let deviation = self.length_deviation(body.len() as u64, body);
        if deviation == Some(Deviation::ExtraLineEnd) {
            *body = &body[b"\r\n".len()..];
        }
        deviations.extend(deviation);
    }

    /// In what the length of a body that is in no chunks is not the one that is stated. `present` is that length, and
    /// `start` at least its first two bytes.
    pub fn length_deviation(&self, present: u64, start: &[u8]) -> Option<Deviation> {
        let stated = self.header("Content-Length")?;
        let stated: u64 = std::str::from_utf8(stated).ok()?.trim().parse().ok()?;
        // These have no body, whatever their head says.
        let has_none = self.status().is_some_and(|it| matches!(it, 100..200 | 204 | 304));
        if has_none || stated == present {
            return None;
        }
        let is_extra = Some(stated) == present.checked_sub(2) && start.starts_with(b"\r\n");
        Some(match is_extra {
            true => Deviation::ExtraLineEnd,
            false => Deviation::LengthDiffers { stated, present },
        })
    }
}

fn out_of_chunks(body: &[u8], deviations: &mut Vec<Deviation>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // Reading what is in memory does not fail.
    let found = unchunk(body, body.len() as u64, |piece| bytes.extend_from_slice(piece)).ok()?;
    deviations.extend(found?);
    Some(bytes)
}

fn is_chunked(coding: &str) -> bool {
    coding.eq_ignore_ascii_case("chunked")
}

/// Takes off one coding. False if the body does not have it, so that those below it are not there either.
fn take_off(decoded: &mut Decoded<'_>, stated: &str, limits: &Limits) -> bool {
    let by_sign = Coding::by_sign(&decoded.bytes);
    let Some(named) = Coding::named(stated) else {
        decoded.deviations.push(Deviation::UnknownCoding { coding: stated.to_owned() });
        return false;
    };
    let coding = by_sign.unwrap_or(named);
    let found = coding.take_off(&decoded.bytes, limits);
    let has_it = match found.end {
        End::Whole | End::TooMuch => true,
        // Text is read by some decoders for a while. The fuller variant that can be read wins.
        End::Broken => {
            !found.bytes.is_empty()
                && (found.bytes.len() > decoded.bytes.len() || !is_readable(&decoded.bytes))
        }
    };
    if !has_it {
        decoded.deviations.push(Deviation::NotEncoded { coding: stated.to_owned() });
        return false;
    }
    if coding != named {
        let stated = stated.to_owned();
        decoded.deviations.push(Deviation::OtherCoding { stated, used: coding });
    }
    match found.end {
        End::Whole if found.used < decoded.bytes.len() => {
            let count = decoded.bytes.len() - found.used;
            decoded.deviations.push(Deviation::TrailingBytes { count });
        }
        End::Whole => {}
        End::Broken => decoded.deviations.push(Deviation::PartialBody { coding }),
        End::TooMuch => decoded.deviations.push(Deviation::TooMuch { kept: found.bytes.len() }),
    }
    decoded.codings.push(coding);
    decoded.bytes = Cow::Owned(found.bytes);
    true
}

/// Whether bytes look like text of any encoding: compressed data soon has control characters.
pub(super) fn is_readable(bytes: &[u8]) -> bool {
    let is_text = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    bytes.iter().take(512).all(is_text)
}

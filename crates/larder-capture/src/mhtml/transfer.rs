//! Undoes what was done to a body for its way through the mail.

use super::header::Headers;
use crate::{
    base64,
    capture::{Damage, shown},
    data_url::hex,
};

/// The bytes of a part, at most one more than there is room for.
pub(super) fn undone(
    raw: &[u8],
    headers: &Headers,
    room: usize,
    damage: &mut Vec<Damage>,
) -> Vec<u8> {
    let most = room.saturating_add(1);
    let stated = headers.text("content-transfer-encoding").unwrap_or_default();
    match stated.to_ascii_lowercase().as_str() {
        "base64" => base64_body(raw, stated, most, damage),
        "quoted-printable" => quoted_printable(raw, most, damage),
        "" | "7bit" | "8bit" | "binary" => cut(raw, most),
        _ => {
            damage.push(lied(stated));
            cut(raw, most)
        }
    }
}

fn base64_body(raw: &[u8], stated: String, most: usize, damage: &mut Vec<Damage>) -> Vec<u8> {
    let decoded = base64::decode(raw, most);
    // Text has blanks, dots and brackets everywhere; base64 that was damaged on its way has a few.
    if decoded.broken > 8 && decoded.broken > raw.len() as u64 / 20 {
        damage.push(lied(stated));
        return cut(raw, most);
    }
    if let Some(first) = decoded.first {
        damage.push(Damage::PartialBody { count: decoded.broken, first });
    }
    if decoded.is_cut && !decoded.is_over {
        damage.push(Damage::Truncated { expected: None, present: decoded.bytes.len() as u64 });
    }
    decoded.bytes
}

/// What stands for nothing stays as it is, and is counted.
fn quoted_printable(raw: &[u8], most: usize, damage: &mut Vec<Damage>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len().min(most));
    let (mut count, mut first) = (0, None);
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'=', &raw[at..]) {
        bytes.extend_from_slice(&raw[at..at + found]);
        at += found;
        if bytes.len() >= most {
            break;
        }
        let after = &raw[at + 1..];
        if let Some(byte) = after.get(..2).and_then(hex) {
            bytes.push(byte);
            at += 3;
        } else if let Some(length) = soft_break(after) {
            at += 1 + length;
        } else {
            bytes.push(b'=');
            count += 1;
            first.get_or_insert(at as u64);
            at += 1;
        }
    }
    if bytes.len() < most {
        bytes.extend_from_slice(&raw[at..]);
    }
    bytes.truncate(most);
    if let Some(first) = first {
        damage.push(Damage::PartialBody { count, first });
    }
    bytes
}

/// The length of a line's end that `=` makes none, blanks before it included. So is the end of the body.
fn soft_break(after: &[u8]) -> Option<usize> {
    let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match &after[blanks..] {
        [b'\r', b'\n', ..] => Some(blanks + 2),
        [b'\n', ..] => Some(blanks + 1),
        [] => Some(blanks),
        _ => None,
    }
}

fn cut(raw: &[u8], most: usize) -> Vec<u8> {
    raw.get(..most).unwrap_or(raw).to_vec()
}

fn lied(stated: String) -> Damage {
    Damage::HeaderLied { header: "Content-Transfer-Encoding", stated: shown(stated.as_bytes()) }
}

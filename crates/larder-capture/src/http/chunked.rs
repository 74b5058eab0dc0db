//! Bodies in chunks.

use super::Deviation;

/// The longest line before a chunk, with its extensions.
pub(super) const LONGEST_LINE: usize = 4 << 10;

/// Takes a body out of its chunks. `None` if it is not in chunks at all.
pub(super) fn unchunk(body: &[u8], deviations: &mut Vec<Deviation>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut at = 0;
    loop {
        let Some((size, length)) = size_line(&body[at..]) else {
            if at == 0 {
                return None;
            }
            tell_rest(&body[at..], at, &mut bytes, deviations);
            return Some(bytes);
        };
        let start = at + length;
        if size == 0 {
            let end = start + trailer(&body[start..]);
            if end < body.len() {
                deviations.push(Deviation::TrailingBytes { count: body.len() - end });
            }
            return Some(bytes);
        }
        let there = body.len() - start;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        bytes.extend_from_slice(&body[start..start + size.min(there)]);
        if size >= there {
            deviations.push(Deviation::ChunksCut);
            return Some(bytes);
        }
        at = start + size + line_end(&body[start + size..]);
    }
}

/// What stands where a chunk should.
fn tell_rest(rest: &[u8], at: usize, bytes: &mut Vec<u8>, deviations: &mut Vec<Deviation>) {
    if size_line_is_cut(rest) {
        return deviations.push(Deviation::ChunksCut);
    }
    bytes.extend_from_slice(rest);
    deviations.push(Deviation::BadChunk { at });
}

pub(super) fn size_line_is_cut(rest: &[u8]) -> bool {
    rest.len() <= 16 && rest.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'\r')
}

/// The size of the chunk, and the length of the line that states it.
pub(super) fn size_line(rest: &[u8]) -> Option<(u64, usize)> {
    let within = &rest[..rest.len().min(LONGEST_LINE)];
    let length = memchr::memchr(b'\n', within)?;
    let line = within[..length].trim_ascii();
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let after = line[digits..].trim_ascii_start();
    if !(1..=16).contains(&digits) || !(after.is_empty() || after[0] == b';') {
        return None;
    }
    let size = std::str::from_utf8(&line[..digits]).ok()?;
    Some((u64::from_str_radix(size, 16).ok()?, length + 1))
}

/// The length of the fields behind the last chunk, and of the empty line.
fn trailer(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'\n', &rest[at..]) {
        let line = rest[at..at + length].trim_ascii();
        if line.is_empty() {
            return at + length + 1;
        }
        if !line.contains(&b':') {
            break;
        }
        at += length + 1;
    }
    at
}

fn line_end(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        // A cut line end. Anything else shows when the next size is read.
        [b'\r'] => 1,
        _ => 0,
    }
}

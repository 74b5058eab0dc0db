//! Percent-encoding on top of what the `url` crate does.

use url::Url;

/// Whether an address is already what [`ascii`] would make of it.
///
/// Strict: it may say no to one that is. It spares parsing nearly all links.
pub(super) fn is_canonical(address: &[u8]) -> bool {
    let rest = match address {
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', rest @ ..]
        | [b'h', b't', b't', b'p', b':', b'/', b'/', rest @ ..] => rest,
        _ => return false,
    };
    let Some(slash) = rest.iter().position(|byte| *byte == b'/') else { return false };
    address.len() <= super::LONGEST
        && is_plain_host(&rest[..slash])
        && is_plain_path(&rest[slash..])
}

/// Labels of lower-case letters, digits and inner hyphens, of which the last
/// begins with a letter: no number that means an IP address, no punycode to check.
fn is_plain_host(host: &[u8]) -> bool {
    let mut last_begins_with_letter = false;
    for label in host.split(|byte| *byte == b'.') {
        let (Some(first), Some(last)) = (label.first(), label.last()) else { return false };
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if !(plain(first) && plain(last) && label.iter().all(|byte| plain(byte) || *byte == b'-')) {
            return false;
        }
        if label.len() > 63 || label.get(2..4) == Some(b"--") {
            return false;
        }
        last_begins_with_letter = first.is_ascii_lowercase();
    }
    last_begins_with_letter && host.len() <= 253
}

/// A path without dot segments, a query and a fragment of plain bytes only.
fn is_plain_path(path: &[u8]) -> bool {
    let mut in_path = true;
    let mut in_fragment = false;
    for (index, byte) in path.iter().enumerate() {
        match byte {
            b'/' if in_path && may_be_dots(&path[index + 1..]) => return false,
            b'?' => in_path = false,
            b'#' if in_fragment => return false,
            b'#' => (in_path, in_fragment) = (false, true),
            b'%' if !is_escape(&path[index..]) => return false,
            b'\'' | b'%' => {}
            byte if PLAIN[usize::from(*byte)] => {}
            _ => return false,
        }
        if *byte == b'\'' && !in_path {
            return false;
        }
    }
    true
}

/// Whether a segment may be `.` or `..`, which the standard resolves.
fn may_be_dots(segment: &[u8]) -> bool {
    matches!(segment, [b'.', ..] | [b'%', b'2', b'e' | b'E', ..])
}

/// Bytes that an address may hold after its host, as they are.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let others = b"-._~!$&'()*+,;=:@/?";
    let mut index = 0;
    while index < others.len() {
        table[others[index] as usize] = true;
        index += 1;
    }
    table
};

/// The address in nothing but the characters of RFC 3986.
pub(super) fn ascii(url: &Url) -> String {
    let (host, rest) = super::after_host(url);
    let mut address = String::with_capacity(url.as_str().len() + 16);
    address.push_str(host);
    let mut in_fragment = false;
    for (index, byte) in rest.bytes().enumerate() {
        let as_it_is = match byte {
            b'#' => !std::mem::replace(&mut in_fragment, true),
            b'%' => is_escape(&rest.as_bytes()[index..]),
            byte => PLAIN[usize::from(byte)],
        };
        if as_it_is {
            address.push(char::from(byte));
        } else {
            push_escape(&mut address, byte);
        }
    }
    address
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit())
}

fn push_escape(address: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    address.push('%');
    address.push(char::from(DIGITS[usize::from(byte >> 4)]));
    address.push(char::from(DIGITS[usize::from(byte & 15)]));
}

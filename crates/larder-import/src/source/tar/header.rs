//! What stands before the data of an entry: a block of 512 bytes (POSIX 1003.1, ustar; GNU; the seventh edition).

/// The size of a block. Headers are one, data fill whole ones.
pub(super) const BLOCK: usize = 512;

/// A header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The name with the folders before it.
    pub(super) name: Vec<u8>,
    /// How many bytes of data follow. None where it is no number.
    pub(super) size: Option<u64>,
    /// What it is.
    pub(super) kind: Kind,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// Its data is the name of the next entry (GNU).
    LongName,
    /// Its data is what the next entry links to (GNU).
    LongLink,
    /// Its data says more of the next entry (POSIX).
    Extended,
    /// Its data says more of all entries (POSIX).
    Global,
    /// A file of which only parts are there.
    Sparse,
    /// Something else, in words.
    Special(&'static str),
}

/// Whether a block is a header: the sum of its bytes is the one that it states.
pub(super) fn is_header(block: &[u8]) -> bool {
    let Some(stated) = block.get(148..156).and_then(octal) else { return false };
    if block.len() < BLOCK || block[..BLOCK].iter().all(|byte| *byte == 0) {
        return false;
    }
    let in_sum = |(at, byte): (usize, &u8)| match at {
        148..156 => b' ',
        _ => *byte,
    };
    let bytes = || block[..BLOCK].iter().enumerate().map(in_sum);
    let sum: u64 = bytes().map(u64::from).sum();
    // Some old programs added the bytes as numbers with a sign.
    let signed: i64 = bytes().map(|byte| i64::from(byte.cast_signed())).sum();
    sum == stated || i64::try_from(stated) == Ok(signed)
}

impl Header {
    /// Reads a block. None if it is no header.
    pub(super) fn read(block: &[u8]) -> Option<Self> {
        if !is_header(block) {
            return None;
        }
        let mut name = until_nul(&block[..100]).to_vec();
        // Only POSIX has the folders apart; GNU keeps times there.
        let folders = until_nul(&block[345..500]);
        if &block[257..263] == b"ustar\0" && !folders.is_empty() {
            name = [folders, b"/", &name].concat();
        }
        let is_folder = name.ends_with(b"/");
        Some(Self { name, size: size(&block[124..136]), kind: kind(block[156], is_folder) })
    }
}

fn kind(flag: u8, is_folder: bool) -> Kind {
    match flag {
        b'0' | 0 | b'7' if is_folder => Kind::Folder,
        b'0' | 0 | b'7' => Kind::File,
        b'5' => Kind::Folder,
        b'L' => Kind::LongName,
        b'K' => Kind::LongLink,
        b'x' | b'X' => Kind::Extended,
        b'g' => Kind::Global,
        b'S' => Kind::Sparse,
        b'1' => Kind::Special("a hard link"),
        b'2' => Kind::Special("a symbolic link"),
        b'3' | b'4' => Kind::Special("a device"),
        b'6' => Kind::Special("a named pipe"),
        _ => Kind::Special("an entry of an unknown type"),
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// A number in octal digits, or in binary ones where the first bit is set (GNU).
fn size(field: &[u8]) -> Option<u64> {
    let (first, rest) = field.split_first()?;
    if first & 0x80 == 0 {
        return octal(field);
    }
    let start = u64::from(first & 0x7f);
    rest.iter().try_fold(start, |sum, byte| sum.checked_mul(256).map(|sum| sum | u64::from(*byte)))
}

/// Octal digits between blanks and NULs. Without any, zero.
fn octal(field: &[u8]) -> Option<u64> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | 0);
    let start = field.iter().position(|byte| !is_blank(byte)).unwrap_or(field.len());
    let digits = field[start..].split(is_blank).next().unwrap_or_default();
    digits.iter().try_fold(0_u64, |sum, digit| match digit {
        b'0'..=b'7' => sum.checked_mul(8).map(|sum| sum + u64::from(digit - b'0')),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_octal_or_binary() {
        assert_eq!(size(b"00000000012\0"), Some(10));
        assert_eq!(size(b"       12 \0 "), Some(10));
        assert_eq!(size(b"\x80\0\0\0\0\0\0\x02\0\0\0\0"), Some(0x2_0000_0000));
        assert_eq!(size(&[0xff; 12]), None);
        assert_eq!(size(b"-0000000001\0"), None);
        assert_eq!(size(&[0; 12]), Some(0));
    }

    #[test]
    fn a_text_is_no_header() {
        assert!(!is_header(&[0; BLOCK]));
        assert!(!is_header(&[b'0'; BLOCK]));
        assert!(!is_header(&[b' '; BLOCK]));
        assert!(!is_header(b"short"));
    }
}

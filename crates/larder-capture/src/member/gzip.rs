//! The head and the end of a gzip member (RFC 1952).

/// What the first bytes of a gzip member are.
pub(crate) const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// The fields of a head that may be any length are not longer than this in anything real.
pub(crate) const LONGEST_HEAD: usize = 4 << 10;

/// How long the head is, or `None` if this is no gzip member or one whose head is not all there.
pub(crate) fn head_length(data: &[u8]) -> Option<usize> {
    let data = &data[..data.len().min(LONGEST_HEAD)];
    let fixed = data.get(..10)?;
    let flags = fixed[3];
    if !fixed.starts_with(&MAGIC) || flags & 0xe0 != 0 {
        return None;
    }
    let mut at = 10;
    if flags & 4 != 0 {
        let length = data.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += memchr::memchr(0, data.get(at..)?)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    (at <= data.len()).then_some(at)
}

/// The checksum and the length that stand at the end.
pub(super) fn trailer(data: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?));
    Some((number(0)?, number(4)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_head_is_passed() {
        let mut head = vec![0x1f, 0x8b, 8, 0b1_1110, 0, 0, 0, 0, 0, 3];
        head.extend(b"\x03\x00abcname\0comment\0\x12\x34");
        let length = head.len();
        assert_eq!(head_length(&head), Some(length));
        for cut in 0..length {
            assert_eq!(head_length(&head[..cut]), None, "cut at {cut}");
        }
        head[3] |= 0x20;
        assert_eq!(head_length(&head), None, "a reserved flag");
    }
}

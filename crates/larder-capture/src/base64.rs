//! Base64 as people and programs mangle it.

/// What came out of an encoded body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) bytes: Vec<u8>,
    /// How many bytes of the encoded form stand for nothing.
    pub(crate) broken: u64,
    /// Where the first of them is.
    pub(crate) first: Option<u64>,
    /// Whether the last group is not whole.
    pub(crate) is_cut: bool,
    /// Whether there was more than was wanted.
    pub(crate) is_over: bool,
}

impl Decoded {
    pub(crate) fn count_broken(&mut self, at: usize) {
        self.broken += 1;
        self.first.get_or_insert(at as u64);
    }
}

/// Decodes at most `most` bytes. White space is nothing, either alphabet is understood, padding may be missing or stand in
/// the middle; what is none of these is counted and skipped.
pub(crate) fn decode(encoded: &[u8], most: usize) -> Decoded {
    let mut decoded = Decoded::default();
    decoded.bytes.reserve((encoded.len() / 4 * 3).min(most));
    let mut group = Group::default();
    let mut at = 0;
    while at < encoded.len() && decoded.bytes.len() <= most {
        if group.count == 0
            && let Some(bytes) = whole_group(&encoded[at..])
        {
            decoded.bytes.extend_from_slice(&bytes);
            at += 4;
            continue;
        }
        match VALUES[usize::from(encoded[at])] {
            BLANK => {}
            PAD => group.end(&mut decoded),
            BROKEN => decoded.count_broken(at),
            value => group.push(value, &mut decoded),
        }
        at += 1;
    }
    if at == encoded.len() {
        group.end(&mut decoded);
    }
    if decoded.bytes.len() > most {
        decoded.bytes.truncate(most);
        decoded.is_over = true;
    }
    decoded
}

/// The bytes of four characters side by side, if each is of the alphabet. Nearly all are.
fn whole_group(encoded: &[u8]) -> Option<[u8; 3]> {
    let [first, second, third, fourth] = *encoded.first_chunk()?;
    let value = |byte: u8| VALUES[usize::from(byte)];
    let (first, second, third, fourth) = (value(first), value(second), value(third), value(fourth));
    // What is no value of six bits has the highest one set.
    if (first | second | third | fourth) & 0x80 != 0 {
        return None;
    }
    Some([first << 2 | second >> 4, second << 4 | third >> 2, third << 6 | fourth])
}

/// Up to four characters, six bits each.
#[derive(Default)]
struct Group {
    bits: u32,
    count: u32,
}

impl Group {
    fn push(&mut self, value: u8, decoded: &mut Decoded) {
        self.bits = self.bits << 6 | u32::from(value);
        self.count += 1;
        if self.count == 4 {
            let [_, bytes @ ..] = self.bits.to_be_bytes();
            decoded.bytes.extend_from_slice(&bytes);
            *self = Self::default();
        }
    }

    /// Ends a group before it is full. One character alone holds less than a byte.
    fn end(&mut self, decoded: &mut Decoded) {
        let [_, first, second, _] = (self.bits << (6 * (4 - self.count))).to_be_bytes();
        match self.count {
            2 => decoded.bytes.push(first),
            3 => decoded.bytes.extend([first, second]),
            1 => decoded.is_cut = true,
            _ => {}
        }
        *self = Self::default();
    }
}

const BROKEN: u8 = 255;
const BLANK: u8 = 254;
const PAD: u8 = 253;
const VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [BROKEN; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut index = 0;
    while index < alphabet.len() {
        values[alphabet[index] as usize] = index as u8;
        index += 1;
    }
    values[b'-' as usize] = 62;
    values[b'_' as usize] = 63;
    values[b' ' as usize] = BLANK;
    values[b'\t' as usize] = BLANK;
    values[b'\r' as usize] = BLANK;
    values[b'\n' as usize] = BLANK;
    values[0x0c] = BLANK;
    values[b'=' as usize] = PAD;
    values
}

#[cfg(test)]
pub(crate) fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes(group);
        for index in 0..4 {
            let value = (bits >> (18 - 6 * index)) as usize & 63;
            let is_there = index <= chunk.len();
            encoded.push(if is_there { char::from(ALPHABET[value]) } else { '=' });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_encoded_comes_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 0..bytes.len() {
            let decoded = decode(encode(&bytes[..length]).as_bytes(), usize::MAX);
            assert_eq!((&decoded.bytes[..], decoded.broken), (&bytes[..length], 0));
            assert!(!decoded.is_cut && !decoded.is_over);
        }
    }

    #[test]
    fn mangled_forms_are_understood_and_the_rest_is_counted() {
        assert_eq!(decode(b" aGV\r\nsbG8", 99).bytes, b"hello");
        assert_eq!(decode(b"aGVs\nbG8=\naGk=", 99).bytes, b"hellohi");
        assert_eq!(decode(b"_-8", 99).bytes, decode(b"/+8=", 99).bytes);
        let broken = decode(b"aG*Vs\xffbG8=", 99);
        assert_eq!((broken.bytes.as_slice(), broken.broken), (&b"hello"[..], 2));
        assert_eq!(broken.first, Some(2));
        assert!(decode(b"aGVsb", 99).is_cut);
        let over = decode(b"aGVsbG8=", 4);
        assert_eq!((over.bytes.as_slice(), over.is_over), (&b"hell"[..], true));
    }
}

//! Base64 as backups hold it: in pieces, wrapped, padded in the middle, with whatever else got into it.

/// Decodes Base64 piece by piece.
///
/// White space, the brackets of CDATA sections and references to characters (`&#13;`) are passed by. A `=` ends a group,
/// wherever it stands: who wrote a file in pieces may have padded each of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Decoder {
    bits: u32,
    digits: u32,
    is_reference: bool,
    /// How many characters were met that no Base64 has.
    pub(super) odd: u64,
}

impl Decoder {
    /// Decodes some more of the text.
    pub(super) fn push(&mut self, text: &[u8], bytes: &mut Vec<u8>) {
        for &byte in text {
            match byte {
                _ if self.is_reference => self.is_reference = byte != b';',
                b'=' => self.finish(bytes),
                b'&' => self.is_reference = true,
                b' ' | b'\t' | b'\r' | b'\n' | b'[' | b']' | b'>' => {}
                _ => match digit(byte) {
                    Some(digit) => self.digit(digit, bytes),
                    None => self.odd += 1,
                },
            }
        }
    }

    fn digit(&mut self, digit: u8, bytes: &mut Vec<u8>) {
        self.bits = self.bits << 6 | u32::from(digit);
        self.digits += 1;
        if self.digits == 4 {
            bytes.extend_from_slice(&self.bits.to_be_bytes()[1..]);
            (self.bits, self.digits) = (0, 0);
        }
    }

    /// Ends a group that is not full. A single digit is no byte.
    pub(super) fn finish(&mut self, bytes: &mut Vec<u8>) {
        let full = (self.bits << (6 * (4 - self.digits))).to_be_bytes();
        let length = self.digits.saturating_sub(1) as usize;
        bytes.extend_from_slice(&full[1..1 + length]);
        (self.bits, self.digits) = (0, 0);
    }
}

fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(texts: &[&str]) -> (String, u64) {
        let (mut decoder, mut bytes) = (Decoder::default(), Vec::new());
        texts.iter().for_each(|text| decoder.push(text.as_bytes(), &mut bytes));
        decoder.finish(&mut bytes);
        (String::from_utf8(bytes).unwrap(), decoder.odd)
    }

    #[test]
    fn pieces_make_the_same_as_the_whole() {
        for texts in [
            &["SGVsbG8sIHdvcmxkIQ=="][..],
            &["SGVs", "bG8sI", "Hdvcm", "xkIQ", "=="],
            &["SGVs\r\nbG8s IHdv\tcmxkIQ"],
            &["<![CDATA[".trim_start_matches("<!"), "]]>SGVsbG8sIHdvcmxkIQ==]]>"][1..],
            &["SGVsbG8sIHdv&#13;\n&#xA;cmxkIQ=="],
            // Padded in the middle.
            &["SGVsbG8=LCB3b3JsZCE="],
        ] {
            assert_eq!(decoded(texts), ("Hello, world!".to_owned(), 0), "{texts:?}");
        }
    }

    #[test]
    fn what_is_cut_or_odd_costs_no_more_than_itself() {
        assert_eq!(decoded(&["SGVsbG8sI"]), ("Hello,".to_owned(), 0));
        assert_eq!(decoded(&["SGVs#bG8s\u{1}"]), ("Hello,".to_owned(), 2));
        assert_eq!(decoded(&["", "=", "===="]), (String::new(), 0));
    }
}

//! EBCDIC, as mainframes write it.

use super::Decoded;

/// `<?xm`, with which XML begins.
const START: [u8; 4] = [0x4c, 0x6f, 0xa7, 0x94];

/// Code page 37 in the order of its bytes. Of its two ends of lines, the one that Unicode calls "next line" is the usual
/// one; in XML 1.0 it is one only as a line feed.
const PAGE: &str = "\
    \0\u{1}\u{2}\u{3}\u{9c}\t\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\r\u{e}\u{f}\
    \u{10}\u{11}\u{12}\u{13}\u{9d}\n\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\
    \u{80}\u{81}\u{82}\u{83}\u{84}\n\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\
    \u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a}\
    \u{20}\u{a0}âäàáãåçñ¢.<(+|\
    &éêëèíîïìß!$*);¬\
    -/ÂÄÀÁÃÅÇÑ¦,%_>?\
    øÉÊËÈÍÎÏÌ`:#@'=\"\
    Øabcdefghi«»ðýþ±\
    °jklmnopqrªºæ¸Æ¤\
    µ~stuvwxyz¡¿ÐÝÞ®\
    ^£¥·©§¶¼½¾[]¯¨´×\
    {ABCDEFGHI\u{ad}ôöòóõ\
    }JKLMNOPQR¹ûüùúÿ\
    \\÷STUVWXYZ²ÔÖÒÓÕ\
    0123456789³ÛÜÙÚ\u{9f}\
";

/// A document in code page 37, known by the XML declaration that it begins with. Other code pages differ from it in
/// punctuation and accents only, so that names and English are right in any case.
pub(super) fn by_start(bytes: &[u8]) -> Option<Decoded> {
    if !bytes.starts_with(&START) {
        return None;
    }
    let page: Vec<char> = PAGE.chars().collect();
    let text = bytes.iter().filter_map(|byte| page.get(usize::from(*byte))).collect();
    Some(Decoded { text, encoding: "IBM037", how: "first bytes", replaced: 0 })
}

/// Whether a label names that code page.
pub(super) fn is_label(label: &str) -> bool {
    const LABELS: [&str; 9] = [
        "ibm037",
        "cp037",
        "ibm-37",
        "ibm-037",
        "cp37",
        "csibm037",
        "ebcdic-cp-us",
        "ebcdic-cp-ca",
        "ebcdic",
    ];
    LABELS.iter().any(|known| label.trim().eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_byte_once() {
        let mut page: Vec<char> = PAGE.chars().collect();
        assert_eq!(page.len(), 256);
        page.sort_unstable();
        page.dedup();
        // The two ends of lines are one.
        assert_eq!(page.len(), 255);
    }

    #[test]
    fn only_what_begins_with_the_declaration_is_decoded() {
        let bytes = [&START[..], &[0x93, 0x40, 0xc8, 0xc9, 0x51, 0x15, 0x5f]].concat();
        assert_eq!(by_start(&bytes).unwrap().text, "<?xml HIé\n¬");
        assert_eq!(by_start(b"<?xml"), None);
    }
}

//! From bytes to text, by the rules of XML: what the first bytes say, else what the declaration says, else UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{report::Findings, rule::Rule, spot::Spot};

/// A decoded document.
pub(crate) struct Decoded<'b> {
    /// The text, without a byte order mark.
    pub(crate) text: Cow<'b, str>,
    /// Whether there was a byte order mark.
    pub(crate) marked: bool,
    /// Whether the encoding is UTF-8.
    pub(crate) is_utf8: bool,
    /// What is to be said of the encoding. Whether it is said depends on what the document is.
    said: Vec<(Rule, usize, String)>,
    /// Where the first byte is that means nothing.
    invalid: Option<usize>,
}

impl Decoded<'_> {
    /// Reports what is wrong with the encoding of an XML document.
    pub(crate) fn report(&self, findings: &mut Findings<'_>) {
        for (rule, offset, value) in &self.said {
            findings.value(*rule, Spot::At(*offset), value);
        }
        if self.marked {
            findings.add(Rule::ByteOrderMark, Spot::At(0), "");
        }
        self.report_bytes(findings);
    }

    /// Reports bytes that mean nothing.
    pub(crate) fn report_bytes(&self, findings: &mut Findings<'_>) {
        if let Some(offset) = self.invalid {
            findings.add(Rule::UnicodeError, Spot::At(offset), "");
        }
    }

    /// Whether every byte meant something.
    pub(crate) fn is_whole(&self) -> bool {
        self.invalid.is_none()
    }
}

/// Encodings that readers of feeds know, by the names of the standard. US-ASCII and ISO-8859-1 are `windows-1252` there.
const USUAL: [&str; 12] = [
    "UTF-8",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1252",
    "EUC-JP",
    "Shift_JIS",
    "ISO-2022-JP",
    "EUC-KR",
    "Big5",
    "GBK",
    "gb18030",
    "windows-1251",
];

/// Decodes a document that may be XML or JSON.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let (sure, mark) = first_bytes(bytes);
    let (body, mut said) = (&bytes[mark..], Vec::new());
    let declared = declared(body, sure);
    let label = declared.as_deref().unwrap_or("utf-8");
    let named = Encoding::for_label(label.as_bytes());
    if named.is_none() {
        said.push((Rule::UnknownEncoding, 0, label.to_owned()));
    }
    if let (Some(sure), Some(named), true) = (sure, named, declared.is_some())
        && !agree(sure, named)
    {
        said.push((Rule::EncodingMismatch, 0, label.to_owned()));
    }
    let encoding = sure.or(named.filter(|it| !is_wide(it))).unwrap_or(UTF_8);
    if sure.is_none() && named.is_some_and(is_wide) {
        said.push((Rule::EncodingMismatch, 0, label.to_owned()));
    }
    if !USUAL.contains(&encoding.name()) {
        said.push((Rule::ObscureEncoding, 0, label.to_owned()));
    }
    if encoding != UTF_8 {
        said.push((Rule::NonstdEncoding, 0, encoding.name().to_owned()));
    }
    let (text, invalid) = text_in(encoding, body);
    Decoded { text, marked: mark > 0, is_utf8: encoding == UTF_8, said, invalid }
}

/// The encoding that the first bytes leave no doubt of, and how long the byte order mark is.
fn first_bytes(bytes: &[u8]) -> (Option<&'static Encoding>, usize) {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => (Some(UTF_8), 3),
        [0xff, 0xfe, ..] => (Some(UTF_16LE), 2),
        [0xfe, 0xff, ..] => (Some(UTF_16BE), 2),
        [b'<', 0, ..] => (Some(UTF_16LE), 0),
        [0, b'<', ..] => (Some(UTF_16BE), 0),
        _ => (None, 0),
    }
}

/// What the XML declaration calls the encoding.
fn declared(bytes: &[u8], sure: Option<&'static Encoding>) -> Option<String> {
    let start = &bytes[..bytes.len().min(512)];
    let text = match sure {
        Some(wide) if is_wide(wide) => wide.decode_without_bom_handling(start).0,
        _ => WINDOWS_1252.decode_without_bom_handling(start).0,
    };
    declaration_value(declaration(&text)?, "encoding").map(str::to_owned)
}

/// What stands between `<?xml` and `?>` at the beginning, white space before it allowed.
pub(crate) fn declaration(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix("<?xml")?;
    let end = rest.find("?>")?;
    rest.starts_with(|it: char| it.is_ascii_whitespace()).then_some(&rest[..end])
}

/// The value of `name` in a declaration.
pub(crate) fn declaration_value<'t>(declaration: &'t str, name: &str) -> Option<&'t str> {
    let at = declaration.find(name)?;
    let rest = declaration[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    rest[1..].split(quote).next()
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn agree(sure: &'static Encoding, named: &'static Encoding) -> bool {
    sure == named || (is_wide(sure) && is_wide(named))
}

/// The text, and where the first byte is that means nothing; these become U+FFFD.
fn text_in<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, Option<usize>) {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), None),
            Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
        };
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let invalid = had_errors.then(|| text.find('\u{fffd}').unwrap_or(0));
    (text, invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(bytes: &[u8]) -> Vec<Rule> {
        decode(bytes).said.iter().map(|(rule, ..)| *rule).collect()
    }

    #[test]
    fn the_first_bytes_count_more_than_the_declaration() {
        let wide: Vec<u8> = "<?xml version='1.0' encoding='utf-8'?><a/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let decoded = decode(&wide);
        assert!(decoded.text.ends_with("<a/>"));
        assert_eq!(rules(&wide), [Rule::EncodingMismatch, Rule::NonstdEncoding]);
        assert_eq!(rules(b"<?xml version='1.0' encoding='utf-16'?><a/>"), [Rule::EncodingMismatch]);
    }

    #[test]
    fn korean_in_its_old_encoding_is_read() {
        let bytes = b"<?xml version='1.0' encoding='euc-kr'?><a>\xb1\xdb</a>";
        assert!(decode(bytes).text.contains('글'));
        assert_eq!(rules(bytes), [Rule::NonstdEncoding]);
    }

    #[test]
    fn strange_encodings_are_named() {
        assert_eq!(rules(b"<?xml version='1.0' encoding='klingon'?>"), [Rule::UnknownEncoding]);
        let obscure = [Rule::ObscureEncoding, Rule::NonstdEncoding];
        assert_eq!(rules(b"<?xml version='1.0' encoding='ibm866'?>"), obscure);
    }

    #[test]
    fn the_first_byte_without_meaning_is_known() {
        assert_eq!(decode(b"ab\xffc").invalid, Some(2));
        assert_eq!(decode("한".as_bytes()).invalid, None);
    }
}

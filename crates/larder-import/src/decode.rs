//! From bytes to text: BOM, declaration, valid UTF-8, guess. The original is kept; nothing is repaired.
//!
//! The order is that of the web's own standards, with two doubts built in. A declaration that does not fit the bytes
//! loses (saved pages are re-encoded while their old `meta` still says `euc-kr`), and so does a guess that a few bad bytes
//! would overthrow: a text that is almost wholly of one encoding is of that encoding, with the bad bytes counted.

mod declared;
mod doubt;
mod ebcdic;
mod mojibake;
mod wide;

use encoding_rs::{DecoderResult, EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use larder_core::NoteKind;

pub(crate) use self::mojibake::{mojibake_in, without_mojibake};
pub use self::{
    declared::declared_in_html,
    doubt::{looks_binary, suspected_mojibake},
};

/// A text and how it was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The WHATWG name of the encoding, such as `UTF-8` or `EUC-KR`.
    pub encoding: &'static str,
    /// How the encoding was known: `byte order mark`, `first bytes`, `told from outside`, `declared`, `valid UTF-8` or
    /// `guessed`.
    pub how: &'static str,
    /// How many sequences of bytes were no text; U+FFFD stands in their place.
    pub replaced: u64,
}

impl Decoded {
    /// How the bytes became text, where that is worth knowing.
    pub(crate) fn notes(&self) -> Vec<NoteKind> {
        let mut notes = Vec::new();
        if self.encoding != UTF_8.name() {
            let (encoding, how) = (self.encoding.to_owned(), self.how.to_owned());
            notes.push(NoteKind::EncodingDecoded { encoding, how });
        }
        if self.replaced > 0 {
            notes.push(NoteKind::BytesReplaced { count: self.replaced });
        }
        notes
    }
}

/// The labels of encodings that are stated for a text. By default, none.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Stated<'a> {
    /// What is told from outside, as a server tells it. It counts more than what the text itself says.
    pub outside: Option<&'a str>,
    /// What the text itself says, or its container.
    pub declared: Option<&'a str>,
}

impl<'a> Stated<'a> {
    /// What is told from outside, and what the text itself says.
    pub fn new(outside: Option<&'a str>, declared: Option<&'a str>) -> Self {
        Self { outside, declared }
    }
}

/// Whether `label` names an encoding that can be read: a label of the WHATWG Encoding Standard, or one more of CP949.
pub fn is_encoding(label: &str) -> bool {
    declared::encoding(label).is_some()
}

/// Decodes `bytes`. `declared` is the label that a container or a document states, if any.
///
/// Never fails: where nothing fits, the result holds U+FFFD and says how many.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    decode_stated(bytes, &Stated::new(None, declared))
}

/// Decodes `bytes` by the labels that are stated for them. A byte order mark counts more than any label, and so do bytes
/// that are UTF-8 and hardly anything else: servers are wrong as often as documents are.
///
/// Never fails: where nothing fits, the result holds U+FFFD and says how many.
pub fn decode_stated(bytes: &[u8], stated: &Stated<'_>) -> Decoded {
    let outside = stated.outside.and_then(declared::encoding);
    let declared = stated.declared.and_then(declared::encoding);
    by_mark(bytes)
        .or_else(|| ebcdic::by_start(bytes))
        .or_else(|| wide::utf_32_without_mark(bytes))
        .or_else(|| by_label(bytes, outside, OUTSIDE))
        .or_else(|| by_label(bytes, declared, DECLARED))
        .or_else(|| wide::utf_16_without_mark(bytes))
        .or_else(|| as_utf_8(bytes))
        .or_else(|| by_label(bytes, declared::in_head(bytes), DECLARED))
        .or_else(|| looks_binary(bytes).then(|| counted(UTF_8, bytes, "guessed")))
        .or_else(|| almost(bytes, outside, OUTSIDE))
        .or_else(|| clean(EUC_KR, bytes, "guessed"))
        .or_else(|| almost(bytes, declared.or_else(|| declared::in_head(bytes)), DECLARED))
        .or_else(|| almost(bytes, Some(UTF_8), "guessed"))
        .or_else(|| almost(bytes, Some(EUC_KR), "guessed"))
        .unwrap_or_else(|| guess(bytes))
}

/// The label, where it names no encoding, and whether another was used than it names.
///
/// None where it was used, or where it is no label at all.
pub(crate) fn verdict(label: &str, used: &Decoded) -> Option<Verdict> {
    if label.trim().is_empty() {
        return None;
    }
    let lower = label.trim().to_ascii_lowercase();
    // What WHATWG has no name for is read all the same.
    let is_wide = |names: [&str; 3], used_as: &str| {
        names.iter().any(|name| lower.starts_with(name)) && used.encoding.starts_with(used_as)
    };
    if is_wide(["utf-32", "utf32", "ucs-4"], "UTF-32")
        || is_wide(["utf-16", "utf16", "ucs-2"], "UTF-16")
        || ebcdic::is_label(label) && used.encoding == "IBM037"
    {
        return None;
    }
    match declared::encoding(label) {
        None => Some(Verdict::Unknown),
        Some(encoding) if encoding.name() == used.encoding => None,
        Some(_) => Some(Verdict::Contradicted),
    }
}

/// What is amiss with the label of an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It names none that is known.
    Unknown,
    /// The bytes are in another.
    Contradicted,
}

const OUTSIDE: &str = "told from outside";
const DECLARED: &str = "declared";

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    const MARK: &str = "byte order mark";
    if let Some(decoded) = wide::utf_32(bytes) {
        return Some(decoded);
    }
    let (encoding, length) = Encoding::for_bom(bytes)?;
    Some(counted(encoding, &bytes[length..], MARK))
}

/// The stated encoding, if all bytes are text in it and nothing speaks for UTF-8 instead.
fn by_label(bytes: &[u8], stated: Option<&'static Encoding>, how: &'static str) -> Option<Decoded> {
    let encoding = stated.filter(|_| !bytes.is_empty())?;
    if encoding != UTF_8 && rather_utf_8(bytes, encoding) {
        return None;
    }
    clean(encoding, bytes, how)
}

/// Whether `bytes` are UTF-8 although another encoding is declared.
///
/// A text that is valid UTF-8 beyond ASCII is UTF-8. Only two-byte sequences can be Korean by chance (`티` in CP949 is
/// `Ƽ` in UTF-8), so they do not count against an encoding with two bytes a character.
fn rather_utf_8(bytes: &[u8], declared: &'static Encoding) -> bool {
    let Ok(text) = simdutf8::basic::from_utf8(bytes) else { return false };
    if declared == UTF_16LE || declared == UTF_16BE {
        return memchr::memchr(0, bytes).is_none();
    }
    let least = if declared.is_single_byte() { '\u{80}' } else { '\u{800}' };
    text.chars().any(|character| character >= least)
}

/// UTF-8, where at most the last character was cut.
fn as_utf_8(bytes: &[u8]) -> Option<Decoded> {
    let (valid, replaced) = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(error) if error.error_len().is_none() => {
            let (valid, _) = bytes.split_at(error.valid_up_to());
            let text = std::str::from_utf8(valid).ok().filter(|text| !text.is_ascii())?;
            (text, 1)
        }
        Err(_) => return None,
    };
    let mut text = valid.to_owned();
    text.extend((replaced == 1).then_some('\u{fffd}'));
    Some(Decoded { text, encoding: UTF_8.name(), how: "valid UTF-8", replaced })
}

/// `bytes` in `encoding`, if all of them are text.
fn clean(encoding: &'static Encoding, bytes: &[u8], how: &'static str) -> Option<Decoded> {
    let (text, replaced) = run(encoding, bytes, OnError::Stop);
    (replaced == 0).then(|| Decoded { text, encoding: encoding.name(), how, replaced })
}

/// `bytes` in `encoding`, with the places counted that are no text.
fn counted(encoding: &'static Encoding, bytes: &[u8], how: &'static str) -> Decoded {
    let (text, replaced) = run(encoding, bytes, OnError::Replace);
    Decoded { text, encoding: encoding.name(), how, replaced }
}

/// The encoding, if almost everything beyond ASCII is text in it: at most one bad place for twenty good characters.
fn almost(bytes: &[u8], encoding: Option<&'static Encoding>, how: &'static str) -> Option<Decoded> {
    let decoded = counted(encoding?, bytes, how);
    let beyond_ascii = decoded.text.chars().filter(|character| !character.is_ascii()).count();
    let good = (beyond_ascii as u64).saturating_sub(decoded.replaced);
    (decoded.replaced.saturating_mul(20) <= good).then_some(decoded)
}

fn guess(bytes: &[u8]) -> Decoded {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // Without the hint, short Korean texts are taken for Greek.
    let encoding = detector.guess(Some(b"kr"), chardetng::Utf8Detection::Allow);
    counted(encoding, bytes, "guessed")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OnError {
    Stop,
    Replace,
}

/// Decodes without looking at byte order marks. Returns the text and the number of malformed sequences.
///
/// The text grows as it is filled: three times the input, which would always be enough, is too much for large files.
fn run(encoding: &'static Encoding, mut bytes: &[u8], on_error: OnError) -> (String, u64) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut replaced = 0;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => return (text, replaced),
            DecoderResult::OutputFull => text.reserve(bytes.len() + 16),
            DecoderResult::Malformed(..) => {
                replaced += 1;
                text.push('\u{fffd}');
                if on_error == OnError::Stop {
                    return (text, replaced);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;

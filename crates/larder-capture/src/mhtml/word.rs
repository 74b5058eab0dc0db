//! Encoded words: `=?euc-kr?B?x9GxuQ==?=` (RFC 2047).

use encoding_rs::{EUC_KR, Encoding};

use crate::{base64, data_url::hex};

/// A header with its encoded words decoded, and its folds undone. What is no word stays as it is.
pub(super) fn decoded(value: String) -> String {
    let value = value.replace(['\r', '\n'], "");
    let mut text = String::with_capacity(value.len());
    // Bytes of words that stand side by side: a character may be cut between them.
    let mut pending: Option<(&'static Encoding, Vec<u8>)> = None;
    let mut rest = value.as_str();
    while let Some(start) = rest.find("=?") {
        let (between, candidate) = rest.split_at(start);
        let Some(word) = Word::read(candidate) else {
            flush(&mut pending, &mut text);
            text.push_str(between);
            text.push_str("=?");
            rest = &candidate[2..];
            continue;
        };
        let is_apart = !between.trim().is_empty() || pending.is_none();
        if is_apart || pending.as_ref().is_some_and(|(encoding, _)| *encoding != word.encoding) {
            flush(&mut pending, &mut text);
        }
        if is_apart {
            text.push_str(between);
        }
        pending.get_or_insert((word.encoding, Vec::new())).1.extend(word.bytes);
        rest = &candidate[word.length..];
    }
    flush(&mut pending, &mut text);
    text.push_str(rest);
    text
}

fn flush(pending: &mut Option<(&'static Encoding, Vec<u8>)>, text: &mut String) {
    if let Some((encoding, bytes)) = pending.take() {
        text.push_str(&encoding.decode_without_bom_handling(&bytes).0);
    }
}

struct Word {
    encoding: &'static Encoding,
    bytes: Vec<u8>,
    length: usize,
}

impl Word {
    fn read(text: &str) -> Option<Self> {
        // The standard's limit is 75 bytes; programs write more, but not lines of megabytes.
        const LONGEST: usize = 16 << 10;
        let body = text.strip_prefix("=?")?;
        let mut fields = body.splitn(3, '?');
        let (label, kind, rest) = (fields.next()?, fields.next()?, fields.next()?);
        let window = rest.get(..LONGEST).unwrap_or(rest);
        let end = window.find("?=")?;
        let encoded = &rest[..end];
        let bytes = match kind {
            "B" | "b" => base64::decode(encoded.as_bytes(), LONGEST).bytes,
            "Q" | "q" => quoted(encoded.as_bytes()),
            _ => return None,
        };
        let length = 2 + label.len() + 1 + kind.len() + 1 + end + 2;
        Some(Self { encoding: encoding(label)?, bytes, length })
    }
}

/// The encoding of a label, with the names of CP949 that mails have for it. RFC 2231 lets a language follow.
fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.split('*').next()?;
    if label.eq_ignore_ascii_case("cp949") || label.eq_ignore_ascii_case("ms949") {
        return Some(EUC_KR);
    }
    Encoding::for_label_no_replacement(label.as_bytes())
}

fn quoted(encoded: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(byte) = encoded.get(at) {
        let escape = encoded.get(at + 1..at + 3).filter(|_| *byte == b'=').and_then(hex);
        bytes.push(match (byte, escape) {
            (_, Some(byte)) => byte,
            (b'_', None) => b' ',
            (byte, None) => *byte,
        });
        at += if escape.is_some() { 3 } else { 1 };
    }
    bytes
}

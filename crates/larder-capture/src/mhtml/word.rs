//! Encoded words: `=?euc-kr?B?x9GxuQ==?=` (RFC 2047).

use encoding_rs::{EUC_KR, Encoding, ISO_2022_JP};

use crate::{base64, data_url::hex};

/// A header with its encoded words decoded, and its folds undone. What is no word stays as it is.
pub(super) fn decoded(value: String) -> String {
    let value = value.replace(['\r', '\n'], "");
    let mut text = String::with_capacity(value.len());
    // Words with nothing but blanks between them.
    let mut run: Vec<Word> = Vec::new();
    let mut rest = value.as_str();
    while let Some(start) = rest.find("=?") {
        let (between, candidate) = rest.split_at(start);
        let word = Word::read(candidate);
        if word.is_none() || run.is_empty() || !between.trim().is_empty() {
            push_run(&mut run, &mut text);
            text.push_str(between);
        }
        match word {
            Some(word) => {
                rest = &candidate[word.length..];
                run.push(word);
            }
            None => {
                text.push_str("=?");
                rest = &candidate[2..];
            }
        }
    }
    push_run(&mut run, &mut text);
    text.push_str(rest);
    text
}

/// A character may be cut between two words; but an encoding with states begins anew in each.
fn push_run(run: &mut Vec<Word>, text: &mut String) {
    let belong =
        |one: &Word, next: &Word| one.encoding == next.encoding && one.encoding != ISO_2022_JP;
    for words in run.chunk_by(belong) {
        let bytes: Vec<u8> = words.iter().flat_map(|word| &word.bytes).copied().collect();
        text.push_str(&words[0].encoding.decode_without_bom_handling(&bytes).0);
    }
    run.clear();
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

//! Which encoding a text of these platforms is in.
//!
//! Nothing in the file says so. Japanese in EUC-JP is valid EUC-KR nearly always, and the other way round, so that what
//! counts is what comes out: Japanese has kana everywhere, Korean has Hangul, and wrong guesses have neither.

use encoding_rs::{EUC_JP, EUC_KR, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8};

use crate::decode::{Stated, decode_stated};

/// An encoding, and how it was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) encoding: &'static Encoding,
    pub(super) how: &'static str,
}

/// Whether bytes say nothing about their encoding: they are the same in all of them.
pub(super) fn says_nothing(bytes: &[u8]) -> bool {
    bytes.is_ascii() && !bytes.contains(&0) && !has_escapes(bytes)
}

/// The encoding of a text that begins with `head`, which may end within a character. None for encodings that cannot be
/// read piece by piece, which is UTF-32. `outside` is the label that is told.
pub(super) fn find(head: &[u8], outside: Option<&str>) -> Option<Found> {
    if has_escapes(head) && head.is_ascii() && outside.is_none() {
        return Some(Found { encoding: ISO_2022_JP, how: "guessed" });
    }
    let decoded = decode_stated(head, &Stated::new(outside, None));
    if decoded.how == "guessed"
        && let Some(encoding) = east_asian(head)
    {
        return Some(Found { encoding, how: "guessed" });
    }
    let encoding = Encoding::for_label(decoded.encoding.as_bytes())?;
    Some(Found { encoding, how: decoded.how })
}

/// Whether there are the escapes by which ISO-2022-JP begins Japanese.
fn has_escapes(bytes: &[u8]) -> bool {
    [b"\x1b$B", b"\x1b$@"].iter().any(|it| memchr::memmem::find(bytes, *it).is_some())
}

/// The encoding that makes the most Japanese or Korean of the bytes, if any makes sense.
fn east_asian(bytes: &[u8]) -> Option<&'static Encoding> {
    let scored = [EUC_JP, SHIFT_JIS, EUC_KR].map(|encoding| (score(encoding, bytes), encoding));
    let (best, encoding) = scored.into_iter().max_by_key(|(score, _)| *score)?;
    (best > 0).then_some(encoding)
}

/// How much sense bytes make in an encoding.
fn score(encoding: &'static Encoding, bytes: &[u8]) -> i64 {
    /// A kana is worth several Hangul: the bytes of Chinese characters in EUC-JP are Hangul in EUC-KR, while the bytes of
    /// Hangul are hardly ever kana.
    const KANA: i64 = 4;
    /// A place that is no text at all.
    const WRONG: i64 = -12;
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let worth = |character: char| match character {
        '\u{3041}'..='\u{30fe}' => KANA,
        '\u{ac00}'..='\u{d7a3}' => 1,
        // In EUC-KR and EUC-JP: letters that no text is full of.
        '\u{ff61}'..='\u{ff9f}' | '\u{2500}'..='\u{257f}' | '\u{400}'..='\u{4ff}' => -1,
        '\u{fffd}' => WRONG,
        _ => 0,
    };
    let sum: i64 = text.chars().map(worth).sum();
    // The cut at the end is no mistake of the text.
    if text.ends_with('\u{fffd}') { sum - WRONG } else { sum }
}

/// UTF-8, for texts that never say more than ASCII.
pub(super) const PLAIN: Found = Found { encoding: UTF_8, how: "valid UTF-8" };

#[cfg(test)]
mod tests {
    use super::*;

    const JAPANESE: &str =
        "TITLE: 朝の散歩\n今日は駅前の古い喫茶店で、窓の外を眺めながら手紙を書いた。";
    const KOREAN: &str = "TITLE: 골목 끝 우체통\n오늘은 오래된 우체통 앞에서 편지 한 장을 부쳤다.";

    fn found(text: &str, encoding: &'static Encoding) -> &'static str {
        let (bytes, ..) = encoding.encode(text);
        find(&bytes, None).unwrap().encoding.name()
    }

    #[test]
    fn japanese_and_korean_are_told_apart() {
        for encoding in [SHIFT_JIS, EUC_JP, UTF_8, ISO_2022_JP] {
            assert_eq!(found(JAPANESE, encoding), encoding.name());
        }
        assert_eq!(found(KOREAN, EUC_KR), "EUC-KR");
        assert_eq!(found(KOREAN, UTF_8), "UTF-8");
    }

    #[test]
    fn a_cut_within_a_character_changes_nothing() {
        for encoding in [SHIFT_JIS, EUC_JP, EUC_KR] {
            let text = if encoding == EUC_KR { KOREAN } else { JAPANESE };
            let (bytes, ..) = encoding.encode(text);
            for end in bytes.len() - 20..bytes.len() {
                let found = find(&bytes[..end], None).unwrap();
                assert_eq!(found.encoding, encoding, "{end}");
            }
        }
    }

    #[test]
    fn what_is_told_counts_and_other_alphabets_are_left_to_the_common_guess() {
        let (bytes, ..) = EUC_JP.encode(JAPANESE);
        assert_eq!(find(&bytes, Some("euc-kr")).map(|it| it.how), Some("told from outside"));
        let french = "TITLE: Journée d'été à la plage\nBODY:\nDéjà l'été, où êtes-vous passés ?\n";
        assert_eq!(found(french, encoding_rs::WINDOWS_1252), "windows-1252");
    }

    #[test]
    fn ascii_says_nothing_but_its_escapes_and_zeros_do() {
        assert!(says_nothing(b"TITLE: a\n"));
        assert!(!says_nothing(b"T\0I\0"));
        assert!(!says_nothing(b"TITLE: \x1b$B"));
        assert!(!says_nothing("TITLE: é".as_bytes()));
    }
}

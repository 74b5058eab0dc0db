//! Hangul in Latin letters, by the Revised Romanisation of Korean (2000): as words sound, with the assimilations of its
//! chapter 3.1.
//!
//! Finals move to a vowel that follows, become nasal before `ㄴ` and `ㅁ`, `ㄴㄹ` and `ㄹㄴ` sound `ll`, `ㄷ` and `ㅌ` before
//! `이` sound `j` and `ch`. Tense sounds between syllables are not written. Which word is a noun nobody can know here, so
//! `ㅎ` behind `ㄱ`, `ㄷ` and `ㅂ` is always kept, as it is in nouns (`묵호`: Mukho). Exceptions of single words
//! (`밟`, `결단력`) are not known.

/// The first syllable of Unicode, and how many there are.
const SYLLABLES: (u32, u32) = (0xAC00, 11_172);

const INITIALS: [&str; 19] = [
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
    "h",
];

const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "eu", "ui", "i",
];

/// How each final sounds before a consonant and at the end, and what it is before a vowel.
const FINALS: [(&str, &str); 28] = [
    ("", ""),
    ("k", "g"),
    ("k", "kk"),
    ("k", "ks"),
    ("n", "n"),
    ("n", "nj"),
    ("n", "n"),
    ("t", "d"),
    ("l", "r"),
    ("k", "lg"),
    ("m", "lm"),
    ("l", "lb"),
    ("l", "ls"),
    ("l", "lt"),
    ("p", "lp"),
    ("l", "r"),
    ("m", "m"),
    ("p", "b"),
    ("p", "ps"),
    ("t", "s"),
    ("t", "ss"),
    ("ng", "ng"),
    ("t", "j"),
    ("t", "ch"),
    ("k", "k"),
    ("t", "t"),
    ("p", "p"),
    ("t", ""),
];

/// Places in the tables that rules name.
const NIEUN: usize = 2;
const RIEUL: usize = 5;
const MIEUM: usize = 6;
const IEUNG: usize = 11;
const VOWEL_I: usize = 20;
const FINAL_DIGEUT: usize = 7;
const FINAL_LIEUL_TIEUT: usize = 13;
const FINAL_TIEUT: usize = 25;
/// `ㄶ`, `ㅀ`, `ㅎ`.
const FINALS_WITH_HIEUT: [usize; 3] = [6, 15, 27];

/// A text with its syllables of Hangul in Latin letters. All else stays, kana and Chinese characters too. The text is
/// composed (NFC); letters of Hangul that are no syllables stay as well.
pub(crate) fn romanise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    // How the initial of the next syllable sounds, where the final before it has changed that.
    let mut changed: Option<&str> = None;
    while let Some(letter) = letters.next() {
        let Some((initial, vowel, last)) = parts(letter) else {
            out.push(letter);
            continue;
        };
        out.push_str(changed.take().unwrap_or(INITIALS[initial]));
        out.push_str(VOWELS[vowel]);
        let next = letters.peek().copied().and_then(parts);
        let (sound, initial) = boundary(last, next.map(|(initial, vowel, _)| (initial, vowel)));
        out.push_str(sound);
        changed = initial;
    }
    out
}

/// Whether a text has a syllable of Hangul.
pub(crate) fn has_hangul(text: &str) -> bool {
    text.chars().any(|letter| parts(letter).is_some())
}

/// The places of initial, vowel and final of a syllable.
fn parts(letter: char) -> Option<(usize, usize, usize)> {
    let at = u32::from(letter).checked_sub(SYLLABLES.0).filter(|at| *at < SYLLABLES.1)?;
    let at = usize::try_from(at).ok()?;
    Some((at / 588, at % 588 / 28, at % 28))
}

/// How a final sounds before the initial and the vowel of the next syllable, and how that initial does where it changes.
fn boundary(last: usize, next: Option<(usize, usize)>) -> (&'static str, Option<&'static str>) {
    let (closed, open) = FINALS[last];
    let Some((initial, vowel)) = next else { return (closed, None) };
    if initial == IEUNG {
        return match last {
            FINAL_DIGEUT if vowel == VOWEL_I => ("j", None),
            FINAL_TIEUT if vowel == VOWEL_I => ("ch", None),
            FINAL_LIEUL_TIEUT if vowel == VOWEL_I => ("lch", None),
            _ => (open, None),
        };
    }
    if FINALS_WITH_HIEUT.contains(&last)
        && let Some(strong) = strong(initial)
    {
        return (if last == 27 { "" } else { closed }, Some(strong));
    }
    match (closed, initial) {
        ("k", NIEUN | MIEUM) => ("ng", None),
        ("t", NIEUN | MIEUM) => ("n", None),
        ("p", NIEUN | MIEUM) => ("m", None),
        ("k", RIEUL) => ("ng", Some("n")),
        ("t", RIEUL) => ("n", Some("n")),
        ("p", RIEUL) => ("m", Some("n")),
        ("m" | "ng", RIEUL) => (closed, Some("n")),
        ("n" | "l", RIEUL) | ("l", NIEUN) => ("l", Some("l")),
        _ => (closed, None),
    }
}

/// How an initial sounds behind `ㅎ`.
fn strong(initial: usize) -> Option<&'static str> {
    match INITIALS[initial] {
        "g" => Some("k"),
        "d" => Some("t"),
        "j" => Some("ch"),
        "s" => Some("ss"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_as_the_rules_of_the_ministry_write_them() {
        for (hangul, latin) in [
            // The examples of the rules, in small letters.
            ("구미", "gumi"),
            ("옥천", "okcheon"),
            ("합덕", "hapdeok"),
            ("호법", "hobeop"),
            ("벚꽃", "beotkkot"),
            ("한밭", "hanbat"),
            ("구리", "guri"),
            ("설악", "seorak"),
            ("칠곡", "chilgok"),
            ("임실", "imsil"),
            ("울릉", "ulleung"),
            ("백마", "baengma"),
            ("종로", "jongno"),
            ("왕십리", "wangsimni"),
            ("별내", "byeollae"),
            ("신라", "silla"),
            ("해돋이", "haedoji"),
            ("같이", "gachi"),
            ("좋고", "joko"),
            ("놓다", "nota"),
            ("묵호", "mukho"),
            ("집현전", "jiphyeonjeon"),
            ("압구정", "apgujeong"),
            ("낙성대", "nakseongdae"),
            ("독립문", "dongnimmun"),
            ("광희문", "gwanghuimun"),
            // Finals of two letters.
            ("닭이", "dalgi"),
            ("닭장", "dakjang"),
            ("넋이", "neoksi"),
            ("여덟", "yeodeol"),
            ("값", "gap"),
            ("많다", "manta"),
            ("싫어", "sireo"),
        ] {
            assert_eq!(romanise(hangul), latin, "{hangul}");
        }
    }

    #[test]
    fn what_is_no_syllable_stays() {
        assert_eq!(
            romanise("느린 편지 2: Rust와 カナ, 漢字, ㅋㅋ"),
            "neurin pyeonji 2: Rustwa カナ, 漢字, ㅋㅋ"
        );
        assert!(has_hangul("a글") && !has_hangul("ㅋㅋ漢字"));
    }
}

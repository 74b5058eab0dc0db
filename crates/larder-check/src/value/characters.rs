//! Characters that stand for a mistake.

use crate::{report::Findings, rule::Rule, spot::Spot};

/// Checks the characters of a text, which `spot` places by the byte. Each kind is reported once in a text.
/// `replaced`: U+FFFD stands for bytes that meant nothing, which is reported already.
pub(crate) fn check<'s>(
    findings: &mut Findings<'_>,
    replaced: bool,
    text: &str,
    spot: impl Fn(usize) -> Spot<'s>,
) {
    // Nearly all texts have none of these, and most of those with Hangul have none of the bytes they begin with.
    if !has_byte(text, is_suspect) {
        return;
    }
    let (mut control, mut bad, mut discouraged) = (None, None, None);
    for (at, character) in text.char_indices() {
        let kind = match character {
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' => &mut control,
            '\u{fffd}' if replaced => continue,
            '\u{80}'..='\u{9f}' | '\u{fffd}' => &mut bad,
            '\x7f' | '\u{feff}' => &mut discouraged,
            _ if is_noncharacter(character) => &mut discouraged,
            _ => continue,
        };
        kind.get_or_insert((at, character));
    }
    let rules = [Rule::ControlCharacter, Rule::BadCharacters, Rule::DiscouragedCharacter];
    for (rule, found) in rules.into_iter().zip([control, bad, discouraged]) {
        if let Some((at, character)) = found {
            findings.add(rule, spot(at), format!("U+{:04X}", u32::from(character)));
        }
    }
    if let Some((at, run)) = encoded_twice(text) {
        findings.accept(Rule::BadCharacters, spot(at), run);
    }
}

/// Whether a character is one that Unicode never assigns.
pub(crate) fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}

/// Whether a text has a byte of a kind. Looks at many at once, which `any` does not.
pub(crate) fn has_byte(text: &str, is_kind: impl Fn(u8) -> bool) -> bool {
    text.as_bytes().chunks(64).any(|part| part.iter().fold(false, |has, byte| has | is_kind(*byte)))
}

/// Whether a character that is looked for may begin with this byte.
fn is_suspect(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 0x7f | 0xc2 | 0xc3 | 0xef | 0xf0..=0xf4)
}

/// UTF-8 that was read as Latin-1 and encoded again: `Ã©` for `é`.
fn encoded_twice(text: &str) -> Option<(usize, &str)> {
    let is_narrow = |it: char| it <= '\u{ff}';
    let mut rest = text;
    while let Some(start) = rest.find(is_narrow) {
        let run = &rest[start..];
        let end = run.find(|it| !is_narrow(it)).unwrap_or(run.len());
        let run = &run[..end];
        if looks_encoded_twice(run) {
            return Some((text.len() - rest.len() + start, run.trim()));
        }
        rest = &rest[start + end..];
    }
    None
}

fn looks_encoded_twice(run: &str) -> bool {
    let latin: Vec<u8> = run.chars().filter_map(|it| u8::try_from(u32::from(it)).ok()).collect();
    let is_pair = |pair: &[u8]| matches!(pair, [0xc2 | 0xc3, 0xa0..=0xbf]);
    latin.windows(2).any(is_pair) && std::str::from_utf8(&latin).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{options::Options, report::Finding};

    fn findings(text: &str) -> Vec<String> {
        let options = Options::default();
        let mut findings = Findings::new(&options);
        check(&mut findings, false, text, Spot::At);
        let said = |it: &Finding| format!("{} {} {} {}", it.column, it.rule, it.found, it.accepted);
        findings.report(None, text).findings.iter().map(said).collect()
    }

    #[test]
    fn each_kind_is_said_once_with_its_place() {
        assert_eq!(
            findings("한\u{92}\u{fffd}\u{8}\u{7f}\u{1fffe}"),
            [
                "2 BadCharacters U+0092 false",
                "4 ControlCharacter U+0008 false",
                "5 DiscouragedCharacter U+007F false",
            ]
        );
    }

    #[test]
    fn double_encoding_is_accepted_and_everything_honest_is_clean() {
        assert_eq!(findings("한 FlÃ¼ss"), ["2 BadCharacters `FlÃ¼ss` true"]);
        assert!(findings("Ã la carte, Ü, ¿qué?, 🍲\u{200d}\u{202e}\u{e000}\n\t").is_empty());
    }
}

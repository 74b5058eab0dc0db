//! Numbers as Korean platforms show them.

/// The number in `1,744`, `1.2만`, `5천` or `3억`. Absent when the text is anything else.
///
/// A shortened number is rounded by the platform; its zeros are not digits that somebody counted.
pub fn count(text: &str) -> Option<u64> {
    let text = text.trim_matches([' ', '\t', '\r', '\n', '\u{a0}']);
    let (digits, unit) = [("천", 1_000), ("만", 10_000), ("억", 100_000_000)]
        .into_iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))
        .unwrap_or((text, 1));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = grouped(whole)?.checked_mul(unit)?;
    if digits.contains('.') && (fraction.is_empty() || unit == 1) {
        return None;
    }
    whole.checked_add(part(fraction, unit)?)
}

/// A number whose digits may stand in groups of three.
fn grouped(text: &str) -> Option<u64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let alone = !text.contains(',');
    let fits = if alone { !first.is_empty() } else { (1..=3).contains(&first.len()) };
    let mut number = plain(first).filter(|_| fits)?;
    for group in groups {
        let group = plain(group).filter(|_| group.len() == 3)?;
        number = number.checked_mul(1000)?.checked_add(group)?;
    }
    Some(number)
}

fn plain(digits: &str) -> Option<u64> {
    // `parse` would take a sign.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// `.2` of a unit. More digits than the unit has are no number.
fn part(fraction: &str, unit: u64) -> Option<u64> {
    if fraction.is_empty() {
        return Some(0);
    }
    let scale = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = plain(fraction)?.checked_mul(unit)?;
    (part % scale == 0).then_some(part / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_unit() {
        let table = [
            ("0", 0),
            ("1,744", 1744),
            (" 12 ", 12),
            ("1.2만", 12_000),
            ("5천", 5000),
            ("3억", 300_000_000),
            ("1,234만", 12_340_000),
            ("1.25억", 125_000_000),
            ("18446744073709551615", u64::MAX),
        ];
        for (text, expected) in table {
            assert_eq!(count(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        let none = [
            "",
            "만",
            "-1",
            "+1",
            "1.5",
            "1.",
            "1.만",
            "1,44",
            "1,,000",
            ",000",
            "1.00001만",
            "많음",
            "１２",
            "18446744073709551616",
            "9999999999999억",
            "12 34",
        ];
        for text in none {
            assert_eq!(count(text), None, "{text}");
        }
        assert_eq!(count(&"9".repeat(100_000)), None);
    }
}

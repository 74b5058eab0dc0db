//! The same text with one kind of blank, digit and dash, and without comments.

/// `text` in ASCII where it is only wide, without comments and marks that nobody sees.
///
/// Comments are counted, not descended into: RFC 2822 lets them nest, and attacks do (RUSTSEC-2026-0009). None when a
/// parenthesis has no partner.
pub(super) fn plain(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut escaped = false;
    for character in text.chars().filter_map(simple) {
        match character {
            _ if escaped => escaped = false,
            '\\' if depth > 0 => escaped = true,
            '(' => depth += 1,
            ')' => {
                depth = depth.checked_sub(1)?;
                plain.push(' ');
            }
            _ if depth > 0 => {}
            _ => plain.push(character),
        }
    }
    (depth == 0).then_some(plain)
}

/// What a character stands for; None for those that only direct or adorn others.
fn simple(character: char) -> Option<char> {
    Some(match character {
        // Full-width forms stand as far from ASCII as each other.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0)?,
        '‐'..='―' | '−' => '-',
        '、' => ',',
        // Soft hyphen, BOM, zero width, and the direction marks that some browsers put into every date they print.
        '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => return None,
        '\u{2060}' | '\u{2066}'..='\u{2069}' => return None,
        // Accents that stand alone, and the marks of ordinal numbers: 1º.
        '\u{300}'..='\u{36f}' | 'º' | '°' => return None,
        blank if blank.is_whitespace() => ' ',
        other => other,
    })
}

//! What a `style` may say.

use crate::names;

/// The first property or value that is not safe, or all of the style if it has a form that is not.
pub(super) fn first_unsafe(style: &str) -> Option<&str> {
    if !is_plain(style) {
        return Some(style);
    }
    style.split(';').filter(|it| !it.trim().is_empty()).find_map(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else { return Some(declaration) };
        unsafe_part(property.trim(), value.trim())
    })
}

fn unsafe_part<'s>(property: &'s str, value: &'s str) -> Option<&'s str> {
    let name = property.to_ascii_lowercase();
    let family = name.split('-').next().unwrap_or_default();
    let is_measured = matches!(family, "background" | "border" | "margin" | "padding");
    if !is_known(&name) {
        return Some(property);
    }
    is_measured.then(|| value.split_ascii_whitespace().find(|word| !is_value(word))).flatten()
}

/// Whether a style is made of words, numbers and plain strings: nothing is called, nothing has a sign.
fn is_plain(style: &str) -> bool {
    let mut rest = style;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        let length = match character {
            '\'' | '"' => quoted_length(rest, character),
            '(' => numbers_length(rest),
            // A hyphen stands between two letters; elsewhere it is a sign, or begins a property of one vendor.
            _ if is_word(character) && after.starts_with('-') => {
                after[1..].starts_with(is_word).then_some(2)
            }
            _ if is_word(character) || character.is_whitespace() => Some(character.len_utf8()),
            ':' | ',' | ';' | '#' | '%' | '.' | '!' => Some(1),
            _ => None,
        };
        let Some(length) = length else { return false };
        rest = &rest[length..];
    }
    true
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

fn quoted_length(text: &str, quote: char) -> Option<usize> {
    let inside = text[1..].split(quote).next()?;
    let is_plain = |it: char| it.is_alphanumeric() || it == '_' || it.is_whitespace();
    let is_closed = text[1 + inside.len()..].starts_with(quote);
    (is_closed && !inside.is_empty() && inside.chars().all(is_plain)).then_some(inside.len() + 2)
}

fn numbers_length(text: &str) -> Option<usize> {
    let inside = text[1..].split(')').next()?;
    let is_plain = |it: char| it.is_ascii_digit() || it == ',' || it.is_whitespace();
    let is_closed = text[1 + inside.len()..].starts_with(')');
    (is_closed && !inside.is_empty() && inside.chars().all(is_plain)).then_some(inside.len() + 2)
}

/// Whether a property is known. `border-…`, `margin-…` and the like are, when they name a side and what of it.
fn is_known(name: &str) -> bool {
    names::is_in(PROPERTIES, name)
}

/// Whether a word may stand in the value of a border, a margin, a padding or a background.
fn is_value(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    names::is_in(VALUES, word)
        || word.strip_prefix('#').is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
        || (word.starts_with("rgb(") && word.ends_with(')'))
        || is_length(word)
}

/// `ddd`, `d.dd`, with a unit or without.
fn is_length(word: &str) -> bool {
    const UNITS: [&str; 10] = ["cm", "em", "ex", "in", "mm", "pc", "pt", "px", "%", ""];
    let is_digits = |it: &str, most| it.len() <= most && it.bytes().all(|it| it.is_ascii_digit());
    let is_number = |it: &str| match it.split_once('.') {
        Some((whole, fraction)) => {
            is_digits(whole, 1) && is_digits(fraction, 2) && !fraction.is_empty()
        }
        None => is_digits(it, 3) && !it.is_empty(),
    };
    UNITS.iter().any(|unit| word.strip_suffix(unit).is_some_and(is_number))
}

const PROPERTIES: &str = "
    azimuth background background-color border border-bottom border-bottom-color border-bottom-style
    border-bottom-width border-collapse border-color border-left border-left-color border-left-style
    border-left-width border-right border-right-color border-right-style border-right-width border-spacing
    border-style border-top border-top-color border-top-style border-top-width border-width clear color cursor
    direction display elevation float font font-family font-size font-style font-variant font-weight height
    letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top overflow
    padding padding-bottom padding-left padding-right padding-top pause pause-after pause-before pitch pitch-range
    richness speak speak-header speak-numeral speak-punctuation speech-rate stress text-align text-decoration
    text-indent unicode-bidi vertical-align voice-family volume white-space width";

const VALUES: &str = "
    aqua auto black block blue bold both bottom brown center collapse dashed dotted fuchsia gray green !important
    italic left lime maroon medium none navy normal nowrap olive pointer purple red right solid silver teal top
    transparent underline white yellow";

#[cfg(test)]
mod tests {
    use super::first_unsafe;

    #[test]
    fn only_properties_and_values_of_the_list_pass() {
        for style in [
            "color: red; font-weight:bold",
            "margin: 0 auto 12px",
            "padding:1.25em",
            "border: 1px solid #ccc",
            "font-family: 'Noto Sans', serif",
            "background-color: #fff",
            "",
        ] {
            assert_eq!(first_unsafe(style), None, "{style}");
        }
        for (style, wrong) in [
            ("max-width:100px", "max-width"),
            ("color:red;position:fixed", "position"),
            ("margin:-5px", "margin:-5px"),
            ("padding:12.5px", "12.5px"),
            ("border:thin solid", "thin"),
            ("margin:inherit", "inherit"),
            ("background:url(x)", "background:url(x)"),
            ("width:calc(1px + 2px)", "width:calc(1px + 2px)"),
            ("--x:1", "--x:1"),
            ("color", "color"),
        ] {
            assert_eq!(first_unsafe(style), Some(wrong), "{style}");
        }
    }
}

//! Addresses in style sheets.

use std::{borrow::Cow, ops::Range};

/// An address in a style sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reference<'a> {
    /// From `url(` to `)`, or the quoted text after `@import`.
    pub(crate) range: Range<usize>,
    /// The address, its escapes undone.
    pub(crate) address: Cow<'a, [u8]>,
    /// The address that SingleFile's comment before it gives.
    pub(crate) original: Option<&'a [u8]>,
    /// The number of the variable that it is the value of: `--sf-img-1`.
    pub(crate) variable: Option<&'a [u8]>,
    /// Whether it stands in `url(…)`.
    pub(crate) is_url: bool,
}

/// All addresses, in order. Those in comments and in texts are none.
pub(crate) fn references(css: &[u8]) -> impl Iterator<Item = Reference<'_>> {
    let mut at = 0;
    let mut comment = 0..0;
    std::iter::from_fn(move || {
        loop {
            let telling = |byte: &u8| matches!(byte, b'u' | b'@' | b'/' | b'"' | b'\'');
            let found = at + css[at..].iter().position(telling)?;
            at = found + 1;
            let reference = match css[found] {
                b'/' if css[at..].starts_with(b"*") => {
                    let length = memchr::memmem::find(&css[at + 1..], b"*/")?;
                    at += 1 + length + 2;
                    comment = found..at;
                    continue;
                }
                b'/' => continue,
                quote @ (b'"' | b'\'') => {
                    at = end_of_text(css, at, quote).unwrap_or(at);
                    continue;
                }
                b'@' => import(css, found),
                _ => url(css, found, &comment),
            };
            let Some(reference) = reference else { continue };
            at = reference.range.end;
            return Some(reference);
        }
    })
}

/// Where a text ends that is no address. It has no line ends.
fn end_of_text(css: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start;
    loop {
        at += memchr::memchr3(quote, b'\\', b'\n', css.get(at..)?)?;
        match css[at] {
            b'\n' => return None,
            b'\\' => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// Puts other addresses in the place of those that `replace` has one for. None if there are none.
pub(crate) fn rewritten<E>(
    css: &[u8],
    mut replace: impl FnMut(&Reference<'_>) -> Result<Option<String>, E>,
) -> Result<Option<Vec<u8>>, E> {
    let mut written = Vec::new();
    let mut copied = 0;
    for reference in references(css) {
        let Some(address) = replace(&reference)? else { continue };
        written.extend_from_slice(&css[copied..reference.range.start]);
        let (open, close) = if reference.is_url { ("url(\"", "\")") } else { ("\"", "\"") };
        written.extend_from_slice(open.as_bytes());
        written.extend_from_slice(escaped(&address).as_bytes());
        written.extend_from_slice(close.as_bytes());
        copied = reference.range.end;
    }
    if copied == 0 {
        return Ok(None);
    }
    written.extend_from_slice(&css[copied..]);
    Ok(Some(written))
}

/// `url(…)`, quoted or not.
fn url<'a>(css: &'a [u8], start: usize, comment: &Range<usize>) -> Option<Reference<'a>> {
    let inside = css[start..].strip_prefix(b"url(")?;
    let at = start + 4 + (inside.len() - inside.trim_ascii_start().len());
    let (value, end) = match css.get(at)? {
        quote @ (b'"' | b'\'') => {
            let value = quoted(css, at + 1, *quote)?;
            let rest = &css[value.end + 1..];
            let blanks = rest.len() - rest.trim_ascii_start().len();
            let end = value.end + 1 + blanks;
            (value, if css.get(end) == Some(&b')') { end + 1 } else { end })
        }
        _ => {
            let length =
                css[at..].iter().position(|byte| matches!(byte, b')' | b'(' | b'"' | b'\''))?;
            if css[at + length] == b'(' {
                return None;
            }
            (at..at + length, at + length + usize::from(css[at + length] == b')'))
        }
    };
    let address = unescaped(css[value].trim_ascii());
    let (original, before) = original(css, start, comment);
    let variable = variable(&css[..before]);
    Some(Reference { range: start..end, address, original, variable, is_url: true })
}

/// `@import "…"`. What `@import url(…)` names is found by its `url(`.
fn import(css: &[u8], start: usize) -> Option<Reference<'_>> {
    let rest = css[start..].strip_prefix(b"@import")?;
    let at = start + 7 + (rest.len() - rest.trim_ascii_start().len());
    let quote = *css.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let value = quoted(css, at + 1, quote)?;
    let range = at..value.end + 1;
    Some(Reference {
        range,
        address: unescaped(&css[value]),
        original: None,
        variable: None,
        is_url: false,
    })
}

/// Up to the closing quote.
fn quoted(css: &[u8], start: usize, quote: u8) -> Option<Range<usize>> {
    let mut at = start;
    loop {
        at += memchr::memchr2(quote, b'\\', css.get(at..)?)?;
        if css[at] == quote {
            return Some(start..at);
        }
        at += 2;
    }
}

/// The comment `/* original URL: … */` before an address, and where what stands before it ends.
fn original<'a>(css: &'a [u8], start: usize, comment: &Range<usize>) -> (Option<&'a [u8]>, usize) {
    if comment.is_empty() || !css[comment.end..start].trim_ascii().is_empty() {
        return (None, start);
    }
    let text = css[comment.start + 2..comment.end - 2].trim_ascii();
    let address = text.strip_prefix(b"original URL:").map(<[u8]>::trim_ascii);
    (address.filter(|address| !address.is_empty()), comment.start)
}

/// The number of the variable whose value begins after `before`.
fn variable(before: &[u8]) -> Option<&[u8]> {
    let name = before.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    let digits = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (name, number) = name.split_at(name.len() - digits);
    (name.ends_with(b"--sf-img-") && !number.is_empty()).then_some(number)
}

/// Undoes escapes: `\22 ` and `\"`.
fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\\', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        plain.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
        let (code, after) = rest.split_at(digits);
        if digits == 0 {
            // An end of line after a backslash is none.
            let skipped = rest.first().is_some_and(|byte| matches!(byte, b'\n'));
            rest = &rest[usize::from(skipped)..];
            if let Some((first, tail)) = rest.split_first().filter(|_| !skipped) {
                plain.push(*first);
                rest = tail;
            }
            continue;
        }
        let code =
            std::str::from_utf8(code).ok().and_then(|code| u32::from_str_radix(code, 16).ok());
        let character = code.and_then(char::from_u32).unwrap_or('\u{fffd}');
        plain.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        let blank = after.first().is_some_and(u8::is_ascii_whitespace);
        rest = &after[usize::from(blank)..];
    }
    plain.extend_from_slice(rest);
    Cow::Owned(plain)
}

fn escaped(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            '\n' | '\r' | '\x0c' | '<' => {
                escaped.push_str(&format!("\\{:x} ", u32::from(character)))
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(css: &str) -> Vec<(String, String, String)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        references(css.as_bytes())
            .map(|reference| {
                let original = reference.original.map(text).unwrap_or_default();
                (
                    text(&reference.address),
                    original,
                    reference.variable.map(text).unwrap_or_default(),
                )
            })
            .collect()
    }

    fn of(address: &str, original: &str, variable: &str) -> (String, String, String) {
        (address.to_owned(), original.to_owned(), variable.to_owned())
    }

    #[test]
    fn every_form_of_an_address_is_found() {
        assert_eq!(seen("a{b:url(c.png)}"), [of("c.png", "", "")]);
        assert_eq!(seen("a{b:url( \"c(1).png\" )}"), [of("c(1).png", "", "")]);
        assert_eq!(seen("a{b:url('c\\'\\22 d')}"), [of("c'\"d", "", "")]);
        assert_eq!(
            seen("@import 'x.css';@import url(y.css)"),
            [of("x.css", "", ""), of("y.css", "", "")]
        );
        let original = "b:/* original URL: https://a.example/x y.png */url(data:,)";
        assert_eq!(seen(original), [of("data:,", "https://a.example/x y.png", "")]);
        let variables =
            ":root{--sf-img-1: url(\"data:,a\");--sf-img-22:/* original URL: u */ url(data:,b)}";
        assert_eq!(seen(variables), [of("data:,a", "", "1"), of("data:,b", "u", "22")]);
    }

    #[test]
    fn what_has_no_end_is_no_address() {
        for css in
            ["url(", "url(\"a", "url('a\\'", "url(a", "@import", "@import \"", "u", "url(\"a\\"]
        {
            assert_eq!(seen(css), [], "{css}");
        }
        assert_eq!(seen("url(\"a\""), [of("a", "", "")]);
    }

    #[test]
    fn only_what_is_replaced_changes() {
        let replace = |reference: &Reference<'_>| {
            let is_it = &*reference.address == b"a";
            Ok::<_, ()>(is_it.then(|| "x\"<".to_owned()))
        };
        let css = rewritten(b"p{b:url(a) c;d:url(b)}", replace).unwrap().unwrap();
        assert_eq!(String::from_utf8(css).unwrap(), "p{b:url(\"x\\\"\\3c \") c;d:url(b)}");
        assert_eq!(rewritten(b"p{b:url(b)}", replace), Ok(None));
    }
}

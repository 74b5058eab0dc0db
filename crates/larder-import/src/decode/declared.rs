//! The encoding that a document or a container states.

use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its declaration is looked for, as browsers do.
const HEAD: usize = 1024;

/// The WHATWG name of the encoding that a page declares in its first kilobyte, such as `EUC-KR`: by `<meta charset>`,
/// `http-equiv`, or an XML declaration. Absent when it declares none, or none that exists.
///
/// A page cannot declare UTF-16 in bytes of one: as browsers do, that is read as UTF-8.
pub fn declared_in_html(bytes: &[u8]) -> Option<&'static str> {
    in_head(bytes).map(Encoding::name)
}

pub(super) fn in_head(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let found = encoding(&in_xml(head).or_else(|| in_meta(head))?)?;
    let wide = found == UTF_16LE || found == UTF_16BE;
    Some(if wide { UTF_8 } else { found })
}

/// The encoding of a label. Only the labels of the web (no UTF-7), and the other names of CP949.
pub(super) fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|character: char| {
        character.is_ascii_whitespace() || matches!(character, '"' | '\'')
    });
    const CP949: [&str; 5] = ["cp949", "x-windows-949", "ms949", "uhc", "x-cp949"];
    if CP949.iter().any(|name| label.eq_ignore_ascii_case(name)) {
        return Some(EUC_KR);
    }
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// The label of `<?xml … encoding="…"?>`.
fn in_xml(head: &[u8]) -> Option<String> {
    let rest = head.strip_prefix(b"<?xml")?;
    let end = memchr::memchr(b'>', rest)?;
    value_after(&rest[..end], b"encoding")
}

/// The label of the first `meta` element that has one, comments left out.
fn in_meta(head: &[u8]) -> Option<String> {
    let mut rest = head;
    loop {
        rest = &rest[memchr::memchr(b'<', rest)?..];
        if rest.starts_with(b"<!--") {
            rest = &rest[memchr::memmem::find(rest, b"-->")?..];
            continue;
        }
        rest = &rest[1..];
        if !starts_with_word(rest, b"meta") {
            continue;
        }
        // A tag that the kilobyte cuts off still declares what it shows.
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        if let Some(label) = value_after(&rest[..end], b"charset") {
            return Some(label);
        }
        rest = &rest[end..];
    }
}

fn starts_with_word(text: &[u8], word: &[u8]) -> bool {
    let named = text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    named && text.get(word.len()).is_some_and(|next| next.is_ascii_whitespace() || *next == b'/')
}

/// What stands after `name=` in a tag, quoted or not.
fn value_after(tag: &[u8], name: &[u8]) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    memchr::memmem::find_iter(&lower, name).find_map(|at| {
        let after = lower[at + name.len()..].trim_ascii_start();
        let value = after.strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"';>/?".contains(byte);
        let label = &value[..value.iter().position(ends).unwrap_or(value.len())];
        (!label.is_empty()).then(|| String::from_utf8_lossy(label).into_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_declare_is_found_and_nothing_else() {
        let declared = |page: &str| declared_in_html(page.as_bytes());
        assert_eq!(declared(r#"<meta charset="euc-kr">"#), Some("EUC-KR"));
        assert_eq!(declared("<META CHARSET = cp949 />"), Some("EUC-KR"));
        let http =
            r#"<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">"#;
        assert_eq!(declared(http), Some("EUC-KR"));
        assert_eq!(declared(r#"<?xml version="1.0" encoding='shift_jis'?>"#), Some("Shift_JIS"));
        assert_eq!(declared(r#"<meta charset="utf-16">"#), Some("UTF-8"));
        assert_eq!(declared(r#"<meta charset="utf-7">"#), None);
        assert_eq!(declared(r#"<meta name="charset"><p charset="euc-kr">"#), None);
        assert_eq!(declared(r#"<!-- <meta charset="euc-kr"> -->"#), None);
        assert_eq!(declared(r#"<!-- <meta charset="euc-kr">"#), None);
        let late = format!("{}<meta charset=euc-kr>", " ".repeat(HEAD));
        assert_eq!(declared(&late), None);
    }
}

//! Texts, which say of what type they are: `text`, `html`, `xhtml`, `base64`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use larder_html::escape;

use crate::xml::{Element, Repair, Repairs};

/// A text: as it stands in the file, and as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// What the file holds; of what was packed, what it unpacks to.
    pub(super) original: String,
    pub(super) html: String,
    /// Whether the original is HTML.
    pub(super) is_html: bool,
    /// A type that nobody knows.
    pub(super) unknown: Option<String>,
}

/// Reads a text.
pub(super) fn read(element: &Element<'_>, repairs: &mut Repairs) -> Text {
    let class = element.value("type").unwrap_or_default().to_ascii_lowercase();
    let original = match element.has_elements() {
        true if class == "xhtml" => element.markup(false, repairs),
        _ => element.data(repairs).into_owned(),
    };
    let original = match class.as_str() {
        "base64" => unpacked(&original).unwrap_or_else(|| {
            repairs.count(Repair::Value);
            original
        }),
        _ => original,
    };
    let is_known = matches!(class.as_str(), "" | "text" | "html" | "xhtml" | "base64");
    // What calls itself text is HTML nearly always.
    let is_html = matches!(class.as_str(), "html" | "xhtml" | "base64") || looks_html(&original);
    let html = if is_html { original.clone() } else { escape::paragraphs(&original) };
    Text { original, html, is_html, unknown: (!is_known).then_some(class) }
}

/// A text as people read it, if anything is in it.
pub(super) fn plain(element: &Element<'_>, repairs: &mut Repairs) -> Option<String> {
    let text = read(element, repairs);
    let is_plain = !text.original.contains(['<', '&']);
    let plain = if is_plain { text.original } else { larder_html::text::to_text(&text.html) };
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

fn looks_html(text: &str) -> bool {
    let is_tag = |at: usize| {
        let next = text.as_bytes().get(at + 1).copied().unwrap_or_default();
        (next.is_ascii_alphabetic() || next == b'/')
            && memchr::memchr(b'>', &text.as_bytes()[at..]).is_some()
    };
    memchr::memchr_iter(b'<', text.as_bytes()).take(64).any(is_tag)
}

/// The bytes of base64, white space aside.
pub(super) fn bytes(packed: &str) -> Option<Vec<u8>> {
    let packed: String = packed.split_ascii_whitespace().collect();
    STANDARD.decode(packed).ok()
}

/// The text of base64: UTF-16 where every other byte of much of it is zero, else UTF-8.
fn unpacked(packed: &str) -> Option<String> {
    let bytes = bytes(packed)?;
    let units = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let is_wide = bytes.len() >= 2 && bytes.contains(&0);
    let encoding = match () {
        () if !is_wide => encoding_rs::UTF_8,
        () if units(0) > units(1) => encoding_rs::UTF_16BE,
        () => encoding_rs::UTF_16LE,
    };
    let (text, _) = encoding.decode_with_bom_removal(&bytes);
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Scope;

    fn of(text: &str) -> (String, Option<String>) {
        let scope = Scope::default();
        let element = Element::outermost(text, &scope, &mut Repairs::default()).unwrap();
        let text = read(&element, &mut Repairs::default());
        (text.html, text.unknown)
    }

    #[test]
    fn every_type_becomes_html() {
        let html = |text: &str| of(text).0;
        assert_eq!(html("<content type='html'><![CDATA[<p>글</p>]]></content>"), "<p>글</p>");
        assert_eq!(html("<content type='html'>&lt;p&gt;R &amp;amp; D</content>"), "<p>R &amp; D");
        assert_eq!(html("<content type='text'>a &lt; b\n\nc</content>"), "<p>a &lt; b</p><p>c</p>");
        assert_eq!(html("<content type='text'><![CDATA[<b>x</b>]]></content>"), "<b>x</b>");
        assert_eq!(html("<content type='xhtml'><p>x<br/></p></content>"), "<p>x<br></p>");
        let packed = |bytes: &[u8]| {
            format!("<content type='Base64'>\n{}\n</content>", STANDARD.encode(bytes))
        };
        assert_eq!(html(&packed("<p>글</p>".as_bytes())), "<p>글</p>");
        let wide: Vec<u8> = "<p>글</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(html(&packed(&wide)), "<p>글</p>");
    }

    #[test]
    fn unknown_types_are_text() {
        let (html, unknown) = of("<content type='wiki'>= a =</content>");
        assert_eq!((html.as_str(), unknown.as_deref()), ("<p>= a =</p>", Some("wiki")));
        assert_eq!(of("<content type='base64'>no base64!</content>").0, "no base64!");
    }
}

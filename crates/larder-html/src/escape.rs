//! Text as HTML.

/// Text for between tags: `&`, `<`, `>` and the no-break space are escaped.
pub fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    push_text(&mut html, text);
    html
}

/// A value for between double quotes: as [`text`], and `"` too.
pub fn attribute(value: &str) -> String {
    let mut html = String::with_capacity(value.len() + value.len() / 16);
    push_attribute(&mut html, value);
    html
}

/// Plain text as HTML: an empty line is the end of a paragraph, a line is a line.
pub fn paragraphs(plain: &str) -> String {
    let plain = plain.replace("\r\n", "\n");
    let mut html = String::new();
    for paragraph in plain.split("\n\n").map(str::trim_end).filter(|it| !it.trim().is_empty()) {
        let lines: Vec<_> = paragraph.trim_matches('\n').lines().map(text).collect();
        html.push_str("<p>");
        html.push_str(&lines.join("<br>"));
        html.push_str("</p>");
    }
    html
}

/// Appends [`text`] to `html`.
pub fn push_text(html: &mut String, text: &str) {
    push(html, text, &TEXT);
}

/// Appends [`attribute`] to `html`.
pub fn push_attribute(html: &mut String, value: &str) {
    push(html, value, &ATTRIBUTE);
}

/// Bytes at which something may have to be escaped. The no-break space begins with 0xC2.
const TEXT: [bool; 256] = table(b"&<>\xc2");
const ATTRIBUTE: [bool; 256] = table(b"&<>\"\xc2");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}

fn push(html: &mut String, text: &str, table: &[bool; 256]) {
    let bytes = text.as_bytes();
    let mut written = 0;
    let mut position = 0;
    while let Some(at) = bytes[position..].iter().position(|byte| table[usize::from(*byte)]) {
        position += at;
        let (escaped, length) = match bytes[position] {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            _ if bytes.get(position + 1) == Some(&0xa0) => ("&nbsp;", 2),
            _ => {
                position += 2;
                continue;
            }
        };
        html.push_str(&text[written..position]);
        html.push_str(escaped);
        position += length;
        written = position;
    }
    html.push_str(&text[written..]);
}

#[cfg(test)]
mod tests {
    use super::{attribute, paragraphs, text};

    #[test]
    fn text_and_attributes_differ_in_the_quote_only() {
        assert_eq!(
            text("\"><svg onload=x> R&D\u{a0}©"),
            "\"&gt;&lt;svg onload=x&gt; R&amp;D&nbsp;©"
        );
        assert_eq!(attribute("\"><svg> R&D\u{a0}한"), "&quot;&gt;&lt;svg&gt; R&amp;D&nbsp;한");
    }

    #[test]
    fn plain_text_stays() {
        assert_eq!(text("느린 기록 — it's plain"), "느린 기록 — it's plain");
    }

    #[test]
    fn plain_text_keeps_its_lines() {
        assert_eq!(paragraphs("a < b\nc\n\n\nd\r\n"), "<p>a &lt; b<br>c</p><p>d</p>");
        assert_eq!(paragraphs(" \n\n"), "");
    }
}

//! Texts in which no line looks like the frame around them, and none is too long.

use std::borrow::Cow;

/// Longer lines are broken where white space means nothing, in bytes: some programs drop entries with long lines.
const LONGEST: usize = 2_000;

/// Makes texts fit into the frame, and counts what was changed.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// How many lines looked like one of the frame.
    pub(super) changed: u64,
}

impl Frame {
    /// HTML in lines that are texts: a line that begins like a line of hyphens, or like a key, gets a reference for the
    /// letter that makes it one.
    pub(super) fn text(&mut self, html: &str) -> String {
        let mut text = String::with_capacity(html.len());
        for (number, line) in html.split('\n').enumerate() {
            if number > 0 {
                text.push('\n');
            }
            self.line(line, &mut text);
        }
        text
    }

    fn line(&mut self, line: &str, text: &mut String) {
        if line.starts_with("-----") {
            self.changed += 1;
            text.push_str("&#45;");
            return text.push_str(&line[1..]);
        }
        match key(line) {
            None => text.push_str(line),
            Some(colon) => {
                self.changed += 1;
                text.push_str(&line[..colon]);
                text.push_str("&#58;");
                text.push_str(&line[colon + 1..]);
            }
        }
    }
}

/// Where the colon is of a line that begins like a key: capitals, digits, blanks and `_`, then a colon.
fn key(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let name = line[..colon].trim();
    let is_field = name.starts_with("CF") && name.contains('_');
    let is_within =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" _".contains(&byte);
    let is_key =
        name.starts_with(|first: char| first.is_ascii_uppercase()) && name.bytes().all(is_within);
    (is_key || is_field).then_some(colon)
}

/// Normalised HTML with long lines broken: at a blank between words outside `pre`, or between the attributes of a tag.
pub(super) fn broken(html: &str) -> Cow<'_, str> {
    match html.split('\n').all(|line| line.len() <= LONGEST) {
        true => Cow::Borrowed(html),
        false => Breaks::default().apply(html).into(),
    }
}

/// Where a line may end.
#[derive(Debug, Default)]
struct Breaks {
    /// Whether the place is in a tag, and in a value of it.
    in_tag: bool,
    in_value: bool,
    preformatted: usize,
}

impl Breaks {
    fn apply(&mut self, html: &str) -> String {
        let mut out = html.as_bytes().to_vec();
        let bytes = html.as_bytes();
        let (mut line, mut last) = (0, None);
        for at in 0..bytes.len() {
            self.step(&bytes[at..]);
            match bytes[at] {
                b'\n' => (line, last) = (at + 1, None),
                b' ' if self.is_free() => last = Some(at),
                _ => {}
            }
            if at + 1 - line > LONGEST
                && let Some(place) = last.take()
            {
                out[place] = b'\n';
                line = place + 1;
            }
        }
        // A blank was put out and a line end in: it is text as before.
        String::from_utf8(out).unwrap_or_else(|_| html.to_owned())
    }

    fn step(&mut self, rest: &[u8]) {
        match rest[0] {
            b'<' if !self.in_tag => {
                self.in_tag = true;
                if rest.starts_with(b"</pre>") {
                    self.preformatted = self.preformatted.saturating_sub(1);
                } else if rest.starts_with(b"<pre>") || rest.starts_with(b"<pre ") {
                    self.preformatted += 1;
                }
            }
            b'"' if self.in_tag => self.in_value = !self.in_value,
            b'>' if !self.in_value => self.in_tag = false,
            _ => {}
        }
    }

    fn is_free(&self) -> bool {
        if self.in_tag { !self.in_value } else { self.preformatted == 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_looks_like_the_frame() {
        let mut frame = Frame::default();
        let html = "<p>a</p>\n-----\n--------\n---------\n-----BODY:\nBODY:\n AUTHOR: x\nCF0_a b: c\n----\nNote: a\nhttp://x";
        assert_eq!(
            frame.text(html),
            "<p>a</p>\n&#45;----\n&#45;-------\n&#45;--------\n&#45;----BODY:\nBODY&#58;\n AUTHOR&#58; x\n\
            CF0_a b&#58; c\n----\nNote: a\nhttp://x"
        );
        assert_eq!(frame.changed, 7);
    }

    #[test]
    fn long_lines_are_broken_where_it_means_nothing() {
        let word = "a".repeat(1500);
        let html = format!("<p>{word} {word} <a title=\"{word} {word}\">{word}</a></p>");
        let expected = format!("<p>{word}\n{word} <a\ntitle=\"{word} {word}\">{word}</a></p>");
        assert_eq!(broken(&html), expected);
        let pre = format!("<pre>{word} {word}</pre>");
        assert_eq!(broken(&pre), pre);
    }
}

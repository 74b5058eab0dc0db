//! Line breaks of texts that are not HTML yet: before version 1.1 of the form, a line is a line.

/// Puts breaks where lines end, but within tags, in texts that are set as they stand, and between the parts of tables and
/// lists, where none has a place.
#[derive(Debug)]
pub(super) struct Lines {
    is_on: bool,
    /// The tag that is open, up to here.
    tag: Option<String>,
    quote: Option<char>,
    /// The element whose text is set as it stands.
    preformatted: Option<&'static str>,
    /// Whether the last thing was a part of a table or of a list.
    is_between: bool,
}

impl Lines {
    /// Breaks are only put in where `is_on` says so.
    pub(super) fn new(is_on: bool) -> Self {
        Self { is_on, tag: None, quote: None, preformatted: None, is_between: false }
    }

    /// Adds some more of the text.
    pub(super) fn push(&mut self, text: &str, html: &mut String) {
        if !self.is_on {
            html.push_str(text);
            return;
        }
        for character in text.chars() {
            match character {
                '\r' => continue,
                _ if self.tag.is_some() => self.in_tag(character),
                '<' => self.tag = Some(String::new()),
                '\n' if self.preformatted.is_none() && !self.is_between => html.push_str("<br />"),
                _ if !character.is_whitespace() => self.is_between = false,
                _ => {}
            }
            html.push(character);
        }
    }

    fn in_tag(&mut self, character: char) {
        match (self.quote, character) {
            (Some(open), _) if open == character => self.quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => self.quote = Some(character),
            (None, '>') => self.end_tag(),
            (None, _) => {
                let tag = self.tag.get_or_insert_default();
                // Only its name matters.
                if tag.len() < 16 {
                    tag.push(character.to_ascii_lowercase());
                }
            }
        }
    }

    fn end_tag(&mut self) {
        let tag = self.tag.take().unwrap_or_default();
        let (is_end, name) = tag.strip_prefix('/').map_or((false, &*tag), |name| (true, name));
        let name = name.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        if is_end && self.preformatted == Some(name) {
            self.preformatted = None;
        } else if !is_end && self.preformatted.is_none() {
            self.preformatted = PREFORMATTED.iter().copied().find(|known| *known == name);
        }
        let parts = if is_end { ENDS } else { STARTS };
        self.is_between = parts.contains(&name);
    }
}

/// Elements whose text is set, or read, as it stands.
const PREFORMATTED: [&str; 4] = ["pre", "script", "style", "textarea"];

/// Behind these start tags and end tags, a table or a list goes on.
const STARTS: &[&str] =
    &["table", "thead", "tbody", "tfoot", "tr", "colgroup", "col", "ul", "ol", "dl", "select"];
const ENDS: &[&str] = &[
    "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "li", "dt", "dd", "option",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(texts: &[&str]) -> String {
        let (mut lines, mut html) = (Lines::new(true), String::new());
        texts.iter().for_each(|text| lines.push(text, &mut html));
        html
    }

    #[test]
    fn lines_break_where_they_end_and_nowhere_else() {
        assert_eq!(broken(&["첫 줄\r\n둘째 줄\n\n끝"]), "첫 줄<br />\n둘째 줄<br />\n<br />\n끝");
        assert_eq!(broken(&["<img\nsrc='a\n", "b'>\n"]), "<img\nsrc='a\nb'><br />\n");
        assert_eq!(broken(&["<pre>a\nb</pre>\nc"]), "<pre>a\nb</pre><br />\nc");
        assert_eq!(
            broken(&["<table>\n<tr>\n<td>a\nb</td>\n</tr>\n</table>\nc"]),
            "<table>\n<tr>\n<td>a<br />\nb</td>\n</tr>\n</table><br />\nc"
        );
        assert_eq!(broken(&["<ul>\n<li>a</li>\n</ul>"]), "<ul>\n<li>a</li>\n</ul>");
    }
}

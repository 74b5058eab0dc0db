//! Blocks of text: paragraphs, headings, quotations, lists.

use serde_json::Value;

use super::inline;
use crate::readers::tumblr::{json::shown, markup::Made};

/// The deepest level of a list.
const DEEPEST: u64 = 7;

/// What is open while blocks follow each other.
#[derive(Default)]
pub(super) struct Flow {
    /// The lists that are open, the innermost last.
    lists: Vec<&'static str>,
}

impl Flow {
    /// Puts a block of text behind what is there.
    pub(super) fn text(&mut self, block: &Value, made: &mut Made) {
        let text = shown(&block["text"]).unwrap_or_default();
        let inside = inline::html(&text, &block["formatting"], made);
        let subtype = block["subtype"].as_str().unwrap_or_default();
        let list = match subtype {
            "ordered-list-item" => Some("ol"),
            "unordered-list-item" => Some("ul"),
            _ => None,
        };
        if let Some(list) = list {
            let level = block["indent_level"].as_u64().unwrap_or_default().min(DEEPEST);
            return self.item(list, usize::try_from(level).unwrap_or_default(), &inside, made);
        }
        self.close(made);
        let (open, close) = match subtype {
            "heading1" => ("<h1>", "</h1>"),
            "heading2" => ("<h2>", "</h2>"),
            "quote" | "indented" => ("<blockquote><p>", "</p></blockquote>"),
            _ => ("<p>", "</p>"),
        };
        if !matches!(
            subtype,
            "" | "heading1" | "heading2" | "quote" | "indented" | "quirky" | "chat"
        ) {
            made.met.push(("block", subtype.to_owned()));
        }
        made.push(&[open, &inside, close].concat());
    }

    fn item(&mut self, list: &'static str, level: usize, inside: &str, made: &mut Made) {
        while self.lists.len() > level + 1 {
            self.pop(made);
        }
        if self.lists.len() == level + 1 {
            match self.lists.last() {
                Some(known) if *known != list => self.pop(made),
                _ => made.push("</li>"),
            }
        }
        while self.lists.len() < level + 1 {
            self.lists.push(list);
            made.push(&format!("<{list}>"));
            made.push(if self.lists.len() < level + 1 { "<li>" } else { "" });
        }
        made.push(&format!("<li>{inside}"));
    }

    fn pop(&mut self, made: &mut Made) {
        if let Some(list) = self.lists.pop() {
            made.push(&format!("</li></{list}>"));
        }
    }

    /// Closes all lists.
    pub(super) fn close(&mut self, made: &mut Made) {
        while !self.lists.is_empty() {
            self.pop(made);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_nested_by_their_levels() {
        let mut made = Made::default();
        let mut flow = Flow::default();
        for (subtype, level, text) in [
            ("unordered-list-item", 0, "a"),
            ("ordered-list-item", 1, "b"),
            ("ordered-list-item", 1, "c"),
            ("unordered-list-item", 0, "d"),
            ("ordered-list-item", 0, "e"),
            ("", 0, "f"),
            ("unordered-list-item", 99, "g"),
        ] {
            flow.text(&json!({"subtype": subtype, "indent_level": level, "text": text}), &mut made);
        }
        flow.close(&mut made);
        let deep = "<ul><li>".repeat(8) + "g" + &"</li></ul>".repeat(8);
        let expected =
            "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul><ol><li>e</li></ol><p>f</p>";
        assert_eq!(made.html, [expected, &deep].concat());
    }
}

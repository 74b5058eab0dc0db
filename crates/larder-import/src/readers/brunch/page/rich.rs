//! The editor's rich text, as it stands in `data-app` and in Astro's content, to inline HTML.
//!
//! ```json
//! [{"type":"text","text":"앞말 "}, {"type":"text","data":[{"type":"text","text":"굵게"}],"styleType":"bold"}, {"type":"br"}]
//! ```

use larder_html::escape;
use serde_json::Value;

use crate::readers::brunch::{api::json::Object, body::inline_of};

/// Rich text of a `data-app` or of Astro's content.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rich {
    /// As inline HTML.
    pub(super) html: String,
    /// As text, with line breaks.
    pub(super) text: String,
    /// The styles that nobody knows.
    pub(super) unknown_styles: Vec<String>,
}

/// The HTML and the text of `data`: a list of pieces, or a single one.
pub(super) fn from_data(data: &Value) -> Rich {
    let mut rich = Rich::default();
    rich.add(data);
    rich
}

impl Rich {
    /// Adds a piece. The JSON it comes from is not deeper than 128, so this may recurse.
    fn add(&mut self, piece: &Value) {
        match piece {
            Value::String(text) => self.add_text(text),
            Value::Array(pieces) => pieces.iter().for_each(|piece| self.add(piece)),
            Value::Object(piece) => self.add_object(piece),
            Value::Number(number) => self.add_text(&number.to_string()),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        self.text.push_str(text);
        self.html.push_str(&inline_of(text));
    }

    fn add_object(&mut self, piece: &Object) {
        let kind = piece.get("type").and_then(Value::as_str).unwrap_or("text");
        if kind == "br" {
            self.text.push('\n');
            self.html.push_str("<br>");
            return;
        }
        let inside = piece.get("data").or_else(|| piece.get("text"));
        let Some(inside) = inside else { return };
        let mut closing = Vec::new();
        self.open_styles(piece, kind, &mut closing);
        self.add(inside);
        closing.iter().rev().for_each(|name| {
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        });
    }

    fn open_styles(&mut self, piece: &Object, kind: &str, closing: &mut Vec<&'static str>) {
        let href = ["href", "url", "link"].into_iter().find_map(|name| piece.get(name)?.as_str());
        if let Some(href) = href {
            self.html.push_str("<a href=\"");
            escape::push_attribute(&mut self.html, href);
            self.html.push_str("\">");
            closing.push("a");
        } else if kind != "text" {
            self.unknown_styles.push(kind.to_owned());
        }
        if let Some(style) = piece.get("style").and_then(css) {
            self.html.push_str("<span style=\"");
            escape::push_attribute(&mut self.html, &style);
            self.html.push_str("\">");
            closing.push("span");
        }
        let Some(style) = piece.get("styleType").and_then(Value::as_str) else { return };
        let Some(name) = element_of(style) else {
            return self.unknown_styles.push(style.to_owned());
        };
        self.html.push('<');
        self.html.push_str(name);
        self.html.push('>');
        closing.push(name);
    }
}

fn element_of(style: &str) -> Option<&'static str> {
    Some(match style {
        "bold" => "b",
        "italic" => "i",
        "underline" => "u",
        "strike" | "strikethrough" | "line-through" => "s",
        _ => return None,
    })
}

/// A `style` object as CSS. None: it says nothing.
fn css(style: &Value) -> Option<String> {
    let mut css = String::new();
    for (name, value) in style.as_object()? {
        let Some(value) = value.as_str().filter(|value| !value.is_empty()) else { continue };
        if !css.is_empty() {
            css.push(';');
        }
        css.push_str(name);
        css.push(':');
        css.push_str(value);
    }
    (!css.is_empty()).then_some(css)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rich_text_nests() {
        let rich = from_data(&json!([
            {"type": "text", "text": "앞말 "},
            {"type": "text", "data": [{"type": "text", "text": "굵게"}], "styleType": "bold"},
            {"type": "br"},
            {"type": "text", "style": {"color": "#333"}, "data": ["<뒷말>"]},
            {"type": "text", "styleType": "sparkle", "text": "반짝"},
        ]));
        assert_eq!(
            rich.html,
            "앞말 <b>굵게</b><br><span style=\"color:#333\">&lt;뒷말&gt;</span>반짝"
        );
        assert_eq!(rich.text, "앞말 굵게\n<뒷말>반짝");
        assert_eq!(rich.unknown_styles, ["sparkle"]);
    }
}

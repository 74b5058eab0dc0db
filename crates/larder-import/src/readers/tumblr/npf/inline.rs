//! Formats within a text. Their places are counted in characters.

use larder_html::escape;
use serde_json::Value;

use crate::readers::tumblr::{json::shown, markup::Made};

/// How many formats of one block are read.
const MOST: usize = 1024;

/// A format: from where to where, and its tags.
struct Format {
    start: usize,
    end: usize,
    open: String,
    close: &'static str,
}

/// The HTML of a text. What is beyond the formats that are read is counted.
pub(super) fn html(text: &str, formatting: &Value, made: &mut Made) -> String {
    let all = formatting.as_array().map(Vec::as_slice).unwrap_or_default();
    if all.len() > MOST {
        made.met.push(("format beyond the number that is read", all.len().to_string()));
    }
    let mut formats: Vec<Format> =
        all.iter().take(MOST).filter_map(|format| read(format, made)).collect();
    formats.sort_by_key(|format| (format.start, std::cmp::Reverse(format.end)));
    let mut html = String::with_capacity(text.len());
    let (mut next, mut open): (_, Vec<&Format>) = (formats.iter().peekable(), Vec::new());
    for (place, character) in text.chars().enumerate() {
        close(place, &mut open, &mut html);
        while let Some(format) = next.next_if(|format| format.start <= place) {
            if format.end > place {
                html.push_str(&format.open);
                open.push(format);
            }
        }
        match character {
            '\n' => html.push_str("<br>"),
            other => escape::push_text(&mut html, other.encode_utf8(&mut [0; 4])),
        }
    }
    close(usize::MAX, &mut open, &mut html);
    html
}

/// Closes what ends here. What was opened later and goes on is opened again.
fn close<'f>(place: usize, open: &mut Vec<&'f Format>, html: &mut String) {
    let Some(first) = open.iter().position(|format| format.end <= place) else { return };
    let later: Vec<&'f Format> = open.drain(first..).collect();
    later.iter().rev().for_each(|format| html.push_str(format.close));
    for format in later.into_iter().filter(|format| format.end > place) {
        html.push_str(&format.open);
        open.push(format);
    }
}

fn read(format: &Value, made: &mut Made) -> Option<Format> {
    let place = |name: &str| format[name].as_u64().and_then(|it| usize::try_from(it).ok());
    let (start, end) = (place("start")?, place("end")?);
    let linked = |url: &Value| {
        let url = shown(url)?;
        Some((format!("<a href=\"{}\">", escape::attribute(&url)), "</a>"))
    };
    let class = shown(&format["type"]).unwrap_or_default();
    let (open, close) = match class.as_str() {
        "bold" => ("<strong>".to_owned(), "</strong>"),
        "italic" => ("<em>".to_owned(), "</em>"),
        "strikethrough" => ("<s>".to_owned(), "</s>"),
        "small" => ("<small>".to_owned(), "</small>"),
        "link" => linked(&format["url"])?,
        "mention" => linked(&format["blog"]["url"])?,
        "color" => {
            let hex = shown(&format["hex"]).unwrap_or_default();
            (format!("<span style=\"color:{}\">", escape::attribute(&hex)), "</span>")
        }
        _ => {
            made.met.push(("format", class));
            return None;
        }
    };
    Some(Format { start, end, open, close })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(text: &str, formatting: Value) -> String {
        html(text, &formatting, &mut Made::default())
    }

    #[test]
    fn places_are_characters_and_formats_may_overlap() {
        let formats = json!([
            {"start": 0, "end": 2, "type": "bold"},
            {"start": 1, "end": 4, "type": "link", "url": "https://e.example/?a&b"}
        ]);
        assert_eq!(
            of("한글<x>", formats),
            "<strong>한<a href=\"https://e.example/?a&amp;b\">글</a></strong>\
             <a href=\"https://e.example/?a&amp;b\">&lt;x</a>&gt;"
        );
        assert_eq!(of("a\n", json!(null)), "a<br>");
    }

    #[test]
    fn odd_formats_change_nothing() {
        let formats = json!([
            {"start": 5, "end": 2, "type": "bold"},
            {"start": -1, "end": 2, "type": "bold"},
            {"start": 0, "end": 99, "type": "italic"},
            {"start": 0, "end": 1, "type": "hidden"},
            7
        ]);
        assert_eq!(of("ab", formats), "<em>ab</em>");
    }

    #[test]
    fn many_formats_take_no_long_time() {
        let formats: Vec<Value> = (0..100_000)
            .map(|at| json!({"start": at % 5000, "end": 10_000 - at % 5000, "type": "bold"}))
            .collect();
        let started = std::time::Instant::now();
        assert!(of(&"가".repeat(10_000), formats.into()).len() > 30_000);
        assert!(started.elapsed().as_secs() < 30);
    }
}

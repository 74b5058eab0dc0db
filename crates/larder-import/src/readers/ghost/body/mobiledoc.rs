//! Mobiledoc 0.3, which Ghost wrote from version 1 to 5.
//!
//! ```text
//! {"version":"0.3.1","markups":[["a",["href","…"]]],"atoms":[["soft-return","",{}]],"cards":[["image",{…}]],
//!  "sections":[[1,"p",[[0,[0],1,"text"],[1,[],0,0]]],[3,"ul",[[[0,[],0,"item"]]]],[10,0]]}
//! ```
//!
//! A marker opens markups by their numbers and closes as many of the open ones as it says.

use larder_html::escape;
use serde_json::Value;

use super::card::{self, Card, Output};

/// Writes the HTML of a document. None for what is none.
pub(super) fn render(text: &str, output: &mut Output) -> Option<()> {
    let document: Value = serde_json::from_str(text).ok()?;
    let list = |name: &str| document.get(name).and_then(Value::as_array);
    let sections = list("sections")?;
    let parts = Parts {
        atoms: list("atoms").map_or(&[], Vec::as_slice),
        cards: list("cards").map_or(&[], Vec::as_slice),
        markups: list("markups").map_or(&[], Vec::as_slice),
    };
    for section in sections {
        output.block += 1;
        if !output.has_room() {
            break;
        }
        parts.section(section.as_array().map_or(&[], Vec::as_slice), output);
    }
    Some(())
}

/// What sections refer to by number.
struct Parts<'d> {
    atoms: &'d [Value],
    cards: &'d [Value],
    markups: &'d [Value],
}

/// The elements that a section of text may be.
const BLOCKS: [&str; 10] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"];

/// The elements that text may be marked with.
const MARKS: [&str; 12] =
    ["a", "b", "code", "em", "i", "s", "strong", "sub", "sup", "u", "mark", "del"];

impl<'d> Parts<'d> {
    fn section(&self, section: &'d [Value], output: &mut Output) {
        let text = |at: usize| section.get(at).and_then(Value::as_str).unwrap_or_default();
        match section.first().and_then(Value::as_u64) {
            Some(1) => self.block(text(1), list(section.get(2)), output),
            Some(2) => output.open("img", &[("src", text(1))]),
            Some(3) => {
                let name = if text(1) == "ol" { "ol" } else { "ul" };
                output.open(name, &[]);
                for item in list(section.get(2)) {
                    output.open("li", &[]);
                    self.markers(list(Some(item)), output);
                    output.close("li");
                }
                output.close(name);
            }
            Some(10) => self.card(section.get(1), output),
            _ => output.unknown("section"),
        }
    }

    fn block(&self, name: &str, markers: &'d [Value], output: &mut Output) {
        let name = BLOCKS.into_iter().find(|known| name.eq_ignore_ascii_case(known)).unwrap_or("p");
        let (name, class) = match name {
            "aside" | "pull-quote" => ("blockquote", "kg-blockquote-alt"),
            name => (name, ""),
        };
        output.open(name, &[("class", class)]);
        self.markers(markers, output);
        output.close(name);
    }

    fn markers(&self, markers: &'d [Value], output: &mut Output) {
        let mut open: Vec<&str> = Vec::new();
        for marker in markers {
            if !output.has_room() {
                break;
            }
            let marker = list(Some(marker));
            for markup in list(marker.get(1)) {
                if let Some(name) = self.markup(markup, output) {
                    open.push(name);
                }
            }
            self.words(marker, output);
            let closing = marker.get(2).and_then(Value::as_u64).unwrap_or(0);
            for _ in 0..closing {
                let Some(name) = open.pop() else { break };
                close(name, output);
            }
        }
        open.into_iter().rev().for_each(|name| close(name, output));
    }

    /// Opens a markup. One that nobody knows is open without an element, so that the right ones are closed.
    fn markup(&self, number: &Value, output: &mut Output) -> Option<&'static str> {
        let markup = list(at(self.markups, number));
        let name = markup.first().and_then(Value::as_str)?;
        let Some(name) = MARKS.into_iter().find(|known| name.eq_ignore_ascii_case(known)) else {
            output.unknown(name);
            return Some("");
        };
        let given = list(markup.get(1));
        let attribute = |name: &str| {
            let mut pairs = given.chunks_exact(2);
            let pair = pairs.find(|pair| pair[0].as_str() == Some(name));
            pair.and_then(|pair| pair[1].as_str()).unwrap_or_default()
        };
        let attributes = ["href", "rel", "title"]
            .map(|name| (name, if given.is_empty() { "" } else { attribute(name) }));
        output.open(name, &attributes);
        Some(name)
    }

    fn words(&self, marker: &[Value], output: &mut Output) {
        match (marker.first().and_then(Value::as_u64), marker.get(3)) {
            (Some(0), Some(Value::String(text))) => output.html.push_str(&escape::text(text)),
            (Some(1), Some(number)) => {
                let atom = list(at(self.atoms, number));
                let text = |at: usize| atom.get(at).and_then(Value::as_str).unwrap_or_default();
                match text(0) {
                    "soft-return" => output.html.push_str("<br>"),
                    name => {
                        output.html.push_str(&escape::text(text(1)));
                        output.unknown(name);
                    }
                }
            }
            _ => {}
        }
    }

    fn card(&self, number: Option<&Value>, output: &mut Output) {
        let card = list(number.and_then(|number| at(self.cards, number)));
        match card.first().and_then(Value::as_str) {
            Some(name) => card::write(name, Card(card.get(1).and_then(Value::as_object)), output),
            None => output.unknown("card"),
        }
    }
}

fn close(name: &str, output: &mut Output) {
    if !name.is_empty() {
        output.close(name);
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn at<'v>(values: &'v [Value], number: &Value) -> Option<&'v Value> {
    values.get(usize::try_from(number.as_u64()?).ok()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rendered(document: &Value) -> Output {
        let mut output = Output::new(1000);
        render(&document.to_string(), &mut output).unwrap();
        output
    }

    #[test]
    fn markups_are_opened_and_closed_by_their_numbers() {
        let document = json!({
            "version": "0.3.1",
            "atoms": [["soft-return", "", {}]],
            "markups": [["a", ["href", "/b/?c=1&d"]], ["strong"], ["em"]],
            "cards": [["hr", {}]],
            "sections": [
                [1, "p", [[0, [0, 1], 1, "굵은"], [0, [], 1, " 고리"], [1, [], 0, 0], [0, [2], 9, "<끝>"]]],
                [3, "ol", [[[0, [], 0, "하나"]], [[0, [1], 1, "둘"]]]],
                [10, 0],
                [1, "aside", [[0, [], 0, "곁"]]],
            ],
        });
        assert_eq!(
            rendered(&document).html,
            "<p><a href=\"/b/?c=1&amp;d\"><strong>굵은</strong> 고리</a><br><em>&lt;끝&gt;</em></p>\
             <ol><li>하나</li><li><strong>둘</strong></li></ol><hr>\
             <blockquote class=\"kg-blockquote-alt\">곁</blockquote>"
        );
    }

    #[test]
    fn numbers_that_lead_nowhere_are_said() {
        let document = json!({
            "sections": [[10, 7], [1, "p", [[0, [3], 2, "a"], [1, [], 0, 9]]], [77], null, [1], [3, "ul", [7]]],
        });
        let output = rendered(&document);
        assert_eq!(output.html, "<p>a</p><p></p><ul><li></li></ul>");
        assert!(output.notes().len() >= 3, "{:?}", output.notes());
    }

    #[test]
    fn a_card_that_is_shown_very_often_stops_somewhere() {
        let card = json!(["html", { "html": "x".repeat(10_000) }]);
        let sections: Vec<_> = (0..10_000).map(|_| json!([10, 0])).collect();
        let output = rendered(&json!({ "cards": [card], "sections": sections }));
        assert!(output.html.len() < 2_000_000, "{}", output.html.len());
        assert!(output.notes().iter().any(|note| note.code() == "limit-reached"));
    }
}

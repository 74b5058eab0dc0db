//! Notes below a post: those of the block editor, and those of plugins.

use std::borrow::Cow;

use larder_html::escape::push_attribute;
use serde::Deserialize;

use super::paragraphs::Paragraphs;

/// Notes that were not written yet.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The list of the block editor. Empty once it is written.
    listed: String,
    /// Notes of shortcodes, as HTML, by their numbers.
    numbered: Vec<String>,
}

/// A note of the block editor, as WordPress keeps it beside the post.
#[derive(Deserialize)]
struct Noted<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    content: Cow<'a, str>,
}

impl Footnotes {
    /// The notes that are kept beside a post. What is no list of them is none.
    pub(super) fn new(json: Option<&str>) -> Self {
        let noted: Vec<Noted<'_>> =
            json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        Self { listed: list(&noted), numbered: Vec::new() }
    }

    /// Keeps room for a note, whose text may have notes itself. Returns its number.
    pub(super) fn reserve(&mut self) -> usize {
        self.numbered.push(String::new());
        self.numbered.len()
    }

    /// Keeps a note's text; returns its mark.
    pub(super) fn set(&mut self, number: usize, html: String) -> String {
        if let Some(note) = self.numbered.get_mut(number - 1) {
            *note = html;
        }
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}\">{number}</a></sup>"
        )
    }

    /// Writes the notes of the block editor, where its block stands.
    pub(super) fn write_noted(&mut self, out: &mut Paragraphs) {
        let listed = std::mem::take(&mut self.listed);
        if !listed.is_empty() {
            out.end_line();
            out.beside(&listed);
        }
    }

    /// Writes all notes that are left. Marks without their notes would lead nowhere.
    pub(super) fn finish(&mut self, out: &mut Paragraphs) {
        self.write_noted(out);
        if self.numbered.is_empty() {
            return;
        }
        let mut html = String::from("<ol class=\"footnotes\">");
        for (index, note) in self.numbered.iter().enumerate() {
            let number = index + 1;
            html.push_str(&format!("\n<li id=\"fn-{number}\">{note} "));
            html.push_str(&format!("<a href=\"#fnref-{number}\">↩</a></li>"));
        }
        html.push_str("\n</ol>");
        out.end_line();
        out.beside(&html);
    }
}

/// The list that the block editor shows.
fn list(noted: &[Noted<'_>]) -> String {
    if noted.is_empty() {
        return String::new();
    }
    let mut html = String::from("<ol class=\"wp-block-footnotes\">");
    for note in noted {
        html.push_str("\n<li id=\"");
        push_attribute(&mut html, &note.id);
        html.push_str("\">");
        html.push_str(&note.content);
        html.push_str(" <a href=\"#");
        push_attribute(&mut html, &note.id);
        html.push_str("-link\">↩</a></li>");
    }
    html.push_str("\n</ol>");
    html
}

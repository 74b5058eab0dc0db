//! A page in Markdown: a heading, for rows of databases the values of their columns, and the text.

use larder_core::MediaType;

use super::{page::Page, property::Property};
use crate::markdown::{Dialect, to_html};

/// Reads a page. `columns` are those of the database that it is a row of: only their values are no text.
pub(super) fn read(text: &str, columns: &[String]) -> Page {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    let mut page = Page::new(MediaType::new("text/markdown"));
    if let Some(after) = rest.strip_prefix("# ") {
        let (title, after) = after.split_once('\n').unwrap_or((after, ""));
        page.title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
        rest = after;
    }
    (page.properties, rest) = properties(rest, columns);
    page.html = Some(to_html(rest, Dialect::Extended));
    page
}

/// The lines `Column: value` between heading and text, and the text.
fn properties<'t>(text: &'t str, columns: &[String]) -> (Vec<Property>, &'t str) {
    let blanks = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let (mut rest, mut found) = (&text[blanks..], Vec::<Property>::new());
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end_matches('\r');
        let named = columns.iter().find_map(|column| {
            Some((column, line.strip_prefix(column.as_str())?.strip_prefix(": ")?))
        });
        match (named, found.last_mut()) {
            (Some((column, value)), _) => found.push(Property::plain(column, value)),
            // A value of several lines.
            (None, Some(last)) if !line.trim().is_empty() => last.go_on(line),
            _ => break,
        }
        rest = after;
    }
    match found.is_empty() {
        true => (found, text),
        false => (found, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_of_columns_are_no_text() {
        let columns = ["Date".to_owned(), "Note".to_owned()];
        let text = "# 제목\n\nDate: 2024년 3월 3일\nNote: one\ntwo\n\nDate: is text here.\n";
        let page = read(text, &columns);
        assert_eq!(page.title.as_deref(), Some("제목"));
        let values: Vec<_> = page.properties.iter().map(Property::text).collect();
        assert_eq!(values, ["2024년 3월 3일", "one\ntwo"]);
        assert_eq!(page.html.as_deref(), Some("<p>Date: is text here.</p>\n"));
        let page = read("# a\n\nDate: tomorrow\n", &[]);
        assert_eq!(page.html.as_deref(), Some("<p>Date: tomorrow</p>\n"));
    }
}

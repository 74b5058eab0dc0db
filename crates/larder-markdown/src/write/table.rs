//! Tables.

use std::ops::Range;

use larder_html::Element;

use super::{Spelling, Writer, inline::Place};
use crate::content::{Content, Item, Open};

/// How many columns a table may have that is not HTML.
const MOST_COLUMNS: usize = 64;

/// A row: what each of its cells holds.
struct Row {
    is_head: bool,
    cells: Vec<Range<usize>>,
}

impl Writer<'_> {
    /// A table, or HTML if it is more than lines of text in rows.
    pub(super) fn table(&mut self, at: usize, open: Open) {
        let rows = self.dialect.tables.then(|| self.rows(at, open)).flatten();
        let Some(rows) = rows else { return self.raw(at, open) };
        self.has_html = false;
        let columns = rows.first().map_or(0, |row| row.cells.len());
        let mut rows = rows.into_iter().peekable();
        // Markdown has no table without a head. An empty one shows the least.
        let empty = Row { is_head: true, cells: vec![0..0; columns] };
        let head = rows.next_if(|row| row.is_head).unwrap_or(empty);
        self.row(&head);
        self.new_line();
        self.text.push_str(&format!("|{}", " --- |".repeat(columns)));
        for row in rows {
            self.new_line();
            self.row(&row);
        }
        if self.has_html {
            self.tally.inline_html += 1;
        } else {
            self.tally.markdown += 1;
        }
    }

    fn row(&mut self, row: &Row) {
        self.text.push('|');
        for cell in &row.cells {
            self.text.push(' ');
            if !cell.is_empty() {
                self.inline(cell.clone(), Place::Cell);
                self.text.push(' ');
            }
            self.text.push('|');
        }
    }

    /// The rows of a table. None if Markdown has no form for it.
    fn rows(&self, at: usize, open: Open) -> Option<Vec<Row>> {
        let mut rows: Vec<Row> = Vec::new();
        for (at, row) in self.content.children(Content::inside(at, open)) {
            if row.element != Element::Tr {
                return None;
            }
            let row = self.cells(at, row)?;
            let columns = rows.first().map_or(row.cells.len(), |first| first.cells.len());
            let fits = row.cells.len() == columns && (!row.is_head || rows.is_empty());
            if !fits || columns == 0 || columns > MOST_COLUMNS {
                return None;
            }
            rows.push(row);
        }
        (!rows.is_empty()).then_some(rows)
    }

    fn cells(&self, at: usize, row: Open) -> Option<Row> {
        let mut cells = Vec::new();
        let mut heads = 0;
        for (at, cell) in self.content.children(Content::inside(at, row)) {
            if !cell.attributes.is_empty() {
                return None;
            }
            heads += usize::from(cell.element == Element::Th);
            cells.push(self.cell(at, cell)?);
        }
        let is_head = heads > 0;
        (heads == 0 || heads == cells.len()).then_some(Row { is_head, cells })
    }

    /// What the one paragraph of a cell holds.
    fn cell(&self, at: usize, cell: Open) -> Option<Range<usize>> {
        let inside = Content::inside(at, cell);
        if inside.is_empty() {
            return Some(0..0);
        }
        let Item::Open(open) = self.content.items[inside.start] else { return None };
        let is_only = open.end as usize + 1 == inside.end;
        let is_line = open.element == Element::P
            && open.attributes.is_empty()
            && self.plan.spelling(inside.start) < Spelling::RawHtml;
        (is_only && is_line).then(|| Content::inside(inside.start, open))
    }
}

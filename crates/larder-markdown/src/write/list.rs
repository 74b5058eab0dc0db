//! Lists.

use larder_html::Element;

use super::Writer;
use crate::content::{Content, Name, Open};

impl Writer<'_> {
    /// A list, or HTML if Markdown cannot number its items so.
    pub(super) fn list(&mut self, at: usize, open: Open) {
        let items: Vec<(usize, Open)> = self.content.children(Content::inside(at, open)).collect();
        let Some(start) = self.start_number(open, &items) else { return self.raw(at, open) };
        let is_tight = items.iter().all(|(at, open)| self.is_tight(*at, *open));
        let is_ordered = open.element == Element::Ol;
        for (index, (at, item)) in items.into_iter().enumerate() {
            if index > 0 {
                if is_tight { self.new_line() } else { self.empty_line() }
            }
            let marker = if is_ordered { format!("{}. ", start + index) } else { "- ".to_owned() };
            self.item(at, item, &marker, is_tight);
        }
    }

    fn item(&mut self, at: usize, item: Open, marker: &str, is_tight: bool) {
        let inside = Content::inside(at, item);
        if inside.is_empty() {
            return self.text.push_str(marker.trim_end());
        }
        self.text.push_str(marker);
        self.within(&" ".repeat(marker.len()), |writer| {
            if !is_tight {
                return writer.blocks(inside);
            }
            let children: Vec<_> = writer.content.children(inside).collect();
            for (index, (at, open)) in children.into_iter().enumerate() {
                if index > 0 {
                    writer.new_line();
                }
                writer.block(at, open);
            }
        });
    }

    /// The number of the first item. None if the list says something that Markdown cannot.
    fn start_number(&self, list: Open, items: &[(usize, Open)]) -> Option<usize> {
        let can = |name| matches!(name, Name::Start);
        let says_more = self.content.attributes(list).any(|(name, _)| !can(name))
            || items.iter().any(|(_, item)| !item.attributes.is_empty());
        let has_empty = self.dialect.items_need_text
            && items.iter().any(|(at, item)| *at + 1 == item.end as usize);
        if says_more || has_empty {
            return None;
        }
        let start = self.content.attribute(list, Name::Start);
        if start.is_some() && self.dialect.lists_start_at_one {
            return None;
        }
        let start = start.map_or(Some(1), |start| start.parse::<usize>().ok())?;
        (start.checked_add(items.len())? <= 999_999_999).then_some(start)
    }

    /// Whether an item is a line of text, and lists under it that may follow it at once.
    fn is_tight(&self, at: usize, item: Open) -> bool {
        let mut children = self.content.children(Content::inside(at, item));
        let is_line = |open: Open| open.element == Element::P && open.attributes.is_empty();
        let first = children.next();
        let begins = first.is_none_or(|(at, open)| is_line(open) && !self.is_raw(at));
        let mut lists = 0;
        begins
            && children.all(|(at, open)| {
                lists += 1;
                lists == 1 && self.follows_at_once(open) && !self.is_raw(at)
            })
    }

    /// Whether a list can follow a paragraph without an empty line.
    fn follows_at_once(&self, open: Open) -> bool {
        let starts_at_one = self.content.attribute(open, Name::Start).is_none();
        matches!(open.element, Element::Ul | Element::Ol)
            && starts_at_one
            && open.attributes.is_empty()
    }

    fn is_raw(&self, at: usize) -> bool {
        self.plan.spelling(at) == super::Spelling::RawHtml
    }
}

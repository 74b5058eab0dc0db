//! Code, which no template language may read.

use super::{Spelling, Writer, html, inline::Place};
use crate::{
    content::{Item, Name, Open},
    dialect::Template,
};

impl Writer<'_> {
    /// A block of code, between fences if it is only that.
    pub(super) fn code(&mut self, at: usize, open: Open) {
        let items = &self.content.items[at + 1..open.end as usize];
        let text = match items {
            [] => "",
            [Item::Text(span)] => self.content.text(*span),
            _ => return self.raw(at, open),
        };
        let is_list = self.dialect.lists_merge && !self.prefix.is_empty() && has_items(text);
        let guarded = if is_list { None } else { self.guarded(text) };
        let Some(guarded) = guarded else { return self.raw(at, open) };
        let class = self.content.attribute(open, Name::Class).unwrap_or("");
        let language = class.strip_prefix("language-").unwrap_or("");
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        if guarded.is_wrapped {
            let begin = self.marks.vanishing("{% raw %}");
            self.text.push_str(&begin);
            self.new_line();
        }
        self.text.push_str(&fence);
        self.text.push_str(language);
        self.text.push('\n');
        let first = guarded.text.split('\n').next().unwrap_or("");
        self.text.push_str(if first.is_empty() { self.prefix.trim_end() } else { &self.prefix });
        self.lines(&guarded.text);
        self.new_line();
        self.text.push_str(&fence);
        if guarded.is_wrapped {
            let end = self.marks.vanishing("{% endraw %}");
            self.new_line();
            self.text.push_str(&end);
        }
        self.tally.markdown += 1;
    }

    /// Code within text. Returns whether there was a form for it.
    pub(super) fn code_span(&mut self, at: usize, open: Open, place: Place) -> bool {
        if self.spelling != Spelling::Markdown {
            return false;
        }
        let Some(text) = self.only_text(at, open).map(str::to_owned) else { return false };
        let has_bar = text.contains('|') && (place == Place::Cell || self.dialect.loose_tables);
        // Two fences beside each other are one.
        if has_bar || text.contains('\n') || self.text.ends_with('`') {
            return false;
        }
        let Some(guarded) = self.guarded(&text) else { return false };
        let wrap = |writer: &mut Self, tag: &str| {
            if guarded.is_wrapped {
                let mark = writer.marks.vanishing(tag);
                writer.text.push_str(&mark);
            }
        };
        wrap(self, "{% raw %}");
        let fence = "`".repeat(longest_run(&text) + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        for part in [&*fence, pad, &guarded.text, pad, &fence] {
            self.text.push_str(part);
        }
        wrap(self, "{% endraw %}");
        true
    }

    /// Code as a template language leaves it alone. None if there is no way but references.
    fn guarded(&mut self, text: &str) -> Option<Guarded> {
        let plain = Guarded { text: text.to_owned(), is_wrapped: false };
        match self.dialect.template {
            Template::None => Some(plain),
            template if html::delimiter(text, template).is_none() => Some(plain),
            Template::Liquid => {
                let is_wrapped = true;
                (!text.contains("endraw")).then_some(Guarded { is_wrapped, ..plain })
            }
            Template::Hugo if !text.contains("{{<") && !text.contains("{{%") => Some(plain),
            Template::Hugo => self.commented(text, [("{{<", ">}}"), ("{{%", "%}}")]),
            Template::Zola => self.commented(text, [("{{", "}}"), ("{%", "%}")]),
            Template::Nunjucks => None,
        }
    }

    /// Each tag as a comment, of which the template language takes the marks away.
    fn commented(&mut self, text: &str, tags: [(&str, &str); 2]) -> Option<Guarded> {
        if text.contains("/*") || text.contains("*/") {
            return None;
        }
        let mut commented = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, (start, end))) = first_tag(rest, tags) {
            let inside = &rest[at + start.len()..];
            let length = inside.find(end)?;
            if first_tag(&inside[..length], tags).is_some() || inside[..length].contains('\n') {
                return None;
            }
            commented.push_str(&rest[..at + start.len()]);
            commented.push_str(&self.marks.vanishing("/*"));
            commented.push_str(&inside[..length]);
            commented.push_str(&self.marks.vanishing("*/"));
            commented.push_str(end);
            rest = &inside[length + end.len()..];
        }
        commented.push_str(rest);
        Some(Guarded { text: commented, is_wrapped: false })
    }
}

/// Whether a line looks like an item of a list. Within lists kramdown takes it for one, fences or not.
fn has_items(text: &str) -> bool {
    text.split('\n').any(|line| {
        let line = line.trim_start();
        line.starts_with(['-', '+', '*', ':', '^', '{'])
            || line.trim_start_matches(|it: char| it.is_ascii_digit()).starts_with('.')
    })
}

/// Code that templates leave alone.
struct Guarded {
    text: String,
    /// Whether `{% raw %}` has to stand around it.
    is_wrapped: bool,
}

fn first_tag<'t>(text: &str, tags: [(&'t str, &'t str); 2]) -> Option<(usize, (&'t str, &'t str))> {
    tags.into_iter().filter_map(|tag| Some((text.find(tag.0)?, tag))).min_by_key(|(at, _)| *at)
}

/// How many backticks stand together at most. Fences are longer: a shorter one would do for CommonMark, but not for kramdown.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut length) = (0, 0);
    for byte in text.bytes() {
        length = if byte == b'`' { length + 1 } else { 0 };
        longest = longest.max(length);
    }
    longest
}

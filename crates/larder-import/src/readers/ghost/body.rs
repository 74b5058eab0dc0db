//! Bodies: `lexical` (since version 5), `mobiledoc` (1 to 5), `markdown` (0), and the HTML that was made of each.

mod card;
mod html;
mod lexical;
mod mobiledoc;

use std::collections::BTreeMap;

use larder_core::{Body, Content, MediaType, NoteKind};
use larder_html::escape;
use serde_json::Value;

pub(super) use self::html::{Address, NAME, outline};
use super::row::Row;
use crate::markdown;

/// What bodies hold that is not plain text, for the blog as a whole.
#[derive(Debug, Default)]
pub(super) struct Census {
    /// Cards and nodes that nobody knows.
    pub(super) unknown: BTreeMap<String, u64>,
    /// Cards that the platform fills in.
    pub(super) dynamic: BTreeMap<String, u64>,
    /// Cards that are for e-mails only.
    pub(super) for_email: u64,
    /// Addresses that nothing makes absolute.
    pub(super) relative: u64,
}

impl Census {
    pub(super) fn add(&mut self, more: Self) {
        for (counts, more) in [(&mut self.unknown, more.unknown), (&mut self.dynamic, more.dynamic)]
        {
            more.into_iter().for_each(|(name, count)| *counts.entry(name).or_default() += count);
        }
        self.for_email += more.for_email;
        self.relative += more.relative;
    }
}

/// A body, and what else there is to say of it.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) content: Option<Content>,
    pub(super) notes: Vec<NoteKind>,
    pub(super) census: Census,
    /// How many parts of the HTML are shown to members only.
    pub(super) gated: u64,
}

/// What a body was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Lexical,
    Mobiledoc,
    Markdown,
}

impl Form {
    const ALL: [Self; 3] = [Self::Lexical, Self::Mobiledoc, Self::Markdown];

    /// The name of the field.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Lexical => "lexical",
            Self::Mobiledoc => "mobiledoc",
            Self::Markdown => "markdown",
        }
    }

    fn media_type(self) -> MediaType {
        match self {
            Self::Lexical | Self::Mobiledoc => MediaType::JSON,
            Self::Markdown => MediaType::new("text/markdown"),
        }
    }

    /// The HTML that a text means. None for one that cannot be read.
    fn render(self, text: &str, made: &mut Made) -> Option<String> {
        let mut output = card::Output::new(text.len());
        match self {
            Self::Lexical => lexical::render(text, &mut output)?,
            Self::Mobiledoc => mobiledoc::render(text, &mut output)?,
            Self::Markdown => {
                output.html.push_str(&markdown::to_html(text, markdown::Dialect::Extended))
            }
        }
        made.notes.extend(output.notes());
        made.census.add(output.census);
        Some(output.html)
    }
}

/// Takes the body out of a row: the original is what it was written in; its HTML is what the platform made of it, else
/// what the original says.
pub(super) fn take(row: &mut Row, address: &Address) -> Made {
    let mut made = Made::default();
    let written = Form::ALL.iter().find_map(|form| Some((*form, source(row, form.field())?)));
    let html = row.take("html").and_then(|html| match html {
        Value::String(html) => Some(html),
        other => {
            row.put("html", other);
            None
        }
    });
    // What the platform made of nothing says nothing of what was written.
    let stored = html.filter(|html| !html.is_empty() || written.is_none());
    made.content = match (written, stored) {
        (Some((form, text)), stored) => content(form, text, stored, row, address, &mut made),
        (None, Some(html)) => Some(from_html(html, address, &mut made)),
        (None, None) => from_plain(row),
    };
    drop_plain(row, made.content.as_ref());
    made
}

/// The body of an older version.
pub(super) fn older(form: Form, text: String, address: &Address) -> (Content, Census) {
    let mut made = Made::default();
    let html = form.render(&text, &mut made).unwrap_or_default();
    let shown = html::shown(&html, address, &mut made);
    let content = Content::new(form.media_type(), Body::inline(text), Body::inline(shown));
    (content, made.census)
}

/// The text of a field; a tree that was not written as text, as the text that it should be.
fn source(row: &mut Row, field: &str) -> Option<String> {
    match row.take(field)? {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        tree @ Value::Object(_) => Some(tree.to_string()),
        other => {
            row.put(field, other);
            None
        }
    }
}

fn content(
    form: Form,
    text: String,
    stored: Option<String>,
    row: &Row,
    address: &Address,
    made: &mut Made,
) -> Option<Content> {
    let html = stored.or_else(|| form.render(&text, made)).or_else(|| {
        made.notes.push(NoteKind::DataUnreadable { what: form.field().into() });
        Some(escape::paragraphs(row.text("plaintext")))
    })?;
    let shown = html::shown(&html, address, made);
    Some(Content::new(form.media_type(), Body::inline(text), Body::inline(shown)))
}

fn from_html(html: String, address: &Address, made: &mut Made) -> Content {
    let shown = html::shown(&html, address, made);
    match shown == html {
        true => Content::html(Body::inline(html)),
        false => Content::new(MediaType::HTML, Body::inline(html), Body::inline(shown)),
    }
}

fn from_plain(row: &mut Row) -> Option<Content> {
    let plain = row.take_text("plaintext")?;
    let html = escape::paragraphs(&plain);
    Some(Content::new(MediaType::PLAIN, Body::inline(plain), Body::inline(html)))
}

/// The platform keeps the text of the HTML beside it, for searching. Where it says the same, it is no second text.
fn drop_plain(row: &mut Row, content: Option<&Content>) {
    let Some(html) = content.and_then(|content| content.html.text().ok()) else { return };
    let plain = row.text("plaintext");
    let is_same = {
        let shown = larder_html::text::to_text(&html);
        larder_core::key::characters(plain).eq(larder_core::key::characters(&shown))
    };
    if is_same {
        row.take("plaintext");
    }
}

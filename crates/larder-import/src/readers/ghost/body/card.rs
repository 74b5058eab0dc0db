//! Cards: the blocks that are no text, in Mobiledoc and Lexical alike, as HTML like the one that Ghost makes of them.

mod media;
mod parts;

use larder_core::NoteKind;
use larder_html::escape;
use serde_json::{Map, Value};

use super::{Census, outline};
use crate::markdown;

/// How many bytes of HTML a body may become, for each of its own, and besides: cards may be shown any number of times.
const LARGEST: (usize, usize) = (16, 1 << 20);

/// HTML in the making.
pub(super) struct Output {
    pub(super) html: String,
    pub(super) census: Census,
    /// The number of the block at hand.
    pub(super) block: u32,
    unknown: Vec<(String, u32)>,
    limit: usize,
    is_full: bool,
}

impl Output {
    /// The output for a body of so many bytes.
    pub(super) fn new(source: usize) -> Self {
        Self {
            html: String::new(),
            census: Census::default(),
            block: 0,
            unknown: Vec::new(),
            limit: source.saturating_mul(LARGEST.0).saturating_add(LARGEST.1),
            is_full: false,
        }
    }

    /// Whether there is room for more. Nothing more is made once there is none.
    pub(super) fn has_room(&mut self) -> bool {
        self.is_full |= self.html.len() > self.limit;
        !self.is_full
    }

    /// A block that nobody knows.
    pub(super) fn unknown(&mut self, name: &str) {
        const TOLD: usize = 20;
        if self.unknown.len() < TOLD {
            self.unknown.push((name.to_owned(), self.block));
        }
        *self.census.unknown.entry(name.to_owned()).or_default() += 1;
    }

    pub(super) fn notes(&self) -> Vec<NoteKind> {
        let told = |(block, number): &(String, u32)| NoteKind::UnknownBlock {
            block: block.clone(),
            number: *number,
        };
        let mut notes: Vec<_> = self.unknown.iter().map(told).collect();
        if self.is_full {
            notes.push(NoteKind::LimitReached {
                limit: "the HTML of one body".into(),
                value: self.limit as u64,
                option: "--max-file-size".into(),
            });
        }
        notes
    }

    /// A start tag with those attributes that have a value.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.html.push('<');
        self.html.push_str(name);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            escape::push_attribute(&mut self.html, value);
            self.html.push('"');
        }
        self.html.push('>');
    }

    pub(super) fn close(&mut self, name: &str) {
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
    }

    /// An element with HTML in it. None is made of nothing.
    pub(super) fn element(&mut self, name: &str, class: &str, inside: &str) {
        if !inside.is_empty() {
            self.open(name, &[("class", class)]);
            self.html.push_str(inside);
            self.close(name);
        }
    }

    /// An element with text in it.
    pub(super) fn text(&mut self, name: &str, class: &str, text: &str) {
        self.element(name, class, &escape::text(text));
    }
}

/// The fields of a card.
#[derive(Clone, Copy)]
pub(super) struct Card<'c>(pub(super) Option<&'c Map<String, Value>>);

impl<'c> Card<'c> {
    fn value(self, name: &str) -> Option<&'c Value> {
        self.0?.get(name)
    }

    fn text(self, name: &str) -> &'c str {
        self.value(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number, however it is written.
    fn number(self, name: &str) -> String {
        match self.value(name) {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(text)) if text.bytes().all(|it| it.is_ascii_digit()) => text.clone(),
            _ => String::new(),
        }
    }

    fn flag(self, name: &str) -> Option<bool> {
        self.value(name).and_then(Value::as_bool)
    }

    fn within(self, name: &str) -> Self {
        Self(self.value(name).and_then(Value::as_object))
    }

    /// A text that is HTML.
    fn html(self, name: &str) -> String {
        outline(self.text(name))
    }

    /// Whether everybody who sees the post sees it. What is for e-mails or for members only is in the original.
    fn is_shown(self) -> bool {
        let visibility = self.within("visibility");
        let hidden = visibility.flag("showOnWeb") == Some(false)
            || visibility.flag("emailOnly") == Some(true);
        let web = visibility.within("web");
        !hidden && web.flag("nonMember") != Some(false)
    }
}

/// Writes a card.
pub(super) fn write(name: &str, card: Card<'_>, output: &mut Output) {
    if !card.is_shown() {
        output.census.for_email += 1;
        return;
    }
    match name {
        "image" => media::image(card, output),
        "gallery" => media::gallery(card, output),
        "video" => media::video(card, output),
        "audio" => media::audio(card, output),
        "file" => media::file(card, output),
        "before-after" => media::before_after(card, output),
        "markdown" | "card-markdown" => {
            let html = markdown::to_html(card.text("markdown"), markdown::Dialect::Extended);
            marked("markdown", &html, output);
        }
        "html" => marked("html", card.text("html"), output),
        "embed" => parts::embed(card, output),
        "nft" => parts::embed(card, output),
        "bookmark" => parts::bookmark(card, output),
        "code" | "codeblock" => parts::code(card, output),
        "hr" | "horizontalrule" => output.html.push_str("<hr>"),
        "callout" => parts::callout(card, output),
        "toggle" => parts::toggle(card, output),
        "button" => parts::button(card, output),
        "product" => parts::product(card, output),
        "header" => parts::header(card, output),
        "signup" => parts::signup(card, output),
        "call-to-action" => parts::call_to_action(card, output),
        "paywall" => output.html.push_str("<!--members-only-->"),
        // They stand in the e-mail and nowhere else.
        "email" | "email-cta" => output.census.for_email += 1,
        "collection" | "transistor" => {
            *output.census.dynamic.entry(name.to_owned()).or_default() += 1;
        }
        name => output.unknown(name),
    }
}

/// HTML between the marks that Ghost puts around what it did not make itself.
fn marked(name: &str, html: &str, output: &mut Output) {
    output.html.push_str(&format!("<!--kg-card-begin: {name}-->"));
    output.html.push_str(html);
    output.html.push_str(&format!("<!--kg-card-end: {name}-->"));
}

/// The line under a card.
fn caption(html: &str, output: &mut Output) {
    output.element("figcaption", "", html);
}

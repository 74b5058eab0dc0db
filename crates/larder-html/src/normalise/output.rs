//! The writer of normalised HTML, the same for both ways to read.

use std::borrow::Cow;

use super::{
    Embeds, Normalise, Removed,
    attribute::{Attribute, Given, Rule, keeps_class, value},
    element::{Element, Fate},
    embed::{self, Page},
    image, mark,
    mark::Marks,
};
use crate::{characters, escape, url::Refused};

/// How much less deep the output is than what the parser allows, so that
/// nothing is cut when it is read again.
const MARGIN: u32 = 32;

/// How many classes of an element are looked at.
const CLASSES: usize = 64;

/// Elements that show something without text.
const SHOWN: [Element; 8] = [
    Element::Img,
    Element::Video,
    Element::Audio,
    Element::Iframe,
    Element::Embed,
    Element::Object,
    Element::Meter,
    Element::Progress,
];

/// What has been written and what is open.
#[derive(Debug)]
pub(crate) struct Output<'o> {
    options: &'o Normalise,
    pub(crate) html: String,
    pub(crate) open: Vec<Element>,
    /// How many elements may be open, and one.
    depth: usize,
    pub(crate) removed: Removed,
    /// Where the content of the last `pre` begins.
    pre: usize,
    /// The open figures.
    figures: Vec<Figure>,
    /// Where the last thing ends that shows something.
    shown: usize,
    /// Where the last tag ends that text does not run across.
    border: usize,
}

/// A figure that may turn out to be empty.
#[derive(Clone, Copy, Debug)]
struct Figure {
    start: usize,
    /// Whether text before it and behind it stays apart without it.
    is_apart: bool,
}

impl<'o> Output<'o> {
    pub(crate) fn new(options: &'o Normalise, capacity: usize) -> Self {
        Self {
            options,
            html: String::with_capacity(capacity),
            open: Vec::new(),
            depth: options.limits.depth.saturating_sub(MARGIN) as usize,
            removed: Removed::default(),
            pre: usize::MAX,
            figures: Vec::new(),
            shown: 0,
            border: 0,
        }
    }

    /// Writes text that has been through the character filter.
    pub(crate) fn text(&mut self, text: &str) {
        if self.html.len() == self.pre && text.starts_with('\n') {
            // Parsers drop the first line end of a `pre`.
            self.html.push('\n');
        }
        escape::push_text(&mut self.html, text);
        if !text.chars().all(char::is_whitespace) {
            self.shown = self.html.len();
        }
    }

    /// Writes text that came from references or from a tree of them.
    pub(crate) fn unclean_text(&mut self, text: &str) {
        let cleaned = characters::clean(text);
        self.removed.characters += cleaned.dropped;
        self.text(&cleaned.text);
    }

    /// Writes what stays of a comment: a mark of an editor, where marks are asked for.
    pub(crate) fn comment(&mut self, text: &str) {
        match mark::mark(text, self.options.marks) {
            Some(mark) => self.html.push_str(&mark),
            None => self.removed.comments += 1,
        }
    }

    /// Writes a start tag, and opens the element unless it is void.
    ///
    /// `given` is used up.
    pub(crate) fn start(&mut self, element: Element, given: &mut Vec<Given<'_>>) {
        if element == Element::Img {
            return self.picture(given);
        }
        if element == Element::Figure {
            let start = self.html.len();
            let is_apart = self.border == start || self.html.ends_with('\n');
            self.figures.push(Figure { start, is_apart });
        }
        self.tag(element, given);
        if element == Element::Pre {
            self.pre = self.html.len();
        }
        if !element.is_void() {
            self.open.push(element);
        }
    }

    /// Ends the innermost element.
    pub(crate) fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        let figure = if element == Element::Figure { self.figures.pop() } else { None };
        if let Some(figure) = figure.filter(|figure| self.shown <= figure.start) {
            return self.take_back(figure);
        }
        self.html.push_str("</");
        self.html.push_str(element.name());
        self.html.push('>');
        self.passed(element);
    }

    /// Takes an empty figure back: its picture is gone, and nothing was said of it.
    fn take_back(&mut self, figure: Figure) {
        self.html.truncate(figure.start);
        if self.pre > figure.start {
            self.pre = usize::MAX;
        }
        self.border = figure.start;
        if !figure.is_apart {
            self.text("\n");
        }
    }

    /// Remembers what the last tag means for what stands beside it.
    fn passed(&mut self, element: Element) {
        if SHOWN.contains(&element) {
            self.shown = self.html.len();
        }
        if !matches!(element.fate(), Fate::Inline | Fate::Formatting) {
            self.border = self.html.len();
        }
    }

    /// Writes what stays of a player.
    pub(crate) fn embed(&mut self, element: Element, given: &mut Vec<Given<'_>>) {
        let named = if element == Element::Object { Attribute::Data } else { Attribute::Src };
        let address = value(given, named).map(|address| self.medium(address));
        match (self.options.embeds, address) {
            (Embeds::Keep, Some(Ok(_))) => self.keep_embed(element, given),
            (Embeds::Link, Some(Ok(address))) => {
                let page = embed::page(address);
                self.link_embed(&page, value(given, Attribute::Title));
            }
            (_, address) => {
                if let Some(Err(refused)) = address {
                    self.refuse(refused);
                }
                self.removed.embeds_dropped += 1;
            }
        }
    }

    /// Writes what stays of a script: a link to what it would have shown.
    pub(crate) fn script(&mut self, given: &[Given<'_>]) {
        self.removed.scripts += 1;
        let Some(address) = value(given, Attribute::Src) else { return };
        let Ok(address) = self.medium(address) else { return };
        let Some(page) = embed::script_page(&address) else { return };
        match self.options.embeds {
            Embeds::Drop => self.removed.embeds_dropped += 1,
            Embeds::Keep | Embeds::Link => self.link_embed(&page, None),
        }
    }

    /// Whether so many more elements may be open.
    pub(crate) fn has_room(&self, elements: usize) -> bool {
        self.open.len() + elements < self.depth
    }

    /// What becomes of players.
    pub(crate) fn embeds(&self) -> Embeds {
        self.options.embeds
    }

    fn keep_embed(&mut self, element: Element, given: &[Given<'_>]) {
        self.tag(element, given);
        if element != Element::Embed {
            self.html.push_str("</");
            self.html.push_str(element.name());
            self.html.push('>');
        }
    }

    fn link_embed(&mut self, page: &Page<'_>, title: Option<&str>) {
        self.removed.embeds_linked += 1;
        let title = title.map(characters::clean_attribute).map(|title| title.text);
        let title = title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let label = title.or(page.provider).unwrap_or(&page.address);
        let has_room = self.has_room(2);
        let alone = has_room && self.open.iter().all(|element| element.holds_paragraphs());
        self.push_if(alone, "<p>");
        if !has_room || self.open.contains(&Element::A) {
            self.text(label);
        } else {
            self.html.push_str("<a href=\"");
            escape::push_attribute(&mut self.html, &page.address);
            self.html.push_str("\">");
            self.text(label);
            self.html.push_str("</a>");
        }
        self.push_if(alone, "</p>");
    }

    fn push_if(&mut self, wanted: bool, html: &str) {
        if wanted {
            self.html.push_str(html);
        }
    }

    /// Writes a picture, or its description if nobody knows where it is.
    fn picture(&mut self, given: &mut Vec<Given<'_>>) {
        image::wake(given);
        let (start, before) = (self.html.len(), (self.shown, self.border));
        self.tag(Element::Img, given);
        let shown = [" src=\"", " srcset=\""].iter().any(|name| self.html[start..].contains(name));
        if shown {
            return;
        }
        self.html.truncate(start);
        (self.shown, self.border) = before;
        self.removed.pictures_without_source += 1;
        if let Some(alt) = value(given, Attribute::Alt) {
            let alt = characters::clean_attribute(alt).text.into_owned();
            self.text(&alt);
        }
    }

    fn tag(&mut self, element: Element, given: &[Given<'_>]) {
        self.html.push('<');
        self.html.push_str(element.name());
        for (attribute, value) in given {
            self.attribute(element, *attribute, value);
        }
        self.html.push('>');
        self.passed(element);
    }

    fn attribute(&mut self, element: Element, attribute: Attribute, value: &str) {
        match attribute.rule(element) {
            Rule::Drop => {}
            Rule::Text => {
                let cleaned = characters::clean_attribute(value);
                self.removed.characters += cleaned.dropped;
                self.write(attribute, &cleaned.text);
            }
            Rule::Picture if self.is_small_inline(value) => self.write(attribute, value),
            Rule::Picture if image::is_inline(value) => self.removed.inline_pictures += 1,
            Rule::Address => self.address(attribute, self.options.base.resolve(value)),
            Rule::Media | Rule::Picture => self.address(attribute, self.medium(value)),
            Rule::Pictures => self.pictures(attribute, value),
            Rule::Classes => self.classes(element, value),
        }
    }

    /// The address of something that is shown or played.
    fn medium<'a>(&self, address: &'a str) -> Result<Cow<'a, str>, Refused> {
        if image::is_within(address) {
            return Err(Refused::Invalid);
        }
        self.options.base.resolve(address)
    }

    fn address(&mut self, attribute: Attribute, address: Result<Cow<'_, str>, Refused>) {
        match address {
            Ok(address) => self.write(attribute, &address),
            Err(refused) => self.refuse(refused),
        }
    }

    fn pictures(&mut self, attribute: Attribute, value: &str) {
        let mut list = String::new();
        for candidate in image::candidates(value) {
            let address = match self.medium(candidate.address) {
                Ok(address) => address,
                Err(refused) => {
                    self.refuse(refused);
                    continue;
                }
            };
            for part in [if list.is_empty() { "" } else { ", " }, &address] {
                list.push_str(part);
            }
            if !candidate.descriptor.is_empty() {
                list.push(' ');
                list.push_str(candidate.descriptor);
            }
        }
        if !list.is_empty() {
            self.write(attribute, &list);
        }
    }

    fn classes(&mut self, element: Element, value: &str) {
        let classes = value.split_ascii_whitespace().take(CLASSES);
        let is_kept = |class: &&str| match self.options.marks {
            Marks::Blocks => mark::is_class(class),
            _ => keeps_class(element, class),
        };
        let kept: Vec<&str> = classes.filter(is_kept).collect();
        if !kept.is_empty() {
            let kept = kept.join(" ");
            self.write(Attribute::Class, &characters::clean_attribute(&kept).text);
        }
    }

    fn write(&mut self, attribute: Attribute, value: &str) {
        self.html.push(' ');
        self.html.push_str(attribute.name());
        self.html.push_str("=\"");
        escape::push_attribute(&mut self.html, value);
        self.html.push('"');
    }

    fn refuse(&mut self, refused: Refused) {
        match refused {
            Refused::NoBase => self.removed.links_without_base += 1,
            Refused::Within => self.removed.links_within += 1,
            Refused::Scheme => self.removed.unsafe_links += 1,
            Refused::Invalid | Refused::TooLong => self.removed.invalid_links += 1,
        }
    }

    fn is_small_inline(&self, address: &str) -> bool {
        const TYPES: [&str; 5] = ["png", "jpeg", "gif", "webp", "avif"];
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=;,:.-_%".contains(&byte);
        address.len() <= self.options.inline_pictures
            && address.strip_prefix("data:image/").is_some_and(|rest| {
                TYPES.iter().any(|kind| rest.starts_with(kind)) && rest.bytes().all(plain)
            })
    }
}

/// The value of a tree's attribute as given to [`Output::start`].
pub(crate) fn given<'a>(
    attributes: impl Iterator<Item = (&'a str, &'a str)>,
    into: &mut Vec<Given<'a>>,
) {
    into.clear();
    into.extend(
        attributes.filter_map(|(name, value)| {
            Some((Attribute::of_any_case(name)?, Cow::Borrowed(value)))
        }),
    );
}

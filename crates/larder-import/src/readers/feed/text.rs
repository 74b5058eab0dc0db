//! Texts of feeds: what they are, what they say, and the HTML that is made of them.

use std::borrow::Cow;

use base64::Engine as _;
use larder_core::{Body, Content, MediaType, SharedText};
use larder_html::{escape, text::to_text};
use memchr::{memchr2, memchr3};

use super::{base, document::Whole};
use crate::xml::{Element, Ns, Repair, Repairs, Token, Tokens};

/// A text, as its document gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// What the original is.
    pub(super) media_type: MediaType,
    /// The text itself, as it was written.
    pub(super) original: SharedText,
    /// The HTML that was made of it, where it is not HTML itself; of plain text, it is not made before it is needed.
    made: Option<String>,
    /// What relative addresses in it are relative to, if the document states it.
    base: Option<Box<str>>,
}

/// From how many bytes on a text is not copied out of its document. Shorter ones are kept with their post.
const LONG: usize = 1 << 10;

impl Text {
    /// HTML.
    pub(super) fn html(html: impl Into<SharedText>, element: &Element<'_>) -> Self {
        Self::of(MediaType::HTML, html.into(), None, element)
    }

    /// Text without markup.
    pub(super) fn plain(text: impl Into<SharedText>, element: &Element<'_>) -> Self {
        Self::of(MediaType::PLAIN, text.into(), None, element)
    }

    fn of(
        media_type: MediaType,
        original: SharedText,
        made: Option<String>,
        element: &Element<'_>,
    ) -> Self {
        Self { media_type, original, made, base: element.scope.base.clone() }
    }

    /// Plain text on as few lines as it has.
    pub(super) fn into_plain(self) -> String {
        match self.media_type == MediaType::PLAIN {
            true => self.original.trim().to_owned(),
            // Most short texts are one line without markup.
            false if !is_marked(self.as_html().as_bytes()) => self.as_html().trim().to_owned(),
            false => to_text(self.as_html()).trim().to_owned(),
        }
    }

    /// Whether it leads to anything: it has links or pictures, of which plain text has nothing.
    pub(super) fn leads_on(&self) -> bool {
        let leads = |token| match token {
            Token::Start(tag) => tag.attribute("href").or_else(|| tag.attribute("src")).is_some(),
            _ => false,
        };
        let mut tokens = Tokens::new(self.as_html());
        self.media_type != MediaType::PLAIN
            && std::iter::from_fn(|| tokens.next_with_range()).any(|(token, _)| leads(token))
    }

    /// Whether nothing is in it.
    pub(super) fn is_blank(&self) -> bool {
        self.original.trim().is_empty()
    }

    /// The HTML of what is not plain.
    pub(super) fn as_html(&self) -> &str {
        self.made.as_deref().unwrap_or(&self.original)
    }

    /// The body of a post: the original, and HTML with absolute addresses, as far as the document states a base.
    pub(super) fn into_content(mut self, repairs: &mut Repairs) -> Content {
        if self.media_type == MediaType::PLAIN {
            self.made = Some(escape::paragraphs(&self.original));
        }
        if self.media_type == MediaType::HTML && is_escaped_twice(&self.original) {
            repairs.count(Repair::DoubleEscaped);
            self.made = Some(htmlize::unescape(&*self.original).into_owned());
        }
        if let Some(absolute) =
            self.base.as_deref().and_then(|base| base::absolute(self.as_html(), base))
        {
            self.made = Some(absolute);
        }
        match self.made {
            None => Content::html(Body::inline(self.original)),
            Some(made) => {
                Content::new(self.media_type, Body::inline(self.original), Body::inline(made))
            }
        }
    }
}

/// Whether a text may be more than one line without markup.
fn is_marked(text: &[u8]) -> bool {
    memchr3(b'<', b'&', b'\n', text).or_else(|| memchr2(b'\r', b'\t', text)).is_some()
}

/// A text that HTML is written in: RSS' `description`, `content:encoded`.
pub(super) fn html(element: &Element<'_>, repairs: &mut Repairs) -> Text {
    match element.text_alone(repairs) {
        Some(text) => Text::html(text.trim(), element),
        None => marked(element, true, repairs),
    }
}

/// The same for what is mostly the body of an entry, whose whole text is `whole`: a long one is not copied.
pub(super) fn body(element: &Element<'_>, whole: &Whole<'_>, repairs: &mut Repairs) -> Text {
    match element.text_alone(repairs) {
        Some(text) => {
            let text = text.trim();
            let passage = if text.len() < LONG { None } else { whole.passage(text) };
            Text::html(passage.map_or_else(|| text.into(), SharedText::Passage), element)
        }
        None => marked(element, true, repairs),
    }
}

/// Markup where the format has text.
fn marked(element: &Element<'_>, data_is_html: bool, repairs: &mut Repairs) -> Text {
    repairs.count(Repair::Markup);
    Text::html(element.markup(data_is_html, repairs).trim(), element)
}

/// A text that is plain by its format and HTML now and then: titles.
pub(super) fn title(element: &Element<'_>, repairs: &mut Repairs) -> Text {
    let Some(text) = element.text_alone(repairs) else { return marked(element, true, repairs) };
    let text = text.trim();
    if is_html(text) { Text::html(text, element) } else { Text::plain(text, element) }
}

/// A title as plain text, where it may be HTML or not.
pub(in crate::readers) fn plain_title(title: &str) -> String {
    match is_html(title) {
        true => to_text(title).trim().to_owned(),
        false => title.trim().to_owned(),
    }
}

/// The value of an element that is one word, a number, an address.
pub(super) fn value(element: &Element<'_>, repairs: &mut Repairs) -> Option<String> {
    let text = element.text(repairs);
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// A text of Atom 1.0 or 0.3, of the kind that it states.
pub(super) fn construct(element: &Element<'_>, is_old: bool, repairs: &mut Repairs) -> Text {
    let stated = element.value("type").unwrap_or_default().to_ascii_lowercase();
    let stated = stated.split(';').next().unwrap_or_default().trim().to_owned();
    let mode = element.value("mode").unwrap_or_default().to_ascii_lowercase();
    if is_old && mode == "base64" {
        return decoded(element, &stated, repairs);
    }
    match &*stated {
        "" | "text" | "text/plain" => plain(element, repairs),
        "html" | "text/html" => {
            markup_or(element, repairs, |text, element| Text::html(text, element))
        }
        "xhtml" | "application/xhtml+xml" => xhtml(element, repairs),
        xml if xml.ends_with("/xml") || xml.ends_with("+xml") => xhtml(element, repairs),
        text if text.starts_with("text/") => plain(element, repairs),
        _ => decoded(element, &stated, repairs),
    }
}

fn plain(element: &Element<'_>, repairs: &mut Repairs) -> Text {
    markup_or(element, repairs, |text, element| Text::plain(text, element))
}

/// What is there counts: elements are markup, whatever is stated.
fn markup_or(
    element: &Element<'_>,
    repairs: &mut Repairs,
    otherwise: fn(&str, &Element<'_>) -> Text,
) -> Text {
    match element.text_alone(repairs) {
        Some(text) => otherwise(text.trim(), element),
        None => marked(element, false, repairs),
    }
}

/// Markup of XML. The `div` around it belongs to the format.
fn xhtml(element: &Element<'_>, repairs: &mut Repairs) -> Text {
    const XHTML: MediaType = MediaType::XHTML;
    if !element.has_elements() {
        let text = element.text(repairs);
        return match text.contains('<') {
            true => {
                repairs.count(Repair::Markup);
                Text::html(text.trim(), element)
            }
            false => Text::plain(text.trim(), element),
        };
    }
    let (mut aside, nothing) = (Repairs::default(), |_: Ns, _: &str| false);
    let mut children = element.children(&nothing, &mut aside);
    let first = children.next().filter(|first| first.name == "div");
    let is_alone = children.next().is_none();
    let html = match first.filter(|_| is_alone) {
        Some(div) => div.markup(false, repairs),
        None => element.markup(false, repairs),
    };
    let original = element.inner.trim().into();
    Text::of(XHTML, original, Some(html.trim().to_owned()), element)
}

/// Bytes in base64: a text, if they are one.
fn decoded(element: &Element<'_>, stated: &str, repairs: &mut Repairs) -> Text {
    let packed: String = element.text(repairs).split_whitespace().collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed.as_bytes());
    let Some(text) = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
        repairs.count(Repair::Value);
        return plain(element, repairs);
    };
    match stated {
        "" | "text/plain" | "text" => Text::plain(text, element),
        _ => Text::html(text, element),
    }
}

/// Elements that stand in titles and texts; what is none of them is no HTML.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "ruby",
    "rt",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Whether a text that should be plain is HTML: it has an end tag or a reference, and every tag and every reference in it
/// is one of HTML. `Vec<T>` and `AT&T` are no HTML.
fn is_html(text: &str) -> bool {
    if !text.contains(['<', '&']) {
        return false;
    }
    let mut shows = false;
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let is_tag = rest.as_bytes()[at] == b'<';
        rest = &rest[at + 1..];
        let known = if is_tag { tag(rest) } else { reference(rest) };
        match known {
            Some(sure) => shows |= sure,
            None => return false,
        }
    }
    shows
}

/// Whether a tag that begins here is known; true if it is an end tag or empty.
fn tag(rest: &str) -> Option<bool> {
    let is_end = rest.starts_with('/');
    let name = rest.trim_start_matches('/');
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, after) = name.split_at(length);
    let is_known = KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name));
    let closes = after.starts_with(['>', ' ', '\n', '\t', '/']) && after.contains('>');
    let is_void = ["br", "hr", "img", "wbr"].iter().any(|it| it.eq_ignore_ascii_case(name));
    (is_known && closes).then_some(is_end || is_void)
}

fn reference(rest: &str) -> Option<bool> {
    let name = rest.split(';').next().filter(|name| name.len() < 40 && name.len() < rest.len())?;
    let reference = format!("&{name};");
    let meant = htmlize::unescape(reference.as_str());
    (meant != reference && !meant.ends_with(';')).then_some(true)
}

/// Whether HTML shows tags as text all over: it has none, and would have known ones if it were decoded once more.
pub(in crate::readers) fn is_escaped_twice(html: &str) -> bool {
    if html.contains('<') || !html.contains("&lt;") {
        return false;
    }
    let once: Cow<'_, str> = htmlize::unescape(html);
    let ends = ["</p>", "</div>", "<br", "</a>", "</li>", "</h2>", "</h3>", "<img "];
    // A text about HTML has such tags too, but it does not begin with one and end with one.
    ends.iter().any(|end| once.contains(end))
        && once.trim_start().starts_with('<')
        && once.trim_end().ends_with('>')
        && is_html(&once)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_html_only_if_all_of_it_is() {
        for html in ["a <b>bold</b> move", "Q &amp; A", "1 &lt; 2", "한<br>글", "&#8220;x&#8221;"]
        {
            assert!(is_html(html), "{html}");
        }
        for plain in
            ["Vec<T>", "AT&T", "a < b", "<b>", "Vec<T> &amp; x", "&foo; </b>", "</b", "x", "R&D; x"]
        {
            assert!(!is_html(plain), "{plain}");
        }
    }

    #[test]
    fn a_text_about_html_was_not_escaped_twice() {
        assert!(is_escaped_twice("&lt;p&gt;글 &amp;amp; x&lt;/p&gt;"));
        for fine in ["use &lt;p&gt; and &lt;/p&gt;", "<p>&lt;p&gt;</p>", "1 &lt; 2", "&lt;T&gt;"] {
            assert!(!is_escaped_twice(fine), "{fine}");
        }
    }
}

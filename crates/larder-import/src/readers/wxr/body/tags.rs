//! Tags as the rules for paragraphs see them.

/// A tag, from `<` to `>`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// All of it.
    pub(super) text: &'a str,
    /// What its element is.
    pub(super) kind: Kind,
    /// Whether it is an end tag.
    pub(super) is_end: bool,
}

/// What an element is to the rules for paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `p`
    Paragraph,
    /// `blockquote`: its text is in paragraphs always.
    Quote,
    /// `li`: its first text is never in a paragraph.
    Item,
    /// Headings and others that hold no paragraphs.
    Phrasing,
    /// `hr`: has no content.
    Rule,
    /// Any other element that paragraphs stand beside.
    Block,
    /// `area` and `map`: beside paragraphs and in them.
    Either,
    /// `br`
    Break,
    /// `code` in a line of text.
    Code,
    /// `a`
    Anchor,
    /// Elements whose content is theirs alone.
    Raw(Raw),
    /// Elements in a line that show something without text.
    Visible,
    /// Everything else.
    Inline,
}

/// An element whose content is not looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// `pre`: a block; what it shows are its lines.
    Pre,
    /// `script` and `style`, which show nothing.
    Hidden(&'static str),
    /// Things in a line whose line ends are no line breaks.
    Visible(&'static str),
}

impl Raw {
    /// The element's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pre => "pre",
            Self::Hidden(name) | Self::Visible(name) => name,
        }
    }
}

impl Kind {
    /// Whether paragraphs end before it.
    pub(super) fn is_block(self) -> bool {
        use Kind::{Block, Either, Item, Paragraph, Phrasing, Quote, Rule};
        matches!(self, Paragraph | Quote | Item | Phrasing | Rule | Block | Either)
    }
}

/// The kind of the element of this name.
pub(super) fn kind(name: &str) -> Kind {
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..name.len()) else { return Kind::Inline };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"p" => Kind::Paragraph,
        b"blockquote" => Kind::Quote,
        b"li" => Kind::Item,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"summary" | b"legend" => Kind::Phrasing,
        b"hr" => Kind::Rule,
        b"area" | b"map" => Kind::Either,
        b"br" => Kind::Break,
        b"code" => Kind::Code,
        b"a" => Kind::Anchor,
        b"img" | b"iframe" | b"embed" | b"input" | b"button" | b"canvas" | b"picture" => {
            Kind::Visible
        }
        b"pre" => Kind::Raw(Raw::Pre),
        b"script" => Kind::Raw(Raw::Hidden("script")),
        b"style" => Kind::Raw(Raw::Hidden("style")),
        b"textarea" => Kind::Raw(Raw::Visible("textarea")),
        b"object" => Kind::Raw(Raw::Visible("object")),
        b"audio" => Kind::Raw(Raw::Visible("audio")),
        b"video" => Kind::Raw(Raw::Visible("video")),
        b"select" => Kind::Raw(Raw::Visible("select")),
        b"svg" => Kind::Raw(Raw::Visible("svg")),
        b"math" => Kind::Raw(Raw::Visible("math")),
        // The other elements that WordPress leaves outside of paragraphs.
        b"div" | b"ul" | b"ol" | b"td" | b"tr" | b"th" | b"table" | b"tbody" | b"thead"
        | b"tfoot" | b"caption" | b"col" | b"colgroup" | b"dl" | b"dd" | b"dt" | b"figure"
        | b"figcaption" | b"form" | b"fieldset" | b"address" | b"section" | b"article"
        | b"aside" | b"hgroup" | b"header" | b"footer" | b"nav" | b"details" | b"menu" => {
            Kind::Block
        }
        _ => Kind::Inline,
    }
}

/// As long as the longest name that means something here.
const LONGEST: usize = 10;

//! The content of a body: the elements that mean something, in one order of rules.
//!
//! Two bodies that show the same have the same content, however they are
//! written: text is in paragraphs, white space is one space between words, `b`
//! is `strong`, wrappers are gone. It is one flat list, so that it is compared,
//! walked and cut without recursion.

use larder_html::Element;

/// The content of a body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) items: Vec<Item>,
    pub(crate) attributes: Vec<Attribute>,
    /// The texts, one after the other.
    pub(crate) texts: String,
    /// The values of the attributes.
    pub(crate) values: String,
}

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// An element begins.
    Open(Open),
    /// A piece of text.
    Text(Span),
    /// The innermost element ends.
    Close,
}

/// The beginning of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) element: Element,
    pub(crate) attributes: Span,
    /// Where its end is in the list.
    pub(crate) end: u32,
}

/// An attribute and where its value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) value: Span,
}

/// From where to where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let number = |at| u32::try_from(at).expect("bodies are cut far below 4 GiB");
        Self { start: number(start), end: number(end) }
    }

    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }
}

macro_rules! names {
    ($($variant:ident $name:literal,)*) => {
        /// An attribute that means something.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Name {
            $($variant,)*
        }

        impl Name {
            pub(crate) fn of(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

// In the order in which they are written.
names! {
    Id "id",
    Href "href",
    Src "src",
    Srcset "srcset",
    Sizes "sizes",
    Media "media",
    Type "type",
    Poster "poster",
    Alt "alt",
    Title "title",
    Width "width",
    Height "height",
    Class "class",
    Start "start",
    Reversed "reversed",
    Value "value",
    Min "min",
    Max "max",
    Checked "checked",
    Disabled "disabled",
    Colspan "colspan",
    Rowspan "rowspan",
    Datetime "datetime",
    Cite "cite",
    Open "open",
    Controls "controls",
    Loop "loop",
    Muted "muted",
    Kind "kind",
    Srclang "srclang",
    Label "label",
    Default "default",
    Allowfullscreen "allowfullscreen",
    Lang "lang",
    Dir "dir",
    Mark "data-mark",
}

/// Whether a name says all without a value.
pub(crate) fn is_switch(name: Name) -> bool {
    matches!(
        name,
        Name::Reversed
            | Name::Checked
            | Name::Disabled
            | Name::Open
            | Name::Controls
            | Name::Loop
            | Name::Muted
            | Name::Default
            | Name::Allowfullscreen
    )
}

impl Content {
    /// The text of a piece.
    pub(crate) fn text(&self, span: Span) -> &str {
        &self.texts[span.range()]
    }

    /// The attributes of an element, in the order of their names.
    pub(crate) fn attributes(&self, open: Open) -> impl Iterator<Item = (Name, &str)> {
        self.attributes[open.attributes.range()]
            .iter()
            .map(|attribute| (attribute.name, &self.values[attribute.value.range()]))
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, open: Open, name: Name) -> Option<&str> {
        self.attributes(open).find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    /// The element that begins at a place.
    pub(crate) fn open(&self, at: usize) -> Option<Open> {
        match self.items.get(at) {
            Some(Item::Open(open)) => Some(*open),
            _ => None,
        }
    }

    /// Where each element at the top of a part of the list begins and how it begins. Text there is passed over.
    pub(crate) fn children(
        &self,
        range: std::ops::Range<usize>,
    ) -> impl Iterator<Item = (usize, Open)> {
        let mut at = range.start;
        std::iter::from_fn(move || {
            while at < range.end {
                let here = at;
                match self.items[here] {
                    Item::Open(open) => {
                        at = open.end as usize + 1;
                        return Some((here, open));
                    }
                    _ => at += 1,
                }
            }
            None
        })
    }

    /// What an element holds.
    pub(crate) fn inside(at: usize, open: Open) -> std::ops::Range<usize> {
        at + 1..open.end as usize
    }
}

/// Whether two pieces of content are the same.
pub(crate) fn is_same(
    left: &Content,
    left_range: std::ops::Range<usize>,
    right: &Content,
    right_range: std::ops::Range<usize>,
) -> bool {
    difference(left, left_range, right, right_range).is_none()
}

/// Where in the left list the first difference is.
pub(crate) fn difference(
    left: &Content,
    left_range: std::ops::Range<usize>,
    right: &Content,
    right_range: std::ops::Range<usize>,
) -> Option<usize> {
    let mut rights = right.items[right_range].iter();
    for at in left_range.clone() {
        let same = match (left.items[at], rights.next()) {
            (Item::Close, Some(Item::Close)) => true,
            (Item::Text(one), Some(Item::Text(other))) => left.text(one) == right.text(*other),
            (Item::Open(one), Some(Item::Open(other))) => {
                one.element == other.element && has_same_attributes(left, one, right, *other)
            }
            _ => false,
        };
        if !same {
            return Some(at);
        }
    }
    rights.next().map(|_| left_range.end.saturating_sub(1).max(left_range.start))
}

fn has_same_attributes(left: &Content, one: Open, right: &Content, other: Open) -> bool {
    let mut rights = right.attributes(other);
    let all = left.attributes(one).all(|(name, value)| {
        rights.next().is_some_and(|(found, with)| found == name && is_same_value(name, value, with))
    });
    all && rights.next().is_none()
}

fn is_same_value(name: Name, one: &str, other: &str) -> bool {
    one == other
        || matches!(name, Name::Href | Name::Src | Name::Poster) && encoded(one).eq(encoded(other))
}

/// An address as renderers write it: what an address cannot hold is percent-encoded.
///
/// Browsers do the same. A backslash is not encoded: browsers take it for a slash.
fn encoded(address: &str) -> impl Iterator<Item = u8> {
    address.bytes().flat_map(|byte| {
        let plain = byte.is_ascii_alphanumeric() || b"-_.+!*'(),%#@?=;:/&$~\\".contains(&byte);
        let digit = |value: u8| b"0123456789ABCDEF"[usize::from(value)];
        let (bytes, length) =
            if plain { ([byte, 0, 0], 1) } else { ([b'%', digit(byte >> 4), digit(byte & 15)], 3) };
        bytes.into_iter().take(length)
    })
}

//! The attributes we know, and on which elements they stay.

use std::borrow::Cow;

use super::element::Element;

macro_rules! attributes {
    ($($variant:ident $name:literal,)*) => {
        /// An attribute that stays somewhere or says where a picture is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Attribute {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Attribute {
            /// The attribute of that name in lower case.
            fn of(name: &str) -> Option<Self> {
                match name.as_bytes() {
                    $(name if name == $name.as_bytes() => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// Its name.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

attributes! {
    Href "href",
    Src "src",
    Alt "alt",
    Class "class",
    Width "width",
    Height "height",
    Title "title",
    Id "id",
    Rel "rel",
    Srcset "srcset",
    Sizes "sizes",
    Lang "lang",
    Dir "dir",
    Loading "loading",
    Decoding "decoding",
    Type "type",
    Hreflang "hreflang",
    Media "media",
    Controls "controls",
    Poster "poster",
    Preload "preload",
    Loop "loop",
    Muted "muted",
    Kind "kind",
    Srclang "srclang",
    Label "label",
    Default "default",
    Colspan "colspan",
    Rowspan "rowspan",
    Headers "headers",
    Scope "scope",
    Span "span",
    Start "start",
    Reversed "reversed",
    Value "value",
    Datetime "datetime",
    Cite "cite",
    Min "min",
    Max "max",
    Open "open",
    Data "data",
    DataSrc "data-src",
    DataOriginal "data-original",
    DataLazySrc "data-lazy-src",
    DataSrcset "data-srcset",
    DataLazySrcset "data-lazy-srcset",
}

/// How the value of an attribute is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Not at all.
    Drop,
    /// As it is.
    Text,
    /// As an absolute address.
    Address,
    /// As the absolute address of something that is shown or played, and so is not the page itself.
    Media,
    /// As the absolute address of a picture, which may be inline.
    Picture,
    /// As a list of pictures with sizes.
    Pictures,
    /// Only the classes that mean something to readers.
    Classes,
}

/// An attribute with its value, references decoded.
pub(crate) type Given<'a> = (Attribute, Cow<'a, str>);

impl Attribute {
    /// The attribute of that name, in any case.
    pub(crate) fn of_any_case(name: &str) -> Option<Self> {
        if !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Self::of(name);
        }
        let mut lower = [0; 24];
        let lower = lower.get_mut(..name.len())?;
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        Self::of(str::from_utf8(lower).ok()?)
    }

    /// How it is written on an element.
    pub(crate) fn rule(self, element: Element) -> Rule {
        use Element as E;
        let (rule, at_home) = match self {
            Self::Title | Self::Lang | Self::Dir | Self::Id => return Rule::Text,
            Self::Class => return Rule::Classes,
            Self::Href => (Rule::Address, element == E::A),
            Self::Hreflang | Self::Rel => (Rule::Text, element == E::A),
            Self::Src => return source_rule(element),
            Self::Srcset => (Rule::Pictures, matches!(element, E::Img | E::Source)),
            Self::Sizes | Self::Alt | Self::Loading | Self::Decoding => {
                (Rule::Text, matches!(element, E::Img | E::Source))
            }
            Self::Width | Self::Height => (
                Rule::Text,
                matches!(element, E::Img | E::Source | E::Video | E::Iframe | E::Embed | E::Object),
            ),
            // Without its type and condition a `source` would be taken by readers that cannot show it.
            Self::Media => (Rule::Text, element == E::Source),
            Self::Type => (
                Rule::Text,
                matches!(element, E::A | E::Source | E::Ol | E::Ul | E::Li | E::Object | E::Embed),
            ),
            Self::Poster => (Rule::Media, element == E::Video),
            Self::Controls | Self::Preload | Self::Loop | Self::Muted => {
                (Rule::Text, matches!(element, E::Audio | E::Video))
            }
            Self::Kind | Self::Srclang | Self::Label | Self::Default => {
                (Rule::Text, element == E::Track)
            }
            Self::Colspan | Self::Rowspan | Self::Headers | Self::Scope => {
                (Rule::Text, matches!(element, E::Td | E::Th))
            }
            Self::Span => (Rule::Text, matches!(element, E::Col | E::Colgroup)),
            Self::Start | Self::Reversed => (Rule::Text, element == E::Ol),
            Self::Value => {
                (Rule::Text, matches!(element, E::Li | E::Data | E::Meter | E::Progress))
            }
            Self::Min | Self::Max => (Rule::Text, matches!(element, E::Meter | E::Progress)),
            Self::Datetime => (Rule::Text, matches!(element, E::Time | E::Ins | E::Del)),
            Self::Cite => {
                (Rule::Address, matches!(element, E::Blockquote | E::Q | E::Ins | E::Del))
            }
            Self::Open => (Rule::Text, element == E::Details),
            Self::Data => (Rule::Media, element == E::Object),
            Self::DataSrc | Self::DataOriginal | Self::DataLazySrc => return Rule::Drop,
            Self::DataSrcset | Self::DataLazySrcset => return Rule::Drop,
        };
        if at_home { rule } else { Rule::Drop }
    }
}

fn source_rule(element: Element) -> Rule {
    match element {
        Element::Img => Rule::Picture,
        Element::Audio | Element::Video | Element::Source | Element::Track => Rule::Media,
        Element::Iframe | Element::Embed => Rule::Media,
        _ => Rule::Drop,
    }
}

/// The value of an attribute that was given, if it was.
pub(crate) fn value<'g>(given: &'g [Given<'_>], attribute: Attribute) -> Option<&'g str> {
    given.iter().find(|(found, _)| *found == attribute).map(|(_, value)| &**value)
}

/// Whether a class means something to readers: the language of code, or a
/// footnote's part.
pub(crate) fn keeps_class(element: Element, class: &str) -> bool {
    match element {
        Element::Pre | Element::Code => {
            class.starts_with("language-") || class.starts_with("lang-")
        }
        Element::A
        | Element::Sup
        | Element::Li
        | Element::Ol
        | Element::Div
        | Element::Section
        | Element::Aside
        | Element::Span
        | Element::P => class.starts_with("footnote"),
        _ => false,
    }
}

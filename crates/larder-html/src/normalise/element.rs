//! The elements we know, and what becomes of each.

/// Declares the elements once: the variant, its name, what becomes of it.
macro_rules! elements {
    ($($variant:ident $name:literal $fate:ident,)*) => {
        /// An element of HTML that has a rule of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Element {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Element {
            /// The element of that name in lower case; None for all that are unwrapped.
            pub fn of(name: &str) -> Option<Self> {
                match name.as_bytes() {
                    $(name if name == $name.as_bytes() => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What becomes of it.
            pub fn fate(self) -> Fate {
                match self {
                    $(Self::$variant => Fate::$fate,)*
                }
            }
        }
    };
}

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It stays and holds inline content.
    Inline,
    /// It stays and holds inline content; parsers reopen it where it was not closed.
    Formatting,
    /// It stays, ends an open paragraph, and may hold blocks.
    Block,
    /// It stays and ends an open paragraph; inline content only.
    Paragraph,
    /// It stays and is a list: it may hold `li`.
    List,
    /// It stays and is a part of a table that holds no text.
    Table,
    /// It stays and is a part of a table that holds anything.
    Cell,
    /// It stays and holds nothing.
    Void,
    /// It becomes a `pre`.
    Preformatted,
    /// It becomes a `span`.
    Span,
    /// It goes, and all in it.
    Remove,
    /// What it shows comes from elsewhere: a link to it stays.
    Embed,
    /// An embed that may hold something to show instead.
    EmbedWithFallback,
    /// It goes unless the picture it holds stands beside it; what it holds stays.
    NoScript,
}

elements! {
    A "a" Formatting,
    P "p" Paragraph,
    Br "br" Void,
    Img "img" Void,
    Span "span" Inline,
    Strong "strong" Formatting,
    Em "em" Formatting,
    B "b" Formatting,
    I "i" Formatting,
    Li "li" Block,
    Code "code" Formatting,
    Div "div" Block,
    Td "td" Cell,
    Tr "tr" Table,
    Th "th" Cell,
    H1 "h1" Paragraph,
    H2 "h2" Paragraph,
    H3 "h3" Paragraph,
    H4 "h4" Paragraph,
    H5 "h5" Paragraph,
    H6 "h6" Paragraph,
    Ul "ul" List,
    Ol "ol" List,
    Pre "pre" Paragraph,
    Figure "figure" Block,
    Figcaption "figcaption" Block,
    Blockquote "blockquote" Block,
    Hr "hr" Void,
    Table "table" Table,
    Thead "thead" Table,
    Tbody "tbody" Table,
    Tfoot "tfoot" Table,
    Abbr "abbr" Inline,
    Acronym "acronym" Inline,
    Address "address" Block,
    Area "area" Void,
    Article "article" Block,
    Aside "aside" Block,
    Audio "audio" Inline,
    Bdi "bdi" Inline,
    Big "big" Formatting,
    Caption "caption" Cell,
    Center "center" Block,
    Cite "cite" Inline,
    Col "col" Void,
    Colgroup "colgroup" Table,
    Data "data" Inline,
    Dd "dd" Block,
    Del "del" Inline,
    Details "details" Block,
    Dfn "dfn" Inline,
    Dir "dir" List,
    Dl "dl" List,
    Dt "dt" Block,
    Font "font" Formatting,
    Footer "footer" Block,
    Header "header" Block,
    Hgroup "hgroup" Block,
    Ins "ins" Inline,
    Kbd "kbd" Inline,
    Main "main" Block,
    Map "map" Inline,
    Mark "mark" Inline,
    Menu "menu" List,
    Meter "meter" Inline,
    Nav "nav" Block,
    Picture "picture" Inline,
    Progress "progress" Inline,
    Q "q" Inline,
    Rp "rp" Inline,
    Rt "rt" Inline,
    Ruby "ruby" Inline,
    S "s" Formatting,
    Samp "samp" Inline,
    Section "section" Block,
    Small "small" Formatting,
    Source "source" Void,
    Strike "strike" Formatting,
    Sub "sub" Inline,
    Summary "summary" Block,
    Sup "sup" Inline,
    Time "time" Inline,
    Track "track" Void,
    Tt "tt" Formatting,
    U "u" Formatting,
    Var "var" Inline,
    Video "video" Inline,
    Wbr "wbr" Void,
    Listing "listing" Preformatted,
    Xmp "xmp" Preformatted,
    Plaintext "plaintext" Preformatted,
    Bdo "bdo" Span,
    Script "script" Remove,
    Style "style" Remove,
    Template "template" Remove,
    Title "title" Remove,
    Head "head" Remove,
    Meta "meta" Remove,
    Link "link" Remove,
    Base "base" Remove,
    Textarea "textarea" Remove,
    Select "select" Remove,
    Datalist "datalist" Remove,
    Input "input" Remove,
    Keygen "keygen" Remove,
    Frame "frame" Remove,
    Frameset "frameset" Remove,
    Noframes "noframes" Remove,
    // Its content is raw text: unwrapped, tags would show.
    Noembed "noembed" Remove,
    Param "param" Remove,
    Iframe "iframe" Embed,
    Embed "embed" Embed,
    Object "object" EmbedWithFallback,
    Applet "applet" EmbedWithFallback,
    Noscript "noscript" NoScript,
}

impl Element {
    /// The element of that name, in any case.
    pub(crate) fn of_any_case(name: &str) -> Option<Self> {
        if !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Self::of(name);
        }
        let mut lower = [0; 16];
        let lower = lower.get_mut(..name.len())?;
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        Self::of(str::from_utf8(lower).ok()?)
    }

    /// Whether it is written without an end tag.
    pub fn is_void(self) -> bool {
        self.fate() == Fate::Void
    }

    /// Whether a parser that meets its start tag ends an open paragraph.
    pub(crate) fn ends_paragraph(self) -> bool {
        matches!(self.fate(), Fate::Block | Fate::Paragraph | Fate::List)
            || matches!(self, Self::Hr | Self::Table)
    }

    /// Whether it is one of `h1` to `h6`.
    pub fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }

    /// Whether it may hold a paragraph, for all that its parent says.
    pub(crate) fn holds_paragraphs(self) -> bool {
        matches!(self.fate(), Fate::Block | Fate::Cell | Fate::List | Fate::Table)
            && !matches!(self, Self::Summary | Self::Caption | Self::Dt)
    }

    /// What it is under `parent`: items outside lists become plain blocks, ruby
    /// text outside `ruby` goes (None).
    pub(crate) fn under(self, parent: Option<Self>) -> Option<Self> {
        let at_home = match self {
            Self::Li => matches!(parent, Some(Self::Ul | Self::Ol | Self::Menu | Self::Dir)),
            Self::Dt | Self::Dd => parent == Some(Self::Dl),
            Self::Rt | Self::Rp => return (parent == Some(Self::Ruby)).then_some(self),
            _ => true,
        };
        Some(if at_home { self } else { Self::Div })
    }
}

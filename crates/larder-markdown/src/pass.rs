//! What the caller may change while a body is written.

/// Changes addresses and players on their way into Markdown.
///
/// Every method has a default that changes nothing. Addresses come as they stand
/// in the body, relative ones too, without white space around them. What a method
/// returns is checked like what stood there: an address that runs code is dropped.
pub trait Pass {
    /// The address that a link has in the target. None: as it is.
    fn link(&mut self, href: &str) -> Option<String> {
        let _ = href;
        None
    }

    /// The address that a picture, poster, film or sound has in the target. None: as it is.
    ///
    /// It is asked once for each address that is written. Of a picture that a
    /// script would load, this is the address of the original.
    fn media(&mut self, src: &str) -> Option<String> {
        let _ = src;
        None
    }

    /// What the target has for a player, a gist or a quoted message: a shortcode, say.
    ///
    /// It is written as it is, not escaped. One line stands where the player
    /// stood; more lines are a block by themselves. None: the player stays
    /// as HTML, of a script nothing does.
    fn embed(&mut self, embed: &Embed<'_>) -> Option<String> {
        let _ = embed;
        None
    }

    /// Whether something outside the body points at this `id`.
    ///
    /// The ids of headings, anchors, footnotes and comments stay anyway, and so
    /// do those that a link of the body points at. By default, no others do:
    /// editors give every paragraph an id.
    fn is_target(&mut self, id: &str) -> bool {
        let _ = id;
        false
    }
}

/// The [`Pass`] that changes nothing.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct AsItIs;

impl Pass for AsItIs {}

/// Something that a page shows from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Embed<'a> {
    /// An `iframe`.
    Frame {
        /// Its address, as it stands.
        src: &'a str,
        /// Its title, empty if it has none.
        title: &'a str,
        /// Its width as it stands, empty if it has none.
        width: &'a str,
        /// Its height as it stands, empty if it has none.
        height: &'a str,
    },
    /// A script with an address, which would write something into the page: a gist.
    Script {
        /// Its address, as it stands.
        src: &'a str,
    },
    /// A quotation that a script would turn into the message it is of.
    Quote {
        /// Its classes: `twitter-tweet`, `instagram-media`, …
        class: &'a str,
        /// The address of the message: of the last link in it, empty if there is none.
        href: &'a str,
    },
}

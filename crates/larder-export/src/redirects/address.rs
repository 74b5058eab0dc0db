//! An old address as a server is asked for it: a path and what tells pages apart behind the `?`.
//!
//! One page has many spellings: `%ea%b8%80`, `%EA%B8%80` and `글`; composed and decomposed; with `/` at the end, with
//! `index.html`, with `//`, with `utm_source`. An [`Address`] keeps the path decoded and composed, and beside it the
//! spelling that was met; its [`Key`] is what is left when only the spelling differs.

use std::{borrow::Cow, collections::BTreeSet, fmt};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use url::Url;

use super::plain::{Plain, is_plain_path};

/// The longest address that is taken, in bytes: twice what browsers and servers agree on.
const LONGEST: usize = 4 << 10;

/// The most parameters that tell one page from another.
const MOST_PAIRS: usize = 8;

/// An old address.
///
/// It shows itself decoded, as the tables of people have it: `/글?p=12`. What would be a part of another kind, or cannot
/// be decoded, stays escaped: `%25`, `%2F`, `%3F`, controls, bytes that are no UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    path: String,
    query: Vec<(String, String)>,
    /// The path as it was met. None where that is the path itself: a table holds a hundred thousand.
    raw: Option<Box<str>>,
}

/// What two spellings of one address have in common. Letter case counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
}

/// A [`Key`] that is a part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct KeyOf<'a> {
    pub(super) path: &'a str,
    pub(super) query: &'a [(String, String)],
}

/// Why a text is no address that could be redirected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AddressError {
    /// No address of the web, or none that begins with `/` or `?`.
    NotWeb,
    /// Longer than any server takes, or with more parameters.
    TooLong,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotWeb => "no address of the web",
            Self::TooLong => "longer than servers take",
        })
    }
}

impl std::error::Error for AddressError {}

impl Address {
    /// Reads an absolute address, or a path with what follows it. Host and fragment are no part of it.
    ///
    /// # Errors
    ///
    /// If it is no address of the web, or too long.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        match Plain::of(text) {
            Some(plain) => Self::made(plain.path, plain.query),
            None => Self::of(&absolute(text)?),
        }
    }

    /// The address of a URL.
    ///
    /// # Errors
    ///
    /// If it has no path, or is too long.
    pub fn of(url: &Url) -> Result<Self, AddressError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::NotWeb);
        }
        Self::made(url.path(), url.query().unwrap_or_default())
    }

    /// The address of a path and a query of the wire.
    fn made(path: &str, query: &str) -> Result<Self, AddressError> {
        if path.len() + query.len() > LONGEST {
            return Err(AddressError::TooLong);
        }
        let query = pairs(query);
        if query.len() > MOST_PAIRS {
            return Err(AddressError::TooLong);
        }
        let raw = collapsed(path);
        let path = composed(decoded(&raw));
        let raw = (raw != path).then(|| raw.into_boxed_str());
        Ok(Self { path, query, raw })
    }

    /// The path: decoded, in NFC, beginning with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path without `/` at its end, and without `index.html`: that of the [`Key`].
    pub(crate) fn bare(&self) -> &str {
        bare(&self.path)
    }

    /// The parameters that tell the page, decoded, sorted. A request may have others besides.
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The path as it was spelled on the wire, percent-encoded.
    pub fn raw(&self) -> &str {
        self.raw.as_deref().unwrap_or(&self.path)
    }

    /// What is left when only the spelling differs.
    pub fn key(&self) -> Key {
        Key { path: bare(&self.path).to_owned(), query: self.query.clone() }
    }

    /// The same as [`Address::key`], without a copy.
    pub(super) fn key_of(&self) -> KeyOf<'_> {
        KeyOf { path: bare(&self.path), query: &self.query }
    }

    /// The path as browsers send it: percent-encoded in capitals.
    pub fn encoded(&self) -> String {
        encoded(&self.path)
    }

    /// The decoded spellings of the path that old links may have: composed, and as it was met.
    pub fn decoded_forms(&self) -> Vec<String> {
        unique([self.path.clone(), decoded(self.raw())])
    }

    /// The encoded spellings of the path that old links may have: capitals, as it was met, small letters.
    pub fn encoded_forms(&self) -> Vec<String> {
        let small = small_escapes(&self.encoded());
        unique([self.encoded(), self.raw().to_owned(), small])
    }

    /// The query as browsers send it. Empty if there is none.
    pub fn encoded_query(&self) -> String {
        encoded_query(&self.query)
    }
}

/// `/글?p=12`: reads back as an equal address, but for the spelling.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.path))?;
        if self.query.is_empty() {
            return Ok(());
        }
        write!(f, "?{}", self.encoded_query())
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.path, &self.query, self.raw()).cmp(&(&other.path, &other.query, other.raw()))
    }
}

impl Key {
    /// The path without `/` at its end, and without `index.html`.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn as_of(&self) -> KeyOf<'_> {
        KeyOf { path: &self.path, query: &self.query }
    }

    /// The same page, whatever is asked of it.
    pub(super) fn without_query(&self) -> Self {
        Self { path: self.path.clone(), query: Vec::new() }
    }
}

/// A text as an address of the web; relative ones at a host that is none.
pub(super) fn absolute(text: &str) -> Result<Url, AddressError> {
    let text = text.trim_matches(|character: char| character <= ' ');
    if text.len() > 3 * LONGEST {
        return Err(AddressError::TooLong);
    }
    let url = match text.starts_with(['/', '?']) {
        // `//` at the beginning is the path's own here: nobody redirects a host.
        true => Url::parse(&format!("https://site.invalid{}", rooted(text))),
        false => Url::parse(text),
    };
    url.map_err(|_| AddressError::NotWeb)
}

fn rooted(text: &str) -> String {
    if text.starts_with('?') { format!("/{text}") } else { text.to_owned() }
}

/// A text in NFC. Most are.
pub(super) fn composed(text: String) -> String {
    match text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        true => text,
        false => text.nfc().collect(),
    }
}

/// `//` once.
pub(super) fn collapsed(path: &str) -> String {
    if path.starts_with('/') && !path.contains("//") {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len() + 1);
    out.push('/');
    for character in path.chars() {
        if character != '/' || !out.ends_with('/') {
            out.push(character);
        }
    }
    out
}

/// A path without `/` at its end and without the file that servers show for a folder.
fn bare(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let path =
        ["/index.html", "/index.htm"].iter().find_map(|it| path.strip_suffix(it)).unwrap_or(path);
    if path.is_empty() { "/" } else { path }
}

/// A path of the wire, decoded where that says the same.
pub(super) fn decoded(path: &str) -> String {
    if path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'%') {
        return path.to_owned();
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let (byte, after) = match (first, escape(after)) {
            (b'%', Some(byte)) => (byte, &after[2..]),
            _ => (first, after),
        };
        match byte {
            // An escaped `/` is no folder, and an escaped `%` no escape.
            b'/' if first == b'%' => bytes.extend_from_slice(b"%2F"),
            b'%' => bytes.extend_from_slice(b"%25"),
            byte => bytes.push(byte),
        }
        rest = after;
    }
    readable(&bytes)
}

/// The byte that two digits after a `%` stand for.
fn escape(after: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Bytes as text; what is no text, or would break a line, escaped.
fn readable(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
                true => push_escaped(&mut out, character.encode_utf8(&mut [0; 4]).as_bytes()),
                false => out.push(character),
            }
        }
        push_escaped(&mut out, chunk.invalid());
    }
    out
}

fn push_escaped(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// What is escaped in a path on the wire. A `%` of a decoded path begins an escape.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\');

/// What is escaped in a name or a value behind the `?`, where `%` stands for itself.
const IN_QUERY: &AsciiSet = &IN_PATH
    .add(b'%')
    .add(b'&')
    .add(b'=')
    .add(b'+')
    .add(b'\'')
    .add(b'|')
    .add(b'^')
    .add(b'[')
    .add(b']');

/// A decoded path as browsers send it.
pub(super) fn encoded(path: &str) -> String {
    let escaped: String = utf8_percent_encode(path, IN_PATH).collect();
    if is_plain_path(&escaped) {
        return escaped;
    }
    // Whether `^` and `|` are escaped too, the standard has changed its mind about: the parser knows.
    let url = Url::parse(&format!("https://site.invalid{escaped}"));
    url.map_or(escaped, |url| url.path().to_owned())
}

/// A decoded path as people can write it: what would be another part of an address, or be trimmed, is escaped.
pub(super) fn shown(path: &str) -> Cow<'_, str> {
    let kept = path.trim_end();
    if kept.len() == path.len() && !kept.contains(['?', '#', '\\']) {
        return Cow::Borrowed(path);
    }
    let mut out = kept.replace('?', "%3F").replace('#', "%23").replace('\\', "%5C");
    push_escaped(&mut out, &path.as_bytes()[kept.len()..]);
    Cow::Owned(out)
}

/// Parameters as browsers send them.
pub(super) fn encoded_query(pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let one = |text: &str| utf8_percent_encode(text, IN_QUERY).to_string();
    let pair = |(name, value): &(String, String)| match value.is_empty() {
        true => one(name),
        false => format!("{}={}", one(name), one(value)),
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// `%EA` as `%ea`; letters that are not escaped stay.
pub(super) fn small_escapes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut escaped = 0;
    for character in path.chars() {
        if character == '%' {
            escaped = 3;
        }
        out.push(if escaped > 0 { character.to_ascii_lowercase() } else { character });
        escaped -= i32::from(escaped > 0);
    }
    out
}

/// The parameters of a query that tell one page from another, sorted, each once.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    if query.is_empty() {
        return Vec::new();
    }
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let told = pairs.filter(|(name, value)| tells(name, value));
    let clean = |text: &str| -> String {
        text.nfc().filter(|it| !it.is_control() && !matches!(it, '\u{2028}' | '\u{2029}')).collect()
    };
    let sorted: BTreeSet<(String, String)> =
        told.map(|(name, value)| (clean(&name), clean(&value))).collect();
    sorted.into_iter().collect()
}

/// Whether a parameter may tell one page from another. Those of advertisers, and of pages for phones, do not.
fn tells(name: &str, value: &str) -> bool {
    match name {
        "" => false,
        "m" | "amp" => !matches!(value, "" | "0" | "1"),
        "fbclid" | "gclid" | "dclid" | "msclkid" | "yclid" | "igshid" | "mc_cid" | "mc_eid"
        | "_ga" | "_gl" => false,
        _ => !name.starts_with("utm_"),
    }
}

/// Texts, each once, in their order.
pub(super) fn unique<const N: usize>(texts: [String; N]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(N);
    for text in texts {
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Address::parse(text).unwrap().to_string()
    }

    #[test]
    fn spellings_of_one_address_have_one_key() {
        let key = Address::parse("/2019/글/").unwrap().key();
        for spelling in [
            "https://old.example.org/2019/%EA%B8%80/",
            "/2019/%ea%b8%80",
            "/2019//글/index.html",
            "/2019/\u{1100}\u{1173}\u{11af}/?utm_source=feed&amp=1",
            "/2018/../2019/글#comment-3",
        ] {
            assert_eq!(Address::parse(spelling).unwrap().key(), key, "{spelling}");
        }
        assert_ne!(Address::parse("/2019/글/?p=2").unwrap().key(), key);
    }

    #[test]
    fn what_cannot_be_decoded_stays_escaped() {
        assert_eq!(shown("/100%25/a%2Fb"), "/100%25/a%2Fb");
        assert_eq!(shown("/%b1%db/x"), "/%B1%DB/x");
        assert_eq!(shown("/a%0d%0aLocation:%20x"), "/a%0D%0ALocation: x");
        assert_eq!(shown("/50%"), "/50%25");
        assert_eq!(shown("/a%3Fb%23c"), "/a%3Fb%23c");
        assert_eq!(shown("/?b=2&a=%26x"), "/?a=%26x&b=2");
    }

    #[test]
    fn the_met_spelling_is_kept_beside() {
        let address = Address::parse("/%ea%b8%80/").unwrap();
        assert_eq!(address.encoded_forms(), ["/%EA%B8%80/", "/%ea%b8%80/"]);
        assert_eq!(address.decoded_forms(), ["/글/"]);
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused() {
        assert_eq!(Address::parse("mailto:a@example.org"), Err(AddressError::NotWeb));
        assert_eq!(Address::parse("post/1"), Err(AddressError::NotWeb));
        assert_eq!(Address::parse(&"/a".repeat(9000)), Err(AddressError::TooLong));
    }
}

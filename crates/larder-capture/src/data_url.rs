//! `data:` addresses, which hold what they lead to (RFC 2397).

use crate::{
    base64,
    capture::{Charset, Damage, Limit, Limits, content_type},
};

/// What a `data:` address holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DataUrl {
    /// The media type in lower case, without parameters. By default `text/plain`.
    pub media_type: String,
    /// The encoding it states. By default none: the standard's `US-ASCII` is what nobody means.
    pub charset: Option<Charset>,
    /// What it holds.
    pub body: Vec<u8>,
    /// What is amiss with it.
    pub damage: Vec<Damage>,
}

/// Whether an address is of this kind. White space before it is ignored, as browsers do.
pub fn is_data_url(address: &[u8]) -> bool {
    address.trim_ascii_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"data:"))
}

/// Decodes an address. None if it is no `data:` address, or has no comma.
///
/// What is over [`Limits::data_url`] or [`Limits::body`] is cut off, and said.
///
/// ```
/// use larder_capture::{capture::Limits, data_url};
///
/// let image = data_url::decode(b"data:image/gif;base64,R0lG\nODlh", &Limits::default()).expect("a data URL");
/// assert_eq!((image.media_type.as_str(), image.body.as_slice()), ("image/gif", &b"GIF89a"[..]));
/// ```
pub fn decode(address: &[u8], limits: &Limits) -> Option<DataUrl> {
    let mut damage = Vec::new();
    if address.len() > limits.data_url {
        damage.push(over(Limit::DataUrl, limits.data_url as u64));
    }
    let address = address.get(..limits.data_url).unwrap_or(address).trim_ascii();
    let rest = address.get(5..).filter(|_| is_data_url(address))?;
    // Nothing that begins a real address is longer, and the search must end.
    const HEAD: usize = 4096;
    let comma = memchr::memchr(b',', rest.get(..HEAD).unwrap_or(rest))?;
    let (head, data) = (String::from_utf8_lossy(&rest[..comma]), &rest[comma + 1..]);
    let (kind, is_base64) = without_base64(&head);
    let most = usize::try_from(limits.body).unwrap_or(usize::MAX);
    let body = if is_base64 { base64_body(data, most, &mut damage) } else { unescaped(data) };
    let (media_type, charset) = content_type(kind);
    let media_type = media_type.filter(|kind| kind.contains('/'));
    let media_type = media_type.unwrap_or_else(|| "text/plain".to_owned());
    Some(within(DataUrl { media_type, charset, body, damage }, most))
}

/// What stands before `;base64`, and whether that is there.
fn without_base64(head: &str) -> (&str, bool) {
    let head = head.trim();
    match head.rsplit_once(';') {
        Some((kind, last)) if last.trim().eq_ignore_ascii_case("base64") => (kind, true),
        _ => (head, false),
    }
}

fn base64_body(data: &[u8], most: usize, damage: &mut Vec<Damage>) -> Vec<u8> {
    // Base64 needs no escapes, but has them where a tool escaped whatever it met.
    let unescaped = memchr::memchr(b'%', data).map(|_| unescaped(data));
    // One more than allowed: what is over shows.
    let decoded = base64::decode(unescaped.as_deref().unwrap_or(data), most.saturating_add(1));
    if let Some(first) = decoded.first {
        damage.push(Damage::PartialBody { count: decoded.broken, first });
    }
    if decoded.is_cut {
        damage.push(Damage::Truncated { expected: None, present: decoded.bytes.len() as u64 });
    }
    decoded.bytes
}

/// Undoes percent escapes; a `%` that begins none stays.
fn unescaped(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut rest = data;
    while let Some(at) = memchr::memchr(b'%', rest) {
        bytes.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let escape = rest.get(1..3).and_then(hex);
        bytes.push(escape.unwrap_or(b'%'));
        rest = &rest[if escape.is_some() { 3 } else { 1 }..];
    }
    bytes.extend_from_slice(rest);
    bytes
}

/// The byte that two hexadecimal digits stand for.
pub(crate) fn hex(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let value = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(value(*high)? * 16 + value(*low)?).ok()
}

fn within(mut url: DataUrl, most: usize) -> DataUrl {
    if url.body.len() > most {
        url.body.truncate(most);
        url.damage.push(over(Limit::Body, most as u64));
    }
    url
}

fn over(limit: Limit, allowed: u64) -> Damage {
    Damage::OverLimit { limit, allowed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(address: &str) -> (String, String) {
        let url = decode(address.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(url.damage, []);
        (url.media_type, String::from_utf8(url.body).unwrap())
    }

    fn pair(media_type: &str, body: &str) -> (String, String) {
        (media_type.to_owned(), body.to_owned())
    }

    #[test]
    fn every_form_is_decoded() {
        assert_eq!(decoded("data:,"), pair("text/plain", ""));
        assert_eq!(decoded("data:,a%20b,c"), pair("text/plain", "a b,c"));
        assert_eq!(
            decoded(" DATA:Text/HTML;charset=UTF-8,<p>%EA%B8%80"),
            pair("text/html", "<p>글")
        );
        assert_eq!(decoded("data:image/svg+xml;utf8,<svg/>"), pair("image/svg+xml", "<svg/>"));
        assert_eq!(decoded("data:text/css; base64 ,cHt9"), pair("text/css", "p{}"));
        assert_eq!(decoded("data:;base64,cH%74%39"), pair("text/plain", "p{}"));
        assert_eq!(decoded("data:,100%"), pair("text/plain", "100%"));
        assert_eq!(decoded("data:,100%zz"), pair("text/plain", "100%zz"));
    }

    #[test]
    fn a_charset_is_stated_only() {
        let url =
            decode(b"data:text/html;charset=\"euc-kr\";base64,sdY", &Limits::default()).unwrap();
        assert_eq!(url.charset, Some(Charset::stated("euc-kr")));
        assert_eq!(url.body, b"\xb1\xd6");
    }

    #[test]
    fn other_addresses_are_none() {
        for address in ["", "data", "data:image/png;base64", "http://a/,", "datax:,"] {
            assert_eq!(decode(address.as_bytes(), &Limits::default()), None, "{address}");
        }
    }

    #[test]
    fn limits_cut_and_say_so() {
        let limits = Limits { body: 3, data_url: 20, ..Limits::default() };
        let url = decode(b"data:;base64,aGVsbG8=", &limits).unwrap();
        assert_eq!(url.body, b"hel");
        assert_eq!(url.damage.len(), 2, "{:?}", url.damage);
    }
}

//! Ids that our own feeds had to write in another form, read back as they were.
//!
//! What a format cannot hold as an id is written as `tag:HOST,YEAR:guid:ESCAPED`, where `ESCAPED` is the id with
//! everything but unreserved characters percent-encoded. Nothing else that is ever written has that form. Of comments,
//! `comment` stands for `guid`.

/// An id of a feed: as it stands, or as it was before it was written in that form.
pub(super) fn read(id: String, as_written: bool) -> String {
    let restored = if as_written { None } else { restored(&id) };
    restored.unwrap_or(id)
}

/// The id that was written in that form, if it was.
pub(crate) fn restored(id: &str) -> Option<String> {
    restored_of(id, ":guid:")
}

/// The id of a comment that was written in that form, if it was.
pub(super) fn restored_comment(id: &str) -> Option<String> {
    restored_of(id, ":comment:")
}

fn restored_of(id: &str, kind: &str) -> Option<String> {
    let rest = id.strip_prefix("tag:")?;
    let (entity, escaped) = rest.split_once(kind)?;
    let (host, year) = entity.split_once(',')?;
    let is_host =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    let is_ours = !host.is_empty() && host.bytes().all(is_host);
    let is_year = year.len() >= 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    // Two posts of one id are told apart by a number.
    let escaped = escaped.split_once(';').map_or(escaped, |(escaped, _)| escaped);
    if is_ours && is_year { decoded(escaped) } else { None }
}

/// What was percent-encoded as we do it. None if it was done otherwise.
fn decoded(escaped: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => bytes.push(digit(rest.next()?)? << 4 | digit(rest.next()?)?),
            byte if is_unreserved(byte) => bytes.push(byte),
            _ => return None,
        }
    }
    String::from_utf8(bytes).ok()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// A hexadecimal digit in upper case.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_form_is_read_back() {
        let written = "tag:blog.example.org,2000:guid:https%3A%2F%2Fe.org%2F%EA%B8%80";
        assert_eq!(restored(written).as_deref(), Some("https://e.org/글"));
        assert_eq!(restored("tag:e.org,2022:guid:12345").as_deref(), Some("12345"));
        let comment = "tag:e.org,2022:comment:c%202";
        assert_eq!((restored(comment), restored_comment(comment)), (None, Some("c 2".to_owned())));
        for other in [
            "tag:e.org,2022:12345",
            "tag:e.org,2022:guid:a/b",
            "tag:e.org,2022:guid:%ea",
            "tag:E.org,2022:guid:1",
            "tag:me@e.org,2022:guid:1",
            "tag:e.org,2022:guid:%FF",
            "urn:x",
        ] {
            assert_eq!(restored(other), None, "{other}");
        }
    }
}
